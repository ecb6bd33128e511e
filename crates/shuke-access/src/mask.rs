//! A field mask: which fields of an object a viewer may see and set.

use std::collections::HashMap;
use std::sync::Arc;

use shuke_meta::{FieldDef, ObjectDef};

use crate::role::FieldRight;

/// Which fields of one object a viewer may see and set; cheap to clone.
#[derive(Debug, Clone)]
pub struct FieldMask {
    /// Whether records can be seen at all.
    pub(crate) seen: bool,
    /// Whether any action that puts values into records is granted.
    pub(crate) changed: bool,
    /// Whether records may be given to another owner.
    pub(crate) transferred: bool,
    /// Fields that some role keeps back; any other may be written.
    pub(crate) kept_back: Arc<HashMap<String, FieldRight>>,
    /// Names the record wherever something points to it, and is therefore never hidden.
    pub(crate) name_field: String,
}

impl FieldMask {
    fn right(&self, field: &FieldDef) -> FieldRight {
        self.kept_back.get(&field.name).copied().unwrap_or(FieldRight::Write)
    }

    /// Whether the field may be seen. System fields and the field that names the record go with the record.
    #[must_use]
    pub fn readable(&self, field: &FieldDef) -> bool {
        self.seen && (field.system || field.name == self.name_field || self.right(field) > FieldRight::Hidden)
    }

    /// Whether the field may be set, where the record may be changed. Of the system fields only the owner can be, by
    /// who may transfer; what the system keeps is nobody's to set.
    #[must_use]
    pub fn writable(&self, field: &FieldDef) -> bool {
        if field.read_only || !self.seen {
            false
        } else if field.system {
            self.transferred
        } else {
            self.changed && self.right(field) == FieldRight::Write
        }
    }

    /// The fields of the object that may be seen.
    pub fn readable_fields<'a>(&'a self, object: &'a ObjectDef) -> impl Iterator<Item = &'a FieldDef> {
        object.fields.iter().filter(|field| self.readable(field))
    }
}
