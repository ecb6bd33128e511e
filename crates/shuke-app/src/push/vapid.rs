//! Who speaks: the server's own key, and the token signed with it that a push service is shown (RFC 8292).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use p256::SecretKey;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;
use shuke_base::{Code, Fault, Ids, Moment};
use shuke_store::system::PushKey;

/// How long a token is good; the standard allows a day.
const GOOD: TimeDelta = TimeDelta::hours(12);

/// A new private key out of random bytes.
///
/// # Errors
/// [`Code::Internal`] when no bytes make a key, which doesn't happen.
pub(super) fn secret(ids: &Ids) -> Result<SecretKey, Fault> {
    // One of 2^32 tries is no number of the curve.
    for _ in 0..8 {
        let mut bytes = [0; 32];
        ids.secret(&mut bytes);
        if let Ok(key) = SecretKey::from_slice(&bytes) {
            return Ok(key);
        }
    }
    Err(Fault::new(Code::Internal))
}

/// The server's key as it is kept.
///
/// # Errors
/// As [`secret`].
pub(super) fn fresh(ids: &Ids, now: Moment) -> Result<PushKey, Fault> {
    let key = secret(ids)?;
    Ok(PushKey {
        public: URL_SAFE_NO_PAD.encode(key.public_key().to_sec1_bytes()),
        secret: URL_SAFE_NO_PAD.encode(key.to_bytes()),
        created_at: now,
    })
}

/// What stands in the head `Authorization`; `None` when the kept key is none.
pub(super) fn authorization(key: &PushKey, audience: &str, contact: &str, now: Moment) -> Option<String> {
    let signing = SigningKey::from_slice(&URL_SAFE_NO_PAD.decode(&key.secret).ok()?).ok()?;
    let claims = json!({"aud": audience, "exp": (now + GOOD).timestamp(), "sub": contact});
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let told = format!("{}.{}", part(r#"{"typ":"JWT","alg":"ES256"}"#), part(&claims.to_string()));
    let signature: Signature = signing.sign(told.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
    Some(format!("vapid t={told}.{signature}, k={}", key.public))
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;
    use serde_json::Value as Json;
    use std::sync::Arc;

    use shuke_base::SystemEntropy;

    use super::*;

    #[test]
    fn whoever_has_the_public_key_can_tell_who_speaks() {
        let ids = Ids::new(Arc::new(SystemEntropy));
        let now = "2026-05-06T07:08:09Z".parse().expect("a moment");
        let key = fresh(&ids, now).expect("a key");
        let head = authorization(&key, "https://push.example.net", "mailto:it@shop.example", now);
        let head = head.expect("the key is one");
        let (token, public) =
            head.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("both parts");
        assert_eq!(public, key.public);
        let (told, signature) = token.rsplit_once('.').expect("a signature");
        let point = URL_SAFE_NO_PAD.decode(public).expect("base64url");
        let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
        let signature = Signature::from_slice(&signature).expect("64 bytes");
        let verifying = VerifyingKey::from_sec1_bytes(&point).expect("a point");
        verifying.verify(told.as_bytes(), &signature).expect("signed with the key");
        let claims = told.split_once('.').expect("claims").1;
        let claims: Json =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).expect("base64url")).expect("JSON");
        assert_eq!(claims["aud"], "https://push.example.net");
        assert_eq!(claims["sub"], "mailto:it@shop.example");
        assert_eq!(claims["exp"], now.timestamp() + 12 * 3_600);
    }
}
