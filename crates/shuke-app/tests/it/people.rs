//! People, departments and roles: who may manage them, and what can never happen to them.

use serde_json::json;
use shuke_app::records::batch::Operation;
use shuke_app::records::list::ListRequest;
use shuke_base::Uuid;
use shuke_testkit::{TestDb, db_test};

use crate::PASSWORD;
use crate::office::{Office, map, told};

#[db_test]
async fn only_administrators_manage_people_roles_and_objects(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales_manager"]).await;
    let (ctx, app, none) = (office.ctx(user), &office.app, map(json!({})));
    assert_eq!(told(app.users(&ctx).await), "admin_only");
    assert_eq!(told(app.create_user(&ctx, &none).await), "admin_only");
    assert_eq!(told(app.change_user(&ctx, user, &none).await), "admin_only");
    assert_eq!(told(app.roles(&ctx).await), "admin_only");
    assert_eq!(told(app.create_role(&ctx, &none).await), "admin_only");
    assert_eq!(told(app.change_role(&ctx, office.role("sales"), &none).await), "admin_only");
    assert_eq!(told(app.define_object(&ctx, &none).await), "admin_only");
    assert_eq!(told(app.change_object(&ctx, "lead", &none).await), "missing_right");
    assert_eq!(told(app.define_field(&ctx, "lead", &none).await), "missing_right");
    assert_eq!(told(app.change_field(&ctx, "lead", "name", &none).await), "missing_right");
    assert_eq!(told(app.delete_field(&ctx, "lead", "name").await), "missing_right");
    let promote = map(json!({"department": null, "active": true}));
    assert_eq!(told(app.change(&ctx, "user", user, &promote, None).await), "missing_right");
    assert_eq!(told(app.create(&ctx, "department", &map(json!({"name": "x"}))).await), "missing_right");
}

#[db_test]
async fn everything_wrong_with_a_new_person_is_told_at_once(db: TestDb) {
    let office = Office::open(db).await;
    let given = map(json!({
        "login": "Admin", "email": "nobody", "mobile": 7, "department": Uuid::from_u128(5), "password": "short",
        "roles": [Uuid::from_u128(6)], "nick": "x", "locked": true, "last_sign_in_at": "2026-01-01T00:00:00Z",
    }));
    let answer = told(office.app.create_user(&office.boss(), &given).await);
    for part in [
        "invalid_input: ",
        "login login_taken",
        "email invalid_email",
        "mobile wrong_type",
        "department unknown_reference",
        "password weak_password",
        "roles unknown_reference",
        "nick unknown_field",
        "locked read_only",
        "last_sign_in_at read_only",
        "name required",
    ] {
        assert!(answer.contains(part), "{part} in {answer}");
    }
    let none = told(office.app.create_user(&office.boss(), &map(json!({}))).await);
    assert_eq!(none, "invalid_input: login required, name required, password required");
    assert_eq!(office.app.users(&office.boss()).await.unwrap().items.len(), 1, "nothing was written");
}

#[db_test]
async fn logins_and_addresses_are_unique_in_any_case(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    let person = |login: &str, email: &str| {
        map(json!({"login": login, "name": "张伟", "password": PASSWORD, "email": email}))
    };
    let made = app.create_user(&boss, &person("ZhangWei", "zw@example.com")).await.unwrap();
    assert_eq!(made.login, "zhangwei");
    let again = told(app.create_user(&boss, &person("ZHANGWEI", "other@example.com")).await);
    assert_eq!(again, "login_taken: login login_taken");
    let again = told(app.create_user(&boss, &person("other", "zw@example.com")).await);
    assert_eq!(again, "duplicate: email duplicate");

    let wang = app.create_user(&boss, &person("wang", "w@example.com")).await.unwrap();
    let renamed = app.change_user(&boss, wang.id, &map(json!({"login": "Zhangwei"}))).await;
    assert_eq!(told(renamed), "login_taken: login login_taken");
    app.change_user(&boss, wang.id, &map(json!({"login": "Wang.Fang"}))).await.unwrap();
    assert!(app.sign_in("wang", PASSWORD, "").await.is_err());
    assert_eq!(app.sign_in("WANG.fang", PASSWORD, "").await.unwrap().user, wang.id);

    let both = [person("same", "s1@example.com"), person("same", "s2@example.com")];
    let branch = office.branch().await;
    let (one, two) = futures::join!(app.create_user(&boss, &both[0]), branch.create_user(&boss, &both[1]));
    assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1);
    assert!(told(one.and(two)).ends_with("login login_taken"));
    branch.store().close().await;
}

