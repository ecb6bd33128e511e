//! An object that is searched, and its hits: candidates compared with what their reader may read.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;
use shuke_access::Action;
use shuke_base::{Fault, Uuid, Value};
use shuke_meta::{FieldKind, ObjectDef};
use shuke_store::Conn;
use shuke_store::records::Record;
use shuke_store::system::{Candidate, Held};
use shuke_text::search::{self, Form, Query, Tier};

use super::{is_searched, read, searched};
use crate::context::Ctx;

/// Signs of a text that are shown.
const SHOWN: usize = 100;
/// Signs before the first match that are shown, when the text has to be cut.
const BEFORE: usize = 20;

/// A hit.
#[derive(Debug, Clone, Serialize)]
pub struct SearchItem {
    /// The record.
    pub id: Uuid,
    /// Its object.
    pub object: String,
    /// Its name.
    pub name: String,
    /// How well it matches: `exact`, `prefix`, `words`, `pinyin` or `fuzzy`.
    pub r#match: &'static str,
    /// The field that matches.
    pub field: String,
    /// What people read for it.
    pub label: String,
    /// What stands in it, or a part of it.
    pub text: String,
    /// Which signs of the text match: beginnings and ends in UTF-16 units.
    pub marks: Vec<(usize, usize)>,
    /// More that tells the record from others: another field of it that is searched.
    pub note: Option<String>,
    /// The name of its owner.
    pub owner: Option<String>,
    /// The best first, of equal ones the newest.
    #[serde(skip)]
    pub(super) rank: (Tier, Reverse<i64>),
}

/// An object that is searched, with what its reader may read.
pub(super) struct Place {
    pub(super) object: Arc<ObjectDef>,
    /// The fields that may be read: position and how.
    fields: Vec<(usize, Form)>,
    pub(super) hits: Vec<SearchItem>,
    pub(super) seen: HashSet<Uuid>,
}

impl Place {
    /// Whether there are hits enough: better ones, and as good ones among the documents down to this number, which
    /// were all looked at. What was come upon further down may be older than others that are as good.
    pub(super) fn is_full(&self, tier: Tier, limit: usize, down_to: i64) -> bool {
        let counts = |hit: &&SearchItem| hit.rank.0 < tier || (hit.rank.0 == tier && hit.rank.1.0 >= down_to);
        self.hits.iter().filter(counts).count() > limit
    }
}

/// The objects that are searched for this caller.
///
/// # Errors
/// [`Code::UnknownObject`](shuke_base::Code::UnknownObject).
pub(super) fn places(ctx: &Ctx, wanted: Option<&[String]>) -> Result<Vec<Place>, Fault> {
    let objects: Vec<Arc<ObjectDef>> = match wanted {
        Some(names) => names.iter().map(|name| ctx.object(name)).collect::<Result<_, _>>()?,
        None => {
            let all = ctx.company.schema.objects();
            all.filter(|object| ctx.viewer.may(object, Action::Read)).cloned().collect()
        }
    };
    let place = |object: Arc<ObjectDef>| {
        let mask = ctx.viewer.field_mask(&object);
        let fields: Vec<(usize, Form)> =
            searched(&object).into_iter().filter(|(at, _)| mask.readable(&object.fields[*at])).collect();
        Place { object, fields, hits: Vec::new(), seen: HashSet::new() }
    };
    let mut seen = HashSet::new();
    let objects =
        objects.into_iter().filter(|object| is_searched(object) && seen.insert(object.name.clone()));
    Ok(objects.map(place).filter(|place| !place.fields.is_empty()).collect())
}

/// The value of a field of a record that was read with these fields; nothing when it is not among them.
fn value_of<'a>(object: &ObjectDef, fields: &[usize], record: &'a Record, name: &str) -> &'a Value {
    let at = object.position(name).and_then(|at| fields.iter().position(|field| *field == at));
    at.map_or(&Value::Null, |at| &record.values[at])
}

impl Place {
    /// Reads the candidates and keeps those that match.
    ///
    /// # Errors
    /// The store's trouble.
    pub(super) async fn compare(
        &mut self,
        conn: &mut Conn,
        ctx: &Ctx,
        query: &Query,
        found: &[Candidate],
    ) -> Result<(), Fault> {
        let kept = ["deleted_at", "owner", "owner_department", &self.object.name_field].into_iter();
        let mut fields: Vec<usize> = self.fields.iter().map(|(at, _)| *at).collect();
        fields.extend(kept.filter_map(|name| self.object.position(name)));
        let ids: Vec<Uuid> = found.iter().map(|candidate| candidate.record).collect();
        let mut records = conn.fetch(&self.object, &ids, &fields, false).await?;
        // The index is of a moment before: what the records say now decides.
        let value = |record: &Record, name: &str| value_of(&self.object, &fields, record, name).clone();
        records.retain(|record| value(record, "deleted_at").is_null());
        let id = |record: &Record, name: &str| value(record, name).as_id();
        let held: Vec<Held> =
            records.iter().map(|it| (it.id, id(it, "owner"), id(it, "owner_department"))).collect();
        let inside = conn.inside(&self.object, &ctx.viewer.scope(&self.object, Action::Read), &held).await?;
        for record in records.into_iter().filter(|record| inside.contains(&record.id)) {
            let doc = found.iter().find(|candidate| candidate.record == record.id).map_or(0, |it| it.doc);
            self.hits.extend(self.hit(ctx, query, &fields, &record, doc));
        }
        Ok(())
    }

