//! A file becomes an object: what is proposed, what is refused, and what is there afterwards.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value as Json, json};
use shuke_testkit::{Actor, Answer, TestApp, TestDb, db_test};

use crate::shape;

const BOUNDARY: &str = "----shuke";

const DEVICES: &str = "设备名称,编号,手机,购入日期,价格（万元）,状态,负责人,是否在保,备注\n\
    激光切割机,007,13800001111,2026-01-05,12.5,在用,li,是,\n\
    数控车床,008,13800002222,2026-02-01,30,在用,li,否,大修过\n\
    空压机,009,13800003333,2026/3/4,1.25,停用,li,是,\n\
    叉车,010,13800004444,2026年5月6日,8,在用,li,是,\n\
    行车,011,13800005555,2026-05-07,9,停用,li,否,\n";

async fn propose(who: &Actor, name: &str, bytes: &[u8], options: &Json) -> Answer {
    let mut body =
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n{options}\r\n")
            .into_bytes();
    let head =
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.bytes());
    body.extend(bytes);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    who.call(Method::POST, "/object-proposals")
        .head("content-type", &kind)
        .body(Body::from(body))
        .send()
        .await
}

/// The columns of a proposal as somebody sends them back who changes nothing.
fn kept(proposal: &Json) -> Vec<Json> {
    let columns = proposal["columns"].as_array().expect("columns");
    let sent = |column: &Json| {
        let mut map = column.as_object().expect("a column").clone();
        for told in ["header", "filled", "unlike", "samples", "values", "reason", "notes"] {
            map.remove(told);
        }
        Json::Object(map)
    };
    columns.iter().map(sent).collect()
}

fn body(proposal: &Json, columns: &[Json]) -> Json {
    json!({"name": proposal["name"], "labels": proposal["labels"], "plurals": proposal["plurals"],
        "sheet": proposal["sheet"], "header": proposal["header"], "columns": columns})
}

fn guessed(proposal: &Json) -> Vec<String> {
    let one = |column: &Json| {
        let text = |name: &str| column[name].as_str().unwrap_or_default().to_owned();
        if text("feeds") == "field" { text("kind") } else { text("feeds") }
    };
    proposal["columns"].as_array().expect("columns").iter().map(one).collect()
}

