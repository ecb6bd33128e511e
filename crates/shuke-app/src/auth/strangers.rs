//! Logins that nobody has are locked out after as many failures as those that somebody has: trying tells nothing.
//!
//! Kept in memory, with room for a limited number; what is forgotten was only there to look alike.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use shuke_base::{Moment, limits};

use super::secret::{Hash, digest};

/// Logins remembered, at most.
const ROOM: usize = 10_000;

#[derive(Debug, Default)]
struct Stranger {
    failed: i64,
    until: Option<Moment>,
}

/// Failures of logins that nobody has.
#[derive(Debug, Default)]
pub(crate) struct Strangers(Mutex<HashMap<Hash, Stranger>>);

impl Strangers {
    /// Until when the login is locked out.
    pub(crate) fn locked(&self, login: &str, now: Moment) -> Option<Moment> {
        let strangers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        strangers.get(&digest(login))?.until.filter(|until| *until > now)
    }

    /// Counts a failure; answers until when the login is locked out by it.
    pub(crate) fn failed(&self, login: &str, now: Moment) -> Option<Moment> {
        let mut strangers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if strangers.len() >= ROOM {
            strangers.clear();
        }
        let stranger = strangers.entry(digest(login)).or_default();
        stranger.failed += 1;
        if stranger.failed < limits::SIGN_IN_TRIES {
            return None;
        }
        *stranger = Stranger { failed: 0, until: Some(now + super::lock_out()) };
        stranger.until
    }
}
