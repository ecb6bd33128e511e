//! Databases that earlier programs have written come up to date and go on.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::json;
use shuke_app::App;
use shuke_app::backup::file;
use shuke_app::backup::key::{Secret, read_key};
use shuke_app::backup::restore::restore;
use shuke_app::backup::upgrade::before_upgrade;
use shuke_app::pack::{PackView, State};
use shuke_app::records::list::ListRequest;
use shuke_base::Locale;
use shuke_store::{Address, Store, migrations};
use shuke_testkit::{TestDb, db_test, on_sqlite};

use crate::office::map;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The database of an earlier program, unpacked into a folder.
fn unpacked(folder: &Path) -> Address {
    let path = folder.join("shuke.db");
    let mut whole = Vec::new();
    let packed = std::fs::File::open(data("schema-001.db.gz")).expect("the stored database");
    GzDecoder::new(packed).read_to_end(&mut whole).expect("whole");
    std::fs::write(&path, whole).expect("written");
    Address::Sqlite(path)
}

/// Everything that was there is there, the chain holds, and work goes on.
async fn goes_on(store: &Store, db: &TestDb) {
    assert!(store.pending().await.unwrap().is_empty());
    let app = App::start(store.clone(), db.clock.clone(), db.ids.clone()).await.expect("it starts");
    let boss =
        store.read().await.unwrap().credential_by_login("boss").await.unwrap().expect("the administrator");
    let ctx = app.ctx(boss.user_id, Locale::En, shuke_app::Via::Page);
    let leads = app.list(&ctx, "lead", &ListRequest::default()).await.expect("a list");
    let leads = serde_json::to_string(&leads).expect("JSON");
    for known in ["王芳", "赵强", "陈静", "13800001111", "12.50", "1000.00"] {
        assert!(leads.contains(known), "{known} in {leads}");
    }
    // Since when they are in their stage is filled in from what they were made of.
    shuke_app::computed::job::handle(&app).await.expect("filled in");
    let leads = app.list(&ctx, "lead", &ListRequest::default()).await.expect("a list");
    let leads = serde_json::to_value(&leads).expect("JSON");
    for lead in leads["items"].as_array().expect("leads") {
        let at = |name: &str| lead[name].as_str().expect("a time").to_owned();
        assert!(at("stage_entered_at") >= at("created_at"), "{lead}");
    }
    app.create(&ctx, "lead", &map(json!({"name": "新的", "x_size": "7.25"}))).await.expect("a new lead");
    // The company is of an earlier pack, too, from before anybody remembered what it gave.
    let view = app.pack(&ctx).await.expect("the pack");
    assert_eq!(view.installed, None);
    let offered = |view: &PackView| view.items.iter().filter(|item| item.state == State::Offered).count();
    assert!(offered(&view) > 0, "{view:?}");
    let view = app.upgrade_pack(&ctx, &serde_json::Map::new()).await.expect("taken");
    assert_eq!(offered(&view), 0, "{view:?}");
    let mut conn = store.read().await.unwrap();
    assert_eq!(conn.verify_audit(None, None).await.unwrap().fault, None);
    assert!(conn.lacking(&app.company().schema).await.unwrap().is_empty());
}

#[test]
fn a_stored_database_is_kept_aside_upgraded_and_goes_on() {
    on_sqlite(|db| async move {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&unpacked(folder.path())).await.expect("it opens");
        assert_eq!(store.seen().await.unwrap(), Some(1));
        let aside = before_upgrade(&store, folder.path(), &db.ids, db.now()).await.expect("a snapshot");
        let (path, taken) = aside.expect("there is something to keep");
        assert_eq!(taken.manifest.schema, 1);
        let applied = store.migrate(db.now()).await.expect("up to date");
        assert_eq!(applied.len(), migrations::ALL.len() - 1);
        goes_on(&store, &db).await;
        let again = before_upgrade(&store, folder.path(), &db.ids, db.now()).await.expect("no snapshot");
        assert!(again.is_none(), "nothing is about to change");
        store.close().await;

        // The way back: the snapshot gives the earlier state.
        let key = read_key(&folder.path().join("backup.key")).expect("the key");
        let back = Address::Sqlite(folder.path().join("back.db"));
        let filled = restore(file::read(&path, &key), &back, None, |_, _| {}).await.expect("restored");
        assert_eq!(filled.manifest, taken.manifest);
        let store = Store::open(&back).await.unwrap();
        assert_eq!(store.seen().await.unwrap(), Some(1));
        store.close().await;
    });
}

#[db_test]
async fn an_earlier_backup_restores_and_is_upgraded(db: TestDb) {
    let folder = tempfile::tempdir().unwrap();
    let target = match db.address() {
        Address::Sqlite(_) => Address::Sqlite(folder.path().join("shuke.db")),
        Address::Postgres(_) => {
            for table in db.store.read().await.unwrap().catalog().await.unwrap().keys() {
                db.meddle(&format!("DROP TABLE {table}")).await;
            }
            db.address().clone()
        }
    };
    let frames = file::read(&data("schema-001.backup"), &Secret::Open);
    let filled = restore(frames, &target, None, |_, _| {}).await.expect("restored");
    assert_eq!((filled.manifest.schema, filled.chain.fault), (1, None));
    let store = Store::open(&target).await.unwrap();
    store.migrate(db.now()).await.expect("up to date");
    goes_on(&store, &db).await;
    store.close().await;
}
