//! Repeatable chance.

use shuke_base::Entropy;
use shuke_base::ids::SeededEntropy;

/// A stream of decisions that is the same for the same seed.
#[derive(Debug)]
pub(super) struct Dice(SeededEntropy);

impl Dice {
    /// The stream of `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    /// Any number.
    pub(super) fn number(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i64::try_from(self.number() % width).unwrap_or(0)
    }

    /// Yes in `percent` of a hundred cases.
    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.between(0, 99) < percent
    }

    /// One of several.
    ///
    /// # Panics
    /// When there are none.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[usize::try_from(self.number() % from.len() as u64).unwrap_or(0)]
    }

    /// One of several, more often where the weight is larger.
    ///
    /// # Panics
    /// When there are none.
    pub(super) fn weighted<'a, T>(&mut self, from: &'a [T], weight: impl Fn(&T) -> u32) -> &'a T {
        let whole: u64 = from.iter().map(|it| u64::from(weight(it))).sum();
        let mut left = self.number() % whole.max(1);
        for it in from {
            let own = u64::from(weight(it));
            if left < own {
                return it;
            }
            left -= own;
        }
        &from[from.len() - 1]
    }

    /// One of several names with their weights.
    ///
    /// # Panics
    /// When there are none.
    pub(super) fn among(&mut self, from: &[(&'static str, u32)]) -> &'static str {
        self.weighted(from, |(_, weight)| *weight).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_decisions() {
        let rolls = |seed| {
            let mut dice = Dice::new(seed);
            (0..50).map(|_| dice.between(1, 6)).collect::<Vec<_>>()
        };
        assert_eq!(rolls(4), rolls(4));
        assert_ne!(rolls(4), rolls(5));
        assert!(rolls(4).iter().all(|roll| (1..=6).contains(roll)));
    }

    #[test]
    fn weights_are_followed() {
        let mut dice = Dice::new(1);
        let heavy = (0..1_000).filter(|_| dice.among(&[("a", 9), ("b", 1)]) == "a").count();
        assert!((850..950).contains(&heavy), "{heavy}");
    }
}
