//! What somebody sends about a layout, typed. Whether it holds together is judged by the same check as packs.

use serde_json::{Map, Value as Json};
use shuke_base::Code;
use shuke_meta::{Layout, Section, Tab};

use crate::context::Ctx;
use crate::input::Input;

/// What may be said about a layout; `label` comes along when it is sent back as it was read.
pub(super) const KNOWN: [&str; 11] = [
    "name",
    "label",
    "labels",
    "roles",
    "types",
    "sections",
    "tabs",
    "related",
    "related_tabs",
    "highlights",
    "version",
];

/// What is given, over what is there; the object's own layout is for everybody and keeps its name.
pub(super) fn layout(input: &mut Input<'_>, ctx: &Ctx, mut layout: Layout) -> Layout {
    if layout.name != shuke_meta::layout::DEFAULT {
        if let Some(label) = input.labels("labels") {
            layout.label = label.unwrap_or_default();
        }
        if let Some(types) = input.words("types") {
            layout.types = types.unwrap_or_default();
        }
        if let Some(ids) = input.ids("roles") {
            let ids = ids.unwrap_or_default();
            for (at, id) in ids.iter().enumerate().filter(|(_, id)| !ctx.company.roles.contains_key(id)) {
                input.refuse(input.fault(&format!("roles[{at}]"), Code::UnknownReference).with("value", id));
            }
            layout.roles = ids.iter().map(ToString::to_string).collect();
        }
    }
    arrangement(input, layout)
}

/// The `layout` of an object's definition.
pub(in crate::define) fn own(input: &mut Input<'_>, given: &Map<String, Json>, layout: Layout) -> Layout {
    let mut inner =
        Input::at("layout.", given, &["sections", "tabs", "related", "related_tabs", "highlights"]);
    // A layout that is sent replaces the sections, also when it names none.
    let layout = arrangement(&mut inner, Layout { sections: Vec::new(), ..layout });
    input.absorb(inner);
    layout
}

fn arrangement(input: &mut Input<'_>, mut layout: Layout) -> Layout {
    if let Some(list) = input.list("sections") {
        layout.sections = sections(input, "sections", list.unwrap_or_default());
    }
    if let Some(list) = input.list("tabs") {
        layout.tabs = tabs(input, list.unwrap_or_default());
    }
    if let Some(related) = input.words("related") {
        layout.related = related;
    }
    if let Some(tabs) = input.words("related_tabs") {
        layout.related_tabs = tabs;
    }
    if let Some(fields) = input.words("highlights") {
        layout.highlights = fields;
    }
    layout
}

fn tabs<'a>(input: &mut Input<'a>, list: &'a [Json]) -> Vec<Tab> {
    input.each("tabs", list, ("一个标签页", "a tab"), &["labels", "label", "sections"], |tab| {
        let label = tab.labels("labels").flatten().unwrap_or_default();
        let list = tab.list("sections").flatten().unwrap_or_default();
        Tab { label, sections: sections(tab, "sections", list) }
    })
}

fn sections<'a>(input: &mut Input<'a>, name: &str, list: &'a [Json]) -> Vec<Section> {
    let known = ["labels", "fields", "label", "columns", "collapsed", "card"];
    input.each(name, list, ("一个分组", "a section"), &known, |section| {
        let columns = section.whole("columns").flatten().unwrap_or(2);
        Section {
            label: section.labels("labels").flatten().unwrap_or_default(),
            fields: section.words("fields").flatten().unwrap_or_default(),
            // What is no number of columns stays one that the check refuses.
            columns: u8::try_from(columns).unwrap_or(0),
            collapsed: section.flag("collapsed").flatten().unwrap_or(false),
            card: section.flag("card").flatten().unwrap_or(false),
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_wrong_is_told_by_its_place_in_the_tab() {
        let given = json!({
            "sections": [{"labels": {"zh-CN": "一"}, "fields": ["a"], "columns": 999}, 3],
            "tabs": [{"labels": {"en": "T"}, "sections": [{"fields": "a", "size": 1}]}, {"sections": 7}],
            "related": ["a.b"],
            "related_tabs": null,
            "highlights": ["a", 3],
        });
        let mut input = Input::new(given.as_object().expect("an object"), &KNOWN);
        let layout = arrangement(&mut input, Layout::default());
        assert_eq!((layout.sections.len(), layout.sections[0].columns, layout.tabs.len()), (1, 0, 2));
        assert_eq!(layout.related, Some(vec!["a.b".to_owned()]));
        let told: Vec<String> = input.finish().into_iter().map(|fault| fault.field).collect();
        let expected = [
            "sections[1]",
            "tabs[0].sections[0].size",
            "tabs[0].sections[0].fields",
            "tabs[1].sections",
            "highlights",
        ];
        assert_eq!(told, expected);
    }
}
