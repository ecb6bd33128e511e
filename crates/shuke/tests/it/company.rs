//! Making a company and its people.

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
    desk.run(&["user", "add", "--login", "li", "--role", "销售经理", "--superior", "wang"]).fine();
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
