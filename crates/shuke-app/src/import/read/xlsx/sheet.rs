//! The rows of a worksheet as they stream by.

use std::sync::Arc;

use chrono::{Duration, NaiveDate, NaiveDateTime};
use quick_xml::events::{BytesStart, Event};
use shuke_base::Fault;

use super::super::{RawCell, RawRow};
use super::damaged;
use super::strings::{Strings, item, unescape};
use super::styles::Format;
use super::xml::{Xml, attribute};

/// Rows and columns of a worksheet, by the format's definition.
const ROWS: u32 = 1_048_576;
const COLUMNS: usize = 16_384;
/// The last serial number that is a day: 9999-12-31.
const LAST_DAY: f64 = 2_958_466.0;
const DAY_MILLIS: f64 = 86_400_000.0;

/// What the cells of all worksheets refer to.
pub(super) struct Context {
    pub(super) strings: Strings,
    pub(super) formats: Vec<Format>,
    pub(super) from_1904: bool,
}

pub(super) struct Rows {
    xml: Xml,
    context: Arc<Context>,
    part: String,
    /// The number of the last row.
    row: u32,
    within: bool,
    ended: bool,
}

/// A cell's attributes.
struct Head {
    column: Option<usize>,
    style: usize,
    kind: String,
}

/// A cell's content as it is written.
#[derive(Default)]
struct Body {
    formula: bool,
    valued: bool,
    value: String,
}

impl Rows {
    pub(super) fn new(xml: Xml, context: Arc<Context>, part: String) -> Self {
        Self { xml, context, part, row: 0, within: false, ended: false }
    }

