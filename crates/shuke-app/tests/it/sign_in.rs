//! Signing in and out, lock-out, sessions and tokens.

use chrono::{DateTime, TimeDelta};
use serde_json::json;
use shuke_app::App;
use shuke_base::Locale;
use shuke_testkit::{TestDb, db_test};

use crate::PASSWORD;
use crate::office::{Office, map, told};

async fn attempt(app: &App, login: &str, password: &str) -> String {
    match app.sign_in(login, password, "a browser").await {
        Ok(_) => "welcome".to_owned(),
        Err(fault) => fault.code.name().to_owned(),
    }
}

#[db_test]
async fn a_session_lasts_until_sign_out_and_no_secret_is_kept(db: TestDb) {
    let office = Office::open(db).await;
    let entered = office.app.sign_in(" ADMIN ", PASSWORD, "Firefox\u{7}").await.expect("welcome");
    assert_eq!(entered.user, office.admin);
    assert_eq!(entered.token.len(), 64);
    assert_eq!(office.app.session_user(&entered.token).await.unwrap(), office.admin);
    assert_eq!(office.app.session_user(&entered.token).await.unwrap(), office.admin, "from memory, too");
    let stored = office.db.store.read().await.unwrap().sessions_of(office.admin).await.unwrap();
    assert_eq!((stored.len(), stored[0].agent.as_str()), (1, "Firefox"));
    let me = office.app.users(&office.boss()).await.unwrap().items.remove(0);
    assert_eq!(me.last_sign_in_at, Some(office.db.now()));

    office.app.sign_out(&entered.token).await.unwrap();
    assert_eq!(told(office.app.session_user(&entered.token).await), "session_expired");
    office.app.sign_out(&entered.token).await.expect("signing out twice is no failure");
    assert_eq!(told(office.app.session_user("never seen").await), "session_expired");

    assert_eq!(attempt(&office.app, "admin", "wrong").await, "bad_credentials");
    let audit = office.audit().await;
    for action in ["sign_in.succeeded", "sign_in.ended", "sign_in.failed"] {
        assert_eq!(audit.matches(action).count(), 1, "{action} in {audit}");
    }
    for secret in [entered.token.as_str(), PASSWORD, "wrong", "argon2"] {
        assert!(!audit.contains(secret), "{secret} in {audit}");
    }
}

#[db_test]
async fn five_failures_lock_out_for_fifteen_minutes(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    for _ in 0..4 {
        assert_eq!(attempt(app, "admin", "wrong").await, "bad_credentials");
    }
    let fault = app.sign_in("admin", "wrong", "").await.expect_err("the fifth");
    assert_eq!(fault.code.name(), "locked_out");
    assert!(fault.message(Locale::En).contains("in 15 minutes"), "{fault}");
    office.db.clock.advance(TimeDelta::minutes(14) + TimeDelta::seconds(30));
    let fault = app.sign_in("admin", PASSWORD, "").await.expect_err("still locked");
    assert!(fault.message(Locale::ZhCn).contains("请 1 分钟后再试"), "{fault}");
    assert!(app.users(&office.boss()).await.unwrap().items[0].locked);
    office.db.clock.advance(TimeDelta::seconds(30));
    assert_eq!(attempt(app, "admin", PASSWORD).await, "welcome");
    assert!(!app.users(&office.boss()).await.unwrap().items[0].locked);
    assert_eq!(office.audit().await.matches("sign_in.locked_out").count(), 1);
}

#[db_test]
async fn a_success_forgets_failures_and_an_administrator_unlocks(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    for round in 0..3 {
        for _ in 0..4 {
            assert_eq!(attempt(&office.app, "zhangwei", "wrong").await, "bad_credentials", "round {round}");
        }
        assert_eq!(attempt(&office.app, "zhangwei", PASSWORD).await, "welcome");
    }
    for _ in 0..5 {
        attempt(&office.app, "zhangwei", "wrong").await;
    }
    assert_eq!(attempt(&office.app, "zhangwei", PASSWORD).await, "locked_out");
    let view = office.app.change_user(&office.boss(), user, &map(json!({"locked": false}))).await.unwrap();
    assert!(!view.locked);
    assert_eq!(attempt(&office.app, "zhangwei", PASSWORD).await, "welcome");
}

