//! The command line: names, options, help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use shuke_app::auth::Network;
use shuke_base::{Locale, NaiveDate, Uuid};

mod upkeep;

pub(crate) use upkeep::{Files, FilesMove, Keys, KeysRewrap, Pack, PackUpgrade};

/// 熟客 Shuke, a self-hosted CRM
#[derive(Debug, Parser)]
#[command(name = "shuke", version, about, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where data is.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Folder of the database and of shuke.toml
    #[arg(long, global = true, value_name = "DIR", env = "SHUKE_DATA", default_value = "data")]
    pub(crate) data: PathBuf,
    /// sqlite:PATH or postgres://USER@HOST/NAME; sqlite:DIR/shuke.db when absent
    #[arg(long, global = true, value_name = "URL", env = "SHUKE_DATABASE_URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
    /// A file of 64 hexadecimal digits that opens the keys of sensitive fields and secrets; DIR/master.key when absent
    #[arg(long, global = true, value_name = "FILE", env = "SHUKE_MASTER_KEY_FILE")]
    pub(crate) master_key_file: Option<PathBuf>,
    /// Where files of records lie: a folder, or s3://BUCKET/PREFIX?endpoint=URL&region=REGION with the access key in the
    /// environment (SHUKE_S3_ACCESS_KEY, SHUKE_S3_SECRET_KEY); DIR/files when absent
    #[arg(long, global = true, value_name = "PLACE", env = "SHUKE_FILES")]
    pub(crate) files: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the page and the API, and carry out jobs; the first start creates the database
    Serve(Serve),
    /// Create the company without a page
    Init(Init),
    /// Write realistic invented records, for demonstrations and measurements
    Sample(Sample),
    /// People
    #[command(subcommand)]
    User(User),
    /// Rules of sign-in
    #[command(subcommand)]
    Security(Security),
    /// Tokens of programs
    #[command(subcommand)]
    Token(Token),
    /// Import an xlsx or csv file, by the same engine as the page
    Import(Import),
    /// Print the OpenAPI document
    Openapi,
    /// Bring the database up to this version
    Migrate(Migrate),
    /// Take a backup of everything, also while the company works; it is restored on trial before it counts
    Backup(Backup),
    /// Make a database out of a backup, of either engine; only where there is none yet
    Restore(Restore),
    /// Copy everything into another, empty database, of either engine, and compare
    Move(Move),
    /// The files that records hold
    #[command(subcommand)]
    Files(Files),
    /// The pack of objects and roles that the company was made from
    #[command(subcommand)]
    Pack(Pack),
    /// Check database, schema, audit chain, files and machine
    Doctor,
    /// The audit chain
    #[command(subcommand)]
    Audit(Audit),
    /// The keys that sensitive fields and secrets are sealed with
    #[command(subcommand)]
    Keys(Keys),
    /// Everything that an administrator sets, as readable files
    #[command(subcommand)]
    Config(ConfigDo),
}

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Page, API and jobs
    #[default]
    All,
    /// Page and API
    Web,
    /// Jobs
    Worker,
}

/// Whether invented records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SampleSize {
    /// Nothing
    None,
    /// People of a small company and half a year of their work
    Small,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen on; 127.0.0.1:8080 when absent
    #[arg(long, value_name = "HOST:PORT", env = "SHUKE_LISTEN")]
    pub(crate) listen: Option<String>,
    /// Encrypt connections with this certificate (PEM, with those that vouch for it)
    #[arg(long, value_name = "FILE", env = "SHUKE_TLS_CERT", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The certificate's key (PEM)
    #[arg(long, value_name = "FILE", env = "SHUKE_TLS_KEY", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Address or network of a proxy in front, which is believed when it tells whom it stands for (X-Forwarded-For);
    /// may be given several times
    #[arg(
        long = "trusted-proxy",
        value_name = "NETWORK",
        env = "SHUKE_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    pub(crate) trusted_proxies: Vec<Network>,
    /// What this process does, for several on one PostgreSQL
    #[arg(long, value_enum, env = "SHUKE_ROLE")]
    pub(crate) role: Option<Role>,
    /// What a company begins with when there is none yet
    #[arg(long, value_enum, value_name = "SIZE", default_value = "none")]
    pub(crate) sample: SampleSize,
    /// Don't take a backup into DIR/backups before the tables change
    #[arg(long)]
    pub(crate) no_upgrade_backup: bool,
    /// Let webhooks reach private addresses (intranet, this machine) and go over http without encryption
    #[arg(long, env = "SHUKE_ALLOW_PRIVATE_WEBHOOKS")]
    pub(crate) allow_private_webhooks: bool,
    /// Requests of one session or token in a minute, at most; 0 for no limit
    #[arg(long, value_name = "N", env = "SHUKE_RATE_LIMIT")]
    pub(crate) rate_limit: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Login of the first administrator
    #[arg(long, value_name = "LOGIN")]
    pub(crate) admin_login: String,
    /// Full name of the first administrator
    #[arg(long, value_name = "NAME")]
    pub(crate) admin_name: Option<String>,
    /// Read the administrator's password from the first line of standard input; else one is made and printed
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// What the company is called
    #[arg(long, value_name = "NAME")]
    pub(crate) company: Option<String>,
    /// Objects and roles to begin with
    #[arg(long, default_value = "standard")]
    pub(crate) pack: String,
    /// Invented records to begin with
    #[arg(long, value_enum, value_name = "SIZE", default_value = "none")]
    pub(crate) sample: SampleSize,
    /// Language of the company: zh-CN or en
    #[arg(long, default_value = "zh-CN", value_parser = locale)]
    pub(crate) locale: Locale,
}

