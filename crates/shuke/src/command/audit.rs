//! `shuke audit`: the audit chain.

use std::path::Path;
use std::process::ExitCode;

use shuke_app::audit::file::{FileReport, verify_file};
use shuke_store::system::{ChainBreak, ChainReport};

use crate::cli::{AuditExport, AuditVerify};
use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// Checks the chain of the database, also while the company works, or the one in a file.
pub(crate) async fn verify(config: &Config, options: AuditVerify) -> Result<ExitCode, Stop> {
    if let Some(file) = &options.file {
        return verify_in(file);
    }
    let app = database::closed(config).await?;
    let report = app.store().read().await?.verify_audit(options.days.from, options.days.to).await?;
    app.store().close().await;
    say::out(told(&report));
    Ok(if report.fault.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn verify_in(file: &Path) -> Result<ExitCode, Stop> {
    let report = verify_file(file).map_err(|error| Stop::Usage(format!("{}: {error}", file.display())))?;
    let FileReport { chain, line, unreadable } = report;
    match line {
        Some(line) if unreadable => {
            let after = chain.head.map_or(0, |(seq, _)| seq);
            say::out(two(
                format!("文件第 {line} 行不是审计条目（其前最后一条是 {after}）"),
                format!("line {line} of the file is no audit entry (the last one before it is {after})"),
            ));
        }
        Some(line) => {
            say::out(two(
                format!("{}（文件第 {line} 行）", told(&chain)),
                format!("{} (line {line} of the file)", told(&chain)),
            ));
        }
        None => say::out(told(&chain)),
    }
    Ok(if line.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes the chain into a file.
pub(crate) async fn export(config: &Config, options: AuditExport) -> Result<ExitCode, Stop> {
    let app = database::closed(config).await?;
    let AuditExport { file, days } = options;
    let written = app.export_audit(&file, days.from, days.to).await;
    app.store().close().await;
    let count = written.map_err(|error| Stop::Failed(format!("{}: {error}", file.display())))?;
    say::out(two(
        format!("已写入 {count} 条审计记录：{}", file.display()),
        format!("{count} audit entries written to {}", file.display()),
    ));
    Ok(ExitCode::SUCCESS)
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
