//! Text as people type it, brought into one form: clean text, phone numbers, e-mail addresses, web addresses.
//!
//! Knows nothing of fields or objects.

pub mod clean;
pub mod contact;

pub use clean::{Clean, clean_block, clean_line};
pub use contact::{email, phone, url};
