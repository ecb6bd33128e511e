//! People and how they sign in: administrators only.
//!
//! A person is a record of the object `user`, written the way all records are; login, password and roles go along in
//! the same transaction.

use std::collections::HashSet;
use std::sync::Arc;

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Moment, Text, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::records::Record;
use shuke_store::system::Lock;
use shuke_store::{Conn, Tx};

use crate::App;
use crate::auth;
use crate::auth::policy::Must;
use crate::auth::sessions::sign_out;
use crate::company::Company;
use crate::context::Ctx;
use crate::input::Input;
use crate::load::everything;
use crate::records::draft::Values;
use crate::records::{all_fields, change, check, create, draft, people, value_of};
use crate::roles::{RoleRef, role_refs};

/// A reference as callers read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ref {
    /// Id.
    pub id: Uuid,
    /// Object.
    pub object: &'static str,
    /// Name.
    pub name: String,
}

impl Ref {
    /// The person or department that a value points to.
    #[must_use]
    pub fn of(company: &Company, object: &'static str, value: &Value) -> Option<Self> {
        let id = value.as_id()?;
        let name = company.names.get(&id).map(|name| name.to_string()).unwrap_or_default();
        Some(Self { id, object, name })
    }
}

/// A person.
#[derive(Debug, Clone, Serialize)]
pub struct UserView {
    /// Id.
    pub id: Uuid,
    /// What one signs in with.
    pub login: String,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Whether the person may sign in.
    pub active: bool,
    /// Department.
    pub department: Option<Ref>,
    /// What the person does in the company.
    pub post: Option<String>,
    /// Direct superior.
    pub superior: Option<Ref>,
    /// Roles.
    pub roles: Vec<RoleRef>,
    /// The last time.
    pub last_sign_in_at: Option<Moment>,
    /// Locked out at this moment after too many failures.
    pub locked: bool,
    /// Asked for a second factor at sign-in.
    pub second_factor: bool,
    /// Has to change the password before anything else.
    pub must_change_password: bool,
}

/// All people.
#[derive(Debug, Clone, Serialize)]
pub struct UsersView {
    /// In the order in which they came.
    pub items: Vec<UserView>,
}

/// The object that people are records of.
pub(crate) fn user_object(ctx: &Ctx) -> Result<Arc<ObjectDef>, Fault> {
    let object = ctx.company.schema.object("user").cloned();
    object.ok_or_else(|| Fault::new(Code::UnknownObject).with("name", "user"))
}

fn show(ctx: &Ctx, company: &Company, object: &ObjectDef, record: &Record, locked: bool) -> UserView {
    let text = |name: &str| value_of(object, record, name).as_text().map(str::to_owned);
    UserView {
        id: record.id,
        login: text("login").unwrap_or_default(),
        name: text("name").unwrap_or_default(),
        email: text("email"),
        mobile: text("mobile"),
        active: value_of(object, record, "active").as_bool().unwrap_or(true),
        department: Ref::of(company, "department", value_of(object, record, "department")),
        post: text("post"),
        superior: Ref::of(company, "user", value_of(object, record, "superior")),
        roles: role_refs(company, record.id, ctx.locale),
        last_sign_in_at: value_of(object, record, "last_sign_in_at").as_time(),
        locked,
        second_factor: company.second_factors.contains(&record.id),
        must_change_password: company.musts.get(&record.id) == Some(&Must::ChangePassword),
    }
}

/// What a call sets besides the fields of the record.
#[derive(Debug, Default)]
struct Account {
    password: Option<String>,
    roles: Option<Vec<Uuid>>,
    unlock: bool,
    must_change: Option<bool>,
}

impl Account {
    /// Whether the person has to change the password, when the call says anything about it: a password that somebody
    /// hands out is changed first, unless the call says otherwise.
    fn must_change(&self, ctx: &Ctx, id: Option<Uuid>) -> Option<bool> {
        let handed_out = self.password.is_some() && ctx.user.is_some() && ctx.user != id;
        self.must_change.or(handed_out.then_some(true))
    }
}

/// Properties that are no fields of the record.
const ACCOUNT: [&str; 4] = ["password", "roles", "locked", "must_change_password"];

