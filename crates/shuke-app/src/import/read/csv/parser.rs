//! Records of comma-separated text (RFC 4180, read leniently), each with the line on which it begins.
//!
//! Our own, because a fault has to name the line that the person's editor shows, also after blank lines, quoted line
//! breaks and either line ending, and because a quotation mark that is never closed has to be noticed instead of
//! swallowing the rest of the file.

use std::io::{self, BufRead};

/// Bytes of one record, at most.
const RECORD: usize = 4 * 1024 * 1024;
/// Cells of one record, at most.
const CELLS: usize = 20_000;

/// Why there is no record.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Reading failed.
    Io(io::Error),
    /// The quotation mark that was opened on this line is never closed.
    Unpaired(u64),
    /// The record that begins on this line is too long.
    TooLong(u64),
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// At the beginning of a cell.
    Start,
    /// In a cell without quotation marks.
    Plain,
    /// Between quotation marks, opened on this line.
    Quoted(u64),
    /// Behind a quotation mark inside a quoted cell: its end, or one half of a doubled mark.
    Closed(u64),
}

pub(super) struct Parser<R> {
    input: R,
    delimiter: u8,
    line: u64,
    /// The last byte was a carriage return: a line feed that follows belongs to it.
    returned: bool,
}

impl<R: BufRead> Parser<R> {
    pub(super) fn new(input: R, delimiter: u8) -> Self {
        Self { input, delimiter, line: 1, returned: false }
    }

    /// Reads the next record that isn't a blank line into `fields`; gives the line on which it begins.
    pub(super) fn record(&mut self, fields: &mut Vec<String>) -> Result<Option<u64>, Trouble> {
        fields.clear();
        let mut record = Record { begin: self.line, state: State::Start, cell: Vec::new(), bytes: 0 };
        loop {
            let bytes = self.input.fill_buf().map_err(Trouble::Io)?;
            if bytes.is_empty() {
                return record.end(fields);
            }
            let mut used = 0;
            let mut done = false;
            for &byte in bytes {
                used += 1;
                let fed = std::mem::replace(&mut self.returned, byte == b'\r');
                if fed && byte == b'\n' {
                    // The second half of a line end, which was counted with the first.
                    if let State::Quoted(_) = record.state {
                        record.cell.push(byte);
                    }
                    continue;
                }
                if matches!(byte, b'\n' | b'\r') {
                    self.line += 1;
                }
                if record.take(byte, self.delimiter, self.line, fields)? {
                    done = true;
                    break;
                }
            }
            self.input.consume(used);
            record.bytes += used;
            if record.bytes > RECORD || fields.len() > CELLS {
                return Err(record.too_long());
            }
            if done {
                return Ok(Some(record.begin));
            }
        }
    }
}

/// A record while it is read.
struct Record {
    begin: u64,
    state: State,
    cell: Vec<u8>,
    bytes: usize,
}

impl Record {
    /// Takes a byte; tells whether it ended the record. `line` is the one behind the byte.
    fn take(
        &mut self,
        byte: u8,
        delimiter: u8,
        line: u64,
        fields: &mut Vec<String>,
    ) -> Result<bool, Trouble> {
        match self.state {
            State::Quoted(opened) => match byte {
                b'"' => self.state = State::Closed(opened),
                _ => self.cell.push(byte),
            },
            State::Closed(opened) if byte == b'"' => {
                self.cell.push(byte);
                self.state = State::Quoted(opened);
            }
            State::Start | State::Plain | State::Closed(_) => match byte {
                b'\n' | b'\r' if fields.is_empty() && self.state == State::Start => self.begin = line,
                b'\n' | b'\r' => {
                    self.field(fields);
                    return Ok(true);
                }
                _ if byte == delimiter => self.field(fields),
                b'"' if self.state == State::Start => self.state = State::Quoted(line),
                _ => {
                    self.cell.push(byte);
                    self.state = State::Plain;
                }
            },
        }
        if self.cell.len() > RECORD { Err(self.too_long()) } else { Ok(false) }
    }

