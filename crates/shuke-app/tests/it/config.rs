//! Settings as files: written, compared, applied, on both databases and across them.

use serde_json::{Map, Value as Json, json};
use shuke_app::config::{Deed, Files, Wanted};
use shuke_base::{Code, Uuid};
use shuke_testkit::{TestDb, db_test, on_both};

use crate::define::{create, field, read, tree};
use crate::office::{Office, map, told};

pub(crate) fn labels(zh: &str, en: &str) -> Json {
    json!({"zh-CN": zh, "en": en})
}

async fn define(office: &Office, object: &str, given: Map<String, Json>) {
    let name = given["name"].clone();
    let made = office.app.define_field(&office.boss(), object, &given).await;
    made.unwrap_or_else(|fault| panic!("{object}.{name}: {fault}"));
}

fn with(mut given: Map<String, Json>, more: Json) -> Map<String, Json> {
    given.extend(map(more));
    given
}

/// A look with a picture of one pixel.
fn look() -> Json {
    let logo =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    json!({"product": "星河客户", "color": "#0a7570", "logo": format!("data:image/png;base64,{logo}")})
}

/// How it looks, and what it arranges for people.
async fn dress(office: &Office) {
    let app = &office.app;
    app.change_look(&office.boss(), &map(look())).await.unwrap();
    let navigation =
        json!({"groups": [{"group": "sales", "objects": ["x_project", "lead"]}], "hidden": ["task"]});
    let views = app.views(&office.boss(), "x_project").await.unwrap();
    let view = views["items"].as_array().unwrap().iter().find(|view| view["name"] == "全部项目").unwrap();
    let people = app.views(&office.boss(), "lead").await.unwrap();
    let people = people["items"].as_array().unwrap().iter().find(|view| view["name"] == "某人的").unwrap();
    let card = |object: &str, view: &Json| json!({"kind": "view", "object": object, "id": view["id"]});
    let workbench = json!([{"kind": "today"}, card("x_project", view), card("lead", people)]);
    let everyone = json!({"navigation": navigation, "workbench": workbench});
    app.change_arrangement(&office.boss(), &map(everyone)).await.unwrap();
    let own = json!({"role": office.role("sales"), "navigation": {"groups": [], "hidden": ["x_item"]},
        "workbench": []});
    app.change_arrangement(&office.boss(), &map(own)).await.unwrap();
}