    fn next_row(&mut self) -> Result<Option<RawRow>, Fault> {
        loop {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "sheetData" => self.within = true,
                    "row" if self.within => {
                        let number = match attribute(&start, "r") {
                            Some(number) => number.parse().ok(),
                            None => Some(self.row + 1),
                        };
                        // Rows stand in order; anything else would be read twice or not at all after an interruption.
                        match number.filter(|number| (self.row + 1..=ROWS).contains(number)) {
                            Some(number) => self.row = number,
                            None => return Err(damaged(&self.part)),
                        }
                        return Ok(Some((self.row, self.cells()?)));
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().as_ref() == "sheetData" => {
                    self.xml.finish()?;
                    return Ok(None);
                }
                Event::Eof if self.within => return Err(damaged(&self.part)),
                // A sheet without any data.
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn cells(&mut self) -> Result<Vec<RawCell>, Fault> {
        let mut cells = Vec::new();
        loop {
            let head = match self.xml.next()? {
                Event::Start(start) if start.local_name().as_ref() == "c" => head(&start),
                Event::End(end) if end.local_name().as_ref() == "row" => return Ok(cells),
                Event::Eof => return Err(damaged(&self.part)),
                _ => continue,
            };
            let head = head.ok_or_else(|| damaged(&self.part))?;
            let body = self.body()?;
            let column = head.column.unwrap_or(cells.len());
            if column >= COLUMNS {
                return Err(damaged(&self.part));
            }
            let cell = self.cell(&head, body)?;
            if cell.is_empty() && column >= cells.len() && head.column.is_some() {
                // Cells that only have a look don't make the row wider.
                continue;
            }
            if column >= cells.len() {
                cells.resize(column + 1, RawCell::Empty);
            }
            cells[column] = cell;
        }
    }

    /// What stands in the cell that has just begun.
    fn body(&mut self) -> Result<Body, Fault> {
        let mut body = Body::default();
        loop {
            match self.xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "v" => {
                        body.valued = true;
                        self.xml.text("v", &mut body.value)?;
                    }
                    "is" => item(&mut self.xml, "is", &mut body.value)?,
                    "f" => {
                        body.formula = true;
                        self.xml.skip("f")?;
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().as_ref() == "c" => return Ok(body),
                Event::Eof => return Err(damaged(&self.part)),
                _ => {}
            }
        }
    }

    fn cell(&self, head: &Head, body: Body) -> Result<RawCell, Fault> {
        let text = body.value;
        // A text formula may well have an empty result; any other formula without a value was never calculated.
        if body.formula && text.is_empty() && !(body.valued && head.kind == "str") {
            return Ok(RawCell::Formula);
        }
        Ok(match head.kind.as_str() {
            _ if text.is_empty() => RawCell::Empty,
            "s" => {
                let at = text.trim().parse().ok();
                let shared = at.and_then(|at| self.context.strings.get(at));
                RawCell::from_text(shared.ok_or_else(|| damaged(&self.part))?.to_owned())
            }
            "b" => RawCell::Bool(matches!(text.trim(), "1" | "true")),
            "e" => RawCell::Error(text),
            "str" => RawCell::from_text(unescape(&text)),
            "n" | "" => match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => self.number(number, head.style),
                _ => return Err(damaged(&self.part)),
            },
            // Texts in place, days written as texts, and whatever comes later.
            _ => RawCell::from_text(text),
        })
    }

    fn number(&self, number: f64, style: usize) -> RawCell {
        match self.context.formats.get(style).copied().unwrap_or_default() {
            Format::Number => RawCell::Number(number),
            Format::Percent => RawCell::Percent(number),
            Format::Day if number >= 1.0 => {
                moment(number, self.context.from_1904).map_or(RawCell::Number(number), RawCell::Date)
            }
            Format::Day | Format::Time => clock(number),
        }
    }
}

impl Iterator for Rows {
    type Item = Result<RawRow, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.next_row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

/// The attributes of a cell; nothing when its place is none.
fn head(start: &BytesStart<'_>) -> Option<Head> {
    let column = match attribute(start, "r") {
        Some(place) => Some(column(&place)?),
        None => None,
    };
    let style = attribute(start, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
    Some(Head { column, style, kind: attribute(start, "t").unwrap_or_default() })
}

/// 2 for `C7`.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters
        .take(4)
        .fold(0, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

/// The moment of a serial number: days since the end of 1899 (with the 29 February that 1900 didn't have) or since the
/// beginning of 1904, rounded to the millisecond that spreadsheet programs keep.
fn moment(serial: f64, from_1904: bool) -> Option<NaiveDateTime> {
    if !(0.0..LAST_DAY).contains(&serial) {
        return None;
    }
    let (year, month, day) = match (from_1904, serial < 60.0) {
        (true, _) => (1904, 1, 1),
        (false, true) => (1899, 12, 31),
        (false, false) => (1899, 12, 30),
    };
    #[allow(clippy::cast_possible_truncation, reason = "at most 2.6e14, which an i64 holds exactly")]
    let millis = Duration::milliseconds((serial * DAY_MILLIS).round() as i64);
    NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(0, 0, 0)?.checked_add_signed(millis)
}

/// A time of day, or a length of time, as a text.
fn clock(days: f64) -> RawCell {
    #[allow(clippy::cast_possible_truncation, reason = "bounded by the check before")]
    let seconds =
        if days.abs() < LAST_DAY { (days * 86_400.0).round() as i64 } else { return RawCell::Number(days) };
    let (sign, seconds) = if seconds < 0 { ("-", -seconds) } else { ("", seconds) };
    RawCell::Text(format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_days() {
        for (serial, from_1904, expect) in [
            (1.0, false, "1900-01-01 00:00:00"),
            (59.0, false, "1900-02-28 00:00:00"),
            (61.0, false, "1900-03-01 00:00:00"),
            (46_027.0, false, "2026-01-05 00:00:00"),
            (46_027.604_166_666_664, false, "2026-01-05 14:30:00"),
            (44_565.0, true, "2026-01-05 00:00:00"),
            (2_958_465.0, false, "9999-12-31 00:00:00"),
        ] {
            assert_eq!(moment(serial, from_1904).expect("a day").to_string(), expect);
        }
        assert_eq!(moment(2_958_466.0, false), None);
        assert_eq!(clock(0.604_166_666_666_667), RawCell::Text("14:30:00".into()));
        assert_eq!(clock(1.5), RawCell::Text("36:00:00".into()));
    }

    #[test]
    fn places_have_columns() {
        assert_eq!(
            (column("A1"), column("Z9"), column("AA10"), column("XFD1")),
            (Some(0), Some(25), Some(26), Some(16_383))
        );
        assert_eq!(column("12"), None);
    }
}
