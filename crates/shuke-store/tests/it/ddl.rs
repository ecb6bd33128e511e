//! Objects become tables, and changed objects changed tables.

use shuke_base::Text;
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Step, difference};
use shuke_store::ddl::CatalogTable;
use shuke_store::{Dialect, Store, StoreError};
use shuke_testkit::{TestDb, db_test};

fn field(name: &str, kind: FieldKind) -> FieldDef {
    FieldDef::new(name, Text::new(name, name), kind)
}

/// An object with a field of every kind.
fn everything() -> ObjectDef {
    let kinds = FieldKind::ALL.into_iter().filter(|kind| *kind != FieldKind::Id);
    let mut fields: Vec<FieldDef> = kinds.map(|kind| field(&format!("f_{}", kind.name()), kind)).collect();
    for field in &mut fields {
        if field.kind == FieldKind::Reference {
            field.target = Some("account".into());
        }
    }
    let mut object = ObjectDef::default();
    object.name = "thing".into();
    object.owned = true;
    object.name_field = "f_text".into();
    object.fields = fields;
    object.finish()
}

async fn apply(store: &Store, steps: Vec<Step>) -> Result<(), StoreError> {
    store.write(move |tx| Box::pin(async move { tx.apply(&steps).await })).await
}

async fn table(db: &TestDb) -> CatalogTable {
    db.store.read().await.unwrap().catalog().await.unwrap().remove("t_thing").unwrap_or_default()
}

fn kind<'a>(table: &'a CatalogTable, name: &str) -> &'a str {
    &table.columns.iter().find(|column| column.name == name).unwrap_or_else(|| panic!("no {name}")).kind
}

/// The columns of an index of live records as metadata has them.
fn without_tail(db: &TestDb, mut columns: Vec<String>) -> Vec<String> {
    if let Some(tail) = db.store.dialect().index_tail() {
        assert_eq!(columns.pop().as_deref(), Some(tail));
    }
    columns
}

#[db_test]
async fn every_kind_of_field_gets_its_columns(db: TestDb) {
    let object = everything();
    apply(&db.store, difference(None, &object)).await.unwrap();
    let table = table(&db).await;
    let wanted: Vec<String> =
        object.fields.iter().flat_map(FieldDef::columns).map(|column| column.name).collect();
    assert_eq!(table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>(), wanted);
    assert_eq!(table.key, ["id"]);
    let required: Vec<&str> =
        table.columns.iter().filter(|column| column.required).map(|column| column.name.as_str()).collect();
    assert_eq!(required, ["created_at", "updated_at", "version", "id"]);
    let (money, list, id) = match db.store.dialect() {
        Dialect::Sqlite => ("integer", "text", "blob"),
        Dialect::Postgres => ("numeric(18,2)", "text[]", "uuid"),
    };
    assert_eq!(kind(&table, "c_f_money"), money);
    assert_eq!(kind(&table, "c_f_tags"), list);
    assert_eq!(kind(&table, "c_f_record"), id);
    assert_eq!(kind(&table, "c_f_record__obj"), "text");
    let specs = object.index_specs();
    assert_eq!(table.indexes.len(), specs.len());
    for spec in specs {
        let mut index = table.indexes[&spec.name].clone();
        if !spec.unique && !spec.deleted {
            index.columns = without_tail(&db, index.columns);
        }
        assert_eq!((&index.columns, index.unique, index.partial), (&spec.columns, spec.unique, true));
    }
}

#[db_test]
async fn a_changed_object_changes_its_table(db: TestDb) {
    let old = everything();
    apply(&db.store, difference(None, &old)).await.unwrap();
    let mut new = old.clone();
    let mut added = field("x_size", FieldKind::Money);
    added.indexed = true;
    added.scale = Some(4);
    new.fields.push(added);
    let new = new.finish();
    let steps = difference(Some(&old), &new);
    apply(&db.store, steps).await.unwrap();
    let changed = table(&db).await;
    assert!(changed.has("c_x_size") && changed.has("c_x_size__cur"));
    let columns = changed.indexes["ix_t_thing_c_x_size"].columns.clone();
    assert_eq!(without_tail(&db, columns), ["c_x_size", "id"]);

    // A field that goes leaves its column and takes its index along.
    let steps = difference(Some(&new), &old);
    apply(&db.store, steps).await.unwrap();
    let back = table(&db).await;
    assert!(back.has("c_x_size"));
    assert!(!back.indexes.contains_key("ix_t_thing_c_x_size"));
}

#[db_test]
async fn doubles_refuse_a_unique_index_and_leave_nothing_behind(db: TestDb) {
    let old = everything();
    apply(&db.store, difference(None, &old)).await.unwrap();
    let insert = |id: &str, text: &str, deleted: &str| {
        let (id, at) = match db.store.dialect() {
            Dialect::Sqlite => (format!("X'{}'", id.repeat(32)), "1".to_owned()),
            Dialect::Postgres => (format!("'{}'", id.repeat(32)), "now()".to_owned()),
        };
        let deleted = if deleted.is_empty() { "NULL".to_owned() } else { at.clone() };
        format!(
            "INSERT INTO t_thing (id, created_at, updated_at, version, c_f_phone, deleted_at) \
             VALUES ({id}, {at}, {at}, 1, '{text}', {deleted})"
        )
    };
    db.meddle(&insert("1", "+8613800138000", "")).await;
    db.meddle(&insert("2", "+8613800138000", "")).await;
    let mut new = old.clone();
    let at = new.position("f_phone").unwrap();
    new.fields[at].unique = true;
    new.fields.push(field("x_later", FieldKind::Text));
    let new = new.finish();
    let refused = apply(&db.store, difference(Some(&old), &new)).await;
    let Err(StoreError::Unique(name)) = refused else { panic!("{refused:?}") };
    assert!(name.contains("c_f_phone"), "{name}");
    assert!(!table(&db).await.has("x_later"), "the steps before it are undone");

    // A double in the recycle bin is none.
    db.meddle("DELETE FROM t_thing").await;
    db.meddle(&insert("1", "+8613800138000", "")).await;
    db.meddle(&insert("2", "+8613800138000", "deleted")).await;
    apply(&db.store, difference(Some(&old), &new)).await.unwrap();
    assert!(table(&db).await.indexes["uq_t_thing_c_f_phone"].unique);
}