/// A company with something of everything.
async fn furnish(office: &Office) {
    let app = &office.app;
    let project = json!({"name": "project", "labels": labels("项目", "Project"), "nav": 33});
    app.define_object(&office.boss(), &map(project)).await.unwrap();
    let item = json!({"name": "item", "labels": labels("明细", "Item"), "owned": false});
    app.define_object(&office.boss(), &map(item)).await.unwrap();
    let options = json!([
        {"name": "a", "labels": labels("甲", "A"), "color": "ok"},
        {"name": "b", "labels": labels("乙", "B"), "active": false, "outcome": "failure"},
    ]);
    for (name, kind, more) in [
        ("code", "text", json!({"unique": true, "max_length": 40, "format": {"pattern": "[A-Z]\\d+"}})),
        ("story", "rich_text", json!({"helps": labels("一行\"引号\"", "a \\ stroke")})),
        ("rate", "decimal", json!({"scale": 4, "min": "0", "max": "1.5"})),
        ("fee", "money", json!({})),
        ("grade", "choice", json!({"options": options, "default": "a", "required": true})),
        ("place", "cascade", json!({"options": tree()})),
        ("starts", "date", json!({"default": {"now": true}})),
        ("stars", "rating", json!({"max": "7"})),
        ("account", "reference", json!({"target": "account"})),
        ("leads", "multi_reference", json!({"target": "lead", "max": 5})),
        ("number", "auto_number", json!({"pattern": "P{yyyyMM}-{0000}"})),
        ("secret", "text", json!({"visible_when": {"field": "x_grade", "op": "eq", "value": "a"}})),
    ] {
        define(office, "x_project", with(field(name, kind), more)).await;
    }
    define(office, "x_item", with(field("project", "reference"), json!({"target": "x_project"}))).await;
    define(office, "x_item", with(field("price", "money"), json!({"required": true}))).await;
    let total = json!({"rollup": {"object": "x_item", "via": "x_project", "fn": "sum", "field": "x_price",
        "filter": {"field": "x_price", "op": "not_empty"}}});
    define(office, "x_project", with(field("total", "rollup"), total)).await;
    let left = json!({"formula": "x_fee - x_total", "scale": 2});
    define(office, "x_project", with(field("left", "formula"), left)).await;
    define(office, "x_project", with(field("level", "lookup"), json!({"lookup": "x_account.level"}))).await;
    define(office, "lead", with(field("weight", "integer"), json!({"default": {"formula": "1 + 2"}}))).await;
    let few = json!([{"field": "x_stars", "op": "empty"}, {"field": "x_stars", "op": "lte", "value": 6}]);
    let checks = json!([{"holds": {"or": few},
        "messages": labels("最多六星", "six stars at most"), "fields": ["x_stars"]}]);
    let object = json!({"checks": checks, "list_columns": ["name", "x_code", "x_total"],
        "duplicates": {"keys": [{"field": "name", "by": "company"}], "page": "warn"}});
    app.change_object(&office.boss(), "x_project", &map(object)).await.unwrap();
    app.change_field(&office.boss(), "lead", "owner", &map(json!({"labels": labels("归属人", "Holder")})))
        .await
        .unwrap();
    let top = create(app, &office.boss(), "department", json!({"name": "总/部"})).await;
    let sales = create(app, &office.boss(), "department", json!({"name": "一部", "parent": top})).await;
    let role = json!({"name": "区域经理", "description": "管一个区", "labels": labels("区域经理", "Area manager"),
        "grants": {"lead": {"read": {"departments": [sales]}, "edit": "own"}, "x_project": {"read": "all", "create": "all"}},
        "fields": {"x_project": {"x_fee": "read", "x_secret": "hidden"}, "lead": {"mobile": "masked"}}});
    let role = app.create_role(&office.boss(), &map(role)).await.unwrap().id;
    let view = json!({"name": "本区项目", "audience": "some", "roles": [role], "departments": [sales], "group": "x_account", "sum": "x_fee",
        "columns": ["name", "x_total"], "widths": {"name": 200}, "sort": ["-x_total"], "density": "roomy",
        "filter": {"and": [{"field": "owner", "op": "eq", "value": "@me"}, {"field": "x_stars", "op": "gte", "value": 2}]}});
    let view = app.create_view(&office.boss(), "x_project", &map(view)).await.unwrap();
    let order = json!({"order": [view["id"], "all"], "default": view["id"], "for_all": true});
    app.arrange_views(&office.boss(), "x_project", &map(order)).await.unwrap();
    let all = json!({"name": "全部项目", "audience": "everyone"});
    app.create_view(&office.boss(), "x_project", &map(all)).await.unwrap();
    let mine = json!({"name": "某人的", "audience": "everyone",
        "filter": {"field": "owner", "op": "eq", "value": office.admin}});
    app.create_view(&office.boss(), "lead", &map(mine)).await.unwrap();
    let private = json!({"name": "私人视图"});
    app.create_view(&office.boss(), "lead", &map(private)).await.unwrap();
    let rule = json!({"name": "一部给经理", "object": "lead", "level": "write",
        "from": {"departments": [sales], "users": [office.admin]}, "to": {"roles": [role]}});
    app.create_sharing_rule(&office.boss(), &map(rule)).await.unwrap();
    rule_over(office, role).await;
}

/// The company's settings and its rules of sign-in.
async fn rule_over(office: &Office, role: Uuid) {
    let app = &office.app;
    let company = json!({"bin_days": 90, "zone": "Asia/Tokyo", "currency": "JPY", "export_watermark": true});
    app.change_company(&office.boss(), &map(company)).await.unwrap();
    let security = json!({"password_min": 12, "second_factor_roles": [role], "networks": ["0.0.0.0/0"]});
    let here = Some("192.0.2.7".parse().unwrap());
    app.change_security(&office.boss(), &map(security), here).await.unwrap();
}

