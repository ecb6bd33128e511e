//! Who calls, in which language, by which door.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::Value as Json;
use shuke_access::{Action, TokenScopes, Viewer};
use shuke_base::{Code, Fault, Locale, Moment, Uuid};
use shuke_expr::Env;
use shuke_meta::ObjectDef;

use crate::auth::Viewing;
use crate::company::Company;
use crate::records::missing;

use shuke_store::system::AuditEntry;
pub use shuke_store::system::Via;

/// The surroundings of one call of a use case. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// Objects, people and roles as they stood when the call began.
    pub company: Arc<Company>,
    /// What the caller may do.
    pub viewer: Viewer,
    /// The caller, or the person whose eyes the caller looks through; none for the program itself.
    pub user: Option<Uuid>,
    /// The caller, where the caller looks through somebody else's eyes, and until when.
    pub behind: Option<Viewing>,
    /// Language of messages.
    pub locale: Locale,
    /// The door.
    pub via: Via,
    /// When the call began.
    pub now: Moment,
    /// The caller has seen possible duplicates and goes on.
    pub accept_duplicates: bool,
    /// The work with many records that this is a part of: whom it concerns is told once.
    pub work: Option<Uuid>,
}

impl Ctx {
    /// The program itself, with all rights.
    #[must_use]
    pub fn system(company: Arc<Company>, now: Moment) -> Self {
        let locale = company.settings.locale;
        Self {
            company,
            viewer: Viewer::system(),
            user: None,
            behind: None,
            locale,
            via: Via::System,
            now,
            accept_duplicates: false,
            work: None,
        }
    }

    /// The same call through a token that may not do everything.
    #[must_use]
    pub fn limited(mut self, scopes: Option<Arc<TokenScopes>>) -> Self {
        self.viewer = self.viewer.limited(scopes);
        self
    }

    /// The zone that the caller's days are counted in.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.company.settings.zone
    }

    /// The day that it is there.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        shuke_expr::today(self.now, self.zone())
    }

    /// An audit entry about something that the caller does now.
    #[must_use]
    pub fn entry(
        &self,
        action: impl Into<String>,
        object: Option<&str>,
        record: Option<Uuid>,
        detail: &Json,
    ) -> AuditEntry {
        let mut detail = detail.clone();
        if let (Some(_), Some(user), Some(map)) = (self.behind, self.user, detail.as_object_mut()) {
            map.insert("viewing_as".to_owned(), self.company.person(Some(user)));
        }
        if self.via == Via::Config
            && let Some(map) = detail.as_object_mut()
        {
            map.insert("via".to_owned(), self.via.name().into());
        }
        AuditEntry {
            at: self.now,
            actor: self.behind.map(|it| it.user).or(self.user),
            action: action.into(),
            object: object.map(str::to_owned),
            record_id: record,
            detail: detail.to_string(),
        }
    }

    /// What `@me` and "this month" mean for the caller.
    #[must_use]
    pub fn env(&self) -> Env {
        self.viewer.env(self.now, self.zone())
    }

    /// An object that the caller may see at all.
    ///
    /// # Errors
    /// [`Code::UnknownObject`], whether it doesn't exist or is closed to the caller.
    pub fn object(&self, name: &str) -> Result<Arc<ObjectDef>, Fault> {
        self.company
            .schema
            .object(name)
            .filter(|object| self.viewer.may(object, Action::Read))
            .cloned()
            .ok_or_else(|| Fault::new(Code::UnknownObject).with("name", name))
    }

    /// Refuses everybody but administrators.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub fn admin(&self) -> Result<(), Fault> {
        if self.viewer.is_admin() { Ok(()) } else { Err(Fault::new(Code::AdminOnly)) }
    }

    /// Refuses whoever may not change the definition of this object: its fields, options, layouts, checks, duplicates
    /// and shared views. Administrators may, and whoever has the right [`Action::Define`] on it.
    ///
    /// # Errors
    /// [`Code::UnknownObject`], [`Code::MissingRight`], or [`Code::DefinesUnseen`] for who doesn't see all its fields.
    pub fn may_define(&self, object: &str) -> Result<(), Fault> {
        if self.viewer.is_admin() {
            return Ok(());
        }
        let object = self.object(object)?;
        if !self.viewer.may(&object, Action::Define) {
            return Err(missing(Action::Define));
        }
        if self.viewer.defines(&object) { Ok(()) } else { Err(Fault::new(Code::DefinesUnseen)) }
    }
}
