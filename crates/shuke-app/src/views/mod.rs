//! Saved views: records as a list, a board or a calendar, with filter, order and look under a name, for oneself or
//! shared.
//!
//! A view says what to show and never gives sight: [`apply`] reads its filter with the rights of whoever looks, leaves
//! out columns that are hidden from them, and refuses a filter that asks for a hidden field.

pub mod apply;
pub mod choice;
mod layout;
pub mod manage;
mod read;
mod share;
mod show;
pub(crate) mod whole;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use shuke_base::{Code, Fault, Text, Uuid};
use shuke_meta::pack::{ViewDef, ViewKind};
use shuke_store::system::SavedView;

use crate::context::Ctx;

pub use apply::Applied;
pub(crate) use layout::makes_columns;
pub use share::Audience;

/// What a view holds, as it is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewDoc {
    /// What people read.
    pub label: Text,
    /// How the records are laid out.
    pub kind: ViewKind,
    /// The choice, cascade or region that a board has its columns by, or the field that a list is grouped by.
    pub group: Option<String>,
    /// Of a list that is grouped by a date, how large the spans are; months when absent.
    pub grain: Option<String>,
    /// The number whose sum stands above each column of a board or each group of a list.
    pub sum: Option<String>,
    /// Fields on a board's cards, beside the name.
    pub card: Vec<String>,
    /// The date that places records in a calendar.
    pub date: Option<String>,
    /// The date until which they last.
    pub end: Option<String>,
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

/// Whether the caller has the view.
pub(crate) fn has(ctx: &Ctx, view: &SavedView) -> Result<bool, Fault> {
    Ok(share::has(ctx, view, &ViewDoc::of(view)?))
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
            kind: def.kind,
            group: def.group.clone(),
            grain: def.grain.map(|grain| grain.name().to_owned()),
            sum: def.sum.clone(),
            card: def.card.clone(),
            date: def.date.clone(),
            end: def.end.clone(),
            columns: def.columns.clone(),
            filter: def.filter.clone(),
            sort: def.sort.clone(),
            pinned: def.pinned.clone(),
            ..Self::default()
        }
    }
}
