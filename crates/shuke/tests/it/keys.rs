//! The master key and the ring on the command line.

use std::os::unix::fs::PermissionsExt as _;

use shuke_testkit::{TestDb, db_test};

use crate::program::{Desk, run};

#[test]
fn the_first_start_makes_a_master_key_that_only_its_owner_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let args = ["init", "--admin-login", "boss", "--company", "甲"];
    run(&path, &args).fine();
    let key = path.join("master.key");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let healthy = run(&path, &["doctor"]).fine();
    assert!(healthy.out.contains("the master key opens the key ring"), "{healthy:?}");
}

#[db_test]
async fn a_wrong_or_missing_master_key_stops_the_start(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let key = desk.folder.path().join("master.key");
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["keys", "list"]] {
        std::fs::write(&key, "06".repeat(32)).unwrap();
        desk.run(command).refused(1, "does not open this database's keys");
        std::fs::write(&key, "no key").unwrap();
        desk.run(command).refused(1, "64 hexadecimal digits");
        std::fs::remove_file(&key).unwrap();
        desk.run(command).refused(1, "there is no master key file");
    }
    let sick = desk.run(&["doctor"]);
    assert!(sick.code == 1 && sick.out.contains("FAIL  there is no master key file"), "{sick:?}");
    assert!(!key.exists(), "none is made in its place");
}

#[db_test]
async fn keys_are_rotated_and_wrapped_anew(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let listed = desk.run(&["keys", "list"]).fine();
    assert!(listed.out.contains("  1  ") && listed.out.contains("in use"), "{listed:?}");
    let rotated = desk.run(&["keys", "rotate"]).fine();
    assert!(rotated.out.contains("key 2 is in use"), "{rotated:?}");
    let listed = desk.run(&["keys", "list"]).fine();
    let sqlite = db.store.dialect() == shuke_store::Dialect::Sqlite;
    let word = if sqlite { "retired" } else { "being replaced" };
    assert!(listed.out.lines().any(|line| line.contains("  1  ") && line.contains(word)), "{listed:?}");
    let new = desk.folder.path().join("new.key").display().to_string();
    let wrapped = desk.run(&["keys", "rewrap", "--new-master-key-file", &new]).fine();
    assert!(wrapped.out.contains("keys are wrapped by"), "{wrapped:?}");
    desk.run(&["keys", "list"]).refused(1, "does not open this database's keys");
    desk.run(&["keys", "list", "--master-key-file", &new]).fine();
    desk.run(&["doctor", "--master-key-file", &new]).fine();
}

#[db_test]
async fn an_encrypted_backup_brings_its_master_key_along(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let path = |name: &str| desk.folder.path().join(name).display().to_string();
    let (sealed, open) = (path("sealed.backup"), path("open.backup"));
    desk.run(&["backup", &sealed]).fine();
    let there = tempfile::tempdir().unwrap();
    let restored = run(there.path(), &["restore", &sealed]).fine();
    assert!(restored.out.contains("its master key is in"), "{restored:?}");
    run(there.path(), &["doctor"]).fine();
    assert_eq!(std::fs::read_to_string(there.path().join("master.key")).unwrap().trim(), "07".repeat(32));

    let told = desk.run(&["backup", &open, "--no-encryption"]).fine();
    assert!(told.err.contains("has no master key in it"), "{told:?}");
    let there = tempfile::tempdir().unwrap();
    let restored = run(there.path(), &["restore", &open]).fine();
    assert!(restored.err.contains("the master key of this database is needed"), "{restored:?}");
    run(there.path(), &["keys", "list"]).refused(1, "there is no master key file");
}
