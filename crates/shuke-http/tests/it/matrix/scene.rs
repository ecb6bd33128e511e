//! Five people in three departments, each with one record of each object, and one reader whose role changes.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::{Actor, LOGIN, PASSWORD, TestApp, TestDb};

/// Two objects of the standard pack and one that an administrator added.
pub(super) const OBJECTS: [&str; 3] = ["lead", "account", "x_thing"];
/// Who owns records. The reader is Li: Wang sits beside her, Qian reports to her from the department below, Sun
/// reports to her from elsewhere, and Zhao has nothing to do with her.
pub(super) const PEOPLE: [&str; 5] = ["li", "wang", "qian", "sun", "zhao"];

pub(super) struct Scene {
    pub(super) app: TestApp,
    pub(super) admin: Actor,
    pub(super) li: Actor,
    pub(super) ids: BTreeMap<&'static str, Uuid>,
    /// Object and owner → record.
    pub(super) records: BTreeMap<(&'static str, &'static str), Uuid>,
    /// Object and owner → the file that the record's hidden field holds, and that of the open one.
    pub(super) files: BTreeMap<(&'static str, &'static str), [String; 2]>,
    /// Object and owner → what the owner has said about the record to the reader.
    pub(super) comments: BTreeMap<(&'static str, &'static str), String>,
    role: Uuid,
    other: Uuid,
}

/// The name of a record, found in no other text.
pub(super) fn mark(object: &str, owner: &str) -> String {
    format!("mk{}q{owner}z", object.trim_start_matches("x_"))
}

/// The owners whose records of an object a text names.
pub(super) fn marks(text: &str, object: &str) -> Vec<&'static str> {
    PEOPLE.into_iter().filter(|owner| text.contains(&mark(object, owner))).collect()
}

/// Every scope, and whose records it holds for Li.
pub(super) fn scopes(scene: &Scene) -> Vec<(Json, Vec<&'static str>)> {
    vec![
        (json!("none"), vec![]),
        (json!("own"), vec!["li"]),
        (json!("own_and_below"), vec!["li", "qian", "sun"]),
        (json!("department"), vec!["li", "wang"]),
        (json!("department_and_below"), vec!["li", "wang", "qian"]),
        (json!({"departments": [scene.other]}), vec!["li", "sun", "zhao"]),
        (json!("all"), PEOPLE.to_vec()),
    ]
}

