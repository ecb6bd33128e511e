//! Sealing and opening, without a database.
//!
//! XChaCha20-Poly1305, the number of the key in front. Bound to each text are the place that it belongs to (such as
//! `lead.id_number`) and the id of its record, so that nobody moves a sealed text to another record. The nonce is an
//! HMAC over all that is sealed: no randomness is needed, none can repeat by accident, and nothing is told but that a
//! record has got the very value that it had before. A digest is an HMAC with a key of its own, bound to the place
//! alone: equal values of one field have equal digests, which is how they are found.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use shuke_base::Uuid;

/// Begins a sealed text. No text that a person enters has it: control characters are refused.
pub const MARK: char = '\u{1}';
/// Begins sealed bytes.
const BYTES: &[u8; 8] = b"\x01shuke\x01\x00";
/// Bytes of a nonce.
const NONCE: usize = 24;
/// Bytes of a digest that are kept.
const DIGEST: usize = 24;

/// Why a sealed text can't be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was sealed with a key that isn't in the ring.
    #[error("sealed with key {0}, which is not in the ring")]
    Unknown(u32),
    /// It was changed, moved, or sealed by another company.
    #[error("a sealed value is damaged")]
    Damaged,
    /// The master key is not the one that the keys were wrapped with.
    #[error("the master key does not open the key ring")]
    WrongMaster,
}

/// The key that opens all others. It never lies in the database.
#[derive(Clone, PartialEq, Eq)]
pub struct Master([u8; 32]);

impl std::fmt::Debug for Master {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Master")
    }
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        // Lengths keep parts from running into each other.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// What seals: a cipher, and the key that nonces are made with.
#[derive(Clone)]
struct Sealer {
    cipher: XChaCha20Poly1305,
    nonces: [u8; 32],
}

impl Sealer {
    fn new(secret: &[u8; 32]) -> Self {
        let key = Key::from(hmac(secret, &[b"shuke seal"]));
        Self { cipher: XChaCha20Poly1305::new(&key), nonces: hmac(secret, &[b"shuke nonce"]) }
    }

    /// Nonce and sealed content.
    fn seal(&self, bound: &[u8], content: &[u8]) -> Vec<u8> {
        let made = hmac(&self.nonces, &[bound, content]);
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&made[..NONCE]);
        let mut sealed = nonce.to_vec();
        let payload = Payload { msg: content, aad: bound };
        let closed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        sealed.extend(closed.expect("a text is far below the cipher's limit"));
        sealed
    }

    fn open(&self, bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, content) = sealed.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        self.cipher.decrypt(&XNonce::from(nonce), Payload { msg: content, aad: bound }).ok()
    }
}

impl Master {
    /// The key of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key itself, for the file that keeps it.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn bound(kind: &str, id: u32) -> Vec<u8> {
        format!("shuke key ring\0{kind}\0{id}").into_bytes()
    }

    /// A key of the ring as the database keeps it.
    #[must_use]
    pub fn wrap(&self, kind: &str, id: u32, secret: &[u8; 32]) -> String {
        STANDARD_NO_PAD.encode(Sealer::new(&self.0).seal(&Self::bound(kind, id), secret))
    }

    /// The key again.
    ///
    /// # Errors
    /// [`SealError::WrongMaster`].
    pub fn unwrap(&self, kind: &str, id: u32, wrapped: &str) -> Result<[u8; 32], SealError> {
        let sealed = STANDARD_NO_PAD.decode(wrapped).map_err(|_| SealError::WrongMaster)?;
        let opened = Sealer::new(&self.0).open(&Self::bound(kind, id), &sealed);
        opened.and_then(|secret| secret.try_into().ok()).ok_or(SealError::WrongMaster)
    }
}

/// The open keys of a company.
#[derive(Clone)]
pub struct Ring {
    digest: [u8; 32],
    data: BTreeMap<u32, Sealer>,
    current: u32,
}

impl std::fmt::Debug for Ring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ring").field("current", &self.current).finish_non_exhaustive()
    }
}

/// What a sealed content is bound to.
fn bound(place: &str, record: Uuid) -> Vec<u8> {
    let mut bound = place.as_bytes().to_vec();
    bound.push(0);
    bound.extend_from_slice(record.as_bytes());
    bound
}

/// Whether a text is sealed.
#[must_use]
pub fn is_sealed(text: &str) -> bool {
    text.starts_with(MARK)
}

/// The number of the key that a text was sealed with; none when it isn't sealed.
#[must_use]
pub fn key_of(text: &str) -> Option<u32> {
    text.strip_prefix(MARK)?.split_once(':')?.0.parse().ok()
}

