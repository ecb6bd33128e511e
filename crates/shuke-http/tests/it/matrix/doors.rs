//! Every way that records leave by.

use std::time::Duration;

use axum::http::Method;
use http_body_util::BodyExt;
use serde_json::{Value as Json, json};
use shuke_base::Uuid;
use shuke_testkit::Answer;

use super::scene::{PEOPLE, Scene, mark, marks};

/// The text of an answer; no secret is in it, whatever the door.
fn text(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    for secret in ["hush", "x_secret", "x_paper", "x_hid", "paper of"] {
        assert!(!text.contains(secret), "{secret} is told: {text}");
    }
    text
}

fn names(object: &str) -> Json {
    let any: Vec<Json> = PEOPLE.iter().map(|owner| json!(mark(object, owner))).collect();
    json!({"field": "name", "op": "in", "value": any})
}

/// Lists, counts, groups, and the search.
pub(super) async fn lists(scene: &Scene, object: &str, seen: &[&str]) {
    let li = &scene.li;
    let about = format!("{object} of {seen:?}");
    boards(scene, object, seen).await;
    if seen.is_empty() {
        for answer in [
            li.get(&format!("/records/{object}")).await,
            li.post(&format!("/records/{object}/query"), json!({"filter": names(object)})).await,
        ] {
            assert!(matches!(answer.status.as_u16(), 403 | 404), "{about}: {}", text(&answer));
            assert!(marks(&text(&answer), object).is_empty(), "{about}");
        }
    } else {
        for path in [
            "?total=exact",
            "?sort=-name&total=exact",
            "?sort=x_shown,-created_at&total=exact&fields=name,x_shown,owner",
        ] {
            let page = li.get(&format!("/records/{object}{path}")).await;
            assert_eq!(marks(&text(&page), object), seen, "{about} {path}");
            assert_eq!(page.expect(200)["total"]["value"], seen.len(), "{about} {path}");
        }
        let query = format!("/records/{object}/query");
        for filter in [
            names(object),
            json!({"not": {"field": "name", "op": "eq", "value": "x"}}),
            json!({"field": "x_shown", "op": "eq", "value": "after"}),
            // A week of a calendar.
            json!({"and": [{"field": "x_day", "op": "gte", "value": "2026-03-02"}, {"field": "x_day", "op": "lte", "value": "2026-03-08"}]}),
        ] {
            let page = li.post(&query, json!({"filter": filter, "total": "exact"})).await;
            assert_eq!(marks(&text(&page), object), seen, "{about} {filter}");
            assert_eq!(page.expect(200)["total"]["value"], seen.len(), "{about} {filter}");
        }
        for field in ["owner", "name", "x_shown", "x_pick"] {
            let groups = li.post(&query, json!({"group_by": [field], "measures": [{"fn": "count"}]})).await;
            let told = text(&groups);
            assert!(field != "name" || marks(&told, object) == seen, "{about} by {field}: {told}");
            let counts = groups.expect(200)["groups"]
                .as_array()
                .expect("groups")
                .iter()
                .map(|group| group["values"]["count"].as_u64().unwrap_or(99))
                .sum::<u64>();
            assert_eq!(counts, seen.len() as u64, "{about} by {field}: {told}");
        }
        for hidden in [
            json!({"filter": {"field": "x_secret", "op": "not_empty"}}),
            json!({"group_by": ["x_secret"], "measures": [{"fn": "count"}]}),
            json!({"measures": [{"fn": "max", "field": "x_secret"}]}),
            json!({"sort": ["x_secret"]}),
            json!({"fields": ["x_secret"]}),
            json!({"filter": {"field": "x_hid", "op": "not_empty"}}),
            json!({"fields": ["x_hid"]}),
        ] {
            let refused = li.post(&query, hidden.clone()).await;
            assert_eq!(refused.status.as_u16(), 422, "{about} {hidden}: {refused:?}");
        }
    }
    for owner in PEOPLE {
        let found = li.get(&format!("/search?q={}", mark(object, owner))).await;
        let expected: Vec<&str> = seen.iter().copied().filter(|one| *one == owner).collect();
        assert_eq!(marks(&text(&found), object), expected, "{about}: search for {owner}");
        let found = li.get(&format!("/search?q=hush2{}", mark(object, owner))).await;
        assert!(
            marks(&String::from_utf8_lossy(&found.body), object).is_empty(),
            "{about}: found by what is hidden"
        );
    }
}

