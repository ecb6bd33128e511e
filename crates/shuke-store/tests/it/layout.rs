//! Drafts are saved over the version that was read, and only the newest published versions are kept.

use shuke_store::system::{LayoutDraft, LayoutVersion};
use shuke_testkit::{TestDb, db_test};

fn draft(db: &TestDb, version: i64) -> LayoutDraft {
    LayoutDraft {
        object: "account".to_owned(),
        layout: "person".to_owned(),
        doc: format!("{version}"),
        version,
        updated_by: None,
        updated_at: db.now(),
    }
}

async fn put(db: &TestDb, draft: LayoutDraft, expected: Option<i64>) -> bool {
    db.store
        .write(move |tx| Box::pin(async move { tx.put_layout_draft(&draft, expected).await }))
        .await
        .unwrap()
}

#[db_test]
async fn a_draft_is_saved_over_the_version_that_was_read_alone(db: TestDb) {
    assert!(!put(&db, draft(&db, 2), Some(1)).await, "there is none");
    assert!(put(&db, draft(&db, 1), None).await);
    assert!(!put(&db, draft(&db, 1), None).await, "there is one");
    assert!(put(&db, draft(&db, 2), Some(1)).await);
    assert!(!put(&db, draft(&db, 2), Some(1)).await, "somebody was faster");
    let other = LayoutDraft { object: "lead".to_owned(), ..draft(&db, 7) };
    assert!(put(&db, other, None).await);
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.layout_drafts("account").await.unwrap(), [draft(&db, 2)]);
    assert_eq!(conn.layout_draft("account", "person").await.unwrap(), Some(draft(&db, 2)));
    assert_eq!(conn.layout_draft("account", "none").await.unwrap(), None);
    drop(conn);
    let dropped = |db: &TestDb| {
        let store = db.store.clone();
        async move {
            store.write(|tx| Box::pin(async move { tx.drop_layout_draft("account", "person").await })).await
        }
    };
    assert!(dropped(&db).await.unwrap());
    assert!(!dropped(&db).await.unwrap());
    assert_eq!(db.store.read().await.unwrap().layout_drafts("lead").await.unwrap().len(), 1);
}

#[db_test]
async fn versions_count_on_and_the_oldest_go(db: TestDb) {
    let version = |doc: &str, layout: &str| LayoutVersion {
        object: "account".to_owned(),
        layout: layout.to_owned(),
        number: 0,
        doc: doc.to_owned(),
        published_by: None,
        published_at: db.now(),
    };
    for (doc, layout) in
        [("a", "person"), ("b", "person"), ("x", "default"), ("c", "person"), ("d", "person")]
    {
        let version = version(doc, layout);
        db.store
            .write(move |tx| Box::pin(async move { tx.add_layout_version(&version, 3).await }))
            .await
            .unwrap();
    }
    let mut conn = db.store.read().await.unwrap();
    let told: Vec<(String, i64)> =
        conn.layout_versions("account").await.unwrap().into_iter().map(|it| (it.layout, it.number)).collect();
    let told: Vec<(&str, i64)> = told.iter().map(|(layout, number)| (layout.as_str(), *number)).collect();
    assert_eq!(told, [("default", 1), ("person", 4), ("person", 3), ("person", 2)]);
    assert_eq!(conn.layout_version("account", "person", 3).await.unwrap().unwrap().doc, "c");
    assert_eq!(conn.layout_version("account", "person", 1).await.unwrap(), None);
    drop(conn);
    db.store
        .write(|tx| Box::pin(async move { tx.drop_layout_versions("account", "person").await }))
        .await
        .unwrap();
    let left = db.store.read().await.unwrap().layout_versions("account").await.unwrap();
    assert_eq!(left.len(), 1);
}
