//! The job queue: what is to be done, was done, or failed. Claiming is in [`super::job_claim`].

use shuke_base::{Moment, Uuid};

use crate::{Bind, Conn, Row, StoreError, Tx};

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its time or for a worker.
    Queued,
    /// A worker has it.
    Running,
    /// Finished well.
    Done,
    /// Given up.
    Failed,
}

impl JobState {
    const ALL: [Self; 4] = [Self::Queued, Self::Running, Self::Done, Self::Failed];

    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// A job on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its id.
    pub id: Uuid,
    /// Which handler takes it.
    pub kind: String,
    /// What the handler needs, as JSON.
    pub payload: String,
    /// Not before.
    pub run_at: Moment,
    /// At most one job of a key waits or runs at a time.
    pub key: Option<String>,
    /// Now.
    pub created_at: Moment,
}

/// A job as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// Which handler takes it.
    pub kind: String,
    /// What the handler needs, as JSON.
    pub payload: String,
    /// Where it stands.
    pub state: JobState,
    /// Not before.
    pub run_at: Moment,
    /// How often a worker took it.
    pub attempts: i64,
    /// Until when the worker holds it, unless it says that it lives.
    pub lease_until: Option<Moment>,
    /// Who has it.
    pub worker: Option<String>,
    /// What went wrong the last time.
    pub error: Option<String>,
    /// At most one job of a key waits or runs at a time.
    pub key: Option<String>,
    /// When it was asked for.
    pub created_at: Moment,
    /// When it was done or given up.
    pub finished_at: Option<Moment>,
}

pub(super) const COLUMNS: &str =
    "id, kind, payload, state, run_at, attempts, lease_until, worker, error, key, created_at, finished_at";

impl Job {
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        let state = row.string(3)?;
        Ok(Self {
            id: row.id(0)?,
            kind: row.string(1)?,
            payload: row.string(2)?,
            state: JobState::ALL
                .into_iter()
                .find(|it| it.name() == state)
                .ok_or_else(|| StoreError::internal(format!("a job has an unknown state: {state}")))?,
            run_at: row.time(4)?,
            attempts: row.number(5)?,
            lease_until: row.moment(6)?,
            worker: row.text(7)?,
            error: row.text(8)?,
            key: row.text(9)?,
            created_at: row.time(10)?,
            finished_at: row.moment(11)?,
        })
    }
}

impl Conn {
    /// One job.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn job(&mut self, id: Uuid) -> Result<Option<Job>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_job WHERE id = $1");
        self.row(&sql, &[Bind::Id(id)]).await?.as_ref().map(Job::read).transpose()
    }

    /// The job of this key that waits or runs.
    ///
    /// # Errors
    /// As [`Conn::job`].
    pub async fn job_by_key(&mut self, key: &str) -> Result<Option<Job>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sys_job WHERE key = $1 AND state IN ('queued', 'running')");
        self.row(&sql, &[Bind::from(key)]).await?.as_ref().map(Job::read).transpose()
    }

    /// How many jobs are in this state.
    ///
    /// # Errors
    /// As [`Conn::job`].
    pub async fn count_jobs(&mut self, state: JobState) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM sys_job WHERE state = $1";
        self.row(sql, &[Bind::from(state.name())]).await?.map_or(Ok(0), |row| row.number(0))
    }
}

impl Tx {
    /// Adds a job; `false` when one of its key waits or runs already, and then nothing is added.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn enqueue(&mut self, job: &NewJob) -> Result<bool, StoreError> {
        let sql = "INSERT INTO sys_job (id, kind, payload, state, run_at, attempts, key, created_at) \
                   VALUES ($1, $2, $3, 'queued', $4, 0, $5, $6) \
                   ON CONFLICT (key) WHERE key IS NOT NULL AND state IN ('queued', 'running') DO NOTHING";
        let binds = [
            Bind::Id(job.id),
            Bind::from(job.kind.as_str()),
            Bind::from(job.payload.as_str()),
            Bind::Moment(job.run_at),
            Bind::text(job.key.as_deref()),
            Bind::Moment(job.created_at),
        ];
        Ok(self.run(sql, &binds).await? > 0)
    }

    /// Forgets jobs that ended before `moment`; answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn prune_jobs(&mut self, moment: Moment) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sys_job WHERE state IN ('done', 'failed') AND finished_at < $1";
        self.run(sql, &[Bind::Moment(moment)]).await
    }
}