/// Columns of cards: all records in sight stand in one, whatever the order and the filter.
async fn boards(scene: &Scene, object: &str, seen: &[&str]) {
    let path = format!("/records/{object}/board");
    if seen.is_empty() {
        let refused = scene.li.post(&path, json!({"group": "x_pick"})).await;
        assert!(matches!(refused.status.as_u16(), 403 | 404), "{object}: {}", text(&refused));
        return assert!(marks(&text(&refused), object).is_empty(), "{object}");
    }
    for asked in [
        json!({"group": "x_pick"}),
        json!({"group": "x_pick", "sort": ["-name"], "fields": ["name", "x_shown"], "filter": names(object)}),
    ] {
        let board = scene.li.post(&path, asked.clone()).await;
        assert_eq!(marks(&text(&board), object), seen, "{object} {asked}");
        let board = board.expect(200);
        let column = board["columns"].as_array().expect("columns").iter().find(|one| one["value"] == "one");
        let cards = column.and_then(|column| column["items"].as_array()).expect("a column");
        assert_eq!(cards.len(), seen.len(), "{object} {asked}: {board}");
    }
    for hidden in [
        json!({"group": "x_pick", "sort": ["x_secret"]}),
        json!({"group": "x_pick", "fields": ["x_secret"]}),
        json!({"group": "x_pick", "filter": {"field": "x_secret", "op": "not_empty"}}),
        json!({"group": "x_secret"}),
    ] {
        let refused = scene.li.post(&path, hidden.clone()).await;
        assert_eq!(refused.status.as_u16(), 422, "{object} {hidden}: {refused:?}");
    }
}

/// The settings as files go through the administrators' door alone, and hold no records.
pub(super) async fn settings(scene: &Scene) {
    let export = scene.admin.get("/config/export").await;
    let files = crate::config::unzip(&export.body);
    assert!(files.contains("x_secret"), "definitions are in it");
    for word in ["hush", "paper of", "mklead", "mkaccount", "mkthing"] {
        assert!(!files.contains(word), "{word} of a record is told");
    }
    let refused = scene.li.get("/config/export").await;
    assert_eq!(refused.status.as_u16(), 403, "{}", text(&refused));
    for path in ["/config/compare", "/config/apply"] {
        let refused = crate::config::send(&scene.li, path, &export.body, json!({})).await;
        assert_eq!(refused.status.as_u16(), 403, "{path}: {}", text(&refused));
    }
}

/// A record and everything beside it.
pub(super) async fn records(scene: &Scene, object: &'static str, seen: &[&str]) {
    let moment = scene.app.db.now().to_rfc3339().replace('+', "%2B");
    for owner in PEOPLE {
        let at = format!("/records/{object}/{}", scene.records[&(object, owner)]);
        let expected = if seen.contains(&owner) { 200 } else { 404 };
        let as_of = format!("{at}?as_of={moment}");
        for path in [
            at.clone(),
            as_of,
            format!("{at}?fields=name"),
            format!("{at}/history"),
            format!("{at}/timeline"),
            format!("{at}/access"),
            format!("{at}/team"),
            format!("{at}/followers"),
            format!("{at}/comments/people"),
        ] {
            let answer = scene.li.get(&path).await;
            let told = text(&answer);
            assert_eq!(
                answer.status.as_u16(),
                expected,
                "{path} of {owner}, where {seen:?} are seen: {told}"
            );
            assert!(expected == 200 || marks(&told, object).is_empty(), "{path}: {told}");
        }
        let [paper, open] = &scene.files[&(object, owner)];
        for (file, status) in [(paper, 404), (open, expected)] {
            let answer = scene.li.get(&format!("/files/{file}")).await;
            assert_eq!(answer.status.as_u16(), status, "a file of {object} of {owner}: {}", text(&answer));
        }
        if expected == 200 {
            for hidden in ["x_secret", "x_hid"] {
                let refused = scene.li.get(&format!("{at}?fields={hidden}")).await;
                assert_eq!(refused.status.as_u16(), 422, "{at}");
            }
            let lines = scene.li.get(&format!("{at}?fields=x_list")).await.expect(200)["x_list"].clone();
            assert_eq!(lines[0]["word"], json!(mark(object, owner)), "{at}");
            let refused = scene.li.patch(&at, json!({"x_list": []})).await;
            assert!(matches!(refused.status.as_u16(), 403 | 404), "{at}: {}", text(&refused));
        }
        writes(scene, object, owner, expected == 200).await;
    }
}

