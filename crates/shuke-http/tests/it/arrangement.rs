//! The navigation and the workbench that the company arranges: for everyone, for a role, and never with more than one may
//! see.

use serde_json::json;
use shuke_testkit::{Actor, TestApp, TestDb, db_test};

use crate::events::Ear;

const PATH: &str = "/company/arrangement";

#[db_test]
async fn what_is_arranged_reaches_whom_it_is_for(db: TestDb) {
    let app = TestApp::new(db).await;
    app.live();
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let arranged = async |who: &Actor| who.get("/me").await.expect(200)["arrangement"].clone();
    let usual = json!({"navigation": null, "workbench": null});
    assert_eq!(arranged(&li).await, usual);
    assert_eq!(li.get(PATH).await.refused(403), "admin_only");
    assert_eq!(li.patch(PATH, json!({"navigation": null})).await.refused(403), "admin_only");
    assert_eq!(app.nobody().get(PATH).await.refused(401), "not_signed_in");

    let mut ear = Ear::of(&li).await;
    let everyone =
        json!({"groups": [{"group": "sales", "objects": ["account", "lead"]}], "hidden": ["contact"]});
    let set = admin.patch(PATH, json!({"navigation": everyone})).await.expect(200);
    assert_eq!(set, json!({"everyone": {"navigation": everyone, "workbench": null}, "roles": []}));
    ear.until("event: meta").await;
    assert_eq!(arranged(&li).await["navigation"], everyone);

    // A role's own takes its place, for those who have the role.
    let sales = li.get("/me").await.expect(200)["roles"][0].clone();
    let own = json!({"groups": [{"group": "service", "objects": ["lead"]}], "hidden": []});
    let set = admin.patch(PATH, json!({"role": sales["id"], "navigation": own})).await.expect(200);
    assert_eq!(set["roles"], json!([{"role": sales, "navigation": own, "workbench": null}]));
    assert_eq!(arranged(&li).await["navigation"], own);
    assert_eq!(arranged(&admin).await["navigation"], everyone);

    // Whoever may not read an object isn't told of it.
    let few = json!({"name": "few", "grants": {"lead": {"read": "own"}}});
    admin.post("/roles", few).await.expect(201);
    let zhao = app.person("zhao", &["few"]).await;
    let seen = json!({"groups": [{"group": "sales", "objects": ["lead"]}], "hidden": []});
    assert_eq!(arranged(&zhao).await["navigation"], seen);

    let back = admin.patch(PATH, json!({"role": sales["id"], "navigation": null})).await.expect(200);
    assert_eq!(back, json!({"everyone": {"navigation": everyone, "workbench": null}, "roles": []}));
    assert_eq!(arranged(&li).await["navigation"], everyone);
    admin.patch(PATH, json!({"navigation": null})).await.expect(200);
    assert_eq!(arranged(&li).await, usual);

    let log = admin.get("/audit?action=company.changed").await.expect(200).to_string();
    assert_eq!(log.matches("company.arrangement").count(), 4, "{log}");
}

#[db_test]
async fn what_makes_no_navigation_is_named_and_nothing_is_kept(db: TestDb) {
    let app = TestApp::new(db).await;
    let admin = app.admin().await;
    for (given, field, code) in [
        (json!({"navigation": 7}), "navigation", "wrong_type"),
        (
            json!({"navigation": {"groups": [{"objects": ["lead"]}]}}),
            "navigation.groups[0].group",
            "required",
        ),
        (
            json!({"navigation": {"groups": [{"group": "own", "objects": []}]}}),
            "navigation.groups[0].group",
            "unknown_option",
        ),
        (
            json!({"navigation": {"groups": [{"group": "sales", "objects": ["lead", "gone"]}]}}),
            "navigation.groups[0].objects",
            "unknown_option",
        ),
        (json!({"navigation": {"hidden": ["gone"]}}), "navigation.hidden", "unknown_option"),
        (json!({"role": "sales", "navigation": null}), "role", "unknown_reference"),
        (
            json!({"role": "0190b6a0-0000-7000-8000-000000000001", "navigation": null}),
            "role",
            "unknown_reference",
        ),
        (json!({"order": []}), "order", "unknown_field"),
        (json!({"workbench": 7}), "workbench", "wrong_type"),
        (json!({"workbench": [{"kind": "clock"}]}), "workbench[0].kind", "unknown_option"),
        (json!({"workbench": [{"kind": "funnel"}]}), "workbench[0].object", "required"),
        (
            json!({"workbench": [{"kind": "today"}, {"kind": "funnel", "object": "gone"}]}),
            "workbench[1].object",
            "unknown_option",
        ),
    ] {
        let told = admin.patch(PATH, given).await.expect(422);
        let errors = told["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{told}");
        assert_eq!((&errors[0]["field"], &errors[0]["code"]), (&json!(field), &json!(code)), "{told}");
    }
    // Something named twice stands where it stands first.
    let twice = json!({"groups": [{"group": "sales", "objects": ["lead"]}, {"group": "service", "objects": ["lead"]}]});
    let kept = admin.patch(PATH, json!({"navigation": twice})).await.expect(200);
    let groups = &kept["everyone"]["navigation"]["groups"];
    assert_eq!(groups[0]["objects"], json!(["lead"]));
    assert_eq!(groups[1]["objects"], json!([]));
}

