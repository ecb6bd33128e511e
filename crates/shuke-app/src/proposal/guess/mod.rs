//! What a column is: the kind of its field with the settings, and why, in words.
//!
//! A kind is guessed only where the reader of cells takes nearly all values, so what is proposed is what the import will
//! accept. The same column gives the same guess.

mod codes;
mod fit;
mod heading;
mod numbers;
mod texts;

#[cfg(test)]
mod tests;

use shuke_base::Text;
use shuke_meta::FieldKind;
use shuke_meta::parse::Tz;

use super::tally::Tally;

pub use heading::{names_a_person, title_score};
pub use texts::values;

/// What a column is proposed to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The kind of its field.
    pub kind: FieldKind,
    /// Decimal places.
    pub scale: Option<u32>,
    /// Labels of options, in order.
    pub options: Vec<String>,
    /// Object that a reference points to.
    pub target: Option<String>,
    /// Characters at most, where the usual number is too few.
    pub max_length: Option<usize>,
    /// No two rows have the same, and none should.
    pub unique: bool,
    /// Nothing is lost when it is left out.
    pub empty: bool,
    /// Why it is of this kind.
    pub reason: Text,
    /// What else should be known.
    pub notes: Vec<Text>,
}

impl Guess {
    /// A guess with nothing but a kind and a reason.
    #[must_use]
    pub fn new(kind: FieldKind, reason: Text) -> Self {
        Self {
            kind,
            scale: None,
            options: Vec::new(),
            target: None,
            max_length: None,
            unique: false,
            empty: false,
            reason,
            notes: Vec::new(),
        }
    }
}

/// What a column with this heading is, judged from its cells alone.
#[must_use]
pub fn column(heading: &str, tally: &Tally, zone: Tz) -> Guess {
    if tally.filled == 0 {
        let reason = Text::new("这一列没有内容", "the column is empty");
        return Guess { empty: true, ..Guess::new(FieldKind::Text, reason) };
    }
    let judge = fit::Judge::new(heading, tally, zone);
    if judge.count() == 0 {
        return unreadable(tally);
    }
    let found =
        codes::guess(&judge).or_else(|| numbers::guess(&judge)).unwrap_or_else(|| texts::guess(&judge));
    let mut guess = found;
    if tally.unreadable > 0 {
        let count = tally.unreadable;
        guess.notes.push(Text::new(
            format!("{count} 个单元格是没有结果的公式、错误值或乱码，这些行会被列为错误"),
            format!("{count} cells are formulas without a result, error values or broken text; their rows will be told as bad"),
        ));
    }
    guess
}

fn unreadable(tally: &Tally) -> Guess {
    let count = tally.unreadable;
    let reason = if count == 0 {
        Text::new("这一列只有“-”一类的占位符号", "the column holds only strokes such as “-”")
    } else {
        Text::new(
            format!("{count} 个单元格都是没有结果的公式或错误值；请在 Excel 中打开并保存后再试"),
            format!(
                "all {count} cells are formulas without a result or error values; open the file in Excel, save it and try again"
            ),
        )
    };
    Guess { empty: true, ..Guess::new(FieldKind::Text, reason) }
}
