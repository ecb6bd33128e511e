//! What a backup is sealed with: a key from a file, or a pass-phrase.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};
use shuke_base::{Code, Fault, Ids};

use super::file::trouble;

/// What opens and seals a backup.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// Nothing: the file is readable by everybody who has it, and only guarded against damage.
    Open,
    /// 256 random bits.
    Key([u8; 32]),
    /// Words that people keep; made into a key by argon2id.
    PassPhrase(String),
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Memory in KiB and passes of argon2id for pass-phrases: a guess costs about a tenth of a second.
const COST: (u32, u32) = (64 * 1024, 3);

impl Secret {
    /// How a file says what it needs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open => "none",
            Self::Key(_) => "key",
            Self::PassPhrase(_) => "passphrase",
        }
    }

    /// The key of one file, whose salt this is; absent without encryption. Slow for pass-phrases.
    pub(super) fn key_of(&self, salt: &[u8; 16]) -> Result<Option<[u8; 32]>, Fault> {
        let material = match self {
            Self::Open => return Ok(None),
            Self::Key(key) => *key,
            Self::PassPhrase(words) => {
                let mut key = [0; 32];
                let failed = |_| Fault::new(Code::Internal);
                let params = Params::new(COST.0, COST.1, 1, Some(32)).map_err(failed)?;
                Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                    .hash_password_into(words.as_bytes(), salt, &mut key)
                    .map_err(failed)?;
                key
            }
        };
        let mut hasher = Sha256::new();
        hasher.update(b"shuke backup key\n");
        hasher.update(material);
        hasher.update(salt);
        Ok(Some(hasher.finalize().into()))
    }
}

/// Hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of hexadecimal digits, when they are as many as wanted.
#[must_use]
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(bytes)
}

/// The key in a file of 64 hexadecimal digits.
///
/// # Errors
/// [`Code::BackupKeyFile`] when it holds something else, or the file's trouble.
pub fn read_key(path: &Path) -> Result<Secret, Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| trouble(path, &error))?;
    let key = unhex(text.trim());
    key.map(Secret::Key).ok_or_else(|| Fault::new(Code::BackupKeyFile).with("file", path.display()))
}

/// Writes a new key into a file that only its owner may read.
///
/// # Errors
/// The file's trouble, also when there is one of that name.
pub fn make_key(path: &Path, ids: &Ids) -> Result<Secret, Fault> {
    let mut key = [0; 32];
    ids.secret(&mut key);
    write_key(path, &key)?;
    Ok(Secret::Key(key))
}

/// Writes a key into a new file that only its owner may read.
///
/// # Errors
/// As [`make_key`].
pub fn write_key(path: &Path, key: &[u8; 32]) -> Result<(), Fault> {
    let write = || -> std::io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        writeln!(file, "{}", hex(key))?;
        file.sync_all()
    };
    write().map_err(|error| trouble(path, &error))
}

/// The key in the file; a new one when there is no such file. Answers whether it is new.
///
/// # Errors
/// As [`read_key`] and [`make_key`].
pub fn read_or_make(path: &Path, ids: &Ids) -> Result<(Secret, bool), Fault> {
    if path.exists() { Ok((read_key(path)?, false)) } else { Ok((make_key(path, ids)?, true)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_salt_and_each_secret_has_a_key_of_its_own() {
        let salts = [[1; 16], [2; 16]];
        let secrets = [Secret::Key([7; 32]), Secret::Key([8; 32]), Secret::PassPhrase("一二三 four".into())];
        let mut keys: Vec<[u8; 32]> = Vec::new();
        for secret in &secrets {
            for salt in &salts {
                keys.push(secret.key_of(salt).expect("a key").expect("one"));
            }
        }
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        assert_eq!(Secret::Open.key_of(&salts[0]).expect("nothing"), None);
    }

    #[test]
    fn a_key_file_is_read_back_and_nonsense_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("backup.key");
        write_key(&path, &[0xab; 32]).expect("written");
        assert_eq!(read_key(&path).expect("read"), Secret::Key([0xab; 32]));
        assert!(write_key(&path, &[0; 32]).is_err(), "a key is never overwritten");
        for text in ["", "abc", &"z".repeat(64), &"é".repeat(32)] {
            std::fs::write(&path, text).expect("written");
            assert_eq!(read_key(&path).expect_err("no key").code, Code::BackupKeyFile);
        }
    }
}
