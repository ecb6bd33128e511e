//! Definitions that are given as a whole, many objects at once: what they come to beside what is there, whether that holds
//! together, and the one write of each object. Nothing is asked of the database before the write.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Text};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema, Section, check};
use shuke_store::Tx;

use super::change_field::kept;
use super::columns;
use super::computed::{self, Wanted};
use super::drop_field::forget_rights;
use super::field::{default_points, take_column};
use super::impact;
use super::layouts;
use super::options::with_those_above;
use super::rules;
use super::write::{Deed, refuse, save};
use crate::App;
use crate::asked;
use crate::computed::{job, uses};
use crate::context::Ctx;

/// What is wrong with one object; the fields of faults are paths such as `fields.x_size.max`.
pub(crate) type Faults = Vec<(String, FieldFault)>;

/// The definitions as they are to be.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) schema: Schema,
    pub(crate) faults: Faults,
}

/// What the definitions come to when these are given. What is there and not given stays; with `prune`, an administrator's
/// fields and layouts go and options are retired.
pub(crate) fn target(current: &Schema, given: Vec<ObjectDef>, prune: bool) -> Target {
    let mut faults = Faults::new();
    let mut names = BTreeSet::new();
    let mut schema = current.clone();
    for object in given {
        let name = object.name.clone();
        let new = laid_over(current.object(&name), object, prune, &mut faults);
        schema = computed::with(&schema, &new);
        names.insert(name);
    }
    if faults.is_empty() {
        schema = followed(&schema);
    }
    for name in &names {
        let Some(object) = schema.object(name).cloned() else { continue };
        let (settled, more) = settled(&object, &schema);
        faults.extend(more.into_iter().map(|fault| (name.clone(), fault)));
        schema = computed::with(&schema, &settled);
    }
    schema = followed(&schema);
    for name in &names {
        let Some(object) = schema.object(name) else { continue };
        for fault in wrong(object, current.object(name), &schema) {
            // What was told of a property already is told once.
            if !faults.iter().any(|(known, told)| known == name && told.field == fault.field) {
                faults.push((name.clone(), fault));
            }
        }
    }
    faults.extend(orphans(current, &schema));
    Target { schema, faults }
}

/// The definitions, look-ups with the options of what they look up.
fn followed(schema: &Schema) -> Schema {
    computed::follow_options(schema)
        .iter()
        .fold(schema.clone(), |schema, object| computed::with(&schema, object))
}

fn at_field(name: &str, fault: FieldFault) -> FieldFault {
    FieldFault { field: format!("fields.{name}.{}", fault.field), ..fault }
}

/// What is given, over what is there: physical names stay, and so does what is not given.
fn laid_over(
    old: Option<&Arc<ObjectDef>>,
    mut new: ObjectDef,
    prune: bool,
    faults: &mut Faults,
) -> ObjectDef {
    let name = new.name.clone();
    let mut add = |fault: FieldFault| faults.push((name.clone(), fault));
    for field in &mut new.fields {
        // What follows from how it gets its value needn't be said.
        field.read_only |= field.computed.is_some() || field.kind == FieldKind::AutoNumber;
    }
    let Some(old) = old else {
        let bare = bare(&new);
        let system = new.fields.iter().filter(|field| field.system);
        system.filter_map(|field| no_such_system(field, &bare)).for_each(&mut add);
        return new.finish();
    };
    new.fixed(old).into_iter().for_each(&mut add);
    new.table.clone_from(&old.table);
    new.version = old.version;
    let mut fields = Vec::new();
    for mut field in new.fields.iter().filter(|field| !field.system).cloned() {
        if let Some(before) = old.field(&field.name) {
            field.column.clone_from(&before.column);
            (field.sealing, field.digests) = (before.sealing, before.digests);
            keep_options(&mut field, before, prune);
            for column in &mut field.cells {
                if let Some(known) = before.cell(&column.name) {
                    keep_options(column, known, prune);
                }
            }
            if field.default.is_none() && before.default.as_ref().is_some_and(names_a_record) {
                field.default.clone_from(&before.default);
            }
            let stays = field.fixed(before).into_iter().chain(kept(old, before, &field));
            stays.for_each(|fault| add(at_field(&field.name, fault)));
        }
        fields.push(field);
    }
    let given = |name: &str| new.fields.iter().any(|field| field.name == name);
    let own = old.fields.iter().filter(|field| !field.system && !given(&field.name));
    let stay: Vec<FieldDef> = own.filter(|field| !(prune && field.custom)).cloned().collect();
    fields.extend(system(old, &new, &mut add));
    place_kept(&mut new, old, &stay);
    if !prune {
        keep_layouts(&mut new, old);
    }
    let at = fields.iter().position(|field| field.system).unwrap_or(fields.len());
    drop(fields.splice(at..at, stay));
    new.fields = fields;
    new.finish()
}

