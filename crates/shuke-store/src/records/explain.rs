//! How the engine is going to carry a statement out: for tests, and for whoever looks into a slow list.

use crate::compile::Statement;
use crate::{Conn, Dialect, StoreError};

impl Conn {
    /// The engine's plan, line by line, indented as the steps are nested.
    ///
    /// # Errors
    /// When the engine refuses the statement or is away.
    pub async fn explain(&mut self, statement: &Statement) -> Result<Vec<String>, StoreError> {
        let dialect = self.dialect();
        let sql = match dialect {
            Dialect::Sqlite => format!("EXPLAIN QUERY PLAN {}", statement.sql),
            Dialect::Postgres => format!("EXPLAIN (COSTS OFF) {}", statement.sql),
        };
        let rows = self.rows(&sql, &statement.binds).await?;
        if dialect == Dialect::Postgres {
            return rows.iter().map(|row| row.string(0)).collect();
        }
        // Each step names the step that it belongs to.
        let mut depths = std::collections::HashMap::from([(0, 0)]);
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            let depth = depths.get(&row.number(1)?).copied().unwrap_or(0);
            depths.insert(row.number(0)?, depth + 1);
            lines.push(format!("{}{}", "  ".repeat(depth), row.string(3)?));
        }
        Ok(lines)
    }
}
