//! What is to be reached, and how far it is.

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;

/// A goal.
#[derive(Debug, ToSchema)]
pub struct Goal {
    /// Id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Api name of the object whose records are counted.
    pub object: String,
    /// `count` or `sum`.
    pub measure: String,
    /// The number or amount of a sum.
    #[schema(required)]
    pub field: Option<String>,
    /// The date that says which period a record belongs to.
    pub date: String,
    /// Which of the records, as a list filters them; all when null.
    #[schema(required, value_type = Option<Object>, additional_properties)]
    pub filter: Json,
    /// `month`, `quarter` or `year`.
    pub cycle: String,
    /// The day that it was ended on; null while it is in force.
    #[schema(required, format = Date)]
    pub ended_on: Option<String>,
    /// Grows with every change of the goal or of its amounts.
    pub version: i64,
    /// Who made it.
    pub by: Ref,
    /// When it was last changed.
    #[schema(format = DateTime)]
    pub updated_at: String,
    /// Whether the object and all fields that it goes by are there still.
    pub usable: bool,
}

/// A page of goals.
#[derive(Debug, ToSchema)]
pub struct Goals {
    /// The last made first.
    pub items: Vec<Goal>,
    /// Where the next page begins.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// A new goal.
#[derive(Debug, ToSchema)]
pub struct GoalWrite {
    /// What people call it.
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// Api name of the object whose records are counted; they have to have owners.
    pub object: String,
    /// `count` or `sum`.
    pub measure: String,
    /// The whole number, decimal or amount of a sum.
    pub field: Option<String>,
    /// The date, or date and time, that says which period a record belongs to.
    pub date: String,
    /// Which of the records, as a list filters them, without `@me`; all when null or absent.
    #[schema(value_type = Option<Object>, additional_properties)]
    pub filter: Json,
    /// `month`, `quarter` or `year`.
    pub cycle: String,
    /// It is not in force.
    pub ended: Option<bool>,
}

/// Changes of a goal; what is absent stays. Its object and its cycle can't be changed.
#[derive(Debug, ToSchema)]
pub struct GoalChange {
    /// What people call it.
    #[schema(min_length = 1, max_length = 60)]
    pub name: Option<String>,
    /// `count` or `sum`.
    pub measure: Option<String>,
    /// The whole number, decimal or amount of a sum.
    pub field: Option<String>,
    /// The date, or date and time, that says which period a record belongs to.
    pub date: Option<String>,
    /// Which of the records, as a list filters them, without `@me`; all when null.
    #[schema(value_type = Option<Object>, additional_properties)]
    pub filter: Json,
    /// It holds no longer: only periods that were over by then are shown.
    pub ended: Option<bool>,
}

/// One who can have an amount.
#[derive(Debug, ToSchema)]
pub struct GoalTargetRow {
    /// `company`, `department` or `person`.
    pub party: String,
    /// The department or the person; null for the company.
    #[schema(required)]
    pub id: Option<Uuid>,
    /// What it is called; null for the company.
    #[schema(required)]
    pub name: Option<String>,
    /// The department above a department, or of a person.
    #[schema(required)]
    pub parent: Option<Uuid>,
    /// How far below the company.
    pub depth: usize,
    /// Of a person, whether they can sign in.
    pub active: bool,
}

/// An amount.
#[derive(Debug, ToSchema)]
pub struct GoalTarget {
    /// The department or the person; null for the company.
    #[schema(required)]
    pub whose: Option<Uuid>,
    /// The first day of the period.
    #[schema(format = Date)]
    pub starts_on: String,
    /// How much; a decimal.
    pub amount: String,
}

/// The amounts of a goal in a year.
#[derive(Debug, ToSchema)]
pub struct GoalTargets {
    /// The goal.
    pub goal: Goal,
    /// The year.
    pub year: i32,
    /// The first days of its periods.
    pub periods: Vec<String>,
    /// The company, then departments as they stand below each other, behind each its people.
    pub rows: Vec<GoalTargetRow>,
    /// The amounts that there are.
    pub targets: Vec<GoalTarget>,
}

/// An amount to be set.
#[derive(Debug, ToSchema)]
pub struct GoalTargetWrite {
    /// The department or the person; null for the company.
    #[schema(required)]
    pub whose: Option<Uuid>,
    /// The first day of the period.
    #[schema(format = Date)]
    pub starts_on: String,
    /// How much: not below nought, whole where records are counted, else with two decimal places at most. Null and nought
    /// take it away.
    #[schema(required)]
    pub amount: Option<String>,
}

/// Amounts to be set.
#[derive(Debug, ToSchema)]
pub struct GoalTargetsWrite {
    /// 5000 at most.
    pub items: Vec<GoalTargetWrite>,
}

/// How far one of those is who have an amount.
#[derive(Debug, ToSchema)]
pub struct GoalRow {
    /// `company`, `department` or `person`.
    pub party: String,
    /// The department or the person; null for the company.
    #[schema(required)]
    pub id: Option<Uuid>,
    /// What it is called; null for the company.
    #[schema(required)]
    pub name: Option<String>,
    /// The caller's own.
    pub own: bool,
    /// How far below the top a department stands, of those that are told.
    pub depth: usize,
    /// The department of a person.
    #[schema(required)]
    pub department: Option<String>,
    /// How much there is to reach; a decimal.
    pub target: String,
    /// How much is; null where nothing can be counted, or amounts are in other currencies than the company's.
    #[schema(required)]
    pub reached: Option<String>,
    /// The share, in hundredths, with one decimal place.
    #[schema(required)]
    pub percent: Option<String>,
    /// How much is missing.
    #[schema(required)]
    pub missing: Option<String>,
    /// How much of that for each day that is left, today among them.
    #[schema(required)]
    pub per_day: Option<String>,
    /// The place among the people; those who are as far share one.
    #[schema(required)]
    pub rank: Option<usize>,
    /// The records that count, as a list filters them.
    #[schema(required, value_type = Option<Object>, additional_properties)]
    pub filter: Json,
}

/// How far one goal is in one period.
#[derive(Debug, ToSchema)]
pub struct GoalProgress {
    /// The goal.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Api name of the object whose records are counted.
    pub object: String,
    /// `count` or `sum`.
    pub measure: String,
    /// The number or amount of a sum.
    #[schema(required)]
    pub field: Option<String>,
    /// The currency of amounts.
    #[schema(required)]
    pub currency: Option<String>,
    /// `month`, `quarter` or `year`.
    pub cycle: String,
    /// The first day of the period.
    #[schema(format = Date)]
    pub starts_on: String,
    /// The last one.
    #[schema(format = Date)]
    pub ends_on: String,
    /// Its days.
    pub days: i64,
    /// Those that have begun: so much of the amount is expected by now.
    pub days_begun: i64,
    /// `unavailable` where a field that it goes by is gone, or closed to the caller.
    #[schema(required)]
    pub problem: Option<String>,
    /// The company, departments as they stand below each other, then people, who is farthest first; 500 people at most.
    pub rows: Vec<GoalRow>,
    /// There are more people than are told.
    pub truncated: bool,
}

/// How far goals are on a day.
#[derive(Debug, ToSchema)]
pub struct GoalsProgress {
    /// The day.
    #[schema(format = Date)]
    pub date: String,
    /// The day that it is, in the company's zone.
    #[schema(format = Date)]
    pub today: String,
    /// The shortest period that the caller has an amount of: `month`, `quarter` or `year`.
    pub step: String,
    /// The goals that the caller has an amount of in their periods of that day.
    pub goals: Vec<GoalProgress>,
}
