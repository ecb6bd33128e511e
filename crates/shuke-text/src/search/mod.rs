//! Finding records by what people type: which words a value has ([`words`]), what is asked of them ([`Query`]), and
//! whether a value really matches, how well and where ([`Query::find`]).
//!
//! Words are a necessary condition, the match decides: an index that knows the words alone gives candidates, and
//! whoever may not read a value never has it compared.

mod find;
mod query;
mod spell;
mod typo;
mod words;

pub use find::{Found, Value};
pub use query::Query;
pub(crate) use typo::is_close;
pub use words::words;

use shuke_base::fnv1a;

/// How a value is looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Names, numbers, addresses: everything.
    Text,
    /// Long texts: their words only.
    Long,
    /// Phone numbers: runs of at least four digits.
    Phone,
}

/// How well something matches, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The whole value.
    Exact,
    /// Its beginning.
    Prefix,
    /// A part of it.
    Words,
    /// 拼音 or initials from its beginning.
    PinyinStart,
    /// 拼音 or initials of a part of it.
    Pinyin,
    /// 拼音 read as initials where syllables are rather meant.
    Initials,
    /// One typing mistake.
    Fuzzy,
}

impl Tier {
    /// All of them, the best first.
    pub const ALL: [Self; 7] = [
        Self::Exact,
        Self::Prefix,
        Self::Words,
        Self::PinyinStart,
        Self::Pinyin,
        Self::Initials,
        Self::Fuzzy,
    ];

    /// Whether such a match is thought of only when there is nothing better.
    #[must_use]
    pub fn is_last_resort(self) -> bool {
        self >= Self::Initials
    }

    /// What callers are told.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
            Self::Words => "words",
            Self::PinyinStart | Self::Pinyin | Self::Initials => "pinyin",
            Self::Fuzzy => "fuzzy",
        }
    }
}

/// Letters of a value that are looked at.
pub(crate) const LETTERS: usize = 200;
/// Letters of what is typed that are looked at.
pub(crate) const TYPED: usize = 60;
/// Parts of what is typed that are looked at.
pub(crate) const PARTS: usize = 5;

/// A short name for a long text (FNV-1a).
pub(crate) fn print(letters: impl Iterator<Item = char>) -> String {
    format!("{:016x}", fnv1a(letters.flat_map(|letter| u32::from(letter).to_le_bytes())))
}

/// The digits by which a phone number is found: of one of mainland China without the country code, a fixed line with
/// its zero.
pub(crate) fn phone_digits(text: &str) -> String {
    let number = text.split(';').next().unwrap_or(text);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("86").filter(|_| number.starts_with('+')) {
        Some(national) if national.starts_with('1') && national.len() == 11 => national.to_owned(),
        Some(national) => format!("0{national}"),
        None => digits,
    }
}

#[cfg(test)]
mod tests;