async fn until(who: &Actor, id: &Json, state: &str) -> Json {
    let path = format!("/imports/{}", id.as_str().expect("an id"));
    for _ in 0..1_200 {
        let import = who.get(&path).await.expect(200);
        if import["state"] == state {
            return import;
        }
        assert_ne!(import["state"], "failed", "{import:#}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the import does not come to {state}");
}

#[db_test]
async fn a_list_becomes_an_object_with_its_rows_and_back(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let (bytes, _, _) = encoding_rs::GBK.encode(DEVICES);
    let proposal = propose(&admin, "设备台账.csv", &bytes, &json!({})).await.expect(201);
    let document = admin.get("/openapi.json").await.expect(200);
    let fits = |name: &str, answer: &Json| {
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        let wrong = shape::faults(&document, &schema, answer);
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    };
    fits("Proposal", &proposal);
    assert_eq!((&proposal["encoding"], &proposal["rows_total"]), (&json!("GB18030"), &json!(5)));
    assert_eq!((&proposal["name"], &proposal["labels"]["zh-CN"]), (&json!("x_she_bei"), &json!("设备")));
    assert_eq!(
        guessed(&proposal),
        ["title", "text", "phone", "date", "money", "choice", "owner", "bool", "text"],
        "{proposal:#}"
    );
    assert_eq!(proposal["preview"]["rows"][0]["cells"]["3"]["value"], "2026-01-05");
    let at = format!("/object-proposals/{}", proposal["id"].as_str().expect("an id"));
    assert_eq!(admin.get(&at).await.expect(200)["columns"], proposal["columns"], "the same again");
    let preview = json!({"columns": kept(&proposal)});
    fits("ProposalPreview", &admin.post(&format!("{at}/preview"), preview).await.expect(200));

    let made = admin.post(&format!("{at}/make"), body(&proposal, &kept(&proposal))).await.expect(201);
    fits("ProposalMade", &made);
    assert_eq!(made["object"]["name"], "x_she_bei");
    let done = until(&admin, &proposal["id"], "done").await;
    assert_eq!(
        (&done["inserted"], &done["failed"], &done["object"]),
        (&json!(5), &json!(0), &json!("x_she_bei"))
    );
    let list = li.get("/records/x_she_bei?sort=name&total=exact").await.expect(200);
    assert_eq!(list["total"]["value"], 5, "roles have it as any added object: {list:#}");
    let machine = list["items"].as_array().expect("items").iter().find(|one| one["name"] == "激光切割机");
    let machine = machine.expect("the machine");
    let field = |index: usize| machine[proposal["columns"][index]["name"].as_str().expect("a name")].clone();
    assert_eq!((field(1), field(2), field(7)), (json!("007"), json!("+8613800001111"), json!(true)));
    assert_eq!(field(4)["amount"], "12.50", "kept as it stands");
    assert_eq!((field(5), &machine["owner"]["name"]), (json!("option_1"), &json!("li")));

    assert_eq!(
        admin.post(&format!("{at}/make"), body(&proposal, &kept(&proposal))).await.refused(409),
        "import_state"
    );
    let undo = format!("/imports/{}/undo", proposal["id"].as_str().expect("an id"));
    admin.post(&undo, json!({})).await.expect(202);
    assert_eq!(until(&admin, &proposal["id"], "undone").await["undone"]["removed"], 5);
}

#[db_test]
async fn bad_rows_are_told_and_the_others_come_in(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let admin = app.admin().await;
    let mut text = "名称,手机\n".to_owned();
    for at in 0..40 {
        text.push_str(&if at == 7 { "坏,12x\n".to_owned() } else { format!("甲{at},138{at:08}\n") });
    }
    let proposal = propose(&admin, "a.csv", text.as_bytes(), &json!({})).await.expect(201);
    assert_eq!(guessed(&proposal), ["title", "phone"]);
    assert!(proposal["columns"][1]["reason"].as_str().is_some_and(|it| it.contains("39")), "{proposal:#}");
    let at = format!("/object-proposals/{}", proposal["id"].as_str().expect("an id"));
    let preview = admin.post(&format!("{at}/preview"), json!({"columns": kept(&proposal)})).await.expect(200);
    assert_eq!((&preview["misfits"][0]["index"], &preview["misfits"][0]["bad"]), (&json!(1), &json!(1)));
    admin.post(&format!("{at}/make"), body(&proposal, &kept(&proposal))).await.expect(201);
    let done = until(&admin, &proposal["id"], "done").await;
    assert_eq!((&done["inserted"], &done["failed"]), (&json!(39), &json!(1)));
    let faults = format!("/imports/{}/faults", proposal["id"].as_str().expect("an id"));
    assert_eq!(admin.get(&faults).await.expect(200)["items"][0]["code"], "invalid_phone");
}

#[db_test]
async fn the_file_of_bad_rows_has_the_columns_without_a_heading_too(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let admin = app.admin().await;
    let mut text = "名称,手机\n坏,12x,右边的话\n".to_owned();
    (0..20).for_each(|at| text.push_str(&format!("甲{at},138{at:08},说明{at}\n")));
    let proposal = propose(&admin, "a.csv", text.as_bytes(), &json!({})).await.expect(201);
    assert_eq!(guessed(&proposal), ["title", "phone", "text"]);
    let at = format!("/object-proposals/{}", proposal["id"].as_str().expect("an id"));
    admin.post(&format!("{at}/make"), body(&proposal, &kept(&proposal))).await.expect(201);
    assert_eq!(until(&admin, &proposal["id"], "done").await["failed"], 1);
    let csv = format!("/imports/{}/faults.csv", proposal["id"].as_str().expect("an id"));
    let csv = admin.get(&csv).await;
    let csv = String::from_utf8_lossy(&csv.body).into_owned();
    assert!(csv.contains("(C)") && csv.contains("右边的话"), "{csv}");
}

#[db_test]
async fn what_is_wrong_is_told_by_column_and_nothing_is_made(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let proposal = propose(&admin, "设备.csv", DEVICES.as_bytes(), &json!({})).await.expect(201);
    let at = format!("/object-proposals/{}", proposal["id"].as_str().expect("an id"));
    let make = format!("{at}/make");
    let refused = |answer: Answer| {
        let told = answer.expect(422);
        let faults = told["errors"].as_array().expect("errors").clone();
        faults.iter().map(|it| it["field"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let mut columns = kept(&proposal);
    columns[1]["name"] = columns[2]["name"].clone();
    columns[3]["kind"] = json!("lines");
    columns[5]["options"] = json!([]);
    columns[8]["index"] = json!(99);
    let told = refused(admin.post(&make, body(&proposal, &columns)).await);
    for wanted in ["columns[2].name", "columns[3].kind", "columns[5].options", "columns[8].index"] {
        assert!(told.iter().any(|it| it == wanted), "{wanted}: {told:?}");
    }
    let mut columns = kept(&proposal);
    columns[0]["feeds"] = json!("field");
    assert_eq!(refused(admin.post(&make, body(&proposal, &columns)).await), ["columns"]);
    let mut taken = body(&proposal, &kept(&proposal));
    taken["owned"] = json!(false);
    assert_eq!(refused(admin.post(&make, taken).await), ["columns[6].feeds"]);
    assert_eq!(admin.get("/objects/x_she_bei").await.refused(404), "unknown_object");
    assert_eq!(admin.get(&at).await.expect(200)["id"], proposal["id"], "it still waits");

    let import = format!("/imports/{}", proposal["id"].as_str().expect("an id"));
    assert_eq!(admin.post(&format!("{import}/start"), json!({})).await.refused(409), "import_state");
    assert_eq!(propose(&li, "a.csv", DEVICES.as_bytes(), &json!({})).await.refused(403), "admin_only");
    assert_eq!(li.get(&at).await.refused(403), "admin_only");
    assert_eq!(li.post(&format!("{at}/preview"), json!({})).await.refused(403), "admin_only");
    assert_eq!(li.post(&make, json!({})).await.refused(403), "admin_only");

    let only = json!({"rows": false});
    let mut whole = body(&proposal, &kept(&proposal));
    whole.as_object_mut().expect("a body").extend(only.as_object().expect("rows").clone());
    assert_eq!(admin.post(&make, whole).await.expect(201)["import"], Json::Null);
    assert_eq!(admin.get("/records/x_she_bei?total=exact").await.expect(200)["total"]["value"], 0);
    assert_eq!(admin.get(&import).await.refused(404), "not_found");
}

#[db_test]
async fn odd_lists_are_read_sensibly(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let admin = app.admin().await;
    // No heading above the last column, one of the others twice, one empty.
    let text = "名称,电话,电话,,空\n甲,13800001111,13800002222,x,,多\n乙,13800001112,13800002223,y,,出\n";
    let proposal = propose(&admin, "odd.csv", text.as_bytes(), &json!({})).await.expect(201);
    let headers: Vec<&str> = proposal["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|it| it["header"].as_str().unwrap())
        .collect();
    assert_eq!(headers, ["名称", "电话", "电话 (2)", "(D)", "空", "(F)"]);
    assert_eq!(guessed(&proposal), ["title", "phone", "phone", "text", "nothing", "text"]);
    let at = format!("/object-proposals/{}", proposal["id"].as_str().expect("an id"));
    admin.post(&format!("{at}/make"), body(&proposal, &kept(&proposal))).await.expect(201);
    let done = until(&admin, &proposal["id"], "done").await;
    assert_eq!((&done["inserted"], &done["failed"]), (&json!(2), &json!(0)), "no row is ragged: {done:#}");

    let bare = "甲,13800001111\n乙,13800001112\n";
    let proposal = propose(&admin, "bare.csv", bare.as_bytes(), &json!({"header": false})).await.expect(201);
    assert_eq!((&proposal["rows_total"], &proposal["header"]), (&json!(2), &json!(false)));
    let at = format!("/object-proposals/{}", proposal["id"].as_str().expect("an id"));
    assert_eq!(admin.get(&format!("{at}?header=true")).await.expect(200)["rows_total"], 1);
    admin.post(&format!("{at}/make"), body(&proposal, &kept(&proposal))).await.expect(201);
    assert_eq!(until(&admin, &proposal["id"], "done").await["inserted"], 2, "the first row is a row");

    let wide = |count: usize| {
        let line = |what: &str| (0..count).map(|at| format!("{what}{at}")).collect::<Vec<_>>().join(",");
        format!("{}\n{}\n{}\n", line("列"), line("a"), line("b"))
    };
    let proposal = propose(&admin, "wide.csv", wide(300).as_bytes(), &json!({})).await.expect(201);
    assert_eq!(proposal["columns"].as_array().map(Vec::len), Some(300));
    let at = format!("/object-proposals/{}", proposal["id"].as_str().expect("an id"));
    admin.post(&format!("{at}/make"), body(&proposal, &kept(&proposal))).await.expect(201);
    assert_eq!(until(&admin, &proposal["id"], "done").await["inserted"], 2);
    let code = |answer: Answer, status| answer.refused(status).to_owned();
    assert_eq!(code(propose(&admin, "w.csv", wide(301).as_bytes(), &json!({})).await, 413), "too_large");
    assert_eq!(code(propose(&admin, "e.csv", "名称,电话\n".as_bytes(), &json!({})).await, 422), "empty_file");
    let long = format!("{},b\n1,2\n", "长".repeat(10_000));
    let proposal = propose(&admin, "l.csv", long.as_bytes(), &json!({})).await.expect(201);
    assert_eq!(proposal["columns"][0]["labels"]["zh-CN"].as_str().map(|it| it.chars().count()), Some(60));
}

#[db_test]
async fn values_that_name_records_point_to_them(db: TestDb) {
    let app = TestApp::new(db).await;
    app.work();
    let admin = app.admin().await;
    for name in ["星河科技", "云帆物流", "青禾农业"] {
        admin.create("account", json!({"name": name})).await;
    }
    let text = "合同名称,客户\n一期,星河科技\n二期,云帆物流\n三期,青禾农业\n四期,没有的公司\n";
    let proposal = propose(&admin, "合同.csv", text.as_bytes(), &json!({})).await.expect(201);
    assert_eq!(
        (&proposal["columns"][1]["kind"], &proposal["columns"][1]["target"]),
        (&json!("reference"), &json!("account"))
    );
    assert_eq!(proposal["create_references"], true);
    let mut whole = body(&proposal, &kept(&proposal));
    whole["create_references"] = json!(true);
    let at = format!("/object-proposals/{}", proposal["id"].as_str().expect("an id"));
    admin.post(&format!("{at}/make"), whole).await.expect(201);
    let done = until(&admin, &proposal["id"], "done").await;
    assert_eq!((&done["inserted"], &done["failed"]), (&json!(4), &json!(0)), "{done:#}");
    assert_eq!(admin.get("/records/account?total=exact").await.expect(200)["total"]["value"], 4);
}
