//! The job runner: takes due jobs from the queue one after another, keeps them while they run, and tries again what
//! failed for want of the database. A job is carried out at least once; every handler is safe to repeat.

use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt;
use shuke_base::{Fault, Kind, Uuid};
use shuke_store::Dialect;
use shuke_store::system::{Job, NewJob};

use crate::App;
use crate::announcements::tell as announce;
use crate::duplicates::DUPLICATES;
use crate::search::SEARCH;
use crate::{audit, backup, bulk, computed, duplicates, export, import, keys, search};

/// Jobs of imports: check, run, undo.
pub const IMPORT: &str = "import";
/// Jobs that bring computed fields up to date.
pub const RECALCULATE: &str = "recalculate";
/// Every kind that this program carries out.
const KINDS: [&str; 9] = [
    IMPORT,
    SEARCH,
    DUPLICATES,
    bulk::KIND,
    export::KIND,
    RECALCULATE,
    audit::verify::KIND,
    keys::KIND,
    announce::KIND,
];
/// Kinds that take long and wait for nobody: they have a lane of their own, so that nobody waits for them either.
const SLOW: [&str; 1] = [backup::job::KIND];

/// How long a job stays a worker's own without a sign of life.
const LEASE: TimeDelta = TimeDelta::seconds(20);
/// How often a worker gives one.
const BEAT: Duration = Duration::from_secs(5);
/// How often other processes' jobs are looked for.
const PERIOD: Duration = Duration::from_secs(2);
/// Workers that may die over one job before it is given up. Imports go on where they stood, so each may get further.
const TRIES: i64 = 100;
/// Tries for want of the database, some seconds apart.
const RETRIES: i64 = 30;

/// Something to be done later, in the transaction that decides it; answers whether it was not waiting already.
///
/// # Errors
/// The store's trouble.
pub async fn enqueue(
    tx: &mut shuke_store::Tx,
    app: &App,
    kind: &str,
    payload: String,
    key: Option<String>,
) -> Result<bool, Fault> {
    let now = app.now();
    let job = NewJob { id: app.new_id(), kind: kind.to_owned(), payload, run_at: now, key, created_at: now };
    Ok(tx.enqueue(&job).await?)
}

impl App {
    /// Carries out jobs until the program ends.
    pub async fn run_jobs(self) {
        let mut secret = [0; 8];
        self.ids.secret(&mut secret);
        let worker = format!("{}-{:016x}", std::process::id(), u64::from_le_bytes(secret));
        if let Err(error) = self.build_search().await {
            tracing::warn!(%error, "the index of the search can't be looked at just now");
        }
        if let Err(error) = self.build_duplicates().await {
            tracing::warn!(%error, "the keys of duplicates can't be looked at just now");
        }
        if let Err(error) = self.go_on_computing().await {
            tracing::warn!(%error, "what is to be computed can't be looked at just now");
        }
        // One process has the embedded database: whatever was running when it starts, runs no more.
        if self.store.dialect() == Dialect::Sqlite {
            self.revive().await;
        }
        let slow = self.clone().lane(format!("{worker}-slow"), &SLOW);
        let (webhooks, pushes) = (self.clone().run_webhooks(), self.clone().run_pushes());
        tokio::join!(self.lane(worker, &KINDS), slow, webhooks, pushes);
    }

    /// Puts back what an earlier process has left running.
    async fn revive(&self) {
        let now = self.now();
        let revived = self.store.write(move |tx| {
            async move { tx.release_expired_jobs(now + LEASE * 1_000, now, TRIES).await }.boxed()
        });
        if let Err(error) = revived.await {
            tracing::warn!(%error, "jobs that were left running wait for the end of their lease");
        }
    }

    /// Carries out jobs of these kinds, one after another.
    async fn lane(self, worker: String, kinds: &'static [&'static str]) {
        let mut committed = self.store.committed();
        loop {
            match self.step(&worker, kinds).await {
                Ok(true) => {}
                Ok(false) => {
                    // An ended channel only means that this process writes no more; the clock still ticks.
                    let _ = tokio::time::timeout(PERIOD, committed.changed()).await;
                }
                Err(error) => {
                    tracing::warn!(%error, "jobs can't be read just now");
                    tokio::time::sleep(PERIOD).await;
                }
            }
        }
    }

    /// Carries out one due job; answers whether there was one.
    async fn step(&self, worker: &str, kinds: &'static [&'static str]) -> Result<bool, Fault> {
        let now = self.now();
        let due = self.store.read().await?.next_job_at(kinds).await?;
        if due.is_none_or(|due| due > now) {
            return Ok(false);
        }
        let name = worker.to_owned();
        let job = self
            .store
            .write(move |tx| {
                async move {
                    tx.release_expired_jobs(now, now, TRIES).await?;
                    tx.claim_job(kinds, &name, now, now + LEASE).await
                }
                .boxed()
            })
            .await?;
        let Some(job) = job else { return Ok(false) };
        self.carry_out(worker, job).await?;
        Ok(true)
    }

    async fn carry_out(&self, worker: &str, job: Job) -> Result<(), Fault> {
        // Ends with this future, also when the program stops in the middle of the job.
        let mut beat = tokio::task::JoinSet::new();
        beat.spawn(self.clone().keep(worker.to_owned(), job.id));
        let result = match job.kind.as_str() {
            IMPORT => import::job::handle(self, &job.payload).await,
            SEARCH => search::handle(self, &job.payload).await,
            DUPLICATES => duplicates::handle(self, &job.payload).await,
            bulk::KIND => bulk::job::handle(self, &job.payload).await,
            export::KIND => export::job::handle(self, &job.payload).await,
            audit::verify::KIND => audit::verify::handle(self).await,
            backup::job::KIND => backup::job::handle(self, &job.payload).await,
            RECALCULATE => computed::job::handle(self).await,
            keys::KIND => keys::handle(self).await,
            announce::KIND => announce::handle(self, &job.payload).await,
            other => {
                tracing::error!(kind = other, "a job of an unknown kind");
                Ok(())
            }
        };
        beat.abort_all();
        let (id, name, now, attempts) = (job.id, worker.to_owned(), self.now(), job.attempts);
        let (app, kind) = (self.clone(), job.kind);
        self.store
            .write(move |tx| {
                async move {
                    match result {
                        Ok(()) => {
                            tx.finish_job(id, &name, now).await?;
                            // Asked for while this one was ending: it was still in the queue then.
                            if kind == RECALCULATE && tx.next_recalculation().await?.is_some() {
                                computed::job::wake(tx, &app).await?;
                            }
                            if kind == keys::KIND && !tx.parts().await?.is_empty() {
                                keys::wake(tx, &app).await?;
                            }
                            Ok(())
                        }
                        Err(fault) => {
                            let again = fault.code.kind() == Kind::Unavailable && attempts < RETRIES;
                            let again = again.then(|| now + TimeDelta::seconds(2 * attempts.clamp(1, 15)));
                            tx.fail_job(id, &name, &fault.to_string(), now, again).await?;
                            Ok::<(), Fault>(())
                        }
                    }
                }
                .boxed()
            })
            .await?;
        Ok(())
    }

    /// Gives signs of life while a job runs.
    async fn keep(self, worker: String, job: Uuid) {
        loop {
            tokio::time::sleep(BEAT).await;
            let (worker, until) = (worker.clone(), self.now() + LEASE);
            let kept =
                self.store.write(move |tx| async move { tx.renew_job(job, &worker, until).await }.boxed());
            if let Err(error) = kept.await {
                tracing::warn!(%error, "a job could not be kept");
            }
        }
    }
}
