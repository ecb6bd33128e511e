//! Invented records: the half year of a sample company, or as many as a measurement needs.
//!
//! The past is played through in the order of time: leads come in, are called, become customers or don't; deals move;
//! tasks get done. Every step is written as if it happened then, through the same functions as everybody's writes, so
//! history, timeline, numbers and audit chain read as in a company that has been at work. The same seed on the same
//! company gives the same records.

mod account;
mod calendar;
mod catalog;
mod deal;
mod dice;
mod form;
mod lead;
mod people;
mod play;
mod removal;
mod staff;
mod talk;
mod task;
mod words;

use std::sync::Arc;

use chrono::{Datelike, TimeDelta};
use futures::FutureExt;
use shuke_base::ids::SeededEntropy;
use shuke_base::{Fault, Ids, Moment};
use shuke_store::Tx;

use crate::App;
use crate::company::Company;
use crate::context::{Ctx, Via};
use crate::goals;
use play::{Mix, Play};
pub use removal::{SampleRecords, SampleView};

/// Days that the sample company has been at work.
pub const SMALL_DAYS: i64 = 180;
/// Days that a large sample is spread over.
const LARGE_DAYS: u64 = 730;
/// Records of one transaction: others who write wait for no longer than these take, a second or so. Fewer would cost
/// more, since every transaction writes the pages of all indexes that its records touch.
const BATCH: u64 = 3_000;
/// The seed of the sample company.
const SMALL_SEED: u64 = 20_260_101;

/// What is wanted of a large sample.
#[derive(Debug, Clone, Copy)]
pub struct SampleRequest {
    /// Leads; accounts, contacts, opportunities and follow-ups come along in proportion.
    pub leads: usize,
    /// The same seed gives the same records.
    pub seed: u64,
}

/// How many records there are so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SampleCount {
    /// Leads.
    pub leads: u64,
    /// Accounts.
    pub accounts: u64,
    /// Contacts.
    pub contacts: u64,
    /// Opportunities.
    pub opportunities: u64,
    /// Follow-ups.
    pub activities: u64,
    /// Tasks.
    pub tasks: u64,
    /// Products.
    pub products: u64,
    /// Campaigns.
    pub campaigns: u64,
}

impl SampleCount {
    /// All records together.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.leads
            + self.accounts
            + self.contacts
            + self.opportunities
            + self.activities
            + self.tasks
            + self.products
            + self.campaigns
    }
}

/// Ids follow time; what is written into the past takes its ids from a maker of its own.
pub(crate) fn ids_of_the_past(ids: &Ids) -> Ids {
    let mut seed = [0; 8];
    ids.secret(&mut seed);
    Ids::new(Arc::new(SeededEntropy::new(u64::from_le_bytes(seed))))
}

/// The records of the sample company, inside the transaction that founds it.
pub(crate) async fn small(
    tx: &mut Tx,
    app: &App,
    company: Arc<Company>,
    now: Moment,
) -> Result<SampleCount, Fault> {
    let days = u64::try_from(SMALL_DAYS).unwrap_or(1);
    let this_year = Ctx::system(Arc::clone(&company), now).today().year();
    let began = Ctx::system(Arc::clone(&company), now - TimeDelta::days(SMALL_DAYS));
    goals::sample::signed(tx, app, &began, this_year).await?;
    let mut play = Play::new(app.clone(), company, now, days, Mix::company(), SMALL_SEED, Via::Page)?;
    play.begin(tx).await?;
    play.phrases(tx).await?;
    while play.run(tx, BATCH).await? {}
    Ok(play.count())
}

impl App {
    /// Writes a large sample over the last two years, in transactions of some hundred records; `progress` is told
    /// after each. What was written stays when it ends early.
    ///
    /// # Errors
    /// What the company's definitions refuse (a required field of its own, for one), or the store's trouble.
    pub async fn sample(
        &self,
        request: SampleRequest,
        mut progress: impl FnMut(&SampleCount) + Send,
    ) -> Result<SampleCount, Fault> {
        let company = self.company();
        let mix = Mix::volume(request.leads);
        let mut play =
            Play::new(self.clone(), company, self.now(), LARGE_DAYS, mix, request.seed, Via::Command)?;
        play = self
            .store
            .write(move |tx| {
                async move {
                    play.begin(tx).await?;
                    Ok::<_, Fault>(play)
                }
                .boxed()
            })
            .await?;
        loop {
            let more;
            (play, more) = self
                .store
                .write(move |tx| {
                    async move {
                        let more = play.run(tx, BATCH).await?;
                        Ok::<_, Fault>((play, more))
                    }
                    .boxed()
                })
                .await?;
            progress(&play.count());
            if !more {
                return Ok(play.count());
            }
        }
    }
}
