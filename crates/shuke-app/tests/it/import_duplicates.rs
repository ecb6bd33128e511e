//! What becomes of rows of a file that are of somebody who is there already, or of a row above them.

use serde_json::{Map, Value as Json, json};
use shuke_app::Via;
use shuke_base::Locale;
use shuke_testkit::{TestDb, db_test};

use crate::import::{options, running, until};
use crate::import_links::{count, faults, finish, is, upload};
use crate::office::map;

/// The first is there already, the third is the second once more.
const ROWS: &str = "姓名,手机,邮箱,预算\n\
                    张三,138 0000 0001,zhang@example.com,10\n\
                    李四,13800000002,,20\n\
                    李四（再次）,+86 13800000002,li@example.com,30\n\
                    王五,13800000003,,40\n";

fn leads(policy: &str) -> Json {
    json!({"object": "lead", "start": true, "duplicates": policy})
}

#[db_test]
async fn duplicates_are_told_to_stewards_left_out_refused_or_filled_in(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let there = map(json!({"name": "张三", "mobile": "13800000001", "budget": "5"}));
    let known = app.create(&ctx, "lead", &there).await.unwrap();
    let take_back = async |import: &Json| {
        let id = import["id"].as_str().unwrap();
        app.undo_import(&ctx, id.parse().unwrap()).await.unwrap();
        until(&app, &ctx, id, &["undone"]).await["undone"].clone()
    };
    let figures = |import: &Json| {
        ["inserted", "updated", "left_out", "failed"].map(|name| import[name].as_u64().unwrap())
    };

    let allowed = finish(&app, &ctx, ROWS, leads("allow")).await;
    assert_eq!(figures(&allowed), [4, 0, 0, 0]);
    let queue = app.duplicate_queue(&ctx, "lead", false, None, None).await.unwrap();
    assert_eq!(queue.items.len(), 2, "with the one that is there, and with the row above");
    take_back(&allowed).await;

    // A dry run says the same as the run.
    let id = upload(&app, &ctx, ROWS, json!({"object": "lead", "duplicates": "skip"})).await;
    app.check_import(&ctx, id.parse().unwrap(), &Map::new()).await.unwrap();
    assert_eq!(figures(&until(&app, &ctx, &id, &["checked"]).await), [2, 0, 2, 0]);
    app.start_import(&ctx, id.parse().unwrap(), &Map::new()).await.unwrap();
    let skipped = until(&app, &ctx, &id, &["done"]).await;
    assert_eq!(figures(&skipped), [2, 0, 2, 0]);
    assert_eq!(faults(&app, &ctx, &skipped).await, ["2 手机 import_skipped", "4 手机 import_skipped"]);
    take_back(&skipped).await;

    let blocked = finish(&app, &ctx, ROWS, leads("block")).await;
    assert_eq!(figures(&blocked), [2, 0, 0, 2]);
    let told = app.import_faults(&ctx, blocked["id"].as_str().unwrap().parse().unwrap(), None, None).await;
    let told = told.unwrap();
    assert_eq!(told["items"][0]["message"], "与已有的“张三”重复");
    assert_eq!(told["items"][1]["message"], "与文件第 3 行重复");
    take_back(&blocked).await;

    let filled = finish(&app, &ctx, ROWS, leads("update")).await;
    assert_eq!(figures(&filled), [2, 2, 0, 0], "{filled:#}");
    let lead =
        serde_json::to_value(app.read(&ctx, "lead", known.views.records[0].id, None).await.unwrap()).unwrap();
    assert_eq!((&lead["email"], &lead["budget"]["amount"]), (&json!("zhang@example.com"), &json!("5.00")));
    assert_eq!(count(&app, &ctx, "lead", is("email", "li@example.com")).await, 1, "into the row above");
    assert_eq!(take_back(&filled).await, json!({"removed": 2, "restored": 2, "kept": 0}));

    let mut wanted = options(leads("update"));
    wanted.insert("overwrite".to_owned(), json!(true));
    finish(&app, &ctx, ROWS, Json::Object(wanted)).await;
    let lead =
        serde_json::to_value(app.read(&ctx, "lead", known.views.records[0].id, None).await.unwrap()).unwrap();
    assert_eq!(lead["budget"]["amount"], "10.00");
    worker.abort();
}

#[db_test]
async fn what_is_out_of_sight_is_told_as_the_duplicate_check_does(db: TestDb) {
    let (app, boss, worker) = running(&db).await;
    let rights = json!({"read": "own", "create": "own", "edit": "own", "import": "own"});
    let role = app.create_role(&boss, &map(json!({"name": "录入", "grants": {"lead": rights}}))).await;
    let person = map(json!({"login": "clerk", "name": "小文", "password": "a-long-test-password",
        "roles": [role.unwrap().id], "must_change_password": false}));
    // The role is not in the snapshot that was taken before it.
    let boss = app.ctx(boss.user.unwrap(), Locale::En, Via::Page);
    let clerk = app.create_user(&boss, &person).await.unwrap().id;
    let ctx = app.ctx(clerk, Locale::En, Via::Page);
    app.create(&boss, "lead", &map(json!({"name": "Secret", "mobile": "13800000001"}))).await.unwrap();
    for (policy, code) in [("block", "import_duplicate"), ("update", "import_foreign")] {
        let done = finish(&app, &ctx, ROWS, leads(policy)).await;
        assert_eq!(faults(&app, &ctx, &done).await[0], format!("2 手机 {code}"));
        let page = app.import_faults(&ctx, done["id"].as_str().unwrap().parse().unwrap(), None, None).await;
        let told = page.unwrap()["items"][0]["message"].as_str().unwrap().to_owned();
        assert!(!told.contains("Secret") && told.contains("a record of"), "{told}");
        app.undo_import(&ctx, done["id"].as_str().unwrap().parse().unwrap()).await.unwrap();
        until(&app, &ctx, done["id"].as_str().unwrap(), &["undone"]).await;
    }
    app.change_company(&boss, &map(json!({"duplicates_told": false}))).await.unwrap();
    let ctx = app.ctx(clerk, Locale::En, Via::Page);
    let done = finish(&app, &ctx, ROWS, leads("block")).await;
    assert_eq!(done["inserted"], json!(3), "nobody is told, so the row is written: {done:#}");
    worker.abort();
}

