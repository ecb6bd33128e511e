//! What all handlers share.

use std::ops::Deref;
use std::sync::Arc;

use shuke_app::App;
use tokio::sync::watch;

use crate::metrics::Metrics;
use crate::options::Options;
use crate::rate::Buckets;

/// The shared state; cheap to clone.
#[derive(Clone)]
pub(crate) struct Http(Arc<Inner>);

/// See [`Http`].
pub(crate) struct Inner {
    /// The use cases.
    pub(crate) app: App,
    /// How to serve.
    pub(crate) options: Options,
    /// What has been counted.
    pub(crate) metrics: Metrics,
    /// How often callers have asked.
    pub(crate) buckets: Buckets,
    /// Becomes true when the process is about to stop: streams end then, and nobody new is wanted.
    pub(crate) closing: watch::Sender<bool>,
}

impl Http {
    pub(crate) fn new(app: App, options: Options) -> Self {
        let closing = watch::Sender::new(false);
        let (metrics, buckets) = (Metrics::default(), Buckets::default());
        Self(Arc::new(Inner { app, options, metrics, buckets, closing }))
    }
}

impl Deref for Http {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
