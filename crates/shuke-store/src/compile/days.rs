//! The day that a moment lies in, for either engine. Neither is asked for its own zones: SQLite has none, and days have to
//! be those that filters know.

use shuke_expr::{Turn, turns};
use shuke_meta::ColumnType;
use shuke_meta::parse::Tz;

use crate::compile::statement::Statement;
use crate::{Bind, Dialect};

/// Microseconds from the year 0 to 1970: what is added before dividing, so that no number is negative.
const YEAR_0: i64 = 62_167_219_200_000_000;

/// The date that the clocks of the zone show at the moment in the column.
pub(super) fn day(st: &mut Statement, col: &str, zone: Tz) -> String {
    let turns = turns(zone);
    match st.dialect {
        Dialect::Sqlite => {
            let late = search(st, col, &turns);
            let seconds = YEAR_0 / 1_000_000;
            format!("date(({col} - {late}) / 1000000 - {seconds}, 'unixepoch')")
        }
        Dialect::Postgres => {
            let from = turns.iter().skip(1).map(|turn| Bind::Moment(turn.from)).collect();
            let late = turns.iter().map(|turn| Bind::Int(micros(turn))).collect();
            let from = st.place(Bind::Many(ColumnType::Moment, from));
            let late = st.place(Bind::Many(ColumnType::Int, late));
            let late = format!("({late})[1 + width_bucket({col}, {from})] * interval '1 microsecond'");
            format!("(({col} AT TIME ZONE 'UTC') - {late})::date")
        }
    }
}

fn micros(turn: &Turn) -> i64 {
    turn.late.num_microseconds().unwrap_or_default()
}

/// What is late at the moment, found by halves.
fn search(st: &mut Statement, col: &str, turns: &[Turn]) -> String {
    match turns {
        [] => "0".to_owned(),
        [turn] => st.place(micros(turn) - YEAR_0),
        _ => {
            let (before, after) = turns.split_at(turns.len() / 2);
            let from = st.place(after[0].from);
            let (before, after) = (search(st, col, before), search(st, col, after));
            format!("CASE WHEN {col} < {from} THEN {before} ELSE {after} END")
        }
    }
}
