//! Days and times as people write them: `2026-1-5`, `2026/1/5 14:30`, `2026年1月5日 下午2点30分`, `20260105`.
//!
//! Only the order year, month, day is read: `1/5/2026` means two different days to two readers.

use chrono::{DateTime, Duration, FixedOffset, MappedLocalTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use shuke_base::Moment;

use super::fit;
use super::number::narrow;

/// A day, perhaps with a time and an offset.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    pub(super) day: NaiveDate,
    time: Option<NaiveTime>,
    offset: Option<FixedOffset>,
}

impl Written {
    /// The moment in UTC; without a time, the beginning of the day; without an offset, in `zone`. A time that a change
    /// of clocks leaves out counts from the hour before; of one that occurs twice, the first is meant.
    pub(super) fn at(&self, zone: Tz) -> Moment {
        let local = self.day.and_time(self.time.unwrap_or(NaiveTime::MIN));
        if let Some(offset) = self.offset {
            return DateTime::<Utc>::from_naive_utc_and_offset(
                local - Duration::seconds(i64::from(offset.local_minus_utc())),
                Utc,
            );
        }
        match zone.from_local_datetime(&local) {
            MappedLocalTime::Single(moment) | MappedLocalTime::Ambiguous(moment, _) => {
                moment.with_timezone(&Utc)
            }
            MappedLocalTime::None => {
                let hour = Duration::hours(1);
                let before = zone.from_local_datetime(&(local - hour)).earliest();
                before.map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc) + hour)
            }
        }
    }
}

/// Takes what it finds off the front of the text.
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    fn space(&mut self) {
        self.0 = self.0.trim_start();
    }

    fn any(&mut self, marks: &[&'static str]) -> Option<&'static str> {
        let mark = marks.iter().find(|mark| self.0.starts_with(**mark))?;
        self.0 = &self.0[mark.len()..];
        Some(mark)
    }

    /// A run of at least one and at most `most` digits that no further digit follows.
    fn digits(&mut self, most: usize) -> Option<&'a str> {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (run, rest) = self.0.split_at_checked(end).filter(|_| (1..=most).contains(&end))?;
        self.0 = rest;
        Some(run)
    }

    fn number(&mut self, most: usize) -> Option<u32> {
        self.digits(most)?.parse().ok()
    }
}

/// Reads the whole text as a day with perhaps a time, or not at all.
pub(super) fn written(text: &str) -> Option<Written> {
    let plain: String = text.trim().chars().map(narrow).flat_map(char::to_uppercase).collect();
    let mut reader = Reader(&plain);
    let first = reader.digits(14)?;
    let (day, compact) = match first.len() {
        4 => (rest_of_day(&mut reader, first.parse().ok()?)?, None),
        8 => (compact_day(first)?, None),
        14 => (compact_day(&first[..8])?, Some(compact_time(&first[8..])?)),
        _ => return None,
    };
    reader.space();
    if reader.any(&["T"]).is_some() {
        reader.space();
    }
    let time = match compact {
        Some(time) => Some(time),
        None if reader.0.is_empty() => None,
        None => Some(time_of_day(&mut reader)?),
    };
    reader.space();
    let offset = if reader.0.is_empty() { None } else { Some(offset(&mut reader)?) };
    reader.0.is_empty().then_some(Written { day, time, offset })
}

fn rest_of_day(reader: &mut Reader<'_>, year: i32) -> Option<NaiveDate> {
    reader.space();
    reader.any(&["-", "/", ".", "年"])?;
    reader.space();
    let month = reader.number(2)?;
    reader.space();
    reader.any(&["-", "/", ".", "月"])?;
    reader.space();
    let day = reader.number(2)?;
    reader.space();
    reader.any(&["日", "号"]);
    fit::day(year, month, day)
}

fn compact_day(digits: &str) -> Option<NaiveDate> {
    fit::day(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?)
}

fn compact_time(digits: &str) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(digits[..2].parse().ok()?, digits[2..4].parse().ok()?, digits[4..].parse().ok()?)
}

const BEFORE_NOON: [&str; 4] = ["上午", "早上", "凌晨", "AM"];
const AFTER_NOON: [&str; 4] = ["下午", "晚上", "中午", "PM"];

fn half(reader: &mut Reader<'_>) -> Option<bool> {
    if reader.any(&AFTER_NOON).is_some() {
        return Some(true);
    }
    reader.any(&BEFORE_NOON).map(|_| false)
}

