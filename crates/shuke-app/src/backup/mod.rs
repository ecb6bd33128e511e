//! Backups: the whole company in one file that knows no engine, so that a backup of the embedded database restores
//! into PostgreSQL and back, and a move from one to the other is the same thing without a file.
//!
//! A file is a line of JSON (what it is, and how its key is made) and then numbered pieces, each sealed with
//! XChaCha20-Poly1305 or, when somebody asked for no encryption, with SHA-256. Inside is a gzip stream of JSON lines:
//! the files that records hold, each under its SHA-256; for each table its columns, its rows in the order of the key,
//! and a digest; at the end the manifest of all.
//! Everything is of one moment. A backup counts only after it was restored into a temporary place and compared.

pub mod attachments;
pub mod file;
pub mod frames;
pub mod job;
pub mod key;
pub mod manage;
pub mod restore;
mod seal;
pub mod settings;
pub mod take;
pub mod upgrade;
