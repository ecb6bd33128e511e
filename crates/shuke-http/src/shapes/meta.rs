//! Objects and fields as data.

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::layout::{Layout, LayoutChange, NamedLayout};
use super::session::Labels;

/// One option of a choice.
#[derive(Debug, ToSchema)]
pub struct ChoiceOption {
    /// Api name; what is stored.
    pub name: String,
    /// Label in the caller's language.
    pub label: String,
    /// Labels in both languages.
    pub labels: Labels,
    /// Colour of the tag.
    pub color: Option<String>,
    /// Whether it can still be chosen.
    pub active: bool,
    /// What has become of a record that has it.
    pub outcome: Outcome,
    /// Days that a record should stay at most where this is its stage, 1 to 3650.
    pub limit_days: Option<i64>,
}

/// Whether something is still to be done about a record, or it is over.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "a shape")]
pub enum Outcome {
    /// Still worked on.
    Open,
    /// Closed as it was wished: won, converted, done.
    Success,
    /// Closed otherwise: lost, invalid, cancelled.
    Failure,
}

/// What a text has to look like.
#[derive(Debug, ToSchema)]
pub struct Format {
    /// Regular expression for the whole text.
    pub pattern: String,
    /// What is told when a text doesn't fit, in the caller's language.
    pub message: String,
    /// The administrator's words for it, in both languages.
    pub messages: Labels,
    /// A browser may try it while somebody types.
    pub live: bool,
}

/// What a text is to look like.
#[derive(Debug, ToSchema)]
pub struct FormatWrite {
    /// Regular expression for the whole text.
    pub pattern: String,
    /// What is told when a text doesn't fit.
    pub messages: Option<Labels>,
}

/// A field.
#[derive(Debug, ToSchema)]
pub struct Field {
    /// Api name.
    pub name: String,
    /// Label in the caller's language.
    pub label: String,
    /// Labels in both languages.
    pub labels: Labels,
    /// What it holds.
    pub kind: String,
    /// A record can't be saved without it.
    pub required: bool,
    /// No two live records have the same value.
    pub unique: bool,
    /// Lies sealed in the database: found by its exact value alone, and masked unless a role opens it.
    pub sensitive: bool,
    /// Never set by a person.
    pub read_only: bool,
    /// Exists on every object.
    pub system: bool,
    /// Added by an administrator.
    pub custom: bool,
    /// `masked` (values are texts such as `138****5678`, whatever the kind), `read` or `write`.
    pub access: String,
    /// Shown below the field, in the caller's language.
    pub help: Option<String>,
    /// The same in both languages.
    pub helps: Option<Labels>,
    /// A constant, `{"now":true}`, `{"me":true}` or `{"formula":…}`.
    #[schema(value_type = Option<Value>)]
    pub default: Json,
    /// Rows can be put in order by it.
    pub sortable: bool,
    /// Rows can be filtered by it.
    pub filterable: bool,
    /// Characters at most.
    pub max_length: Option<usize>,
    /// Smallest value.
    pub min: Option<String>,
    /// Largest value.
    pub max: Option<String>,
    /// What a text has to look like.
    pub format: Option<Format>,
    /// Decimal places.
    pub scale: Option<u32>,
    /// Options of a choice.
    pub options: Option<Vec<ChoiceOption>>,
    /// Object that a reference points to.
    pub target: Option<String>,
    /// The columns of a sub-table, in order; each is told like a field.
    #[schema(value_type = Option<Vec<Object>>)]
    pub columns: Json,
    /// Of a column of a sub-table: its sum stands below the lines.
    pub total: Option<bool>,
    /// Pattern of an auto number.
    pub pattern: Option<String>,
    /// How it is computed: `{"by":"formula","formula":…,"readable":…}`, `{"by":"lookup","path":…}` or
    /// `{"by":"rollup","object":…,"via":…,"fn":…,"field":…,"filter":…}` (or with `lines` for those of a
    /// sub-table); only `by` for whoever doesn't design the object.
    #[schema(value_type = Option<Object>)]
    pub computed: Json,
    /// When it is shown, asked for or locked: filters of `visible_when`, `required_when`, `read_only_when`.
    #[schema(value_type = Option<Object>)]
    pub rules: Json,
}

/// What has to hold between fields.
#[derive(Debug, ToSchema)]
pub struct FieldCheck {
    /// The filter that has to hold.
    #[schema(value_type = Object)]
    pub holds: Json,
    /// What is told when it doesn't, in the caller's language.
    pub message: String,
    /// The same in both languages.
    pub messages: Labels,
    /// The fields that are marked then.
    pub fields: Vec<String>,
    /// Switched off, it stays defined.
    pub active: bool,
}

/// A check as it is written.
#[derive(Debug, ToSchema)]
pub struct FieldCheckWrite {
    /// The filter that has to hold.
    #[schema(value_type = Object)]
    pub holds: Json,
    /// What is told when it doesn't.
    pub messages: Labels,
    /// The fields that are marked then.
    pub fields: Option<Vec<String>>,
    /// Switched off, it stays defined.
    pub active: Option<bool>,
}

