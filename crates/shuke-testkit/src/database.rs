//! A database of a test's own, and its end.

use std::sync::Arc;

use anyhow::{Context, bail};
use shuke_base::ids::SeededEntropy;
use shuke_base::{Clock, FixedClock, Ids, Moment, SystemClock, SystemEntropy};
use shuke_store::seal::Master;
use shuke_store::transfer::{Cursor, Plan};
use shuke_store::{Address, Store};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

/// The variable that holds the address of a throw-away PostgreSQL cluster, as a person who may make databases.
pub const POSTGRES: &str = "SHUKE_TEST_POSTGRES";

/// A fresh, migrated database with a clock that stands still and repeatable ids.
#[derive(Debug, Clone)]
pub struct TestDb {
    /// The open database.
    pub store: Store,
    /// Ids that are the same in each run.
    pub ids: Ids,
    /// Stands at 2026-03-01, 08:00 UTC, until it is moved.
    pub clock: Arc<FixedClock>,
    address: Address,
}

impl TestDb {
    async fn open(address: Address) -> anyhow::Result<Self> {
        let store = Store::open(&address).await.context("opening the test's database")?;
        let clock = Arc::new(FixedClock::at("2026-03-01T08:00:00Z"));
        store.migrate(clock.now()).await.context("migrating the test's database")?;
        let master = Master::new([7; 32]);
        store.unlock(master, [[8; 32], [9; 32]], clock.now()).await.context("opening the key ring")?;
        Ok(Self { store, ids: Ids::new(Arc::new(SeededEntropy::new(7))), clock, address })
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The moment that the test's clock shows.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The same database opened once more, as another process would.
    ///
    /// # Panics
    /// When it can't be opened.
    pub async fn again(&self) -> Store {
        let store = Store::open(&self.address).await.expect("the test's database opens again");
        // A test may have emptied the database: then there is nothing to open.
        let _ = store.unlock(Master::new([7; 32]), [[8; 32], [9; 32]], self.now()).await;
        store
    }

    /// Everything that lies in the database as it lies there: the rows of all tables, and of the embedded engine also the
    /// bytes of its files.
    ///
    /// # Panics
    /// When it can't be read.
    pub async fn dump(&self) -> String {
        let mut conn = self.store.snapshot().await.expect("a snapshot");
        let plan = Plan::of(&mut conn).await.expect("a plan");
        let mut out = String::new();
        for table in 0..plan.tables().len() {
            out.push_str(&format!("\n{}\n", plan.tables()[table].table.name));
            let mut cursor = Cursor::default();
            while plan.rows(&mut conn, table, &mut cursor, &mut out).await.expect("rows") > 0 {}
        }
        if let Address::Sqlite(path) = &self.address {
            for ending in ["", "-wal"] {
                let mut name = path.as_os_str().to_owned();
                name.push(ending);
                let bytes = std::fs::read(name).unwrap_or_default();
                out.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
        out
    }

    /// Runs a statement behind the store's back, to damage things on purpose; answers how many rows it touched.
    ///
    /// # Panics
    /// When the engine refuses.
    pub async fn meddle(&self, sql: &str) -> u64 {
        let sql = AssertSqlSafe(sql.to_owned());
        let touched = match &self.address {
            Address::Sqlite(path) => {
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
                let mut link =
                    sqlx::SqliteConnection::connect_with(&options).await.expect("a second connection");
                link.execute(sqlx::query(sql)).await.map(|done| done.rows_affected())
            }
            Address::Postgres(url) => {
                let mut link = PgConnection::connect(url).await.expect("a second connection");
                link.execute(sqlx::query(sql)).await.map(|done| done.rows_affected())
            }
        };
        touched.expect("the engine takes the statement")
    }
}

/// What is to be removed after the test.
pub(crate) enum Rest {
    /// A folder, which goes when it is dropped.
    Folder(TempDir),
    /// A database of the cluster at this address.
    Database { cluster: String, name: String },
}

pub(crate) async fn fresh_sqlite() -> anyhow::Result<(TestDb, Rest)> {
    let folder = tempfile::Builder::new().prefix("shuke-test-").tempdir()?;
    let db = TestDb::open(Address::Sqlite(folder.path().join("shuke.db"))).await?;
    Ok((db, Rest::Folder(folder)))
}

pub(crate) async fn fresh_postgres() -> anyhow::Result<(TestDb, Rest)> {
    let Ok(cluster) = std::env::var(POSTGRES) else {
        bail!(
            "this test needs PostgreSQL, and {POSTGRES} is not set: run `make test`, or put \
             `scripts/with-postgres.sh` before the command"
        );
    };
    let id = Ids::new(Arc::new(SystemEntropy)).new_id(SystemClock.now());
    let name = format!("shuke_test_{}", id.simple());
    administer(&cluster, &format!("CREATE DATABASE {name}")).await.context("making the test's database")?;
    let db = TestDb::open(Address::Postgres(with_database(&cluster, &name)?)).await?;
    Ok((db, Rest::Database { cluster, name }))
}

impl Rest {
    /// Removes what is left of the test. The cluster is thrown away as a whole, so a failure here is no failure of
    /// the test.
    pub(crate) async fn remove(self) {
        match self {
            Self::Folder(folder) => drop(folder),
            Self::Database { cluster, name } => {
                if let Err(error) = administer(&cluster, &format!("DROP DATABASE {name} WITH (FORCE)")).await
                {
                    eprintln!("{name} stays: {error:#}");
                }
            }
        }
    }
}

async fn administer(cluster: &str, sql: &str) -> anyhow::Result<()> {
    let mut link =
        PgConnection::connect(cluster).await.with_context(|| format!("the cluster of {POSTGRES}"))?;
    link.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await?;
    link.close().await?;
    Ok(())
}

/// The address with another database in it: what stands after the first slash behind the host.
fn with_database(url: &str, name: &str) -> anyhow::Result<String> {
    let (address, options) = url.split_once('?').map_or((url, ""), |(address, options)| (address, options));
    let (scheme, rest) =
        address.split_once("://").with_context(|| format!("{POSTGRES} is not an address"))?;
    let host = rest.split('/').next().unwrap_or_default();
    let mark = if options.is_empty() { "" } else { "?" };
    Ok(format!("{scheme}://{host}/{name}{mark}{options}"))
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_database_is_replaced_and_the_rest_kept() {
        let url = with_database("postgres://me@localhost/postgres?host=/run/pg", "mine").unwrap();
        assert_eq!(url, "postgres://me@localhost/mine?host=/run/pg");
        assert_eq!(
            with_database("postgres://me@localhost:5433", "mine").unwrap(),
            "postgres://me@localhost:5433/mine"
        );
        assert!(with_database("localhost", "mine").is_err());
    }
}
