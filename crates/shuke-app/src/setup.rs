//! A company's first minute: its objects, roles, settings and first administrator, all in one transaction.

mod people;

use std::sync::Arc;

use chrono::TimeDelta;
use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_access::Role;
use shuke_base::{Clock, Code, Fault, FieldFault, Ids, Locale, Moment, Uuid};
use shuke_meta::pack::{self, Pack, RoleDef};
use shuke_meta::{ObjectDef, Schema, difference};
use shuke_store::system::{AuditEntry, Lock, SavedView};
use shuke_store::{Conn, Store, Tx};

use crate::App;
use crate::auth::{self, Gate};
use crate::company::Company;
use crate::context::Ctx;
use crate::pack::Memory;
use crate::records::{create, draft};
use crate::views::{Audience, ViewDoc};
use crate::{duplicates, sample, search};

pub use people::SAMPLE_PASSWORD;

/// What a new company is made of.
#[derive(Clone)]
pub struct Init {
    /// Login of the first administrator.
    pub login: String,
    /// Password of the first administrator.
    pub password: String,
    /// Name of the first administrator; the login when absent.
    pub name: Option<String>,
    /// What the company is called.
    pub company: Option<String>,
    /// Language of the company: of people who chose none, and of what is written at set-up.
    pub locale: Locale,
    /// The pack that objects and roles come from.
    pub pack: String,
    /// With invented people and half a year of their work.
    pub sample: bool,
}

impl std::fmt::Debug for Init {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Init").field("login", &self.login).field("pack", &self.pack).finish_non_exhaustive()
    }
}

/// Passwords as they are stored; hashing takes time that no transaction should wait for.
struct Hashes {
    admin: String,
    sample: Vec<String>,
}

impl App {
    /// Whether the database holds a company.
    ///
    /// # Errors
    /// When the database is away or was never migrated.
    pub async fn is_initialised(store: &Store) -> Result<bool, Fault> {
        has_company(&mut store.read().await?).await
    }

    /// Makes a company in a migrated database and answers the program over it.
    ///
    /// # Errors
    /// [`Code::CompanyExists`], what is wrong with login, password or pack, or the store's trouble; nothing is left
    /// behind then.
    pub async fn init(store: Store, clock: Arc<dyn Clock>, ids: Ids, init: Init) -> Result<Self, Fault> {
        let pack = init.pack()?;
        Self::init_from(store, clock, ids, init, pack).await
    }

    /// The same from a pack that is given, whatever its name is.
    ///
    /// # Errors
    /// As [`App::init`].
    pub async fn init_from(
        store: Store,
        clock: Arc<dyn Clock>,
        ids: Ids,
        init: Init,
        pack: Pack,
    ) -> Result<Self, Fault> {
        init.check()?;
        if Self::is_initialised(&store).await? {
            return Err(Fault::new(Code::CompanyExists));
        }
        let hashes = hashes(&ids, &init, &pack).await?;
        let founder =
            Founder { store: store.clone(), clock: Arc::clone(&clock), ids: ids.clone(), init, pack };
        store.write(move |tx| async move { founder.found(tx, hashes).await }.boxed()).await?;
        Self::start(store, clock, ids).await
    }
}

async fn has_company(conn: &mut Conn) -> Result<bool, Fault> {
    Ok(conn.versions().await?.schema > 0)
}

impl Init {
    /// Whether a company could be made of it.
    ///
    /// # Errors
    /// What is wrong with login, password or pack.
    pub fn check(&self) -> Result<(), Fault> {
        let mut faults = Vec::new();
        if self.login.trim().is_empty() {
            faults.push(FieldFault::property("login", Code::Required));
        }
        faults.extend(auth::weak(
            "password",
            &self.password,
            &self.login,
            shuke_base::limits::PASSWORD_CHARS,
        ));
        if !pack::names().any(|name| name == self.pack) {
            faults.push(FieldFault::property("pack", Code::UnknownOption).with("value", &self.pack));
        }
        if faults.is_empty() { Ok(()) } else { Err(Fault::invalid(faults)) }
    }

    fn pack(&self) -> Result<Pack, Fault> {
        self.check()?;
        pack::load(&self.pack).map_err(|error| {
            tracing::error!(%error, "a compiled-in pack can't be read");
            Fault::new(Code::Internal)
        })
    }
}

async fn hashes(ids: &Ids, init: &Init, pack: &Pack) -> Result<Hashes, Fault> {
    let gate = Gate::default();
    let admin = gate.passwords.hash(&init.password, ids).await?;
    let mut sample = Vec::new();
    if init.sample {
        for _ in &pack.sample.users {
            sample.push(gate.passwords.hash(SAMPLE_PASSWORD, ids).await?);
        }
    }
    Ok(Hashes { admin, sample })
}

