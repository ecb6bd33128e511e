//! What a caller wants to change of a record: values that are set, and entries that go into its lists or out of them.
//! What a list holds then is known when its record is read, inside the transaction.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, FieldFault, Value};
use shuke_meta::{ObjectDef, parse};

use crate::context::Ctx;
use crate::records::check;
use crate::records::draft::{self, Values};

/// As it was asked for, by the names of fields.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// Values to be set.
    #[serde(default)]
    pub values: Map<String, Json>,
    /// Entries to be added to lists.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub add: Map<String, Json>,
    /// Entries to be taken out of lists, before others are added.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub remove: Map<String, Json>,
}

impl Asked {
    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.add.is_empty() && self.remove.is_empty()
    }
}

impl From<Map<String, Json>> for Asked {
    fn from(values: Map<String, Json>) -> Self {
        Self { values, ..Self::default() }
    }
}

/// Entries for the list of one field.
#[derive(Debug, Clone, Default)]
struct Entries {
    add: Vec<String>,
    out: Vec<String>,
}

/// The same, typed and allowed.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Values to be set.
    pub sets: Values,
    lists: BTreeMap<usize, Entries>,
}

impl From<Values> for Given {
    fn from(sets: Values) -> Self {
        Self { sets, lists: BTreeMap::new() }
    }
}

impl Given {
    /// The lists that change, as they are then.
    ///
    /// # Errors
    /// [`Code::InvalidInput`] with each field that would hold too many.
    pub fn laid(&self, object: &ObjectDef, values: &[Value]) -> Result<Values, Fault> {
        let mut faults = Vec::new();
        let mut laid = Values::new();
        for (at, entries) in &self.lists {
            match parse::laid(&object.fields[*at], &values[*at], &entries.out, &entries.add) {
                Ok(value) if value != values[*at] => laid.push((*at, value)),
                Ok(_) => {}
                Err(fault) => faults.push(fault),
            }
        }
        check::refuse(faults)?;
        Ok(laid)
    }
}

/// Types it and refuses fields that can't be set; every fault is told at once.
///
/// # Errors
/// [`Code::InvalidInput`] with the fields.
pub fn given(ctx: &Ctx, object: &ObjectDef, asked: &Asked) -> Result<Given, Fault> {
    let mask = ctx.viewer.field_mask(object);
    let mut faults: Vec<FieldFault> = Vec::new();
    let mut given = match draft::values(ctx, object, &asked.values) {
        Ok(sets) => Given::from(sets),
        Err(fault) => {
            faults.extend(fault.fields);
            Given::default()
        }
    };
    for (names, out) in [(&asked.add, false), (&asked.remove, true)] {
        for (name, entries) in names {
            let read = draft::settable(object, &mask, name).and_then(|(at, field)| {
                if asked.values.contains_key(name) {
                    return Err(FieldFault::new(name, &field.label, Code::SetAndAdded));
                }
                Ok((at, parse::entries(field, entries, out)?))
            });
            match read {
                Ok((at, entries)) => {
                    let list = given.lists.entry(at).or_default();
                    *(if out { &mut list.out } else { &mut list.add }) = entries;
                }
                Err(fault) => faults.push(fault),
            }
        }
    }
    check::refuse(faults)?;
    Ok(given)
}
