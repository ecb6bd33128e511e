//! The navigation that the company arranges: for everyone, for a role, and never with more than one may see.

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
    let usual = json!({"navigation": null});
    assert_eq!(arranged(&li).await, usual);
    assert_eq!(li.get(PATH).await.refused(403), "admin_only");
    assert_eq!(li.patch(PATH, json!({"navigation": null})).await.refused(403), "admin_only");
    assert_eq!(app.nobody().get(PATH).await.refused(401), "not_signed_in");

    let mut ear = Ear::of(&li).await;
    let everyone =
        json!({"groups": [{"group": "sales", "objects": ["account", "lead"]}], "hidden": ["contact"]});
    let set = admin.patch(PATH, json!({"navigation": everyone})).await.expect(200);
    assert_eq!(set, json!({"everyone": {"navigation": everyone}, "roles": []}));
    ear.until("event: meta").await;
    assert_eq!(arranged(&li).await["navigation"], everyone);

    // A role's own takes its place, for those who have the role.
    let sales = li.get("/me").await.expect(200)["roles"][0].clone();
    let own = json!({"groups": [{"group": "service", "objects": ["lead"]}], "hidden": []});
    let set = admin.patch(PATH, json!({"role": sales["id"], "navigation": own})).await.expect(200);
    assert_eq!(set["roles"], json!([{"role": sales, "navigation": own}]));
    assert_eq!(arranged(&li).await["navigation"], own);
    assert_eq!(arranged(&admin).await["navigation"], everyone);

    // Whoever may not read an object isn't told of it.
    let few = json!({"name": "few", "grants": {"lead": {"read": "own"}}});
    admin.post("/roles", few).await.expect(201);
    let zhao = app.person("zhao", &["few"]).await;
    let seen = json!({"groups": [{"group": "sales", "objects": ["lead"]}], "hidden": []});
    assert_eq!(arranged(&zhao).await["navigation"], seen);

    let back = admin.patch(PATH, json!({"role": sales["id"], "navigation": null})).await.expect(200);
    assert_eq!(back, json!({"everyone": {"navigation": everyone}, "roles": []}));
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
