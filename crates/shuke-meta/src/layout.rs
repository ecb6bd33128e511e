//! Layouts: which fields stand where on forms and record pages, and for whom.
//!
//! A layout is no right: what is not on it stays in lists, filters and the API. Rights are those of roles.

mod compare;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use shuke_base::Text;

pub use self::compare::{Change, compare};
use crate::field::{FieldDef, FieldKind};
use crate::object::ObjectDef;

/// The name under which the object's own layout is known; no other layout may have it.
pub const DEFAULT: &str = "default";

fn two() -> u8 {
    2
}

fn is_two(columns: &u8) -> bool {
    *columns == 2
}

/// A group of fields on forms and record pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Heading.
    pub label: Text,
    /// Api names, in order.
    pub fields: Vec<String>,
    /// How many fields stand side by side where there is room: 1 or 2.
    #[serde(default = "two", skip_serializing_if = "is_two")]
    pub columns: u8,
    /// Only its heading is seen at first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collapsed: bool,
    /// Stands above everything else on the record's page, to be seen at first glance; on forms it is a section like others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub card: bool,
}

impl Default for Section {
    fn default() -> Self {
        Self { label: Text::default(), fields: Vec::new(), columns: two(), collapsed: false, card: false }
    }
}

/// Sections that are seen one group at a time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tab {
    /// What the tab is called.
    pub label: Text,
    /// Its sections.
    #[serde(default)]
    pub sections: Vec<Section>,
}

/// What stands on a form and a record page, and where; and who gets it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Api name.
    pub name: String,
    /// What administrators read.
    #[serde(default)]
    pub label: Text,
    /// Ids of the roles that get it, in a pack their names; none = everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Options of the object's `type_field` that it is for; none = all records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Always seen, above the tabs.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Seen one at a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tabs: Vec<Tab>,
    /// Lists of records that point here, as `object.field`, in order; absent = all of them, in the usual order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related: Option<Vec<String>>,
    /// Which of these lists are tabs of the record's page, as `object.field`, in order; absent = those of `related`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related_tabs: Option<Vec<String>>,
    /// Api names of the fields in the head of the record's page, in order; absent = chosen by their kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highlights: Option<Vec<String>>,
}

impl Layout {
    /// All sections, those of the tabs included, in order.
    pub fn all_sections(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().chain(self.tabs.iter().flat_map(|tab| &tab.sections))
    }

    /// Whether the field stands on it.
    #[must_use]
    pub fn shows(&self, field: &str) -> bool {
        self.all_sections().any(|section| section.fields.iter().any(|name| name == field))
    }

    /// Whether the field stands on it, or in the head of the record's page: what would lose it.
    #[must_use]
    pub fn uses(&self, field: &str) -> bool {
        self.shows(field) || self.highlights.iter().flatten().any(|name| name == field)
    }

    /// Takes away what `keep` says no to; whether anything went.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) -> bool {
        let mut gone = false;
        for section in self.sections.iter_mut().chain(self.tabs.iter_mut().flat_map(|tab| &mut tab.sections))
        {
            let before = section.fields.len();
            section.fields.retain(|name| keep(name));
            gone |= section.fields.len() < before;
        }
        if let Some(highlights) = &mut self.highlights {
            let before = highlights.len();
            highlights.retain(|name| keep(name));
            gone |= highlights.len() < before;
        }
        gone
    }

    /// Takes away sections without a field, and tabs without a section: there is nothing of them to be seen.
    pub fn drop_empty(&mut self) {
        self.sections.retain(|section| !section.fields.is_empty());
        for tab in &mut self.tabs {
            tab.sections.retain(|section| !section.fields.is_empty());
        }
        self.tabs.retain(|tab| !tab.sections.is_empty());
    }

    /// Adds a field at the end of the last section that is always seen, or of a new one.
    pub fn append(&mut self, field: &str) {
        if self.sections.is_empty() {
            self.sections.push(Section { label: Text::new("基本信息", "Basics"), ..Section::default() });
        }
        if let Some(last) = self.sections.last_mut() {
            last.fields.push(field.to_owned());
        }
    }

    /// The fields of the object that a new record can't do without and that don't stand here: required ones without a
    /// default that people fill in.
    pub fn missing<'a>(&self, object: &'a ObjectDef) -> Vec<&'a FieldDef> {
        let placed: HashSet<&str> =
            self.all_sections().flat_map(|section| &section.fields).map(String::as_str).collect();
        object.fields.iter().filter(|field| asked(field) && !placed.contains(field.name.as_str())).collect()
    }
}

/// Whether a form can't leave the field out.
#[must_use]
pub fn asked(field: &FieldDef) -> bool {
    let given =
        field.read_only || field.system || field.computed.is_some() || field.kind == FieldKind::AutoNumber;
    field.required && field.default.is_none() && !given
}

/// Whether a value of this kind can be read in one line of the record's head.
#[must_use]
pub fn at_a_glance(kind: FieldKind) -> bool {
    use FieldKind::{Attachment, Id, Image, Lines, RichText, Signature};
    !matches!(kind, Attachment | Id | Image | Lines | RichText | Signature)
}

impl ObjectDef {
    /// The object's own layout, for all who get no other.
    #[must_use]
    pub fn own_layout(&self) -> Layout {
        Layout {
            name: DEFAULT.to_owned(),
            sections: self.layout.clone(),
            tabs: self.layout_tabs.clone(),
            related: self.layout_related.clone(),
            related_tabs: self.layout_related_tabs.clone(),
            highlights: self.layout_highlights.clone(),
            ..Layout::default()
        }
    }

    /// A layout by its name, the object's own among them.
    #[must_use]
    pub fn layout_named(&self, name: &str) -> Option<Layout> {
        if name == DEFAULT {
            return Some(self.own_layout());
        }
        self.layouts.iter().find(|layout| layout.name == name).cloned()
    }

    /// Sets a layout in its place, or adds it as the last.
    pub fn set_layout(&mut self, layout: Layout) {
        if layout.name == DEFAULT {
            self.layout = layout.sections;
            self.layout_tabs = layout.tabs;
            self.layout_related = layout.related;
            self.layout_related_tabs = layout.related_tabs;
            self.layout_highlights = layout.highlights;
        } else if let Some(known) = self.layouts.iter_mut().find(|known| known.name == layout.name) {
            *known = layout;
        } else {
            self.layouts.push(layout);
        }
    }

    /// Puts a field that no form can leave out on every layout that lacks it.
    pub fn lay_out(&mut self, field: &str) {
        if self.field(field).is_some_and(asked) {
            for layout in self.layouts.iter_mut().filter(|layout| !layout.shows(field)) {
                layout.append(field);
            }
        }
    }

    /// The layouts that concern somebody with these roles, in order: the first whose types fit a record is the one that
    /// is shown. What stands behind one that fits every record is left out.
    pub fn layouts_for(&self, roles: &[String]) -> impl Iterator<Item = &Layout> {
        let fits = |layout: &&Layout| {
            layout.roles.is_empty() || layout.roles.iter().any(|role| roles.contains(role))
        };
        let mut closed = false;
        self.layouts.iter().filter(fits).take_while(move |layout| {
            let open = !closed;
            closed |= layout.types.is_empty();
            open
        })
    }
}
