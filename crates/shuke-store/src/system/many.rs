//! Many rows in few statements.

use crate::{Bind, Dialect, StoreError, Tx};

/// Rows of one statement, at most. Only powers of two up to here occur, so that few texts stay prepared.
const ROWS: usize = 64;
/// Values of one statement, at most: below the limits of both engines (SQLite 32 766, PostgreSQL 65 535).
const VALUES: usize = 16_384;

/// The text that inserts `rows` rows.
fn insert_text(dialect: Dialect, table: &str, columns: &[impl AsRef<str>], rows: usize) -> String {
    let width = columns.len();
    let names: Vec<&str> = columns.iter().map(AsRef::as_ref).collect();
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", names.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..width {
            if column > 0 {
                sql.push_str(", ");
            }
            dialect.next_place(&mut sql, row * width + column + 1);
        }
        sql.push(')');
    }
    sql
}

impl Tx {
    /// Inserts rows; each has a value for each column, in order. Names are quoted where they need it.
    pub(crate) async fn insert_many(
        &mut self,
        table: &str,
        columns: &[impl AsRef<str> + Sync],
        rows: Vec<Vec<Bind>>,
    ) -> Result<(), StoreError> {
        self.insert_all(table, columns, rows, "").await
    }

    /// As [`Tx::insert_many`]; rows whose `key` is there already are left out.
    pub(crate) async fn insert_new(
        &mut self,
        table: &str,
        columns: &[impl AsRef<str> + Sync],
        rows: Vec<Vec<Bind>>,
        key: &str,
    ) -> Result<(), StoreError> {
        self.insert_all(table, columns, rows, &format!(" ON CONFLICT ({key}) DO NOTHING")).await
    }

    async fn insert_all(
        &mut self,
        table: &str,
        columns: &[impl AsRef<str> + Sync],
        rows: Vec<Vec<Bind>>,
        end: &str,
    ) -> Result<(), StoreError> {
        let most = ROWS.min(VALUES / columns.len().max(1)).max(1);
        let mut left = rows.len();
        let mut rows = rows.into_iter();
        while left > 0 {
            // The largest power of two that is left, up to the limit.
            let take = 1 << left.min(most).ilog2();
            let binds: Vec<Bind> = rows.by_ref().take(take).flatten().collect();
            let sql = insert_text(self.dialect(), table, columns, take) + end;
            self.run(&sql, &binds).await?;
            left -= take;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_on_over_the_rows() {
        let text = |dialect| insert_text(dialect, "t", &["a", "b"], 2);
        assert_eq!(text(Dialect::Postgres), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert_eq!(text(Dialect::Sqlite), "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)");
    }
}
