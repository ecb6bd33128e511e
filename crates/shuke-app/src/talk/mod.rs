//! What people say about records to each other: comments, who follows a record, and notices of what concerns somebody.
//!
//! Whoever sees a record reads its comments and may write one; a comment speaks to people who see the record, too. A
//! notice holds no text: what it shows is read with the rights of whoever reads it, at that moment.

pub mod comment;
pub mod follow;
pub mod notices;
pub(crate) mod notify;
pub mod people;

use serde::{Deserialize, Serialize};
use shuke_access::Action;
use shuke_base::{Fault, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::records::Record;
use shuke_store::system::Member;

use crate::context::Ctx;
use crate::records::value_of;

/// What a notice tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Records came to be mine by somebody else.
    Assigned,
    /// A comment speaks to me.
    Mentioned,
    /// A comment on a record that I own or follow.
    Commented,
    /// An import of mine has ended.
    ImportEnded,
    /// An export of mine has ended.
    ExportEnded,
    /// The company announces something.
    Announced,
}

impl NoticeKind {
    /// Every kind there is.
    pub const ALL: [Self; 6] = [
        Self::Assigned,
        Self::Mentioned,
        Self::Commented,
        Self::ImportEnded,
        Self::ExportEnded,
        Self::Announced,
    ];

    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Mentioned => "mentioned",
            Self::Commented => "commented",
            Self::ImportEnded => "import_ended",
            Self::ExportEnded => "export_ended",
            Self::Announced => "announced",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Who else may see a record.
pub(crate) struct Seers<'a> {
    ctx: &'a Ctx,
    object: &'a ObjectDef,
    record: &'a Record,
    team: Vec<Member>,
}

impl<'a> Seers<'a> {
    /// Looks up the team of a record that was read with all its fields.
    pub(crate) async fn of(
        conn: &mut Conn,
        ctx: &'a Ctx,
        object: &'a ObjectDef,
        record: &'a Record,
    ) -> Result<Self, Fault> {
        let team = conn.members(record.id, ctx.now).await?;
        Ok(Self { ctx, object, record, team })
    }

    /// Whether this person is there and may see the record.
    pub(crate) fn has(&self, user: Uuid) -> bool {
        let company = &self.ctx.company;
        if !company.org.person(user).is_some_and(|person| person.active) {
            return false;
        }
        let scope = company.viewer(user).at(self.ctx.now).scope(self.object, Action::Read);
        let value = |name: &str| value_of(self.object, self.record, name).as_id();
        scope.admits_row(value("owner"), value("owner_department"), &self.record.values)
            || (scope.team().is_some() && self.team.iter().any(|member| member.user_id == user))
    }
}