pub(crate) async fn export(office: &Office) -> Files {
    office.app.export_config(&office.boss()).await.expect("an export").files
}

pub(crate) fn here() -> Wanted {
    Wanted { place: Some("192.0.2.7".parse().unwrap()), ..Wanted::default() }
}

async fn there_and_back(from: TestDb, to: TestDb) {
    let (from, to) = (Office::open(from).await, Office::open(to).await);
    furnish(&from).await;
    dress(&from).await;
    let files = export(&from).await;
    let whole = files.values().cloned().collect::<Vec<_>>().join("\n");
    for not_told in [from.admin.to_string().as_str(), "某人的", "私人视图", "password_hash"] {
        assert!(!whole.contains(not_told), "{not_told} is told");
    }
    for told in
        ["product = \"星河客户\"", "logo = \"data:image/png;base64,", "@role:sales", "view = \"全部项目\""]
    {
        assert!(files["settings.toml"].contains(told), "{told}: {}", files["settings.toml"]);
    }
    let same = from.app.apply_config(&from.boss(), &files, &here()).await.expect("its own export");
    assert!(same.is_empty(), "{same:#?}");
    assert_eq!(same.kept, 0);

    let before = export(&to).await;
    let seen = to.app.compare_config(&to.boss(), &files, &here()).await.expect("a comparison");
    assert!(seen.created > 20 && seen.removed == 0, "{seen:#?}");
    assert_eq!(export(&to).await, before, "a comparison changes nothing");
    let wanted = Wanted { state: Some(seen.state.clone()), ..here() };
    let done = to.app.apply_config(&to.boss(), &files, &wanted).await.expect("it applies");
    assert_eq!(done, seen);
    let after = export(&to).await;
    for (file, text) in &files {
        assert_eq!(after.get(file), Some(text), "{file}");
    }
    assert_eq!(after, files);
    let again = to.app.apply_config(&to.boss(), &files, &here()).await.expect("again");
    assert!(again.is_empty(), "{again:#?}");

    // It works as if it had been made by hand.
    let boss = to.boss();
    let account = create(&to.app, &boss, "account", json!({"name": "示例公司", "level": "key"})).await;
    let fee = json!({"amount": "100.00", "currency": "CNY"});
    let project = json!({"name": "一", "x_code": "A1", "x_fee": fee, "x_account": account});
    let project = create(&to.app, &boss, "x_project", project).await;
    let price = json!({"amount": "30.00", "currency": "CNY"});
    create(&to.app, &boss, "x_item", json!({"name": "件", "x_project": project, "x_price": price})).await;
    let read = read(&to.app, &boss, "x_project", project).await;
    assert_eq!(read["x_left"]["amount"], "70.00", "{read}");
    assert_eq!((&read["x_grade"], &read["x_number"]), (&json!("a"), &json!("P202603-0001")));
    let refused = to.app.create(&boss, "x_project", &map(json!({"name": "二", "x_stars": 7}))).await;
    assert_eq!(told(refused), "invalid_input: x_stars check_failed");
    let audit = to.audit().await;
    for entry in [
        "config.applied",
        "object.created",
        "field.created",
        "role.created",
        "sharing_rule.created",
        "view.created",
        "company.changed",
        "security.changed",
    ] {
        assert!(audit.contains(entry), "{entry}\n{audit}");
    }
    assert!(audit.contains("\"via\":\"config\""));
}

