//! Backups: of one moment, the same on both engines, guarded against everything that happens to files, and taken by
//! themselves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use shuke_app::App;
use shuke_app::backup::frames::{Manifest, manifest_of, of_database};
use shuke_app::backup::key::Secret;
use shuke_app::backup::restore::restore;
use shuke_app::backup::take::{Order, Taken, take};
use shuke_app::backup::{file, manage::Alarm};
use shuke_app::files::store::{FileStore, Folder};
use shuke_app::records::batch::Operation;
use shuke_base::Fault;
use shuke_store::{Address, Store};
use shuke_testkit::{TestDb, db_test, on_both};
use tokio::io::AsyncReadExt;

use crate::office::{Office, map, told};

const KEY: Secret = Secret::Key([0x5a; 32]);

async fn backup(store: &Store, db: &TestDb, path: &Path, secret: Secret) -> Result<Taken, Fault> {
    let scratch = path.parent().expect("a folder").to_owned();
    let order = Order { path: path.to_owned(), secret, scratch, files: None, now: db.now() };
    take(store, order, &db.ids, |_, _, _| {}).await
}

/// Puts some of everything into the company: every kind of value, files, history, people.
async fn live(office: &Office) {
    let li = office.hire("li", &["sales"]).await;
    let boss = office.boss();
    for n in 0..30 {
        let values = json!({
            "name": format!("客户 {n} “引号” \\ \u{1F600}"), "mobile": format!("1380000{n:04}"), "status": "new",
            "budget": {"amount": format!("{n}234.50"), "currency": "CNY"}, "owner": li,
        });
        office.app.create(&boss, "lead", &map(values)).await.expect("a lead");
    }
    let tags = json!({"name": "tags", "kind": "tags", "labels": {"zh-CN": "标签", "en": "Tags"}});
    office.app.define_field(&boss, "lead", &map(tags)).await.expect("a field");
    let day = json!({"name": "day", "kind": "date", "labels": {"zh-CN": "日期", "en": "Day"}});
    office.app.define_field(&boss, "lead", &map(day)).await.expect("a field");
    let boss = office.boss();
    let values = json!({"name": "全", "x_tags": ["甲", "乙"], "x_day": "2026-01-31", "source": null});
    office.app.create(&boss, "lead", &map(values)).await.expect("a lead");
    let mut file = office
        .db
        .store
        .write_file(office.db.ids.new_id(office.db.now()), "a.csv", office.db.now())
        .await
        .unwrap();
    file.push(&vec![0xfe; 1024 * 1024 + 17]).await.unwrap();
    file.finish().await.unwrap();
}

async fn manifest(store: &Store) -> Manifest {
    manifest_of(&mut store.snapshot().await.unwrap()).await.unwrap()
}

#[db_test]
async fn a_backup_restores_to_the_same_and_the_program_goes_on(db: TestDb) {
    let office = Office::open(db).await;
    live(&office).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.backup");
    let before = manifest(&office.db.store).await;
    let taken = backup(&office.db.store, &office.db, &path, KEY).await.expect("a backup");
    assert_eq!(taken.manifest, before);
    assert_eq!(taken.chain.fault, None);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left, ["one.backup"], "nothing else stays");

    let target = Address::Sqlite(folder.path().join("new").join("shuke.db"));
    std::fs::create_dir(folder.path().join("new")).unwrap();
    let filled = restore(file::read(&path, &KEY), &target, None, |_, _| {}).await.expect("restored");
    assert_eq!(filled.manifest, before);
    let store = Store::open(&target).await.unwrap();
    let app = App::start(store.clone(), office.db.clock.clone(), office.db.ids.clone()).await.unwrap();
    let ctx = app.ctx(office.admin, shuke_base::Locale::En, shuke_app::Via::Page);
    app.create(&ctx, "lead", &map(json!({"name": "新"}))).await.expect("it goes on");
    assert_eq!(store.read().await.unwrap().verify_audit(None, None).await.unwrap().fault, None);
    assert!(store.read().await.unwrap().lacking(&app.company().schema).await.unwrap().is_empty());
    store.close().await;
    let again = restore(file::read(&path, &KEY), &target, None, |_, _| {}).await;
    assert_eq!(told(again), "target_not_empty");
}

