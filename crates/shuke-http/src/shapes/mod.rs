//! The shapes of bodies, for the OpenAPI document.
//!
//! Nothing here is ever made: answers are written straight from what use cases answer, and requests are read property
//! by property so that every wrong one is told by name. A test holds real answers against these shapes.

mod announcement;
mod audit;
mod backup;
mod bulk;
mod company;
mod config;
mod duplicate;
mod export;
mod file;
mod goal;
mod import;
mod layout;
mod meta;
mod pack;
mod people;
mod preference;
mod presence;
mod proposal;
mod push;
mod record;
mod search;
mod session;
mod sharing;
mod sharing_rule;
mod talk;
mod trust;
mod uses;
mod view;
mod webhook;

pub use announcement::*;
pub use audit::*;
pub use backup::*;
pub use bulk::*;
pub use company::*;
pub use config::*;
pub use duplicate::*;
pub use export::*;
pub use file::*;
pub use goal::*;
pub use import::*;
pub use layout::*;
pub use meta::*;
pub use pack::*;
pub use people::*;
pub use preference::*;
pub use presence::*;
pub use proposal::*;
pub use push::*;
pub use record::*;
pub use search::*;
pub use session::*;
pub use sharing::*;
pub use sharing_rule::*;
pub use talk::*;
pub use trust::*;
pub use uses::*;
pub use view::*;
pub use webhook::*;
