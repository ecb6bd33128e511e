//! The operators of a test, and which kinds of field take which.

use shuke_meta::{FieldDef, FieldKind};

macro_rules! operators {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)+) => {
        /// An operator of a test.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Operator { $($(#[$doc])* $variant,)+ }

        impl Operator {
            /// Every operator there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name in a filter, such as `not_in`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The operator of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

operators! {
    /// Equal.
    Eq = "eq";
    /// Not equal, or empty.
    Ne = "ne";
    /// One of several.
    In = "in";
    /// None of several.
    NotIn = "not_in";
    /// Less.
    Lt = "lt";
    /// At most.
    Lte = "lte";
    /// Greater.
    Gt = "gt";
    /// At least.
    Gte = "gte";
    /// From one to another, both included.
    Between = "between";
    /// Has as a part.
    Contains = "contains";
    /// Has not as a part.
    NotContains = "not_contains";
    /// Begins with.
    StartsWith = "starts_with";
    /// Ends with.
    EndsWith = "ends_with";
    /// Nothing there.
    Empty = "empty";
    /// Something there.
    NotEmpty = "not_empty";
    /// In a span of days.
    Within = "within";
    /// In a department, region or node of a tree, or below it.
    Under = "under";
}

const SAME: &[Operator] = &[Operator::Eq, Operator::Ne, Operator::In, Operator::NotIn];
const ORDER: &[Operator] = &[Operator::Lt, Operator::Lte, Operator::Gt, Operator::Gte, Operator::Between];
const PART: &[Operator] =
    &[Operator::Contains, Operator::NotContains, Operator::StartsWith, Operator::EndsWith];
const ENTRY: &[Operator] = &[Operator::Contains, Operator::NotContains, Operator::In, Operator::NotIn];
const FILLED: &[Operator] = &[Operator::Empty, Operator::NotEmpty];

impl Operator {
    /// The operators that a field takes. `eq` and `ne` with `null` mean `empty` and `not_empty` and go wherever those do.
    #[must_use]
    pub fn of(field: &FieldDef) -> Vec<Self> {
        if field.sealed() {
            return [SAME, FILLED].concat();
        }
        let department = field.target_object() == Some("department");
        let groups: &[&[Self]] = match field.kind {
            FieldKind::Id => &[SAME, FILLED],
            FieldKind::Text | FieldKind::AutoNumber => &[SAME, ORDER, PART, FILLED],
            FieldKind::LongText
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Url
            | FieldKind::IdCard
            | FieldKind::CreditCode => &[SAME, PART, FILLED],
            FieldKind::Integer
            | FieldKind::Decimal
            | FieldKind::Money
            | FieldKind::Percent
            | FieldKind::Rating
            | FieldKind::Time => &[SAME, ORDER, FILLED],
            FieldKind::Bool | FieldKind::Choice | FieldKind::Record => &[SAME, FILLED],
            FieldKind::Date | FieldKind::DateTime => &[SAME, ORDER, &[Self::Within], FILLED],
            FieldKind::MultiChoice | FieldKind::Tags | FieldKind::MultiReference => &[ENTRY, FILLED],
            FieldKind::Region | FieldKind::Cascade => &[SAME, &[Self::Under], FILLED],
            FieldKind::Address => &[&[Self::Under, Self::Contains, Self::NotContains], FILLED],
            FieldKind::RichText => &[&[Self::Contains, Self::NotContains], FILLED],
            FieldKind::Location
            | FieldKind::Attachment
            | FieldKind::Image
            | FieldKind::Signature
            | FieldKind::Lines => &[FILLED],
            FieldKind::Reference | FieldKind::User | FieldKind::Department if department => {
                &[SAME, &[Self::Under], FILLED]
            }
            FieldKind::Reference | FieldKind::User | FieldKind::Department => &[SAME, FILLED],
        };
        groups.concat()
    }
}
