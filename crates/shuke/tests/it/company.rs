//! Making a company and its people.

use serde_json::{Map, json};
use shuke_app::Via;
use shuke_base::{Fault, Locale};
use shuke_store::system::SecondFactor;
use shuke_testkit::{TestDb, db_test};

use crate::program::{Desk, finish};

#[db_test]
async fn a_company_is_made_without_a_page(db: TestDb) {
    let desk = Desk::new(&db);
    let mut weak = desk.command();
    weak.args(["init", "--admin-login", "boss", "--password-stdin"]);
    finish(&mut weak, "short\n").refused(2, "8 characters");
    let made = desk.run(&["init", "--admin-login", "boss", "--locale", "en"]).fine();
    let password =
        made.out.split("password ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a password");
    assert_eq!(password.chars().count(), 20, "{}", made.out);
    desk.run(&["init", "--admin-login", "other"]).refused(1, "holds a company already");

    let app = db.app().await;
    app.sign_in("boss", password, "test").await.expect("the printed password is right");
    assert_eq!(app.company().settings.name, "My company");
}

#[db_test]
async fn people_and_tokens_are_added(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let mut add = desk.command();
    add.args(["user", "add", "--login", "wang", "--name", "王婕", "--role", "sales", "--password-stdin"]);
    finish(&mut add, "another password\n").fine();
    desk.run(&[
        "user",
        "add",
        "--login",
        "li",
        "--role",
        "销售经理",
        "--superior",
        "wang",
        "--post",
        "销售代表",
    ])
    .fine();
    desk.run(&["user", "add", "--login", "wang"]).refused(1, "taken already");
    desk.run(&["user", "add", "--login", "x", "--role", "king"]).refused(2, "there are administrator");
    desk.run(&["user", "add", "--login", "x", "--superior", "nobody"]).refused(2, "nobody");
    desk.run(&["user", "add", "--login", "x", "--email", "not an address"]).refused(2, "e-mail");

    let token = desk.run(&["token", "create", "--user", "wang", "--name", "script", "--days", "3"]).fine();
    desk.run(&["token", "create", "--user", "nobody", "--name", "script"]).refused(2, "nobody");
    let app = db.app().await;
    let user = app.token_user(token.out.trim()).await.expect("the printed token is good");
    assert_eq!(app.company().names[&user].as_ref(), "王婕");
    app.sign_in("wang", "another password", "test").await.expect("the given password is right");
}

fn told<T: std::fmt::Debug>(answer: Result<T, Fault>) -> String {
    answer.expect_err("refused").code.name().to_owned()
}

#[db_test]
async fn whoever_is_at_the_machine_lets_people_in_again(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let app = db.app().await;
    for _ in 0..5 {
        app.sign_in("boss", "wrong", "test").await.expect_err("a wrong password");
    }
    let right = "a long password";
    assert_eq!(told(app.sign_in("boss", right, "test").await), "locked_out");
    desk.run(&["user", "unlock", "nobody"]).refused(2, "nobody");
    desk.run(&["user", "unlock", "boss"]).fine();
    let boss = app.sign_in("boss", right, "test").await.expect("in again").user;

    let ctx = app.ctx(boss, Locale::En, Via::Page);
    let factor = SecondFactor {
        user_id: boss,
        secret: vec![7; 20],
        created_at: db.now(),
        confirmed_at: Some(db.now()),
        last_step: 0,
        recovery: Vec::new(),
    };
    let put = db.store.write(move |tx| Box::pin(async move { tx.put_second_factor(&factor).await }));
    put.await.expect("a second factor");
    assert_eq!(told(app.sign_in("boss", right, "test").await), "second_factor_needed");
    let made = desk.run(&["user", "unlock", "boss", "--second-factor", "--new-password"]).fine();
    let password =
        made.out.split("Password ").nth(1).and_then(|rest| rest.split(' ').next()).expect("a password");
    assert_eq!(told(app.sign_in("boss", right, "test").await), "bad_credentials");
    app.sign_in("boss", password, "test").await.expect("the printed password is right");
    assert!(db.app().await.must(boss).is_some(), "it is to be changed");

    let own = std::net::IpAddr::from([203, 0, 113, 9]);
    let rule = Map::from_iter([("networks".to_owned(), json!(["203.0.113.0/24"]))]);
    app.change_security(&ctx, &rule, Some(own)).await.expect("a rule");
    assert!(db.app().await.let_in(None).is_err());
    desk.run(&["security", "open"]).fine();
    assert!(db.app().await.let_in(None).is_ok());
}

#[db_test]
async fn secrets_are_not_logged(db: TestDb) {
    let desk = Desk::new(&db);
    let mut init = desk.command();
    init.env("SHUKE_LOG", "trace").args(["init", "--admin-login", "boss", "--password-stdin"]);
    let ran = finish(&mut init, "a secret that nobody logs\n").fine();
    assert!(ran.err.contains("TRACE") || ran.err.contains("DEBUG"), "the log was on");
    assert!(!ran.err.contains("a secret that nobody logs") && !ran.out.contains("a secret that nobody logs"));
    let mut token = desk.command();
    token.env("SHUKE_LOG", "trace").args(["token", "create", "--user", "boss", "--name", "n"]);
    let ran = finish(&mut token, "").fine();
    assert!(!ran.err.contains(ran.out.trim()), "the token is printed and nowhere else");
}

#[db_test]
async fn a_sample_is_written_and_counted(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let ran = desk.run(&["sample", "--leads", "120", "--seed", "9"]).fine();
    assert!(ran.out.starts_with("Wrote 120 leads, "), "{ran:?}");
    desk.run(&["audit", "verify"]).fine();
}
