//! A page of a list: filter, order, and the place where it begins.

use std::sync::Arc;

use shuke_access::{Action, Scope, ScopeCond, Team, Viewer};
use shuke_base::Uuid;
use shuke_expr::Cond;
use shuke_meta::ObjectDef;

use crate::StoreError;
use crate::compile::cond::cond;
use crate::compile::cursor::Cursor;
use crate::compile::place::Stretch;
use crate::compile::scope::{FROM_TEAMS, Held, among, by_team_alone, either, owned, scope, way};
use crate::compile::statement::{ALWAYS, Statement, all, column, columns_in_list};
use crate::dialect::{Dialect, quote};

/// One sort key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// Position of the field.
    pub field: usize,
    /// Largest first.
    pub descending: bool,
}

/// What a list shows, to whom.
#[derive(Debug, Clone)]
pub struct ListQuery<'a> {
    /// The object.
    pub object: &'a Arc<ObjectDef>,
    /// Who looks.
    pub viewer: &'a Viewer,
    /// The right under which rows are seen; [`Action::Read`] but for bulk work.
    pub action: Action,
    /// Positions of the fields to fetch.
    pub fields: &'a [usize],
    /// The filter.
    pub cond: Option<&'a Cond>,
    /// The order; the id is always the last key.
    pub sort: &'a [Sort],
    /// Rows at most.
    pub limit: usize,
    /// Begins after this place.
    pub cursor: Option<&'a Cursor>,
    /// The recycle bin instead of the live records.
    pub deleted: bool,
}

/// Owners and departments whose rows are merged from as many walks along an index. Beyond, the engine decides.
const BRANCHES: usize = 32;

/// A scope as the parts that are walked one by one.
#[derive(Clone, Copy)]
struct Parts<'s> {
    owners: &'s [Uuid],
    departments: &'s [Uuid],
    team: Option<Team>,
    ways: &'s [Arc<Cond>],
    /// Each owner, department and alternative is a part of its own; else they are one together.
    apart: bool,
}

impl<'s> Parts<'s> {
    fn of(scope: &'s Scope) -> Option<Self> {
        match scope.cond() {
            ScopeCond::Owned { owners, departments, team, ways } => {
                Some(Self { owners, departments, team, ways, apart: true })
            }
            ScopeCond::All | ScopeCond::Nothing => None,
        }
    }

    fn count(&self) -> usize {
        self.owners.len() + self.departments.len() + self.ways.len() + usize::from(self.team.is_some())
    }

    fn held(&self) -> Held<'s> {
        (self.owners, self.departments, self.ways)
    }
}

