//! What a person does with their browsers: adding, removing, trying.

use std::fmt::Write;

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use shuke_base::{Code, Fault, Moment, Uuid, limits};
use shuke_outgoing::Failure;
use shuke_store::system::{PushDevice, PushKey};

use super::send::Answer;
use super::{Target, vapid};
use crate::App;
use crate::auth::digest;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;

/// Characters of an address.
const URL_CHARS: usize = 2_000;
/// Characters of a key.
const KEY_CHARS: usize = 200;

/// A browser that is pushed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PushDeviceView {
    /// Its id.
    pub id: Uuid,
    /// What the browser calls itself.
    pub agent: String,
    /// When it was added.
    pub created_at: Moment,
    /// When its push service last took something.
    pub sent_at: Option<Moment>,
    /// Since when it has taken nothing.
    pub failing_since: Option<Moment>,
    /// The one that this call came by.
    pub current: bool,
}

/// What a page needs to know.
#[derive(Debug, Clone, Serialize)]
pub struct PushView {
    /// Whether the company has switched it on.
    pub on: bool,
    /// The server's public key, as `PushManager.subscribe` takes it; none while it is off.
    pub key: Option<String>,
    /// The caller's browsers, oldest first.
    pub devices: Vec<PushDeviceView>,
}

/// What came of a message that was sent to try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PushTried {
    /// The push service has taken it.
    pub sent: bool,
    /// Status of its answer.
    pub status: Option<u16>,
    /// Why there was none.
    pub error: Option<&'static str>,
    /// The browser wants no more: it was removed.
    pub gone: bool,
}

fn view(device: PushDevice, session: Option<&[u8]>) -> PushDeviceView {
    PushDeviceView {
        current: session == Some(device.session.as_slice()),
        id: device.id,
        agent: device.agent,
        created_at: device.created_at,
        sent_at: device.sent_at,
        failing_since: device.failing_since,
    }
}

fn hash(endpoint: &str) -> String {
    Sha256::digest(endpoint.as_bytes()).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn caller(ctx: &Ctx) -> Result<Uuid, Fault> {
    ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))
}

impl App {
    /// The server's key; made when there is none yet.
    pub(super) async fn push_key(&self) -> Result<PushKey, Fault> {
        if let Some(key) = self.store.read().await?.push_key().await? {
            return Ok(key);
        }
        let key = vapid::fresh(&self.ids, self.now())?;
        let made = self.store.write(move |tx| {
            async move {
                tx.add_push_key(&key).await?;
                // Another process may have been faster.
                Ok::<_, Fault>(tx.push_key().await?)
            }
            .boxed()
        });
        made.await?.ok_or_else(|| Fault::new(Code::Internal))
    }

    /// Whether the company pushes, with what key, and to which of the caller's browsers. `session` is the secret of
    /// the session that the call came by.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], or the store's trouble.
    pub async fn push(&self, ctx: &Ctx, session: Option<&str>) -> Result<PushView, Fault> {
        let user = caller(ctx)?;
        let on = ctx.company.settings.push_contact.is_some();
        let key = if on { Some(self.push_key().await?.public) } else { None };
        let session = session.map(digest);
        let session = session.as_ref().map(<[u8; 32]>::as_slice);
        let found = self.store.read().await?.push_devices_of(user).await?;
        Ok(PushView { on, key, devices: found.into_iter().map(|it| view(it, session)).collect() })
    }

    /// Adds the browser of a session, in the place of what was known of that session or address. Of too many, the
    /// oldest goes.
    ///
    /// # Errors
    /// [`Code::PushOff`], or everything that is wrong with the values.
    pub async fn add_push_device(
        &self,
        ctx: &Ctx,
        session: &str,
        given: &Map<String, Json>,
    ) -> Result<PushDeviceView, Fault> {
        let user = caller(ctx)?;
        if ctx.company.settings.push_contact.is_none() {
            return Err(Fault::new(Code::PushOff));
        }
        let target = self.read_target(given)?;
        let text = serde_json::to_string(&target).map_err(|_| Fault::new(Code::Internal))?;
        let session = digest(session).to_vec();
        let (id, now) = (self.new_id(), self.now());
        let (kept, entry) =
            (session.clone(), ctx.entry("push_device.added", Some("user"), Some(user), &json!({})));
        let device = self.store.write(move |tx| {
            async move {
                let sessions = tx.sessions_of(user).await?;
                let own = sessions.into_iter().find(|it| it.token_hash == session);
                let agent = own.ok_or_else(|| Fault::new(Code::NotSignedIn))?.agent;
                let device = PushDevice {
                    endpoint_hash: hash(&target.endpoint),
                    id,
                    user_id: user,
                    session,
                    target: text,
                    agent,
                    created_at: now,
                    sent_at: None,
                    failing_since: None,
                };
                tx.put_push_device(&device).await?;
                let all = tx.push_devices_of(user).await?;
                for old in all.iter().take(all.len().saturating_sub(limits::PUSH_DEVICES)) {
                    tx.drop_push_device(old.id).await?;
                }
                tx.audit(entry);
                Ok::<_, Fault>(device)
            }
            .boxed()
        });
        Ok(view(device.await?, Some(&kept)))
    }

