//! A browser as its page and its push service know it: keys, an address, and what opens its messages (RFC 8291).

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Key, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::{PublicKey, SecretKey};
use serde_json::{Value as Json, json};
use sha2::Sha256;

use crate::webhook_peer::Called;

/// A browser's side of a subscription.
pub(crate) struct Browser {
    key: SecretKey,
    auth: [u8; 16],
    pub(crate) endpoint: String,
}

fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

impl Browser {
    /// The browser number `number` at a push service.
    pub(crate) fn new(service: &str, number: u8) -> Self {
        let mut key = [7; 32];
        key[31] = number;
        let key = SecretKey::from_slice(&key).expect("a key");
        Self { key, auth: [number; 16], endpoint: format!("{service}&browser={number}") }
    }

    /// What its page tells the server.
    pub(crate) fn subscription(&self) -> Json {
        let point = URL_SAFE_NO_PAD.encode(self.key.public_key().to_sec1_bytes());
        let keys = json!({"p256dh": point, "auth": URL_SAFE_NO_PAD.encode(self.auth)});
        json!({"endpoint": self.endpoint, "expirationTime": null, "keys": keys})
    }

    /// What a message says; it has to be closed for this browser.
    pub(crate) fn opened(&self, call: &Called) -> Json {
        assert_eq!(call.head("content-encoding"), "aes128gcm");
        let (salt, rest) = call.body.split_at(16);
        let (size, rest) = rest.split_at(4);
        assert_eq!(size, 4096_u32.to_be_bytes());
        let (sender, record) = rest[1..].split_at(usize::from(rest[0]));
        let public = PublicKey::from_sec1_bytes(sender).expect("a point");
        let shared = self.key.diffie_hellman(&public);
        let own = self.key.public_key().to_sec1_bytes();
        let info = [b"WebPush: info\0".as_slice(), &own, sender].concat();
        let mut input = [0; 32];
        Hkdf::<Sha256>::new(Some(&self.auth), shared.raw_secret_bytes())
            .expand(&info, &mut input)
            .expect("32 bytes");
        let derived = Hkdf::<Sha256>::new(Some(salt), &input);
        let (mut key, mut nonce) = ([0; 16], [0; 12]);
        derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).expect("16 bytes");
        derived.expand(b"Content-Encoding: nonce\0", &mut nonce).expect("12 bytes");
        let cipher = Aes128Gcm::new(&Key::<Aes128Gcm>::from(key));
        let text = cipher.decrypt(&Nonce::from(nonce), record).expect("closed for this browser");
        let (last, text) = text.split_last().expect("a mark of the end");
        assert_eq!(*last, 2);
        serde_json::from_slice(text).expect("JSON")
    }
}

/// The claims of the token that a call shows, which has to be signed with the server's key.
pub(crate) fn claims(call: &Called, public: &str) -> Json {
    let head = call.head("authorization").strip_prefix("vapid t=").expect("a token");
    let (token, key) = head.split_once(", k=").expect("a key");
    assert_eq!(key, public);
    let (told, signature) = token.rsplit_once('.').expect("a signature");
    let verifying = VerifyingKey::from_sec1_bytes(&decoded(key)).expect("a point");
    let signature = Signature::from_slice(&decoded(signature)).expect("a signature");
    verifying.verify(told.as_bytes(), &signature).expect("signed with the key");
    serde_json::from_slice(&decoded(told.split_once('.').expect("claims").1)).expect("JSON")
}
