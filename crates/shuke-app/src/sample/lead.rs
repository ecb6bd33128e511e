//! Leads: where they come from, and what becomes of them.

use shuke_base::{Decimal, Fault, Moment, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;

use super::form::Form;
use super::people::{self, Firm, Person};
use super::play::{Event, Play};
use super::talk::Subject;
use super::words::WORDS;
use crate::context::Ctx;
use crate::records::create::Row;

/// How the work on a lead ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Converted,
    Qualified,
    Invalid,
    /// It goes on, or was forgotten.
    Open,
}

/// A lead that somebody works on.
#[derive(Debug)]
pub(super) struct Case {
    subject: Subject,
    fresh: bool,
    left: i64,
    ending: Ending,
}

const SOURCES: [(&str, u32); 16] = [
    ("website", 14),
    ("search", 12),
    ("online_ad", 9),
    ("wechat", 9),
    ("short_video", 6),
    ("exhibition", 11),
    ("seminar", 5),
    ("referral", 10),
    ("partner", 5),
    ("telemarketing", 6),
    ("inbound_call", 6),
    ("email", 2),
    ("platform", 4),
    ("visit", 2),
    ("old_customer", 3),
    ("import", 2),
];

const LINES: [(&str, u32); 7] = [
    ("software", 34),
    ("hardware", 26),
    ("solution", 15),
    ("implementation", 6),
    ("maintenance", 7),
    ("consulting", 5),
    ("consumable", 7),
];

const REASONS: [(&str, u32); 9] = [
    ("unreachable", 22),
    ("no_need", 20),
    ("no_budget", 16),
    ("not_target", 10),
    ("chose_other", 12),
    ("wrong_contact", 7),
    ("refused", 7),
    ("duplicate", 4),
    ("competitor", 2),
];

/// The kind of campaign that leads of a source come from.
fn campaign_kind(source: &str) -> &str {
    match source {
        "short_video" => "social",
        "website" | "wechat" => "webinar",
        "online_ad" => "search",
        own => own,
    }
}

impl Play {
    /// Leads come in together: from a form, a fair, a list.
    pub(super) async fn leads(&mut self, tx: &mut Tx, at: Moment, count: usize) -> Result<(), Fault> {
        let object = self.object("lead")?;
        let mut by = None;
        let mut rows = Vec::with_capacity(count);
        let mut subjects = Vec::with_capacity(count);
        for _ in 0..count {
            let (firm, person) = (people::firm(&mut self.dice), self.person());
            let source = self.dice.among(&SOURCES);
            let line = self.dice.among(&LINES);
            let owner = match self.dice.chance(95) {
                true => self.staff.seller(&mut self.dice, &firm.city.team),
                false => None,
            };
            if by.is_none() {
                let found = matches!(source, "referral" | "telemarketing" | "visit" | "old_customer");
                by = if found { owner } else { self.staff.marketer(&mut self.dice).or(owner) };
            }
            rows.push(self.lead_row(&self.ctx(at, by), &object, &firm, &person, source, line, owner)?);
            subjects.push(Subject {
                object: "lead",
                id: Uuid::nil(),
                owner,
                contact: None,
                who: people::address(&person.name, Some(person.title), person.female),
                company: firm.short,
                line,
            });
        }
        let records = self.insert(tx, &self.ctx(at, by), &object, rows).await?;
        self.tally.leads += records.len() as u64;
        for (record, subject) in records.iter().zip(subjects) {
            if subject.owner.is_some() && self.dice.chance(self.mix.touched) {
                self.take_up(at, Subject { id: record.id, ..subject });
            }
        }
        Ok(())
    }

    /// Somebody takes a lead up.
    fn take_up(&mut self, at: Moment, subject: Subject) {
        let ending = match self.dice.between(0, 99) {
            roll if roll < self.mix.converted => Ending::Converted,
            roll if roll < self.mix.converted + 20 => Ending::Qualified,
            roll if roll < self.mix.converted + 45 => Ending::Invalid,
            _ => Ending::Open,
        };
        let left = self.dice.between(1, self.mix.contacts);
        let first = self.calendar.later(&mut self.dice, at, 0, 2);
        self.push(first, Event::Lead(Box::new(Case { subject, fresh: true, left, ending })));
    }

