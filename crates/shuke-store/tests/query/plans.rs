//! How the engines carry typical lists out: along an index, never through the whole table, and without sorting more
//! than a page.

use serde_json::{Value as Json, json};
use shuke_base::Value;
use shuke_meta::{Grain, ObjectDef, difference};
use shuke_store::compile::{AggregateQuery, By, GroupKey, Measure, MeasureKind};
use shuke_store::{Dialect, StoreError};
use shuke_testkit::{TestDb, db_test};

use crate::leads::{Asked, now, object_of};
use crate::viewers::id;

/// Every list that a plan is looked at of: its name, and whether it has many records.
fn lists() -> Vec<(&'static str, Asked, bool)> {
    let mine = json!({"and": [
        {"field": "owner", "op": "eq", "value": id(2)},
        {"field": "status", "op": "eq", "value": "following"},
    ]});
    let status = json!({"field": "status", "op": "eq", "value": "new"});
    let lead = json!({"field": "related", "op": "eq", "value": {"object": "lead", "id": id(5)}});
    let account = json!({"field": "account", "op": "eq", "value": id(6)});
    let overdue = json!({"and": [
        {"field": "owner", "op": "eq", "value": id(2)},
        {"field": "next_follow_up_at", "op": "lt", "value": "@now"},
    ]});
    let time = || Value::Time(now());
    vec![
        ("newest first", Asked::of("lead"), true),
        ("last changed first", Asked::of("lead").by("-updated_at"), true),
        ("longest in its stage first", Asked::of("lead").by("stage_entered_at"), true),
        ("by name", Asked::of("lead").by("name"), true),
        ("of one owner in one stage", Asked::of("lead").filter(&mine), false),
        ("in one stage", Asked::of("lead").filter(&status), true),
        ("overdue, of one owner", Asked::of("lead").filter(&overdue).by("next_follow_up_at"), false),
        ("own", Asked::of("lead").scope("own"), false),
        ("own, in one stage", Asked::of("lead").scope("own").filter(&status), false),
        ("of a department", Asked::of("lead").scope("department"), false),
        ("of a team", Asked::of("lead").scope("own_and_below"), false),
        ("recycle bin", Asked::of("lead").deleted(), true),
        ("of one lead", Asked::of("activity").filter(&lead), false),
        ("of one account", Asked::of("contact").filter(&account), false),
        ("second page, newest first", Asked::of("lead").after(&[time()]), true),
        ("second page, of one owner in one stage", Asked::of("lead").filter(&mine).after(&[time()]), false),
        ("second page, of a team", Asked::of("lead").scope("own_and_below").after(&[time()]), false),
        (
            "second page, by a field that may be empty",
            Asked::of("lead").scope("own").by("-next_follow_up_at").after(&[time()]),
            false,
        ),
    ]
}

async fn plans(db: &TestDb, asked: &Asked) -> String {
    let query = asked.query();
    let mut conn = db.store.read().await.unwrap();
    let mut lines = Vec::new();
    for stretch in query.stretches() {
        let statement = query.select(db.store.dialect(), stretch).unwrap();
        lines.extend(conn.explain(&statement).await.unwrap());
    }
    lines.join("\n")
}

/// What the first cards of a board are read by: a branch along the field's index; a crowd, which the caller hides from
/// that index, in the order of the list.
#[test]
fn a_branch_is_found_by_its_index_and_a_crowd_in_its_order() {
    shuke_testkit::on_sqlite(|db: TestDb| async move {
        fill(&db).await;
        let branch = json!({"field": "region", "op": "under", "value": "330000"});
        let crowd = json!({"not": {"not": branch}});
        let plan = plans(&db, &Asked::of("account").filter(&branch)).await;
        assert!(plan.contains("SEARCH r USING INDEX ix_t_account_c_region"), "{plan}");
        assert_eq!(
            plans(&db, &Asked::of("account").filter(&crowd)).await,
            "SCAN r USING INDEX ix_t_account_created_at"
        );
    });
}

