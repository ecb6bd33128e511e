//! The built page, from inside the program.
//!
//! Files under `assets/` carry a hash of their content in the name and never change; everything that is no file is an
//! address of the page itself, which `index.html` takes up. Files are compressed ahead of time by the page's build.

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;
use shuke_base::Code;

use crate::answer::accepts;
use crate::caller;
use crate::options::Page;
use crate::refusal::Refused;

#[derive(RustEmbed)]
#[folder = "../../web/dist/"]
#[allow_missing = true]
struct Files;

/// What the page's build says of its pages, see `web/build/pages.ts`.
#[derive(Default, Deserialize)]
struct Pages {
    /// Digest of the one script that stands in the pages themselves.
    script: String,
    pages: Vec<AtAddress>,
}

/// A page that names its own files from the start, so that they are all asked for at once.
#[derive(Deserialize)]
struct AtAddress {
    /// Its address, with `*` for any one part.
    path: String,
    file: String,
}

impl AtAddress {
    fn is_at(&self, path: &str) -> bool {
        let mut here = path.split('/');
        let all = self.path.trim_start_matches('/').split('/');
        all.into_iter()
            .all(|part| here.next().is_some_and(|here| part == here || (part == "*" && !here.is_empty())))
            && here.next().is_none()
    }
}

static PAGES: LazyLock<Pages> = LazyLock::new(|| {
    let told = Files::get("pages.json");
    told.and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
});

/// The form of the page for an address; whoever isn't signed in gets that of the sign-in, whatever they want to see.
fn page_at(path: &str, heads: &HeaderMap) -> &'static str {
    let path = if caller::cookie(heads).is_none() { "signin" } else { path };
    let page = PAGES.pages.iter().find(|page| page.is_at(path));
    page.map_or("index.html", |page| page.file.as_str())
}

/// Beside scripts, which come from our own files, but for one that stands in the page and is known by its digest. Styles may
/// stand in the document: the component library writes them there.
const POLICY: &str = "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; \
     connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

static HEADS: LazyLock<[(HeaderName, HeaderValue); 3]> = LazyLock::new(|| {
    let script = match PAGES.script.as_str() {
        "" => String::new(),
        digest => format!(" '{digest}'"),
    };
    let policy = format!("default-src 'self'; script-src 'self'{script}; {POLICY}");
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"));
    [
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ]
});

const NO_PAGE: &str = "This program was built without its page. Run `make web` and build again; the API works as it is.\n\
     本程序构建时没有包含页面：请先运行 `make web` 再重新构建；API 可以照常使用。\n";

/// Answers a request for the page or one of its files.
pub(crate) fn serve(source: &Page, request: &Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Refused::from(Code::MethodNotAllowed).into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let mut response = match source {
        Page::Without => Refused::from(Code::NoSuchPath).into_response(),
        Page::Embedded => file(path, request.headers()),
    };
    response.headers_mut().extend(HEADS.clone());
    response
}

fn file(path: &str, heads: &HeaderMap) -> Response {
    if let Some(found) = choose(path, heads) {
        let lasting = path.starts_with("assets/");
        return found.answer(heads, if lasting { "public, max-age=31536000, immutable" } else { "no-cache" });
    }
    // A file that is gone, after an upgrade say, must not be answered with the page.
    if path.starts_with("assets/") {
        return (StatusCode::NOT_FOUND, "not found\n").into_response();
    }
    match choose(page_at(path, heads), heads).or_else(|| choose("index.html", heads)) {
        Some(index) => index.answer(heads, "no-cache"),
        None => {
            let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (StatusCode::SERVICE_UNAVAILABLE, plain, NO_PAGE).into_response()
        }
    }
}

/// A file in the form that suits the caller.
struct Chosen {
    file: EmbeddedFile,
    kind: HeaderValue,
    encoding: Option<&'static str>,
    /// Whether other callers get another form.
    varies: bool,
}

fn choose(path: &str, heads: &HeaderMap) -> Option<Chosen> {
    if path.is_empty() {
        return None;
    }
    let kind = kind(path);
    let squeezed = [("br", "br"), ("gzip", "gz")]
        .map(|(encoding, end)| (encoding, Files::get(&format!("{path}.{end}"))));
    let varies = squeezed.iter().any(|(_, file)| file.is_some());
    for (encoding, file) in squeezed {
        if let Some(file) = file.filter(|_| accepts(heads, encoding)) {
            return Some(Chosen { file, kind, encoding: Some(encoding), varies });
        }
    }
    Files::get(path).map(|file| Chosen { file, kind, encoding: None, varies })
}

fn kind(path: &str) -> HeaderValue {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let text = match (kind.type_().as_str(), kind.subtype().as_str()) {
        ("text", _) | ("application", "json" | "manifest+json") => {
            format!("{}; charset=utf-8", kind.essence_str())
        }
        _ => kind.essence_str().to_owned(),
    };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

impl Chosen {
    fn answer(self, heads: &HeaderMap, cache: &'static str) -> Response {
        let hash = self.file.metadata.sha256_hash();
        let hash: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let tag =
            HeaderValue::from_str(&format!("\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"page\""));
        let known = heads.get(header::IF_NONE_MATCH).is_some_and(|sent| sent == tag);
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = Response::new(Body::from(self.file.data));
            response.headers_mut().insert(header::CONTENT_TYPE, self.kind);
            if let Some(encoding) = self.encoding {
                response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if self.varies {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        response
    }
}
