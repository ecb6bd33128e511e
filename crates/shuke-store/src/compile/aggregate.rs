//! Counts, sums and averages by group.

use std::sync::Arc;

use shuke_access::{Action, Viewer};
use shuke_base::limits;
use shuke_expr::Cond;
use shuke_meta::{ColumnType, FieldKind, ObjectDef, region};

use crate::compile::cond::cond;
use crate::compile::scope::scope;
use crate::compile::statement::{ALWAYS, Statement, all, column};
use crate::dialect::{Dialect, quote};
use crate::{Bind, StoreError};

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

/// What the records of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupKey {
    /// Position of the field.
    pub field: usize,
    /// For a region or a cascade, how far from the top their values agree: 1 is the province or the first level. A value
    /// that lies higher stands for itself. None for the value as it is.
    pub level: Option<usize>,
}

impl GroupKey {
    /// The values as they are.
    #[must_use]
    pub fn whole(field: usize) -> Self {
        Self { field, level: None }
    }

    /// The columns of the key.
    fn columns(self, st: &mut Statement, object: &ObjectDef) -> Vec<String> {
        let field = &object.fields[self.field];
        let col = column("r", field);
        match (field.kind, self.level) {
            (FieldKind::Region, Some(1)) => vec![format!("substr({col}, 1, 2) || '0000'")],
            (FieldKind::Region, Some(2)) => {
                let binds = region::without_prefecture().iter().map(|prefix| Bind::from(*prefix)).collect();
                let direct = st.one_of(&format!("substr({col}, 1, 4)"), ColumnType::Text, binds);
                vec![format!("CASE WHEN {direct} THEN {col} ELSE substr({col}, 1, 4) || '00' END")]
            }
            (FieldKind::Cascade, Some(level)) if level < limits::CASCADE_LEVELS => {
                vec![st.dialect.first_parts(&col, level)]
            }
            _ => field.columns().iter().map(|own| format!("r.{}", quote(&own.name))).collect(),
        }
    }
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
    /// What is grouped by.
    pub group_by: &'a [GroupKey],
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
        let mut keys = Vec::new();
        for key in self.group_by {
            keys.extend(key.columns(&mut st, self.object));
        }
        let mut wanted = keys.clone();
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
            let order: Vec<String> = keys.iter().map(|key| dialect.order(key, false)).collect();
            let (keys, order) = (keys.join(", "), order.join(", "));
            sql.push_str(&format!(" GROUP BY {keys} ORDER BY {order} LIMIT {}", self.limit));
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
