//! The filter language from outside: what is read, what is refused, and what it means in memory.

mod faults;
mod fixture;
mod formula;
mod kinds;
mod laws;
mod meaning;
mod reading;
mod rules;
