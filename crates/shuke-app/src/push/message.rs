//! What a message says: what the page would show to its person at this moment, in their language, and no more.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use shuke_base::{Code, Fault, Locale, Uuid};
use shuke_store::system::PushDevice;

use super::Said;
use crate::App;
use crate::context::Ctx;
use crate::talk::NoticeKind;
use crate::talk::notices::{self, NoticeView};

/// Characters of a title.
const TITLE: usize = 160;

/// A message ready to be closed.
pub(super) struct Message {
    pub(super) said: Said,
    /// What a push service that holds several under the same topic keeps the last of.
    pub(super) topic: String,
    pub(super) urgency: &'static str,
}

/// A name for what a message is about, from which nobody finds that out.
fn topic(device: &PushDevice, tag: &str) -> String {
    let digest = Sha256::new().chain_update(device.id.as_bytes()).chain_update(tag).finalize();
    URL_SAFE_NO_PAD.encode(&digest[..24])
}

/// The notice in words; `None` when what it is about is out of its reader's sight.
fn words(ctx: &Ctx, kind: NoticeKind, notice: &NoticeView) -> Option<String> {
    let zh = ctx.locale == Locale::ZhCn;
    let name = |json: &Json| json["name"].as_str().filter(|name| !name.is_empty()).map(str::to_owned);
    let or = |text: Option<String>, zh_: &str, en: &str| {
        text.unwrap_or_else(|| if zh { zh_ } else { en }.to_owned())
    };
    let actor = or(name(&notice.actor), "系统", "System");
    let about = || {
        let seen = notice.record.as_object()?;
        Some(or(name(&Json::Object(seen.clone())), "未命名记录", "Unnamed record"))
    };
    let number = |key: &str| notice.detail[key].as_i64().unwrap_or(0);
    let done = notice.detail["state"] == "done";
    let object = || {
        let object = ctx.object(notice.object.as_deref()?).ok()?;
        Some(object.plural.get(ctx.locale).to_owned())
    };
    Some(match kind {
        NoticeKind::Assigned => {
            let (record, rest) = (about()?, notice.count - 1);
            match (zh, rest > 0) {
                (true, false) => format!("{actor}把“{record}”交给了您"),
                (true, true) => format!("{actor}把“{record}”等交给了您，另有 {rest} 条"),
                (false, false) => format!("{actor} gave you “{record}”"),
                (false, true) => format!("{actor} gave you “{record}” and {rest} more"),
            }
        }
        NoticeKind::Mentioned if zh => format!("{actor}在“{}”的评论中提到了您", about()?),
        NoticeKind::Mentioned => format!("{actor} mentioned you in a comment on “{}”", about()?),
        NoticeKind::Commented if zh => format!("{actor}评论了“{}”", about()?),
        NoticeKind::Commented => format!("{actor} commented on “{}”", about()?),
        NoticeKind::ImportEnded => {
            let (object, new, changed, failed) =
                (object()?, number("inserted"), number("updated"), number("failed"));
            match (zh, done) {
                (true, true) => format!("{object}导入完成：新增 {new}，更新 {changed}，失败 {failed}"),
                (true, false) => format!("{object}导入没有完成"),
                (false, true) => {
                    format!("Import finished: {object}, {new} new, {changed} updated, {failed} failed")
                }
                (false, false) => format!("Import did not finish: {object}"),
            }
        }
        NoticeKind::Announced => {
            let title = &notice.announcement.as_ref()?.title;
            if zh { format!("公告：{title}") } else { format!("Announcement: {title}") }
        }
        NoticeKind::ExportEnded => {
            let (object, rows) = (object()?, number("rows"));
            match (zh, done) {
                (true, true) => format!("{object}导出完成，共 {rows} 行"),
                (true, false) => format!("{object}导出没有完成"),
                (false, true) => format!("Export finished: {object}, {rows} rows"),
                (false, false) => format!("Export did not finish: {object}"),
            }
        }
    })
}