    /// Removes one of the caller's browsers.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn remove_push_device(&self, ctx: &Ctx, id: Uuid) -> Result<(), Fault> {
        let device = self.own_device(ctx, id).await?;
        let entry = ctx.entry("push_device.removed", Some("user"), Some(device.user_id), &json!({}));
        let removed = self.store.write(move |tx| {
            async move {
                if !tx.drop_push_device(id).await? {
                    return Err(Fault::new(Code::NotFound));
                }
                tx.audit(entry);
                Ok(())
            }
            .boxed()
        });
        removed.await
    }

    /// Sends one of the caller's browsers a message that tells of nothing; answers what its push service says.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::PushOff`].
    pub async fn try_push_device(&self, ctx: &Ctx, id: Uuid) -> Result<PushTried, Fault> {
        self.own_device(ctx, id).await?;
        let contact = ctx.company.settings.push_contact.clone();
        let contact = contact.ok_or_else(|| Fault::new(Code::PushOff))?;
        let device = self.store.read().await?.push_device(id, ctx.now).await?;
        let device = device.ok_or_else(|| Fault::new(Code::NotFound))?;
        let answer =
            self.post_push(&device, &self.push_test(ctx, &device), &contact, super::PATIENCE).await?;
        let (sent, gone) = (matches!(answer.came, Answer::Taken), matches!(answer.came, Answer::Gone));
        let now = self.now();
        let noted = self.store.write(move |tx| {
            async move {
                if gone {
                    tx.drop_push_device(id).await?;
                } else {
                    tx.note_push(id, now, !sent).await?;
                }
                Ok::<_, Fault>(())
            }
            .boxed()
        });
        noted.await?;
        Ok(PushTried { sent, status: answer.status, error: answer.error, gone })
    }

    async fn own_device(&self, ctx: &Ctx, id: Uuid) -> Result<PushDevice, Fault> {
        let own = self.store.read().await?.push_devices_of(caller(ctx)?).await?;
        own.into_iter().find(|device| device.id == id).ok_or_else(|| Fault::new(Code::NotFound))
    }

    /// What a browser has told its page: the members of its subscription.
    fn read_target(&self, given: &Map<String, Json>) -> Result<Target, Fault> {
        let mut input = Input::new(given, &["endpoint", "keys", "expirationTime"]);
        let endpoint = input.text("endpoint").flatten().unwrap_or_default();
        if endpoint.is_empty() {
            input.refuse(input.fault("endpoint", Code::Required));
        } else if endpoint.len() > URL_CHARS {
            let fault = input.fault("endpoint", Code::TooLong).with("max", URL_CHARS);
            input.refuse(fault.with("actual", endpoint.len()));
        } else if let Err(failure) = self.outgoing.check(&endpoint) {
            let code = match failure {
                Failure::Plain => Code::WebhookPlain,
                Failure::Private => Code::WebhookPrivate,
                _ => Code::InvalidUrl,
            };
            input.refuse(input.fault("endpoint", code));
        }
        let mut target = Target { endpoint, p256dh: String::new(), auth: String::new() };
        match input.map("keys").flatten() {
            Some(keys) => {
                let mut part = Input::at("keys.", keys, &["p256dh", "auth"]);
                for (name, place) in [("p256dh", &mut target.p256dh), ("auth", &mut target.auth)] {
                    match part.text(name).flatten() {
                        Some(text) if text.len() <= KEY_CHARS => *place = text,
                        Some(_) => part.refuse(part.fault(name, Code::InvalidPushKey)),
                        None => part.refuse(part.fault(name, Code::Required)),
                    }
                }
                let whole = !target.p256dh.is_empty() && !target.auth.is_empty();
                if whole && target.keys().is_none() {
                    part.refuse(part.fault("p256dh", Code::InvalidPushKey));
                }
                input.absorb(part);
            }
            None => input.refuse(input.fault("keys", Code::Required)),
        }
        check::refuse(input.finish())?;
        Ok(target)
    }
}