#[db_test]
async fn a_workbench_is_arranged_for_a_role_and_a_persons_own_stays_their_own(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let arranged = async |who: &Actor| who.get("/me").await.expect(200)["arrangement"].clone();
    let everyone = json!([{"kind": "recent"}, {"kind": "funnel", "object": "opportunity"}]);
    let set = admin.patch(PATH, json!({"workbench": everyone})).await.expect(200);
    assert_eq!(set, json!({"everyone": {"navigation": null, "workbench": everyone}, "roles": []}));
    assert_eq!(arranged(&li).await["workbench"], everyone);

    // Each part for itself: a role that says only a navigation takes everyone's workbench, and neither loses the other.
    let sales = li.get("/me").await.expect(200)["roles"][0].clone();
    let navigation = json!({"groups": [], "hidden": ["contact"]});
    admin.patch(PATH, json!({"role": sales["id"], "navigation": navigation})).await.expect(200);
    assert_eq!(arranged(&li).await, json!({"navigation": navigation, "workbench": everyone}));
    let own = json!([{"kind": "today"}]);
    let set = admin.patch(PATH, json!({"role": sales["id"], "workbench": own})).await.expect(200);
    assert_eq!(set["roles"], json!([{"role": sales, "navigation": navigation, "workbench": own}]));
    assert_eq!(arranged(&li).await, json!({"navigation": navigation, "workbench": own}));
    assert_eq!(arranged(&admin).await["workbench"], everyone);
    let set = admin.patch(PATH, json!({"role": sales["id"], "navigation": null})).await.expect(200);
    assert_eq!(set["roles"], json!([{"role": sales, "navigation": null, "workbench": own}]));

    // What a person has arranged alone is not touched by it.
    let mine = json!([{"kind": "figures"}]);
    li.patch("/me/preferences", json!({"workbench": mine})).await.expect(200);
    admin.patch(PATH, json!({"role": sales["id"], "workbench": null})).await.expect(200);
    assert_eq!(li.get("/me/preferences").await.expect(200)["workbench"], mine);
    assert_eq!(arranged(&li).await["workbench"], everyone);

    // No card at all is an arrangement, too.
    admin.patch(PATH, json!({"workbench": []})).await.expect(200);
    assert_eq!(arranged(&li).await["workbench"], json!([]));
    admin.patch(PATH, json!({"workbench": null})).await.expect(200);
    assert_eq!(arranged(&li).await, json!({"navigation": null, "workbench": null}));
    let log = admin.get("/audit?action=company.changed").await.expect(200).to_string();
    assert_eq!(log.matches("company.arrangement").count(), 7, "{log}");
}

#[db_test]
async fn a_card_gives_no_sight_of_an_object_or_a_view(db: TestDb) {
    let app = TestApp::new(db).await;
    let (admin, li) = (app.admin().await, app.sales("li").await);
    let few = json!({"name": "few", "grants": {"lead": {"read": "own"}}});
    let few = admin.post("/roles", few).await.expect(201)["id"].clone();
    let zhao = app.person("zhao", &["few"]).await;
    let cards = async |who: &Actor| who.get("/me").await.expect(200)["arrangement"]["workbench"].clone();
    let view = async |name: &str, more: serde_json::Value| {
        let mut given = json!({"name": name});
        given.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        admin.post("/objects/lead/views", given).await.expect(201)["id"].clone()
    };
    let all = view("大家的", json!({"audience": "everyone"})).await;
    let some = view("少数的", json!({"audience": "some", "roles": [few]})).await;
    let private = view("我的", json!({})).await;
    let card = |id: &serde_json::Value| json!({"kind": "view", "object": "lead", "id": id});

    // Only what is shared can be given to others.
    let refused = |told: serde_json::Value| {
        let error = &told["errors"][0];
        (error["field"].as_str().unwrap_or_default().to_owned(), error["code"].clone())
    };
    let told = admin.patch(PATH, json!({"workbench": [card(&all), card(&private)]})).await.expect(422);
    assert_eq!(refused(told), ("workbench[1].id".to_owned(), json!("view_private")));
    let gone = json!("0190b6a0-0000-7000-8000-000000000001");
    let told = admin.patch(PATH, json!({"workbench": [card(&gone)]})).await.expect(422);
    assert_eq!(refused(told), ("workbench[0].id".to_owned(), json!("unknown_reference")));
    let elsewhere = json!({"kind": "view", "object": "account", "id": all});
    let told = admin.patch(PATH, json!({"workbench": [elsewhere]})).await.expect(422);
    assert_eq!(refused(told), ("workbench[0].id".to_owned(), json!("unknown_reference")));
    assert_eq!(cards(&li).await, json!(null));

    let funnel = json!({"kind": "funnel", "object": "opportunity"});
    let given = json!([{"kind": "today"}, funnel, card(&all), card(&some)]);
    admin.patch(PATH, json!({"workbench": given})).await.expect(200);
    assert_eq!(cards(&admin).await, given);
    assert_eq!(cards(&li).await, json!([{"kind": "today"}, funnel, card(&all)]));
    assert_eq!(cards(&zhao).await, json!([{"kind": "today"}, card(&all), card(&some)]));

    // One that is withdrawn or deleted later is there for nobody; what is arranged stays as it is.
    let path = |id: &serde_json::Value| format!("/objects/lead/views/{}", id.as_str().expect("an id"));
    admin.patch(&path(&some), json!({"audience": "private"})).await.expect(200);
    admin.delete(&path(&all)).await.expect(204);
    assert_eq!(cards(&zhao).await, json!([{"kind": "today"}]));
    assert_eq!(cards(&admin).await, json!([{"kind": "today"}, funnel]));
    assert_eq!(admin.get(PATH).await.expect(200)["everyone"]["workbench"], given);
    // It doesn't stand in the way of another change.
    let fewer = json!([{"kind": "recent"}, card(&all), card(&some)]);
    admin.patch(PATH, json!({"workbench": fewer})).await.expect(200);
    assert_eq!(cards(&zhao).await, json!([{"kind": "recent"}]));
}
