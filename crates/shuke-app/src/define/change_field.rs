//! Changing a field that exists. Its name and kind stay; what the program counts on stays, too.

use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Text};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema, check};
use shuke_store::Tx;

use super::columns;
use super::computed;
use super::field::{default_points, no_field, shown};
use super::impact;
use super::options;
use super::read::{self, FIELD, as_sent};
use super::rules;
use super::view::FieldView;
use super::write::{Deed, object, refuse, save, stored};
use crate::App;
use crate::computed::job;
use crate::context::Ctx;
use crate::input::Input;
use crate::keys;

/// Objects whose own fields the program reads by itself.
const KEPT: [&str; 3] = ["user", "department", "role"];

/// What a field can't become: name, kind, places and target are fixed once there are values.
pub(super) fn fixed(input: &mut Input<'_>, field: &FieldDef) {
    if input.text("name").flatten().is_some_and(|name| name != field.name) {
        input.refuse(input.fault("name", Code::ReadOnly));
    }
    let computed = field.computed.as_ref().map(computed::by);
    if input
        .text("kind")
        .flatten()
        .is_some_and(|kind| kind != field.kind.name() && computed != Some(kind.as_str()))
    {
        input.refuse(input.fault("kind", Code::KindFixed));
    }
    let has_places = matches!(field.kind, FieldKind::Decimal | FieldKind::Money | FieldKind::Percent);
    if read::scale(input).is_some_and(|scale| !has_places || scale != field.places()) {
        input.refuse(input.fault("scale", Code::KindFixed));
    }
    if input.text("target").flatten().is_some_and(|target| field.points_to() != Some(target.as_str())) {
        input.refuse(input.fault("target", Code::KindFixed));
    }
}

/// Refuses what would change more than the wording of a field that the program itself counts on.
pub(super) fn kept(object: &ObjectDef, old: &FieldDef, new: &FieldDef) -> Vec<FieldFault> {
    if !(old.system || (KEPT.contains(&object.name.as_str()) && !old.custom)) {
        return Vec::new();
    }
    let touched = [
        ("required", old.required != new.required),
        ("unique", old.unique != new.unique),
        ("sensitive", old.sensitive != new.sensitive),
        ("default", old.default != new.default),
        ("max_length", old.max_length != new.max_length && new.max_length != Some(old.characters())),
        ("min", old.min != new.min),
        ("max", old.max != new.max),
        ("format", old.format != new.format),
        ("options", old.options != new.options),
        ("pattern", old.pattern != new.pattern),
        ("visible_when", old.rules.visible_when != new.rules.visible_when),
        ("required_when", old.rules.required_when != new.rules.required_when),
        ("read_only_when", old.rules.read_only_when != new.rules.read_only_when),
    ];
    touched
        .into_iter()
        .filter(|(_, touched)| *touched)
        .map(|(name, _)| FieldFault::property(name, Code::ReadOnly))
        .collect()
}

impl App {
    /// Changes labels, help, rules, limits, default or options of a field. An option that is left out is retired when
    /// a record holds it.
    ///
    /// # Errors
    /// [`Code::MissingRight`], [`Code::UnknownObject`], [`Code::NotFound`], [`Code::HasDuplicates`], or everything that
    /// is wrong with the definition.
    pub async fn change_field(
        &self,
        ctx: &Ctx,
        object_name: &str,
        name: &str,
        given: &Map<String, Json>,
    ) -> Result<FieldView, Fault> {
        ctx.may_define(object_name)?;
        let (app, ctx_, given) = (self.clone(), ctx.clone(), given.clone());
        let (object_name_, name_) = (object_name.to_owned(), name.to_owned());
        self.store
            .write(move |tx| {
                async move { change(tx, &app, &ctx_, &object_name_, &name_, &given).await }.boxed()
            })
            .await?;
        let ctx = self.defined(ctx).await?;
        shown(&ctx, object_name, name)
    }
}

