//! How many values of a column a kind of field takes.

use shuke_base::{Text, Value};
use shuke_meta::parse::{Cell, Tz};
use shuke_meta::{FieldDef, FieldKind};

use crate::import::read::RawCell;
use crate::proposal::tally::Tally;

/// One value in so many may be something else.
const STRAYS: usize = 20;
/// Characters of a value that is shown in a reason.
const SHOWN: usize = 20;

/// A column that is judged.
pub(super) struct Judge<'a> {
    pub(super) heading: &'a str,
    pub(super) tally: &'a Tally,
    pub(super) zone: Tz,
    /// Cells that can be read, and what stands in them; no strokes.
    pub(super) values: Vec<(&'a RawCell, String)>,
}

/// How many values are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fit {
    pub(super) good: usize,
    pub(super) all: usize,
    /// The first that is not.
    pub(super) stray: Option<String>,
}

impl Fit {
    /// Nearly all are, and in a short column all.
    pub(super) fn holds(&self) -> bool {
        self.good > 0 && (self.all - self.good) * STRAYS <= self.all
    }
}

/// What people put into a cell that is to be empty.
pub(super) fn blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '－' | '—' | '–' | '/' | '\\'))
}

/// A field of this kind with room for whatever it can hold.
pub(super) fn probe(kind: FieldKind) -> FieldDef {
    let mut field = FieldDef::new("x", Text::default(), kind);
    field.scale = match kind {
        FieldKind::Decimal => Some(6),
        FieldKind::Money | FieldKind::Percent => Some(4),
        _ => None,
    };
    field
}

impl<'a> Judge<'a> {
    pub(super) fn new(heading: &'a str, tally: &'a Tally, zone: Tz) -> Self {
        let readable =
            |cell: &&RawCell| !matches!(cell, RawCell::Formula | RawCell::Error(_) | RawCell::BadEncoding(_));
        let values = tally.cells.iter().filter(readable).map(|cell| (cell, cell.text().trim().to_owned()));
        let values = values.filter(|(_, text)| !blank(text)).collect();
        Self { heading, tally, zone, values }
    }

    /// Values that are looked at.
    pub(super) fn count(&self) -> usize {
        self.values.len()
    }

    /// Whether the heading holds one of the words.
    pub(super) fn says(&self, words: &[&str]) -> bool {
        super::heading::says(self.heading, words)
    }

    /// How many values meet a test.
    pub(super) fn of(&self, test: impl Fn(&RawCell, &str) -> bool) -> Fit {
        let mut fit = Fit { good: 0, all: self.count(), stray: None };
        for (cell, text) in &self.values {
            if test(cell, text) {
                fit.good += 1;
            } else if fit.stray.is_none() {
                fit.stray = Some(text.clone());
            }
        }
        fit
    }

    /// What a cell gives to a field, if it gives a value.
    pub(super) fn read(&self, field: &FieldDef, cell: &RawCell) -> Option<Value> {
        match cell.value(field, self.zone) {
            Ok(Cell::Value(value)) if value != Value::Null => Some(value),
            _ => None,
        }
    }

    /// How many values a kind takes that look like it, too.
    pub(super) fn takes(&self, kind: FieldKind, also: impl Fn(&RawCell, &str) -> bool) -> Fit {
        let field = probe(kind);
        self.of(|cell, text| also(cell, text) && self.read(&field, cell).is_some())
    }

    /// The fit in words: “100 个值中有 98 个是手机号”.
    pub(super) fn told(&self, fit: &Fit, zh: &str, en: &str) -> Text {
        let Fit { good, all, .. } = fit;
        let of_all = self.tally.filled as usize > self.tally.cells.len();
        let (zh_from, en_from) = if of_all { ("抽查的 ", "of those looked at, ") } else { ("", "") };
        let stray = fit.stray.as_ref().filter(|_| good < all);
        let stray: Option<String> = stray.map(|text| text.chars().take(SHOWN).collect());
        match stray {
            None if *all == 1 => Text::new(format!("唯一的值是{zh}"), format!("the one value is among {en}")),
            None => Text::new(format!("{zh_from}{all} 个值都是{zh}"), format!("{en_from}all {all} are {en}")),
            Some(stray) => Text::new(
                format!("{zh_from}{all} 个值中有 {good} 个是{zh}，“{stray}”等不是"),
                format!("{en_from}{good} of {all} are {en}; “{stray}”, for one, is not"),
            ),
        }
    }
}
