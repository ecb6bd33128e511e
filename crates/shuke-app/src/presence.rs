//! Who has a record open just now, and which field they are changing.
//!
//! Kept in the memory of this process alone and never written: a page says every ten seconds that it is still there, and
//! is forgotten when it falls silent. With several processes each knows of the people whose pages talk to it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, Moment, Uuid};
use shuke_meta::ObjectDef;

use crate::App;
use crate::context::Ctx;
use crate::events::Told;
use crate::input::Input;
use crate::records::{read, value_of};

/// How long a page that falls silent is still taken to be there.
const KEPT: TimeDelta = TimeDelta::seconds(25);
/// Pages at one record that are told of, at most; whoever comes later sees the others and isn't seen.
const PAGES: usize = 30;
/// Records that one person has open in as many tabs; of more the one that spoke longest ago is forgotten.
const TABS: usize = 20;
/// Characters of the name that a tab gives itself.
const TAB_CHARS: usize = 64;

/// A page at a record.
#[derive(Debug, Clone)]
struct Page {
    user: Uuid,
    tab: String,
    field: Option<String>,
    until: Moment,
}

/// A record that somebody has open.
#[derive(Debug)]
struct Open {
    object: String,
    pages: Vec<Page>,
}

/// Who is where.
#[derive(Debug, Default)]
pub struct Presence(Mutex<HashMap<Uuid, Open>>);

impl Presence {
    fn all(&self) -> MutexGuard<'_, HashMap<Uuid, Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page is at a record, or still is. Whether others see something new by that.
    fn arrive(&self, object: &str, id: Uuid, page: Page) -> bool {
        let mut all = self.all();
        let known = all.get_mut(&id).and_then(|open| open.pages.iter_mut().find(|it| same(it, &page)));
        if let Some(it) = known {
            let moved = it.field != page.field;
            *it = page;
            return moved;
        }
        if all.get(&id).is_some_and(|open| open.pages.len() >= PAGES) {
            return false;
        }
        make_room(&mut all, page.user);
        let open = all.entry(id).or_insert_with(|| Open { object: object.to_owned(), pages: Vec::new() });
        open.pages.push(page);
        true
    }

    /// A page went; the object of its record when it was there.
    fn leave(&self, id: Uuid, user: Uuid, tab: &str) -> Option<String> {
        take(&mut self.all(), id, user, tab)
    }

    /// Forgets pages that fell silent; the records that they were at.
    fn sweep(&self, now: Moment) -> Vec<(String, Uuid)> {
        let mut left = Vec::new();
        self.all().retain(|id, open| {
            let before = open.pages.len();
            open.pages.retain(|it| it.until > now);
            if open.pages.len() < before {
                left.push((open.object.clone(), *id));
            }
            !open.pages.is_empty()
        });
        left
    }

    /// The people at a record, each once and with a field if one of their pages has one, in the order in which they came.
    fn people(&self, id: Uuid, now: Moment) -> Vec<(Uuid, Option<String>)> {
        let mut people: Vec<(Uuid, Option<String>)> = Vec::new();
        let all = self.all();
        for page in all.get(&id).into_iter().flat_map(|open| &open.pages).filter(|it| it.until > now) {
            match people.iter_mut().find(|(user, _)| *user == page.user) {
                Some((_, field)) => *field = field.take().or_else(|| page.field.clone()),
                None => people.push((page.user, page.field.clone())),
            }
        }
        people
    }

    /// Whether a page of this person is at the record.
    fn has(&self, id: Uuid, user: Uuid) -> bool {
        self.all().get(&id).is_some_and(|open| open.pages.iter().any(|it| it.user == user))
    }
}

fn same(a: &Page, b: &Page) -> bool {
    a.user == b.user && a.tab == b.tab
}

/// Takes a page away; the object of its record when it was there.
fn take(all: &mut HashMap<Uuid, Open>, id: Uuid, user: Uuid, tab: &str) -> Option<String> {
    let open = all.get_mut(&id)?;
    let before = open.pages.len();
    open.pages.retain(|it| it.user != user || it.tab != tab);
    let object = (open.pages.len() < before).then(|| open.object.clone());
    if open.pages.is_empty() {
        all.remove(&id);
    }
    object
}

/// Forgets the page of a person that spoke longest ago, when there are as many as are kept.
fn make_room(all: &mut HashMap<Uuid, Open>, user: Uuid) {
    let own = || {
        let pages = all.iter().flat_map(|(id, open)| open.pages.iter().map(move |page| (*id, page)));
        pages.filter(|(_, page)| page.user == user)
    };
    if own().count() < TABS {
        return;
    }
    let oldest = own().min_by_key(|(_, page)| page.until).map(|(id, page)| (id, page.tab.clone()));
    if let Some((id, tab)) = oldest {
        take(all, id, user, &tab);
    }
}

/// Somebody else at the record.
#[derive(Debug, Clone, Serialize)]
pub struct PresentView {
    /// The person, with a name.
    pub user: Json,
    /// The field that they are changing, when the caller sees that field.
    pub field: Option<String>,
}

/// What a page is told that says that it is there.
#[derive(Debug, Clone, Serialize)]
pub struct PresenceView {
    /// The version of the record: a page that missed a change reads it again.
    pub version: i64,
    /// What the caller may do to the record at this moment.
    pub can: Vec<&'static str>,
    /// The others, in the order in which they came.
    pub people: Vec<PresentView>,
}

