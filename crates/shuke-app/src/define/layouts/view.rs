//! Layouts as forms and record pages read them: without what is hidden from the caller.

use serde::Serialize;
use shuke_base::{Locale, Text};
use shuke_meta::{Layout, ObjectDef, Section};

use crate::context::Ctx;
use crate::roles::Labels;

/// How fields are arranged on forms and record pages.
#[derive(Debug, Clone, Serialize)]
pub struct LayoutView {
    /// Always seen, in order.
    pub sections: Vec<SectionView>,
    /// Seen one at a time, below.
    pub tabs: Vec<TabView>,
    /// Lists of records that point here, as `object.field`; null = all, in the usual order.
    pub related: Option<Vec<String>>,
    /// Which of them are tabs of the record's page, as `object.field`; null = those of `related`.
    pub related_tabs: Option<Vec<String>>,
    /// Fields in the head of the record's page; null = chosen by their kinds.
    pub highlights: Option<Vec<String>>,
}

/// A layout for some records; it is the caller's when the record's type is among its types.
#[derive(Debug, Clone, Serialize)]
pub struct NamedLayoutView {
    /// Api name.
    pub name: String,
    /// Options of the type field; none = every record.
    pub types: Vec<String>,
    /// What stands where.
    #[serde(flatten)]
    pub layout: LayoutView,
}

/// Sections behind a tab.
#[derive(Debug, Clone, Serialize)]
pub struct TabView {
    /// What the caller reads.
    pub label: String,
    /// In both languages.
    pub labels: Labels,
    /// Its sections.
    pub sections: Vec<SectionView>,
}

/// A group of fields.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    /// What the caller reads.
    pub label: String,
    /// In both languages.
    pub labels: Labels,
    /// Api names, in order.
    pub fields: Vec<String>,
    /// Fields side by side where there is room.
    pub columns: u8,
    /// Only its heading is seen at first.
    pub collapsed: bool,
    /// It stands above everything else on the record's page.
    pub card: bool,
}

fn said(text: &Text, locale: Locale) -> String {
    text.get(locale).to_owned()
}

/// The sections without fields that aren't seen; one that has nothing else goes along.
fn sections(sections: &[Section], seen: &impl Fn(&str) -> bool, locale: Locale) -> Vec<SectionView> {
    let view = |section: &Section| SectionView {
        label: said(&section.label, locale),
        labels: Labels::from(&section.label),
        fields: section.fields.iter().filter(|name| seen(name)).cloned().collect(),
        columns: section.columns,
        collapsed: section.collapsed,
        card: section.card,
    };
    let sections = sections.iter().map(|section| (section.fields.is_empty(), view(section)));
    sections.filter(|(empty, view)| *empty || !view.fields.is_empty()).map(|(_, view)| view).collect()
}

/// A layout as somebody sees it who sees these fields.
pub(in crate::define) fn layout(layout: &Layout, seen: &impl Fn(&str) -> bool, locale: Locale) -> LayoutView {
    let tabs = layout.tabs.iter().map(|tab| {
        let view = TabView {
            label: said(&tab.label, locale),
            labels: Labels::from(&tab.label),
            sections: sections(&tab.sections, seen, locale),
        };
        (tab.sections.is_empty(), view)
    });
    LayoutView {
        sections: sections(&layout.sections, seen, locale),
        tabs: tabs.filter(|(empty, tab)| *empty || !tab.sections.is_empty()).map(|(_, tab)| tab).collect(),
        related: layout.related.clone(),
        related_tabs: layout.related_tabs.clone(),
        highlights: layout
            .highlights
            .as_ref()
            .map(|fields| fields.iter().filter(|name| seen(name)).cloned().collect()),
    }
}

/// The layouts that concern the caller, in order.
pub(in crate::define) fn named(
    ctx: &Ctx,
    object: &ObjectDef,
    seen: &impl Fn(&str) -> bool,
) -> Vec<NamedLayoutView> {
    let roles: Vec<String> = ctx.viewer.roles().iter().map(|role| role.id.to_string()).collect();
    let view = |it: &Layout| NamedLayoutView {
        name: it.name.clone(),
        types: it.types.clone(),
        layout: layout(it, seen, ctx.locale),
    };
    object.layouts_for(&roles).map(view).collect()
}
