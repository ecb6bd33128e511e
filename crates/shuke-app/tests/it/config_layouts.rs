//! Layouts of objects in the configuration files.

use serde_json::json;
use shuke_app::config::{Files, Wanted};
use shuke_testkit::{TestDb, db_test};

use crate::config::{edit, export, here, labels};
use crate::office::{Office, map, told};

/// The object's file without its layouts.
fn without_layouts(files: &Files, file: &str) -> Files {
    let mut files = files.clone();
    let text = files.get_mut(file).unwrap_or_else(|| panic!("no {file}"));
    let parts = text.split("\n[[").filter(|part| !part.starts_with("layouts]]"));
    *text = parts.collect::<Vec<_>>().join("\n[[");
    files
}

#[db_test]
async fn layouts_that_are_not_given_stay_and_go_with_all_that_is_theirs_when_pruned(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    for name in ["few", "more"] {
        let begun = json!({"name": name, "labels": labels("精简", "Short"), "types": ["company"]});
        app.begin_layout(&office.boss(), "account", &map(begun)).await.unwrap();
        app.publish_layout(&office.boss(), "account", name, &map(json!({}))).await.unwrap();
    }
    app.save_layout_draft(&office.boss(), "account", "few", &map(json!({"types": []}))).await.unwrap();
    let named = || {
        let company = app.company();
        let account = company.schema.object("account").unwrap();
        account.layouts.iter().map(|layout| layout.name.clone()).collect::<Vec<_>>()
    };
    let all = ["person", "few", "more"];
    assert_eq!(named(), all);
    let whole = export(&office).await;
    let bare = without_layouts(&whole, "objects/account.toml");
    let seen = app.apply_config(&office.boss(), &bare, &here()).await.unwrap();
    assert!(seen.is_empty(), "{seen:#?}");
    // One of them is given, and changed; the others stand around it as before.
    let one = without_layouts(&whole, "objects/account.toml");
    let text = &whole["objects/account.toml"];
    let part = text.split("\n[[").find(|part| part.contains("name = \"few\"")).expect("a layout");
    let few = format!("{}\n[[{}\n", one["objects/account.toml"].trim_end(), part.replace("精简", "更精简"));
    let mut one = one;
    one.insert("objects/account.toml".to_owned(), few);
    assert_eq!(app.apply_config(&office.boss(), &one, &here()).await.unwrap().changed, 1);
    assert_eq!(named(), all);
    let kept = async || {
        let mut conn = app.store().read().await.unwrap();
        let drafts = conn.layout_drafts("account").await.unwrap();
        let versions = conn.layout_versions("account").await.unwrap();
        drafts
            .into_iter()
            .map(|it| it.layout)
            .chain(versions.into_iter().map(|it| it.layout))
            .collect::<Vec<_>>()
    };
    assert!(kept().await.contains(&"more".to_owned()) && kept().await.contains(&"few".to_owned()));

    let prune = Wanted { prune: true, ..here() };
    let told = app.apply_config(&office.boss(), &one, &prune).await.unwrap();
    assert_eq!(told.changed, 1, "{told:#?}");
    assert_eq!(named(), ["few"]);
    assert!(kept().await.iter().all(|name| name == "few"), "{:?}", kept().await);
    app.apply_config(&office.boss(), &bare, &prune).await.unwrap();
    assert!(named().is_empty() && kept().await.is_empty(), "{:?}", kept().await);
    assert_eq!(office.audit().await.matches("layout.deleted").count(), 3);
}

#[db_test]
async fn key_facts_and_tabs_of_layouts_travel_in_the_files(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    let said = json!({"highlights": ["owner", "level"], "related_tabs": ["opportunity.account"]});
    app.save_layout_draft(&office.boss(), "account", "default", &map(said)).await.unwrap();
    app.publish_layout(&office.boss(), "account", "default", &map(json!({}))).await.unwrap();
    let files = export(&office).await;
    let text = &files["objects/account.toml"];
    assert!(text.contains("layout_highlights = [\"owner\", \"level\"]"), "{text}");
    assert!(text.contains("layout_related_tabs = [\"opportunity.account\"]"), "{text}");
    assert!(app.compare_config(&office.boss(), &files, &here()).await.unwrap().is_empty());

    let line = "layout_highlights = [\"owner\", \"level\"]";
    let other = edit(&files, "objects/account.toml", line, "layout_highlights = [\"level\", \"name\"]");
    let seen = app.apply_config(&office.boss(), &other, &here()).await.unwrap();
    let words = format!("{seen:?}");
    assert!(words.contains("Key facts") || words.contains("关键指标"), "{words}");
    let account = app.company().schema.object("account").unwrap().clone();
    assert_eq!(account.layout_highlights, Some(vec!["level".to_owned(), "name".to_owned()]));
    assert_eq!(account.layout_related_tabs, Some(vec!["opportunity.account".to_owned()]));
    let wrong = edit(&files, "objects/account.toml", line, "layout_highlights = [\"none\"]");
    assert!(told(app.apply_config(&office.boss(), &wrong, &here()).await).contains("unknown_field"));
}
