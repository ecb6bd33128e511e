//! Who has a record open.

use utoipa::ToSchema;

use super::session::Ref;

/// A page that has a record open.
#[derive(Debug, ToSchema)]
pub struct PresenceWrite {
    /// A name that the page gives itself and keeps, 1 to 64 characters.
    pub tab: String,
    /// The field that is being changed in it.
    pub field: Option<String>,
}

/// Somebody else who has the record open.
#[derive(Debug, ToSchema)]
pub struct Present {
    /// The person.
    pub user: Ref,
    /// The field that they are changing, when the caller sees it.
    #[schema(required)]
    pub field: Option<String>,
}

/// How a record stands that a page has open.
#[derive(Debug, ToSchema)]
pub struct Presence {
    /// Its version.
    pub version: i64,
    /// `edit`, `delete`, `transfer`, `reveal`, `merge`: what the caller may do to it at this moment.
    pub can: Vec<String>,
    /// The others, in the order in which they came.
    pub people: Vec<Present>,
}