#[db_test]
async fn a_login_that_nobody_has_answers_like_any_other(db: TestDb) {
    let office = Office::open(db).await;
    office.hire("zhangwei", &["sales"]).await;
    for tries in 1..=7 {
        let known = attempt(&office.app, "zhangwei", "wrong").await;
        let unknown = attempt(&office.app, "nobody", "wrong").await;
        assert_eq!(known, unknown, "try {tries}");
    }
    office.db.clock.advance(TimeDelta::minutes(15));
    assert_eq!(attempt(&office.app, "nobody", "wrong").await, "bad_credentials");
    assert_eq!(attempt(&office.app, "no\0body", "wrong").await, "bad_credentials");
    assert_eq!(attempt(&office.app, "", "").await, "bad_credentials");
    assert!(!office.audit().await.contains("nobody"), "what was typed may be a password");
}

#[db_test]
async fn tries_at_the_same_time_count_all(db: TestDb) {
    let office = Office::open(db).await;
    let tries = (0..20).map(|_| attempt(&office.app, "admin", "wrong"));
    let answers = futures::future::join_all(tries).await;
    let refused = answers.iter().filter(|answer| *answer == "bad_credentials").count();
    assert_eq!((refused, answers.len()), (4, 20), "{answers:?}");
}

#[db_test]
async fn a_session_in_use_is_prolonged_and_an_idle_one_ends(db: TestDb) {
    let office = Office::open(db).await;
    let token = office.app.sign_in("admin", PASSWORD, "").await.unwrap().token;
    for _ in 0..3 {
        office.db.clock.advance(TimeDelta::days(29));
        assert_eq!(office.app.session_user(&token).await.unwrap(), office.admin);
    }
    office.db.clock.advance(TimeDelta::days(30));
    assert_eq!(told(office.app.session_user(&token).await), "session_expired");
}

#[db_test]
async fn who_is_switched_off_is_out_at_once(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let session = office.app.sign_in("zhangwei", PASSWORD, "").await.unwrap().token;
    let made = office.app.create_token(&office.ctx(user), &map(json!({"name": "script"}))).await.unwrap();
    assert_eq!(office.app.session_user(&session).await.unwrap(), user);
    assert_eq!(office.app.token_user(&made.secret).await.unwrap(), user);

    // By the plain record, which ends in the same rules as the call for people.
    office.app.change(&office.boss(), "user", user, &map(json!({"active": false})), None).await.unwrap();
    assert_eq!(told(office.app.session_user(&session).await), "session_expired");
    assert_eq!(told(office.app.token_user(&made.secret).await), "account_inactive");
    assert_eq!(attempt(&office.app, "zhangwei", PASSWORD).await, "account_inactive");
    assert_eq!(
        attempt(&office.app, "zhangwei", "wrong").await,
        "bad_credentials",
        "only who knows it is told"
    );

    office.app.change_user(&office.boss(), user, &map(json!({"active": true}))).await.unwrap();
    assert_eq!(attempt(&office.app, "zhangwei", PASSWORD).await, "welcome");
    assert_eq!(office.app.token_user(&made.secret).await.unwrap(), user);
}