/// Groups by a date are counted along its index, and within a stretch along that part of it alone; the records of a group
/// are found there, too.
#[db_test]
async fn spans_of_days_are_counted_along_an_index(db: TestDb) {
    fill(&db).await;
    let group = |field: &str| GroupKey {
        field: object_of("lead").position(field).unwrap(),
        by: By::Days(Grain::Month, chrono_tz::America::New_York),
    };
    let between =
        |field: &str| json!({"field": field, "op": "between", "value": ["2026-02-01", "2026-02-02"]});
    let whole = Asked::of("lead");
    let part = Asked::of("lead").filter(&between("created_at"));
    for (asked, sqlite) in [
        (&whole, "SCAN r USING COVERING INDEX ix_t_lead_created_at"),
        (&part, "SEARCH r USING COVERING INDEX ix_t_lead_created_at (created_at>? AND created_at<?)"),
    ] {
        let query = AggregateQuery {
            object: asked.object,
            viewer: &asked.viewer,
            cond: asked.cond.as_ref(),
            group_by: &[group("created_at")],
            measures: &[Measure { kind: MeasureKind::Count, field: None }],
            limit: 1_001,
        };
        let statement = query.select(db.store.dialect()).unwrap();
        let plan = db.store.read().await.unwrap().explain(&statement).await.unwrap().join("\n");
        match db.store.dialect() {
            Dialect::Sqlite => assert!(plan.contains(sqlite), "{plan}"),
            Dialect::Postgres => assert!(asked.cond.is_none() || !plan.contains("Seq Scan"), "{plan}"),
        }
    }
    let rows = plans(&db, &part).await;
    assert!(!rows.contains("Seq Scan") && !rows.contains("SCAN r"), "{rows}");
}