#[db_test]
async fn a_workbench_names_its_views_and_finds_them_again(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    furnish(&office).await;
    dress(&office).await;
    let files = export(&office).await;
    let stranger = edit(&files, "settings.toml", "view = \"全部项目\"", "view = \"没有的\"");
    let fault = app.compare_config(&office.boss(), &stranger, &here()).await.expect_err("no such view");
    assert_eq!(fault.fields.len(), 1, "{fault}");
    let told = &fault.fields[0];
    assert!(told.field.ends_with("arrangement.everyone.workbench[1].view"), "{}", told.field);
    assert_eq!(told.code, Code::ConfigUnknownName);

    // A view that comes with the same folder is found.
    let mut renamed = files.clone();
    let views = renamed.get_mut("views/x_project.toml").expect("the views");
    *views = views.replace("全部项目", "所有项目");
    let renamed = edit(&renamed, "settings.toml", "view = \"全部项目\"", "view = \"所有项目\"");
    app.apply_config(&office.boss(), &renamed, &here()).await.expect("it applies");
    let views = app.views(&office.boss(), "x_project").await.unwrap();
    let new = views["items"].as_array().unwrap().iter().find(|view| view["name"] == "所有项目").unwrap();
    let now = json!(app.arrangements(&office.boss()).unwrap());
    assert_eq!(now["everyone"]["workbench"][1]["id"], new["id"], "{now}");
    assert_eq!(now["roles"][0]["workbench"], json!([]));
}

#[test]
fn from_sqlite_to_postgres_all_is_the_same_to_the_byte() {
    on_both(there_and_back);
}

#[test]
fn from_postgres_to_sqlite_all_is_the_same_to_the_byte() {
    on_both(|sqlite, postgres| there_and_back(postgres, sqlite));
}

pub(crate) fn edit(files: &Files, file: &str, from: &str, to: &str) -> Files {
    let mut files = files.clone();
    let text = files.get_mut(file).unwrap_or_else(|| panic!("no {file}"));
    assert!(text.contains(from), "{from} is not in {file}:\n{text}");
    *text = text.replacen(from, to, 1);
    files
}

#[db_test]
async fn what_is_not_in_the_folder_stays_unless_it_is_pruned(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let bare = export(&office).await;
    let options =
        json!([{"name": "a", "labels": labels("甲", "A")}, {"name": "b", "labels": labels("乙", "B")}]);
    define(&office, "lead", with(field("size", "choice"), json!({"options": options}))).await;
    define(&office, "lead", field("note", "text")).await;
    app.create_view(&office.boss(), "lead", &map(json!({"name": "大的", "audience": "everyone"})))
        .await
        .unwrap();
    let rights = json!({"fields": {"lead": {"x_note": "hidden"}}});
    app.change_role(&office.boss(), office.role("sales"), &map(rights)).await.unwrap();
    let files = edit(&bare, "objects/lead.toml", "zh = \"线索\"", "zh = \"商机线索\"");
    let roles: Files =
        bare.iter().filter(|(file, _)| *file != "roles.toml").map(|(a, b)| (a.clone(), b.clone())).collect();
    let files: Files = files.into_iter().filter(|(file, _)| roles.contains_key(file)).collect();

    let seen = app.compare_config(&office.boss(), &files, &here()).await.unwrap();
    let named = |deed: Deed| -> Vec<String> {
        let changes = seen.changes.iter().filter(|change| change.deed == deed);
        changes.map(|change| change.name.clone()).collect()
    };
    assert_eq!(named(Deed::Changed), ["lead"], "{seen:#?}");
    assert_eq!(named(Deed::Kept), ["x_note", "x_size", "大的"]);
    assert_eq!(seen.changes[0].differences[0].new.as_deref(), Some("商机线索"));
    app.apply_config(&office.boss(), &files, &here()).await.unwrap();
    let lead = app.object_view(&office.boss(), "lead").unwrap();
    assert_eq!(lead.labels.zh, "商机线索");
    assert!(lead.layout.sections.iter().any(|section| section.fields.contains(&"x_note".to_owned())));

    let prune = Wanted { prune: true, ..here() };
    let gone = app.apply_config(&office.boss(), &files, &prune).await.unwrap();
    assert_eq!((gone.removed, gone.created), (3, 0), "{gone:#?}");
    assert!(gone.changes.iter().filter(|change| change.deed == Deed::Removed).all(|change| change.danger));
    assert!(app.object_view(&office.boss(), "lead").unwrap().fields.iter().all(|field| !field.custom));
    assert!(!office.audit().await.is_empty());
    assert!(app.apply_config(&office.boss(), &files, &prune).await.unwrap().is_empty());
}

