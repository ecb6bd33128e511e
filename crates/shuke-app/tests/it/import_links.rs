//! Files whose rows hold several linked records: each comes to be once, rows are written as a whole, and all of it can
//! be taken back.

use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};
use shuke_app::records::list::{ListRequest, TotalMode};
use shuke_app::{App, Ctx, Via};
use shuke_base::Locale;
use shuke_testkit::{TestDb, db_test};

use crate::import::{dying, options, running, until};
use crate::office::{Office, map, told};

/// Records of an object, and those among them whose field has the value.
pub(crate) async fn count(app: &App, ctx: &Ctx, object: &str, filter: Option<Json>) -> u64 {
    let request = ListRequest { filter, limit: Some(1), total: TotalMode::Exact, ..ListRequest::default() };
    app.list(ctx, object, &request).await.unwrap().total.unwrap().value
}

pub(crate) fn is(field: &str, value: &str) -> Option<Json> {
    Some(json!({"field": field, "op": "eq", "value": value}))
}

async fn record(app: &App, ctx: &Ctx, object: &str, field: &str, value: &str) -> Json {
    let request = ListRequest { filter: is(field, value), ..ListRequest::default() };
    let items = serde_json::to_value(&app.list(ctx, object, &request).await.unwrap().items).unwrap();
    assert_eq!(items.as_array().unwrap().len(), 1, "{object} {value}: {items:#}");
    items[0].clone()
}

pub(crate) async fn upload(app: &App, ctx: &Ctx, text: &str, wanted: Json) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, text).unwrap();
    sent(app, ctx, &path, wanted).await
}

async fn sent(app: &App, ctx: &Ctx, path: &Path, wanted: Json) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    let import = app.upload_import(ctx, name, path, &options(wanted)).await.unwrap();
    import["id"].as_str().unwrap().to_owned()
}

pub(crate) async fn finish(app: &App, ctx: &Ctx, text: &str, wanted: Json) -> Json {
    let id = upload(app, ctx, text, wanted).await;
    until(app, ctx, &id, &["done"]).await
}

/// The codes of an import's faults with the columns that they name.
pub(crate) async fn faults(app: &App, ctx: &Ctx, import: &Json) -> Vec<String> {
    let id = import["id"].as_str().unwrap().parse().unwrap();
    let page = app.import_faults(ctx, id, Some(200), None).await.unwrap();
    let one = |fault: &Json| {
        let column = fault["column"].as_str().unwrap_or("-");
        format!("{} {column} {}", fault["row"], fault["code"].as_str().unwrap())
    };
    page["items"].as_array().unwrap().iter().map(one).collect()
}

fn link(import: &Json, name: &str) -> (u64, u64, u64) {
    let links = import["links"].as_array().unwrap();
    let link =
        links.iter().find(|link| link["link"] == name).unwrap_or_else(|| panic!("{name} in {import:#}"));
    let figure = |figure: &str| link[figure].as_u64().unwrap();
    (figure("inserted"), figure("found"), figure("updated"))
}

const MAPPING: [(&str, &str); 6] = [
    ("公司", "account.name"),
    ("公司电话", "account.phone"),
    ("姓名", "name"),
    ("手机", "mobile"),
    ("商机", "opportunity.name"),
    ("金额", "opportunity.amount"),
];

fn heading() -> String {
    MAPPING.map(|(heading, _)| heading).join(",")
}

fn contacts(more: Json) -> Json {
    let mapping: Map<String, Json> =
        MAPPING.iter().map(|(heading, field)| ((*heading).to_owned(), json!(field))).collect();
    let mut wanted = map(json!({"object": "contact", "mapping": mapping}));
    wanted.extend(map(more));
    Json::Object(wanted)
}

/// Rows of so many contacts at seven companies, so that each company stands in every batch.
fn rows(count: usize) -> String {
    let row = |at: usize| {
        let company = at % 7;
        format!("\n星海{company}号有限公司,0571880000{company}{company},联系{at},138{at:08},商机{at},{at}.50")
    };
    heading() + &(0..count).map(row).collect::<String>()
}

