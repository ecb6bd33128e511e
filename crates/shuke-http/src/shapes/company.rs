//! The company's settings.

use utoipa::ToSchema;

/// The company's settings.
#[derive(Debug, ToSchema)]
pub struct Company {
    /// What it is called.
    pub name: String,
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
