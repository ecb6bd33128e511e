//! What an import is, as it is kept: options, columns, counts.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Locale, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::system::Import;

use crate::context::Ctx;
use crate::import::columns::importable;

/// What becomes of rows whose record is there already, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Every row is a new record.
    #[default]
    Insert,
    /// Every row changes the record that its key finds.
    Update,
    /// A row changes the record that its key finds, or is a new one.
    Upsert,
}

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnDoc {
    /// Position, from 0.
    pub index: usize,
    /// Heading, unlike all others.
    pub header: String,
    /// Some of its texts.
    pub samples: Vec<String>,
    /// The field that it feeds.
    pub field: Option<String>,
}

/// What an undo did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Undone {
    /// New records that are gone again.
    pub removed: u64,
    /// Changed records that have their old values again.
    pub restored: u64,
    /// Records that were changed or used since and stay.
    pub kept: u64,
}

/// What an import is, as it is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ImportDoc {
    /// What becomes of rows.
    pub mode: Mode,
    /// Fields that find a row's record.
    pub key: Vec<String>,
    /// References to names that don't exist are created.
    pub create_references: bool,
    /// Only looks, writes nothing.
    pub dry_run: bool,
    /// The columns.
    pub columns: Vec<ColumnDoc>,
    /// `xlsx`, `UTF-8`, `GB18030`, …
    pub encoding: String,
    /// The heading's row.
    pub header_row: u32,
    /// New records.
    pub inserted: u64,
    /// Changed records.
    pub updated: u64,
    /// Rows that changed nothing.
    pub skipped: u64,
    /// Bad rows.
    pub failed: u64,
    /// What an undo did.
    pub undone: Option<Undone>,
    /// Why it failed as a whole.
    pub error: Option<StoredFault>,
    /// Records created because a row referred to them: object and id.
    #[serde(default)]
    pub created_references: Vec<(String, Uuid)>,
    /// Language of its starter, for what is written on the way.
    pub locale: Locale,
}

/// A fault kept for later, told in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFault {
    /// Name of the code.
    pub code: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl StoredFault {
    /// Keeps a fault.
    #[must_use]
    pub fn of(fault: &Fault) -> Self {
        Self {
            code: fault.code.name().to_owned(),
            zh: fault.message(Locale::ZhCn),
            en: fault.message(Locale::En),
        }
    }

    /// Keeps what is wrong with one field.
    #[must_use]
    pub fn of_field(fault: &FieldFault) -> Self {
        Self {
            code: fault.code.name().to_owned(),
            zh: fault.message(Locale::ZhCn),
            en: fault.message(Locale::En),
        }
    }

    /// The text in a language.
    #[must_use]
    pub fn message(&self, locale: Locale) -> &str {
        match locale {
            Locale::ZhCn => &self.zh,
            Locale::En => &self.en,
        }
    }
}

/// A bad cell or row, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// Heading of the column; none when the whole row is meant.
    pub column: Option<String>,
    /// Api name of the field.
    pub field: Option<String>,
    /// What stands in the cell.
    pub value: String,
    /// What is wrong.
    #[serde(flatten)]
    pub fault: StoredFault,
}

impl ImportDoc {
    /// Reads the document of an import.
    ///
    /// # Errors
    /// When it can't be read, which is a mistake of ours.
    pub fn of(import: &Import) -> Result<Self, Fault> {
        serde_json::from_str(&import.doc).map_err(|error| {
            tracing::error!(%error, id = %import.id, "the document of an import can't be read");
            Fault::new(Code::Internal)
        })
    }

    /// The document as it is kept.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Forgets what an earlier run did.
    pub fn reset(&mut self) {
        self.inserted = 0;
        self.updated = 0;
        self.skipped = 0;
        self.failed = 0;
        self.undone = None;
        self.error = None;
        self.created_references.clear();
    }

