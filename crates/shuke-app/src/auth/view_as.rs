//! Looking at the program as somebody else: read only, for a while, and on the record.
//!
//! The session says through whose eyes it looks; whoever makes the surroundings of a call takes that person's rights.
//! That nothing is changed meanwhile is seen to at the door (`shuke-http`), for every call at once.

use chrono::TimeDelta;
use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Moment, Text, Uuid};
use shuke_store::Tx;
use shuke_store::system::{AuditEntry, Session};

use super::{Bearer, Viewing, digest};
use crate::App;
use crate::company::Company;
use crate::context::Ctx;
use crate::input::Input;
use crate::me::Me;
use crate::records::check;

/// How long one looks, at most, before one has to begin anew.
const LASTS: TimeDelta = TimeDelta::minutes(30);

/// An entry that names both people.
fn entry(
    company: &Company,
    action: &str,
    by: Uuid,
    viewing: (Uuid, Moment),
    why: &str,
    now: Moment,
) -> AuditEntry {
    let (user, until) = viewing;
    let until = until.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let detail = json!({
        "by": company.person(Some(by)), "as": company.person(Some(user)), "until": until, "why": why,
    });
    AuditEntry {
        at: now,
        actor: Some(by),
        action: action.to_owned(),
        object: Some("user".to_owned()),
        record_id: Some(user),
        detail: detail.to_string(),
    }
}

/// Puts the end of a session's look on record, where it has one.
pub(super) fn over(tx: &mut Tx, company: &Company, session: &Session, why: &str, now: Moment) {
    if let Some(viewing) = session.viewing {
        tx.audit(entry(company, "view_as.ended", session.user_id, viewing, why, now));
    }
}

impl App {
    /// Whether one person may look as another: with the right to, at who sees no more than they do themselves. Whoever
    /// has left may be looked as, too. Whoever has something to do first does that, with their own eyes.
    ///
    /// # Errors
    /// [`Code::MissingRight`], [`Code::NotFound`], [`Code::ViewAsMore`], or what is to be done first.
    pub fn may_view_as(&self, by: Uuid, user: Uuid) -> Result<(), Fault> {
        let company = self.company();
        let (mine, theirs) = (company.viewer(by), company.viewer(user));
        if !mine.views_as() {
            let right = Text::new("以他人身份查看", "View as others");
            return Err(Fault::new(Code::MissingRight).label("right", right));
        }
        if let Some(must) = company.musts.get(&by) {
            return Err(must.refusal());
        }
        if company.org.person(user).is_none() {
            return Err(Fault::new(Code::NotFound));
        }
        if mine.covers(&theirs, company.schema.objects().map(AsRef::as_ref)) {
            return Ok(());
        }
        let name = company.names.get(&user).map(ToString::to_string).unwrap_or_default();
        Err(Fault::new(Code::ViewAsMore).with("name", name))
    }

    /// From now on the caller's session looks as `{"user": id}`. Answers who that is.
    ///
    /// # Errors
    /// As [`App::may_view_as`]; what is wrong with what is given.
    pub async fn view_as(&self, ctx: &Ctx, session: &str, given: &Map<String, Json>) -> Result<Me, Fault> {
        let by = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let mut input = Input::new(given, &["user"]);
        let typed = input.text("user").flatten();
        let user = typed.as_deref().and_then(|id| id.parse::<Uuid>().ok()).filter(|user| *user != by);
        let Some(user) = user else {
            let code = if typed.is_none() { Code::Required } else { Code::UnknownReference };
            input.refuse(input.fault("user", code));
            return Err(Fault::invalid(input.finish()));
        };
        check::refuse(input.finish())?;
        self.may_view_as(by, user)?;
        let viewing = (user, ctx.now + LASTS);
        let hash = digest(session);
        let entry = entry(&ctx.company, "view_as.started", by, viewing, "", ctx.now);
        self.store
            .write(move |tx| {
                async move {
                    tx.put_viewing(&hash, Some(viewing)).await?;
                    tx.audit(entry);
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        self.gate.known.forget(&hash);
        let viewing = Some(Viewing { user, until: viewing.1 });
        let ctx = self.ctx_of(Bearer { viewing, ..by.into() }, ctx.locale, ctx.via);
        self.me(&ctx).await
    }

    /// The session looks through its own person's eyes again. One that does already is no failure.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn end_view_as(&self, session: &str) -> Result<(), Fault> {
        self.end_viewing(&digest(session), "ended").await
    }

    pub(super) async fn end_viewing(&self, hash: &[u8; 32], why: &'static str) -> Result<(), Fault> {
        let (hash, now, app) = (*hash, self.now(), self.clone());
        self.store
            .write(move |tx| {
                async move {
                    if let Some(session) = tx.session(&hash).await?.filter(|it| it.viewing.is_some()) {
                        tx.put_viewing(&hash, None).await?;
                        over(tx, &app.company(), &session, why, now);
                    }
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        self.gate.known.forget(&hash);
        Ok(())
    }

    /// Ends the looks that have lasted long enough and that nobody has asked for since.
    ///
    /// # Errors
    /// The store's trouble.
    pub(crate) async fn end_viewings(tx: &mut Tx, app: &Self, now: Moment) -> Result<(), Fault> {
        for session in tx.viewings_over(now).await? {
            tx.put_viewing(&session.token_hash, None).await?;
            over(tx, &app.company(), &session, "time", now);
        }
        Ok(())
    }
}