#[test]
fn sqlite_walks_an_index() {
    shuke_testkit::on_sqlite(|db: TestDb| async move {
        fill(&db).await;
        let mut text = String::new();
        for (name, asked, _) in lists() {
            text.push_str(&format!("{name}:\n{}\n", plans(&db, &asked).await));
        }
        insta::assert_snapshot!(text, @r#"
        newest first:
        SCAN r USING INDEX ix_t_lead_created_at
        last changed first:
        SCAN r USING INDEX ix_t_lead_updated_at
        longest in its stage first:
        SCAN r USING INDEX ix_t_lead_stage_entered_at
        by name:
        SCAN r USING COVERING INDEX ix_t_lead_c_name
        of one owner in one stage:
        SEARCH r USING INDEX ix_t_lead_owner_c_status_created_at (owner=? AND c_status=?)
        in one stage:
        SEARCH r USING INDEX ix_t_lead_c_status_created_at (c_status=?)
        overdue, of one owner:
        SEARCH r USING INDEX ix_t_lead_owner_c_next_follow_up_at (owner=? AND c_next_follow_up_at<?)
        own:
        MERGE (UNION ALL)
          LEFT
            CO-ROUTINE b
              SEARCH r USING COVERING INDEX ix_t_lead_owner_created_at (owner=?)
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
          RIGHT
            CO-ROUTINE b
              SEARCH m USING INDEX ix_sys_member_user_id_record_id (user_id=?)
              SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
              USE TEMP B-TREE FOR ORDER BY
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
        own, in one stage:
        MERGE (UNION ALL)
          LEFT
            CO-ROUTINE b
              SEARCH r USING COVERING INDEX ix_t_lead_owner_c_status_created_at (owner=? AND c_status=?)
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
          RIGHT
            CO-ROUTINE b
              SEARCH m USING INDEX ix_sys_member_user_id_record_id (user_id=?)
              SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
              USE TEMP B-TREE FOR ORDER BY
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
        of a department:
        MERGE (UNION ALL)
          LEFT
            MERGE (UNION ALL)
              LEFT
                CO-ROUTINE b
                  SEARCH r USING COVERING INDEX ix_t_lead_owner_created_at (owner=?)
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
              RIGHT
                CO-ROUTINE b
                  SEARCH r USING INDEX ix_t_lead_owner_department_created_at (owner_department=?)
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
          RIGHT
            CO-ROUTINE b
              SEARCH m USING INDEX ix_sys_member_user_id_record_id (user_id=?)
              SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
              USE TEMP B-TREE FOR ORDER BY
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
        of a team:
        MERGE (UNION ALL)
          LEFT
            MERGE (UNION ALL)
              LEFT
                CO-ROUTINE b
                  SEARCH r USING COVERING INDEX ix_t_lead_owner_created_at (owner=?)
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
              RIGHT
                CO-ROUTINE b
                  SEARCH r USING COVERING INDEX ix_t_lead_owner_created_at (owner=?)
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
          RIGHT
            MERGE (UNION ALL)
              LEFT
                CO-ROUTINE b
                  SEARCH r USING COVERING INDEX ix_t_lead_owner_created_at (owner=?)
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
              RIGHT
                CO-ROUTINE b
                  SEARCH m USING INDEX ix_sys_member_user_id_record_id (user_id=?)
                  SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                  USE TEMP B-TREE FOR ORDER BY
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
        recycle bin:
        SEARCH r USING INDEX ix_t_lead_bin (deleted_at>?)
        of one lead:
        SEARCH r USING INDEX ix_t_activity_c_related (c_related=?)
        USE TEMP B-TREE FOR ORDER BY
        of one account:
        SEARCH r USING INDEX ix_t_contact_c_account_created_at (c_account=?)
        second page, newest first:
        SEARCH r USING INDEX ix_t_lead_created_at ((created_at,id)<(?,?))
        second page, of one owner in one stage:
        SEARCH r USING INDEX ix_t_lead_owner_c_status_created_at (owner=? AND c_status=? AND (created_at,id)<(?,?))
        second page, of a team:
        MERGE (UNION ALL)
          LEFT
            MERGE (UNION ALL)
              LEFT
                CO-ROUTINE b
                  SEARCH r USING COVERING INDEX ix_t_lead_owner_created_at (owner=? AND (created_at,id)<(?,?))
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
              RIGHT
                CO-ROUTINE b
                  SEARCH r USING COVERING INDEX ix_t_lead_owner_created_at (owner=? AND (created_at,id)<(?,?))
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
          RIGHT
            MERGE (UNION ALL)
              LEFT
                CO-ROUTINE b
                  SEARCH r USING COVERING INDEX ix_t_lead_owner_created_at (owner=? AND (created_at,id)<(?,?))
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
              RIGHT
                CO-ROUTINE b
                  SEARCH m USING INDEX ix_sys_member_user_id_record_id (user_id=?)
                  SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                  USE TEMP B-TREE FOR ORDER BY
                SCAN b
                SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
                USE TEMP B-TREE FOR ORDER BY
        second page, by a field that may be empty:
        MERGE (UNION ALL)
          LEFT
            CO-ROUTINE b
              SEARCH r USING COVERING INDEX ix_t_lead_owner_c_next_follow_up_at (owner=? AND c_next_follow_up_at=? AND id<?)
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
          RIGHT
            CO-ROUTINE b
              SEARCH m USING INDEX ix_sys_member_user_id_record_id (user_id=? AND record_id<?)
              SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
              USE TEMP B-TREE FOR ORDER BY
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
        MERGE (UNION ALL)
          LEFT
            CO-ROUTINE b
              SEARCH r USING COVERING INDEX ix_t_lead_owner_c_next_follow_up_at (owner=? AND c_next_follow_up_at<?)
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
          RIGHT
            CO-ROUTINE b
              SEARCH m USING INDEX ix_sys_member_user_id_record_id (user_id=?)
              SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
              USE TEMP B-TREE FOR ORDER BY
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
        MERGE (UNION ALL)
          LEFT
            CO-ROUTINE b
              SEARCH r USING COVERING INDEX ix_t_lead_owner_c_next_follow_up_at (owner=? AND c_next_follow_up_at=?)
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
          RIGHT
            CO-ROUTINE b
              SEARCH m USING INDEX ix_sys_member_user_id_record_id (user_id=?)
              SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
              USE TEMP B-TREE FOR ORDER BY
            SCAN b
            SEARCH r USING INDEX sqlite_autoindex_t_lead_1 (id=?)
            USE TEMP B-TREE FOR ORDER BY
        "#);
    });
}

#[test]
fn postgres_walks_an_index() {
    shuke_testkit::on_postgres(|db: TestDb| async move {
        fill(&db).await;
        for (name, asked, many) in lists() {
            let plan = plans(&db, &asked).await;
            assert!(!plan.contains("Seq Scan"), "{name}:\n{plan}");
            // What is few may as well be sorted.
            assert!(!many || !plan.contains("Sort"), "{name}:\n{plan}");
        }
    });
}

/// What a rule shares is found by the index of a field that its condition names a value of, in the order of the list.
#[db_test]
async fn what_a_condition_shares_is_found_by_an_index(db: TestDb) {
    fill(&db).await;
    let postgres = db.store.dialect() == Dialect::Postgres;
    let test = |field: &str, op: &str, value: Json| json!({"field": field, "op": op, "value": value});
    let rare = test("next_follow_up_at", "lt", json!("2026-01-01T08:00:00Z"));
    for (condition, index) in [
        (test("status", "eq", json!("qualified")), "c_status_created_at"),
        (test("status", "in", json!(["new", "qualified"])), "c_status_created_at"),
        (json!({"and": [rare, test("status", "eq", json!("qualified"))]}), "c_status_created_at"),
    ] {
        for asked in [Asked::of("lead"), Asked::of("lead").after(&[Value::Time(now())])] {
            let asked = asked.shared(&condition);
            let plan = plans(&db, &asked).await;
            // PostgreSQL knows how many there are, and walks all in order where they are many.
            assert!(postgres || plan.contains(index), "{condition}:\n{plan}");
            assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN r"), "{condition}:\n{plan}");
        }
        let asked = Asked::of("lead").shared(&condition);
        let mut conn = db.store.read().await.unwrap();
        let statement = asked.query().count(db.store.dialect(), Some(1_000)).unwrap();
        let plan = conn.explain(&statement).await.unwrap().join("\n");
        assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN r"), "{condition}:\n{plan}");
    }
}

async fn fill(db: &TestDb) {
    let objects: Vec<&'static ObjectDef> =
        ["lead", "activity", "contact", "account"].into_iter().map(|name| &**object_of(name)).collect();
    let made: Result<(), StoreError> = db
        .store
        .write(move |tx| {
            Box::pin(async move {
                for object in objects {
                    tx.apply(&difference(None, object)).await?;
                }
                Ok(())
            })
        })
        .await;
    made.expect("tables");
    if db.store.dialect() == Dialect::Postgres {
        db.meddle(LEADS).await;
        db.meddle(ACTIVITIES).await;
        db.meddle(CONTACTS).await;
        db.meddle(MEMBERS).await;
        db.meddle("ANALYZE").await;
    }
}

/// Two teams a person, on ten thousand records.
const MEMBERS: &str = "INSERT INTO sys_member (record_id, object, user_id, level, added_at) \
    SELECT gen_random_uuid(), 'lead', lpad(to_hex(n % 5000), 32, '0')::uuid, 'read', timestamptz '2026-01-01' \
    FROM generate_series(1, 10000) n";

/// Twenty thousand leads of forty owners in ten departments, every tenth of them deleted, with as much text as usual.
const LEADS: &str = "INSERT INTO t_lead \
    (id, c_name, c_remark, c_status, owner, owner_department, created_at, updated_at, version, deleted_at, c_next_follow_up_at) \
    SELECT gen_random_uuid(), 'name ' || n, repeat('x', 600), (ARRAY['new', 'following', 'qualified', 'converted', 'invalid'])[1 + n % 5], \
    lpad(to_hex(n % 40), 32, '0')::uuid, lpad(to_hex(10 + n % 10), 32, '0')::uuid, \
    timestamptz '2026-01-01' + n * interval '7 minutes', timestamptz '2026-01-01' + n * interval '11 minutes', 1, \
    CASE WHEN n % 10 = 9 THEN timestamptz '2026-02-01' + n * interval '1 minute' END, \
    CASE WHEN n % 3 = 0 THEN timestamptz '2026-01-01' + n * interval '9 minutes' END \
    FROM generate_series(1, 20000) n";
/// Activities of two thousand leads.
const ACTIVITIES: &str = "INSERT INTO t_activity \
    (id, c_kind, c_related, c_related__obj, created_at, updated_at, version) \
    SELECT gen_random_uuid(), 'call', lpad(to_hex(n % 2000), 32, '0')::uuid, 'lead', \
    timestamptz '2026-01-01' + n * interval '7 minutes', timestamptz '2026-01-01', 1 FROM generate_series(1, 20000) n";
/// Contacts of two thousand accounts.
const CONTACTS: &str = "INSERT INTO t_contact (id, c_name, c_account, created_at, updated_at, version) \
    SELECT gen_random_uuid(), 'name ' || n, lpad(to_hex(n % 2000), 32, '0')::uuid, \
    timestamptz '2026-01-01' + n * interval '7 minutes', timestamptz '2026-01-01', 1 FROM generate_series(1, 20000) n";
