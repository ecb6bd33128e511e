//! Announcements: which are shown when, who was told, who has read.

use chrono::TimeDelta;
use futures::FutureExt;
use shuke_base::{Moment, Uuid};
use shuke_store::StoreError;
use shuke_store::system::{Announcement, NewNotice};
use shuke_testkit::{TestDb, db_test};

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn one(n: u128, starts_at: Moment, ends_at: Option<Moment>) -> Announcement {
    Announcement {
        id: id(n),
        title: format!("公告 {n}"),
        body: "甲\n乙".to_owned(),
        pinned: n == 1,
        audience: "null".to_owned(),
        starts_at,
        ends_at,
        created_by: id(90),
        created_at: starts_at,
        updated_at: starts_at,
        withdrawn_at: None,
    }
}

async fn put(db: &TestDb, all: Vec<Announcement>) {
    let work = db.store.write(move |tx| {
        async move {
            for it in &all {
                tx.put_announcement(it).await?;
            }
            Ok::<_, StoreError>(())
        }
        .boxed()
    });
    work.await.unwrap();
}

#[db_test]
async fn which_are_shown_and_which_are_forgotten(db: TestDb) {
    let now = db.now();
    let (hour, second) = (TimeDelta::hours(1), TimeDelta::seconds(1));
    let withdrawn = Announcement { withdrawn_at: Some(now - hour), ..one(6, now - hour, None) };
    let all = vec![
        one(1, now - hour * 2, None),
        one(2, now - hour, Some(now)),
        one(3, now - hour, Some(now + second)),
        one(4, now, None),
        one(5, now + second, None),
        withdrawn.clone(),
    ];
    put(&db, all.clone()).await;
    let mut conn = db.store.read().await.unwrap();
    let shown: Vec<Uuid> = conn.announcements_at(now).await.unwrap().iter().map(|it| it.id).collect();
    assert_eq!(shown, [id(1), id(4), id(3)], "the pinned one, then the newest first");
    let page = conn.announcements(Some(id(5)), 2).await.unwrap();
    assert_eq!(page, [all[3].clone(), all[2].clone()]);
    assert_eq!(conn.count_announcements().await.unwrap(), 5);
    assert_eq!(conn.announcement(id(6)).await.unwrap(), Some(withdrawn));
    let work = db.store.write(move |tx| {
        async move {
            tx.tell_announcement(id(6), &[id(70)], now).await?;
            let early = tx.prune_announcements(now - hour).await?;
            Ok::<_, StoreError>((early, tx.prune_announcements(now).await?))
        }
        .boxed()
    });
    assert_eq!(work.await.unwrap(), (0, 1));
    assert_eq!(conn.announcement(id(6)).await.unwrap(), None);
    let changed = Announcement { title: "改".to_owned(), ends_at: Some(now + hour), ..all[3].clone() };
    put(&db, vec![changed.clone()]).await;
    assert_eq!(conn.announcement(id(4)).await.unwrap(), Some(changed));
}

#[db_test]
async fn everybody_is_told_once_and_the_first_reading_counts(db: TestDb) {
    let (now, wang, li, sun) = (db.now(), id(71), id(72), id(73));
    put(&db, vec![one(1, now, None), one(2, now, None)]).await;
    let later = now + TimeDelta::hours(1);
    let work = db.store.write(move |tx| {
        async move {
            let first = tx.tell_announcement(id(1), &[wang, li], now).await?;
            tx.read_announcement(id(1), sun, "announced", now).await?;
            let second = tx.tell_announcement(id(1), &[wang, li, sun], now).await?;
            tx.notify(NewNotice {
                id: id(80),
                user_id: wang,
                kind: "announced".to_owned(),
                object: None,
                record_id: Some(id(1)),
                comment_id: None,
                actor: None,
                work: None,
                detail: "{}".to_owned(),
                created_at: now,
            });
            Ok::<_, StoreError>((first, second))
        }
        .boxed()
    });
    assert_eq!(work.await.unwrap(), (vec![wang, li], vec![]));
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.unread_notices(wang, &[], 9).await.unwrap(), 1);
    let work = db.store.write(move |tx| {
        async move {
            tx.read_announcement(id(1), wang, "announced", later).await?;
            tx.read_announcement(id(1), sun, "announced", later).await
        }
        .boxed()
    });
    work.await.unwrap();
    assert_eq!(conn.unread_notices(wang, &[], 9).await.unwrap(), 0);
    let read: Vec<_> =
        conn.readings(&[id(1), id(2)]).await.unwrap().iter().map(|it| (it.user_id, it.read_at)).collect();
    assert_eq!(read, [(sun, now), (wang, later)]);
    assert_eq!(conn.read_by(wang).await.unwrap().into_iter().collect::<Vec<_>>(), [(id(1), later)]);
    assert!(conn.read_by(li).await.unwrap().is_empty(), "told, not read");
}
