//! One form for letters that people take for the same: widths, cases, traditional and simplified characters. Sign by
//! sign, so that places in the folded text are places in the original.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Traditional characters with the simplified ones that stand for them by themselves, from the table of `fast2s`.
static SIMPLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let characters = ('\u{4E00}'..='\u{9FFF}').filter_map(|character| {
        let simple = fast2s::convert(character.encode_utf8(&mut [0; 4])).chars().next()?;
        (simple != character).then_some((character, simple))
    });
    characters.collect()
});

/// One sign in the one form.
#[must_use]
pub fn fold(sign: char) -> char {
    match sign {
        'a'..='z' | '0'..='9' => sign,
        'A'..='Z' => sign.to_ascii_lowercase(),
        '\0'..='\u{7F}' => sign,
        // Full-width signs, as Chinese input methods leave them.
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(sign as u32 - 0xFEE0).map_or(sign, |narrow| narrow.to_ascii_lowercase())
        }
        '\u{3000}' => ' ',
        _ if is_written(sign) => SIMPLE.get(&sign).copied().unwrap_or(sign),
        _ => sign.to_lowercase().next().unwrap_or(sign),
    }
}

/// Whether the sign is a Chinese character.
#[must_use]
pub fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// Whether the sign belongs to a script without spaces between words: Chinese, Japanese, Korean.
#[must_use]
pub fn is_written(sign: char) -> bool {
    is_han(sign) || matches!(sign, '\u{3041}'..='\u{30FF}' | '\u{AC00}'..='\u{D7AF}')
}

/// The letters and digits of a text in the one form, each with its place (counted in signs) in the text; at most
/// `limit` of them. What stands between words is left out.
#[must_use]
pub fn letters(text: &str, limit: usize) -> Vec<(char, usize)> {
    let signs = text.chars().enumerate().map(|(at, sign)| (fold(sign), at));
    signs.filter(|(sign, _)| sign.is_alphanumeric()).take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_becomes_alike() {
        for (text, expect) in [
            ("ＡＢＣ　１２３", "abc123"),
            ("華為技術", "华为技术"),
            ("Zhang.Wei@Example.COM", "zhangweiexamplecom"),
            ("（杭州）Ａ＆Ｂ", "杭州ab"),
            ("İ", "i"),
        ] {
            let folded: String = letters(text, 100).into_iter().map(|(sign, _)| sign).collect();
            assert_eq!(folded, expect, "{text}");
        }
        assert_eq!(letters("张-伟", 9), [('张', 0), ('伟', 2)]);
    }
}
