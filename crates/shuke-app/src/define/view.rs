//! Definitions as callers see them: what is hidden from the caller is not there at all.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};
use shuke_access::{Action, FieldMask};
use shuke_base::{Fault, Locale, Text};
use shuke_expr::Operator;
use shuke_meta::{ChoiceOption, FieldDef, FieldKind, ObjectDef, Outcome};
use shuke_text::pinyin::spoken;

use super::layouts::{self, LayoutView, NamedLayoutView};
use crate::App;
use crate::context::Ctx;
use crate::roles::Labels;

/// Members of every record that are no fields to a caller.
const MEMBERS: [&str; 4] = ["id", "version", "deleted_at", "deleted_by"];

/// All objects that the caller may see.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectsView {
    /// Grows with each change of any definition.
    pub version: i64,
    /// The objects, by name.
    pub objects: Vec<ObjectView>,
}

/// An object.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectView {
    /// Api name.
    pub name: String,
    /// What the caller reads, for one.
    pub label: String,
    /// In both languages.
    pub labels: Labels,
    /// What the caller reads, for many.
    pub plural: String,
    /// In both languages.
    pub plurals: Labels,
    /// The Chinese label in 拼音, syllable by syllable, for those who look for it by typing.
    pub spoken: String,
    /// Icon name.
    pub icon: String,
    /// Colour token.
    pub color: String,
    /// Part of the navigation.
    pub group: String,
    /// Place in the navigation.
    pub nav: Option<i64>,
    /// Added by an administrator.
    pub custom: bool,
    /// Records have an owner.
    pub owned: bool,
    /// The field that names a record.
    pub name_field: String,
    /// The choice that is shown as a path.
    pub stage_field: Option<String>,
    /// Records have a timeline.
    pub timeline: bool,
    /// What the caller may do at all.
    pub actions: Vec<&'static str>,
    /// The fields that the caller may see.
    pub fields: Vec<FieldView>,
    /// Columns of the list.
    pub list_columns: Vec<String>,
    /// Where the quick search looks.
    pub search_fields: Vec<String>,
    /// What stands where for records that none of `layouts` fits.
    pub layout: LayoutView,
    /// The caller's other layouts: the first that fits a record's type is shown.
    pub layouts: Vec<NamedLayoutView>,
    /// The choice that tells types of records apart.
    pub type_field: Option<String>,
    /// What has to hold between fields.
    pub checks: Vec<Json>,
    /// What makes duplicates of its records, as far as the caller may read the fields.
    pub duplicates: Option<Json>,
    /// Grows with each change of the definition.
    pub version: i64,
}

/// A field.
#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    /// Api name.
    pub name: String,
    /// What the caller reads.
    pub label: String,
    /// In both languages.
    pub labels: Labels,
    /// What it holds.
    #[serde(serialize_with = "kind_name")]
    pub kind: FieldKind,
    /// A record can't be saved without it.
    pub required: bool,
    /// No two live records may have the same value.
    pub unique: bool,
    /// Never set by a person.
    pub read_only: bool,
    /// Exists on every object.
    pub system: bool,
    /// Added by an administrator.
    pub custom: bool,
    /// read or write.
    pub access: &'static str,
    /// Shown below the field.
    pub help: Option<String>,
    /// In both languages.
    pub helps: Option<Labels>,
    /// Lies sealed, is found by its exact value alone, and is masked unless a role opens it.
    pub sensitive: bool,
    /// A value, or `{"now":true}`, or `{"me":true}`.
    pub default: Json,
    /// Rows can be put in its order.
    pub sortable: bool,
    /// Filters may ask for it.
    pub filterable: bool,
    /// Characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// Smallest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// Largest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// What a text has to look like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<FormatView>,
    /// Decimal places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
    /// Options of a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<OptionView>>,
    /// Object that it points to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The columns of a sub-table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<FieldView>>,
    /// Of a column: its sum stands below the lines.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub total: bool,
    /// How a number is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// How it is computed; what the formula says is told to whoever designs the object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed: Option<Json>,
    /// When it is shown, asked for or locked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Json>,
}

/// What a text has to look like.
#[derive(Debug, Clone, Serialize)]
pub struct FormatView {
    /// Regular expression for the whole text.
    pub pattern: String,
    /// What the caller reads when a text doesn't fit.
    pub message: String,
    /// The administrator's own words, in both languages.
    pub messages: Labels,
    /// A browser may try it while somebody types.
    pub live: bool,
}

