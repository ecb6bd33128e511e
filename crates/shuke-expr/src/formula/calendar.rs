//! Days and moments: counted on, apart, and as days of a zone.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use shuke_base::Value;

use crate::within::day_start;

/// What time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Months(i64),
    Days(i64),
    Seconds(i64),
}

impl Unit {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name.trim().to_lowercase().as_str() {
            "year" | "years" | "年" => Self::Months(12),
            "quarter" | "quarters" | "季" | "季度" => Self::Months(3),
            "month" | "months" | "月" => Self::Months(1),
            "week" | "weeks" | "周" => Self::Days(7),
            "day" | "days" | "天" | "日" => Self::Days(1),
            "hour" | "hours" | "小时" => Self::Seconds(3_600),
            "minute" | "minutes" | "分钟" => Self::Seconds(60),
            _ => return None,
        })
    }
}

/// The day of a value, in the zone.
pub(super) fn day(value: &Value, zone: Tz) -> Option<NaiveDate> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Time(moment) => Some(moment.with_timezone(&zone).date_naive()),
        _ => None,
    }
}

pub(super) fn kept(day: NaiveDate) -> Option<NaiveDate> {
    (1..=9999).contains(&day.year()).then_some(day)
}

fn later(day: NaiveDate, unit: Unit, count: i64) -> Option<NaiveDate> {
    let found = match unit {
        Unit::Months(size) => {
            let months = count.checked_mul(size)?;
            let size = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
            if months < 0 { day.checked_sub_months(size) } else { day.checked_add_months(size) }
        }
        Unit::Days(size) => {
            let days = count.checked_mul(size)?;
            let size = Days::new(days.unsigned_abs());
            if days < 0 { day.checked_sub_days(size) } else { day.checked_add_days(size) }
        }
        Unit::Seconds(_) => None,
    };
    found.and_then(kept)
}

/// So many units later. A month later than the 31st is the last day of a shorter month. Moments keep their time of day
/// in the zone; hours and minutes are for moments only.
pub(super) fn add(value: &Value, count: i64, unit: Unit, zone: Tz) -> Option<Value> {
    match (value, unit) {
        (Value::Date(day), unit) => later(*day, unit, count).map(Value::Date),
        (Value::Time(moment), Unit::Seconds(size)) => {
            let seconds = TimeDelta::try_seconds(count.checked_mul(size)?)?;
            let moved = moment.checked_add_signed(seconds)?;
            kept(moved.date_naive()).map(|_| Value::Time(moved))
        }
        (Value::Time(moment), unit) => {
            let local = moment.with_timezone(&zone);
            let day = later(local.date_naive(), unit, count)?;
            let time = TimeDelta::try_seconds(i64::from(local.num_seconds_from_midnight()))?;
            Some(Value::Time(day_start(day, zone) + time))
        }
        _ => None,
    }
}

/// How many whole units lie between; negative when the end is before the start. Days are counted by the calendar.
pub(super) fn between(start: &Value, end: &Value, unit: Unit, zone: Tz) -> Option<i64> {
    if let Unit::Seconds(size) = unit {
        let moment = |value: &Value| -> Option<DateTime<Utc>> {
            match value {
                Value::Time(moment) => Some(*moment),
                Value::Date(day) => Some(day_start(*day, zone)),
                _ => None,
            }
        };
        return Some(moment(end)?.signed_duration_since(moment(start)?).num_seconds() / size);
    }
    let (from, to) = (day(start, zone)?, day(end, zone)?);
    match unit {
        Unit::Days(size) => Some(to.signed_duration_since(from).num_days() / size),
        Unit::Months(size) => Some(months(from, to) / size),
        Unit::Seconds(_) => None,
    }
}

fn months(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -months(to, from);
    }
    let count = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    let early = later(from, Unit::Months(1), count).is_none_or(|reached| reached > to);
    count - i64::from(early)
}

/// A day or moment by a pattern of `yyyy`, `MM`, `M`, `dd`, `d`, `HH`, `mm`, `ss`; other characters stand for themselves.
pub(super) fn format(moment: NaiveDateTime, pattern: &str) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    let parts: [(&str, u32, usize); 9] = [
        ("yyyy", moment.year().unsigned_abs(), 4),
        ("MM", moment.month(), 2),
        ("M", moment.month(), 1),
        ("dd", moment.day(), 2),
        ("d", moment.day(), 1),
        ("HH", moment.hour(), 2),
        ("mm", moment.minute(), 2),
        ("ss", moment.second(), 2),
        ("yy", moment.year().unsigned_abs() % 100, 2),
    ];
    while let Some(c) = rest.chars().next() {
        match parts.iter().find(|(sign, ..)| rest.starts_with(sign)) {
            Some((sign, number, width)) => {
                text.push_str(&format!("{number:0width$}"));
                rest = &rest[sign.len()..];
            }
            None => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    text
}
