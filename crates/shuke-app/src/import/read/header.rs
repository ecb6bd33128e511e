//! Which row is the heading, and what its columns are called.

use std::collections::HashSet;

use shuke_meta::ObjectDef;

use super::{RawCell, RawRow};
use crate::import::columns::Matcher;

/// Rows from the top among which the heading is looked for.
const ROWS: usize = 15;

/// The position of the heading: the row with most known names, else the first with two filled cells (titles and dates
/// above a list stand alone in their row), else the first.
pub(super) fn find(rows: &[RawRow], object: &ObjectDef) -> Option<usize> {
    let matcher = Matcher::new(object);
    let top = &rows[..rows.len().min(ROWS)];
    let known = |cells: &[RawCell]| {
        let texts = cells.iter().filter(|cell| matches!(cell, RawCell::Text(_)));
        texts.filter(|cell| matcher.knows(&cell.text())).count()
    };
    let filled = |cells: &[RawCell]| cells.iter().filter(|cell| !cell.is_empty()).count();
    let mut best: Option<(usize, usize)> = None;
    for (at, (_, cells)) in top.iter().enumerate() {
        let count = known(cells);
        // A data row can hold a word that is also a field's name; a heading is mostly such words.
        if count > best.map_or(0, |(_, most)| most) && (count >= 2 || filled(cells) == 1) {
            best = Some((at, count));
        }
    }
    best.map(|(at, _)| at)
        .or_else(|| top.iter().position(|(_, cells)| filled(cells) >= 2))
        .or_else(|| (!top.is_empty()).then_some(0))
}

/// How many columns a row fills.
pub(super) fn width(cells: &[RawCell]) -> usize {
    cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1)
}

/// Adds the letters of columns until there are so many.
pub(super) fn fill(texts: &mut Vec<String>, wanted: usize) {
    for at in texts.len()..wanted {
        let mut text = format!("({})", letter(at));
        while texts.contains(&text) {
            text.push('\'');
        }
        texts.push(text);
    }
}

/// The heading's texts up to the last filled one, made unique.
pub(super) fn texts(cells: &[RawCell]) -> Vec<String> {
    let width = width(cells);
    let mut seen = HashSet::new();
    let mut texts = Vec::with_capacity(width);
    for (at, cell) in cells[..width].iter().enumerate() {
        let text = cell.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let text: String = text.chars().filter(|c| !c.is_control()).take(100).collect();
        let text = if text.is_empty() { format!("({})", letter(at)) } else { text };
        let mut own = text.clone();
        let mut copy = 2;
        while !seen.insert(own.clone()) {
            own = format!("{text} ({copy})");
            copy += 1;
        }
        texts.push(own);
    }
    texts
}

/// `A` for 0, `AA` for 26.
fn letter(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_made_unique() {
        let text = |text: &str| RawCell::Text(text.to_owned());
        let cells =
            [text("电话"), RawCell::Empty, text(" 联系\n人 "), text("电话"), text("电话"), RawCell::Empty];
        assert_eq!(texts(&cells), ["电话", "(B)", "联系 人", "电话 (2)", "电话 (3)"]);
        assert_eq!((letter(25), letter(26), letter(702)), ("Z".into(), "AA".into(), "AAA".into()));
    }
}
