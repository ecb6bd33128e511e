//! The words that a value is found by. Each begins with a letter that tells what it is, so that one set holds all:
//! `e` the whole, `p` a beginning, `w` a character or two, `g` three letters in a row, `h` the beginning of a short
//! word, `n` four digits of a phone, `y` a syllable or two in a row, `i` two or three initials in a row, `s` initials at
//! the beginning, `t` the first syllable, `f` a word with a letter left out.

use std::collections::BTreeSet;

use super::{Form, LETTERS, phone_digits, print};
use crate::fold::{fold, is_written, letters};
use crate::pinyin::{Readings, readings};

/// Letters of a beginning that is a word of its own.
pub(super) const BEGINNING: usize = 4;
/// Letters of a word that mistakes are looked for in.
pub(super) const SPELLED: std::ops::RangeInclusive<usize> = 4..=20;

/// Adds the words of a value.
pub fn words(form: Form, text: &str, to: &mut BTreeSet<String>) {
    let whole: Vec<char> = match form {
        Form::Phone => phone_digits(text).chars().take(LETTERS).collect(),
        Form::Text | Form::Long => letters(text, LETTERS).into_iter().map(|(letter, _)| letter).collect(),
    };
    if whole.is_empty() {
        return;
    }
    if form != Form::Long {
        to.insert(format!("e{}", print(whole.iter().copied())));
        for end in 1..=whole.len().min(BEGINNING) {
            to.insert(format!("p{}", whole[..end].iter().collect::<String>()));
        }
    }
    match form {
        Form::Phone => to.extend(runs('n', &whole, 4)),
        Form::Text | Form::Long => {
            parts(&whole, to);
            short_words(text, to);
        }
    }
    if form == Form::Text {
        spoken(&whole, to);
        spelled(text, to);
    }
}

/// Every run of so many letters, as words of a kind.
pub(super) fn runs(kind: char, letters: &[char], length: usize) -> impl Iterator<Item = String> {
    letters.windows(length).map(move |run| std::iter::once(kind).chain(run.iter().copied()).collect())
}

/// The words that a part of a text has: characters and pairs of them, or three letters in a row.
pub(super) fn parts(letters: &[char], to: &mut BTreeSet<String>) {
    for run in letters.chunk_by(|a, b| is_written(*a) == is_written(*b)) {
        if is_written(run[0]) {
            to.extend(runs('w', run, 1));
            to.extend(runs('w', run, 2));
        } else {
            to.extend(runs('g', run, 3));
        }
    }
}

/// The words between spaces and signs that are not of a written script, folded.
pub(super) fn latin_words(text: &str) -> Vec<Vec<char>> {
    let folded: Vec<char> = text.chars().map(fold).take(LETTERS).collect();
    let word = |sign: &char| sign.is_alphanumeric() && !is_written(*sign);
    folded.split(|sign| !word(sign)).filter(|word| !word.is_empty()).map(<[char]>::to_vec).collect()
}

fn short_words(text: &str, to: &mut BTreeSet<String>) {
    for word in latin_words(text) {
        for end in 1..=word.len().min(2) {
            to.insert(format!("h{}", word[..end].iter().collect::<String>()));
        }
    }
}

/// The word of two syllables in a row.
pub(super) fn syllables(first: &str, second: &str) -> String {
    format!("y{first}_{second}")
}

/// Syllables, pairs of them, and initials of the characters.
fn spoken(whole: &[char], to: &mut BTreeSet<String>) {
    let read: Vec<Readings> = whole.iter().map(|letter| readings(*letter)).collect();
    let initials = |at: usize| -> Vec<char> {
        let read = read.get(at).into_iter().flatten();
        let mut initials: Vec<char> = read.filter_map(|syllable| syllable.chars().next()).collect();
        initials.dedup();
        initials
    };
    for (at, read_as) in read.iter().enumerate() {
        to.extend(read_as.iter().map(|syllable| format!("y{syllable}")));
        if at == 0 {
            to.extend(read_as.iter().map(|syllable| format!("t{syllable}")));
        }
        for first in read_as {
            to.extend(read.get(at + 1).into_iter().flatten().map(|second| syllables(first, second)));
        }
        for first in initials(at) {
            if at == 0 {
                to.insert(format!("s{first}"));
            }
            for second in initials(at + 1) {
                to.insert(format!("i{first}{second}"));
                if at == 0 {
                    to.insert(format!("s{first}{second}"));
                }
                to.extend(initials(at + 2).into_iter().map(|third| format!("i{first}{second}{third}")));
            }
        }
    }
}

/// A word and what is left of it when any one letter is missing: two words that differ by one mistake share one.
pub(super) fn neighbours(word: &[char]) -> BTreeSet<String> {
    let name = |letters: &mut dyn Iterator<Item = char>| format!("f{}", &print(letters)[..8]);
    let mut found = BTreeSet::from([name(&mut word.iter().copied())]);
    for gone in 0..word.len() {
        found.insert(name(
            &mut word.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, letter)| *letter),
        ));
    }
    found
}

/// Whether mistakes are looked for in such a word.
pub(super) fn is_spelled(word: &[char]) -> bool {
    SPELLED.contains(&word.len()) && !word.iter().all(char::is_ascii_digit)
}

fn spelled(text: &str, to: &mut BTreeSet<String>) {
    for word in latin_words(text).iter().filter(|word| is_spelled(word)) {
        to.extend(neighbours(word));
    }
}
