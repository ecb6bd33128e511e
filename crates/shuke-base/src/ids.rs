//! Ids (UUIDv7) and randomness as parameters.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::{Builder, Uuid};

use crate::Moment;

/// A source of random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's randomness.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system gives randomness");
    }
}

/// A repeatable stream (splitmix64) for tests and for sample data.
#[derive(Debug)]
pub struct SeededEntropy(AtomicU64);

impl SeededEntropy {
    /// The stream that belongs to `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let state = self
                .0
                .fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed)
                .wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Makes time-ordered ids: a newer id sorts after an older one, also within one millisecond of one process.
#[derive(Clone)]
pub struct Ids {
    entropy: Arc<dyn Entropy>,
    last: Arc<AtomicU64>,
}

impl Ids {
    /// A maker of ids over the given randomness.
    #[must_use]
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self { entropy, last: Arc::new(AtomicU64::new(0)) }
    }

    /// A new id for something that happens at `at`.
    ///
    /// The 12 bits after the millisecond (RFC 9562, method 1) count on within one millisecond.
    #[must_use]
    pub fn new_id(&self, at: Moment) -> Uuid {
        let wanted = u64::try_from(at.timestamp_millis()).unwrap_or(0) << 12;
        let tick = self
            .last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(wanted.max(last + 1)))
            .map_or(wanted, |last| wanted.max(last + 1));
        let mut tail = [0_u8; 10];
        self.entropy.fill(&mut tail[2..]);
        let [high, low] = u16::try_from(tick & 0xFFF).unwrap_or(0).to_be_bytes();
        tail[0] = high;
        tail[1] = low;
        Builder::from_unix_timestamp_millis(tick >> 12, &tail).into_uuid()
    }

    /// Random bytes for secrets such as session tokens.
    pub fn secret(&self, buffer: &mut [u8]) {
        self.entropy.fill(buffer);
    }
}

impl std::fmt::Debug for Ids {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ids")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Clock, FixedClock};

    #[test]
    fn ids_sort_in_the_order_they_were_made() {
        let ids = Ids::new(Arc::new(SeededEntropy::new(1)));
        let at = FixedClock::at("2026-01-01T00:00:00Z").now();
        let made: Vec<Uuid> = (0..10_000).map(|_| ids.new_id(at)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(made[0].get_version_num(), 7);
    }
}
