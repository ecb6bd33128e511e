//! A cell as it stands in the file.

use std::borrow::Cow;

use chrono::{NaiveDateTime, NaiveTime, Timelike};
use chrono_tz::Tz;
use shuke_base::{Code, FieldFault};
use shuke_meta::FieldDef;
use shuke_meta::parse::{self, Cell};

/// A cell as it stands in the file, before it is read for a field.
#[derive(Debug, Clone, PartialEq)]
pub enum RawCell {
    /// Nothing, or only spaces.
    Empty,
    /// Text, as it stands.
    Text(String),
    /// A number of a spreadsheet.
    Number(f64),
    /// A number that the spreadsheet shows as a percentage: 0.125 is 12.5 %.
    Percent(f64),
    /// A day, perhaps with a time, without a zone.
    Date(NaiveDateTime),
    /// Yes or no.
    Bool(bool),
    /// An error value such as `#N/A`.
    Error(String),
    /// A formula whose result was not saved with the file.
    Formula,
    /// A text with bytes that the file's encoding doesn't have; they are shown as `�`.
    BadEncoding(String),
}

impl RawCell {
    /// A cell that holds this text.
    pub(super) fn from_text(text: String) -> Self {
        if text.trim().is_empty() {
            Self::Empty
        } else if text.contains('\u{FFFD}') {
            Self::BadEncoding(text)
        } else {
            Self::Text(text)
        }
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What people see in the cell.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty | Self::Formula => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) | Self::BadEncoding(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(plain(*number, 0)),
            Self::Percent(share) => Cow::Owned(format!("{}%", plain(*share, 2))),
            Self::Date(moment) if moment.time() == NaiveTime::MIN => {
                Cow::Owned(moment.format("%Y-%m-%d").to_string())
            }
            Self::Date(moment) if moment.nanosecond() == 0 => {
                Cow::Owned(moment.format("%Y-%m-%d %H:%M:%S").to_string())
            }
            Self::Date(moment) => Cow::Owned(moment.format("%Y-%m-%d %H:%M:%S%.3f").to_string()),
            Self::Bool(yes) => Cow::Borrowed(if *yes { "TRUE" } else { "FALSE" }),
        }
    }

    /// What the cell gives to a field: its value, or the name of the record that a reference looks for.
    ///
    /// # Errors
    /// The one fault of the cell.
    pub fn value(&self, field: &FieldDef, zone: Tz) -> Result<Cell, FieldFault> {
        let fault = |code| FieldFault::new(&field.name, &field.label, code);
        match self {
            Self::Error(value) => Err(fault(Code::CellError).with("value", value)),
            Self::Formula => Err(fault(Code::FormulaCell)),
            Self::BadEncoding(_) => Err(fault(Code::BadEncoding)),
            Self::Empty
            | Self::Text(_)
            | Self::Number(_)
            | Self::Percent(_)
            | Self::Date(_)
            | Self::Bool(_) => parse::cell(field, &self.text(), zone),
        }
    }
}

/// The number times ten to the `shift`, with the fifteen significant digits that a spreadsheet shows, never as `1.38E10`
/// while it has at most 21 digits: a phone number that was typed as a number stays one.
fn plain(number: f64, shift: i32) -> String {
    let scientific = format!("{number:.14e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0) + shift;
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let point = exponent + 1;
    match usize::try_from(point) {
        Ok(point) if point > 21 => format!("{number:e}"),
        Ok(point) if point >= digits.len() => format!("{sign}{digits:0<point$}"),
        Ok(point) if point > 0 => format!("{sign}{}.{}", &digits[..point], &digits[point..]),
        _ if point < -15 => format!("{number:e}"),
        _ => format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_a_spreadsheet_shows_them() {
        for (number, text) in [
            (13_800_001_234.0, "13800001234"),
            (0.1 + 0.2, "0.3"),
            (-1234.5, "-1234.5"),
            (0.0, "0"),
            (100.0, "100"),
            (0.000_125, "0.000125"),
            (1e20, "100000000000000000000"),
            (1.5e300, "1.5e300"),
        ] {
            assert_eq!(RawCell::Number(number).text(), text);
        }
        assert_eq!(RawCell::Percent(0.125).text(), "12.5%");
        assert_eq!(RawCell::Percent(0.07).text(), "7%");
        assert_eq!(RawCell::Percent(-1.0).text(), "-100%");
    }
}
