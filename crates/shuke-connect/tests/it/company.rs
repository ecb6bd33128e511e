//! A company whose files lie in either place.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_app::backup::key::Secret;
use shuke_app::backup::take::{Order, take};
use shuke_app::backup::{file, restore};
use shuke_app::files::moving::{self, Step, Tally};
use shuke_app::files::store::{FileStore, Folder};
use shuke_app::setup::Init;
use shuke_app::{App, Ctx, Via};
use shuke_base::{Clock, Code, Locale, Uuid};
use shuke_store::{Address, Store};
use shuke_testkit::{TestDb, db_test};
use tokio::io::AsyncReadExt;

use crate::{Places, below, bucket};

/// A red point.
const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xDE, 0x00,
    0x00, 0x00, 0x0C, 0x49, 0x44, 0x41, 0x54, 0x08, 0xD7, 0x63, 0xF8, 0xCF, 0xC0, 0x00, 0x00, 0x03, 0x01,
    0x01, 0x00, 0x18, 0xDD, 0x8D, 0xB0, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60,
    0x82,
];

struct Scene {
    db: TestDb,
    app: App,
    admin: Uuid,
    places: Places,
}

impl Scene {
    async fn new(db: TestDb, files: impl FnOnce(&Places) -> Arc<dyn FileStore>) -> Self {
        let places = Places::new();
        let clock: Arc<dyn Clock> = db.clock.clone();
        let init = Init {
            login: "boss".to_owned(),
            password: "a long enough pass-phrase".to_owned(),
            name: None,
            company: None,
            locale: Locale::ZhCn,
            pack: "standard".to_owned(),
            sample: false,
        };
        let app = App::init(db.store.clone(), clock, db.ids.clone(), init).await.expect("a company");
        let known = db.store.read().await.unwrap().credential_by_login("boss").await.unwrap();
        let admin = known.expect("the administrator").user_id;
        let app = app.with_files(files(&places));
        let scene = Self { db, app, admin, places };
        for (name, kind) in [("papers", "attachment"), ("photo", "image")] {
            let field = json!({"name": name, "labels": {"zh-CN": name, "en": name}, "kind": kind});
            scene.app.define_field(&scene.ctx(), "lead", field.as_object().unwrap()).await.expect("a field");
        }
        scene
    }

    fn ctx(&self) -> Ctx {
        self.app.ctx(self.admin, Locale::En, Via::Page)
    }

    async fn upload(&self, name: &str, bytes: &[u8]) -> Result<Uuid, Code> {
        let path = self.places.file(bytes);
        let file = self.app.upload_file(&self.ctx(), name, &path).await;
        file.map(|file| file.id).map_err(|fault| fault.code)
    }

    async fn lead(&self, values: Json) {
        self.app.create(&self.ctx(), "lead", values.as_object().unwrap()).await.expect("a lead");
    }

    async fn digest(&self, id: Uuid) -> String {
        self.app.file(&self.ctx(), id).await.expect("known").sha256
    }
}

async fn read(app: &App, ctx: &Ctx, id: Uuid) -> Result<Vec<u8>, String> {
    let file = app.file(ctx, id).await.map_err(|fault| fault.code.name().to_owned())?;
    let mut reading = app.file_bytes(&file).await.map_err(|fault| fault.code.name().to_owned())?;
    let mut bytes = Vec::new();
    reading.read_to_end(&mut bytes).await.map_err(|error| error.kind().to_string())?;
    Ok(bytes)
}

