//! The guard against other sites: a browser that carries our cookie may change things only from our own page.
//!
//! Browsers tell where a request comes from, in `Sec-Fetch-Site` or at least in `Origin`. A caller that tells neither
//! is no browser, and no other site can have led it here.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, Method, header};

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

/// The network address that a request comes from. A proxy on this machine or in this network is believed to tell whom
/// it stands for; it is shown to people and decides nothing.
pub(crate) fn place(peer: Option<SocketAddr>, headers: &HeaderMap) -> Option<String> {
    let inside = match peer.map(|peer| peer.ip()) {
        Some(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private(),
        Some(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local(),
        None => false,
    };
    let told = text(headers, "x-forwarded-for").filter(|_| inside);
    let told = told.and_then(|hops| hops.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    told.or(peer.map(|peer| peer.ip())).map(|ip| ip.to_canonical().to_string())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

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
    fn reading_and_programs_are_left_alone() {
        assert!(!foreign(&Method::GET, &[("origin", "https://evil.example.com")]));
        assert!(!foreign(&Method::DELETE, &[]));
    }

    #[test]
    fn only_a_proxy_inside_tells_whom_it_stands_for() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.9, 198.51.100.7"));
        let peer = |text: &str| Some(text.parse().unwrap());
        assert_eq!(place(peer("127.0.0.1:80"), &headers).as_deref(), Some("198.51.100.7"));
        assert_eq!(place(peer("192.0.2.1:80"), &headers).as_deref(), Some("192.0.2.1"));
        assert_eq!(place(peer("[::ffff:192.0.2.1]:80"), &HeaderMap::new()).as_deref(), Some("192.0.2.1"));
        assert_eq!(place(None, &headers), None);
    }
}
