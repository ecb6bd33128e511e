//! What a part of a formula can be, and what a field gives.

use shuke_base::Text;
use shuke_meta::{FieldDef, FieldKind};

/// What a part of a formula is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A number; `true` when it is known to be a whole one.
    Number(bool),
    /// An amount with a currency.
    Money,
    /// A text.
    Text,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A moment.
    Time,
    /// What a reference points to.
    Reference,
    /// Several choices or tags.
    List,
    /// Nothing; goes with everything.
    Blank,
}

impl Type {
    /// What people call it.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Number(_) => Text::new("数字", "a number"),
            Self::Money => Text::new("金额", "an amount"),
            Self::Text => Text::new("文字", "a text"),
            Self::Bool => Text::new("是或否", "yes or no"),
            Self::Date => Text::new("日期", "a date"),
            Self::Time => Text::new("时间", "a date-time"),
            Self::Reference => Text::new("关联记录", "a reference"),
            Self::List => Text::new("多个选项", "a list"),
            Self::Blank => Text::new("空", "nothing"),
        }
    }

    /// What a field gives to a formula; nothing when formulas can't use its kind.
    #[must_use]
    pub fn of(field: &FieldDef) -> Option<Self> {
        Some(match field.kind {
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Choice
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Url
            | FieldKind::IdCard
            | FieldKind::CreditCode
            | FieldKind::Region
            | FieldKind::Cascade
            | FieldKind::AutoNumber => Self::Text,
            FieldKind::Integer | FieldKind::Rating => Self::Number(true),
            FieldKind::Decimal | FieldKind::Percent => Self::Number(false),
            FieldKind::Money => Self::Money,
            FieldKind::Bool => Self::Bool,
            FieldKind::Date => Self::Date,
            FieldKind::DateTime => Self::Time,
            FieldKind::MultiChoice | FieldKind::Tags | FieldKind::MultiReference => Self::List,
            FieldKind::Reference | FieldKind::User | FieldKind::Department | FieldKind::Record => {
                Self::Reference
            }
            FieldKind::Id
            | FieldKind::Time
            | FieldKind::Address
            | FieldKind::Location
            | FieldKind::RichText
            | FieldKind::Attachment
            | FieldKind::Image
            | FieldKind::Signature
            | FieldKind::Lines => return None,
        })
    }

    /// The kind of field that holds it; nothing for what a field can't hold.
    #[must_use]
    pub fn kind(self) -> Option<FieldKind> {
        Some(match self {
            Self::Number(true) => FieldKind::Integer,
            Self::Number(false) => FieldKind::Decimal,
            Self::Money => FieldKind::Money,
            Self::Text => FieldKind::Text,
            Self::Bool => FieldKind::Bool,
            Self::Date => FieldKind::Date,
            Self::Time => FieldKind::DateTime,
            Self::Reference | Self::List | Self::Blank => return None,
        })
    }

    /// The type of something that is one or the other, when there is one.
    #[must_use]
    pub(super) fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Blank, one) | (one, Self::Blank) => Some(one),
            (Self::Number(a), Self::Number(b)) => Some(Self::Number(a && b)),
            (Self::Number(_), Self::Money) | (Self::Money, Self::Number(_)) => Some(Self::Money),
            (a, b) if a == b => Some(a),
            _ => None,
        }
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Number(_) | Self::Money | Self::Blank)
    }

    pub(super) fn is_day(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::Blank)
    }
}
