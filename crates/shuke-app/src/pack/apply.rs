//! Taking what a pack offers, through the ways in which definitions, roles and views change anyway: one transaction.

use std::collections::{BTreeMap, BTreeSet};

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_access::Role;
use shuke_base::{Code, Fault, FieldFault, Uuid};
use shuke_meta::{Duplicates, ObjectDef, Schema};
use shuke_store::Tx;

use super::items::{self, Kind};
use super::{Memory, PackView, Sides, State, object, own};
use crate::App;
use crate::computed::job;
use crate::context::Ctx;
use crate::define::write::{Deed, refuse, save, stored};
use crate::define::{rule_faults, take_column, with_field};
use crate::input::Input;
use crate::setup;
use crate::views::ViewDoc;
use crate::{roles, sharing};

/// What is taken: the keys of lines.
type Taken = BTreeSet<String>;

impl App {
    /// Takes what the pack offers: `items`, a list of ids, or everything. Done again, there is nothing left to do.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NoPack`], [`Code::UnknownOption`] for what isn't offered, or what a definition
    /// refuses; then nothing is taken.
    pub async fn upgrade_pack(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<PackView, Fault> {
        ctx.admin()?;
        let mut input = Input::new(given, &["items"]);
        let chosen = input.words("items").flatten();
        crate::records::check::refuse(input.finish())?;
        let (app, ctx_) = (self.clone(), ctx.clone());
        let work = self.store.write(move |tx| async move { upgrade(tx, &app, &ctx_, chosen).await }.boxed());
        work.await?;
        let ctx = self.defined(ctx).await?;
        if let Some(role) = ctx.company.schema.object("role") {
            self.people_changed(role).await;
        }
        self.pack(&ctx).await
    }

    /// Tells a company that was made before options had outcomes which of the pack's options are over, once. Earlier
    /// programs knew them by their names, so that what is done would count as due otherwise.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn take_outcomes(&self) -> Result<(), Fault> {
        let (app, ctx) = (self.clone(), self.system());
        let ctx_ = ctx.clone();
        let taken =
            self.store.write(move |tx| async move { outcomes(tx, &app, &ctx_).await }.boxed()).await?;
        if taken {
            self.defined(&ctx).await?;
        }
        Ok(())
    }
}

async fn upgrade(tx: &mut Tx, app: &App, ctx: &Ctx, chosen: Option<Vec<String>>) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    let pack = own(tx).await?;
    let sides = Sides::read(tx, &schema, pack).await?;
    let taken = taken(&sides, chosen)?;
    take(tx, app, ctx, &schema, &sides, &taken).await
}

/// Answers whether there was something to take.
async fn outcomes(tx: &mut Tx, app: &App, ctx: &Ctx) -> Result<bool, Fault> {
    let is_outcome = |key: &String| matches!(items::parts(key), Some((Kind::Outcome, _)));
    // A company without a pack, or whose pack this program hasn't, has nothing to take.
    let Ok(pack) = own(tx).await else { return Ok(false) };
    let schema = stored(tx).await?;
    let sides = Sides::read(tx, &schema, pack).await?;
    if sides.memory.as_ref().is_some_and(|memory| memory.items.keys().any(is_outcome)) {
        return Ok(false);
    }
    let mut taken = taken(&sides, None)?;
    taken.retain(is_outcome);
    take(tx, app, ctx, &schema, &sides, &taken).await?;
    Ok(!taken.is_empty())
}

async fn take(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    schema: &Schema,
    sides: &Sides,
    taken: &Taken,
) -> Result<(), Fault> {
    if taken.is_empty() {
        return Ok(());
    }
    let mut memory = sides.memory.clone().unwrap_or_else(|| first_memory(sides));
    let roles = new_roles(tx, app, ctx, sides, taken).await?;
    let schema = definitions(tx, app, ctx, schema, sides, taken, &roles).await?;
    rights(tx, ctx, &schema, sides, taken, &roles).await?;
    memory.roles.extend(roles);
    views(tx, app, ctx, &schema, sides, taken).await?;
    // With a line comes all that lies inside it.
    for (key, line) in &sides.lines {
        let with = std::iter::successors(Some(key.clone()), |key| items::around(key));
        if with.into_iter().any(|key| taken.contains(&key)) {
            memory.items.insert(key.clone(), line.clone());
        }
    }
    memory.version.clone_from(&sides.pack.version);
    memory.put(tx).await?;
    let detail = json!({"pack": sides.pack.name, "version": sides.pack.version, "items": taken});
    tx.audit(ctx.entry("pack.upgraded", None, None, &detail));
    Ok(tx.bump_rights().await?)
}

/// A company from before the memory was kept: where it differs from the pack of now, it counts as changed by its
/// administrator.
fn first_memory(sides: &Sides) -> Memory {
    let there = sides.lines.iter().filter(|(key, _)| sides.company.contains_key(*key));
    Memory {
        version: String::new(),
        items: there.map(|(key, line)| (key.clone(), line.clone())).collect(),
        roles: sides.roles.iter().map(|(name, role)| (name.clone(), role.id)).collect(),
    }
}

