//! Contacts with customers, in the words of salespeople.

use shuke_base::{Fault, Moment, Uuid, Value};
use shuke_store::Tx;

use super::dice::Dice;
use super::form::Form;
use super::play::Play;
use super::words::WORDS;
use crate::context::Ctx;

/// Whom a contact is with, and about what.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// The object of the record that the contact belongs to.
    pub(super) object: &'static str,
    /// That record.
    pub(super) id: Uuid,
    /// Who works on it.
    pub(super) owner: Option<Uuid>,
    /// The person at the customer, where there is a record of one.
    pub(super) contact: Option<Uuid>,
    /// How that person is spoken to.
    pub(super) who: String,
    /// The customer's short name.
    pub(super) company: String,
    /// What it is about, as a product line.
    pub(super) line: &'static str,
}

const KINDS: [(&str, u32); 6] =
    [("call", 46), ("chat", 24), ("visit", 10), ("email", 8), ("meeting", 6), ("note", 6)];

const OUTCOMES: [(&str, u32); 6] = [
    ("interested", 26),
    ("follow_later", 28),
    ("no_answer", 14),
    ("material_sent", 16),
    ("appointment", 12),
    ("agreed", 4),
];

const CONCERNS: [(&str, u32); 10] = [
    ("price", 24),
    ("function", 16),
    ("delivery", 10),
    ("service", 12),
    ("integration", 11),
    ("security", 6),
    ("cases", 8),
    ("ease", 6),
    ("competitor", 4),
    ("budget", 8),
];

/// Fills the places of a text.
pub(super) fn fill(dice: &mut Dice, text: &str, who: &str, company: &str, line: &str) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let products: Vec<&str> =
        WORDS.products.iter().filter(|it| it.line == line).map(|it| it.name.as_str()).collect();
    let product = if products.is_empty() { "产品" } else { dice.pick(&products) };
    text.replace("{contact}", who)
        .replace("{company}", company)
        .replace("{product}", product)
        .replace("{days}", &dice.between(2, 7).to_string())
        .replace("{count}", &(dice.between(1, 12) * 5).to_string())
        .replace("{month}", &format!("{} 月", dice.between(1, 12)))
}

impl Play {
    /// Writes one contact; it may leave a task behind.
    pub(super) async fn talk(
        &mut self,
        tx: &mut Tx,
        ctx: &Ctx,
        subject: &Subject,
        next: Option<Moment>,
        outcome: Option<&str>,
    ) -> Result<(), Fault> {
        let object = self.object("activity")?;
        let kind = self.dice.among(&KINDS);
        let Some(talk) = WORDS.talks.get(kind) else { return Ok(()) };
        let dice = &mut self.dice;
        let (title, content) = (dice.pick(&talk.subjects).clone(), dice.pick(&talk.contents));
        let content = fill(dice, content, &subject.who, &subject.company, subject.line);
        let mut form = Form::new(&object, &[]);
        form.text("subject", title);
        form.option("kind", kind);
        form.text("content", content);
        form.put("related", Value::Record(subject.object.to_owned(), subject.id));
        form.id("contact", subject.contact);
        form.time("happened_at", ctx.now);
        if matches!(kind, "call" | "visit" | "meeting") {
            let minutes = if kind == "call" { dice.between(2, 25) } else { dice.between(4, 20) * 10 };
            form.put("duration_minutes", Value::Int(minutes));
        }
        form.option("outcome", outcome.unwrap_or_else(|| dice.among(&OUTCOMES)));
        if dice.chance(45) {
            form.option("concerns", dice.among(&CONCERNS));
        }
        form.time("next_follow_up_at", next);
        form.id("owner", ctx.user);
        let row = form.row(ctx)?;
        self.insert_one(tx, ctx, &object, row).await?;
        self.tally.activities += 1;
        if self.dice.chance(self.mix.tasks) {
            self.task(tx, ctx, subject, next).await?;
        }
        Ok(())
    }
}
