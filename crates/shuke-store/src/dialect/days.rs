//! Spans of days.

use shuke_meta::Grain;

use super::Dialect;

impl Dialect {
    /// The first day of the span that a date lies in.
    pub(crate) fn first_day(self, date: &str, grain: Grain) -> String {
        match (self, grain) {
            (_, Grain::Day) => date.to_owned(),
            (Self::Postgres, grain) => format!("date_trunc('{}', ({date})::timestamp)::date", grain.name()),
            // The Monday at or after the day six days ago.
            (Self::Sqlite, Grain::Week) => format!("date({date}, '-6 days', 'weekday 1')"),
            (Self::Sqlite, Grain::Month) => format!("substr({date}, 1, 7) || '-01'"),
            (Self::Sqlite, Grain::Quarter) => {
                let month = format!("substr('010101040404070707101010', 2 * substr({date}, 6, 2) - 1, 2)");
                format!("substr({date}, 1, 5) || {month} || '-01'")
            }
            (Self::Sqlite, Grain::Year) => format!("substr({date}, 1, 4) || '-01-01'"),
        }
    }
}
