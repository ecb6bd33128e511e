//! A company with people in it, for tests of who may do what.

use serde_json::{Map, Value as Json, json};
use shuke_app::{App, Ctx, Via};
use shuke_base::{Fault, Locale, Uuid};
use shuke_testkit::TestDb;

use crate::{PASSWORD, company};

/// A company and its administrator.
pub(crate) struct Office {
    pub db: TestDb,
    pub app: App,
    pub admin: Uuid,
}

/// A JSON object as use cases take it.
pub(crate) fn map(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        other => panic!("{other} is no object"),
    }
}

/// The code of a refusal, and its fields with theirs: `invalid_input: name required, size too_big`.
pub(crate) fn told<T: std::fmt::Debug>(answer: Result<T, Fault>) -> String {
    let fault = match answer {
        Ok(value) => return format!("fine: {value:?}"),
        Err(fault) => fault,
    };
    let fields: Vec<String> =
        fault.fields.iter().map(|field| format!("{} {}", field.field, field.code.name())).collect();
    let colon = if fields.is_empty() { "" } else { ": " };
    format!("{}{colon}{}", fault.code.name(), fields.join(", "))
}

impl Office {
    pub(crate) async fn open(db: TestDb) -> Self {
        let admin = company(&db).await;
        let app = start(&db).await;
        Self { db, app, admin }
    }

    /// The program once more, over connections of its own, as another process.
    pub(crate) async fn branch(&self) -> App {
        App::start(self.db.again().await, self.db.clock.clone(), self.db.ids.clone()).await.expect("a branch")
    }

    pub(crate) fn ctx(&self, user: Uuid) -> Ctx {
        self.app.ctx(user, Locale::En, Via::Page)
    }

    pub(crate) fn boss(&self) -> Ctx {
        self.ctx(self.admin)
    }

    /// The role that the pack calls so.
    pub(crate) fn role(&self, name: &str) -> Uuid {
        let company = self.app.company();
        let role = company.roles.values().find(|role| role.name == name);
        role.unwrap_or_else(|| panic!("no role {name}")).id
    }

    /// Adds a person with the tests' password, who needn't change it.
    pub(crate) async fn hire(&self, login: &str, roles: &[&str]) -> Uuid {
        let roles: Vec<Uuid> = roles.iter().map(|name| self.role(name)).collect();
        let given = map(
            json!({"login": login, "name": login, "password": PASSWORD, "roles": roles, "must_change_password": false}),
        );
        self.app.create_user(&self.boss(), &given).await.expect("a new person").id
    }

    /// Every audit entry so far as one text.
    pub(crate) async fn audit(&self) -> String {
        let entries = self.db.store.read().await.unwrap().audits(None, 10_000).await.unwrap();
        let line = |row: &shuke_store::system::AuditRow| format!("{} {}", row.entry.action, row.entry.detail);
        entries.iter().rev().map(line).collect::<Vec<_>>().join("\n")
    }
}

pub(crate) async fn start(db: &TestDb) -> App {
    App::start(db.store.clone(), db.clock.clone(), db.ids.clone()).await.expect("the program starts")
}
