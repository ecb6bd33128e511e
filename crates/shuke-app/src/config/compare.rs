//! What differs between a company and what it is to be, in words for whoever decides.

use serde::Serialize;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use shuke_base::{Locale, Text};

use super::files::Folder;
use super::items::{Group, Items, Key};
use crate::backup::key::hex;

/// Characters of a value that is told.
const TOLD: usize = 300;

/// What becomes of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// It is made.
    Created,
    /// It is changed.
    Changed,
    /// It goes.
    Removed,
    /// It is here and not in the folder, and stays.
    Kept,
}

/// A property that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The property, such as `label.zh` or `grants.lead.read`.
    pub path: String,
    /// What people call it.
    pub label: String,
    /// As it is; nothing where there is none.
    pub old: Option<String>,
    /// As it is to be.
    pub new: Option<String>,
}

/// A piece that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What becomes of it.
    pub deed: Deed,
    /// What sort of piece.
    pub group: Group,
    /// Api name of the object, where it belongs to one.
    pub object: Option<String>,
    /// What people call that object.
    pub object_label: Option<String>,
    /// Its name in the folder.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// It takes something away, binds people, or gives them more.
    pub danger: bool,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// A folder beside a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// What differs: settings, departments, objects with their fields, views, roles, sharing rules.
    pub changes: Vec<Change>,
    /// How many pieces are made.
    pub created: usize,
    /// How many are changed.
    pub changed: usize,
    /// How many go.
    pub removed: usize,
    /// How many are here and not in the folder.
    pub kept: usize,
    /// Stands for these changes; given back when they are applied, it makes sure that they are these.
    pub state: String,
}

impl Comparison {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.created + self.changed + self.removed == 0
    }
}

/// Compares; what is kept is told of lists that the folder has whole.
pub(super) fn compare(before: &Items, after: &Items, folder: &Folder, locale: Locale) -> Comparison {
    let mut found: Vec<(&Key, Deed, Vec<Difference>)> = Vec::new();
    for key in after.keys().chain(before.keys().filter(|key| !after.contains_key(*key))) {
        match (before.get(key), after.get(key)) {
            (None, Some(_)) => found.push((key, Deed::Created, Vec::new())),
            (Some(_), None) => found.push((key, Deed::Removed, Vec::new())),
            (Some(old), Some(new)) if old != new => {
                let mut differences = Vec::new();
                maps("", old, new, locale, &mut differences);
                found.push((key, Deed::Changed, differences));
            }
            _ => {
                let list =
                    if matches!(key.group, Group::Field | Group::View) { key.object.as_str() } else { "" };
                let told = folder.whole.contains(&(key.group, list.to_owned())) && folder.get(key).is_none();
                // Objects that came with the program are everywhere.
                let own = key.group != Group::Object
                    || before.get(key).and_then(|map| map.get("custom")) == Some(&Json::Bool(true));
                if told && own && !key.name.is_empty() {
                    found.push((key, Deed::Kept, Vec::new()));
                }
            }
        }
    }
    found.sort_by_key(|(key, deed, _)| place(key, *deed));
    let count = |deed: Deed| found.iter().filter(|(_, known, _)| *known == deed).count();
    let (created, changed, removed, kept) =
        (count(Deed::Created), count(Deed::Changed), count(Deed::Removed), count(Deed::Kept));
    let changes: Vec<Change> = found
        .into_iter()
        .map(|(key, deed, differences)| told(key, deed, differences, before, after, locale))
        .collect();
    let state = seal(before, after);
    Comparison { changes, created, changed, removed, kept, state }
}

/// Fields stand with their object; what is kept comes last.
fn place(key: &Key, deed: Deed) -> (bool, Group, String, Group, String) {
    let group = if key.group == Group::Field { Group::Object } else { key.group };
    (deed == Deed::Kept, group, key.object.clone(), key.group, key.name.clone())
}

/// The same changes, from the same company, have the same seal.
fn seal(before: &Items, after: &Items) -> String {
    let mut hash = Sha256::new();
    for items in [before, after] {
        for (key, map) in items {
            hash.update(format!("{:?}\0{}\0{}\0", key.group, key.object, key.name));
            hash.update(serde_json::to_string(map).unwrap_or_default());
            hash.update("\n");
        }
        hash.update("\0");
    }
    let mut seal = hex(&hash.finalize());
    seal.truncate(32);
    seal
}