/// Without a right to write, a record that is seen is refused, and one that isn't is answered as if there were none.
async fn writes(scene: &Scene, object: &'static str, owner: &'static str, seen: bool) {
    let answers = async |id: Uuid| {
        let at = format!("/records/{object}/{id}");
        let mut all = Vec::new();
        for (method, path) in [
            (Method::PATCH, at.clone()),
            (Method::DELETE, at.clone()),
            (Method::POST, format!("{at}/restore")),
            (Method::POST, format!("{at}/actions/transfer")),
            (Method::PATCH, format!("{at}/comments/{}", scene.comments[&(object, owner)])),
            (Method::DELETE, format!("{at}/comments/{}", scene.comments[&(object, owner)])),
        ] {
            let talk = path.contains("/comments/") && method == Method::PATCH;
            let body = if talk { json!({"body": "x"}) } else { json!({"owner": scene.ids["li"]}) };
            let refused = scene.li.call(method.clone(), &path).json(&body).send().await;
            assert!(matches!(refused.status.as_u16(), 403 | 404), "{method} {path}: {}", text(&refused));
            all.push((method, refused.status.as_u16(), refused.json()["code"].clone()));
        }
        let operation = json!({"op": "update", "id": id, "values": {"name": "x"}});
        let batch = json!({"operations": [operation], "atomic": false});
        let refused = scene.li.post(&format!("/records/{object}/batch"), batch).await;
        let told = refused.json()["results"][0]["status"].clone();
        // Whoever looks as somebody else is refused as a whole.
        assert!(told == 403 || matches!(refused.status.as_u16(), 403 | 404), "{}", text(&refused));
        all
    };
    let told = answers(scene.records[&(object, owner)]).await;
    if seen {
        assert!(told.iter().any(|(_, status, _)| *status == 403), "{object} of {owner}: {told:?}");
    } else {
        assert_eq!(told, answers(scene.ids["li"]).await, "{object} of {owner} is there, and it shows");
    }
}

/// Every record was commented on with a word to the reader: what is told of it is told of records in sight alone.
pub(super) async fn notices(scene: &Scene, object: &str, seen: &[&str]) {
    let page = scene.li.get("/notifications?limit=200").await;
    let told = text(&page);
    assert_eq!(marks(&told, object), seen, "notices of {object}: {told}");
    let said = |owner: &&str| told.contains(&format!("said{}", mark(object, owner)));
    assert_eq!(PEOPLE.into_iter().filter(said).collect::<Vec<_>>(), seen, "{told}");
    let all = page.expect(200)["items"].as_array().expect("notices").len();
    assert!(all >= PEOPLE.len(), "what is out of sight has a line without words: {told}");
}

/// Who sees a record may comment on it, and nobody else.
pub(super) async fn comments(scene: &Scene, object: &'static str, seen: &[&str]) {
    for owner in PEOPLE {
        let at = format!("/records/{object}/{}", scene.records[&(object, owner)]);
        let status = if seen.contains(&owner) { 201 } else { 404 };
        let answer = scene.li.post(&format!("{at}/comments"), json!({"body": "hello"})).await;
        assert_eq!(answer.status.as_u16(), status, "{at} of {owner}: {}", text(&answer));
        let follow = scene.li.put(&format!("{at}/followers/me"), json!({})).await;
        let status = if seen.contains(&owner) { 200 } else { 404 };
        assert_eq!(follow.status.as_u16(), status, "{at} of {owner}: {}", text(&follow));
        let told = text(&scene.li.get(&format!("{at}/timeline?types=comment")).await);
        assert_eq!(told.contains("said"), seen.contains(&owner), "{at}: {told}");
    }
}

