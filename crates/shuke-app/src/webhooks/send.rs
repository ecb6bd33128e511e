//! Posting messages. Each webhook is served for itself, so that a slow peer keeps nobody else waiting.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures::FutureExt;
use futures::future::join_all;
use serde_json::{Map, json};
use shuke_base::{Fault, Locale, Moment, Uuid};
use shuke_outgoing::{Failure, Reply};
use shuke_store::system::{Delivery, Outcome, Webhook};
use tokio::task::JoinSet;

use super::message::{Message, message_id};
use super::sign::signature;
use crate::App;

/// Seconds until a message is tried again, from try to try: about a day in all.
const WAITS: [i64; 11] = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 14_400, 18_000, 21_600];
/// The longest time that a peer may ask to be left alone for.
const LEFT_ALONE: i64 = 3_600;
/// How long a try may be under way before it counts as lost.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How long nothing may arrive before a webhook is stopped.
const STOP_AFTER: TimeDelta = TimeDelta::days(3);
/// Messages to one webhook under way at a time.
const AT_ONCE: usize = 4;
/// How often other processes' events, and what is due again, are looked for.
const PERIOD: Duration = Duration::from_secs(2);
/// The least time between two looks, so that many commits cost few.
const BREATH: Duration = Duration::from_millis(50);

/// When a message is tried again after so many tries; `None` when it has been tried often enough. `chance` (0 to 255)
/// spreads the time by a fifth to both sides, so that not everything comes back at one moment.
fn again(attempts: i64, retry_after: Option<u64>, chance: u8) -> Option<TimeDelta> {
    let wait = *usize::try_from(attempts - 1).ok().and_then(|at| WAITS.get(at))?;
    let spread = wait * 1_000 * (800 + 400 * i64::from(chance) / 255) / 1_000;
    let wanted =
        retry_after.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(LEFT_ALONE).min(LEFT_ALONE));
    Some(TimeDelta::milliseconds(spread.max(wanted * 1_000)))
}

/// What came of one try, and whether the peer wants no more at all.
struct Tried {
    outcome: Outcome,
    gone: bool,
}

impl App {
    /// Makes messages and posts them until the program ends.
    pub async fn run_webhooks(self) {
        let mut committed = self.store.committed();
        let mut running: JoinSet<()> = JoinSet::new();
        let mut busy: HashMap<tokio::task::Id, Uuid> = HashMap::new();
        loop {
            if let Err(error) = self.look(&mut running, &mut busy).await {
                tracing::warn!(%error, "webhooks can't be served just now");
                tokio::time::sleep(PERIOD).await;
            }
            tokio::select! {
                // An ended channel only means that this process writes no more; the clock still ticks.
                _ = tokio::time::timeout(PERIOD, committed.changed()) => {}
                Some(ended) = running.join_next_with_id(), if !running.is_empty() => {
                    let id = match ended {
                        Ok((id, ())) => id,
                        Err(broken) => broken.id(),
                    };
                    busy.remove(&id);
                }
            }
            tokio::time::sleep(BREATH).await;
        }
    }

    /// Makes messages of what happened, and begins to serve each webhook for which something is due.
    async fn look(
        &self,
        running: &mut JoinSet<()>,
        busy: &mut HashMap<tokio::task::Id, Uuid>,
    ) -> Result<(), Fault> {
        let webhooks = self.store.read().await?.webhooks().await?;
        if webhooks.is_empty() {
            return Ok(());
        }
        while self.fan_out(&webhooks).await? {}
        let mut conn = self.store.read().await?;
        for webhook in webhooks.iter().filter(|webhook| webhook.state == "active") {
            let served = busy.values().any(|id| *id == webhook.id);
            if !served && conn.next_delivery_at(webhook.id).await?.is_some_and(|due| due <= self.now()) {
                let task = running.spawn(self.clone().serve_webhook(webhook.id));
                busy.insert(task.id(), webhook.id);
            }
        }
        Ok(())
    }

