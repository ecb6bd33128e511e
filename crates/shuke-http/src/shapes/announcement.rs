//! What the company announces.

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;
use super::sharing_rule::{Party, PartyWrite};

/// An announcement.
#[derive(Debug, ToSchema)]
pub struct Announcement {
    /// Id.
    pub id: Uuid,
    /// One line.
    pub title: String,
    /// Plain text with line breaks.
    pub body: String,
    /// Stands before the others.
    pub pinned: bool,
    /// From when on it is shown.
    #[schema(format = DateTime)]
    pub starts_at: String,
    /// From when on it no longer is; null when that has no end.
    #[schema(required, format = DateTime)]
    pub ends_at: Option<String>,
    /// Who wrote it.
    pub by: Ref,
    /// When it was last changed.
    #[schema(format = DateTime)]
    pub updated_at: String,
    /// When the caller has read it.
    #[schema(required, format = DateTime)]
    pub read_at: Option<String>,
}

/// What is announced to the caller.
#[derive(Debug, ToSchema)]
pub struct Announcements {
    /// Pinned ones first, then the newest first; 100 at most.
    pub items: Vec<Announcement>,
}

/// An announcement as administrators see it.
#[derive(Debug, ToSchema)]
pub struct ManagedAnnouncement {
    /// The announcement.
    #[schema(inline)]
    #[serde(flatten)]
    pub announcement: Announcement,
    /// To whom; null for everyone.
    #[schema(required)]
    pub audience: Option<Party>,
    /// `planned`, `current` or `over`.
    pub state: String,
    /// People whom it is for at this moment.
    pub people: usize,
    /// Those of them who have read it.
    pub read: usize,
}

/// A page of announcements.
#[derive(Debug, ToSchema)]
pub struct ManagedAnnouncements {
    /// The last written first.
    pub items: Vec<ManagedAnnouncement>,
    /// Where the next page begins.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// A new announcement.
#[derive(Debug, ToSchema)]
pub struct AnnouncementWrite {
    /// One line.
    #[schema(min_length = 1, max_length = 100)]
    pub title: String,
    /// Plain text with line breaks.
    #[schema(min_length = 1, max_length = 10000)]
    pub body: String,
    /// Stands before the others.
    pub pinned: Option<bool>,
    /// To whom: people, departments with all below them, roles. Everyone when null or absent.
    pub audience: Option<PartyWrite>,
    /// From when on it is shown; at once when null or absent.
    #[schema(format = DateTime)]
    pub starts_at: Option<String>,
    /// From when on it no longer is; after `starts_at`.
    #[schema(format = DateTime)]
    pub ends_at: Option<String>,
}

/// Changes of an announcement; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct AnnouncementChange {
    /// One line.
    #[schema(min_length = 1, max_length = 100)]
    pub title: Option<String>,
    /// Plain text with line breaks.
    #[schema(min_length = 1, max_length = 10000)]
    pub body: Option<String>,
    /// Stands before the others.
    pub pinned: Option<bool>,
    /// To whom; everyone when null.
    pub audience: Option<PartyWrite>,
    /// From when on it is shown; at once when null.
    #[schema(format = DateTime)]
    pub starts_at: Option<String>,
    /// From when on it no longer is; null when that has no end.
    #[schema(format = DateTime)]
    pub ends_at: Option<String>,
}

/// That somebody has read an announcement.
#[derive(Debug, ToSchema)]
pub struct AnnouncementReader {
    /// The person.
    pub user: Ref,
    /// When.
    #[schema(format = DateTime)]
    pub read_at: String,
}

/// Who has read an announcement, and who hasn't.
#[derive(Debug, ToSchema)]
pub struct AnnouncementReaders {
    /// The first ones first.
    pub read: Vec<AnnouncementReader>,
    /// By name.
    pub unread: Vec<Ref>,
}
