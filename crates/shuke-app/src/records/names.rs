//! What records are called, for whoever comes upon their ids elsewhere: in notices, in the audit log.

use std::collections::{BTreeMap, HashMap};

use shuke_access::Action;
use shuke_base::{Fault, Uuid};
use shuke_store::Conn;

use super::sight::Sight;
use super::{all_fields, value_of};
use crate::context::Ctx;
use crate::duplicates::name_shown;

/// The names of those records that the caller may read, as the caller sees them, with one query for each object.
/// Records in the bin are left out unless `binned`.
///
/// # Errors
/// The store's trouble.
pub(crate) async fn names(
    conn: &mut Conn,
    ctx: &Ctx,
    places: impl Iterator<Item = (String, Uuid)>,
    binned: bool,
) -> Result<HashMap<Uuid, String>, Fault> {
    let mut wanted: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
    for (object, id) in places {
        let ids = wanted.entry(object).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let mut names = HashMap::new();
    for (object, ids) in wanted {
        let Ok(object) = ctx.object(&object) else { continue };
        let records = conn.fetch(&object, &ids, &all_fields(&object), false).await?;
        let sight = Sight::of(conn, ctx, &object, &records).await?;
        let kept = records.iter().filter(|it| binned || value_of(&object, it, "deleted_at").is_null());
        for record in kept.filter(|it| sight.may(it, Action::Read)) {
            names.insert(record.id, name_shown(ctx, &object, record));
        }
    }
    Ok(names)
}
