//! Posting what is due. To one browser one message goes at a time, in the order of what happened; browsers don't wait
//! for each other.

use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt;
use shuke_base::{Code, Fault};
use shuke_outgoing::{Failure, origin};
use shuke_store::system::{PushDevice, PushMessage};
use tokio::task::JoinSet;

use super::message::Message;
use super::{PATIENCE, Target, crypt, vapid};
use crate::App;

/// Seconds until a message is tried again, from try to try; the last ones as far apart as the one before.
const WAITS: [i64; 7] = [10, 60, 300, 900, 1_800, 3_600, 7_200];
/// The longest time that a push service may ask to be left alone for, in seconds.
const LEFT_ALONE: u64 = 6 * 3_600;
/// How long a try may be under way before it counts as lost.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How long a browser may take nothing before it is removed.
const GIVEN_UP: TimeDelta = TimeDelta::days(14);
/// Messages under way at a time.
const AT_ONCE: usize = 32;
/// How often other processes' notices, and what is due again, are looked for.
const PERIOD: Duration = Duration::from_secs(2);
/// The least time between two looks, so that many commits cost few.
const BREATH: Duration = Duration::from_millis(50);

/// What a push service's answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It has the message.
    Taken,
    /// There is no such browser any more, or its address is none to send to.
    Gone,
    /// Later; perhaps after so many seconds.
    Later(Option<u64>),
    /// It won't have this message.
    Refused,
}

/// What came of one try.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tried {
    pub(super) came: Answer,
    pub(super) status: Option<u16>,
    pub(super) error: Option<&'static str>,
}

impl Tried {
    fn failed(came: Answer, failure: Failure) -> Self {
        Self { came, status: None, error: Some(failure.name()) }
    }
}

/// By RFC 8030: 404 and 410 say that a subscription has ended, 429 and 5xx ask for patience.
fn meaning(status: u16, retry_after: Option<u64>) -> Answer {
    match status {
        200..300 => Answer::Taken,
        404 | 410 => Answer::Gone,
        408 | 429 | 500.. => Answer::Later(retry_after),
        _ => Answer::Refused,
    }
}

/// When a message is tried again after so many tries. `chance` (0 to 255) spreads the time by a fifth to both sides.
fn again(attempts: i64, retry_after: Option<u64>, chance: u8) -> TimeDelta {
    let at = usize::try_from(attempts - 1).unwrap_or(0).min(WAITS.len() - 1);
    let spread = WAITS[at] * (800 + 400 * i64::from(chance) / 255);
    let wanted = i64::try_from(retry_after.unwrap_or(0).min(LEFT_ALONE)).unwrap_or(0);
    TimeDelta::milliseconds(spread.max(wanted * 1_000))
}

impl App {
    /// Posts messages until the program ends.
    pub(crate) async fn run_pushes(self) {
        let mut committed = self.store.committed();
        let mut running: JoinSet<()> = JoinSet::new();
        loop {
            if let Err(error) = self.begin_pushes(&mut running).await {
                tracing::warn!(%error, "nothing can be pushed just now");
                tokio::time::sleep(PERIOD).await;
            }
            tokio::select! {
                // An ended channel only means that this process writes no more; the clock still ticks.
                _ = tokio::time::timeout(PERIOD, committed.changed()) => {}
                Some(_) = running.join_next(), if !running.is_empty() => {}
            }
            tokio::time::sleep(BREATH).await;
        }
    }

    /// Begins to post what is due, as far as there is room.
    async fn begin_pushes(&self, running: &mut JoinSet<()>) -> Result<(), Fault> {
        while running.try_join_next().is_some() {}
        let now = self.now();
        let due = self.store.read().await?.next_push_at().await?.is_some_and(|due| due <= now);
        let room = AT_ONCE.saturating_sub(running.len());
        if !due || room == 0 {
            return Ok(());
        }
        let on = self.company().settings.push_contact.is_some();
        let taken = self.store.write(move |tx| {
            async move {
                // What waits from before it was switched off is nobody's business when it is on again.
                let old = if on { now - PATIENCE } else { now + PATIENCE };
                tx.drop_pushes(old).await?;
                Ok::<_, Fault>(tx.claim_pushes(now, now + LEASE, room).await?)
            }
            .boxed()
        });
        for message in taken.await? {
            let app = self.clone();
            running.spawn(async move {
                if let Err(error) = app.serve_push(message).await {
                    tracing::warn!(%error, device = %message.device_id, "a notice was not pushed; it is tried again");
                }
            });
        }
        Ok(())
    }

