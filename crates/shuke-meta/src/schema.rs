//! All objects of a company at one moment.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::object::ObjectDef;

/// The definitions that are in force: never changed in place, but replaced as a whole.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Grows with each change of any definition.
    pub version: i64,
    objects: BTreeMap<String, Arc<ObjectDef>>,
}

impl Schema {
    /// A schema of these objects; each is finished (system fields, physical names).
    #[must_use]
    pub fn new(version: i64, objects: impl IntoIterator<Item = ObjectDef>) -> Self {
        let objects =
            objects.into_iter().map(|object| (object.name.clone(), Arc::new(object.finish()))).collect();
        Self { version, objects }
    }

    /// A schema of objects as they are stored, which are what their tables are: what the program would add to them is
    /// added by a migration, with its column.
    #[must_use]
    pub fn stored(version: i64, objects: impl IntoIterator<Item = ObjectDef>) -> Self {
        let objects =
            objects.into_iter().map(|object| (object.name.clone(), Arc::new(object.prepared()))).collect();
        Self { version, objects }
    }

    /// An object by its api name.
    #[must_use]
    pub fn object(&self, name: &str) -> Option<&Arc<ObjectDef>> {
        self.objects.get(name)
    }

    /// All objects, by name.
    pub fn objects(&self) -> impl Iterator<Item = &Arc<ObjectDef>> {
        self.objects.values()
    }

    /// The reference fields, of any object, that point to `target`: object and position of the field.
    pub fn pointing_to<'a>(&'a self, target: &'a str) -> impl Iterator<Item = (&'a Arc<ObjectDef>, usize)> {
        self.objects.values().flat_map(move |object| {
            object
                .fields
                .iter()
                .enumerate()
                .filter(move |(_, field)| !field.system && field.points_to() == Some(target))
                .map(move |(at, _)| (object, at))
        })
    }
}