    /// Takes over options of a caller: `mode`, `key`, `mapping`, `create_references`, `dry_run`.
    ///
    /// # Errors
    /// Every option that is wrong, by name.
    pub fn apply(&mut self, ctx: &Ctx, object: &ObjectDef, options: &Map<String, Json>) -> Result<(), Fault> {
        let mut faults = Vec::new();
        let bad = |name: &str| FieldFault::property(name, Code::WrongType);
        for (name, value) in options {
            match name.as_str() {
                "object" | "start" => {}
                "mode" => match serde_json::from_value(value.clone()) {
                    Ok(mode) => self.mode = mode,
                    Err(_) => faults.push(bad(name).with("expected", "insert | update | upsert")),
                },
                "key" => match serde_json::from_value::<Option<Vec<String>>>(value.clone()) {
                    Ok(key) => self.key = key.unwrap_or_default(),
                    Err(_) => faults.push(bad(name).with("expected", "[\"field\"]")),
                },
                "create_references" | "dry_run" => match value.as_bool() {
                    Some(yes) if name == "dry_run" => self.dry_run = yes,
                    Some(yes) => self.create_references = yes,
                    None => faults.push(bad(name).with("expected", "true | false")),
                },
                "mapping" => match serde_json::from_value::<Option<Map<String, Json>>>(value.clone()) {
                    Ok(Some(mapping)) => faults.extend(self.map(&mapping)),
                    Ok(None) => {}
                    Err(_) => faults.push(bad(name).with("expected", "{\"heading\": \"field\"}")),
                },
                other => faults.push(FieldFault::property(other, Code::UnknownField).with("name", other)),
            }
        }
        faults.extend(self.check(ctx, object));
        if faults.is_empty() { Ok(()) } else { Err(Fault::invalid(faults)) }
    }

    fn map(&mut self, mapping: &Map<String, Json>) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        for (header, field) in mapping {
            let property = format!("mapping.{header}");
            match (self.columns.iter_mut().find(|column| column.header == *header), field) {
                (Some(column), Json::Null) => column.field = None,
                (Some(column), Json::String(field)) => column.field = Some(field.clone()),
                (Some(_), _) => faults.push(
                    FieldFault::property(&property, Code::WrongType).with("expected", "\"field\" | null"),
                ),
                (None, _) => {
                    faults.push(FieldFault::property(&property, Code::UnknownField).with("name", header));
                }
            }
        }
        faults
    }

    /// What is wrong with the options as they stand.
    fn check(&self, ctx: &Ctx, object: &ObjectDef) -> Vec<FieldFault> {
        let mask = ctx.viewer.field_mask(object);
        let mut faults = Vec::new();
        let mut fed: Vec<&str> = Vec::new();
        for column in &self.columns {
            let Some(name) = &column.field else { continue };
            let known = object.field(name).filter(|field| importable(field) && mask.readable(field));
            let property = format!("mapping.{}", column.header);
            match known {
                None => faults.push(FieldFault::property(&property, Code::UnknownField).with("name", name)),
                Some(field) if fed.contains(&name.as_str()) => {
                    let label = field.label.clone();
                    faults
                        .push(FieldFault::property(&property, Code::MappingDouble).label_arg("name", label));
                }
                Some(_) => fed.push(name),
            }
        }
        if self.mode != Mode::Insert && self.key.is_empty() {
            let label = shuke_base::Text::new("关键字段", "The key");
            faults.push(FieldFault::new("key", &label, Code::Required));
        }
        for name in &self.key {
            if !fed.contains(&name.as_str()) {
                let label = object.field(name).map_or_else(Default::default, |field| field.label.clone());
                faults.push(FieldFault::property("key", Code::MappingMissing).label_arg("name", label));
            }
        }
        if self.mode != Mode::Update {
            for field in object.fields.iter().filter(|field| field.required && field.default.is_none()) {
                let given = field.read_only || field.name == "owner" || fed.contains(&field.name.as_str());
                if !given {
                    let label = field.label.clone();
                    faults
                        .push(FieldFault::property("mapping", Code::MappingMissing).label_arg("name", label));
                }
            }
        }
        faults
    }

    /// The rights that the import needs.
    ///
    /// # Errors
    /// The one that is missing.
    pub fn permit(&self, ctx: &Ctx, object: &ObjectDef) -> Result<(), Fault> {
        crate::records::people::writable(ctx, object)?;
        let mut needed = vec![Action::Import];
        match self.mode {
            Mode::Insert => needed.push(Action::Create),
            Mode::Update => needed.push(Action::Edit),
            Mode::Upsert => needed.extend([Action::Create, Action::Edit]),
        }
        match needed.into_iter().find(|action| !ctx.viewer.may(object, *action)) {
            Some(action) => Err(crate::records::missing(action)),
            None => Ok(()),
        }
    }
}
