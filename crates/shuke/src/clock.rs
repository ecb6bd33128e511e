//! The clock that commands read.

use std::sync::{Arc, LazyLock};

use shuke_base::{Clock, Moment, SystemClock};

/// What the clock of this process was set to, read once: all that ask see the same clock.
static SET: LazyLock<Option<SetClock>> = LazyLock::new(|| {
    let text = std::env::var("SHUKE_BEGIN").ok()?;
    Some(SetClock::at(text.parse().expect("SHUKE_BEGIN is a time such as 2026-05-20T02:00:00Z")))
});

/// The machine's clock. A program with debug assertions, as tests run it, can be told to begin at another time
/// (`SHUKE_BEGIN=2026-05-20T02:00:00Z`), so that pictures of its page show the same days whenever they are taken. A
/// released one can't be: what it writes down happened when the machine says.
pub(crate) fn clock() -> Arc<dyn Clock> {
    if cfg!(debug_assertions)
        && let Some(set) = *SET
    {
        return Arc::new(set);
    }
    Arc::new(SystemClock)
}

/// A clock that was set to another time and runs on from there.
#[derive(Debug, Clone, Copy)]
struct SetClock {
    to: Moment,
    at: Moment,
}

impl SetClock {
    /// A clock that shows `to` now.
    fn at(to: Moment) -> Self {
        Self { to, at: SystemClock.now() }
    }
}

impl Clock for SetClock {
    fn now(&self) -> Moment {
        self.to + (SystemClock.now() - self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_runs_on_from_there() {
        let to: Moment = "2026-05-20T02:00:00Z".parse().expect("a time");
        let clock = SetClock::at(to);
        let first = clock.now();
        assert!(first >= to && (first - to).num_minutes() < 1, "begins at {first}");
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert!(clock.now() > first);
    }
}
