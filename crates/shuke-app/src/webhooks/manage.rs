//! What administrators do with webhooks.

use chrono::TimeDelta;
use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Moment, Uuid};
use shuke_outgoing::Failure;
use shuke_store::Conn;
use shuke_store::system::{AuditEntry, Webhook};

use super::log::DeliveryView;
use super::sign::fresh;
use super::{CURSOR, KINDS, TEST, Wants};
use crate::App;
use crate::auth::active;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;
use crate::users::Ref;

/// Webhooks, at most.
const MOST: usize = 50;
/// Characters of a name.
const NAME_CHARS: usize = 100;
/// Characters of an address.
const URL_CHARS: usize = 2_000;
/// How long messages are also signed with the secret before.
const OVERLAP: TimeDelta = TimeDelta::hours(24);
/// Messages counted, at most.
const COUNTED: i64 = 1_000;

/// A webhook without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WebhookView {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// `active`, `paused`, `stopped`.
    pub state: String,
    /// Why it was stopped: `gone`, `unreachable`, `owner_inactive`.
    pub reason: Option<String>,
    /// Objects that it is told of; all when empty.
    pub objects: Vec<String>,
    /// What may happen to them; everything when empty.
    pub kinds: Vec<String>,
    /// The person whose rights decide what it is told.
    pub owner: Ref,
    /// Since when nothing has arrived.
    pub failing_since: Option<Moment>,
    /// Messages that wait, counted up to 1000.
    pub waiting: i64,
    /// Messages that were given up, counted up to 1000.
    pub failed: i64,
    /// Until when messages are also signed with the secret before.
    pub old_secret_until: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
}

/// All webhooks.
#[derive(Debug, Clone, Serialize)]
pub struct WebhooksView {
    /// Oldest first.
    pub items: Vec<WebhookView>,
    /// Whether addresses may be private and unencrypted.
    pub private: bool,
}

/// A webhook with a secret that was made just now.
#[derive(Clone, Serialize)]
pub struct NewSecret {
    /// The webhook.
    #[serde(flatten)]
    pub webhook: WebhookView,
    /// The secret, which nobody will see again.
    pub secret: String,
}

impl std::fmt::Debug for NewSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSecret").field("webhook", &self.webhook).finish_non_exhaustive()
    }
}

async fn show(conn: &mut Conn, ctx: &Ctx, webhook: Webhook) -> Result<WebhookView, Fault> {
    let wants = Wants::read(&webhook.doc);
    let name = ctx.company.names.get(&webhook.owner).map(|name| name.to_string()).unwrap_or_default();
    Ok(WebhookView {
        waiting: conn.count_deliveries(webhook.id, "waiting", COUNTED).await?,
        failed: conn.count_deliveries(webhook.id, "failed", COUNTED).await?,
        id: webhook.id,
        name: webhook.name,
        url: webhook.url,
        state: webhook.state,
        reason: webhook.reason,
        objects: wants.objects,
        kinds: wants.kinds,
        owner: Ref { id: webhook.owner, object: "user", name },
        failing_since: webhook.failing_since,
        old_secret_until: webhook.old_until.filter(|until| *until > ctx.now),
        created_at: webhook.created_at,
    })
}

/// What the audit chain is told. An address may carry a secret behind the host's name, so only that is told.
fn entry(ctx: &Ctx, action: &str, webhook: &Webhook) -> AuditEntry {
    let host = webhook.url.split('/').nth(2).unwrap_or_default();
    let wants = Wants::read(&webhook.doc);
    let detail = json!({
        "name": webhook.name, "host": host, "owner": webhook.owner, "state": webhook.state,
        "objects": wants.objects, "kinds": wants.kinds,
    });
    ctx.entry(format!("webhook.{action}"), None, Some(webhook.id), &detail)
}

impl App {
    /// All webhooks.
    ///
    /// # Errors
    /// [`Code::AdminOnly`]; so for each of these functions.
    pub async fn webhooks(&self, ctx: &Ctx) -> Result<WebhooksView, Fault> {
        ctx.admin()?;
        let mut conn = self.store.read().await?;
        let mut items = Vec::new();
        for webhook in conn.webhooks().await? {
            items.push(show(&mut conn, ctx, webhook).await?);
        }
        Ok(WebhooksView { items, private: self.outgoing.policy().private })
    }

