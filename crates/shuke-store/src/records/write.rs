//! Writing rows. The caller has decided everything; here it is only carried out.

use shuke_base::{Moment, Uuid, Value};
use shuke_meta::{FieldDef, ObjectDef};

use crate::compile::statement::Statement;
use crate::compile::value::binds;
use crate::dialect::quote;
use crate::{Bind, StoreError, Tx};

/// The position of the field that a unique index refused.
#[must_use]
pub fn refused_field(object: &ObjectDef, index: &str) -> Option<usize> {
    let spec = object.index_specs().into_iter().find(|spec| spec.unique && spec.name == index);
    let column = match spec {
        Some(spec) => spec.columns.first()?.clone(),
        None => index.split(", ").next()?.strip_prefix(&format!("{}.", object.table))?.to_owned(),
    };
    object.fields.iter().position(|field| field.columns().iter().any(|own| own.name == column))
}

impl Tx {
    /// Inserts rows; each has a value for every field of the object, in order.
    ///
    /// # Errors
    /// [`StoreError::Unique`] when a unique field's value is taken; see [`refused_field`].
    pub async fn insert(&mut self, object: &ObjectDef, rows: &[Vec<Value>]) -> Result<(), StoreError> {
        let names: Vec<String> =
            object.fields.iter().flat_map(FieldDef::columns).map(|column| quote(&column.name)).collect();
        let mut written = Vec::with_capacity(rows.len());
        let id = object.position("id").ok_or_else(|| StoreError::internal("a row without an id"))?;
        for row in rows {
            let record = row[id].as_id().unwrap_or_default();
            let mut all = Vec::with_capacity(names.len());
            for (field, value) in object.fields.iter().zip(row) {
                all.extend(binds(object, record, field, value)?);
            }
            written.push(all);
        }
        self.insert_many(&quote(&object.table), &names, written).await?;
        self.link_new(object, rows).await
    }

    /// Sets fields of a record, and with them version, time and person of the change; answers the new version, or
    /// none when there is no such record.
    ///
    /// # Errors
    /// As [`Tx::insert`].
    pub async fn update(
        &mut self,
        object: &ObjectDef,
        id: Uuid,
        sets: &[(usize, Value)],
        at: Moment,
        by: Option<Uuid>,
    ) -> Result<Option<i64>, StoreError> {
        self.set(object, id, sets, Some((at, by))).await
    }

    /// Sets computed fields of a record, and with them its version; time and person of the last change stay, because
    /// nobody has changed it. Answers the new version, or none when there is no such record.
    ///
    /// # Errors
    /// As [`Tx::insert`].
    pub async fn recompute(
        &mut self,
        object: &ObjectDef,
        id: Uuid,
        sets: &[(usize, Value)],
    ) -> Result<Option<i64>, StoreError> {
        self.set(object, id, sets, None).await
    }

    async fn set(
        &mut self,
        object: &ObjectDef,
        id: Uuid,
        sets: &[(usize, Value)],
        changed: Option<(Moment, Option<Uuid>)>,
    ) -> Result<Option<i64>, StoreError> {
        let mut st = Statement::new(self.dialect());
        let mut parts = vec!["version = version + 1".to_owned()];
        for (position, value) in sets {
            let field = &object.fields[*position];
            for (column, bind) in field.columns().into_iter().zip(binds(object, id, field, value)?) {
                let place = st.place(bind);
                parts.push(format!("{} = {place}", quote(&column.name)));
            }
        }
        if let Some((at, by)) = changed {
            let place = st.place(at);
            parts.push(format!("updated_at = {place}"));
            let place = st.place(Bind::id(by));
            parts.push(format!("updated_by = {place}"));
        }
        let place = st.place(id);
        let sql = format!(
            "UPDATE {} SET {} WHERE id = {place} RETURNING version",
            quote(&object.table),
            parts.join(", ")
        );
        let version = self.row(&sql, &st.binds).await?.map(|row| row.number(0)).transpose()?;
        if version.is_some() {
            self.link_set(object, id, sets).await?;
        }
        Ok(version)
    }

    /// Takes rows out for good: for the undo of an import.
    ///
    /// # Errors
    /// When the engine refuses or is away.
    pub async fn purge(&mut self, object: &ObjectDef, ids: &[Uuid]) -> Result<u64, StoreError> {
        let mut gone = 0;
        for chunk in ids.chunks(500) {
            let mut st = Statement::new(self.dialect());
            let places = st.places(chunk.iter().copied());
            let sql = format!("DELETE FROM {} WHERE id IN ({places})", quote(&object.table));
            gone += self.run(&sql, &st.binds).await?;
            self.unlink(object, chunk).await?;
            self.drop_talk(chunk).await?;
        }
        Ok(gone)
    }
}
