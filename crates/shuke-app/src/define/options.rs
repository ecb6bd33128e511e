//! Options of a choice: one that records hold, or a sharing rule asks for, is retired, never removed.

use std::sync::Arc;

use shuke_access::{Action, SharingRule, Viewer};
use shuke_base::{Fault, Value};
use shuke_expr::{Cond, Op};
use shuke_meta::{ChoiceOption, FieldDef, FieldKind, ObjectDef};
use shuke_store::Conn;
use shuke_store::compile::ListQuery;

use crate::sharing;

/// The options as they are to be: those given, and behind them, retired, each one that was left out but is held by a
/// record, in the recycle bin or not, asked for by a sharing rule, or came with the program.
pub(super) async fn merged(
    conn: &mut Conn,
    object: &Arc<ObjectDef>,
    field: &FieldDef,
    given: Vec<ChoiceOption>,
) -> Result<Vec<ChoiceOption>, Fault> {
    let mut options = given;
    let rules = conn.sharing_rules().await?;
    let rules: Vec<SharingRule> =
        rules.iter().filter_map(sharing::parse).filter(|rule| rule.object == object.name).collect();
    let asked = |option: &str| {
        let mut conditions = rules.iter().filter_map(|rule| rule.condition.as_ref());
        conditions.any(|condition| sharing::names(condition, &field.name, option))
    };
    for option in &field.options {
        let left_out = !options.iter().any(|known| known.name == option.name);
        if left_out
            && (!field.custom || asked(&option.name) || in_use(conn, object, field, &option.name).await?)
        {
            options.push(ChoiceOption { active: false, ..option.clone() });
        }
    }
    with_those_above(&mut options, &field.options);
    Ok(options)
}

/// Adds, retired, what stands above an option of a tree that stays, and puts each behind the one above it.
pub(super) fn with_those_above(options: &mut Vec<ChoiceOption>, old: &[ChoiceOption]) {
    let mut at = 0;
    while let Some(option) = options.get(at) {
        let name = option.name.clone();
        let Some((above, _)) = name.rsplit_once('/') else {
            at += 1;
            continue;
        };
        if options[..at].iter().any(|option| option.name == above) {
            at += 1;
        } else if let Some(later) = options.iter().position(|option| option.name == above) {
            let option = options.remove(later);
            options.insert(at, option);
        } else if let Some(known) = old.iter().find(|option| option.name == above) {
            options.insert(at, ChoiceOption { active: false, ..known.clone() });
        } else {
            // Told by the check of the definition.
            at += 1;
        }
    }
}

async fn in_use(
    conn: &mut Conn,
    object: &Arc<ObjectDef>,
    field: &FieldDef,
    option: &str,
) -> Result<bool, Fault> {
    let op = match field.kind {
        FieldKind::MultiChoice => Op::Contains(option.to_owned()),
        _ => Op::Eq(Value::from(option)),
    };
    let cond = Cond::test(object, &field.name, op);
    let viewer = Viewer::system();
    for deleted in [false, true] {
        let query = ListQuery {
            object,
            viewer: &viewer,
            action: Action::Read,
            fields: &[],
            cond: Some(&cond),
            sort: &[],
            limit: 1,
            cursor: None,
            deleted,
        };
        if conn.count(&query, Some(1)).await? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
