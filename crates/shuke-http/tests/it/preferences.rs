//! What people arrange for themselves: it comes back on every device, and nobody else reads or loses it.

use serde_json::{Value as Json, json};
use shuke_testkit::{TestApp, TestDb, db_test};

const PATH: &str = "/me/preferences";

#[db_test]
async fn what_one_arranges_comes_back_and_is_ones_own(db: TestDb) {
    let app = TestApp::new(db).await;
    let (li, wang) = (app.sales("li").await, app.sales("wang").await);
    let steps = json!({"left": [], "away": false});
    let usual = json!({"favourites": [], "navigation": null, "workbench": null, "muted": [], "unpushed": [], "steps": steps});
    assert_eq!(li.get(PATH).await.expect(200), usual);
    let lead = li.create("lead", json!({"name": "常看的客户"})).await;
    let favourites = json!([
        {"kind": "record", "object": "lead", "id": lead},
        {"kind": "view", "object": "lead", "id": "0190b6a0-0000-7000-8000-000000000001"},
    ]);
    let navigation =
        json!({"groups": [{"group": "sales", "objects": ["task", "lead"]}], "hidden": ["contact"]});
    let kept = li.patch(PATH, json!({"favourites": favourites})).await.expect(200);
    assert_eq!(
        kept,
        json!({"favourites": favourites, "navigation": null, "workbench": null, "muted": [], "unpushed": [], "steps": steps})
    );
    li.patch(PATH, json!({"navigation": navigation})).await.expect(200);
    let workbench = json!([{"kind": "funnel", "object": "opportunity"}, {"kind": "today"}]);
    li.patch(PATH, json!({"workbench": workbench, "muted": []})).await.expect(200);
    let all = json!({"favourites": favourites, "navigation": navigation, "workbench": workbench, "muted": [], "unpushed": [], "steps": steps});
    assert_eq!(li.get(PATH).await.expect(200), all, "what wasn't given stays");
    assert_eq!(wang.get(PATH).await.expect(200), usual, "everybody has their own");
    assert_eq!(
        li.patch(PATH, json!({"navigation": null, "favourites": [], "workbench": null})).await.expect(200),
        usual
    );
    let left = json!({"left": ["people"], "away": true});
    assert_eq!(li.patch(PATH, json!({"steps": left})).await.expect(200)["steps"], left);
    assert_eq!(li.patch(PATH, json!({"steps": null})).await.expect(200), usual);
    let wrong = li.patch(PATH, json!({"steps": {"left": "x", "gone": true}})).await.expect(422);
    let told: Vec<&str> =
        wrong["errors"].as_array().unwrap().iter().filter_map(|it| it["field"].as_str()).collect();
    assert_eq!(told, ["steps.gone", "steps.left"]);
}

#[db_test]
async fn what_is_wrong_is_named_and_nothing_is_kept(db: TestDb) {
    let app = TestApp::new(db).await;
    let li = app.sales("li").await;
    let wrong =
        json!({"favourites": [{"kind": "page", "object": "lead", "id": "x"}], "navigation": {"hidden": []}});
    let answer: Json = li.patch(PATH, wrong).await.expect(422);
    let told: Vec<&str> =
        answer["errors"].as_array().unwrap().iter().filter_map(|one| one["field"].as_str()).collect();
    assert_eq!(told, ["favourites[0].kind", "favourites[0].id"]);
    assert_eq!(li.get(PATH).await.expect(200)["navigation"], Json::Null);
    app.nobody().get(PATH).await.expect(401);
}
