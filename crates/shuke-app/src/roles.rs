//! Roles: what they grant on which objects, and what they hide. Administrators only.
//!
//! A role is a record of the object `role`, for its name and history, and a document that holds the rights.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_access::{Action, DataScope, FieldRight, FieldRights, Grants, Role};
use shuke_base::{Code, Fault, FieldFault, Locale, Text, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::system::Lock;

use crate::App;
use crate::company::Company;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::draft::Values;
use crate::records::{change, check, create, draft, people};
use crate::sharing;

/// Characters of a role's name, at most.
const NAME_CHARS: usize = 100;

/// A role as it is named beside a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleRef {
    /// Id.
    pub id: Uuid,
    /// What people read.
    pub name: String,
}

/// A role.
#[derive(Debug, Clone, Serialize)]
pub struct RoleView {
    /// Id.
    pub id: Uuid,
    /// What people read, in the caller's language where it is known in several.
    pub name: String,
    /// What people read, in each language where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Labels>,
    /// Grants everything.
    pub admin: bool,
    /// Lets look at the program as somebody else who may see no more.
    pub view_as: bool,
    /// Came with the program.
    pub system: bool,
    /// What it grants on objects.
    pub grants: Grants,
    /// What it keeps back of fields.
    pub fields: FieldRights,
}

/// All roles.
#[derive(Debug, Clone, Serialize)]
pub struct RolesView {
    /// In the order in which they came.
    pub items: Vec<RoleView>,
}

/// A text in both languages, as callers read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// Chinese.
    #[serde(rename = "zh-CN")]
    pub zh: String,
    /// English.
    pub en: String,
}

impl From<&Text> for Labels {
    fn from(text: &Text) -> Self {
        Self { zh: text.zh.clone(), en: text.en.clone() }
    }
}

/// What people call a role.
pub(crate) fn title(role: &Role, locale: Locale) -> String {
    if role.label.is_empty() { role.name.clone() } else { role.label.get(locale).to_owned() }
}

/// The roles of a person, by name.
pub(crate) fn role_refs(company: &Company, user: Uuid, locale: Locale) -> Vec<RoleRef> {
    let ids = company.user_roles.get(&user).map_or(&[][..], Vec::as_slice);
    let roles = ids.iter().filter_map(|id| company.roles.get(id));
    roles.map(|role| RoleRef { id: role.id, name: title(role, locale) }).collect()
}

fn show(role: &Role, locale: Locale) -> RoleView {
    RoleView {
        id: role.id,
        name: title(role, locale),
        labels: Some(&role.label).filter(|label| !label.is_empty()).map(Labels::from),
        admin: role.admin,
        view_as: role.view_as,
        system: role.system,
        grants: role.grants.clone(),
        fields: role.fields.clone(),
    }
}

/// What may be given.
const KNOWN: [&str; 7] = ["name", "labels", "description", "admin", "view_as", "grants", "fields"];

/// What a call sets of a role.
#[derive(Debug, Default)]
struct Given {
    name: Option<String>,
    label: Option<Text>,
    description: Option<Value>,
    admin: Option<bool>,
    view_as: Option<bool>,
    grants: Option<Grants>,
    fields: Option<FieldRights>,
}