async fn change(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object_name: &str,
    name: &str,
    given: &Map<String, Json>,
) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    let old = object(&schema, object_name)?;
    let at = old.position(name).ok_or_else(|| no_field(name))?;
    let before = &old.fields[at];
    let mut input = Input::new(given, &FIELD);
    let mut after = before.clone();
    fixed(&mut input, before);
    read::into_field(&mut input, &mut after);
    let options = read::options(&mut input);
    let columns = columns::read(&mut input, &before.cells);
    let kind = before.computed.as_ref().map(computed::by);
    let wanted = kind.and_then(|kind| computed::wanted(&mut input, kind, before.scale));
    let percent = before.kind == shuke_meta::FieldKind::Percent;
    let wanted = wanted.map(|wanted| wanted.with_percent(percent));
    let mut faults = input.finish();
    if let Some(options) = options {
        after.options = options::merged(tx, ctx, &schema, (&old, before), options).await?;
    }
    if let Some(columns) = columns.filter(|_| faults.is_empty()) {
        faults.extend(columns::settle(&mut after, columns, &old, &schema).err().unwrap_or_default());
    }
    if let Some(wanted) = wanted.filter(|_| faults.is_empty()) {
        faults.extend(computed::settle(&mut after, &wanted, &old, &schema).err().unwrap_or_default());
        if faults.is_empty() && (after.kind, after.places()) != (before.kind, before.places()) {
            faults.push(FieldFault::property(kind.unwrap_or("kind"), Code::KindFixed));
        }
    }
    if faults.is_empty() && after.default != before.default {
        faults.extend(computed::settle_default(&mut after, &old, &schema).err().unwrap_or_default());
    }
    faults.extend(kept(&old, before, &after));
    faults.extend(switched(tx, ctx, &schema, (&old, before), &mut after).await?);
    let new = replaced(&old, at, after);
    let after = &new.fields[at];
    if faults.is_empty()
        && !after.system
        && let Err(more) = check::field(after, &old, &schema)
    {
        faults = as_sent(more);
    }
    if faults.is_empty() && after.rules != before.rules {
        faults = rules::field_faults(after, &Arc::new(new.clone()), &schema);
    }
    if faults.is_empty() && after.default != before.default {
        faults = default_points(tx, ctx, &new, after).await?;
    }
    if faults.is_empty() && computed::reads_otherwise(before, after) {
        faults = computed::unseen(ctx, &new, at, &schema);
    }
    refuse(faults)?;
    if after == before {
        return Ok(());
    }
    let detail = json!({"field": name, "before": before, "after": after});
    let recompute = after.computed != before.computed || columns::recompute(&before.cells, &after.cells);
    let reseal = after.sensitive != before.sensitive;
    save(tx, ctx, &schema, Some(&old), new.clone(), Deed { action: "field.changed", detail }).await?;
    if recompute {
        job::ask_all(tx, app, &new, at).await?;
    }
    if reseal { keys::ask_object(tx, app, &new.name).await } else { Ok(()) }
}

/// What follows when a field becomes sensitive or ceases to be: its values are sealed or opened by a job, and until
/// that is done, nothing may count on either form.
async fn switched(
    tx: &mut Tx,
    ctx: &Ctx,
    schema: &Schema,
    (object, before): (&ObjectDef, &FieldDef),
    after: &mut FieldDef,
) -> Result<Vec<FieldFault>, Fault> {
    let busy = |name: &str| {
        let reason = Text::new(
            "请先单独修改“敏感字段”，等处理完成后再设为唯一",
            "switch “sensitive” by itself first, and make it unique when that is done",
        );
        vec![FieldFault::property(name, Code::InvalidDefinition).label_arg("reason", reason)]
    };
    let switched = after.sensitive != before.sensitive;
    if after.unique && !before.unique && (switched || before.sealing) {
        return Ok(busy("unique"));
    }
    if !switched {
        return Ok(Vec::new());
    }
    after.sealing = true;
    after.digests = true;
    if !after.sensitive {
        return Ok(Vec::new());
    }
    let users = impact::in_use(tx, ctx, schema, (&object.name, &before.name)).await?;
    let fault = |users| FieldFault::new("sensitive", &before.label, Code::FieldInUse).with("users", users);
    Ok(users.map(fault).into_iter().collect())
}

fn replaced(old: &Arc<ObjectDef>, at: usize, field: FieldDef) -> ObjectDef {
    let mut new = ObjectDef::clone(old);
    let name = field.name.clone();
    new.fields[at] = field;
    new.lay_out(&name);
    new
}

#[cfg(test)]
mod tests {
    use shuke_base::Text;

    use super::*;

    fn faults(given: &Json, field: &FieldDef) -> Vec<String> {
        let mut input = Input::new(given.as_object().expect("an object"), &FIELD);
        fixed(&mut input, field);
        let told = input.finish().into_iter();
        told.map(|fault| format!("{} {}", fault.field, fault.code.name())).collect()
    }

    #[test]
    fn name_kind_places_and_target_stay() {
        let money = FieldDef::new("x_price", Text::default(), FieldKind::Money);
        let same = json!({"name": "x_price", "kind": "money", "scale": 2});
        assert!(faults(&same, &money).is_empty(), "what is sent back unchanged is no change");
        let other = json!({"name": "x_cost", "kind": "text", "scale": 4, "target": "lead"});
        let told = ["name read_only", "kind kind_fixed", "scale kind_fixed", "target kind_fixed"];
        assert_eq!(faults(&other, &money), told);
        let person = FieldDef::new("x_who", Text::default(), FieldKind::User);
        assert!(faults(&json!({"target": "user"}), &person).is_empty());
    }

    #[test]
    fn what_the_program_counts_on_keeps_its_rules() {
        let mut user = ObjectDef::default();
        user.name = "user".to_owned();
        let login = FieldDef { required: true, ..FieldDef::new("login", Text::default(), FieldKind::Text) };
        let loose = FieldDef { required: false, label: Text::new("账号", ""), ..login.clone() };
        let told: Vec<String> = kept(&user, &login, &loose).into_iter().map(|fault| fault.field).collect();
        assert_eq!(told, ["required"]);
        let renamed = FieldDef { label: Text::new("账号", "Account"), ..login.clone() };
        assert!(kept(&user, &login, &renamed).is_empty());
        let own = FieldDef { custom: true, ..login.clone() };
        assert!(kept(&user, &own, &FieldDef { required: false, ..own.clone() }).is_empty());
    }
}
