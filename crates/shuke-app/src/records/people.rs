//! People, departments and roles decide what everybody may see, so their records follow a few rules more, by
//! whichever way they are written: a new snapshot for every process, no lock-out of the whole company, no sign-in
//! left behind.

use std::collections::BTreeSet;

use shuke_access::Role;
use shuke_base::{Code, Fault, FieldFault, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::StoreError;
use shuke_store::Tx;
use shuke_store::system::Lock;

use crate::App;
use crate::auth::sessions::sign_out;
use crate::context::Ctx;
use crate::records::check;
use crate::records::draft::Values;

const USER: &str = "user";
const DEPARTMENT: &str = "department";
const ROLE: &str = "role";

/// Fields that the snapshot of the company holds.
fn in_snapshot(object: &ObjectDef, field: &str) -> bool {
    match object.name.as_str() {
        USER => matches!(field, "name" | "superior" | "department" | "active" | "locale"),
        DEPARTMENT => matches!(field, "name" | "parent" | "head"),
        _ => false,
    }
}

pub(crate) fn is_people(object: &ObjectDef) -> bool {
    matches!(object.name.as_str(), USER | DEPARTMENT | ROLE)
}

/// Refuses writes of a role as a plain record: what it grants is no field of the record.
///
/// # Errors
/// [`Code::ManagedElsewhere`].
pub fn writable(ctx: &Ctx, object: &ObjectDef) -> Result<(), Fault> {
    if object.name == ROLE && !ctx.viewer.is_system() {
        return Err(Fault::new(Code::ManagedElsewhere).label("name", object.label.clone()));
    }
    Ok(())
}

/// Refuses to delete people, whose names stand on what they did, and departments that are not empty.
///
/// # Errors
/// [`Code::UserStays`], [`Code::DepartmentInUse`] or [`Code::ManagedElsewhere`].
pub async fn deletable(tx: &mut Tx, ctx: &Ctx, object: &ObjectDef, id: Uuid) -> Result<(), Fault> {
    writable(ctx, object)?;
    match object.name.as_str() {
        USER => Err(Fault::new(Code::UserStays)),
        DEPARTMENT => {
            for (holder, field) in [(USER, DEPARTMENT), (DEPARTMENT, "parent")] {
                let Some(holder) = ctx.company.schema.object(holder) else { continue };
                let Some(at) = holder.position(field) else { continue };
                if !tx.with_values(holder, at, &[Value::Id(id)]).await?.is_empty() {
                    return Err(Fault::new(Code::DepartmentInUse));
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Logins are kept in lower case, so that none differs from another by case alone.
pub fn settle<'a>(object: &ObjectDef, values: impl Iterator<Item = (usize, &'a mut Value)>) {
    let Some(login) = object.position("login").filter(|_| object.name == USER) else { return };
    for (_, value) in values.filter(|(at, _)| *at == login) {
        if let Value::Text(text) = value {
            *text = text.to_lowercase();
        }
    }
}

/// After records were written: every process reads people and departments anew. `fields` are those that changed; none
/// for records that came or went.
///
/// # Errors
/// The store's trouble.
pub async fn written(tx: &mut Tx, object: &ObjectDef, fields: Option<&[usize]>) -> Result<(), Fault> {
    let concerned = match fields {
        None => matches!(object.name.as_str(), USER | DEPARTMENT),
        Some(fields) => fields.iter().any(|at| in_snapshot(object, &object.fields[*at].name)),
    };
    if concerned {
        tx.bump_rights().await?;
    }
    Ok(())
}

/// What follows from a change of a person.
#[derive(Debug, Default)]
pub struct Follow {
    deactivated: bool,
    login: Option<String>,
}

impl Follow {
    /// What follows from these values, which all differ from what is stored.
    #[must_use]
    pub fn of(object: &ObjectDef, sets: &Values) -> Self {
        if object.name != USER {
            return Self::default();
        }
        let new = |name: &str| {
            let at = object.position(name)?;
            sets.iter().find(|(set, _)| *set == at).map(|(_, value)| value)
        };
        Self {
            deactivated: new("active").and_then(Value::as_bool) == Some(false),
            login: new("login").and_then(Value::as_text).map(str::to_owned),
        }
    }

    /// Carries it out: a person who is switched off is signed out everywhere, a new login is what one signs in with.
    ///
    /// # Errors
    /// [`Code::LastAdmin`] or [`Code::LoginTaken`]; the transaction is then to be rolled back.
    pub async fn carry_out(self, tx: &mut Tx, ctx: &Ctx, user: Uuid) -> Result<(), Fault> {
        if self.deactivated {
            somebody_administers(tx, ctx).await?;
            sign_out(tx, ctx, user, None).await?;
        }
        if let Some(login) = self.login {
            tx.rename_login(user, &login).await.map_err(|error| login_taken(ctx, &login, error))?;
        }
        Ok(())
    }
}

/// The refusal of a login that somebody else signs in with.
pub(crate) fn login_taken(ctx: &Ctx, login: &str, error: StoreError) -> Fault {
    if !matches!(error, StoreError::Unique(_)) {
        return Fault::from(error);
    }
    let label = ctx.company.schema.object(USER).and_then(|object| object.field("login"));
    let label = label.map(|field| field.label.clone()).unwrap_or_default();
    Fault::from(FieldFault::new("login", &label, Code::LoginTaken).with("value", login))
}

/// Refuses a transaction that leaves no active administrator: nobody could ever undo it.
///
/// # Errors
/// [`Code::LastAdmin`].
pub(crate) async fn somebody_administers(tx: &mut Tx, ctx: &Ctx) -> Result<(), Fault> {
    // Two processes that each take one of the last two would otherwise both see the other.
    tx.lock(Lock::Meta).await?;
    let Some(object) = ctx.company.schema.object(USER) else { return Ok(()) };
    let mut holders = BTreeSet::new();
    for (id, doc) in tx.role_rights().await? {
        if serde_json::from_str::<Role>(&doc).is_ok_and(|role| role.admin) {
            holders.extend(tx.holders_of(id).await?);
        }
    }
    let holders: Vec<Uuid> = holders.into_iter().collect();
    let fields: Vec<usize> =
        ["active", "deleted_at"].iter().filter_map(|name| object.position(name)).collect();
    let active = |value: &Value| matches!(value, Value::Bool(true) | Value::Null);
    let found = tx.fetch(object, &holders, &fields, false).await?;
    if found.iter().any(|record| record.values.iter().all(active)) {
        return Ok(());
    }
    Err(Fault::new(Code::LastAdmin))
}

/// A value that another record has, told as people sign in.
pub(crate) fn as_login(fault: FieldFault) -> FieldFault {
    if fault.field == "login" && fault.code == Code::Duplicate {
        return FieldFault { code: Code::LoginTaken, ..fault };
    }
    fault
}

/// Refuses with the faults of a person's values.
///
/// # Errors
/// When there are faults.
pub(crate) fn refuse(faults: Vec<FieldFault>) -> Result<(), Fault> {
    check::refuse(faults.into_iter().map(as_login).collect())
}

impl App {
    /// After a write was committed: what this process keeps in memory of people follows at once.
    pub(crate) async fn people_changed(&self, object: &ObjectDef) {
        if !is_people(object) {
            return;
        }
        self.gate.known.forget_all();
        if let Err(error) = self.refresh().await {
            tracing::warn!(%error, "the snapshot follows as soon as the database answers");
        }
    }
}
