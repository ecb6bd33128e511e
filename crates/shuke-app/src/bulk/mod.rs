//! The same change of many records: all that match a filter, or those that were chosen. A durable job carries it out
//! batch by batch, each record through the one write path; it can be stopped, goes on after a crash, and can be undone.

pub mod job;
pub mod manage;
mod undo;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use shuke_access::Action;
use shuke_base::{Fault, Locale, Uuid};
use shuke_store::system::Task;

use crate::import::doc::StoredFault;
use crate::records::entries::Asked;
use crate::task::read;

/// The sort of work, as it is kept.
pub const KIND: &str = "bulk";
/// Refusals that are kept with their records, at most; the rest is counted.
const FAULTS: usize = 100;

/// What is done to each record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Values are set; a new owner among them is a transfer.
    Change,
    /// To the recycle bin.
    Delete,
    /// Out of the recycle bin.
    Restore,
}

/// What is to be done, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spec {
    /// To each record.
    pub what: What,
    /// What is set, added and taken out.
    #[serde(flatten)]
    pub asked: Asked,
    /// Filters that all must hold: the view's and the request's.
    #[serde(default)]
    pub filters: Vec<Json>,
    /// Quick search.
    #[serde(default)]
    pub q: Option<String>,
    /// These records alone, in the order of ids.
    #[serde(default)]
    pub ids: Option<Vec<Uuid>>,
    /// By which door it was asked for.
    pub via: String,
    /// Language of whoever asked.
    pub locale: Locale,
}

impl Spec {
    /// The right that it needs beside those that each record's change needs.
    #[must_use]
    pub fn right(&self) -> Action {
        match self.what {
            What::Delete | What::Restore => Action::Delete,
            What::Change => {
                let Asked { values, add, remove } = &self.asked;
                let owner = values.keys().all(|name| name == "owner") && add.is_empty() && remove.is_empty();
                if owner { Action::Transfer } else { Action::BulkEdit }
            }
        }
    }
}

/// A record that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The record.
    pub id: Uuid,
    /// What it was called.
    pub name: String,
    /// Why.
    #[serde(flatten)]
    pub fault: StoredFault,
}

/// What an undo did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Undone {
    /// Records that are as before.
    pub restored: u64,
    /// Records that were changed since and stay.
    pub kept: u64,
}

/// How far it is, as it is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Doc {
    /// Records that it changed.
    pub changed: u64,
    /// Records that were so already.
    pub unchanged: u64,
    /// Records that were refused.
    pub failed: u64,
    /// The first of them.
    pub faults: Vec<Refused>,
    /// What an undo did.
    pub undone: Option<Undone>,
    /// Why it failed as a whole.
    pub error: Option<StoredFault>,
}

/// The work as callers see it.
fn view(task: &Task, locale: Locale) -> Result<Json, Fault> {
    let (spec, doc): (Spec, Doc) = (read(&task.spec)?, read(&task.doc)?);
    let faults: Vec<Json> = doc
        .faults
        .iter()
        .map(|one| json!({"id": one.id, "name": one.name, "code": one.fault.code, "message": one.fault.message(locale)}))
        .collect();
    let can_undo = doc.changed > 0
        && doc.undone.is_none()
        && matches!(task.state.as_str(), "done" | "stopped" | "failed");
    Ok(json!({
        "id": task.id, "object": task.object, "action": spec.what, "values": spec.asked.values,
        "add": spec.asked.add, "remove": spec.asked.remove, "state": task.state,
        "rows_total": task.rows_total, "rows_done": task.rows_done, "changed": doc.changed,
        "unchanged": doc.unchanged, "failed": doc.failed, "faults": faults, "undone": doc.undone,
        "error": doc.error.as_ref().map(|fault| fault.message(locale)), "can_undo": can_undo,
        "created_at": task.created_at, "started_at": task.started_at, "finished_at": task.finished_at,
    }))
}