/// What is chosen of what is offered.
fn taken(sides: &Sides, chosen: Option<Vec<String>>) -> Result<Taken, Fault> {
    let offered: Taken =
        sides.diff().into_iter().filter(|(_, state)| *state == State::Offered).map(|(key, _)| key).collect();
    let Some(chosen) = chosen else { return Ok(offered) };
    let strange = chosen.iter().filter(|key| !offered.contains(*key));
    let faults: Vec<FieldFault> =
        strange.map(|key| FieldFault::property("items", Code::UnknownOption).with("value", key)).collect();
    if faults.is_empty() { Ok(chosen.into_iter().collect()) } else { Err(Fault::invalid(faults)) }
}

/// The records of the roles that are taken; answers them by the pack's names.
async fn new_roles(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    sides: &Sides,
    taken: &Taken,
) -> Result<BTreeMap<String, Uuid>, Fault> {
    let mut made = BTreeMap::new();
    for def in &sides.pack.roles {
        if !sides.roles.contains_key(&def.name) && taken.contains(&items::key(Kind::Role, &[&def.name])) {
            let values = json!({"name": def.label.get(ctx.company.settings.locale), "admin": def.admin});
            made.insert(def.name.clone(), setup::add(tx, app, ctx, "role", values).await?);
        }
    }
    Ok(made)
}

/// Objects, fields, options, rules, names and what makes duplicates. Answers the definitions as they are then.
async fn definitions(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    stored: &Schema,
    sides: &Sides,
    taken: &Taken,
    roles: &BTreeMap<String, Uuid>,
) -> Result<Schema, Fault> {
    let mut of: BTreeMap<&str, Vec<(Kind, Vec<&str>)>> = BTreeMap::new();
    for (kind, parts) in taken.iter().filter_map(|key| items::parts(key)) {
        if kind.is_definition() {
            of.entry(parts[0]).or_default().push((kind, parts));
        }
    }
    let role = |name: &str| sides.roles.get(name).map(|role| role.id).or_else(|| roles.get(name).copied());
    let mut changed = Vec::new();
    for (name, lines) in of {
        let offered = object(&sides.schema, name)?;
        let old = stored.object(name);
        let (new, left_out) = match old {
            Some(old) => (merged(tx, old, offered, &lines).await?, Vec::new()),
            None => setup::with_ids(offered, role),
        };
        changed.push((old, new, left_out));
    }
    // Objects that are taken together may point to each other.
    let known = stored.objects().filter(|object| !changed.iter().any(|(_, new, _)| new.name == object.name));
    let all =
        known.map(|object| ObjectDef::clone(object)).chain(changed.iter().map(|(_, new, _)| new.clone()));
    let schema = Schema::new(stored.version, all);
    for (old, new, left_out) in changed {
        let action = if old.is_some() { "object.changed" } else { "object.created" };
        let mut detail = json!({"pack": sides.pack.name, "version": sides.pack.version});
        if !left_out.is_empty() {
            detail["layouts_without_roles"] = json!(left_out);
        }
        rules_hold(&schema, &new.name, taken)?;
        let computed = new.fields.iter().enumerate().filter(|(_, field)| field.computed.is_some());
        let fresh: Vec<usize> = computed
            .filter(|(_, field)| old.is_some_and(|old| !old.has(&field.name)))
            .map(|(at, _)| at)
            .collect();
        save(tx, ctx, &schema, old.map(AsRef::as_ref), new.clone(), Deed { action, detail }).await?;
        for at in fresh {
            job::ask_all(tx, app, &new, at).await?;
        }
    }
    Ok(schema)
}

/// Refuses rules that ask for what is left out.
fn rules_hold(schema: &Schema, name: &str, taken: &Taken) -> Result<(), Fault> {
    let object = object(schema, name)?;
    let rules = |name: &str| taken.contains(&items::key(Kind::Rules, &[&object.name, name]));
    let fields = object.fields.iter().filter(|field| rules(&field.name));
    refuse(fields.flat_map(|field| rule_faults(field, object, schema)).collect())
}

