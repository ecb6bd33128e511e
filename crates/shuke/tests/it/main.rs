//! The real program, as a process, on both databases: as a person at a terminal sees it, and when it is killed.

mod arguments;
mod backup;
mod check_up;
mod company;
mod config;
mod files;
mod import;
mod keys;
mod kill;
mod mixed;
mod program;
mod server;
mod serving;
mod wide;