#[db_test]
async fn the_last_administrator_stays(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss, admin) = (&office.app, office.boss(), office.admin);
    let off = map(json!({"active": false}));
    assert_eq!(told(app.change_user(&boss, admin, &off).await), "last_admin");
    assert_eq!(told(app.change(&boss, "user", admin, &off, None).await), "last_admin");
    let batch = vec![Operation::Update(admin, off.clone().into(), None)];
    let results = app.batch(&boss, "user", batch, false).await.unwrap();
    assert_eq!(told(results.into_iter().next().unwrap()), "last_admin");
    assert_eq!(told(app.change_user(&boss, admin, &map(json!({"roles": []}))).await), "last_admin");
    assert_eq!(told(app.delete(&boss, "user", admin).await), "user_stays");

    let own = app.create_role(&boss, &map(json!({"name": "Chiefs", "admin": true}))).await.unwrap();
    let other = map(json!({"roles": [own.id]}));
    app.change_user(&office.boss(), admin, &other).await.expect("another role that administers");
    assert_eq!(
        told(app.change_role(&office.boss(), own.id, &map(json!({"admin": false}))).await),
        "last_admin"
    );
    let me = app.me(&office.boss()).await.unwrap();
    assert!(me.admin && me.roles.len() == 1, "{me:?}");

    let second = office.hire("second", &["administrator"]).await;
    app.change_role(&office.boss(), own.id, &map(json!({"admin": false})))
        .await
        .expect("somebody else remains");
    assert_eq!(told(app.users(&office.boss()).await), "admin_only");
    assert_eq!(told(app.change_user(&office.ctx(second), second, &off).await), "last_admin");
}

#[db_test]
async fn two_administrators_who_switch_each_other_off_leave_one(db: TestDb) {
    let office = Office::open(db).await;
    let second = office.hire("second", &["administrator"]).await;
    let branch = office.branch().await;
    let (one, two) = (office.boss(), office.ctx(second));
    let off = map(json!({"active": false}));
    let (first, other) = futures::join!(
        office.app.change_user(&one, second, &off),
        branch.change_user(&two, office.admin, &off)
    );
    assert_eq!([first.is_ok(), other.is_ok()].iter().filter(|ok| **ok).count(), 1, "{first:?} {other:?}");
    assert_eq!(told(first.and(other)), "last_admin");
    branch.store().close().await;
}

#[db_test]
async fn a_department_decides_what_is_seen_from_the_next_call_on(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    let department = |name: &str| map(json!({"name": name}));
    let east = app.create(&boss, "department", &department("东区")).await.unwrap().views.records[0].id;
    let manager = office.hire("manager", &["sales_manager"]).await;
    let seller = office.hire("seller", &["sales"]).await;
    let place = map(json!({"department": east}));
    app.change_user(&office.boss(), seller, &place).await.expect("a department made a moment ago");
    let lead = map(json!({"name": "李雷"}));
    app.create(&office.ctx(seller), "lead", &lead).await.unwrap();
    let count = async |user: Uuid| {
        let list = app.list(&office.ctx(user), "lead", &ListRequest::default()).await.unwrap();
        list.items.records.len()
    };
    assert_eq!((count(seller).await, count(manager).await), (1, 0));
    // By the plain record.
    app.change(&office.boss(), "user", manager, &place, None).await.unwrap();
    assert_eq!(count(manager).await, 1);
    let me = app.me(&office.ctx(manager)).await.unwrap();
    assert_eq!(me.department.map(|department| department.name), Some("东区".to_owned()));
    app.change(&office.boss(), "department", east, &department("华东"), None).await.unwrap();
    let me = app.me(&office.ctx(manager)).await.unwrap();
    assert_eq!(me.department.map(|department| department.name), Some("华东".to_owned()));
}