/// What the one transaction is made from.
struct Founder {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Ids,
    init: Init,
    pack: Pack,
}

impl Founder {
    /// A sample company began half a year ago, so that its records have a past. Ids follow time, so the past has a
    /// maker of its own.
    async fn found(self, tx: &mut Tx, hashes: Hashes) -> Result<(), Fault> {
        let Self { store, clock, ids, init, pack } = self;
        // Of two processes that start at once, the second waits here and is then refused.
        tx.lock(Lock::Meta).await?;
        if has_company(tx).await? {
            return Err(Fault::new(Code::CompanyExists));
        }
        let now = clock.now();
        let (began, ids) = if init.sample {
            (now - TimeDelta::days(sample::SMALL_DAYS + 1), sample::ids_of_the_past(&ids))
        } else {
            (now, ids)
        };
        objects(tx, &pack).await?;
        settings(tx, &init).await?;
        tell(tx, &init, &pack, began);
        let company = Arc::new(Company::load(tx).await?);
        let app = App::over(store, clock, ids, Arc::clone(&company));
        let ctx = Ctx::system(company, began);
        search::prepare(tx, &app).await?;
        duplicates::prepare(tx, &app).await?;
        views(tx, &app, &ctx, &pack).await?;
        let roles = roles(tx, &app, &ctx, &init, &pack.roles).await?;
        layouts(tx, &pack, &roles).await?;
        let named = roles.iter().map(|role| (role.name.clone(), role.id)).collect();
        Memory::of(&pack, named)?.put(tx).await?;
        people::administrator(tx, &app, &ctx, &init, &hashes.admin, &roles).await?;
        if init.sample {
            people::sample(tx, &app, &ctx, &pack, &hashes.sample, &roles).await?;
            let company = Arc::new(Company::load(tx).await?);
            sample::small(tx, &app, company, now).await?;
        }
        Ok(())
    }
}

async fn objects(tx: &mut Tx, pack: &Pack) -> Result<(), Fault> {
    let schema = Schema::new(0, pack.objects.iter().cloned());
    for object in schema.objects() {
        tx.apply(&difference(None, object)).await?;
        tx.save_object(object, None).await?;
    }
    Ok(())
}

/// A pack's layouts name roles; from now on they hold their ids.
async fn layouts(tx: &mut Tx, pack: &Pack, roles: &[Made]) -> Result<(), Fault> {
    let schema = tx.load_schema().await?;
    for object in pack.objects.iter().filter_map(|object| schema.object(&object.name)) {
        if object.layouts.iter().all(|layout| layout.roles.is_empty()) {
            continue;
        }
        let made = |name: &str| roles.iter().find(|made| made.name == name).map(|made| made.id);
        let (object, _) = with_ids(object, made);
        let saved = tx.save_object(&object, Some(object.version)).await?;
        saved.ok_or_else(|| Fault::new(Code::MetaChanged))?;
    }
    Ok(())
}

/// A pack's object with ids in the place of the names of roles on its layouts. A layout whose roles are all missing is left
/// out, and named: without roles it would be everybody's.
pub(crate) fn with_ids(object: &ObjectDef, id: impl Fn(&str) -> Option<Uuid>) -> (ObjectDef, Vec<String>) {
    let (mut object, mut left_out) = (object.clone(), Vec::new());
    object.layouts.retain_mut(|layout| {
        let everybody = layout.roles.is_empty();
        layout.roles = layout.roles.iter().filter_map(|name| id(name)).map(|id| id.to_string()).collect();
        let stays = everybody || !layout.roles.is_empty();
        if !stays {
            left_out.push(layout.name.clone());
        }
        stays
    });
    (object, left_out)
}

async fn views(tx: &mut Tx, app: &App, ctx: &Ctx, pack: &Pack) -> Result<(), Fault> {
    for (object, defs) in &pack.views {
        for def in defs {
            tx.add_view(&view(app, ctx, object, &ViewDoc::of_pack(def))).await?;
        }
    }
    Ok(())
}

/// A view of a pack in the form that it is kept in: for everybody, and nobody's own.
pub(crate) fn view(app: &App, ctx: &Ctx, object: &str, doc: &ViewDoc) -> SavedView {
    SavedView {
        id: app.ids.new_id(ctx.now),
        object: object.to_owned(),
        owner: None,
        audience: Audience::Everyone.name().to_owned(),
        doc: doc.text(),
        created_at: ctx.now,
        updated_at: ctx.now,
        deleted_at: None,
    }
}

