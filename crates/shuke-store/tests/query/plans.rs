//! How the engines carry lists out.
