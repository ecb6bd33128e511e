//! What was typed, read as 拼音: ways to cut it into syllables, initials and characters.

use shuke_base::Terms;

use crate::fold::is_han;
use crate::pinyin::{SYLLABLES, beginning, readings};

/// Ways of one text that are looked at, those with the fewest pieces first.
const WAYS: usize = 16;
/// Pieces of one way.
const PIECES: usize = 24;

/// One piece of a way; each stands for one character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Piece {
    /// A whole syllable.
    Whole(String),
    /// The letters that a syllable begins with.
    Begun(String),
    /// The character itself.
    Han(char),
}

impl Piece {
    /// Whether the character can be meant.
    pub(super) fn fits(&self, character: char) -> bool {
        match self {
            Self::Han(own) => *own == character,
            Self::Whole(syllable) => readings(character).contains(syllable),
            Self::Begun(part) => readings(character).iter().any(|syllable| syllable.starts_with(part)),
        }
    }

    fn initials(&self) -> Vec<char> {
        match self {
            Self::Whole(text) | Self::Begun(text) => text.chars().take(1).collect(),
            Self::Han(character) => {
                let mut all: Vec<char> =
                    readings(*character).iter().filter_map(|syllable| syllable.chars().next()).collect();
                all.dedup();
                all
            }
        }
    }

    fn terms(&self) -> Option<Terms> {
        match self {
            Self::Whole(syllable) => Some(Terms::word(format!("y{syllable}"))),
            Self::Begun(part) if part.len() == 1 => None,
            Self::Begun(part) => Some(begun(part)),
            Self::Han(character) => Some(Terms::word(format!("w{character}"))),
        }
    }
}

/// A syllable that begins so.
fn begun(part: &str) -> Terms {
    Terms::any(beginning(part).map(|syllable| Terms::word(format!("y{syllable}"))).collect())
}

/// What a document needs for the pieces to stand in it one after another, from the beginning of a value if so said.
pub(super) fn terms(way: &[Piece], from_start: bool) -> Terms {
    let mut all: Vec<Terms> = way.iter().filter_map(Piece::terms).collect();
    for pair in way.windows(2) {
        all.push(initials('i', &pair[0].initials(), &pair[1].initials()));
    }
    if from_start {
        let second = way.get(1).map(Piece::initials).unwrap_or_default();
        all.push(initials('s', &way[0].initials(), &second));
    } else if all.is_empty()
        && let Some(Piece::Begun(part)) = way.first()
    {
        all.push(begun(part));
    }
    Terms::all(all)
}

fn initials(kind: char, first: &[char], second: &[char]) -> Terms {
    let pairs = first.iter().flat_map(|a| match second {
        [] => vec![format!("{kind}{a}")],
        second => second.iter().map(|b| format!("{kind}{a}{b}")).collect(),
    });
    Terms::any(pairs.map(Terms::word).collect())
}

/// The ways to read the letters, fewest pieces first. `whole` allows whole syllables only, as a text with a mistake in
/// it is read; otherwise initials stand for syllables and the last one may be begun.
pub(super) fn ways(letters: &[char], whole: bool) -> Vec<Vec<Piece>> {
    if letters.len() < 2
        || !letters.iter().any(char::is_ascii_lowercase)
        || !letters.iter().all(|letter| letter.is_ascii_lowercase() || is_han(*letter))
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    let most = letters.len().min(PIECES);
    for pieces in 1..=most {
        cut(letters, pieces, whole, &mut Vec::new(), &mut found);
        if found.len() >= WAYS {
            break;
        }
    }
    found
}

/// Cuts the letters into exactly so many pieces, long syllables first.
fn cut(rest: &[char], pieces: usize, whole: bool, before: &mut Vec<Piece>, found: &mut Vec<Vec<Piece>>) {
    if rest.is_empty() {
        if pieces == 0 {
            found.push(before.clone());
        }
        return;
    }
    // No syllable has more than six letters.
    if pieces == 0 || found.len() >= WAYS || rest.len() > pieces * 6 || rest.len() < pieces {
        return;
    }
    if is_han(rest[0]) {
        return with(Piece::Han(rest[0]), &rest[1..], pieces, whole, before, found);
    }
    for length in (1..=rest.len().min(6)).rev() {
        let text: String = rest[..length].iter().collect();
        let open = length == 1 || length == rest.len() || matches!(text.as_str(), "zh" | "ch" | "sh");
        if !whole && open && beginning(&text).next().is_some() {
            with(Piece::Begun(text), &rest[length..], pieces, whole, before, found);
        } else if SYLLABLES.contains(&text) {
            with(Piece::Whole(text), &rest[length..], pieces, whole, before, found);
        }
    }
}

fn with(
    piece: Piece,
    rest: &[char],
    pieces: usize,
    whole: bool,
    before: &mut Vec<Piece>,
    found: &mut Vec<Vec<Piece>>,
) {
    before.push(piece);
    cut(rest, pieces - 1, whole, before, found);
    before.pop();
}
