//! The navigation that the company arranges.

use shuke_base::{Code, FieldFault};
use shuke_meta::Schema;
use shuke_meta::check::NAV_GROUPS;

use crate::input::Input;
use crate::preferences::{Navigation, navigation};

/// Names that are none of an object or a group.
pub(super) fn strangers(navigation: &Navigation, schema: &Schema, path: &str) -> Vec<FieldFault> {
    let known = |name: &String| schema.object(name).is_some();
    let wrong = |at: String, name: &String| {
        FieldFault::property(&format!("{path}{at}"), Code::UnknownOption).with("value", name)
    };
    let mut faults = Vec::new();
    for (at, group) in navigation.groups.iter().enumerate() {
        if !NAV_GROUPS.contains(&group.group.as_str()) {
            faults.push(wrong(format!("groups[{at}].group"), &group.group));
        }
        let unknown = group.objects.iter().find(|name| !known(name));
        faults.extend(unknown.map(|name| wrong(format!("groups[{at}].objects"), name)));
    }
    faults.extend(
        navigation.hidden.iter().find(|name| !known(name)).map(|name| wrong("hidden".to_owned(), name)),
    );
    faults
}

/// Each group and each object once, where it stands first.
fn once(navigation: Navigation) -> Navigation {
    let mut seen = std::collections::HashSet::new();
    let Navigation { mut groups, mut hidden } = navigation;
    for group in &mut groups {
        group.objects.retain(|name| seen.insert(name.clone()));
    }
    hidden.sort();
    hidden.dedup();
    Navigation { groups, hidden }
}

/// The navigation that is given.
pub(super) fn given<'a>(input: &mut Input<'a>) -> Option<Option<Navigation>> {
    input.map("navigation").map(|map| map.map(|map| once(navigation(input, map))))
}
