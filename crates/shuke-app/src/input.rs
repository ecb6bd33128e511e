//! The properties of a JSON body, read one by one. Whatever is wrong is collected, so that it is told at once.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use shuke_base::{Code, FieldFault, Moment, Text, Uuid};
use shuke_text::{Clean, clean_line};

/// A body that is being read. A property is `None` when it is absent or wrong, `Some(None)` when it is `null`.
pub(crate) struct Input<'a> {
    given: &'a Map<String, Json>,
    path: String,
    called: &'static [(&'static str, &'static str, &'static str)],
    faults: Vec<FieldFault>,
}

/// What people call a property.
fn label(name: &str) -> Text {
    let (zh, en) = match name {
        "along" => ("一并转移", "What goes along"),
        "action" => ("操作", "Action"),
        "add" => ("添加", "Added"),
        "admin" => ("管理员", "Administrator"),
        "audience" => ("共享范围", "Shared with"),
        "bin_days" => ("回收站保留天数", "Days in the recycle bin"),
        "body" => ("评论", "Comment"),
        "card" => ("卡片字段", "Fields of a card"),
        "columns" => ("列", "Columns"),
        "date" => ("日期字段", "Date"),
        "default" => ("默认值", "Default"),
        "density" => ("行高", "Row height"),
        "departments" => ("部门", "Departments"),
        "endings" => ("允许的类型", "Types"),
        "end" => ("结束日期字段", "End date"),
        "expires_at" => ("到期时间", "Expiry"),
        "fields" => ("字段", "Fields"),
        "from" => ("谁的记录", "Whose records"),
        "to" => ("共享给", "Shared with"),
        "users" => ("人员", "People"),
        "format" => ("格式", "Format"),
        "group" => ("分组字段", "Grouped by"),
        "grain" => ("分组粒度", "Grain"),
        "grants" => ("权限", "Grants"),
        "groups" => ("分组", "Groups"),
        "helps" => ("说明", "Help"),
        "keep" => ("原负责人保留", "What the old owner keeps"),
        "kind" => ("类型", "Kind"),
        "labels" | "name" => ("名称", "Name"),
        "level" => ("权限", "Right"),
        "locale" => ("语言", "Language"),
        "max" => ("最大值", "Maximum"),
        "max_mb" => ("单个文件上限", "Largest file"),
        "max_length" => ("最大长度", "Maximum length"),
        "min" => ("最小值", "Minimum"),
        "mentions" => ("提及的人", "People mentioned"),
        "muted" => ("不接收的通知", "Notices left out"),
        "new" | "password" => ("密码", "Password"),
        "old" => ("原密码", "Old password"),
        "options" => ("选项", "Options"),
        "owner" => ("负责人", "Owner"),
        "order" => ("顺序", "Order"),
        "outcome" => ("结束方式", "Outcome"),
        "pinned" => ("固定列", "Pinned columns"),
        "remove" => ("移除", "Taken out"),
        "roles" => ("角色", "Roles"),
        "scopes" => ("权限范围", "Scopes"),
        "scale" => ("小数位数", "Decimal places"),
        "sort" => ("排序", "Sort"),
        "related" => ("相关列表", "Related lists"),
        "related_tabs" => ("相关列表标签页", "Tabs of related lists"),
        "highlights" => ("关键指标", "Key facts"),
        "sections" => ("分组", "Sections"),
        "tabs" => ("标签页", "Tabs"),
        "sum" => ("合计字段", "Sum"),
        "target" => ("关联对象", "Target object"),
        "types" => ("记录类型", "Record types"),
        "url" => ("地址", "Address"),
        "until" => ("截止时间", "End"),
        "values" => ("值", "Values"),
        "view" => ("视图", "View"),
        "widths" => ("列宽", "Widths"),
        "zone" => ("时区", "Time zone"),
        _ => of_look(name),
    };
    Text::new(zh, en)
}

/// What people call a property of the look, or of what is arranged.
fn of_look(name: &str) -> (&str, &str) {
    match name {
        "color" => ("颜色", "Colour"),
        "favourites" => ("收藏", "Favourites"),
        "hidden" => ("隐藏的对象", "Left out"),
        "navigation" => ("导航", "Navigation"),
        "logo" => ("标志", "Logo"),
        "product" => ("产品名称", "Product name"),
        "endpoint" => ("推送地址", "Push address"),
        "keys" | "p256dh" | "auth" => ("推送密钥", "Push key"),
        "push_contact" => ("推送联系方式", "Contact for push services"),
        "unpushed" => ("不推送的通知", "Notices that are not pushed"),
        "role" => ("角色", "Role"),
        _ => (name, name),
    }
}

