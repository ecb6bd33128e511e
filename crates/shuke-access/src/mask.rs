//! A field mask: which fields of an object a viewer may see and set.

use std::collections::HashMap;
use std::sync::Arc;

use shuke_base::Value;
use shuke_meta::{FieldDef, ObjectDef, STAGE_ENTERED_AT};

use crate::cover::cover;
use crate::role::FieldRight;

/// What the roles of a viewer keep back of an object's fields.
#[derive(Debug, Clone)]
pub(crate) struct KeptBack {
    /// Fields that some role names; any other may be written.
    pub(crate) plain: HashMap<String, FieldRight>,
    /// What the same names come to where the field is a sensitive one.
    pub(crate) sensitive: HashMap<String, FieldRight>,
    /// The right on any other sensitive field.
    pub(crate) unlisted: FieldRight,
}

/// Nothing is kept back.
impl Default for KeptBack {
    fn default() -> Self {
        Self { plain: HashMap::new(), sensitive: HashMap::new(), unlisted: FieldRight::Write }
    }
}

/// Which fields of one object a viewer may see and set; cheap to clone.
#[derive(Debug, Clone)]
pub struct FieldMask {
    /// Whether records can be seen at all.
    pub(crate) seen: bool,
    /// Whether any action that puts values into records is granted.
    pub(crate) changed: bool,
    /// Whether records may be given to another owner.
    pub(crate) transferred: bool,
    /// What roles say of fields.
    pub(crate) kept_back: Arc<KeptBack>,
    /// Names the record wherever something points to it, and is therefore never hidden.
    pub(crate) name_field: String,
    /// Whether the stage is seen as it is, where there is one: since when a record is in it tells of it.
    pub(crate) stage_seen: bool,
}

impl FieldMask {
    fn right(&self, field: &FieldDef) -> FieldRight {
        let (listed, unlisted) = if field.sensitive {
            (&self.kept_back.sensitive, self.kept_back.unlisted)
        } else {
            (&self.kept_back.plain, FieldRight::Write)
        };
        listed.get(&field.name).copied().unwrap_or(unlisted)
    }

    /// Whether the field's values are seen as they are. Whoever tells them, or lets somebody filter, order, group, search
    /// or match by them, asks this: a masked field answers no. System fields go with the record, and so does the field
    /// that names it, unless it is masked.
    #[must_use]
    pub fn readable(&self, field: &FieldDef) -> bool {
        self.shown(field) && !self.masked(field)
    }

    /// Whether the field is seen at all, covered or not. Its values go through [`FieldMask::show`] first.
    #[must_use]
    pub fn shown(&self, field: &FieldDef) -> bool {
        let with_the_record = field.system && (self.stage_seen || field.name != STAGE_ENTERED_AT);
        let own = || !field.system && self.right(field) > FieldRight::Hidden;
        self.seen && (with_the_record || field.name == self.name_field || own())
    }

    /// Whether the field is seen, but its values are covered: each that is masked is shown, too.
    #[must_use]
    pub fn masked(&self, field: &FieldDef) -> bool {
        self.seen && !field.system && self.right(field) == FieldRight::Masked
    }

    /// Whether any field of the object is masked, so that values have to be covered.
    #[must_use]
    pub fn covers(&self, object: &ObjectDef) -> bool {
        object.fields.iter().any(|field| self.masked(field))
    }

    /// A value of the field as the viewer sees it: covered where the field is masked, nothing where it isn't shown.
    #[must_use]
    pub fn show(&self, field: &FieldDef, value: Value) -> Value {
        if self.masked(field) {
            cover(field, &value)
        } else if self.shown(field) {
            value
        } else {
            Value::Null
        }
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

    /// The fields of the object that are seen, covered or not.
    pub fn shown_fields<'a>(&'a self, object: &'a ObjectDef) -> impl Iterator<Item = &'a FieldDef> {
        object.fields.iter().filter(|field| self.shown(field))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shuke_base::{Text, Uuid};
    use shuke_meta::FieldKind;

    use super::*;
    use crate::{OrgChart, Role, Viewer};

    fn viewer(fields: serde_json::Value) -> Viewer {
        let grants = json!({"x_a": {"read": "all", "edit": "all"}});
        let role = Role {
            grants: serde_json::from_value(grants).expect("grants"),
            fields: serde_json::from_value(fields).expect("rights"),
            ..Role::default()
        };
        Viewer::new(Uuid::from_u128(1), vec![Arc::new(role)], &OrgChart::default())
    }

    #[test]
    fn sensitive_fields_are_masked_unless_a_role_names_them_and_no_mask_is_a_copy() {
        let mut object = ObjectDef::default();
        object.name = "x_a".to_owned();
        for (name, sensitive) in [("plain", false), ("kept", false), ("secret", true), ("told", true)] {
            let field = FieldDef::new(name, Text::default(), FieldKind::Text);
            object.fields.push(FieldDef { sensitive, ..field });
        }
        let viewer = viewer(json!({"x_a": {"kept": "read", "told": "write"}}));
        let mask = viewer.field_mask(&object);
        for (field, expected) in object.fields.iter().zip([
            (true, false, true),
            (true, false, false),
            (false, true, false),
            (true, false, true),
        ]) {
            let found = (mask.readable(field), mask.masked(field), mask.writable(field));
            assert_eq!(found, expected, "{}", field.name);
        }
        assert!(mask.covers(&object));
        assert!(Arc::ptr_eq(&mask.kept_back, &viewer.field_mask(&object).kept_back));
        object.fields.retain(|field| field.name != "secret");
        assert!(!mask.covers(&object));
        assert!(!Viewer::system().field_mask(&object).covers(&object));
    }

    #[test]
    fn the_time_in_a_stage_is_seen_by_those_who_see_the_stage() {
        let mut object = ObjectDef::default();
        object.name = "x_a".to_owned();
        object.fields.push(FieldDef::new("stage", Text::default(), FieldKind::Choice));
        object.stage_field = Some("stage".to_owned());
        let object = object.finish();
        let time = object.system(STAGE_ENTERED_AT);
        for (right, seen) in [("hidden", false), ("masked", false), ("read", true), ("write", true)] {
            let mask = viewer(json!({"x_a": {"stage": right}})).field_mask(&object);
            assert_eq!((mask.readable(time), mask.writable(time)), (seen, false), "{right}");
            assert!(mask.readable(object.system("created_at")));
        }
    }
}
