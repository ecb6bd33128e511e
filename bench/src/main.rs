//! Measures the program as people meet it, through its real server on this machine, against the same work done
//! straight on the database library.
//!
//!     cargo build --release -p shuke -p bench
//!     target/release/bench list --rows 1000000
//!     scripts/with-postgres.sh target/release/bench all --rows 100000 --db postgres
//!
//! The company that is measured is made once, by `shuke sample`, and kept below `target/bench`.

mod fixture;
mod load;
mod raw;
mod report;
mod scenario;
mod server;
mod wire;

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::fixture::Fixture;
use crate::report::Report;
use crate::scenario::Scenario;

/// Which database is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    Sqlite,
    /// The cluster of scripts/with-postgres.sh.
    Postgres,
}

/// Measure scenarios of daily work against the database library
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Arguments {
    /// What is measured
    #[arg(value_enum, default_value = "all")]
    scenario: Scenario,
    /// Leads of the company
    #[arg(long, default_value_t = 100_000)]
    rows: u32,
    /// Which database
    #[arg(long, value_enum, default_value = "sqlite")]
    db: Engine,
    /// Requests of each measurement; the scenarios know a fitting number
    #[arg(long)]
    requests: Option<usize>,
    /// The server program; the one built together with this when absent
    #[arg(long)]
    program: Option<PathBuf>,
    /// Write the tables as Markdown
    #[arg(long)]
    markdown: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(arguments))
}

async fn measure(arguments: Arguments) -> anyhow::Result<()> {
    let program = match arguments.program {
        Some(program) => program,
        None => fixture::built()?,
    };
    let fixture = Fixture::open(program, arguments.db, arguments.rows).await?;
    let mut report = Report::default();
    for scenario in arguments.scenario.each() {
        scenario.run(&fixture, arguments.requests, &mut report).await?;
    }
    report.print(arguments.markdown);
    Ok(())
}
