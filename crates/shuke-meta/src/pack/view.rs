//! Views that a pack brings.

use serde::{Deserialize, Serialize};
use shuke_base::Text;

use super::{PackError, error, parse};
use crate::{Grain, Schema};

/// How a view lays its records out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ViewKind {
    /// Rows.
    #[default]
    List,
    /// A column of cards for each option of a choice.
    Board,
    /// Days, by a date.
    Calendar,
}

impl ViewKind {
    /// The name that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Board => "board",
            Self::Calendar => "calendar",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::List, Self::Board, Self::Calendar].into_iter().find(|kind| kind.name() == name)
    }
}

/// A view as it stands in a pack. Its filter is checked where filters are understood.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewDef {
    /// What people read.
    pub label: Text,
    /// How the records are laid out: `list`, `board` or `calendar`.
    #[serde(default)]
    pub kind: ViewKind,
    /// The choice that a board has its columns by, or the field that a list is grouped by.
    #[serde(default)]
    pub group: Option<String>,
    /// Of a list that is grouped by a date, how large the spans are; months when absent.
    #[serde(default)]
    pub grain: Option<Grain>,
    /// The number whose sum stands above each column of a board or each group of a list.
    #[serde(default)]
    pub sum: Option<String>,
    /// Fields on a board's cards, beside the name.
    #[serde(default)]
    pub card: Vec<String>,
    /// The date that places records in a calendar.
    #[serde(default)]
    pub date: Option<String>,
    /// The date until which they last.
    #[serde(default)]
    pub end: Option<String>,
    /// Columns in order; those of the object when there are none.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Columns that stay in sight beside the name.
    #[serde(default)]
    pub pinned: Vec<String>,
    /// Filter tree.
    #[serde(default)]
    pub filter: Option<serde_json::Value>,
    /// Sort keys, `-` in front for largest first.
    #[serde(default)]
    pub sort: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Views {
    views: Vec<ViewDef>,
}

/// The views of each object, which may name only fields that the object has.
pub(super) fn read_views(
    folder: &str,
    files: &[(&str, &str)],
    schema: &Schema,
) -> Result<Vec<(String, Vec<ViewDef>)>, PackError> {
    let mut found = Vec::new();
    for (file, text) in files {
        let Some(name) = file.strip_prefix(folder).and_then(|own| own.strip_suffix(".toml")) else {
            continue;
        };
        let object =
            schema.object(name).ok_or_else(|| error(file, format!("there is no object “{name}”")))?;
        let views: Views = parse(file, text)?;
        for view in &views.views {
            let sort = view.sort.iter().map(|key| key.strip_prefix('-').unwrap_or(key));
            let laid = [&view.group, &view.sum, &view.date, &view.end].into_iter().flatten();
            let listed = view.columns.iter().chain(&view.pinned).chain(&view.card).chain(laid);
            let named = listed.map(String::as_str).chain(sort);
            if let Some(field) = named.into_iter().find(|field| !object.has(field)) {
                return Err(error(file, format!("view “{}”: there is no field “{field}”", view.label.en)));
            }
            let missing = match view.kind {
                ViewKind::List => None,
                ViewKind::Board => view.group.is_none().then_some("group"),
                ViewKind::Calendar => view.date.is_none().then_some("date"),
            };
            if let Some(missing) = missing {
                return Err(error(file, format!("view “{}”: it needs a “{missing}”", view.label.en)));
            }
        }
        found.push((name.to_owned(), views.views));
    }
    Ok(found)
}