    /// The name of a record as the caller sees it.
    fn name(&self, ctx: &Ctx, value: &Value) -> String {
        let object = &self.object;
        let shown = object
            .field(&object.name_field)
            .map(|field| ctx.viewer.field_mask(object).show(field, value.clone()));
        shown.as_ref().and_then(Value::as_text).unwrap_or_default().to_owned()
    }

    fn hit(
        &self,
        ctx: &Ctx,
        query: &Query,
        fields: &[usize],
        record: &Record,
        doc: i64,
    ) -> Option<SearchItem> {
        let object = &self.object;
        let value = |name: &str| value_of(object, fields, record, name);
        let owner = value("owner").as_id();
        let read: Vec<(usize, Form, Cow<'_, str>)> = self
            .fields
            .iter()
            .zip(&record.values)
            .filter_map(|((at, form), value)| Some((*at, *form, read(&object.fields[*at], value)?)))
            .collect();
        let texts: Vec<(usize, search::Value<'_>)> =
            read.iter().map(|(at, form, text)| (*at, search::Value { form: *form, text })).collect();
        let values: Vec<search::Value<'_>> = texts.iter().map(|(_, value)| *value).collect();
        let found = query.find(&values)?;
        let field = &object.fields[texts[found.value].0];
        let noted = |(at, value): &&(usize, search::Value<'_>)| {
            let other = &object.fields[*at];
            let told = [&field.name, &object.name_field].contains(&&other.name);
            !told && value.form == Form::Text && other.kind != FieldKind::AutoNumber
        };
        let (text, marks) = cut(found.shown, found.marks);
        Some(SearchItem {
            id: record.id,
            object: object.name.clone(),
            name: self.name(ctx, value(&object.name_field)),
            r#match: found.tier.name(),
            field: field.name.clone(),
            label: field.label.get(ctx.locale).to_owned(),
            text,
            marks,
            note: texts.iter().find(noted).map(|(_, value)| value.text.chars().take(SHOWN).collect()),
            owner: owner.and_then(|owner| ctx.company.names.get(&owner)).map(|name| name.to_string()),
            rank: (found.tier, Reverse(doc)),
        })
    }
}

/// A long text is cut around its first match.
fn cut(text: String, marks: Vec<(usize, usize)>) -> (String, Vec<(usize, usize)>) {
    let units = |signs: &str| signs.encode_utf16().count();
    let line = |text: String| text.replace(['\n', '\t'], " ");
    if text.chars().count() <= SHOWN {
        return (line(text), marks);
    }
    let first = marks.first().map_or(0, |mark| mark.0);
    let mut at = 0;
    let before = text.chars().take_while(|sign| {
        let goes = at < first;
        at += sign.len_utf16();
        goes
    });
    let skipped = before.count().saturating_sub(BEFORE);
    let gone: String = text.chars().take(skipped).collect();
    let shown: String = text.chars().skip(skipped).take(SHOWN).collect();
    let (front, end) = (if skipped > 0 { "…" } else { "" }, text.chars().count() > skipped + SHOWN);
    let (gone, length) = (units(&gone), units(&shown));
    let moved = marks.into_iter().filter_map(|(from, to)| {
        let (from, to) = (from.checked_sub(gone)?, to.saturating_sub(gone).min(length));
        (from < to).then_some((from + units(front), to + units(front)))
    });
    let marks = moved.collect();
    (line(format!("{front}{shown}{}", if end { "…" } else { "" })), marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shown_around_its_match() {
        let text = format!("{}目标{}", "😀甲".repeat(60), "乙".repeat(200));
        let at = 60 * 3;
        let (shown, marks) = cut(text, vec![(at, at + 2), (at + 400, at + 401)]);
        let units: Vec<u16> = shown.encode_utf16().collect();
        assert_eq!(marks.len(), 1);
        assert_eq!(String::from_utf16(&units[marks[0].0..marks[0].1]).unwrap(), "目标");
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.chars().count() == SHOWN + 2);
        assert_eq!(cut("短".to_owned(), vec![(0, 1)]), ("短".to_owned(), vec![(0, 1)]));
    }
}
