//! The guard against other sites: a browser that carries our cookie may change things only from our own page.
//!
//! Browsers tell where a request comes from, in `Sec-Fetch-Site` or at least in `Origin`. A caller that tells neither
//! is no browser, and no other site can have led it here.
//!
//! And the network address that a request comes from, see [`Place`].

use std::net::{IpAddr, SocketAddr};

use axum::extract::Request;
use http::{HeaderMap, HeaderValue, Method, header};
use shuke_app::auth::Network;

use crate::refusal::Refused;

/// Whether a method only reads.
fn safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

/// Host and port, the usual port left out, lower case.
fn authority(text: &str, usual: &str) -> String {
    let text = text.trim().to_ascii_lowercase();
    text.strip_suffix(usual).unwrap_or(&text).to_owned()
}

fn same_host(origin: &str, host: &str) -> bool {
    match origin.split_once("://") {
        Some(("http", rest)) => authority(rest, ":80") == authority(host, ":80"),
        Some(("https", rest)) => authority(rest, ":443") == authority(host, ":443"),
        _ => false,
    }
}

/// Gives a request the one `Host` that everything behind goes by. HTTP/2 names it in the address, and so does whoever
/// asks as if we were a proxy; a head that says otherwise, or two heads, would be read by one as this and by another as
/// that, so they are refused.
///
/// # Errors
/// When a request names several hosts.
pub(crate) fn settle_host(request: &mut Request) -> Result<(), Refused> {
    let mut told = request.headers().get_all(header::HOST).iter();
    let (first, second) = (told.next(), told.next());
    let addressed = request.uri().authority().map(|authority| authority.as_str().to_owned());
    let usual = if request.uri().scheme_str() == Some("http") { ":80" } else { ":443" };
    let agree = match (&addressed, first) {
        (Some(addressed), Some(host)) => {
            host.to_str().is_ok_and(|host| authority(host, usual) == authority(addressed, usual))
        }
        _ => true,
    };
    let host = addressed.map(|addressed| HeaderValue::from_str(&addressed)).transpose();
    let (true, None, Ok(host)) = (agree, second, host) else {
        return Err(Refused::malformed("请求写了不止一个主机名", "it names more than one host"));
    };
    if let Some(host) = host {
        request.headers_mut().insert(header::HOST, host);
    }
    Ok(())
}

/// Whether a request comes from another site and would change something.
pub(crate) fn is_foreign(method: &Method, headers: &HeaderMap) -> bool {
    if safe(method) {
        return false;
    }
    match text(headers, "sec-fetch-site") {
        Some("same-origin" | "none") => return false,
        Some(_) => return true,
        None => {}
    }
    let host = text(headers, header::HOST.as_str()).unwrap_or_default();
    text(headers, header::ORIGIN.as_str()).is_some_and(|origin| !same_host(origin, host))
}

/// Where a request comes from, as far as that is known; handlers find it among the extensions.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place(pub(crate) Option<IpAddr>);

/// An address as proxies write it, with a port or without.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let ip = text.parse::<IpAddr>().ok();
    ip.or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip())).map(|ip| ip.to_canonical())
}