/// Where in the page a notice leads, as the notices' own list does.
fn path(kind: NoticeKind, notice: &NoticeView) -> String {
    match (kind, notice.record["object"].as_str(), notice.record["id"].as_str()) {
        (NoticeKind::ImportEnded, ..) => "/import".to_owned(),
        (NoticeKind::ExportEnded, ..) => "/tasks".to_owned(),
        (NoticeKind::Announced, ..) => {
            let id = notice.announcement.as_ref().map(|it| format!("?id={}", it.id));
            format!("/announcements{}", id.unwrap_or_default())
        }
        (_, Some(object), Some(id)) => format!("/o/{object}/{id}"),
        _ => "/notifications".to_owned(),
    }
}

fn lang(ctx: &Ctx) -> &'static str {
    ctx.locale.tag()
}

impl App {
    /// What a notice says to the person of a browser at this moment; `None` when there is nothing to be said.
    pub(super) async fn push_message(
        &self,
        device: &PushDevice,
        notice: Uuid,
    ) -> Result<Option<Message>, Fault> {
        let Some(ctx) = self.ctx_told(device.user_id) else { return Ok(None) };
        // Whoever has to do something first sees no notices until then.
        if ctx.company.musts.contains_key(&device.user_id) {
            return Ok(None);
        }
        let wishes = self.preferences(&ctx).await?;
        let mut conn = self.store.read().await?;
        let found = conn.notice(notice).await?;
        let Some(found) = found.filter(|it| it.new.user_id == device.user_id && it.read_at.is_none()) else {
            return Ok(None);
        };
        let Some(kind) = NoticeKind::from_name(&found.new.kind) else { return Ok(None) };
        if wishes.muted.contains(&kind) || wishes.unpushed.contains(&kind) {
            return Ok(None);
        }
        let Some(view) = notices::as_shown(&mut conn, &ctx, found).await? else { return Ok(None) };
        let Some(title) = words(&ctx, kind, &view) else { return Ok(None) };
        // A later comment takes the place of an earlier one on the same record; one that speaks to somebody stays.
        let tag = match (kind, view.record["id"].as_str()) {
            (NoticeKind::Commented, Some(record)) => format!("{}:{record}", kind.name()),
            _ => format!("{}:{}", kind.name(), view.id),
        };
        let urgency = match kind {
            NoticeKind::Assigned | NoticeKind::Mentioned => "high",
            _ => "normal",
        };
        let said = Said {
            title: title.chars().take(TITLE).collect(),
            body: view.text.clone().unwrap_or_default(),
            path: path(kind, &view),
            notice: Some(view.id),
            again: view.count == 1,
            lang: lang(&ctx),
            at: view.at,
            tag: tag.clone(),
        };
        Ok(Some(Message { said, topic: topic(device, &tag), urgency }))
    }

    /// A message that tells of nothing.
    pub(super) fn push_test(&self, ctx: &Ctx, device: &PushDevice) -> Message {
        let (title, body) = match ctx.locale {
            Locale::ZhCn => ("推送已开通", "这是一条试发的消息。有人提到您或把记录交给您时，会像这样提醒。"),
            Locale::En => (
                "Push works",
                "This is a test. You'll be told like this of mentions and of records given to you.",
            ),
        };
        let said = Said {
            title: title.to_owned(),
            body: body.to_owned(),
            path: "/notifications".to_owned(),
            tag: "test".to_owned(),
            notice: None,
            again: true,
            lang: lang(ctx),
            at: ctx.now,
        };
        Message { said, topic: topic(device, "test"), urgency: "high" }
    }
}

impl Message {
    /// The text to be closed.
    pub(super) fn text(&self) -> Result<Vec<u8>, Fault> {
        serde_json::to_vec(&self.said).map_err(|_| Fault::new(Code::Internal))
    }
}
