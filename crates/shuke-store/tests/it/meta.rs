//! Stored definitions and the numbers that tell of their change.

use shuke_base::Text;
use shuke_meta::{ChoiceOption, FieldDef, FieldKind, ObjectDef, Outcome};
use shuke_store::Store;
use shuke_store::system::Versions;
use shuke_testkit::{TestDb, db_test};

fn project() -> ObjectDef {
    let mut stage = FieldDef::new("stage", Text::new("阶段", "Stage"), FieldKind::Choice);
    stage.options = vec![ChoiceOption {
        name: "new".into(),
        label: Text::new("新建", "New"),
        color: Some("brand".into()),
        active: true,
        outcome: Outcome::Success,
        limit_days: None,
    }];
    stage.default = Some("new".into());
    let mut object = ObjectDef::default();
    object.name = "x_project".into();
    object.label = Text::new("项目", "Project");
    object.owned = true;
    object.custom = true;
    object.name_field = "name".into();
    object.fields = vec![FieldDef::new("name", Text::new("名称", "Name"), FieldKind::Text), stage];
    object.finish()
}

async fn save(store: &Store, object: ObjectDef, expected: Option<i64>) -> Option<i64> {
    store.write(move |tx| Box::pin(async move { tx.save_object(&object, expected).await })).await.unwrap()
}

#[db_test]
async fn definitions_come_back_and_the_slower_of_two_is_told(db: TestDb) {
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.versions().await.unwrap(), Versions::default());
    assert_eq!(conn.load_schema().await.unwrap().objects().count(), 0);
    assert_eq!(save(&db.store, project(), None).await, Some(1));
    assert_eq!(save(&db.store, project(), None).await, None, "it exists");
    let mut changed = project();
    changed.icon = "folder".into();
    assert_eq!(save(&db.store, changed.clone(), Some(1)).await, Some(2));
    assert_eq!(save(&db.store, project(), Some(1)).await, None, "based on an older version");

    assert_eq!(conn.versions().await.unwrap(), Versions { schema: 2, rights: 0 });
    let schema = conn.load_schema().await.unwrap();
    assert_eq!(schema.version, 2);
    changed.version = 2;
    assert_eq!(**schema.object("x_project").unwrap(), changed);
}

#[db_test]
async fn settings_are_set_replaced_and_removed(db: TestDb) {
    for value in ["1", "\"熟客\""] {
        db.store
            .write(move |tx| Box::pin(async move { tx.put_setting("company", value).await }))
            .await
            .unwrap();
    }
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.setting("company").await.unwrap().as_deref(), Some("\"熟客\""));
    assert_eq!(conn.settings().await.unwrap().len(), 1);
    let drop = || db.store.write(|tx| Box::pin(async move { tx.drop_setting("company").await }));
    assert!(drop().await.unwrap());
    assert!(!drop().await.unwrap());
    assert_eq!(conn.setting("company").await.unwrap(), None);
}