/// A text in both languages; `None` when it is not one.
fn both(json: &Json) -> Option<Text> {
    let mut text = Text::default();
    for (language, words) in json.as_object()? {
        let place = match language.as_str() {
            "zh-CN" | "zh" => &mut text.zh,
            "en" => &mut text.en,
            _ => return None,
        };
        let words = if words.is_null() { "" } else { words.as_str()? };
        // What can't be shown is kept as it is, for the check of the definition to name it.
        *place = match clean_line(words) {
            Clean::Text(words) => words,
            Clean::Control => words.to_owned(),
        };
    }
    Some(text)
}

impl<'a> Input<'a> {
    /// Begins with a body that may have the properties `known`.
    pub(crate) fn new(given: &'a Map<String, Json>, known: &[&str]) -> Self {
        Self::at("", given, known)
    }

    /// Begins with a part of a body that stands at `path`, which ends in a dot.
    pub(crate) fn at(path: &str, given: &'a Map<String, Json>, known: &[&str]) -> Self {
        let mut input = Self { given, path: path.to_owned(), called: &[], faults: Vec::new() };
        for name in given.keys().filter(|name| !known.contains(&name.as_str())) {
            let fault = FieldFault::property(&format!("{path}{name}"), Code::UnknownField).with("name", name);
            input.faults.push(fault);
        }
        input
    }