/// The number of the key that bytes were sealed with; none when they aren't.
#[must_use]
pub fn key_of_bytes(bytes: &[u8]) -> Option<u32> {
    let number = bytes.strip_prefix(BYTES)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*number))
}

impl Ring {
    /// A ring of a key for digests, and numbered keys of which the newest seals.
    #[must_use]
    pub fn new(digest: [u8; 32], data: impl IntoIterator<Item = (u32, [u8; 32])>) -> Self {
        let data: BTreeMap<u32, Sealer> =
            data.into_iter().map(|(id, secret)| (id, Sealer::new(&secret))).collect();
        let current = data.keys().next_back().copied().unwrap_or_default();
        Self { digest, data, current }
    }

    /// The number of the key that seals.
    #[must_use]
    pub fn current(&self) -> u32 {
        self.current
    }

    fn sealer(&self, id: u32) -> Result<&Sealer, SealError> {
        self.data.get(&id).ok_or(SealError::Unknown(id))
    }

    /// The text, sealed for this place of this record.
    ///
    /// # Errors
    /// [`SealError::Unknown`] when the ring is empty.
    pub fn seal(&self, place: &str, record: Uuid, text: &str) -> Result<String, SealError> {
        let sealed = self.sealer(self.current)?.seal(&bound(place, record), text.as_bytes());
        Ok(format!("{MARK}{}:{}", self.current, STANDARD_NO_PAD.encode(sealed)))
    }

    /// The text again; one that isn't sealed as it is.
    ///
    /// # Errors
    /// [`SealError::Unknown`] or [`SealError::Damaged`].
    pub fn open(&self, place: &str, record: Uuid, text: &str) -> Result<String, SealError> {
        let Some(rest) = text.strip_prefix(MARK) else { return Ok(text.to_owned()) };
        let (number, sealed) = rest.split_once(':').ok_or(SealError::Damaged)?;
        let sealer = self.sealer(number.parse().map_err(|_| SealError::Damaged)?)?;
        let sealed = STANDARD_NO_PAD.decode(sealed).map_err(|_| SealError::Damaged)?;
        let opened = sealer.open(&bound(place, record), &sealed).ok_or(SealError::Damaged)?;
        String::from_utf8(opened).map_err(|_| SealError::Damaged)
    }

    /// Bytes, sealed likewise.
    ///
    /// # Errors
    /// As [`Ring::seal`].
    pub fn seal_bytes(&self, place: &str, record: Uuid, bytes: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut sealed = BYTES.to_vec();
        sealed.extend(self.current.to_be_bytes());
        sealed.extend(self.sealer(self.current)?.seal(&bound(place, record), bytes));
        Ok(sealed)
    }

    /// The bytes again; those that aren't sealed as they are.
    ///
    /// # Errors
    /// As [`Ring::open`].
    pub fn open_bytes(&self, place: &str, record: Uuid, bytes: &[u8]) -> Result<Vec<u8>, SealError> {
        let Some(number) = key_of_bytes(bytes) else { return Ok(bytes.to_vec()) };
        let sealed = &bytes[BYTES.len() + 4..];
        self.sealer(number)?.open(&bound(place, record), sealed).ok_or(SealError::Damaged)
    }

    /// What stands for a value of this place when it is looked for.
    #[must_use]
    pub fn digest(&self, place: &str, text: &str) -> String {
        let made = hmac(&self.digest, &[place.as_bytes(), text.as_bytes()]);
        STANDARD_NO_PAD.encode(&made[..DIGEST])
    }

