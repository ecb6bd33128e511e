//! holds together, and what differs between two versions.
//!
//! Knows nothing of SQL or HTTP. A physical name (table, column) is only a name here.

pub mod check;
pub mod computed;
pub mod duplicates;
pub mod field;
pub mod format;
pub mod grain;
pub mod index;
pub mod layout;
pub mod number;
pub mod object;
pub mod pack;
pub mod parse;
pub mod plain;
pub mod plan;
pub mod region;
pub mod rule;
pub mod schema;

pub use computed::{Computed, Rollup};
pub use duplicates::{DuplicateKey, Duplicates, ImportPolicy, MatchBy, Policy};
pub use field::{ChoiceOption, Column, ColumnType, FieldDef, FieldKind, Outcome};
pub use format::Format;
pub use grain::Grain;
pub use index::IndexSpec;
pub use layout::{Layout, Section, Tab};
pub use object::{ObjectDef, STAGE_ENTERED_AT};
pub use plan::{Step, difference};
pub use rule::{Check, FieldRules};
pub use schema::Schema;
