//! The pattern of an auto number: text, at most one date, exactly one counter, as in `L{yyyyMM}-{0000}`.
//!
//! Who counts, and how two saves never get the same number, is the store's business: here is only which numbers belong
//! to one series and how a number is written.

use chrono::{Datelike, NaiveDate};
use shuke_base::Text;

/// Characters of a pattern, at most.
const LENGTH: usize = 60;
/// Width of a counter, at most.
const WIDTH: usize = 12;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Date(Span),
    Counter(usize),
}

/// How long a series runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Year,
    Month,
    Day,
}

/// A pattern that holds together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternError {
    /// Nothing, or too much.
    Length,
    /// A `{` without `}`, or the other way round.
    Braces,
    /// Something in braces that is neither a date nor a counter.
    Unknown,
    /// No counter.
    NoCounter,
    /// More than one counter.
    Counters,
    /// A counter wider than twelve digits.
    Width,
    /// More than one date.
    Dates,
    /// Date and counter touch, so two numbers could read alike once the counter outgrows its width.
    Touching,
    /// A character that can't be typed or seen.
    Character,
}

impl PatternError {
    /// The reason in both languages, as the rest of a sentence about the pattern.
    #[must_use]
    pub fn reason(self) -> Text {
        match self {
            Self::Length => Text::new("应为 1 到 60 个字符", "it takes 1 to 60 characters"),
            Self::Braces => Text::new("大括号不成对", "a brace has no partner"),
            Self::Unknown => Text::new(
                "大括号内只能是 yyyy、yyyyMM、yyyyMMdd 或若干个 0",
                "braces hold yyyy, yyyyMM, yyyyMMdd or a row of zeros",
            ),
            Self::NoCounter => Text::new("缺少流水号，例如 {0000}", "the counter is missing, such as {0000}"),
            Self::Counters => Text::new("只能有一个流水号", "there can be only one counter"),
            Self::Width => Text::new("流水号最多 12 位", "the counter takes at most 12 digits"),
            Self::Dates => Text::new("只能有一个日期", "there can be only one date"),
            Self::Touching => Text::new(
                "日期与流水号之间需要分隔符，例如 {yyyyMM}-{0000}",
                "date and counter need a sign between them, such as {yyyyMM}-{0000}",
            ),
            Self::Character => Text::new("含有不能使用的字符", "it has a character that can't be used"),
        }
    }
}

/// Reads a pattern.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn parse(text: &str) -> Result<Pattern, PatternError> {
    if text.is_empty() || text.chars().count() > LENGTH {
        return Err(PatternError::Length);
    }
    if text.chars().any(char::is_control) || text.trim() != text {
        return Err(PatternError::Character);
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, segment, after) = match rest.split_once('{') {
            None => (rest, None, ""),
            Some((plain, behind)) => {
                let (segment, after) = behind.split_once('}').ok_or(PatternError::Braces)?;
                (plain, Some(segment), after)
            }
        };
        if plain.contains('}') || segment.is_some_and(|segment| segment.contains('{')) {
            return Err(PatternError::Braces);
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain.to_owned()));
        }
        if let Some(segment) = segment {
            parts.push(part(segment)?);
        }
        rest = after;
    }
    holds_together(&parts)?;
    Ok(Pattern { parts })
}

fn part(segment: &str) -> Result<Part, PatternError> {
    match segment {
        "yyyy" => Ok(Part::Date(Span::Year)),
        "yyyyMM" => Ok(Part::Date(Span::Month)),
        "yyyyMMdd" => Ok(Part::Date(Span::Day)),
        zeros if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => match zeros.len() {
            width if width <= WIDTH => Ok(Part::Counter(width)),
            _ => Err(PatternError::Width),
        },
        _ => Err(PatternError::Unknown),
    }
}

fn holds_together(parts: &[Part]) -> Result<(), PatternError> {
    let count = |is: fn(&Part) -> bool| parts.iter().filter(|part| is(part)).count();
    match count(|part| matches!(part, Part::Counter(_))) {
        0 => return Err(PatternError::NoCounter),
        1 => {}
        _ => return Err(PatternError::Counters),
    }
    if count(|part| matches!(part, Part::Date(_))) > 1 {
        return Err(PatternError::Dates);
    }
    let digit_first = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    for pair in parts.windows(2) {
        match pair {
            [Part::Date(_), Part::Counter(_)] | [Part::Counter(_), Part::Date(_)] => {
                return Err(PatternError::Touching);
            }
            [Part::Counter(_), Part::Text(text)] if digit_first(text) => return Err(PatternError::Touching),
            _ => {}
        }
    }
    Ok(())
}

