//! A field: its kind, its limits, and the columns that hold it.

mod columns;
mod lines;
mod option;
mod sensitive;

use serde::{Deserialize, Serialize};
use shuke_base::{Text, limits};

use crate::computed::Computed;
use crate::format::Format;
use crate::rule::FieldRules;

pub use option::{ChoiceOption, Outcome};

/// What a field holds. Every surface that handles fields matches on this without a catch-all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// The id of the record itself; a system field only.
    Id,
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// Text with headings, lists, emphasis and links, as HTML that is safe to show.
    RichText,
    /// Whole number.
    Integer,
    /// Exact decimal with the field's scale.
    Decimal,
    /// Exact amount with a currency.
    Money,
    /// Exact percentage; 12.5 is 12.5 %.
    Percent,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A moment.
    #[serde(rename = "datetime")]
    DateTime,
    /// A time of day.
    Time,
    /// Stars, from one to as many as the field has.
    Rating,
    /// One of the field's options.
    Choice,
    /// Several of the field's options.
    MultiChoice,
    /// One node of the tree of the field's options.
    Cascade,
    /// Phone number, E.164.
    Phone,
    /// E-mail address.
    Email,
    /// Web address.
    Url,
    /// Identity number of a resident 居民身份证号 (GB 11643).
    IdCard,
    /// Unified social credit code 统一社会信用代码 (GB 32100).
    CreditCode,
    /// Province, city or county 省市区, as the six-digit code of GB/T 2260.
    Region,
    /// A region and a line of detail.
    Address,
    /// A place on the map.
    Location,
    /// A record of the target object.
    Reference,
    /// Several records of the target object, in an order.
    MultiReference,
    /// A person: a reference to `user`.
    User,
    /// A department: a reference to `department`.
    Department,
    /// Free words.
    Tags,
    /// Files of any kind.
    Attachment,
    /// Pictures.
    Image,
    /// A signature drawn by hand: one picture.
    Signature,
    /// A number given by the system at save.
    AutoNumber,
    /// A record of any object.
    Record,
    /// A sub-table 子表: lines that belong to the record, with columns of their own.
    Lines,
}

impl FieldKind {
    /// Every kind that a field may have, in the order designers show them.
    pub const ALL: [Self; 35] = [
        Self::Text,
        Self::LongText,
        Self::RichText,
        Self::Integer,
        Self::Decimal,
        Self::Money,
        Self::Percent,
        Self::Bool,
        Self::Date,
        Self::DateTime,
        Self::Time,
        Self::Rating,
        Self::Choice,
        Self::MultiChoice,
        Self::Cascade,
        Self::Phone,
        Self::Email,
        Self::Url,
        Self::IdCard,
        Self::CreditCode,
        Self::Region,
        Self::Address,
        Self::Location,
        Self::Reference,
        Self::MultiReference,
        Self::User,
        Self::Department,
        Self::Tags,
        Self::Attachment,
        Self::Image,
        Self::Signature,
        Self::AutoNumber,
        Self::Record,
        Self::Lines,
        Self::Id,
    ];

    /// The api name of the kind, such as `long_text`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::RichText => "rich_text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Time => "time",
            Self::Rating => "rating",
            Self::Choice => "choice",
            Self::MultiChoice => "multi_choice",
            Self::Cascade => "cascade",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Url => "url",
            Self::IdCard => "id_card",
            Self::CreditCode => "credit_code",
            Self::Region => "region",
            Self::Address => "address",
            Self::Location => "location",
            Self::Reference => "reference",
            Self::MultiReference => "multi_reference",
            Self::User => "user",
            Self::Department => "department",
            Self::Tags => "tags",
            Self::Attachment => "attachment",
            Self::Image => "image",
            Self::Signature => "signature",
            Self::AutoNumber => "auto_number",
            Self::Record => "record",
            Self::Lines => "lines",
        }
    }

    /// The kind that `name` belongs to.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether rows can be put in order by such a field.
    #[must_use]
    pub fn sortable(self) -> bool {
        match self {
            Self::LongText
            | Self::RichText
            | Self::MultiChoice
            | Self::Tags
            | Self::Record
            | Self::Reference
            | Self::MultiReference
            | Self::User
            | Self::Department
            | Self::Address
            | Self::Location
            | Self::Attachment
            | Self::Image
            | Self::Signature
            | Self::Lines => false,
            Self::Id
            | Self::Text
            | Self::Integer
            | Self::Decimal
            | Self::Money
            | Self::Percent
            | Self::Bool
            | Self::Date
            | Self::DateTime
            | Self::Time
            | Self::Rating
            | Self::Choice
            | Self::Cascade
            | Self::Phone
            | Self::Email
            | Self::Url
            | Self::IdCard
            | Self::CreditCode
            | Self::Region
            | Self::AutoNumber => true,
        }
    }

    /// Whether the field has options of its own.
    #[must_use]
    pub fn has_options(self) -> bool {
        matches!(self, Self::Choice | Self::MultiChoice | Self::Cascade)
    }

    /// Whether the field holds a list of entries that can be added and taken out one by one.
    #[must_use]
    pub fn has_entries(self) -> bool {
        matches!(self, Self::MultiChoice | Self::Tags | Self::MultiReference)
    }

    /// Whether the field holds files.
    #[must_use]
    pub fn is_file(self) -> bool {
        matches!(self, Self::Attachment | Self::Image | Self::Signature)
    }

    /// Whether the field points to a record of one known object.
    #[must_use]
    pub fn is_reference(self) -> bool {
        matches!(self, Self::Reference | Self::User | Self::Department)
    }
}

