//! From the start of the process on an existing database to the first good answer.

use std::time::Duration;

use crate::fixture::Fixture;
use crate::report::{Report, mb, ms};
use crate::server::Server;

/// Starts that are tried; the middle one counts.
const TRIES: usize = 5;

pub(super) async fn run(fixture: &Fixture, report: &mut Report) -> anyhow::Result<()> {
    let mut times = Vec::with_capacity(TRIES);
    let mut rest = 0;
    for _ in 0..TRIES {
        let server = Server::start(fixture).await?;
        times.push(server.started_in);
        tokio::time::sleep(Duration::from_secs(1)).await;
        rest = server.memory()?.now;
    }
    times.sort_unstable();
    report.fact("start to first answer", ms(times[TRIES / 2]), "500 ms");
    report.fact("memory at rest", mb(rest), "40 MB");
    Ok(())
}