/// One option of a choice.
#[derive(Debug, Clone, Serialize)]
pub struct OptionView {
    /// Api name.
    pub name: String,
    /// What the caller reads.
    pub label: String,
    /// In both languages.
    pub labels: Labels,
    /// Colour token.
    pub color: String,
    /// Whether it can still be chosen.
    pub active: bool,
    /// What has become of a record that has it.
    pub outcome: Outcome,
    /// Days that a record should stay at most where this is its stage.
    pub limit_days: Option<i64>,
}

fn kind_name<S: Serializer>(kind: &FieldKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.name())
}

fn said(text: &Text, locale: Locale) -> String {
    text.get(locale).to_owned()
}

/// A default as callers read and write it.
fn default(field: &FieldDef) -> Json {
    match (field.default.as_ref(), field.kind) {
        (None, _) => Json::Null,
        (Some(Json::String(word)), FieldKind::User) if word == "@me" => json!({"me": true}),
        (Some(Json::String(word)), FieldKind::DateTime) if word == "@now" => json!({"now": true}),
        (Some(Json::String(word)), FieldKind::Date) if word == "@today" => json!({"now": true}),
        (Some(value), _) => value.clone(),
    }
}

fn option(option: &ChoiceOption, locale: Locale) -> OptionView {
    OptionView {
        name: option.name.clone(),
        label: said(&option.label, locale),
        labels: Labels::from(&option.label),
        color: option.color.clone().filter(|color| !color.is_empty()).unwrap_or_else(|| "grey".to_owned()),
        active: option.active,
        outcome: option.outcome,
        limit_days: option.limit_days,
    }
}

/// A field as the caller sees it.
pub(super) fn field(field: &FieldDef, mask: &FieldMask, locale: Locale) -> FieldView {
    let kind = field.kind;
    let has_length = matches!(
        kind,
        FieldKind::Text
            | FieldKind::LongText
            | FieldKind::RichText
            | FieldKind::Email
            | FieldKind::Url
            | FieldKind::Tags
            | FieldKind::Address
    );
    let has_scale = matches!(kind, FieldKind::Decimal | FieldKind::Money | FieldKind::Percent);
    let has_options = kind.has_options();
    let max = match kind {
        FieldKind::Rating => Some(field.stars().to_string()),
        FieldKind::Attachment | FieldKind::Image => Some(field.files().to_string()),
        FieldKind::MultiReference => Some(field.records().to_string()),
        FieldKind::Lines => Some(field.lines().to_string()),
        _ => field.max.clone(),
    };
    let access = match (mask.masked(field), mask.writable(field)) {
        (true, _) => "masked",
        (false, true) => "write",
        (false, false) => "read",
    };
    let help = field.help.as_ref().filter(|help| !help.is_empty());
    FieldView {
        name: field.name.clone(),
        label: said(&field.label, locale),
        labels: Labels::from(&field.label),
        kind,
        required: field.required,
        unique: field.unique,
        read_only: field.read_only || kind == FieldKind::AutoNumber,
        system: field.system,
        custom: field.custom,
        access,
        help: help.map(|help| said(help, locale)),
        helps: help.map(Labels::from),
        sensitive: field.sensitive,
        default: default(field),
        sortable: field.sortable() && mask.readable(field),
        filterable: !Operator::of(field).is_empty() && mask.readable(field),
        max_length: has_length.then(|| field.characters()),
        min: field.min.clone(),
        max,
        format: field.format.as_ref().map(|format| FormatView {
            pattern: format.pattern.clone(),
            message: said(&format.reason(), locale),
            messages: Labels::from(&format.message),
            live: format.live(),
        }),
        scale: has_scale.then(|| field.places()),
        options: has_options.then(|| field.options.iter().map(|it| option(it, locale)).collect()),
        target: field.points_to().map(str::to_owned),
        columns: (kind == FieldKind::Lines)
            .then(|| field.cells.iter().map(|it| column(it, access, mask, locale)).collect()),
        total: field.total,
        pattern: field.pattern.clone(),
        computed: None,
        rules: None,
    }
}

/// A column of a sub-table: who may read or write the sub-table, may its columns.
fn column(column: &FieldDef, access: &'static str, mask: &FieldMask, locale: Locale) -> FieldView {
    FieldView {
        access: if column.computed.is_some() && access == "write" { "read" } else { access },
        sortable: false,
        filterable: false,
        computed: super::columns::view(column),
        ..field(column, mask, locale)
    }
}

