//! Spans of days that records stand together by.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::FieldKind;

/// How large the spans are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// A day.
    Day,
    /// A week, from Monday to Sunday, as ISO 8601 counts them.
    Week,
    /// A month.
    #[default]
    Month,
    /// Three months, from January, April, July or October.
    Quarter,
    /// A year.
    Year,
}

impl Grain {
    /// Every grain, the finest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The name that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The grain of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grain| grain.name() == name)
    }

    /// The first day of the span that a day lies in; it stands for the span.
    #[must_use]
    pub fn first(self, day: NaiveDate) -> NaiveDate {
        let of_month = |month| NaiveDate::from_ymd_opt(day.year(), month, 1);
        let first = match self {
            Self::Day => Some(day),
            Self::Week => day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())),
            Self::Month => of_month(day.month()),
            Self::Quarter => of_month(day.month0() / 3 * 3 + 1),
            Self::Year => of_month(1),
        };
        first.unwrap_or(day)
    }
}

impl FieldKind {
    /// Whether its values lie in days, and so in spans of them.
    #[must_use]
    pub fn has_days(self) -> bool {
        matches!(self, Self::Date | Self::DateTime)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_known_by_its_first_day() {
        for (day, firsts) in [
            // A Sunday, a leap day, and years that begin in the last week of the one before or end in the first of the next.
            ("2026-11-22", ["2026-11-22", "2026-11-16", "2026-11-01", "2026-10-01", "2026-01-01"]),
            ("2024-02-29", ["2024-02-29", "2024-02-26", "2024-02-01", "2024-01-01", "2024-01-01"]),
            ("2021-01-03", ["2021-01-03", "2020-12-28", "2021-01-01", "2021-01-01", "2021-01-01"]),
            ("2024-12-31", ["2024-12-31", "2024-12-30", "2024-12-01", "2024-10-01", "2024-01-01"]),
            ("2026-06-30", ["2026-06-30", "2026-06-29", "2026-06-01", "2026-04-01", "2026-01-01"]),
            ("0001-01-01", ["0001-01-01", "0001-01-01", "0001-01-01", "0001-01-01", "0001-01-01"]),
            ("9999-12-31", ["9999-12-31", "9999-12-27", "9999-12-01", "9999-10-01", "9999-01-01"]),
        ] {
            let day: NaiveDate = day.parse().unwrap();
            assert_eq!(Grain::ALL.map(|grain| grain.first(day).to_string()), firsts, "{day}");
        }
    }

    #[test]
    fn a_grain_is_found_by_its_name() {
        assert!(Grain::ALL.into_iter().all(|grain| Grain::from_name(grain.name()) == Some(grain)));
        assert_eq!(["Month", "hour", ""].map(Grain::from_name), [None; 3]);
    }
}
