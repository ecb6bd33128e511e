//! Commands that look after what lies beside the records: keys, files and the pack.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// The keys, and how far the work of sealing anew is
    List,
    /// Make a new key, also while the company works; what older keys have sealed is sealed anew, and they are retired
    Rotate,
    /// Replace the master key; what is sealed stays as it is
    Rewrap(KeysRewrap),
}

#[derive(Debug, Args)]
pub(crate) struct KeysRewrap {
    /// The file of the new master key; it is made when there is none
    #[arg(long, value_name = "FILE")]
    pub(crate) new_master_key_file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Pack {
    /// List what this program's pack has that the company hasn't; exit 1 when something is offered
    Diff,
    /// Take what is offered; nothing is removed, and what an administrator changed stays
    Upgrade(PackUpgrade),
}

#[derive(Debug, Args)]
pub(crate) struct PackUpgrade {
    /// Only list what would be taken
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Take this alone, such as field:lead.score, as it is listed; may be given several times
    #[arg(long = "item", value_name = "ID")]
    pub(crate) items: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Files {
    /// Read every file and compare it with its digest; exit 1 when some are missing or damaged
    Check,
    /// Copy every file to another place, each compared there; can be stopped and run again
    Move(FilesMove),
}

#[derive(Debug, Args)]
pub(crate) struct FilesMove {
    /// A folder, or s3://BUCKET/PREFIX?endpoint=URL&region=REGION; an access key of its own stands in
    /// SHUKE_TO_S3_ACCESS_KEY and SHUKE_TO_S3_SECRET_KEY
    #[arg(long, value_name = "PLACE")]
    pub(crate) to: String,
}
