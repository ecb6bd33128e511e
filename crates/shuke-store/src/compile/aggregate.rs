//! Counts, sums and averages by group.

use std::sync::Arc;

use shuke_access::{Action, Viewer};
use shuke_expr::Cond;
use shuke_meta::{FieldKind, ObjectDef};

use crate::StoreError;
use crate::compile::cond::cond;
use crate::compile::scope::scope;
use crate::compile::statement::{ALWAYS, Statement, all, column, columns};
use crate::dialect::{Dialect, quote};

/// What is computed of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureKind {
    /// Number of records.
    Count,
    /// Sum of a number field.
    Sum,
    /// Average of a number field, over the records that have it.
    Avg,
    /// Smallest value.
    Min,
    /// Largest value.
    Max,
}

/// One measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// What is computed.
    pub kind: MeasureKind,
    /// Position of the field; none for a count.
    pub field: Option<usize>,
}

/// What is counted, for whom.
#[derive(Debug, Clone)]
pub struct AggregateQuery<'a> {
    /// The object.
    pub object: &'a Arc<ObjectDef>,
    /// Who looks.
    pub viewer: &'a Viewer,
    /// The filter.
    pub cond: Option<&'a Cond>,
    /// Positions of the fields to group by.
    pub group_by: &'a [usize],
    /// The measures.
    pub measures: &'a [Measure],
    /// Groups at most.
    pub limit: usize,
}

impl AggregateQuery<'_> {
    /// The groups: columns of the group fields, then for each measure its columns in order.
    ///
    /// # Errors
    /// When a value's type is not its field's.
    pub fn select(&self, dialect: Dialect) -> Result<Statement, StoreError> {
        let mut st = Statement::new(dialect);
        let keys = columns("r", self.group_by.iter().map(|at| &self.object.fields[*at]));
        let mut wanted: Vec<String> = if keys.is_empty() { Vec::new() } else { vec![keys.clone()] };
        for measure in self.measures {
            wanted.extend(self.measure(*measure, dialect));
        }
        let visible = scope(&mut st, "r", self.object, &self.viewer.scope(self.object, Action::Read))?;
        let tests = match self.cond {
            Some(tree) => cond(&mut st, "r", self.object, tree, self.viewer)?,
            None => ALWAYS.to_owned(),
        };
        let mut sql = format!(
            "SELECT {} FROM {} r WHERE {}",
            wanted.join(", "),
            quote(&self.object.table),
            all(&["r.deleted_at IS NULL", &visible, &tests])
        );
        if !keys.is_empty() {
            let order: Vec<String> = keys.split(", ").map(|key| dialect.order(key, false)).collect();
            sql.push_str(&format!(" GROUP BY {keys} ORDER BY {} LIMIT {}", order.join(", "), self.limit));
        }
        st.sql = sql;
        Ok(st)
    }

    fn measure(&self, measure: Measure, dialect: Dialect) -> Vec<String> {
        let Some(field) = measure.field.map(|at| &self.object.fields[at]) else {
            return vec!["count(*)".to_owned()];
        };
        let col = column("r", field);
        let mut columns = match measure.kind {
            MeasureKind::Count => vec![format!("count({col})")],
            MeasureKind::Sum => dialect.whole_sum(&col),
            MeasureKind::Avg => [dialect.whole_sum(&col), vec![format!("count({col})")]].concat(),
            MeasureKind::Min => vec![format!("min({col})")],
            MeasureKind::Max => vec![format!("max({col})")],
        };
        if field.kind == FieldKind::Money && measure.kind != MeasureKind::Count {
            let currency = format!("r.{}", quote(&format!("{}__cur", field.column)));
            columns.push(format!("min({currency})"));
            columns.push(format!("max({currency})"));
        }
        columns
    }
}
