//! Records, lists, groups, batches, timelines.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use shuke_base::Uuid;
use utoipa::openapi::schema::OneOfBuilder;
use utoipa::openapi::{Ref as Reference, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::session::{Problem, Ref};
use super::talk::Comment;

/// A record of any object: `id`, `object`, `version`, who and when, and its fields by api name. The schemas named after
/// objects tell the fields of each.
#[derive(Debug, ToSchema)]
pub struct Record {
    /// Id.
    pub id: Uuid,
    /// Api name of its object.
    pub object: String,
    /// Grows with each change; also the `ETag`.
    #[schema(required = false)]
    pub version: i64,
}

/// How many there are.
#[derive(Debug, ToSchema)]
pub struct Total {
    /// The number, or where counting ended.
    pub value: u64,
    /// Whether there are exactly that many.
    pub exact: bool,
}

/// A page of a list.
#[derive(Debug, ToSchema)]
pub struct RecordPage {
    /// The records.
    pub items: Vec<Record>,
    /// Where the next page begins.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// The total, unless `none` was asked for.
    #[schema(required)]
    pub total: Option<Total>,
}

/// A measure of a group.
#[derive(Debug, ToSchema)]
pub struct MeasureQuery {
    /// `count`, `sum`, `avg`, `min` or `max`.
    pub r#fn: String,
    /// The field; not for `count`.
    pub field: Option<String>,
}

/// What is asked of a list, or, with `group_by` or `measures`, of groups.
#[derive(Debug, ToSchema)]
pub struct RecordQuery {
    /// A saved view: its filter holds beside the one here, its order and columns where none are given.
    pub view: Option<Uuid>,
    /// Filter tree.
    pub filter: Option<Filter>,
    /// Sort keys, `-` in front for largest first.
    pub sort: Option<Vec<String>>,
    /// Fields.
    pub fields: Option<Vec<String>>,
    /// Rows of a page, up to 200.
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// Quick search.
    pub q: Option<String>,
    /// `capped`, `exact` or `none`.
    pub total: Option<String>,
    /// The recycle bin.
    pub deleted: Option<bool>,
    /// Fields to group by.
    pub group_by: Option<Vec<String>>,
    /// For regions and cascades among them, how far from the top records stand together: `{"region": 1}` is by province,
    /// 2 by city, 3 by district; a value that lies higher stands for itself.
    pub levels: Option<BTreeMap<String, u32>>,
    /// For dates and times among them, the spans that records stand together by, in the company's zone: `{"created_at": "month"}`,
    /// or `day`, `week` (from Monday), `quarter`, `year`. The first day of a span is its key; later ones come first.
    pub grains: Option<BTreeMap<String, String>>,
    /// Measures; a count when absent.
    pub measures: Option<Vec<MeasureQuery>>,
}

/// What is asked of a board.
#[derive(Debug, ToSchema)]
pub struct BoardQuery {
    /// A saved view: its filter holds beside the one here; its group, order and columns where none are given.
    pub view: Option<Uuid>,
    /// The choice, cascade or region that the columns go by.
    pub group: Option<String>,
    /// Of a cascade or region the node below which one looks: the columns are its branches, one level down, and the
    /// records that lie at the node itself. Without it the columns are the provinces, or the first level.
    pub within: Option<String>,
    /// Filter tree.
    pub filter: Option<Filter>,
    /// Quick search.
    pub q: Option<String>,
    /// Sort keys, `-` in front for largest first.
    pub sort: Option<Vec<String>>,
    /// Fields.
    pub fields: Option<Vec<String>>,
    /// Records of each column, up to 50.
    #[schema(minimum = 1, maximum = 50)]
    pub limit: Option<u32>,
}

/// A column of a board.
#[derive(Debug, ToSchema)]
pub struct BoardColumn {
    /// Api name of the option, or the node that all records of the column lie under; none for records without a value.
    #[schema(required)]
    pub value: Option<String>,
    /// The first records.
    pub items: Vec<Record>,
    /// Where a list with the same order and filter, and this column's value, goes on.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// A board.
#[derive(Debug, ToSchema)]
pub struct Board {
    /// The field that the columns go by.
    pub group: String,
    /// The columns: options in use in their order, and where there are records, those out of use and no value at all. Of
    /// a cascade or region those branches in which there are records.
    pub columns: Vec<BoardColumn>,
}

/// `{"and":[…]}`, `{"or":[…]}`, `{"not":…}`, or a test `{"field":"stage","op":"eq","value":"won"}`; a field may go
/// through references (`account.region`).
#[derive(Debug, ToSchema)]
#[schema(value_type = Object)]
pub struct Filter(pub Json);

/// One group.
#[derive(Debug, ToSchema)]
pub struct Group {
    /// Value of each field grouped by.
    #[schema(value_type = Object)]
    pub key: Json,
    /// Each measure: `count`, `sum_budget`, …
    #[schema(value_type = Object)]
    pub values: Json,
}

/// Groups and their measures.
#[derive(Debug, ToSchema)]
pub struct Groups {
    /// The groups.
    pub groups: Vec<Group>,
    /// Whether there are more.
    pub truncated: bool,
}

/// A page of a list, or, with `group_by` or `measures`, groups.
#[derive(Debug)]
pub enum QueryAnswer {
    /// Without `group_by` and `measures`.
    Page(RecordPage),
    /// With them.
    Groups(Groups),
}

impl PartialSchema for QueryAnswer {
    fn schema() -> RefOr<Schema> {
        let either = OneOfBuilder::new()
            .item(Reference::from_schema_name(RecordPage::name()))
            .item(Reference::from_schema_name(Groups::name()));
        either.into()
    }
}

impl ToSchema for QueryAnswer {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((RecordPage::name().into_owned(), RecordPage::schema()));
        schemas.push((Groups::name().into_owned(), Groups::schema()));
        RecordPage::schemas(schemas);
        Groups::schemas(schemas);
    }
}

/// Fields of a record by api name; absent, null and a value are three things.
#[derive(Debug, ToSchema)]
#[schema(value_type = Object)]
pub struct RecordWrite(pub Json);

/// One write of a batch.
#[derive(Debug, ToSchema)]
pub struct Operation {
    /// `create`, `update`, `delete` or `restore`.
    pub op: String,
    /// The record; not for `create`.
    pub id: Option<Uuid>,
    /// The version that an update is based on.
    pub version: Option<i64>,
    /// Fields, for `create` and `update`.
    pub values: Option<RecordWrite>,
    /// Entries for lists (tags, several choices, several references) that an `update` adds to what is there.
    pub add: Option<RecordWrite>,
    /// Entries that it takes out of lists, before others are added.
    pub remove: Option<RecordWrite>,
}

/// Many writes.
#[derive(Debug, ToSchema)]
pub struct Batch {
    /// Whether the first failure undoes all.
    pub atomic: Option<bool>,
    /// `accept` saves what may be duplicates, where that is only warned of.
    pub duplicates: Option<String>,
    /// The writes, up to 1000.
    pub operations: Vec<Operation>,
}

/// What became of one write.
#[derive(Debug, ToSchema)]
pub struct OperationResult {
    /// Its place in the batch.
    pub index: usize,
    /// The status it would have had alone.
    pub status: u16,
    /// The record.
    pub id: Option<Uuid>,
    /// Its version.
    pub version: Option<i64>,
    /// Why it failed.
    pub error: Option<Problem>,
}

/// What became of a batch.
#[derive(Debug, ToSchema)]
pub struct BatchResult {
    /// Of each write, in order.
    pub results: Vec<OperationResult>,
    /// How many went well.
    pub ok: usize,
    /// How many failed.
    pub failed: usize,
}

/// One changed field.
#[derive(Debug, ToSchema)]
pub struct FieldChange {
    /// Api name.
    pub field: String,
    /// Label in the caller's language.
    pub label: String,
    /// Before.
    #[schema(value_type = Value)]
    pub old: Json,
    /// After.
    #[schema(value_type = Value)]
    pub new: Json,
}

/// An entry of a timeline.
#[derive(Debug, ToSchema)]
pub struct TimelineItem {
    /// Id of the follow-up, the comment or the change.
    pub id: Uuid,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// `activity`, `comment`, `created`, `changed`, `deleted`, `restored`, or `merged` when another record was merged into this one.
    pub r#type: String,
    /// Who; null for the program itself.
    #[schema(required)]
    pub by: Option<Ref>,
    /// `page`, `api`, `import`, `system` or `command`.
    #[schema(required)]
    pub via: Option<String>,
    /// The follow-up.
    #[schema(required)]
    pub activity: Option<Record>,
    /// The comment.
    #[schema(required)]
    pub comment: Option<Comment>,
    /// The changed fields.
    pub changes: Vec<FieldChange>,
}

/// A page of a timeline.
#[derive(Debug, ToSchema)]
pub struct Timeline {
    /// Entries, newest first.
    pub items: Vec<TimelineItem>,
    /// Where the next page begins.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// An entry of a history.
#[derive(Debug, ToSchema)]
pub struct HistoryItem {
    /// Id.
    pub id: Uuid,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// Who; null for the program itself.
    #[schema(required)]
    pub by: Option<Ref>,
    /// `page`, `api`, `import`, `system` or `command`.
    pub via: String,
    /// `created`, `changed`, `deleted`, `restored`, or `merged` when another record was merged into this one.
    pub kind: String,
    /// The record's version after it.
    pub version: i64,
    /// The changed fields.
    pub changes: Vec<FieldChange>,
}

/// A page of a history.
#[derive(Debug, ToSchema)]
pub struct History {
    /// Entries, newest first.
    pub items: Vec<HistoryItem>,
    /// Where the next page begins.
    #[schema(required)]
    pub next_cursor: Option<String>,
}
