//! Webhooks: other programs are told what happens to records, at least once and in order for each record.
//!
//! The outbox says what happened. [`fan_out`] turns its events into one message for each webhook that wants them and
//! whose owner may see the record; [`send`] posts the messages, signed, and tries again what failed. What a message
//! says is worked out by the owner's rights at the moment when it is sent.

mod fan_out;
mod log;
mod manage;
mod message;
mod send;
mod sign;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

pub use log::{DeliveriesView, DeliveryView};
pub use manage::{NewSecret, WebhookView, WebhooksView};

/// How long a message that has ended can be looked at and sent again.
pub(crate) const KEPT: TimeDelta = TimeDelta::days(30);
/// How long a message waits while its webhook is paused.
pub(crate) const PATIENCE: TimeDelta = TimeDelta::days(7);

/// The setting that says up to which event messages were made.
const CURSOR: &str = "webhooks.cursor";
/// What may happen to a record.
const KINDS: [&str; 4] = ["created", "updated", "deleted", "restored"];
/// The message that an administrator sends to try a webhook.
const TEST: &str = "test";

/// What a webhook wants to be told. Empty lists mean everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Wants {
    objects: Vec<String>,
    kinds: Vec<String>,
}

impl Wants {
    fn read(doc: &str) -> Self {
        serde_json::from_str(doc).unwrap_or_default()
    }

    fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether this is among it.
    fn has(&self, object: &str, kind: &str) -> bool {
        let fits = |list: &[String], name: &str| list.is_empty() || list.iter().any(|one| one == name);
        fits(&self.objects, object) && fits(&self.kinds, kind)
    }
}
