//! Checking the whole chain as a job, with progress and the last result kept for everybody who administers.
//!
//! A check that is interrupted begins anew: it only reads.

use std::time::{Duration, Instant};

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use shuke_base::{Code, Fault, Moment, Uuid};
use shuke_store::system::ChainCheck;

use crate::App;
use crate::context::Ctx;
use crate::jobs;
use crate::users::Ref;

/// The job's kind, and its key: one check at a time is enough.
pub const KIND: &str = "audit_verify";
/// The setting that holds the last result.
const SETTING: &str = "audit.verification";
/// How often progress is written down.
const PERIOD: Duration = Duration::from_secs(1);

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// There never was one.
    None,
    /// Waits or is under way.
    Running,
    /// The chain holds.
    Intact,
    /// The chain is broken.
    Broken,
}

/// A check, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Stored {
    state: CheckState,
    by: Option<Uuid>,
    started_at: Moment,
    finished_at: Option<Moment>,
    entries: u64,
    total: i64,
    head: Option<(i64, String)>,
    broken_at: Option<i64>,
    missing: bool,
}

/// A check, as callers see it.
#[derive(Debug, Clone, Serialize)]
pub struct CheckView {
    /// Where it stands.
    pub state: CheckState,
    /// Who asked for it.
    pub by: Option<Ref>,
    /// When it was asked for.
    pub started_at: Option<Moment>,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// Entries looked at.
    pub entries: u64,
    /// Entries there are.
    pub total: i64,
    /// Number of the last good entry.
    pub head_seq: Option<i64>,
    /// Its seal: whoever keeps it elsewhere can prove later that nothing was cut off.
    pub head_hash: Option<String>,
    /// The first number that is wrong.
    pub broken_at: Option<i64>,
    /// Whether there is no entry of that number at all.
    pub missing: bool,
}

fn show(ctx: &Ctx, stored: Option<Stored>) -> CheckView {
    let Some(stored) = stored else {
        return CheckView {
            state: CheckState::None,
            by: None,
            started_at: None,
            finished_at: None,
            entries: 0,
            total: 0,
            head_seq: None,
            head_hash: None,
            broken_at: None,
            missing: false,
        };
    };
    let name = |id: Uuid| ctx.company.names.get(&id).map(|name| name.to_string()).unwrap_or_default();
    let (head_seq, head_hash) = stored.head.unzip();
    CheckView {
        state: stored.state,
        by: stored.by.map(|id| Ref { id, object: "user", name: name(id) }),
        started_at: Some(stored.started_at),
        finished_at: stored.finished_at,
        entries: stored.entries,
        total: stored.total,
        head_seq,
        head_hash,
        broken_at: stored.broken_at,
        missing: stored.missing,
    }
}

fn text(stored: &Stored) -> Result<String, Fault> {
    serde_json::to_string(stored).map_err(|_| Fault::new(Code::Internal))
}

impl App {
    async fn stored_check(&self) -> Result<Option<Stored>, Fault> {
        let text = self.store.read().await?.setting(SETTING).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// The last check of the audit chain, or the one under way.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub async fn audit_verification(&self, ctx: &Ctx) -> Result<CheckView, Fault> {
        ctx.admin()?;
        Ok(show(ctx, self.stored_check().await?))
    }

    /// Asks for a check of the whole audit chain; one that waits or is under way serves as well.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub async fn start_audit_verification(&self, ctx: &Ctx) -> Result<CheckView, Fault> {
        ctx.admin()?;
        let total = self.store.read().await?.audit_count().await?;
        let stored = Stored {
            state: CheckState::Running,
            by: ctx.user,
            started_at: ctx.now,
            finished_at: None,
            entries: 0,
            total,
            head: None,
            broken_at: None,
            missing: false,
        };
        let (app, text) = (self.clone(), text(&stored)?);
        self.store
            .write(move |tx| {
                async move {
                    if jobs::enqueue(tx, &app, KIND, "{}".to_owned(), Some(KIND.to_owned())).await? {
                        tx.put_setting(SETTING, &text).await?;
                    }
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        self.audit_verification(ctx).await
    }

    async fn keep_check(&self, stored: &Stored) -> Result<(), Fault> {
        let text = text(stored)?;
        let write = self.store.write(move |tx| async move { tx.put_setting(SETTING, &text).await }.boxed());
        Ok(write.await?)
    }
}

/// Carries out the job.
///
/// # Errors
/// The store's trouble.
pub async fn handle(app: &App) -> Result<(), Fault> {
    let Some(mut stored) = app.stored_check().await? else { return Ok(()) };
    let (mut check, mut after, mut told) = (ChainCheck::default(), None, Instant::now());
    loop {
        // A connection for each page, so that a long chain keeps none from others.
        let links = app.store.read().await?.audit_links(after, None, None).await?;
        let Some(last) = links.last() else { break };
        after = Some(last.seq);
        let mut whole = true;
        for link in &links {
            whole = whole && check.take(link)?;
        }
        if !whole {
            break;
        }
        if told.elapsed() >= PERIOD {
            told = Instant::now();
            stored.entries = check.report().entries;
            app.keep_check(&stored).await?;
        }
    }
    let report = check.into_report();
    stored.entries = report.entries;
    stored.total = stored.total.max(i64::try_from(report.entries).unwrap_or(i64::MAX));
    stored.head = report.head;
    stored.state = if report.fault.is_some() { CheckState::Broken } else { CheckState::Intact };
    stored.missing = report.fault.as_ref().is_some_and(|fault| fault.missing);
    stored.broken_at = report.fault.map(|fault| fault.seq);
    stored.finished_at = Some(app.now());
    if let Some(seq) = stored.broken_at {
        tracing::error!(seq, "the audit chain is broken");
    }
    app.keep_check(&stored).await
}
