//! What a message says: the event, and the record as the webhook's owner may read it at this moment.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use shuke_base::{Code, Fault, Uuid};
use shuke_store::system::{Delivery, Webhook};

use super::TEST;
use crate::App;
use crate::context::Ctx;
use crate::events::{RecordsEvent, Touched};

/// A message, or why there is none.
pub(super) enum Message {
    /// To be posted.
    Body(Vec<u8>),
    /// The owner may not see this any more.
    Skip(&'static str),
}

/// What the event said.
#[derive(Deserialize)]
struct Detail {
    version: i64,
    by: Option<Uuid>,
    fields: Vec<String>,
    owner: Option<Uuid>,
    owner_department: Option<Uuid>,
}

/// The id that peers are told: the same in every try.
pub(super) fn message_id(delivery: &Delivery) -> String {
    format!("msg_{}", delivery.id.simple())
}

/// The name that peers tell messages by.
pub(super) fn kind(delivery: &Delivery) -> String {
    match &delivery.object {
        Some(object) => format!("{object}.{}", delivery.kind),
        None => format!("webhook.{}", delivery.kind),
    }
}

fn body(delivery: &Delivery, data: &Json) -> Result<Message, Fault> {
    let whole = json!({"type": kind(delivery), "timestamp": delivery.created_at, "data": data});
    serde_json::to_vec(&whole).map(Message::Body).map_err(|_| Fault::new(Code::Internal))
}

impl App {
    /// What is to be said now.
    pub(super) async fn message(&self, webhook: &Webhook, delivery: &Delivery) -> Result<Message, Fault> {
        let Some(ctx) = self.ctx_told(webhook.owner) else { return Ok(Message::Skip("owner_inactive")) };
        let (Some(object), Some(id)) = (&delivery.object, delivery.record_id) else {
            let told = json!({"webhook": {"id": webhook.id, "name": webhook.name}});
            return if delivery.kind == TEST {
                body(delivery, &told)
            } else {
                Ok(Message::Skip("not_visible"))
            };
        };
        let Ok(detail) = serde_json::from_str::<Detail>(&delivery.detail) else {
            return Ok(Message::Skip("not_visible"));
        };
        let Ok(definition) = ctx.object(object) else { return Ok(Message::Skip("not_visible")) };
        let mask = ctx.viewer.field_mask(&definition);
        let readable = |name: &&String| definition.field(name).is_none_or(|field| mask.readable(field));
        let fields: Vec<&String> = detail.fields.iter().filter(readable).collect();
        if fields.is_empty() && !detail.fields.is_empty() {
            return Ok(Message::Skip("nothing_readable"));
        }
        let record = match delivery.kind.as_str() {
            "deleted" => Json::Null,
            _ => match self.read(&ctx, object, id, None).await {
                Ok(mut view) => {
                    view.can.clear();
                    serde_json::to_value(&view).map_err(|_| Fault::new(Code::Internal))?
                }
                Err(fault) if fault.code == Code::NotFound => Json::Null,
                Err(fault) => return Err(fault),
            },
        };
        if record.is_null() && !self.was_seen(&ctx, object, id, delivery, &detail).await? {
            return Ok(Message::Skip("not_visible"));
        }
        let by = ctx.company.person(detail.by);
        let told = json!({
            "object": object, "id": id, "version": detail.version, "by": by, "fields": fields, "record": record,
        });
        body(delivery, &told)
    }

    /// Whether the owner may know of a record that can't be read now: it went away, and was theirs to see by the owner
    /// that it had. A record that is there, but was given to somebody else, is none of their business any more.
    async fn was_seen(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        delivery: &Delivery,
        detail: &Detail,
    ) -> Result<bool, Fault> {
        let system = self.system();
        let there = match self.read(&system, object, id, Some(&["deleted_at".to_owned()])).await {
            Ok(view) => view.views.records[0].values.iter().all(shuke_base::Value::is_null),
            Err(fault) if fault.code == Code::NotFound => false,
            Err(fault) => return Err(fault),
        };
        if there && delivery.kind != "deleted" {
            return Ok(false);
        }
        let touched = Touched {
            id,
            version: detail.version,
            owner: detail.owner,
            owner_department: detail.owner_department,
        };
        let event = RecordsEvent {
            object: object.to_owned(),
            kind: delivery.kind.clone(),
            by: detail.by,
            records: vec![touched],
        };
        Ok(!self.notices(ctx, &event).await?.is_empty())
    }
}
