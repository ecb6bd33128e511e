//! A folder as a zip, packed and unpacked. What is unpacked is held to limits while it is read, and no path of it is ever
//! one of the machine.

use std::fs::File;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use shuke_base::{Code, Fault, Text};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::files::{Files, is_ours};

/// Files of a folder, at most.
pub(super) const FILES: usize = 2_000;
/// Bytes of all files together, unpacked.
pub(super) const BYTES: u64 = 16 * 1024 * 1024;

fn unreadable(zh: &str, en: &str) -> Fault {
    Fault::new(Code::UnreadableFile).label("reason", Text::new(zh, en))
}

/// The same files give the same bytes.
pub(super) fn pack(files: &Files) -> Result<Vec<u8>, Fault> {
    let failed = |error: String| {
        tracing::error!(error, "a zip can't be written");
        Fault::new(Code::Internal)
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, text) in files {
        zip.start_file(path.as_str(), options).map_err(|error| failed(error.to_string()))?;
        zip.write_all(text.as_bytes()).map_err(|error| failed(error.to_string()))?;
    }
    Ok(zip.finish().map_err(|error| failed(error.to_string()))?.into_inner())
}

/// The files of a zip: those of a folder, which may stand in one folder more. Others than TOML are passed over.
///
/// # Errors
/// [`Code::UnreadableFile`] when it is no zip or too much, [`Code::ConfigMissing`].
pub(super) fn unpack(path: &Path) -> Result<Files, Fault> {
    let broken = |_| unreadable("不是完整的 zip 文件", "it is no complete zip file");
    let file = File::open(path).map_err(|error| {
        tracing::error!(%error, "an upload can't be read");
        Fault::new(Code::Internal)
    })?;
    let mut archive = ZipArchive::new(std::io::BufReader::new(file)).map_err(broken)?;
    if archive.len() > FILES {
        return Err(unreadable("压缩包里的文件过多", "the archive has too many files"));
    }
    let mut found = Vec::new();
    let mut left = BYTES;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(broken)?;
        if part.encrypted() {
            return Err(Fault::new(Code::EncryptedFile));
        }
        let name = part.name().map_err(broken)?.replace('\\', "/");
        if part.is_dir() || !name.ends_with(".toml") || hidden(&name) {
            continue;
        }
        if name.starts_with('/')
            || name.contains(':')
            || name.split('/').any(|step| step == ".." || step == ".")
        {
            return Err(unreadable("压缩包里的路径不安全", "the archive has a path that leads elsewhere"));
        }
        let mut text = Vec::new();
        // One byte more than may be tells that there is more.
        part.take(left + 1)
            .read_to_end(&mut text)
            .map_err(|_| broken(zip::result::ZipError::FileNotFound))?;
        left = left
            .checked_sub(text.len() as u64)
            .ok_or_else(|| unreadable("压缩包解开后过大", "the archive unfolds to too much"))?;
        let text = String::from_utf8(text)
            .map_err(|_| unreadable("文件应为 UTF-8 编码", "the files should be in UTF-8"))?;
        found.push((name, text));
    }
    rooted(found)
}

/// Files that programs leave beside others.
pub(super) fn hidden(path: &str) -> bool {
    path.split('/').any(|step| step.starts_with('.') && step != ".." && step != "." || step == "__MACOSX")
}

/// The files below the folder that has `config.toml`.
fn rooted(found: Vec<(String, String)>) -> Result<Files, Fault> {
    let tops = found.iter().filter_map(|(name, _)| name.strip_suffix("config.toml"));
    let top = tops.filter(|top| top.is_empty() || top.ends_with('/')).min_by_key(|top| top.len());
    let top = top.ok_or_else(|| Fault::new(Code::ConfigMissing))?.to_owned();
    Ok(found
        .into_iter()
        .filter_map(|(name, text)| Some((name.strip_prefix(&top)?.to_owned(), text)))
        .collect())
}

/// Whether a folder may be written over: it is empty, hidden files aside, or an earlier export and nothing else.
pub(super) fn may_replace(paths: &[String]) -> bool {
    let plain: Vec<&String> = paths.iter().filter(|path| !hidden(path)).collect();
    plain.is_empty()
        || (plain.iter().all(|path| is_ours(path)) && plain.iter().any(|path| *path == "config.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(parts: &[(&str, Vec<u8>)]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
            zip.write_all(bytes).expect("written");
        }
        file.write_all(&zip.finish().expect("a zip").into_inner()).expect("written");
        file
    }

    fn told(parts: &[(&str, Vec<u8>)]) -> String {
        match unpack(zip(parts).path()) {
            Ok(files) => files.keys().cloned().collect::<Vec<_>>().join(" "),
            Err(fault) => fault.message(shuke_base::Locale::En),
        }
    }

    #[test]
    fn what_is_packed_is_unpacked_and_always_the_same() {
        let files: Files = [("config.toml", "format = 1\n"), ("objects/x_a.toml", "name = \"x_a\"\n")]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .into();
        let packed = pack(&files).expect("packed");
        assert_eq!(packed, pack(&files).expect("packed"));
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&packed).expect("written");
        assert_eq!(unpack(file.path()).expect("unpacked"), files);
    }

    #[test]
    fn archives_are_held_to_limits() {
        let config = || ("config.toml", b"format = 1".to_vec());
        assert_eq!(
            told(&[("my/config.toml", Vec::new()), ("my/roles.toml", Vec::new())]),
            "config.toml roles.toml"
        );
        assert_eq!(told(&[config(), ("README.md", Vec::new()), (".git/a.toml", Vec::new())]), "config.toml");
        assert!(told(&[("roles.toml", Vec::new())]).contains("config.toml"));
        for bad in ["../roles.toml", "/etc/roles.toml", "a/../../b.toml", "c:/x.toml"] {
            assert!(told(&[config(), (bad, Vec::new())]).contains("leads elsewhere"), "{bad}");
        }
        let bomb = vec![b' '; usize::try_from(BYTES).expect("fits") + 1];
        assert!(told(&[config(), ("roles.toml", bomb)]).contains("too much"));
        assert!(told(&[config(), ("roles.toml", vec![0xff, 0xfe])]).contains("UTF-8"));
        let many: Vec<String> = (0..=FILES).map(|at| format!("objects/x_{at}.toml")).collect();
        let many: Vec<(&str, Vec<u8>)> = many.iter().map(|name| (name.as_str(), Vec::new())).collect();
        assert!(told(&many).contains("too many"));
        let mut none = tempfile::NamedTempFile::new().expect("a file");
        none.write_all(b"not a zip").expect("written");
        assert_eq!(unpack(none.path()).expect_err("no zip").code, Code::UnreadableFile);
    }

    #[test]
    fn only_an_earlier_export_is_written_over() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(may_replace(&[]));
        assert!(may_replace(&names(&[".git/HEAD"])));
        assert!(may_replace(&names(&["config.toml", "objects/lead.toml"])));
        assert!(!may_replace(&names(&["config.toml", "notes.txt"])));
        assert!(!may_replace(&names(&["objects/lead.toml"])));
    }
}
