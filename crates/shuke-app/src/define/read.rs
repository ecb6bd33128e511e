//! What an administrator sends about a field, typed. Whether it holds together is judged by the same check as packs.

use serde_json::{Number, Value as Json};
use shuke_base::{Code, FieldFault, Text};
use shuke_meta::{ChoiceOption, FieldDef, FieldKind, Format, Outcome};

use crate::input::Input;

/// Begins the names that administrators give.
const CUSTOM: &str = "x_";

/// Everything that may be said about a field.
pub(super) const FIELD: [&str; 24] = [
    "name",
    "labels",
    "kind",
    "required",
    "unique",
    "sensitive",
    "helps",
    "default",
    "max_length",
    "min",
    "max",
    "format",
    "scale",
    "options",
    "target",
    "columns",
    "pattern",
    "formula",
    "lookup",
    "rollup",
    "result",
    "visible_when",
    "required_when",
    "read_only_when",
];

/// A name with the prefix of administrators' names, which they needn't write.
pub(super) fn custom_name(name: &str) -> String {
    if name.starts_with(CUSTOM) { name.to_owned() } else { format!("{CUSTOM}{name}") }
}

/// The name of something new.
pub(super) fn name(input: &mut Input<'_>) -> String {
    match input.text("name") {
        Some(Some(name)) => custom_name(&name),
        None if input.has("name") => String::new(),
        _ => {
            input.refuse(input.fault("name", Code::Required));
            String::new()
        }
    }
}

/// The kind of a new field.
pub(super) fn kind(input: &mut Input<'_>) -> FieldKind {
    match input.text("kind") {
        Some(Some(name)) => match FieldKind::from_name(&name) {
            Some(kind) => return kind,
            // Its kind follows from the computation.
            None if super::computed::is_computed_kind(&name) => {}
            None => input.refuse(input.fault("kind", Code::UnknownOption).with("value", name)),
        },
        None if input.has("kind") => {}
        _ => input.refuse(input.fault("kind", Code::Required)),
    }
    FieldKind::Text
}

/// Puts what is given, and may be changed at any time, into the field.
pub(super) fn into_field(input: &mut Input<'_>, field: &mut FieldDef) {
    if let Some(label) = input.labels("labels") {
        field.label = label.unwrap_or_default();
    }
    if let Some(help) = input.labels("helps") {
        field.help = help.filter(|help| !help.is_empty());
    }
    if let Some(required) = input.flag("required") {
        field.required = required.unwrap_or(false);
    }
    if let Some(unique) = input.flag("unique") {
        field.unique = unique.unwrap_or(false);
    }
    if let Some(sensitive) = input.flag("sensitive") {
        field.sensitive = sensitive.unwrap_or(false);
        field.digests |= field.sensitive;
        // The search looks into what lies in the clear.
        field.search &= !field.sensitive;
    }
    if let Some(length) = input.whole("max_length") {
        match length.map(usize::try_from) {
            None => field.max_length = None,
            Some(Ok(length)) => field.max_length = Some(length),
            Some(Err(_)) => input.refuse(input.fault("max_length", Code::TooSmall).with("min", 1)),
        }
    }
    if let Some(min) = bound(input, "min") {
        field.min = min;
    }
    if let Some(max) = bound(input, "max") {
        field.max = max;
    }
    if let Some(format) = format(input) {
        field.format = format;
    }
    if let Some(pattern) = input.text("pattern") {
        field.pattern = pattern;
    }
    for (name, to) in [
        ("visible_when", &mut field.rules.visible_when),
        ("required_when", &mut field.rules.required_when),
        ("read_only_when", &mut field.rules.read_only_when),
    ] {
        if let Some(given) = input.map(name) {
            *to = given.filter(|map| !map.is_empty()).map(|map| Json::Object(map.clone()));
        }
    }
    if let Some(json) = input.json("default") {
        field.default = default(field.kind, json);
    }
}

