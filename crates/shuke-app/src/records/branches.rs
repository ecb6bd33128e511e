//! Regions and cascades as trees: which of their branches have records, one level at a time.

mod find;

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::json;
use shuke_base::{Code, Fault, FieldFault, limits};
use shuke_expr::{Cond, Op};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, region};

use crate::context::Ctx;
use crate::records::list;

/// Levels that the field's values can stand together by; none but for a tree.
pub(crate) fn levels(field: &FieldDef) -> usize {
    match field.kind {
        FieldKind::Region => 3,
        FieldKind::Cascade => limits::CASCADE_LEVELS,
        _ => 0,
    }
}

/// Whether a board can have a column for each branch: a level of a cascade may be too wide.
pub(crate) fn makes_columns(field: &FieldDef) -> bool {
    let above =
        field.options.iter().map(|option| option.name.rsplit_once('/').map_or("", |(above, _)| above));
    let mut widths: HashMap<&str, usize> = HashMap::new();
    for above in above {
        *widths.entry(above).or_default() += 1;
    }
    levels(field) > 0 && !field.sealed() && widths.into_values().all(|width| width <= limits::BOARD_COLUMNS)
}

/// How far from the top the node is.
fn depth(field: &FieldDef, node: &str) -> Option<usize> {
    match field.kind {
        FieldKind::Region => region::depth(node),
        FieldKind::Cascade => {
            let known = field.options.iter().any(|option| option.name == node);
            known.then(|| node.split('/').count())
        }
        _ => None,
    }
}

/// Some records of the tree.
pub(crate) struct Branch {
    /// The node that they lie under; the node that was asked for, when they lie at that one itself; none without a value.
    pub(crate) node: Option<String>,
    /// What they have in common.
    cond: Cond,
    /// At least so many there are.
    count: u64,
}

/// The tree of a field as a caller sees it.
pub(crate) struct Tree<'a> {
    pub(crate) ctx: &'a Ctx,
    pub(crate) object: &'a Arc<ObjectDef>,
    /// Position of the field.
    pub(crate) field: usize,
    /// The node below which one looks; none at the top.
    pub(crate) within: Option<&'a str>,
}

impl Tree<'_> {
    fn def(&self) -> &FieldDef {
        &self.object.fields[self.field]
    }

    fn under(&self, node: &str) -> Result<Cond, Fault> {
        let filter = json!({"field": self.def().name, "op": "under", "value": node});
        let cond = list::condition(self.ctx, self.object, [&filter], None)?;
        Ok(cond.unwrap_or(Cond::All(Vec::new())))
    }

    /// The level below the node.
    fn level(&self) -> Result<usize, Fault> {
        let Some(node) = self.within else { return Ok(1) };
        depth(self.def(), node).map(|depth| depth + 1).ok_or_else(|| {
            let fault = FieldFault::property("within", Code::UnknownBranch).with("name", &self.def().name);
            Fault::invalid(vec![fault.with("value", node)])
        })
    }

    /// Where a branch stands among others; regions by their codes, as they come.
    fn place(&self, node: Option<&str>) -> usize {
        match node {
            None => usize::MAX,
            Some(node) if Some(node) == self.within => usize::MAX - 1,
            Some(node) => self.def().options.iter().position(|option| option.name == node).unwrap_or(0),
        }
    }

    fn branch(&self, node: Option<String>, count: u64) -> Result<Branch, Fault> {
        let name = &self.def().name;
        let cond = match &node {
            None => Cond::test(self.object, name, Op::Empty),
            Some(node) if self.within == Some(node) => Cond::eq(self.object, name, node.as_str()),
            Some(node) => self.under(node)?,
        };
        Ok(Branch { node, cond, count })
    }
}
