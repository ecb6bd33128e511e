//! A snapshot before the tables change: when an upgrade goes wrong, the way back is one command.

use std::path::{Path, PathBuf};

use shuke_base::{Fault, Ids, Moment};
use shuke_store::Store;

use super::file::trouble;
use super::key::read_or_make;
use super::settings::Place;
use super::take::{Order, Taken, take};

/// Takes a backup into the data folder when this program is about to change the tables of a database that holds
/// something; answers where it is. Files are not in it: no upgrade touches them.
///
/// # Errors
/// As [`take`].
pub async fn before_upgrade(
    store: &Store,
    data: &Path,
    ids: &Ids,
    now: Moment,
) -> Result<Option<(PathBuf, Taken)>, Fault> {
    let seen = store.seen().await?;
    let Some(seen) = seen.filter(|seen| *seen > 0) else { return Ok(None) };
    if store.pending().await?.is_empty() {
        return Ok(None);
    }
    let place = Place::in_data(data);
    std::fs::create_dir_all(&place.folder).map_err(|error| trouble(&place.folder, &error))?;
    let (secret, _) = read_or_make(&place.key, ids)?;
    let name = format!("shuke-before-upgrade-{seen:03}-{}.backup", now.format("%Y%m%d-%H%M%S"));
    let path = place.folder.join(name);
    let order = Order { path: path.clone(), secret, scratch: place.folder, files: None, now };
    let taken = take(store, order, ids, |_, _, _| {}).await?;
    Ok(Some((path, taken)))
}
