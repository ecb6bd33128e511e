//! Numbers that carry a check character: the identity number of a resident 居民身份证号 and the unified social credit
//! code 统一社会信用代码.

use crate::contact::narrow;

/// Why a text is no identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdCardFault {
    /// Fifteen digits: the form of cards issued before 1999, no longer valid.
    Old,
    /// Not seventeen digits and a last character.
    Shape,
    /// No such province.
    Region,
    /// No such day of birth.
    Birth,
    /// The last character does not fit the others.
    Check,
}

/// First two digits of the places that have issued numbers (GB/T 2260), those of Hong Kong, Macao and Taiwan residents'
/// permits included.
const PROVINCES: [u8; 37] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 66, 71, 81, 82, 83, 91,
];

/// Weights of the first seventeen digits: powers of two modulo 11 (GB 11643-1999, ISO 7064 MOD 11-2).
const CARD_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Letters and digits that people type with blanks, hyphens or full width between or instead of the plain ones.
fn compact(text: &str) -> String {
    text.chars().map(narrow).filter(|c| !matches!(c, ' ' | '-')).flat_map(char::to_uppercase).collect()
}

fn number(text: &str) -> u32 {
    text.bytes().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
}

fn birth(text: &str) -> bool {
    let (year, month, day) = (number(&text[..4]), number(&text[4..6]), number(&text[6..]));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1850..=2199).contains(&year) && (1..=days).contains(&day)
}

/// The identity number of a resident of mainland China in its one form: seventeen digits and a check character, `X` in
/// upper case. Source: GB 11643-1999.
///
/// # Errors
/// What is wrong with it.
pub fn id_card(text: &str) -> Result<String, IdCardFault> {
    let plain = compact(text);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if plain.len() == 15 && digits(&plain) {
        return Err(IdCardFault::Old);
    }
    let last = plain.bytes().last().unwrap_or_default();
    if plain.len() != 18 || !plain.is_ascii() || !digits(&plain[..17]) || !matches!(last, b'0'..=b'9' | b'X')
    {
        return Err(IdCardFault::Shape);
    }
    if !PROVINCES.iter().any(|province| u32::from(*province) == number(&plain[..2])) {
        return Err(IdCardFault::Region);
    }
    if !birth(&plain[6..14]) {
        return Err(IdCardFault::Birth);
    }
    let sum: u32 =
        plain.bytes().zip(CARD_WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = b"10X98765432"[usize::try_from(sum % 11).unwrap_or_default()];
    if check == last { Ok(plain) } else { Err(IdCardFault::Check) }
}

/// Why a text is no unified social credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditCodeFault {
    /// Fifteen characters: the number of a business registration or tax certificate from before 2015.
    Old,
    /// Not eighteen digits and capital letters, or one of I, O, S, V, Z.
    Shape,
    /// The last character does not fit the others.
    Check,
}

/// The characters of a credit code, each at its value: without I, O, S, V and Z (GB 32100-2015).
const CREDIT: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The check character of the first seventeen characters of a credit code; nothing when one of them can't stand there.
/// Source: GB 32100-2015 (ISO 7064 with weights of powers of three modulo 31).
#[must_use]
pub fn credit_code_check(body: &str) -> Option<char> {
    let (mut sum, mut weight) = (0, 1);
    for c in body.bytes() {
        sum += CREDIT.iter().position(|known| *known == c)? * weight;
        weight = weight * 3 % 31;
    }
    Some(char::from(CREDIT[(31 - sum % 31) % 31]))
}

/// A unified social credit code in capital letters. Source: GB 32100-2015.
///
/// # Errors
/// What is wrong with it.
pub fn credit_code(text: &str) -> Result<String, CreditCodeFault> {
    let plain = compact(text);
    if plain.len() == 15 && plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(CreditCodeFault::Old);
    }
    let region =
        plain.len() == 18 && plain.is_ascii() && plain[2..8].bytes().all(|byte| byte.is_ascii_digit());
    if !region || !plain.bytes().all(|byte| CREDIT.contains(&byte)) {
        return Err(CreditCodeFault::Shape);
    }
    if plain.ends_with(credit_code_check(&plain[..17]).unwrap_or_default()) {
        Ok(plain)
    } else {
        Err(CreditCodeFault::Check)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers_have_a_place_a_birthday_and_a_check() {
        // The example of the standard, and numbers made up for a place and a day.
        for (typed, expect) in [
            ("11010519491231002X", Ok("11010519491231002X")),
            ("110105 19491231 002x", Ok("11010519491231002X")),
            ("１１０１０５１９４９１２３１００２Ｘ", Ok("11010519491231002X")),
            ("440524188001010014", Ok("440524188001010014")),
            ("110105194912310021", Err(IdCardFault::Check)),
            ("110105194912310", Err(IdCardFault::Old)),
            ("110105194913310021", Err(IdCardFault::Birth)),
            ("110105190002290021", Err(IdCardFault::Birth)),
            ("990105194912310021", Err(IdCardFault::Region)),
            ("11010519491231002", Err(IdCardFault::Shape)),
            ("11010519491231002Y", Err(IdCardFault::Shape)),
            ("X1010519491231002X", Err(IdCardFault::Shape)),
            ("身份证", Err(IdCardFault::Shape)),
        ] {
            assert_eq!(id_card(typed), expect.map(str::to_owned), "{typed}");
        }
    }

    #[test]
    fn one_wrong_digit_or_two_that_changed_places_are_noticed() {
        let right = "11010519491231002X";
        for at in 0..17 {
            for digit in '0'..='9' {
                let mut typed: Vec<char> = right.chars().collect();
                if typed[at] != digit {
                    typed[at] = digit;
                    let typed: String = typed.iter().collect();
                    assert!(id_card(&typed).is_err(), "{typed}");
                }
            }
        }
    }

    #[test]
    fn credit_codes_have_eighteen_characters_and_a_check() {
        // The seventeen characters that the standard's example begins with.
        assert_eq!(credit_code_check("91350100M000100Y4"), Some('3'));
        for (typed, expect) in [
            ("91350100M000100Y43", Ok("91350100M000100Y43")),
            ("91350100-m000100y4-3", Ok("91350100M000100Y43")),
            ("91350100M000100Y44", Err(CreditCodeFault::Check)),
            ("91350100M000100I43", Err(CreditCodeFault::Shape)),
            ("9135010AM000100Y43", Err(CreditCodeFault::Shape)),
            ("350100100012345", Err(CreditCodeFault::Old)),
            ("", Err(CreditCodeFault::Shape)),
        ] {
            assert_eq!(credit_code(typed), expect.map(str::to_owned), "{typed}");
        }
    }
}
