//! Since when records are in their stage: a column of every object that has a stage field. It is filled afterwards, by a
//! job, so that a start needn't wait for a million records.

use shuke_base::Moment;
use shuke_meta::{ObjectDef, difference};

use crate::ddl::table::Alter;
use crate::system::lock::Lock;
use crate::{StoreError, Tx};

/// Its place in the series.
pub(super) const NUMBER: i64 = 26;

/// Nothing of the system tables changes.
pub(super) fn steps() -> Vec<Alter> {
    Vec::new()
}

/// Gives the objects that there are the field, with its column and index.
pub(super) async fn complete(tx: &mut Tx, now: Moment) -> Result<(), StoreError> {
    tx.lock(Lock::Meta).await?;
    if let Some(unhurried) = tx.dialect().unhurried() {
        tx.raw(unhurried).await?;
    }
    for old in tx.load_schema().await?.objects().filter(|object| object.stage_field.is_some()) {
        let new = ObjectDef::clone(old).finish();
        tx.apply(&difference(Some(old), &new)).await?;
        tx.save_object(&new, Some(old.version)).await?;
        tx.ask_stage_times(&new, now).await?;
    }
    Ok(())
}