/// Divides what is given into fields of the record and the rest, and types both. All faults are collected; `login` is
/// what the person signs in with unless another is given.
fn read(
    ctx: &Ctx,
    object: &ObjectDef,
    given: &Map<String, Json>,
    login: &str,
) -> Result<(Values, Account, Vec<FieldFault>), Fault> {
    let (rest, own): (Map<String, Json>, Map<String, Json>) =
        given.clone().into_iter().partition(|(name, _)| ACCOUNT.contains(&name.as_str()));
    let (mut values, mut faults) = (Values::new(), Vec::new());
    for (name, json) in &own {
        // One by one, so that the good ones can be checked further beside the bad ones.
        match draft::values(ctx, object, &Map::from_iter([(name.clone(), json.clone())])) {
            Ok(value) => values.extend(value),
            Err(fault) if fault.fields.is_empty() => return Err(fault),
            Err(fault) => faults.extend(fault.fields),
        }
    }
    values.sort_by_key(|(at, _)| *at);
    let mut input = Input::new(&rest, &ACCOUNT);
    let login = own.get("login").and_then(Json::as_str).unwrap_or(login);
    let least = ctx.company.settings.policy.password_min;
    let password = input.raw("password").flatten().filter(|password| !password.is_empty()).map(str::to_owned);
    if let Some(fault) =
        password.as_deref().and_then(|password| auth::weak("password", password, login, least))
    {
        input.refuse(fault);
    }
    let roles = input.ids("roles").map(Option::unwrap_or_default);
    if roles.iter().flatten().any(|id| !ctx.company.roles.contains_key(id)) {
        input.refuse(input.fault("roles", Code::UnknownReference));
    }
    let unlock = match input.flag("locked").flatten() {
        Some(true) => {
            input.refuse(FieldFault::new("locked", &Text::new("锁定", "Locked"), Code::ReadOnly));
            false
        }
        Some(false) => true,
        None => false,
    };
    let must_change = input.flag("must_change_password").flatten();
    faults.extend(input.finish());
    Ok((values, Account { password, roles, unlock, must_change }, faults))
}

/// The required fields that are missing from what is given for a new person.
fn missing(object: &ObjectDef, given: &Map<String, Json>) -> Vec<FieldFault> {
    let absent = |name: &str| given.get(name).is_none_or(|json| json.is_null() || json.as_str() == Some(""));
    let fields = object.fields.iter().filter(|field| field.required && field.default.is_none());
    let mut faults: Vec<FieldFault> = fields
        .filter(|field| absent(&field.name))
        .map(|field| FieldFault::new(&field.name, &field.label, Code::Required))
        .collect();
    if absent("password") {
        faults.push(FieldFault::new("password", &Text::new("密码", "Password"), Code::Required));
    }
    faults
}

