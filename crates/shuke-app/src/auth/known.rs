//! Whom the secrets seen lately belong to, so that a request costs no query.
//!
//! An entry is believed for a few seconds, which is how long another process's revocation may take to arrive; one of
//! this process takes effect at once. A look-up that was under way during a revocation is not kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use shuke_access::TokenScopes;
use shuke_base::{Moment, Uuid};

use super::secret::Hash;

/// How long an entry is believed.
const BELIEVED: TimeDelta = TimeDelta::seconds(5);
/// Entries kept, at most.
const ROOM: usize = 10_000;

/// Whom a secret stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// The person.
    pub user: Uuid,
    /// What a token allows; `None` for everything that the person may do.
    pub scopes: Option<Arc<TokenScopes>>,
    /// Through whose eyes the person looks just now.
    pub viewing: Option<Viewing>,
}

/// A look through somebody else's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewing {
    /// Whose.
    pub user: Uuid,
    /// When it ends by itself.
    pub until: Moment,
}

impl From<Uuid> for Bearer {
    fn from(user: Uuid) -> Self {
        Self { user, scopes: None, viewing: None }
    }
}

#[derive(Debug)]
struct Holder {
    bearer: Bearer,
    seen: Moment,
    ends: Option<Moment>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Counts revocations.
    turn: u64,
    holders: HashMap<Hash, Holder>,
}

/// The secrets seen lately.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<Inner>);

impl Known {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whose secret it is, if that was looked up a moment ago.
    pub(crate) fn find(&self, hash: &Hash, now: Moment) -> Option<Bearer> {
        let inner = self.inner();
        let holder = inner.holders.get(hash)?;
        let age = now - holder.seen;
        let young = age >= TimeDelta::zero() && age < BELIEVED;
        (young && holder.ends.is_none_or(|ends| now < ends)).then(|| holder.bearer.clone())
    }

    /// The number of revocations until now: to be asked before the look-up that [`Known::keep`] keeps.
    pub(crate) fn turn(&self) -> u64 {
        self.inner().turn
    }

    /// Keeps what was looked up, unless something was revoked since `turn`.
    pub(crate) fn keep(&self, turn: u64, hash: Hash, bearer: Bearer, ends: Option<Moment>, now: Moment) {
        let mut inner = self.inner();
        if inner.turn != turn {
            return;
        }
        if inner.holders.len() >= ROOM {
            inner.holders.retain(|_, holder| now - holder.seen < BELIEVED);
        }
        if inner.holders.len() < ROOM {
            inner.holders.insert(hash, Holder { bearer, seen: now, ends });
        }
    }

    /// A secret was revoked.
    pub(crate) fn forget(&self, hash: &Hash) {
        let mut inner = self.inner();
        inner.turn += 1;
        inner.holders.remove(hash);
    }

    /// Secrets of people were revoked: everything is looked up anew.
    pub(crate) fn forget_all(&self) {
        let mut inner = self.inner();
        inner.turn += 1;
        inner.holders.clear();
    }
}

#[cfg(test)]
mod tests {
    use shuke_base::{Clock, FixedClock};

    use super::*;

    #[test]
    fn an_entry_is_believed_for_five_seconds() {
        let (known, clock) = (Known::default(), FixedClock::at("2026-03-01T08:00:00Z"));
        let (hash, user) = ([7; 32], Uuid::from_u128(1));
        known.keep(known.turn(), hash, user.into(), None, clock.now());
        clock.advance(TimeDelta::milliseconds(4_999));
        assert_eq!(known.find(&hash, clock.now()), Some(user.into()));
        clock.advance(TimeDelta::milliseconds(1));
        assert_eq!(known.find(&hash, clock.now()), None);
        clock.advance(TimeDelta::seconds(-60));
        assert_eq!(known.find(&hash, clock.now()), None, "a clock that went back proves nothing");
    }

    #[test]
    fn the_end_of_a_secret_is_kept_to_the_moment() {
        let (known, clock) = (Known::default(), FixedClock::at("2026-03-01T08:00:00Z"));
        let ends = clock.now() + TimeDelta::seconds(1);
        known.keep(known.turn(), [7; 32], Uuid::from_u128(1).into(), Some(ends), clock.now());
        assert!(known.find(&[7; 32], clock.now()).is_some());
        assert!(known.find(&[7; 32], ends).is_none());
    }

    #[test]
    fn a_look_up_that_a_revocation_overtook_is_not_kept() {
        let (known, now) = (Known::default(), FixedClock::at("2026-03-01T08:00:00Z").now());
        let turn = known.turn();
        known.forget(&[7; 32]);
        known.keep(turn, [7; 32], Uuid::from_u128(1).into(), None, now);
        assert_eq!(known.find(&[7; 32], now), None);
        known.keep(known.turn(), [7; 32], Uuid::from_u128(1).into(), None, now);
        known.forget_all();
        assert_eq!(known.find(&[7; 32], now), None);
    }
}
