//! The server program as a process of its own, and what the system says about it.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::fixture::Fixture;
use crate::wire::Wire;

/// A running server; ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: String,
    /// From the start of the process to the first good answer.
    pub(crate) started_in: Duration,
}

/// Memory of a process, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// Now.
    pub(crate) now: u64,
    /// At its most.
    pub(crate) most: u64,
}

impl Server {
    /// Starts the server on a free port of this machine and waits until it is ready.
    pub(crate) async fn start(fixture: &Fixture) -> anyhow::Result<Self> {
        let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let address = free.to_string();
        let began = Instant::now();
        let mut command = fixture.program();
        command.args(["serve", "--rate-limit", "0", "--listen", &address]).env("RUST_LOG", "warn");
        let child = command.stdout(Stdio::null()).spawn()?;
        let mut server = Self { child, address, started_in: Duration::ZERO };
        loop {
            if let Ok(mut wire) = Wire::open(&server.address).await
                && wire.call(&crate::wire::get("/readyz", "")).await.is_ok_and(|answer| answer.status == 200)
            {
                server.started_in = began.elapsed();
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended: {status}");
            }
            if began.elapsed() > Duration::from_secs(60) {
                bail!("the server is not ready after a minute");
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Processor time so far, of all threads.
    pub(crate) fn cpu(&self) -> anyhow::Result<Duration> {
        cpu(&self.child.id().to_string())
    }

    pub(crate) fn memory(&self) -> anyhow::Result<Memory> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| -> anyhow::Result<u64> {
            let line =
                text.lines().find_map(|line| line.strip_prefix(name)).context("a line of the status")?;
            Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
        };
        Ok(Memory { now: field("VmRSS:")?, most: field("VmHWM:")? })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked to stop, so that the database is closed in good order.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        if asked.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Processor time of a process, which the system counts in hundredths of a second.
pub(crate) fn cpu(process: &str) -> anyhow::Result<Duration> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name of the program stands in brackets and may hold anything; user and system time follow as 12th and 13th.
    let (_, rest) = text.rsplit_once(')').context("the name of the program")?;
    let mut fields = rest.split_whitespace().skip(11);
    let mut ticks = 0;
    for _ in 0..2 {
        ticks += fields.next().context("a time")?.parse::<u64>()?;
    }
    Ok(Duration::from_millis(ticks * 10))
}
