//! Spans of days: "this month", "the last 7 days", and where a day begins in a zone.
//!
//! Every span is half-open, so that neighbouring spans neither overlap nor leave a gap.

use chrono::{Datelike, Days, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde_json::Value as Json;
use shuke_base::Moment;

/// Days that a relative span may reach.
const MOST_DAYS: u64 = 36_500;

/// A span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    /// From the first (included) to the second (excluded).
    Days(NaiveDate, NaiveDate),
    /// Any day before this one.
    Before(NaiveDate),
}

/// The day that it is in `zone`.
#[must_use]
pub fn today(now: Moment, zone: Tz) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

/// The moment that a day begins at in `zone`: midnight, or the first moment after it where the clocks skip midnight.
/// Where the clocks pass midnight twice, the first time counts. Kept within the years 1 to 9999.
#[must_use]
pub fn day_start(day: NaiveDate, zone: Tz) -> Moment {
    let edge = |year, month, date, time: NaiveTime| {
        NaiveDate::from_ymd_opt(year, month, date).map(|day| day.and_time(time).and_utc()).unwrap_or_default()
    };
    let last = NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).unwrap_or(NaiveTime::MIN);
    let first_moment = edge(1, 1, 1, NaiveTime::MIN);
    let last_moment = edge(9999, 12, 31, last);
    if !(1..=9999).contains(&day.year()) {
        return if day.year() < 1 { first_moment } else { last_moment };
    }
    let midnight = day.and_time(NaiveTime::MIN);
    let start = match zone.from_local_datetime(&midnight) {
        LocalResult::Single(start) | LocalResult::Ambiguous(start, _) => start.with_timezone(&Utc),
        LocalResult::None => first_after(midnight, zone),
    };
    start.clamp(first_moment, last_moment)
}

/// The first second whose local time is not before `wall`, a local time that the clocks of `zone` skip.
fn first_after(wall: chrono::NaiveDateTime, zone: Tz) -> Moment {
    // Offsets lie between -12 and +14 hours, and no zone has ever skipped more than one day.
    let (mut before, mut after) =
        (wall.and_utc() - TimeDelta::hours(16), wall.and_utc() + TimeDelta::hours(40));
    while after - before > TimeDelta::seconds(1) {
        let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
        if middle.with_timezone(&zone).naive_local() < wall {
            before = middle;
        } else {
            after = middle;
        }
    }
    after
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

fn earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

/// The day after, for days up to the year 9999.
pub(crate) fn next(day: NaiveDate) -> NaiveDate {
    later(day, 1)
}

/// The first day of the month that is `months` after the one of `day`.
fn month(day: NaiveDate, months: i32) -> NaiveDate {
    let count = day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0) + months;
    let month = u32::try_from(count.rem_euclid(12)).unwrap_or(0) + 1;
    NaiveDate::from_ymd_opt(count.div_euclid(12), month, 1).unwrap_or(day)
}

/// The span that `json` means on the day `today`: a word such as `"this_month"`, or one of `{"last_days":7}` (seven
/// days, today the last), `{"next_days":7}` (seven days, today the first) and `{"older_than_days":7}` (before the
/// day that was seven days ago).
pub(crate) fn span(json: &Json, today: NaiveDate) -> Option<Span> {
    match json {
        Json::String(word) => named(word, today),
        Json::Object(map) if map.len() == 1 => {
            let (word, days) = map.iter().next()?;
            let days = days.as_u64().filter(|days| *days <= MOST_DAYS)?;
            match word.as_str() {
                "last_days" if days > 0 => Some(Span::Days(earlier(today, days - 1), next(today))),
                "next_days" if days > 0 => Some(Span::Days(today, later(today, days))),
                "older_than_days" => Some(Span::Before(earlier(today, days))),
                _ => None,
            }
        }
        _ => None,
    }
}