/// What a text is to look like; `message` and `live` come along when it is sent back as it was read.
fn format(input: &mut Input<'_>) -> Option<Option<Format>> {
    let map = match input.json("format")? {
        Json::Null => return Some(None),
        Json::Object(map) => map,
        _ => {
            input.wrong("format", "格式", "a format");
            return None;
        }
    };
    let mut parts = Input::at("format.", map, &["pattern", "messages", "message", "live"]);
    let pattern = parts.raw("pattern").flatten().unwrap_or_default().to_owned();
    let message = parts.labels("messages").flatten().unwrap_or_default();
    input.absorb(parts);
    Some(Some(Format { pattern, message }))
}

/// The decimal places that are given.
pub(super) fn scale(input: &mut Input<'_>) -> Option<u32> {
    match input.whole("scale").flatten().map(u32::try_from)? {
        Ok(scale) => Some(scale),
        Err(_) => {
            input.refuse(input.fault("scale", Code::TooSmall).with("min", 0));
            None
        }
    }
}

/// The object that a reference shall point to. People and departments have kinds of their own, which need no target
/// but may tell it, as it is read.
pub(super) fn target(input: &mut Input<'_>, field: &FieldDef) -> Option<String> {
    let target = input.text("target").flatten()?;
    let told = field.kind != FieldKind::Reference && field.target_object() == Some(target.as_str());
    Some(target).filter(|_| !told)
}

