//! Rights as a matrix: objects × scopes × actions × fields × doors, against an oracle of a few lines. Every record and
//! every hidden value carries a word of its own, and every answer is read to the last byte for words that should not
//! be in it.

mod actions;
mod doors;
mod scene;

use serde_json::json;
use shuke_testkit::{TestDb, db_test};

use scene::{OBJECTS, Scene, scopes};

#[db_test]
async fn what_a_scope_gives_is_what_every_door_gives(db: TestDb) {
    let scene = Scene::new(db).await;
    for (scope, seen) in scopes(&scene) {
        scene.role(&json!({"read": scope, "export": scope})).await;
        for object in OBJECTS {
            doors::lists(&scene, object, &seen).await;
            doors::records(&scene, object, &seen).await;
            doors::exports(&scene, object, &seen).await;
            doors::comments(&scene, object, &seen).await;
            doors::notices(&scene, object, &seen).await;
        }
        doors::settings(&scene).await;
        doors::references(&scene, &seen).await;
        doors::events(&scene, &seen).await;
    }
}

#[db_test]
async fn a_seat_adds_one_record_at_every_door(db: TestDb) {
    let scene = Scene::new(db).await;
    scene.role(&json!({"read": "own", "export": "own"})).await;
    for object in OBJECTS {
        scene.seat(object, "zhao").await;
        doors::lists(&scene, object, &["li", "zhao"]).await;
        doors::records(&scene, object, &["li", "zhao"]).await;
        doors::exports(&scene, object, &["li"]).await;
        doors::comments(&scene, object, &["li", "zhao"]).await;
        doors::notices(&scene, object, &["li", "zhao"]).await;
    }
    doors::references(&scene, &["li", "zhao"]).await;
}

#[db_test]
async fn a_condition_adds_what_meets_it_at_every_door(db: TestDb) {
    let scene = Scene::new(db).await;
    scene.role(&json!({"read": "own", "export": "own"})).await;
    for object in OBJECTS {
        scene.condition(object, &["zhao", "qian"]).await;
        doors::lists(&scene, object, &["li", "qian", "zhao"]).await;
        doors::records(&scene, object, &["li", "qian", "zhao"]).await;
        doors::exports(&scene, object, &["li"]).await;
    }
    doors::references(&scene, &["li", "qian", "zhao"]).await;
    doors::events(&scene, &["li", "qian", "zhao"]).await;
}

#[db_test]
async fn who_looks_as_somebody_sees_just_what_they_see(db: TestDb) {
    let mut scene = Scene::new(db).await;
    scene.look_as_li().await;
    for (scope, seen) in scopes(&scene) {
        scene.role(&json!({"read": scope, "export": scope})).await;
        for object in OBJECTS {
            doors::lists(&scene, object, &seen).await;
            doors::records(&scene, object, &seen).await;
            doors::notices(&scene, object, &seen).await;
        }
        doors::references(&scene, &seen).await;
    }
}

#[db_test]
async fn each_action_reaches_as_far_as_it_is_granted(db: TestDb) {
    let scene = Scene::new(db).await;
    for (scope, reached) in scopes(&scene) {
        let grants =
            json!({"read": "all", "edit": scope, "delete": scope, "transfer": scope, "bulk_edit": scope});
        scene.role(&grants).await;
        for object in OBJECTS {
            actions::one_by_one(&scene, object, &reached).await;
            actions::in_bulk(&scene, object, &reached).await;
        }
    }
}
