//! What an object and its fields are called, from the names of sheets, files and columns.

use std::collections::HashMap;

use shuke_base::Text;
use shuke_base::limits::{LABEL_CHARS as LABEL, NAME_CHARS as NAME};
use shuke_meta::Schema;
use shuke_text::fold::is_han;
use shuke_text::pinyin::spoken;
use shuke_text::{Clean, clean_line};

/// What other objects call the same: by a label in lower case, the labels and the api name.
pub(super) struct Words(HashMap<String, (Text, String)>);

impl Words {
    /// The words of the company's own fields and objects.
    pub(super) fn of(schema: &Schema) -> Self {
        let mut words = HashMap::new();
        for object in schema.objects() {
            for field in &object.fields {
                let known = (field.label.clone(), field.name.clone());
                for label in [&field.label.zh, &field.label.en] {
                    words.entry(label.to_lowercase()).or_insert_with(|| known.clone());
                }
            }
        }
        Self(words)
    }
}

/// One line that can be a label.
fn line(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    match clean_line(&plain) {
        Clean::Text(text) => text.chars().take(LABEL).collect::<String>().trim().to_owned(),
        Clean::Control => String::new(),
    }
}

/// A text in the language that it is written in.
fn in_its_language(text: &str) -> Text {
    if text.chars().any(is_han) { Text::new(text, "") } else { Text::new("", text) }
}

/// Letters and digits with underscores between them, none when nothing is left.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in spoken(text).chars() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            _ if !slug.is_empty() && !slug.ends_with('_') => slug.push('_'),
            _ => {}
        }
    }
    let start = slug.find(|c: char| c.is_ascii_lowercase()).unwrap_or(slug.len());
    slug[start..].trim_matches('_').to_owned()
}

/// A name like `wanted` that is not taken; takes it.
fn free(wanted: &str, usual: &str, taken: &mut Vec<String>) -> String {
    // Room for the prefix and for a number behind.
    let base: String = if wanted.is_empty() { usual } else { wanted }.chars().take(NAME - 6).collect();
    let base = base.trim_end_matches('_');
    let numbered = (2..).map(|n| format!("x_{base}_{n}"));
    let mut names = std::iter::once(format!("x_{base}")).chain(numbered);
    let name = names.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.push(name.clone());
    name
}

/// Labels and api name of a column's field.
pub(super) fn of_column(header: &str, words: &Words, taken: &mut Vec<String>) -> (Text, String) {
    let bare = header.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if let Some(letter) = bare.filter(|letter| letter.bytes().all(|byte| byte.is_ascii_uppercase())) {
        let name = free(&format!("column_{}", letter.to_lowercase()), "column", taken);
        return (Text::new(format!("{letter} 列"), format!("Column {letter}")), name);
    }
    let label = line(header);
    match words.0.get(&label.to_lowercase()) {
        Some((known, name)) => {
            let name = name.strip_prefix("x_").unwrap_or(name);
            (known.clone(), free(name, "field", taken))
        }
        None => (in_its_language(&label), free(&slug(&label), "field", taken)),
    }
}

/// Names that programs give to sheets, and what people put behind the name of a list.
fn nameless(sheet: &str) -> bool {
    let plain = sheet.trim().to_lowercase();
    let rest = ["sheet", "工作表", "表", "table", "worksheet", "page", "数据", "data"]
        .iter()
        .find_map(|word| plain.strip_prefix(word));
    plain.is_empty()
        || rest.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || " _-()".contains(c)))
}

/// The words that say what a list is about: `客户名单2026-03 (1).xlsx` is about 客户.
fn about(text: &str) -> String {
    const BEHIND: [&str; 14] = [
        "名单",
        "清单",
        "列表",
        "明细表",
        "明细",
        "汇总",
        "台账",
        "导出",
        "模板",
        "副本",
        "数据",
        "export",
        "list",
        "copy",
    ];
    let mut rest = line(text);
    loop {
        let noise = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-_.()（）[]【】年月日".contains(c);
        let cut = rest.trim_matches(noise).to_owned();
        let lower = cut.to_lowercase();
        let behind = BEHIND.iter().find(|word| lower.ends_with(**word) && lower.len() > word.len());
        let next = behind.map_or_else(|| cut.clone(), |word| cut[..cut.len() - word.len()].to_owned());
        let next =
            next.strip_suffix('表').filter(|it| it.chars().count() > 1).map_or(next.clone(), str::to_owned);
        if next == rest {
            return rest;
        }
        rest = next;
    }
}

/// Labels for one and for many, and the api name, of the object that a list becomes.
pub(super) fn of_object(file: &str, sheet: Option<&str>, schema: &Schema) -> (Text, Text, String) {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let from_sheet = sheet.filter(|sheet| !nameless(sheet)).map(about).filter(|text| !text.is_empty());
    let found = from_sheet.unwrap_or_else(|| about(stem));
    let found = if found.is_empty() { line(stem) } else { found };
    let label = match found.as_str() {
        "" => Text::new("新对象", "New object"),
        text => in_its_language(text),
    };
    let mut taken: Vec<String> = schema.objects().map(|object| object.name.clone()).collect();
    let name = free(&slug(&found), "object", &mut taken);
    (label.clone(), label, name)
}

#[cfg(test)]
mod tests {
    use shuke_meta::pack;

    use super::*;

    #[test]
    fn objects_are_called_what_their_list_is_about() {
        let schema = Schema::new(0, Vec::new());
        for (file, sheet, label, name) in [
            ("客户名单2026-03 (1).xlsx", Some("Sheet1"), "客户", "x_ke_hu"),
            ("a.xlsx", Some("设备台账"), "设备", "x_she_bei"),
            ("Projects export.csv", None, "Projects", "x_projects"),
            ("2026.csv", None, "2026", "x_object"),
            (".csv", None, "新对象", "x_object"),
            ("项目明细表.xlsx", Some("数据"), "项目", "x_xiang_mu"),
        ] {
            let (found, _, api) = of_object(file, sheet, &schema);
            let text = if found.zh.is_empty() { found.en } else { found.zh };
            assert_eq!((text.as_str(), api.as_str()), (label, name), "{file} {sheet:?}");
        }
    }

    #[test]
    fn columns_are_called_as_their_headings_and_each_otherwise() {
        let pack = pack::load("standard").expect("the standard pack");
        let words = Words::of(&Schema::new(0, pack.objects));
        let mut taken = Vec::new();
        let mut name = |header: &str| of_column(header, &words, &mut taken);
        assert_eq!(name("手机"), (Text::new("手机", "Mobile"), "x_mobile".to_owned()));
        assert_eq!(name("手机").1, "x_mobile_2");
        assert_eq!(
            name("合同金额（元）"),
            (Text::new("合同金额（元）", ""), "x_he_tong_jin_e_yuan".to_owned())
        );
        assert_eq!(name("(AB)").0, Text::new("AB 列", "Column AB"));
        assert_eq!(name("2026年").1, "x_nian");
        assert_eq!(name("★★★").1, "x_field");
        let (label, api) = name(&"长".repeat(10_000));
        assert_eq!(label.zh.chars().count(), LABEL);
        assert!(api.len() <= NAME && !api.ends_with('_'), "{api}");
    }
}
