//! A document as TOML that people read and compare: always the same bytes for the same content, and back, with the line of
//! each property.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Number, Value as Json};
use toml::de::{DeTable, DeValue};

/// Properties that stand first, in this order; others follow by name.
const FIRST: [&str; 5] = ["format", "object", "name", "label", "kind"];
/// Lists of tables that stand last, in this order.
const LAST: [&str; 3] = ["fields", "layout", "checks"];
/// Tables with a heading of their own.
const HEADED: [&str; 6] = ["arrangement", "company", "files", "look", "security", "workdays"];
/// Characters of a list that stands on one line.
const WIDE: usize = 90;

fn rank(key: &str) -> (usize, &str) {
    let first = FIRST.iter().position(|known| *known == key);
    let last = LAST.iter().position(|known| *known == key).map(|at| FIRST.len() + 1 + at);
    (first.or(last).unwrap_or(FIRST.len()), key)
}

fn in_order(map: &Map<String, Json>) -> Vec<(&String, &Json)> {
    let mut all: Vec<(&String, &Json)> = map.iter().filter(|(_, value)| !value.is_null()).collect();
    all.sort_by(|a, b| rank(a.0).cmp(&rank(b.0)));
    all
}

fn tables(value: &Json) -> Option<&Vec<Json>> {
    value.as_array().filter(|list| !list.is_empty() && list.iter().all(Json::is_object))
}

/// The document as TOML. What is null is left out.
pub(super) fn write(head: &str, doc: &Map<String, Json>) -> String {
    let mut text = format!("# {head}\n\n");
    let all = in_order(doc);
    let headed = |key: &str, value: &Json| HEADED.contains(&key) && value.is_object();
    for (key, value) in all.iter().filter(|(key, value)| tables(value).is_none() && !headed(key, value)) {
        line(&mut text, key, value);
    }
    for (key, value) in all.iter().filter(|(key, value)| headed(key, value)) {
        let Some(value) = value.as_object() else { continue };
        let _ = write!(text, "\n[{}]\n", bare(key));
        lines(&mut text, value);
    }
    for (key, list) in all.iter().filter_map(|(key, value)| Some((key, tables(value)?))) {
        for entry in list.iter().filter_map(Json::as_object) {
            let _ = write!(text, "\n[[{}]]\n", bare(key));
            lines(&mut text, entry);
        }
    }
    text
}

fn lines(text: &mut String, map: &Map<String, Json>) {
    for (key, value) in in_order(map) {
        line(text, key, value);
    }
}

/// One property; a list of tables, or a long one, has a line for each entry.
fn line(text: &mut String, key: &str, value: &Json) {
    let _ = write!(text, "{} = ", bare(key));
    let wide = || value.as_array().filter(|_| value.to_string().chars().count() > WIDE);
    match tables(value).or_else(wide) {
        Some(list) => {
            text.push_str("[\n");
            for entry in list {
                text.push_str("  ");
                inline(text, entry);
                text.push_str(",\n");
            }
            text.push(']');
        }
        None => inline(text, value),
    }
    text.push('\n');
}

fn bare(key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !key.is_empty() && key.bytes().all(plain) { key.to_owned() } else { quoted(key) }
}

fn quoted(words: &str) -> String {
    let mut text = String::with_capacity(words.len() + 2);
    text.push('"');
    for letter in words.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            letter if letter.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(letter));
            }
            letter => text.push(letter),
        }
    }
    text.push('"');
    text
}

fn inline(text: &mut String, value: &Json) {
    match value {
        Json::Null => {}
        Json::Bool(_) | Json::Number(_) => {
            let _ = write!(text, "{value}");
        }
        Json::String(words) => text.push_str(&quoted(words)),
        Json::Array(list) => {
            text.push('[');
            for (at, entry) in list.iter().filter(|entry| !entry.is_null()).enumerate() {
                text.push_str(if at > 0 { ", " } else { "" });
                inline(text, entry);
            }
            text.push(']');
        }
        Json::Object(map) if map.values().all(Json::is_null) => text.push_str("{}"),
        Json::Object(map) => {
            text.push_str("{ ");
            for (at, (key, entry)) in in_order(map).into_iter().enumerate() {
                text.push_str(if at > 0 { ", " } else { "" });
                let _ = write!(text, "{} = ", bare(key));
                inline(text, entry);
            }
            text.push_str(" }");
        }
    }
}

/// A file that was read.
#[derive(Debug, Clone, Default)]
pub(super) struct Doc {
    pub(super) map: Map<String, Json>,
    lines: BTreeMap<String, usize>,
}

impl Doc {
    /// The line of a property such as `fields.x_size.max_length` or `roles[2].grants`, or of what it stands in.
    pub(super) fn line(&self, path: &str) -> Option<usize> {
        let mut path = path;
        loop {
            if let Some(line) = self.lines.get(path) {
                return Some(*line);
            }
            path = &path[..path.rfind(['.', '['])?];
        }
    }
}

