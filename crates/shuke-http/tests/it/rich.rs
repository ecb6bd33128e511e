//! Rich text and signatures: kept without what does harm, looked through without tags, signed with a picture.

use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

use crate::files::{PNG, send};

fn id(record: &Json) -> String {
    record["id"].as_str().expect("an id").to_owned()
}

async fn office(db: TestDb) -> (TestApp, Actor, Actor) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    for field in [
        json!({"name": "plan", "kind": "rich_text", "labels": {"zh-CN": "方案"}, "max_length": 20}),
        json!({"name": "signed", "kind": "signature", "labels": {"zh-CN": "签名"}}),
    ] {
        admin.post("/objects/lead/fields", field).await.expect(201);
    }
    let li = app.sales("li").await;
    let wang = app.sales("wang").await;
    (app, li, wang)
}

#[db_test]
async fn rich_text_is_kept_clean_and_read_without_its_tags(db: TestDb) {
    let (_app, li, _) = office(db).await;
    let given = "<h2 onclick=\"x()\">目标</h2><p>成本 &lt; 100 <a href=\"javascript:alert(1)\">点</a></p><script>alert(1)</script>";
    let kept = "<h2>目标</h2><p>成本 &lt; 100 <a rel=\"noopener noreferrer nofollow\">点</a></p>";
    let lead = li.post("/records/lead", json!({"name": "一", "x_plan": given})).await.expect(201);
    assert_eq!(lead["x_plan"], kept);
    let path = format!("/records/lead/{}", id(&lead));
    let again = li.patch(&path, json!({"x_plan": kept})).await.expect(200);
    assert_eq!(again["version"], lead["version"], "what was read and is sent back changes nothing");

    let found = |op: &'static str, value: &'static str| {
        let li = &li;
        async move {
            let filter = json!({"field": "x_plan", "op": op, "value": value});
            let page = li.post("/records/lead/query", json!({"filter": filter})).await.expect(200);
            page["items"].as_array().map_or(0, Vec::len)
        }
    };
    assert_eq!(found("contains", "成本 < 100").await, 1);
    assert_eq!(found("contains", "href").await, 0, "a tag is no text");
    assert_eq!(found("contains", "h2").await, 0);
    assert_eq!(found("not_contains", "利润").await, 1);
    let empty = li.patch(&path, json!({"x_plan": "<p> </p><p></p>"})).await.expect(200);
    assert_eq!(empty["x_plan"], Json::Null);
    let history = li.get(&format!("{path}/history")).await.expect(200);
    assert_eq!(history["items"][0]["changes"][0]["old"], kept);

    let fits = format!("<p><strong>{}</strong></p>", "字".repeat(20));
    assert_eq!(li.patch(&path, json!({"x_plan": fits})).await.expect(200)["x_plan"], fits);
    let told = li.patch(&path, json!({"x_plan": format!("<p>{}</p>", "字".repeat(21))})).await.expect(422);
    assert_eq!(told["errors"][0]["code"], "too_long");
    for sort in [json!({"sort": ["x_plan"]}), json!({"group_by": ["x_plan"]})] {
        assert_eq!(li.post("/records/lead/query", sort).await.status, 422);
    }
}

#[db_test]
async fn a_signature_is_one_png_under_the_rights_of_its_field(db: TestDb) {
    let (_app, li, wang) = office(db).await;
    let sent = send(&li, "signature.png", PNG).await.expect(201);
    let lead = li.post("/records/lead", json!({"name": "一", "x_signed": [sent]})).await.expect(201);
    assert_eq!(lead["x_signed"], json!([sent]));
    let file = format!("/files/{}?inline=true", id(&sent));
    assert_eq!(li.get(&file).await.body, PNG);
    assert_eq!(wang.get(&file).await.refused(404), "not_found", "li's lead is li's");

    let path = format!("/records/lead/{}", id(&lead));
    let code = |told: Json| told["errors"][0]["code"].clone();
    let text = send(&li, "a.txt", b"text").await.expect(201);
    assert_eq!(code(li.patch(&path, json!({"x_signed": [text]})).await.expect(422)), "not_a_signature");
    let other = send(&li, "b.png", PNG).await.expect(201);
    assert_eq!(code(li.patch(&path, json!({"x_signed": [sent, other]})).await.expect(422)), "too_many_files");
    li.patch(&path, json!({"x_signed": [other]})).await.expect(200);
    let filter = json!({"filter": {"field": "x_signed", "op": "not_empty"}});
    let found = li.post("/records/lead/query", filter).await.expect(200);
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
    let old = li.get(&format!("{path}/history")).await.expect(200)["items"][0]["changes"][0]["old"].clone();
    assert_eq!(old[0]["name"], "signature.png");
}
