//! Comma-separated files. A text that a spreadsheet program would take for a formula gets an apostrophe in front, which
//! an import takes back.

use std::io::{self, Write};

use crate::export::{Cell, Sheet};
use crate::import::faults::safe;

/// Encodes what passes through.
struct Encoded<W: Write> {
    out: W,
    gbk: bool,
}

impl<W: Write> Write for Encoded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A file under way.
pub(super) struct Csv<W: Write> {
    out: csv::Writer<Encoded<W>>,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(mut out: W, gbk: bool) -> io::Result<Self> {
        if !gbk {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        let out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(Encoded { out, gbk });
        Ok(Self { out })
    }

    fn write(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        let gbk = self.out.get_ref().gbk;
        let record: Vec<Vec<u8>> = cells
            .map(|cell| {
                if gbk {
                    // Every character has a place in GB18030.
                    encoding_rs::GB18030.encode(&cell).0.into_owned()
                } else {
                    cell.into_bytes()
                }
            })
            .collect();
        Ok(self.out.write_byte_record(&csv::ByteRecord::from(record))?)
    }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => safe(text).into_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Decimal(number) | Cell::Amount(number) => number.to_string(),
        Cell::Date(day) => day.to_string(),
        Cell::Time(moment) => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

impl<W: Write + Send> Sheet for Csv<W> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.write(cells.iter().map(plain))
    }

    fn heading(&mut self, cells: &[String]) -> io::Result<()> {
        self.write(cells.iter().map(|cell| safe(cell).into_owned()))
    }

    fn remark(&mut self, text: &str) -> io::Result<()> {
        self.write(std::iter::once(safe(text).into_owned()))
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        let mut inner = self.out.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(gbk: bool) -> Vec<u8> {
        let mut out = Vec::new();
        let mut sheet = Box::new(Csv::new(&mut out, gbk).expect("writes"));
        sheet.heading(&["姓名".to_owned(), "备注".to_owned()]).expect("writes");
        for text in ["=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "张伟,\"引\""] {
            sheet.row(&[Cell::Text(text.to_owned()), Cell::Int(-7)]).expect("writes");
        }
        sheet.finish().expect("writes");
        out
    }

    #[test]
    fn nothing_in_it_is_a_formula() {
        let text = String::from_utf8(file(false)).expect("UTF-8");
        assert!(text.starts_with("\u{FEFF}姓名,备注\r\n"), "{text}");
        for cell in ["\r\n'=cmd|'/C calc'!A0,-7", "\r\n'+1+1,-7", "\r\n'-2+3,-7", "\r\n'@SUM(A1),-7", "'\t=1"]
        {
            assert!(text.contains(cell), "{cell}: {text}");
        }
        assert!(text.contains("\"张伟,\"\"引\"\"\",-7"), "{text}");
    }

    #[test]
    fn gbk_is_read_back() {
        let bytes = file(true);
        let (text, _, broken) = encoding_rs::GBK.decode(&bytes);
        assert!(!broken && text.starts_with("姓名,备注\r\n"), "{text}");
    }
}