async fn a_life_of_files(scene: Scene, root: &std::path::Path) {
    let (app, ctx) = (&scene.app, scene.ctx());
    let paper = scene.upload("合同.txt", "合同".as_bytes()).await.unwrap();
    let photo = scene.upload("门头.png", PICTURE).await.unwrap();
    let loose = scene.upload("草稿.txt", "草稿".as_bytes()).await.unwrap();
    scene.lead(json!({"name": "一", "x_papers": [paper], "x_photo": [photo]})).await;
    assert_eq!(read(app, &ctx, paper).await.unwrap(), "合同".as_bytes());
    let (media, small) = app.file_preview(&ctx, photo).await.expect("a small picture");
    assert_eq!((media, app.file_preview(&ctx, photo).await.unwrap().1 == small), ("image/jpeg", true));
    let digest = scene.digest(photo).await;
    assert!(below(root, &format!("{digest}.small")).exists(), "it is kept beside the picture");
    let seen = app.file_store(&ctx).await.unwrap();
    assert_eq!((seen.reachable, seen.files, seen.bytes), (true, 3, 12 + PICTURE.len() as u64));

    // What changed on the way is never taken for whole.
    let digest = scene.digest(paper).await;
    std::fs::write(below(root, &digest), "合伙").unwrap();
    assert_eq!(read(app, &ctx, paper).await.unwrap_err(), "invalid data");
    std::fs::remove_file(below(root, &digest)).unwrap();
    assert_eq!(read(app, &ctx, paper).await.unwrap_err(), "not_found");

    let gone = below(root, &scene.digest(loose).await);
    scene.db.clock.advance(chrono::TimeDelta::hours(25));
    assert_eq!(app.sweep_files().await.unwrap(), 1);
    assert!(gone.exists(), "it came within the hour, by the place's own clock");
}

#[db_test]
async fn files_live_in_a_folder(db: TestDb) {
    let scene = Scene::new(db, |places| places.both()[0].0.clone()).await;
    let root = scene.places.both()[0].1.clone();
    a_life_of_files(scene, &root).await;
}

#[db_test]
async fn files_live_in_a_bucket(db: TestDb) {
    let scene = Scene::new(db, |places| places.both()[1].0.clone()).await;
    let root = scene.places.both()[1].1.clone();
    a_life_of_files(scene, &root).await;
}

#[db_test]
async fn while_the_bucket_is_away_nothing_is_promised(db: TestDb) {
    let scene = Scene::new(db, |places| bucket(&places.server, "crm")).await;
    let paper = scene.upload("合同.txt", "合同".as_bytes()).await.unwrap();
    scene.lead(json!({"name": "一", "x_papers": [paper]})).await;
    let loose = scene.upload("草稿.txt", "草稿".as_bytes()).await.unwrap();
    assert!(scene.app.files_reachable().await);
    scene.places.server.set_away(true);
    assert_eq!(scene.upload("报价.txt", "报价".as_bytes()).await, Err(Code::FilesAway));
    assert_eq!(scene.app.store().read().await.unwrap().attachment_sum().await.unwrap(), (2, 12));
    assert_eq!(read(&scene.app, &scene.ctx(), paper).await.unwrap_err(), "files_away");
    assert!(scene.app.files_reachable().await, "the answer holds for a moment");
    scene.db.clock.advance(chrono::TimeDelta::seconds(30));
    assert!(!scene.app.files_reachable().await);
    assert!(!scene.app.file_store(&scene.ctx()).await.unwrap().reachable);
    scene.db.clock.advance(chrono::TimeDelta::hours(25));
    let swept = scene.app.sweep_files().await.map_err(|fault| fault.code);
    assert_eq!(swept, Err(Code::FilesAway), "its bytes would stay behind");
    assert!(scene.app.file(&scene.ctx(), loose).await.is_ok());
    // A record is saved without the store.
    scene.lead(json!({"name": "二"})).await;
    scene.places.server.set_away(false);
    scene.db.clock.advance(chrono::TimeDelta::seconds(30));
    assert!(scene.app.files_reachable().await);
    assert!(scene.upload("报价.txt", "报价".as_bytes()).await.is_ok());
    assert_eq!(scene.app.sweep_files().await.unwrap(), 1);
}