impl Place {
    /// The other end of the connection; or, when a known proxy is there, whom it tells to stand for. Each proxy adds
    /// at the right, so what is left of the first one unknown to us was written by anybody.
    pub(crate) fn of(proxies: &[Network], peer: Option<SocketAddr>, headers: &HeaderMap) -> Self {
        let Some(peer) = peer else { return Self(None) };
        let mut at = peer.ip().to_canonical();
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        for told in lines.flat_map(|line| line.to_str().unwrap_or("?").rsplit(',')) {
            if !proxies.iter().any(|network| network.contains(at)) {
                break;
            }
            let Some(before) = hop(told) else { break };
            at = before;
        }
        Self(Some(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(method: &Method, heads: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("crm.example.com"));
        for (name, value) in heads {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        is_foreign(method, &headers)
    }

    #[test]
    fn only_our_own_page_changes_things() {
        let post = &Method::POST;
        assert!(!foreign(post, &[("origin", "https://crm.example.com")]));
        assert!(!foreign(post, &[("origin", "https://CRM.example.com:443")]));
        assert!(foreign(post, &[("origin", "https://evil.example.com")]));
        assert!(foreign(post, &[("origin", "https://crm.example.com:8443")]));
        assert!(foreign(post, &[("origin", "null")]));
        assert!(foreign(post, &[("sec-fetch-site", "cross-site")]));
        assert!(foreign(post, &[("sec-fetch-site", "same-site"), ("origin", "https://crm.example.com")]));
        assert!(!foreign(post, &[("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn a_request_has_one_host() {
        let host = |address: &str, told: &[&'static str]| {
            let mut request = http::Request::builder().uri(address);
            for host in told {
                request = request.header("host", *host);
            }
            let mut request = request.body(axum::body::Body::empty()).unwrap();
            settle_host(&mut request).ok()?;
            Some(text(request.headers(), "host").unwrap_or("none").to_owned())
        };
        let crm = Some("crm.example.com".to_owned());
        assert_eq!(host("https://crm.example.com/x", &[]), crm, "as in HTTP/2");
        assert_eq!(host("https://crm.example.com/x", &["CRM.example.com:443"]), crm);
        assert_eq!(host("/x", &["crm.example.com"]), crm, "as in HTTP/1.1");
        assert_eq!(host("/x", &[]).as_deref(), Some("none"));
        assert_eq!(host("https://crm.example.com/x", &["evil.example.com"]), None);
        assert_eq!(host("https://crm.example.com/x", &["crm.example.com:8443"]), None);
        assert_eq!(host("/x", &["crm.example.com", "evil.example.com"]), None);
        assert_eq!(host("https://crm.example.com/x", &["crm.example.com", "crm.example.com"]), None);
    }

    #[test]
    fn reading_and_programs_are_left_alone() {
        assert!(!foreign(&Method::GET, &[("origin", "https://evil.example.com")]));
        assert!(!foreign(&Method::DELETE, &[]));
    }

    #[test]
    fn only_a_known_proxy_tells_whom_it_stands_for() {
        let place = |proxies: &[&str], peer: &str, told: &[&'static str]| {
            let proxies: Vec<Network> = proxies.iter().map(|text| text.parse().unwrap()).collect();
            let mut headers = HeaderMap::new();
            for line in told {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            Place::of(&proxies, Some(peer.parse().unwrap()), &headers).0.unwrap().to_string()
        };
        let told = &["203.0.113.9, 198.51.100.7"];
        assert_eq!(place(&[], "127.0.0.1:80", told), "127.0.0.1", "nobody is believed unasked");
        assert_eq!(place(&["127.0.0.1"], "127.0.0.1:80", told), "198.51.100.7");
        assert_eq!(place(&["127.0.0.1"], "192.0.2.1:80", told), "192.0.2.1");
        let two = &["127.0.0.1", "198.51.100.0/24"];
        assert_eq!(place(two, "127.0.0.1:80", told), "203.0.113.9", "one proxy behind the other");
        assert_eq!(
            place(two, "127.0.0.1:80", &["203.0.113.9", "198.51.100.7"]),
            "203.0.113.9",
            "in two lines"
        );
        assert_eq!(
            place(two, "127.0.0.1:80", &["office, 198.51.100.7"]),
            "198.51.100.7",
            "up to what is readable"
        );
        assert_eq!(place(two, "127.0.0.1:80", &["[2001:db8::7]:5432"]), "2001:db8::7");
        assert_eq!(place(two, "127.0.0.1:80", &["203.0.113.9:5432"]), "203.0.113.9");
        assert_eq!(place(two, "127.0.0.1:80", &[""]), "127.0.0.1");
        assert_eq!(place(&[], "[::ffff:192.0.2.1]:80", &[]), "192.0.2.1");
        assert!(Place::of(&[], None, &HeaderMap::new()).0.is_none());
    }
}
