//! One-time passwords that follow the clock: RFC 6238 with HMAC-SHA-1, steps of 30 seconds and six digits, which is
//! what every authenticator app takes without settings.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use shuke_base::Moment;
use subtle::ConstantTimeEq;

/// Bytes of a secret: the length that RFC 4226 recommends.
pub(crate) const SECRET: usize = 20;
/// Seconds of a step.
const STEP: i64 = 30;
/// Steps that a clock may be wrong by, to either side.
const SLACK: i64 = 1;

/// The step of a moment.
fn step_of(now: Moment) -> i64 {
    now.timestamp().div_euclid(STEP)
}

/// The one-time password of a step (RFC 4226, section 5.3).
fn password(secret: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 0x0f);
    let word = u32::from_be_bytes([
        digest[offset] & 0x7f,
        digest[offset + 1],
        digest[offset + 2],
        digest[offset + 3],
    ]);
    format!("{:06}", word % 1_000_000)
}

/// The step that a one-time password is good for at this moment, unless it or a later one was used already. A last
/// step that lies ahead was written by a clock that has gone back since, and would keep its owner out until then.
pub(crate) fn fits(secret: &[u8], code: &str, now: Moment, last: i64) -> Option<i64> {
    let at = step_of(now);
    let last = if last > at + SLACK { 0 } else { last };
    let steps = (at - SLACK..=at + SLACK).filter(|step| *step > last);
    // All are compared, so that the time tells nothing.
    let mut found = None;
    for step in steps {
        if bool::from(password(secret, step).as_bytes().ct_eq(code.as_bytes())) {
            found = Some(step);
        }
    }
    found
}

/// A secret as apps and people take it: base 32 (RFC 4648) without padding.
pub(crate) fn base32(secret: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for chunk in secret.chunks(5) {
        let mut bytes = [0; 8];
        bytes[3..3 + chunk.len()].copy_from_slice(chunk);
        let word = u64::from_be_bytes(bytes);
        for nth in 0..(chunk.len() * 8).div_ceil(5) {
            text.push(char::from(LETTERS[(word >> (35 - 5 * nth)) as usize & 31]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use shuke_base::DateTime;

    use super::*;

    /// The secret of the examples in RFC 6238, appendix B.
    const EXAMPLE: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Moment {
        DateTime::from_timestamp(seconds, 0).expect("a moment")
    }

    #[test]
    fn the_examples_of_the_standard_hold() {
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(password(EXAMPLE, step_of(at(seconds))), expected, "{seconds}");
            assert_eq!(fits(EXAMPLE, expected, at(seconds), 0), Some(seconds / 30));
        }
    }

    #[test]
    fn a_clock_may_be_half_a_minute_off_and_no_password_is_taken_twice() {
        let code = password(EXAMPLE, 100);
        assert_eq!(fits(EXAMPLE, &code, at(99 * 30), 0), Some(100));
        assert_eq!(fits(EXAMPLE, &code, at(101 * 30 + 29), 0), Some(100));
        assert_eq!(fits(EXAMPLE, &code, at(102 * 30), 0), None);
        assert_eq!(fits(EXAMPLE, &code, at(98 * 30 + 29), 0), None);
        assert_eq!(fits(EXAMPLE, &code, at(3_000), 100), None, "used already");
        assert_eq!(fits(EXAMPLE, &code, at(3_000), 101), None, "a later one was");
        assert_eq!(fits(EXAMPLE, &code, at(3_000), 102), Some(100), "the clock has gone back");
        assert_eq!(fits(EXAMPLE, "", at(3_000), 0), None);
        assert_eq!(fits(EXAMPLE, "12345", at(3_000), 0), None);
    }

    #[test]
    fn secrets_are_written_in_base_32() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text, "RFC 4648, section 10");
        }
    }
}