#[db_test]
async fn files_move_there_and_back_and_nothing_is_lost_on_the_way(db: TestDb) {
    let scene = Scene::new(db, |places| places.both()[0].0.clone()).await;
    let [(folder, root), (remote, far)] = scene.places.both();
    let mut papers = Vec::new();
    for text in ["合同", "报价", "发票", "发票"] {
        papers.push(scene.upload("a.txt", text.as_bytes()).await.unwrap());
    }
    scene.lead(json!({"name": "一", "x_papers": papers})).await;
    let store = scene.app.store();
    let tally = moving::carry(store, folder.as_ref(), remote.as_ref(), |_| {}).await.expect("carried");
    assert_eq!(tally, Tally { whole: 3, bytes: 18, carried: 3, missing: 0, damaged: 0 });

    // Once more: what is there is not carried again, what broke there is mended.
    let digest = scene.digest(papers[1]).await;
    std::fs::write(below(&far, &digest), "报酬").unwrap();
    let mut bad = Vec::new();
    let tell = |step: Step<'_>| {
        if let Step::Bad(state, file) = step {
            bad.push((state, file.sha256.clone()));
        }
    };
    let found = moving::check(store, remote.as_ref(), tell).await.expect("checked");
    assert_eq!((found.whole, found.missing, found.damaged), (2, 0, 1));
    assert_eq!(bad.len(), 1);
    assert_eq!(bad[0].1, digest);
    let tally = moving::carry(store, folder.as_ref(), remote.as_ref(), |_| {}).await.expect("carried");
    assert_eq!((tally.whole, tally.carried), (3, 1));

    // The company goes on over there, and comes back into another folder, although one file is gone.
    std::fs::remove_dir_all(root).unwrap();
    let app = scene.app.clone().with_files(Arc::clone(&remote));
    assert_eq!(read(&app, &scene.ctx(), papers[0]).await.unwrap(), "合同".as_bytes());
    std::fs::remove_file(below(&far, &digest)).unwrap();
    let back: Arc<dyn FileStore> = Arc::new(Folder::new(scene.places.at("back")));
    let tally = moving::carry(store, remote.as_ref(), back.as_ref(), |_| {}).await.expect("carried");
    assert_eq!((tally.whole, tally.carried, tally.missing), (2, 2, 1));
    scene.places.server.set_away(true);
    let stopped = moving::check(store, remote.as_ref(), |_| {}).await.expect_err("away");
    assert_eq!(stopped.code, Code::FilesAway);
}

#[db_test]
async fn a_backup_out_of_a_bucket_comes_back_into_either_place(db: TestDb) {
    let scene = Scene::new(db, |places| bucket(&places.server, "old")).await;
    let big: Vec<u8> = (0..9_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let contents = [[b"\x1f\x8b".as_slice(), &big].concat(), "合同".into()];
    let mut held = Vec::new();
    for (name, bytes) in ["a.gz", "b.txt"].iter().zip(&contents) {
        held.push(scene.upload(name, bytes).await.unwrap());
    }
    scene.lead(json!({"name": "一", "x_papers": held})).await;
    let path = scene.places.at("one.backup");
    let order = Order {
        path: path.clone(),
        secret: Secret::Open,
        scratch: scene.places.scratch.path().into(),
        files: Some(bucket(&scene.places.server, "old")),
        now: scene.db.now(),
    };
    let taken = take(&scene.db.store, order, &scene.db.ids, |_, _, _| {}).await.expect("a backup");
    assert_eq!((taken.manifest.files.count, taken.manifest.files.lost), (2, 0));
    let there: [Arc<dyn FileStore>; 2] =
        [Arc::new(Folder::new(scene.places.at("there"))), bucket(&scene.places.server, "new")];
    for (nth, place) in there.into_iter().enumerate() {
        let target = Address::Sqlite(scene.places.at(&format!("{nth}.db")));
        let frames = file::read(&path, &Secret::Open);
        restore::restore(frames, &target, Some(Arc::clone(&place)), |_, _| {}).await.expect("restored");
        let copy = Store::open(&target).await.unwrap();
        let clock: Arc<dyn Clock> = scene.db.clock.clone();
        let app = App::start(copy.clone(), clock, scene.db.ids.clone()).await.unwrap().with_files(place);
        let ctx = app.ctx(scene.admin, Locale::En, Via::Page);
        for (id, bytes) in held.iter().zip(&contents) {
            assert!(read(&app, &ctx, *id).await.as_ref() == Ok(bytes));
        }
        copy.close().await;
    }
}
