//! Customers and their people: those that were there from the start, and those that leads become.

use chrono::Days;
use shuke_base::{Decimal, Fault, Moment, Uuid, Value};
use shuke_meta::ObjectDef;
use shuke_store::Tx;
use shuke_store::records::Record;

use super::form::Form;
use super::people::{self, Firm, Person};
use super::play::{Event, Play};
use super::talk::Subject;
use super::words::WORDS;
use crate::context::Ctx;
use crate::records::value_of;

/// A customer that service talks to.
#[derive(Debug)]
pub(super) struct Customer {
    subject: Subject,
    left: i64,
}

/// A unified social credit code 统一社会信用代码 with right check characters (GB 32100, GB 11714); `Y` and a serial
/// number stand where a company's own code would.
fn credit_code(county: &str, serial: i64) -> String {
    let own = format!("Y{:07}", serial.rem_euclid(10_000_000));
    let letter = |c: u8| if c.is_ascii_digit() { i64::from(c - b'0') } else { i64::from(c - b'A') + 10 };
    let sum: i64 = own.bytes().zip([3, 7, 9, 10, 5, 8, 4, 2]).map(|(c, weight)| letter(c) * weight).sum();
    let check = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from(b'0' + u8::try_from(digit).unwrap_or(0)),
    };
    let code = format!("91{county}{own}{check}");
    let last = shuke_text::credit_code_check(&code).unwrap_or('0');
    format!("{code}{last}")
}

impl Play {
    /// A customer from before is entered, with people, and often a deal.
    pub(super) async fn old_customer(&mut self, tx: &mut Tx, at: Moment) -> Result<(), Fault> {
        let firm = people::firm(&mut self.dice);
        let owner = self.staff.seller(&mut self.dice, &firm.city.team);
        let ctx = self.ctx(at, owner);
        let object = self.object("account")?;
        let dealt = self.dice.chance(62);
        let mut form = self.firm_form(&object, &firm);
        let source =
            self.dice.among(&[("referral", 4), ("exhibition", 3), ("telemarketing", 2), ("partner", 1)]);
        form.option("source", source);
        if dealt {
            let stage = self.dice.among(&[("active", 6), ("loyal", 3), ("dormant", 2), ("won_back", 1)]);
            form.option("life_cycle", stage);
            form.option("deal_status", "dealt");
            let before = self.dice.between(20, 900).unsigned_abs();
            form.day("first_deal_on", self.calendar.day(at) - Days::new(before));
            form.option("payment_terms", self.dice.among(&[("deposit", 4), ("net30", 4), ("net60", 2)]));
            form.money("credit_limit", Decimal::from(self.dice.between(5, 60) * 10_000), &self.currency());
        }
        form.id("owner", owner);
        let row = form.row(&ctx)?;
        let account = self.insert_one(tx, &ctx, &object, row).await?;
        self.tally.accounts += 1;
        let person = self.person();
        self.customer(tx, &ctx, account, &firm, &person, dealt).await
    }

    /// A lead becomes a customer, a contact, and nearly always a deal.
    pub(super) async fn convert(
        &mut self,
        tx: &mut Tx,
        at: Moment,
        lead: &Record,
        subject: &Subject,
    ) -> Result<(), Fault> {
        let ctx = self.ctx(at, subject.owner);
        let (from, object) = (self.object("lead")?, self.object("account")?);
        let mut form = Form::new(&object, &[]);
        for (name, source) in [
            ("name", "company"),
            ("phone", "phone"),
            ("source", "source"),
            ("industry", "industry"),
            ("employees", "employees"),
            ("region", "region"),
            ("address", "address"),
            ("owner", "owner"),
        ] {
            form.put(name, value_of(&from, lead, source).clone());
        }
        form.text("short_name", &subject.company);
        form.option("life_cycle", "new");
        form.option("level", self.dice.among(&[("key", 2), ("major", 3), ("normal", 5)]));
        let row = form.row(&ctx)?;
        let account = self.insert_one(tx, &ctx, &object, row).await?;
        self.tally.accounts += 1;
        let object = self.object("contact")?;
        let mut form = Form::new(&object, &[]);
        for name in ["name", "title", "mobile", "email", "wechat", "region", "owner"] {
            form.put(name, value_of(&from, lead, name).clone());
        }
        form.id("account", account);
        form.put("is_primary", Value::Bool(true));
        form.option("role", self.dice.among(&[("decision_maker", 4), ("champion", 3), ("buyer", 3)]));
        let row = form.row(&ctx)?;
        let contact = self.insert_one(tx, &ctx, &object, row).await?;
        self.tally.contacts += 1;
        let subject = Subject { object: "account", id: account, contact: Some(contact), ..subject.clone() };
        self.colleagues(tx, &ctx, &subject).await?;
        if self.dice.chance(88) {
            self.new_deal(tx, &ctx, &subject, "new_business").await?;
        }
        Ok(())
    }

