//! Whether values match what was typed, how well, and where.

use std::cell::OnceCell;

use super::query::{Part, Query};
use super::spell::Piece;
use super::words::{is_spelled, latin_words};
use super::{Form, LETTERS, Tier, phone_digits, typo};
use crate::fold::{fold, is_written, letters};
use crate::pinyin::{Readings, readings};

/// A value that may be looked into.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    /// How.
    pub form: Form,
    /// The text.
    pub text: &'a str,
}

/// A match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How well all of what was typed matches.
    pub tier: Tier,
    /// The value that tells why: position among the values.
    pub value: usize,
    /// What of it matches: beginnings and ends, counted in UTF-16 units of the shown text, without overlap.
    pub marks: Vec<(usize, usize)>,
    /// The text to be shown; a phone number without its country code.
    pub shown: String,
}

/// A value made ready.
struct Ready {
    form: Form,
    shown: String,
    letters: Vec<char>,
    /// Place of each letter in the shown text, in signs.
    places: Vec<usize>,
    /// Places where words begin, in letters.
    starts: Vec<usize>,
    /// How each letter is read; found out when 拼音 is looked for.
    read: OnceCell<Vec<Readings>>,
}

impl Ready {
    fn new(value: &Value<'_>) -> Self {
        let shown = match value.form {
            Form::Phone => phone_digits(value.text),
            Form::Text | Form::Long => value.text.to_owned(),
        };
        let found = letters(&shown, LETTERS);
        let (letters, places): (Vec<char>, Vec<usize>) = found.into_iter().unzip();
        let word = |at: usize| !is_written(letters[at]);
        let starts = (0..letters.len())
            .filter(|at| word(*at) && (*at == 0 || places[*at] > places[at - 1] + 1 || !word(at - 1)))
            .collect();
        Self { form: value.form, shown, letters, places, starts, read: OnceCell::new() }
    }

    /// Where the letters stand one after another.
    fn position(&self, part: &[char]) -> Option<usize> {
        self.letters.windows(part.len().max(1)).position(|run| run == part)
    }

    /// Signs of the shown text from one letter to another.
    fn signs(&self, from: usize, letters: usize) -> (usize, usize) {
        let last = (from + letters).min(self.places.len()).saturating_sub(1);
        (self.places[from], self.places[last] + 1)
    }

    /// Where the pieces stand for characters one after another.
    fn spoken(&self, way: &[Piece], from_start: bool) -> Option<usize> {
        let read = self.read.get_or_init(|| self.letters.iter().map(|letter| readings(*letter)).collect());
        let last = self.letters.len().checked_sub(way.len())?;
        let fits =
            |from: usize| way.iter().zip(from..).all(|(piece, at)| piece.fits(self.letters[at], &read[at]));
        if from_start { fits(0).then_some(0) } else { (0..=last).find(|from| fits(*from)) }
    }

    /// How well the part matches here, and which signs do.
    fn find(&self, part: &Part) -> Option<(Tier, (usize, usize))> {
        let length = part.letters.len();
        let words = match self.form {
            Form::Phone => part.digits().and_then(|digits| self.position(digits)),
            _ if part.is_short() => {
                self.starts.iter().copied().find(|at| self.letters[*at..].starts_with(&part.letters))
            }
            _ => self.position(&part.letters),
        };
        if let Some(at) = words {
            return Some((Tier::Words, self.signs(at, length)));
        }
        if self.form != Form::Text {
            return None;
        }
        let ways = [
            (Tier::PinyinStart, &part.ways, true),
            (Tier::Pinyin, &part.ways, false),
            (Tier::Initials, &part.unlikely, false),
        ];
        for (tier, ways, start) in ways {
            for way in ways {
                if let Some(at) = self.spoken(way, start) {
                    return Some((tier, self.signs(at, way.len())));
                }
            }
        }
        let meant =
            part.meant.iter().find_map(|way| self.spoken(way, false).map(|at| self.signs(at, way.len())));
        meant.or_else(|| self.misspelled(part.word.as_ref()?)).map(|signs| (Tier::Fuzzy, signs))
    }

    fn misspelled(&self, word: &[char]) -> Option<(usize, usize)> {
        let other = latin_words(&self.shown)
            .into_iter()
            .find(|other| is_spelled(other) && typo::is_close(word, other))?;
        let signs: Vec<char> = self.shown.chars().map(fold).collect();
        let at = signs.windows(other.len()).position(|run| *run == other[..])?;
        Some((at, at + other.len()))
    }

    /// UTF-16 units of the shown text.
    fn marks(&self, mut signs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
        let mut units = vec![0];
        units.extend(self.shown.chars().scan(0, |sum, sign| {
            *sum += sign.len_utf16();
            Some(*sum)
        }));
        signs.sort_unstable();
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for (from, to) in signs {
            let (from, to) = (units[from], units[to.min(units.len() - 1)]);
            match marks.last_mut().filter(|last| from <= last.1) {
                Some(last) => last.1 = last.1.max(to),
                None => marks.push((from, to)),
            }
        }
        marks
    }
}

impl Query {
    /// Whether these values of one record match all of what was typed, and which of them tells why.
    #[must_use]
    pub fn find(&self, values: &[Value<'_>]) -> Option<Found> {
        let ready: Vec<Ready> = values.iter().map(Ready::new).collect();
        self.at_front(&ready).or_else(|| self.by_parts(&ready))
    }

    /// The whole of a value, or its beginning.
    fn at_front(&self, ready: &[Ready]) -> Option<Found> {
        let mut best: Option<(Tier, usize, usize)> = None;
        for (value, it) in ready.iter().enumerate().filter(|(_, it)| it.form != Form::Long) {
            for typed in [Some(&self.whole), self.number.as_ref()].into_iter().flatten() {
                if !it.letters.starts_with(typed) {
                    continue;
                }
                let tier = if it.letters.len() == typed.len() { Tier::Exact } else { Tier::Prefix };
                if best.is_none_or(|(known, ..)| tier < known) {
                    best = Some((tier, value, typed.len()));
                }
            }
        }
        let (tier, value, length) = best?;
        let it = &ready[value];
        Some(Found { tier, value, marks: it.marks(vec![it.signs(0, length)]), shown: it.shown.clone() })
    }

    fn by_parts(&self, ready: &[Ready]) -> Option<Found> {
        let mut worst: Option<(Tier, usize)> = None;
        for part in &self.parts {
            let best =
                ready.iter().enumerate().filter_map(|(value, it)| Some((it.find(part)?.0, value))).min()?;
            worst = Some(worst.map_or(best, |known| if best.0 > known.0 { best } else { known }));
        }
        let (tier, value) = worst?;
        let it = &ready[value];
        let signs: Vec<(usize, usize)> =
            self.parts.iter().filter_map(|part| Some(it.find(part)?.1)).collect();
        Some(Found { tier, value, marks: it.marks(signs), shown: it.shown.clone() })
    }
}
