//! The built page. What is in it depends on the build, so the tests ask the index what it needs.

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use shuke_testkit::{Actor, Answer, TestApp, TestDb, db_test};

async fn get(who: &Actor, path: &str, encoding: &str) -> Answer {
    who.call(Method::GET, &format!("/{path}")).head("accept-encoding", encoding).send().await
}

#[db_test]
async fn every_address_of_the_page_answers_with_guarded_heads(db: TestDb) {
    let app = TestApp::new(db).await;
    let nobody = app.nobody();
    let index = get(&nobody, "/", "").await;
    let policy = index.head("content-security-policy");
    assert!(
        policy.contains("script-src 'self'")
            && !policy.contains("script-src 'self' 'unsafe")
            && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    assert_eq!(index.head("x-content-type-options"), "nosniff");
    if index.status.as_u16() == 503 {
        // Built without a page: it says what to do.
        assert!(String::from_utf8_lossy(&index.body).contains("make web"));
        return;
    }
    assert_eq!((index.status.as_u16(), index.head("cache-control")), (200, "no-cache"));
    let deep = get(&nobody, "/objects/lead/some-id", "").await;
    assert_eq!(deep.body, index.body);
    let known = nobody.call(Method::GET, "//").head("if-none-match", index.head("etag")).send().await;
    assert_eq!(known.status.as_u16(), 304);
    assert_eq!(nobody.call(Method::POST, "//").send().await.status.as_u16(), 405);

    let html = String::from_utf8_lossy(&index.body).into_owned();
    let script = html.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a script");
    let plain = get(&nobody, script, "").await;
    assert_eq!((plain.status.as_u16(), plain.head("content-encoding")), (200, ""));
    assert!(
        plain.head("cache-control").contains("immutable")
            && plain.head("content-type").starts_with("text/javascript")
    );
    let missing = get(&nobody, "/assets/gone-12345678.js", "").await;
    assert_eq!(missing.status.as_u16(), 404);
    assert!(!String::from_utf8_lossy(&missing.body).contains("<html"));
    assert_eq!(get(&nobody, "/assets/../../Cargo.toml", "").await.status.as_u16(), 404);
}

#[db_test]
async fn an_address_names_its_own_files_and_the_one_script_that_may_run(db: TestDb) {
    let app = TestApp::new(db).await;
    let nobody = app.nobody();
    let signed_in = nobody.with("cookie", "shuke_session=whatever");
    let list = get(&signed_in, "/o/lead", "").await;
    if list.status.as_u16() == 503 {
        // Built without a page.
        return;
    }
    let html = String::from_utf8_lossy(&list.body).into_owned();
    let script =
        html.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next()).expect("a script");
    let digest = STANDARD.encode(Sha256::digest(script));
    let policy = list.head("content-security-policy");
    assert!(policy.contains(&format!("script-src 'self' 'sha256-{digest}';")), "{policy}");
    assert!(html.contains("rel=\"modulepreload\" crossorigin href=\"/assets/list-"), "{html}");

    let record = get(&signed_in, "/o/lead/0190b6a0-0000-7000-8000-000000000001", "").await;
    let workbench = get(&signed_in, "/", "").await;
    let signin = get(&nobody, "/o/lead", "").await;
    assert_eq!(signin.body, get(&signed_in, "/signin", "").await.body, "who isn't signed in is to sign in");
    let all = [&list, &record, &workbench, &signin];
    for (at, one) in all.iter().enumerate() {
        assert!(
            all[at + 1..]
                .iter()
                .all(|other| one.body != other.body && one.head("etag") != other.head("etag"))
        );
    }
    let files = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    for file in files.filter(|file| file.starts_with("/assets/")) {
        assert_eq!(get(&nobody, file, "").await.status.as_u16(), 200, "{file}");
    }
}

#[db_test]
async fn files_come_in_the_form_that_the_caller_takes(db: TestDb) {
    let app = TestApp::new(db).await;
    let nobody = app.nobody();
    let plain = get(&nobody, "/", "").await;
    for (encoding, expected) in [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0", "")] {
        let answer = get(&nobody, "/", encoding).await;
        if plain.head("vary").is_empty() {
            // Built without compressed forms.
            assert_eq!(answer.body, plain.body);
        } else {
            assert_eq!(answer.head("content-encoding"), expected, "{encoding}");
            assert_eq!(answer.head("vary"), "accept-encoding");
        }
    }
}

#[db_test]
async fn a_process_without_the_page_serves_the_api_alone(db: TestDb) {
    let mut app = TestApp::new(db).await;
    let options = shuke_http::Options { page: shuke_http::Page::Without, ..Default::default() };
    app.router = shuke_http::router(app.app.clone(), options);
    let nobody = app.nobody();
    assert_eq!(get(&nobody, "/", "").await.refused(404), "no_such_path");
    nobody.get("/info").await.expect(200);
}
