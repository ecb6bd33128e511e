//! PostgreSQL's types.

use shuke_meta::ColumnType;

/// Texts are compared by bytes (collation C), as SQLite does, so that both engines give one order.
pub(super) fn column_type(kind: ColumnType) -> String {
    match kind {
        ColumnType::Text => "TEXT COLLATE \"C\"".to_owned(),
        ColumnType::Int => "BIGINT".to_owned(),
        // 18 digits in all: what fits SQLite's scaled integer fits here, and nothing more.
        ColumnType::Decimal(places) => format!("NUMERIC(18,{places})"),
        ColumnType::Bool => "BOOLEAN".to_owned(),
        ColumnType::Date => "DATE".to_owned(),
        ColumnType::Moment => "TIMESTAMPTZ".to_owned(),
        ColumnType::Id => "UUID".to_owned(),
        ColumnType::Json => "TEXT[]".to_owned(),
    }
}
