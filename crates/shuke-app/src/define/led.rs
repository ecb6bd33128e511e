//! Indexes that sharing rules need: the records that a rule shares are found in the order of lists.

use serde_json::json;
use shuke_base::Fault;
use shuke_meta::ObjectDef;
use shuke_store::Tx;

use super::write::{Deed, object, save, stored};
use crate::context::Ctx;

/// The key that lists are usually in the order of, and every index for them ends in.
const ORDER: &str = "created_at";

/// Gives the object an index by each of these fields, newest first, where it has none.
///
/// # Errors
/// An unknown object, or the store's trouble.
pub(crate) async fn index_by(tx: &mut Tx, ctx: &Ctx, name: &str, fields: &[String]) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    let old = object(&schema, name)?;
    let mut new = ObjectDef::clone(&old);
    let specs = old.index_specs();
    let has = |field: &str| {
        field == ORDER
            || old.field(field).is_none_or(|field| {
                let led = |columns: &[String]| columns[0] == field.column && columns[1] == ORDER;
                specs.iter().any(|spec| !spec.unique && spec.columns.len() > 1 && led(&spec.columns))
            })
    };
    let lacking: Vec<&String> = fields.iter().filter(|field| !has(field)).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    new.indexes.extend(lacking.iter().map(|field| vec![(*field).clone(), ORDER.to_owned()]));
    let deed = Deed { action: "object.indexed", detail: json!({"fields": lacking}) };
    save(tx, ctx, &schema, Some(&old), new, deed).await
}
