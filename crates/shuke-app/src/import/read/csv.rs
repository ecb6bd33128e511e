//! Rows of a csv file: commas, semicolons, tabs or bars, quoted or not.

mod parser;

use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use shuke_base::Fault;

use self::parser::{Parser, Trouble};
use super::encoding::{TextFile, Utf8Reader};
use super::{RawCell, RawRow, RawRows, io, unreadable};
use crate::import::faults::unsafe_again;

/// Bytes of text by which the delimiter is told.
const SNIFF: u64 = 64 * 1024;
/// Records by which the delimiter is told.
const SNIFF_RECORDS: usize = 50;

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
        let mut start = Vec::new();
        file.read(path)?.take(SNIFF).read_to_end(&mut start).map_err(|cause| io(&cause))?;
        let first = start.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        let named = first.strip_prefix(b"sep=").filter(|mark| mark.len() == 1).map(|mark| mark[0]);
        let whole = (start.len() as u64) < SNIFF;
        let delimiter = named.unwrap_or_else(|| delimiter(&start, whole));
        Ok(Self { path: path.to_owned(), file, delimiter, named: named.is_some() })
    }

    pub(super) fn encoding(&self) -> &'static str {
        self.file.name()
    }

    pub(super) fn rows(&self) -> Result<RawRows, Fault> {
        let parser = Parser::new(self.file.read(&self.path)?, self.delimiter);
        let rows = Rows { parser, fields: Vec::new(), ended: false };
        Ok(Box::new(rows.skip(usize::from(self.named))))
    }
}

/// The delimiter by which most records have the same number of cells, and then the one that makes most cells.
fn delimiter(start: &[u8], whole: bool) -> u8 {
    let mut best = (0, b',');
    for candidate in [b',', b'\t', b';', b'|'] {
        let mut widths = widths(start, candidate);
        if !whole && widths.len() > 1 && widths.len() < SNIFF_RECORDS {
            // The last record is cut off where the sample ends.
            widths.pop();
        }
        let alike = |width: usize| widths.iter().filter(|other| **other == width).count();
        let score = widths.iter().map(|width| alike(*width) * (width - 1)).max().unwrap_or(0);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

fn widths(start: impl BufRead, delimiter: u8) -> Vec<usize> {
    let mut parser = Parser::new(start, delimiter);
    let mut fields = Vec::new();
    let mut widths = Vec::new();
    while widths.len() < SNIFF_RECORDS
        && let Ok(Some(_)) = parser.record(&mut fields)
    {
        widths.push(fields.len().max(1));
    }
    widths
}

struct Rows {
    parser: Parser<Utf8Reader>,
    fields: Vec<String>,
    ended: bool,
}

impl Rows {
    fn read(&mut self) -> Result<Option<RawRow>, Fault> {
        let line = self.parser.record(&mut self.fields).map_err(|trouble| match trouble {
            Trouble::Io(cause) => io(&cause),
            Trouble::Unpaired(line) => unreadable(
                format!("第 {line} 行的引号没有配对"),
                format!("a quotation mark on line {line} has no partner"),
            ),
            Trouble::TooLong(line) => {
                unreadable(format!("第 {line} 行过长"), format!("line {line} is too long"))
            }
        })?;
        let Some(line) = line else { return Ok(None) };
        let cell = |text: String| match unsafe_again(&text) {
            plain if plain.len() == text.len() => RawCell::from_text(text),
            plain => RawCell::from_text(plain.to_owned()),
        };
        let cells = self.fields.drain(..).map(cell).collect();
        Ok(Some((u32::try_from(line).unwrap_or(u32::MAX), cells)))
    }
}

impl Iterator for Rows {
    type Item = Result<RawRow, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.read().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}
