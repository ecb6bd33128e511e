//! The log: standard error, by `SHUKE_LOG` or `RUST_LOG`, or the `log` of the configuration.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::stop::Stop;

/// What is told when nobody says otherwise.
const USUAL: &str = "info,sqlx=warn";

/// Starts it.
pub(crate) fn start(configured: Option<&str>) -> Result<(), Stop> {
    let set = ["SHUKE_LOG", "RUST_LOG"].iter().find_map(|name| Some((*name, std::env::var(name).ok()?)));
    let (name, text) = match (&set, configured) {
        (Some((name, text)), _) => (*name, text.as_str()),
        (None, Some(text)) => ("log", text),
        (None, None) => ("log", USUAL),
    };
    let filter =
        EnvFilter::try_new(text).map_err(|error| Stop::Usage(format!("{name} = “{text}”: {error}")))?;
    let ansi = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(ansi).init();
    Ok(())
}
