//! Objects and fields: what callers see of them, and how administrators add and change them while everybody works.
//!
//! A change reads the stored definition under a lock, and alters tables and definition in one transaction. It only
//! adds: a field that is taken away keeps its column and its data, and a new field of the same name gets a column of
//! its own.

mod change_field;
mod columns;
mod computed;
mod drop_field;
mod duplicates;
mod field;
mod formula;
mod impact;
mod layouts;
mod led;
mod new_object;
mod object;
mod options;
mod read;
mod rules;
mod view;
pub(crate) mod whole;
pub(crate) mod write;

pub(crate) use field::{read_field, take_column, with_field};
pub use formula::{FormulaView, FunctionView, RecalculationView};
pub use impact::{UseView, UsesView, ViewUse};
pub use layouts::{
    ChangeView, ContentView, DesignView, DesignsView, DraftView, LayoutState, LayoutVersionView, LayoutView,
    NamedLayoutView, PublishedView, SectionView, TabView,
};
pub(crate) use led::index_by;
pub(crate) use new_object::{OBJECT, add as add_object, read as read_object};
pub(crate) use read::as_sent;
pub(crate) use rules::field_faults as rule_faults;
pub use view::{FieldView, ObjectView, ObjectsView, OptionView};