#[db_test]
async fn the_object_says_what_a_file_does_with_duplicates(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let keys = json!([{"field": "mobile", "by": "phone"}]);
    let rules = map(json!({"duplicates": {"keys": keys, "page": "warn", "import": "skip"}}));
    app.change_object(&ctx, "lead", &rules).await.unwrap();
    let ctx = app.ctx(ctx.user.unwrap(), Locale::ZhCn, Via::Page);
    let done = finish(&app, &ctx, ROWS, json!({"object": "lead", "start": true})).await;
    assert_eq!(
        (&done["duplicates"], &done["inserted"], &done["left_out"]),
        (&json!("skip"), &json!(3), &json!(1))
    );
    worker.abort();
}

/// The same headings are offered what was chosen for them before, by the same person and for the same object.
#[db_test]
async fn a_choice_of_columns_and_links_is_remembered(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let text = "Firma,Tel,Wer\n甲方科技,057188000001,张\n";
    let mapping = json!({"Firma": "account.name", "Tel": "account.phone", "Wer": "name"});
    let links = json!({"account": {"action": "upsert", "key": ["phone"]}});
    let wanted = json!({"object": "contact", "start": true, "mapping": mapping, "links": links});
    finish(&app, &ctx, text, wanted).await;
    let fed = async |object: &str| {
        let id = upload(&app, &ctx, text, json!({"object": object})).await;
        let import = app.import(&ctx, id.parse().unwrap()).await.unwrap();
        let columns = import["columns"].as_array().unwrap();
        let fields: Vec<Json> = columns.iter().map(|column| column["field"].clone()).collect();
        (fields, import["links"].clone())
    };
    let (fields, links) = fed("contact").await;
    assert_eq!(fields, ["account.name", "account.phone", "name"]);
    assert_eq!((&links[0]["action"], &links[0]["key"]), (&json!("upsert"), &json!(["phone"])));
    let (fields, links) = fed("lead").await;
    assert_eq!((fields, links), (vec![Json::Null, json!("phone"), Json::Null], json!([])), "another object");
    // Headings that name an object and its field need no help, nor does a further field of an object that is there.
    let text = "姓名,客户.名称,客户电话,商机名称,联系人手机,预计成交日期\n张,甲方科技,057188000001,一期,13800000001,2026-12-31\n";
    let id = upload(&app, &ctx, text, json!({"object": "contact"})).await;
    let import = app.import(&ctx, id.parse().unwrap()).await.unwrap();
    let columns = import["columns"].as_array().unwrap();
    let fields: Vec<&str> = columns.iter().map(|column| column["field"].as_str().unwrap_or("-")).collect();
    let deal = ["opportunity:contact.name", "opportunity:contact.expected_close_on"];
    assert_eq!(fields, ["name", "account.name", "account.phone", deal[0], "mobile", deal[1]]);
    worker.abort();
}

#[db_test]
async fn a_sheet_of_a_workbook_is_chosen(db: TestDb) {
    let (app, ctx, worker) = running(&db).await;
    let mut book = rust_xlsxwriter::Workbook::new();
    for (tab, rows) in [
        ("说明", [["使用方法", "随意"], ["一", "二"]]),
        ("线索", [["姓名", "手机"], ["张三", "13800000001"]]),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(tab).unwrap();
        for (at, row) in rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                sheet
                    .write_string(u32::try_from(at).unwrap(), u16::try_from(column).unwrap(), *cell)
                    .unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    book.save(&path).unwrap();
    let import = app.upload_import(&ctx, "a.xlsx", &path, &options(json!({"object": "lead"}))).await.unwrap();
    assert_eq!((&import["sheet"], &import["sheets"]), (&json!("说明"), &json!(["说明", "线索"])));
    let id = import["id"].as_str().unwrap();
    let other = app.choose_sheet(&ctx, id.parse().unwrap(), "没有").await.unwrap_err();
    assert_eq!(other.code.name(), "sheet_unknown");
    let chosen = app.choose_sheet(&ctx, id.parse().unwrap(), "线索").await.unwrap();
    assert_eq!((&chosen["sheet"], &chosen["columns"][1]["field"]), (&json!("线索"), &json!("mobile")));
    app.start_import(&ctx, id.parse().unwrap(), &Map::new()).await.unwrap();
    let done = until(&app, &ctx, id, &["done"]).await;
    assert_eq!((&done["inserted"], &done["failed"]), (&json!(1), &json!(0)));
    worker.abort();
}
