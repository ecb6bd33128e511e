//! Why nothing came back.

/// Why a request was not sent, or not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The address is no web address, or carries a login.
    BadUrl,
    /// It is unencrypted, which is not allowed here.
    Plain,
    /// The name or address leads into a private network, which is not allowed here.
    Private,
    /// The name is not known.
    NoSuchName,
    /// Nobody takes the connection.
    Unreachable,
    /// The encrypted connection was not made: certificate or protocol.
    Tls,
    /// It took too long.
    TimedOut,
    /// The connection broke, or the answer is no HTTP.
    Broken,
}

impl Failure {
    /// The name that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BadUrl => "bad_url",
            Self::Plain => "plain",
            Self::Private => "private",
            Self::NoSuchName => "no_such_name",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::TimedOut => "timed_out",
            Self::Broken => "broken",
        }
    }
}