#[db_test]
async fn a_person_made_as_a_plain_record_signs_in_after_being_given_a_password(db: TestDb) {
    let office = Office::open(db).await;
    let values = map(json!({"login": "ZhangWei", "name": "张伟"}));
    let user = office.app.create(&office.boss(), "user", &values).await.unwrap().views.records[0].id;
    assert_eq!(told(office.app.sign_in("zhangwei", PASSWORD, "").await), "bad_credentials");
    let given = map(json!({"password": PASSWORD, "roles": [office.role("sales")]}));
    let view = office.app.change_user(&office.boss(), user, &given).await.unwrap();
    assert_eq!((view.login.as_str(), view.roles.len()), ("zhangwei", 1));
    assert_eq!(office.app.sign_in("zhangwei", PASSWORD, "").await.unwrap().user, user);
    let wrong = map(json!({"department": user}));
    let answer = office.app.change(&office.boss(), "user", user, &wrong, None).await;
    assert_eq!(told(answer), "invalid_input: department unknown_reference", "a person is no department");
}

#[db_test]
async fn departments_and_superiors_form_no_circles(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let mut ids = Vec::new();
    for name in ["一部", "二部", "三部"] {
        let parent = ids.last();
        let values = map(json!({"name": name, "parent": parent}));
        ids.push(app.create(&office.boss(), "department", &values).await.unwrap().views.records[0].id);
    }
    let boss = office.boss();
    for (from, to) in [(0, 0), (0, 1), (0, 2)] {
        let parent = map(json!({"parent": ids[to]}));
        let answer = app.change(&boss, "department", ids[from], &parent, None).await;
        assert_eq!(told(answer), "invalid_input: parent circular_parent", "{from} {to}");
    }
    assert_eq!(told(app.delete(&boss, "department", ids[1]).await), "department_in_use");
    app.delete(&boss, "department", ids[2]).await.expect("an empty one goes");

    let (one, two) = (office.hire("one", &[]).await, office.hire("two", &[]).await);
    let put = map(json!({"superior": one, "post": "销售经理"}));
    let told_back = app.change_user(&office.boss(), two, &put).await.unwrap();
    assert_eq!(told_back.post.as_deref(), Some("销售经理"));
    let circle = app.change_user(&office.boss(), one, &map(json!({"superior": two}))).await;
    assert_eq!(told(circle), "invalid_input: superior circular_parent");
    let own = app.change_user(&office.boss(), one, &map(json!({"superior": one}))).await;
    assert_eq!(told(own), "invalid_input: superior circular_parent");
}

#[db_test]
async fn a_role_is_no_plain_record(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss, sales) = (&office.app, office.boss(), office.role("sales"));
    let values = map(json!({"name": "x", "admin": true}));
    assert_eq!(told(app.create(&boss, "role", &values).await), "managed_elsewhere");
    assert_eq!(told(app.change(&boss, "role", sales, &values, None).await), "managed_elsewhere");
    assert_eq!(told(app.delete(&boss, "role", sales).await), "managed_elsewhere");
    let batch = vec![Operation::Create(values), Operation::Delete(sales)];
    for result in app.batch(&boss, "role", batch, false).await.unwrap() {
        assert_eq!(told(result), "managed_elsewhere");
    }
    let object = app.objects(&boss).objects.into_iter().find(|object| object.name == "role").unwrap();
    assert_eq!(object.actions, ["read", "define"]);
}

