//! What the sample company sells, how it makes itself known, and what it is used to say.

use chrono::{Days, NaiveDate};
use shuke_base::{Decimal, Fault, Moment, Uuid, Value};
use shuke_store::Tx;

use super::form::Form;
use super::play::Play;
use super::words::WORDS;

/// Campaigns of the sample, at most.
const CAMPAIGNS: usize = 6;

/// A campaign and when it runs.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) id: Uuid,
    pub(super) kind: &'static str,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

fn amount(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}

impl Play {
    /// Price list and campaigns. Products of an earlier sample stay as they are.
    pub(super) async fn catalog(&mut self, tx: &mut Tx, at: Moment) -> Result<(), Fault> {
        let ctx = self.ctx(at, None);
        let object = self.object("product")?;
        let currency = self.currency();
        let codes: Vec<Value> = WORDS.products.iter().map(|it| Value::from(it.code.as_str())).collect();
        let known = match object.position("code") {
            Some(code) => tx.with_values(&object, code, &codes).await?,
            None => Vec::new(),
        };
        let mut rows = Vec::new();
        for product in &WORDS.products {
            if known.iter().any(|(code, _)| code.as_text() == Some(&product.code)) {
                continue;
            }
            let mut form = Form::new(&object, &[]);
            form.text("name", &product.name);
            form.text("code", &product.code);
            form.option("category", &product.line);
            form.text("spec", &product.spec);
            form.option("unit", &product.unit);
            form.text("brand", "橘灯");
            form.money("price", amount(&product.price), &currency);
            form.money("min_price", amount(&product.min_price), &currency);
            form.money("cost", amount(&product.cost), &currency);
            form.put("tax_rate", Value::Decimal(amount(&product.tax_rate)));
            form.id("owner", self.staff.marketer(&mut self.dice));
            if matches!(product.line.as_str(), "hardware" | "consumable") {
                form.put("stock", Value::Decimal(Decimal::from(self.dice.between(8, 600))));
                form.put("warranty_months", Value::Int(12));
            }
            rows.push(form.row(&ctx)?);
        }
        self.tally.products += rows.len() as u64;
        self.insert(tx, &ctx, &object, rows).await?;
        self.campaigns(tx, at).await
    }

    /// The phrases that the company has agreed on; they belong to nobody and are everybody's.
    pub(super) async fn phrases(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        let ctx = self.ctx(self.calendar.begin(self.calendar.first), None);
        let object = self.object("phrase")?;
        let mut rows = Vec::new();
        for phrase in &WORDS.selling.phrases {
            let mut form = Form::new(&object, &[]);
            form.text("name", &phrase.name);
            form.option("category", &phrase.category);
            form.text("content", &phrase.content);
            rows.push(form.row(&ctx)?);
        }
        self.insert(tx, &ctx, &object, rows).await.map(drop)
    }

    async fn campaigns(&mut self, tx: &mut Tx, at: Moment) -> Result<(), Fault> {
        let object = self.object("campaign")?;
        let (today, span) = (self.calendar.day(self.calendar.now), self.calendar.days);
        let currency = self.currency();
        for (nth, campaign) in (0_u64..).zip(WORDS.selling.campaigns.iter().take(CAMPAIGNS)) {
            // Spread over the span: the last but one is running, the last begins soon.
            let soon = nth + 1 == CAMPAIGNS as u64;
            let from = if soon {
                today + Days::new(12)
            } else {
                self.calendar.first + Days::new(nth * (span - 16) / (CAMPAIGNS as u64 - 2))
            };
            let to = from + Days::new(self.dice.between(24, 40).unsigned_abs() * (span / 180).max(1));
            let status = match (from > today, to < today) {
                (true, _) => "planning",
                (_, true) => "done",
                _ => "running",
            };
            let by = self.staff.marketer(&mut self.dice);
            let ctx = self.ctx(at, by);
            let mut form = Form::new(&object, &[]);
            form.text("name", &campaign.name);
            form.option("kind", &campaign.kind);
            form.option("status", status);
            form.day("starts_on", from);
            form.day("ends_on", to);
            form.money("budget", amount(&campaign.budget), &currency);
            if status == "done" {
                let spent = amount(&campaign.budget) * Decimal::new(self.dice.between(78, 108), 2);
                form.money("actual_cost", spent.round_dp(2), &currency);
            }
            form.put("expected_leads", Value::Int(self.dice.between(3, 16) * 10));
            form.text("audience", &campaign.audience);
            form.id("owner", by);
            let row = form.row(&ctx)?;
            let id = self.insert_one(tx, &ctx, &object, row).await?;
            self.tally.campaigns += 1;
            self.campaigns.push(Running { id, kind: &campaign.kind, from, to });
        }
        Ok(())
    }
}