/// What a company is called until somebody names it: with sample, in Chinese, in English.
const USUAL_NAMES: [&str; 3] = ["橘灯科技（示例公司）", "我的公司", "My company"];

/// Whether somebody has named the company.
pub(crate) fn is_named(name: &str) -> bool {
    !USUAL_NAMES.contains(&name)
}

async fn settings(tx: &mut Tx, init: &Init) -> Result<(), Fault> {
    let [sample, chinese, english] = USUAL_NAMES;
    let usual = match (init.sample, init.locale) {
        (true, _) => sample,
        (false, Locale::ZhCn) => chinese,
        (false, Locale::En) => english,
    };
    let name = init.company.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(usual);
    for (key, value) in [
        ("company.name", json!(name)),
        ("company.locale", json!(init.locale.tag())),
        ("company.pack", json!(init.pack)),
        ("company.sample", json!(init.sample)),
    ] {
        tx.put_setting(key, &value.to_string()).await?;
    }
    Ok(())
}

fn tell(tx: &mut Tx, init: &Init, pack: &Pack, at: Moment) {
    let detail =
        json!({"pack": pack.name, "version": pack.version, "sample": init.sample, "admin": init.login});
    tx.audit(AuditEntry {
        at,
        actor: None,
        action: "company.created".to_owned(),
        object: None,
        record_id: None,
        detail: detail.to_string(),
    });
}

/// A role of the new company: what the pack calls it, and its record.
struct Made {
    name: String,
    admin: bool,
    id: Uuid,
}

async fn roles(tx: &mut Tx, app: &App, ctx: &Ctx, init: &Init, defs: &[RoleDef]) -> Result<Vec<Made>, Fault> {
    let mut made = Vec::with_capacity(defs.len());
    for def in defs {
        let role = role(def)?;
        let id = add(tx, app, ctx, "role", json!({"name": def.label.get(init.locale), "admin": def.admin}))
            .await?;
        let doc = serde_json::to_string(&Role { id, ..role }).map_err(broken)?;
        tx.put_role_rights(id, &doc).await?;
        made.push(Made { name: def.name.clone(), admin: def.admin, id });
    }
    Ok(made)
}

/// A role of a pack in the form that it is kept in.
pub(crate) fn role(def: &RoleDef) -> Result<Role, Fault> {
    serde_json::from_value(json!({
        "name": def.name,
        "label": def.label,
        "admin": def.admin,
        "system": true,
        "grants": def.grants,
        "fields": def.fields,
    }))
    .map_err(broken)
}

fn broken(error: serde_json::Error) -> Fault {
    tracing::error!(%error, "a compiled-in role can't be read");
    Fault::new(Code::Internal)
}

/// A record, written the way everybody writes, except that what it points to was made in the same transaction and is
/// not looked for; answers its id.
pub(crate) async fn add(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &str,
    values: Json,
) -> Result<Uuid, Fault> {
    let object = ctx.object(object)?;
    let values: Map<String, Json> = match values {
        Json::Object(values) => values,
        _ => Map::new(),
    };
    let row = draft::row(ctx, &object, draft::values(ctx, &object, &values)?)?;
    let made = create::insert(tx, app, ctx, &object, vec![row], None).await?;
    made.first().map(|record| record.id).ok_or_else(|| Fault::new(Code::Internal))
}

#[cfg(test)]
mod tests {
    use shuke_meta::Layout;

    use super::*;

    #[test]
    fn layouts_of_a_pack_are_for_the_roles_that_were_made() {
        let id = Uuid::from_u128(7);
        let layout = |name: &str, roles: &[&str]| Layout {
            name: name.to_owned(),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            ..Layout::default()
        };
        let mut object = ObjectDef::default();
        object.layouts =
            vec![layout("all", &[]), layout("some", &["sales", "gone"]), layout("none", &["gone"])];
        let (made, left_out) = with_ids(&object, |name| (name == "sales").then_some(id));
        let roles: Vec<&[String]> = made.layouts.iter().map(|layout| layout.roles.as_slice()).collect();
        assert_eq!(roles, [&[][..], &[id.to_string()][..]], "nothing becomes everybody's");
        assert_eq!(left_out, ["none"]);
    }

    #[test]
    fn every_role_of_every_pack_is_understood() {
        for name in pack::names() {
            let pack = pack::load(name).expect("a compiled-in pack");
            let schema = Schema::new(0, pack.objects.iter().cloned());
            for def in &pack.roles {
                let role = role(def).unwrap_or_else(|fault| panic!("{}: {fault}", def.name));
                assert_eq!(role.grants.len(), def.grants.len());
                role.check(&schema).unwrap_or_else(|fault| panic!("{}: {fault}", def.name));
            }
        }
    }
}
