//! Phone numbers, e-mail addresses and web addresses.

use phonenumber::{Mode, country};

/// Full-width digits and signs, as Chinese input methods leave them, become plain ones.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '—' | '–' => '-',
        c => c,
    }
}

/// Short local and service numbers that the international tables don't list: 5 to 8 digits without an area code.
fn local_number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    (plain && (5..=8).contains(&digits.len()) && !digits.starts_with('0')).then_some(digits)
}

/// Eleven plain digits of a mainland mobile number (13 to 19 in front), by far the most of what is typed and imported:
/// the full tables take 40 µs a number.
fn plain_mobile(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mobile = bytes.len() == 11
        && bytes.iter().all(u8::is_ascii_digit)
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1]);
    mobile.then(|| format!("+86{text}"))
}

/// A phone number in E.164 (`+8613800001234`), with `;ext=12` when there is an extension; `None` when it is none.
///
/// A number without a country code is read as one of mainland China. A local number without an area code, which
/// E.164 can't express, is kept as its digits. Source of validity: the numbering tables of the `phonenumber` crate.
#[must_use]
pub fn phone(text: &str) -> Option<String> {
    let narrowed: String = text.trim().chars().map(narrow).collect();
    if narrowed.len() > 40 || !narrowed.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    if let Some(mobile) = plain_mobile(&narrowed) {
        return Some(mobile);
    }
    let spoken = narrowed.replace("转", " ext. ");
    if let Ok(number) = phonenumber::parse(Some(country::CN), &spoken)
        && phonenumber::is_valid(&number)
    {
        let plain = phonenumber::format(&number).mode(Mode::E164).to_string();
        let (digits, _) = plain.split_once(';').unwrap_or((&plain, ""));
        return Some(match number.extension() {
            Some(extension) => format!("{digits};ext={extension}"),
            None => digits.to_owned(),
        });
    }
    local_number(&narrowed)
}

/// An e-mail address with its domain in lower case, or `None`. Checks the shape (RFC 5321 lengths, one `@`, a dotted
/// domain), not whether anybody reads it.
#[must_use]
pub fn email(text: &str) -> Option<String> {
    let narrowed: String = text.trim().chars().map(narrow).collect();
    let (local, domain) = narrowed.rsplit_once('@')?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let label_ok = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let domain_ok = domain.len() <= 253
        && labels.len() >= 2
        && labels.iter().all(label_ok)
        && labels
            .last()
            .is_some_and(|top| top.chars().count() >= 2 && !top.chars().all(|c| c.is_ascii_digit()));
    (local_ok && domain_ok).then(|| format!("{}@{}", local.to_lowercase(), domain.to_lowercase()))
}

/// A web address, or `None`. `www.example.com` gets `https://` in front; any scheme but http and https is refused, so
/// that a stored address can be shown as a link.
#[must_use]
pub fn url(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let (scheme, rest) = match trimmed.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => ("https".to_owned(), trimmed),
    };
    let host = rest.split(['/', '?', '#']).next()?;
    let name = host.rsplit_once('@').map_or(host, |(_, name)| name);
    let name = name.split_once(':').map_or(name, |(name, _)| name);
    let ok = matches!(scheme.as_str(), "http" | "https")
        && name.contains('.')
        && name
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && !rest.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\\'));
    ok.then(|| format!("{scheme}://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_come_into_one_form() {
        for (typed, stored) in [
            ("138 0000 1234", Some("+8613800001234")),
            ("１３８００００１２３４", Some("+8613800001234")),
            ("+86-138-0000-1234", Some("+8613800001234")),
            ("0086 13800001234", Some("+8613800001234")),
            ("0571-88880000", Some("+8657188880000")),
            ("0571-88880000 转 801", Some("+8657188880000;ext=801")),
            ("+1 650 253 0000", Some("+16502530000")),
            ("8888 0000", Some("88880000")),
            ("1380000", Some("1380000")),
            ("abc", None),
            ("", None),
            ("138000012345678", None),
        ] {
            assert_eq!(phone(typed).as_deref(), stored, "{typed}");
        }
    }

    #[test]
    fn addresses_are_checked_for_shape() {
        assert_eq!(email(" Zhang.Wei@Example.COM "), Some("zhang.wei@example.com".into()));
        for bad in ["zhang", "@example.com", "a@b", "a b@example.com", "a@@example.com", "a@example..com"] {
            assert_eq!(email(bad), None, "{bad}");
        }
        assert_eq!(url("www.example.com/x"), Some("https://www.example.com/x".into()));
        assert_eq!(url("javascript://alert.example"), None);
        assert_eq!(url("example"), None);
    }
}