/// A bound, as the decimal text that it is kept in. Whether it is a number is checked with the definition.
fn bound(input: &mut Input<'_>, name: &str) -> Option<Option<String>> {
    match input.json(name)? {
        Json::Null => Some(None),
        Json::Number(number) => Some(Some(Number::to_string(number))),
        Json::String(text) => Some(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        _ => {
            input.wrong(name, "数字", "a number");
            None
        }
    }
}

/// A default as it is kept: words stand for the moment and the person of the creation.
fn default(kind: FieldKind, json: &Json) -> Option<Json> {
    let word = |name: &str| {
        json.as_object().is_some_and(|map| map.len() == 1 && map.get(name) == Some(&Json::Bool(true)))
    };
    match json {
        Json::Null => None,
        Json::String(text) if text.is_empty() => None,
        Json::Array(list) if list.is_empty() => None,
        _ if word("me") => Some("@me".into()),
        _ if word("now") => Some(if kind == FieldKind::Date { "@today" } else { "@now" }.into()),
        other => Some(other.clone()),
    }
}

/// The options that are given, in order; one without a name gets one.
pub(super) fn options(input: &mut Input<'_>) -> Option<Vec<ChoiceOption>> {
    let given = input.list("options")?.unwrap_or_default();
    // `label` comes along when an option is sent back as it was read; `labels` says the same in both languages.
    let known = ["name", "labels", "color", "active", "outcome", "limit_days", "label"];
    let mut options =
        input.each("options", given, ("一个选项", "an option"), &known, |parts| ChoiceOption {
            name: parts.text("name").flatten().unwrap_or_default(),
            label: parts.labels("labels").flatten().unwrap_or_default(),
            color: parts.text("color").flatten(),
            active: parts.flag("active").flatten().unwrap_or(true),
            outcome: outcome(parts),
            limit_days: parts.whole("limit_days").flatten(),
        });
    for at in 0..options.len() {
        if options[at].name.is_empty() {
            let free = (at + 1..).map(|n| format!("option_{n}"));
            let taken = |name: &String| options.iter().any(|option| option.name == *name);
            options[at].name = free.into_iter().find(|name| !taken(name)).unwrap_or_default();
        }
    }
    Some(options)
}

fn outcome(parts: &mut Input<'_>) -> Outcome {
    let Some(word) = parts.raw("outcome").flatten() else { return Outcome::Open };
    Outcome::from_name(word).unwrap_or_else(|| {
        parts.wrong("outcome", "open、success 或 failure", "open, success or failure");
        Outcome::Open
    })
}

/// The faults of a definition at the properties that callers know.
pub(crate) fn as_sent(faults: Vec<FieldFault>) -> Vec<FieldFault> {
    let renamed = |path: String| {
        let path = match path.strip_prefix("layout") {
            Some(rest) if rest.starts_with('[') => format!("layout.sections{rest}"),
            Some(rest) if rest.starts_with('_') => format!("layout.{}", &rest[1..]),
            _ => path,
        };
        match path.as_str() {
            "plural" => "plurals".to_owned(),
            "help" => "helps".to_owned(),
            "format.message" => "format.messages".to_owned(),
            path if path == "label" || path.ends_with(".label") => format!("{path}s"),
            path => path.to_owned(),
        }
    };
    faults.into_iter().map(|fault| FieldFault { field: renamed(fault.field), ..fault }).collect()
}

/// A label for many, in each language where there is none.
pub(super) fn plural(given: Option<Text>, label: &Text) -> Text {
    let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    let given = given.unwrap_or_default();
    Text { zh: or(given.zh, &label.zh), en: or(given.en, &label.en) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shuke_base::Locale;

    use super::*;

    #[test]
    fn the_prefix_is_added_once() {
        assert_eq!(custom_name("size"), "x_size");
        assert_eq!(custom_name("x_size"), "x_size");
    }

    #[test]
    fn defaults_are_kept_as_words_or_values() {
        assert_eq!(default(FieldKind::Date, &json!({"now": true})), Some(json!("@today")));
        assert_eq!(default(FieldKind::DateTime, &json!({"now": true})), Some(json!("@now")));
        assert_eq!(default(FieldKind::User, &json!({"me": true})), Some(json!("@me")));
        assert_eq!(default(FieldKind::Text, &json!("")), None);
        assert_eq!(default(FieldKind::Money, &json!({"amount": "1"})), Some(json!({"amount": "1"})));
    }

    #[test]
    fn options_are_read_one_by_one() {
        let given = json!({"options": [
            {"name": "a", "labels": {"zh-CN": "甲"}, "color": "ok", "outcome": "success"},
            {"labels": {"en": "B"}, "active": false, "outcome": null},
            {"name": "c", "labels": "C", "size": 1},
            7,
            {"name": "d", "outcome": "won"},
            {"name": "e", "outcome": true},
        ]});
        let mut input = Input::new(given.as_object().expect("an object"), &FIELD);
        let options = options(&mut input).expect("options");
        assert_eq!(options.len(), 5);
        let outcomes: Vec<&str> = options.iter().map(|option| option.outcome.name()).collect();
        assert_eq!(outcomes, ["success", "open", "open", "open", "open"]);
        assert_eq!((options[0].name.as_str(), options[0].active), ("a", true));
        assert_eq!((options[1].name.as_str(), options[1].active), ("option_2", false));
        let faults = input.finish();
        let told: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        let outcomes = ["options[4].outcome", "options[5].outcome"];
        assert_eq!(told, [&["options[2].size", "options[2].labels", "options[3]"][..], &outcomes].concat());
        assert!(faults[3].message(Locale::En).contains("open, success or failure"));
    }

    #[test]
    fn faults_stand_where_callers_look_for_them() {
        let at = |path: &str| {
            let fault = FieldFault::property(path, Code::Required);
            as_sent(vec![fault]).remove(0).field
        };
        assert_eq!(at("label"), "labels");
        assert_eq!(at("options[3].label"), "options[3].labels");
        assert_eq!(at("layout[0].label"), "layout.sections[0].labels");
        assert_eq!(at("layout[0].fields[2]"), "layout.sections[0].fields[2]");
        assert_eq!(at("layout_tabs[0].sections[1].label"), "layout.tabs[0].sections[1].labels");
        assert_eq!(at("layouts[0].label"), "layouts[0].labels");
        assert_eq!(at("plural"), "plurals");
        assert_eq!(at("max_length"), "max_length");
    }
}