impl App {
    /// The caller's page is at a record, or still is: every ten seconds, and when the field changes that is edited.
    /// `tab` names the page, `field` the field.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a record out of sight or in the bin, [`Code::InvalidInput`].
    pub async fn arrive(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<PresenceView, Fault> {
        let object = ctx.object(object)?;
        let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let mut input = Input::new(given, &["tab", "field"]);
        let tab = input.text("tab").flatten().filter(|tab| tab.chars().count() <= TAB_CHARS);
        if tab.is_none() {
            input.wrong("tab", "1 到 64 个字符的文本", "a text of 1 to 64 characters");
        }
        let field = input.text("field").flatten();
        let mask = ctx.viewer.field_mask(&object);
        if let Some(name) = &field
            && !object.field(name).is_some_and(|field| mask.shown(field))
        {
            input.refuse(input.fault("field", Code::UnknownField).with("name", name));
        }
        let faults = input.finish();
        if !faults.is_empty() {
            return Err(Fault::invalid(faults));
        }
        let mut conn = self.store.read().await?;
        let record = read::visible(&mut conn, ctx, &object, id).await?;
        if !value_of(&object, &record, "deleted_at").is_null() {
            return Err(Fault::new(Code::NotFound));
        }
        let (version, can) = read::standing(&mut conn, ctx, &object, &record).await?;
        let page = Page { user, tab: tab.unwrap_or_default(), field, until: ctx.now + KEPT };
        if self.presence.arrive(&object.name, id, page) {
            self.tell(Told::Presence { object: object.name.clone(), record: id });
        }
        Ok(PresenceView { version, can, people: self.others(ctx, &object, id) })
    }

    /// The caller's page leaves a record. Whoever isn't there leaves nothing, whatever the record.
    pub fn leave(&self, ctx: &Ctx, id: Uuid, tab: &str) {
        if let Some(object) = ctx.user.and_then(|user| self.presence.leave(id, user, tab)) {
            self.tell(Told::Presence { object, record: id });
        }
    }

    /// Whether a page of the caller, who is no program and looks through nobody else's eyes, is at the record.
    #[must_use]
    pub fn is_at(&self, ctx: &Ctx, id: Uuid) -> bool {
        ctx.behind.is_none() && ctx.user.is_some_and(|user| self.presence.has(id, user))
    }

    /// Who else is at a record that the caller is at; nothing when the caller doesn't see it any more.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn present(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
    ) -> Result<Option<Vec<PresentView>>, Fault> {
        if !self.is_at(ctx, id) {
            return Ok(None);
        }
        let Ok(object) = ctx.object(object) else { return Ok(None) };
        match read::visible(&mut self.store.read().await?, ctx, &object, id).await {
            Ok(_) => Ok(Some(self.others(ctx, &object, id))),
            Err(fault) if fault.code == Code::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The people at a record but the caller, with the fields that the caller sees.
    fn others(&self, ctx: &Ctx, object: &ObjectDef, id: Uuid) -> Vec<PresentView> {
        let mask = ctx.viewer.field_mask(object);
        let seen = |name: &String| object.field(name).is_some_and(|field| mask.shown(field));
        let people = self.presence.people(id, self.now()).into_iter();
        people
            .filter(|(user, _)| Some(*user) != ctx.user)
            .map(|(user, field)| PresentView {
                user: ctx.company.person(Some(user)),
                field: field.filter(seen),
            })
            .collect()
    }

    /// Forgets pages that fell silent, and tells those who are left.
    pub(crate) fn sweep_presence(&self) {
        for (object, record) in self.presence.sweep(self.now()) {
            self.tell(Told::Presence { object, record });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(user: u128, tab: &str, second: i64) -> Page {
        let until = Moment::from_timestamp(second, 0).expect("a moment");
        Page { user: Uuid::from_u128(user), tab: tab.to_owned(), field: None, until }
    }

    #[test]
    fn a_person_has_so_many_pages_and_a_record_so_many() {
        let presence = Presence::default();
        let record = Uuid::from_u128;
        for at in 0..=TABS as i64 {
            assert!(presence.arrive("lead", record(at as u128), page(1, "t", at)));
        }
        assert!(!presence.has(record(0), Uuid::from_u128(1)), "the one that spoke longest ago is forgotten");
        assert!(presence.has(record(1), Uuid::from_u128(1)));
        assert!(!presence.all().contains_key(&record(0)), "and nothing is left of it");

        let full = record(999);
        (0..PAGES).for_each(|at| assert!(presence.arrive("lead", full, page(100 + at as u128, "t", 0))));
        assert!(!presence.arrive("lead", full, page(1, "t", 100)), "it is full");
        assert!(presence.has(record(1), Uuid::from_u128(1)), "whoever isn't let in loses nothing");
    }

    #[test]
    fn whoever_leaves_leaves_the_record_that_it_was() {
        let presence = Presence::default();
        let (lead, user) = (Uuid::from_u128(7), Uuid::from_u128(1));
        assert_eq!(presence.leave(lead, user, "t"), None);
        assert!(presence.arrive("lead", lead, page(1, "t", 0)));
        assert!(!presence.arrive("lead", lead, page(1, "t", 5)), "nothing new");
        assert_eq!(presence.leave(lead, user, "other"), None);
        assert_eq!(presence.leave(lead, user, "t").as_deref(), Some("lead"));
        assert!(presence.all().is_empty());
    }
}
