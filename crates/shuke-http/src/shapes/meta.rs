//! Objects and fields as data.

use serde_json::Value as Json;
use utoipa::ToSchema;

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
    /// Never set by a person.
    pub read_only: bool,
    /// Exists on every object.
    pub system: bool,
    /// Added by an administrator.
    pub custom: bool,
    /// `read` or `write`.
    pub access: String,
    /// Shown below the field, in the caller's language.
    pub help: Option<String>,
    /// The same in both languages.
    pub helps: Option<Labels>,
    /// A constant, `{"now":true}` or `{"me":true}`.
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
    /// Pattern of an auto number.
    pub pattern: Option<String>,
}

/// A group of fields on forms and record pages.
#[derive(Debug, ToSchema)]
pub struct LayoutSection {
    /// Heading in the caller's language.
    pub label: String,
    /// Headings in both languages.
    pub labels: Labels,
    /// Fields, in order.
    pub fields: Vec<String>,
}

/// How a record's page is laid out.
#[derive(Debug, ToSchema)]
pub struct Layout {
    /// Groups of fields.
    pub sections: Vec<LayoutSection>,
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
    /// Layout of the record page.
    pub layout: Layout,
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
    /// Layout of the record page.
    pub layout: Option<Layout>,
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
    /// Pattern of an auto number.
    pub pattern: Option<String>,
}
