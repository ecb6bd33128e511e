//! From events to messages. The place in the outbox moves in the transaction that writes the messages, so that none is
//! lost and none is made twice, whichever process does it.

use std::collections::HashMap;

use futures::FutureExt;
use serde::Deserialize;
use serde_json::json;
use shuke_base::{Fault, Uuid};
use shuke_store::Conn;
use shuke_store::system::{Delivery, Event, Lock, Webhook};

use super::{CURSOR, Wants};
use crate::App;
use crate::context::{Ctx, Via};
use crate::events::{self, Told};

/// Events read at a time.
const CHUNK: usize = 200;

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    fields: Vec<String>,
}

/// Up to which event messages were made.
pub(super) async fn cursor(conn: &mut Conn) -> Result<i64, Fault> {
    Ok(conn.setting(CURSOR).await?.and_then(|text| text.parse().ok()).unwrap_or(0))
}

impl App {
    /// The surroundings of what a person is told while they don't ask; nothing when the person is switched off.
    pub(crate) fn ctx_told(&self, owner: Uuid) -> Option<Ctx> {
        let company = self.company();
        company.org.person(owner).filter(|person| person.active)?;
        let locale = company.locales.get(&owner).copied().unwrap_or(company.settings.locale);
        Some(self.ctx(owner, locale, Via::Api))
    }

    /// Makes messages of the next events; answers whether there may be more.
    pub(super) async fn fan_out(&self, webhooks: &[Webhook]) -> Result<bool, Fault> {
        let mut conn = self.store.read().await?;
        let from = cursor(&mut conn).await?;
        let events = conn.events_after(from, CHUNK).await?;
        drop(conn);
        let (Some(last), full) = (events.last().map(|event| event.seq), events.len() == CHUNK) else {
            return Ok(false);
        };
        let mut listeners = Vec::new();
        for webhook in webhooks {
            match self.ctx_told(webhook.owner) {
                Some(ctx) => listeners.push((webhook, ctx, Wants::read(&webhook.doc))),
                None if webhook.state == "active" => self.stop_webhook(webhook, "owner_inactive").await?,
                None => {}
            }
        }
        // In the order of what happened, whoever is told: later events have larger ids.
        let mut deliveries: Vec<Delivery> = Vec::new();
        for event in &events {
            for (webhook, ctx, wants) in &listeners {
                if event.at >= webhook.created_at {
                    deliveries.extend(self.messages(ctx, webhook, wants, event).await?);
                }
            }
        }
        self.store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Webhooks).await?;
                    // Another process was faster.
                    if cursor(tx).await? == from {
                        tx.add_deliveries(deliveries).await?;
                        tx.put_setting(CURSOR, &last.to_string()).await?;
                    }
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        Ok(full)
    }

    /// The messages that one webhook gets of one event: one for each record that its owner may see.
    async fn messages(
        &self,
        ctx: &Ctx,
        webhook: &Webhook,
        wants: &Wants,
        event: &Event,
    ) -> Result<Vec<Delivery>, Fault> {
        let kind = events::kind(&event.kind);
        if !wants.has(&event.object, kind) {
            return Ok(Vec::new());
        }
        let Some(Told::Records(records)) = events::read(event) else { return Ok(Vec::new()) };
        let fields: Fields =
            serde_json::from_str(&event.payload).unwrap_or_else(|_| Fields { fields: Vec::new() });
        let touched: HashMap<Uuid, &events::Touched> =
            records.records.iter().map(|record| (record.id, record)).collect();
        let seen = self.notices(ctx, &records).await?;
        let made = seen.into_iter().filter_map(|notice| {
            let record = touched.get(&notice.id)?;
            let detail = json!({
                "version": notice.version, "by": notice.by, "fields": fields.fields,
                "owner": record.owner, "owner_department": record.owner_department,
            });
            let mut delivery = self.delivery(webhook, kind, detail.to_string());
            delivery.object = Some(notice.object);
            delivery.record_id = Some(notice.id);
            delivery.created_at = event.at;
            Some(delivery)
        });
        Ok(made.collect())
    }

    /// A message that is due now.
    pub(super) fn delivery(&self, webhook: &Webhook, kind: &str, detail: String) -> Delivery {
        let now = self.now();
        Delivery {
            id: self.new_id(),
            webhook_id: webhook.id,
            kind: kind.to_owned(),
            object: None,
            record_id: None,
            detail,
            state: "waiting".to_owned(),
            attempts: 0,
            next_at: Some(now),
            tried_at: None,
            status: None,
            took_ms: None,
            response: None,
            error: None,
            created_at: now,
        }
    }
}
