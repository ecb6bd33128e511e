//! What handlers take from requests. Every one of these refuses in our words, so that no answer of the framework's own
//! reaches a caller.

mod body;
mod given;
mod heads;
mod path;
mod upload;

pub(crate) use body::Fields;
pub(crate) use given::{Given, Query};
pub(crate) use heads::{IdempotencyKey, IfMatch, Meta};
pub(crate) use path::{FieldPath, IdPath, MemberPath, ObjectPath, PairPath, RecordPath, VersionPath};
pub(crate) use upload::Upload;