/// Reads what is given for `role`, a new one or one as it is stored. Every fault is told at once.
fn read(ctx: &Ctx, given: &Map<String, Json>, role: &Role) -> Result<Given, Fault> {
    let mut input = Input::new(given, &KNOWN);
    let new = role.id.is_nil();
    let name = input.text("name");
    if name == Some(None) || (new && !input.has("name")) {
        input.refuse(input.fault("name", Code::Required));
    }
    let name = name.flatten().filter(|name| new || *name != title(role, ctx.locale));
    if let Some(name) = &name {
        let length = name.chars().count();
        if length > NAME_CHARS {
            input.refuse(input.fault("name", Code::TooLong).with("max", NAME_CHARS).with("actual", length));
        }
        let taken = |other: &&Arc<Role>| other.id != role.id && title(other, ctx.locale) == *name;
        if ctx.company.roles.values().find(taken).is_some() {
            input.refuse(input.fault("name", Code::Duplicate).with("value", name));
        }
    }
    let label = input.labels("labels").map(Option::unwrap_or_default);
    let description = input.text("description").map(|text| text.map_or(Value::Null, Value::Text));
    let admin = input.flag("admin").flatten();
    let view_as = input.flag("view_as").flatten();
    if role.system && admin.is_some_and(|admin| admin != role.admin) {
        input.refuse(input.fault("admin", Code::ReadOnly));
    }
    let grants = input.map("grants").map(|map| grants(ctx, &mut input, map));
    let fields = input.map("fields").map(|map| field_rights(&mut input, map));
    let mut faults = input.finish();
    let whole = Role {
        grants: grants.clone().unwrap_or_default(),
        fields: fields.clone().unwrap_or_default(),
        ..Role::default()
    };
    if let Err(fault) = whole.check(&ctx.company.schema) {
        faults.extend(fault.fields);
    }
    faults.extend(sharing::hidden_by(&ctx.company, Some(role), &whole.fields));
    check::refuse(faults)?;
    Ok(Given { name, label, description, admin, view_as, grants, fields })
}

/// What is expected of a grant that [`grantable`] refuses.
const WHOLE: (&str, &str) = ("none 或 all", "none or all");

/// Whether the action can be granted so far. An object is one thing: all of it is designed or nothing.
fn grantable(action: Action, scope: &DataScope) -> bool {
    action != Action::Define || matches!(scope, DataScope::None | DataScope::All)
}

fn grants(ctx: &Ctx, input: &mut Input<'_>, given: Option<&Map<String, Json>>) -> Grants {
    let mut grants = Grants::new();
    for (object, actions) in given.into_iter().flatten() {
        let path = format!("grants.{object}");
        let Some(actions) = actions.as_object() else {
            input.wrong(&path, "一组权限，例如 {\"read\":\"own\"}", "grants such as {\"read\":\"own\"}");
            continue;
        };
        let mut row = BTreeMap::new();
        for (name, scope) in actions {
            let path = format!("{path}.{name}");
            let Some(action) = Action::from_name(name) else {
                input.refuse(input.fault(&path, Code::UnknownOption).with("value", name));
                continue;
            };
            match serde_json::from_value::<DataScope>(scope.clone()) {
                Ok(DataScope::Custom(ids)) if ids.iter().any(|id| ctx.company.org.department(*id).is_none()) => {
                    input.refuse(input.fault(&path, Code::UnknownReference));
                }
                Ok(scope) if !grantable(action, &scope) => input.wrong(&path, WHOLE.0, WHOLE.1),
                Ok(scope) => {
                    row.insert(action, scope);
                }
                Err(_) => input.wrong(
                    &path,
                    "none、own、own_and_below、department、department_and_below、all 或 {\"departments\":[…]}",
                    "none, own, own_and_below, department, department_and_below, all or {\"departments\":[…]}",
                ),
            }
        }
        grants.insert(object.clone(), row);
    }
    grants
}

fn field_rights(input: &mut Input<'_>, given: Option<&Map<String, Json>>) -> FieldRights {
    let mut rights = FieldRights::new();
    for (object, fields) in given.into_iter().flatten() {
        let path = format!("fields.{object}");
        let Some(fields) = fields.as_object() else {
            input.wrong(
                &path,
                "一组字段权限，例如 {\"budget\":\"read\"}",
                "rights such as {\"budget\":\"read\"}",
            );
            continue;
        };
        let mut row = BTreeMap::new();
        for (field, right) in fields {
            match serde_json::from_value::<FieldRight>(right.clone()) {
                Ok(right) => {
                    row.insert(field.clone(), right);
                }
                Err(_) => input.wrong(
                    &format!("{path}.{field}"),
                    "hidden、masked、read 或 write",
                    "hidden, masked, read or write",
                ),
            }
        }
        rights.insert(object.clone(), row);
    }
    rights
}

