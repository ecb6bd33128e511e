//! A formula's text as words and signs. Signs of a Chinese keyboard count like the plain ones.

use shuke_base::Decimal;

use super::fault::FormulaFault;
use super::tree::{Binary, Span};

/// A word or sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(Decimal),
    Text(String),
    /// A name of a field, function or constant; those in braces are names of fields.
    Name(String, bool),
    Operator(Binary),
    Open,
    Close,
    Comma,
    Dot,
    Percent,
}

fn operator(c: char, next: Option<char>) -> Option<(Binary, usize)> {
    let next = next.map(plain);
    Some(match (c, next) {
        ('=', Some('=')) => (Binary::Equal, 2),
        ('=', _) => (Binary::Equal, 1),
        ('<', Some('>')) | ('!', Some('=')) => (Binary::Unequal, 2),
        ('<', Some('=')) => (Binary::AtMost, 2),
        ('>', Some('=')) => (Binary::AtLeast, 2),
        ('<', _) => (Binary::Less, 1),
        ('>', _) => (Binary::Greater, 1),
        ('≠', _) => (Binary::Unequal, 1),
        ('≤', _) => (Binary::AtMost, 1),
        ('≥', _) => (Binary::AtLeast, 1),
        ('&', _) => (Binary::Join, 1),
        ('+', _) => (Binary::Add, 1),
        ('-', _) => (Binary::Subtract, 1),
        ('*', _) => (Binary::Multiply, 1),
        ('/', _) => (Binary::Divide, 1),
        _ => return None,
    })
}

/// The plain form of a sign.
fn plain(c: char) -> char {
    match c {
        '×' => '*',
        '÷' => '/',
        '−' | '–' => '-',
        '【' | '｛' => '{',
        '】' | '｝' => '}',
        '。' => '.',
        '、' => ',',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// The words and signs, each with its place.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, FormulaFault> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = plain(chars[at]);
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let (token, end) = token(&chars, at, c)?;
        found.push((token, Span { start: at, end }));
        at = end;
    }
    Ok(found)
}

fn token(chars: &[char], at: usize, c: char) -> Result<(Token, usize), FormulaFault> {
    let single = |token| Ok((token, at + 1));
    match c {
        '(' => single(Token::Open),
        ')' => single(Token::Close),
        ',' | ';' => single(Token::Comma),
        '.' => single(Token::Dot),
        '%' => single(Token::Percent),
        '"' | '“' | '”' | '\'' => quoted(chars, at),
        '{' => braced(chars, at),
        '0'..='9' => number(chars, at),
        c if begins_name(c) => {
            let length = chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
            Ok((Token::Name(chars[at..at + length].iter().collect(), false), at + length))
        }
        c => match operator(c, chars.get(at + 1).copied()) {
            Some((operator, width)) => Ok((Token::Operator(operator), at + width)),
            None => Err(FormulaFault::new(
                Span { start: at, end: at + 1 },
                format!("不认识“{}”，请删去或换成运算符", chars[at]),
                format!("“{}” means nothing here; remove it or use an operator", chars[at]),
            )),
        },
    }
}

/// A text in quotation marks; the mark itself is written twice.
fn quoted(chars: &[char], start: usize) -> Result<(Token, usize), FormulaFault> {
    let closes = |c: char| match chars[start] {
        '“' | '”' => matches!(c, '”' | '“'),
        open => c == open,
    };
    let mut text = String::new();
    let mut at = start + 1;
    while let Some(&c) = chars.get(at) {
        if !closes(c) {
            text.push(c);
        } else if chars.get(at + 1).copied().is_some_and(|next| next == c && c == chars[start]) {
            text.push(c);
            at += 1;
        } else {
            return Ok((Token::Text(text), at + 1));
        }
        at += 1;
    }
    Err(FormulaFault::new(
        Span { start, end: chars.len() },
        "文字缺少右引号，请在文字后补上",
        "the text has no closing quotation mark; add one behind it",
    ))
}

/// A name in braces may have any signs in it.
fn braced(chars: &[char], start: usize) -> Result<(Token, usize), FormulaFault> {
    let end = chars[start..].iter().position(|c| plain(*c) == '}').map(|length| start + length);
    let name = end.map(|end| chars[start + 1..end].iter().collect::<String>().trim().to_owned());
    match (end, name) {
        (Some(end), Some(name)) if !name.is_empty() => Ok((Token::Name(name, true), end + 1)),
        _ => Err(FormulaFault::new(
            Span { start, end: end.map_or(chars.len(), |end| end + 1) },
            "花括号里应是一个字段的名称，例如 {单价}",
            "braces take the name of a field, such as {Unit price}",
        )),
    }
}

fn number(chars: &[char], start: usize) -> Result<(Token, usize), FormulaFault> {
    let mut text = String::new();
    let mut at = start;
    while let Some(&c) = chars.get(at) {
        let c = plain(c);
        let point = c == '.' && !text.contains('.') && chars.get(at + 1).is_some_and(char::is_ascii_digit);
        if !c.is_ascii_digit() && !point {
            break;
        }
        text.push(c);
        at += 1;
    }
    let whole = Span { start, end: at };
    match text.parse::<Decimal>() {
        Ok(number) if text.len() <= 20 => Ok((Token::Number(number), at)),
        _ => {
            Err(FormulaFault::new(whole, "数字太长，最多 20 位", "the number is too long; at most 20 digits"))
        }
    }
}
