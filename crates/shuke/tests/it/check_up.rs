//! Doctor, migrations, audit chain, document.

use shuke_store::Dialect;
use shuke_testkit::{TestDb, db_test};

use crate::program::{Desk, run};

#[db_test]
async fn a_healthy_database_is_found_so_and_a_damaged_one_not(db: TestDb) {
    let desk = Desk::new(&db);
    let before = desk.run(&["doctor"]);
    assert!(before.code == 1 && before.out.contains("FAIL  there is no company yet"), "{before:?}");
    desk.company();
    let fine = desk.run(&["doctor"]).fine();
    assert!(!fine.out.contains("FAIL") && fine.out.contains("ok    the audit chain holds"), "{fine:?}");
    assert!(fine.out.contains(if db.store.dialect() == Dialect::Sqlite {
        "SQLite 3."
    } else {
        "PostgreSQL "
    }));

    db.meddle("DROP INDEX ix_t_lead_created_at").await;
    let lacking = desk.run(&["doctor"]);
    assert!(lacking.code == 1 && lacking.out.contains("FAIL  lacking: ix_t_lead_created_at"), "{lacking:?}");
    assert!(!lacking.out.contains("secret"), "{lacking:?}");
}

#[db_test]
async fn a_changed_audit_entry_is_found(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let fine = desk.run(&["audit", "verify"]).fine();
    assert!(fine.out.contains("the audit chain holds: "), "{fine:?}");
    assert!(desk.run(&["audit", "verify", "--to", "1999-12-31"]).fine().out.contains("empty"));
    assert_eq!(db.meddle("UPDATE sys_audit SET action = 'nothing.happened' WHERE seq = 3").await, 1);
    let broken = desk.run(&["audit", "verify"]);
    assert!(broken.code == 1 && broken.out.contains("entry 3 was changed"), "{broken:?}");
    assert_eq!(desk.run(&["doctor"]).code, 1);
}

#[db_test]
async fn an_exported_chain_is_checked_by_itself(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let file = desk.folder.path().join("audit.jsonl").display().to_string();
    let written = desk.run(&["audit", "export", &file]).fine();
    assert!(written.out.contains("audit entries written to"), "{written:?}");
    // Somewhere else, where there is no database.
    let elsewhere = tempfile::tempdir().unwrap();
    let fine = run(elsewhere.path(), &["audit", "verify", &file]).fine();
    assert_eq!(fine.out, desk.run(&["audit", "verify"]).fine().out);
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.contains("\"seq\":3,")).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let broken = run(elsewhere.path(), &["audit", "verify", &file]);
    assert!(broken.code == 1 && broken.out.contains("entry 3 is missing (line 3 of the file)"), "{broken:?}");
    run(elsewhere.path(), &["audit", "verify", "nowhere.jsonl"]).refused(2, "nowhere.jsonl");
    run(elsewhere.path(), &["audit", "verify", &file, "--from", "2026-01-01"]).refused(2, "--from");
}

#[test]
fn migrations_are_told_before_they_are_applied() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["migrate"]).fine();
    assert_eq!(run(folder.path(), &["migrate", "--check"]).fine().out.trim(), "The database is up to date");

    let empty = tempfile::tempdir().unwrap();
    std::fs::write(empty.path().join("shuke.db"), b"").unwrap();
    let check = run(empty.path(), &["migrate", "--check"]);
    assert!(check.code == 1 && check.out.starts_with("would apply 001 "), "{check:?}");
    assert!(check.out.contains("  new table sys_audit\n"), "{check:?}");
    let applied = run(empty.path(), &["migrate"]).fine();
    assert!(applied.out.starts_with("applied 001 "), "{applied:?}");
}

#[test]
fn a_database_of_an_earlier_program_is_kept_before_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let stored =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shuke-app/tests/data/schema-001.db.gz");
    let mut packed = flate2::read::GzDecoder::new(std::fs::File::open(stored).unwrap());
    std::io::copy(&mut packed, &mut std::fs::File::create(folder.path().join("shuke.db")).unwrap()).unwrap();
    let check = run(folder.path(), &["migrate", "--check"]);
    assert!(check.code == 1 && check.out.starts_with("would apply 002 "), "{check:?}");
    assert!(!folder.path().join("backups").exists(), "telling changes nothing");

    std::fs::write(folder.path().join("backups"), b"in the way").unwrap();
    run(folder.path(), &["migrate"]).refused(1, "--no-upgrade-backup");
    assert_eq!(run(folder.path(), &["migrate", "--check"]).code, 1, "nothing was changed");
    std::fs::remove_file(folder.path().join("backups")).unwrap();

    let applied = run(folder.path(), &["migrate"]).fine();
    assert!(applied.err.contains("a backup was taken before the upgrade"), "{applied:?}");
    let kept: Vec<_> = std::fs::read_dir(folder.path().join("backups")).unwrap().collect();
    assert_eq!(kept.len(), 1);
    run(folder.path(), &["doctor"]).fine();
    let again = run(folder.path(), &["migrate"]).fine();
    assert!(again.err.is_empty(), "{again:?}");
}

#[test]
fn a_file_that_is_no_database_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shuke.db"), vec![b'x'; 8192]).unwrap();
    run(folder.path(), &["migrate"]).refused(1, "not a database");
    let doctor = run(folder.path(), &["doctor"]);
    assert!(doctor.code == 1 && doctor.out.contains("FAIL"), "{doctor:?}");
}

#[db_test]
async fn the_document_knows_the_objects(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let document = desk.run(&["openapi"]).fine().out;
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let folder = tempfile::tempdir().unwrap();
    let standard = run(folder.path(), &["openapi"]).fine().out;
    let standard: serde_json::Value = serde_json::from_str(&standard).expect("JSON");
    assert_eq!(document["paths"], standard["paths"], "a company of the standard pack has the standard paths");
}
