//! Reading the snapshot of the company from the database, and noticing that it is out of date.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use shuke_access::{Action, Role, Viewer};
use shuke_access::{Department, OrgChart, Person};
use shuke_base::{Fault, Locale, Uuid, Value};
use shuke_meta::Schema;
use shuke_store::Conn;
use shuke_store::compile::{ListQuery, Sort};
use shuke_store::records::Record;
use shuke_store::system::Versions;

use crate::arrangement::Arrangements;
use crate::auth::policy;
use crate::company::{Company, Settings};
use crate::files::policy::FilePolicy;
use crate::look::Look;
use crate::records::all_fields;
use crate::work_calendar::Working;

/// Records of one object that are read in one go.
const CHUNK: usize = 1_000;

/// Every live record of an object, in the order of ids: for the small objects that a snapshot holds.
pub(crate) async fn everything(conn: &mut Conn, schema: &Schema, name: &str) -> Result<Vec<Reader>, Fault> {
    let Some(object) = schema.object(name) else { return Ok(Vec::new()) };
    let Some(field) = object.position("id") else { return Ok(Vec::new()) };
    let fields = all_fields(object);
    let sort = [Sort { field, descending: false }];
    let viewer = Viewer::system();
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let query = ListQuery {
            object,
            viewer: &viewer,
            action: Action::Read,
            fields: &fields,
            cond: None,
            sort: &sort,
            limit: CHUNK,
            cursor: cursor.as_ref(),
            deleted: false,
        };
        let page = conn.list(&query).await?;
        found.extend(page.records.into_iter().map(|record| Reader { object: Arc::clone(object), record }));
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(found),
        }
    }
}

/// A record and its object.
pub(crate) struct Reader {
    pub(crate) object: Arc<shuke_meta::ObjectDef>,
    pub(crate) record: Record,
}

impl Reader {
    pub(crate) fn value(&self, name: &str) -> &Value {
        crate::records::value_of(&self.object, &self.record, name)
    }

    fn name(&self) -> Arc<str> {
        Arc::from(self.value(&self.object.name_field).as_text().unwrap_or_default())
    }
}

fn settings(stored: &std::collections::BTreeMap<String, String>) -> Settings {
    let usual = Settings::default();
    let text = |key: &str| -> Option<String> {
        stored.get(key).and_then(|json| serde_json::from_str::<String>(json).ok())
    };
    let zone = text("company.zone").and_then(|name| name.parse().ok()).unwrap_or(usual.zone);
    Settings {
        name: text("company.name").unwrap_or(usual.name),
        locale: text("company.locale").and_then(|tag| Locale::from_header(&tag)).unwrap_or(usual.locale),
        zone,
        currency: text("company.currency").unwrap_or(usual.currency),
        export_watermark: stored.get("export.watermark").is_some_and(|json| json == "true"),
        bin_days: stored.get("bin.days").and_then(|json| json.parse().ok()),
        policy: policy::read(stored.get(policy::setting())),
        duplicates_told: stored.get("duplicates.told").is_none_or(|json| json == "true"),
        working: Working::read(stored, zone),
        push_contact: text("push.contact"),
        files: FilePolicy::stored(stored),
        look: Look::stored(stored),
        arrangements: Arrangements::stored(stored),
    }
}

impl Company {
    /// Reads all of it.
    ///
    /// # Errors
    /// When the database is away, or holds what can't be read.
    pub async fn load(conn: &mut Conn) -> Result<Self, Fault> {
        // The numbers first: a change in between leads to one more reading, never to a missed change.
        let versions = conn.versions().await?;
        let schema = conn.load_schema().await?;
        let users = everything(conn, &schema, "user").await?;
        let departments = everything(conn, &schema, "department").await?;
        let mut names: HashMap<Uuid, Arc<str>> = HashMap::new();
        names.extend(users.iter().chain(&departments).map(|reader| (reader.record.id, reader.name())));
        let chosen = |user: &Reader| user.value("locale").as_text().and_then(Locale::from_header);
        let locales =
            users.iter().filter_map(|user| chosen(user).map(|locale| (user.record.id, locale))).collect();
        let org = OrgChart::new(
            users.iter().map(|user| Person {
                id: user.record.id,
                superior: user.value("superior").as_id(),
                department: user.value("department").as_id(),
                active: user.value("active").as_bool().unwrap_or(true),
            }),
            departments.iter().map(|department| Department {
                id: department.record.id,
                parent: department.value("parent").as_id(),
                head: department.value("head").as_id(),
            }),
        );
        let mut roles = HashMap::new();
        for (id, doc) in conn.role_rights().await? {
            match serde_json::from_str::<Role>(&doc) {
                Ok(role) => {
                    roles.insert(id, Arc::new(Role { id, ..role }));
                }
                Err(error) => {
                    tracing::error!(%id, %error, "the rights of a role can't be read; it grants nothing")
                }
            }
        }
        let mut user_roles: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for (user, role) in conn.user_roles().await? {
            user_roles.entry(user).or_default().push(role);
        }
        let sharing: Vec<_> =
            conn.sharing_rules().await?.iter().filter_map(crate::sharing::parse).map(Arc::new).collect();
        let settings = settings(&conn.settings().await?);
        let conditions = crate::sharing::conditions(&sharing, &schema, &org, settings.zone);
        let musts = policy::musts(conn, &settings.policy, &user_roles).await?;
        let second_factors = conn.second_factors().await?.into_iter().collect();
        Ok(Self {
            schema,
            org,
            roles,
            user_roles,
            sharing,
            conditions,
            names,
            locales,
            settings,
            musts,
            second_factors,
            versions,
            viewers: Mutex::new(HashMap::new()),
            plan: OnceLock::new(),
            rules: OnceLock::new(),
        })
    }

    /// Whether nothing of it has changed since it was read.
    #[must_use]
    pub fn fresh(&self, versions: Versions) -> bool {
        self.versions == versions
    }
}