/// A file of the whole list.
pub(super) async fn exports(scene: &Scene, object: &str, seen: &[&str]) {
    let started = scene.li.post("/exports", json!({"object": object, "format": "csv"})).await;
    if seen.is_empty() {
        assert!(matches!(started.status.as_u16(), 403 | 404), "{}", text(&started));
        return;
    }
    let path = format!("/exports/{}", started.expect(202)["id"].as_str().expect("an id"));
    for _ in 0..600 {
        let now = scene.li.get(&path).await;
        if now.expect(200)["state"] != "running" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let file = scene.li.get(&format!("{path}/file")).await;
    assert_eq!(file.status.as_u16(), 200);
    assert_eq!(marks(&text(&file), object), seen, "export of {object}");
    let refused = scene.li.post("/exports", json!({"object": object, "columns": ["name", "x_secret"]})).await;
    assert_eq!(refused.status.as_u16(), 422, "{}", text(&refused));
}

/// Names of records that others point at.
pub(super) async fn references(scene: &Scene, seen: &[&str]) {
    let query = "/records/x_pointer/query";
    let page = scene.li.post(query, json!({"total": "exact"})).await;
    assert_eq!(page.expect(200)["total"]["value"], PEOPLE.len());
    assert_eq!(marks(&text(&page), "account"), seen);
    let groups = scene.li.post(query, json!({"group_by": ["x_to"], "measures": [{"fn": "count"}]})).await;
    let told = marks(&text(&groups), "account");
    assert!(told.iter().all(|owner| seen.contains(owner)), "{told:?} of {seen:?}");
    let through = json!({"field": "x_to.name", "op": "contains", "value": "mkaccount"});
    let page = scene.li.post(query, json!({"filter": through, "total": "exact"})).await;
    if page.status.as_u16() == 200 {
        assert_eq!(
            page.json()["total"]["value"],
            seen.len(),
            "a filter tells what can't be read: {}",
            text(&page)
        );
    } else {
        assert_eq!(page.status.as_u16(), 422, "{}", text(&page));
    }
    let hidden = json!({"filter": {"field": "x_to.x_secret", "op": "not_empty"}});
    assert_eq!(scene.li.post(query, hidden).await.status.as_u16(), 422);
}

/// What is told while it happens.
pub(super) async fn events(scene: &Scene, seen: &[&str]) {
    let response = scene.li.call(Method::GET, "/events").open().await;
    assert_eq!(response.status().as_u16(), 200);
    let (mut body, mut heard) = (response.into_body(), String::new());
    // Li's pointer is always in sight: once its event has come, so have those before it.
    let last = scene.admin.create("x_pointer", json!({"name": "end", "owner": scene.ids["li"]})).await;
    for round in 0..100 {
        for (object, owner) in scene.records.keys() {
            if round == 0 {
                let at = format!("/records/{object}/{}", scene.records[&(*object, *owner)]);
                scene.admin.patch(&at, json!({"x_secret": format!("hush{}", seen.len())})).await.expect(200);
                scene
                    .admin
                    .patch(&at, json!({"x_secret": format!("hush2{}", mark(object, owner))}))
                    .await
                    .expect(200);
            }
        }
        scene
            .admin
            .patch(&format!("/records/x_pointer/{last}"), json!({"name": format!("end {round}")}))
            .await
            .expect(200);
        let quiet = tokio::time::timeout(Duration::from_millis(100), async {
            while let Some(Ok(frame)) = body.frame().await {
                heard += &String::from_utf8_lossy(frame.data_ref().map_or(&[][..], |data| data.as_ref()));
            }
        });
        assert!(quiet.await.is_err(), "the line stays open");
        if heard.contains(&last.to_string()) && round > 2 {
            break;
        }
    }
    assert!(heard.contains(&last.to_string()), "nothing is heard: {heard}");
    assert!(!heard.contains("hush"), "{heard}");
    scene.admin.delete(&format!("/records/x_pointer/{last}")).await.expect(204);
    for ((object, owner), id) in &scene.records {
        assert!(
            seen.contains(owner) || !heard.contains(&id.to_string()),
            "{object} of {owner}, where {seen:?} are seen"
        );
    }
}
