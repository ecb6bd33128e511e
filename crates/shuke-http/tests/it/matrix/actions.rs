//! What is done to records, one by one and many at once.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::scene::{PEOPLE, Scene, mark};

fn status(granted: bool, fine: u16) -> u16 {
    if granted { fine } else { 403 }
}

/// Change, delete, transfer; what is offered is what works.
pub(super) async fn one_by_one(scene: &Scene, object: &'static str, reached: &[&str]) {
    for owner in PEOPLE {
        let granted = reached.contains(&owner);
        let about = format!("{object} of {owner}, where {reached:?} are reached");
        let at = format!("/records/{object}/{}", scene.records[&(object, owner)]);
        let read = scene.li.get(&at).await.expect(200);
        let offered: Vec<&str> = read["can"]
            .as_array()
            .map(|all| all.iter().filter_map(Json::as_str).collect())
            .unwrap_or_default();
        for action in ["edit", "delete", "transfer"] {
            assert_eq!(offered.contains(&action), granted, "{action} of {about}: {offered:?}");
        }
        let change = scene.li.patch(&at, json!({"name": mark(object, owner)})).await;
        assert_eq!(change.status.as_u16(), status(granted, 200), "change {about}: {change:?}");
        for (field, code) in [("x_secret", "unknown_field"), ("x_shown", "field_not_writable")] {
            let refused = scene.li.patch(&at, json!({field: "x"})).await;
            assert!(matches!(refused.status.as_u16(), 422 | 403), "{field} of {about}");
            assert!(
                refused.status.as_u16() == 403 || refused.json()["errors"][0]["code"] == code,
                "{refused:?}"
            );
        }
        let deleted = scene.li.delete(&at).await;
        assert_eq!(deleted.status.as_u16(), status(granted, 204), "delete {about}");
        if granted {
            scene.li.post(&format!("{at}/restore"), json!({})).await.expect(200);
        }
        let given =
            scene.li.post(&format!("{at}/actions/transfer"), json!({"owner": scene.ids["wang"]})).await;
        assert_eq!(given.status.as_u16(), status(granted, 200), "transfer {about}: {given:?}");
        scene.admin.patch(&at, json!({"owner": scene.ids[owner]})).await.expect(200);
    }
}

/// A change of all that match touches those that the grant reaches, and no other.
pub(super) async fn in_bulk(scene: &Scene, object: &str, reached: &[&str]) {
    let word = format!("bulk {}", reached.join(" "));
    let filter = json!({"field": "name", "op": "contains", "value": "mk"});
    let body = json!({"action": "change", "values": {"x_note": word}, "filter": filter});
    let started = scene.li.post(&format!("/records/{object}/bulk"), body).await;
    if reached.is_empty() {
        assert_eq!(started.status.as_u16(), 403, "{started:?}");
        return;
    }
    let mut last = started.expect(202);
    let path = format!("/bulk/{}", last["id"].as_str().expect("an id"));
    for _ in 0..600 {
        last = scene.li.get(&path).await.expect(200);
        if !matches!(last["state"].as_str(), Some("running" | "stopping")) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut changed = Vec::new();
    for owner in PEOPLE {
        let at = format!("/records/{object}/{}", scene.records[&(object, owner)]);
        if scene.admin.get(&at).await.expect(200)["x_note"] == word.as_str() {
            changed.push(owner);
        }
    }
    assert_eq!(changed, reached, "{object}: {last}");
}
