//! Where the definition of an object itself would lose a field, beside its layouts.

use shuke_meta::ObjectDef;

use crate::context::Ctx;

/// The places, by the words that callers know.
pub(super) fn of(ctx: &Ctx, object: &ObjectDef, field: &str) -> Vec<&'static str> {
    let is = |name: &String| name == field;
    let tells = || object.duplicates.iter().any(|rules| rules.keys.iter().any(|key| is(&key.field)));
    // A role says of a field by name, or of none.
    let limits = || {
        let mut roles = ctx.company.roles.values();
        roles.any(|role| role.fields.get(&object.name).is_some_and(|fields| fields.contains_key(field)))
    };
    [
        ("list", object.list_columns.iter().any(is)),
        ("stage", object.stage_field.as_ref().is_some_and(is)),
        ("type", object.type_field.as_ref().is_some_and(is)),
        ("duplicates", tells()),
        ("rights", limits()),
    ]
    .into_iter()
    .filter_map(|(place, there)| there.then_some(place))
    .collect()
}
