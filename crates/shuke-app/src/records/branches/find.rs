//! Which branches have records, and how many.

use shuke_access::Action;
use shuke_base::{Fault, Value, limits};
use shuke_expr::Cond;
use shuke_meta::{FieldKind, ObjectDef, region};
use shuke_store::Conn;
use shuke_store::compile::{AggregateQuery, By, GroupKey, ListQuery, Measure, MeasureKind, Sort};
use shuke_store::records::{Group, Measured};

use super::{Branch, Tree};

/// Counting a branch to find out how large it is ends here. The first of so many records are found sooner by walking
/// all in their order than by sorting those of the branch.
const CROWD: u64 = 10_000;

/// Whether an index of the object begins with the field.
fn indexed(object: &ObjectDef, field: usize) -> bool {
    let column = &object.fields[field].column;
    object.index_specs().iter().any(|index| !index.deleted && index.columns.first() == Some(column))
}

impl Branch {
    /// What the records have in common, so that the first of them in this order are found soon: a crowd is no range of
    /// the field's index to the engine, which would sort it all.
    pub(crate) fn cond(self, object: &ObjectDef, sort: &[Sort]) -> Cond {
        let walked = sort.first().is_some_and(|key| indexed(object, key.field));
        if self.count < CROWD || !walked {
            return self.cond;
        }
        Cond::Not(Box::new(Cond::Not(Box::new(self.cond))))
    }
}

impl Tree<'_> {
    /// The branches in which there are records that meet the condition, in their order; behind them those that lie at
    /// the node itself, and those without a value.
    pub(crate) async fn branches(&self, conn: &mut Conn, cond: Option<&Cond>) -> Result<Vec<Branch>, Fault> {
        let level = self.level()?;
        let mut branches = if self.within.is_none() && indexed(self.object, self.field) {
            self.probed(conn, cond).await?
        } else {
            self.counted(conn, level, cond).await?
        };
        branches.sort_by_key(|branch| self.place(branch.node.as_deref()));
        Ok(branches)
    }

    /// The nodes at the top.
    fn tops(&self) -> Vec<&str> {
        let def = self.def();
        let regions = region::all().iter().map(|region| region.code);
        let options = def.options.iter().map(|option| option.name.as_str());
        match def.kind {
            FieldKind::Region => regions.filter(|code| region::parent(code).is_none()).collect(),
            _ => options.filter(|name| !name.contains('/')).collect(),
        }
    }

    /// By counting each branch at the top along the field's index, to a limit: all records are never gone over.
    async fn probed(&self, conn: &mut Conn, cond: Option<&Cond>) -> Result<Vec<Branch>, Fault> {
        let mut found = Vec::new();
        for node in self.tops().into_iter().map(Some).chain([None]) {
            let mut branch = self.branch(node.map(str::to_owned), 0)?;
            let all = Cond::All([&branch.cond].into_iter().chain(cond).cloned().collect());
            let query = ListQuery {
                object: self.object,
                viewer: &self.ctx.viewer,
                action: Action::Read,
                fields: &[],
                cond: Some(&all),
                sort: &[],
                limit: 1,
                cursor: None,
                deleted: false,
            };
            branch.count = conn.count(&query, Some(CROWD)).await?;
            found.push(branch);
        }
        found.retain(|branch| branch.count > 0);
        Ok(found)
    }

    /// By counting all records at the level.
    async fn counted(
        &self,
        conn: &mut Conn,
        level: usize,
        cond: Option<&Cond>,
    ) -> Result<Vec<Branch>, Fault> {
        let inside = self.within.map(|node| self.under(node)).transpose()?;
        let all = Cond::All(inside.into_iter().chain(cond.cloned()).collect());
        let query = AggregateQuery {
            object: self.object,
            viewer: &self.ctx.viewer,
            cond: Some(&all),
            group_by: &[GroupKey { field: self.field, by: By::Level(level) }],
            measures: &[Measure { kind: MeasureKind::Count, field: None }],
            // Beside the branches, the node itself and nothing.
            limit: limits::BOARD_COLUMNS + 2,
        };
        let groups = conn.aggregate(&query).await?;
        let branch = |group: Group| {
            let count = match group.measures.first() {
                Some(Measured::Value(Value::Int(count))) => u64::try_from(*count).unwrap_or(0),
                _ => 0,
            };
            self.branch(group.key.first().and_then(Value::as_text).map(str::to_owned), count)
        };
        groups.into_iter().map(branch).collect()
    }
}

#[cfg(test)]
mod tests {
    use shuke_meta::{Schema, pack};

    use super::*;

    #[test]
    fn a_crowd_is_walked_where_its_order_has_an_index() {
        let schema = Schema::new(1, pack::load("standard").unwrap().objects);
        let account = schema.object("account").unwrap();
        let walked = |count, sort: &[Sort]| {
            let branch = Branch { node: None, cond: Cond::All(Vec::new()), count };
            matches!(branch.cond(account, sort), Cond::Not(inner) if matches!(*inner, Cond::Not(_)))
        };
        let by = |name| [Sort { field: account.position(name).unwrap(), descending: true }];
        assert!(walked(CROWD, &by("created_at")));
        assert!(!walked(CROWD - 1, &by("created_at")), "few are sorted");
        assert!(!walked(CROWD, &by("website")), "nothing could be walked");
        assert!(!walked(CROWD, &[]));
    }
}
