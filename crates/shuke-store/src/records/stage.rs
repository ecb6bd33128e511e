//! Since when records are in their stage, of those that were there before anybody kept it: read from their history.

use shuke_base::{Moment, Uuid};
use shuke_meta::{ObjectDef, STAGE_ENTERED_AT};

use crate::compile::statement::Statement;
use crate::dialect::quote;
use crate::system::Recalculation;
use crate::{StoreError, Tx};

impl Tx {
    /// Asks for the times of every record of the object, by what is its stage field from `now` on.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn ask_stage_times(&mut self, object: &ObjectDef, now: Moment) -> Result<(), StoreError> {
        let asked = Recalculation {
            key: format!("{}.{STAGE_ENTERED_AT}", object.name),
            object: object.name.clone(),
            field: STAGE_ENTERED_AT.to_owned(),
            doc: serde_json::json!({ "before": now }).to_string(),
            place: None,
            done: 0,
            total: None,
            asked: 1,
            created_at: now,
        };
        self.ask_recalculation(&asked).await
    }

    /// Fills in the next `rows` records behind `after`, in the order of ids, deleted ones too: the newest change of the
    /// stage that history knows, else when the record came to be; nothing where there is no stage. What was kept at
    /// `before` or later stays, as history may not know of it yet. Answers the last id and how many records there
    /// were, nothing behind the last one.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn fill_stage_times(
        &mut self,
        object: &ObjectDef,
        after: Option<Uuid>,
        before: Moment,
        rows: usize,
    ) -> Result<Option<(Uuid, i64)>, StoreError> {
        let table = quote(&object.table);
        let mut st = Statement::new(self.dialect());
        let after = after.unwrap_or(Uuid::nil());
        let sql = format!("SELECT id FROM {table} WHERE id > {} ORDER BY id LIMIT {rows}", st.place(after));
        let found = self.rows(&sql, &st.binds).await?;
        let Some(last) = found.last().map(|row| row.id(0)).transpose()? else { return Ok(None) };
        let mut st = Statement::new(self.dialect());
        let value = match object.stage_field.as_deref().and_then(|name| object.field(name)) {
            None => "NULL".to_owned(),
            Some(stage) => {
                let changed = self.dialect().has_member("h.diff", &st.place(stage.name.as_str()));
                format!(
                    "CASE WHEN {} IS NULL THEN NULL ELSE coalesce((SELECT max(h.at) FROM sys_change h \
                     WHERE h.record_id = r.id AND h.kind = 'changed' AND {changed}), r.created_at) END",
                    quote(&stage.column)
                )
            }
        };
        let (first, last_place, before) = (st.place(after), st.place(last), st.place(before));
        let sql = format!(
            "UPDATE {table} AS r SET {STAGE_ENTERED_AT} = {value} WHERE r.id > {first} AND r.id <= {last_place} \
             AND (r.{STAGE_ENTERED_AT} IS NULL OR r.{STAGE_ENTERED_AT} < {before})"
        );
        self.run(&sql, &st.binds).await?;
        Ok(Some((last, i64::try_from(found.len()).unwrap_or(i64::MAX))))
    }
}
