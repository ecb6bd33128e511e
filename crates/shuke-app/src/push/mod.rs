//! Notices that reach a person's browsers while the page is closed (Web Push: RFC 8030, 8291, 8292).
//!
//! A company switches it on by saying whom push services may turn to. The server's key is made when it is first needed
//! and lies sealed with the key ring. A notice's row for each browser of its person is written in the notice's own
//! transaction (`shuke_store::system::push`); [`send`] posts what is due, in the background. What a message says is
//! worked out then, with the rights of its person, as the page would show it, and only that browser can read it.

mod crypt;
mod devices;
mod message;
mod send;
mod vapid;

use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use p256::PublicKey;
use serde::{Deserialize, Serialize};
use shuke_base::Moment;

pub use devices::{PushDeviceView, PushTried, PushView};

/// How long a message is worth being told: as long, and no longer, it waits for its browser.
pub(crate) const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// Where a browser is reached, and what messages to it are closed with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Target {
    endpoint: String,
    p256dh: String,
    auth: String,
}

impl Target {
    /// The browser's key, and the secret that it shares.
    fn keys(&self) -> Option<(PublicKey, [u8; crypt::AUTH])> {
        let point = bytes(&self.p256dh).filter(|point| point.len() == crypt::POINT)?;
        let auth = bytes(&self.auth)?.try_into().ok()?;
        Some((PublicKey::from_sec1_bytes(&point).ok()?, auth))
    }
}

/// What browsers write with or without signs that fill up.
fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()
}

/// What a message says, as the service worker of the page reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Said {
    title: String,
    body: String,
    /// Where in the page it leads.
    path: String,
    /// What stands under a tag is replaced by what comes later.
    tag: String,
    /// The notice, to be marked read.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<shuke_base::Uuid>,
    /// Alerts once more when it replaces another.
    again: bool,
    lang: &'static str,
    at: Moment,
}