fn named(word: &str, today: NaiveDate) -> Option<Span> {
    let monday = earlier(today, u64::from(today.weekday().num_days_from_monday()));
    let quarter = month(today, -i32::try_from(today.month0() % 3).unwrap_or(0));
    let january = month(today, -i32::try_from(today.month0()).unwrap_or(0));
    let (from, to) = match word {
        "today" => (today, next(today)),
        "yesterday" => (earlier(today, 1), today),
        "tomorrow" => (next(today), later(today, 2)),
        "this_week" => (monday, later(monday, 7)),
        "last_week" => (earlier(monday, 7), monday),
        "next_week" => (later(monday, 7), later(monday, 14)),
        "this_month" => (month(today, 0), month(today, 1)),
        "last_month" => (month(today, -1), month(today, 0)),
        "next_month" => (month(today, 1), month(today, 2)),
        "this_quarter" => (quarter, month(quarter, 3)),
        "last_quarter" => (month(quarter, -3), quarter),
        "next_quarter" => (month(quarter, 3), month(quarter, 6)),
        "this_year" => (january, month(january, 12)),
        "last_year" => (month(january, -12), january),
        "next_year" => (month(january, 12), month(january, 24)),
        _ => return None,
    };
    Some(Span::Days(from, to))
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America, Asia, Pacific};
    use serde_json::json;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn check(today: &str, range: Json, from: &str, to: &str) {
        assert_eq!(span(&range, day(today)), Some(Span::Days(day(from), day(to))), "{range} on {today}");
    }

    #[test]
    fn words_mean_whole_days_weeks_months_quarters_and_years() {
        // 2026-03-01 is a Sunday, 2024-02-29 a leap day.
        check("2026-03-01", json!("today"), "2026-03-01", "2026-03-02");
        check("2026-03-01", json!("yesterday"), "2026-02-28", "2026-03-01");
        check("2026-12-31", json!("tomorrow"), "2027-01-01", "2027-01-02");
        check("2026-03-01", json!("this_week"), "2026-02-23", "2026-03-02");
        check("2026-03-02", json!("this_week"), "2026-03-02", "2026-03-09");
        check("2026-03-01", json!("last_week"), "2026-02-16", "2026-02-23");
        check("2026-03-01", json!("next_week"), "2026-03-02", "2026-03-09");
        check("2024-02-29", json!("this_month"), "2024-02-01", "2024-03-01");
        check("2026-01-31", json!("last_month"), "2025-12-01", "2026-01-01");
        check("2026-12-31", json!("next_month"), "2027-01-01", "2027-02-01");
        check("2026-05-31", json!("this_quarter"), "2026-04-01", "2026-07-01");
        check("2026-02-10", json!("last_quarter"), "2025-10-01", "2026-01-01");
        check("2026-12-31", json!("next_quarter"), "2027-01-01", "2027-04-01");
        check("2026-06-15", json!("this_year"), "2026-01-01", "2027-01-01");
        check("2026-06-15", json!("last_year"), "2025-01-01", "2026-01-01");
        check("2026-06-15", json!("next_year"), "2027-01-01", "2028-01-01");
        check("2026-03-08", json!({"last_days": 7}), "2026-03-02", "2026-03-09");
        check("2026-03-08", json!({"last_days": 1}), "2026-03-08", "2026-03-09");
        check("2026-03-08", json!({"next_days": 7}), "2026-03-08", "2026-03-15");
        assert_eq!(
            span(&json!({"older_than_days": 30}), day("2026-03-31")),
            Some(Span::Before(day("2026-03-01")))
        );
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for bad in [
            json!("someday"),
            json!(7),
            json!({"last_days": 0}),
            json!({"last_days": -1}),
            json!({"last_days": 1.5}),
            json!({"last_days": "7"}),
            json!({"last_days": 99_999_999_999_u64}),
            json!({"last_days": 7, "next_days": 7}),
            json!({}),
            json!(null),
        ] {
            assert_eq!(span(&bad, day("2026-03-01")), None, "{bad}");
        }
    }

    #[test]
    fn a_day_begins_at_local_midnight_whatever_the_clocks_do() {
        for (date, zone, start) in [
            ("2026-03-01", Asia::Shanghai, "2026-02-28T16:00:00Z"),
            // Summer time begins on this day at two o'clock: midnight is still winter time, the next one is not.
            ("2026-03-08", America::New_York, "2026-03-08T05:00:00Z"),
            ("2026-03-09", America::New_York, "2026-03-09T04:00:00Z"),
            // The clocks go from midnight to one: the day begins at one.
            ("2018-11-04", America::Sao_Paulo, "2018-11-04T03:00:00Z"),
            // The clocks go from midnight back to eleven: the first midnight counts.
            ("2018-02-18", America::Sao_Paulo, "2018-02-18T03:00:00Z"),
            // The whole day was left out: it begins when the following one does.
            ("2011-12-30", Pacific::Apia, "2011-12-30T10:00:00Z"),
            ("2011-12-31", Pacific::Apia, "2011-12-30T10:00:00Z"),
        ] {
            assert_eq!(
                day_start(day(date), zone),
                start.parse::<Moment>().expect("a moment"),
                "{date} {zone}"
            );
        }
        assert_eq!(day_start(NaiveDate::MAX, Asia::Shanghai).year(), 9999);
        assert_eq!(day_start(NaiveDate::MIN, Asia::Shanghai).year(), 1);
    }

    #[test]
    fn today_follows_the_zone() {
        let now = "2026-02-28T16:30:00Z".parse().expect("a moment");
        assert_eq!(today(now, Asia::Shanghai), day("2026-03-01"));
        assert_eq!(today(now, America::New_York), day("2026-02-28"));
    }
}
