//! Networks of addresses, as people write them: `203.0.113.0/24`, `2001:db8::/32`, or a single address (RFC 4632 and
//! RFC 4291, section 2.3).

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A network; IPv4 addresses that are written as IPv6 ones count as IPv4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    first: IpAddr,
    length: u32,
}

/// What is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no network such as 203.0.113.0/24 or 2001:db8::/32")]
pub struct NoNetwork;

fn bits(ip: IpAddr) -> u32 {
    match ip {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

/// The first address of the network of this length that holds the address.
fn first(ip: IpAddr, length: u32) -> IpAddr {
    match ip {
        IpAddr::V4(ip) => {
            let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
            IpAddr::V4((ip.to_bits() & mask).into())
        }
        IpAddr::V6(ip) => {
            let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
            IpAddr::V6((ip.to_bits() & mask).into())
        }
    }
}

impl Network {
    /// Whether the address belongs to it.
    #[must_use]
    pub fn contains(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        bits(ip) == bits(self.first) && first(ip, self.length) == self.first
    }
}

impl FromStr for Network {
    type Err = NoNetwork;

    /// Reads a network; what the address has beyond the network's length is dropped.
    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let text = text.trim();
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let written: IpAddr = address.trim().parse().map_err(|_| NoNetwork)?;
        let ip = written.to_canonical();
        let length = match length.map(str::trim) {
            None => bits(ip),
            // Neither signs nor leading zeros, and no more digits than there can be.
            Some(digits) if digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                let length: u32 = digits.parse().map_err(|_| NoNetwork)?;
                length.checked_sub(bits(written) - bits(ip)).ok_or(NoNetwork)?
            }
            Some(_) => return Err(NoNetwork),
        };
        if length > bits(ip) {
            return Err(NoNetwork);
        }
        Ok(Self { first: first(ip, length), length })
    }
}

impl TryFrom<String> for Network {
    type Error = NoNetwork;

    fn try_from(text: String) -> Result<Self, NoNetwork> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.length == bits(self.first) {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}/{}", self.first, self.length)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read_and_written() {
        for (text, written) in [
            ("203.0.113.0/24", "203.0.113.0/24"),
            (" 203.0.113.77 / 24 ", "203.0.113.0/24"),
            ("203.0.113.77", "203.0.113.77"),
            ("203.0.113.77/32", "203.0.113.77"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:DB8::1/32", "2001:db8::/32"),
            ("::/0", "::/0"),
            ("::1", "::1"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7/120", "192.0.2.0/24"),
        ] {
            let network: Network = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(network.to_string(), written, "{text}");
            assert_eq!(written.parse(), Ok(network), "{text}");
        }
        for text in [
            "",
            "/",
            "office",
            "203.0.113",
            "203.0.113.0/33",
            "203.0.113.0/-1",
            "203.0.113.0/+8",
            "203.0.113.0/",
            "203.0.113.0/1000",
            "2001:db8::/129",
            "::ffff:192.0.2.7/64",
            "010.0.0.1",
            "203.0.113.0/24/24",
        ] {
            assert_eq!(text.parse::<Network>(), Err(NoNetwork), "{text}");
        }
    }

    #[test]
    fn an_address_belongs_or_does_not() {
        let belongs = |network: &str, ip: &str| {
            network.parse::<Network>().expect("a network").contains(ip.parse().expect("an address"))
        };
        assert!(belongs("203.0.113.0/24", "203.0.113.255"));
        assert!(belongs("203.0.113.0/24", "::ffff:203.0.113.9"));
        assert!(!belongs("203.0.113.0/24", "203.0.114.0"));
        assert!(
            belongs("203.0.113.128/25", "203.0.113.128") && !belongs("203.0.113.128/25", "203.0.113.127")
        );
        assert!(belongs("0.0.0.0/0", "198.51.100.1") && !belongs("0.0.0.0/0", "2001:db8::1"));
        assert!(belongs("2001:db8::/32", "2001:db8:ffff::1") && !belongs("2001:db8::/32", "2001:db9::"));
        assert!(!belongs("::/0", "198.51.100.1"), "one kind doesn't stand for the other");
        assert!(belongs("198.51.100.1", "198.51.100.1") && !belongs("198.51.100.1", "198.51.100.2"));
    }
}
