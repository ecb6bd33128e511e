//! The periods of goals: months, quarters and years of the company's calendar.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use shuke_meta::Grain;
use shuke_store::system::Goal;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cycle {
    /// A month.
    #[default]
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A year.
    Year,
}

impl Cycle {
    /// Every length, the shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// The name that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.grain().name()
    }

    /// The length of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cycle| cycle.name() == name)
    }

    /// How long the periods of a stored goal are.
    pub(super) fn of(goal: &Goal) -> Self {
        Self::from_name(&goal.cycle).unwrap_or_default()
    }

    fn grain(self) -> Grain {
        match self {
            Self::Month => Grain::Month,
            Self::Quarter => Grain::Quarter,
            Self::Year => Grain::Year,
        }
    }

    /// The first day of the period that a day lies in.
    #[must_use]
    pub fn first(self, day: NaiveDate) -> NaiveDate {
        self.grain().first(day)
    }

    /// The first day of the period after the one that begins on `first`.
    #[must_use]
    pub fn next(self, first: NaiveDate) -> NaiveDate {
        let months = match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        };
        first.checked_add_months(Months::new(months)).unwrap_or(first)
    }

    /// The first and the last day of the period that a day lies in.
    #[must_use]
    pub fn span(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = self.first(day);
        let last = self.next(first).checked_sub_days(Days::new(1)).unwrap_or(first);
        (first, last)
    }

    /// The first days of the periods of a year.
    #[must_use]
    pub fn of_year(self, year: i32) -> Vec<NaiveDate> {
        let january = NaiveDate::from_ymd_opt(year, 1, 1);
        let in_year = |day: &NaiveDate| day.year() == year;
        std::iter::successors(january, |day| Some(self.next(*day))).take_while(in_year).collect()
    }
}

/// How far a period is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Elapsed {
    /// Days of the period.
    pub(super) all: i64,
    /// Those that have begun; today is one of them.
    pub(super) begun: i64,
    /// Those in which something can be reached still; today is one of them.
    pub(super) left: i64,
}

impl Elapsed {
    pub(super) fn of((first, last): (NaiveDate, NaiveDate), today: NaiveDate) -> Self {
        let all = (last - first).num_days() + 1;
        let begun = ((today - first).num_days() + 1).clamp(0, all);
        let left = ((last - today).num_days() + 1).clamp(0, all);
        Self { all, begun, left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn periods_are_those_of_the_calendar() {
        for (cycle, on, first, last) in [
            (Cycle::Month, "2026-11-23", "2026-11-01", "2026-11-30"),
            (Cycle::Month, "2028-02-29", "2028-02-01", "2028-02-29"),
            (Cycle::Quarter, "2026-12-31", "2026-10-01", "2026-12-31"),
            (Cycle::Year, "2026-01-01", "2026-01-01", "2026-12-31"),
        ] {
            assert_eq!(cycle.span(day(on)), (day(first), day(last)), "{cycle:?} {on}");
        }
        let starts = |cycle: Cycle| cycle.of_year(2026).len();
        assert_eq!(Cycle::ALL.map(starts), [12, 4, 1]);
        assert_eq!(Cycle::Quarter.of_year(2026)[3], day("2026-10-01"));
    }

    #[test]
    fn today_has_begun_and_is_left() {
        let span = (day("2026-11-01"), day("2026-11-30"));
        for (today, begun, left) in
            [("2026-10-31", 0, 30), ("2026-11-01", 1, 30), ("2026-11-30", 30, 1), ("2026-12-01", 30, 0)]
        {
            assert_eq!(Elapsed::of(span, day(today)), Elapsed { all: 30, begun, left }, "{today}");
        }
    }
}
