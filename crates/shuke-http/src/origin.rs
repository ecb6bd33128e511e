//! The guard against other sites: a browser that carries our cookie may change things only from our own page.
//!
//! Browsers tell where a request comes from, in `Sec-Fetch-Site` or at least in `Origin`. A caller that tells neither
//! is no browser, and no other site can have led it here.

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
}
