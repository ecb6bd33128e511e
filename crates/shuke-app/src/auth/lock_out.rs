//! Lock-outs after failed sign-ins: of a login, whether somebody has it or not, and of a network address.
//!
//! Logins that nobody has are counted like all others, so trying tells nothing. An address may try more often than a
//! login, because an office shares one; it is stopped when it tries many logins.

use std::net::IpAddr;

use chrono::TimeDelta;
use serde_json::json;
use shuke_base::{Code, Fault, Moment, limits};
use shuke_store::Tx;
use shuke_store::system::{AuditEntry, Tries};

use super::secret::{Hash, digest};

/// Keys are forgotten after this time; longer than failures count, and than a lock-out lasts.
const FORGOTTEN: TimeDelta = TimeDelta::hours(2);

/// How long a lock-out lasts.
fn lasting() -> TimeDelta {
    TimeDelta::minutes(limits::LOCK_OUT_MINUTES)
}

fn tries(now: Moment, most: i64) -> Tries {
    let from = now - TimeDelta::minutes(limits::SIGN_IN_WINDOW_MINUTES);
    Tries { most, now, from, until: now + lasting() }
}

/// Failures of a login at this moment.
pub(super) fn of_login(now: Moment) -> Tries {
    tries(now, limits::SIGN_IN_TRIES)
}

/// The end of a lock-out that holds at this moment. One that would last longer than any was written by a clock that
/// has gone back.
pub(crate) fn holding(until: Option<Moment>, now: Moment) -> Option<Moment> {
    until.filter(|until| *until > now && *until - now <= lasting())
}

/// What stands for a login that nobody has.
pub(super) fn stranger(login: &str) -> Hash {
    digest(&format!("login:{login}"))
}

/// What stands for a network address: the address itself, and for IPv6 the network of one customer. The machine's own
/// is none: a proxy may stand there that nobody told us of, and then everybody comes from it.
pub(super) fn address(place: Option<&str>) -> Option<Hash> {
    let ip = place?.parse::<IpAddr>().ok()?.to_canonical();
    if ip.is_loopback() {
        return None;
    }
    Some(match ip {
        IpAddr::V4(ip) => digest(&format!("address:{ip}")),
        IpAddr::V6(ip) => digest(&format!("address:{:?}", &ip.segments()[..4])),
    })
}

fn refused(code: Code, now: Moment, until: Moment) -> Fault {
    let seconds = (until - now).num_seconds().max(1);
    Fault::new(code).with("minutes", (seconds + 59) / 60)
}

/// The refusal of a login until the end of its lock-out.
pub(super) fn locked_out(now: Moment, until: Moment) -> Fault {
    refused(Code::LockedOut, now, until)
}

/// The refusal of an address until the end of its lock-out.
pub(super) fn address_locked_out(now: Moment, until: Moment) -> Fault {
    refused(Code::AddressLockedOut, now, until)
}

/// Counts a failure of a login that nobody has; the answer is the same as for one that somebody has.
pub(super) async fn stranger_failed(tx: &mut Tx, key: &[u8], now: Moment) -> Result<Fault, Fault> {
    tx.prune_failed_keys(now - FORGOTTEN).await?;
    let tries = of_login(now);
    let failed = tx.key_failed(key, tries).await?;
    Ok(if failed < tries.most { Fault::new(Code::BadCredentials) } else { locked_out(now, tries.until) })
}

/// Counts a failure that came from an address.
pub(super) async fn address_failed(tx: &mut Tx, place: Option<&str>, now: Moment) -> Result<(), Fault> {
    let Some(key) = address(place) else { return Ok(()) };
    tx.prune_failed_keys(now - FORGOTTEN).await?;
    let tries = tries(now, limits::ADDRESS_TRIES);
    if tx.key_failed(&key, tries).await? == tries.most {
        tx.audit(AuditEntry {
            at: now,
            actor: None,
            action: "sign_in.address_locked_out".to_owned(),
            object: None,
            record_id: None,
            detail: json!({"address": place}).to_string(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use shuke_base::{Clock, FixedClock};

    use super::*;

    #[test]
    fn an_address_stands_for_itself_or_for_its_customer() {
        let same = |one: &str, two: &str| address(Some(one)) == address(Some(two));
        assert!(same("192.0.2.1", "::ffff:192.0.2.1"));
        assert!(!same("192.0.2.1", "192.0.2.2"));
        assert!(same("2001:db8:1:2::3", "2001:db8:1:2:ffff::9"));
        assert!(!same("2001:db8:1:2::3", "2001:db8:1:3::3"));
        for nowhere in [None, Some(""), Some("localhost"), Some("127.0.0.1"), Some("::1")] {
            assert_eq!(address(nowhere), None, "{nowhere:?}");
        }
        assert_ne!(stranger("192.0.2.1"), address(Some("192.0.2.1")).expect("a key"));
    }

    #[test]
    fn a_lock_out_holds_until_its_end_and_not_for_years() {
        let now = FixedClock::at("2026-03-01T08:00:00Z").now();
        let after = |minutes: i64| Some(now + TimeDelta::minutes(minutes));
        assert_eq!(holding(None, now), None);
        assert_eq!(holding(after(0), now), None);
        assert_eq!(holding(after(1), now), after(1));
        assert_eq!(holding(after(15), now), after(15));
        assert_eq!(holding(after(16), now), None, "the clock has gone back");
    }
}
