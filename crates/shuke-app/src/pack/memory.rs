//! What a company remembers of its pack: the version, what each line said when it was taken, and which roles came of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shuke_base::{Fault, Uuid};
use shuke_meta::pack::Pack;
use shuke_store::{Conn, Tx};

use super::items::{self, Items};

/// The setting that holds it.
const SETTING: &str = "pack.given";

/// The memory.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// Version of the pack when something was taken last.
    pub(super) version: String,
    /// What was taken; all that the pack gave at set-up.
    pub(super) items: Items,
    /// The roles by the pack's names for them, whatever they are called now.
    pub(super) roles: BTreeMap<String, Uuid>,
}

impl Memory {
    /// Everything that the pack gives, as a new company takes it.
    pub(crate) fn of(pack: &Pack, roles: BTreeMap<String, Uuid>) -> Result<Self, Fault> {
        Ok(Self { version: pack.version.clone(), items: items::of_pack(pack)?, roles })
    }

    /// What is remembered; nothing of companies that were made before there was a memory.
    pub(super) async fn stored(conn: &mut Conn) -> Result<Option<Self>, Fault> {
        let stored = conn.setting(SETTING).await?;
        Ok(stored.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Keeps it.
    pub(crate) async fn put(&self, tx: &mut Tx) -> Result<(), Fault> {
        Ok(tx.put_setting(SETTING, &serde_json::json!(self).to_string()).await?)
    }
}