impl Scene {
    pub(super) async fn new(db: TestDb) -> Self {
        let app = TestApp::new(db).await;
        app.work();
        app.live();
        let admin = app.admin().await;
        let top = admin.create("department", json!({"name": "销售部"})).await;
        let east = admin.create("department", json!({"name": "华东", "parent": top})).await;
        let below = admin.create("department", json!({"name": "杭州", "parent": east})).await;
        let other = admin.create("department", json!({"name": "市场部"})).await;
        let role = admin.post("/roles", json!({"name": "probe", "grants": {}})).await.expect(201);
        let role = role["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        let li = app.person("li", &["probe"]).await;
        let mut ids = BTreeMap::from([("li", li.id)]);
        for name in &PEOPLE[1..] {
            ids.insert(name, app.person(name, &["sales"]).await.id);
        }
        for (name, department, superior) in [
            ("li", east, None),
            ("wang", east, None),
            ("qian", below, Some("li")),
            ("sun", other, Some("li")),
            ("zhao", other, None),
        ] {
            let change = json!({"department": department, "superior": superior.map(|name| ids[name])});
            admin.patch(&format!("/records/user/{}", ids[name]), change).await.expect(200);
        }
        let mut scene = Self {
            app,
            admin,
            li,
            ids,
            records: BTreeMap::new(),
            files: BTreeMap::new(),
            comments: BTreeMap::new(),
            role,
            other,
        };
        scene.define().await;
        scene.fill().await;
        scene
    }

    async fn define(&self) {
        let thing = json!({"name": "x_thing", "labels": {"zh-CN": "物件", "en": "Thing"}, "timeline": true});
        self.admin.post("/objects", thing).await.expect(201);
        for object in OBJECTS {
            for (name, kind) in [
                ("secret", "text"),
                ("shown", "text"),
                ("note", "text"),
                ("paper", "attachment"),
                ("open", "attachment"),
            ] {
                let field = json!({"name": name, "kind": kind, "labels": {"zh-CN": name, "en": name}});
                self.admin.post(&format!("/objects/{object}/fields"), field).await.expect(201);
            }
        }
        // What boards and calendars go by.
        let options =
            json!([{"name": "one", "labels": {"en": "One"}}, {"name": "two", "labels": {"en": "Two"}}]);
        let pick = json!({"name": "pick", "kind": "choice", "labels": {"en": "Pick"}, "options": options});
        let day = json!({"name": "day", "kind": "date", "labels": {"en": "Day"}});
        for object in OBJECTS {
            for field in [&pick, &day] {
                self.admin.post(&format!("/objects/{object}/fields"), field.clone()).await.expect(201);
            }
        }
        // One sub-table that Li's role hides, and one that it shows.
        for name in ["hid", "list"] {
            let columns = json!([{"name": "word", "kind": "text", "labels": {"en": "Word"}}]);
            let field = json!({"name": name, "kind": "lines", "labels": {"en": name}, "columns": columns});
            for object in OBJECTS {
                self.admin.post(&format!("/objects/{object}/fields"), field.clone()).await.expect(201);
            }
        }
        // Read by Li whatever her scope, so that what it points at is the only thing in question.
        let pointer = json!({"name": "x_pointer", "labels": {"zh-CN": "指针", "en": "Pointer"}});
        self.admin.post("/objects", pointer).await.expect(201);
        let to = json!({"name": "to", "kind": "reference", "target": "account", "labels": {"zh-CN": "客户", "en": "To"}});
        self.admin.post("/objects/x_pointer/fields", to).await.expect(201);
    }

    async fn fill(&mut self) {
        // Whoever is spoken to has to see the record while it is written.
        self.role(&json!({"read": "all"})).await;
        for object in OBJECTS {
            for owner in PEOPLE {
                let mut held = Vec::new();
                for kind in ["paper", "open"] {
                    let text = format!("{kind} of {}", mark(object, owner));
                    let sent = crate::files::send(&self.admin, "a.txt", text.as_bytes()).await.expect(201);
                    held.push(sent["id"].as_str().expect("an id").to_owned());
                }
                let values = json!({"name": mark(object, owner), "owner": self.ids[owner], "x_shown": "before",
                    "x_secret": format!("hush{}", mark(object, owner)), "x_paper": [held[0]], "x_open": [held[1]],
                    "x_pick": "one", "x_day": "2026-03-03",
                    "x_hid": [{"word": format!("hush{}", mark(object, owner))}], "x_list": [{"word": mark(object, owner)}]});
                let id = self.admin.create(object, values).await;
                // Something for the history.
                let change = json!({"x_secret": format!("hush2{}", mark(object, owner)), "x_shown": "after",
                    "x_hid": [{"word": format!("hush2{}", mark(object, owner))}]});
                self.admin.patch(&format!("/records/{object}/{id}"), change).await.expect(200);
                let said =
                    json!({"body": format!("said{}", mark(object, owner)), "mentions": [self.ids["li"]]});
                let said =
                    self.admin.post(&format!("/records/{object}/{id}/comments"), said).await.expect(201);
                self.comments.insert((object, owner), said["id"].as_str().expect("an id").to_owned());
                self.records.insert((object, owner), id);
                self.files.insert((object, owner), [held.remove(0), held.remove(0)]);
                if object == "account" {
                    let pointer = json!({"name": format!("to {owner}"), "x_to": id, "owner": self.ids["li"]});
                    self.admin.create("x_pointer", pointer).await;
                }
            }
        }
    }

    /// Gives Li's role these grants on every object of the matrix; the secret field is hidden, the shown one is kept.
    pub(super) async fn role(&self, grants: &Json) {
        let mut all = serde_json::Map::new();
        let mut fields = serde_json::Map::new();
        for object in OBJECTS {
            all.insert(object.to_owned(), grants.clone());
            fields.insert(
                object.to_owned(),
                json!({"x_secret": "hidden", "x_paper": "hidden", "x_hid": "hidden", "x_shown": "read"}),
            );
        }
        all.insert("x_pointer".to_owned(), json!({"read": "all"}));
        let change = json!({"grants": all, "fields": fields});
        self.admin.patch(&format!("/roles/{}", self.role), change).await.expect(200);
    }

    /// Shares the records of these owners with Li by what stands in them.
    pub(super) async fn condition(&self, object: &str, owners: &[&str]) {
        let names: Vec<String> = owners.iter().map(|owner| mark(object, owner)).collect();
        let condition = json!({"and": [
            {"field": "name", "op": "in", "value": names},
            {"field": "x_shown", "op": "ne", "value": "elsewhere"},
        ]});
        let rule = json!({"name": "by condition", "object": object, "condition": condition, "to": {"users": [self.ids["li"]]}});
        self.admin.post("/sharing-rules", rule).await.expect(201);
    }

    /// From now on, whoever acts as Li is the administrator in a browser, looking as her.
    pub(super) async fn look_as_li(&mut self) {
        let nobody = self.app.nobody().with("accept-language", "en");
        let signed_in = nobody.post("/session", json!({"login": LOGIN, "password": PASSWORD})).await;
        signed_in.expect(200);
        let cookie = signed_in.head("set-cookie").split(';').next().unwrap_or_default().to_owned();
        let boss = nobody.with("cookie", &cookie);
        boss.post("/session/view-as", json!({"user": self.ids["li"]})).await.expect(200);
        self.li = boss;
    }

    /// Takes Li into the team of somebody's record.
    pub(super) async fn seat(&self, object: &'static str, owner: &'static str) {
        let path = format!("/records/{object}/{}/team/{}", self.records[&(object, owner)], self.ids["li"]);
        self.admin.put(&path, json!({"level": "read"})).await.expect(200);
    }
}
