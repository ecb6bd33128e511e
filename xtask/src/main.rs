//! `cargo run -p xtask -- sizes` prints the table of sizes for docs/dev/measurements.md.

use std::process::ExitCode;

#[allow(clippy::print_stdout, reason = "a command that prints")]
fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("sizes") => {
            println!("{}", xtask::sizes::table(&xtask::source::files()));
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: cargo run -p xtask -- sizes");
            ExitCode::from(2)
        }
    }
}
