//! A message that only the browser can read which asked for it: RFC 8291 over RFC 8188, one record of `aes128gcm`.

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Key, Nonce};
use hkdf::Hkdf;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;

/// Bytes of a secret that a browser shares with its server.
pub(super) const AUTH: usize = 16;
/// Bytes of an uncompressed point.
pub(super) const POINT: usize = 65;
/// Bytes of a record, which a push service has to take.
const RECORD: u32 = 4096;
/// Ends the last record.
const LAST: u8 = 2;
/// Bytes that a record has beside its text: the mark of its end, and the cipher's tag.
const BESIDE: usize = 17;
/// Bytes in front of the record.
const HEAD: usize = 16 + 4 + 1 + POINT;
/// Bytes of a text, at most.
pub(super) const LONGEST: usize = RECORD as usize - HEAD - BESIDE;

/// What has to be new for each message.
pub(super) struct Fresh {
    /// The sender's key for this message alone.
    pub(super) key: SecretKey,
    /// Salt.
    pub(super) salt: [u8; 16],
}

/// The body of a message; `None` when the text is too long.
pub(super) fn encrypt(reader: &PublicKey, auth: &[u8; AUTH], fresh: &Fresh, text: &[u8]) -> Option<Vec<u8>> {
    if text.len() > LONGEST {
        return None;
    }
    let sender = fresh.key.public_key().to_sec1_bytes();
    let shared = fresh.key.diffie_hellman(reader);
    let info = [b"WebPush: info\0".as_slice(), &reader.to_sec1_bytes(), &sender].concat();
    let mut input = [0; 32];
    Hkdf::<Sha256>::new(Some(auth), shared.raw_secret_bytes()).expand(&info, &mut input).ok()?;
    let derived = Hkdf::<Sha256>::new(Some(&fresh.salt), &input);
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).ok()?;
    derived.expand(b"Content-Encoding: nonce\0", &mut nonce).ok()?;
    let record = [text, &[LAST]].concat();
    let cipher = Aes128Gcm::new(&Key::<Aes128Gcm>::from(key));
    let closed = cipher.encrypt(&Nonce::from(nonce), record.as_slice()).ok()?;
    let length = u8::try_from(sender.len()).ok()?;
    Some([&fresh.salt, RECORD.to_be_bytes().as_slice(), &[length], &sender, &closed].concat())
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).expect("base64url")
    }

    // The values of RFC 8291, appendix A.
    const SENDER: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    const READER: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const SALT: &str = "DGv6ra1nlYgDCS1FRnbzlw";
    const SHARED: &str = "BTBZMqHH6r4Tts7J_aSIgg";
    const CLOSED: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz\
                          AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    fn closed(text: &[u8]) -> Option<Vec<u8>> {
        let reader = PublicKey::from_sec1_bytes(&bytes(READER)).expect("a point");
        let auth = bytes(SHARED).try_into().expect("16 bytes");
        let key = SecretKey::from_slice(&bytes(SENDER)).expect("a key");
        let fresh = Fresh { key, salt: bytes(SALT).try_into().expect("16 bytes") };
        encrypt(&reader, &auth, &fresh, text)
    }

    #[test]
    fn the_example_of_the_rfc_comes_out() {
        let made = closed(b"When I grow up, I want to be a watermelon").expect("short enough");
        assert_eq!(URL_SAFE_NO_PAD.encode(made), CLOSED);
    }

    #[test]
    fn what_no_push_service_takes_is_not_made() {
        assert_eq!(closed(&[b'x'; LONGEST]).map(|it| it.len()), Some(RECORD as usize));
        assert_eq!(closed(&[b'x'; LONGEST + 1]), None);
    }
}
