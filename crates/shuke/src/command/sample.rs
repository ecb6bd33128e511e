//! `shuke sample`: invented records, as many as wanted.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use shuke_app::sample::SampleRequest;

use crate::cli::Sample;
use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// How often progress is told.
const PERIOD: Duration = Duration::from_secs(2);

/// Writes the records.
pub(crate) async fn run(config: &Config, options: Sample) -> Result<ExitCode, Stop> {
    let app = database::company(config).await?;
    let wanted = u64::from(options.leads);
    let request =
        SampleRequest { leads: usize::try_from(options.leads).unwrap_or(usize::MAX), seed: options.seed };
    let started = Instant::now();
    let mut told = started;
    let count = app
        .sample(request, |count| {
            if told.elapsed() >= PERIOD {
                told = Instant::now();
                let (leads, records) = (count.leads, count.records());
                say::aside(two(
                    format!("线索 {leads} / {wanted}，共 {records} 条记录"),
                    format!("{leads} of {wanted} leads, {records} records in all"),
                ));
            }
        })
        .await?;
    let seconds = started.elapsed().as_secs_f64();
    say::out(two(
        format!(
            "已写入线索 {}、客户 {}、联系人 {}、商机 {}、跟进 {}、任务 {}，用时 {seconds:.1} 秒",
            count.leads, count.accounts, count.contacts, count.opportunities, count.activities, count.tasks
        ),
        format!(
            "Wrote {} leads, {} accounts, {} contacts, {} opportunities, {} activities, {} tasks in {seconds:.1} s",
            count.leads, count.accounts, count.contacts, count.opportunities, count.activities, count.tasks
        ),
    ));
    app.store().close().await;
    Ok(ExitCode::SUCCESS)
}
