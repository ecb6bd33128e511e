//! The company that is measured.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::Engine;
use crate::report::say;

/// The address of a cluster whose databases may be made and dropped.
const CLUSTER: &str = "SHUKE_TEST_POSTGRES";

/// A company with many leads, and a token of its administrator.
#[derive(Debug, Clone)]
pub(crate) struct Fixture {
    /// The server program.
    pub(crate) program: PathBuf,
    /// Where its data is.
    pub(crate) data: PathBuf,
    /// `sqlite:…` or `postgres://…`.
    pub(crate) address: String,
    /// Which of them.
    pub(crate) engine: Engine,
    /// Leads that the company began with.
    pub(crate) rows: u32,
    /// Signs requests.
    pub(crate) token: String,
}

/// The server program that was built together with this one.
pub(crate) fn built() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("shuke");
    ensure!(program.exists(), "there is no server to measure: cargo build --release -p shuke -p bench");
    Ok(program)
}

/// Everything that is measured lives below the build folder.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench")
}

impl Fixture {
    /// Opens the company of so many leads, or makes it.
    pub(crate) async fn open(program: PathBuf, engine: Engine, rows: u32) -> anyhow::Result<Self> {
        let word = match engine {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        };
        let data = folder().join(format!("{word}-{rows}"));
        std::fs::create_dir_all(&data)?;
        let data = data.canonicalize()?;
        let (address, fresh) = match engine {
            Engine::Sqlite => (format!("sqlite:{}", data.join("shuke.db").display()), false),
            Engine::Postgres => postgres(rows).await?,
        };
        let kept = data.join("token");
        let mut fixture = Self { program, data, address, engine, rows, token: String::new() };
        if fresh || !kept.exists() {
            fixture.make()?;
            std::fs::write(&kept, &fixture.token)?;
        }
        fixture.token = std::fs::read_to_string(&kept)?;
        Ok(fixture)
    }

    fn make(&mut self) -> anyhow::Result<()> {
        for rest in ["shuke.db", "shuke.db-wal", "shuke.db-shm"] {
            let _ = std::fs::remove_file(self.data.join(rest));
        }
        let started = Instant::now();
        let leads = self.rows.to_string();
        self.command(&["init", "--admin-login", "bench", "--password-stdin", "--sample", "small"])?;
        self.command(&["sample", "--leads", &leads])?;
        self.token =
            self.command(&["token", "create", "--user", "bench", "--name", "bench"])?.trim().to_owned();
        say(&format!("made a company of {leads} leads in {:.0} s", started.elapsed().as_secs_f64()));
        Ok(())
    }

    /// A command of the program on this company's data.
    pub(crate) fn program(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--data").arg(&self.data).arg("--database-url").arg(&self.address);
        command
    }

    fn command(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let mut child =
            self.program().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        child.stdin.take().context("standard input")?.write_all(b"a-password-for-measuring\n")?;
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "shuke {} failed", arguments[0]);
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// The database of the cluster, and whether it was made just now.
async fn postgres(rows: u32) -> anyhow::Result<(String, bool)> {
    let Ok(cluster) = std::env::var(CLUSTER) else {
        bail!("{CLUSTER} is not set: put scripts/with-postgres.sh before the command");
    };
    let name = format!("shuke_bench_{rows}");
    let mut link = PgConnection::connect(&cluster).await?;
    let found = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
    let fresh = found.fetch_optional(&mut link).await?.is_none();
    if fresh {
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut link).await?;
    }
    let (before, options) = cluster.split_once('?').unwrap_or((&cluster, ""));
    let host = before.rsplit_once('/').map_or(before, |(host, _)| host);
    Ok((format!("{host}/{name}?{options}"), fresh))
}
