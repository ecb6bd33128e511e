//! People and records that the values of a column name.

use std::collections::HashMap;
use std::sync::Arc;

use shuke_base::{Fault, Text};
use shuke_meta::{FieldKind, ObjectDef};
use shuke_store::Conn;

use super::guess::Guess;
use super::tally::Tally;
use crate::context::Ctx;
use crate::import::rows::{Found, look};

/// Values of a column that are looked for.
const NAMES: usize = 40;
/// Columns whose values are looked for.
const COLUMNS: usize = 40;
/// Objects whose records they are looked for among.
const OBJECTS: usize = 40;

/// Different values of a column, in the order of the file.
fn names(tally: &Tally) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for cell in &tally.cells {
        let name = cell.text().trim().to_owned();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
        if names.len() == NAMES {
            break;
        }
    }
    names
}

/// The objects that a column may point to: first those that its heading names.
fn targets(ctx: &Ctx, heading: &str) -> Vec<(Arc<ObjectDef>, bool)> {
    let lower = heading.to_lowercase();
    let named = |object: &ObjectDef| {
        let labels = [object.label.zh.to_lowercase(), object.label.en.to_lowercase()];
        labels.iter().any(|label| label.chars().count() > 1 && lower.contains(label.as_str()))
    };
    let people = |object: &ObjectDef| matches!(object.name.as_str(), "user" | "department");
    let fit = |object: &&Arc<ObjectDef>| people(object) || object.group != "admin" && object.nav.is_some();
    let mut all: Vec<(Arc<ObjectDef>, bool)> =
        ctx.company.schema.objects().filter(fit).map(|object| (Arc::clone(object), named(object))).collect();
    all.sort_by_key(|(object, named)| (!named, !people(object), object.name.clone()));
    all.truncate(OBJECTS);
    all
}

/// Makes references of columns whose values are names of people, departments or records.
///
/// # Errors
/// The store's trouble.
pub(super) async fn refer(
    conn: &mut Conn,
    ctx: &Ctx,
    columns: &mut [(String, Tally, Guess)],
    title: Option<usize>,
) -> Result<(), Fault> {
    let words = |kind| matches!(kind, FieldKind::Text | FieldKind::Choice | FieldKind::LongText);
    let fits = |(at, (_, tally, guess)): &(usize, &(String, Tally, Guess))| {
        Some(*at) != title && words(guess.kind) && !guess.empty && tally.longest <= 200
    };
    let open = columns.iter().enumerate().filter(fits).take(COLUMNS);
    let open: Vec<(usize, Vec<String>)> = open.map(|(at, (_, tally, _))| (at, names(tally))).collect();
    let mut every: Vec<String> = open.iter().flat_map(|(_, names)| names.iter().cloned()).collect();
    every.sort_unstable();
    every.dedup();
    // Each object is asked once, for the names of all columns.
    let (mut known, mut places) = (Found::new(), HashMap::<String, usize>::new());
    for (at, names) in open {
        let (heading, _, guess) = &mut columns[at];
        for (target, named) in targets(ctx, heading) {
            let place = match places.get(&target.name) {
                Some(place) => *place,
                None => {
                    let place = places.len();
                    look(conn, ctx, &target, place, &every, &mut known).await?;
                    places.insert(target.name.clone(), place);
                    place
                }
            };
            let one = |name: &&String| known.get(&(place, (*name).clone())).is_some_and(|ids| ids.len() == 1);
            let (found, all) = (names.iter().filter(one).count(), names.len());
            let sure = found * 10 >= all * 9 && (found >= 3 || named || target.name == "user");
            if found == 0 || !(sure || (named && found * 2 >= all)) {
                continue;
            }
            let kind = match target.name.as_str() {
                "user" => FieldKind::User,
                "department" => FieldKind::Department,
                _ => FieldKind::Reference,
            };
            let (zh, en) = (target.label.zh.clone(), target.label.en.clone());
            let reason = Text::new(
                format!("{all} 个不同的值里有 {found} 个是已有的“{zh}”的名称"),
                format!("{found} of {all} different values are names in “{en}”"),
            );
            let mut new = Guess::new(kind, reason);
            new.target = (kind == FieldKind::Reference).then(|| target.name.clone());
            if found < all {
                new.notes.push(if kind == FieldKind::Reference {
                    Text::new("没有的可以在导入时新建", "those that are missing can be created along")
                } else {
                    Text::new("其余的行会被列为错误", "the other rows will be told as bad")
                });
            }
            *guess = new;
            break;
        }
    }
    Ok(())
}
