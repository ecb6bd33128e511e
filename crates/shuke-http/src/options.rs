//! What the program is told about how to serve.

use std::num::NonZeroU32;
use std::path::PathBuf;

use shuke_app::auth::Network;

use crate::tls::Tls;

/// How to serve.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the page comes from.
    pub page: Page,
    /// Whether cookies are for encrypted connections alone. A request that a proxy says to have come over such a
    /// connection gets such a cookie anyway.
    pub secure_cookies: bool,
    /// Certificate and key, when connections are encrypted here and not by a proxy.
    pub tls: Option<Tls>,
    /// Networks of proxies that are believed when they tell whom they stand for.
    pub proxies: Vec<Network>,
    /// Where uploads are written while they arrive; the system's folder for such files when absent.
    pub uploads: Option<PathBuf>,
    /// How often callers may ask.
    pub rates: Rates,
}

/// How many requests a caller may send in a minute, at most; none: as many as come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    /// With a session or a token.
    pub signed_in: Option<NonZeroU32>,
    /// From a network address without either, or with one that is not valid.
    pub unknown: Option<NonZeroU32>,
}

/// Where the page comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Page {
    /// From inside the program.
    #[default]
    Embedded,
    /// There is none: this process serves the API alone.
    Without,
}
