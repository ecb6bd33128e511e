//! Running the program.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use shuke_store::Address;
use shuke_testkit::TestDb;

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The run, when it did what was asked.
    pub(crate) fn fine(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// The run, when it ended with this code and one line on standard error that says so.
    pub(crate) fn refused(self, code: i32, says: &str) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        let lines: Vec<&str> = self.err.lines().filter(|line| line.starts_with("shuke: ")).collect();
        assert_eq!(lines.len(), 1, "{self:?}");
        assert!(lines[0].contains(says), "{self:?}");
        self
    }
}

/// The program with a data folder, apart from the surroundings of whoever runs the tests.
pub(crate) fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shuke"));
    for name in [
        "SHUKE_DATABASE_URL",
        "SHUKE_LISTEN",
        "SHUKE_ROLE",
        "SHUKE_LOG",
        "RUST_LOG",
        "LANG",
        "LC_MESSAGES",
        "SHUKE_FILES",
        "SHUKE_S3_ACCESS_KEY",
        "SHUKE_S3_SECRET_KEY",
    ] {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C").env("SHUKE_DATA", data).stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn run(data: &Path, args: &[&str]) -> Ran {
    finish(command(data).args(args), "")
}

/// Runs it to its end, with something on standard input.
pub(crate) fn finish(command: &mut Command, input: &str) -> Ran {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    if !input.is_empty() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.spawn().expect("the program starts");
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).expect("the program reads");
    }
    let done = child.wait_with_output().expect("the program ends");
    Ran {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).expect("UTF-8"),
        err: String::from_utf8(done.stderr).expect("UTF-8"),
    }
}

/// A database of a test's own, and a data folder beside it.
pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) url: String,
}

impl Desk {
    pub(crate) fn new(db: &TestDb) -> Self {
        let url = match db.address() {
            Address::Sqlite(path) => format!("sqlite:{}", path.display()),
            Address::Postgres(url) => url.clone(),
        };
        let folder = tempfile::tempdir().expect("a folder");
        // The key that the test's database was made with.
        std::fs::write(folder.path().join("master.key"), "07".repeat(32)).expect("a key");
        Self { folder, url }
    }

    /// The program on this database.
    pub(crate) fn command(&self) -> Command {
        let mut command = command(self.folder.path());
        command.env("SHUKE_DATABASE_URL", &self.url);
        command
    }

    /// Runs it to its end. Blocks, as a person at a terminal would wait.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        finish(self.command().args(args), "")
    }

    /// A company with the administrator `boss`.
    pub(crate) fn company(&self) {
        let mut command = self.command();
        command.args(["init", "--admin-login", "boss", "--company", "测试公司", "--password-stdin"]);
        finish(&mut command, "a long password\n").fine();
    }

    /// A file in the folder.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    }
}
