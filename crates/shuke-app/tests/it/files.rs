//! Files that nobody took go; those that a record holds stay.

use serde_json::json;
use shuke_base::Code;
use shuke_testkit::{TestDb, db_test};

use crate::define::{create, field};
use crate::office::Office;

#[db_test]
async fn what_no_record_took_goes_after_a_day(db: TestDb) {
    let office = Office::open(db).await;
    let app = &office.app;
    app.define_field(&office.boss(), "lead", &field("papers", "attachment")).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("up");
    std::fs::write(&path, "合同").unwrap();
    let mut ids = Vec::new();
    for name in ["held.txt", "loose.txt"] {
        ids.push(app.upload_file(&office.boss(), name, &path).await.unwrap().id);
    }
    create(app, &office.boss(), "lead", json!({"name": "一", "x_papers": [ids[0]]})).await;
    assert_eq!(app.sweep_files().await.unwrap(), 0, "a day has not passed");
    office.db.clock.advance(chrono::TimeDelta::hours(25));
    assert_eq!(app.sweep_files().await.unwrap(), 1);
    assert!(app.file(&office.boss(), ids[0]).await.is_ok());
    assert_eq!(app.file(&office.boss(), ids[1]).await.unwrap_err().code, Code::NotFound);
    let held = app.file(&office.boss(), ids[0]).await.unwrap();
    assert!(app.file_bytes(&held).await.is_ok(), "the same bytes are still used");
}
