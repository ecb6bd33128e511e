//! How the program looks for a company: who sets it, who sees it, and what is no look.

use std::io::Cursor;

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat};
use serde_json::{Value as Json, json};
use shuke_testkit::{TestApp, TestDb, db_test};

use crate::events::Ear;

const PATH: &str = "/company/look";

pub(crate) fn picture(side: u32) -> (Vec<u8>, String) {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(side, side).write_to(&mut out, ImageFormat::Png).expect("a picture");
    let bytes = out.into_inner();
    let url = format!("data:image/png;base64,{}", STANDARD.encode(&bytes));
    (bytes, url)
}

#[db_test]
async fn an_administrator_sets_what_everybody_sees(db: TestDb) {
    let app = TestApp::new(db).await;
    app.live();
    let (admin, li, nobody) = (app.admin().await, app.sales("li").await, app.nobody());
    let usual = json!({"product": null, "color": null, "logo": null});
    assert_eq!(nobody.get("/info").await.expect(200)["look"], usual);
    assert_eq!(nobody.get("/company/logo").await.refused(404), "not_found");
    assert_eq!(nobody.get(PATH).await.refused(401), "not_signed_in");
    assert_eq!(li.patch(PATH, json!({"product": "我的"})).await.refused(403), "admin_only");

    let (bytes, url) = picture(40);
    let mut ear = Ear::of(&li).await;
    let look = admin.patch(PATH, json!({"product": " 星河客户 ", "color": "#0B7A75", "logo": url})).await;
    let look = look.expect(200);
    assert_eq!((&look["product"], &look["color"]), (&json!("星河客户"), &json!("#0b7a75")));
    ear.until("event: meta").await;
    let version = look["logo"].as_str().expect("a version").to_owned();
    assert_eq!(nobody.get("/info").await.expect(200)["look"], look);
    assert_eq!(li.get("/me").await.expect(200)["company"]["look"], look);
    assert_eq!(li.get(PATH).await.expect(200), look);

    let logo = nobody.get("/company/logo").await;
    assert_eq!((logo.status.as_u16(), logo.body.as_ref()), (200, bytes.as_slice()));
    assert_eq!((logo.head("content-type"), logo.head("cache-control")), ("image/png", "no-cache"));
    assert_eq!(logo.head("x-content-type-options"), "nosniff");
    assert!(logo.head("content-security-policy").contains("sandbox"));
    let again = nobody.call(Method::GET, "/company/logo").head("if-none-match", logo.head("etag"));
    assert_eq!(again.send().await.status.as_u16(), 304);
    let lasting = nobody.get(&format!("/company/logo?v={version}")).await;
    assert!(lasting.head("cache-control").contains("immutable"));
    assert_eq!(nobody.get("/company/logo?v=older").await.head("cache-control"), "no-cache");

    // What is not given stays; null is as usual.
    let kept = admin.patch(PATH, json!({"product": null})).await.expect(200);
    assert_eq!(kept, json!({"product": null, "color": "#0b7a75", "logo": version}));
    assert_eq!(admin.patch(PATH, json!({"color": null, "logo": null})).await.expect(200), usual);
    assert_eq!(nobody.get("/company/logo").await.refused(404), "not_found");

    let log = admin.get("/audit?action=company.changed").await.expect(200).to_string();
    assert!(log.contains("company.look") && log.contains(&version), "{log}");
    assert!(!log.contains("base64"), "the audit log keeps no pictures");
}

#[db_test]
async fn what_is_no_look_is_named_and_nothing_is_kept(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    let svg = format!("data:image/svg+xml;base64,{}", STANDARD.encode("<svg onload='alert(1)'/>"));
    let large = format!("data:image/png;base64,{}", STANDARD.encode(vec![0; 201 * 1024]));
    let disguised = picture(8).1.replace("image/png", "image/jpeg");
    for (given, field, code) in [
        (json!({"product": "长".repeat(41)}), "product", "too_long"),
        (json!({"product": 7}), "product", "wrong_type"),
        (json!({"color": "red"}), "color", "invalid_color"),
        (json!({"color": "#12345"}), "color", "invalid_color"),
        (json!({"color": "#12345g"}), "color", "invalid_color"),
        (json!({"logo": "logo.png"}), "logo", "wrong_type"),
        (json!({"logo": svg}), "logo", "not_a_logo"),
        (json!({"logo": large}), "logo", "too_large"),
        (json!({"logo": disguised}), "logo", "file_mismatch"),
        (json!({"font": "x"}), "font", "unknown_field"),
    ] {
        let mut given = given;
        let good = if field == "color" { "product" } else { "color" };
        given[good] = json!(if good == "color" { "#123456" } else { "好名字" });
        let told = admin.patch(PATH, given.clone()).await.expect(422);
        let errors = told["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{told}");
        assert_eq!((&errors[0]["field"], &errors[0]["code"]), (&json!(field), &json!(code)), "{told}");
        let look = admin.get(PATH).await.expect(200);
        assert_eq!(look, json!({"product": null, "color": null, "logo": null}), "after {field}");
    }
    assert_eq!(admin.get("/me").await.expect(200)["company"]["look"]["color"], Json::Null);
}