fn role_object(ctx: &Ctx) -> Result<Arc<ObjectDef>, Fault> {
    let object = ctx.company.schema.object("role").cloned();
    object.ok_or_else(|| Fault::new(Code::UnknownObject).with("name", "role"))
}

/// The fields of the record that follow from what is given.
fn values(object: &ObjectDef, given: &Given) -> Values {
    let text = |text: &String| Value::Text(text.clone());
    let all = [
        ("name", given.name.as_ref().map(text)),
        ("description", given.description.clone()),
        ("admin", given.admin.map(Value::Bool)),
    ];
    let mut values: Values =
        all.into_iter().filter_map(|(name, value)| Some((object.position(name)?, value?))).collect();
    values.sort_by_key(|(at, _)| *at);
    values
}

/// The role as it is after what is given. A role that is renamed is called so in every language.
fn merged(role: &Role, given: Given) -> Role {
    let mut role = role.clone();
    if let Some(name) = given.name {
        role.name = name;
        role.label = Text::default();
    }
    role.label = given.label.unwrap_or(role.label);
    role.admin = given.admin.unwrap_or(role.admin);
    role.view_as = given.view_as.unwrap_or(role.view_as);
    role.grants = given.grants.unwrap_or(role.grants);
    role.fields = given.fields.unwrap_or(role.fields);
    role
}

pub(crate) async fn put(tx: &mut Tx, ctx: &Ctx, role: &Role, action: &str) -> Result<(), Fault> {
    let doc = serde_json::to_value(role).map_err(|error| {
        tracing::error!(%error, "a role can't be written");
        Fault::new(Code::Internal)
    })?;
    tx.put_role_rights(role.id, &doc.to_string()).await?;
    tx.audit(ctx.entry(action, Some("role"), Some(role.id), &json!({"rights": doc})));
    Ok(())
}

/// What is wrong with a role that is given as a whole, among the roles and objects of `company`.
pub(crate) fn faults(company: &Company, old: Option<&Role>, role: &Role, locale: Locale) -> Vec<FieldFault> {
    let mut faults = role.check(&company.schema).err().map(|fault| fault.fields).unwrap_or_default();
    let length = role.name.chars().count();
    if length > NAME_CHARS {
        let fault = FieldFault::property("name", Code::TooLong);
        faults.push(fault.with("max", NAME_CHARS).with("actual", length));
    }
    let mut others = company.roles.values().filter(|other| other.id != role.id);
    if others.any(|other| title(other, locale) == title(role, locale)) {
        faults.push(FieldFault::property("name", Code::Duplicate).with("value", title(role, locale)));
    }
    if old.is_some_and(|old| old.system && old.admin != role.admin) {
        faults.push(FieldFault::property("admin", Code::ReadOnly));
    }
    for (object, granted) in &role.grants {
        let wrong = granted.iter().filter(|(action, scope)| !grantable(**action, scope));
        faults.extend(wrong.map(|(action, _)| {
            let path = format!("grants.{object}.{}", action.name());
            let expected = Text::new(WHOLE.0, WHOLE.1);
            FieldFault::property(&path, Code::WrongType).label_arg("expected", expected)
        }));
    }
    faults
}

/// Writes a role that is given as a whole, a new one or one that is there; answers its id.
pub(crate) async fn put_whole(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    new: bool,
    role: Role,
    description: Option<String>,
) -> Result<Uuid, Fault> {
    let object = role_object(ctx)?;
    let name = new.then(|| title(&role, ctx.company.settings.locale));
    let Role { id, name: own, label, admin, view_as, system: _, grants, fields } = role;
    let given = Given {
        name,
        label: Some(label),
        description: Some(description.map_or(Value::Null, Value::Text)),
        admin: Some(admin),
        view_as: Some(view_as),
        grants: Some(grants),
        fields: Some(fields),
    };
    if !new {
        return change_in(tx, app, ctx, &object, id, given).await.map(|role| role.id);
    }
    let row = draft::row(ctx, &object, values(&object, &given))?;
    let made = create::insert(tx, app, ctx, &object, vec![row], None).await?;
    let id = made.first().map(|record| record.id).ok_or_else(|| Fault::new(Code::Internal))?;
    let role = Role { id, name: own, ..merged(&Role::default(), given) };
    put(tx, ctx, &role, "role.created").await?;
    Ok(id)
}

