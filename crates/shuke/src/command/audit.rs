//! `shuke audit`: the audit chain.

use std::process::ExitCode;

use shuke_store::system::{ChainBreak, ChainReport};

use crate::cli::AuditVerify;
use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// Checks the chain; also while the company works.
pub(crate) async fn verify(config: &Config, options: AuditVerify) -> Result<ExitCode, Stop> {
    let app = database::company(config).await?;
    let report = app.store().read().await?.verify_audit(options.from, options.to).await?;
    app.store().close().await;
    say::out(told(&report));
    Ok(if report.fault.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What a verification found, in a line.
pub(crate) fn told(report: &ChainReport) -> String {
    match (&report.fault, &report.head) {
        (Some(ChainBreak { seq, missing: true }), _) => two(
            format!("审计链断开：缺少第 {seq} 条"),
            format!("the audit chain is broken: entry {seq} is missing"),
        ),
        (Some(ChainBreak { seq, missing: false }), _) => two(
            format!("审计链断开：第 {seq} 条被改动"),
            format!("the audit chain is broken: entry {seq} was changed"),
        ),
        (None, Some((seq, hash))) => two(
            format!("审计链完整：{} 条，末条 {seq}，校验值 {hash}", report.entries),
            format!("the audit chain holds: {} entries, the last is {seq} with seal {hash}", report.entries),
        ),
        (None, None) => two("审计链为空", "the audit chain is empty"),
    }
}
