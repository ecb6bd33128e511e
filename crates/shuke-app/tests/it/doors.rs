//! Who may try to come in: lock-outs of addresses and logins, and networks that people are let in from.

use std::net::IpAddr;

use chrono::TimeDelta;
use serde_json::json;
use shuke_app::auth::SignIn;
use shuke_app::{App, Via};
use shuke_base::Locale;
use shuke_testkit::{TestDb, db_test};

use crate::PASSWORD;
use crate::office::{Office, map, told};

async fn attempt(app: &App, login: &str, password: &str, place: &str) -> String {
    let given = SignIn { login, password, code: None, agent: "Firefox", place: Some(place) };
    match app.sign_in_with(given).await {
        Ok(_) => "welcome".to_owned(),
        Err(fault) => fault.code.name().to_owned(),
    }
}

fn ip(text: &str) -> Option<IpAddr> {
    Some(text.parse().expect("an address"))
}

#[db_test]
async fn an_address_that_tries_many_logins_is_locked_out(db: TestDb) {
    let office = Office::open(db).await;
    let (app, from) = (&office.app, "192.0.2.7");
    for nth in 0..30 {
        assert_eq!(attempt(app, &format!("guess-{nth}"), "x", from).await, "bad_credentials", "try {nth}");
    }
    for (login, password) in [("admin", PASSWORD), ("admin", "wrong"), ("nobody", "x")] {
        assert_eq!(attempt(app, login, password, from).await, "address_locked_out", "{login}");
    }
    let branch = office.branch().await;
    assert_eq!(attempt(&branch, "admin", PASSWORD, from).await, "address_locked_out", "in every process");
    assert_eq!(attempt(app, "admin", PASSWORD, "::ffff:192.0.2.7").await, "address_locked_out");
    assert_eq!(attempt(app, "admin", PASSWORD, "192.0.2.8").await, "welcome", "others come in");
    office.db.clock.advance(TimeDelta::seconds(14 * 60 + 1));
    let given = SignIn { login: "admin", password: PASSWORD, place: Some(from), ..SignIn::default() };
    let fault = app.sign_in_with(given).await.expect_err("still locked");
    assert!(fault.message(Locale::ZhCn).contains("请 1 分钟后再试"), "{fault}");
    office.db.clock.advance(TimeDelta::minutes(1));
    assert_eq!(attempt(app, "admin", PASSWORD, from).await, "welcome");
    let audit = office.audit().await;
    assert_eq!(audit.matches("sign_in.address_locked_out").count(), 1);
    assert!(audit.contains("192.0.2.7") && !audit.contains("guess-"), "{audit}");
}

#[db_test]
async fn the_machines_own_address_is_nobodys(db: TestDb) {
    let office = Office::open(db).await;
    for nth in 0..32 {
        let told = attempt(&office.app, &format!("guess-{nth}"), "x", "127.0.0.1").await;
        assert_eq!(told, "bad_credentials", "try {nth}");
    }
    assert_eq!(attempt(&office.app, "admin", PASSWORD, "127.0.0.1").await, "welcome");
}

#[db_test]
async fn failures_are_forgotten_after_an_hour_whoever_has_the_login(db: TestDb) {
    let office = Office::open(db).await;
    let branch = office.branch().await;
    for round in 0..3 {
        for nth in 0..4 {
            for login in ["admin", "nobody"] {
                // Two processes count together.
                let app = if nth % 2 == 0 { &office.app } else { &branch };
                assert_eq!(
                    attempt(app, login, "wrong", "").await,
                    "bad_credentials",
                    "{round} {nth} {login}"
                );
            }
        }
        office.db.clock.advance(TimeDelta::hours(1));
    }
    for login in ["admin", "nobody"] {
        for _ in 0..4 {
            attempt(&office.app, login, "wrong", "").await;
        }
        assert_eq!(attempt(&branch, login, "wrong", "").await, "locked_out", "{login}");
        assert_eq!(attempt(&office.app, login, PASSWORD, "").await, "locked_out", "{login}");
    }
    // A clock that goes back doesn't keep anybody out for longer than a lock-out.
    office.db.clock.advance(TimeDelta::days(-400));
    assert_eq!(attempt(&office.app, "nobody", PASSWORD, "").await, "bad_credentials");
    assert_eq!(attempt(&office.app, "admin", PASSWORD, "").await, "welcome");
}