/// The company's object with these lines of the pack's.
async fn merged(
    tx: &mut Tx,
    old: &ObjectDef,
    offered: &ObjectDef,
    lines: &[(Kind, Vec<&str>)],
) -> Result<ObjectDef, Fault> {
    let mut table = tx.catalog().await?.remove(&old.table).unwrap_or_default();
    let mut new = old.clone();
    for (kind, parts) in lines {
        match (kind, parts.as_slice()) {
            (Kind::Object, _) => {
                new.label = offered.label.clone();
                new.plural = offered.plural.clone();
            }
            (Kind::Duplicates, _) => new.duplicates = duplicates(&new, offered),
            (Kind::Field, [_, name]) => {
                let Some(field) = offered.field(name) else { continue };
                match new.position(name) {
                    Some(at) => new.fields[at].label = field.label.clone(),
                    None => {
                        let mut field = field.clone();
                        take_column(&mut field, &new, &mut table)?;
                        new = with_field(&new, field);
                    }
                }
            }
            (Kind::Choice, [_, within, name]) => {
                let option = offered.field(within).and_then(|field| field.option(name));
                let (Some(option), Some(at)) = (option, new.position(within)) else { continue };
                let options = &mut new.fields[at].options;
                match options.iter_mut().find(|known| known.name == *name) {
                    Some(known) => known.label = option.label.clone(),
                    None => options.push(option.clone()),
                }
            }
            (Kind::Outcome, [_, within, name]) => {
                let option = offered.field(within).and_then(|field| field.option(name));
                let (Some(option), Some(at)) = (option, new.position(within)) else { continue };
                let mut known = new.fields[at].options.iter_mut();
                if let Some(known) = known.find(|known| known.name == *name) {
                    known.outcome = option.outcome;
                }
            }
            (Kind::Rules, [_, name]) => {
                if let (Some(field), Some(at)) = (offered.field(name), new.position(name)) {
                    new.fields[at].rules = field.rules.clone();
                }
            }
            _ => {}
        }
    }
    Ok(new)
}

/// What makes duplicates by the pack, without what the company has in fields of other kinds.
fn duplicates(company: &ObjectDef, offered: &ObjectDef) -> Option<Duplicates> {
    let mut duplicates = offered.duplicates.clone()?;
    let kind = |object: &ObjectDef, name: &str| object.field(name).map(|field| field.kind);
    duplicates
        .keys
        .retain(|key| kind(company, &key.field).is_none_or(|known| Some(known) == kind(offered, &key.field)));
    Some(duplicates)
}

/// Roles, and what they grant and keep back.
async fn rights(
    tx: &mut Tx,
    ctx: &Ctx,
    schema: &Schema,
    sides: &Sides,
    taken: &Taken,
    new: &BTreeMap<String, Uuid>,
) -> Result<(), Fault> {
    let mut of: BTreeMap<&str, Vec<(Kind, Vec<&str>)>> = BTreeMap::new();
    for (kind, parts) in taken.iter().filter_map(|key| items::parts(key)) {
        if matches!(kind, Kind::Role | Kind::Grants | Kind::Grant | Kind::Right) {
            of.entry(parts[0]).or_default().push((kind, parts));
        }
    }
    for (name, lines) in of {
        let def = sides.pack.roles.iter().find(|role| role.name == name);
        let def = def.ok_or_else(|| Fault::new(Code::NotFound))?;
        let offered = setup::role(def)?;
        let known = sides.roles.get(name);
        let (role, action) = match (known, new.get(name)) {
            (Some(known), _) => (with_rights(known.clone(), &offered, &lines), "role.changed"),
            (None, Some(id)) => (Role { id: *id, ..offered }, "role.created"),
            (None, None) => continue,
        };
        // A right on an object or a field that was left out goes nowhere.
        role.check(schema)?;
        let faults = sharing::hidden_by(&ctx.company, known, &role.fields);
        crate::records::check::refuse(faults)?;
        roles::put(tx, ctx, &role, action).await?;
    }
    Ok(())
}

/// The company's role with these lines of the pack's.
fn with_rights(mut role: Role, offered: &Role, lines: &[(Kind, Vec<&str>)]) -> Role {
    for (kind, parts) in lines {
        match (kind, parts.as_slice()) {
            (Kind::Grants, [_, object]) => {
                let row = offered.grants.get(*object).cloned().unwrap_or_default();
                role.grants.insert((*object).to_owned(), row);
            }
            (Kind::Grant, [_, object, action]) => {
                let rows = offered.grants.get(*object).into_iter().flatten();
                let given = rows.filter(|(known, _)| known.name() == *action);
                let given: Vec<_> = given.map(|(action, scope)| (*action, scope.clone())).collect();
                role.grants.entry((*object).to_owned()).or_default().extend(given);
            }
            (Kind::Right, [_, object, field]) => {
                if let Some(right) = offered.fields.get(*object).and_then(|row| row.get(*field)) {
                    role.fields.entry((*object).to_owned()).or_default().insert((*field).to_owned(), *right);
                }
            }
            _ => {}
        }
    }
    role
}

async fn views(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    schema: &Schema,
    sides: &Sides,
    taken: &Taken,
) -> Result<(), Fault> {
    for (object, defs) in &sides.pack.views {
        for def in defs {
            if !taken.contains(&items::key(Kind::View, &[object, &def.label.zh])) {
                continue;
            }
            self::object(schema, object)?;
            let doc = ViewDoc::of_pack(def);
            crate::views::whole::put(tx, ctx, &setup::view(app, ctx, object, &doc), &doc, true).await?;
        }
    }
    Ok(())
}
