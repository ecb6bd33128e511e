//! Both engines have the tables that the migrations describe, and so the same tables.

use std::collections::BTreeMap;

use shuke_store::ddl::{Alter, CatalogColumn, CatalogIndex, CatalogTable, Kind};
use shuke_store::{Dialect, migrations};
use shuke_testkit::{TestDb, db_test, on_both};

type Catalog = BTreeMap<String, CatalogTable>;

async fn catalog(db: &TestDb) -> Catalog {
    db.store.read().await.unwrap().catalog().await.unwrap()
}

/// The engine's own word for a type, as its catalogue spells it.
fn word(dialect: Dialect, kind: Kind) -> String {
    let Kind::Data(kind) = kind else {
        return match (dialect, kind) {
            (Dialect::Sqlite, Kind::Bytes) => "blob",
            (Dialect::Postgres, Kind::Bytes) => "bytea",
            (Dialect::Sqlite, _) => "integer",
            (Dialect::Postgres, _) => "bigint",
        }
        .to_owned();
    };
    let declared = dialect.column_type(kind).to_lowercase();
    match declared.split(" collate ").next().unwrap_or_default() {
        "timestamptz" => "timestamp with time zone".to_owned(),
        other => other.to_owned(),
    }
}

/// How the engine keeps the words of a table's rows.
fn words(dialect: Dialect, tables: &mut Catalog, table: &str) {
    let column =
        |kind: &str, required| CatalogColumn { name: "words".to_owned(), kind: kind.to_owned(), required };
    match dialect {
        Dialect::Sqlite => {
            let beside = CatalogTable { columns: vec![column("", false)], ..CatalogTable::default() };
            tables.insert(format!("{table}_words"), beside);
        }
        Dialect::Postgres => {
            let own = tables.get_mut(table).unwrap();
            own.columns.push(column("tsvector", true));
            let index = CatalogIndex { columns: vec!["words".to_owned()], unique: false, partial: false };
            own.indexes.insert(format!("gin_{table}_words"), index);
        }
    }
}

/// What the catalogue should say after all steps of the series.
fn described(dialect: Dialect) -> Catalog {
    let mut tables = Catalog::new();
    let steps = migrations::memory().into_iter().chain(migrations::ALL.iter().flat_map(|it| it.steps()));
    for step in steps {
        match step {
            Alter::CreateTable(table) => {
                let columns = table.columns.iter().map(|it| CatalogColumn {
                    name: it.name.clone(),
                    kind: word(dialect, it.kind),
                    required: it.required,
                });
                let made =
                    CatalogTable { columns: columns.collect(), key: table.key, indexes: BTreeMap::new() };
                tables.insert(table.name, made);
            }
            Alter::AddColumn { table, column } => {
                let kind = word(dialect, column.kind);
                let column = CatalogColumn { name: column.name, kind, required: false };
                tables.get_mut(&table).unwrap().columns.push(column);
            }
            Alter::CreateIndex { table, index } => {
                let partial = index.condition.is_some();
                let made = CatalogIndex { columns: index.columns, unique: index.unique, partial };
                tables.get_mut(&table).unwrap().indexes.insert(index.name, made);
            }
            Alter::AddWords { table } => words(dialect, &mut tables, &table),
            Alter::DropIndex { name } => tables.values_mut().for_each(|table| {
                table.indexes.remove(&name);
            }),
        }
    }
    tables
}

#[db_test]
async fn tables_are_as_described(db: TestDb) {
    let described = described(db.store.dialect());
    let found = catalog(&db).await;
    assert_eq!(found.keys().collect::<Vec<_>>(), described.keys().collect::<Vec<_>>());
    for (name, table) in &found {
        assert_eq!(table, &described[name], "{name}");
    }
}

/// What SQLite keeps a type of PostgreSQL as.
fn kept_as(kind: &str) -> &'static str {
    match kind {
        "bigint" | "boolean" | "timestamp with time zone" => "integer",
        "uuid" | "bytea" => "blob",
        "text" | "date" | "text[]" => "text",
        other if other.starts_with("numeric") => "integer",
        other => panic!("unknown type {other}"),
    }
}

#[test]
fn both_engines_have_the_same_tables() {
    on_both(|sqlite, postgres| async move {
        let mut sqlite = catalog(&sqlite).await;
        let both = described(Dialect::Sqlite).len();
        assert_eq!(sqlite.len(), both);
        let mut postgres = catalog(&postgres).await;
        // Words are kept in the engine's own way.
        assert!(sqlite.remove("sys_search_doc_words").is_some());
        let documents = postgres.get_mut("sys_search_doc").unwrap();
        documents.columns.retain(|column| column.name != "words");
        documents.indexes.retain(|name, _| !name.starts_with("gin_"));
        for column in postgres.values_mut().flat_map(|table| &mut table.columns) {
            column.kind = kept_as(&column.kind).to_owned();
        }
        assert_eq!(sqlite, postgres);
    });
}