/// An object, as far as the caller may see it.
#[derive(Debug, ToSchema)]
pub struct Object {
    /// Api name.
    pub name: String,
    /// Label in the caller's language.
    pub label: String,
    /// Labels in both languages.
    pub labels: Labels,
    /// Label of many, in the caller's language.
    pub plural: String,
    /// Labels of many, in both languages.
    pub plurals: Labels,
    /// The Chinese label of many in 拼音, syllable by syllable.
    pub spoken: String,
    /// Icon.
    pub icon: String,
    /// Colour.
    pub color: String,
    /// Part of the navigation.
    pub group: String,
    /// Place in the navigation; null = not shown.
    #[schema(required)]
    pub nav: Option<i64>,
    /// Added by an administrator.
    pub custom: bool,
    /// Records have an owner.
    pub owned: bool,
    /// The field that names a record.
    pub name_field: String,
    /// The choice that is shown as a path.
    #[schema(required)]
    pub stage_field: Option<String>,
    /// Records take follow-ups.
    pub timeline: bool,
    /// What the caller may do to some record.
    pub actions: Vec<String>,
    /// Fields that the caller may see.
    pub fields: Vec<Field>,
    /// Columns of the list.
    pub list_columns: Vec<String>,
    /// Fields that the quick search looks at.
    pub search_fields: Vec<String>,
    /// Layout of forms and record pages, where none of `layouts` fits.
    pub layout: Layout,
    /// The caller's other layouts; the first that fits a record's type is shown.
    pub layouts: Vec<NamedLayout>,
    /// The choice that tells types of records apart.
    #[schema(required)]
    pub type_field: Option<String>,
    /// What has to hold between fields.
    pub checks: Vec<FieldCheck>,
    /// What makes duplicates of its records.
    #[schema(required)]
    pub duplicates: Option<Duplicates>,
    /// Grows with each change of the definition.
    pub version: i64,
}

/// All objects that the caller may see.
#[derive(Debug, ToSchema)]
pub struct Objects {
    /// Grows with each change of any definition.
    pub version: i64,
    /// The objects.
    pub objects: Vec<Object>,
}

/// A new object.
#[derive(Debug, ToSchema)]
pub struct ObjectWrite {
    /// Api name; `x_` is put in front when missing.
    pub name: String,
    /// Label.
    pub labels: Labels,
    /// Label of many.
    pub plurals: Option<Labels>,
    /// Icon.
    pub icon: Option<String>,
    /// Colour.
    pub color: Option<String>,
    /// Part of the navigation.
    pub group: Option<String>,
    /// Records have an owner.
    pub owned: Option<bool>,
}

/// Changes of an object; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct ObjectChange {
    /// Label.
    pub labels: Option<Labels>,
    /// Label of many.
    pub plurals: Option<Labels>,
    /// Icon.
    pub icon: Option<String>,
    /// Colour.
    pub color: Option<String>,
    /// Part of the navigation.
    pub group: Option<String>,
    /// Place in the navigation.
    pub nav: Option<i64>,
    /// Columns of the list.
    pub list_columns: Option<Vec<String>>,
    /// Layout of forms and record pages, at once for everybody.
    pub layout: Option<LayoutChange>,
    /// What has to hold between fields.
    pub checks: Option<Vec<FieldCheckWrite>>,
    /// What makes duplicates of its records; null: nothing.
    pub duplicates: Option<Duplicates>,
    /// The version that the change is based on.
    pub version: Option<i64>,
}

/// A new field, or changes of one; the kind stays.
#[derive(Debug, ToSchema)]
pub struct FieldWrite {
    /// Api name; `x_` is put in front when missing.
    pub name: Option<String>,
    /// Label.
    pub labels: Option<Labels>,
    /// What it holds.
    pub kind: Option<String>,
    /// A record can't be saved without it.
    pub required: Option<bool>,
    /// No two live records may have the same value.
    pub unique: Option<bool>,
    /// Lies sealed in the database: found by its exact value alone, and masked unless a role opens it. For text, long
    /// text, phone, e-mail, ID card and credit code.
    pub sensitive: Option<bool>,
    /// Shown below the field.
    pub helps: Option<Labels>,
    /// Value of new records.
    #[schema(value_type = Option<Value>)]
    pub default: Json,
    /// Characters at most.
    pub max_length: Option<usize>,
    /// Smallest value.
    pub min: Option<String>,
    /// Largest value.
    pub max: Option<String>,
    /// What a text has to look like.
    pub format: Option<FormatWrite>,
    /// Decimal places.
    pub scale: Option<u32>,
    /// Options of a choice.
    #[schema(value_type = Option<Vec<Object>>)]
    pub options: Json,
    /// Object that a reference points to.
    pub target: Option<String>,
    /// For the kind `lines`: all columns, in order, each told like a field; `total` puts its sum below the lines. One
    /// that is left out goes.
    #[schema(value_type = Option<Vec<Object>>)]
    pub columns: Json,
    /// Pattern of an auto number.
    pub pattern: Option<String>,
    /// For the kind `formula`: the text, such as `quantity * unit_price`. The field's kind follows from it.
    pub formula: Option<String>,
    /// `percent`: a formula's number is shown as a percentage.
    pub result: Option<String>,
    /// For the kind `lookup`: references and a field, such as `account.level`.
    pub lookup: Option<String>,
    /// For the kind `rollup`: which records, and what is computed of them.
    pub rollup: Option<RollupWrite>,
    /// Shown only when this filter holds; null takes the rule away.
    #[schema(value_type = Option<Object>)]
    pub visible_when: Json,
    /// Asked for when this filter holds.
    #[schema(value_type = Option<Object>)]
    pub required_when: Json,
    /// Locked when this filter holds for the record as it stands.
    #[schema(value_type = Option<Object>)]
    pub read_only_when: Json,
}

