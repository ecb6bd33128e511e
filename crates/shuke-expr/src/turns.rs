//! The days of a zone, as few numbers that a database can reckon with: exactly the days that [`day_start`] tells of.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use shuke_base::Moment;

use crate::within::{day_start, next};

/// From a moment on, so much later than in UTC do days begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The moment.
    pub from: Moment,
    /// What is taken from a later moment to find its day.
    pub late: TimeDelta,
}

/// The turns of a zone in their order, the first of which holds for all time before the second. A moment less what is
/// late at it, as a clock in UTC shows it, has the date of the day that the moment lies in.
#[must_use]
pub fn turns(zone: Tz) -> Arc<[Turn]> {
    static KNOWN: LazyLock<Mutex<HashMap<Tz, Arc<[Turn]>>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(zone).or_insert_with(|| find(zone).into()).clone()
}

fn midnight(year: i32, month: u32, day: u32) -> Moment {
    utc(NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default())
}

fn utc(day: NaiveDate) -> Moment {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Goes through the days of all years in which the tables of zones know of changes.
fn find(zone: Tz) -> Vec<Turn> {
    let late = |day: NaiveDate| day_start(day, zone) - utc(day);
    let (mut day, last) = (midnight(1840, 1, 1).date_naive(), midnight(2101, 1, 1).date_naive());
    // The clocks show a day of the year 0 or 10000 at the ends, where they differ from UTC: it counts to its neighbour.
    let (first, end) = (midnight(1, 1, 1), midnight(9999, 12, 31) + TimeDelta::days(1));
    let begin = late(day);
    let mut found = vec![Turn { from: first, late: begin.min(TimeDelta::zero()) }];
    if begin > TimeDelta::zero() {
        found.push(Turn { from: first + begin, late: begin });
    }
    let mut before = begin;
    while day < last {
        let after = next(day);
        let now = late(after);
        if now != before {
            // A day of more than 24 hours is cut there: what is left of it looks like the end of an ordinary one.
            let from = day_start(after, zone).min(day_start(day, zone) + TimeDelta::days(1));
            found.push(Turn { from, late: now });
        }
        (day, before) = (after, now);
    }
    if before < TimeDelta::zero() {
        found.push(Turn { from: end + before, late: TimeDelta::zero() });
    }
    found
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Africa, America, Asia, Australia, Europe, Pacific, UTC};

    use super::*;

    fn day_at(moment: Moment, zone: Tz) -> NaiveDate {
        let turns = turns(zone);
        let turn = turns.iter().rev().find(|turn| turn.from <= moment).unwrap_or(&turns[0]);
        (moment - turn.late).date_naive()
    }

    #[test]
    fn a_moment_lies_in_the_day_that_the_clocks_show() {
        for (moment, zone, day) in [
            ("2026-11-30T15:59:59.999999Z", Asia::Shanghai, "2026-11-30"),
            ("2026-11-30T16:00:00Z", Asia::Shanghai, "2026-12-01"),
            ("2026-12-31T18:14:59.999999Z", Asia::Kathmandu, "2026-12-31"),
            ("2026-12-31T18:15:00Z", Asia::Kathmandu, "2027-01-01"),
            // A day of 23 hours and one of 25.
            ("2026-03-08T04:59:59Z", America::New_York, "2026-03-07"),
            ("2026-03-08T05:00:00Z", America::New_York, "2026-03-08"),
            ("2026-03-09T03:59:59Z", America::New_York, "2026-03-08"),
            ("2026-03-09T04:00:00Z", America::New_York, "2026-03-09"),
            ("2026-11-01T04:00:00Z", America::New_York, "2026-11-01"),
            ("2026-11-02T04:59:59Z", America::New_York, "2026-11-01"),
            ("2026-11-02T05:00:00Z", America::New_York, "2026-11-02"),
            ("2026-03-29T21:59:59Z", Europe::Berlin, "2026-03-29"),
            ("2026-03-29T22:00:00Z", Europe::Berlin, "2026-03-30"),
            ("2026-10-25T22:59:59Z", Europe::Berlin, "2026-10-25"),
            ("2026-10-25T23:00:00Z", Europe::Berlin, "2026-10-26"),
            // Half an hour of summer time.
            ("2026-04-05T13:29:59Z", Australia::Lord_Howe, "2026-04-05"),
            ("2026-04-05T13:30:00Z", Australia::Lord_Howe, "2026-04-06"),
            // The whole of the 30th was left out.
            ("2011-12-30T09:59:59Z", Pacific::Apia, "2011-12-29"),
            ("2011-12-30T10:00:00Z", Pacific::Apia, "2011-12-31"),
            ("1969-12-31T23:59:59.5Z", UTC, "1969-12-31"),
            ("9999-12-31T20:00:00Z", Asia::Shanghai, "9999-12-31"),
            ("0001-01-01T02:00:00Z", America::New_York, "0001-01-01"),
        ] {
            assert_eq!(day_at(moment.parse().unwrap(), zone).to_string(), day, "{moment} {zone}");
        }
    }

    /// Around every turn, on both sides of every midnight near it, and where no table knows of changes any more.
    #[test]
    fn days_are_those_that_filters_know() {
        for zone in [
            UTC,
            Asia::Shanghai,
            Asia::Kathmandu,
            Asia::Gaza,
            America::New_York,
            America::Sao_Paulo,
            America::Juneau,
            Africa::Casablanca,
            Australia::Lord_Howe,
            Europe::Dublin,
            Pacific::Apia,
            Pacific::Kwajalein,
        ] {
            let far =
                [midnight(1000, 7, 1), midnight(2500, 1, 1), midnight(2500, 7, 1), midnight(9998, 7, 1)];
            let near = turns(zone).iter().map(|turn| turn.from).collect::<Vec<_>>();
            for around in near.into_iter().chain(far) {
                for days in -2..=2 {
                    let Some(day) = around.date_naive().checked_add_signed(TimeDelta::days(days)) else {
                        continue;
                    };
                    let (start, after) = (day_start(day, zone), day_start(next(day), zone));
                    if !(2..=9998).contains(&chrono::Datelike::year(&day)) || start == after {
                        continue;
                    }
                    let end = after - TimeDelta::microseconds(1);
                    let middle = start + (after - start) / 2;
                    assert_eq!([start, middle, end].map(|at| day_at(at, zone)), [day; 3], "{zone}");
                }
            }
        }
    }

    #[test]
    fn turns_are_few_and_in_order() {
        assert_eq!(turns(UTC).len(), 1);
        for (zone, most) in [(Asia::Shanghai, 40), (America::New_York, 500)] {
            let turns = turns(zone);
            assert!(
                turns.len() < most && turns.windows(2).all(|pair| pair[0].from <= pair[1].from),
                "{zone}"
            );
        }
    }
}
