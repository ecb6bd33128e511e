//! What the cells of a column are like: some of them, taken evenly from the whole file, and a few facts about all.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::import::read::{RawCell, Row};

/// Cells that are kept of a file, at most twice as many while it is read.
const CELLS: usize = 60_000;
/// Rows that are kept, whatever the width.
const ROWS: (usize, usize) = (100, 1_000);
/// Different texts of a column that are told apart; a column with more has no options.
pub const DISTINCT: usize = 60;
/// Cells among which doubles are looked for: of a file, and of a column.
const COMPARED: (usize, usize) = (3_000_000, 100_000);
/// Characters that are kept of a cell: enough to see that it is a long text.
const CHARS: usize = 300;

/// What is known of one column.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Filled cells of the rows that were kept, in the order of the file.
    pub cells: Vec<RawCell>,
    /// Rows of the file.
    pub rows: u64,
    /// Filled cells of the file.
    pub filled: u64,
    /// Characters of the longest text.
    pub longest: usize,
    /// Some text has several lines.
    pub lines: bool,
    /// Cells that hold a formula without its result, or an error value.
    pub unreadable: u64,
    /// Every text with how often it stands there, in the order of their first; none when there are too many.
    pub distinct: Option<Vec<(String, u64)>>,
    /// No text stands twice; none when that was not looked at to the end.
    pub unlike: Option<bool>,
}

/// A column while the file is read.
#[derive(Default)]
struct Running {
    tally: Tally,
    places: HashMap<String, usize>,
    seen: HashSet<u64>,
}

/// Reads rows one by one; keeps few.
pub struct Taker {
    columns: Vec<Running>,
    kept: Vec<Vec<RawCell>>,
    /// Every how manieth row is kept.
    stride: usize,
    most: usize,
    /// Cells of a column among which doubles are looked for.
    compared: usize,
    rows: usize,
}

impl Running {
    fn take(&mut self, cell: &RawCell, compared: usize) {
        let tally = &mut self.tally;
        match cell {
            RawCell::Empty => return,
            RawCell::Formula | RawCell::Error(_) | RawCell::BadEncoding(_) => tally.unreadable += 1,
            _ => {}
        }
        tally.filled += 1;
        let text = cell.text();
        tally.longest = tally.longest.max(text.chars().count());
        tally.lines |= text.trim().contains('\n');
        let text = text.trim();
        if let Some(distinct) = &mut tally.distinct {
            match self.places.get(text) {
                Some(at) => distinct[*at].1 += 1,
                None if distinct.len() < DISTINCT => {
                    self.places.insert(text.to_owned(), distinct.len());
                    distinct.push((text.to_owned(), 1));
                }
                None => {
                    tally.distinct = None;
                    self.places.clear();
                }
            }
        }
        if tally.unlike == Some(true) {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            if self.seen.len() >= compared {
                (tally.unlike, self.seen) = (None, HashSet::new());
            } else if !self.seen.insert(hasher.finish()) {
                (tally.unlike, self.seen) = (Some(false), HashSet::new());
            }
        }
    }
}

/// The cell with no more text than is looked at.
fn cut(cell: &RawCell) -> RawCell {
    match cell {
        RawCell::Text(text) if text.len() > CHARS => RawCell::Text(text.chars().take(CHARS).collect()),
        other => other.clone(),
    }
}

impl Taker {
    /// Begins with a file of so many columns.
    #[must_use]
    pub fn new(width: usize) -> Self {
        let fresh = || Running {
            tally: Tally { distinct: Some(Vec::new()), unlike: Some(true), ..Tally::default() },
            ..Running::default()
        };
        let most = (CELLS / width.max(1)).clamp(ROWS.0, ROWS.1);
        Self {
            columns: std::iter::repeat_with(fresh).take(width).collect(),
            kept: Vec::new(),
            stride: 1,
            most,
            compared: (COMPARED.0 / width.max(1)).min(COMPARED.1),
            rows: 0,
        }
    }

    /// Takes the next row.
    pub fn take(&mut self, row: &Row) {
        for (column, cell) in self.columns.iter_mut().zip(&row.cells) {
            column.take(cell, self.compared);
        }
        if self.rows.is_multiple_of(self.stride) {
            self.kept.push(row.cells.iter().map(cut).collect());
        }
        self.rows += 1;
        if self.kept.len() == self.most * 2 {
            let mut at = 0;
            self.kept.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.stride *= 2;
        }
    }

    /// What the columns are like.
    #[must_use]
    pub fn finish(self) -> Vec<Tally> {
        let mut tallies: Vec<Tally> = self.columns.into_iter().map(|column| column.tally).collect();
        for (at, tally) in tallies.iter_mut().enumerate() {
            tally.rows = self.rows as u64;
            let cells = self.kept.iter().filter_map(|row| row.get(at));
            tally.cells = cells.filter(|cell| !cell.is_empty()).cloned().collect();
        }
        tallies
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(rows: u32) -> Tally {
        let mut taker = Taker::new(1);
        for number in 0..rows {
            let text = RawCell::Text(format!("{}", number % 90));
            taker.take(&Row { number, cells: vec![text], ragged: None });
        }
        taker.finish().remove(0)
    }

    #[test]
    fn what_is_kept_is_bounded_and_comes_from_the_whole_file() {
        let tally = taken(50_000);
        assert!((ROWS.1..ROWS.1 * 2).contains(&tally.cells.len()), "{}", tally.cells.len());
        assert_eq!((tally.rows, tally.filled, tally.unlike), (50_000, 50_000, Some(false)));
        assert_eq!(tally.distinct, None, "90 are too many to tell apart");
        assert_eq!(tally.cells, taken(50_000).cells, "the same file gives the same");
        let few = taken(50);
        assert_eq!((few.cells.len(), few.unlike), (50, Some(true)));
        assert_eq!(few.distinct.map(|all| all.len()), Some(50));
    }
}
