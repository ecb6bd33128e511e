//! Records as callers see them: only the fields asked for and allowed, with names for what they point to.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use shuke_access::{Action, Viewer, cover};
use shuke_base::{Fault, Uuid, Value};
use shuke_meta::{FieldDef, ObjectDef};
use shuke_store::Conn;
use shuke_store::records::Record;

use crate::codec::{Naming, Shown};
use crate::company::Company;
use crate::context::Ctx;
use crate::files::{FileView, hold};
use crate::records::check;

/// Names of records: people and departments from the snapshot, the rest looked up for the page at hand. A record that
/// the caller may not see has none, wherever something points to it.
#[derive(Debug, Clone)]
pub struct Names {
    company: Arc<Company>,
    viewer: Viewer,
    found: HashMap<Uuid, Arc<str>>,
    files: HashMap<Uuid, FileView>,
}

impl Naming for Names {
    fn name_of(&self, id: Uuid) -> Option<&str> {
        self.company.names.get(&id).or_else(|| self.found.get(&id)).map(AsRef::as_ref)
    }

    fn file_of(&self, id: Uuid) -> Option<&FileView> {
        self.files.get(&id)
    }
}

impl Names {
    /// No names but those of the snapshot.
    #[must_use]
    pub fn new(ctx: &Ctx) -> Self {
        let company = Arc::clone(&ctx.company);
        Self { company, viewer: ctx.viewer.clone(), found: HashMap::new(), files: HashMap::new() }
    }

    /// Forgets what was looked up, once it is of no more use.
    pub fn forget(&mut self) {
        self.found.clear();
        self.files.clear();
    }

    /// Looks up the names of everything that these values point to, with one query for each object.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn learn<'a>(
        &mut self,
        conn: &mut Conn,
        object: &ObjectDef,
        values: impl Iterator<Item = (usize, &'a Value)>,
    ) -> Result<(), Fault> {
        let mut wanted: HashMap<String, Vec<Uuid>> = HashMap::new();
        let mut files: Vec<Uuid> = Vec::new();
        for (position, value) in values {
            if object.fields[position].kind.is_file() {
                files.extend(hold::ids(value));
                continue;
            }
            for (target, id) in check::targets(object, position, value) {
                if !self.company.names.contains_key(&id) && !self.found.contains_key(&id) {
                    wanted.entry(target.to_owned()).or_default().push(id);
                }
            }
        }
        for file in conn.attachments(&files).await? {
            self.files.insert(file.id, FileView::from(&file));
        }
        for (target, mut ids) in wanted {
            ids.sort_unstable();
            ids.dedup();
            if let Some(target) = self.company.schema.object(&target) {
                let scope = self.viewer.scope(target, Action::Read);
                let found = conn.names(target, &scope, &ids).await?;
                let mask = self.viewer.field_mask(target);
                let covered = target.field(&target.name_field).filter(|field| mask.masked(field));
                self.found.extend(found.into_iter().map(|(id, name)| match covered {
                    Some(field) => (id, covered_name(field, &name)),
                    None => (id, name),
                }));
            }
        }
        Ok(())
    }
}

fn covered_name(field: &FieldDef, name: &str) -> Arc<str> {
    Arc::from(cover(field, &Value::Text(name.to_owned())).as_text().unwrap_or_default())
}

/// Covers the values of masked fields, in place: `fields` are the positions of the values.
pub fn cover_all(ctx: &Ctx, object: &ObjectDef, fields: &[usize], records: &mut [Record]) {
    let mask = ctx.viewer.field_mask(object);
    let masked: Vec<usize> =
        (0..fields.len()).filter(|at| mask.masked(&object.fields[fields[*at]])).collect();
    for record in records {
        for at in &masked {
            record.values[*at] = cover(&object.fields[fields[*at]], &record.values[*at]);
        }
    }
}

/// Records of one object as a caller sees them.
#[derive(Debug, Clone)]
pub struct Views {
    /// The object.
    pub object: Arc<ObjectDef>,
    /// Positions of the fields, in the order of each record's values.
    pub fields: Arc<[usize]>,
    /// The records.
    pub records: Vec<Record>,
    /// The names of what they point to.
    pub names: Arc<Names>,
}

impl Views {
    /// Covers what is masked, looks up the names, and puts the view together.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn of(
        conn: &mut Conn,
        ctx: &Ctx,
        object: &Arc<ObjectDef>,
        fields: &[usize],
        mut records: Vec<Record>,
    ) -> Result<Self, Fault> {
        cover_all(ctx, object, fields, &mut records);
        let mut names = Names::new(ctx);
        let values = records.iter().flat_map(|record| fields.iter().copied().zip(&record.values));
        names.learn(conn, object, values).await?;
        Ok(Self { object: Arc::clone(object), fields: fields.into(), records, names: Arc::new(names) })
    }

    /// One of the records.
    pub fn iter(&self) -> impl Iterator<Item = View<'_>> {
        self.records.iter().map(|record| View { views: self, record, can: &[] })
    }
}

/// One record as a caller sees it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    views: &'a Views,
    record: &'a Record,
    can: &'a [&'static str],
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("id", &self.record.id)?;
        map.serialize_entry("object", &self.views.object.name)?;
        for (position, value) in self.views.fields.iter().zip(&self.record.values) {
            let field = &self.views.object.fields[*position];
            if field.name == "id" {
                continue;
            }
            map.serialize_entry(&field.name, &Shown { field, value, names: &*self.views.names })?;
        }
        if !self.can.is_empty() {
            map.serialize_entry("can", self.can)?;
        }
        map.end()
    }
}

impl Serialize for Views {
    /// The records as a list.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

/// One record with what the caller may do to it.
#[derive(Debug, Clone)]
pub struct RecordView {
    /// Exactly one record.
    pub views: Views,
    /// Its version.
    pub version: i64,
    /// Actions that the caller may take on it.
    pub can: Vec<&'static str>,
}

impl Serialize for RecordView {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        View { views: &self.views, record: &self.views.records[0], can: &self.can }.serialize(to)
    }
}