/// How a field is computed, as the caller may know.
pub(super) fn computed(ctx: &Ctx, object: &Arc<ObjectDef>, at: usize) -> Option<Json> {
    super::computed::view(object, at, &ctx.company.schema, ctx.viewer.defines(object))
}

/// What the caller may do to records through the common calls: roles have calls of their own, people are switched off
/// and not deleted.
fn actions(ctx: &Ctx, object: &ObjectDef, mask: &FieldMask) -> Vec<&'static str> {
    let offered = |action: &Action| match object.name.as_str() {
        "role" => *action == Action::Read,
        "user" => *action != Action::Delete,
        _ => true,
    };
    let offered = |action: &Action| match action {
        Action::Reveal => offered(action) && mask.covers(object),
        Action::Define => ctx.viewer.defines(object),
        _ => offered(action),
    };
    ctx.viewer.actions(object).into_iter().filter(offered).map(Action::name).collect()
}

/// An object as the caller sees it.
pub(super) fn object(ctx: &Ctx, object: &Arc<ObjectDef>) -> ObjectView {
    let (locale, mask) = (ctx.locale, ctx.viewer.field_mask(object));
    let fields: Vec<&FieldDef> =
        mask.shown_fields(object).filter(|field| !MEMBERS.contains(&field.name.as_str())).collect();
    let seen = |name: &str| fields.iter().any(|field| field.name == name);
    let plain = |name: &str| object.field(name).is_some_and(|field| mask.readable(field));
    ObjectView {
        name: object.name.clone(),
        label: said(&object.label, locale),
        labels: Labels::from(&object.label),
        plural: said(&object.plural, locale),
        plurals: Labels::from(&object.plural),
        spoken: spoken(object.plural.get(Locale::ZhCn)),
        icon: object.icon.clone(),
        color: object.color.clone(),
        group: object.group.clone(),
        nav: object.nav,
        custom: object.custom,
        owned: object.owned,
        name_field: object.name_field.clone(),
        stage_field: object.stage_field.clone().filter(|name| plain(name)),
        timeline: object.timeline,
        actions: actions(ctx, object, &mask),
        list_columns: object.list_columns.iter().filter(|name| seen(name)).cloned().collect(),
        search_fields: fields
            .iter()
            .filter(|field| field.search && mask.readable(field))
            .map(|field| field.name.clone())
            .collect(),
        duplicates: super::duplicates::view(object, &mask),
        checks: super::rules::checks_view(ctx, object, &mask),
        layout: layouts::view::layout(&object.own_layout(), &seen, locale),
        layouts: layouts::view::named(ctx, object, &seen),
        type_field: object.type_field.clone().filter(|name| plain(name)),
        version: object.version,
        fields: fields
            .into_iter()
            .map(|it| FieldView {
                computed: object.position(&it.name).and_then(|at| computed(ctx, object, at)),
                rules: super::rules::field_view(ctx, object, it, &mask),
                ..field(it, &mask, locale)
            })
            .collect(),
    }
}

impl App {
    /// All objects that the caller may see.
    #[must_use]
    pub fn objects(&self, ctx: &Ctx) -> ObjectsView {
        let schema = &ctx.company.schema;
        let seen = schema.objects().filter(|object| ctx.viewer.may(object, Action::Read));
        ObjectsView { version: schema.version, objects: seen.map(|it| object(ctx, it)).collect() }
    }

    /// One object.
    ///
    /// # Errors
    /// [`shuke_base::Code::UnknownObject`].
    pub fn object_view(&self, ctx: &Ctx, name: &str) -> Result<ObjectView, Fault> {
        Ok(object(ctx, &ctx.object(name)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_told_as_it_is_written() {
        let told = |kind, stored: Json| {
            let mut field = FieldDef::new("f", Text::default(), kind);
            field.default = Some(stored);
            default(&field)
        };
        assert_eq!(told(FieldKind::User, json!("@me")), json!({"me": true}));
        assert_eq!(told(FieldKind::Date, json!("@today")), json!({"now": true}));
        assert_eq!(told(FieldKind::DateTime, json!("@now")), json!({"now": true}));
        assert_eq!(told(FieldKind::Text, json!("@now")), json!("@now"), "a text is a text");
    }
}