#[db_test]
async fn accounts_contacts_and_opportunities_come_from_one_file(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let there = map(json!({"name": "星海0号有限公司"}));
    app.create(&ctx, "account", &there).await.unwrap();
    let id = upload(&app, &ctx, &rows(600), contacts(json!({}))).await;
    app.check_import(&ctx, id.parse().unwrap(), &Map::new()).await.unwrap();
    let checked = until(&app, &ctx, &id, &["checked"]).await;
    assert_eq!((&checked["inserted"], &checked["failed"]), (&json!(600), &json!(0)), "{checked:#}");
    assert_eq!(link(&checked, "account"), (6, 1, 0));
    assert_eq!(link(&checked, "opportunity:contact"), (600, 0, 0));
    assert_eq!(count(&app, &ctx, "account", None).await, 1, "a dry run writes nothing");
    assert_eq!(count(&app, &ctx, "contact", None).await, 0);

    app.start_import(&ctx, id.parse().unwrap(), &Map::new()).await.unwrap();
    let done = until(&app, &ctx, &id, &["done"]).await;
    assert_eq!((&done["inserted"], &done["failed"]), (&json!(600), &json!(0)), "{done:#}");
    assert_eq!((link(&done, "account"), link(&done, "opportunity:contact")), ((6, 1, 0), (600, 0, 0)));
    assert_eq!(count(&app, &ctx, "account", None).await, 7, "each company once, over the borders of batches");
    let contact = record(&app, &ctx, "contact", "mobile", "13800000593").await;
    assert_eq!(contact["account"]["name"], "星海5号有限公司");
    let opportunity = record(&app, &ctx, "opportunity", "name", "商机593").await;
    assert_eq!(opportunity["contact"]["id"], contact["id"]);
    assert_eq!(
        opportunity["account"]["id"], contact["account"]["id"],
        "what stands beside it fills the account"
    );
    assert_eq!(opportunity["amount"]["amount"], "593.50");

    // A person goes on with one company and one opportunity: they stay, with what they refer to, and are listed.
    let third = record(&app, &ctx, "account", "name", "星海3号有限公司").await;
    let touch = |object: &'static str, id: Json, change: Json| {
        let (app, ctx) = (app.clone(), ctx.clone());
        async move {
            let id = id.as_str().unwrap().parse().unwrap();
            app.change(&ctx, object, id, &map(change), None).await.unwrap();
        }
    };
    touch("account", third["id"].clone(), json!({"phone": "0571 88001234"})).await;
    touch("opportunity", opportunity["id"].clone(), json!({"name": "谈成了"})).await;
    app.undo_import(&ctx, id.parse().unwrap()).await.unwrap();
    let undone = until(&app, &ctx, &id, &["undone"]).await;
    // Kept: the opportunity, its contact, that one's company, and the company that was changed.
    assert_eq!(undone["undone"], json!({"removed": 1202, "restored": 0, "kept": 4}));
    assert_eq!(count(&app, &ctx, "account", None).await, 3, "two kept and the one from before");
    assert_eq!(count(&app, &ctx, "contact", None).await, 1);
    assert_eq!(count(&app, &ctx, "opportunity", None).await, 1);
    let kept: Vec<String> = faults(&app, &ctx, &undone).await;
    assert_eq!(kept.len(), 4, "{kept:?}");
    worker.abort();
}

