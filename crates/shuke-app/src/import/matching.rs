//! Which field each column of a file feeds: by what its heading says, and by what the same person chose for it before.

use std::collections::{BTreeMap, HashMap};

use shuke_base::Fault;
use shuke_meta::ObjectDef;
use shuke_store::Conn;

use crate::context::Ctx;
use crate::import::columns::{self, Matcher, importable};
use crate::import::doc::{ColumnDoc, ImportDoc};
use crate::import::link::{self, Link, LinkAction, LinkDoc, Side};
use crate::import::read::Sheet;

/// Imports whose choice of columns is remembered.
const REMEMBERED: usize = 20;

/// What the caller chose the last time.
#[derive(Debug, Default)]
pub struct Before {
    /// By heading: the field, or none for a column that was left out.
    pub columns: HashMap<String, Option<String>>,
    /// How linked records were found and what became of them.
    pub links: BTreeMap<String, LinkDoc>,
}

/// What the caller chose for columns of these headings the last time.
///
/// # Errors
/// The store's trouble.
pub async fn chosen_before(conn: &mut Conn, ctx: &Ctx, object: &ObjectDef) -> Result<Before, Fault> {
    let mut chosen = Before::default();
    let Some(user) = ctx.user else { return Ok(chosen) };
    let past = conn.imports(Some(user), None, REMEMBERED).await?;
    for import in past.iter().filter(|import| import.object == object.name && import.started_at.is_some()) {
        let doc = ImportDoc::of(import)?;
        for column in doc.columns {
            // The newest comes first.
            chosen.columns.entry(column.header).or_insert(column.field);
        }
        for (name, link) in doc.links {
            let kept = LinkDoc { inserted: 0, found: 0, updated: 0, ..link };
            chosen.links.entry(name).or_insert(kept);
        }
    }
    Ok(chosen)
}

/// The columns of a file with the fields that were chosen for them before, or that their headings name.
#[must_use]
pub fn columns(ctx: &Ctx, object: &ObjectDef, sheet: &Sheet, before: &Before) -> Vec<ColumnDoc> {
    let mask = ctx.viewer.field_mask(object);
    let own = |field: &shuke_meta::FieldDef| importable(field) && mask.readable(field) && !field.read_only;
    let links = link::all(ctx, object);
    let through = |path: &str| match link::split(path) {
        (None, name) => object.field(name).is_some_and(own),
        (Some(through), name) => {
            let link = links.iter().find(|link| link.name == through);
            link.and_then(|link| link::field(ctx, link, name)).is_some()
        }
    };
    let mut guessed = Matcher::new(object).guess(&sheet.headers, own);
    let may = |link: &Link, field: &shuke_meta::FieldDef| {
        !field.read_only && link::field(ctx, link, &field.name).is_some()
    };
    let fed = |link: &&Link| link::permit(ctx, link, LinkAction::FindOrCreate).is_ok();
    for link in links.iter().filter(fed) {
        columns::guess_linked(&sheet.headers, &mut guessed, link, |field| may(link, field));
    }
    for link in links.iter().filter(fed) {
        columns::guess_along(&sheet.headers, &mut guessed, link, |field| may(link, field));
    }
    remember(&sheet.headers, &mut guessed, &before.columns, through);
    by_its_fields(&mut guessed, &links);
    let all = sheet.headers.iter().zip(guessed).enumerate();
    all.map(|(index, (header, field))| ColumnDoc {
        index,
        header: header.clone(),
        samples: sheet.samples(index, 3),
        field,
    })
    .collect()
}

/// A reference whose record has further columns is fed through that record's name.
fn by_its_fields(guessed: &mut [Option<String>], links: &[Link]) {
    for link in links.iter().filter(|link| link.side == Side::Parent) {
        let inside = format!("{}.", link.name);
        let name = format!("{inside}{}", link.object.name_field);
        let linked = guessed.iter().flatten().any(|path| path.starts_with(&inside));
        let named = guessed.iter().flatten().any(|path| *path == name);
        for path in guessed.iter_mut().filter(|path| path.as_ref() == Some(&link.name)) {
            if linked {
                *path = (!named).then(|| name.clone());
            }
        }
    }
}

/// Lays what was chosen before over what was guessed; a field is still fed by one column at most.
fn remember(
    headers: &[String],
    guessed: &mut [Option<String>],
    before: &HashMap<String, Option<String>>,
    may: impl Fn(&str) -> bool,
) {
    let mut fixed: Vec<usize> = Vec::new();
    for (at, header) in headers.iter().enumerate() {
        let Some(field) = before.get(header) else { continue };
        let taken = fixed.iter().any(|other| field.is_some() && guessed[*other] == *field);
        if taken || field.as_deref().is_some_and(|name| !may(name)) {
            continue;
        }
        for (other, guess) in guessed.iter_mut().enumerate() {
            if field.is_some() && guess == field && !fixed.contains(&other) {
                *guess = None;
            }
        }
        guessed[at].clone_from(field);
        fixed.push(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(guessed: &[&str], before: &[(&str, &str)], expect: &[&str]) {
        let field = |name: &str| Some(name.to_owned()).filter(|name| name != "-");
        let headers: Vec<String> = (0..guessed.len()).map(|at| format!("h{at}")).collect();
        let mut found: Vec<Option<String>> = guessed.iter().map(|name| field(name)).collect();
        let before = before.iter().map(|(header, name)| ((*header).to_owned(), field(name))).collect();
        remember(&headers, &mut found, &before, |name| name != "hidden");
        assert_eq!(found, expect.iter().map(|name| field(name)).collect::<Vec<_>>(), "{before:?}");
    }

    #[test]
    fn what_was_chosen_before_comes_before_what_is_guessed() {
        check(&["name", "mobile", "-"], &[], &["name", "mobile", "-"]);
        check(&["name", "mobile", "-"], &[("h2", "wechat")], &["name", "mobile", "wechat"]);
        check(&["name", "mobile", "-"], &[("h1", "-")], &["name", "-", "-"]);
        check(&["name", "mobile", "-"], &[("h2", "mobile")], &["name", "-", "mobile"]);
        check(&["name", "-", "-"], &[("h1", "phone"), ("h2", "phone")], &["name", "phone", "-"]);
        check(&["name", "mobile", "-"], &[("h2", "hidden"), ("other", "email")], &["name", "mobile", "-"]);
    }
}
