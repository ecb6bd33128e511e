//! Deals: from the first talk to won, lost, or still open.

use chrono::Days;
use shuke_base::{Decimal, Fault, Moment, Value};
use shuke_store::Tx;

use super::form::Form;
use super::lead::budget;
use super::play::{Event, Play};
use super::talk::Subject;
use super::words::WORDS;
use crate::context::Ctx;

/// The stages on the way, with what a deal is worth there in percent.
const WAY: [(&str, i64, &str); 4] = [
    ("contact", 10, "pipeline"),
    ("need", 30, "pipeline"),
    ("proposal", 50, "best_case"),
    ("negotiation", 75, "commit"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Won,
    Lost,
    Open,
}

/// A deal that somebody works on.
#[derive(Debug)]
pub(super) struct Deal {
    subject: Subject,
    account: shuke_base::Uuid,
    stage: usize,
    /// The stage that it ends after.
    last: usize,
    ending: Ending,
}

impl Play {
    /// A deal begins.
    pub(super) async fn new_deal(
        &mut self,
        tx: &mut Tx,
        ctx: &Ctx,
        subject: &Subject,
        pipeline: &'static str,
    ) -> Result<(), Fault> {
        let object = self.object("opportunity")?;
        let currency = self.currency();
        let day = self.calendar.day(ctx.now);
        let dice = &mut self.dice;
        let Some(names) = WORDS.selling.deals.get(pipeline) else { return Ok(()) };
        let mut form = Form::new(&object, &[]);
        form.text("name", format!("{} {}", subject.company, dice.pick(names)));
        form.id("account", subject.id);
        form.id("contact", subject.contact);
        form.option("pipeline", pipeline);
        form.option("stage", WAY[0].0);
        form.money("amount", budget(dice.between(3, 80), subject.line), &currency);
        form.put("probability", Value::Decimal(Decimal::from(WAY[0].1)));
        form.day("expected_close_on", day + Days::new(dice.between(25, 110).unsigned_abs()));
        form.option("product_line", subject.line);
        form.text("next_step", dice.pick(&WORDS.selling.next_steps).as_str());
        if dice.chance(35) {
            form.text("competitor", dice.pick(&WORDS.selling.competitors).as_str());
        }
        form.id("owner", ctx.user);
        let row = form.row(ctx)?;
        let id = self.insert_one(tx, ctx, &object, row).await?;
        self.tally.opportunities += 1;
        let (ending, last) = match self.dice.between(0, 99) {
            0..40 => (Ending::Won, WAY.len() - 1),
            40..70 => (Ending::Lost, usize::try_from(self.dice.between(0, 3)).unwrap_or(0)),
            _ => (Ending::Open, usize::try_from(self.dice.between(0, 3)).unwrap_or(0)),
        };
        let then = self.calendar.later(&mut self.dice, ctx.now, 3, 18);
        let account = subject.id;
        let subject = Subject { object: "opportunity", id, ..subject.clone() };
        self.push(then, Event::Deal(Box::new(Deal { subject, account, stage: 0, last, ending })));
        Ok(())
    }

    /// One contact about a deal; it moves on, or ends.
    pub(super) async fn work_deal(&mut self, tx: &mut Tx, at: Moment, mut deal: Deal) -> Result<(), Fault> {
        let ctx = self.ctx(at, deal.subject.owner);
        if deal.stage >= deal.last && deal.ending != Ending::Open {
            return self.end_deal(tx, &ctx, deal).await;
        }
        if deal.stage >= deal.last {
            return self.linger(tx, &ctx, deal).await;
        }
        let next = self.calendar.appointment(&mut self.dice, at, 4, 20);
        self.talk(tx, &ctx, &deal.subject, Some(next), None).await?;
        deal.stage += 1;
        let (stage, worth, forecast) = WAY[deal.stage];
        let values = vec![
            ("stage", Value::from(stage)),
            ("probability", Value::Decimal(Decimal::from(worth))),
            ("forecast_category", Value::from(forecast)),
            ("next_step", Value::from(self.dice.pick(&WORDS.selling.next_steps).as_str())),
        ];
        self.set(tx, &ctx, "opportunity", deal.subject.id, values).await?;
        self.push(next.max(at), Event::Deal(Box::new(deal)));
        Ok(())
    }

    /// A deal that moves no further: one talks on, or forgets it.
    async fn linger(&mut self, tx: &mut Tx, ctx: &Ctx, deal: Deal) -> Result<(), Fault> {
        let kept = self.dice.chance(self.mix.kept_on);
        let promised = kept || self.dice.chance(self.mix.kept_on / 4);
        let next = promised.then(|| self.calendar.appointment(&mut self.dice, ctx.now, 5, 25));
        let (next, kept) = self.calendar.promise(&mut self.dice, next, kept);
        self.talk(tx, ctx, &deal.subject, next, None).await?;
        match next {
            Some(next) if kept => self.push(next, Event::Deal(Box::new(deal))),
            Some(_) => {}
            None => {
                let values = vec![("next_follow_up_at", Value::Null)];
                self.set(tx, ctx, "opportunity", deal.subject.id, values).await?;
            }
        }
        Ok(())
    }

    async fn end_deal(&mut self, tx: &mut Tx, ctx: &Ctx, deal: Deal) -> Result<(), Fault> {
        let day = self.calendar.day(ctx.now);
        let won = deal.ending == Ending::Won;
        self.talk(tx, ctx, &deal.subject, None, Some(if won { "agreed" } else { "refused" })).await?;
        let review = self.dice.pick(&WORDS.selling.reviews).as_str();
        let mut values = vec![
            ("closed_on", Value::Date(day)),
            ("next_follow_up_at", Value::Null),
            ("next_step", Value::Null),
        ];
        if won {
            let reason =
                self.dice.among(&[("product", 4), ("service", 3), ("price", 2), ("relationship", 2)]);
            values.extend([
                ("stage", Value::from("won")),
                ("probability", Value::Decimal(Decimal::ONE_HUNDRED)),
                ("forecast_category", Value::from("closed")),
                ("won_reason", Value::from(reason)),
            ]);
        } else {
            let reasons =
                [("price", 30), ("competitor", 24), ("no_budget", 16), ("timing", 12), ("no_decision", 10)];
            values.extend([
                ("stage", Value::from("lost")),
                ("probability", Value::Decimal(Decimal::ZERO)),
                ("forecast_category", Value::from("omitted")),
                ("lost_reason", Value::from(self.dice.among(&reasons))),
                ("lost_note", Value::from(review)),
            ]);
        }
        self.set(tx, ctx, "opportunity", deal.subject.id, values).await?;
        if won {
            self.bought(tx, ctx, deal.account).await?;
        }
        Ok(())
    }

    /// A customer has bought: for the first time, or again.
    async fn bought(&mut self, tx: &mut Tx, ctx: &Ctx, account: shuke_base::Uuid) -> Result<(), Fault> {
        let object = self.object("account")?;
        let wanted: Vec<usize> = ["first_deal_on"].iter().filter_map(|name| object.position(name)).collect();
        let first = tx.fetch(&object, &[account], &wanted, false).await?;
        let known =
            first.first().and_then(|record| record.values.first()).is_some_and(|value| !value.is_null());
        let mut values = vec![("deal_status", Value::from("dealt")), ("life_cycle", Value::from("active"))];
        if !known {
            values.push(("first_deal_on", Value::Date(self.calendar.day(ctx.now))));
        }
        self.set(tx, ctx, "account", account, values).await.map(drop)
    }
}