fn label_of(map: &Map<String, Json>, locale: Locale) -> Option<String> {
    let text: Text = serde_json::from_value(map.get("label")?.clone()).ok()?;
    Some(text.get(locale).to_owned()).filter(|label| !label.is_empty())
}

fn told(
    key: &Key,
    deed: Deed,
    differences: Vec<Difference>,
    before: &Items,
    after: &Items,
    locale: Locale,
) -> Change {
    let find = |key: &Key| after.get(key).or_else(|| before.get(key));
    let map = find(key);
    let object = Some(&key.object).filter(|object| !object.is_empty());
    let object_label =
        object.and_then(|object| label_of(find(&Key::new(Group::Object, object, object))?, locale));
    let label = match (key.group, key.name.as_str()) {
        (Group::Setting, "company") => Text::new("公司设置", "Company settings").get(locale).to_owned(),
        (Group::Setting, "workdays") => Text::new("工作日历", "Working days").get(locale).to_owned(),
        (Group::Setting, "arrangement") => {
            Text::new("导航和首页的安排", "Navigation and home page").get(locale).to_owned()
        }
        (Group::Setting, "look") => Text::new("外观", "Look").get(locale).to_owned(),
        (Group::Setting, "files") => Text::new("附件", "Files").get(locale).to_owned(),
        (Group::Setting, _) => Text::new("登录规则", "Sign-in rules").get(locale).to_owned(),
        (Group::View, "") => Text::new("视图顺序", "Order of views").get(locale).to_owned(),
        _ => map.and_then(|map| label_of(map, locale)).unwrap_or_else(|| key.name.clone()),
    };
    let touched =
        |name: &str| differences.iter().any(|it| it.path == name && it.new.as_deref() == Some("true"));
    let says = |name: &str| map.and_then(|map| map.get(name)) == Some(&Json::Bool(true));
    let danger = match (deed, key.group) {
        (Deed::Kept, _) => false,
        (Deed::Removed, _) => true,
        (_, Group::Setting) => key.name == "security",
        (Deed::Changed, Group::Field) => {
            touched("required")
                || touched("unique")
                || differences.iter().any(|it| it.path.starts_with("options") && it.path.ends_with("active"))
        }
        (Deed::Created, Group::Role) => says("admin"),
        (Deed::Changed, Group::Role) => differences.iter().any(|it| it.path == "admin"),
        _ => false,
    };
    Change {
        deed,
        group: key.group,
        object: object.cloned(),
        object_label,
        name: key.name.clone(),
        label,
        danger,
        differences,
    }
}

fn maps(
    path: &str,
    old: &Map<String, Json>,
    new: &Map<String, Json>,
    locale: Locale,
    found: &mut Vec<Difference>,
) {
    let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
    let mut names: Vec<&String> = names.collect();
    names.sort();
    for name in names {
        let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        values(&inner, old.get(name), new.get(name), locale, found);
    }
}

fn named(value: Option<&Json>) -> Option<Vec<(&str, &Map<String, Json>)>> {
    let list = value?.as_array()?;
    list.iter().map(|entry| Some((entry.get("name")?.as_str()?, entry.as_object()?))).collect()
}

fn values(path: &str, old: Option<&Json>, new: Option<&Json>, locale: Locale, found: &mut Vec<Difference>) {
    if old == new {
        return;
    }
    if let (Some(Json::Object(old)), Some(Json::Object(new))) = (old, new) {
        return maps(path, old, new, locale, found);
    }
    if let (Some(old), Some(new)) = (named(old), named(new)) {
        let before = found.len();
        let find = |list: &[(&str, &Map<String, Json>)], name: &str| {
            list.iter().find(|(known, _)| *known == name).map(|(_, map)| Json::Object((*map).clone()))
        };
        let names = old.iter().chain(new.iter().filter(|(name, _)| find(&old, name).is_none()));
        for (name, _) in names {
            let (old, new) = (find(&old, name), find(&new, name));
            values(&format!("{path}.{name}"), old.as_ref(), new.as_ref(), locale, found);
        }
        if found.len() > before {
            return;
        }
        let order = |list: &[(&str, &Map<String, Json>)]| {
            list.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        };
        return found.push(Difference {
            path: path.to_owned(),
            label: word(path, locale),
            old: Some(order(&old)),
            new: Some(order(&new)),
        });
    }
    found.push(Difference {
        path: path.to_owned(),
        label: word(path, locale),
        old: old.map(|value| said(value, locale)),
        new: new.map(|value| said(value, locale)),
    });
}