    /// Posts what is due to one webhook.
    async fn serve_webhook(self, id: Uuid) {
        loop {
            match self.round(id).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(%error, webhook = %id, "a webhook can't be served just now");
                    return;
                }
            }
        }
    }

    /// Posts some messages; answers whether there were any.
    async fn round(&self, id: Uuid) -> Result<bool, Fault> {
        let Some(webhook) = self.store.read().await?.webhook(id).await? else { return Ok(false) };
        if webhook.state != "active" {
            return Ok(false);
        }
        let now = self.now();
        let claim = self
            .store
            .write(move |tx| async move { tx.claim_deliveries(id, now, now + LEASE, AT_ONCE).await }.boxed());
        let taken = claim.await?;
        if taken.is_empty() {
            return Ok(false);
        }
        let tried = join_all(taken.iter().map(|delivery| self.try_once(&webhook, delivery))).await;
        self.note_tries(&webhook, tried.into_iter().collect::<Result<Vec<_>, Fault>>()?).await?;
        Ok(true)
    }

    async fn try_once(&self, webhook: &Webhook, delivery: &Delivery) -> Result<Tried, Fault> {
        let now = self.now();
        let mut outcome = Outcome {
            id: delivery.id,
            attempt: delivery.attempts,
            state: "skipped",
            next_at: None,
            tried_at: now,
            status: None,
            took_ms: None,
            response: None,
            error: None,
        };
        let body = match self.message(webhook, delivery).await? {
            Message::Body(body) => body,
            Message::Skip(reason) => {
                outcome.error = Some(reason);
                return Ok(Tried { outcome, gone: false });
            }
        };
        let started = Instant::now();
        let answered = self.post_signed(webhook, delivery, now, body).await;
        outcome.took_ms = i64::try_from(started.elapsed().as_millis()).ok();
        let mut retry_after = None;
        match answered {
            Ok(Reply { status, body, retry_after: wanted }) => {
                outcome.status = Some(i64::from(status));
                // What PostgreSQL can't keep says nothing anyway.
                outcome.response = Some(body.replace('\0', ""));
                retry_after = wanted;
                if (200..300).contains(&status) {
                    outcome.state = "delivered";
                    return Ok(Tried { outcome, gone: false });
                }
            }
            Err(failure) => outcome.error = Some(failure.name()),
        }
        let mut chance = [0];
        self.ids.secret(&mut chance);
        let wait = again(delivery.attempts, retry_after, chance[0]);
        let gone = outcome.status == Some(410);
        outcome.next_at = wait.filter(|_| !gone).map(|wait| self.now() + wait);
        outcome.state = if outcome.next_at.is_some() { "waiting" } else { "failed" };
        Ok(Tried { outcome, gone })
    }

    async fn post_signed(
        &self,
        webhook: &Webhook,
        delivery: &Delivery,
        now: Moment,
        body: Vec<u8>,
    ) -> Result<Reply, Failure> {
        let id = message_id(delivery);
        let old =
            webhook.old_secret.as_deref().filter(|_| webhook.old_until.is_some_and(|until| now < until));
        let secrets = std::iter::once(webhook.secret.as_str()).chain(old);
        let signature = signature(secrets, &id, now.timestamp(), &body);
        let heads = [
            ("content-type", "application/json".to_owned()),
            ("user-agent", concat!("Shuke/", env!("CARGO_PKG_VERSION")).to_owned()),
            ("webhook-id", id),
            ("webhook-timestamp", now.timestamp().to_string()),
            ("webhook-signature", signature),
        ];
        self.outgoing.post(&webhook.url, &heads, body).await
    }

    /// Writes down what came of some tries; stops a webhook that wants no more, or that nothing has reached for long.
    async fn note_tries(&self, webhook: &Webhook, tried: Vec<Tried>) -> Result<(), Fault> {
        let (id, now) = (webhook.id, self.now());
        let arrived = tried.iter().any(|one| one.outcome.state == "delivered");
        let missed = tried.iter().any(|one| matches!(one.outcome.state, "waiting" | "failed"));
        let gone = tried.iter().any(|one| one.gone);
        self.store
            .write(move |tx| {
                async move {
                    for Tried { outcome, .. } in tried {
                        tx.end_delivery(outcome).await?;
                    }
                    if arrived {
                        tx.webhook_fails(id, None).await?;
                    } else if missed {
                        tx.webhook_fails(id, Some(now)).await?;
                    }
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        let long = webhook.failing_since.is_some_and(|since| now - since >= STOP_AFTER);
        if gone {
            self.stop_webhook(webhook, "gone").await?;
        } else if missed && !arrived && long {
            self.stop_webhook(webhook, "unreachable").await?;
        }
        Ok(())
    }

    /// Stops a webhook and gives its owner the task to look at it. What happens meanwhile waits.
    pub(super) async fn stop_webhook(&self, webhook: &Webhook, reason: &'static str) -> Result<(), Fault> {
        let id = webhook.id;
        let entry = self.system().entry("webhook.stopped", None, Some(id), &json!({"reason": reason}));
        let stopped = self
            .store
            .write(move |tx| {
                async move {
                    let stopped = tx.stop_webhook(id, reason).await?;
                    if stopped {
                        tx.audit(entry);
                    }
                    Ok::<_, Fault>(stopped)
                }
                .boxed()
            })
            .await?;
        if !stopped {
            return Ok(());
        }
        tracing::warn!(webhook = %id, reason, "a webhook was stopped");
        let company = self.company();
        let name = match company.locales.get(&webhook.owner).copied().unwrap_or(company.settings.locale) {
            Locale::ZhCn => format!("Webhook“{}”已停止推送，请检查", webhook.name),
            Locale::En => format!("The webhook “{}” was stopped: please look at it", webhook.name),
        };
        let task = json!({"name": name, "kind": "internal", "owner": webhook.owner});
        let task: Map<_, _> = task.as_object().cloned().unwrap_or_default();
        // A company may have given tasks rules that this one breaks; the page tells of it in any case.
        if let Err(fault) = self.create(&self.system(), "task", &task).await {
            tracing::warn!(%fault, "the task to look at a webhook was not made");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_spread_over_about_a_day_and_then_end() {
        let waits: Vec<i64> =
            (1..).map_while(|attempt| again(attempt, None, 127)).map(|wait| wait.num_seconds()).collect();
        assert_eq!(waits.len(), WAITS.len());
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]), "{waits:?}");
        let hours = waits.iter().sum::<i64>() / 3_600;
        assert!((20..=28).contains(&hours), "{hours}");
        assert_eq!(again(12, None, 0), None);
    }

    #[test]
    fn chance_and_the_peer_move_a_try() {
        assert_eq!(again(2, None, 0), Some(TimeDelta::seconds(24)));
        assert_eq!(again(2, None, 255), Some(TimeDelta::seconds(36)));
        assert_eq!(again(2, Some(90), 0), Some(TimeDelta::seconds(90)));
        assert_eq!(again(2, Some(u64::MAX), 0), Some(TimeDelta::seconds(LEFT_ALONE)));
    }
}