fn locale(tag: &str) -> Result<Locale, String> {
    Locale::from_header(tag).ok_or_else(|| "it is zh-CN or en".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct Sample {
    /// Leads; accounts, contacts, opportunities and follow-ups come along in proportion
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    pub(crate) leads: u32,
    /// The same seed gives the same records
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Add a person
    Add(UserAdd),
    /// Let somebody in again who is locked out
    Unlock(UserUnlock),
}

#[derive(Debug, Args)]
pub(crate) struct UserUnlock {
    /// What the person signs in with
    pub(crate) login: String,
    /// Take the second factor away, too: for somebody who has lost app and recovery codes
    #[arg(long)]
    pub(crate) second_factor: bool,
    /// Make a new password, print it this once, and have it changed at the first sign-in
    #[arg(long)]
    pub(crate) new_password: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Security {
    /// Let people in from every network again, and forget which addresses are locked out
    Open,
}

#[derive(Debug, Args)]
pub(crate) struct UserAdd {
    /// What the person signs in with
    #[arg(long)]
    pub(crate) login: String,
    /// Full name; the login when absent
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Read the password from the first line of standard input; else one is made and printed
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// Role, by its name; may be given several times
    #[arg(long = "role", value_name = "ROLE")]
    pub(crate) roles: Vec<String>,
    /// E-mail address
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// Mobile number
    #[arg(long)]
    pub(crate) mobile: Option<String>,
    /// Department, by its name
    #[arg(long)]
    pub(crate) department: Option<String>,
    /// What the person does in the company
    #[arg(long)]
    pub(crate) post: Option<String>,
    /// Login of the direct superior
    #[arg(long, value_name = "LOGIN")]
    pub(crate) superior: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a token, and print it this once
    Create(TokenCreate),
}

#[derive(Debug, Args)]
pub(crate) struct TokenCreate {
    /// Login of the person that the token acts for
    #[arg(long, value_name = "LOGIN")]
    pub(crate) user: String,
    /// What the token is called
    #[arg(long)]
    pub(crate) name: String,
    /// Days that it is good for; for ever when absent
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub(crate) days: Option<u32>,
    /// What the token may do of what its person may, with commas: all, read, write, lead:read, lead:write
    #[arg(long, value_name = "SCOPES", value_delimiter = ',', default_value = "all")]
    pub(crate) scopes: Vec<String>,
}

/// What becomes of rows whose record is there already, or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// Every row is a new record
    Insert,
    /// Every row changes the record that its key finds
    Update,
    /// A row changes the record that its key finds, or is a new one
    Upsert,
}

impl Mode {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Upsert => "upsert",
        }
    }
}

/// What becomes of rows that are duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Duplicates {
    /// They are written; stewards are told
    Allow,
    /// They are left out
    Skip,
    /// They are bad rows
    Block,
    /// They go into the records that are there
    Update,
}