    /// What stands for a number of this place: without the ring nobody finds out by trying which one it was.
    #[must_use]
    pub fn print(&self, place: &str, number: i64) -> i64 {
        let made = hmac(&self.digest, &[place.as_bytes(), &number.to_be_bytes()]);
        let mut head = [0; 8];
        head.copy_from_slice(&made[..8]);
        i64::from_be_bytes(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: &str = "lead.x_card";

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn ring(keys: &[u32]) -> Ring {
        Ring::new([1; 32], keys.iter().map(|id| (*id, [*id as u8 + 10; 32])))
    }

    #[test]
    fn any_text_comes_back() {
        let long = "长".repeat(10_000);
        for text in ["", "a", "11010519491231002X", "李雷\n韩梅梅", &long] {
            let sealed = ring(&[1]).seal(PLACE, id(7), text).unwrap();
            assert!(text.len() < 2 || !sealed.contains(text));
            assert_eq!(key_of(&sealed), Some(1));
            assert_eq!(ring(&[1]).open(PLACE, id(7), &sealed).unwrap(), text);
            let bytes = ring(&[1]).seal_bytes(PLACE, id(7), text.as_bytes()).unwrap();
            assert_eq!(key_of_bytes(&bytes), Some(1));
            assert_eq!(ring(&[1]).open_bytes(PLACE, id(7), &bytes).unwrap(), text.as_bytes());
        }
        assert_eq!(ring(&[1]).open(PLACE, id(7), "not sealed").unwrap(), "not sealed");
        assert_eq!(ring(&[1]).open_bytes(PLACE, id(7), b"not sealed").unwrap(), b"not sealed");
    }

    #[test]
    fn a_sealed_text_belongs_to_its_place_its_record_and_its_key() {
        let sealed = ring(&[1]).seal(PLACE, id(7), "110105").unwrap();
        let damaged = Err(SealError::Damaged);
        for (ring, place, record, told) in [
            (ring(&[1]), "lead.x_other", id(7), damaged.clone()),
            (ring(&[1]), "account.x_card", id(7), damaged.clone()),
            (ring(&[1]), PLACE, id(8), damaged.clone()),
            (Ring::new([1; 32], [(1, [99; 32])]), PLACE, id(7), damaged),
            (ring(&[2]), PLACE, id(7), Err(SealError::Unknown(1))),
            (ring(&[1, 2]), PLACE, id(7), Ok("110105".to_owned())),
        ] {
            assert_eq!(ring.open(place, record, &sealed), told, "{place} {record} {ring:?}");
        }
    }

    #[test]
    fn every_changed_sign_is_noticed() {
        let sealed = ring(&[1]).seal(PLACE, id(7), "110105").unwrap();
        for at in 3..sealed.len() {
            let mut other = sealed.clone().into_bytes();
            other[at] = if other[at] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(other).unwrap();
            assert!(other == sealed || ring(&[1]).open(PLACE, id(7), &other).is_err(), "{at}");
        }
        for cut in ["\u{1}", "\u{1}1", "\u{1}1:", "\u{1}x:AAAA", &sealed[..sealed.len() - 1]] {
            assert!(ring(&[1]).open(PLACE, id(7), cut).is_err(), "{cut:?}");
        }
    }

    #[test]
    fn the_newest_key_seals_and_nonces_differ() {
        let both = ring(&[1, 2]);
        let sealed = both.seal(PLACE, id(7), "110105").unwrap();
        assert_eq!((both.current(), key_of(&sealed)), (2, Some(2)));
        assert_ne!(sealed, both.seal(PLACE, id(8), "110105").unwrap(), "another record");
        assert_ne!(sealed[..30], both.seal(PLACE, id(7), "110106").unwrap()[..30], "another value");
        assert!(ring(&[]).seal(PLACE, id(7), "x").is_err());
    }

    #[test]
    fn a_digest_is_of_its_field_and_its_company() {
        let digest = ring(&[1]).digest(PLACE, "110105");
        assert_eq!(digest, ring(&[1, 2]).digest(PLACE, "110105"), "keys that seal don't matter");
        assert_ne!(digest, ring(&[1]).digest(PLACE, "110106"));
        assert_ne!(digest, ring(&[1]).digest("lead.x_other", "110105"));
        assert_ne!(digest, Ring::new([2; 32], [(1, [11; 32])]).digest(PLACE, "110105"));
        let print = ring(&[1]).print(PLACE, 7);
        assert_eq!(print, ring(&[1, 2]).print(PLACE, 7));
        assert!(![7, ring(&[1]).print(PLACE, 8), Ring::new([2; 32], []).print(PLACE, 7)].contains(&print));
    }

    #[test]
    fn a_wrapped_key_opens_with_its_own_master_alone() {
        let (master, other) = (Master::new([5; 32]), Master::new([6; 32]));
        let wrapped = master.wrap("data", 3, &[7; 32]);
        assert_eq!(master.unwrap("data", 3, &wrapped), Ok([7; 32]));
        assert_eq!(other.unwrap("data", 3, &wrapped), Err(SealError::WrongMaster));
        assert_eq!(master.unwrap("data", 4, &wrapped), Err(SealError::WrongMaster), "another number");
        assert_eq!(master.unwrap("digest", 3, &wrapped), Err(SealError::WrongMaster), "another kind");
        assert_eq!(master.unwrap("data", 3, "?"), Err(SealError::WrongMaster));
    }
}
