//! What lists are compiled to: to be read, and to be noticed when it changes.

use serde_json::json;
use shuke_base::Value;
use shuke_store::Dialect;

use crate::leads::{Asked, now};
use crate::viewers::id;

/// The statements of a page, one line for each part.
fn sql(asked: &Asked, dialect: Dialect) -> String {
    let query = asked.query();
    let select = |stretch| query.select(dialect, stretch).expect("a statement").sql;
    let statements: Vec<String> = query.stretches().into_iter().map(select).collect();
    let mut text = statements.join("\n");
    for word in [" FROM ", " WHERE ", " AND ", " ORDER BY ", " UNION ALL "] {
        text = text.replace(word, &format!("\n{}", word.trim_start()));
    }
    text
}

#[test]
fn a_filtered_list() {
    let owned = json!({"and": [
        {"field": "owner", "op": "eq", "value": "@me"},
        {"field": "status", "op": "in", "value": ["new", "following"]},
    ]});
    let asked = Asked::of("lead").filter(&owned);
    insta::assert_snapshot!(sql(&asked, Dialect::Sqlite), @r#"
    SELECT r."c_name", r."created_at", r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND (r."owner" = $1
    AND r."c_status" IN ($2, $3))
    ORDER BY r."created_at" DESC, r.id DESC LIMIT 51
    "#);
    insta::assert_snapshot!(sql(&asked, Dialect::Postgres), @r#"
    SELECT r."c_name", r."created_at", r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND (r."owner" = $1
    AND r."c_status" IN ($2, $3))
    ORDER BY r."created_at" DESC NULLS LAST, r.id DESC NULLS LAST LIMIT 51
    "#);
}

#[test]
fn a_second_page() {
    let asked = Asked::of("lead").after(&[Value::Time(now())]);
    insta::assert_snapshot!(sql(&asked, Dialect::Postgres), @r#"
    SELECT r."c_name", r."created_at", r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND (r."created_at", r.id) < ($1, $2)
    ORDER BY r."created_at" DESC NULLS LAST, r.id DESC NULLS LAST LIMIT 51
    "#);
}

#[test]
fn a_second_page_by_a_field_that_may_be_empty() {
    let asked = Asked::of("lead").by("-next_follow_up_at").after(&[Value::Time(now())]);
    insta::assert_snapshot!(sql(&asked, Dialect::Sqlite), @r#"
    SELECT r."c_name", r."c_next_follow_up_at", r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND (r."c_next_follow_up_at" = $1
    AND r.id < $2)
    ORDER BY r."c_next_follow_up_at" DESC, r.id DESC LIMIT 51
    SELECT r."c_name", r."c_next_follow_up_at", r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND (r."c_next_follow_up_at" < $1)
    ORDER BY r."c_next_follow_up_at" DESC, r.id DESC LIMIT 51
    SELECT r."c_name", r."c_next_follow_up_at", r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND (r."c_next_follow_up_at" IS NULL)
    ORDER BY r."c_next_follow_up_at" DESC, r.id DESC LIMIT 51
    "#);
}

#[test]
fn a_department_sees_its_own() {
    insta::assert_snapshot!(sql(&Asked::of("lead").scope("department"), Dialect::Sqlite), @r#"
    SELECT r."c_name", r."created_at", r.id
    FROM (SELECT id
    FROM (SELECT r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND r.owner = $1
    ORDER BY r."created_at" DESC, r.id DESC LIMIT 51) b
    UNION ALL SELECT id
    FROM (SELECT r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND r.owner_department = $2
    AND (r.owner = $3) IS NOT TRUE
    ORDER BY r."created_at" DESC, r.id DESC LIMIT 51) b
    UNION ALL SELECT id
    FROM (SELECT r.id
    FROM sys_member m CROSS JOIN "t_lead" r
    WHERE r.deleted_at IS NULL
    AND r.id = m.record_id
    AND m.user_id = $6
    AND (m.until IS NULL OR m.until > $7)
    AND ((r.owner = $4 OR r.owner_department = $5)) IS NOT TRUE
    ORDER BY r."created_at" DESC, r.id DESC LIMIT 51) b) f CROSS JOIN "t_lead" r
    WHERE r.id = f.id
    ORDER BY r."created_at" DESC, r.id DESC LIMIT 51
    "#);
}

/// Accounts of one province that are no traders, never visited.
fn near() -> serde_json::Value {
    json!({"and": [
        {"field": "account.region", "op": "under", "value": "330000"},
        {"field": "account.name", "op": "not_contains", "value": "贸易"},
        {"related": "activity", "via": "related", "none": {"field": "kind", "op": "eq", "value": "visit"}},
    ]})
}

#[test]
fn through_references_and_from_related_records() {
    let filter = near();
    let asked = Asked::of("opportunity").filter(&filter);
    insta::assert_snapshot!(sql(&asked, Dialect::Sqlite), @r#"
    SELECT r."c_name", r."created_at", r.id
    FROM "t_opportunity" r
    WHERE r.deleted_at IS NULL
    AND (r."c_account" IN (SELECT s1.id
    FROM "t_account" s1
    WHERE (s1."c_region" >= $1
    AND s1."c_region" < $2))
    AND (r."c_account" IN (SELECT s2.id
    FROM "t_account" s2
    WHERE instr(lower(s2."c_name"), $3) > 0)) IS NOT TRUE
    AND (EXISTS (SELECT 1
    FROM "t_activity" s3
    WHERE s3."c_related" = r.id
    AND s3."c_related__obj" = $5
    AND s3.deleted_at IS NULL
    AND s3."c_kind" = $4)) IS NOT TRUE)
    ORDER BY r."created_at" DESC, r.id DESC LIMIT 51
    "#);
}

#[test]
fn what_lies_behind_is_seen_within_the_scope() {
    let near = near();
    let filter = json!({"and": [near["and"][0], near["and"][2]]});
    let asked = Asked::of("opportunity").scope("own").filter(&filter);
    insta::assert_snapshot!(sql(&asked, Dialect::Postgres), @r#"
    SELECT r."c_name", r."created_at", r.id
    FROM (SELECT id
    FROM (SELECT r.id
    FROM "t_opportunity" r
    WHERE r.deleted_at IS NULL
    AND r.owner = $1
    AND (r."c_account" IN (SELECT s1.id
    FROM "t_account" s1
    WHERE (s1.owner = $4 OR s1.id IN (SELECT m.record_id
    FROM sys_member m
    WHERE m.user_id = $5
    AND (m.until IS NULL OR m.until > $6)))
    AND (s1."c_region" >= $2
    AND s1."c_region" < $3))
    AND (EXISTS (SELECT 1
    FROM "t_activity" s2
    WHERE s2."c_related" = r.id
    AND s2."c_related__obj" = $11
    AND s2.deleted_at IS NULL
    AND (s2.owner = $8 OR s2.id IN (SELECT m.record_id
    FROM sys_member m
    WHERE m.user_id = $9
    AND (m.until IS NULL OR m.until > $10)))
    AND s2."c_kind" = $7)) IS NOT TRUE)
    ORDER BY r."created_at" DESC NULLS LAST, r.id DESC NULLS LAST LIMIT 51) b
    UNION ALL SELECT id
    FROM (SELECT r.id
    FROM sys_member m CROSS JOIN "t_opportunity" r
    WHERE r.deleted_at IS NULL
    AND r.id = m.record_id
    AND m.user_id = $13
    AND (m.until IS NULL OR m.until > $14)
    AND (r.owner = $12) IS NOT TRUE
    AND (r."c_account" IN (SELECT s3.id
    FROM "t_account" s3
    WHERE (s3.owner = $17 OR s3.id IN (SELECT m.record_id
    FROM sys_member m
    WHERE m.user_id = $18
    AND (m.until IS NULL OR m.until > $19)))
    AND (s3."c_region" >= $15
    AND s3."c_region" < $16))
    AND (EXISTS (SELECT 1
    FROM "t_activity" s4
    WHERE s4."c_related" = r.id
    AND s4."c_related__obj" = $24
    AND s4.deleted_at IS NULL
    AND (s4.owner = $21 OR s4.id IN (SELECT m.record_id
    FROM sys_member m
    WHERE m.user_id = $22
    AND (m.until IS NULL OR m.until > $23)))
    AND s4."c_kind" = $20)) IS NOT TRUE)
    ORDER BY r."created_at" DESC NULLS LAST, r.id DESC NULLS LAST LIMIT 51) b) f CROSS JOIN "t_opportunity" r
    WHERE r.id = f.id
    ORDER BY r."created_at" DESC NULLS LAST, r.id DESC NULLS LAST LIMIT 51
    "#);
}

#[test]
fn texts_lists_and_records() {
    let filter = json!({"or": [
        {"field": "subject", "op": "starts_with", "value": "回访"},
        {"field": "subject", "op": "contains", "value": "ABC"},
        {"field": "related", "op": "eq", "value": {"object": "lead", "id": id(5)}},
        {"not": {"field": "next_follow_up_at", "op": "within", "value": "today"}},
        {"field": "next_follow_up_at", "op": "empty"},
    ]});
    let asked = Asked::of("activity").filter(&filter);
    insta::assert_snapshot!(sql(&asked, Dialect::Sqlite), @r#"
    SELECT r."c_subject", r."created_at", r.id
    FROM "t_activity" r
    WHERE r.deleted_at IS NULL
    AND ((r."c_subject" >= $1
    AND r."c_subject" < $2) OR instr(lower(r."c_subject"), $3) > 0 OR (r."c_related" = $4
    AND r."c_related__obj" = $5) OR ((r."c_next_follow_up_at" >= $6
    AND r."c_next_follow_up_at" < $7)) IS NOT TRUE OR r."c_next_follow_up_at" IS NULL)
    ORDER BY r."created_at" DESC, r.id DESC LIMIT 51
    "#);
    let tags = json!({"field": "tags", "op": "in", "value": ["重点", "展会"]});
    let asked = Asked::of("lead").filter(&tags);
    insta::assert_snapshot!(sql(&asked, Dialect::Sqlite), @r#"
    SELECT r."c_name", r."created_at", r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND EXISTS (SELECT 1
    FROM json_each(r."c_tags") e
    WHERE e.value IN (SELECT value
    FROM json_each($1)))
    ORDER BY r."created_at" DESC, r.id DESC LIMIT 51
    "#);
    insta::assert_snapshot!(sql(&asked, Dialect::Postgres), @r#"
    SELECT r."c_name", r."created_at", r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NULL
    AND r."c_tags" && $1
    ORDER BY r."created_at" DESC NULLS LAST, r.id DESC NULLS LAST LIMIT 51
    "#);
}

#[test]
fn the_recycle_bin() {
    insta::assert_snapshot!(sql(&Asked::of("lead").deleted(), Dialect::Postgres), @r#"
    SELECT r."c_name", r."deleted_at", r.id
    FROM "t_lead" r
    WHERE r.deleted_at IS NOT NULL
    ORDER BY r."deleted_at" DESC NULLS LAST, r.id DESC NULLS LAST LIMIT 51
    "#);
}