/// The system fields as they are to be: of what is given, labels and helps are taken over. What comes with the object as
/// it is to be, such as the time in a stage, is among them.
fn system(old: &ObjectDef, new: &ObjectDef, add: &mut impl FnMut(FieldFault)) -> Vec<FieldDef> {
    let mut fields = Vec::new();
    let bare = bare(new);
    let coming = bare.fields.iter().filter(|field| !old.has(&field.name));
    for field in old.fields.iter().filter(|field| field.system).chain(coming) {
        let said = new.fields.iter().find(|given| given.system && given.name == field.name);
        let mut field = field.clone();
        if let Some(said) = said {
            let mut same = said.clone();
            same.column.clone_from(&field.column);
            same.label.clone_from(&field.label);
            same.help.clone_from(&field.help);
            if same != field {
                add(FieldFault::property(&format!("fields.{}", field.name), Code::ReadOnly));
            }
            field.label.clone_from(&said.label);
            field.help.clone_from(&said.help);
        }
        fields.push(field);
    }
    let unknown = new.fields.iter().filter(|field| field.system && !bare.has(&field.name));
    unknown.filter_map(|field| no_such_system(field, old)).for_each(add);
    fields
}

/// The object with nothing but system fields.
fn bare(object: &ObjectDef) -> ObjectDef {
    let mut bare = object.clone();
    bare.fields.clear();
    bare.finish()
}

fn no_such_system(field: &FieldDef, object: &ObjectDef) -> Option<FieldFault> {
    let there = object.field(&field.name).is_some_and(|known| known.system);
    (!there).then(|| FieldFault::property(&format!("fields.{}.system", field.name), Code::ReadOnly))
}

/// Whether a default is the id of a record, which no other company has.
fn names_a_record(default: &Json) -> bool {
    default.as_str().is_some_and(|text| text.len() == 36 && text.parse::<shuke_base::Uuid>().is_ok())
}

/// Options that are not given stand behind those that are: as they were, or retired.
fn keep_options(field: &mut FieldDef, before: &FieldDef, prune: bool) {
    if !field.kind.has_options() || field.computed.is_some() {
        return;
    }
    for option in &before.options {
        if field.option(&option.name).is_none() {
            let mut option = option.clone();
            option.active &= !prune;
            field.options.push(option);
        }
    }
    with_those_above(&mut field.options, &before.options);
}

/// Fields that stay, and stood in the layout, stand in it again: in the section of the same heading, or else in the last.
fn place_kept(new: &mut ObjectDef, old: &ObjectDef, stay: &[FieldDef]) {
    for field in stay {
        let stood = old.layout.iter().find(|section| section.fields.contains(&field.name));
        let stands = new.layout.iter().any(|section| section.fields.contains(&field.name));
        let Some(stood) = stood.filter(|_| !stands) else { continue };
        let same = new.layout.iter().position(|section| section.label == stood.label);
        match same.or(new.layout.len().checked_sub(1)) {
            Some(at) => new.layout[at].fields.push(field.name.clone()),
            None => {
                new.layout.push(Section { fields: vec![field.name.clone()], ..stood.clone() });
            }
        }
    }
}

/// Layouts that are not given stay where they stood among the others, with the field that tells their types apart.
fn keep_layouts(new: &mut ObjectDef, old: &ObjectDef) {
    for (at, layout) in old.layouts.iter().enumerate().rev() {
        if new.layouts.iter().any(|known| known.name == layout.name) {
            continue;
        }
        let next = old.layouts.get(at + 1);
        let next = next.and_then(|next| new.layouts.iter().position(|known| known.name == next.name));
        new.layouts.insert(next.unwrap_or(new.layouts.len()), layout.clone());
        if new.type_field.is_none() && !layout.types.is_empty() {
            new.type_field.clone_from(&old.type_field);
        }
    }
}

