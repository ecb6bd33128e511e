//! How workers share the queue: a worker holds a job by a lease that it renews while it works. Whoever dies lets the
//! lease run out, and another worker takes the job over; so handlers are safe to repeat.

use chrono::TimeDelta;
use shuke_base::{Moment, Uuid};

use super::job::{COLUMNS, Job};
use crate::{Bind, Conn, StoreError, Tx};

/// How long to wait before a job is tried again after `attempts` tries: 5 s, doubled each time, up to an hour.
#[must_use]
pub fn backoff(attempts: i64) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(1, 11) - 1).unwrap_or(0);
    TimeDelta::seconds((5_i64 << doublings).min(3_600))
}

/// The numbered places of `count` values from `first` on.
fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

impl Conn {
    /// When the next job of these kinds is due (its own time, or the end of a lease), so that a runner knows how
    /// long to sleep. Reads only.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn next_job_at(&mut self, kinds: &[&str]) -> Result<Option<Moment>, StoreError> {
        let list = places(1, kinds.len());
        let sql = format!(
            "SELECT min(due) FROM ( \
             SELECT min(run_at) AS due FROM sys_job WHERE state = 'queued' AND kind IN ({list}) \
             UNION ALL \
             SELECT min(lease_until) FROM sys_job WHERE state = 'running' AND kind IN ({list})) AS coming"
        );
        let binds: Vec<Bind> = kinds.iter().map(|kind| Bind::from(*kind)).collect();
        Ok(self.row(&sql, &binds).await?.map(|row| row.moment(0)).transpose()?.flatten())
    }
}

impl Tx {
    /// Takes one due job of these kinds for `worker`, the one that has waited longest. No two workers get the same.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn claim_job(
        &mut self,
        kinds: &[&str],
        worker: &str,
        now: Moment,
        lease_until: Moment,
    ) -> Result<Option<Job>, StoreError> {
        let skip = self.dialect().skip_locked();
        let sql = format!(
            "UPDATE sys_job SET state = 'running', worker = $1, lease_until = $2, attempts = attempts + 1 \
             WHERE id = (SELECT id FROM sys_job WHERE state = 'queued' AND run_at <= $3 AND kind IN ({}) \
             ORDER BY run_at, id LIMIT 1{skip}) RETURNING {COLUMNS}",
            places(4, kinds.len())
        );
        let mut binds = vec![Bind::from(worker), Bind::Moment(lease_until), Bind::Moment(now)];
        binds.extend(kinds.iter().map(|kind| Bind::from(*kind)));
        self.row(&sql, &binds).await?.as_ref().map(Job::read).transpose()
    }

    /// Says that the worker lives; `false` when the job is no longer its own, and it has to stop.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn renew_job(&mut self, id: Uuid, worker: &str, until: Moment) -> Result<bool, StoreError> {
        let sql = "UPDATE sys_job SET lease_until = $3 WHERE id = $1 AND worker = $2 AND state = 'running'";
        Ok(self.run(sql, &[Bind::Id(id), Bind::from(worker), Bind::Moment(until)]).await? > 0)
    }

    /// The job is done; `false` when it was no longer the worker's own.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn finish_job(&mut self, id: Uuid, worker: &str, now: Moment) -> Result<bool, StoreError> {
        let sql = "UPDATE sys_job SET state = 'done', lease_until = NULL, error = NULL, finished_at = $3 \
                   WHERE id = $1 AND worker = $2 AND state = 'running'";
        Ok(self.run(sql, &[Bind::Id(id), Bind::from(worker), Bind::Moment(now)]).await? > 0)
    }

    /// The job went wrong: it is tried again at `again`, or given up when that is absent. `false` when it was no
    /// longer the worker's own.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn fail_job(
        &mut self,
        id: Uuid,
        worker: &str,
        error: &str,
        now: Moment,
        again: Option<Moment>,
    ) -> Result<bool, StoreError> {
        let mut binds = vec![Bind::Id(id), Bind::from(worker), Bind::from(error)];
        let sql = if let Some(again) = again {
            binds.push(Bind::Moment(again));
            "UPDATE sys_job SET state = 'queued', run_at = $4, worker = NULL, lease_until = NULL, error = $3 \
             WHERE id = $1 AND worker = $2 AND state = 'running'"
        } else {
            binds.push(Bind::Moment(now));
            "UPDATE sys_job SET state = 'failed', lease_until = NULL, error = $3, finished_at = $4 \
             WHERE id = $1 AND worker = $2 AND state = 'running'"
        };
        Ok(self.run(sql, &binds).await? > 0)
    }

    /// Gives back what `worker` holds, as if it had never been taken: for a clean stop. Answers how many.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn release_jobs_of(&mut self, worker: &str) -> Result<u64, StoreError> {
        let sql = "UPDATE sys_job SET state = 'queued', worker = NULL, lease_until = NULL, attempts = attempts - 1 \
                   WHERE worker = $1 AND state = 'running'";
        self.run(sql, &[Bind::from(worker)]).await
    }

    /// Puts jobs whose lease ends before `dead` back into the queue, due `now`; those taken `tries` times already are
    /// given up, so that a job which kills its worker doesn't do so for ever. Answers how many it found.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn release_expired_jobs(
        &mut self,
        dead: Moment,
        now: Moment,
        tries: i64,
    ) -> Result<u64, StoreError> {
        let given_up = "UPDATE sys_job SET state = 'failed', lease_until = NULL, finished_at = $2, \
                        error = 'its worker went away too often' \
                        WHERE state = 'running' AND lease_until < $1 AND attempts >= $3";
        let again = "UPDATE sys_job SET state = 'queued', worker = NULL, lease_until = NULL, run_at = $2 \
                     WHERE state = 'running' AND lease_until < $1";
        let binds = [Bind::Moment(dead), Bind::Moment(now), Bind::Int(tries)];
        let failed = self.run(given_up, &binds).await?;
        Ok(failed + self.run(again, &binds[..2]).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_an_hour() {
        let seconds: Vec<i64> =
            [0, 1, 2, 3, 10, 11, 1_000].iter().map(|n| backoff(*n).num_seconds()).collect();
        assert_eq!(seconds, [5, 5, 10, 20, 2_560, 3_600, 3_600]);
    }
}
