//! What counts on a field: computed fields, rules, defaults, checks, sharing rules, goals.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::SharingRule;
use shuke_base::Fault;
use shuke_meta::{Computed, ObjectDef, Schema};
use shuke_store::Conn;

use super::super::computed::by;
use crate::asked::Wanted;
use crate::computed::uses;
use crate::context::Ctx;
use crate::{goals, sharing};

/// Something that counts on a field.
#[derive(Debug, Clone, Serialize)]
pub struct UseView {
    /// formula, lookup, rollup, rule, default, check, layout, `sharing_rule`, goal.
    pub by: &'static str,
    /// The object.
    pub object: String,
    /// What the caller reads.
    pub object_label: String,
    /// The field or the layout by its api name, the sharing rule or the goal by its id; nothing for a check.
    pub name: String,
    /// What the caller reads.
    pub label: String,
}

/// All that counts on a field, or asks for one of its options.
pub(super) async fn all(
    conn: &mut Conn,
    ctx: &Ctx,
    schema: &Schema,
    wanted: &Wanted<'_>,
) -> Result<Vec<UseView>, Fault> {
    let label = |object: &str| schema.object(object).map_or("", |it| it.label.get(ctx.locale)).to_owned();
    let mut found = defined(ctx, schema, wanted);
    found.extend(shared(conn, &label, wanted).await?);
    for goal in goals::asking(conn, schema, wanted).await? {
        let object_label = label(&goal.object);
        let (name, label) = (goal.id.to_string(), goal.name);
        found.push(UseView { by: "goal", object: goal.object, object_label, name, label });
    }
    Ok(found)
}

/// What the definitions say.
fn defined(ctx: &Ctx, schema: &Schema, wanted: &Wanted<'_>) -> Vec<UseView> {
    let readers = uses::readers(schema, wanted.object, wanted.field);
    let itself = |object: &ObjectDef, at: usize| {
        object.name == wanted.object && object.fields[at].name == wanted.field
    };
    let reads = |(object, at): &(Arc<ObjectDef>, usize)| {
        let computed = object.fields[*at].computed.as_ref();
        !itself(object, *at) && computed.is_some_and(|computed| names(computed, schema, wanted))
    };
    let computed = readers.into_iter().filter(reads).filter_map(|(object, at)| {
        let field = &object.fields[at];
        Some(UseView {
            by: by(field.computed.as_ref()?),
            object: object.name.clone(),
            object_label: object.label.get(ctx.locale).to_owned(),
            name: field.name.clone(),
            label: field.label.get(ctx.locale).to_owned(),
        })
    });
    let rules = uses::ruled_by(schema, wanted).into_iter().map(|ruled| UseView {
        by: ruled.by,
        object: ruled.object.name.clone(),
        object_label: ruled.object.label.get(ctx.locale).to_owned(),
        name: ruled.name,
        label: ruled.label.get(ctx.locale).to_owned(),
    });
    computed.chain(rules).collect()
}

/// Whether what reads the field asks for the option, where one is asked for.
fn names(computed: &Computed, schema: &Schema, wanted: &Wanted<'_>) -> bool {
    let Some(option) = wanted.option else { return true };
    match computed {
        Computed::Formula { formula } => uses::spells(formula, option),
        Computed::Rollup { object, filter: Some(filter), .. } => {
            schema.object(object).is_some_and(|object| wanted.asked(filter, object, schema))
        }
        Computed::Rollup { .. } | Computed::Lookup { .. } | Computed::Lines { .. } => false,
    }
}

/// The sharing rules that ask for it, as they are stored.
async fn shared(
    conn: &mut Conn,
    label: &impl Fn(&str) -> String,
    wanted: &Wanted<'_>,
) -> Result<Vec<UseView>, Fault> {
    let asks = |condition: &Json| match wanted.option {
        Some(option) => sharing::names(condition, wanted.field, option),
        None => sharing::asks(condition, wanted.field),
    };
    let rules = conn.sharing_rules().await?;
    let rules = rules.iter().filter_map(sharing::parse);
    let found =
        rules.filter(|rule| rule.object == wanted.object && rule.condition.as_ref().is_some_and(asks));
    let view = |rule: SharingRule| UseView {
        by: "sharing_rule",
        object_label: label(&rule.object),
        object: rule.object,
        name: rule.id.to_string(),
        label: rule.name,
    };
    Ok(found.map(view).collect())
}
