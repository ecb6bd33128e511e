//! Files that fields of records hold: uploading, reading under the rights of the record, sweeping what nobody took.

pub mod hold;
pub mod kind;
mod look;
pub mod moving;
pub mod place;
pub mod policy;
pub mod preview;
pub mod store;
pub mod verify;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt;
use serde::Serialize;
use shuke_base::{Code, Fault, Uuid};
use shuke_store::system::Attachment;
use shuke_text::{Clean, clean_line};

use self::store::{FileStore, Reading};
use self::verify::Checked;
use crate::App;
use crate::context::Ctx;
use crate::records::read::visible;

/// Characters of a file's name.
const NAME_CHARS: usize = 200;
/// Files that one person may have uploaded without a record that holds them.
const LOOSE: i64 = 500;
/// How long a file waits for a record that takes it.
const WAITS: TimeDelta = TimeDelta::hours(24);
/// Bytes that came this recently stay, whatever the database says: an upload of the same may be under way.
const YOUNG: Duration = Duration::from_secs(60 * 60);

/// A file as callers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Media type.
    #[serde(rename = "type")]
    pub media: String,
    /// Bytes.
    pub size: i64,
    /// Width of a picture, in points.
    pub width: Option<i64>,
    /// Height of a picture.
    pub height: Option<i64>,
}

impl From<&Attachment> for FileView {
    fn from(file: &Attachment) -> Self {
        Self {
            id: file.id,
            name: file.name.clone(),
            media: file.media.clone(),
            size: file.bytes,
            width: file.size.map(|(width, _)| width),
            height: file.size.map(|(_, height)| height),
        }
    }
}

/// The last part of the name, without what can't be shown; short enough, with its ending.
fn plain_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = match clean_line(last) {
        Clean::Text(text) => text,
        Clean::Control => last.chars().filter(|c| !c.is_control()).collect(),
    };
    let name = name.trim_start_matches('.').trim();
    if name.is_empty() {
        return "file".to_owned();
    }
    let count = name.chars().count();
    if count <= NAME_CHARS {
        return name.to_owned();
    }
    let (stem, ending) = name.rsplit_once('.').filter(|(_, ending)| ending.len() < 20).unwrap_or((name, ""));
    let kept: String = stem.chars().take(NAME_CHARS - ending.chars().count() - 1).collect();
    if ending.is_empty() { kept } else { format!("{kept}.{ending}") }
}

/// A place that can't keep a file, or doesn't give it out.
pub(crate) fn disk(error: &std::io::Error) -> Fault {
    use std::io::ErrorKind::{InvalidInput, QuotaExceeded, StorageFull};
    tracing::error!(error = causes(error), "a file can't be kept or read");
    Fault::new(match error.kind() {
        StorageFull | QuotaExceeded => Code::DiskFull,
        InvalidInput => Code::Internal,
        _ => Code::FilesAway,
    })
}

/// What an error says, and what led to it.
fn causes(error: &std::io::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        let said = next.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = next.source();
    }
    text
}

impl App {
    /// The same program with its files in another place.
    #[must_use]
    pub fn with_files(mut self, files: Arc<dyn FileStore>) -> Self {
        self.files = files;
        self
    }

