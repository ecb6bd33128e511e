//! Text as people type it, brought into one form: clean text, phone numbers, e-mail addresses, web addresses,
//! identity numbers and credit codes.
//!
//! Knows nothing of fields or objects.

pub mod clean;
pub mod contact;
pub mod identity;

pub use clean::{Clean, clean_block, clean_line};
pub use contact::{email, phone, url};
pub use identity::{CreditCodeFault, IdCardFault, credit_code, credit_code_check, id_card};