/// Decimal places of degrees.
pub const LOCATION_PLACES: u32 = 6;

/// A field of an object. Properties that don't belong to its kind are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDef {
    /// Api name.
    pub name: String,
    /// What people read.
    #[serde(default)]
    pub label: Text,
    /// What it holds.
    pub kind: FieldKind,
    /// A record can't be saved without it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// No two live records may have the same value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// Kept by the system, never set by a person.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// The quick search looks here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub search: bool,
    /// Has an index of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub indexed: bool,
    /// Lies sealed in the database, is found by its exact value alone, and is masked unless a role opens it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
    /// Some values still lie as they did before `sensitive` was switched; kept by the program.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealing: bool,
    /// Has a column of digests, because it is or was sensitive; kept by the program.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub digests: bool,
    /// Shown below the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// Characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// Decimal places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
    /// Smallest value: a decimal, a day, a moment or a time of day, as a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// Largest value, likewise; of a rating, its stars; of files, several records and lines, how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// What a text has to look like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// Object that a reference points to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// A constant, or `@me`, `@now`, `@today`, or `{"formula": …}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// Segments of an auto number, such as `L{yyyyMM}-{0000}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Other column headings that an import recognises.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Options of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ChoiceOption>,
    /// Where the value comes from, when the program computes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Computed>,
    /// The columns of a sub-table, in order.
    #[serde(rename = "columns", default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<FieldDef>,
    /// Of a column of a sub-table: its sum stands below the lines.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub total: bool,
    /// When it is shown, asked for or locked.
    #[serde(default, skip_serializing_if = "FieldRules::is_empty")]
    pub rules: FieldRules,
    /// Exists on every object and is kept by the program.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub system: bool,
    /// Added by an administrator.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub custom: bool,
    /// Physical name of the (first) column; given by the program.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub column: String,
}

/// How a column is stored, independent of the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Text in UTF-8, compared by bytes.
    Text,
    /// 64-bit integer.
    Int,
    /// Exact decimal with this many places.
    Decimal(u32),
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A moment, to the microsecond.
    Moment,
    /// UUID.
    Id,
    /// A JSON array of texts.
    Json,
}

/// One physical column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Physical name.
    pub name: String,
    /// How it is stored.
    pub kind: ColumnType,
}

impl FieldDef {
    /// A field with nothing but a name, a label and a kind.
    #[must_use]
    pub fn new(name: &str, label: Text, kind: FieldKind) -> Self {
        Self {
            name: name.to_owned(),
            label,
            kind,
            required: false,
            unique: false,
            read_only: false,
            search: false,
            indexed: false,
            sensitive: false,
            sealing: false,
            digests: false,
            help: None,
            max_length: None,
            scale: None,
            min: None,
            max: None,
            format: None,
            target: None,
            default: None,
            pattern: None,
            aliases: Vec::new(),
            options: Vec::new(),
            computed: None,
            cells: Vec::new(),
            total: false,
            rules: FieldRules::default(),
            system: false,
            custom: false,
            column: String::new(),
        }
    }

    /// The formula that gives the value of a new record, where the default is one.
    #[must_use]
    pub fn default_formula(&self) -> Option<&str> {
        let map = self.default.as_ref()?.as_object().filter(|map| map.len() == 1)?;
        map.get("formula")?.as_str()
    }

    /// Decimal places of the field's values.
    #[must_use]
    pub fn places(&self) -> u32 {
        self.scale.unwrap_or(2)
    }

    /// Files that the field holds, at most.
    #[must_use]
    pub fn files(&self) -> usize {
        if self.kind == FieldKind::Signature {
            return 1;
        }
        self.most().unwrap_or(20)
    }

    /// Records that a field with several references holds, at most.
    #[must_use]
    pub fn records(&self) -> usize {
        self.most().unwrap_or(limits::FIELD_RECORDS)
    }

    /// Stars of a rating.
    #[must_use]
    pub fn stars(&self) -> i64 {
        self.most().unwrap_or(5)
    }

    /// The largest value as a number.
    fn most<N: std::str::FromStr>(&self) -> Option<N> {
        self.max.as_deref()?.parse().ok()
    }

    /// Characters at most, for the kinds that hold text.
    #[must_use]
    pub fn characters(&self) -> usize {
        match self.kind {
            FieldKind::LongText | FieldKind::RichText => self.max_length.unwrap_or(limits::LONG_TEXT_CHARS),
            FieldKind::Address => self.max_length.unwrap_or(limits::ADDRESS_CHARS),
            _ => self.max_length.unwrap_or(limits::TEXT_CHARS),
        }
    }

    /// The object that a reference, user or department field points to.
    #[must_use]
    pub fn target_object(&self) -> Option<&str> {
        match self.kind {
            FieldKind::Reference => self.target.as_deref(),
            FieldKind::User => Some("user"),
            FieldKind::Department => Some("department"),
            _ => None,
        }
    }

    /// The object whose records the field names: that of [`Self::target_object`], or of a field with several references.
    #[must_use]
    pub fn points_to(&self) -> Option<&str> {
        match self.kind {
            FieldKind::MultiReference => self.target.as_deref(),
            _ => self.target_object(),
        }
    }

    /// Whether the option exists and may be chosen.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&ChoiceOption> {
        self.options.iter().find(|option| option.name == name)
    }
}
