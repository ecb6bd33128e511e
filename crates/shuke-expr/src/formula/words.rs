//! Texts: cut, changed, and made of numbers.

use shuke_base::Decimal;

use super::TEXT;
use super::number::round;

/// The characters from a place on, counted from 0.
pub(super) fn cut(text: &str, start: usize, count: usize) -> String {
    text.chars().skip(start).take(count).collect()
}

/// A text that isn't too long.
pub(super) fn kept(text: String) -> Option<String> {
    (text.len() <= TEXT || text.chars().count() <= TEXT).then_some(text)
}

/// Every occurrence of `old` changed; nothing when the result gets too long.
pub(super) fn replace(text: &str, old: &str, new: &str) -> Option<String> {
    if old.is_empty() {
        return Some(text.to_owned());
    }
    let longest = text.len().saturating_add(text.matches(old).count().saturating_mul(new.len()));
    if longest > 8 * TEXT { None } else { kept(text.replace(old, new)) }
}

/// A number by a pattern such as `#,##0.00`, `0`, `0.0%`: places, thousands, percent. What stands around it stays.
pub(super) fn number(number: Decimal, pattern: &str) -> Option<String> {
    let is_place = |c: char| matches!(c, '#' | '0' | ',' | '.');
    let start = pattern.find(is_place)?;
    let length = pattern[start..].find(|c| !is_place(c)).unwrap_or(pattern.len() - start);
    let (before, places, after) =
        (&pattern[..start], &pattern[start..start + length], &pattern[start + length..]);
    let (whole, fraction) = places.split_once('.').unwrap_or((places, ""));
    let most = u32::try_from(fraction.chars().filter(|c| matches!(c, '0' | '#')).count()).ok()?.min(16);
    let least = fraction.chars().filter(|c| *c == '0').count();
    let scaled = if after.starts_with('%') { number.checked_mul(Decimal::ONE_HUNDRED)? } else { number };
    let rounded = round(scaled, most);
    let text = format!("{:.*}", most as usize, rounded.abs());
    let (digits, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut rest = rest.to_owned();
    while rest.len() > least && rest.ends_with('0') {
        rest.pop();
    }
    let width = whole.chars().filter(|c| *c == '0').count().min(20);
    let mut digits = format!("{digits:0>width$}");
    if whole.contains(',') {
        digits = thousands(&digits);
    }
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    Some(format!("{before}{sign}{digits}{point}{rest}{after}"))
}

fn thousands(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
