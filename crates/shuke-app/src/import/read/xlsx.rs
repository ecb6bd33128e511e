//! Worksheets of an xlsx file, row by row.
//!
//! Our own reader over a zip and an XML crate rather than a spreadsheet crate: an import has to tell a formula without
//! a saved result from an empty cell and a percentage from a number, has to go on after an error value that is newer
//! than the reader, and must hold every part of an archive to a size while it is unpacked.

mod package;
mod sheet;
mod strings;
mod styles;
mod workbook;
mod xml;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use shuke_base::Fault;

use self::package::Package;
use self::sheet::Context;
use super::{RawRows, unreadable};

/// A worksheet that can be read.
pub(super) struct Source {
    /// What its tab says.
    pub(super) name: String,
    package: Arc<Package>,
    context: Arc<Context>,
    part: String,
}

/// The visible worksheets, in the order of their tabs.
pub(super) fn open(path: &Path) -> Result<Vec<Source>, Fault> {
    let package = Arc::new(Package::open(path)?);
    let workbook = workbook::read(&package)?;
    let strings = match &workbook.strings {
        Some(part) => strings::read(&package, part)?,
        None => strings::Strings::default(),
    };
    let formats = match &workbook.styles {
        Some(part) => styles::read(&package, part)?,
        None => Vec::new(),
    };
    let context = Arc::new(Context { strings, formats, from_1904: workbook.from_1904 });
    let source = |(name, part): (String, String)| Source {
        name,
        package: Arc::clone(&package),
        context: Arc::clone(&context),
        part,
    };
    Ok(workbook.sheets.into_iter().map(source).collect())
}

impl Source {
    pub(super) fn rows(&self) -> Result<RawRows, Fault> {
        let xml = self.package.xml(&self.part)?.ok_or_else(|| damaged(&self.part))?;
        Ok(Box::new(sheet::Rows::new(xml, Arc::clone(&self.context), self.part.clone())))
    }
}

/// A part that isn't what it should be.
fn damaged(part: &str) -> Fault {
    unreadable(format!("文件已损坏（{part}）"), format!("the file is damaged ({part})"))
}

/// Whether a compound file holds an encrypted package: what a spreadsheet becomes when it gets a password.
pub(super) fn is_encrypted(path: &Path) -> io::Result<bool> {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut file = BufReader::new(File::open(path)?);
    let mut window = Vec::new();
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            return Ok(false);
        }
        window.extend_from_slice(&chunk[..length]);
        if window.windows(name.len()).any(|bytes| bytes == name) {
            return Ok(true);
        }
        window.drain(..window.len().saturating_sub(name.len()));
    }
}
