//! Time as a parameter.

use std::sync::Mutex;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use crate::Moment;

/// Tells the time. Engines never call one: they are given a [`Moment`].
pub trait Clock: Send + Sync {
    /// Now, cut to the microsecond, the finest step that both databases keep.
    fn now(&self) -> Moment;
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Moment {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that stands still until it is moved: for tests and replays.
#[derive(Debug)]
pub struct FixedClock(Mutex<Moment>);

impl FixedClock {
    /// A clock standing at an RFC 3339 time such as `2026-03-01T08:00:00Z`.
    ///
    /// # Panics
    /// When the text is not such a time.
    #[must_use]
    pub fn at(text: &str) -> Self {
        let moment = DateTime::parse_from_rfc3339(text).expect("an RFC 3339 time").with_timezone(&Utc);
        Self(Mutex::new(moment))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().expect("clock lock") += by;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        *self.0.lock().expect("clock lock")
    }
}
