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

/// Candidates asked for at once over all objects.
const FIRST: usize = 100;
/// Candidates of one object and tier that are compared, at most.
const COMPARED: usize = 1_000;

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
            Some(query) => Search { ctx, query, limit, places },
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
}

impl Search<'_> {
    async fn run(&mut self, conn: &mut Conn) -> Result<(), Fault> {
        for tier in Tier::ALL {
            // A mistake is thought of when there is nothing without one.
            if tier == Tier::Fuzzy && self.places.iter().any(|place| !place.hits.is_empty()) {
                return Ok(());
            }
            let Some(terms) = self.query.terms(tier) else { continue };
            let open: Vec<usize> =
                (0..self.places.len()).filter(|at| !self.places[*at].is_full(tier, self.limit)).collect();
            if open.is_empty() {
                return Ok(());
            }
            let found = self.candidates(conn, &open, &terms, i64::MAX, FIRST).await?;
            let all = found.len() < FIRST;
            self.compare(conn, found).await?;
            if all {
                continue;
            }
            for at in open {
                self.one_object(conn, at, tier, &terms).await?;
            }
        }
        Ok(())
    }

    /// The newest candidates of one object, until there are hits enough.
    async fn one_object(
        &mut self,
        conn: &mut Conn,
        at: usize,
        tier: Tier,
        terms: &Terms,
    ) -> Result<(), Fault> {
        let (mut before, mut compared, mut chunk) = (i64::MAX, 0, FIRST / 2);
        while compared < COMPARED && !self.places[at].is_full(tier, self.limit) {
            let found = self.candidates(conn, &[at], terms, before, chunk).await?;
            let full = found.len() == chunk;
            before = found.last().map_or(before, |last| last.doc);
            compared += found.len();
            self.compare(conn, found).await?;
            if !full {
                break;
            }
            chunk *= 2;
        }
        Ok(())
    }

    async fn candidates(
        &self,
        conn: &mut Conn,
        places: &[usize],
        terms: &Terms,
        before: i64,
        limit: usize,
    ) -> Result<Vec<Candidate>, Fault> {
        let objects: Vec<&ObjectDef> = places.iter().map(|at| &*self.places[*at].object).collect();
        let query = WordQuery { viewer: &self.ctx.viewer, objects: &objects, terms, before, limit };
        Ok(conn.search(&query).await?)
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
        for mut place in self.places {
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
