//! Which columns hold a field.

use super::{Column, ColumnType, FieldDef, FieldKind, LOCATION_PLACES};

impl FieldDef {
    /// The columns that hold the field: one; two for money (amount, currency), record (id, object), address (region,
    /// detail), rich text (HTML, plain text), a sub-table (lines as JSON, how many) and what is or was sensitive (text,
    /// digest); three for a location (longitude, latitude, accuracy).
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let column = |suffix: &str, kind| Column { name: format!("{}{suffix}", self.column), kind };
        let mut columns = match self.kind {
            FieldKind::Id | FieldKind::Reference | FieldKind::User | FieldKind::Department => {
                vec![column("", ColumnType::Id)]
            }
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Time
            | FieldKind::Choice
            | FieldKind::Cascade
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Url
            | FieldKind::IdCard
            | FieldKind::CreditCode
            | FieldKind::Region
            | FieldKind::AutoNumber => vec![column("", ColumnType::Text)],
            FieldKind::Integer | FieldKind::Rating => vec![column("", ColumnType::Int)],
            FieldKind::RichText => vec![column("", ColumnType::Text), column("__txt", ColumnType::Text)],
            // The region is an empty text, not nothing, where only the line is known: a value is there.
            FieldKind::Address => vec![column("", ColumnType::Text), column("__det", ColumnType::Text)],
            FieldKind::Location => vec![
                column("", ColumnType::Decimal(LOCATION_PLACES)),
                column("__lat", ColumnType::Decimal(LOCATION_PLACES)),
                column("__acc", ColumnType::Int),
            ],
            FieldKind::Decimal | FieldKind::Percent => vec![column("", ColumnType::Decimal(self.places()))],
            FieldKind::Money => {
                vec![column("", ColumnType::Decimal(self.places())), column("__cur", ColumnType::Text)]
            }
            FieldKind::Bool => vec![column("", ColumnType::Bool)],
            FieldKind::Date => vec![column("", ColumnType::Date)],
            FieldKind::DateTime => vec![column("", ColumnType::Moment)],
            FieldKind::MultiChoice
            | FieldKind::Tags
            | FieldKind::MultiReference
            | FieldKind::Attachment
            | FieldKind::Image
            | FieldKind::Signature => {
                vec![column("", ColumnType::Json)]
            }
            FieldKind::Lines => vec![column("", ColumnType::Text), column("__cnt", ColumnType::Int)],
            FieldKind::Record => vec![column("", ColumnType::Id), column("__obj", ColumnType::Text)],
        };
        if self.digests {
            columns.push(Column { name: self.digest_column(), kind: ColumnType::Text });
        }
        columns
    }
}
