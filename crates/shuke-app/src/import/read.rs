//! A file as a heading and a stream of rows, in constant memory but for the shared texts of an xlsx.
//!
//! What a file is, is told by its content; its name only helps to say what is wrong. Nothing is trusted: sizes are
//! checked while unpacking, not by what the archive says of itself.

mod cell;
mod csv;
mod encoding;
mod header;
mod xlsx;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use shuke_base::{Code, Fault, Text, limits};
use shuke_meta::ObjectDef;

pub use self::cell::RawCell;

/// Rows that are looked at to find the heading and to show samples.
const PREVIEW: usize = 30;

/// Which row is the heading.
#[derive(Debug, Clone, Copy)]
pub enum Heading<'a> {
    /// The one that best matches the object's fields, else the first with two filled cells.
    Guess(&'a ObjectDef),
    /// The row of this number, as it was found before; 0 for a file without a heading, whose columns go by their letters.
    Row(u32),
}

/// A row of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As the spreadsheet shows it; for csv, the line on which the record begins. The first is 1.
    pub number: u32,
    /// One per heading, in its order.
    pub cells: Vec<RawCell>,
    /// How many cells the row has, when it has filled ones beyond the heading.
    pub ragged: Option<usize>,
}

/// A row before it is laid under the heading.
type RawRow = (u32, Vec<RawCell>);
type RawRows = Box<dyn Iterator<Item = Result<RawRow, Fault>> + Send>;

enum Source {
    Csv(csv::Source),
    Xlsx(xlsx::Source),
}

impl Source {
    fn rows(&self) -> Result<RawRows, Fault> {
        match self {
            Self::Csv(source) => source.rows(),
            Self::Xlsx(source) => source.rows(),
        }
    }
}

/// An opened file: its heading is known, its rows can be read as often as needed.
pub struct Sheet {
    /// `xlsx`, or the encoding of a csv: `UTF-8`, `GB18030`, `UTF-16`, `windows-1252`.
    pub encoding: &'static str,
    /// The heading's texts, each once: a repeated one has ` (2)` behind it, an empty one is its column's letter, `(C)`.
    pub headers: Vec<String>,
    /// The heading's row number.
    pub header_row: u32,
    /// What the sheet of a workbook is called.
    pub name: Option<String>,
    /// What all its visible sheets are called, in the order of their tabs.
    pub names: Vec<String>,
    preview: Vec<RawRow>,
    source: Source,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sheet({}, {:?})", self.encoding, self.headers)
    }
}

/// The file can't be read, for this reason.
fn unreadable(zh: impl Into<String>, en: impl Into<String>) -> Fault {
    Fault::new(Code::UnreadableFile).label("reason", Text::new(zh, en))
}

/// More than is taken.
fn too_large(zh: impl Into<String>, en: impl Into<String>) -> Fault {
    Fault::new(Code::TooLarge).label("max", Text::new(zh, en))
}

/// The operating system refused.
fn io(cause: &std::io::Error) -> Fault {
    unreadable(format!("读取时出错（{}）", cause.kind()), format!("reading failed ({})", cause.kind()))
}

/// What a file's content is.
enum Kind {
    Zip,
    Compound,
    Text,
    Binary,
}

fn kind(start: &[u8]) -> Kind {
    const BINARY: [&[u8]; 7] =
        [b"%PDF", b"\x89PNG", b"GIF8", b"\xFF\xD8\xFF", b"Rar!", b"7z\xBC\xAF", b"\x1F\x8B"];
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if start.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Kind::Compound;
    }
    let utf16 = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF");
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    if BINARY.iter().any(|magic| start.starts_with(magic)) || (!utf16 && zeros * 20 > start.len()) {
        return Kind::Binary;
    }
    Kind::Text
}

/// Opens a file that was uploaded as `file_name`; of a workbook the sheet that is called `tab`, else the first with rows.
///
/// # Errors
/// [`Code::SheetUnknown`], [`Code::EmptyFile`], [`Code::EncryptedFile`], [`Code::UnsupportedFile`], [`Code::UnreadableFile`] with a reason,
/// [`Code::TooLarge`].
pub fn open(path: &Path, file_name: &str, heading: Heading<'_>, tab: Option<&str>) -> Result<Sheet, Fault> {
    let mut start = Vec::with_capacity(8192);
    let file = File::open(path).map_err(|cause| io(&cause))?;
    file.take(8192).read_to_end(&mut start).map_err(|cause| io(&cause))?;
    if start.is_empty() {
        return Err(Fault::new(Code::EmptyFile));
    }
    let extension = file_name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase());
    match kind(&start) {
        Kind::Zip => {
            let sources = xlsx::open(path)?;
            let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
            if let Some(tab) = tab.filter(|tab| !names.iter().any(|name| name == tab)) {
                return Err(Fault::new(Code::SheetUnknown).with("name", tab));
            }
            for source in sources.into_iter().filter(|source| tab.is_none_or(|tab| source.name == tab)) {
                let name = source.name.clone();
                match sheet("xlsx", Source::Xlsx(source), heading) {
                    Err(fault) if fault.code == Code::EmptyFile => {}
                    done => return done.map(|sheet| Sheet { name: Some(name), names, ..sheet }),
                }
            }
            Err(Fault::new(Code::EmptyFile))
        }
        Kind::Compound if xlsx::is_encrypted(path).map_err(|cause| io(&cause))? => {
            Err(Fault::new(Code::EncryptedFile))
        }
        Kind::Compound | Kind::Binary if !extension.starts_with("xlsx") => {
            Err(Fault::new(Code::UnsupportedFile))
        }
        Kind::Text if matches!(extension.as_str(), "csv" | "txt" | "tsv" | "") => {
            if let Some(tab) = tab {
                return Err(Fault::new(Code::SheetUnknown).with("name", tab));
            }
            let source = csv::Source::open(path)?;
            sheet(source.encoding(), Source::Csv(source), heading)
        }
        Kind::Text if !matches!(extension.as_str(), "xlsx" | "xlsm") => {
            Err(Fault::new(Code::UnsupportedFile))
        }
        Kind::Compound | Kind::Binary | Kind::Text => Err(unreadable(
            "内容不是 xlsx，文件可能已损坏",
            "the content is not xlsx; the file may be damaged",
        )),
    }
}

