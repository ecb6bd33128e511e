//! What is to be reached: so many records, or so much of a number or an amount, in each month, quarter or year, by the
//! company, a department or a person. Administrators make goals and enter their amounts; everybody reads how far they
//! themselves are, and whoever heads a department how far it is, what is below it, and its people.
//!
//! How much is reached is never kept: it is counted each time that somebody looks, over the records that they may see.
//! A person has reached what the records come to that they own, a department what those come to whose owners belong to
//! it or to a department below.

mod draft;
pub mod manage;
pub mod period;
pub mod progress;
mod reached;
pub mod rows;
pub(crate) mod sample;
mod sight;
pub mod targets;
mod tree;

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Moment, Uuid};
use shuke_expr::Cond;
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema};
use shuke_store::Conn;
use shuke_store::system::Goal;

use crate::asked::Wanted;
use crate::context::Ctx;
use crate::records::list;
pub use period::Cycle;

/// What is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The records.
    #[default]
    Count,
    /// What a number or an amount of theirs comes to.
    Sum,
}

/// What is counted of which records, as it is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Rule {
    measure: Measure,
    /// The number or amount of a sum.
    field: Option<String>,
    /// The date that says which period a record belongs to.
    date: String,
    /// Filter tree.
    filter: Option<Json>,
}

/// What stands for the whole company where an amount says whose it is.
const COMPANY: Uuid = Uuid::nil();
/// The field that says whose a record is.
const OWNER: &str = "owner";

/// A goal as administrators see it.
#[derive(Debug, Clone, Serialize)]
pub struct GoalView {
    /// Id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The object whose records are counted.
    pub object: String,
    /// What is counted.
    pub measure: Measure,
    /// The number or amount of a sum.
    pub field: Option<String>,
    /// The date that says which period a record belongs to.
    pub date: String,
    /// Filter tree.
    pub filter: Option<Json>,
    /// How long a period is.
    pub cycle: Cycle,
    /// The day that it was ended on.
    pub ended_on: Option<NaiveDate>,
    /// Grows with every change.
    pub version: i64,
    /// Who made it.
    pub by: Json,
    /// When it was last changed.
    pub updated_at: Moment,
    /// Whether the object and all fields that it goes by are there still.
    pub usable: bool,
}

/// The rule of a stored goal.
fn rule(it: &Goal) -> Rule {
    serde_json::from_str(&it.rule).unwrap_or_else(|error| {
        tracing::error!(id = %it.id, %error, "the rule of a goal can't be read; it counts nothing");
        Rule::default()
    })
}

/// Whether a number can be summed to a goal.
fn adds(field: &FieldDef) -> bool {
    matches!(field.kind, FieldKind::Integer | FieldKind::Decimal | FieldKind::Money)
}

/// Whether some value of a filter is the reader: then it would be another goal for everybody who looks.
fn asks_for_reader(filter: &Json) -> bool {
    match filter {
        Json::String(word) => matches!(word.as_str(), "@me" | "@my_team" | "@my_department"),
        Json::Array(all) => all.iter().any(asks_for_reader),
        Json::Object(map) => map.values().any(asks_for_reader),
        _ => false,
    }
}

impl Rule {
    /// The filter of the records of a period, as a list takes it, and of one party's alone: one test beside the other, so that
    /// a list shows each by itself.
    fn filter_of(&self, (from, to): (NaiveDate, NaiveDate), party: Option<Json>) -> Json {
        let mut parts = match &self.filter {
            Some(Json::Object(map)) if map.is_empty() => Vec::new(),
            Some(Json::Object(map)) => match map.get("and") {
                Some(Json::Array(parts)) => parts.clone(),
                _ => vec![Json::Object(map.clone())],
            },
            _ => Vec::new(),
        };
        parts.push(json!({"field": self.date, "op": "between", "value": [from, to]}));
        parts.extend(party);
        json!({"and": parts})
    }

    /// Names what it goes by and the object doesn't have, or has as something else.
    fn faults(&self, object: &ObjectDef) -> Vec<FieldFault> {
        let wrong = |name: &str, value: &str, fits: bool| match object.field(value) {
            None => Some(draft::fault(name, Code::UnknownField).with("name", value)),
            Some(_) if fits => None,
            Some(field) => Some(draft::fault(name, Code::GoalField).label_arg("name", field.label.clone())),
        };
        let kind = |name: &str, test: fn(&FieldDef) -> bool| object.field(name).is_some_and(test);
        let sum = self.field.as_deref().and_then(|field| wrong("field", field, kind(field, adds)));
        let date = wrong("date", &self.date, kind(&self.date, |field| field.kind.has_days()));
        [sum, date].into_iter().flatten().collect()
    }

    /// The object and the condition of the records that count in a period, for this caller; of one party, or of all.
    fn condition(
        &self,
        ctx: &Ctx,
        object: &str,
        span: (NaiveDate, NaiveDate),
        party: Option<Json>,
    ) -> Result<(Arc<ObjectDef>, Option<Cond>), Fault> {
        let object = ctx.object(object)?;
        let faults = self.faults(&object);
        if !faults.is_empty() {
            return Err(Fault::invalid(faults));
        }
        let cond = list::condition(ctx, &object, [&self.filter_of(span, party)], None)?;
        Ok((object, cond))
    }
}

/// The goals, ended ones among them, that go by a field or ask for one of its options, also through references.
pub(crate) async fn asking(
    conn: &mut Conn,
    schema: &Schema,
    wanted: &Wanted<'_>,
) -> Result<Vec<Goal>, Fault> {
    let mut goals = conn.all_goals().await?;
    goals.retain(|goal| {
        let rule = rule(goal);
        let own = goal.object == wanted.object && wanted.option.is_none();
        let measured = own && (rule.date == wanted.field || rule.field.as_deref() == Some(wanted.field));
        let asked = |filter: &Json| {
            schema.object(&goal.object).is_some_and(|object| wanted.asked(filter, object, schema))
        };
        measured || rule.filter.as_ref().is_some_and(asked)
    });
    Ok(goals)
}

fn view(ctx: &Ctx, it: Goal) -> GoalView {
    let (rule, cycle) = (rule(&it), Cycle::of(&it));
    let span = cycle.span(ctx.today());
    let usable = rule.condition(ctx, &it.object, span, None).is_ok();
    GoalView {
        id: it.id,
        name: it.name,
        object: it.object,
        measure: rule.measure,
        field: rule.field,
        date: rule.date,
        filter: rule.filter,
        cycle,
        ended_on: it.ended_on,
        version: it.version,
        by: ctx.company.person(Some(it.created_by)),
        updated_at: it.updated_at,
        usable,
    }
}