impl App {
    /// All roles.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub async fn roles(&self, ctx: &Ctx) -> Result<RolesView, Fault> {
        ctx.admin()?;
        let company = self.company();
        let mut roles: Vec<&Arc<Role>> = company.roles.values().collect();
        roles.sort_by_key(|role| role.id);
        Ok(RolesView { items: roles.into_iter().map(|role| show(role, ctx.locale)).collect() })
    }

    /// Adds a role.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn create_role(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<RoleView, Fault> {
        ctx.admin()?;
        let given = read(ctx, given, &Role::default())?;
        let object = role_object(ctx)?;
        let row = draft::row(ctx, &object, values(&object, &given))?;
        let role = merged(&Role::default(), given);
        let (app, ctx_, object_) = (self.clone(), ctx.clone(), Arc::clone(&object));
        let role = self
            .store
            .write(move |tx| {
                async move {
                    let made = create::insert(tx, &app, &ctx_, &object_, vec![row], None).await?;
                    let id =
                        made.first().map(|record| record.id).ok_or_else(|| Fault::new(Code::Internal))?;
                    let role = Role { id, ..role };
                    put(tx, &ctx_, &role, "role.created").await?;
                    Ok::<Role, Fault>(role)
                }
                .boxed()
            })
            .await?;
        self.people_changed(&object).await;
        Ok(show(&role, ctx.locale))
    }

    /// Changes a role. `grants` and `fields` are replaced as a whole where they are given.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], [`Code::LastAdmin`], or everything that is wrong with the values.
    pub async fn change_role(
        &self,
        ctx: &Ctx,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<RoleView, Fault> {
        ctx.admin()?;
        let stored = ctx.company.roles.get(&id).ok_or_else(|| Fault::new(Code::NotFound))?;
        let given = read(ctx, given, stored)?;
        let object = role_object(ctx)?;
        let (app, ctx_, object_) = (self.clone(), ctx.clone(), Arc::clone(&object));
        let role = self
            .store
            .write(move |tx| async move { change_in(tx, &app, &ctx_, &object_, id, given).await }.boxed())
            .await?;
        self.people_changed(&object).await;
        Ok(show(&role, ctx.locale))
    }
}

async fn change_in(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    id: Uuid,
    given: Given,
) -> Result<Role, Fault> {
    tx.lock(Lock::Meta).await?;
    // What is stored at this moment, not what the caller saw: what is not given stays as somebody else has just set it.
    let doc = tx.role_rights().await?.into_iter().find(|(role, _)| *role == id).map(|(_, doc)| doc);
    let doc = doc.ok_or_else(|| Fault::new(Code::NotFound))?;
    let stored: Role = serde_json::from_str(&doc).map_err(|error| {
        tracing::error!(%error, %id, "the rights of a role can't be read");
        Fault::new(Code::Internal)
    })?;
    let record = change::locked(tx, object, id).await?;
    let sets: Values =
        values(object, &given).into_iter().filter(|(at, value)| record.values[*at] != *value).collect();
    let role = merged(&Role { id, ..stored.clone() }, given);
    if !sets.is_empty() {
        change::write(tx, app, ctx, object, record, sets, None).await?;
    }
    if role != stored {
        put(tx, ctx, &role, "role.changed").await?;
    }
    if stored.admin && !role.admin {
        people::somebody_administers(tx, ctx).await?;
    }
    Ok(role)
}
