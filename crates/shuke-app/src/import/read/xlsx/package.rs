//! The parts of the archive, unpacked while they are read, each held to a size and to its checksum.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use shuke_base::{Code, Fault, limits};
use zip::{CompressionMethod, ZipArchive};

use super::super::{io as io_fault, unreadable};
use super::damaged;
use super::xml::Xml;

/// Parts of an archive, at most.
const PARTS: usize = 5_000;
/// How much a part may grow by unpacking, once it is bigger than [`SMALL`]. Tables of real data grow by 5 to 40.
const RATIO: u64 = 250;
/// Bytes to which any part may grow.
const SMALL: u64 = 16 * 1024 * 1024;

struct Entry {
    offset: u64,
    packed: u64,
    deflated: bool,
    checksum: u32,
}

/// An archive whose list of parts was read.
pub(super) struct Package {
    path: PathBuf,
    entries: HashMap<String, Entry>,
}

/// Names are compared as spreadsheet programs do: case and the direction of strokes don't count.
fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

impl Package {
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let file = BufReader::new(File::open(path).map_err(|cause| io_fault(&cause))?);
        let broken = |_| unreadable("文件不完整或已损坏", "the file is incomplete or damaged");
        let mut archive = ZipArchive::new(file).map_err(broken)?;
        if archive.len() > PARTS {
            return Err(unreadable("压缩包内的文件过多", "the archive has too many parts"));
        }
        let mut entries = HashMap::new();
        for at in 0..archive.len() {
            let part = archive.by_index_raw(at).map_err(broken)?;
            if part.encrypted() {
                return Err(Fault::new(Code::EncryptedFile));
            }
            let deflated = match part.compression() {
                CompressionMethod::Stored => false,
                CompressionMethod::Deflated => true,
                _ => continue,
            };
            let (Ok(name), Some(offset)) = (part.name(), part.data_start()) else { continue };
            let entry = Entry { offset, packed: part.compressed_size(), deflated, checksum: part.crc32() };
            entries.insert(normal(&name), entry);
        }
        Ok(Self { path: path.to_owned(), entries })
    }

    /// A part as XML; nothing when there is no such part.
    pub(super) fn xml(&self, name: &str) -> Result<Option<Xml>, Fault> {
        let Some(entry) = self.entries.get(&normal(name)) else { return Ok(None) };
        let part = Part::open(&self.path, entry).map_err(|cause| io_fault(&cause))?;
        Ok(Some(Xml::new(BufReader::with_capacity(64 * 1024, part), name)))
    }

    /// A part as XML, which has to be there.
    pub(super) fn needed(&self, name: &str) -> Result<Xml, Fault> {
        self.xml(name)?.ok_or_else(|| damaged(name))
    }
}

enum Bytes {
    Stored(Take<BufReader<File>>),
    Deflated(DeflateDecoder<Take<BufReader<File>>>),
}

/// The unpacked bytes of a part.
pub(super) struct Part {
    bytes: Bytes,
    left: u64,
    sum: Crc,
    expect: u32,
}

impl Part {
    fn open(path: &Path, entry: &Entry) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(entry.offset))?;
        let packed = BufReader::with_capacity(64 * 1024, file).take(entry.packed);
        let bytes =
            if entry.deflated { Bytes::Deflated(DeflateDecoder::new(packed)) } else { Bytes::Stored(packed) };
        let left = entry.packed.saturating_mul(RATIO).clamp(SMALL, limits::UNPACKED_BYTES);
        Ok(Self { bytes, left, sum: Crc::new(), expect: entry.checksum })
    }
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = match &mut self.bytes {
            Bytes::Stored(bytes) => bytes.read(buffer)?,
            Bytes::Deflated(bytes) => bytes.read(buffer)?,
        };
        if length == 0 && !buffer.is_empty() && self.sum.sum() != self.expect {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum differs"));
        }
        self.left = self
            .left
            .checked_sub(length as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, "unpacks to too much"))?;
        self.sum.update(&buffer[..length]);
        Ok(length)
    }
}