#[db_test]
async fn people_are_let_in_from_the_companys_networks(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    let rule = |networks: &[&str]| map(json!({"networks": networks}));
    app.let_in(None).expect("without a rule, everybody");
    let outside = app.change_security(&boss, &rule(&["203.0.113.0/24"]), ip("198.51.100.1")).await;
    assert_eq!(told(outside), "invalid_input: networks own_address_outside");
    let unknown = app.change_security(&boss, &rule(&["203.0.113.0/24"]), None).await;
    assert_eq!(told(unknown), "invalid_input: networks own_address_outside");
    let bad = app.change_security(&boss, &rule(&["203.0.113.0/24", "office"]), ip("203.0.113.9")).await;
    assert_eq!(told(bad), "invalid_input: networks invalid_network");
    let many: Vec<String> = (0..101).map(|n| format!("203.0.113.{n}")).collect();
    let many = app.change_security(&boss, &map(json!({"networks": many})), ip("203.0.113.9")).await;
    assert_eq!(told(many), "invalid_input: networks batch_too_large");

    let given = rule(&["203.0.113.77/24", " ", "2001:db8::/32", "203.0.113.0/24"]);
    let view = app.change_security(&boss, &given, ip("203.0.113.9")).await.expect("a rule");
    let written: Vec<String> = view.networks.iter().map(ToString::to_string).collect();
    assert_eq!(written, ["203.0.113.0/24", "2001:db8::/32"]);
    assert_eq!(view.own_address, ip("203.0.113.9"));
    for inside in ["203.0.113.255", "::ffff:203.0.113.1", "2001:db8:1::1"] {
        app.let_in(ip(inside)).unwrap_or_else(|fault| panic!("{inside}: {fault}"));
    }
    for outside in [ip("203.0.114.1"), ip("2001:db9::1"), ip("127.0.0.1"), None] {
        assert_eq!(told(app.let_in(outside)), "address_not_allowed", "{outside:?}");
    }
    // Other rules are changed without touching this one.
    let view = app.change_security(&boss, &map(json!({"password_min": 10})), None).await.expect("a rule");
    assert_eq!((view.networks.len(), view.password_min), (2, 10));
    assert!(office.audit().await.contains("203.0.113.0/24"));
}

#[db_test]
async fn whoever_is_at_the_machine_opens_the_doors(db: TestDb) {
    let office = Office::open(db).await;
    let machine = || shuke_app::Ctx { via: Via::Command, ..office.app.system() };
    let rule = map(json!({"networks": ["203.0.113.0/24"]}));
    office.app.change_security(&machine(), &rule, None).await.expect("nobody is kept out of the machine");
    assert_eq!(told(office.app.let_in(ip("192.0.2.7"))), "address_not_allowed");
    for nth in 0..30 {
        attempt(&office.app, &format!("guess-{nth}"), "x", "192.0.2.7").await;
    }
    assert_eq!(told(office.app.open_doors(&office.ctx(office.admin)).await.map(drop)), "fine: ()");
    office.app.change_security(&machine(), &rule, None).await.expect("once more");
    office.app.open_doors(&machine()).await.expect("open");
    office.app.let_in(ip("192.0.2.7")).expect("let in");
    assert_eq!(attempt(&office.app, "admin", PASSWORD, "192.0.2.7").await, "welcome");
    let sales = office.hire("zhangwei", &["sales"]).await;
    assert_eq!(told(office.app.open_doors(&office.ctx(sales)).await), "admin_only");
}
