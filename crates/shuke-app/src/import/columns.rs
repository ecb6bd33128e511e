//! Which column feeds which field: by what the heading says.

use std::collections::{HashMap, HashSet};

use shuke_meta::{FieldDef, ObjectDef};

use crate::import::link::Link;

/// How sure a match is; the smaller, the surer.
type Rank = u8;

/// A field of the object that the heading names before it (`客户电话` in a file of accounts) is a guess behind its names.
const OWN: Rank = 16;

/// Knows by which names the fields of an object go.
pub struct Matcher<'a> {
    object: &'a ObjectDef,
    names: HashMap<String, Vec<(Rank, usize)>>,
    /// How the object itself is called.
    own: Vec<String>,
}

/// The forms in which a heading is compared: without case, width, spaces and marks such as `*`; first as a whole, then
/// without what stands in brackets (`手机（必填）`, `预算(元)`).
fn forms(text: &str) -> [String; 2] {
    let (mut whole, mut outside) = (String::new(), String::new());
    let mut depth = 0_usize;
    for c in text.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '【' => '[',
            '】' => ']',
            c => c,
        };
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if c.is_alphanumeric() => {
                whole.extend(c.to_lowercase());
                if depth == 0 {
                    outside.extend(c.to_lowercase());
                }
            }
            _ => {}
        }
    }
    [whole, outside]
}

impl<'a> Matcher<'a> {
    /// The names of the object's fields: api name, label in either language, aliases.
    #[must_use]
    pub fn new(object: &'a ObjectDef) -> Self {
        let mut names: HashMap<String, Vec<(Rank, usize)>> = HashMap::new();
        for (at, field) in object.fields.iter().enumerate() {
            let mut add = |rank: Rank, name: &str| {
                let [whole, outside] = forms(name);
                for (extra, form) in [(0, whole), (1, outside)] {
                    if !form.is_empty() {
                        names.entry(form).or_default().push((rank + extra, at));
                    }
                }
            };
            add(2, &field.label.zh);
            add(2, &field.label.en);
            for alias in &field.aliases {
                add(4, alias);
            }
            let [name, _] = forms(&field.name);
            names.entry(name).or_default().push((0, at));
        }
        let own = [&object.name, &object.label.zh, &object.label.en].map(|name| forms(name)[0].clone());
        Self { object, names, own: own.into_iter().filter(|name| !name.is_empty()).collect() }
    }

    /// Whether some field goes by this name.
    #[must_use]
    pub fn knows(&self, header: &str) -> bool {
        forms(header).iter().any(|form| self.names.contains_key(form))
    }

    /// For each heading the api name of its field. A field is fed by one column at most: by the one that names it most
    /// surely, then by the first. `may` tells which fields are to be had.
    #[must_use]
    pub fn guess(&self, headers: &[String], may: impl Fn(&FieldDef) -> bool) -> Vec<Option<String>> {
        let mut matches: Vec<(Rank, usize, usize)> = Vec::new();
        // What is called like the object alone holds its records' names.
        let [name, _] = forms(&self.object.name_field);
        for (column, header) in headers.iter().enumerate() {
            let forms = forms(header);
            let rest = self.own.iter().find_map(|own| forms[0].strip_prefix(own.as_str()));
            let rest = match rest {
                Some("") => (2 * OWN, name.clone()),
                rest => (OWN, rest.unwrap_or_default().to_owned()),
            };
            for (extra, form) in (0..).zip(forms).chain([rest]) {
                for (rank, field) in self.names.get(&form).into_iter().flatten() {
                    if may(&self.object.fields[*field]) {
                        matches.push((rank + extra, column, *field));
                    }
                }
            }
        }
        matches.sort_unstable();
        let mut guessed = vec![None; headers.len()];
        let mut taken = HashSet::new();
        for (_, column, field) in matches {
            if guessed[column].is_none() && taken.insert(field) {
                guessed[column] = Some(self.object.fields[field].name.clone());
            }
        }
        guessed
    }
}

