//! Serving on a socket until told to stop.

use std::future::Future;
use std::time::Duration;

use futures::FutureExt;
use shuke_app::App;
use tokio::net::TcpListener;

use crate::connection;
use crate::options::Options;
use crate::router;
use crate::state::Http;
use crate::tls::TlsListener;

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
    let (mut closed, stopping) = (closing.subscribe(), closing.subscribe());
    let stop = async move {
        shutdown.await;
        closing.send_replace(true);
    };
    let tls = http.options.tls.clone();
    let router = router::of(http);
    let server = match tls {
        None => connection::serve_all(listener, router, stopping).boxed(),
        Some(tls) => connection::serve_all(TlsListener::new(listener, &tls)?, router, stopping).boxed(),
    };
    let server = async move {
        tokio::join!(server, stop);
    };
    let overdue = async move {
        // The sender lives in the server itself; without it there is nothing to wait for either.
        let _ = closed.wait_for(|closing| *closing).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = server => Ok(()),
        () = overdue => {
            tracing::warn!("requests that were still under way are cut off");
            Ok(())
        }
    }
}
