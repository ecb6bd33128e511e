//! An announcement as it is written: everything that is wrong with it is told at once.

use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, Moment, limits};
use shuke_store::system::Announcement;
use shuke_text::{Clean, clean_block};

use super::Audience;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;
use crate::sharing;

/// What may be given.
const PARTS: [&str; 6] = ["title", "body", "pinned", "audience", "starts_at", "ends_at"];
/// What people call these parts here.
const NAMES: [(&str, &str, &str); 6] = [
    ("title", "标题", "Title"),
    ("body", "正文", "Text"),
    ("pinned", "置顶", "Pinned"),
    ("audience", "发布范围", "Audience"),
    ("starts_at", "开始时间", "Beginning"),
    ("ends_at", "结束时间", "End"),
];

/// One line, or several, of at most so many characters; `None` when nothing was given.
fn text(input: &mut Input<'_>, name: &str, most: usize, new: bool) -> Option<String> {
    if !input.has(name) {
        if new {
            input.refuse(input.fault(name, Code::Required));
        }
        return None;
    }
    let text = if name == "title" {
        input.text(name)?.unwrap_or_default()
    } else {
        match clean_block(input.raw(name)?.unwrap_or_default()) {
            Clean::Text(text) => text,
            Clean::Control => {
                input.refuse(input.fault(name, Code::InvalidText));
                return None;
            }
        }
    };
    let actual = text.chars().count();
    if actual == 0 {
        input.refuse(input.fault(name, Code::Required));
    }
    if actual > most {
        input.refuse(input.fault(name, Code::TooLong).with("max", most).with("actual", actual));
    }
    Some(text)
}

/// To whom; `None` when nothing was given.
fn audience(ctx: &Ctx, input: &mut Input<'_>) -> Option<Audience> {
    let given = input.map("audience")?;
    Some(given.map(|given| sharing::people(ctx, input, "audience", given)))
}

/// What is given, laid over an announcement; a new one has no title yet. A beginning that is not said is `now`.
pub(super) fn read(ctx: &Ctx, given: &Map<String, Json>, old: Announcement) -> Result<Announcement, Fault> {
    let new = old.title.is_empty();
    let mut input = Input::new(given, &PARTS).called(&NAMES);
    let mut it = old;
    if let Some(title) = text(&mut input, "title", limits::ANNOUNCEMENT_TITLE_CHARS, new) {
        it.title = title;
    }
    if let Some(body) = text(&mut input, "body", limits::ANNOUNCEMENT_CHARS, new) {
        it.body = body;
    }
    if let Some(audience) = audience(ctx, &mut input) {
        it.audience = serde_json::to_string(&audience).unwrap_or_default();
    }
    it.pinned = input.flag("pinned").flatten().unwrap_or(it.pinned);
    if let Some(starts_at) = input.moment("starts_at") {
        it.starts_at = starts_at.unwrap_or(ctx.now);
    }
    let ends_at: Option<Option<Moment>> = input.moment("ends_at");
    it.ends_at = ends_at.unwrap_or(it.ends_at);
    if it.ends_at.is_some_and(|end| end <= it.starts_at) {
        input.refuse(input.fault("ends_at", Code::EndsBeforeStart));
    }
    check::refuse(input.finish())?;
    Ok(it)
}