impl ListQuery<'_> {
    /// `FROM … WHERE …` without order and place; `visible` is the test that a row may be seen, `before` stands before
    /// the table.
    fn body(&self, st: &mut Statement, before: &str, visible: &str) -> Result<String, StoreError> {
        let alive = if self.deleted { "r.deleted_at IS NOT NULL" } else { "r.deleted_at IS NULL" };
        let tests = match self.cond {
            Some(tree) => cond(st, "r", self.object, tree, self.viewer)?,
            None => ALWAYS.to_owned(),
        };
        let tests = all(&[alive, visible, &tests]);
        Ok(format!(" FROM {before}{} r WHERE {tests}", quote(&self.object.table)))
    }

    fn scope(&self) -> Scope {
        self.viewer.scope(self.object, self.action)
    }

    pub(super) fn descending(&self) -> bool {
        self.sort.last().is_some_and(|key| key.descending)
    }

    /// `ORDER BY … LIMIT …`.
    fn order(&self, dialect: Dialect) -> String {
        let mut keys: Vec<String> = self
            .sort
            .iter()
            .map(|key| dialect.order(&column("r", &self.object.fields[key.field]), key.descending))
            .collect();
        keys.push(dialect.order("r.id", self.descending()));
        format!(" ORDER BY {} LIMIT {}", keys.join(", "), self.limit)
    }

    /// The rows of one stretch of the page: the columns of `fields`, then those of the sort keys, then the id.
    ///
    /// # Errors
    /// When a value's type is not its field's.
    pub fn select(&self, dialect: Dialect, stretch: Stretch) -> Result<Statement, StoreError> {
        let mut st = Statement::new(dialect);
        let wanted = self.fields.iter().chain(self.sort.iter().map(|key| &key.field));
        let wanted = columns_in_list("r", wanted.map(|at| &self.object.fields[*at]));
        let comma = if wanted.is_empty() { "" } else { ", " };
        let wanted = format!("SELECT {wanted}{comma}r.id");
        let order = self.order(dialect);
        let scope_of = self.scope();
        st.sql = match self.branches(&scope_of) {
            Some(parts) => {
                let found = self.merged(&mut st, stretch, parts, &order)?;
                // CROSS JOIN, because SQLite then keeps to this order of tables.
                let table = quote(&self.object.table);
                format!("{wanted} FROM ({found}) f CROSS JOIN {table} r WHERE r.id = f.id{order}")
            }
            None => {
                let visible = scope(&mut st, "r", self.object, &scope_of)?;
                format!("{wanted}{}{order}", self.found(&mut st, stretch, &visible)?)
            }
        };
        Ok(st)
    }

    /// `FROM … WHERE …` of a stretch.
    fn found(&self, st: &mut Statement, stretch: Stretch, visible: &str) -> Result<String, StoreError> {
        self.found_from(st, stretch, "", visible)
    }

    fn found_from(
        &self,
        st: &mut Statement,
        stretch: Stretch,
        before: &str,
        visible: &str,
    ) -> Result<String, StoreError> {
        let mut found = self.body(st, before, visible)?;
        if let Some(after) = self.within(st, stretch)? {
            found.push_str(" AND ");
            found.push_str(&after);
        }
        Ok(found)
    }

    /// The parts of what the viewer sees: each owner and department, and each alternative that a rule shares, when there
    /// are several and an index has the rows of each owner in the order of the list; and the viewer's teams. One test
    /// for all of them would leave the engine a bad choice: to walk the whole table in order, or to sort all that the
    /// viewer may see.
    fn branches<'s>(&self, scope: &'s Scope) -> Option<Parts<'s>> {
        let mut parts = Parts::of(scope).filter(|_| !self.deleted)?;
        let key = &self.object.fields[self.sort.first()?.field].column;
        let specs = self.object.index_specs();
        let walked = |by: &str, ids: &[Uuid]| {
            ids.is_empty()
                || specs.iter().any(|it| !it.unique && it.columns[0] == by && it.columns.get(1) == Some(key))
        };
        parts.apart = (2..=BRANCHES).contains(&parts.count())
            && walked("owner", parts.owners)
            && walked("owner_department", parts.departments);
        (parts.apart || parts.team.is_some()).then_some(parts)
    }

    /// The ids of the page, from the first rows of each owner and department, of what rules share, and of the viewer's
    /// teams; no row comes twice.
    fn merged(
        &self,
        st: &mut Statement,
        stretch: Stretch,
        wanted: Parts<'_>,
        order: &str,
    ) -> Result<String, StoreError> {
        let Parts { owners, departments, team, ways, apart } = wanted;
        let mut parts = Vec::with_capacity(wanted.count() + 1);
        if !apart {
            let visible = either(owned(st, "r", self.object, wanted.held())?);
            parts.push(self.found(st, stretch, &visible)?);
        }
        for owner in owners.iter().filter(|_| apart) {
            let visible = format!("r.owner = {}", st.place(*owner));
            parts.push(self.found(st, stretch, &visible)?);
        }
        for department in departments.iter().filter(|_| apart) {
            let mut visible = format!("r.owner_department = {}", st.place(*department));
            if !owners.is_empty() {
                visible = format!("{visible} AND ({}) IS NOT TRUE", among(st, "r", "owner", owners));
            }
            parts.push(self.found(st, stretch, &visible)?);
        }
        for shared in ways.iter().filter(|_| apart) {
            let visible = way(st, "r", self.object, shared)?;
            parts.push(self.found(st, stretch, &visible)?);
        }
        if let Some(team) = team {
            let other = either(owned(st, "r", self.object, (owners, departments, &[]))?);
            let visible = by_team_alone(st, &team, &other);
            parts.push(self.found_from(st, stretch, FROM_TEAMS, &visible)?);
        }
        let parts: Vec<String> =
            parts.into_iter().map(|found| format!("SELECT id FROM (SELECT r.id{found}{order}) b")).collect();
        // What a rule shares may be there by its owner, by another rule or by its team as well.
        Ok(parts.join(if ways.is_empty() { " UNION ALL " } else { " UNION " }))
    }

    /// The number of rows, counted to `cap` at most.
    ///
    /// # Errors
    /// When a value's type is not its field's.
    pub fn count(&self, dialect: Dialect, cap: Option<u64>) -> Result<Statement, StoreError> {
        let mut st = Statement::new(dialect);
        let scope_of = self.scope();
        let mut bodies = Vec::with_capacity(2);
        if let Some(parts) = Parts::of(&scope_of).filter(|it| it.team.is_some() || !it.ways.is_empty()) {
            // One test for all would hide the index of each from PostgreSQL, and let SQLite read a whole index.
            let (owners, departments, ways) = parts.held();
            let mut tests = vec![either(owned(&mut st, "r", self.object, (owners, departments, &[]))?)];
            for shared in ways {
                tests.push(way(&mut st, "r", self.object, shared)?);
            }
            if cap.is_none() || tests.len() > BRANCHES {
                tests = vec![either(tests)];
            }
            for (at, test) in tests.iter().enumerate() {
                let alone = format!("{test} AND ({}) IS NOT TRUE", either(tests[..at].to_vec()));
                bodies.push(self.body(&mut st, "", if at == 0 { test } else { &alone })?);
            }
            if let Some(team) = parts.team {
                let team = by_team_alone(&mut st, &team, &either(tests));
                bodies.push(self.body(&mut st, FROM_TEAMS, &team)?);
            }
        } else {
            let visible = scope(&mut st, "r", self.object, &scope_of)?;
            bodies.push(self.body(&mut st, "", &visible)?);
        }
        st.sql = match (bodies.as_slice(), cap) {
            ([body], None) => format!("SELECT count(*){body}"),
            (bodies, cap) => {
                let rows = bodies.iter().map(|body| format!("SELECT 1{body}")).collect::<Vec<_>>();
                let rows = rows.join(" UNION ALL ");
                let cap = cap.map(|cap| format!(" LIMIT {cap}")).unwrap_or_default();
                format!("SELECT count(*) FROM ({rows}{cap}) counted")
            }
        };
        Ok(st)
    }
}
