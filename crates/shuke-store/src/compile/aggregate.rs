//! Counts, sums and averages by group.

use std::sync::Arc;

use shuke_access::{Action, Viewer};
use shuke_base::limits;
use shuke_expr::Cond;
use shuke_meta::parse::Tz;
use shuke_meta::{ColumnType, FieldKind, Grain, ObjectDef, region};

use crate::compile::cond::cond;
use crate::compile::days;
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
    /// How much of its value.
    pub by: By,
}

/// How much of a value the records of a group share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The whole of it.
    Value,
    /// Of a region or a cascade, so many levels from the top: 1 is the province or the first level. A value that lies
    /// higher stands for itself.
    Level(usize),
    /// Of a date or a moment, the span that its day lies in; days of moments are those of the zone. The first day stands
    /// for the span, and later spans come first.
    Days(Grain, Tz),
}

impl GroupKey {
    /// The values as they are.
    #[must_use]
    pub fn whole(field: usize) -> Self {
        Self { field, by: By::Value }
    }

    /// The columns of the key.
    fn columns(self, st: &mut Statement, object: &ObjectDef) -> Vec<String> {
        let field = &object.fields[self.field];
        let col = column("r", field);
        match (field.kind, self.by) {
            (FieldKind::Region, By::Level(1)) => vec![format!("substr({col}, 1, 2) || '0000'")],
            (FieldKind::Region, By::Level(2)) => {
                let binds = region::without_prefecture().iter().map(|prefix| Bind::from(*prefix)).collect();
                let direct = st.one_of(&format!("substr({col}, 1, 4)"), ColumnType::Text, binds);
                vec![format!("CASE WHEN {direct} THEN {col} ELSE substr({col}, 1, 4) || '00' END")]
            }
            (FieldKind::Cascade, By::Level(level)) if level < limits::CASCADE_LEVELS => {
                vec![st.dialect.first_parts(&col, level)]
            }
            (FieldKind::Date, By::Days(grain, _)) => vec![st.dialect.first_day(&col, grain)],
            (FieldKind::DateTime, By::Days(grain, zone)) => {
                let day = days::day(st, &col, zone);
                vec![st.dialect.first_day(&day, grain)]
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
        let mut wanted = Vec::new();
        let mut order = Vec::new();
        for key in self.group_by {
            for one in key.columns(&mut st, self.object) {
                wanted.push(one);
                // By its place: a key may be long.
                order.push(dialect.order(&wanted.len().to_string(), matches!(key.by, By::Days(..))));
            }
        }
        let places = order.len();
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
        if places > 0 {
            let keys: Vec<String> = (1..=places).map(|place| place.to_string()).collect();
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
