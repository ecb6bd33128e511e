//! Which indexes an object has.
//!
//! Every index but the recycle bin's covers live records only, so a list never reads past deleted ones, and ends in
//! the id, so that keyset pages are exact.

use shuke_base::fnv1a;

use crate::field::FieldKind;
use crate::object::{ObjectDef, STAGE_ENTERED_AT};

/// An index over physical columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexSpec {
    /// Physical name, at most 63 bytes (the shorter limit of the two engines).
    pub name: String,
    /// Physical columns in order.
    pub columns: Vec<String>,
    /// No two live records may agree on the columns.
    pub unique: bool,
    /// Covers deleted records instead of live ones.
    pub deleted: bool,
}

/// Cuts a name to 63 bytes and keeps it unique by a checksum of the whole (FNV-1a).
fn short(name: String) -> String {
    if name.len() <= 63 {
        return name;
    }
    format!("{}_{:016x}", &name[..46], fnv1a(name.bytes()))
}

impl ObjectDef {
    fn plain_index(&self, names: &[&str]) -> Option<IndexSpec> {
        let mut columns = Vec::new();
        for name in names {
            columns.push(self.field(name)?.equal_column());
        }
        let name = short(format!("ix_{}_{}", self.table, columns.join("_")));
        columns.push("id".to_owned());
        Some(IndexSpec { name, columns, unique: false, deleted: false })
    }

    /// All indexes of the object, each once.
    #[must_use]
    pub fn index_specs(&self) -> Vec<IndexSpec> {
        let mut specs = vec![IndexSpec {
            name: short(format!("ix_{}_bin", self.table)),
            columns: vec!["deleted_at".to_owned(), "id".to_owned()],
            unique: false,
            deleted: true,
        }];
        let mut add = |spec: Option<IndexSpec>| {
            if let Some(spec) = spec
                && !specs.iter().any(|known| known.name == spec.name)
            {
                specs.push(spec);
            }
        };
        add(self.plain_index(&["created_at"]));
        add(self.plain_index(&["updated_at"]));
        add(self.plain_index(&[STAGE_ENTERED_AT]));
        add(self.plain_index(&[&self.name_field]));
        if self.owned {
            add(self.plain_index(&["owner", "created_at"]));
            add(self.plain_index(&["owner_department", "created_at"]));
        }
        for names in &self.indexes {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            add(self.plain_index(&names));
        }
        for field in self.fields.iter().filter(|field| !field.system) {
            if field.kind.is_reference() {
                // The records of an account, a campaign: newest first.
                add(self.plain_index(&[&field.name, "created_at"]));
            } else if field.indexed || field.sensitive || field.kind == FieldKind::Record {
                add(self.plain_index(&[&field.name]));
            }
            if field.unique || field.kind == FieldKind::AutoNumber {
                add(Some(IndexSpec {
                    name: short(format!("uq_{}_{}", self.table, field.column)),
                    columns: vec![field.equal_column()],
                    unique: true,
                    deleted: false,
                }));
            }
        }
        specs
    }
}
