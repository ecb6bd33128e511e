//! What somebody typed into a search box, understood.

use std::collections::BTreeSet;

use shuke_base::Terms;

use super::spell::{self, Piece};
use super::words::{BEGINNING, is_spelled, latin_words, neighbours, parts, runs};
use super::{PARTS, TYPED, Tier, print, typo};
use crate::fold::letters;

/// What was typed. Made by [`Query::new`].
#[derive(Debug, Clone)]
pub struct Query {
    /// All letters of it.
    pub(super) whole: Vec<char>,
    /// The digits, when there is nothing else but signs: a number, whatever stands between its digits.
    pub(super) number: Option<Vec<char>>,
    /// Its parts; all of them are to be found, in whichever fields.
    pub(super) parts: Vec<Part>,
}

/// One part of what was typed.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) letters: Vec<char>,
    /// The one word that it is, when it is one.
    pub(super) word: Option<Vec<char>>,
    /// The ways to read it as 拼音 that are likely meant.
    pub(super) ways: Vec<Vec<Piece>>,
    /// The other ways to read it.
    pub(super) unlikely: Vec<Vec<Piece>>,
    /// What may have been meant by 拼音 with a mistake in it.
    pub(super) meant: Vec<Vec<Piece>>,
}

impl Part {
    fn new(text: &str) -> Option<Self> {
        let letters: Vec<char> = letters(text, TYPED).into_iter().map(|(letter, _)| letter).collect();
        let mut words = latin_words(text);
        let alone = words.len() == 1 && words[0].len() == letters.len() && is_spelled(&words[0]);
        let word = if alone { words.pop() } else { None };
        let (ways, unlikely) = spell::likely(spell::ways(&letters, false));
        let meant = typo::spoken(&letters);
        (!letters.is_empty()).then_some(Self { letters, word, ways, unlikely, meant })
    }

    /// Latin letters so few that they are looked for at the beginning of words only.
    pub(super) fn is_short(&self) -> bool {
        self.letters.len() < 3 && !self.letters.iter().any(|letter| crate::fold::is_written(*letter))
    }

    /// The part when it could stand in a phone number.
    pub(super) fn digits(&self) -> Option<&[char]> {
        let digits = self.letters.len() >= 4 && self.letters.iter().all(char::is_ascii_digit);
        digits.then_some(&self.letters)
    }

    fn words(&self) -> Terms {
        if self.is_short() {
            return Terms::word(format!("h{}", self.letters.iter().collect::<String>()));
        }
        let mut found = BTreeSet::new();
        parts(&self.letters, &mut found);
        // The pairs say more than their characters.
        let pairs = found.iter().any(|word| word.chars().count() == 3 && word.starts_with('w'));
        let all =
            found.into_iter().filter(|word| !pairs || !word.starts_with('w') || word.chars().count() == 3);
        let plain = Terms::all(all.map(Terms::Word).collect());
        match self.digits() {
            Some(digits) => Terms::any(vec![plain, numbers(digits)]),
            None => plain,
        }
    }

    fn terms(&self, tier: Tier) -> Option<Terms> {
        let ways = |ways: &[Vec<Piece>], start| -> Option<Terms> {
            let ways: Vec<Terms> = ways.iter().map(|way| spell::terms(way, start)).collect();
            (!ways.is_empty()).then(|| Terms::any(ways))
        };
        match tier {
            Tier::Exact | Tier::Prefix => None,
            Tier::Words => Some(self.words()),
            Tier::PinyinStart => ways(&self.ways, true),
            Tier::Pinyin => ways(&self.ways, false),
            Tier::Initials => ways(&self.unlikely, false),
            Tier::Fuzzy => {
                let mut any: Vec<Terms> = ways(&self.meant, false).into_iter().collect();
                if let Some(word) = &self.word {
                    any.push(Terms::any(neighbours(word).into_iter().map(Terms::Word).collect()));
                }
                (!any.is_empty()).then(|| Terms::any(any))
            }
        }
    }
}

fn numbers(digits: &[char]) -> Terms {
    Terms::all(runs('n', digits, 4).map(Terms::Word).collect())
}

/// Digits without the country code of mainland China, as phone numbers are kept.
fn national(digits: Vec<char>) -> Vec<char> {
    for code in ["0086", "86"] {
        let rest = digits.len().saturating_sub(code.len());
        if (11..=12).contains(&rest) && digits.iter().copied().take(code.len()).eq(code.chars()) {
            return digits[code.len()..].to_vec();
        }
    }
    digits
}

impl Query {
    /// What was typed; none when there is not a letter in it.
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        let whole: Vec<char> = letters(typed, TYPED).into_iter().map(|(letter, _)| letter).collect();
        let number = whole.len() >= 4 && whole.iter().all(char::is_ascii_digit);
        let number = number.then(|| national(whole.clone()));
        let parts: Vec<Part> = match &number {
            Some(digits) => Part::new(&digits.iter().collect::<String>()).into_iter().collect(),
            None => typed
                .split(|sign: char| sign.is_whitespace() || sign == '\u{3000}' || sign == '\0')
                .filter_map(Part::new)
                .take(PARTS)
                .collect(),
        };
        (!parts.is_empty()).then_some(Self { whole, number, parts })
    }

    /// The words that documents need for a match of this tier; none when what was typed can't match so. Documents
    /// that match better may meet it, too.
    #[must_use]
    pub fn terms(&self, tier: Tier) -> Option<Terms> {
        match tier {
            Tier::Exact => {
                let mut any = vec![Terms::word(format!("e{}", print(self.whole.iter().copied())))];
                if let Some(number) = self.number.as_ref().filter(|number| **number != self.whole) {
                    any.push(Terms::word(format!("e{}", print(number.iter().copied()))));
                }
                Some(Terms::any(any))
            }
            Tier::Prefix => {
                let begun = |letters: &[char]| {
                    let length = letters.len().min(BEGINNING);
                    Terms::word(format!("p{}", letters[..length].iter().collect::<String>()))
                };
                let mut all = vec![begun(&self.whole)];
                if let Some(number) = &self.number {
                    all = vec![Terms::any(vec![begun(&self.whole), begun(number)])];
                } else {
                    // A value that begins with all of it has each part.
                    all.extend(self.parts.iter().filter(|part| !part.is_short()).map(Part::words));
                }
                Some(Terms::all(all))
            }
            _ => self.of_parts(tier),
        }
    }

    /// All parts match so well or better, and there are parts that can match so.
    fn of_parts(&self, tier: Tier) -> Option<Terms> {
        let alone = self.parts.len() == 1;
        let tiers: Vec<Tier> =
            Tier::ALL.into_iter().filter(|it| *it == tier || (!alone && *it < tier)).collect();
        if !self.parts.iter().any(|part| part.terms(tier).is_some()) {
            return None;
        }
        let parts = self.parts.iter().map(|part| {
            let any: Vec<Terms> = tiers.iter().filter_map(|tier| part.terms(*tier)).collect();
            Terms::any(any)
        });
        Some(Terms::all(parts.collect()))
    }
}
