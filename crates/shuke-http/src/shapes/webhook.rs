//! Webhooks.

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;

/// A webhook.
#[derive(Debug, ToSchema)]
pub struct Webhook {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// `active`, `paused` by a person, or `stopped` by the program.
    pub state: String,
    /// Why it was stopped: `gone`, `unreachable`, `owner_inactive`.
    #[schema(required)]
    pub reason: Option<String>,
    /// Objects that it is told of; all when empty.
    pub objects: Vec<String>,
    /// `created`, `updated`, `deleted`, `restored`; all when empty.
    pub kinds: Vec<String>,
    /// The person whose rights decide what it is told.
    pub owner: Ref,
    /// Since when nothing has arrived.
    #[schema(required, format = DateTime)]
    pub failing_since: Option<String>,
    /// Messages that wait, counted up to 1000.
    pub waiting: i64,
    /// Messages that were given up, counted up to 1000.
    pub failed: i64,
    /// Until when messages are also signed with the secret before.
    #[schema(required, format = DateTime)]
    pub old_secret_until: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
}

/// All webhooks.
#[derive(Debug, ToSchema)]
pub struct Webhooks {
    /// Oldest first.
    pub items: Vec<Webhook>,
    /// Whether addresses may be private and unencrypted.
    pub private: bool,
}

/// A webhook with a secret that was made just now.
#[derive(Debug, ToSchema)]
pub struct WebhookSecret {
    /// The webhook.
    #[schema(inline)]
    #[serde(flatten)]
    pub webhook: Webhook,
    /// The secret, `whsec_…`, which nobody will see again.
    pub secret: String,
}

/// A new webhook.
#[derive(Debug, ToSchema)]
pub struct WebhookWrite {
    /// What people call it.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Where it is: https, a public address.
    #[schema(max_length = 2000)]
    pub url: String,
    /// Objects that it is told of; all when empty or absent.
    pub objects: Option<Vec<String>>,
    /// `created`, `updated`, `deleted`, `restored`; all when empty or absent.
    pub kinds: Option<Vec<String>>,
    /// The person whose rights decide what it is told; the caller when absent.
    pub owner: Option<Uuid>,
}

/// Changes of a webhook; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct WebhookChange {
    /// What people call it.
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// Where it is.
    #[schema(max_length = 2000)]
    pub url: Option<String>,
    /// Objects that it is told of; all when empty.
    pub objects: Option<Vec<String>>,
    /// `created`, `updated`, `deleted`, `restored`; all when empty.
    pub kinds: Option<Vec<String>>,
    /// The person whose rights decide what it is told.
    pub owner: Option<Uuid>,
    /// `active` or `paused`. What happens while nothing is sent waits for a week.
    pub state: Option<String>,
}

/// A message to a webhook, without what it said.
#[derive(Debug, ToSchema)]
pub struct Delivery {
    /// Its id.
    pub id: Uuid,
    /// The id that the peer is told, in the head `webhook-id`.
    pub message_id: String,
    /// Such as `lead.updated` or `webhook.test`.
    pub r#type: String,
    /// The object.
    #[schema(required)]
    pub object: Option<String>,
    /// The record.
    #[schema(required)]
    pub record: Option<Uuid>,
    /// `waiting`, `delivered`, `failed` (given up), `skipped` (the owner may not see it).
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next.
    #[schema(required, format = DateTime)]
    pub next_at: Option<String>,
    /// When it was last tried.
    #[schema(required, format = DateTime)]
    pub tried_at: Option<String>,
    /// Status of the last answer.
    #[schema(required)]
    pub status: Option<i64>,
    /// Milliseconds until it came.
    #[schema(required)]
    pub took_ms: Option<i64>,
    /// The beginning of the last answer.
    #[schema(required)]
    pub response: Option<String>,
    /// Why there was no answer, or why nothing was sent.
    #[schema(required)]
    pub error: Option<String>,
    /// When the event happened.
    #[schema(format = DateTime)]
    pub created_at: String,
}

/// A page of messages.
#[derive(Debug, ToSchema)]
pub struct DeliveryPage {
    /// Newest first.
    pub items: Vec<Delivery>,
    /// Where the next page begins.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// What is to be sent again.
#[derive(Debug, ToSchema)]
pub struct Replay {
    /// Events since this moment; null for all.
    #[schema(required, format = DateTime)]
    pub since: Option<String>,
}

/// What is sent again.
#[derive(Debug, ToSchema)]
pub struct Replayed {
    /// How many messages.
    pub replayed: u64,
}
