//! What was typed, read as 拼音: ways to cut it into syllables, initials and characters.

use shuke_base::Terms;

use super::words::syllables;
use crate::fold::is_han;
use crate::pinyin::{SYLLABLES, beginning, readings};

/// Ways of one text that are looked at, those with the fewest pieces first.
const WAYS: usize = 16;
/// Pieces of one way.
const PIECES: usize = 24;
/// Pairs of syllables that two pieces can stand for, when each is asked for by its name.
const PAIRS: usize = 32;
/// Letters that are likely initials even if they are syllables, too.
const INITIALS: usize = 3;

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
    /// Whether the character, which is read so, can be meant.
    pub(super) fn fits(&self, character: char, read: &[&str]) -> bool {
        match self {
            Self::Han(own) => *own == character,
            Self::Whole(syllable) => read.contains(&syllable.as_str()),
            Self::Begun(part) => read.iter().any(|syllable| syllable.starts_with(part)),
        }
    }

    /// The syllables that it can stand for; none when any with an initial will do.
    fn syllables(&self) -> Vec<String> {
        match self {
            Self::Whole(syllable) => vec![syllable.clone()],
            Self::Begun(part) if part.len() == 1 => Vec::new(),
            Self::Begun(part) => beginning(part).map(str::to_owned).collect(),
            Self::Han(character) => readings(*character).into_iter().map(str::to_owned).collect(),
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
            Self::Begun(part) => Some(begun('y', part)),
            Self::Han(character) => Some(Terms::word(format!("w{character}"))),
        }
    }
}

/// A syllable that begins so, as a word of a kind.
fn begun(kind: char, part: &str) -> Terms {
    Terms::any(beginning(part).map(|syllable| Terms::word(format!("{kind}{syllable}"))).collect())
}

/// What a document needs for the pieces to stand in it one after another, from the beginning of a value if so said.
/// Two syllables or three initials in a row say the most: few documents have them without a match.
pub(super) fn terms(way: &[Piece], from_start: bool) -> Terms {
    let rows: Vec<Option<Terms>> = way.windows(2).map(|pair| in_a_row(&pair[0], &pair[1])).collect();
    let known = |at: usize| rows.get(at).is_some_and(Option::is_some);
    let mut all: Vec<Terms> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let third = rows.get(at + 1).is_some_and(Option::is_none);
        let told = at > 0 && !known(at - 1);
        match row {
            Some(word) => all.push(word.clone()),
            None if third => all.push(initials('i', &way[at..at + 3])),
            None if told => {}
            None => all.push(initials('i', &way[at..at + 2])),
        }
    }
    let told = |at: usize| known(at) || (at > 0 && known(at - 1));
    let pieces = way.iter().enumerate().filter(|(at, piece)| !told(*at) || matches!(piece, Piece::Han(_)));
    all.extend(pieces.filter_map(|(_, piece)| piece.terms()));
    if from_start {
        all.push(initials('s', &way[..way.len().min(2)]));
        all.extend(first(&way[0]));
    } else if all.is_empty()
        && let Some(Piece::Begun(part)) = way.first()
    {
        all.push(begun('y', part));
    }
    Terms::all(all)
}

/// What a value that begins with the piece has; none where the initial says all.
fn first(piece: &Piece) -> Option<Terms> {
    match piece {
        Piece::Whole(syllable) => Some(Terms::word(format!("t{syllable}"))),
        Piece::Begun(part) if part.len() == 1 => None,
        Piece::Begun(part) => Some(begun('t', part)),
        Piece::Han(character) => Some(Terms::word(format!("p{character}"))),
    }
}

/// The words of two syllables in a row; none where an initial is all that is known, or too many can be meant.
fn in_a_row(first: &Piece, second: &Piece) -> Option<Terms> {
    let (first, second) = (first.syllables(), second.syllables());
    let count = first.len() * second.len();
    let pairs = || first.iter().flat_map(|a| second.iter().map(move |b| Terms::Word(syllables(a, b))));
    (1..=PAIRS).contains(&count).then(|| Terms::any(pairs().collect()))
}

/// The words of initials in a row.
fn initials(kind: char, pieces: &[Piece]) -> Terms {
    let begun = pieces.iter().fold(vec![kind.to_string()], |words, piece| {
        let initials = piece.initials();
        words.iter().flat_map(|word| initials.iter().map(move |letter| format!("{word}{letter}"))).collect()
    });
    Terms::any(begun.into_iter().map(Terms::Word).collect())
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

/// Parts ways: those that people mean, and those that they hardly do, with initials in between although syllables
/// can be read throughout. Where none can, initials are meant.
pub(super) fn likely(ways: Vec<Vec<Piece>>) -> (Vec<Vec<Piece>>, Vec<Vec<Piece>>) {
    let throughout = |way: &[Piece]| !way.iter().rev().skip(1).any(|it| matches!(it, Piece::Begun(_)));
    if !ways.iter().any(|way| throughout(way)) {
        return (ways, Vec::new());
    }
    let letter = |it: &Piece| matches!(it, Piece::Begun(part) if part.len() == 1);
    ways.into_iter().partition(|way| throughout(way) || (way.len() <= INITIALS && way.iter().all(letter)))
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
        } else if SYLLABLES.contains(text.as_str()) {
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