impl App {
    /// All people.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub async fn users(&self, ctx: &Ctx) -> Result<UsersView, Fault> {
        ctx.admin()?;
        let company = self.company();
        let mut conn = self.store.read().await?;
        let locked: HashSet<Uuid> = conn.locked_out(ctx.now).await?.into_iter().collect();
        let found = everything(&mut conn, &company.schema, "user").await?;
        let items = found.iter().map(|reader| {
            let record = &reader.record;
            show(ctx, &company, &reader.object, record, locked.contains(&record.id))
        });
        Ok(UsersView { items: items.collect() })
    }

    /// Adds a person who can sign in at once.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn create_user(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<UserView, Fault> {
        ctx.admin()?;
        let object = user_object(ctx)?;
        let (values, account, mut faults) = read(ctx, &object, given, "")?;
        faults.extend(missing(&object, given));
        let row = check::Row { id: None, values: values.iter().map(|(at, value)| (*at, value)).collect() };
        faults.extend(check::rows(&mut self.store.read().await?, ctx, &object, &[row]).await?.remove(0));
        people::refuse(faults)?;
        let row = draft::row(ctx, &object, values)?;
        let hash = self.hash_password(account.password.as_deref().unwrap_or_default()).await?;
        let must_change = account.must_change(ctx, None) == Some(true);
        let (app, ctx_, object_) = (self.clone(), ctx.clone(), Arc::clone(&object));
        let record = self
            .store
            .write(move |tx| {
                async move {
                    let record = create::create_in(tx, &app, &ctx_, &object_, row).await?;
                    set_password(tx, &ctx_, &object_, &record, &hash, "password.set").await?;
                    if must_change {
                        tx.set_must_change(record.id, true).await?;
                    }
                    tx.bump_rights().await?;
                    set_roles(tx, &ctx_, record.id, account.roles.unwrap_or_default()).await?;
                    Ok::<Record, Fault>(record)
                }
                .boxed()
            })
            .await
            .map_err(taken)?;
        self.people_changed(&object).await;
        Ok(show(ctx, &self.company(), &object, &record, false))
    }

    /// Changes a person: any field, the password, the roles, whether the person may sign in, the end of a lock-out.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], [`Code::LastAdmin`], or everything that is wrong with the values.
    pub async fn change_user(
        &self,
        ctx: &Ctx,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<UserView, Fault> {
        ctx.admin()?;
        let object = user_object(ctx)?;
        let mut conn = self.store.read().await?;
        let stored = live(&mut conn, &object, id).await?;
        let login = value_of(&object, &stored, "login").as_text().unwrap_or_default();
        let (values, account, mut faults) = read(ctx, &object, given, login)?;
        let row =
            check::Row { id: Some(id), values: values.iter().map(|(at, value)| (*at, value)).collect() };
        faults.extend(check::rows(&mut conn, ctx, &object, &[row]).await?.remove(0));
        people::refuse(faults)?;
        drop(conn);
        let hash = match &account.password {
            Some(password) => Some(self.hash_password(password).await?),
            None => None,
        };
        let (app, ctx_, object_) = (self.clone(), ctx.clone(), Arc::clone(&object));
        let record = self
            .store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    let record = if values.is_empty() {
                        change::locked(tx, &object_, id).await?
                    } else {
                        change::change_in(tx, &app, &ctx_, &object_, id, values.into(), None, None).await?
                    };
                    if let Some(hash) = hash {
                        set_password(tx, &ctx_, &object_, &record, &hash, "password.reset").await?;
                        sign_out(tx, &ctx_, id, None).await?;
                    }
                    if let Some(must) = account.must_change(&ctx_, Some(id)) {
                        tx.set_must_change(id, must).await?;
                        audit(tx, &ctx_, "password.must_change", id, &json!({"must": must}));
                    }
                    tx.bump_rights().await?;
                    if account.unlock {
                        tx.clear_failures(id).await?;
                        audit(tx, &ctx_, "user.unlocked", id, &json!({}));
                    }
                    if let Some(roles) = account.roles {
                        set_roles(tx, &ctx_, id, roles).await?;
                    }
                    Ok::<Record, Fault>(record)
                }
                .boxed()
            })
            .await
            .map_err(taken)?;
        self.people_changed(&object).await;
        let locked = self.store.read().await?.locked_out(ctx.now).await?.contains(&id);
        Ok(show(ctx, &self.company(), &object, &record, locked))
    }
}

/// The refusal that these faults, of which there are some, come to.
fn refusal(faults: Vec<FieldFault>) -> Fault {
    people::refuse(faults).err().unwrap_or_else(|| Fault::new(Code::InvalidInput))
}

/// A login that was taken between the check and the write.
fn taken(fault: Fault) -> Fault {
    let login = fault.code == Code::Duplicate && fault.fields.iter().any(|field| field.field == "login");
    if login { refusal(fault.fields) } else { fault }
}

async fn live(conn: &mut Conn, object: &ObjectDef, id: Uuid) -> Result<Record, Fault> {
    let found = conn.fetch(object, &[id], &all_fields(object), false).await?.pop();
    let found = found.filter(|record| value_of(object, record, "deleted_at").is_null());
    found.ok_or_else(|| Fault::new(Code::NotFound))
}

async fn set_password(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    record: &Record,
    hash: &str,
    action: &str,
) -> Result<(), Fault> {
    let login = value_of(object, record, "login").as_text().unwrap_or_default();
    let put = tx.put_credential(record.id, login, hash, ctx.now).await;
    put.map_err(|error| people::login_taken(ctx, login, error))?;
    audit(tx, ctx, action, record.id, &json!({}));
    Ok(())
}

/// Gives a person exactly these roles; somebody has to remain who administers.
async fn set_roles(tx: &mut Tx, ctx: &Ctx, user: Uuid, mut roles: Vec<Uuid>) -> Result<(), Fault> {
    roles.sort_unstable();
    roles.dedup();
    let before = tx.roles_of(user).await?;
    if before == roles {
        return Ok(());
    }
    tx.set_roles(user, &roles).await?;
    if before.iter().any(|role| !roles.contains(role)) {
        people::somebody_administers(tx, ctx).await?;
    }
    audit(tx, ctx, "user.roles", user, &json!({"before": before, "after": roles}));
    Ok(())
}

fn audit(tx: &mut Tx, ctx: &Ctx, action: &str, user: Uuid, detail: &Json) {
    tx.audit(ctx.entry(action, Some("user"), Some(user), detail));
}
