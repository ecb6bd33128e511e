//! An address as it was typed, taken apart.

use std::net::IpAddr;

use url::{Host, Url};

use crate::address::is_public;
use crate::client::Policy;
use crate::failure::Failure;

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// A name, or an address without brackets.
    pub(crate) host: String,
    /// The address, when that is what was typed.
    pub(crate) ip: Option<IpAddr>,
    /// Port.
    pub(crate) port: u16,
    /// Whether the connection is encrypted.
    pub(crate) tls: bool,
    /// Path and query.
    pub(crate) path: String,
    /// What stands in the head `Host`.
    pub(crate) authority: String,
}

impl Target {
    /// Takes an address apart, and refuses what can be seen to be wrong without asking anybody. Numbers in any of the
    /// spellings that browsers know (`0x7f.1`, `2130706433`) are addresses, too.
    pub(crate) fn of(text: &str, policy: Policy) -> Result<Self, Failure> {
        let url = Url::parse(text.trim()).map_err(|_| Failure::BadUrl)?;
        let tls = match url.scheme() {
            "https" => true,
            "http" if policy.plain => false,
            "http" => return Err(Failure::Plain),
            _ => return Err(Failure::BadUrl),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Failure::BadUrl);
        }
        let (host, ip) = match url.host().ok_or(Failure::BadUrl)? {
            Host::Domain(name) => (name.trim_end_matches('.').to_owned(), None),
            Host::Ipv4(ip) => (ip.to_string(), Some(IpAddr::V4(ip))),
            Host::Ipv6(ip) => (ip.to_string(), Some(IpAddr::V6(ip))),
        };
        if host.is_empty() {
            return Err(Failure::BadUrl);
        }
        let local = host == "localhost" || host.ends_with(".localhost");
        if !policy.private && (local || ip.is_some_and(|ip| !is_public(ip))) {
            return Err(Failure::Private);
        }
        let port = url.port_or_known_default().ok_or(Failure::BadUrl)?;
        let mut path = url.path().to_owned();
        if let Some(query) = url.query() {
            path.push('?');
            path.push_str(query);
        }
        let bare = url.host_str().unwrap_or_default();
        let authority = url.port().map_or_else(|| bare.to_owned(), |port| format!("{bare}:{port}"));
        Ok(Self { host, ip, port, tls, path, authority })
    }
}

/// The origin of an address (RFC 6454), as the tokens of RFC 8292 name whom they are for; `None` when it is no web address.
#[must_use]
pub fn origin(text: &str) -> Option<String> {
    let origin = Url::parse(text.trim()).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_address_is_seen_before_anybody_is_asked() {
        let strict = Policy::default();
        for (text, expected) in [
            ("https://example.com/hook?x=1", None),
            ("https://example.com:8443", None),
            ("http://example.com/", Some(Failure::Plain)),
            ("ftp://example.com/", Some(Failure::BadUrl)),
            ("file:///etc/passwd", Some(Failure::BadUrl)),
            ("gopher://example.com", Some(Failure::BadUrl)),
            ("example.com/hook", Some(Failure::BadUrl)),
            ("https://anna:secret@example.com/", Some(Failure::BadUrl)),
            ("https://", Some(Failure::BadUrl)),
            ("https://localhost/", Some(Failure::Private)),
            ("https://LOCALHOST./", Some(Failure::Private)),
            ("https://db.localhost/", Some(Failure::Private)),
            ("https://127.0.0.1/", Some(Failure::Private)),
            ("https://127.1/", Some(Failure::Private)),
            ("https://0x7f.1/", Some(Failure::Private)),
            ("https://2130706433/", Some(Failure::Private)),
            ("https://017700000001/", Some(Failure::Private)),
            ("https://[::1]/", Some(Failure::Private)),
            ("https://[::ffff:10.0.0.1]/", Some(Failure::Private)),
            ("https://169.254.169.254/latest/meta-data", Some(Failure::Private)),
            ("https://8.8.8.8/", None),
        ] {
            assert_eq!(Target::of(text, strict).err(), expected, "{text}");
        }
        let open = Policy { private: true, plain: true };
        let target = Target::of("http://[::1]:8080/a?b=c#d", open).expect("allowed");
        assert_eq!((target.host.as_str(), target.port, target.tls), ("::1", 8080, false));
        assert_eq!((target.path.as_str(), target.authority.as_str()), ("/a?b=c", "[::1]:8080"));
    }
}
