//! Numbers as people write them: `1,234.5`, `¥3.5万`, `(200)`, `12.5%`, `１２`, `1.2E+05`, `USD 300`.

use shuke_base::Decimal;

/// A number with the signs that stood around it.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    pub(super) number: Decimal,
    /// ISO 4217 code, when a currency stood with it.
    pub(super) currency: Option<String>,
    /// A per cent sign stood behind it.
    pub(super) percent: bool,
}

/// Full-width letters, digits and signs become plain ones; every kind of minus becomes the hyphen.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{2212}' | '\u{2013}' | '\u{FE63}' => '-',
        '\u{FFE5}' => '¥',
        c => c,
    }
}

/// Marks before the number.
const BEFORE: [(&str, &str); 13] = [
    ("US$", "USD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("RMB¥", "CNY"),
    ("RMB", "CNY"),
    ("CNY¥", "CNY"),
    ("人民币", "CNY"),
    ("¥", "CNY"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("美元", "USD"),
    ("港币", "HKD"),
];

/// Marks behind the number, longer ones before those they end in.
const BEHIND: [(&str, &str); 15] = [
    ("元人民币", "CNY"),
    ("元整", "CNY"),
    ("人民币", "CNY"),
    ("RMB", "CNY"),
    ("美元", "USD"),
    ("美金", "USD"),
    ("欧元", "EUR"),
    ("港元", "HKD"),
    ("港币", "HKD"),
    ("日元", "JPY"),
    ("英镑", "GBP"),
    ("元", "CNY"),
    ("圆", "CNY"),
    ("块", "CNY"),
    ("€", "EUR"),
];

/// Words that multiply, as powers of ten: `3万`, `2千万`, `10w`.
const TIMES: [(&str, u32); 9] =
    [("亿", 8), ("億", 8), ("万", 4), ("萬", 4), ("W", 4), ("千", 3), ("K", 3), ("百", 2), ("十", 1)];

/// Reads the whole text as one number, or not at all.
pub(super) fn written(text: &str) -> Option<Written> {
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace()).map(narrow).flat_map(char::to_uppercase).collect();
    let mut rest = plain.as_str();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (rest, negative) = (inner, true);
    }
    let mut currency = None;
    for _ in 0..2 {
        if let Some(after) = rest.strip_prefix('-').filter(|_| !negative) {
            (rest, negative) = (after, true);
        }
        if currency.is_none() {
            (rest, currency) = strip_before(rest);
        }
    }
    rest = rest.strip_prefix('+').unwrap_or(rest);
    let percent = rest.ends_with('%');
    rest = rest.strip_suffix('%').unwrap_or(rest);
    let (before, behind) = strip_behind(rest);
    rest = before;
    if behind.is_some() {
        if currency.is_some() && currency != behind {
            return None;
        }
        currency = behind;
    }
    let mut power = 0;
    while let Some((before, more)) =
        TIMES.iter().find_map(|(word, more)| Some((rest.strip_suffix(word)?, more)))
    {
        rest = before;
        power += more;
    }
    let number = digits(rest)?.checked_mul(Decimal::from(10_u64.checked_pow(power)?))?;
    Some(Written { number: if negative { -number } else { number }, currency, percent })
}

fn iso(letters: &str) -> bool {
    letters.len() == 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn strip_before(text: &str) -> (&str, Option<String>) {
    for (mark, code) in BEFORE {
        if let Some(rest) = text.strip_prefix(mark) {
            return (rest, Some(code.to_owned()));
        }
    }
    match text.split_at_checked(3) {
        Some((letters, rest)) if iso(letters) => (rest, Some(letters.to_owned())),
        _ => (text, None),
    }
}

fn strip_behind(text: &str) -> (&str, Option<String>) {
    for (mark, code) in BEHIND {
        if let Some(rest) = text.strip_suffix(mark) {
            return (rest, Some(code.to_owned()));
        }
    }
    match text.len().checked_sub(3).and_then(|at| text.split_at_checked(at)) {
        Some((rest, letters)) if iso(letters) => (rest, Some(letters.to_owned())),
        _ => (text, None),
    }
}

/// Digits with an optional fraction, exponent, and separators after every third (or, the Chinese way, fourth) digit.
fn digits(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.split_once('E') {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    if groups.len() > 1 {
        let even = |size: usize| {
            (1..=size).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == size)
        };
        if !even(3) && !even(4) {
            return None;
        }
    }
    let whole = groups.concat();
    if !all_digits(&whole) || !all_digits(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    let point = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    let joined = format!("{whole}{fraction}");
    let joined = joined.trim_start_matches('0');
    if joined.len() > 28 {
        return None;
    }
    let number = if joined.is_empty() { Decimal::ZERO } else { Decimal::from_str_exact(joined).ok()? };
    match u32::try_from(point) {
        Ok(scale) if scale <= 28 => {
            let mut number = number;
            number.set_scale(scale).ok()?;
            Some(number)
        }
        Ok(_) => None,
        Err(_) => number.checked_mul(Decimal::from(10_u64.checked_pow(point.unsigned_abs())?)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_written() {
        for (text, number, currency, percent) in [
            ("1234.5", "1234.5", None, false),
            ("1,234,567.80", "1234567.80", None, false),
            ("1,0000", "10000", None, false),
            ("１２，３４５", "12345", None, false),
            ("¥1,200", "1200", Some("CNY"), false),
            ("￥-30", "-30", Some("CNY"), false),
            ("-¥30", "-30", Some("CNY"), false),
            ("(1,200.50)", "-1200.50", None, false),
            ("3.5万", "35000.0", None, false),
            ("¥3.5 万元", "35000.0", Some("CNY"), false),
            ("2千万", "20000000", None, false),
            ("1.2亿元", "120000000.0", Some("CNY"), false),
            ("10w", "100000", None, false),
            ("USD 300", "300", Some("USD"), false),
            ("300 usd", "300", Some("USD"), false),
            ("人民币 500 元", "500", Some("CNY"), false),
            ("12.5%", "12.5", None, true),
            ("１２％", "12", None, true),
            ("1.2E+05", "120000", None, false),
            ("1.5e-3", "0.0015", None, false),
            (".5", "0.5", None, false),
            ("000", "0", None, false),
        ] {
            let read = written(text).unwrap_or_else(|| panic!("{text} is a number"));
            assert_eq!(read.number, number.parse().expect("a decimal"), "{text}");
            assert_eq!((read.currency.as_deref(), read.percent), (currency, percent), "{text}");
        }
        for text in [
            "",
            "-",
            "abc",
            "1.2.3",
            "1,23",
            "12,34,567",
            "1e999",
            "--5",
            "5万块钱",
            "¥5 USD",
            "0x10",
            "1_000",
            "NaN",
        ] {
            assert_eq!(written(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_decimal_is_read_back(mantissa in -999_999_999_999_999_999_i64..=999_999_999_999_999_999, scale in 0_u32..=6) {
            let number = Decimal::new(mantissa, scale);
            prop_assert_eq!(written(&number.to_string()).expect("a number").number, number);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,12}|[0-9.,万%¥eE()+-]{0,12}") {
            let _ = written(&text);
        }
    }
}