#[db_test]
async fn everything_wrong_is_told_at_once_with_file_and_line(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let good = export(&office).await;
    let mut files = edit(&good, "objects/lead.toml", "max_length = 100", "max_lenght = 100");
    files = edit(&files, "objects/task.toml", "kind = \"choice\"", "kind = \"choise\"");
    files = edit(&files, "objects/product.toml", "color = \"", "color = \"un");
    files = edit(&files, "views/lead.toml", "op = \"", "op = \"un");
    files = edit(&files, "roles.toml", "name = \"sales\"\n", "name = \"sales\"\nrank = 3\n");
    files = edit(&files, "settings.toml", "password_min = 8", "password_min = 3");
    files.insert("objects/x_a.toml".to_owned(), object("x_a", "x_b", "x_other * 2"));
    files.insert("objects/x_c.toml".to_owned(), "name = \n".to_owned());
    files.insert("rolls.toml".to_owned(), String::new());
    let fault = app.compare_config(&office.boss(), &files, &here()).await.expect_err("much is wrong");
    let lines: Vec<String> =
        fault.fields.iter().map(|fault| format!("{} {}", fault.field, fault.code.name())).collect();
    let has = |file: &str, code: &str| {
        let found = lines.iter().any(|line| line.starts_with(file) && line.ends_with(code));
        assert!(found, "{file} {code}: {lines:#?}");
    };
    for (file, code) in [
        ("objects/lead.toml:", "config_unknown_property"),
        ("objects/task.toml:", "unknown_option"),
        ("objects/product.toml:", "invalid_definition"),
        ("objects/x_a.toml:", "unknown_object"),
        ("objects/x_c.toml:1", "unreadable_file"),
        ("roles.toml:", "config_unknown_property"),
        ("rolls.toml", "config_unknown_file"),
        ("settings.toml:", "too_small"),
        ("views/lead.toml:", "invalid_operator"),
    ] {
        has(file, code);
    }
    assert_eq!(export(&office).await, good);
    let mut other = good.clone();
    other.remove("config.toml");
    assert_eq!(told(app.compare_config(&office.boss(), &other, &here()).await), "config_missing");
    let newer = edit(&good, "config.toml", "format = 1", "format = 2");
    let newer = told(app.compare_config(&office.boss(), &newer, &here()).await);
    assert_eq!(newer, "invalid_input: config.toml:3 format config_format");
}

/// An object of an administrator's with a reference and a formula.
fn object(name: &str, target: &str, formula: &str) -> String {
    format!(
        "name = \"{name}\"\nlabel = {{ zh = \"甲\" }}\nname_field = \"name\"\ncustom = true\nowned = false\n\
         [[fields]]\nname = \"name\"\nlabel = {{ zh = \"名\" }}\nkind = \"text\"\n\
         [[fields]]\nname = \"x_to\"\nlabel = {{ zh = \"到\" }}\nkind = \"reference\"\ntarget = \"{target}\"\ncustom = true\n\
         [[fields]]\nname = \"x_sum\"\nlabel = {{ zh = \"和\" }}\nkind = \"decimal\"\nscale = 2\ncustom = true\n\
         computed = {{ by = \"formula\", formula = \"{formula}\" }}\n"
    )
}

