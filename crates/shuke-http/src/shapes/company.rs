//! The company's settings.

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::Ref;
use super::{Card, Navigation, RoleName};

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
    /// Whom push services may turn to, `mailto:` or `https:`; null: nothing is pushed.
    #[schema(required)]
    pub push_contact: Option<String>,
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
    /// An e-mail address or `https:` address that push services may turn to; null: nothing is pushed.
    pub push_contact: Option<String>,
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

/// How the program looks; null is as usual.
#[derive(Debug, ToSchema)]
pub struct Look {
    /// What it is called in the page.
    #[schema(required)]
    pub product: Option<String>,
    /// Its colour, such as `#3651e6`; the page makes readable shades of it for light and dark.
    #[schema(required)]
    pub color: Option<String>,
    /// Which logo it has, to be asked for as `/company/logo?v=…`.
    #[schema(required)]
    pub logo: Option<String>,
}

/// What is changed of it.
#[derive(Debug, ToSchema)]
pub struct LookChange {
    /// What it is called in the page, up to 40 characters.
    pub product: Option<String>,
    /// Its colour: `#` and six hexadecimal digits.
    pub color: Option<String>,
    /// A PNG, JPEG or WebP picture of up to 200 KB and 2048 pixels a side, as `data:image/png;base64,…`.
    pub logo: Option<String>,
}

/// What the company arranges for people; null is as usual.
#[derive(Debug, ToSchema)]
pub struct Arrangement {
    /// Groups and objects of the navigation, in order.
    #[schema(required)]
    pub navigation: Option<Navigation>,
    /// The cards of the workbench, in order.
    #[schema(required)]
    pub workbench: Option<Vec<Card>>,
}

/// What is arranged for a role.
#[derive(Debug, ToSchema)]
pub struct RoleArrangement {
    /// The role.
    pub role: RoleName,
    /// Groups and objects of the navigation, in order.
    #[schema(required)]
    pub navigation: Option<Navigation>,
    /// The cards of the workbench, in order.
    #[schema(required)]
    pub workbench: Option<Vec<Card>>,
}

/// All that the company arranges.
#[derive(Debug, ToSchema)]
pub struct Arrangements {
    /// For whoever has none of the roles below.
    pub everyone: Arrangement,
    /// Roles that have something of their own; of several roles of a person the first holds.
    pub roles: Vec<RoleArrangement>,
}

/// What is to be arranged.
#[derive(Debug, ToSchema)]
pub struct ArrangementChange {
    /// For whom; without a role for everyone.
    pub role: Option<Uuid>,
    /// Groups (`sales`, `service`, `marketing`, `analytics`, `admin`) and objects of the navigation, in order.
    pub navigation: Option<Navigation>,
    /// The cards of the workbench, in order; up to 24. The view of a card has to be shared.
    pub workbench: Option<Vec<Card>>,
}