/// A value in few words.
fn said(value: &Json, locale: Locale) -> String {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Array(list) if list.iter().all(|entry| entry.is_string() || entry.is_number()) => {
            let words: Vec<String> = list.iter().map(|entry| said(entry, locale)).collect();
            words.join(", ")
        }
        Json::Object(map) => label_of(map, locale).unwrap_or_else(|| value.to_string()),
        other => other.to_string(),
    };
    if text.chars().count() <= TOLD {
        return text;
    }
    text.chars().take(TOLD).chain(['…']).collect()
}

/// What people call a property: its first part in words, the rest as it is.
fn word(path: &str, locale: Locale) -> String {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let (zh, en) = match first {
        "label" => ("名称", "Label"),
        "plural" => ("复数名称", "Plural label"),
        "required" => ("必填", "Required"),
        "unique" => ("唯一", "Unique"),
        "help" => ("说明", "Help"),
        "default" => ("默认值", "Default"),
        "options" => ("选项", "Options"),
        "computed" => ("计算", "Computation"),
        "rules" => ("条件规则", "Rules"),
        "checks" => ("校验", "Checks"),
        "layout" => ("布局", "Layout"),
        "layout_tabs" => ("布局标签页", "Layout tabs"),
        "layout_related" => ("相关列表", "Related lists"),
        "layout_related_tabs" => ("相关列表标签页", "Tabs of related lists"),
        "layout_highlights" => ("关键指标", "Key facts"),
        "fields" => ("字段", "Fields"),
        "list_columns" => ("列表列", "List columns"),
        "columns" => ("列", "Columns"),
        "duplicates" => ("查重", "Duplicate check"),
        "filter" => ("筛选", "Filter"),
        "sort" => ("排序", "Sort"),
        "order" => ("顺序", "Order"),
        "audience" => ("共享范围", "Shared with"),
        "roles" => ("角色", "Roles"),
        "departments" => ("部门", "Departments"),
        "grants" => ("权限", "Grants"),
        "admin" => ("管理员", "Administrator"),
        "description" => ("说明", "Description"),
        "nav" => ("导航位置", "Place in the navigation"),
        "icon" => ("图标", "Icon"),
        "color" => ("颜色", "Colour"),
        "from" => ("谁的记录", "Whose records"),
        "to" => ("共享给", "Shared with"),
        "write" => ("可修改", "May change"),
        "active" => ("启用", "Switched on"),
        "min" => ("最小值", "Minimum"),
        "max" => ("最大值", "Maximum"),
        "max_length" => ("最大长度", "Maximum length"),
        "format" => ("格式", "Format"),
        "pattern" => ("编号规则", "Number pattern"),
        "locale" => ("语言", "Language"),
        "zone" => ("时区", "Time zone"),
        "currency" => ("币种", "Currency"),
        "bin_days" => ("回收站保留天数", "Days in the recycle bin"),
        "export_watermark" => ("导出水印", "Watermark of exports"),
        "duplicates_told" => ("查重提示范围外的记录", "Duplicates out of sight are told"),
        "password_min" => ("密码最短长度", "Shortest password"),
        "everyone" => ("所有人", "Everyone"),
        "product" => ("产品名称", "Product name"),
        "logo" => ("标志", "Logo"),
        "second_factor_roles" => ("须两步验证的角色", "Roles that need a second factor"),
        "networks" => ("允许的网络", "Networks that are let in"),
        other => (other, other),
    };
    let first = Text::new(zh, en);
    let first = first.get(locale);
    match rest {
        "" => first.to_owned(),
        "zh" => Text::new(format!("{first}（中文）"), format!("{first} (Chinese)")).get(locale).to_owned(),
        "en" => Text::new(format!("{first}（英文）"), format!("{first} (English)")).get(locale).to_owned(),
        rest => format!("{first} {rest}"),
    }
}
