//! Random secrets and their hashes.

use sha2::{Digest, Sha256};
use shuke_base::Ids;

/// SHA-256 of a secret: enough, because a secret of 256 random bits can't be guessed from it.
pub(crate) type Hash = [u8; 32];

/// A new secret of 256 random bits, as 64 hexadecimal digits.
pub(crate) fn fresh(ids: &Ids) -> String {
    let mut bytes = [0_u8; 32];
    ids.secret(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is stored of a secret.
pub(crate) fn digest(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use shuke_base::ids::SeededEntropy;

    use super::*;

    #[test]
    fn secrets_are_long_and_never_alike() {
        let ids = Ids::new(Arc::new(SeededEntropy::new(1)));
        let (one, two) = (fresh(&ids), fresh(&ids));
        assert_eq!(one.len(), 64);
        assert_ne!(one, two);
        assert_ne!(digest(&one), digest(&two));
    }
}
