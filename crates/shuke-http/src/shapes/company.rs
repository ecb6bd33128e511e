//! The company's settings.

use utoipa::ToSchema;

use super::session::Ref;

/// The company's settings.
#[derive(Debug, ToSchema)]
pub struct Company {
    /// What it is called.
    pub name: String,
    /// Somebody has given it that name.
    pub named: bool,
    /// Language of people who chose none.
    pub locale: String,
    /// The zone that days are counted in.
    pub zone: String,
    /// Currency of amounts without one.
    pub currency: String,
    /// Exported files say in their first row who exported them.
    pub export_watermark: bool,
    /// Days after which deleted records are removed for good; null: never.
    #[schema(required)]
    pub bin_days: Option<i64>,
    /// The duplicate check tells of records out of sight whose they are and how fresh.
    pub duplicates_told: bool,
}

/// What is changed of them.
#[derive(Debug, ToSchema)]
pub struct CompanyChange {
    /// What it is called.
    pub name: Option<String>,
    /// Exported files say in their first row who exported them.
    pub export_watermark: Option<bool>,
    /// Days, from 1 to 3650; null: never.
    pub bin_days: Option<i64>,
    /// The duplicate check tells of records out of sight whose they are and how fresh.
    pub duplicates_told: Option<bool>,
    /// Language of people who chose none: `zh-CN` or `en`.
    pub locale: Option<String>,
    /// The zone that days are counted in, such as `Asia/Shanghai`.
    pub zone: Option<String>,
    /// Currency of amounts without one, such as `CNY`.
    pub currency: Option<String>,
}

/// What there is of the sample that the company was founded with.
#[derive(Debug, ToSchema)]
pub struct Sample {
    /// Whether there was one and it is still there.
    pub present: bool,
    /// Its records by object, most first, without what was deleted.
    pub records: Vec<SampleRecords>,
    /// Its people who can sign in.
    pub people: Vec<Ref>,
}

/// Records of the sample in one object.
#[derive(Debug, ToSchema)]
pub struct SampleRecords {
    /// The object.
    pub object: String,
    /// What several of them are called.
    pub plural: String,
    /// How many.
    pub count: u64,
}

/// The days that are worked.
#[derive(Debug, ToSchema)]
pub struct WorkCalendar {
    /// Days of the week; Monday is 1.
    pub week: Vec<u8>,
    /// Holidays and days made up for, in order.
    pub days: Vec<NamedDay>,
    /// Public holidays that can be taken over.
    pub known: Vec<KnownYear>,
}

/// A day that has a name, or differs from the week.
#[derive(Debug, ToSchema)]
pub struct NamedDay {
    /// The day.
    #[schema(format = Date)]
    pub day: String,
    /// Whether it is worked.
    pub works: bool,
    /// What people call it.
    pub name: String,
}

/// Public holidays of a year.
#[derive(Debug, ToSchema)]
pub struct KnownYear {
    /// The year.
    pub year: i32,
    /// Holidays and days made up for, in order.
    pub days: Vec<NamedDay>,
}

/// What is changed of them.
#[derive(Debug, ToSchema)]
pub struct WorkCalendarChange {
    /// Days of the week, at least one; Monday is 1.
    pub week: Option<Vec<u8>>,
    /// All days that have a name or differ from the week, 1 200 at most.
    pub days: Option<Vec<NamedDay>>,
}
