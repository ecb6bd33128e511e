//! How the engines are asked how they are.

use super::Dialect;

impl Dialect {
    /// Asks for the engine's version.
    pub(crate) fn ask_version(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT sqlite_version()",
            Self::Postgres => "SELECT current_setting('server_version')",
        }
    }

    /// Asks for damage in the file; answers `ok` when there is none. PostgreSQL looks after its own files.
    pub(crate) fn ask_damage(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some("PRAGMA quick_check(20)"),
            Self::Postgres => None,
        }
    }
}
