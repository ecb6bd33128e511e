//! Tasks that contacts leave behind.

use shuke_base::{Decimal, Fault, Moment, Uuid, Value};
use shuke_store::Tx;

use super::form::Form;
use super::play::{Event, Play};
use super::talk::{Subject, fill};
use super::words::WORDS;
use crate::context::Ctx;

const KINDS: [(&str, u32); 7] = [
    ("call", 26),
    ("visit", 16),
    ("quote", 18),
    ("proposal", 12),
    ("contract", 10),
    ("payment", 8),
    ("care", 10),
];

impl Play {
    /// A task for whoever had the contact; most are done in time.
    pub(super) async fn task(
        &mut self,
        tx: &mut Tx,
        ctx: &Ctx,
        subject: &Subject,
        due: Option<Moment>,
    ) -> Result<(), Fault> {
        let object = self.object("task")?;
        let kind = self.dice.among(&KINDS);
        let Some(names) = WORDS.selling.tasks.get(kind) else { return Ok(()) };
        let name = self.dice.pick(names);
        let name = fill(&mut self.dice, name, &subject.who, &subject.company, subject.line);
        let due = due.unwrap_or_else(|| self.calendar.appointment(&mut self.dice, ctx.now, 1, 8));
        let mut form = Form::new(&object, &[]);
        form.text("name", name);
        form.option("kind", kind);
        form.option("status", "todo");
        form.option("priority", self.dice.among(&[("urgent", 6), ("high", 22), ("normal", 60), ("low", 12)]));
        form.time("due_at", due);
        form.time("remind_at", due - chrono::TimeDelta::minutes(30));
        form.put("related", Value::Record(subject.object.to_owned(), subject.id));
        form.id("contact", subject.contact);
        form.id("owner", ctx.user);
        let row = form.row(ctx)?;
        let id = self.insert_one(tx, ctx, &object, row).await?;
        self.tally.tasks += 1;
        let early = self.dice.chance(84).then(|| self.dice.between(-300, 900));
        let early = early.filter(|_| !self.calendar.is_behind(&mut self.dice, due));
        // What was forgotten is done a day late.
        let early = early.or_else(|| (!self.calendar.is_recent(due)).then_some(-1_440));
        if let Some(early) = early {
            let done = due - chrono::TimeDelta::minutes(early);
            self.push(done.max(ctx.now + chrono::TimeDelta::minutes(10)), Event::TaskDone(id, ctx.user));
        }
        Ok(())
    }

    /// A task is done.
    pub(super) async fn task_done(
        &mut self,
        tx: &mut Tx,
        at: Moment,
        task: Uuid,
        by: Option<Uuid>,
    ) -> Result<(), Fault> {
        let values = vec![
            ("status", Value::from("done")),
            ("completed_at", Value::Time(at)),
            ("progress", Value::Decimal(Decimal::from(100))),
        ];
        let ctx = self.ctx(at, by);
        self.set(tx, &ctx, "task", task, values).await.map(drop)
    }
}
