//! One typing mistake: a letter wrong, missing, too many, or two changed about.

use super::spell::{Piece, ways};

/// Readings of what may have been meant that are looked at.
const MEANT: usize = 64;

/// Whether one typing mistake, or none, makes one word of the other.
pub(crate) fn is_close(a: &[char], b: &[char]) -> bool {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    match (a, b) {
        ([], [] | [_]) | ([_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Every text that one mistake away from this one could have been meant, in a fixed order.
fn meant(typed: &[char]) -> Vec<Vec<char>> {
    let mut all = Vec::new();
    for at in 1..typed.len() {
        let mut other = typed.to_vec();
        other.swap(at - 1, at);
        all.push(other);
    }
    for at in 0..typed.len() {
        let mut other = typed.to_vec();
        other.remove(at);
        all.push(other);
    }
    for at in 0..=typed.len() {
        for letter in 'a'..='z' {
            if at < typed.len() {
                let mut other = typed.to_vec();
                other[at] = letter;
                all.push(other);
            }
            let mut other = typed.to_vec();
            other.insert(at, letter);
            all.push(other);
        }
    }
    all.retain(|other| other != typed);
    all
}

/// The ways in which 拼音 with one mistake may have been meant: two whole syllables or more.
pub(super) fn spoken(typed: &[char]) -> Vec<Vec<Piece>> {
    if !(4..=24).contains(&typed.len()) || !typed.iter().all(char::is_ascii_lowercase) {
        return Vec::new();
    }
    let mut found: Vec<Vec<Piece>> = Vec::new();
    for other in meant(typed) {
        for way in ways(&other, true).into_iter().take(3).filter(|way| way.len() >= 2) {
            if !found.contains(&way) {
                found.push(way);
            }
        }
    }
    // Few syllables are likelier than many: what is long and unlikely is left out.
    found.sort_by_key(Vec::len);
    found.truncate(MEANT);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: &str, b: &str) -> bool {
        is_close(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
    }

    #[test]
    fn one_slip_is_close_and_two_are_not() {
        for (a, b, expect) in [
            ("huawei", "huawei", true),
            ("huawei", "huawie", true),
            ("huawei", "hauwei", true),
            ("huawei", "huawe", true),
            ("huawei", "hhuawei", true),
            ("huawei", "huamei", true),
            ("huawei", "hauwie", false),
            ("huawei", "huaw", false),
            ("huawei", "uhawe", false),
            ("", "a", true),
            ("ab", "ba", true),
            ("abc", "cba", false),
        ] {
            assert_eq!(close(a, b), expect, "{a} {b}");
            assert_eq!(close(b, a), expect, "{b} {a}");
        }
    }

    #[test]
    fn a_slip_in_pinyin_is_read_as_what_was_meant() {
        let whole = |text: &str| Piece::Whole(text.to_owned());
        for (typed, meant) in [
            ("zhangwie", ["zhang", "wei"]),
            ("zhagnwei", ["zhang", "wei"]),
            ("zhangweo", ["zhang", "wei"]),
            ("hangzhu", ["hang", "zhou"]),
            ("linaa", ["li", "na"]),
        ] {
            let letters: Vec<char> = typed.chars().collect();
            let found = spoken(&letters);
            assert!(found.contains(&meant.map(whole).to_vec()), "{typed}: {found:?}");
        }
        assert!(spoken(&['x', 'q', 'k', 'v', 'z']).is_empty());
    }
}