#[db_test]
async fn a_row_is_written_as_a_whole_or_not_at_all(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let code = json!({"name": "code", "kind": "text", "unique": true, "labels": {"zh-CN": "代码"}});
    app.define_field(&ctx, "account", &map(code)).await.unwrap();
    let ctx = app.ctx(ctx.user.unwrap(), Locale::ZhCn, Via::Page);
    app.create(&ctx, "account", &map(json!({"name": "老客户", "x_code": "A1"}))).await.unwrap();
    let text = "公司,代码,姓名,手机,商机,金额\n\
                甲方科技,A2,张,13800000001,商机一,10\n\
                乙方科技,A1,李,13800000002,商机二,20\n\
                丙方科技,A3,王,13800000003,商机三,很多\n\
                ,,赵,13800000004,商机四,40\n\
                丁方科技,A4,钱,13800000005,,\n\
                甲方科技,A2,孙,13800000006,商机六,60\n\
                戊方科技,A5,,13800000007,商机七,70\n";
    let mapping = json!({"公司": "account.name", "代码": "account.x_code", "姓名": "name", "手机": "mobile",
        "商机": "opportunity.name", "金额": "opportunity.amount"});
    let wanted = json!({"object": "contact", "mapping": mapping, "links": {"account": {"key": ["name"]}}});
    let id = upload(&app, &ctx, text, wanted).await;
    app.check_import(&ctx, id.parse().unwrap(), &Map::new()).await.unwrap();
    let checked = until(&app, &ctx, &id, &["checked"]).await;
    app.start_import(&ctx, id.parse().unwrap(), &Map::new()).await.unwrap();
    let done = until(&app, &ctx, &id, &["done"]).await;
    for import in [&checked, &done] {
        assert_eq!((&import["inserted"], &import["failed"]), (&json!(3), &json!(4)), "{import:#}");
        assert_eq!((link(import, "account"), link(import, "opportunity:contact")), ((2, 0, 0), (2, 0, 0)));
    }
    assert_eq!(
        faults(&app, &ctx, &done).await,
        ["3 代码 duplicate", "4 金额 invalid_number", "5 商机 required", "8 姓名 required"],
    );
    assert_eq!(count(&app, &ctx, "account", None).await, 3, "nothing of the bad rows");
    assert_eq!(count(&app, &ctx, "opportunity", None).await, 2);
    let csv = String::from_utf8(app.import_faults_csv(&ctx, id.parse().unwrap()).await.unwrap()).unwrap();
    assert!(csv.contains("客户·代码") && csv.lines().count() == 5, "{csv}");
    worker.abort();
}

/// The opportunity needs the account, which only the second of its two rows gives in a way that can be kept.
#[db_test]
async fn a_bad_row_takes_none_along_that_says_it_better(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let code = json!({"name": "code", "kind": "text", "unique": true, "labels": {"zh-CN": "代码"}});
    app.define_field(&ctx, "account", &map(code)).await.unwrap();
    let ctx = app.ctx(ctx.user.unwrap(), Locale::ZhCn, Via::Page);
    app.create(&ctx, "account", &map(json!({"name": "老客户", "x_code": "A1"}))).await.unwrap();
    let text = "公司,代码,姓名,手机,商机,金额\n\
                甲方科技,A1,张,13800000001,商机一,10\n\
                甲方科技,A2,李,13800000002,商机二,20\n";
    let mapping = json!({"公司": "account.name", "代码": "account.x_code", "姓名": "name", "手机": "mobile",
        "商机": "opportunity.name", "金额": "opportunity.amount"});
    let wanted = json!({"object": "contact", "start": true, "mapping": mapping,
        "links": {"account": {"key": ["name"]}}});
    let done = finish(&app, &ctx, text, wanted).await;
    assert_eq!(faults(&app, &ctx, &done).await, ["2 代码 duplicate"]);
    assert_eq!((link(&done, "account"), link(&done, "opportunity:contact")), ((1, 0, 0), (1, 0, 0)));
    assert_eq!(count(&app, &ctx, "account", None).await, 2);
    worker.abort();
}

