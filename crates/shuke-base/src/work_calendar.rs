//! Which days people work: a week, and the days that differ from it.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

/// Working days that [`WorkCalendar::after`] counts on, at most.
const FARTHEST: i64 = 10_000;
/// Days that it looks at for each of them, at most.
const SPARSE: i64 = 40;

/// A company's working days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    /// Monday first.
    week: [bool; 7],
    /// Days that differ from the week; true are worked.
    differ: BTreeMap<NaiveDate, bool>,
}

impl Default for WorkCalendar {
    /// Monday to Friday.
    fn default() -> Self {
        Self::new([true, true, true, true, true, false, false], [])
    }
}

impl WorkCalendar {
    /// A week (Monday first), and single days with whether they are worked: holidays, and days made up for.
    #[must_use]
    pub fn new(week: [bool; 7], days: impl IntoIterator<Item = (NaiveDate, bool)>) -> Self {
        let mut calendar = Self { week, differ: BTreeMap::new() };
        for (day, works) in days {
            if calendar.weekday(day) != works {
                calendar.differ.insert(day, works);
            }
        }
        calendar
    }

    fn weekday(&self, day: NaiveDate) -> bool {
        self.week[day.weekday().num_days_from_monday() as usize]
    }

    /// Whether people work on this day.
    #[must_use]
    pub fn works(&self, day: NaiveDate) -> bool {
        self.differ.get(&day).copied().unwrap_or_else(|| self.weekday(day))
    }

    /// Working days from one day to another, both counted; negative when the other is earlier. As spreadsheets count
    /// NETWORKDAYS.
    #[must_use]
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.between(to, from);
        }
        let days = (to - from).num_days() + 1;
        let each = self.week.iter().filter(|works| **works).count() as i64;
        let rest = from.iter_days().take((days % 7) as usize).filter(|day| self.weekday(*day)).count() as i64;
        let other: i64 = self.differ.range(from..=to).map(|(_, works)| if *works { 1 } else { -1 }).sum();
        days / 7 * each + rest + other
    }

    /// The day so many working days later, or earlier when the count is negative; the day itself for none. As
    /// spreadsheets count WORKDAY. Nothing beyond 10 000 working days, and where hardly anybody works.
    #[must_use]
    pub fn after(&self, day: NaiveDate, count: i64) -> Option<NaiveDate> {
        if count.abs() > FARTHEST {
            return None;
        }
        let (mut day, mut left) = (day, count.abs());
        for _ in 0..count.abs() * SPARSE {
            if left == 0 {
                break;
            }
            let next = Days::new(1);
            day = if count > 0 { day.checked_add_days(next) } else { day.checked_sub_days(next) }?;
            left -= i64::from(self.works(day));
        }
        (left == 0).then_some(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The week around New Year 2026: the first three days of January are off, Sunday the fourth is made up for.
    fn calendar() -> WorkCalendar {
        let days =
            [("2026-01-01", false), ("2026-01-02", false), ("2026-01-03", false), ("2026-01-04", true)];
        WorkCalendar::new(WorkCalendar::default().week, days.map(|(text, works)| (day(text), works)))
    }

    #[test]
    fn days_are_worked_by_the_week_unless_they_differ() {
        let calendar = calendar();
        let worked: Vec<u32> = day("2025-12-29")
            .iter_days()
            .take(10)
            .filter(|day| calendar.works(*day))
            .map(|day| day.day())
            .collect();
        assert_eq!(worked, [29, 30, 31, 4, 5, 6, 7]);
        assert_eq!(calendar.differ.len(), 3, "a Saturday off is as usual");
    }

    #[test]
    fn working_days_between_count_both_ends() {
        let calendar = calendar();
        for (from, to, expect) in [
            ("2025-12-29", "2026-01-07", 7),
            ("2026-01-07", "2025-12-29", -7),
            ("2026-01-01", "2026-01-03", 0),
            ("2026-01-04", "2026-01-04", 1),
            ("2026-01-05", "2026-01-25", 15),
            ("2020-01-01", "2029-12-31", 2608),
        ] {
            assert_eq!(calendar.between(day(from), day(to)), expect, "{from} {to}");
        }
        let slow = day("2020-01-01").iter_days().take(3_653).filter(|day| calendar.works(*day)).count();
        assert_eq!(calendar.between(day("2020-01-01"), day("2029-12-31")), slow as i64);
    }

    #[test]
    fn counting_on_lands_on_working_days_and_ends() {
        let calendar = calendar();
        for (from, count, expect) in [
            ("2025-12-31", 1, Some("2026-01-04")),
            ("2026-01-05", -1, Some("2026-01-04")),
            ("2026-01-04", -1, Some("2025-12-31")),
            ("2026-01-03", 0, Some("2026-01-03")),
            ("2026-01-05", 5, Some("2026-01-12")),
            ("2026-01-05", FARTHEST + 1, None),
        ] {
            assert_eq!(calendar.after(day(from), count), expect.map(day), "{from} {count}");
        }
        assert_eq!(WorkCalendar::new([false; 7], []).after(day("2026-01-05"), 1), None);
    }
}
