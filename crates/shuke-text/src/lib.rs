//! Text as people type it, brought into one form: clean text, phone numbers, e-mail addresses, web addresses,
//! identity numbers and credit codes; and found again however it is typed: by words, 拼音, parts of numbers, with a slip
//! of the finger; rich text and the plain text in it.
//!
//! Knows nothing of fields or objects.

pub mod clean;
pub mod contact;
pub mod duplicate;
pub mod fold;
pub mod identity;
pub mod pinyin;
pub mod rich;
pub mod search;

pub use clean::{Clean, clean_block, clean_line};
pub use contact::{email, phone, url};
pub use identity::{CreditCodeFault, IdCardFault, credit_code, credit_code_check, id_card};