    /// Takes a file that lies at `path`. Until a record holds it, its uploader alone can read it, and after a day it goes.
    ///
    /// # Errors
    /// [`Code::EmptyUpload`], [`Code::DangerousFile`], [`Code::FileMismatch`], [`Code::TooLarge`],
    /// [`Code::FileTypeClosed`], [`Code::LooseFiles`], or trouble with disk or database.
    pub async fn upload_file(&self, ctx: &Ctx, name: &str, path: &Path) -> Result<FileView, Fault> {
        let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        if self.store.read().await?.loose_attachments(user).await? >= LOOSE {
            return Err(Fault::new(Code::LooseFiles));
        }
        let name = plain_name(name);
        let (from, called) = (path.to_owned(), name.clone());
        let looked = tokio::task::spawn_blocking(move || look::at(&from, &called));
        let looked = looked.await.map_err(|_| Fault::new(Code::Internal))??;
        ctx.company.settings.files.check(&name, looked.bytes)?;
        self.files.keep(path, &looked.sha256).await.map_err(|error| disk(&error))?;
        let file = Attachment {
            id: self.new_id(),
            name,
            media: looked.media.to_owned(),
            sha256: looked.sha256,
            bytes: looked.bytes,
            size: looked.size,
            created_by: Some(user),
            created_at: ctx.now,
            held: None,
        };
        let view = FileView::from(&file);
        self.store
            .write(move |tx| async move { Ok::<_, Fault>(tx.add_attachment(&file).await?) }.boxed())
            .await?;
        Ok(view)
    }

    /// What is known of a file, when the caller may read it: the uploader of a loose one; of one that a record holds,
    /// whoever sees the record and the field.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn file(&self, ctx: &Ctx, id: Uuid) -> Result<Attachment, Fault> {
        let mut conn = self.store.read().await?;
        let nothing = || Fault::new(Code::NotFound);
        let file = conn.attachments(&[id]).await?.pop().ok_or_else(nothing)?;
        match &file.held {
            None if ctx.user.is_some() && file.created_by == ctx.user => {}
            None => return Err(nothing()),
            Some((object, record, field)) => {
                let object = ctx.object(object).map_err(|_| nothing())?;
                let field = object.field(field).ok_or_else(nothing)?;
                if !ctx.viewer.field_mask(&object).readable(field) {
                    return Err(nothing());
                }
                visible(&mut conn, ctx, &object, *record).await?;
            }
        }
        Ok(file)
    }

    /// The bytes of a file that [`App::file`] has answered. They break off before their end when they are not what they
    /// were.
    ///
    /// # Errors
    /// [`Code::NotFound`] when the store has lost them, [`Code::FilesAway`] when it doesn't answer.
    pub async fn file_bytes(&self, file: &Attachment) -> Result<Reading, Fault> {
        let bytes = self.files.open(&file.sha256).await.map_err(|error| disk(&error))?;
        let reading = bytes.ok_or_else(|| {
            tracing::error!(file = %file.id, sha256 = file.sha256, "the bytes of a file are gone");
            Fault::new(Code::NotFound)
        })?;
        Ok(Box::new(Checked::new(reading, &file.sha256, file.bytes.unsigned_abs())))
    }

    /// Forgets files that no record took within a day; answers how many.
    ///
    /// # Errors
    /// Trouble with disk or database.
    pub async fn sweep_files(&self) -> Result<usize, Fault> {
        let before = self.now() - WAITS;
        let mut swept = 0;
        loop {
            let files = self.store.read().await?.forgotten_attachments(before).await?;
            if files.is_empty() {
                return Ok(swept);
            }
            if !self.files_reachable().await {
                // What is forgotten now would leave its bytes behind for ever.
                return Err(Fault::new(Code::FilesAway));
            }
            swept += files.len();
            let ids: Vec<Uuid> = files.iter().map(|file| file.id).collect();
            self.store
                .write(move |tx| async move { Ok::<_, Fault>(tx.drop_attachments(&ids).await?) }.boxed())
                .await?;
            for file in files {
                if !self.store.read().await?.attachment_bytes_used(&file.sha256).await? {
                    self.files.remove(&file.sha256, YOUNG).await.map_err(|error| disk(&error))?;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_and_keeps_its_ending() {
        assert_eq!(plain_name("C:\\a\\报价.xlsx"), "报价.xlsx");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a\u{0}b.png"), "ab.png");
        assert_eq!(plain_name(".."), "file");
        let long = plain_name(&format!("{}.pdf", "长".repeat(300)));
        assert_eq!((long.chars().count(), long.ends_with(".pdf")), (200, true));
    }
}
