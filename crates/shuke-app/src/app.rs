//! The running program: database, clock, ids, and the snapshot of the company.

use std::path::Path;
use std::sync::Arc;

use arc_swap::ArcSwap;
use shuke_base::{Clock, Fault, Ids, Locale, Moment, Uuid};
use shuke_outgoing::Client;
use shuke_store::Store;

use crate::auth::{Bearer, Gate, Viewing};
use crate::backup::settings::Place;
use crate::company::Company;
use crate::context::{Ctx, Via};
use crate::events::Hub;
use crate::files::place::Reached;
use crate::files::store::{FileStore, Folder};
use crate::presence::Presence;

/// Everything that use cases need. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Ids,
    pub(crate) company: Arc<ArcSwap<Company>>,
    pub(crate) events: Arc<Hub>,
    pub(crate) presence: Arc<Presence>,
    pub(crate) gate: Arc<Gate>,
    pub(crate) backups: Option<Arc<Place>>,
    pub(crate) files: Arc<dyn FileStore>,
    pub(crate) files_reached: Arc<Reached>,
    pub(crate) outgoing: Client,
}

impl App {
    /// The program over an open and migrated database.
    ///
    /// # Errors
    /// When the database is away, or holds what can't be read.
    pub async fn start(store: Store, clock: Arc<dyn Clock>, ids: Ids) -> Result<Self, Fault> {
        let company = Company::load(&mut store.read().await?).await?;
        Ok(Self::over(store, clock, ids, Arc::new(company)))
    }

    /// The program over a snapshot that was read already.
    pub(crate) fn over(store: Store, clock: Arc<dyn Clock>, ids: Ids, company: Arc<Company>) -> Self {
        let company = Arc::new(ArcSwap::new(company));
        // Whoever serves says where files lie; what only looks or tests needs no place of its own.
        let files = Arc::new(Folder::new(std::env::temp_dir().join("shuke-files")));
        Self {
            store,
            clock,
            ids,
            company,
            events: Arc::default(),
            presence: Arc::default(),
            gate: Arc::default(),
            backups: None,
            files,
            files_reached: Arc::default(),
            outgoing: Client::default(),
        }
    }

    /// The same program with a data folder, where backups and their key are kept.
    #[must_use]
    pub fn with_data(mut self, data: &Path) -> Self {
        self.backups = Some(Arc::new(Place::in_data(data)));
        self
    }

    /// The same program with another client for what it sends to other programs.
    #[must_use]
    pub fn with_outgoing(mut self, client: Client) -> Self {
        self.outgoing = client;
        self
    }

    /// Reads the snapshot anew when the database says that it is out of date.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn refresh(&self) -> Result<(), Fault> {
        let mut conn = self.store.read().await?;
        if !self.company.load().fresh(conn.versions().await?) {
            let read = Arc::new(Company::load(&mut conn).await?);
            // Somebody who began to read later may be ready first: what is older never takes the place of the newer.
            self.company.rcu(|known| {
                let (new, old) = (read.versions, known.versions);
                Arc::clone(if new.schema >= old.schema && new.rights >= old.rights { &read } else { known })
            });
        }
        Ok(())
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// A new id.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.ids.new_id(self.now())
    }

    /// The snapshot in force.
    #[must_use]
    pub fn company(&self) -> Arc<Company> {
        self.company.load_full()
    }

    /// The surroundings of a call by a person.
    #[must_use]
    pub fn ctx(&self, user: Uuid, locale: Locale, via: Via) -> Ctx {
        let company = self.company();
        let now = self.now();
        let viewer = company.viewer(user).at(now);
        Ctx {
            company,
            viewer,
            user: Some(user),
            behind: None,
            locale,
            via,
            now,
            accept_duplicates: false,
            work: None,
        }
    }

    /// The surroundings of a call with this pass: with the rights of whose eyes it looks through.
    #[must_use]
    pub fn ctx_of(&self, bearer: Bearer, locale: Locale, via: Via) -> Ctx {
        let seen = bearer.viewing.map_or(bearer.user, |viewing| viewing.user);
        let behind = bearer.viewing.map(|viewing| Viewing { user: bearer.user, ..viewing });
        Ctx { behind, ..self.ctx(seen, locale, via).limited(bearer.scopes) }
    }

    /// The surroundings of a call by the program itself.
    #[must_use]
    pub fn system(&self) -> Ctx {
        Ctx::system(self.company(), self.now())
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}
