//! How often a caller may ask: a bucket for each session and token, and one for each network address of those who
//! show neither, or one that is not valid. A bucket holds a minute's worth and fills up steadily.
//!
//! The heads are those that clients know from the IETF's draft (RateLimit-Limit, -Remaining, -Reset). What is counted
//! is counted in each process for itself.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use axum::extract::Request;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use shuke_base::Moment;

use crate::caller::{cookie, token};
use crate::options::Rates;
use crate::origin::Place;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
/// Buckets kept; those that are full again are forgotten first.
const ROOM: usize = 20_000;

/// Whose bucket it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Owner {
    /// A session or a token, by a keyed hash.
    Pass(u64),
    /// A network address; of IPv6 the first half, which is what one customer of a provider has.
    Address(IpAddr),
    /// All addresses for which there is no room.
    Others,
}

fn owner(address: IpAddr) -> Owner {
    Owner::Address(match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 => v4,
    })
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: Moment,
}

/// What one request was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Requests of a minute.
    limit: u32,
    /// How many are left just now.
    remaining: u32,
    /// Seconds until all are there again.
    reset: u64,
    /// Seconds until the next is there, when none is left.
    pub(crate) wait: Option<u64>,
}

impl Bucket {
    /// Fills up for the time that has passed; a clock that goes back fills nothing.
    fn fill(&mut self, limit: u32, now: Moment) {
        let passed = (now - self.at).num_milliseconds().max(0);
        self.left = (self.left + passed as f64 * f64::from(limit) / 60_000.0).min(f64::from(limit));
        self.at = now;
    }

    fn take(&mut self, limit: u32, now: Moment) -> Verdict {
        self.fill(limit, now);
        let each = 60.0 / f64::from(limit);
        let wait = (self.left < 1.0).then(|| ((1.0 - self.left) * each).ceil().max(1.0) as u64);
        if wait.is_none() {
            self.left -= 1.0;
        }
        let reset = ((f64::from(limit) - self.left) * each).ceil() as u64;
        Verdict { limit, remaining: self.left as u32, reset, wait }
    }
}

/// All buckets of this process.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    hasher: RandomState,
    all: Mutex<HashMap<Owner, Bucket>>,
}

/// A request that was counted; says where, so that its answer can be looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    pass: Option<u64>,
    known: bool,
    pub(crate) verdict: Verdict,
}

/// The secret that a request shows, valid or not.
fn secret(heads: &HeaderMap) -> Option<&str> {
    token(heads).or_else(|| cookie(heads))
}

/// Whether another bucket may be kept.
fn room(all: &mut HashMap<Owner, Bucket>, now: Moment) -> bool {
    if all.len() >= ROOM {
        // After a minute every bucket is full again, and as good as a new one.
        all.retain(|_, bucket| (now - bucket.at).num_seconds() < 60);
    }
    all.len() < ROOM
}

impl Buckets {
    /// Counts a request. Nothing when nobody counts, or when it is not known where it comes from.
    pub(crate) fn count(&self, rates: &Rates, request: &Request, now: Moment) -> Option<Counted> {
        let pass = secret(request.headers()).map(|secret| self.hasher.hash_one(secret));
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = pass.and_then(|pass| all.get_mut(&Owner::Pass(pass))) {
            let limit = rates.signed_in?.get();
            return Some(Counted { pass, known: true, verdict: bucket.take(limit, now) });
        }
        let limit = rates.unknown?.get();
        let owner = owner(request.extensions().get::<Place>()?.0?);
        let owner = if all.contains_key(&owner) || room(&mut all, now) { owner } else { Owner::Others };
        let full = || Bucket { left: f64::from(limit), at: now };
        let verdict = all.entry(owner).or_insert_with(full).take(limit, now);
        Some(Counted { pass, known: false, verdict })
    }

    /// Looks at the answer: whoever was let in for the first time gets a bucket of their own; one that was answered
    /// without a look at the pass gets none. An answer that asks who it is takes the bucket away again.
    pub(crate) fn answered(
        &self,
        rates: &Rates,
        counted: Counted,
        let_in: bool,
        status: StatusCode,
        now: Moment,
    ) {
        let (Some(pass), Some(limit)) = (counted.pass, rates.signed_in) else { return };
        let valid = status != StatusCode::UNAUTHORIZED;
        if valid == counted.known || counted.verdict.wait.is_some() || (valid && !let_in) {
            return;
        }
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if !valid {
            all.remove(&Owner::Pass(pass));
            return;
        }
        if room(&mut all, now) {
            all.insert(Owner::Pass(pass), Bucket { left: f64::from(limit.get()) - 1.0, at: now });
        }
    }
}

impl Verdict {
    /// Tells the caller.
    pub(crate) fn write(self, heads: &mut HeaderMap) {
        heads.insert(LIMIT, HeaderValue::from(self.limit));
        heads.insert(REMAINING, HeaderValue::from(self.remaining));
        heads.insert(RESET, HeaderValue::from(self.reset));
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use shuke_base::{Clock, FixedClock};

    use super::*;

    #[test]
    fn a_bucket_is_emptied_and_fills_up_again() {
        let clock = FixedClock::at("2026-03-01T08:00:00Z");
        let mut bucket = Bucket { left: 6.0, at: clock.now() };
        let told: Vec<(u32, Option<u64>)> = (0..8)
            .map(|_| bucket.take(6, clock.now()))
            .map(|verdict| (verdict.remaining, verdict.wait))
            .collect();
        let (empty, wait) = ((0, None), (0, Some(10)));
        assert_eq!(told, [(5, None), (4, None), (3, None), (2, None), (1, None), empty, wait, wait]);
        clock.advance(TimeDelta::seconds(10));
        assert_eq!(bucket.take(6, clock.now()), Verdict { limit: 6, remaining: 0, reset: 60, wait: None });
        clock.advance(TimeDelta::seconds(-3_600));
        assert_eq!(bucket.take(6, clock.now()).wait, Some(10), "a clock that goes back fills nothing");
        clock.advance(TimeDelta::hours(2));
        assert_eq!(bucket.take(6, clock.now()).remaining, 5, "never more than a minute's worth");
    }

    #[test]
    fn neighbours_of_one_ipv6_customer_share_a_bucket() {
        let of = |text: &str| owner(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn without_room_strangers_share_a_bucket() {
        let now = FixedClock::at("2026-03-01T08:00:00Z").now();
        let mut all: HashMap<Owner, Bucket> =
            (0..ROOM as u64).map(|pass| (Owner::Pass(pass), Bucket { left: 1.0, at: now })).collect();
        assert!(!room(&mut all, now));
        assert!(room(&mut all, now + TimeDelta::minutes(1)), "those that are full again are forgotten");
    }

    #[test]
    fn the_secret_is_that_of_the_token_before_that_of_the_cookie() {
        let mut heads = HeaderMap::new();
        assert_eq!(secret(&heads), None);
        heads.insert("cookie", HeaderValue::from_static("a=b; shuke_session=xyz"));
        assert_eq!(secret(&heads), Some("xyz"));
        for same in ["Bearer shk_1", "bearer  shk_1 "] {
            heads.insert("authorization", HeaderValue::from_static(same));
            assert_eq!(secret(&heads), Some("shk_1"), "one bucket, however it is written");
        }
    }
}
