//! Comments, followers, notices.

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;

/// Somebody whom a comment speaks to.
#[derive(Debug, ToSchema)]
pub struct Mention {
    /// The person.
    pub user: Ref,
    /// The name behind the @ in the text, as it was when the comment was written.
    pub name: String,
}

/// A comment.
#[derive(Debug, ToSchema)]
pub struct Comment {
    /// Id.
    pub id: Uuid,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// Who.
    pub by: Ref,
    /// Plain text.
    pub body: String,
    /// Whom it speaks to.
    pub mentions: Vec<Mention>,
    /// When it was changed last.
    #[schema(required, format = DateTime)]
    pub edited_at: Option<String>,
    /// `edit`, `delete`: what the caller may do.
    pub can: Vec<String>,
}

/// A comment as it is written.
#[derive(Debug, ToSchema)]
pub struct CommentWrite {
    /// Plain text, up to 10 000 characters; mentions stand in it as `@` and the name.
    pub body: String,
    /// Ids of the people whom it speaks to; all of them have to see the record.
    pub mentions: Option<Vec<Uuid>>,
}

/// People who may be mentioned.
#[derive(Debug, ToSchema)]
pub struct Mentionable {
    /// The best match first, 20 at most.
    pub items: Vec<Ref>,
}

/// A person who follows a record.
#[derive(Debug, ToSchema)]
pub struct Follower {
    /// The person.
    pub user: Ref,
    /// Since when.
    #[schema(format = DateTime)]
    pub since: String,
}

/// Who follows a record.
#[derive(Debug, ToSchema)]
pub struct Followers {
    /// The first ones first.
    pub items: Vec<Follower>,
    /// Whether the caller is among them.
    pub following: bool,
}

/// A notice.
#[derive(Debug, ToSchema)]
pub struct Notice {
    /// Id.
    pub id: Uuid,
    /// `assigned`, `mentioned`, `commented`, `import_ended`, `export_ended` or `announced`.
    pub kind: String,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// Whether it was read.
    pub read: bool,
    /// Who did it.
    #[schema(required)]
    pub actor: Option<Ref>,
    /// Api name of the object.
    #[schema(required)]
    pub object: Option<String>,
    /// The record; null when it is gone or out of sight.
    #[schema(required)]
    pub record: Option<Ref>,
    /// Records that it tells of: the named one and others that came with it.
    pub count: i64,
    /// The comment.
    #[schema(required)]
    pub comment: Option<Uuid>,
    /// The beginning of the comment or of the announcement.
    #[schema(required)]
    pub text: Option<String>,
    /// The announcement; null when it is over, withdrawn, or not for the caller.
    #[schema(required)]
    pub announcement: Option<Announced>,
    /// What else is to be said: of an import or export its `id`, its `state` and its counts.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

/// The announcement that a notice tells of.
#[derive(Debug, ToSchema)]
pub struct Announced {
    /// Id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
}

/// A page of notices.
#[derive(Debug, ToSchema)]
pub struct Notices {
    /// Newest first.
    pub items: Vec<Notice>,
    /// Where the next page begins.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// How many notices were not read.
#[derive(Debug, ToSchema)]
pub struct Unread {
    /// How many, up to 99.
    pub unread: usize,
    /// Whether there are more.
    pub more: bool,
}

/// Which notices were read.
#[derive(Debug, ToSchema)]
pub struct NoticesRead {
    /// The last one that was shown; all when absent.
    pub until: Option<Uuid>,
}

/// Whether a notice was read.
#[derive(Debug, ToSchema)]
pub struct NoticeChange {
    /// Whether it was.
    pub read: bool,
}
