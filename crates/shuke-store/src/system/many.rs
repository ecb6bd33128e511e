//! Many rows in few statements.

use crate::{Bind, StoreError, Tx};

/// Rows of one statement, at most. Only powers of two up to here occur, so that few texts stay prepared.
const ROWS: usize = 64;

/// The text that inserts `rows` rows.
fn insert_text(table: &str, columns: &[&str], rows: usize) -> String {
    let width = columns.len();
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..width {
            if column > 0 {
                sql.push_str(", ");
            }
            sql.push('$');
            sql.push_str(&(row * width + column + 1).to_string());
        }
        sql.push(')');
    }
    sql
}

impl Tx {
    /// Inserts rows of a system table; each has a value for each column, in order.
    pub(super) async fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: Vec<Vec<Bind>>,
    ) -> Result<(), StoreError> {
        let mut left = rows.len();
        let mut rows = rows.into_iter();
        while left > 0 {
            // The largest power of two that is left, up to the limit.
            let take = ROWS.min(1 << left.ilog2());
            let binds: Vec<Bind> = rows.by_ref().take(take).flatten().collect();
            self.run(&insert_text(table, columns, take), &binds).await?;
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
        assert_eq!(insert_text("t", &["a", "b"], 2), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
    }
}