/// Reads a file, which has to be TOML; the line and what is wrong otherwise.
pub(super) fn read(text: &str) -> Result<Doc, (usize, String)> {
    // Lines by counting once, not from the start for each property.
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1))
        .collect();
    let mut reader = Reader { starts, lines: BTreeMap::new() };
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| reader.line(span.start));
        (line, error.message().to_owned())
    })?;
    let map = reader.table(table.get_ref(), &[String::new()]);
    Ok(Doc { map, lines: reader.lines })
}

struct Reader {
    starts: Vec<usize>,
    lines: BTreeMap<String, usize>,
}

impl Reader {
    fn table(&mut self, table: &DeTable<'_>, places: &[String]) -> Map<String, Json> {
        let mut map = Map::new();
        for (key, value) in table {
            let name: &str = key.get_ref();
            let dot =
                |place: &String| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
            let inner: Vec<String> = places.iter().map(dot).collect();
            self.note(&inner, key.span().start);
            let value = self.value(value.get_ref(), &inner);
            map.insert(name.to_owned(), value);
        }
        map
    }

    fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }

    fn note(&mut self, places: &[String], byte: usize) {
        let line = self.line(byte);
        for place in places {
            self.lines.insert(place.clone(), line);
        }
    }

    fn value(&mut self, value: &DeValue<'_>, places: &[String]) -> Json {
        match value {
            DeValue::String(words) => Json::String(words.to_string()),
            DeValue::Integer(number) => {
                let whole = i64::from_str_radix(number.as_str(), number.radix());
                whole.map_or_else(|_| Json::String(number.as_str().to_owned()), Json::from)
            }
            DeValue::Float(number) => {
                let number = number.as_str().parse::<f64>().ok().and_then(Number::from_f64);
                number.map_or(Json::Null, Json::Number)
            }
            DeValue::Boolean(yes) => Json::Bool(*yes),
            DeValue::Datetime(moment) => Json::String(moment.to_string()),
            DeValue::Array(list) => {
                let mut all = Vec::new();
                for (at, entry) in list.iter().enumerate() {
                    let mut inner: Vec<String> =
                        places.iter().map(|place| format!("{place}[{at}]")).collect();
                    let name = entry.get_ref().as_table().and_then(|table| table.get("name"));
                    if let Some(name) = name.and_then(|name| name.get_ref().as_str()) {
                        // Checks of definitions name a field, not its place in the file.
                        inner.extend(places.first().map(|place| format!("{place}.{name}")));
                    }
                    self.note(&inner, entry.span().start);
                    all.push(self.value(entry.get_ref(), &inner));
                }
                Json::Array(all)
            }
            DeValue::Table(table) => Json::Object(self.table(table, places)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let doc = json!({
            "name": "x_a", "label": {"zh": "甲\"\\", "en": "a\nb\u{7}"}, "nav": -3, "ratio": 1.5, "none": null,
            "list": ["a", "b"], "empty": [], "odd key": true, "part": {"a": 1, "b": {"c": []}},
            "fields": [
                {"name": "one", "options": [{"name": "p", "label": {"zh": "是"}}, {"name": "q"}]},
                {"name": "two", "rules": {"visible_when": {"and": [{"field": "a", "op": "in", "value": [1, 2]}]}}},
            ],
        });
        let text = write("about", doc.as_object().expect("an object"));
        let back = read(&text).unwrap_or_else(|(line, why)| panic!("{line}: {why}\n{text}"));
        let mut expect = doc.clone();
        expect.as_object_mut().expect("an object").remove("none");
        assert_eq!(Json::Object(back.map.clone()), expect, "{text}");
        assert!(text.starts_with("# about\n\nname = \"x_a\"\nlabel = "), "{text}");
        assert!(text.contains("[[fields]]\nname = \"two\"\n"), "{text}");
        let line = |path: &str| text.lines().nth(back.line(path).unwrap_or(1) - 1).unwrap_or_default();
        assert!(line("nav").starts_with("nav"));
        assert!(line("fields.two.rules").starts_with("rules"), "{}", line("fields.two.rules"));
        assert!(
            line("fields.one.options[1].name").contains("\"q\""),
            "{}",
            line("fields.one.options[1].name")
        );
        assert!(line("fields[1].max").starts_with("[[fields]]"), "{}", line("fields[1].max"));
        assert_eq!(write("about", &back.map), text, "the same content gives the same bytes");
    }

    #[test]
    fn what_is_no_toml_is_told_by_its_line() {
        let (line, why) = read("a = 1\nb = \n").expect_err("no value");
        assert_eq!(line, 2, "{why}");
    }
}
