//! Numbers without gaps, whatever fails in between.

use futures::future::join_all;
use shuke_store::StoreError;
use shuke_testkit::{TestDb, db_test};

#[db_test]
async fn no_number_is_lost_or_given_twice(db: TestDb) {
    let other = db.again().await;
    let works = (0..120).map(|n| {
        let store = if n % 2 == 0 { db.store.clone() } else { other.clone() };
        async move {
            store
                .write(move |tx| {
                    Box::pin(async move {
                        let number = tx.next_numbers("lead:202603", 1, 1).await?;
                        if n % 5 == 0 { Err(StoreError::internal("given back")) } else { Ok(number) }
                    })
                })
                .await
        }
    });
    let mut given: Vec<i64> = join_all(works).await.into_iter().flatten().collect();
    given.sort_unstable();
    assert_eq!(given, (1..=96).collect::<Vec<i64>>());
    other.close().await;
}

#[db_test]
async fn a_series_starts_where_it_is_told_and_goes_on_in_blocks(db: TestDb) {
    let next = |series: &'static str, start, count| {
        let store = db.store.clone();
        async move {
            let work =
                store.write(move |tx| Box::pin(async move { tx.next_numbers(series, start, count).await }));
            work.await.unwrap()
        }
    };
    assert_eq!(next("a", 100, 3).await, 100);
    assert_eq!(next("a", 100, 1).await, 103);
    assert_eq!(next("a", 100, 500).await, 104);
    assert_eq!(next("b", 1, 1).await, 1);
    assert_eq!(next("a", 100, 1).await, 604);
}