    pub(super) async fn webhook_of(&self, ctx: &Ctx, id: Uuid) -> Result<Webhook, Fault> {
        ctx.admin()?;
        let found = self.store.read().await?.webhook(id).await?;
        found.ok_or_else(|| Fault::new(Code::NotFound))
    }

    /// Makes a webhook. It is told of what happens from now on.
    ///
    /// # Errors
    /// What is wrong with the values; [`Code::TooManyWebhooks`].
    pub async fn create_webhook(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<NewSecret, Fault> {
        ctx.admin()?;
        let blank = Webhook {
            id: self.new_id(),
            owner: ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?,
            name: String::new(),
            url: String::new(),
            secret: fresh(&self.ids),
            old_secret: None,
            old_until: None,
            state: "active".to_owned(),
            reason: None,
            doc: Wants::default().text(),
            failing_since: None,
            created_at: ctx.now,
            updated_at: ctx.now,
        };
        let webhook = self.read_webhook(ctx, given, blank, true).await?;
        let (stored, trail) = (webhook.clone(), entry(ctx, "created", &webhook));
        self.store
            .write(move |tx| {
                async move {
                    let there = tx.webhooks().await?.len();
                    if there >= MOST {
                        return Err(Fault::new(Code::TooManyWebhooks).with("max", MOST));
                    }
                    if there == 0 {
                        let last = tx.last_event().await?;
                        tx.put_setting(CURSOR, &last.to_string()).await?;
                    }
                    tx.put_webhook(&stored).await?;
                    tx.audit(trail);
                    Ok(())
                }
                .boxed()
            })
            .await?;
        let secret = webhook.secret.clone();
        Ok(NewSecret { webhook: show(&mut self.store.read().await?, ctx, webhook).await?, secret })
    }

    /// Changes a webhook: what is absent stays. A stopped one goes on when its state becomes `active`, and what waits
    /// is sent at once.
    ///
    /// # Errors
    /// What is wrong with the values.
    pub async fn change_webhook(
        &self,
        ctx: &Ctx,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<WebhookView, Fault> {
        let before = self.webhook_of(ctx, id).await?;
        let mut webhook = self.read_webhook(ctx, given, before.clone(), false).await?;
        webhook.updated_at = ctx.now;
        let resumed = before.state != "active" && webhook.state == "active";
        if resumed {
            (webhook.failing_since, webhook.reason) = (None, None);
        }
        self.save_webhook(ctx, "changed", webhook, resumed).await
    }

    /// Makes a new secret. For a day, messages are signed with the one before, too, so that the peer has time.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn rotate_webhook(&self, ctx: &Ctx, id: Uuid) -> Result<NewSecret, Fault> {
        let mut webhook = self.webhook_of(ctx, id).await?;
        let secret = fresh(&self.ids);
        webhook.old_secret = Some(std::mem::replace(&mut webhook.secret, secret.clone()));
        webhook.old_until = Some(ctx.now + OVERLAP);
        let webhook = self.save_webhook(ctx, "secret_changed", webhook, false).await?;
        Ok(NewSecret { webhook, secret })
    }

    async fn save_webhook(
        &self,
        ctx: &Ctx,
        action: &str,
        webhook: Webhook,
        hurry: bool,
    ) -> Result<WebhookView, Fault> {
        let (stored, trail, now) = (webhook.clone(), entry(ctx, action, &webhook), ctx.now);
        self.store
            .write(move |tx| {
                async move {
                    if tx.webhook(stored.id).await?.is_none() {
                        return Err(Fault::new(Code::NotFound));
                    }
                    tx.put_webhook(&stored).await?;
                    if hurry {
                        tx.hurry_deliveries(stored.id, now).await?;
                    }
                    tx.audit(trail);
                    Ok(())
                }
                .boxed()
            })
            .await?;
        show(&mut self.store.read().await?, ctx, webhook).await
    }

    /// Removes a webhook with all that it was or was to be told.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn delete_webhook(&self, ctx: &Ctx, id: Uuid) -> Result<(), Fault> {
        let webhook = self.webhook_of(ctx, id).await?;
        let trail = entry(ctx, "deleted", &webhook);
        self.store
            .write(move |tx| {
                async move {
                    if !tx.drop_webhook(id).await? {
                        return Err(Fault::new(Code::NotFound));
                    }
                    tx.audit(trail);
                    Ok(())
                }
                .boxed()
            })
            .await
    }