    /// The people of a customer that was entered, the deals, and the calls of service.
    async fn customer(
        &mut self,
        tx: &mut Tx,
        ctx: &Ctx,
        account: Uuid,
        firm: &Firm,
        person: &Person,
        dealt: bool,
    ) -> Result<(), Fault> {
        let contact = self.contact(tx, ctx, account, firm.county, person, true).await?;
        let subject = Subject {
            object: "account",
            id: account,
            owner: ctx.user,
            contact: Some(contact),
            who: people::address(&person.name, Some(person.title), person.female),
            company: firm.short.clone(),
            line: self.dice.among(&[("software", 4), ("hardware", 3), ("solution", 2), ("maintenance", 2)]),
        };
        self.colleagues(tx, ctx, &subject).await?;
        for _ in 0..2 {
            if self.dice.chance(self.mix.deals) {
                let kinds = [("expansion", 5), ("renewal", 4), ("new_business", 2), ("tender", 1)];
                let pipeline = if dealt { self.dice.among(&kinds) } else { "new_business" };
                self.new_deal(tx, ctx, &subject, pipeline).await?;
            }
        }
        if self.dice.chance(self.mix.cared) {
            let then = self.calendar.later(&mut self.dice, ctx.now, 10, 60);
            let left = self.dice.between(1, 3);
            self.push(then, Event::Care(Box::new(Customer { subject, left })));
        }
        Ok(())
    }

    fn firm_form<'a>(&mut self, object: &'a ObjectDef, firm: &Firm) -> Form<'a> {
        let currency = self.currency();
        let serial = self.serial();
        let dice = &mut self.dice;
        let tag: Vec<&str> =
            if dice.chance(30) { vec![dice.pick(&WORDS.selling.tags).as_str()] } else { Vec::new() };
        let mut form = Form::new(object, &tag);
        form.text("name", &firm.name);
        form.text("short_name", &firm.short);
        form.text("credit_code", credit_code(firm.county, serial));
        form.option(
            "level",
            dice.among(&[("key", 12), ("major", 22), ("vip", 8), ("normal", 46), ("minor", 12)]),
        );
        form.option("industry", firm.industry);
        form.option("employees", dice.among(&[("s2", 20), ("s3", 28), ("s4", 24), ("s5", 16), ("s6", 12)]));
        form.option(
            "ownership",
            dice.among(&[("private", 70), ("state", 8), ("listed", 6), ("foreign", 10)]),
        );
        form.money("registered_capital", Decimal::from(dice.between(1, 50) * 1_000_000), &currency);
        if dice.chance(55) {
            form.money("annual_revenue", Decimal::from(dice.between(3, 900) * 1_000_000), &currency);
        }
        form.text("phone", &firm.phone);
        form.text("region", firm.county);
        form.text("address", &firm.address);
        if dice.chance(25) {
            form.text("remark", dice.pick(&WORDS.selling.remarks).as_str());
        }
        form
    }

    /// Further people of a customer.
    async fn colleagues(&mut self, tx: &mut Tx, ctx: &Ctx, subject: &Subject) -> Result<(), Fault> {
        for _ in 0..self.dice.between(0, self.mix.colleagues) {
            if self.dice.chance(85) {
                let person = self.person();
                self.contact(tx, ctx, subject.id, "", &person, false).await?;
            }
        }
        Ok(())
    }

    async fn contact(
        &mut self,
        tx: &mut Tx,
        ctx: &Ctx,
        account: Uuid,
        county: &str,
        person: &Person,
        primary: bool,
    ) -> Result<Uuid, Fault> {
        let object = self.object("contact")?;
        let dice = &mut self.dice;
        let mut form = Form::new(&object, &[]);
        form.text("name", &person.name);
        form.id("account", account);
        form.text("title", person.title);
        form.text("division", dice.pick(&WORDS.people.titles.divisions).as_str());
        let roles =
            [("decision_maker", 18), ("influencer", 20), ("champion", 12), ("technical", 20), ("buyer", 20)];
        form.option("role", if primary { "decision_maker" } else { dice.among(&roles) });
        form.option(
            "attitude",
            dice.among(&[("supportive", 25), ("friendly", 35), ("neutral", 32), ("opposed", 8)]),
        );
        form.put("is_primary", Value::Bool(primary));
        form.option("gender", if person.female { "female" } else { "male" });
        form.text("mobile", &person.mobile);
        form.text("email", &person.email);
        if dice.chance(60) {
            form.text("wechat", &person.wechat);
        }
        form.option("preferred_channel", dice.among(&[("phone", 4), ("wechat", 5), ("email", 1)]));
        if !county.is_empty() {
            form.text("region", county);
        }
        form.id("owner", ctx.user);
        let row = form.row(ctx)?;
        self.tally.contacts += 1;
        self.insert_one(tx, ctx, &object, row).await
    }

    /// Service talks to a customer.
    pub(super) async fn care(
        &mut self,
        tx: &mut Tx,
        at: Moment,
        mut customer: Customer,
    ) -> Result<(), Fault> {
        let by = self.staff.service(&mut self.dice).or(customer.subject.owner);
        let ctx = self.ctx(at, by);
        self.talk(tx, &ctx, &customer.subject, None, None).await?;
        customer.left -= 1;
        if customer.left > 0 {
            let then = self.calendar.later(&mut self.dice, at, 20, 60);
            self.push(then, Event::Care(Box::new(customer)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_codes_are_such_as_the_standard_has_them() {
        for serial in [0, 1, 77, 9_999_999] {
            let code = credit_code("330106", serial);
            assert_eq!(shuke_text::credit_code(&code).as_deref(), Ok(code.as_str()));
        }
    }
}
