//! SQLite's types.

use shuke_meta::ColumnType;

/// Decimals are integers scaled by the column's places, moments are microseconds, ids are 16 bytes.
pub(super) fn column_type(kind: ColumnType) -> String {
    match kind {
        ColumnType::Text | ColumnType::Date | ColumnType::Json => "TEXT",
        ColumnType::Int | ColumnType::Decimal(_) | ColumnType::Bool | ColumnType::Moment => "INTEGER",
        ColumnType::Id => "BLOB",
    }
    .to_owned()
}
