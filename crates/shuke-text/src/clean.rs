//! Takes out what can't be seen and would make two equal-looking texts differ.

/// What became of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Clean {
    /// The cleaned text; empty when nothing was left.
    Text(String),
    /// The text holds a control character that can't be kept.
    Control,
}

/// Marks that have no width and no meaning in business text. The zero-width joiner stays: emoji are built with it.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200C}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn clean(text: &str, keep_breaks: bool) -> Clean {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' => {}
            '\n' | '\t' if keep_breaks => out.push(c),
            '\n' | '\t' | '\u{00A0}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c if c.is_control() => return Clean::Control,
            c if invisible(c) => {}
            c => out.push(c),
        }
    }
    let trimmed = out.trim();
    Clean::Text(if trimmed.len() == out.len() { out } else { trimmed.to_owned() })
}

/// One line: breaks become spaces, ends are trimmed, invisible marks go.
#[must_use]
pub fn clean_line(text: &str) -> Clean {
    clean(text, false)
}

/// Several lines: breaks and tabs stay, a carriage return goes.
#[must_use]
pub fn clean_block(text: &str) -> Clean {
    clean(text, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_marks_go_and_emoji_stay() {
        assert_eq!(clean_line(" 张\u{200B}伟\u{FEFF} "), Clean::Text("张伟".into()));
        assert_eq!(clean_line("👩\u{200D}💻 李"), Clean::Text("👩\u{200D}💻 李".into()));
        assert_eq!(clean_line("a\0b"), Clean::Control);
        assert_eq!(clean_line("甲\r\n乙"), Clean::Text("甲 乙".into()));
        assert_eq!(clean_block("甲\r\n乙"), Clean::Text("甲\n乙".into()));
    }
}
