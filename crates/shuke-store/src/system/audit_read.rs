//! Reading the audit chain as people do: newest first, by person, object, kind and time.

use shuke_base::{Moment, Uuid};

use super::audit::{AuditRow, SELECT, day_of};
use crate::compile::statement::Statement;
use crate::{Conn, StoreError};

/// Entries that one page looks through, at most: a rare kind is looked for in steps, each of which is answered soon.
const WINDOW: i64 = 50_000;

/// Which entries are wanted; what is absent doesn't matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Whose.
    pub actor: Option<Uuid>,
    /// Done to which object.
    pub object: Option<String>,
    /// Done to which record.
    pub record: Option<Uuid>,
    /// Which kind, such as `record.created`; one that ends in a dot stands for all that begin so.
    pub action: Option<String>,
    /// Not before this moment.
    pub from: Option<Moment>,
    /// Before this moment.
    pub until: Option<Moment>,
}

/// A page of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// Newest first.
    pub rows: Vec<AuditRow>,
    /// Where the next page begins: it holds entries before this number. Absent when the whole chain was looked
    /// through; there may be a next page also when this one is short.
    pub next: Option<i64>,
}

impl Conn {
    /// A page of the chain, newest first, of entries before the number `before`.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn audits(&mut self, before: Option<i64>, limit: usize) -> Result<Vec<AuditRow>, StoreError> {
        Ok(self.audit_page(&AuditFilter::default(), before, limit).await?.rows)
    }

    /// How many entries there are: their numbers have no gaps.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn audit_count(&mut self) -> Result<i64, StoreError> {
        let row = self.row("SELECT max(seq) FROM sys_audit", &[]).await?;
        Ok(row.map(|row| row.int(0)).transpose()?.flatten().unwrap_or(0))
    }

    /// The first and last number of the days (UTC) that the filter's time lies in; days never go back along the chain.
    async fn numbers(&mut self, filter: &AuditFilter) -> Result<(i64, i64), StoreError> {
        let mut bounds = (1, self.audit_count().await?);
        if let Some(from) = filter.from {
            let sql = "SELECT seq FROM sys_audit WHERE day >= $1 ORDER BY day, seq LIMIT 1";
            let row = self.row(sql, &[day_of(from.date_naive()).into()]).await?;
            bounds.0 = row.map_or(Ok(bounds.1 + 1), |row| row.number(0))?;
        }
        if let Some(until) = filter.until {
            let sql = "SELECT seq FROM sys_audit WHERE day <= $1 ORDER BY day DESC, seq DESC LIMIT 1";
            let row = self.row(sql, &[day_of(until.date_naive()).into()]).await?;
            bounds.1 = row.map_or(Ok(0), |row| row.number(0))?;
        }
        Ok(bounds)
    }

    /// A page of the entries wanted, newest first, of entries before the number `before`.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn audit_page(
        &mut self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: usize,
    ) -> Result<AuditPage, StoreError> {
        let (first, last) = self.numbers(filter).await?;
        let high = before.map_or(last, |before| last.min(before.saturating_sub(1)));
        let low = first.max(high.saturating_sub(WINDOW - 1));
        if high < first {
            return Ok(AuditPage { rows: Vec::new(), next: None });
        }
        let mut st = Statement::new(self.dialect());
        let mut tests = vec![format!("seq <= {}", st.place(high)), format!("seq >= {}", st.place(low))];
        for (column, id) in [("actor", filter.actor), ("record_id", filter.record)] {
            if let Some(id) = id {
                tests.push(format!("{column} = {}", st.place(id)));
            }
        }
        if let Some(object) = &filter.object {
            tests.push(format!("object = {}", st.place(object.as_str())));
        }
        match filter.action.as_deref().map(|action| (action, action.strip_suffix('.'))) {
            // The character after a dot is a slash: everything between begins with the words and the dot.
            Some((action, Some(words))) => {
                tests.push(format!("action >= {}", st.place(action)));
                tests.push(format!("action < {}", st.place(format!("{words}/"))));
            }
            Some((action, None)) => tests.push(format!("action = {}", st.place(action))),
            None => {}
        }
        for (test, moment) in [("at >=", filter.from), ("at <", filter.until)] {
            if let Some(moment) = moment {
                tests.push(format!("{test} {}", st.place(moment)));
            }
        }
        let most = st.place(limit as i64);
        let sql = format!("{SELECT} WHERE {} ORDER BY seq DESC LIMIT {most}", tests.join(" AND "));
        let rows = self.rows(&sql, &st.binds).await?;
        let rows = rows.iter().map(AuditRow::read).collect::<Result<Vec<_>, _>>()?;
        let next = match rows.last() {
            Some(row) if rows.len() >= limit => Some(row.seq),
            _ => Some(low),
        };
        Ok(AuditPage { rows, next: next.filter(|next| *next > first) })
    }
}
