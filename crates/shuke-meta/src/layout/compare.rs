//! What differs between two layouts, field by field: for whoever goes back to an earlier one.

use shuke_base::Text;

use super::{Layout, Section};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The second has the field, the first doesn't.
    Added {
        /// Api name.
        field: String,
        /// Where it stands.
        to: Text,
    },
    /// The first has the field, the second doesn't.
    Removed {
        /// Api name.
        field: String,
        /// Where it stood.
        from: Text,
    },
    /// It stands elsewhere, or in another order among the fields of its section.
    Moved {
        /// Api name.
        field: String,
        /// Where it stood.
        from: Text,
        /// Where it stands.
        to: Text,
    },
    /// A property of the whole: `label`, `roles`, `types`, `sections` (headings, columns, order of sections and
    /// tabs), `related`, `related_tabs`, `highlights`.
    Property(&'static str),
}

/// What differs, in the order of the second; what went comes last.
#[must_use]
pub fn compare(first: &Layout, second: &Layout) -> Vec<Change> {
    let (before, after) = (places(first), places(second));
    let find = |places: &[Place], field: &str| places.iter().position(|place| place.field == field);
    let mut changes = Vec::new();
    for (name, differs) in [
        ("label", first.label != second.label),
        ("roles", first.roles != second.roles),
        ("types", first.types != second.types),
        ("sections", frame(first) != frame(second)),
        ("related", first.related != second.related),
        ("related_tabs", first.related_tabs != second.related_tabs),
        ("highlights", first.highlights != second.highlights),
    ] {
        if differs {
            changes.push(Change::Property(name));
        }
    }
    let stay = stay(&before, &after);
    for place in &after {
        let to = place.label();
        match find(&before, &place.field) {
            None => changes.push(Change::Added { field: place.field.clone(), to }),
            Some(at) if !stay.contains(&place.field) => {
                let (field, from) = (place.field.clone(), before[at].label());
                changes.push(Change::Moved { field, from, to });
            }
            Some(_) => {}
        }
    }
    for place in before.iter().filter(|place| find(&after, &place.field).is_none()) {
        changes.push(Change::Removed { field: place.field.clone(), from: place.label() });
    }
    changes
}

/// Where a field stands.
struct Place<'a> {
    tab: Option<&'a Text>,
    section: &'a Section,
    field: String,
}

impl Place<'_> {
    fn label(&self) -> Text {
        let Some(tab) = self.tab else { return self.section.label.clone() };
        let joined = |a: &str, b: &str| {
            if a.is_empty() || b.is_empty() { format!("{a}{b}") } else { format!("{a} · {b}") }
        };
        Text::new(joined(&tab.zh, &self.section.label.zh), joined(&tab.en, &self.section.label.en))
    }

    fn same_group(&self, other: &Self) -> bool {
        self.tab == other.tab && self.section.label == other.section.label
    }
}

fn places(layout: &Layout) -> Vec<Place<'_>> {
    let own = layout.sections.iter().map(|section| (None, section));
    let tabs = layout
        .tabs
        .iter()
        .flat_map(|tab| tab.sections.iter().map(move |section| (Some(&tab.label), section)));
    own.chain(tabs)
        .flat_map(|(tab, section)| {
            section.fields.iter().map(move |field| Place { tab, section, field: field.clone() })
        })
        .collect()
}

/// A heading with its look: of a section, or of a tab.
type Heading<'a> = (Option<&'a Text>, Option<(&'a Text, u8, bool, bool)>);

/// Headings and looks of sections and tabs, in order.
fn frame(layout: &Layout) -> Vec<Heading<'_>> {
    fn look(section: &Section) -> Option<(&Text, u8, bool, bool)> {
        Some((&section.label, section.columns, section.collapsed, section.card))
    }
    let own = layout.sections.iter().map(|section| (None, look(section)));
    let tabs = layout.tabs.iter().flat_map(|tab| {
        let inner = tab.sections.iter().map(|section| (Some(&tab.label), look(section)));
        std::iter::once((Some(&tab.label), None)).chain(inner)
    });
    own.chain(tabs).collect()
}

/// The fields that stay: in the same section of the same tab, and in the longest run whose order among themselves is
/// the same, so that one field that is pulled up isn't told as all others moving down.
fn stay(before: &[Place<'_>], after: &[Place<'_>]) -> Vec<String> {
    let kept: Vec<(usize, &Place<'_>)> = after
        .iter()
        .filter_map(|place| {
            let at = before.iter().position(|old| old.field == place.field && old.same_group(place))?;
            Some((at, place))
        })
        .collect();
    // The longest rising run of old places within each group; lists are short.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(kept.len());
    for (i, (at, place)) in kept.iter().enumerate() {
        let longest =
            (0..i).filter(|j| kept[*j].0 < *at && kept[*j].1.same_group(place)).max_by_key(|j| best[*j].0);
        best.push((longest.map_or(1, |j| best[j].0 + 1), longest));
    }
    let mut stay = Vec::new();
    let mut done: Vec<usize> = Vec::new();
    for i in 0..kept.len() {
        if done.contains(&i) {
            continue;
        }
        let group: Vec<usize> = (i..kept.len()).filter(|j| kept[*j].1.same_group(kept[i].1)).collect();
        let mut end = group.iter().copied().max_by_key(|j| best[*j].0);
        while let Some(j) = end {
            stay.push(kept[j].1.field.clone());
            end = best[j].1;
        }
        done.extend(group);
    }
    stay
}
