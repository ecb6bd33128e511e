//! Computed fields that are out of date: asked for once, started over when asked for again, ended only as asked.

use shuke_store::system::Recalculation;
use shuke_testkit::{TestDb, db_test};

fn wanted(db: &TestDb, key: &str) -> Recalculation {
    Recalculation {
        key: key.to_owned(),
        object: "account".to_owned(),
        field: "x_sum".to_owned(),
        doc: r#"{"all":true}"#.to_owned(),
        place: None,
        done: 0,
        total: None,
        asked: 1,
        created_at: db.now(),
    }
}

#[db_test]
async fn work_that_is_asked_for_again_starts_over_and_outlives_the_end_of_the_first(db: TestDb) {
    let first = wanted(&db, "a");
    let moved =
        Recalculation { place: Some(db.ids.new_id(db.now())), done: 200, total: Some(500), ..first.clone() };
    let (asked, step, again) = (first.clone(), moved.clone(), first.clone());
    db.store
        .write(move |tx| {
            Box::pin(async move {
                tx.ask_recalculation(&asked).await?;
                tx.move_recalculation(&step).await?;
                assert_eq!(tx.next_recalculation().await?, Some(step.clone()));
                tx.ask_recalculation(&again).await?;
                // The worker that began before knows nothing of it yet.
                tx.move_recalculation(&step).await?;
                tx.end_recalculation("a", 1).await
            })
        })
        .await
        .unwrap();
    let stands = Recalculation { asked: 2, ..first };
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.recalculation("a").await.unwrap(), Some(stands.clone()));
    assert_eq!(conn.recalculations("account", 10).await.unwrap(), vec![stands]);
    assert_eq!(conn.recalculations("lead", 10).await.unwrap(), vec![]);
    drop(conn);
    db.store.write(move |tx| Box::pin(async move { tx.end_recalculation("a", 2).await })).await.unwrap();
    assert_eq!(db.store.read().await.unwrap().next_recalculation().await.unwrap(), None);
}