#[db_test]
async fn a_role_takes_effect_at_once_and_bad_rights_are_named(db: TestDb) {
    let office = Office::open(db).await;
    let (app, boss) = (&office.app, office.boss());
    let user = office.hire("zhangwei", &[]).await;
    assert_eq!(told(app.list(&office.ctx(user), "lead", &ListRequest::default()).await), "unknown_object");
    let given = map(
        json!({"name": "Reader", "grants": {"lead": {"read": "all"}}, "fields": {"lead": {"budget": "hidden"}}}),
    );
    let role = app.create_role(&boss, &given).await.unwrap();
    app.change_user(&office.boss(), user, &map(json!({"roles": [role.id, role.id]}))).await.unwrap();
    let list = app.list(&office.ctx(user), "lead", &ListRequest::default()).await.unwrap();
    assert!(list.items.records.is_empty());
    let lead = app.object_view(&office.ctx(user), "lead").unwrap();
    assert_eq!(lead.actions, ["read"]);
    assert!(!lead.fields.iter().any(|field| field.name == "budget"));

    let bad = map(json!({
        "name": "Reader", "color": "red", "admin": 1,
        "grants": {"leed": {}, "lead": {"reed": "all", "read": "some", "edit": {"departments": [Uuid::from_u128(9)]}}, "task": 7},
        "fields": {"lead": {"budget": "secret", "nope": "read"}},
    }));
    let answer = told(app.create_role(&office.boss(), &bad).await);
    for part in [
        "color unknown_field",
        "name duplicate",
        "admin wrong_type",
        "grants.leed unknown_object",
        "grants.lead.reed unknown_option",
        "grants.lead.read wrong_type",
        "grants.lead.edit unknown_reference",
        "grants.task wrong_type",
        "fields.lead.budget wrong_type",
        "fields.lead.nope unknown_field",
    ] {
        assert!(answer.contains(part), "{part} in {answer}");
    }
    let renamed = app.change_role(&office.boss(), role.id, &map(json!({"name": "Looker"}))).await.unwrap();
    assert_eq!(renamed.name, "Looker");
    assert!(renamed.grants.contains_key("lead"), "what isn't given stays");
    let system = app.change_role(&office.boss(), office.role("sales"), &map(json!({"admin": true}))).await;
    assert_eq!(told(system), "invalid_input: admin read_only");
    assert_eq!(told(app.change_role(&office.boss(), Uuid::from_u128(1), &map(json!({}))).await), "not_found");
}

#[db_test]
async fn everybody_sets_a_few_things_for_themselves(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("zhangwei", &["sales"]).await;
    let ctx = office.ctx(user);
    let me = office.app.me(&ctx).await.unwrap();
    assert_eq!((me.zone.as_str(), me.theme.as_str(), me.admin), ("Asia/Shanghai", "auto", false));
    assert_eq!(me.roles[0].name, "Sales");
    let given = map(json!({"name": "张伟", "locale": "en", "zone": "Europe/Paris", "theme": "dark"}));
    let me = office.app.change_me(&ctx, &given, None).await.unwrap();
    assert_eq!((me.name.as_str(), me.zone.as_str(), me.theme.as_str()), ("张伟", "Europe/Paris", "dark"));
    assert_eq!(office.app.company().names[&user].as_ref(), "张伟");
    let history = office.app.history(&office.boss(), "user", user, None, None).await.unwrap();
    assert_eq!((history.items[0].kind, history.items[0].changes.len()), ("changed", 4));
    let bad = map(json!({"login": "boss", "roles": [], "theme": 1}));
    let answer = told(office.app.change_me(&ctx, &bad, None).await);
    assert_eq!(answer, "invalid_input: login unknown_field, roles unknown_field, theme wrong_type");
    assert_eq!(told(office.app.me(&office.app.system()).await), "not_signed_in");
}
