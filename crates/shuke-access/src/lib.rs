//! Who may do what to which records: roles, the organisation chart, and what follows for one viewer.
//!
//! A [`Scope`] says which records a viewer may act on. Only this crate makes one, and `shuke-store` demands one for
//! every query, so that no query can be built without a viewer.
//!
//! Knows nothing of SQL, of sessions or of passwords.

mod chart;
mod condition;
mod cover;
mod guard;
mod mask;
mod role;
mod scope;
mod sharing;
mod token;
mod viewer;

pub use chart::{Department, OrgChart, Person};
pub use condition::{Condition, Ways, condition};
pub use cover::cover;
pub use mask::FieldMask;
pub use role::{Action, DataScope, FieldRight, FieldRights, Grants, OTHERS, Role};
pub use scope::{Scope, ScopeCond, Team};
pub use sharing::{Conditions, Party, SharingRule};
pub use token::TokenScopes;
pub use viewer::{Reason, Sources, Viewer};
