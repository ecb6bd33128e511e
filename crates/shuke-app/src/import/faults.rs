//! The rows that failed, as a csv to mend and import again: the file's own columns, then the row number and the reasons.

use std::borrow::Cow;
use std::io::{self, Write};

use shuke_base::Locale;

/// The two columns behind the file's own, in each language. No field goes by such a name, so that importing the mended
/// file leaves them out.
const OWN: [[&str; 2]; 2] = [["原文件行号", "导入失败原因"], ["Row in file", "Import error"]];

/// Writes the file row by row.
pub struct Writer<W: Write> {
    out: csv::Writer<W>,
    /// Which of the file's columns are written: all but those that an earlier file of faults left.
    kept: Vec<bool>,
}

impl<W: Write> Writer<W> {
    /// Begins the file: the mark that lets spreadsheet programs read it as UTF-8, then the heading.
    ///
    /// # Errors
    /// When writing fails.
    pub fn new(mut out: W, headers: &[String], locale: Locale) -> io::Result<Self> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(out);
        let kept = headers.iter().map(|header| !OWN.as_flattened().contains(&header.as_str())).collect();
        let mut writer = Self { out, kept };
        let [row, reason] = match locale {
            Locale::ZhCn => OWN[0],
            Locale::En => OWN[1],
        };
        writer.write(headers, [row, reason])?;
        Ok(writer)
    }

    /// Adds a row: its cells as texts (as many as there are headings), and why it failed.
    ///
    /// # Errors
    /// When writing fails.
    pub fn row(&mut self, number: u32, cells: &[String], reasons: &[String]) -> io::Result<()> {
        self.write(cells, [&number.to_string(), &reasons.join("；")])
    }

    fn write(&mut self, cells: &[String], own: [&str; 2]) -> io::Result<()> {
        let cells = cells.iter().zip(&self.kept).filter(|(_, kept)| **kept).map(|(cell, _)| safe(cell));
        Ok(self.out.write_record(cells.chain(own.map(safe)).map(Cow::into_owned))?)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> io::Result<W> {
        self.out.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A sign and figures alone calculate nothing: an amount below zero, a phone number with its country.
fn is_figure(text: &str) -> bool {
    text.len() > 1
        && text[1..].starts_with(|c: char| c.is_ascii_digit())
        && text[1..].bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' ' | b';'))
}

/// The text with an apostrophe in front when a spreadsheet program would take it for a formula.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    let figure = text.starts_with(['+', '-']) && is_figure(text);
    if starts_formula(text) && !figure { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Takes back the apostrophe that [`safe`] put there, so that a mended file reads as the first one did.
#[must_use]
pub fn unsafe_again(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| starts_formula(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_written_is_a_formula() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1+2", "'-1+2"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("-12.50", "-12.50"),
            ("+86 138 0000 1234", "+86 138 0000 1234"),
            ("张伟", "张伟"),
            ("'", "'"),
        ] {
            assert_eq!(safe(text), written);
            assert_eq!(unsafe_again(written), text);
        }
    }

    #[test]
    fn the_file_opens_as_utf_8_with_its_reasons_behind() {
        // As when a mended file is imported again and fails once more.
        let headers = ["姓名", "手机", "原文件行号", "导入失败原因"].map(str::to_owned);
        let mut writer = Writer::new(Vec::new(), &headers, Locale::ZhCn).expect("writes");
        let reasons = ["手机不是有效的电话号码".to_owned(), "姓名必须填写".to_owned()];
        writer.row(12, &["张, 伟", "=abc", "3", "旧"].map(str::to_owned), &reasons).expect("writes");
        let bytes = writer.finish().expect("writes");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(
            text,
            "\u{FEFF}姓名,手机,原文件行号,导入失败原因\r\n\"张, 伟\",'=abc,12,手机不是有效的电话号码；姓名必须填写\r\n"
        );
    }
}