    /// Sends a message that tells of nothing, to see whether it arrives.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::WebhookPaused`] when nothing is sent just now.
    pub async fn test_webhook(&self, ctx: &Ctx, id: Uuid) -> Result<DeliveryView, Fault> {
        let webhook = self.webhook_of(ctx, id).await?;
        if webhook.state != "active" {
            return Err(Fault::new(Code::WebhookPaused));
        }
        let delivery = self.delivery(&webhook, TEST, "{}".to_owned());
        let (stored, trail) = (delivery.clone(), entry(ctx, "tested", &webhook));
        self.store
            .write(move |tx| {
                async move {
                    tx.add_deliveries(vec![stored]).await?;
                    tx.audit(trail);
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        Ok(DeliveryView::from(delivery))
    }

    /// What a caller says of a webhook, over what stands already.
    async fn read_webhook(
        &self,
        ctx: &Ctx,
        given: &Map<String, Json>,
        mut webhook: Webhook,
        new: bool,
    ) -> Result<Webhook, Fault> {
        let known = ["name", "url", "objects", "kinds", "owner", "state"];
        let mut input = Input::new(given, &known);
        let most = [("name", NAME_CHARS, &mut webhook.name), ("url", URL_CHARS, &mut webhook.url)];
        for (name, max, place) in most {
            match input.text(name) {
                Some(Some(text)) if text.chars().count() > max => {
                    let fault = input.fault(name, Code::TooLong).with("max", max);
                    input.refuse(fault.with("actual", text.chars().count()));
                }
                Some(Some(text)) => *place = text,
                None if !new || input.has(name) => {}
                _ => input.refuse(input.fault(name, Code::Required)),
            }
        }
        if input.has("url") && !webhook.url.is_empty() {
            self.check_url(&mut input, &webhook.url);
        }
        let mut wants = Wants::read(&webhook.doc);
        if let Some(objects) = input.words("objects") {
            wants.objects = objects.unwrap_or_default();
            let known = |name: &str| ctx.company.schema.object(name).is_some();
            options(&mut input, "objects", &mut wants.objects, known);
        }
        if let Some(kinds) = input.words("kinds") {
            wants.kinds = kinds.unwrap_or_default();
            options(&mut input, "kinds", &mut wants.kinds, |name| KINDS.contains(&name));
        }
        webhook.doc = wants.text();
        match input.text("state") {
            Some(Some(state)) if ["active", "paused"].contains(&state.as_str()) => webhook.state = state,
            Some(Some(state)) => input.refuse(input.fault("state", Code::UnknownOption).with("value", state)),
            Some(None) => input.refuse(input.fault("state", Code::Required)),
            None => {}
        }
        if let Some(given) = input.json("owner") {
            match owner(given) {
                Some(id) if active(&mut self.store.read().await?, &ctx.company, id).await? => {
                    webhook.owner = id
                }
                _ => input.refuse(input.fault("owner", Code::UnknownReference)),
            }
        }
        check::refuse(input.finish())?;
        Ok(webhook)
    }

    fn check_url(&self, input: &mut Input<'_>, url: &str) {
        let code = match self.outgoing.check(url) {
            Ok(()) => return,
            Err(Failure::Plain) => Code::WebhookPlain,
            Err(Failure::Private) => Code::WebhookPrivate,
            Err(_) => Code::InvalidUrl,
        };
        input.refuse(input.fault("url", code));
    }
}

/// A person, by the id or as a reference is read.
fn owner(given: &Json) -> Option<Uuid> {
    given.as_str().or_else(|| given.get("id")?.as_str())?.parse().ok()
}

/// Keeps each once, and refuses what is not known.
fn options(input: &mut Input<'_>, name: &str, list: &mut Vec<String>, known: impl Fn(&str) -> bool) {
    list.sort();
    list.dedup();
    for one in list.iter().filter(|one| !known(one)) {
        let fault: FieldFault = input.fault(name, Code::UnknownOption);
        input.refuse(fault.with("value", one));
    }
}
