//! `shuke token`: tokens of programs.

use std::process::ExitCode;

use serde_json::{Map, json};
use shuke_base::Moment;

use crate::cli::TokenCreate;
use crate::config::Config;
use crate::database;
use crate::say;
use crate::stop::Stop;

/// Makes a token; prints it alone on a line, so that a script can take it.
pub(crate) async fn create(config: &Config, options: TokenCreate) -> Result<ExitCode, Stop> {
    let app = database::company(config).await?;
    let ctx = database::acting(&app, &options.user).await?;
    let mut values = Map::new();
    values.insert("name".to_owned(), json!(options.name));
    values.insert("scopes".to_owned(), json!(options.scopes));
    if let Some(days) = options.days {
        let ends: Moment = ctx.now + std::time::Duration::from_secs(u64::from(days) * 86_400);
        values.insert("expires_at".to_owned(), json!(ends));
    }
    let made = app.create_token(&ctx, &values).await?;
    say::out(made.secret);
    app.store().close().await;
    Ok(ExitCode::SUCCESS)
}
