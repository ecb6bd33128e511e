//! Who gets which layout, what a layout lacks, and what differs between two, as tables.

use super::*;

fn layout(toml: &str) -> Layout {
    toml::from_str(&format!("name = 'a'\n{toml}")).unwrap_or_else(|error| panic!("{toml}: {error}"))
}

fn check_choice(layouts: &[&str], roles: &[&str], expect: &str) {
    let mut object = ObjectDef::default();
    for (at, toml) in layouts.iter().enumerate() {
        object.layouts.push(Layout { name: at.to_string(), ..layout(toml) });
    }
    let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
    let names: Vec<&str> = object.layouts_for(&roles).map(|layout| layout.name.as_str()).collect();
    assert_eq!(names.join(" "), expect, "{layouts:?} for {roles:?}");
}

#[test]
fn layouts_are_those_of_the_roles_up_to_one_that_fits_every_record() {
    let (sales, person) = ("roles = ['sales']", "types = ['person']");
    check_choice(&[], &["sales"], "");
    check_choice(&[sales], &["sales"], "0");
    check_choice(&[sales], &["service", "sales"], "0");
    check_choice(&[sales], &["service"], "");
    check_choice(&[sales], &[], "");
    check_choice(&[person, sales], &["sales"], "0 1");
    check_choice(&[sales, person], &["sales"], "0");
    check_choice(&[sales, person], &["service"], "1");
    check_choice(&["", person], &["sales"], "0");
    check_choice(&[person, person, "", ""], &[], "0 1 2");
    check_choice(&["roles = ['sales']\ntypes = ['person']", ""], &["sales"], "0 1");
    check_choice(&["roles = ['sales']\ntypes = ['person']", ""], &["service"], "1");
}

fn field(name: &str, change: impl FnOnce(&mut FieldDef)) -> FieldDef {
    let mut field = FieldDef::new(name, Text::default(), FieldKind::Text);
    field.required = true;
    change(&mut field);
    field
}

#[test]
fn only_what_people_have_to_fill_in_is_missed() {
    let mut object = ObjectDef::default();
    object.fields = vec![
        field("name", |_| {}),
        field("free", |field| field.required = false),
        field("given", |field| field.default = Some("x".into())),
        field("kept", |field| field.read_only = true),
        field("number", |field| field.kind = FieldKind::AutoNumber),
        field("in_tab", |_| {}),
    ];
    let missing = |toml: &str| -> Vec<&str> {
        layout(toml).missing(&object).iter().map(|field| field.name.as_str()).collect()
    };
    assert_eq!(missing(""), ["name", "in_tab"]);
    let both = "sections = [{ label = {}, fields = ['name'] }]\n\
        [[tabs]]\nlabel = { zh = '乙' }\nsections = [{ label = {}, fields = ['in_tab'] }]";
    assert!(missing(both).is_empty());
}

#[test]
fn a_field_that_can_not_be_left_out_reaches_every_layout_once() {
    let mut object = ObjectDef::default();
    object.fields = vec![field("name", |_| {}), field("free", |field| field.required = false)];
    object.layouts = vec![layout(""), layout("sections = [{ label = {}, fields = ['name'] }]")];
    let mut object = object.finish();
    for name in ["name", "free", "none"] {
        object.lay_out(name);
    }
    let told: Vec<Vec<&String>> = object
        .layouts
        .iter()
        .map(|layout| layout.all_sections().flat_map(|section| &section.fields).collect())
        .collect();
    assert_eq!(told, [["name"], ["name"]]);
}

const FIRST: &str = "label = { zh = '甲' }\nsections = [\
    { label = { zh = '一' }, fields = ['a', 'b', 'c', 'd'] }, { label = { zh = '二' }, fields = ['e'] }]";

fn check_difference(second: &str, expect: &str) {
    let told: Vec<String> = compare(&layout(FIRST), &layout(second))
        .into_iter()
        .map(|change| match change {
            Change::Added { field, to } => format!("+{field}@{}", to.zh),
            Change::Removed { field, from } => format!("-{field}@{}", from.zh),
            Change::Moved { field, from, to } => format!("{field}:{}>{}", from.zh, to.zh),
            Change::Property(name) => name.to_owned(),
        })
        .collect();
    assert_eq!(told.join(" "), expect, "{second}");
}

#[test]
fn differences_are_told_by_field() {
    let (label, two) = ("label = { zh = '甲' }", "{ label = { zh = '二' }, fields = ['e'] }");
    let with = |one: &str, rest: &str| {
        format!("{label}\nsections = [{{ label = {{ zh = '一' }}, fields = [{one}] }}, {two}]\n{rest}")
    };
    check_difference(FIRST, "");
    check_difference(&with("'a', 'b', 'c', 'd', 'f'", ""), "+f@一");
    check_difference(&with("'a', 'c', 'd'", ""), "-b@一");
    check_difference(&with("'d', 'a', 'b', 'c'", ""), "d:一>一");
    check_difference(
        &with("'b', 'a', 'c', 'd'", "").replace("'e'", "'e', 'a'").replacen("'a', ", "", 1),
        "a:一>二",
    );
    check_difference(
        &with(
            "'a', 'b', 'c', 'd'",
            "roles = ['x']\ntypes = ['y']\nrelated = []\nrelated_tabs = []\nhighlights = ['a']",
        ),
        "roles types related related_tabs highlights",
    );
    check_difference(
        &with(
            "'a', 'b', 'c'",
            "[[tabs]]\nlabel = { zh = '页' }\nsections = [{ label = { zh = '三' }, fields = ['d'] }]",
        ),
        "sections d:一>页 · 三",
    );
    check_difference(
        &FIRST.replace("fields = ['e']", "fields = ['e'], columns = 1, collapsed = true, card = true"),
        "sections",
    );
    check_difference(&FIRST.replace("'甲'", "'乙'"), "label");
}

#[test]
fn what_goes_leaves_the_head_of_the_page_too() {
    let mut with = layout("sections = [{ label = {}, fields = ['a', 'b'] }]\nhighlights = ['b', 'c']");
    assert_eq!(
        ["a", "b", "c", "d"].map(|name| (with.shows(name), with.uses(name))),
        [(true, true), (true, true), (false, true), (false, false)]
    );
    assert!(!with.retain(|_| true) && with.retain(|name| name != "c"));
    assert_eq!(with.highlights.as_deref(), Some(["b".to_owned()].as_slice()));
    let mut object = ObjectDef::default();
    object.set_layout(Layout {
        name: DEFAULT.to_owned(),
        related_tabs: Some(vec!["x.y".to_owned()]),
        ..with
    });
    let own = object.own_layout();
    assert_eq!((own.highlights.map(|it| it.len()), own.related_tabs.map(|it| it.len())), (Some(1), Some(1)));
}

#[test]
fn what_is_usual_is_not_written_and_stored_layouts_read_as_they_were() {
    let section: Section = serde_json::from_str(r#"{"label":{"zh":"一","en":""},"fields":["a"]}"#).unwrap();
    assert_eq!((section.columns, section.collapsed), (2, false));
    let text = serde_json::to_string(&section).unwrap();
    assert!(!text.contains("columns") && !text.contains("collapsed") && !text.contains("card"), "{text}");
}