/// The object with formulas understood, and kept with api names.
fn settled(object: &Arc<ObjectDef>, schema: &Schema) -> (ObjectDef, Vec<FieldFault>) {
    let (mut new, mut faults) = (ObjectDef::clone(object), Vec::new());
    for field in &mut new.fields {
        let name = field.name.clone();
        let told = |more: Vec<FieldFault>| {
            more.into_iter().map(move |fault| at_field(&name, fault)).collect::<Vec<_>>()
        };
        if let Some(computed) = field.computed.clone() {
            let mut found = field.clone();
            let wanted = Wanted::of(computed, field.kind == FieldKind::Percent, field.scale);
            match computed::settle(&mut found, &wanted, object, schema) {
                Err(more) => faults.extend(told(more)),
                Ok(()) if found.kind != field.kind => {
                    let fault = FieldFault::new("kind", &Text::new("类型", "Kind"), Code::WrongType);
                    faults.extend(told(vec![fault.with("expected", found.kind.name())]));
                }
                Ok(()) => {
                    found.max_length = field.max_length.or(found.max_length);
                    *field = found;
                }
            }
        } else if field.kind == FieldKind::Lines {
            let mut found = field.clone();
            match columns::settle(&mut found, columns::whole(field), object, schema) {
                Err(more) => faults.extend(told(more)),
                Ok(()) => {
                    for (column, found) in field.cells.iter_mut().zip(found.cells) {
                        (column.computed, column.default) = (found.computed, found.default);
                    }
                }
            }
        } else if let Err(more) = computed::settle_default(field, object, schema) {
            faults.extend(told(more));
        }
    }
    (new.finish(), faults)
}

/// Everything that is wrong with an object among these definitions.
fn wrong(object: &Arc<ObjectDef>, old: Option<&Arc<ObjectDef>>, schema: &Schema) -> Vec<FieldFault> {
    let mut faults = check::object(object, schema).err().unwrap_or_default();
    if !faults.is_empty() {
        return faults;
    }
    for field in &object.fields {
        let before = old.and_then(|old| old.field(&field.name));
        if before.is_none_or(|before| before.rules != field.rules) {
            let more = rules::field_faults(field, object, schema);
            faults.extend(more.into_iter().map(|fault| at_field(&format!("{}.rules", field.name), fault)));
        }
        if field.computed.is_some()
            && before.is_none_or(|before| before.computed != field.computed)
            && let Err(fault) = uses::no_circle(schema, &object.name, &field.name)
        {
            faults.push(at_field(&format!("{}.computed", field.name), fault));
        }
    }
    faults.extend(rules::check_faults(object, schema));
    faults
}

/// Fields that would go although something that stays asks for them.
fn orphans(current: &Schema, schema: &Schema) -> Faults {
    let mut faults = Faults::new();
    for old in current.objects() {
        let Some(new) = schema.object(&old.name) else { continue };
        for field in old.fields.iter().filter(|field| !new.has(&field.name)) {
            let mut users: Vec<String> = Vec::new();
            for (object, at) in uses::readers(current, &old.name, &field.name) {
                let reader = &object.fields[at];
                let now = schema.object(&object.name).and_then(|object| object.field(&reader.name));
                if now.is_some_and(|now| now.computed == reader.computed) {
                    users.push(format!("{}.{}", object.name, reader.name));
                }
            }
            let wanted = asked::Wanted { object: &old.name, field: &field.name, option: None };
            for rule in uses::ruled_by(current, &wanted) {
                let before = rule.object.field(&rule.name);
                let now = schema.object(&rule.object.name);
                let stays = match (before, now.and_then(|now| now.field(&rule.name))) {
                    _ if rule.by == "layout" => {
                        now.is_some_and(|now| now.type_field == rule.object.type_field)
                    }
                    (Some(before), Some(now)) => now.rules == before.rules && now.default == before.default,
                    (None, _) => now.is_some_and(|now| now.checks == rule.object.checks),
                    (Some(_), None) => false,
                };
                users.extend(stays.then(|| format!("{}.{}", rule.object.name, rule.name)));
            }
            if !users.is_empty() {
                let path = format!("fields.{}", field.name);
                let fault = FieldFault::new(path, &field.label, Code::FieldInUse);
                faults.push((old.name.clone(), fault.with("users", users.join(", "))));
            }
        }
    }
    faults
}

