//! Where computed values come from in the end: a field computed from what is masked is masked, too.

use std::collections::{BTreeSet, HashMap};

use shuke_access::Sources;
use shuke_expr::Path;
use shuke_meta::{STAGE_ENTERED_AT, Schema};

use super::plan::ObjectPlan;

type Name = (String, String);

/// The fields on the way of a path: the references, and what stands at its end.
fn along(path: &Path) -> impl Iterator<Item = Name> + '_ {
    path.hops
        .iter()
        .chain([&path.end])
        .map(|hop| (hop.object.name.clone(), hop.object.fields[hop.field].name.clone()))
}

/// The sources of every computed field, down to fields that people fill in.
pub(super) fn of(objects: &HashMap<String, ObjectPlan>, schema: &Schema) -> Sources {
    let mut direct: HashMap<Name, BTreeSet<Name>> = HashMap::new();
    for plan in objects.values() {
        for over in &plan.rollups {
            let name = |at: usize| (over.child.name.clone(), over.child.fields[at].name.clone());
            let read = over.tests.iter().copied().chain(over.measure.field).map(name);
            let field = over.object.fields[over.field].name.clone();
            direct.entry((over.object.name.clone(), field)).or_default().extend(read);
        }
    }
    for (object, plan) in objects {
        let Some(def) = schema.object(object) else { continue };
        for own in &plan.own {
            let read = own.how.paths().iter().flat_map(along);
            direct.entry((object.clone(), def.fields[own.field].name.clone())).or_default().extend(read);
        }
    }
    for object in schema.objects().filter(|object| object.has(STAGE_ENTERED_AT)) {
        // Since when a record is in its stage tells of the stage.
        if let Some(stage) = &object.stage_field {
            let name = |field: &str| (object.name.clone(), field.to_owned());
            direct.entry(name(STAGE_ENTERED_AT)).or_default().insert(name(stage));
        }
    }
    let all = |start: &Name| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start.clone()]);
        while let Some(name) = open.pop() {
            for next in direct.get(&name).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        seen
    };
    direct.keys().map(|name| (name.clone(), all(name))).collect()
}
