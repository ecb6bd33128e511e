//! Questions: candidates from the index, tier by tier, each compared with what its reader may read.

use std::collections::HashMap;

use serde::Serialize;
use shuke_base::{Code, Fault, FieldFault, Terms, limits};
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::system::{Candidate, WordQuery};
use shuke_text::search::{Query, Tier};

use super::build::{Building, progress};
use super::place::{Place, SearchItem, places};
use crate::App;
use crate::context::Ctx;

/// Candidates of each object asked for at once, at first; each time four times as many.
const FIRST: usize = 12;
/// Candidates of each object asked for at once, at most.
const MOST: usize = 400;
/// Candidates of one object and tier that are compared, at most.
const COMPARED: usize = 1_000;
/// Candidates of the whole question. Once so many were compared, each object and tier has its newest ones looked at:
const BUDGET: usize = 2_000;
/// So many candidates.
const NEWEST: usize = 48;

/// What is searched.
#[derive(Debug, Clone, Default)]
pub struct SearchRequest {
    /// What was typed.
    pub q: String,
    /// Objects; all that the caller may read when absent.
    pub objects: Option<Vec<String>>,
    /// Hits of each object; [`limits::SEARCH_DEFAULT`] when absent.
    pub limit: Option<usize>,
}

/// What was found, object by object, the object with the best hit first.
#[derive(Debug, Clone, Serialize)]
pub struct SearchAnswer {
    /// The objects with hits.
    pub groups: Vec<SearchGroup>,
    /// How far the index is, while it is being built; hits may be missing until then.
    pub building: Option<Building>,
}

/// The hits of one object.
#[derive(Debug, Clone, Serialize)]
pub struct SearchGroup {
    /// The object.
    pub object: String,
    /// What people read, for many.
    pub label: String,
    /// The hits, the best first; of equal ones the newest.
    pub items: Vec<SearchItem>,
    /// Whether there are more.
    pub more: bool,
}

impl App {
    /// Records of any object that match what was typed, inside what the caller may see: records of the scope, and
    /// fields that may be read.
    ///
    /// # Errors
    /// [`Code::UnknownObject`], [`Code::InvalidLimit`], or [`Code::TooLong`].
    pub async fn search(&self, ctx: &Ctx, request: &SearchRequest) -> Result<SearchAnswer, Fault> {
        let limit = request.limit.unwrap_or(limits::SEARCH_DEFAULT);
        let typed = request.q.chars().count();
        if typed > limits::SEARCH_CHARS {
            let fault = FieldFault::property("q", Code::TooLong);
            return Err(Fault::invalid(vec![fault.with("max", limits::SEARCH_CHARS).with("actual", typed)]));
        }
        if !(1..=limits::SEARCH_ROWS).contains(&limit) {
            let fault = FieldFault::property("limit", Code::InvalidLimit).with("max", limits::SEARCH_ROWS);
            return Err(Fault::invalid(vec![fault]));
        }
        let places = places(ctx, request.objects.as_deref())?;
        let mut conn = self.store.read().await?;
        let building = progress(&conn.indexed_objects().await?);
        let mut search = match Query::new(&request.q) {
            Some(query) => Search { ctx, query, limit, places, compared: 0 },
            None => return Ok(SearchAnswer { groups: Vec::new(), building }),
        };
        search.run(&mut conn).await?;
        Ok(SearchAnswer { groups: search.groups(), building })
    }
}

struct Search<'a> {
    ctx: &'a Ctx,
    query: Query,
    limit: usize,
    places: Vec<Place>,
    /// Candidates that were compared so far.
    compared: usize,
}

/// An object in one tier.
struct Open {
    place: usize,
    /// Documents from this number on were looked at.
    before: i64,
    compared: usize,
}

impl Open {
    fn new(place: usize) -> Self {
        Self { place, before: i64::MAX, compared: 0 }
    }

    /// Counts what was found of the object; whether there may be more.
    fn goes_on(&mut self, object: &str, found: &[Candidate], asked: usize) -> bool {
        let own: Vec<i64> = found.iter().filter(|it| it.object == object).map(|it| it.doc).collect();
        self.compared += own.len();
        self.before = own.last().copied().unwrap_or(self.before);
        own.len() == asked
    }
}

impl Search<'_> {
    async fn run(&mut self, conn: &mut Conn) -> Result<(), Fault> {
        for tier in Tier::ALL {
            if tier.is_last_resort() && self.best().is_some_and(|best| best < tier) {
                return Ok(());
            }
            if let Some(terms) = self.query.terms(tier) {
                self.one_tier(conn, tier, &terms).await?;
            }
        }
        Ok(())
    }

    /// How well the best hit matches.
    fn best(&self) -> Option<Tier> {
        self.places.iter().flat_map(|place| &place.hits).map(|hit| hit.rank.0).min()
    }

    /// The newest candidates of each object, until it has hits enough or had its share of the work.
    async fn one_tier(&mut self, conn: &mut Conn, tier: Tier, terms: &Terms) -> Result<(), Fault> {
        let mut open: Vec<Open> = (0..self.places.len()).map(Open::new).collect();
        let mut chunk = FIRST;
        loop {
            let share = if self.compared < BUDGET { COMPARED } else { NEWEST };
            open.retain(|it| {
                it.compared < share && !self.places[it.place].is_full(tier, self.limit, it.before)
            });
            if open.is_empty() {
                return Ok(());
            }
            let object = |it: &Open| (&*self.places[it.place].object, it.before);
            let objects: Vec<(&ObjectDef, i64)> = open.iter().map(object).collect();
            let query = WordQuery { viewer: &self.ctx.viewer, objects: &objects, terms, limit: chunk };
            let found = conn.search(&query).await?;
            open.retain_mut(|it| it.goes_on(&self.places[it.place].object.name, &found, chunk));
            self.compared += found.len();
            self.compare(conn, found).await?;
            chunk = MOST.min(chunk * 4);
        }
    }

    /// Reads the candidates and keeps those that match.
    async fn compare(&mut self, conn: &mut Conn, candidates: Vec<Candidate>) -> Result<(), Fault> {
        let mut by_object: HashMap<String, Vec<Candidate>> = HashMap::new();
        for candidate in candidates {
            by_object.entry(candidate.object.clone()).or_default().push(candidate);
        }
        for place in &mut self.places {
            let mut found = by_object.remove(&place.object.name).unwrap_or_default();
            found.retain(|candidate| place.seen.insert(candidate.record));
            if !found.is_empty() {
                place.compare(conn, self.ctx, &self.query, &found).await?;
            }
        }
        Ok(())
    }

    fn groups(self) -> Vec<SearchGroup> {
        let mut groups: Vec<SearchGroup> = Vec::new();
        let Some(best) = self.best() else { return groups };
        for mut place in self.places {
            // Come upon while better ones were looked for.
            place.hits.retain(|hit| !hit.rank.0.is_last_resort() || hit.rank.0 == best);
            if place.hits.is_empty() {
                continue;
            }
            place.hits.sort_by_key(|hit| hit.rank);
            let more = place.hits.len() > self.limit;
            place.hits.truncate(self.limit);
            let label = place.object.plural.get(self.ctx.locale).to_owned();
            groups.push(SearchGroup { object: place.object.name.clone(), label, items: place.hits, more });
        }
        groups.sort_by_key(|group| group.items.first().map(|hit| hit.rank));
        groups
    }
}
