//! Workbooks with one sheet, written as one stream: a row is forgotten as soon as it is written. Texts stand in their
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

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><sz val="9"/><color rgb="FF6B7280"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>"#;

/// A workbook under way.
pub(super) struct Xlsx<W: Write + Seek> {
    zip: ZipWriter<W>,
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
    /// Begins a workbook whose sheet has this name and columns.
    pub(super) fn new(out: W, name: &str, columns: usize, head_rows: usize) -> io::Result<Self> {
        let mut zip = ZipWriter::new(out);
        let options = || SimpleFileOptions::default().large_file(true);
        let mut title = String::new();
        // What a sheet's name can't hold (18.2.19), and no more than 31 characters.
        let plain: String = name.chars().filter(|c| !r"[]:*?/\'".contains(*c)).take(31).collect();
        escape(if plain.trim().is_empty() { "Sheet1" } else { &plain }, &mut title);
        let book = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{}" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
            title.replace('"', "&quot;")
        );
        for (path, content) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELS),
            ("xl/workbook.xml", &book),
            ("xl/_rels/workbook.xml.rels", BOOK_RELS),
            ("xl/styles.xml", STYLES),
        ] {
            zip.start_file(path, options()).map_err(io::Error::other)?;
            zip.write_all(content.as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", options()).map_err(io::Error::other)?;
        let below = head_rows + 1;
        write!(
            zip,
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="{head_rows}" topLeftCell="A{below}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="{}" width="18" customWidth="1"/></cols><sheetData>"#,
            columns.max(1)
        )?;
        Ok(Self { zip, rows: 0, line: String::new() })
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

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
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
    fn texts_are_marked_up_and_stay_texts() {
        let mut line = String::new();
        escape("<a> & \u{1}\u{FFFF}\"b\"", &mut line);
        assert_eq!(line, "&lt;a&gt; &amp; \"b\"");
    }
}
