//! Browsers that notices are pushed to.

use shuke_base::Uuid;
use utoipa::ToSchema;

/// Whether notices are pushed, and where to.
#[derive(Debug, ToSchema)]
pub struct Push {
    /// The company has switched it on.
    pub on: bool,
    /// The server's public key (P-256, uncompressed, base64url), as `PushManager.subscribe` takes it; none while it is
    /// off.
    #[schema(required)]
    pub key: Option<String>,
    /// The caller's browsers, oldest first.
    pub devices: Vec<PushDevice>,
}

/// A browser that notices are pushed to.
#[derive(Debug, ToSchema)]
pub struct PushDevice {
    /// Its id.
    pub id: Uuid,
    /// What the browser calls itself.
    pub agent: String,
    /// When it was added.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When its push service last took something.
    #[schema(required, format = DateTime)]
    pub sent_at: Option<String>,
    /// Since when it has taken nothing.
    #[schema(required, format = DateTime)]
    pub failing_since: Option<String>,
    /// The one that this call came by.
    pub current: bool,
}

/// What a browser's `PushSubscription.toJSON()` gives.
#[derive(Debug, ToSchema)]
pub struct PushSubscription {
    /// The address at the browser's push service; `https:`, and not in a private network.
    pub endpoint: String,
    /// Left alone.
    #[schema(rename = "expirationTime")]
    pub expiration_time: Option<f64>,
    /// What messages are closed with.
    pub keys: PushKeys,
}

/// What messages to a browser are closed with (RFC 8291).
#[derive(Debug, ToSchema)]
pub struct PushKeys {
    /// The browser's public key: P-256, uncompressed, base64url.
    pub p256dh: String,
    /// 16 bytes in base64url.
    pub auth: String,
}

/// What came of a message that was sent to try.
#[derive(Debug, ToSchema)]
pub struct PushTried {
    /// The push service has taken it.
    pub sent: bool,
    /// Status of its answer.
    #[schema(required)]
    pub status: Option<u16>,
    /// Why there was none: `no_such_name`, `unreachable`, `tls`, `timed_out`, `broken`, `private`, `plain`, `bad_url`.
    #[schema(required)]
    pub error: Option<String>,
    /// The browser wants no more: it was removed.
    pub gone: bool,
}
