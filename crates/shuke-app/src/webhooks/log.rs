//! What webhooks were told, what came of it, and telling it again.

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Moment, Uuid, limits};
use shuke_store::system::Delivery;

use super::message::{kind, message_id};
use crate::App;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;

/// States that can be asked for.
const STATES: [&str; 4] = ["waiting", "delivered", "failed", "skipped"];

/// A message, without what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeliveryView {
    /// Its id.
    pub id: Uuid,
    /// The id that the peer is told.
    pub message_id: String,
    /// Such as `lead.updated` or `webhook.test`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The object.
    pub object: Option<String>,
    /// The record.
    pub record: Option<Uuid>,
    /// `waiting`, `delivered`, `failed`, `skipped`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next.
    pub next_at: Option<Moment>,
    /// When it was last tried.
    pub tried_at: Option<Moment>,
    /// Status of the last answer.
    pub status: Option<i64>,
    /// Milliseconds until it came.
    pub took_ms: Option<i64>,
    /// The beginning of the last answer.
    pub response: Option<String>,
    /// Why there was no answer, or why nothing was sent.
    pub error: Option<String>,
    /// When the event happened.
    pub created_at: Moment,
}

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        Self {
            id: delivery.id,
            message_id: message_id(&delivery),
            kind: kind(&delivery),
            object: delivery.object,
            record: delivery.record_id,
            next_at: delivery.next_at.filter(|_| delivery.state == "waiting"),
            state: delivery.state,
            attempts: delivery.attempts,
            tried_at: delivery.tried_at,
            status: delivery.status,
            took_ms: delivery.took_ms,
            response: delivery.response,
            error: delivery.error,
            created_at: delivery.created_at,
        }
    }
}

/// A page of messages.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveriesView {
    /// Newest first.
    pub items: Vec<DeliveryView>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

impl App {
    /// A page of what a webhook was told, newest first; of those in one state when it is given.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], [`Code::InvalidLimit`], [`Code::InvalidCursor`], or an unknown state.
    pub async fn deliveries(
        &self,
        ctx: &Ctx,
        id: Uuid,
        state: Option<&str>,
        limit: Option<usize>,
        cursor: Option<&str>,
    ) -> Result<DeliveriesView, Fault> {
        self.webhook_of(ctx, id).await?;
        let limit = limit.unwrap_or(limits::PAGE_DEFAULT);
        if limit == 0 || limit > limits::PAGE_ROWS {
            return Err(Fault::new(Code::InvalidLimit).with("max", limits::PAGE_ROWS));
        }
        if let Some(state) = state.filter(|state| !STATES.contains(state)) {
            let fault = shuke_base::FieldFault::property("state", Code::UnknownOption).with("value", state);
            return Err(Fault::invalid(vec![fault]));
        }
        let before = cursor.map(|cursor| cursor.parse().map_err(|_| Fault::new(Code::InvalidCursor)));
        let mut conn = self.store.read().await?;
        let mut found = conn.deliveries(id, state, before.transpose()?, limit + 1).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next_cursor = found.last().filter(|_| more).map(|last| last.id.to_string());
        Ok(DeliveriesView { items: found.into_iter().map(DeliveryView::from).collect(), next_cursor })
    }

    /// Sends a message that has ended again, under the same id; one that waits goes on waiting.
    ///
    /// # Errors
    /// [`Code::AdminOnly`]; [`Code::NotFound`] when there is none.
    pub async fn replay_delivery(&self, ctx: &Ctx, id: Uuid, delivery: Uuid) -> Result<DeliveryView, Fault> {
        self.webhook_of(ctx, id).await?;
        let entry = ctx.entry("webhook.replayed", None, Some(id), &json!({"message": delivery}));
        let now = ctx.now;
        self.store
            .write(move |tx| {
                async move {
                    if tx.replay_delivery(id, delivery, now).await? {
                        tx.audit(entry);
                    }
                    let found = tx.delivery(id, delivery).await?;
                    found.map(DeliveryView::from).ok_or_else(|| Fault::new(Code::NotFound))
                }
                .boxed()
            })
            .await
    }

    /// Sends again whatever was given up and tells of events since the moment `since`; answers how many.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], or what is wrong with the values.
    pub async fn replay_failed(&self, ctx: &Ctx, id: Uuid, given: &Map<String, Json>) -> Result<u64, Fault> {
        self.webhook_of(ctx, id).await?;
        let mut input = Input::new(given, &["since"]);
        let since = input.moment("since").flatten();
        if since.is_none() && !input.has("since") {
            input.refuse(input.fault("since", Code::Required));
        }
        check::refuse(input.finish())?;
        let since = since.unwrap_or(Moment::UNIX_EPOCH);
        let (ctx, now) = (ctx.clone(), ctx.now);
        self.store
            .write(move |tx| {
                async move {
                    let count = tx.replay_failed(id, since, now).await?;
                    let detail = json!({"since": since, "messages": count});
                    tx.audit(ctx.entry("webhook.replayed", None, Some(id), &detail));
                    Ok::<_, Fault>(count)
                }
                .boxed()
            })
            .await
    }
}
