//! Files of records on the command line: looked through, moved into a bucket, backed up from there.

use std::sync::Arc;

use serde_json::json;
use shuke_app::Via;
use shuke_app::files::store::Folder;
use shuke_base::Locale;
use shuke_testkit::bucket::{ACCESS, S3Server, SECRET};
use shuke_testkit::{TestDb, db_test};

use crate::program::{Desk, Ran, finish, run};

/// A company with two files in the data folder.
async fn desk(db: &TestDb) -> Desk {
    let desk = Desk::new(db);
    desk.company();
    let app = db.app().await.with_files(Arc::new(Folder::new(desk.folder.path().join("files"))));
    let known = db.store.read().await.unwrap().credential_by_login("boss").await.unwrap();
    let boss = || app.ctx(known.as_ref().unwrap().user_id, Locale::En, Via::Page);
    let field = json!({"name": "papers", "labels": {"zh-CN": "附件", "en": "Papers"}, "kind": "attachment"});
    app.define_field(&boss(), "lead", field.as_object().unwrap()).await.expect("a field");
    let mut held = Vec::new();
    for text in ["合同", "报价"] {
        let path = desk.file("up", text.as_bytes());
        held.push(app.upload_file(&boss(), "a.txt", path.as_ref()).await.expect("a file").id);
    }
    let values = json!({"name": "一", "x_papers": held});
    app.create(&boss(), "lead", values.as_object().unwrap()).await.expect("a lead");
    desk
}

fn hushed(ran: Ran) -> Ran {
    assert!(!format!("{ran:?}").contains(SECRET), "{ran:?}");
    ran
}

#[db_test]
async fn files_move_into_a_bucket_and_a_backup_takes_them_from_there(db: TestDb) {
    let (desk, server) = (desk(&db).await, S3Server::start());
    let fine = desk.run(&["files", "check"]).fine();
    assert!(fine.out.contains("2 files are whole, 12 bytes; 0 are missing, 0 damaged"), "{fine:?}");
    let url = server.url("crm");
    desk.run(&["files", "move", "--to", &url]).refused(2, "SHUKE_S3_SECRET_KEY");
    desk.run(&["files", "move", "--to", "https://files"]).refused(2, "s3:// address");
    let keyed = |args: &[&str], secret: &str| {
        let mut command = desk.command();
        command.env("SHUKE_S3_ACCESS_KEY", ACCESS).env("SHUKE_S3_SECRET_KEY", secret);
        finish(command.args(args), "")
    };
    keyed(&["files", "move", "--to", &url], "wrong").refused(1, "can't be read and written");
    let moved = hushed(keyed(&["files", "move", "--to", &url], SECRET)).fine();
    assert!(moved.out.contains("2 of them copied just now"), "{moved:?}");
    let again = keyed(&["files", "move", "--to", &url], SECRET).fine();
    assert!(again.out.contains("0 of them copied just now"), "{again:?}");

    // The line that was told, and the key beside it, are all that changes.
    let line = again.out.lines().find(|line| line.starts_with("files = ")).expect("a line");
    let toml = format!("{line}\ns3_access_key = \"{ACCESS}\"\ns3_secret_key = \"{SECRET}\"\n");
    desk.file("shuke.toml", toml.as_bytes());
    std::fs::remove_dir_all(desk.folder.path().join("files")).unwrap();
    let fine = hushed(desk.run(&["files", "check"])).fine();
    assert!(fine.out.starts_with("s3://files/crm") && fine.out.contains("2 files are whole"), "{fine:?}");
    let doctor = hushed(desk.run(&["doctor"])).fine();
    assert!(doctor.out.contains("ok    files can be kept and read: s3://files/crm"), "{doctor:?}");

    let file = desk.folder.path().join("out.backup").display().to_string();
    let taken = hushed(desk.run(&["backup", &file, "--no-encryption"])).fine();
    assert!(taken.out.contains("with 2 files of records, 12 bytes"), "{taken:?}");
    let elsewhere = tempfile::tempdir().unwrap();
    let restored = run(elsewhere.path(), &["restore", &file]).fine();
    assert!(restored.out.contains("2 files of records, in "), "{restored:?}");
    std::fs::copy(desk.folder.path().join("master.key"), elsewhere.path().join("master.key")).unwrap();
    run(elsewhere.path(), &["files", "check"]).fine();

    server.set_away(true);
    let doctor = hushed(desk.run(&["doctor"]));
    assert!(doctor.code == 1 && doctor.out.contains("FAIL  files can't be kept and read"), "{doctor:?}");
    hushed(desk.run(&["files", "check"])).refused(1, "can't be read or kept just now");
}

#[db_test]
async fn what_is_lost_is_named(db: TestDb) {
    let desk = desk(&db).await;
    let files = desk.folder.path().join("files");
    let lost = std::fs::read_dir(&files).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_dir_all(lost).unwrap();
    let told = desk.run(&["files", "check"]);
    assert!(told.code == 1 && told.out.contains("1 files are whole, 6 bytes; 1 are missing"), "{told:?}");
    assert!(told.err.contains("missing  lead/") && told.err.contains("x_papers a.txt ("), "{told:?}");
    let target = desk.folder.path().join("there").display().to_string();
    let moved = desk.run(&["files", "move", "--to", &target]);
    assert!(moved.code == 1 && moved.out.contains("1 files compared"), "{moved:?}");
    assert!(moved.out.contains(&format!("files = \"{target}\"")), "{moved:?}");
    desk.run(&["files", "move", "--to", &files.display().to_string()]).refused(2, "there already");
}