#[db_test]
async fn objects_that_need_each_other_come_at_once_and_circles_never(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let mut files = Files::from([("config.toml".to_owned(), "format = 1\n".to_owned())]);
    files.insert("objects/x_a.toml".to_owned(), object("x_a", "x_b", "x_to.x_sum + 1"));
    files.insert("objects/x_b.toml".to_owned(), object("x_b", "x_a", "x_to.x_sum + 1"));
    let circle = app.apply_config(&office.boss(), &files, &here()).await.expect_err("a circle");
    assert!(circle.fields.iter().any(|fault| fault.code == Code::CircularFormula), "{circle}");
    assert!(app.company().schema.object("x_a").is_none());
    files.insert("objects/x_b.toml".to_owned(), object("x_b", "x_a", "1 + 1"));
    let done = app.apply_config(&office.boss(), &files, &here()).await.expect("no circle");
    assert_eq!(
        (done.changed, done.kept),
        (0, 0),
        "a part of a folder changes and keeps what it names: {done:#?}"
    );
    let two = create(app, &office.boss(), "x_b", json!({"name": "二"})).await;
    let one = create(app, &office.boss(), "x_a", json!({"name": "一", "x_to": two})).await;
    assert_eq!(read(app, &office.boss(), "x_a", one).await["x_sum"], "3.00");

    // Kinds stay; a value that two records have can't become unique, and then nothing at all is written.
    let kind = edit(&files, "objects/x_b.toml", "kind = \"text\"", "kind = \"phone\"");
    assert!(told(app.apply_config(&office.boss(), &kind, &here()).await).contains("kind_fixed"));
    create(app, &office.boss(), "x_b", json!({"name": "二"})).await;
    let mut unique = edit(&files, "objects/x_b.toml", "kind = \"text\"", "kind = \"text\"\nunique = true");
    unique = edit(&unique, "objects/x_a.toml", "zh = \"名\"", "zh = \"名字\"");
    let refused = told(app.apply_config(&office.boss(), &unique, &here()).await);
    assert_eq!(refused, "has_duplicates: unique has_duplicates");
    let label = |object: &str| app.object_view(&office.boss(), object).unwrap().fields[0].labels.zh.clone();
    assert_eq!(label("x_a"), "名");
}

#[db_test]
async fn administrators_alone_and_nobody_shuts_themselves_out(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let files = export(&office).await;
    let li = office.hire("li", &["sales"]).await;
    let li = office.ctx(li);
    assert_eq!(told(app.export_config(&li).await), "admin_only");
    assert_eq!(told(app.compare_config(&li, &files, &here()).await), "admin_only");
    assert_eq!(told(app.apply_config(&li, &files, &here()).await), "admin_only");
    let closed = edit(&files, "settings.toml", "networks = []", "networks = [\"10.0.0.0/8\"]");
    let closed = told(app.apply_config(&office.boss(), &closed, &here()).await);
    assert!(closed.contains("own_address_outside"), "{closed}");
    let admin = "second_factor_roles = [\"@role:administrator\"]";
    let locked = edit(&files, "settings.toml", "second_factor_roles = []", admin);
    assert_eq!(told(app.apply_config(&office.boss(), &locked, &here()).await), "own_factor_first");
    let gone =
        edit(&files, "settings.toml", "second_factor_roles = []", "second_factor_roles = [\"@role:gone\"]");
    assert!(told(app.apply_config(&office.boss(), &gone, &here()).await).contains("config_unknown_name"));
    // What was compared is what is applied.
    let other = edit(&files, "objects/lead.toml", "zh = \"线索\"", "zh = \"商机线索\"");
    let seen = app.compare_config(&office.boss(), &other, &here()).await.unwrap();
    define(&office, "lead", field("size", "text")).await;
    let stale = Wanted { state: Some(seen.state), ..here() };
    assert_eq!(told(app.apply_config(&office.boss(), &other, &stale).await), "config_changed");
}

#[db_test]
async fn a_goal_keeps_what_it_goes_by(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let bare = export(&office).await;
    define(&office, "lead", field("paid", "date")).await;
    let goal =
        json!({"name": "回款", "object": "lead", "measure": "count", "date": "x_paid", "cycle": "month"});
    app.create_goal(&office.boss(), &map(goal)).await.unwrap();
    let prune = Wanted { prune: true, ..here() };
    let refused = app.apply_config(&office.boss(), &bare, &prune).await.expect_err("a goal goes by it");
    assert!(refused.fields.iter().any(|fault| fault.code == Code::FieldInUse), "{refused}");
    assert!(refused.to_string().contains("回款"), "{refused}");
    assert!(app.company().schema.object("lead").is_some_and(|lead| lead.has("x_paid")));
}

