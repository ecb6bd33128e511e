//! Rows of a csv file: commas, semicolons, tabs or bars, quoted or not.

use std::io::Read;
use std::path::{Path, PathBuf};

use shuke_base::Fault;

use super::encoding::{TextFile, Utf8Reader};
use super::{RawCell, RawRow, RawRows, io, unreadable};
use crate::import::faults::unsafe_again;

/// Bytes of text by which the delimiter is told.
const SNIFF: u64 = 64 * 1024;
/// Records by which the delimiter is told.
const SNIFF_RECORDS: usize = 50;
/// Bytes of one record, at most.
const RECORD: usize = 4 * 1024 * 1024;
/// Lines of one record, at most; more of them come from a quotation mark without its partner.
const RECORD_LINES: u64 = 5_000;

/// A csv file whose encoding and delimiter are known.
pub(super) struct Source {
    path: PathBuf,
    file: TextFile,
    delimiter: u8,
    /// The first line only names the delimiter (`sep=;`).
    named: bool,
}

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let file = TextFile::detect(path)?;
        let mut start = String::new();
        let mut bytes = Vec::new();
        file.read(path)?.take(SNIFF).read_to_end(&mut bytes).map_err(|cause| io(&cause))?;
        start.push_str(&String::from_utf8_lossy(&bytes));
        let first = start.lines().next().unwrap_or_default().trim();
        let named = first.strip_prefix("sep=").filter(|mark| mark.len() == 1).map(|mark| mark.as_bytes()[0]);
        let whole = (bytes.len() as u64) < SNIFF;
        let delimiter = named.unwrap_or_else(|| delimiter(&start, whole));
        Ok(Self { path: path.to_owned(), file, delimiter, named: named.is_some() })
    }

    pub(super) fn encoding(&self) -> &'static str {
        self.file.name()
    }

    pub(super) fn rows(&self) -> Result<RawRows, Fault> {
        let reader = reader(self.delimiter, self.file.read(&self.path)?);
        Ok(Box::new(Rows { reader, record: csv::StringRecord::new(), skip: self.named, ended: false }))
    }
}

fn reader<R: Read>(delimiter: u8, input: R) -> csv::Reader<R> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(input)
}

/// The delimiter by which most records have the same number of cells, and then the one that makes most cells.
fn delimiter(start: &str, whole: bool) -> u8 {
    let mut best = (0, b',');
    for candidate in [b',', b'\t', b';', b'|'] {
        let records = reader(candidate, start.as_bytes()).into_records();
        let mut widths: Vec<usize> =
            records.take(SNIFF_RECORDS).filter_map(|record| Some(record.ok()?.len())).collect();
        if !whole && widths.len() > 1 && widths.len() < SNIFF_RECORDS {
            // The last record is cut off where the sample ends.
            widths.pop();
        }
        let common = |width: usize| widths.iter().filter(|other| **other == width).count();
        let score = widths.iter().filter(|width| **width > 1).map(|width| common(*width) * (width - 1)).max();
        if score.unwrap_or(0) > best.0 {
            best = (score.unwrap_or(0), candidate);
        }
    }
    best.1
}

struct Rows {
    reader: csv::Reader<Utf8Reader>,
    record: csv::StringRecord,
    skip: bool,
    ended: bool,
}

/// A quotation mark without its partner.
fn unpaired(line: u64) -> Fault {
    unreadable(
        format!("第 {line} 行起的引号没有配对"),
        format!("from line {line} on, a quotation mark has no partner"),
    )
}

impl Rows {
    fn read(&mut self) -> Result<Option<RawRow>, Fault> {
        let line = self.reader.position().line();
        self.reader.get_mut().allow(RECORD);
        match self.reader.read_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => {
                return Err(match error.kind() {
                    csv::ErrorKind::Io(cause) if cause.kind() != std::io::ErrorKind::FileTooLarge => io(cause),
                    _ => unpaired(line),
                });
            }
        }
        let end = self.reader.position().line();
        let breaks: u64 = self.record.iter().map(|cell| cell.matches('\n').count() as u64).sum();
        // The reader counts from before blank lines that it skips: the record begins where its own breaks begin.
        let begin = end.saturating_sub(breaks + u64::from(self.ended_by_break())).max(line);
        let open = self.at_end() && breaks > 0 && self.reader.get_ref().quotes % 2 == 1;
        if breaks > RECORD_LINES || open {
            return Err(unpaired(begin));
        }
        let cells = self.record.iter().map(|cell| RawCell::from_text(unsafe_again(cell).to_owned())).collect();
        Ok(Some((u32::try_from(begin).unwrap_or(u32::MAX), cells)))
    }

    fn at_end(&self) -> bool {
        self.reader.is_done()
    }

    fn ended_by_break(&self) -> bool {
        true
    }
}

impl Iterator for Rows {
    type Item = Result<RawRow, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        if std::mem::take(&mut self.skip) && !matches!(self.read(), Ok(Some(_))) {
            self.ended = true;
            return None;
        }
        let row = self.read().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}