    /// Posts one message and writes down what came of it.
    async fn serve_push(&self, message: PushMessage) -> Result<(), Fault> {
        let now = self.now();
        let contact = self.company().settings.push_contact.clone();
        let device = self.store.read().await?.push_device(message.device_id, now).await?;
        let Some(device) = device else {
            // Its session has run out.
            let gone = self.store.write(move |tx| {
                async move { tx.drop_push_device(message.device_id).await.map_err(Fault::from) }.boxed()
            });
            return gone.await.map(drop);
        };
        let said = self.push_message(&device, message.notice_id).await?;
        let left = message.created_at + PATIENCE - now;
        let (Some(contact), Some(said)) = (contact, said) else { return self.end_push(message).await };
        if left <= TimeDelta::zero() {
            return self.end_push(message).await;
        }
        let tried = self.post_push(&device, &said, &contact, left).await?;
        self.note_try(&device, message, tried).await
    }

    async fn end_push(&self, message: PushMessage) -> Result<(), Fault> {
        self.store.write(move |tx| async move { Ok::<_, Fault>(tx.end_push(message).await?) }.boxed()).await
    }

    async fn note_try(&self, device: &PushDevice, message: PushMessage, tried: Tried) -> Result<(), Fault> {
        let (id, now) = (device.id, self.now());
        let mut chance = [0];
        self.ids.secret(&mut chance);
        let long = device.failing_since.is_some_and(|since| now - since >= GIVEN_UP);
        self.store
            .write(move |tx| {
                async move {
                    match tried.came {
                        Answer::Taken => {
                            tx.end_push(message).await?;
                            tx.note_push(id, now, false).await?;
                        }
                        Answer::Gone => drop(tx.drop_push_device(id).await?),
                        Answer::Later(_) | Answer::Refused if long => drop(tx.drop_push_device(id).await?),
                        Answer::Later(wanted) => {
                            let until = now + again(message.attempts, wanted, chance[0]);
                            tx.put_off_push(message, until).await?;
                            tx.note_push(id, now, true).await?;
                        }
                        Answer::Refused => {
                            tx.end_push(message).await?;
                            tx.note_push(id, now, true).await?;
                        }
                    }
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await
    }

    /// Closes a message and posts it to a browser's push service.
    pub(super) async fn post_push(
        &self,
        device: &PushDevice,
        message: &Message,
        contact: &str,
        left: TimeDelta,
    ) -> Result<Tried, Fault> {
        let target: Option<Target> = serde_json::from_str(&device.target).ok();
        let whole = target.as_ref().and_then(|target| {
            let (reader, auth) = target.keys()?;
            Some((target, reader, auth, origin(&target.endpoint)?))
        });
        let Some((target, reader, auth, audience)) = whole else {
            return Ok(Tried::failed(Answer::Gone, Failure::BadUrl));
        };
        let key = self.push_key().await?;
        let mut fresh = crypt::Fresh { key: vapid::secret(&self.ids)?, salt: [0; 16] };
        self.ids.secret(&mut fresh.salt);
        let body = crypt::encrypt(&reader, &auth, &fresh, &message.text()?);
        let head = vapid::authorization(&key, &audience, contact, self.now());
        let (body, head) = body.zip(head).ok_or_else(|| Fault::new(Code::Internal))?;
        let heads = [
            ("authorization", head),
            ("content-encoding", "aes128gcm".to_owned()),
            ("content-type", "application/octet-stream".to_owned()),
            ("ttl", left.num_seconds().max(1).to_string()),
            ("urgency", message.urgency.to_owned()),
            ("topic", message.topic.clone()),
            ("user-agent", concat!("Shuke/", env!("CARGO_PKG_VERSION")).to_owned()),
        ];
        Ok(match self.outgoing.post(&target.endpoint, &heads, body).await {
            Ok(reply) => {
                let came = meaning(reply.status, reply.retry_after);
                if came != Answer::Taken {
                    tracing::info!(status = reply.status, device = %device.id, "a push service didn't take a notice");
                }
                Tried { came, status: Some(reply.status), error: None }
            }
            Err(failure @ (Failure::BadUrl | Failure::Plain | Failure::Private)) => {
                Tried::failed(Answer::Gone, failure)
            }
            Err(failure) => Tried::failed(Answer::Later(None), failure),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_push_service_says_is_understood() {
        for (status, expected) in [
            (201, Answer::Taken),
            (404, Answer::Gone),
            (410, Answer::Gone),
            (429, Answer::Later(Some(7))),
            (503, Answer::Later(Some(7))),
            (301, Answer::Refused),
            (400, Answer::Refused),
            (403, Answer::Refused),
            (413, Answer::Refused),
        ] {
            assert_eq!(meaning(status, Some(7)), expected, "{status}");
        }
    }

    #[test]
    fn tries_come_further_apart_and_a_push_service_may_ask_for_more() {
        let seconds = |attempts, wanted| again(attempts, wanted, 127).num_seconds();
        let waits: Vec<i64> = (1..12).map(|attempts| seconds(attempts, None)).collect();
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]), "{waits:?}");
        assert_eq!((again(1, None, 0), again(1, None, 255)), (TimeDelta::seconds(8), TimeDelta::seconds(12)));
        assert_eq!(seconds(1, Some(120)), 120);
        assert_eq!(seconds(1, Some(u64::MAX)), 6 * 3_600);
    }
}