/// Writes every object that differs, tables and definition together, and asks for what is to be computed anew.
pub(crate) async fn write(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    current: &Schema,
    target: &Schema,
) -> Result<(), Fault> {
    let mut catalog = tx.catalog().await?;
    let mut schema = target.clone();
    let mut changed = Vec::new();
    for object in target.objects() {
        let old = current.object(&object.name);
        if old.is_some_and(|old| old == object) {
            continue;
        }
        let mut new = ObjectDef::clone(object);
        let mut table = catalog.remove(&new.table).unwrap_or_default();
        for field in new.fields.iter_mut().filter(|field| !field.system) {
            if let Some(old) = old.filter(|old| !old.has(&field.name)) {
                take_column(field, old, &mut table)?;
            }
        }
        let new = new.finish();
        schema = computed::with(&schema, &new);
        changed.push(new);
    }
    for new in changed {
        one(tx, app, ctx, (current, &schema), new).await?;
    }
    Ok(())
}

async fn one(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    (current, schema): (&Schema, &Schema),
    new: ObjectDef,
) -> Result<(), Fault> {
    let old = current.object(&new.name);
    let before = |field: &FieldDef| old.and_then(|old| old.field(&field.name));
    for field in new.fields.iter().filter(|field| !field.system) {
        if before(field).map(|before| &before.default) != Some(&field.default) {
            refuse(default_points(tx, ctx, &new, field).await?)?;
        }
    }
    let Some(old) = old else {
        let detail = json!({"labels": new.label, "owned": new.owned, "definition": new});
        save(tx, ctx, schema, None, new.clone(), Deed { action: "object.created", detail }).await?;
        return compute(tx, app, None, &new).await;
    };
    for field in old.fields.iter().filter(|field| !new.has(&field.name)) {
        impact::no_goal(tx, current, (&old.name, field)).await?;
        tx.drop_recalculations(&new.name, &field.name).await?;
        forget_rights(tx, &new.name, &field.name).await?;
        layouts::forget_field(tx, old, &field.name).await?;
        tx.audit(ctx.entry("field.deleted", Some(&new.name), None, &json!({"field": field})));
    }
    for field in &new.fields {
        match old.field(&field.name) {
            None => tx.audit(ctx.entry("field.created", Some(&new.name), None, &json!({"field": field}))),
            Some(before) if before != field => {
                let detail = json!({"field": field.name, "before": before, "after": field});
                tx.audit(ctx.entry("field.changed", Some(&new.name), None, &detail));
            }
            Some(_) => {}
        }
    }
    for layout in old.layouts.iter().filter(|layout| new.layout_named(&layout.name).is_none()) {
        layouts::publish::forget(tx, old, &layout.name).await?;
        tx.audit(ctx.entry("layout.deleted", Some(&new.name), None, &json!({"layout": layout})));
    }
    for layout in new.layouts.iter().cloned().chain([new.own_layout()]) {
        if old.layout_named(&layout.name).as_ref() != Some(&layout) {
            layouts::publish::remember(tx, ctx, old, &layout, ctx.user).await?;
        }
    }
    let plain = |object: &ObjectDef| {
        let mut object = object.clone();
        object.fields.clear();
        json!(object)
    };
    let detail = json!({"before": plain(old), "after": plain(&new)});
    save(tx, ctx, schema, Some(old), new.clone(), Deed { action: "object.changed", detail }).await?;
    compute(tx, app, Some(&**old), &new).await
}

/// Asks for the computed fields that are new or computed otherwise.
async fn compute(tx: &mut Tx, app: &App, old: Option<&ObjectDef>, new: &ObjectDef) -> Result<(), Fault> {
    for (at, field) in new.fields.iter().enumerate() {
        let before = old.and_then(|old| old.field(&field.name));
        let own = field.computed.is_some() && before.is_none_or(|before| before.computed != field.computed);
        if own || before.is_some_and(|before| columns::recompute(&before.cells, &field.cells)) {
            job::ask_all(tx, app, new, at).await?;
        }
    }
    Ok(())
}
