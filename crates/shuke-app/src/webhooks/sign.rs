//! Signatures by the Standard Webhooks convention (standardwebhooks.com, version 1): HMAC-SHA256 over id, time and
//! body, so that a peer knows who speaks, and that nobody repeats an old message.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shuke_base::Ids;

/// Begins every secret.
const PREFIX: &str = "whsec_";

/// A new secret of 256 random bits.
pub(super) fn fresh(ids: &Ids) -> String {
    let mut bytes = [0; 32];
    ids.secret(&mut bytes);
    format!("{PREFIX}{}", STANDARD.encode(bytes))
}

/// One signature; nothing when the secret is none of ours.
fn one(secret: &str, signed: &[u8]) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(signed);
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

/// The signatures of a message with each of these secrets, with spaces between them.
pub(super) fn signature<'a>(
    secrets: impl Iterator<Item = &'a str>,
    id: &str,
    seconds: i64,
    body: &[u8],
) -> String {
    let mut signed = format!("{id}.{seconds}.").into_bytes();
    signed.extend_from_slice(body);
    secrets.filter_map(|secret| one(secret, &signed)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_convention() {
        // The example that the convention's own libraries are tested with.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let body = br#"{"test": 2432232314}"#;
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        let made = |secrets: &[&str]| {
            signature(secrets.iter().copied(), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body)
        };
        assert_eq!(made(&[secret]), expected);
        let both = made(&[secret, "whsec_c2hvcnQ="]);
        assert_eq!(both.split(' ').count(), 2);
        assert!(both.starts_with(expected));
        assert_eq!(made(&["no secret"]), "");
    }
}
