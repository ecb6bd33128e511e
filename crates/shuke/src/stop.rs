//! How a command ends that does not do what was asked: one clear line on standard error, and the exit code.

use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::ExitCode;

use shuke_base::{Fault, Kind};
use shuke_store::{Address, StoreError};

use crate::{database, say};

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

impl Stop {
    /// A file or folder could not be made, read or written: says which, and the mend where it is a missing right.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Usage(cant_write(path)),
            _ => Self::Failed(format!("{}: {error}", path.display())),
        }
    }

    /// What the database at this address says.
    pub(crate) fn database(address: &Address, error: &StoreError) -> Self {
        match (error, address) {
            (StoreError::ReadOnly(_), Address::Sqlite(path)) => Self::Usage(cant_write(path)),
            _ => Self::Failed(format!("{}: {error}", database::place(address))),
        }
    }
}

fn cant_write(path: &Path) -> String {
    let path = path.display();
    say::two(
        format!("{path} 不能写入；请给运行 shuke 的系统用户写权限，或用 --data 换一个文件夹"),
        format!(
            "{path} can't be written; give the user that runs shuke the right to, or choose another folder with --data"
        ),
    )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cant_be_written_is_named_with_the_mend() {
        let path = Path::new("data/shuke.db");
        let address = Address::Sqlite(path.to_owned());
        let stops = [
            Stop::file(path, &ErrorKind::PermissionDenied.into()),
            Stop::file(path, &ErrorKind::ReadOnlyFilesystem.into()),
            Stop::database(&address, &StoreError::ReadOnly("driver's text".to_owned())),
        ];
        for stop in stops {
            let Stop::Usage(text) = stop else { panic!("{stop:?}") };
            assert!(text.contains("data/shuke.db") && text.contains("--data"), "{text}");
            assert!(!text.contains("driver"), "{text}");
        }
    }
}
