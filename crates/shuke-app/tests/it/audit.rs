//! The audit log: read by administrators alone, checked by a job, and kept outside as a file.

use std::time::Duration;

use serde_json::json;
use shuke_app::audit::file::verify_file;
use shuke_app::audit::list::AuditRequest;
use shuke_app::audit::verify::CheckState;
use shuke_store::system::ChainBreak;
use shuke_testkit::{TestDb, db_test};

use crate::office::{Office, map, told};

#[db_test]
async fn the_log_is_read_by_administrators_alone(db: TestDb) {
    let office = Office::open(db).await;
    let user = office.hire("li", &["sales"]).await;
    office.app.create(&office.ctx(user), "lead", &map(json!({"name": "王芳"}))).await.expect("a lead");
    let hers = AuditRequest { actor: Some(user), ..AuditRequest::default() };
    assert_eq!(told(office.app.audit_log(&office.ctx(user), &hers).await), "admin_only");
    assert_eq!(told(office.app.audit_verification(&office.ctx(user)).await), "admin_only");
    assert_eq!(told(office.app.start_audit_verification(&office.ctx(user)).await), "admin_only");
    let found = office.app.audit_log(&office.boss(), &hers).await.expect("a page");
    assert_eq!(found.items.len(), 1);
    let item = &found.items[0];
    assert_eq!((item.action.as_str(), item.object.as_deref()), ("record.created", Some("lead")));
    assert_eq!(item.actor.as_ref().map(|actor| actor.name.as_str()), Some("li"));
    assert_eq!(item.record_name.as_deref(), Some("王芳"));
    let about = AuditRequest { record: Some(user), action: Some("user.roles".into()), ..Default::default() };
    let about = office.app.audit_log(&office.boss(), &about).await.expect("a page");
    assert_eq!(about.items[0].record_name.as_deref(), Some("li"), "a person is named");
    let wrong = AuditRequest { limit: Some(201), ..AuditRequest::default() };
    assert_eq!(told(office.app.audit_log(&office.boss(), &wrong).await), "invalid_limit");
    let wrong = AuditRequest { cursor: Some("x".into()), ..AuditRequest::default() };
    assert_eq!(told(office.app.audit_log(&office.boss(), &wrong).await), "invalid_cursor");
}

#[db_test]
async fn a_check_runs_as_a_job_and_its_result_stays(db: TestDb) {
    let office = Office::open(db).await;
    assert_eq!(office.app.audit_verification(&office.boss()).await.unwrap().state, CheckState::None);
    let runner = tokio::spawn(office.app.clone().run_jobs());
    let asked = office.app.start_audit_verification(&office.boss()).await.expect("asked");
    assert_eq!(asked.state, CheckState::Running);
    let done = finished(&office).await;
    assert_eq!((done.state, done.broken_at), (CheckState::Intact, None));
    assert_eq!(i64::try_from(done.entries).unwrap(), done.total);
    assert!(done.head_hash.is_some_and(|hash| hash.len() == 64));
    office.db.meddle("UPDATE sys_audit SET detail = '{}' WHERE seq = 3").await;
    office.app.start_audit_verification(&office.boss()).await.expect("asked");
    let done = finished(&office).await;
    assert_eq!((done.state, done.broken_at, done.missing), (CheckState::Broken, Some(3), false));
    runner.abort();
}

async fn finished(office: &Office) -> shuke_app::audit::verify::CheckView {
    for _ in 0..400 {
        let now = office.app.audit_verification(&office.boss()).await.expect("a check");
        if now.state != CheckState::Running {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the check does not end");
}

#[db_test]
async fn an_exported_chain_is_checked_without_a_database(db: TestDb) {
    let office = Office::open(db).await;
    office.hire("li", &["sales"]).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    let count = office.app.export_audit(&path, None, None).await.expect("a file");
    let whole = verify_file(&path).expect("a report");
    let stored = office.db.store.read().await.unwrap().verify_audit(None, None).await.unwrap();
    assert_eq!((whole.chain, whole.line), (stored, None));
    assert!(office.app.export_audit(&path, None, None).await.is_err(), "an existing file stays as it is");

    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count() as u64, count);
    let lines: Vec<&str> = text.lines().collect();
    let check = |lines: Vec<String>| {
        std::fs::write(&path, lines.join("\n")).unwrap();
        verify_file(&path).expect("a report")
    };
    let own = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<String>>();

    let mut changed = own(&lines);
    changed[4] = changed[4].replace("\"action\":\"", "\"action\":\"x");
    let report = check(changed);
    assert_eq!((report.line, report.chain.fault), (Some(5), Some(ChainBreak { seq: 5, missing: false })));

    let mut removed = own(&lines);
    removed.remove(2);
    let report = check(removed);
    assert_eq!((report.line, report.chain.fault), (Some(3), Some(ChainBreak { seq: 3, missing: true })));

    let mut swapped = own(&lines);
    swapped.swap(2, 3);
    assert_eq!(check(swapped).line, Some(3));

    let mut cut = own(&lines);
    cut[3].truncate(20);
    let report = check(cut);
    assert_eq!((report.line, report.unreadable), (Some(4), true));
}
