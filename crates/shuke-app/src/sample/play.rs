//! The past, played through in the order of time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use chrono::TimeDelta;
use shuke_base::ids::SeededEntropy;
use shuke_base::{Code, Fault, Ids, Moment, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;

use super::SampleCount;
use super::account::Customer;
use super::calendar::Calendar;
use super::catalog::Running;
use super::deal::Deal;
use super::dice::Dice;
use super::lead::Case;
use super::people::{self, Person};
use super::staff::Staff;
use crate::App;
use crate::company::Company;
use crate::context::{Ctx, Via};
use crate::records::create::{self, Row};
use crate::records::draft::Values;
use crate::records::{change, follow_up};

/// How much of what there is to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mix {
    /// Leads.
    pub(super) leads: usize,
    /// Customers that were there before any lead.
    pub(super) accounts: usize,
    /// Leads that are entered together; 1 = each for itself.
    pub(super) together: usize,
    /// Leads of a hundred that somebody works on.
    pub(super) touched: i64,
    /// Contacts with such a lead, at most, before something comes of it.
    pub(super) contacts: i64,
    /// Of a hundred leads of which nothing has come, those that are called on.
    pub(super) kept_on: i64,
    /// Of a hundred worked leads, those that become customers.
    pub(super) converted: i64,
    /// Further people of a customer, at most.
    pub(super) colleagues: i64,
    /// Of a hundred customers, those with a (further) deal.
    pub(super) deals: i64,
    /// Of a hundred customers, those that service talks to.
    pub(super) cared: i64,
    /// Of a hundred contacts, those that leave a task behind.
    pub(super) tasks: i64,
}

impl Mix {
    /// A small company, told in detail.
    pub(super) fn company() -> Self {
        Self {
            leads: 300,
            accounts: 44,
            together: 1,
            touched: 80,
            contacts: 2,
            kept_on: 60,
            converted: 16,
            colleagues: 2,
            deals: 60,
            cared: 50,
            tasks: 9,
        }
    }

    /// A mass of leads for measurements.
    pub(super) fn volume(leads: usize) -> Self {
        Self {
            leads,
            accounts: leads.div_ceil(40),
            together: (leads / 20_000).clamp(1, 50),
            touched: 12,
            contacts: 2,
            kept_on: 0,
            converted: 14,
            colleagues: 1,
            deals: 35,
            cared: 8,
            tasks: 4,
        }
    }
}

/// Something that is going to happen.
pub(super) enum Event {
    /// A day begins: its leads and customers get their hours.
    Day(usize),
    /// So many leads come in.
    Leads(usize),
    /// A customer is entered.
    Account,
    /// A lead is worked on.
    Lead(Box<Case>),
    /// A deal is worked on.
    Deal(Box<Deal>),
    /// Service talks to a customer.
    Care(Box<Customer>),
    /// A task is done.
    TaskDone(Uuid, Option<Uuid>),
}

struct Due {
    at: Moment,
    nth: u64,
    event: Event,
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.nth) == (other.at, other.nth)
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.nth).cmp(&(other.at, other.nth))
    }
}

/// The play.
pub(super) struct Play {
    app: App,
    ctx: Ctx,
    queue: BinaryHeap<Reverse<Due>>,
    pushed: u64,
    serial: i64,
    per_day: Vec<(usize, usize)>,
    pub(super) dice: Dice,
    pub(super) calendar: Calendar,
    pub(super) mix: Mix,
    pub(super) staff: Staff,
    pub(super) campaigns: Vec<Running>,
    pub(super) tally: SampleCount,
}

/// The series that gives every invented person a number of their own, over all samples of a company.
const PEOPLE: &str = "sample.people";

impl Play {
    /// A play that has not begun.
    pub(super) fn new(
        app: App,
        company: Arc<Company>,
        now: Moment,
        days: u64,
        mix: Mix,
        seed: u64,
        via: Via,
    ) -> Result<Self, Fault> {
        let calendar = Calendar::new(now, company.settings.zone, days);
        let customers = calendar.spread(mix.accounts);
        let per_day = calendar.spread(mix.leads).into_iter().zip(customers).collect();
        let staff = Staff::new(&company);
        let mut ctx = Ctx::system(company, now);
        ctx.via = via;
        Ok(Self {
            app,
            ctx,
            queue: BinaryHeap::new(),
            pushed: 0,
            serial: 0,
            per_day,
            dice: Dice::new(seed),
            calendar,
            mix,
            staff,
            campaigns: Vec::new(),
            tally: SampleCount::default(),
        })
    }

    /// Products, campaigns, and the numbers of the people to come.
    pub(super) async fn begin(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        let wanted = self.mix.leads * 2 + self.mix.accounts * 4 + 100;
        self.serial = tx.next_numbers(PEOPLE, 0, i64::try_from(wanted).unwrap_or(i64::MAX)).await?;
        // A second sample with the same seed tells of other people, and its ids are others, too.
        let seed = self.dice.number() ^ self.serial.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.dice = Dice::new(seed);
        self.app.ids = Ids::new(Arc::new(SeededEntropy::new(seed.rotate_left(17))));
        let start = self.calendar.begin(self.calendar.first);
        self.catalog(tx, start).await?;
        self.push(start, Event::Day(0));
        Ok(())
    }

