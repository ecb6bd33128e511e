//! What the program keeps for itself, one table or two a file: settings, definitions, history, audit chain, outbox,
//! jobs, sign-in, imports, files. Reads are methods of [`crate::Conn`], writes of [`crate::Tx`].

pub mod audit;
pub mod change;
pub mod counter;
pub mod credential;
pub mod event;
pub mod file;
pub mod idempotency;
pub mod import;
pub mod import_fault;
pub mod import_row;
pub mod job;
pub mod job_claim;
pub mod lock;
mod many;
pub mod meta;
pub mod outbox;
pub mod recalculation;
pub mod role;
pub mod session;
pub mod setting;
pub mod token;

pub use audit::{AuditEntry, AuditRow, ChainBreak, ChainReport};
pub use change::{Change, ChangeKind, Via};
pub use credential::Credential;
pub use event::{Event, NewEvent};
pub use file::{FileInfo, FileWriter};
pub use idempotency::Answer;
pub use import::Import;
pub use import_fault::ImportFault;
pub use import_row::{ImportRow, RowKind};
pub use job::{Job, JobState, NewJob};
pub use lock::Lock;
pub use meta::Versions;
pub use outbox::Savepoint;
pub use recalculation::Recalculation;
pub use session::Session;
pub use token::Token;
