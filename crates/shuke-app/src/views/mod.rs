//! Saved views of lists: columns, filter, order and look under a name, for oneself or shared.
//!
//! A view says what to show and never gives sight: [`apply`] reads its filter with the rights of whoever looks, leaves
//! out columns that are hidden from them, and refuses a filter that asks for a hidden field.

pub mod apply;
pub mod choice;
pub mod manage;
mod read;
mod share;
mod show;
pub(crate) mod whole;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use shuke_base::{Code, Fault, Text, Uuid};
use shuke_meta::pack::ViewDef;
use shuke_store::system::SavedView;

pub use apply::Applied;
pub use share::Audience;

/// The kind of views that show rows. Boards and calendars will be others.
pub const LIST: &str = "list";

/// What a view holds, as it is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewDoc {
    /// What people read.
    pub label: Text,
    /// How the records are laid out: [`LIST`].
    pub kind: String,
    /// Columns in order; those of the object when there are none.
    pub columns: Vec<String>,
    /// Widths that differ from the usual one, in pixels.
    pub widths: BTreeMap<String, u32>,
    /// Columns that stay in sight while one scrolls sideways, beside the name.
    pub pinned: Vec<String>,
    /// Filter tree.
    pub filter: Option<Json>,
    /// Sort keys, `-` in front for largest first.
    pub sort: Vec<String>,
    /// compact, normal or roomy.
    pub density: Option<String>,
    /// Roles that it is shared with.
    pub roles: Vec<Uuid>,
    /// Departments that it is shared with, and all below them.
    pub departments: Vec<Uuid>,
}

impl ViewDoc {
    /// Reads the document of a view.
    ///
    /// # Errors
    /// When it can't be read, which is a mistake of ours.
    pub fn of(view: &SavedView) -> Result<Self, Fault> {
        serde_json::from_str(&view.doc).map_err(|error| {
            tracing::error!(%error, id = %view.id, "a saved view can't be read");
            Fault::new(Code::Internal)
        })
    }

    /// The document as it is kept.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// A view of a pack.
    #[must_use]
    pub fn of_pack(def: &ViewDef) -> Self {
        Self {
            label: def.label.clone(),
            kind: LIST.to_owned(),
            columns: def.columns.clone(),
            filter: def.filter.clone(),
            sort: def.sort.clone(),
            pinned: def.pinned.clone(),
            ..Self::default()
        }
    }
}