    /// What has been written so far.
    pub(super) fn count(&self) -> SampleCount {
        self.tally
    }

    /// Plays on until about `records` have been written or changed; whether there is more.
    pub(super) async fn run(&mut self, tx: &mut Tx, records: u64) -> Result<bool, Fault> {
        let until = self.tally.records() + records;
        let mut steps = 0;
        while self.tally.records() < until && steps < records {
            let Some(Reverse(due)) = self.queue.pop() else { return Ok(false) };
            steps += 1;
            match due.event {
                Event::Day(nth) => self.day(nth),
                Event::Leads(count) => self.leads(tx, due.at, count).await?,
                Event::Account => self.old_customer(tx, due.at).await?,
                Event::Lead(case) => self.work_lead(tx, due.at, *case).await?,
                Event::Deal(deal) => self.work_deal(tx, due.at, *deal).await?,
                Event::Care(customer) => self.care(tx, due.at, *customer).await?,
                Event::TaskDone(task, by) => self.task_done(tx, due.at, task, by).await?,
            }
        }
        Ok(true)
    }

    /// Gives a day's leads and customers their hours, and calls the next day.
    fn day(&mut self, nth: usize) {
        let Some((leads, customers)) = self.per_day.get(nth).copied() else { return };
        let day = self.calendar.first + chrono::Days::new(nth as u64);
        let mut left = leads;
        while left > 0 {
            let count = left.min(self.mix.together);
            left -= count;
            let at = self.within(day);
            self.push(at, Event::Leads(count));
        }
        for _ in 0..customers {
            let at = self.within(day);
            self.push(at, Event::Account);
        }
        self.push(self.calendar.begin(day + chrono::Days::new(1)), Event::Day(nth + 1));
    }

    /// An hour of a day, and none that has yet to come: a day that is minutes old has only those.
    fn within(&mut self, day: chrono::NaiveDate) -> Moment {
        let at = self.calendar.hours(&mut self.dice, day, 8, 20);
        let past = self.calendar.now - TimeDelta::seconds(self.dice.between(30, 3_600));
        at.min(past).max(self.calendar.begin(day))
    }

    /// Something is going to happen; what lies in the future does not.
    pub(super) fn push(&mut self, at: Moment, event: Event) {
        if at <= self.calendar.now {
            self.pushed += 1;
            self.queue.push(Reverse(Due { at, nth: self.pushed, event }));
        }
    }

    /// Somebody whom nobody has met.
    pub(super) fn person(&mut self) -> Person {
        self.serial += 1;
        people::person(&mut self.dice, self.serial)
    }

    /// The number of the last person.
    pub(super) fn serial(&self) -> i64 {
        self.serial
    }

    /// An object of the company.
    pub(super) fn object(&self, name: &str) -> Result<Arc<ObjectDef>, Fault> {
        let found = self.ctx.company.schema.object(name).cloned();
        found.ok_or_else(|| Fault::new(Code::UnknownObject).with("name", name))
    }

    /// The company's currency.
    pub(super) fn currency(&self) -> String {
        self.ctx.company.settings.currency.clone()
    }

    /// The surroundings of what somebody does at a moment.
    pub(super) fn ctx(&self, at: Moment, by: Option<Uuid>) -> Ctx {
        Ctx { user: by, now: at, ..self.ctx.clone() }
    }

    /// Writes rows; answers them as records.
    pub(super) async fn insert(
        &mut self,
        tx: &mut Tx,
        ctx: &Ctx,
        object: &Arc<ObjectDef>,
        rows: Vec<Row>,
    ) -> Result<Vec<Record>, Fault> {
        let records = create::insert(tx, &self.app, ctx, object, rows, None).await?;
        for record in &records {
            follow_up::after_create(tx, &self.app, ctx, object, record).await?;
        }
        Ok(records)
    }

    /// Writes one row; answers its id.
    pub(super) async fn insert_one(
        &mut self,
        tx: &mut Tx,
        ctx: &Ctx,
        object: &Arc<ObjectDef>,
        row: Row,
    ) -> Result<Uuid, Fault> {
        let records = self.insert(tx, ctx, object, vec![row]).await?;
        records.first().map(|record| record.id).ok_or_else(|| Fault::new(Code::Internal))
    }

    /// Changes fields of a record, as far as they change and the object has them; answers it as it is then. A record
    /// that somebody has deleted meanwhile stays as it is.
    pub(super) async fn set(
        &mut self,
        tx: &mut Tx,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        values: Vec<(&str, Value)>,
    ) -> Result<Option<Record>, Fault> {
        let object = self.object(object)?;
        let Ok(record) = change::locked(tx, &object, id).await else { return Ok(None) };
        let named = values.into_iter().filter_map(|(name, value)| Some((object.position(name)?, value)));
        let sets: Values = named.filter(|(at, value)| record.values[*at] != *value).collect();
        if sets.is_empty() {
            return Ok(Some(record));
        }
        change::write(tx, &self.app, ctx, &object, record, sets, None).await.map(Some)
    }
}