#[test]
fn from_sqlite_to_postgres_and_back_is_the_same_to_the_byte() {
    on_both(|sqlite, postgres| async move {
        let office = Office::open(sqlite).await;
        live(&office).await;
        let folder = tempfile::tempdir().unwrap();
        let before = manifest(&office.db.store).await;
        let url = postgres.address().clone();
        assert_eq!(
            told(restore(of_database(&office.db.store), &url, None, |_, _| {}).await),
            "target_not_empty"
        );
        for table in postgres.store.read().await.unwrap().catalog().await.unwrap().keys() {
            postgres.meddle(&format!("DROP TABLE {table}")).await;
        }
        let there =
            restore(of_database(&office.db.store), &url, None, |_, _| {}).await.expect("into PostgreSQL");
        assert_eq!(there.manifest, before);
        let back = Address::Sqlite(folder.path().join("back.db"));
        let moved = restore(of_database(&postgres.store), &back, None, |_, _| {}).await.expect("and back");
        assert_eq!(moved.manifest.digest(), before.digest());
        // The files, too, but for what makes each file its own.
        let store = Store::open(&back).await.unwrap();
        let mut contents = Vec::new();
        for (nth, store) in [&office.db.store, &postgres.store, &store].into_iter().enumerate() {
            let mut frames = of_database(store);
            let mut text = String::new();
            while let Some(frame) = frames.recv().await {
                text.push_str(&format!("{:?}\n", frame.expect("a frame")));
            }
            contents.push((nth, text));
        }
        assert!(contents[0].1 == contents[1].1 && contents[1].1 == contents[2].1);
        store.close().await;
        // What is counted up goes on behind what is there.
        let app =
            App::start(postgres.store.clone(), postgres.clock.clone(), postgres.ids.clone()).await.unwrap();
        let ctx = app.ctx(office.admin, shuke_base::Locale::En, shuke_app::Via::Page);
        app.create(&ctx, "lead", &map(json!({"name": "新"}))).await.expect("PostgreSQL goes on");
    });
}

