//! `shuke openapi`: the document of this company's API, or of the standard pack's where there is no company.

use std::process::ExitCode;

use shuke_meta::{Schema, pack};
use shuke_store::Address;

use crate::config::Config;
use crate::database;
use crate::say;
use crate::stop::Stop;

/// Prints it.
pub(crate) async fn run(config: &Config) -> Result<ExitCode, Stop> {
    let document = match &config.address {
        Address::Sqlite(path) if !path.exists() => {
            let pack = pack::load("standard").map_err(|error| Stop::Failed(error.to_string()))?;
            shuke_http::openapi(&Schema::new(0, pack.objects))
        }
        _ => {
            let app = database::closed(config).await?;
            let document = shuke_http::openapi(&app.company().schema);
            app.store().close().await;
            document
        }
    };
    let text = serde_json::to_string_pretty(&document).map_err(|error| Stop::Failed(error.to_string()))?;
    say::out(text);
    Ok(ExitCode::SUCCESS)
}