impl Pattern {
    /// The key of the series that a number given on `date` counts in: the pattern with its date filled and its counter
    /// open. The counter begins anew with every key; widening it goes on counting.
    #[must_use]
    pub fn series(&self, date: NaiveDate) -> String {
        self.fill(date, |_| "{}".to_owned())
    }

    /// The number with this counter. A counter that outgrows its width is written in full.
    #[must_use]
    pub fn format(&self, date: NaiveDate, counter: u64) -> String {
        self.fill(date, |width| format!("{counter:0width$}"))
    }

    fn fill(&self, date: NaiveDate, counter: impl Fn(usize) -> String) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Date(Span::Year) => out.push_str(&format!("{:04}", date.year())),
                Part::Date(Span::Month) => out.push_str(&date.format("%Y%m").to_string()),
                Part::Date(Span::Day) => out.push_str(&date.format("%Y%m%d").to_string()),
                Part::Counter(width) => out.push_str(&counter(*width)),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn numbers_are_written_as_the_pattern_says() {
        for (pattern, counter, number, series) in [
            ("L{yyyyMM}-{0000}", 7, "L202601-0007", "L202601-{}"),
            ("{00}", 7, "07", "{}"),
            ("{yyyyMMdd}/{000}号", 12_345, "20260105/12345号", "20260105/{}号"),
            ("合同{yyyy}第{0}", 10, "合同2026第10", "合同2026第{}"),
        ] {
            let parsed = parse(pattern).expect(pattern);
            assert_eq!(parsed.format(day("2026-01-05"), counter), number, "{pattern}");
            assert_eq!(parsed.series(day("2026-01-05")), series, "{pattern}");
        }
    }

    #[test]
    fn a_series_lasts_as_long_as_its_date() {
        let month = parse("L{yyyyMM}-{0000}").expect("a pattern");
        assert_eq!(month.series(day("2026-01-05")), month.series(day("2026-01-31")));
        assert_ne!(month.series(day("2026-01-31")), month.series(day("2026-02-01")));
        let wider = parse("L{yyyyMM}-{000000}").expect("a pattern");
        assert_eq!(month.series(day("2026-01-05")), wider.series(day("2026-01-05")));
    }

    #[test]
    fn what_does_not_hold_together_is_refused() {
        for (pattern, error) in [
            ("", PatternError::Length),
            ("L{yyyyMM}", PatternError::NoCounter),
            ("L", PatternError::NoCounter),
            ("{00}{00}", PatternError::Counters),
            ("{yyyy}-{MM}-{00}", PatternError::Unknown),
            ("{yyyy}-{yyyyMM}-{00}", PatternError::Dates),
            ("{yyyyMM}{0000}", PatternError::Touching),
            ("{00}7", PatternError::Touching),
            ("{00", PatternError::Braces),
            ("00}", PatternError::Braces),
            ("{{00}}", PatternError::Braces),
            ("{}", PatternError::Unknown),
            ("{0000000000000}", PatternError::Width),
            (" {00}", PatternError::Character),
            ("a\n{00}", PatternError::Character),
        ] {
            assert_eq!(parse(pattern), Err(error), "{pattern:?}");
        }
    }

    proptest! {
        #[test]
        fn no_two_numbers_of_a_pattern_are_alike(
            counters in proptest::collection::hash_set(0_u64..100_000, 2..40),
            pattern in "[A-Z-]{0,3}(\\{yyyyMM\\}-)?\\{0{1,6}\\}[A-Z-]{0,2}",
        ) {
            let parsed = parse(&pattern).expect("a pattern");
            let date = day("2026-01-05");
            let written: HashSet<String> = counters.iter().map(|at| parsed.format(date, *at)).collect();
            prop_assert_eq!(written.len(), counters.len());
        }

        #[test]
        fn no_text_makes_it_panic(text in "[{}0yMd -]{0,20}") {
            let _ = parse(&text);
        }
    }
}
