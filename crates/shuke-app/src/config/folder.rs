//! A folder on disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use shuke_base::{Code, Fault};

use super::files::{Files, is_ours};
use super::pack::{BYTES, FILES, hidden, may_replace};

fn trouble(path: &Path, error: &io::Error) -> Fault {
    Fault::new(Code::FileTrouble).with("file", path.display()).with("reason", error)
}

/// The paths below a folder, hidden ones aside; nothing when there is no such folder.
fn paths(root: &Path) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound && folder == *root => return Ok(found),
            Err(error) => return Err(trouble(&folder, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| trouble(&folder, &error))?;
            let path = entry.path();
            let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if hidden(&below) {
                continue;
            }
            if entry.file_type().map_err(|error| trouble(&path, &error))?.is_dir() {
                open.push(path);
            } else {
                found.push(below);
            }
            if found.len() > FILES {
                return Err(Fault::new(Code::BatchTooLarge).with("max", FILES));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads the TOML files of a folder; others are passed over.
///
/// # Errors
/// [`Code::FileMissing`], [`Code::ConfigMissing`], or a file that can't be read.
pub fn read_folder(root: &Path) -> Result<Files, Fault> {
    if !root.is_dir() {
        return Err(Fault::new(Code::FileMissing).with("file", root.display()));
    }
    let mut files = Files::new();
    let mut left = BYTES;
    for below in paths(root)?.into_iter().filter(|path| path.ends_with(".toml")) {
        let path = root.join(&below);
        let size = fs::metadata(&path).map_err(|error| trouble(&path, &error))?.len();
        left = left.checked_sub(size).ok_or_else(|| Fault::new(Code::TooLarge).with("max", "16 MB"))?;
        let text = fs::read_to_string(&path).map_err(|error| trouble(&path, &error))?;
        files.insert(below, text);
    }
    if files.contains_key("config.toml") { Ok(files) } else { Err(Fault::new(Code::ConfigMissing)) }
}

/// Writes a folder: a new one, an empty one, or in the place of an earlier export, of which nothing is left.
///
/// # Errors
/// [`Code::ConfigFolder`] when something else is in it, or what the disk refuses.
pub fn write_folder(root: &Path, files: &Files) -> Result<(), Fault> {
    let there = paths(root)?;
    if !may_replace(&there) {
        return Err(Fault::new(Code::ConfigFolder).with("folder", root.display()));
    }
    let make = |folder: &Path| fs::create_dir_all(folder).map_err(|error| trouble(folder, &error));
    make(root)?;
    for (below, text) in files {
        let path = root.join(below);
        if let Some(folder) = path.parent() {
            make(folder)?;
        }
        fs::write(&path, text).map_err(|error| trouble(&path, &error))?;
    }
    for below in there.iter().filter(|below| is_ours(below) && !files.contains_key(*below)) {
        let path = root.join(below);
        fs::remove_file(&path).map_err(|error| trouble(&path, &error))?;
    }
    Ok(())
}
