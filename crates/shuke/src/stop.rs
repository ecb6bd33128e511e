//! How a command ends that does not do what was asked: one clear line on standard error, and the exit code.

use std::io::Write as _;
use std::process::ExitCode;

use shuke_base::{Fault, Kind};
use shuke_store::StoreError;

use crate::say;

/// Why a command stops.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Arguments or configuration are wrong: exit 2.
    Usage(String),
    /// It could not be done: exit 1.
    Failed(String),
}

impl Stop {
    /// Writes the line; answers the exit code.
    pub(crate) fn tell(self) -> ExitCode {
        let (code, text) = match self {
            Self::Usage(text) => (2, text),
            Self::Failed(text) => (1, text),
        };
        // Nobody reads standard error: then the code alone has to tell.
        let _ = writeln!(std::io::stderr(), "shuke: {}", one_line(&text));
        ExitCode::from(code)
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        let locale = say::locale();
        let text = if fault.fields.is_empty() {
            fault.message(locale)
        } else {
            let told = fault.fields.iter().map(|field| {
                let message = field.message(locale);
                if message.contains(&field.field) { message } else { format!("{}: {message}", field.field) }
            });
            told.collect::<Vec<_>>().join("; ")
        };
        match fault.code.kind() {
            Kind::Malformed | Kind::Invalid | Kind::NotFound => Self::Usage(text),
            _ => Self::Failed(text),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// What the parser of the command line answers: help and version go to standard output, anything else is one line.
pub(crate) fn arguments(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe is no failure of a help text.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let whole = error.to_string();
    use clap::error::ErrorKind::{DisplayHelpOnMissingArgumentOrSubcommand, MissingSubcommand};
    if matches!(error.kind(), DisplayHelpOnMissingArgumentOrSubcommand | MissingSubcommand) {
        return Stop::Usage(say::two("缺少命令，见 shuke --help", "a command is missing; see shuke --help"))
            .tell();
    }
    let told = whole.split("\n\n").next().unwrap_or_default();
    let told = told.strip_prefix("error: ").unwrap_or(told);
    let see = say::two("用法见 shuke --help", "see shuke --help");
    Stop::Usage(format!("{told}; {see}")).tell()
}
