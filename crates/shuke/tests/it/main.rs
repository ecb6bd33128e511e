//! The real program, as a process, on both databases.

mod kill;
mod server;
