//! Live events: what changed, to those who may know.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use futures::Stream;
use futures::stream;
use http::{HeaderName, HeaderValue, header};
use serde_json::json;
use shuke_app::events::Told;
use shuke_app::{App, Ctx};
use shuke_base::Fault;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::caller::{Caller, Pass};
use crate::refusal::Reply;
use crate::state::Http;

/// How often a silent line shows that it lives, and the sign-in behind it is looked at.
const BEAT: Duration = Duration::from_secs(20);

pub(super) fn routes() -> OpenApiRouter<Http> {
    OpenApiRouter::default().routes(routes!(live_events))
}

/// Server-sent events: `change` for records that the caller may see, `import` for the caller's imports, `notice`
/// when the caller's notices changed, `presence` when somebody came to or left a record that the caller's page is at, `gone` when such
/// a record changed and isn't in sight any more, `meta` when definitions change, `reset` when events were missed and everything should be read again.
#[utoipa::path(get, path = "/events", tag = "records",
    responses((status = 200, body = String, content_type = "text/event-stream")))]
async fn live_events(State(http): State<Http>, caller: Caller) -> Reply {
    let line = Line { told: caller.app.listen(), closing: http.closing.subscribe(), caller, open: false };
    let mut response = Sse::new(events(line)).into_response();
    let heads = response.headers_mut();
    heads.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Some proxies gather answers before they pass them on, unless told not to.
    heads.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// One listener.
struct Line {
    told: Receiver<Arc<Told>>,
    closing: watch::Receiver<bool>,
    caller: Caller,
    open: bool,
}

type Batch = stream::Iter<std::vec::IntoIter<Result<Event, Infallible>>>;

/// Events until the sign-in ends, the process stops, or the listener goes.
fn events(line: Line) -> impl Stream<Item = Result<Event, Infallible>> {
    use futures::StreamExt;
    stream::unfold(line, |mut line| async move {
        let batch = line.next().await?;
        let batch: Batch = stream::iter(batch.into_iter().map(Ok).collect::<Vec<_>>());
        Some((batch, line))
    })
    .flatten()
}

impl Line {
    /// The next events; none at the end.
    async fn next(&mut self) -> Option<Vec<Event>> {
        if !self.open {
            self.open = true;
            return Some(vec![Event::default().retry(Duration::from_secs(2)).comment("open")]);
        }
        let beat = tokio::time::Instant::now() + BEAT;
        loop {
            let told = tokio::select! {
                _ = self.closing.wait_for(|closing| *closing) => return None,
                told = tokio::time::timeout_at(beat, self.told.recv()) => told,
            };
            // Of who is where only those hear who are there: the others needn't even be asked who they are.
            if let Ok(Ok(told)) = &told
                && let Told::Presence { record, .. } = &**told
                && !self.caller.app.is_at(&self.caller.ctx, *record)
            {
                continue;
            }
            // Rights are those of this moment, not those of the sign-in.
            let ctx = self.caller.again().await.ok()?;
            let events = match told {
                Err(_silence) => vec![Event::default().comment("keep-alive")],
                Ok(Ok(told)) => {
                    let person = matches!(self.caller.pass, Pass::Session(_));
                    written(&self.caller.app, &ctx, &told, person).await.ok()?
                }
                Ok(Err(RecvError::Lagged(_))) => vec![Event::default().event("reset").data("{}")],
                Ok(Err(RecvError::Closed)) => return None,
            };
            if !events.is_empty() {
                return Some(events);
            }
        }
    }
}

/// What of it this listener may have.
async fn written(app: &App, ctx: &Ctx, told: &Told, person: bool) -> Result<Vec<Event>, Fault> {
    let event = |name: &str, body: String| Event::default().event(name).data(body);
    Ok(match told {
        Told::Records(records) => {
            let notices = app.notices(ctx, records).await?;
            let bodies = notices.iter().filter_map(|notice| serde_json::to_string(notice).ok());
            let mut events: Vec<Event> = bodies.map(|body| event("change", body)).collect();
            // Whoever has a record open that went out of sight has to know that it is so, and nothing else.
            let told = |id| notices.iter().any(|notice| notice.id == id);
            let lost = records.records.iter().filter(|it| person && app.is_at(ctx, it.id) && !told(it.id));
            events.extend(
                lost.map(|it| event("gone", json!({"object": records.object, "id": it.id}).to_string())),
            );
            events
        }
        Told::Import { owner, import } => {
            let own = ctx.viewer.is_admin() || (owner.is_some() && *owner == ctx.user);
            if own { vec![event("import", import.to_string())] } else { Vec::new() }
        }
        Told::Noticed(users) => {
            let own = ctx.user.is_some_and(|user| users.contains(&user));
            if own { vec![event("notice", "{}".to_owned())] } else { Vec::new() }
        }
        Told::Presence { object, record } => {
            let people = if person { app.present(ctx, object, *record).await? } else { None };
            let body = people.map(|people| json!({"object": object, "id": record, "people": people}));
            body.map(|body| event("presence", body.to_string())).into_iter().collect()
        }
        Told::Meta(version) => vec![event("meta", json!({"version": version}).to_string())],
    })
}
