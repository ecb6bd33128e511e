//! What a bucket's address says: `s3://bucket/prefix?endpoint=https://s3.example.com&region=cn-north-1&style=path`.

use std::fmt;
use std::str::FromStr;

use url::Url;

/// The region that stores without regions expect in signatures.
const USUAL_REGION: &str = "us-east-1";
/// Characters of a prefix.
const PREFIX_CHARS: usize = 200;

/// Where files lie in an S3-compatible store. Keys of access are never a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// The bucket.
    pub name: String,
    /// What all keys begin with, without slashes at its ends; may be empty.
    pub prefix: String,
    /// The store; Amazon's of the region when absent.
    pub endpoint: Option<Url>,
    /// The region.
    pub region: String,
    /// The bucket is a part of the host's name rather than of the path.
    pub by_host: bool,
}

fn is_bucket(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    (3..=63).contains(&name.len())
        && name.bytes().all(plain)
        && !name.starts_with(['.', '-'])
        && !name.ends_with(['.', '-'])
}

fn is_prefix(prefix: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    prefix.len() <= PREFIX_CHARS
        && prefix
            .split('/')
            .all(|part| !part.is_empty() && part.bytes().all(plain) && part.bytes().any(|byte| byte != b'.'))
}

fn endpoint(given: &str) -> Result<Url, String> {
    let wrong = || format!("endpoint is http(s)://HOST[:PORT], not “{given}”");
    let url = Url::parse(given).map_err(|_| wrong())?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let open = url.username().is_empty() && url.password().is_none();
    let known = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    if bare && open && known { Ok(url) } else { Err(wrong()) }
}

impl FromStr for Bucket {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let usual = "it is s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION";
        let url = Url::parse(text).map_err(|_| usual.to_owned())?;
        if url.scheme() != "s3" {
            return Err(usual.to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("access keys don't belong into the address; give them by the environment".to_owned());
        }
        let name = url.host_str().filter(|name| url.port().is_none() && is_bucket(name));
        let name = name.ok_or("the bucket's name is 3 to 63 small letters, digits, dots and hyphens")?;
        let prefix = url.path().trim_matches('/');
        if !prefix.is_empty() && !is_prefix(prefix) {
            return Err("a prefix is of letters, digits, “.”, “-”, “_” and “/”".to_owned());
        }
        let (mut at, mut region, mut style) = (None, None, None);
        for (key, value) in url.query_pairs() {
            match key.as_ref() {
                "endpoint" => at = Some(endpoint(&value)?),
                "region" if !value.is_empty() => region = Some(value.into_owned()),
                "style" if value == "path" => style = Some(false),
                "style" if value == "host" => style = Some(true),
                "style" => return Err("style is path or host".to_owned()),
                other => return Err(format!("“{other}” is none of endpoint, region, style")),
            }
        }
        // Amazon's own names buckets in the host; those that run elsewhere mostly can't.
        let by_host = style.unwrap_or(at.is_none());
        let region = region.unwrap_or_else(|| USUAL_REGION.to_owned());
        Ok(Self { name: name.to_owned(), prefix: prefix.to_owned(), endpoint: at, region, by_host })
    }
}

impl Bucket {
    /// The endpoint as the client wants it: with the bucket in the host where it belongs there.
    pub(super) fn base(&self) -> Option<String> {
        let url = self.endpoint.as_ref()?;
        let whole = if self.by_host {
            let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
            format!("{}://{}.{}{port}", url.scheme(), self.name, url.host_str().unwrap_or_default())
        } else {
            url.to_string()
        };
        Some(whole.trim_end_matches('/').to_owned())
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.name)?;
        if !self.prefix.is_empty() {
            write!(f, "/{}", self.prefix)?;
        }
        write!(f, "?region={}", self.region)?;
        if let Some(endpoint) = &self.endpoint {
            write!(f, "&endpoint={}", endpoint.as_str().trim_end_matches('/'))?;
        }
        if self.by_host == self.endpoint.is_some() {
            write!(f, "&style={}", if self.by_host { "host" } else { "path" })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_it_all_and_comes_back_the_same() {
        for (text, base) in [
            ("s3://files?region=us-east-1", None),
            ("s3://files/crm/a?region=eu-west-1", None),
            (
                "s3://files/crm?region=cn-north-1&endpoint=http://127.0.0.1:9000",
                Some("http://127.0.0.1:9000"),
            ),
            (
                "s3://files?region=cn-hangzhou&endpoint=https://oss.example.com&style=host",
                Some("https://files.oss.example.com"),
            ),
            ("s3://files?region=us-east-1&style=path", None),
        ] {
            let bucket: Bucket = text.parse().unwrap();
            assert_eq!(bucket.to_string(), text);
            assert_eq!(bucket.base().as_deref(), base, "{text}");
        }
        let short: Bucket = "s3://files/?endpoint=http://store.example.com:9000/".parse().unwrap();
        assert_eq!((short.prefix.as_str(), short.region.as_str(), short.by_host), ("", "us-east-1", false));
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_reason() {
        for (text, reason) in [
            ("files", "s3://BUCKET"),
            ("https://files", "s3://BUCKET"),
            ("s3://key:secret@files", "access keys"),
            ("s3://Ab_c", "3 to 63"),
            ("s3://ab", "3 to 63"),
            ("s3://files/a%20b", "prefix"),
            ("s3://files/a//b", "prefix"),
            ("s3://files?endpoint=ftp://x", "endpoint"),
            ("s3://files?endpoint=https://u:p@x", "endpoint"),
            ("s3://files?endpoint=https://x/y", "endpoint"),
            ("s3://files?style=other", "style is"),
            ("s3://files?secret_key=x", "none of"),
        ] {
            let told = text.parse::<Bucket>().expect_err(text);
            assert!(told.contains(reason), "{text}: {told}");
            assert!(!told.contains("u:p@") || text.contains("u:p@"));
        }
    }
}
