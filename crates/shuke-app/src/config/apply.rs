//! Carrying a plan out: all of it in one transaction, through what writes such things otherwise.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use shuke_access::SharingRule;
use shuke_base::{Code, Fault, Uuid};
use shuke_meta::{ObjectDef, Schema};
use shuke_store::Tx;
use shuke_store::system::{Lock, SavedView};

use super::compare::Comparison;
use super::items::View;
use super::names::swap;
use super::plan::Plan;
use crate::App;
use crate::arrangement::Arrangements;
use crate::auth::policy;
use crate::company::Settings;
use crate::context::Ctx;
use crate::define::whole;
use crate::views::{ViewDoc, whole as views};
use crate::{roles, settings, setup, sharing};

/// Writes everything, or nothing.
pub(super) async fn apply(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    plan: &Plan,
    told: &Comparison,
) -> Result<(), Fault> {
    tx.lock(Lock::Meta).await?;
    // What was planned on is what is there, and nobody changes it now.
    if tx.versions().await? != plan.current.company.versions {
        return Err(Fault::new(Code::ConfigChanged));
    }
    let (old, new) = (&plan.current.company, &plan.target.company);
    tx.audit(ctx.entry(
        "config.applied",
        None,
        None,
        &json!({"created": told.created, "changed": told.changed, "removed": told.removed, "state": told.state}),
    ));
    let mut ids: HashMap<Uuid, Uuid> = HashMap::new();
    for department in &plan.departments {
        let parent = department.parent.map(|parent| ids.get(&parent).copied().unwrap_or(parent));
        let values = json!({"name": department.name, "parent": parent});
        ids.insert(department.id, setup::add(tx, app, ctx, "department", values).await?);
    }
    for id in &plan.new_roles {
        let Some(role) = new.roles.get(id) else { continue };
        let words = plan.target.descriptions.get(id).cloned();
        ids.insert(*id, roles::put_whole(tx, app, ctx, true, swapped(&**role, &ids)?, words).await?);
    }
    whole::write(tx, app, ctx, &old.schema, &schema(&new.schema, &old.schema, &ids)?).await?;
    for id in &plan.changed_roles {
        let Some(role) = new.roles.get(id) else { continue };
        let words = plan.target.descriptions.get(id).cloned();
        roles::put_whole(tx, app, ctx, false, swapped(&**role, &ids)?, words).await?;
    }
    // A condition is understood for what the company is to be.
    let then = Ctx { company: Arc::clone(new), ..ctx.clone() };
    for rule in &plan.put_rules {
        let rule: SharingRule = swapped(rule, &ids)?;
        match old.sharing.iter().find(|known| known.id == rule.id) {
            Some(known) if **known == rule => {}
            Some(_) => sharing::change(tx, &then, &rule).await?,
            None => sharing::add(tx, &then, &rule).await?,
        }
    }
    for rule in old.sharing.iter().filter(|rule| !new.sharing.iter().any(|known| known.id == rule.id)) {
        sharing::remove(tx, ctx, rule.id).await?;
    }
    all_views(tx, ctx, plan, &ids).await?;
    let sets = plan.sets.clone();
    if settings::with(&old.settings, &sets) != old.settings {
        settings::write(tx, ctx, sets).await?;
    }
    // Where none are stored they follow the zone; they are to be what was told.
    if new.settings.working != old.settings.working || new.settings.zone != old.settings.zone {
        new.settings.working.write(tx, app, ctx).await?;
    }
    if new.settings.files != old.settings.files {
        new.settings.files.write(tx, ctx).await?;
    }
    show(tx, ctx, &old.settings, &new.settings, &ids).await?;
    let after = swapped(&new.settings.policy, &ids)?;
    if after != old.settings.policy {
        policy::write(tx, ctx, &old.settings.policy, &after).await?;
    }
    Ok(())
}

/// How the program looks, and what is arranged for people.
async fn show(
    tx: &mut Tx,
    ctx: &Ctx,
    old: &Settings,
    new: &Settings,
    ids: &HashMap<Uuid, Uuid>,
) -> Result<(), Fault> {
    if new.look != old.look {
        new.look.write(tx, ctx).await?;
    }
    arrange(tx, ctx, &old.arrangements, &swapped(&new.arrangements, ids)?).await
}

/// What is arranged for everyone and for roles; the audit log is told of each that changes.
async fn arrange(tx: &mut Tx, ctx: &Ctx, old: &Arrangements, new: &Arrangements) -> Result<(), Fault> {
    if old == new {
        return Ok(());
    }
    let roles = old.roles.iter().chain(&new.roles).map(|it| Some(it.role));
    let mut all: Vec<Option<Uuid>> = std::iter::once(None).chain(roles).collect();
    all.sort_unstable();
    all.dedup();
    for role in all {
        if old.of(role) != new.of(role) {
            Arrangements::audit(tx, ctx, role, &new.of(role));
        }
    }
    new.write(tx).await
}

async fn all_views(tx: &mut Tx, ctx: &Ctx, plan: &Plan, ids: &HashMap<Uuid, Uuid>) -> Result<(), Fault> {
    for view in &plan.current.views {
        if !plan.target.views.iter().any(|known| known.stored.id == view.stored.id) {
            views::remove(tx, ctx, &view.stored, &view.doc).await?;
        }
    }
    for View { stored, doc, .. } in &plan.put_views {
        let known = plan.current.views.iter().find(|view| view.stored.id == stored.id);
        let doc: ViewDoc = swapped(doc, ids)?;
        if known.is_some_and(|known| known.doc == doc && known.stored.audience == stored.audience) {
            continue;
        }
        let stored = SavedView { doc: doc.text(), ..stored.clone() };
        views::put(tx, ctx, &stored, &doc, known.is_none()).await?;
    }
    for (object, choice) in &plan.choices {
        if plan.current.choices.get(object) != Some(choice) {
            views::arrange(tx, ctx, object, choice).await?;
        }
    }
    Ok(())
}

/// The same with the ids of records that were made just now.
fn swapped<T: Serialize + DeserializeOwned>(value: &T, ids: &HashMap<Uuid, Uuid>) -> Result<T, Fault> {
    let broken = |error: serde_json::Error| {
        tracing::error!(%error, "a definition can't be read back");
        Fault::new(Code::Internal)
    };
    let mut json = serde_json::to_value(value).map_err(broken)?;
    swap(&mut json, ids);
    serde_json::from_value(json).map_err(broken)
}

fn schema(new: &Schema, old: &Schema, ids: &HashMap<Uuid, Uuid>) -> Result<Schema, Fault> {
    if ids.is_empty() {
        return Ok(new.clone());
    }
    let mut objects = Vec::new();
    for object in new.objects() {
        let same = old.object(&object.name).is_some_and(|old| Arc::ptr_eq(old, object) || old == object);
        let object: ObjectDef = if same { ObjectDef::clone(object) } else { swapped(&**object, ids)? };
        objects.push(object);
    }
    Ok(Schema::new(new.version, objects))
}