impl Duplicates {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Skip => "skip",
            Self::Block => "block",
            Self::Update => "update",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The object, such as lead
    #[arg(required_unless_present = "undo")]
    pub(crate) object: Option<String>,
    /// An xlsx or csv file (UTF-8 or GBK)
    #[arg(required_unless_present = "undo")]
    pub(crate) file: Option<PathBuf>,
    /// Take the import with this id back, instead of importing
    #[arg(long, value_name = "ID", conflicts_with_all = ["object", "file", "map", "keys", "mode", "links", "duplicates", "overwrite", "sheet", "create_references", "dry_run", "faults"])]
    pub(crate) undo: Option<Uuid>,
    /// A JSON or TOML file that says which heading feeds which field: {"手机": "mobile", "备注": null}; fields of linked
    /// objects have the way in front: {"公司电话": "account.phone"}
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// Field that finds a row's record; may be given several times
    #[arg(long = "key", value_name = "FIELD")]
    pub(crate) keys: Vec<String>,
    /// What becomes of rows; insert, or upsert when a key is given
    #[arg(long, value_enum)]
    pub(crate) mode: Option<Mode>,
    /// What becomes of records of a linked object; may be given several times
    #[arg(long = "link", value_name = "LINK=find_or_create|find|insert|upsert[:KEY,…]")]
    pub(crate) links: Vec<String>,
    /// What becomes of rows that are duplicates; as the object's duplicate check says when absent
    #[arg(long, value_enum)]
    pub(crate) duplicates: Option<Duplicates>,
    /// With --duplicates update: overwrite what the record has instead of filling what is empty
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// The sheet of a workbook; the first with rows when absent
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Make records for names that a reference doesn't find
    #[arg(long)]
    pub(crate) create_references: bool,
    /// Check every row and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write all bad rows with their reasons into this csv file
    #[arg(long, value_name = "FILE")]
    pub(crate) faults: Option<PathBuf>,
    /// Login of the person who imports: owner of the records, and the rights; the program itself when absent
    #[arg(long = "as", value_name = "LOGIN")]
    pub(crate) acting: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Only tell what would change; exit 1 when there is something
    #[arg(long)]
    pub(crate) check: bool,
    /// Don't take a backup into DIR/backups before the tables change
    #[arg(long)]
    pub(crate) no_upgrade_backup: bool,
}

/// What a backup is sealed with.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct Key {
    /// A file of 64 hexadecimal digits; DIR/backup.key when absent
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// Read a pass-phrase from the first line of standard input
    #[arg(long)]
    pub(crate) passphrase_stdin: bool,
    /// A pass-phrase, best given by the environment
    #[arg(long, value_name = "WORDS", env = "SHUKE_BACKUP_PASSPHRASE", hide_env_values = true)]
    pub(crate) passphrase: Option<String>,
    /// No encryption: whoever has the file can read it
    #[arg(long)]
    pub(crate) no_encryption: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file, which is not there yet
    pub(crate) file: PathBuf,
    /// The database alone, without the files that records hold
    #[arg(long)]
    pub(crate) no_files: bool,
    #[command(flatten)]
    pub(crate) key: Key,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) key: Key,
}

#[derive(Debug, Args)]
pub(crate) struct Move {
    /// The database to fill: sqlite:PATH or postgres://USER@HOST/NAME
    #[arg(long, value_name = "URL")]
    pub(crate) to: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check that no entry was changed, removed or slipped in; of the database, or of a file that was exported
    Verify(AuditVerify),
    /// Write the chain into a file, one JSON object a line; it is checked with `shuke audit verify FILE`
    Export(AuditExport),
}

#[derive(Debug, Args)]
pub(crate) struct AuditVerify {
    /// A file that was exported; no database is needed for it
    #[arg(conflicts_with_all = ["from", "to"])]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) days: Days,
}

#[derive(Debug, Args)]
pub(crate) struct AuditExport {
    /// The file, which is not there yet
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) days: Days,
}

/// Some days of the chain.
#[derive(Debug, Args)]
pub(crate) struct Days {
    /// First day (UTC), such as 2026-01-31
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<NaiveDate>,
    /// Last day (UTC)
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<NaiveDate>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigDo {
    /// Write objects, views, roles, rules and settings into a folder, also while the company works
    Export(ConfigExport),
    /// Make the company what a folder says, all of it or nothing; what is not in the folder stays
    Apply(ConfigApply),
}

#[derive(Debug, Args)]
pub(crate) struct ConfigExport {
    /// A new or empty folder, or an earlier export
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ConfigApply {
    /// A folder that was exported
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Only tell what would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Take away fields of your own, shared views and sharing rules that are not in the folder, and retire options
    #[arg(long)]
    pub(crate) prune: bool,
    /// Login of the administrator who does it; the program itself when absent
    #[arg(long = "as", value_name = "LOGIN")]
    pub(crate) acting: Option<String>,
}