#[db_test]
async fn a_new_password_ends_the_other_sessions(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let here = office.app.sign_in("zhangwei", PASSWORD, "here").await.unwrap().token;
    let there = office.app.sign_in("zhangwei", PASSWORD, "there").await.unwrap().token;
    assert_eq!(office.app.session_user(&there).await.unwrap(), user);
    let ctx = office.ctx(user);
    let change = |old: &str, new: &str| map(json!({"password": {"old": old, "new": new}}));
    let wrong = office.app.change_me(&ctx, &change("wrong", "a-fresh-password"), Some(&here)).await;
    assert_eq!(told(wrong), "invalid_input: password.old wrong_password");
    let weak = office.app.change_me(&ctx, &change(PASSWORD, "zhangwei"), Some(&here)).await;
    assert_eq!(told(weak), "invalid_input: password.new weak_password");
    office.app.change_me(&ctx, &change(PASSWORD, "a-fresh-password"), Some(&here)).await.unwrap();
    assert_eq!(office.app.session_user(&here).await.unwrap(), user);
    assert_eq!(told(office.app.session_user(&there).await), "session_expired");
    assert_eq!(attempt(&office.app, "zhangwei", PASSWORD).await, "bad_credentials");
    assert_eq!(attempt(&office.app, "zhangwei", "a-fresh-password").await, "welcome");

    let reset = map(json!({"password": "set-by-the-boss"}));
    office.app.change_user(&office.boss(), user, &reset).await.unwrap();
    assert_eq!(told(office.app.session_user(&here).await), "session_expired");
    assert_eq!(attempt(&office.app, "zhangwei", "set-by-the-boss").await, "welcome");
}

#[db_test]
async fn guessing_the_old_password_locks_out(db: TestDb) {
    let office = Office::open(db).await;
    let change = map(json!({"password": {"old": "wrong", "new": "a-fresh-password"}}));
    for _ in 0..4 {
        let answer = office.app.change_me(&office.boss(), &change, None).await;
        assert_eq!(told(answer), "invalid_input: password.old wrong_password");
    }
    assert_eq!(told(office.app.change_me(&office.boss(), &change, None).await), "locked_out");
    let right = map(json!({"password": {"old": PASSWORD, "new": "a-fresh-password"}}));
    assert_eq!(told(office.app.change_me(&office.boss(), &right, None).await), "locked_out");
}

#[db_test]
async fn a_token_acts_for_its_owner_until_it_is_deleted_or_ends(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let ctx = office.ctx(user);
    let ends = DateTime::parse_from_rfc3339("2026-03-02T08:00:00Z").unwrap();
    let made =
        office.app.create_token(&ctx, &map(json!({"name": "script", "expires_at": ends}))).await.unwrap();
    assert!(made.secret.starts_with("shk_") && made.secret.len() > 60);
    assert_eq!(office.app.token_user(&made.secret).await.unwrap(), user);
    let shown = office.app.tokens(&ctx).await.unwrap().items;
    assert_eq!((shown.len(), shown[0].last_used_at), (1, Some(office.db.now())));
    assert!(!serde_json::to_string(&shown).unwrap().contains("shk_"), "the secret is shown once");
    assert!(
        office.app.tokens(&office.boss()).await.unwrap().items.is_empty(),
        "tokens are their owner's alone"
    );
    assert_eq!(told(office.app.delete_token(&office.boss(), made.token.id).await), "not_found");

    office.db.clock.advance(TimeDelta::days(1));
    assert_eq!(told(office.app.token_user(&made.secret).await), "bad_token");
    let lasting = office.app.create_token(&ctx, &map(json!({"name": "other"}))).await.unwrap();
    assert_eq!(office.app.token_user(&lasting.secret).await.unwrap(), user);
    office.app.delete_token(&ctx, lasting.token.id).await.unwrap();
    assert_eq!(told(office.app.token_user(&lasting.secret).await), "bad_token");
    assert!(!office.audit().await.contains("shk_"));
}

#[db_test]
async fn another_process_believes_a_session_for_five_seconds_at_most(db: TestDb) {
    let office = Office::open(db).await;
    let branch = office.branch().await;
    let token = office.app.sign_in("admin", PASSWORD, "").await.unwrap().token;
    assert_eq!(branch.session_user(&token).await.unwrap(), office.admin);
    office.app.sign_out(&token).await.unwrap();
    office.db.clock.advance(TimeDelta::seconds(5));
    assert_eq!(told(branch.session_user(&token).await), "session_expired");
    branch.store().close().await;
}
