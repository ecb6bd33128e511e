//! Repeatable chance.

use std::sync::Arc;

use shuke_base::Uuid;
use shuke_base::ids::{Entropy, SeededEntropy};

/// Throws the same numbers for the same seed.
#[derive(Clone)]
pub(crate) struct Dice(Arc<SeededEntropy>);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(SeededEntropy::new(seed)))
    }

    pub(crate) fn number(&self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// From nought to one below `end`.
    pub(crate) fn below(&self, end: usize) -> usize {
        usize::try_from(self.number() % end as u64).expect("a small number")
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Clone>(&self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// Any id, of any shape.
    pub(crate) fn id(&self) -> Uuid {
        Uuid::from_u128((u128::from(self.number()) << 64) | u128::from(self.number()))
    }
}

/// How many times a random test tries something: `SHUKE_TEST_ROUNDS`, or as many as the test says.
pub(crate) fn rounds(usual: usize) -> usize {
    std::env::var("SHUKE_TEST_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Where chance begins: `SHUKE_TEST_SEED`, or always the same.
pub(crate) fn seed() -> u64 {
    std::env::var("SHUKE_TEST_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_260_301)
}