/// Headings that name a linked object and a field of it (`客户电话`, `account.phone`), among those that name nothing else.
pub fn guess_linked(
    headers: &[String],
    guessed: &mut [Option<String>],
    link: &Link,
    may: impl Fn(&FieldDef) -> bool,
) {
    let object = &link.object;
    let names = [&object.name, &object.label.zh, &object.label.en, &link.label.zh, &link.label.en];
    let prefixes: Vec<String> =
        names.iter().map(|name| forms(name)[0].clone()).filter(|name| !name.is_empty()).collect();
    // `商机金额` may be called 金额 or 商机金额 in the object itself.
    let parts = |whole: bool| -> Vec<String> {
        let part = |(at, header): (usize, &String)| {
            let text = &forms(header)[0];
            let mut cuts = prefixes.iter().filter_map(|prefix| text.strip_prefix(prefix.as_str()));
            let cut = cuts.find(|cut| !cut.is_empty()).filter(|_| guessed[at].is_none());
            cut.map_or_else(String::new, |cut| if whole { text.clone() } else { cut.to_owned() })
        };
        headers.iter().enumerate().map(part).collect()
    };
    let (rests, wholes) = (parts(false), parts(true));
    let matcher = Matcher::new(object);
    let first = matcher.guess(&rests, &may);
    let free = |field: &FieldDef| may(field) && !first.iter().flatten().any(|name| *name == field.name);
    let second = matcher.guess(&wholes, free);
    for ((place, first), second) in guessed.iter_mut().zip(&first).zip(second) {
        let path = first.clone().or(second).map(|field| format!("{}.{field}", link.name));
        *place = place.take().or(path);
    }
}

/// Headings that name nothing so far, and a field of a linked object that other columns feed already.
pub fn guess_along(
    headers: &[String],
    guessed: &mut [Option<String>],
    link: &Link,
    may: impl Fn(&FieldDef) -> bool,
) {
    let start = format!("{}.", link.name);
    let fed: HashSet<String> =
        guessed.iter().flatten().filter_map(|path| path.strip_prefix(&start)).map(str::to_owned).collect();
    if fed.is_empty() {
        return;
    }
    let free: Vec<String> = headers
        .iter()
        .zip(guessed.iter())
        .map(|(header, place)| if place.is_none() { header.clone() } else { String::new() })
        .collect();
    let found = Matcher::new(&link.object).guess(&free, |field| may(field) && !fed.contains(&field.name));
    for (place, field) in guessed.iter_mut().zip(found) {
        *place = place.take().or_else(|| Some(format!("{start}{}", field?)));
    }
}

/// Fields that an import may feed at all: what people may write, and what finds a record again (its number, its id).
#[must_use]
pub fn importable(field: &FieldDef) -> bool {
    use shuke_meta::FieldKind;
    match field.kind {
        FieldKind::Id | FieldKind::AutoNumber => true,
        FieldKind::Attachment | FieldKind::Image | FieldKind::Signature | FieldKind::Lines => false,
        _ => !field.read_only,
    }
}

#[cfg(test)]
mod tests {
    use shuke_meta::{Schema, pack};

    use super::*;

    fn check(headers: &[&str], expect: &[&str]) {
        let pack = pack::load("standard").expect("the standard pack");
        let schema = Schema::new(1, pack.objects);
        let lead = schema.object("lead").expect("the lead");
        let headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
        let guessed = Matcher::new(lead).guess(&headers, importable);
        let guessed: Vec<&str> = guessed.iter().map(|field| field.as_deref().unwrap_or("-")).collect();
        assert_eq!(guessed, expect, "{headers:?}");
    }

    #[test]
    fn headings_find_their_fields() {
        check(&["姓名", "公司", "手机", "来源"], &["name", "company", "mobile", "source"]);
        check(&["Name", "COMPANY", "mobile phone", "Lead source"], &["name", "company", "mobile", "source"]);
        check(
            &["*姓名（必填）", "手 机 号：", "预算(元)", "ｅｍａｉｌ"],
            &["name", "mobile", "budget", "email"],
        );
        check(&["next_follow_up_at", "负责人", "线索编号"], &["next_follow_up_at", "owner", "number"]);
        check(&["导入失败原因", "原文件行号", "", "(C)"], &["-", "-", "-", "-"]);
        check(&["创建时间", "created_by"], &["-", "-"]);
        check(&["线索姓名", "线索手机", "Lead company", "线索"], &["name", "mobile", "company", "-"]);
        check(&["公司", "Lead"], &["company", "name"]);
        check(&["线索手机", "手机"], &["-", "mobile"]);
    }

    #[test]
    fn a_field_is_fed_by_the_surest_column() {
        // 联系人 is an alias of the name, 姓名 its label: the label wins wherever it stands.
        check(&["联系人", "姓名"], &["-", "name"]);
        check(&["手机号", "手机号码"], &["mobile", "-"]);
    }
}