fn time_of_day(reader: &mut Reader<'_>) -> Option<NaiveTime> {
    let before = half(reader);
    reader.space();
    let mut hour = reader.number(2)?;
    let sign = reader.any(&[":", "时", "点"])?;
    let (mut minute, mut second, mut micro) = (0, 0, 0);
    if sign == ":" || reader.0.starts_with(|c: char| c.is_ascii_digit()) {
        minute = reader.number(2)?;
        if let Some(sign) = reader.any(&[":", "分"])
            && (sign == ":" || reader.0.starts_with(|c: char| c.is_ascii_digit()))
        {
            second = reader.number(2)?;
            if reader.any(&["."]).is_some() {
                let digits = reader.digits(9)?;
                micro = format!("{digits:0<6}")[..6].parse().ok()?;
            }
            reader.any(&["秒"]);
        }
    }
    reader.space();
    match before.or_else(|| half(reader)) {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        Some(false) if hour > 12 => return None,
        _ => {}
    }
    NaiveTime::from_hms_micro_opt(hour, minute, second, micro)
}

fn offset(reader: &mut Reader<'_>) -> Option<FixedOffset> {
    let sign = match reader.any(&["Z", "UTC", "GMT", "+", "-"])? {
        "+" => 1,
        "-" => -1,
        _ => return FixedOffset::east_opt(0),
    };
    let digits = reader.digits(4)?;
    let (hours, minutes): (i32, i32) = match digits.len() {
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        1 | 2 if reader.any(&[":"]).is_some() => (digits.parse().ok()?, reader.number(2)?.try_into().ok()?),
        1 | 2 => (digits.parse().ok()?, 0),
        _ => return None,
    };
    if minutes > 59 {
        return None;
    }
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expect: &str) {
        let moment = written(text).map(|written| written.at(chrono_tz::Asia::Shanghai));
        let shown = moment.map_or_else(|| "none".to_owned(), |moment| moment.format("%FT%T%.f").to_string());
        assert_eq!(shown, expect, "{text}");
    }

    #[test]
    fn days_and_times_are_read_as_written() {
        for text in [
            "2026-1-5",
            "2026-01-05",
            "2026/1/5",
            "2026.1.5",
            "2026年1月5日",
            "2026 年 1 月 5 号",
            "20260105",
            "２０２６－１－５",
        ] {
            check(text, "2026-01-04T16:00:00");
        }
        check("2026-01-05 14:30", "2026-01-05T06:30:00");
        check("2026-01-05T14:30:15.25", "2026-01-05T06:30:15.250");
        check("2026年1月5日 下午2点30分", "2026-01-05T06:30:00");
        check("2026年1月5日14时", "2026-01-05T06:00:00");
        check("2026/1/5 2:30 PM", "2026-01-05T06:30:00");
        check("2026/1/5 上午12:05", "2026-01-04T16:05:00");
        check("20260105143000", "2026-01-05T06:30:00");
        check("2026-01-05T14:30:00Z", "2026-01-05T14:30:00");
        check("2026-01-05 14:30:00 +0900", "2026-01-05T05:30:00");
        check("2026-01-05T14:30:00-05:30", "2026-01-05T20:00:00");
        for text in [
            "",
            "1/5/2026",
            "26-1-5",
            "2026-13-1",
            "2026-02-30",
            "0000-01-01",
            "10000-01-01",
            "2026-1",
            "45667",
            "明天",
            "2026-01-05 25:00",
            "2026-01-05 14:60",
            "2026-01-05 上午14:00",
            "2026-01-05 14:30 x",
            "2026-01-05 14:30:00+08:75",
        ] {
            check(text, "none");
        }
    }

    #[test]
    fn a_time_that_the_clocks_leave_out_counts_from_the_hour_before() {
        let written = written("2026-03-29 02:30").expect("a time");
        assert_eq!(written.at(chrono_tz::Europe::Berlin).to_rfc3339(), "2026-03-29T01:30:00+00:00");
    }

    proptest! {
        #[test]
        fn any_moment_is_read_back(micros in -62_135_596_800_000_000_i64..=253_402_300_799_999_999) {
            let moment = DateTime::from_timestamp_micros(micros).expect("in range");
            let text = moment.format("%Y-%m-%d %H:%M:%S%.6f").to_string();
            prop_assert_eq!(written(&text).expect("a time").at(Tz::UTC), moment);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,12}|[0-9年月日:T /+Z.-]{0,20}") {
            let _ = written(&text);
        }
    }
}