    #[allow(clippy::too_many_arguments, reason = "everything that a lead is made of")]
    fn lead_row(
        &mut self,
        ctx: &Ctx,
        object: &ObjectDef,
        firm: &Firm,
        person: &Person,
        source: &'static str,
        line: &'static str,
        owner: Option<Uuid>,
    ) -> Result<Row, Fault> {
        let day = self.calendar.day(ctx.now);
        let currency = self.currency();
        let dice = &mut self.dice;
        let tag: Vec<&str> =
            if dice.chance(22) { vec![dice.pick(&WORDS.selling.tags).as_str()] } else { Vec::new() };
        let mut form = Form::new(object, &tag);
        form.text("name", &person.name);
        form.text("company", &firm.name);
        form.text("title", person.title);
        form.text("mobile", &person.mobile);
        if dice.chance(30) {
            form.text("phone", &firm.phone);
        }
        if dice.chance(45) {
            form.text("email", &person.email);
        }
        if dice.chance(30) {
            form.text("wechat", &person.wechat);
        }
        form.option("source", source);
        let kind = campaign_kind(source);
        let campaign = self.campaigns.iter().find(|it| it.kind == kind && it.from <= day && day <= it.to);
        form.id("campaign", campaign.map(|it| it.id));
        form.option("industry", firm.industry);
        form.option(
            "employees",
            dice.among(&[("s1", 8), ("s2", 20), ("s3", 28), ("s4", 22), ("s5", 14), ("s6", 8)]),
        );
        form.text("region", if dice.chance(12) { firm.city.code.as_str() } else { firm.county });
        if dice.chance(50) {
            form.text("address", &firm.address);
        }
        form.option("product_line", line);
        let score = dice.between(12, 98);
        form.put("score", Value::Int(score));
        if dice.chance(70) {
            let grade = match score {
                80.. => "a",
                55..80 => "b",
                30..55 => "c",
                _ => "d",
            };
            form.option("grade", grade);
        }
        if dice.chance(45) {
            form.money("budget", budget(dice.between(1, 60), line), &currency);
        }
        if dice.chance(30) {
            form.day("purchase_on", day + chrono::Days::new(dice.between(15, 160).unsigned_abs()));
        }
        if let Some(needs) = WORDS.selling.needs.get(line) {
            let need = dice.pick(needs);
            form.text("need", super::talk::fill(dice, need, "", "", line));
        }
        if dice.chance(15) {
            form.text("remark", dice.pick(&WORDS.selling.remarks).as_str());
        }
        form.id("owner", owner);
        form.row(ctx)
    }

    /// One contact with a lead, and what it leads to.
    pub(super) async fn work_lead(&mut self, tx: &mut Tx, at: Moment, mut case: Case) -> Result<(), Fault> {
        let ctx = self.ctx(at, case.subject.owner);
        case.left -= 1;
        let last = case.left == 0;
        let mut values = self.outcome(&mut case, last);
        let closed = last && matches!(case.ending, Ending::Converted | Ending::Invalid);
        // Now and then a promise to call is forgotten, and shows as overdue.
        let kept = !last || (!closed && self.dice.chance(self.mix.kept_on));
        let promised = kept || (!closed && self.dice.chance(self.mix.kept_on / 4));
        let next = promised.then(|| self.calendar.appointment(&mut self.dice, at, 2, 14));
        let (next, kept) = self.calendar.promise(&mut self.dice, next, kept);
        let outcome = match (case.ending, last) {
            (Ending::Invalid, true) => Some("refused"),
            (Ending::Converted, true) => Some("agreed"),
            _ => None,
        };
        self.talk(tx, &ctx, &case.subject, next, outcome).await?;
        if next.is_none() {
            values.push(("next_follow_up_at", Value::Null));
        }
        let record = self.set(tx, &ctx, "lead", case.subject.id, values).await?;
        if last && case.ending == Ending::Converted {
            if let Some(record) = record {
                self.convert(tx, at, &record, &case.subject).await?;
            }
        } else if let Some(next) = next.filter(|_| kept) {
            case.left = case.left.max(1);
            let then = next + chrono::TimeDelta::minutes(self.dice.between(-40, 150));
            self.push(then.max(at), Event::Lead(Box::new(case)));
        }
        Ok(())
    }

    /// What a contact changes. A lead of which nothing comes is given up at some time.
    fn outcome(&mut self, case: &mut Case, last: bool) -> Vec<(&'static str, Value)> {
        if last && case.ending == Ending::Open && self.mix.kept_on > 0 && self.dice.chance(24) {
            case.ending = Ending::Invalid;
        }
        let status = match case.ending {
            Ending::Qualified if last => "qualified",
            Ending::Converted if last => "converted",
            Ending::Invalid if last => "invalid",
            _ if case.fresh => "following",
            _ => return Vec::new(),
        };
        case.fresh = false;
        let mut values = vec![("status", Value::from(status))];
        match status {
            "qualified" => values.push(("grade", Value::from(self.dice.among(&[("a", 3), ("b", 2)])))),
            "invalid" => values.push(("invalid_reason", Value::from(self.dice.among(&REASONS)))),
            _ => {}
        }
        values
    }
}

/// A budget in round thousands, by what is asked for.
pub(super) fn budget(size: i64, line: &str) -> Decimal {
    let step = match line {
        "solution" => 20_000,
        "software" | "hardware" => 5_000,
        _ => 1_000,
    };
    Decimal::from(size * step)
}