    /// The same, where people call some properties otherwise than elsewhere: by name, in Chinese and in English.
    pub(crate) fn called(mut self, names: &'static [(&'static str, &'static str, &'static str)]) -> Self {
        self.called = names;
        self
    }

    /// Where a property stands in the whole body.
    pub(crate) fn path(&self, name: &str) -> String {
        format!("{}{name}", self.path)
    }

    /// Whether the property is there, be it `null`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// The property as it is.
    pub(crate) fn json(&self, name: &str) -> Option<&'a Json> {
        self.given.get(name)
    }

    /// A fault of a property, to be completed and handed to [`Input::refuse`].
    pub(crate) fn fault(&self, name: &str, code: Code) -> FieldFault {
        let called = self.called.iter().find(|(known, ..)| *known == name);
        let label = called.map_or_else(|| label(name), |(_, zh, en)| Text::new(*zh, *en));
        FieldFault::new(format!("{}{name}", self.path), &label, code)
    }

    /// Adds a fault.
    pub(crate) fn refuse(&mut self, fault: FieldFault) {
        self.faults.push(fault);
    }

    /// Takes over what was wrong with a part.
    pub(crate) fn absorb(&mut self, part: Input<'_>) {
        self.faults.extend(part.finish());
    }

    /// Adds that a property should be something else.
    pub(crate) fn wrong(&mut self, name: &str, zh: &str, en: &str) {
        self.refuse(self.fault(name, Code::WrongType).label_arg("expected", Text::new(zh, en)));
    }

    fn read<T>(
        &mut self,
        name: &str,
        expected: (&str, &str),
        take: impl FnOnce(&'a Json) -> Option<T>,
    ) -> Option<Option<T>> {
        let json = self.given.get(name)?;
        if json.is_null() {
            return Some(None);
        }
        let taken = take(json);
        if taken.is_none() {
            self.wrong(name, expected.0, expected.1);
        }
        taken.map(Some)
    }

    /// A text as it was typed.
    pub(crate) fn raw(&mut self, name: &str) -> Option<Option<&'a str>> {
        self.read(name, ("文本", "a text"), Json::as_str)
    }

    /// One line of text, cleaned; nothing when nothing is left of it.
    pub(crate) fn text(&mut self, name: &str) -> Option<Option<String>> {
        let Some(text) = self.raw(name)? else { return Some(None) };
        match clean_line(text) {
            Clean::Text(text) => Some(Some(text).filter(|text| !text.is_empty())),
            Clean::Control => {
                self.refuse(self.fault(name, Code::InvalidText));
                None
            }
        }
    }

    /// Yes or no.
    pub(crate) fn flag(&mut self, name: &str) -> Option<Option<bool>> {
        self.read(name, ("是或否（true 或 false）", "true or false"), Json::as_bool)
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, name: &str) -> Option<Option<i64>> {
        self.read(name, ("整数", "a whole number"), Json::as_i64)
    }

    /// A text in both languages.
    pub(crate) fn labels(&mut self, name: &str) -> Option<Option<Text>> {
        let expected = (
            "各语言的文本，例如 {\"zh-CN\":\"…\",\"en\":\"…\"}",
            "texts such as {\"zh-CN\":\"…\",\"en\":\"…\"}",
        );
        self.read(name, expected, both)
    }

    /// A list.
    pub(crate) fn list(&mut self, name: &str) -> Option<Option<&'a [Json]>> {
        self.read(name, ("列表", "a list"), |json| json.as_array().map(Vec::as_slice))
    }

    /// A list of texts.
    pub(crate) fn words(&mut self, name: &str) -> Option<Option<Vec<String>>> {
        self.read(name, ("文本列表", "a list of texts"), |json| {
            json.as_array()?.iter().map(|entry| entry.as_str().map(str::to_owned)).collect()
        })
    }

    /// Properties inside a property.
    pub(crate) fn map(&mut self, name: &str) -> Option<Option<&'a Map<String, Json>>> {
        self.read(name, ("一组属性", "an object"), Json::as_object)
    }

    /// The entries of a list that stands at `name`, each with the properties `known` and read by `one`; `expected` says
    /// what an entry is. What is no entry is left out.
    pub(crate) fn each<T>(
        &mut self,
        name: &str,
        list: &'a [Json],
        expected: (&str, &str),
        known: &[&str],
        mut one: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let mut read = Vec::with_capacity(list.len());
        for (at, json) in list.iter().enumerate() {
            let place = format!("{name}[{at}]");
            let Some(map) = json.as_object() else {
                self.wrong(&place, expected.0, expected.1);
                continue;
            };
            let mut part = Self::at(&self.path(&format!("{place}.")), map, known);
            read.push(one(&mut part));
            self.absorb(part);
        }
        read
    }

    /// A list of ids, or of references as they are read.
    pub(crate) fn ids(&mut self, name: &str) -> Option<Option<Vec<Uuid>>> {
        let id = |json: &Json| json.as_str().or_else(|| json.get("id")?.as_str())?.parse().ok();
        self.read(name, ("id 列表", "a list of ids"), |json| json.as_array()?.iter().map(id).collect())
    }

    /// A moment.
    pub(crate) fn moment(&mut self, name: &str) -> Option<Option<Moment>> {
        let Some(text) = self.raw(name)?.map(str::trim).filter(|text| !text.is_empty()) else {
            return Some(None);
        };
        match DateTime::parse_from_rfc3339(text) {
            Ok(moment) => Some(Some(moment.with_timezone(&Utc))),
            Err(_) => {
                self.refuse(self.fault(name, Code::InvalidTime));
                None
            }
        }
    }

    /// Everything that was wrong.
    pub(crate) fn finish(self) -> Vec<FieldFault> {
        self.faults
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_wrong_is_told_at_once_and_by_name() {
        let body = json!({"name": 7, "admin": "yes", "labels": {"fr": "x"}, "roles": ["x"], "nmae": "a", "until": "x"});
        let body = body.as_object().expect("an object");
        let mut input = Input::at("a.", body, &["name", "admin", "labels", "roles", "until", "old"]);
        assert_eq!(input.text("name"), None);
        assert_eq!(input.flag("admin"), None);
        assert_eq!(input.labels("labels"), None);
        assert_eq!(input.ids("roles"), None);
        assert_eq!(input.moment("until"), None);
        assert_eq!(input.text("old"), None, "absent is not wrong");
        let told: Vec<(String, &str)> =
            input.finish().into_iter().map(|fault| (fault.field, fault.code.name())).collect();
        let expected = [
            ("a.nmae", "unknown_field"),
            ("a.name", "wrong_type"),
            ("a.admin", "wrong_type"),
            ("a.labels", "wrong_type"),
            ("a.roles", "wrong_type"),
            ("a.until", "invalid_time"),
        ];
        assert_eq!(told, expected.map(|(field, code)| (field.to_owned(), code)));
    }

    #[test]
    fn absent_null_and_value_differ() {
        let body = json!({"name": null, "plain": " 甲\u{200B} ", "labels": {"zh-CN": " 甲 "}});
        let body = body.as_object().expect("an object");
        let mut input = Input::new(body, &["name", "plain", "labels", "gone"]);
        assert_eq!(input.text("gone"), None);
        assert_eq!(input.text("name"), Some(None));
        assert_eq!(input.text("plain"), Some(Some("甲".to_owned())));
        assert_eq!(input.labels("labels"), Some(Some(Text::new("甲", ""))));
        assert!(input.finish().is_empty());
    }
}
