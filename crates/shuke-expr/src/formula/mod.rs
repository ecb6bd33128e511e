//! Formulas: what a business person writes (`quantity * unit_price`, `IF(stage = "won", amount, 0)`), parsed, checked
//! against the objects, and computed exactly.
//!
//! **Nothing** (a blank) follows few rules. An operator with a blank on either side gives a blank; `&` and `CONCAT` take
//! a blank as an empty text; `SUM`, `MIN` and `MAX` pass over blanks and give a blank when all are. A comparison with a
//! blank does not hold, except that a blank equals a blank. A blank counts as "no" where yes or no is asked. What can't
//! be computed (a division by zero, a day that doesn't exist, currencies that differ, a number too large) is a blank.
//!
//! Numbers are exact decimals. A percent field counts as its fraction: 12.5 % is 0.125. An amount keeps its currency.

mod calendar;
mod check;
mod compute;
mod fault;
mod functions;
mod lex;
mod number;
mod print;
mod read;
mod rmb;
mod tree;
mod types;
mod typing;
mod words;

pub use check::{Program, program};
pub use compute::Moments;
pub use fault::FormulaFault;
pub use functions::{Function, Group};
pub use read::read;
pub use tree::{Binary, Expr, Node, Span};
pub use types::Type;

/// Characters of a formula, at most.
pub const CHARS: usize = 4_000;
/// Nesting, at most.
pub const DEPTH: usize = 32;
/// Parts (numbers, fields, operators, functions), at most; each is computed at most once, so this bounds the work.
pub const PARTS: usize = 500;
/// Characters of a text on the way, at most; a longer one is a blank.
pub const TEXT: usize = 10_000;
