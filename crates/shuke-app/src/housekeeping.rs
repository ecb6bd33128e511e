//! What is kept only for a while goes again: answers to repeated requests, told events, ended jobs and sessions, files
//! that never became whole. History and audit entries stay.

use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt;
use shuke_base::{Fault, Moment};

use crate::{App, bulk, computed, export, keys, push, webhooks};

/// How often.
const PERIOD: Duration = Duration::from_secs(60 * 60);
/// How long an answer is given again.
const ANSWERS: TimeDelta = TimeDelta::hours(24);
/// How long events wait for late listeners, and how many stay in any case.
const EVENTS: (TimeDelta, i64) = (TimeDelta::hours(24), 1_000);
/// Events that are forgotten in one go.
const PIECE: usize = 20_000;
/// How long ended jobs can be looked at.
const JOBS: TimeDelta = TimeDelta::days(7);
/// How long a file may take to become whole.
const FILES: TimeDelta = TimeDelta::days(1);
/// How long a deleted view can be brought back.
const VIEWS: TimeDelta = TimeDelta::days(30);
/// How long a withdrawn announcement can be brought back.
const ANNOUNCEMENTS: TimeDelta = TimeDelta::days(30);
/// How long a deleted goal can be brought back.
const GOALS: TimeDelta = TimeDelta::days(30);
/// How long a change in bulk can be undone.
const BULK: TimeDelta = TimeDelta::days(30);
/// How long notices are kept, and how long a deleted comment can be brought back.
const TALK: (TimeDelta, TimeDelta) = (TimeDelta::days(90), TimeDelta::days(30));
/// How long the file of an export is kept.
pub(crate) const EXPORTS: TimeDelta = TimeDelta::days(1);
/// Pieces of long work that are forgotten in one go.
const TASKS: usize = 200;
/// Messages of webhooks that are forgotten in one go.
const MESSAGES: usize = 20_000;

impl App {
    /// Keeps house until the program ends.
    pub async fn run_housekeeping(self) {
        loop {
            let kept = self.keep_house().await;
            if let Err(error) = kept.and(self.sweep_files().await) {
                tracing::warn!(%error, "what is out of date stays for another hour");
            }
            tokio::time::sleep(PERIOD).await;
        }
    }

    /// Removes what is out of date at this moment.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn keep_house(&self) -> Result<(), Fault> {
        let now = self.now();
        let app = self.clone();
        self.store
            .write(move |tx| {
                async move {
                    if tx.next_recalculation().await?.is_some() {
                        computed::job::wake(tx, &app).await?;
                    }
                    if !tx.parts().await?.is_empty() {
                        keys::wake(tx, &app).await?;
                    }
                    tx.prune_answers(now - ANSWERS).await?;
                    tx.expire_deliveries(now - webhooks::PATIENCE).await?;
                    tx.prune_deliveries(now - webhooks::KEPT, MESSAGES).await?;
                    tx.drop_pushes(now - push::PATIENCE).await?;
                    tx.prune_jobs(now - JOBS).await?;
                    Self::end_viewings(tx, &app, now).await?;
                    tx.prune_sessions(now).await?;
                    tx.prune_members(now).await?;
                    tx.prune_files(now - FILES).await?;
                    tx.prune_views(now - VIEWS).await?;
                    tx.prune_announcements(now - ANNOUNCEMENTS).await?;
                    tx.prune_goals(now - GOALS).await?;
                    for (kind, kept) in [(bulk::KIND, BULK), (export::KIND, EXPORTS)] {
                        for id in tx.old_tasks(kind, now - kept, TASKS).await? {
                            tx.drop_task(id).await?;
                        }
                    }
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        self.forget_events(now).await?;
        self.forget_talk(now).await?;
        self.empty_bin().await.map(drop)
    }

    /// Forgets old notices and deleted comments, in pieces that nobody who writes has to wait for.
    async fn forget_talk(&self, now: Moment) -> Result<(), Fault> {
        loop {
            let gone = self
                .store
                .write(move |tx| {
                    async move {
                        let notices = tx.prune_notices(now - TALK.0, PIECE).await?;
                        let comments = tx.prune_comments(now - TALK.1, PIECE).await?;
                        Ok::<_, Fault>(notices.max(comments))
                    }
                    .boxed()
                })
                .await?;
            if gone < PIECE {
                return Ok(());
            }
        }
    }

    /// Forgets what was told long ago, in pieces that nobody who writes has to wait for.
    async fn forget_events(&self, now: Moment) -> Result<(), Fault> {
        loop {
            let gone = self
                .store
                .write(move |tx| {
                    async move {
                        // Where there are webhooks, events wait longer for the process that tells them.
                        let told = tx.webhooks().await?.is_empty();
                        let kept = if told { EVENTS.0 } else { webhooks::PATIENCE };
                        Ok::<_, Fault>(tx.prune_events(now - kept, EVENTS.1, PIECE).await?)
                    }
                    .boxed()
                })
                .await?;
            if gone < PIECE {
                return Ok(());
            }
        }
    }
}
