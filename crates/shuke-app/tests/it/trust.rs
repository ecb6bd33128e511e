//! Second factor, sessions, rules of sign-in: what they let in and what they keep out.

use chrono::TimeDelta;
use serde_json::json;
use shuke_app::App;
use shuke_app::auth::SignIn;
use shuke_app::auth::policy::Must;
use shuke_base::Uuid;
use shuke_testkit::{TestDb, db_test};

use crate::PASSWORD;
use crate::office::{Office, map, told};

/// What an authenticator app shows, made from the secret as the person typed it in: RFC 4648 and RFC 6238 once more.
fn app_shows(secret: &str, at: shuke_base::Moment) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let (mut bits, mut held, mut key) = (0_u32, 0_u32, Vec::new());
    for letter in secret.bytes() {
        let value = if letter.is_ascii_uppercase() { letter - b'A' } else { letter - b'2' + 26 };
        bits = bits << 5 | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            key.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).expect("any length");
    mac.update(&(at.timestamp() / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = (digest[19] & 15) as usize;
    let word = u32::from_be_bytes(digest[at..at + 4].try_into().expect("four")) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

async fn attempt(app: &App, login: &str, code: Option<&str>) -> String {
    let given = SignIn { login, password: PASSWORD, code, agent: "Firefox", place: Some("192.0.2.7") };
    match app.sign_in_with(given).await {
        Ok(_) => "welcome".to_owned(),
        Err(fault) => fault.code.name().to_owned(),
    }
}

/// Sets a second factor up; answers secret and recovery codes.
async fn set_up(office: &Office, user: Uuid) -> (String, Vec<String>) {
    let ctx = office.ctx(user);
    let fresh = office.app.begin_second_factor(&ctx).await.expect("a secret");
    let code = app_shows(&fresh.secret, office.db.now());
    let codes = office.app.confirm_second_factor(&ctx, &code).await.expect("confirmed").codes;
    office.db.clock.advance(TimeDelta::seconds(30));
    (fresh.secret, codes)
}

#[db_test]
async fn a_second_factor_is_asked_for_once_it_is_confirmed(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let fresh = office.app.begin_second_factor(&office.ctx(user)).await.expect("a secret");
    assert!(fresh.uri.contains(&fresh.secret) && fresh.qr.contains("<svg"));
    assert_eq!(attempt(&office.app, "zhangwei", None).await, "welcome", "not before it is confirmed");
    let wrong = office.app.confirm_second_factor(&office.ctx(user), "000000").await.map(drop);
    assert_eq!(told(wrong), "invalid_input: code second_factor_wrong");
    let (secret, codes) = set_up(&office, user).await;
    assert_eq!(codes.len(), 10);
    let twice = office.app.begin_second_factor(&office.ctx(user)).await.map(drop);
    assert_eq!(told(twice), "second_factor_exists");

    assert_eq!(attempt(&office.app, "zhangwei", None).await, "second_factor_needed");
    let code = app_shows(&secret, office.db.now());
    assert_eq!(attempt(&office.app, "zhangwei", Some(&code)).await, "welcome");
    assert_eq!(
        attempt(&office.app, "zhangwei", Some(&code)).await,
        "second_factor_wrong",
        "none is taken twice"
    );
    office.db.clock.advance(TimeDelta::seconds(30));
    let spaced = app_shows(&secret, office.db.now());
    let spaced = format!(" {} {} ", &spaced[..3], &spaced[3..]);
    assert_eq!(attempt(&office.app, "zhangwei", Some(&spaced)).await, "welcome", "as people type");
    office.db.clock.advance(TimeDelta::minutes(5));
    assert_eq!(attempt(&office.app, "zhangwei", Some(&code)).await, "second_factor_wrong", "it has expired");
    let bad = office.app.sign_in("zhangwei", "wrong", "").await.map(drop);
    assert_eq!(
        told(bad),
        "bad_credentials",
        "whoever doesn't know the password isn't told of the second factor"
    );
    let audit = office.audit().await;
    for secret in [secret.as_str(), codes[0].as_str(), code.as_str()] {
        assert!(!audit.contains(secret), "{secret} in {audit}");
    }
}

#[db_test]
async fn each_recovery_code_works_once(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let (secret, codes) = set_up(&office, user).await;
    assert_eq!(attempt(&office.app, "zhangwei", Some(&codes[3].to_uppercase())).await, "welcome");
    assert_eq!(attempt(&office.app, "zhangwei", Some(&codes[3])).await, "second_factor_wrong");
    let view = office.app.second_factor(&office.ctx(user)).await.expect("a view");
    assert_eq!((view.enabled, view.recovery_left, view.required), (true, 9, false));
    let code = app_shows(&secret, office.db.now());
    let fresh = office.app.renew_recovery_codes(&office.ctx(user), &code).await.expect("new codes").codes;
    assert_eq!(
        attempt(&office.app, "zhangwei", Some(&codes[4])).await,
        "second_factor_wrong",
        "the old are gone"
    );
    assert_eq!(attempt(&office.app, "zhangwei", Some(&fresh[0])).await, "welcome");
    office.app.disable_second_factor(&office.ctx(user), &fresh[1]).await.expect("off");
    assert_eq!(attempt(&office.app, "zhangwei", None).await, "welcome");
    assert!(office.audit().await.contains("second_factor.recovery_used"));
}

#[db_test]
async fn guessing_codes_locks_out_like_guessing_passwords(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let (secret, _) = set_up(&office, user).await;
    for _ in 0..4 {
        assert_eq!(attempt(&office.app, "zhangwei", Some("111111")).await, "second_factor_wrong");
        assert_eq!(
            attempt(&office.app, "zhangwei", None).await,
            "second_factor_needed",
            "asking is no failure"
        );
    }
    assert_eq!(attempt(&office.app, "zhangwei", Some("111111")).await, "locked_out");
    let code = app_shows(&secret, office.db.now());
    assert_eq!(attempt(&office.app, "zhangwei", Some(&code)).await, "locked_out", "also the right one");
    office.db.clock.advance(TimeDelta::minutes(15));
    let code = app_shows(&secret, office.db.now());
    assert_eq!(attempt(&office.app, "zhangwei", Some(&code)).await, "welcome");
    for _ in 0..4 {
        let wrong = office.app.disable_second_factor(&office.ctx(user), "111111").await.map(drop);
        assert_eq!(told(wrong), "invalid_input: code second_factor_wrong");
    }
    let wrong = office.app.disable_second_factor(&office.ctx(user), "111111").await.map(drop);
    assert_eq!(told(wrong), "locked_out", "a session left open doesn't serve to guess either");
}

#[db_test]
async fn an_administrator_takes_a_lost_factor_away(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let session = office.app.sign_in("zhangwei", PASSWORD, "").await.unwrap().token;
    set_up(&office, user).await;
    assert!(office.app.users(&office.boss()).await.unwrap().items.iter().any(|one| one.second_factor));
    assert_eq!(told(office.app.reset_second_factor(&office.ctx(user), user).await), "admin_only");
    office.app.reset_second_factor(&office.boss(), user).await.expect("reset");
    assert_eq!(told(office.app.session_user(&session).await), "session_expired");
    assert_eq!(attempt(&office.app, "zhangwei", None).await, "welcome");
    assert_eq!(told(office.app.reset_second_factor(&office.boss(), user).await), "not_found");
    assert!(office.audit().await.contains("second_factor.reset"));
}

#[db_test]
async fn a_role_that_needs_a_factor_does_nothing_before_it_is_set_up(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let rule = |roles: Vec<Uuid>| map(json!({"second_factor_roles": roles}));
    assert_eq!(told(office.app.change_security(&office.ctx(user), &rule(vec![]), None).await), "admin_only");
    let admins = office.app.company().user_roles[&office.admin].clone();
    assert_eq!(
        told(office.app.change_security(&office.boss(), &rule(admins), None).await),
        "own_factor_first"
    );
    let sales = office.role("sales");
    let view = office.app.change_security(&office.boss(), &rule(vec![sales]), None).await.expect("a rule");
    assert_eq!((view.second_factor_roles.len(), view.second_factor_missing), (1, 1));
    assert_eq!(office.app.must(user), Some(Must::SetUpSecondFactor));
    assert_eq!(office.app.must(office.admin), None);
    let (_, codes) = set_up(&office, user).await;
    assert_eq!(office.app.must(user), None);
    let off = office.app.disable_second_factor(&office.ctx(user), &codes[0]).await.map(drop);
    assert_eq!(told(off), "second_factor_required");
    let unknown = office.app.change_security(&office.boss(), &rule(vec![user]), None).await;
    assert_eq!(told(unknown), "invalid_input: second_factor_roles unknown_reference");
}

#[db_test]
async fn a_password_that_was_handed_out_is_changed_first(db: TestDb) {
    let office = Office::open(db).await;
    let role = office.role("sales");
    let given = json!({"login": "wangfang", "name": "王芳", "password": PASSWORD, "roles": [role]});
    let made = office.app.create_user(&office.boss(), &map(given)).await.expect("a person");
    assert!(made.must_change_password);
    assert_eq!(office.app.must(made.id), Some(Must::ChangePassword));
    let ctx = office.ctx(made.id);
    assert_eq!(office.app.me(&ctx).await.unwrap().must, Some(Must::ChangePassword));
    let change = |new: &str| map(json!({"password": {"old": PASSWORD, "new": new}}));
    let same = office.app.change_me(&ctx, &change(PASSWORD), None).await.map(drop);
    assert_eq!(told(same), "invalid_input: password.new same_password");
    office.app.change_me(&ctx, &change("a-word-of-my-own"), None).await.expect("changed");
    assert_eq!(office.app.must(made.id), None);
    let reset = map(json!({"password": "handed-out-again", "must_change_password": true}));
    office.app.change_user(&office.boss(), made.id, &reset).await.expect("reset");
    assert_eq!(office.app.must(made.id), Some(Must::ChangePassword));
}

#[db_test]
async fn the_companys_length_holds_for_new_passwords(db: TestDb) {
    let office = Office::open(db).await;
    let wrong = office.app.change_security(&office.boss(), &map(json!({"password_min": 7})), None).await;
    assert_eq!(told(wrong), "invalid_input: password_min too_small");
    office
        .app
        .change_security(&office.boss(), &map(json!({"password_min": 16})), None)
        .await
        .expect("a rule");
    let add = |password: &str| map(json!({"login": "li", "name": "李", "password": password}));
    for (password, refused) in [
        ("fifteen chars ..", false),
        ("fifteen chars .", true),
        ("administrator", true),
        ("my name is li, or is it", false),
    ] {
        let given = add(password);
        let answer = office.app.create_user(&office.boss(), &given).await;
        if refused {
            assert_eq!(told(answer), "invalid_input: password weak_password", "{password}");
        } else {
            let made = answer.unwrap_or_else(|fault| panic!("{password}: {fault}"));
            let gone = map(json!({"login": format!("li-{}", made.id.simple())}));
            office.app.change_user(&office.boss(), made.id, &gone).await.expect("renamed");
        }
    }
}

#[db_test]
async fn browsers_are_listed_and_ended_from_elsewhere(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let enter = |agent: &'static str, place: &'static str| {
        let app = office.app.clone();
        async move {
            let given =
                SignIn { login: "zhangwei", password: PASSWORD, code: None, agent, place: Some(place) };
            app.sign_in_with(given).await.expect("welcome").token
        }
    };
    let (here, there, third) =
        (enter("here", "192.0.2.1").await, enter("there", "2001:db8::7").await, enter("third", "").await);
    let ctx = office.ctx(user);
    let all = office.app.sessions(&ctx, Some(&here)).await.expect("a list").items;
    assert_eq!(all.len(), 3);
    let own = all.iter().find(|one| one.current).expect("this one");
    assert_eq!((own.agent.as_str(), own.place.as_deref()), ("here", Some("192.0.2.1")));
    let other = all.iter().find(|one| one.agent == "there").expect("that one");
    assert_eq!(office.app.session_user(&there).await.unwrap(), user);
    assert_eq!(told(office.app.end_session(&office.boss(), other.id).await), "not_found", "own ones alone");
    office.app.end_session(&ctx, other.id).await.expect("ended");
    assert_eq!(told(office.app.session_user(&there).await), "session_expired");
    assert_eq!(office.app.end_other_sessions(&ctx, Some(&here)).await.unwrap(), 1);
    assert_eq!(told(office.app.session_user(&third).await), "session_expired");
    assert_eq!(office.app.session_user(&here).await.unwrap(), user);
    assert_eq!(told(office.app.end_sessions_of(&ctx, office.admin).await), "admin_only");
    assert_eq!(office.app.end_sessions_of(&office.boss(), user).await.unwrap(), 1);
    assert_eq!(told(office.app.session_user(&here).await), "session_expired");
    assert_eq!(office.audit().await.matches("session.ended").count(), 3);
}
