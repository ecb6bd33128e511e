//! `shuke security`: the way back in when the company's own rules keep everybody out.

use std::process::ExitCode;

use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// Lets people in from every network again.
pub(crate) async fn open(config: &Config) -> Result<ExitCode, Stop> {
    let app = database::company(config).await?;
    app.open_doors(&database::system(&app)).await?;
    say::out(two(
        "已允许从任何网络访问，并解除了网络地址的锁定；正在运行的服务会在几秒内生效",
        "People are let in from every network and no address is locked out; a running server follows within seconds",
    ));
    app.store().close().await;
    Ok(ExitCode::SUCCESS)
}
