//! Serving on a socket until told to stop.

use std::future::{Future, IntoFuture};
use std::time::Duration;

use futures::FutureExt;
use shuke_app::App;
use tokio::net::TcpListener;

use crate::options::Options;
use crate::router;
use crate::state::Http;
use crate::tls::{Peer, TlsListener};

/// How long requests that are under way may take to end.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `shutdown` completes: nobody new is let in then, streams end, and requests under way are given some
/// time.
///
/// # Errors
/// When the socket fails.
pub async fn serve(
    listener: TcpListener,
    app: App,
    options: Options,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let http = Http::new(app, options);
    let closing = http.closing.clone();
    let mut closed = closing.subscribe();
    let stop = async move {
        shutdown.await;
        closing.send_replace(true);
    };
    let tls = http.options.tls.clone();
    let service = router::of(http).into_make_service_with_connect_info::<Peer>();
    let server = match tls {
        None => axum::serve(listener, service).with_graceful_shutdown(stop).into_future().boxed(),
        Some(tls) => {
            let listener = TlsListener::new(listener, &tls)?;
            axum::serve(listener, service).with_graceful_shutdown(stop).into_future().boxed()
        }
    };
    let overdue = async move {
        // The sender lives in the server itself; without it there is nothing to wait for either.
        let _ = closed.wait_for(|closing| *closing).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = server => ended,
        () = overdue => {
            tracing::warn!("requests that were still under way are cut off");
            Ok(())
        }
    }
}