/// A figure over the records that point here, or over the lines of a sub-table.
#[derive(Debug, ToSchema)]
pub struct RollupWrite {
    /// Over the lines of this sub-table; then no `object`, `via` and `filter`.
    pub lines: Option<String>,
    /// Whose records.
    pub object: Option<String>,
    /// Their reference field that points here.
    pub via: Option<String>,
    /// `count`, `sum`, `min`, `max` or `avg`.
    #[schema(rename = "fn")]
    pub measure: String,
    /// Of which field; none for a count.
    pub field: Option<String>,
    /// Only those that meet this filter.
    #[schema(value_type = Option<Object>)]
    pub filter: Json,
}

/// A formula to be looked at.
#[derive(Debug, ToSchema)]
pub struct FormulaWrite {
    /// The text; fields by api name or label.
    pub formula: String,
    /// A record to compute it for.
    pub record: Option<Uuid>,
}

/// A formula, looked at.
#[derive(Debug, ToSchema)]
pub struct Formula {
    /// Whether it holds together.
    pub ok: bool,
    /// The text that is kept, with api names.
    #[schema(required)]
    pub formula: Option<String>,
    /// The text with labels in the caller's language.
    #[schema(required)]
    pub readable: Option<String>,
    /// The kind of field that it gives.
    #[schema(required)]
    pub kind: Option<String>,
    /// The fields that it reads.
    pub fields: Vec<String>,
    /// It asks for the day or the moment, which a stored formula can't.
    pub clock: bool,
    /// What it gives for the record.
    #[schema(value_type = Option<Value>)]
    pub value: Json,
    /// What is wrong.
    #[schema(required)]
    pub error: Option<FormulaError>,
}

/// What is wrong with a formula, and where.
#[derive(Debug, ToSchema)]
pub struct FormulaError {
    /// The first character concerned, counted from 1.
    pub position: usize,
    /// How many characters.
    pub length: usize,
    /// What is wrong, with the mend.
    pub message: String,
}

/// A function of formulas.
#[derive(Debug, ToSchema)]
pub struct FormulaFunction {
    /// The name.
    pub name: String,
    /// A Chinese name that is understood, too.
    pub alias: String,
    /// `logic`, `number`, `text` or `time`.
    pub group: String,
    /// How it is written.
    pub usage: String,
    /// What it gives, in the caller's language.
    pub text: String,
}

/// The functions of formulas.
#[derive(Debug, ToSchema)]
pub struct FormulaFunctions {
    /// The functions.
    pub items: Vec<FormulaFunction>,
}

/// A computed field that is being brought up to date.
#[derive(Debug, ToSchema)]
pub struct Recalculation {
    /// The field.
    pub field: String,
    /// Its label in the caller's language.
    pub label: String,
    /// Records done.
    pub done: i64,
    /// Records there are, once counted.
    #[schema(required)]
    pub total: Option<i64>,
    /// When it was asked for.
    #[schema(format = DateTime)]
    pub started_at: String,
}

/// Computed fields that are being brought up to date.
#[derive(Debug, ToSchema)]
pub struct Recalculations {
    /// The fields; one may stand several times.
    pub items: Vec<Recalculation>,
}

/// A field whose values tell that two records are of the same person or company.
#[derive(Debug, ToSchema)]
pub struct DuplicateKey {
    /// Api name.
    pub field: String,
    /// How values are compared: `phone`, `email`, `domain`, `code`, `company` or `text`.
    pub by: String,
}

/// What makes duplicates of an object's records, and what becomes of them: `allow`, `warn` or `block`.
#[derive(Debug, ToSchema)]
pub struct Duplicates {
    /// Records that agree in one of these may be duplicates.
    pub keys: Vec<DuplicateKey>,
    /// In forms of the page.
    pub page: Option<String>,
    /// For programs.
    pub api: Option<String>,
    /// For files: `allow`, `skip`, `block` or `update`; an import may say otherwise.
    pub import: Option<String>,
}
