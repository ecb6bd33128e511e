//! Workbooks, one sheet after another, written as one stream: a row is forgotten as soon as it is written. Texts stand in their
//! cells (`inlineStr`), where nothing is ever a formula (ECMA-376 part 1, 18.18.11).

use std::io::{self, Seek, Write};

use chrono::{NaiveDate, NaiveDateTime};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::export::{Cell, Sheet};
use crate::import::faults::safe;

/// Rows of a sheet, at most.
pub(super) const ROWS: u64 = 1_048_576;
/// Characters of a cell, at most; a longer text is cut there.
const CELL_CHARS: usize = 32_767;

/// Positions of the styles in [`STYLES`].
const HEAD: u8 = 1;
const DATE: u8 = 2;
const TIME: u8 = 3;
const AMOUNT: u8 = 4;
/// A text that looks like a formula stays a text when somebody edits the cell.
const QUOTED: u8 = 5;
const REMARK: u8 = 6;

const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><sz val="9"/><color rgb="FF6B7280"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>"#;

/// The parts of a workbook with so many sheets.
fn types(sheets: usize) -> String {
    let sheet = |number| {
        format!(
            r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
        )
    };
    let sheets: String = (1..=sheets).map(sheet).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{sheets}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#
    )
}

/// Where the workbook finds its sheets and, behind them, its styles.
fn relations(sheets: usize) -> String {
    let relation = |number: usize, kind: &str, target: &str| {
        format!(
            r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#
        )
    };
    let listed: String = (1..=sheets)
        .map(|number| relation(number, "worksheet", &format!("worksheets/sheet{number}.xml")))
        .collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}{}</Relationships>"#,
        relation(sheets + 1, "styles", "styles.xml")
    )
}

/// Names of sheets as they may stand: without what they can't hold (18.2.19), up to 31 characters, none twice.
fn titles(names: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let plain: String = name.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(27).collect();
        let plain = if plain.trim().is_empty() { "Sheet".to_owned() } else { plain };
        let numbered = (2..).map(|number| format!("{plain} {number}"));
        let free = |title: &String| !found.iter().any(|known| known.to_lowercase() == title.to_lowercase());
        found.push(std::iter::once(plain.clone()).chain(numbered).find(free).unwrap_or(plain));
    }
    found
}

fn book(names: &[&str]) -> String {
    let sheet = |(at, title): (usize, &String)| {
        let mut escaped = String::new();
        escape(title, &mut escaped);
        let (number, title) = (at + 1, escaped.replace('"', "&quot;"));
        format!(r#"<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>"#)
    };
    let sheets: String = titles(names).iter().enumerate().map(sheet).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>"#
    )
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(true)
}

/// A workbook under way.
pub(super) struct Xlsx<W: Write + Seek> {
    zip: ZipWriter<W>,
    /// The sheet under way, counted from one.
    sheet: usize,
    /// Rows so far.
    rows: u64,
    /// The row that is put together.
    line: String,
}

fn escape(text: &str, to: &mut String) {
    for c in text.chars().take(CELL_CHARS) {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            // XML has no place for other control characters.
            c if c < ' ' && !matches!(c, '\t' | '\n' | '\r') => {}
            '\u{FFFE}' | '\u{FFFF}' => {}
            c => to.push(c),
        }
    }
}

/// The day's number as spreadsheets count: 1 March 1900 is 61.
fn serial(day: NaiveDate) -> i64 {
    NaiveDate::from_ymd_opt(1899, 12, 30).map_or(0, |zero| (day - zero).num_days())
}

fn serial_time(moment: NaiveDateTime) -> String {
    use chrono::Timelike;
    let seconds = f64::from(moment.num_seconds_from_midnight());
    // Ten places of a day are less than a hundredth of a millisecond.
    format!("{:.10}", serial(moment.date()) as f64 + seconds / 86_400.0)
}