#[db_test]
async fn a_backup_under_load_is_of_one_moment(db: TestDb) {
    let office = Office::open(db).await;
    let boss = office.boss();
    // Two purses: what one loses, the other has, in one transaction. Any other sum would be two moments.
    let mut purses = Vec::new();
    for name in ["a", "b"] {
        let values = json!({"name": name, "budget": {"amount": "1000.00", "currency": "CNY"}});
        purses
            .push(office.app.create(&boss, "lead", &map(values)).await.expect("a purse").views.records[0].id);
    }
    let (app, ctx, pair) = (office.app.clone(), boss.clone(), purses.clone());
    let writing = tokio::spawn(async move {
        let mut n = 0;
        loop {
            n += 1;
            let sets = |sum: i64| map(json!({"budget": {"amount": format!("{sum}.00"), "currency": "CNY"}}));
            let operations = vec![
                Operation::Update(pair[0], sets(1_000 - n % 1_000).into(), None),
                Operation::Update(pair[1], sets(1_000 + n % 1_000).into(), None),
            ];
            let done = app.batch(&ctx, "lead", operations, true).await.expect("the writer writes");
            assert!(done.iter().all(Result::is_ok));
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let mut seen = BTreeMap::new();
    for round in 0..4 {
        tokio::time::sleep(Duration::from_millis(60)).await;
        let path: PathBuf = folder.path().join(format!("{round}.backup"));
        backup(&office.db.store, &office.db, &path, Secret::Open).await.expect("a backup under load");
        let target = folder.path().join(format!("{round}.db"));
        restore(file::read(&path, &Secret::Open), &Address::Sqlite(target.clone()), None, |_, _| {})
            .await
            .unwrap();
        let store = Store::open(&Address::Sqlite(target)).await.unwrap();
        let app = App::start(store.clone(), office.db.clock.clone(), office.db.ids.clone()).await.unwrap();
        let ctx = app.ctx(office.admin, shuke_base::Locale::En, shuke_app::Via::Page);
        let mut sum = 0;
        for purse in &purses {
            let view = serde_json::to_value(app.read(&ctx, "lead", *purse, None).await.unwrap()).unwrap();
            let amount = view["budget"]["amount"].as_str().expect("an amount").replace(".00", "");
            sum += amount.parse::<i64>().unwrap();
        }
        assert_eq!(sum, 2_000, "round {round}");
        assert_eq!(store.read().await.unwrap().verify_audit(None, None).await.unwrap().fault, None);
        seen.insert(round, store.read().await.unwrap().audit_count().await.unwrap());
        store.close().await;
    }
    writing.abort();
    assert!(seen[&0] < seen[&3], "writers were at work: {seen:?}");
}

#[db_test]
async fn damage_is_told_and_leaves_nothing(db: TestDb) {
    let office = Office::open(db).await;
    live(&office).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.backup");
    backup(&office.db.store, &office.db, &path, KEY).await.expect("a backup");
    let whole = std::fs::read(&path).unwrap();
    let target = folder.path().join("shuke.db");
    let attempt = |bytes: Vec<u8>, secret: Secret| {
        let (path, target) = (folder.path().join("other.backup"), target.clone());
        async move {
            std::fs::write(&path, bytes).unwrap();
            let answer =
                restore(file::read(&path, &secret), &Address::Sqlite(target.clone()), None, |_, _| {}).await;
            for ending in ["", ".restoring", ".restoring-wal"] {
                assert!(
                    !PathBuf::from(format!("{}{ending}", target.display())).exists(),
                    "nothing half-made"
                );
            }
            told(answer)
        }
    };
    for at in [whole.len() / 2, whole.len() - 3, 400] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        assert_eq!(attempt(flipped, KEY).await, "backup_damaged", "byte {at}");
    }
    for length in [whole.len() - 1, whole.len() / 2, 1_000] {
        assert_eq!(attempt(whole[..length].to_vec(), KEY).await, "backup_cut", "{length} bytes");
    }
    assert_eq!(attempt(whole.clone(), Secret::Key([1; 32])).await, "backup_wrong_key");
    assert_eq!(attempt(whole.clone(), Secret::PassPhrase("x".into())).await, "backup_key_missing");
    assert_eq!(attempt(b"PK\x03\x04 something else".to_vec(), KEY).await, "not_a_backup");
    assert_eq!(attempt(Vec::new(), KEY).await, "not_a_backup");
    let again = backup(&office.db.store, &office.db, &path, KEY).await;
    assert_eq!(told(again), "file_exists");
    let nowhere = backup(&office.db.store, &office.db, &folder.path().join("no/where.backup"), KEY).await;
    assert_eq!(told(nowhere), "file_missing");
    let words = Secret::PassPhrase("长江 and 黄河".into());
    let sealed = folder.path().join("words.backup");
    backup(&office.db.store, &office.db, &sealed, words.clone()).await.expect("by a pass-phrase");
    let other = Secret::PassPhrase("长江 and".into());
    assert_eq!(attempt(std::fs::read(&sealed).unwrap(), other).await, "backup_wrong_key");
    let text = String::from_utf8_lossy(&std::fs::read(&sealed).unwrap()).into_owned();
    assert!(!text.contains("sys_audit") && !text.contains("客户"), "nothing of the content can be read");
}

#[db_test]
async fn a_backup_in_the_page_is_a_job_with_a_result(db: TestDb) {
    let mut office = Office::open(db).await;
    live(&office).await;
    let user = office.hire("zhao", &["sales"]).await;
    assert_eq!(told(office.app.start_backup(&office.boss()).await), "backup_place");
    let folder = tempfile::tempdir().unwrap();
    office.app = office.app.clone().with_data(folder.path());
    for refused in [
        office.app.backups(&office.ctx(user)).await,
        office.app.start_backup(&office.ctx(user)).await,
        office.app.change_backups(&office.ctx(user), &map(json!({"keep": 1}))).await,
    ] {
        assert_eq!(told(refused), "admin_only");
    }
    assert_eq!(office.app.backups(&office.boss()).await.unwrap().alarm, Some(Alarm::Never));
    let runner = tokio::spawn(office.app.clone().run_jobs());
    office.app.change_backups(&office.boss(), &map(json!({"keep": 2}))).await.expect("settings");
    let mut files = Vec::new();
    for _ in 0..3 {
        assert_eq!(begun(&office).await.items[0].kind, "manual");
        let done = finished(&office).await;
        let item = &done.items[0];
        assert_eq!((item.state.as_str(), item.error.as_deref(), item.sealed.as_str()), ("done", None, "key"));
        assert!(item.rows_total > Some(100) && item.audit_entries > 0 && item.digest.is_some());
        assert_eq!(done.alarm, None);
        files.push(PathBuf::from(item.file.clone().expect("a file")));
        office.db.clock.advance(TimeDelta::seconds(5));
    }
    for _ in 0..200 {
        // Room is made after the result is told.
        if !files[0].exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!files[0].exists() && files[1].exists() && files[2].exists(), "two of three stay");
    let key = shuke_app::backup::key::read_key(&folder.path().join("backup.key")).expect("a key");
    let target = Address::Sqlite(folder.path().join("restored.db"));
    restore(file::read(&files[2], &key), &target, None, |_, _| {}).await.expect("restored with the key");

    std::fs::remove_dir_all(folder.path().join("backups")).unwrap();
    std::fs::write(folder.path().join("backups"), b"in the way").unwrap();
    begun(&office).await;
    let done = finished(&office).await;
    assert_eq!((done.items[0].state.as_str(), done.alarm), ("failed", Some(Alarm::Failed)));
    assert!(
        done.items[0].error.as_deref().is_some_and(|error| error.contains("backups")),
        "{:?}",
        done.items[0]
    );
    assert!(office.audit().await.contains("backup.started"));
    runner.abort();
}

/// Asks for a backup until there is a new one: the job before it makes room after its result is told, and until it
/// ends there is no place for another.
async fn begun(office: &Office) -> shuke_app::backup::manage::BackupsView {
    for _ in 0..1_000 {
        let now = office.app.start_backup(&office.boss()).await.expect("asked");
        if now.items[0].finished_at.is_none() {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("no backup begins");
}

async fn finished(office: &Office) -> shuke_app::backup::manage::BackupsView {
    for _ in 0..1_000 {
        let now = office.app.backups(&office.boss()).await.expect("backups");
        if now.items[0].finished_at.is_some() {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the backup does not end");
}

#[db_test]
async fn the_clock_takes_one_a_day_and_misses_are_told(db: TestDb) {
    let mut office = Office::open(db).await;
    let folder = tempfile::tempdir().unwrap();
    office.app = office.app.clone().with_data(folder.path());
    assert!(!office.app.backup_if_due().await.unwrap(), "nothing is scheduled");
    let given = map(json!({"scheduled": true, "hour": 2}));
    let settings = office.app.change_backups(&office.boss(), &given).await.expect("settings");
    // It is four in the afternoon in Shanghai.
    assert_eq!(settings.next_at.map(|at| at.to_rfc3339()), Some("2026-03-01T18:00:00+00:00".to_owned()));
    assert!(!office.app.backup_if_due().await.unwrap(), "the hour of today had passed when it was scheduled");
    office.db.clock.advance(TimeDelta::hours(10));
    assert!(office.app.backup_if_due().await.unwrap());
    assert!(!office.app.backup_if_due().await.unwrap(), "one a day");
    assert_eq!(office.app.backups(&office.boss()).await.unwrap().items[0].kind, "scheduled");
    office.db.clock.advance(TimeDelta::hours(3));
    assert_eq!(
        office.app.backups(&office.boss()).await.unwrap().alarm,
        Some(Alarm::Overdue),
        "nobody took it"
    );
}

#[db_test]
async fn files_of_records_come_back_and_lost_ones_are_told(db: TestDb) {
    let mut office = Office::open(db).await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let files: Arc<dyn FileStore> = Arc::new(Folder::new(at("files")));
    office.app = office.app.clone().with_files(Arc::clone(&files));
    let boss = office.boss();
    office.app.define_field(&boss, "lead", &crate::define::field("papers", "attachment")).await.unwrap();
    // Larger than a piece, one without bytes' worth of doubt, and one twice.
    let big: Vec<u8> = (0..2_500_000_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .take(2_500_000)
        .collect();
    let contents = [[b"\x1f\x8b".as_slice(), &big].concat(), "合同".into(), "合同".into(), "报价".into()];
    let mut held = Vec::new();
    for (nth, bytes) in contents.iter().enumerate() {
        std::fs::write(at("up"), bytes).unwrap();
        let name = if nth == 0 { "a.gz".to_owned() } else { format!("{nth}.txt") };
        held.push(office.app.upload_file(&office.boss(), &name, &at("up")).await.expect("a file").id);
    }
    let values = map(json!({"name": "一", "x_papers": held}));
    office.app.create(&office.boss(), "lead", &values).await.expect("a lead");
    let order = |name: &str, files| Order {
        path: at(name),
        secret: KEY,
        scratch: folder.path().into(),
        files,
        now: office.db.now(),
    };
    let (store, ids) = (&office.db.store, &office.db.ids);
    let taken = take(store, order("one.backup", Some(Arc::clone(&files))), ids, |_, _, _| {})
        .await
        .expect("a backup");
    assert_eq!((taken.manifest.files.count, taken.manifest.files.lost), (3, 0));

    let there: Arc<dyn FileStore> = Arc::new(Folder::new(at("there")));
    let target = Address::Sqlite(at("new.db"));
    let filled = restore(file::read(&at("one.backup"), &KEY), &target, Some(Arc::clone(&there)), |_, _| {})
        .await
        .expect("restored");
    assert_eq!(filled.manifest, taken.manifest);
    let copy = Store::open(&target).await.unwrap();
    let app = App::start(copy.clone(), office.db.clock.clone(), office.db.ids.clone())
        .await
        .unwrap()
        .with_files(there);
    let ctx = app.ctx(office.admin, shuke_base::Locale::En, shuke_app::Via::Page);
    for (id, bytes) in held.iter().zip(&contents) {
        let known = app.file(&ctx, *id).await.expect("known");
        let mut found = Vec::new();
        app.file_bytes(&known).await.expect("there").read_to_end(&mut found).await.unwrap();
        assert!(found == *bytes, "{}", known.name);
    }
    copy.close().await;

    // One is overwritten, one is gone: the backup is taken, and says so.
    for (id, change) in [(held[1], Some("合伙")), (held[3], None)] {
        let sha256 = office.app.file(&office.boss(), id).await.unwrap().sha256;
        let path = at("files").join(&sha256[..2]).join(&sha256);
        match change {
            Some(text) => std::fs::write(path, text).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
    }
    let taken = take(store, order("two.backup", Some(files)), ids, |_, _, _| {}).await.expect("a backup");
    assert_eq!((taken.manifest.files.count, taken.manifest.files.lost), (1, 2));
    let taken = take(store, order("none.backup", None), ids, |_, _, _| {}).await.expect("a backup");
    assert_eq!((taken.manifest.files.count, taken.manifest.files.lost), (0, 0));
}
