//! The ground that every other crate stands on: values, ids, clock, languages, limits and the table of error codes.
//!
//! Knows nothing of objects, databases or HTTP; does no I/O, except that [`SystemClock`] and [`SystemEntropy`] read
//! the machine's clock and randomness, which is why both are passed as parameters everywhere else.

pub mod clock;
pub mod code;
pub mod fault;
pub mod hash;
pub mod ids;
pub mod limits;
pub mod locale;
pub mod terms;
pub mod value;
pub mod work_calendar;

pub use clock::{Clock, FixedClock, SystemClock};
pub use code::{Code, Kind};
pub use fault::{Fault, FieldFault};
pub use hash::fnv1a;
pub use ids::{Entropy, Ids, SystemEntropy};
pub use locale::{Locale, Text};
pub use terms::Terms;
pub use value::{Address, Line, Location, Money, Value};
pub use work_calendar::WorkCalendar;

pub use chrono::{DateTime, NaiveDate, Utc};
pub use rust_decimal::Decimal;
pub use uuid::Uuid;

/// A moment, always in UTC; stored and compared to the microsecond.
pub type Moment = DateTime<Utc>;