fn sheet(encoding: &'static str, source: Source, heading: Heading<'_>) -> Result<Sheet, Fault> {
    let mut preview = Vec::new();
    for row in source.rows()? {
        let (number, cells) = row?;
        let above = matches!(heading, Heading::Row(row) if number < row);
        if !above && !cells.iter().all(RawCell::is_empty) {
            preview.push((number, cells));
        }
        if preview.len() == PREVIEW {
            break;
        }
    }
    if matches!(heading, Heading::Row(0)) {
        let width = preview.iter().map(|(_, cells)| header::width(cells)).max().unwrap_or(0);
        let headers = headers(Vec::new(), width)?;
        return match preview.is_empty() {
            true => Err(Fault::new(Code::EmptyFile)),
            false => {
                Ok(Sheet { encoding, headers, header_row: 0, name: None, names: Vec::new(), preview, source })
            }
        };
    }
    let at = match heading {
        Heading::Guess(object) => header::find(&preview, object),
        Heading::Row(row) => preview.iter().position(|(number, _)| *number == row),
    };
    let at = at.ok_or_else(|| Fault::new(Code::EmptyFile))?;
    let (header_row, cells) = preview[at].clone();
    preview.drain(..=at);
    if preview.is_empty() {
        return Err(Fault::new(Code::EmptyFile));
    }
    let headers = headers(header::texts(&cells), 0)?;
    Ok(Sheet { encoding, headers, header_row, name: None, names: Vec::new(), preview, source })
}

/// The heading's texts, filled up to a width with the letters of columns.
fn headers(mut headers: Vec<String>, width: usize) -> Result<Vec<String>, Fault> {
    let max = limits::IMPORT_COLUMNS;
    if headers.len().max(width) > max {
        return Err(too_large(format!("{max} 列"), format!("{max} columns")));
    }
    header::fill(&mut headers, width);
    Ok(headers)
}

/// Opens a sheet as an import knows it: the row of its heading, its name, and how many columns it has.
///
/// # Errors
/// As [`open`].
pub fn again(path: &Path, name: &str, (row, tab, width): (u32, Option<&str>, usize)) -> Result<Sheet, Fault> {
    let mut sheet = open(path, name, Heading::Row(row), tab)?;
    sheet.widen(width)?;
    Ok(sheet)
}

impl Sheet {
    /// Takes further columns for its own, up to this width: they have no heading and go by their letters.
    ///
    /// # Errors
    /// [`Code::TooLarge`] for more columns than an import may have.
    pub fn widen(&mut self, width: usize) -> Result<(), Fault> {
        self.headers = headers(std::mem::take(&mut self.headers), width)?;
        Ok(())
    }

    /// The rows below the heading, without empty ones.
    ///
    /// # Errors
    /// When the file can't be opened any more; each row may be an error, too, and then is the last.
    pub fn rows(&self) -> Result<Rows, Fault> {
        let rows = self.source.rows()?;
        Ok(Rows { rows, after: self.header_row, width: self.headers.len(), count: 0, ended: false })
    }

    /// How many rows [`Sheet::rows`] gives; reads the whole file, and so finds damage before any row is used.
    ///
    /// # Errors
    /// When the file can't be read to its end, or has too many rows.
    pub fn count(&self) -> Result<u64, Fault> {
        let mut count = 0;
        for row in self.rows()? {
            row?;
            count += 1;
        }
        Ok(count)
    }

    /// Up to `most` different texts that stand in a column.
    #[must_use]
    pub fn samples(&self, column: usize, most: usize) -> Vec<String> {
        let mut samples: Vec<String> = Vec::new();
        for cell in self.preview.iter().filter_map(|(_, cells)| cells.get(column)) {
            let text: String = cell.text().chars().take(60).collect();
            if !text.is_empty() && !samples.contains(&text) {
                samples.push(text);
            }
            if samples.len() == most {
                break;
            }
        }
        samples
    }
}

/// The rows below the heading.
pub struct Rows {
    rows: RawRows,
    after: u32,
    width: usize,
    count: usize,
    ended: bool,
}

impl Rows {
    fn row(&mut self, number: u32, mut cells: Vec<RawCell>) -> Result<Row, Fault> {
        self.count += 1;
        if self.count > limits::IMPORT_ROWS {
            let max = limits::IMPORT_ROWS;
            return Err(too_large(format!("{max} 行"), format!("{max} rows")));
        }
        let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
        let ragged = (filled > self.width).then_some(filled);
        cells.resize(self.width, RawCell::Empty);
        Ok(Row { number, cells, ragged })
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let row = match self.rows.next()? {
                Ok((number, cells)) if number <= self.after || cells.iter().all(RawCell::is_empty) => {
                    continue;
                }
                Ok((number, cells)) => self.row(number, cells),
                Err(fault) => Err(fault),
            };
            self.ended = row.is_err();
            return Some(row);
        }
        None
    }
}
