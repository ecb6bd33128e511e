//! Passwords: argon2id with the parameters that its crate recommends (19 MiB, two passes).
//!
//! Hashing is slow on purpose, so it runs beside the requests, few at a time: a flood of sign-ins waits for its turn
//! and takes neither all processors nor all memory.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use shuke_base::{Code, Fault, FieldFault, Ids, Text};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Passwords that are hashed at the same time.
const LANES: usize = 2;
/// Bytes of a salt.
const SALT: usize = 16;
/// Characters of a password, at most: more would only be work.
const LONGEST: usize = 256;

/// The hash of a password that nobody knows, made like all others: checking a login that doesn't exist costs as much
/// as checking one that does.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWlzLW5vYm9keQ\
                       $TlagVy+WqypQ5vJ6epvL/XbnUfqksEBCG0t5UjhZ08g";

/// Hashes and checks passwords.
#[derive(Debug)]
pub(crate) struct Passwords {
    lanes: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { lanes: Semaphore::new(LANES) }
    }
}

/// The right to hash one password.
pub(crate) struct Turn<'a>(#[allow(dead_code, reason = "held, not read")] SemaphorePermit<'a>);

fn failed(error: impl std::fmt::Display) -> Fault {
    tracing::error!(%error, "a password can't be hashed");
    Fault::new(Code::Internal)
}

impl Passwords {
    /// Waits until a password may be hashed.
    pub(crate) async fn turn(&self) -> Result<Turn<'_>, Fault> {
        self.lanes.acquire().await.map(Turn).map_err(failed)
    }

    /// The hash of a new password, in PHC form.
    pub(crate) async fn hash(&self, password: &str, ids: &Ids) -> Result<String, Fault> {
        let _turn = self.turn().await?;
        let mut salt = [0_u8; SALT];
        ids.secret(&mut salt);
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || hash(&password, &salt)).await.map_err(failed)?
    }

    /// Whether the password belongs to the hash; without a hash, the same work for nothing.
    pub(crate) async fn matches(
        &self,
        _turn: Turn<'_>,
        password: &str,
        hash: Option<&str>,
    ) -> Result<bool, Fault> {
        let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
        tokio::task::spawn_blocking(move || {
            let fits = verify(&password, hash.as_deref().unwrap_or(NOBODYS));
            hash.is_some() && fits
        })
        .await
        .map_err(failed)
    }
}

fn hash(password: &str, salt: &[u8]) -> Result<String, Fault> {
    let made: PasswordHash =
        Argon2::default().hash_password_with_salt(password.as_bytes(), salt).map_err(failed)?;
    Ok(made.to_string())
}

fn verify(password: &str, hash: &str) -> bool {
    Argon2::default().verify_password(password.as_bytes(), hash).is_ok()
}

/// Passwords of eight and more characters that are tried first wherever somebody guesses, in lower case; shorter ones
/// are refused anyway.
const COMMON: &[&str] = &[
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "987654321",
    "0987654321",
    "11111111",
    "00000000",
    "88888888",
    "66666666",
    "99999999",
    "12341234",
    "11223344",
    "12344321",
    "123123123",
    "147258369",
    "password",
    "password1",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "qazwsxedc",
    "q1w2e3r4",
    "zxcvbnm1",
    "asdfghjkl",
    "asdf1234",
    "abcd1234",
    "abc12345",
    "a1234567",
    "a12345678",
    "a123456789",
    "aa123456",
    "abc123456",
    "qq123456",
    "woaini520",
    "woaini1314",
    "5201314520",
    "iloveyou",
    "admin123",
    "admin1234",
    "admin888",
    "administrator",
    "root1234",
    "test1234",
    "welcome1",
    "welcome123",
    "letmein1",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno1",
    "computer",
    "internet",
    "whatever",
    "starwars",
    "monkey123",
    "dragon123",
    "changeme",
    "default1",
    "guest123",
    "temp1234",
    "secret123",
    "huawei123",
];

/// Whether it is one step again and again: the same character, or those of a row such as 1234567890123 or 987654321.
fn monotonous(password: &str) -> bool {
    let codes: Vec<i64> = password.chars().map(|c| i64::from(u32::from(c))).collect();
    [0, 1, -1].iter().any(|step| {
        codes.windows(2).all(|pair| {
            let turn = (pair[0], pair[1]) == (57, 48) || (pair[0], pair[1]) == (48, 57);
            pair[1] - pair[0] == *step || (*step != 0 && turn)
        })
    })
}

/// What is wrong with a new password, told at the property `name`.
pub(crate) fn weak(name: &str, password: &str, login: &str, least: usize) -> Option<FieldFault> {
    let label = Text::new("密码", "Password");
    let count = password.chars().count();
    if count > LONGEST {
        let fault = FieldFault::new(name, &label, Code::TooLong);
        return Some(fault.with("max", LONGEST).with("actual", count));
    }
    let (plain, login) = (password.trim().to_lowercase(), login.trim().to_lowercase());
    // A short login may well be part of a word; a password that is the login is none.
    let told = plain == login || (login.chars().count() >= 4 && plain.contains(&login));
    let common = COMMON.contains(&plain.as_str()) || monotonous(&plain);
    if count < least || plain.is_empty() || told || common {
        let fault = FieldFault::new(name, &label, Code::WeakPassword);
        return Some(fault.with("min", least));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_takes_its_own_password_alone() {
        let one = hash("correct horse", &[1; SALT]).expect("a hash");
        let two = hash("correct horse", &[2; SALT]).expect("a hash");
        assert_ne!(one, two, "the salt tells them apart");
        assert!(verify("correct horse", &one) && verify("correct horse", &two));
        assert!(!verify("Correct horse", &one));
        assert!(!verify("correct horse", "no hash at all"));
    }

    #[test]
    fn checking_nobodys_password_is_the_same_work() {
        let ours = hash("x", &[1; SALT]).expect("a hash");
        let cost = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(cost(NOBODYS), cost(&ours));
        let parsed = PasswordHash::new(NOBODYS).expect("a whole hash");
        let ours = PasswordHash::new(&ours).expect("a whole hash");
        assert_eq!(parsed.salt.map(|it| it.len()), ours.salt.map(|it| it.len()));
        assert_eq!(parsed.hash.map(|it| it.len()), ours.hash.map(|it| it.len()));
    }

    #[test]
    fn weak_passwords_are_refused() {
        let code = |password: &str| weak("password", password, "zhangwei", 8).map(|fault| fault.code);
        assert_eq!(code("1234567"), Some(Code::WeakPassword));
        assert_eq!(code("        "), Some(Code::WeakPassword));
        assert_eq!(code("ZhangWei"), Some(Code::WeakPassword));
        assert_eq!(code("my-zhangwei-2026"), Some(Code::WeakPassword), "it holds the login");
        assert_eq!(code("PassWord123"), Some(Code::WeakPassword), "everybody tries it first");
        for row in ["aaaaaaaaaaaa", "1234567890123", "9876543210987", "abcdefghijkl", "好好好好好好好好"]
        {
            assert_eq!(code(row), Some(Code::WeakPassword), "{row}");
        }
        assert_eq!(code("1234567890-1234567890"), None);
        assert_eq!(
            weak("password", "nine chars", "li", 12).map(|fault| fault.code),
            Some(Code::WeakPassword)
        );
        assert_eq!(weak("password", "a li in it", "li", 8), None, "a short login is part of many words");
        assert_eq!(code("一二三四五六七八"), None, "characters count, not bytes");
        assert_eq!(code(&"x".repeat(257)), Some(Code::TooLong));
    }
}
