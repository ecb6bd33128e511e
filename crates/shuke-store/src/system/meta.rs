//! Definitions of objects, and the numbers that tell every process that definitions or rights have changed.

use shuke_meta::{ObjectDef, Schema};

use crate::{Bind, Conn, StoreError, Tx};

/// How often definitions and rights have been changed: a process that knows smaller numbers reads anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Versions {
    /// Of the definitions.
    pub schema: i64,
    /// Of roles, their rights and who has them.
    pub rights: i64,
}

const SCHEMA: &str = "schema_version";
const RIGHTS: &str = "rights_version";

impl Conn {
    /// The two numbers, in one small read.
    ///
    /// # Errors
    /// When the engine doesn't answer.
    pub async fn versions(&mut self) -> Result<Versions, StoreError> {
        let mut versions = Versions::default();
        let sql = "SELECT name, value FROM sys_state WHERE name IN ($1, $2)";
        for row in self.rows(sql, &[Bind::from(SCHEMA), Bind::from(RIGHTS)]).await? {
            match row.string(0)?.as_str() {
                SCHEMA => versions.schema = row.number(1)?,
                _ => versions.rights = row.number(1)?,
            }
        }
        Ok(versions)
    }

    /// All definitions in force.
    ///
    /// # Errors
    /// When the engine doesn't answer or a stored definition can't be read.
    pub async fn load_schema(&mut self) -> Result<Schema, StoreError> {
        // The number first: a change in between leads to one more look, never to a missed change.
        let version = self.versions().await?.schema;
        let mut objects = Vec::new();
        for row in self.rows("SELECT name, def, version FROM sys_object ORDER BY name", &[]).await? {
            let mut object: ObjectDef = serde_json::from_str(&row.string(1)?).map_err(|error| {
                let name = row.string(0).unwrap_or_default();
                StoreError::internal(format!("the stored definition of {name} can't be read: {error}"))
            })?;
            object.version = row.number(2)?;
            objects.push(object);
        }
        Ok(Schema::stored(version, objects))
    }
}

impl Tx {
    /// Stores a definition and counts the schema's version up. `expected` is the version that the change was based
    /// on, or `None` for a new object. Answers the object's new version, or `None` when somebody else was faster.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn save_object(
        &mut self,
        object: &ObjectDef,
        expected: Option<i64>,
    ) -> Result<Option<i64>, StoreError> {
        let version = expected.unwrap_or(0) + 1;
        let mut object = object.clone();
        object.version = version;
        let def = serde_json::to_string(&object).map_err(|error| StoreError::internal(error.to_string()))?;
        let mut binds = vec![Bind::from(object.name.as_str()), Bind::Text(def), Bind::Int(version)];
        let sql = match expected {
            None => {
                "INSERT INTO sys_object (name, def, version) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING"
            }
            Some(expected) => {
                binds.push(Bind::Int(expected));
                "UPDATE sys_object SET def = $2, version = $3 WHERE name = $1 AND version = $4"
            }
        };
        if self.run(sql, &binds).await? == 0 {
            return Ok(None);
        }
        self.bump(SCHEMA).await?;
        Ok(Some(version))
    }

    /// Tells every process that roles, rights or their holders have changed.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn bump_rights(&mut self) -> Result<(), StoreError> {
        self.bump(RIGHTS).await
    }

    async fn bump(&mut self, name: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO sys_state (name, value) VALUES ($1, 1) \
                   ON CONFLICT (name) DO UPDATE SET value = sys_state.value + 1";
        self.run(sql, &[Bind::from(name)]).await?;
        Ok(())
    }
}
