//! 拼音 without tones: how a character is read, and which syllables there are. Source: the tables of the `pinyin` crate
//! (the Unihan database and a list of common readings).

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::LazyLock;

use arrayvec::ArrayVec;
use pinyin::ToPinyinMulti;

use crate::fold::{fold, is_han};

/// Readings of one character that are looked at.
const READINGS: usize = 3;

/// A syllable as it is typed: `ü` is `v`, and what has no vowel is none.
fn typed(syllable: &'static str) -> Option<&'static str> {
    Some(match syllable {
        "lü" => "lv",
        "lüe" => "lve",
        "nü" => "nv",
        "nüe" => "nve",
        plain => {
            return plain.contains(['a', 'e', 'i', 'o', 'u']).then_some(plain).filter(|it| it.is_ascii());
        }
    })
}

/// Every way in which a character is read that is looked at, the most usual first.
pub type Readings = ArrayVec<&'static str, READINGS>;

/// Every way in which the character is read, the most usual first.
#[must_use]
pub fn readings(character: char) -> Readings {
    let mut found = Readings::new();
    let Some(readings) = character.to_pinyin_multi().filter(|_| is_han(character)) else { return found };
    for syllable in readings.into_iter().filter_map(|reading| typed(reading.plain())) {
        if !found.is_full() && !found.contains(&syllable) {
            found.push(syllable);
        }
    }
    found
}

/// All syllables, in order.
pub static SYLLABLES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    ('\u{4E00}'..='\u{9FA5}').flat_map(|character| readings(character).into_iter().take(1)).collect()
});

/// Syllables that begin with what was typed so far.
pub fn beginning(part: &str) -> impl Iterator<Item = &'static str> {
    let syllables = SYLLABLES.range::<str, _>((Bound::Included(part), Bound::Unbounded)).copied();
    syllables.take_while(move |syllable| syllable.starts_with(part))
}

/// A text as it is spoken: the most usual syllable of each character and the other words as they stand, with spaces
/// between them.
#[must_use]
pub fn spoken(text: &str) -> String {
    let mut told = String::new();
    for sign in text.chars().map(fold) {
        match readings(sign).into_iter().next() {
            Some(syllable) => {
                told.push(' ');
                told.push_str(syllable);
                told.push(' ');
            }
            None if sign.is_alphanumeric() => told.push(sign),
            None => told.push(' '),
        }
    }
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_read_in_every_usual_way() {
        for (character, expect) in
            [('张', "zhang"), ('伟', "wei"), ('女', "nv"), ('绿', "lv"), ('重', "zhong"), ('曾', "zeng")]
        {
            assert!(readings(character).contains(&expect), "{character}: {:?}", readings(character));
        }
        assert!(readings('重').contains(&"chong"));
        assert!(readings('a').is_empty());
    }

    #[test]
    fn a_label_is_spoken_word_by_word() {
        assert_eq!(spoken("销售线索"), "xiao shou xian suo");
        assert_eq!(spoken("CRM 客户-Beta2"), "crm ke hu beta2");
    }

    #[test]
    fn the_syllables_are_those_of_the_language() {
        assert!((395..430).contains(&SYLLABLES.len()), "{}", SYLLABLES.len());
        assert_eq!(beginning("zhua").collect::<Vec<_>>(), ["zhua", "zhuai", "zhuan", "zhuang"]);
    }
}