impl<W: Write + Seek> Xlsx<W> {
    /// Begins a workbook with sheets of these names, the first of which has so many columns.
    pub(super) fn new(out: W, names: &[&str], columns: usize, head_rows: usize) -> io::Result<Self> {
        let mut zip = ZipWriter::new(out);
        for (path, content) in [
            ("[Content_Types].xml", types(names.len()).as_str()),
            ("_rels/.rels", RELS),
            ("xl/workbook.xml", &book(names)),
            ("xl/_rels/workbook.xml.rels", &relations(names.len())),
            ("xl/styles.xml", STYLES),
        ] {
            zip.start_file(path, options()).map_err(io::Error::other)?;
            zip.write_all(content.as_bytes())?;
        }
        let mut made = Self { zip, sheet: 0, rows: 0, line: String::new() };
        made.open(columns, head_rows)?;
        Ok(made)
    }

    /// Begins the next sheet.
    fn open(&mut self, columns: usize, head_rows: usize) -> io::Result<()> {
        self.sheet += 1;
        self.rows = 0;
        let path = format!("xl/worksheets/sheet{}.xml", self.sheet);
        self.zip.start_file(path, options()).map_err(io::Error::other)?;
        let below = head_rows + 1;
        write!(
            self.zip,
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="{head_rows}" topLeftCell="A{below}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="{}" width="18" customWidth="1"/></cols><sheetData>"#,
            columns.max(1)
        )
    }

    fn close(&mut self) -> io::Result<()> {
        self.zip.write_all(b"</sheetData></worksheet>")
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.rows >= ROWS {
            return Err(io::Error::other("a sheet has no more rows"));
        }
        self.rows += 1;
        self.line.clear();
        self.line.push_str("<row>");
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.line.push_str("</row>");
        self.zip.write_all(self.line.as_bytes())
    }

    fn text(&mut self, style: u8, text: &str) {
        self.line.push_str(&format!(r#"<c t="inlineStr" s="{style}"><is><t xml:space="preserve">"#));
        escape(text, &mut self.line);
        self.line.push_str("</t></is></c>");
    }

    fn number(&mut self, style: u8, number: &str) {
        self.line.push_str(&format!(r#"<c s="{style}"><v>{number}</v></c>"#));
    }
}

impl<W: Write + Seek + Send> Sheet for Xlsx<W> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.begin()?;
        for cell in cells {
            match cell {
                Cell::Empty => self.line.push_str("<c/>"),
                Cell::Text(text) => {
                    let style = if safe(text).len() > text.len() { QUOTED } else { 0 };
                    self.text(style, text);
                }
                Cell::Int(number) => self.number(0, &number.to_string()),
                Cell::Decimal(number) => self.number(0, &number.to_string()),
                Cell::Amount(number) => self.number(AMOUNT, &number.to_string()),
                Cell::Date(day) => self.number(DATE, &serial(*day).to_string()),
                Cell::Time(moment) => self.number(TIME, &serial_time(*moment)),
            }
        }
        self.end()
    }

    fn heading(&mut self, cells: &[String]) -> io::Result<()> {
        self.begin()?;
        for cell in cells {
            self.text(HEAD, cell);
        }
        self.end()
    }

    fn remark(&mut self, text: &str) -> io::Result<()> {
        self.begin()?;
        self.text(REMARK, text);
        self.end()
    }

    fn next(&mut self, columns: usize) -> io::Result<()> {
        self.close()?;
        self.open(columns, 1)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.close()?;
        self.zip.finish().map_err(io::Error::other)?.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_as_spreadsheets_do() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        assert_eq!(serial(day(1900, 3, 1)), 61);
        assert_eq!(serial(day(2026, 1, 31)), 46_053);
        assert_eq!(serial_time(day(2026, 1, 31).and_hms_opt(12, 0, 0).expect("noon")), "46053.5000000000");
    }

    #[test]
    fn sheets_have_names_that_can_be_told_apart() {
        let long = "长".repeat(40);
        let told = titles(&["客户", "明细[1]", "客户", "客户", "?*", &long]);
        assert_eq!(told, ["客户", "明细1", "客户 2", "客户 3", "Sheet", &"长".repeat(27)]);
        assert!(relations(2).contains(
            r#"Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles""#
        ));
    }

    #[test]
    fn texts_are_marked_up_and_stay_texts() {
        let mut line = String::new();
        escape("<a> & \u{1}\u{FFFF}\"b\"", &mut line);
        assert_eq!(line, "&lt;a&gt; &amp; \"b\"");
    }
}
