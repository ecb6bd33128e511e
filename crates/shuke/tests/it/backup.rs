//! Backup, restore and move on the command line.

use std::path::Path;

use shuke_testkit::{TestDb, db_test};

use crate::program::{Desk, finish, run};

fn digest(out: &str) -> String {
    let line = out.lines().find(|line| line.contains("digest of the content")).expect("a digest");
    line.rsplit(' ').next().unwrap_or_default().to_owned()
}

#[db_test]
async fn two_commands_bring_a_company_back(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let file = desk.folder.path().join("out.backup").display().to_string();
    let taken = desk.run(&["backup", &file]).fine();
    assert!(
        taken.out.contains("restored on trial") && taken.out.contains("the audit chain holds"),
        "{taken:?}"
    );
    assert!(taken.err.contains("out.backup.key"), "{taken:?}");
    desk.run(&["backup", &file]).refused(1, "exists already");

    let elsewhere = tempfile::tempdir().unwrap();
    let restored = run(elsewhere.path(), &["restore", &file]).fine();
    assert!(restored.out.contains("the same as in the backup"), "{restored:?}");
    run(elsewhere.path(), &["doctor"]).fine();
    let again = elsewhere.path().join("again.backup").display().to_string();
    let second = run(elsewhere.path(), &["backup", &again, "--no-encryption"]).fine();
    assert_eq!(digest(&second.out), digest(&taken.out), "the same content, whichever engine it came from");
    run(elsewhere.path(), &["restore", &file]).refused(1, "holds something already");

    std::fs::rename(format!("{file}.key"), elsewhere.path().join("kept.key")).unwrap();
    let third = tempfile::tempdir().unwrap();
    run(third.path(), &["restore", &file]).refused(1, "pass-phrase is needed");
    assert!(!third.path().join("shuke.db").exists());
    let key = elsewhere.path().join("kept.key").display().to_string();
    run(third.path(), &["restore", &file, "--key-file", &key]).fine();
    run(third.path(), &["restore", "nowhere.backup"]).refused(1, "nowhere.backup");
}

#[db_test]
async fn a_pass_phrase_opens_what_it_has_sealed(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let file = desk.folder.path().join("out.backup").display().to_string();
    finish(desk.command().args(["backup", &file, "--passphrase-stdin"]), "长江 and 黄河\n").fine();
    assert!(!Path::new(&format!("{file}.key")).exists(), "no key lies beside it");
    let target = tempfile::tempdir().unwrap();
    let restore = |words: &str| {
        let mut command = crate::program::command(target.path());
        finish(command.args(["restore", &file, "--passphrase-stdin"]), words)
    };
    restore("wrong\n").refused(1, "does not fit");
    restore("\n").refused(2, "empty");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    restore("长江 and 黄河\n").refused(1, "damaged");
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes[..middle]).unwrap();
    restore("长江 and 黄河\n").refused(1, "incomplete");
    assert!(!target.path().join("shuke.db").exists(), "nothing half-made");
    std::fs::write(&file, &bytes).unwrap();
    restore("长江 and 黄河\n").fine();
}

#[db_test]
async fn a_move_is_compared_and_keeps_the_old(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let target = desk.folder.path().join("moved").join("shuke.db");
    let url = format!("sqlite:{}", target.display());
    let moved = desk.run(&["move", "--to", &url]).fine();
    assert!(moved.out.contains("the old database stays as it is"), "{moved:?}");
    desk.run(&["move", "--to", &url]).refused(1, "holds something already");
    desk.run(&["move", "--to", "mysql://x"]).refused(2, "postgres://");
    let there = run(target.parent().unwrap(), &["audit", "verify"]).fine();
    assert_eq!(there.out, desk.run(&["audit", "verify"]).fine().out);
}
