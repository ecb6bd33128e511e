//! What the program is told about how to serve.

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
