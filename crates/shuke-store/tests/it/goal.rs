//! Goals and their amounts: what is kept, what goes, who has one.

use chrono::{NaiveDate, TimeDelta};
use futures::FutureExt;
use shuke_base::{Decimal, Moment, Uuid};
use shuke_store::StoreError;
use shuke_store::system::{Goal, GoalTarget};
use shuke_testkit::{TestDb, db_test};

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn one(n: u128, at: Moment) -> Goal {
    Goal {
        id: id(n),
        name: format!("签约额 {n}"),
        object: "opportunity".to_owned(),
        cycle: "month".to_owned(),
        rule: "{}".to_owned(),
        ended_on: (n == 2).then(|| day("2026-02-01")),
        version: 1,
        created_by: id(90),
        created_at: at,
        updated_at: at,
        deleted_at: None,
    }
}

async fn put(db: &TestDb, all: Vec<Goal>) {
    let work = db.store.write(move |tx| {
        async move {
            for it in &all {
                tx.put_goal(it).await?;
            }
            Ok::<_, StoreError>(())
        }
        .boxed()
    });
    work.await.unwrap();
}

#[db_test]
async fn goals_are_kept_changed_and_forgotten(db: TestDb) {
    let now = db.now();
    let all: Vec<Goal> = (1..=3).map(|n| one(n, now)).collect();
    put(&db, all.clone()).await;
    let changed = Goal { name: "改".to_owned(), ended_on: None, version: 2, ..all[1].clone() };
    put(&db, vec![changed.clone(), Goal { deleted_at: Some(now), ..all[2].clone() }]).await;
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.all_goals().await.unwrap(), [all[0].clone(), changed.clone()]);
    assert_eq!(conn.goals(None, 1).await.unwrap(), [changed]);
    assert_eq!(conn.goals(Some(id(2)), 9).await.unwrap(), [all[0].clone()]);
    assert_eq!(conn.count_goals().await.unwrap(), 2);
    let work = db.store.write(move |tx| {
        async move {
            tx.put_goal_targets(id(3), &[(day("2026-03-01"), id(7), Some(Decimal::ONE))]).await?;
            let early = tx.prune_goals(now).await?;
            Ok::<_, StoreError>((early, tx.prune_goals(now + TimeDelta::seconds(1)).await?))
        }
        .boxed()
    });
    assert_eq!(work.await.unwrap(), (0, 1));
    assert_eq!(conn.goal(id(3)).await.unwrap(), None);
    assert!(conn.goals_of(&[id(7)]).await.unwrap().is_empty(), "its amounts went with it");
}

#[db_test]
async fn amounts_are_set_replaced_and_taken_away(db: TestDb) {
    let (march, april) = (day("2026-03-01"), day("2026-04-01"));
    let most: Decimal = "9999999999999.99".parse().unwrap();
    put(&db, vec![one(1, db.now()), one(2, db.now())]).await;
    for given in [
        vec![(march, id(7), Some(Decimal::ONE)), (march, id(8), Some(most)), (april, id(7), Some(most))],
        vec![(march, id(7), Some("0.01".parse().unwrap())), (april, id(7), None), (april, id(8), None)],
    ] {
        let work = db.store.write(move |tx| {
            async move {
                tx.put_goal_targets(id(1), &given).await?;
                tx.put_goal_targets(id(2), &[(march, id(9), Some(Decimal::TEN))]).await
            }
            .boxed()
        });
        work.await.unwrap();
    }
    let mut conn = db.store.read().await.unwrap();
    let told = async |conn: &mut shuke_store::Conn, goals: &[Uuid], span, parties: Option<&[Uuid]>| {
        let found: Vec<GoalTarget> = conn.goal_targets(goals, span, parties).await.unwrap();
        found.iter().map(|it| (it.party_id, it.amount.normalize().to_string())).collect::<Vec<_>>()
    };
    let year = (day("2026-01-01"), day("2027-01-01"));
    let own = vec![(id(7), "0.01".to_owned()), (id(8), most.to_string())];
    assert_eq!(told(&mut conn, &[id(1)], year, None).await, own);
    assert_eq!(told(&mut conn, &[id(1), id(2)], year, None).await.len(), 3);
    assert_eq!(told(&mut conn, &[id(1), id(2)], year, Some(&[id(8)])).await, own[1..]);
    assert!(told(&mut conn, &[id(1)], (april, day("2026-05-01")), None).await.is_empty());
    assert!(told(&mut conn, &[id(1)], (day("2026-02-01"), march), None).await.is_empty());
    assert!(told(&mut conn, &[], year, None).await.is_empty());
    assert!(told(&mut conn, &[id(1)], year, Some(&[])).await.is_empty());
    assert_eq!(conn.goals_of(&[id(9), id(8)]).await.unwrap(), [id(1), id(2)].into());
    assert!(conn.goals_of(&[id(70)]).await.unwrap().is_empty());
}