#[db_test]
async fn a_rule_that_is_not_told_of_keeps_what_it_asks_for(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let li = office.hire("li", &["sales"]).await;
    let without = |files: &Files| -> Files {
        files
            .iter()
            .filter(|(file, _)| *file != "sharing.toml")
            .map(|(a, b)| (a.clone(), b.clone()))
            .collect()
    };
    let bare = without(&export(&office).await);
    let options =
        json!([{"name": "n", "labels": labels("北", "N")}, {"name": "s", "labels": labels("南", "S")}]);
    define(&office, "lead", with(field("zone", "choice"), json!({"options": options}))).await;
    let rule = json!({"name": "北区", "object": "lead", "to": {"users": [li]},
        "condition": {"field": "x_zone", "op": "in", "value": ["n"]}});
    let rule = app.create_sharing_rule(&office.boss(), &map(rule)).await.unwrap();
    let prune = Wanted { prune: true, ..here() };
    let refused = app.compare_config(&office.boss(), &bare, &prune).await.expect_err("a rule asks for it");
    let fault = &refused.fields[0];
    assert_eq!((refused.fields.len(), fault.code), (1, Code::FieldInUse), "{refused}");
    assert!(
        fault.field.starts_with("objects/lead.toml") && fault.field.ends_with("fields.x_zone"),
        "{refused}"
    );
    assert!(refused.to_string().contains("北区"), "{refused}");
    // Without pruning it stays.
    app.apply_config(&office.boss(), &bare, &here()).await.unwrap();

    // A role that may not see the field any more is told just so.
    let full = without(&export(&office).await);
    let at = full["roles.toml"].find("name = \"sales\"").expect("a role");
    let role = full["roles.toml"][at..].split("\n[[").next().unwrap_or_default().to_owned();
    let masked = format!("{}\nfields = {{ lead = {{ x_zone = \"masked\" }} }}\n", without_fields(&role));
    let hiding = edit(&full, "roles.toml", &role, &masked);
    let refused = app.compare_config(&office.boss(), &hiding, &here()).await.expect_err("a rule asks for it");
    assert!(refused.to_string().contains("sharing.toml 北区.condition"), "{refused}");
    app.delete_sharing_rule(&office.boss(), rule.id).await.unwrap();
    assert_eq!(app.apply_config(&office.boss(), &bare, &prune).await.expect("nobody asks").removed, 1);
}

/// A role's lines without those of its rights on fields.
fn without_fields(role: &str) -> String {
    let lines = role.lines().filter(|line| !line.starts_with("fields = "));
    lines.collect::<Vec<_>>().join("\n")
}

#[db_test]
async fn a_field_and_the_rule_that_asks_for_it_come_at_once(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let mut bare = export(&office).await;
    bare.insert("sharing.toml".to_owned(), "rules = []\n".to_owned());
    define(&office, "lead", field("zone", "text")).await;
    let rule = json!({"name": "北区", "object": "lead", "to": {"roles": [office.role("sales")]},
        "condition": {"field": "x_zone", "op": "eq", "value": "n"}});
    app.create_sharing_rule(&office.boss(), &map(rule)).await.unwrap();
    // One that names a person is no other company's.
    let own = json!({"name": "某人的", "object": "lead", "to": {"roles": [office.role("sales")]},
        "condition": {"field": "owner", "op": "in", "value": [office.admin]}});
    let own = app.create_sharing_rule(&office.boss(), &map(own)).await.unwrap();
    let told = app.export_config(&office.boss()).await.unwrap();
    assert!(told.left_out.iter().any(|name| name.contains("某人的")), "{:?}", told.left_out);
    app.delete_sharing_rule(&office.boss(), own.id).await.unwrap();
    let both = export(&office).await;
    assert!(both["sharing.toml"].contains("x_zone"), "{}", both["sharing.toml"]);
    let prune = Wanted { prune: true, ..here() };
    assert_eq!(app.apply_config(&office.boss(), &bare, &prune).await.unwrap().removed, 2);
    assert!(app.company().sharing.is_empty());
    let done = app.apply_config(&office.boss(), &both, &here()).await.expect("both come");
    assert_eq!(done.created, 2, "{done:#?}");
    let lead = app.company().schema.object("lead").cloned().expect("leads");
    assert!(lead.indexes.contains(&vec!["x_zone".to_owned(), "created_at".to_owned()]), "{:?}", lead.indexes);
    assert_eq!(app.company().conditions.len(), 1, "it is understood");
}
