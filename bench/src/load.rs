//! Many requests by some people at once, and how long they took.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::server::Server;
use crate::wire::Wire;

/// What came of many repetitions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times {
    /// Each, from the shortest to the longest.
    wall: Vec<Duration>,
    /// All together.
    pub(crate) elapsed: Duration,
    /// Processor time of all.
    pub(crate) cpu: Duration,
}

impl Times {
    pub(crate) fn new(mut wall: Vec<Duration>, elapsed: Duration, cpu: Duration) -> Self {
        wall.sort_unstable();
        Self { wall, elapsed, cpu }
    }

    /// The time that so many in a hundred stayed below.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let at = (self.wall.len() * percent / 100).min(self.wall.len().saturating_sub(1));
        self.wall.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn cpu_each(&self) -> Duration {
        self.cpu / u32::try_from(self.wall.len().max(1)).unwrap_or(u32::MAX)
    }

    pub(crate) fn per_second(&self) -> f64 {
        self.wall.len() as f64 / self.elapsed.as_secs_f64()
    }
}

/// Sends the requests, each once, over as many connections as there are people; every answer has to be good.
pub(crate) async fn run(server: &Server, people: usize, requests: Vec<Vec<u8>>) -> anyhow::Result<Times> {
    run_with_pauses(server, people, Duration::ZERO, requests).await
}

/// The same by people who take a breath after each answer, and who don't all begin at once.
pub(crate) async fn run_with_pauses(
    server: &Server,
    people: usize,
    pause: Duration,
    requests: Vec<Vec<u8>>,
) -> anyhow::Result<Times> {
    let requests = Arc::new(requests);
    let next = Arc::new(AtomicUsize::new(0));
    let before = server.cpu()?;
    let began = Instant::now();
    let mut tasks = Vec::with_capacity(people);
    for nth in 0..people {
        let late = pause * u32::try_from(nth)? / u32::try_from(people)?;
        let (requests, next, address) = (Arc::clone(&requests), Arc::clone(&next), server.address.clone());
        tasks.push(tokio::spawn(async move {
            let mut wire = Wire::open(&address).await?;
            let mut wall = Vec::with_capacity(requests.len() / people + 1);
            tokio::time::sleep(late).await;
            while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                let began = Instant::now();
                let answer = wire.call(request).await?;
                wall.push(began.elapsed());
                if !(200..300).contains(&answer.status) {
                    bail!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
                }
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
            }
            Ok(wall)
        }));
    }
    let mut wall = Vec::with_capacity(requests.len());
    for task in tasks {
        wall.extend(task.await??);
    }
    Ok(Times::new(wall, began.elapsed(), server.cpu()?.saturating_sub(before)))
}
