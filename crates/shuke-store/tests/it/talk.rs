//! Comments, followers and notices, on both databases.

use chrono::TimeDelta;
use shuke_base::{Moment, Uuid};
use shuke_store::StoreError;
use shuke_store::system::{Comment, Follower, Mention, NewNotice, NoticeQuery};
use shuke_testkit::{TestDb, db_test};

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn comment(n: u128, record: Uuid, at: Moment) -> Comment {
    Comment {
        id: id(n),
        object: "lead".into(),
        record_id: record,
        author: id(1),
        body: format!("第{n}条"),
        mentions: vec![Mention { user: id(2), name: "王芳".into() }],
        created_at: at,
        edited_at: None,
        deleted_at: None,
    }
}

fn notice(n: u128, user: Uuid, work: Option<Uuid>, at: Moment) -> NewNotice {
    NewNotice {
        id: id(n),
        user_id: user,
        kind: "assigned".into(),
        object: Some("lead".into()),
        record_id: Some(id(n + 1_000)),
        comment_id: None,
        actor: Some(id(9)),
        work,
        detail: "{}".into(),
        created_at: at,
    }
}

async fn tell(db: &TestDb, notices: Vec<NewNotice>) {
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            notices.into_iter().for_each(|it| tx.notify(it));
            Ok::<(), StoreError>(())
        })
    });
    work.await.unwrap();
}

#[db_test]
async fn comments_come_newest_first_and_deleted_ones_stay_away(db: TestDb) {
    let (at, lead, other) = (db.now(), id(50), id(51));
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            for n in 100..105 {
                tx.add_comment(&comment(n, lead, at)).await?;
            }
            tx.add_comment(&comment(200, other, at)).await?;
            let gone = Comment { deleted_at: Some(at), ..comment(103, lead, at) };
            tx.save_comment(&gone).await?;
            Ok::<(), StoreError>(())
        })
    });
    work.await.unwrap();
    let mut conn = db.store.read().await.unwrap();
    let ids = |found: &[Comment]| found.iter().map(|it| it.id.as_u128()).collect::<Vec<_>>();
    let first = conn.comments(lead, None, 2).await.unwrap();
    assert_eq!(ids(&first), [104, 102]);
    assert_eq!(first[0], comment(104, lead, at));
    assert_eq!(ids(&conn.comments(lead, Some(id(102)), 9).await.unwrap()), [101, 100]);
    assert_eq!(ids(&conn.comments_by_id(&[id(103), id(200)]).await.unwrap()), [200]);
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            let moved = tx.move_comments(lead, other).await?;
            tx.move_back(&moved[..1], other, lead).await?;
            tx.prune_comments(at + TimeDelta::seconds(1), 9).await?;
            Ok::<usize, StoreError>(moved.len())
        })
    });
    assert_eq!(work.await.unwrap(), 5, "deleted ones come along, so that they can be brought back");
    assert!(conn.comment(id(103)).await.unwrap().is_none(), "forgotten");
    assert_eq!(conn.comments(lead, None, 9).await.unwrap().len(), 1);
    assert_eq!(conn.comments(other, None, 9).await.unwrap().len(), 4);
}

#[db_test]
async fn who_has_stopped_doesnt_follow_again_by_itself(db: TestDb) {
    let (at, lead, other) = (db.now(), id(50), id(51));
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            tx.follow_unless_said(lead, "lead", &[id(1), id(2)], at).await?;
            tx.follow(lead, "lead", Follower { user: id(2), following: false, since: at }).await?;
            tx.follow_unless_said(lead, "lead", &[id(2), id(3)], at).await?;
            tx.follow(other, "lead", Follower { user: id(3), following: false, since: at }).await?;
            let new = tx.copy_followers(lead, other).await?;
            tx.drop_follower(other, id(3)).await?;
            Ok::<_, StoreError>(new)
        })
    });
    assert_eq!(work.await.unwrap(), [id(1)]);
    let mut conn = db.store.read().await.unwrap();
    let found = conn.followers(lead).await.unwrap();
    let told: Vec<(u128, bool)> = found.iter().map(|it| (it.user.as_u128(), it.following)).collect();
    assert_eq!(told, [(1, true), (2, false), (3, true)]);
    assert_eq!(conn.followers(other).await.unwrap().len(), 1);
}

#[db_test]
async fn one_work_is_one_notice_and_whatever_is_new_in_it_is_unread(db: TestDb) {
    let (at, wang, work) = (db.now(), id(2), Some(id(77)));
    tell(&db, vec![notice(1, wang, work, at), notice(2, wang, work, at), notice(3, wang, None, at)]).await;
    let query = |unread| NoticeQuery { user: wang, unread, without: &[], before: None, limit: 9 };
    let mut conn = db.store.read().await.unwrap();
    let found = conn.notices(&query(true)).await.unwrap();
    let told: Vec<(u128, i64)> = found.iter().map(|it| (it.new.id.as_u128(), it.count)).collect();
    assert_eq!(told, [(3, 1), (1, 2)]);
    assert_eq!(found[1].new, notice(1, wang, work, at));
    let read = db.store.write(move |tx| Box::pin(async move { tx.mark_notices(wang, None, at).await }));
    assert_eq!(read.await.unwrap(), 2);
    assert_eq!(conn.unread_notices(wang, &[], 9).await.unwrap(), 0);
    tell(&db, vec![notice(4, wang, work, at)]).await;
    let found = conn.notices(&query(true)).await.unwrap();
    assert_eq!((found.len(), found[0].new.id, found[0].count), (1, id(1), 3));
    assert_eq!(conn.notices(&query(false)).await.unwrap().len(), 2);
    let none = NoticeQuery { without: &["assigned", "mentioned"], ..query(false) };
    assert!(conn.notices(&none).await.unwrap().is_empty());
    assert_eq!(conn.unread_notices(wang, &["assigned"], 9).await.unwrap(), 0);
    let last = conn.last_event().await.unwrap();
    let event = conn.events_after(last - 1, 1).await.unwrap().remove(0);
    assert_eq!((event.kind.as_str(), event.payload.contains(&wang.to_string())), ("noticed", true));
}

#[db_test]
async fn pages_marks_and_old_notices(db: TestDb) {
    let (at, wang, li) = (db.now(), id(2), id(3));
    tell(&db, (1..=7).map(|n| notice(n, wang, None, at + TimeDelta::seconds(n as i64))).collect()).await;
    let mut conn = db.store.read().await.unwrap();
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let query = NoticeQuery { user: wang, unread: false, without: &[], before, limit: 3 };
        let page = conn.notices(&query).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.new.id);
        seen.extend(page.iter().map(|it| it.new.id.as_u128()));
    }
    assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(conn.unread_notices(wang, &[], 5).await.unwrap(), 5, "counted no further");
    let work = db.store.write(move |tx| {
        Box::pin(async move {
            let others = tx.mark_notice(li, id(4), Some(at), at).await?;
            let own = tx.mark_notice(wang, id(4), Some(at), at).await?;
            let marked = tx.mark_notices(wang, Some(id(5)), at).await?;
            let gone = tx.prune_notices(at + TimeDelta::seconds(4), 2).await?;
            let rest = tx.prune_notices(at + TimeDelta::seconds(4), 2).await?;
            Ok::<_, StoreError>((others, own, marked, gone, rest))
        })
    });
    assert_eq!(work.await.unwrap(), (false, true, 4, 2, 1));
    assert_eq!(conn.unread_notices(wang, &[], 9).await.unwrap(), 2);
}
