//! Options of a choice: one that records hold, or something asks for, is retired, never removed.

use std::sync::Arc;

use shuke_base::Fault;
use shuke_meta::{ChoiceOption, FieldDef, ObjectDef, Schema};
use shuke_store::Conn;

use super::impact;
use crate::asked::Wanted;
use crate::context::Ctx;

/// The options as they are to be: those given, and behind them, retired, each one that was left out but is held by a
/// record, in the recycle bin or not, asked for by a rule, a sharing rule, a goal or a view, or came with the program.
pub(super) async fn merged(
    conn: &mut Conn,
    ctx: &Ctx,
    schema: &Schema,
    (object, field): (&Arc<ObjectDef>, &FieldDef),
    given: Vec<ChoiceOption>,
) -> Result<Vec<ChoiceOption>, Fault> {
    let mut options = given;
    for option in &field.options {
        if options.iter().any(|known| known.name == option.name) {
            continue;
        }
        let wanted = Wanted { object: &object.name, field: &field.name, option: Some(&option.name) };
        let stays = !field.custom
            || in_use(conn, object, field, &option.name).await?
            || impact::asked(conn, ctx, schema, &wanted).await?;
        if stays {
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
    for deleted in [false, true] {
        if impact::count(conn, object, field, option, deleted, 1).await? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
