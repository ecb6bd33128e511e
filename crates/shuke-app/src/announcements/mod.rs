//! What the company announces to its people. Administrators write, change and withdraw; whoever is in the audience reads
//! it from its beginning to its end, and nobody else learns that it exists.
//!
//! To whom is decided anew each time that somebody looks: whoever joins a department later reads what is announced to it.
//! When an announcement begins, its people get a notice ([`tell`]), each of them once.

mod draft;
pub mod manage;
pub mod reading;
pub(crate) mod tell;

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::Party;
use shuke_base::{Moment, Uuid};
use shuke_store::system::Announcement;

use crate::company::Company;
use crate::context::Ctx;
use crate::sharing::{PartyView, party};

/// How an announcement stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It has not begun.
    Planned,
    /// It is shown.
    Current,
    /// It has ended.
    Over,
}

impl Standing {
    /// How one stands that lasts from `starts_at` until just before `ends_at`.
    fn at(now: Moment, starts_at: Moment, ends_at: Option<Moment>) -> Self {
        if ends_at.is_some_and(|end| end <= now) {
            Self::Over
        } else if starts_at > now {
            Self::Planned
        } else {
            Self::Current
        }
    }

    /// How a stored one stands.
    pub(crate) fn of(it: &Announcement, now: Moment) -> Self {
        Self::at(now, it.starts_at, it.ends_at)
    }
}

/// To whom: everyone where nobody is named.
type Audience = Option<Party>;

/// To whom a stored one is. What can't be read is to nobody.
fn audience(it: &Announcement) -> Audience {
    serde_json::from_str(&it.audience).unwrap_or_else(|error| {
        tracing::error!(id = %it.id, %error, "the audience of an announcement can't be read; it has none");
        Some(Party::default())
    })
}

/// Whether a person is in an audience: named, in one of its departments or below, or with one of its roles.
fn reaches(company: &Company, audience: &Audience, user: Uuid) -> bool {
    let Some(party) = audience else { return true };
    let own = company.org.department_of(user);
    let mut departments: Vec<Uuid> = own.into_iter().collect();
    departments.extend(own.into_iter().flat_map(|own| company.org.departments_above(own)));
    let roles = company.user_roles.get(&user).map_or(&[][..], Vec::as_slice);
    party.has(user, roles, &departments)
}

/// The people of an audience who can sign in.
fn people(company: &Company, audience: &Audience) -> impl Iterator<Item = Uuid> {
    let active = company.org.people().filter(|person| person.active).map(|person| person.id);
    active.filter(move |person| reaches(company, audience, *person))
}

/// Whether the caller may read this one at this moment.
pub(crate) fn seen(ctx: &Ctx, it: &Announcement) -> bool {
    let current = it.withdrawn_at.is_none() && Standing::of(it, ctx.now) == Standing::Current;
    current && ctx.user.is_some_and(|user| reaches(&ctx.company, &audience(it), user))
}

/// An announcement as those read it whom it is for.
#[derive(Debug, Clone, Serialize)]
pub struct AnnouncementView {
    /// Id.
    pub id: Uuid,
    /// One line.
    pub title: String,
    /// Plain text with line breaks.
    pub body: String,
    /// Stands before the others.
    pub pinned: bool,
    /// From when on it is shown.
    pub starts_at: Moment,
    /// From when on it no longer is.
    pub ends_at: Option<Moment>,
    /// Who wrote it.
    pub by: Json,
    /// When it was last changed.
    pub updated_at: Moment,
    /// When the caller has read it.
    pub read_at: Option<Moment>,
}

/// An announcement as administrators see it.
#[derive(Debug, Clone, Serialize)]
pub struct ManagedAnnouncement {
    /// The announcement; `read_at` is the caller's own.
    #[serde(flatten)]
    pub announcement: AnnouncementView,
    /// To whom; none for everyone.
    pub audience: Option<PartyView>,
    /// `planned`, `current` or `over`.
    pub state: Standing,
    /// People whom it is for at this moment.
    pub people: usize,
    /// Those of them who have read it.
    pub read: usize,
}

fn view(ctx: &Ctx, it: Announcement, read_at: Option<Moment>) -> AnnouncementView {
    AnnouncementView {
        id: it.id,
        title: it.title,
        body: it.body,
        pinned: it.pinned,
        starts_at: it.starts_at,
        ends_at: it.ends_at,
        by: ctx.company.person(Some(it.created_by)),
        updated_at: it.updated_at,
        read_at,
    }
}

/// As administrators see it, with who has read it and when.
fn managed(ctx: &Ctx, it: Announcement, readers: &[(Uuid, Moment)]) -> ManagedAnnouncement {
    let to = audience(&it);
    let people: HashSet<Uuid> = people(&ctx.company, &to).collect();
    let read = readers.iter().filter(|(user, _)| people.contains(user)).count();
    let own = readers.iter().find(|(user, _)| Some(*user) == ctx.user).map(|(_, at)| *at);
    ManagedAnnouncement {
        audience: to.as_ref().map(|to| party(ctx, to)),
        state: Standing::of(&it, ctx.now),
        people: people.len(),
        read,
        announcement: view(ctx, it, own),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn it_is_shown_from_its_beginning_until_just_before_its_end() {
        let now = Moment::UNIX_EPOCH;
        let (before, after) = (now - TimeDelta::seconds(1), now + TimeDelta::seconds(1));
        for (starts, ends, expected) in [
            (after, None, Standing::Planned),
            (now, None, Standing::Current),
            (before, Some(after), Standing::Current),
            (before, Some(now), Standing::Over),
            (after, Some(after + TimeDelta::days(1)), Standing::Planned),
        ] {
            assert_eq!(Standing::at(now, starts, ends), expected, "{starts} {ends:?}");
        }
    }
}
