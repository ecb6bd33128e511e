//! Telling people of what concerns them, in the transaction that causes it.

use serde_json::{Value as Json, json};
use shuke_base::{Moment, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;
use shuke_store::system::{Comment, Import, NewNotice, Task};

use super::NoticeKind;
use crate::App;
use crate::context::Ctx;
use crate::import::doc::ImportDoc;
use crate::records::value_of;

fn notice(app: &App, kind: NoticeKind, user_id: Uuid, object: &str, created_at: Moment) -> NewNotice {
    NewNotice {
        id: app.ids.new_id(created_at),
        user_id,
        kind: kind.name().to_owned(),
        object: Some(object.to_owned()),
        record_id: None,
        comment_id: None,
        actor: None,
        work: None,
        detail: "{}".to_owned(),
        created_at,
    }
}

/// A record has an owner whom somebody else has chosen. Many in one piece of work are one notice.
pub(crate) fn assigned(tx: &mut Tx, app: &App, ctx: &Ctx, object: &ObjectDef, record: &Record) {
    let Some(actor) = ctx.user.filter(|_| object.owned && !ctx.viewer.is_system()) else { return };
    let owner = value_of(object, record, "owner").as_id().filter(|owner| *owner != actor);
    let Some(owner) = owner.and_then(|owner| ctx.company.org.person(owner)).filter(|it| it.active) else {
        return;
    };
    tx.notify(NewNotice {
        record_id: Some(record.id),
        actor: Some(actor),
        work: ctx.work,
        ..notice(app, NoticeKind::Assigned, owner.id, &object.name, ctx.now)
    });
}

/// A comment concerns these people.
pub(crate) fn commented(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    comment: &Comment,
    people: impl Iterator<Item = (Uuid, NoticeKind)>,
) {
    for (user, kind) in people {
        tx.notify(NewNotice {
            record_id: Some(comment.record_id),
            comment_id: Some(comment.id),
            actor: Some(comment.author),
            ..notice(app, kind, user, &comment.object, ctx.now)
        });
    }
}

fn ended(
    tx: &mut Tx,
    app: &App,
    kind: NoticeKind,
    by: Option<Uuid>,
    (object, at, detail): (&str, Option<Moment>, &Json),
) {
    let Some(user) = by else { return };
    let at = at.unwrap_or_else(|| app.now());
    tx.notify(NewNotice { detail: detail.to_string(), ..notice(app, kind, user, object, at) });
}

/// An import has ended, well or not; that a dry run has, is seen where it was asked for.
pub(crate) fn imported(tx: &mut Tx, app: &App, import: &Import, doc: &ImportDoc) {
    if !matches!(import.state.as_str(), "done" | "failed") || doc.dry_run {
        return;
    }
    let detail = json!({
        "id": import.id, "state": import.state, "inserted": doc.inserted, "updated": doc.updated, "failed": doc.failed,
    });
    let about = (import.object.as_str(), import.finished_at, &detail);
    ended(tx, app, NoticeKind::ImportEnded, import.created_by, about);
}

/// An export has ended, well or not.
pub(crate) fn exported(tx: &mut Tx, app: &App, task: &Task) {
    let detail = json!({"id": task.id, "state": task.state, "rows": task.rows_done});
    ended(
        tx,
        app,
        NoticeKind::ExportEnded,
        task.created_by,
        (task.object.as_str(), task.finished_at, &detail),
    );
}