    fn field(&mut self, fields: &mut Vec<String>) {
        let bytes = std::mem::take(&mut self.cell);
        fields.push(
            String::from_utf8(bytes)
                .unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned()),
        );
        self.state = State::Start;
    }

    fn end(mut self, fields: &mut Vec<String>) -> Result<Option<u64>, Trouble> {
        match self.state {
            State::Quoted(opened) => Err(Trouble::Unpaired(opened)),
            State::Start if fields.is_empty() => Ok(None),
            State::Start | State::Plain | State::Closed(_) => {
                self.field(fields);
                Ok(Some(self.begin))
            }
        }
    }

    /// A record grows without end when a quotation mark has no partner.
    fn too_long(&self) -> Trouble {
        match self.state {
            State::Quoted(opened) => Trouble::Unpaired(opened),
            State::Start | State::Plain | State::Closed(_) => Trouble::TooLong(self.begin),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8], chunk: usize) -> String {
        let mut parser = Parser::new(BufReader::with_capacity(chunk, text), b',');
        let mut fields = Vec::new();
        let mut out = Vec::new();
        loop {
            match parser.record(&mut fields) {
                Ok(Some(line)) => out.push(format!("{line}:{}", fields.join("|"))),
                Ok(None) => return out.join(" "),
                Err(trouble) => return format!("{} {trouble:?}", out.join(" ")),
            }
        }
    }

    fn check(text: &str, expect: &str) {
        for chunk in [1, 2, 3, 100] {
            assert_eq!(read(text.as_bytes(), chunk), expect, "{text:?} by {chunk}");
        }
    }

    #[test]
    fn records_know_the_line_on_which_they_begin() {
        check("a,b\nc,d\n", "1:a|b 2:c|d");
        check("a,b\r\nc,d", "1:a|b 2:c|d");
        check("a,b\rc,d\r", "1:a|b 2:c|d");
        check("\n\r\na,b\n\n\nc,d", "3:a|b 6:c|d");
        check("\"a\nb\",c\n\"d\r\ne\",f\ng,h", "1:a\nb|c 3:d\r\ne|f 5:g|h");
        check(",\n\"\"\n", "1:| 2:");
        check("a,,\n", "1:a||");
        check("", "");
        check("\n\n", "");
    }

    #[test]
    fn quotation_marks_are_read_leniently_but_not_left_open() {
        check("\"a \"\"b\"\"\",c", "1:a \"b\"|c");
        check("5\" pipe,x", "1:5\" pipe|x");
        check("\"a\"b,c", "1:ab|c");
        check("a,b\nc,\"d\ne,f\n", "1:a|b Unpaired(2)");
    }

    #[test]
    fn a_record_without_end_is_not_held_in_memory() {
        let long = format!("a\n\"{}", "x\n".repeat(RECORD));
        assert_eq!(read(long.as_bytes(), 8192), "1:a Unpaired(2)");
        let wide = ",".repeat(CELLS * 2 + 20_000);
        assert_eq!(read(wide.as_bytes(), 8192), " TooLong(1)");
    }

    proptest! {
        /// What the writer of another crate writes is read back as it was.
        #[test]
        fn what_was_written_is_read(
            rows in proptest::collection::vec(proptest::collection::vec("[a,\"\n\r 中]{0,6}", 2..5), 1..6),
            chunk in 1_usize..20,
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("writes");
            }
            let text = writer.into_inner().expect("writes");
            let mut parser = Parser::new(BufReader::with_capacity(chunk, text.as_slice()), b',');
            let mut fields = Vec::new();
            for row in &rows {
                prop_assert!(parser.record(&mut fields).expect("a record").is_some());
                prop_assert_eq!(&fields, row);
            }
            prop_assert!(parser.record(&mut fields).expect("the end").is_none());
        }
    }
}