#[db_test]
async fn linked_records_are_found_changed_or_asked_for(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    app.create(&ctx, "account", &map(json!({"name": "甲方科技", "phone": "057188000001"}))).await.unwrap();
    let text =
        "公司,公司电话,姓名\n甲方科技,057188000002,张\n乙方科技,057188000003,李\n甲方科技,057188000004,王\n";
    let wanted = |action: &str| {
        json!({"object": "contact", "start": true, "links": {"account": {"action": action, "key": ["name"]}},
            "mapping": {"公司": "account.name", "公司电话": "account.phone", "姓名": "name"}})
    };
    let find = finish(&app, &ctx, text, wanted("find")).await;
    assert_eq!((link(&find, "account"), &find["inserted"]), ((0, 1, 0), &json!(2)));
    assert_eq!(faults(&app, &ctx, &find).await, ["3 公司 link_missing"]);
    let phone = || async {
        record(&app, &ctx, "account", "name", "甲方科技").await["phone"].as_str().unwrap().to_owned()
    };
    let before = phone().await;
    let change = finish(&app, &ctx, text, wanted("upsert")).await;
    assert_eq!((link(&change, "account"), &change["inserted"]), ((1, 1, 2), &json!(3)), "{change:#}");
    assert!(phone().await.ends_with("88000004"), "the last row counts");
    app.undo_import(&ctx, change["id"].as_str().unwrap().parse().unwrap()).await.unwrap();
    let undone = until(&app, &ctx, change["id"].as_str().unwrap(), &["undone"]).await;
    assert_eq!(undone["undone"], json!({"removed": 4, "restored": 2, "kept": 0}));
    assert_eq!(phone().await, before, "both changes are taken back");
    let new = finish(&app, &ctx, text, wanted("insert")).await;
    assert_eq!(link(&new, "account"), (2, 0, 0), "rows with the same key share a new one");
    assert_eq!(count(&app, &ctx, "account", is("name", "甲方科技")).await, 2);
    // The opportunity is the main object now, the contact gets its account from the row.
    let text = "客户,联系人,手机,商机\n丙方科技,周,13811112222,一期\n";
    let wanted = json!({"object": "opportunity", "start": true,
        "mapping": {"客户": "account.name", "联系人": "contact.name", "手机": "contact.mobile", "商机": "name"}});
    let done = finish(&app, &ctx, text, wanted).await;
    assert_eq!((link(&done, "account"), link(&done, "contact")), ((1, 0, 0), (1, 0, 0)), "{done:#}");
    assert_eq!(record(&app, &ctx, "contact", "name", "周").await["account"]["name"], "丙方科技");
    worker.abort();
}

#[db_test]
async fn a_worker_that_dies_makes_no_linked_record_twice(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let id = upload(&app, &ctx, &rows(1_500), contacts(json!({"start": true}))).await;
    let worker = dying(&app, worker, Duration::from_millis(400)).await;
    let done = until(&app, &ctx, &id, &["done"]).await;
    assert_eq!((&done["inserted"], &done["rows_done"]), (&json!(1_500), &json!(1_500)));
    assert_eq!(link(&done, "account"), (7, 0, 0));
    for (object, expect) in [("account", 7), ("contact", 1_500), ("opportunity", 1_500)] {
        assert_eq!(count(&app, &ctx, object, None).await, expect, "{object}");
    }
    worker.abort();
}

#[db_test]
async fn a_right_that_a_linked_object_lacks_is_told_by_name(db: TestDb) {
    let office = Office::open(db).await;
    let rights = |actions: &[&str]| -> Json {
        actions
            .iter()
            .map(|action| ((*action).to_owned(), json!("all")))
            .collect::<Map<String, Json>>()
            .into()
    };
    let grants = json!({
        "contact": rights(&["read", "create", "edit", "import"]),
        "account": rights(&["read", "import"]),
    });
    let role = map(json!({"name": "录入", "grants": grants}));
    office.app.create_role(&office.boss(), &role).await.unwrap();
    let clerk = office.hire("clerk", &["录入"]).await;
    let ctx = office.ctx(clerk);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "公司,姓名\n甲方科技,张\n").unwrap();
    let send = async |links: Json| {
        let wanted = json!({"object": "contact", "start": true, "links": links,
            "mapping": {"公司": "account.name", "姓名": "name"}});
        office.app.upload_import(&ctx, "a.csv", &path, &map(wanted)).await
    };
    let refused = send(json!({})).await.unwrap_err();
    assert_eq!(refused.code.name(), "link_right");
    assert!(refused.message(Locale::En).contains("Account"), "{refused}");
    assert!(send(json!({"account": {"action": "find"}})).await.is_ok(), "finding needs no such right");
    let wrong = json!({"account": {"action": "find", "key": ["phone"]}, "lead": {}});
    assert_eq!(
        told(send(wrong).await),
        "invalid_input: links.lead unknown_field, links.account mapping_missing"
    );
}
