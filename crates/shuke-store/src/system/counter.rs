//! Counters without gaps: a number is taken in the transaction that uses it, and given back when that fails.

use crate::{Bind, StoreError, Tx};

impl Tx {
    /// Takes the next `count` numbers of the series, which starts at `start`; answers the first of them.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn next_numbers(&mut self, series: &str, start: i64, count: i64) -> Result<i64, StoreError> {
        let sql = "INSERT INTO sys_counter (series, value) VALUES ($1, $2) \
                   ON CONFLICT (series) DO UPDATE SET value = sys_counter.value + $3 RETURNING value";
        let binds = [Bind::from(series), Bind::Int(start - 1 + count), Bind::Int(count)];
        let row = self.row(sql, &binds).await?;
        let last = row.ok_or_else(|| StoreError::internal("a counter gave no number"))?.number(0)?;
        Ok(last - count + 1)
    }
}
