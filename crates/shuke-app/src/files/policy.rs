//! Which files a company takes: how large, and of which types.

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, limits};
use shuke_store::Tx;

use super::kind::ending;
use super::place::FileStoreView;
use crate::App;
use crate::context::Ctx;
use crate::input::Input;

/// The setting that holds it.
const SETTING: &str = "files.policy";
/// Bytes of a megabyte, as people are told sizes.
const MB: usize = 1024 * 1024;
/// Types that can be named.
const ENDINGS: usize = 100;
/// Characters of an ending.
const ENDING_CHARS: usize = 12;

/// What the company takes. Programs are refused whatever stands here, and so are names that lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FilePolicy {
    /// Megabytes of one file, at most.
    pub max_mb: usize,
    /// Endings that a name may have; any when there are none.
    pub endings: Vec<String>,
}

impl Default for FilePolicy {
    fn default() -> Self {
        Self { max_mb: limits::UPLOAD_BYTES / MB, endings: Vec::new() }
    }
}

impl FilePolicy {
    /// As it is stored; the usual one when it can't be read.
    pub(crate) fn stored(settings: &std::collections::BTreeMap<String, String>) -> Self {
        settings.get(SETTING).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// Refuses a file that is too large, or of a type that isn't taken.
    pub(super) fn check(&self, name: &str, bytes: i64) -> Result<(), Fault> {
        if usize::try_from(bytes).unwrap_or_default() > self.max_mb * MB {
            return Err(Fault::new(Code::TooLarge).with("max", format!("{} MB", self.max_mb)));
        }
        if self.endings.is_empty() || self.endings.contains(&ending(name)) {
            return Ok(());
        }
        let fault = Fault::new(Code::FileTypeClosed).with("name", name);
        Err(fault.with("endings", self.endings.join(", ")))
    }

    /// Keeps it.
    pub(crate) async fn write(&self, tx: &mut Tx, ctx: &Ctx) -> Result<(), Fault> {
        tx.put_setting(SETTING, &json!(self).to_string()).await?;
        tx.audit(ctx.entry("company.changed", None, None, &json!([[SETTING, self]])));
        // Settings are a part of the snapshot, which every process reads anew.
        Ok(tx.bump_rights().await?)
    }

    /// With what a caller changes.
    pub(crate) fn changed(&self, given: &Map<String, Json>) -> Result<Self, Fault> {
        let mut input = Input::new(given, &["max_mb", "endings"]);
        let (mut new, most) = (self.clone(), limits::UPLOAD_BYTES / MB);
        match input.whole("max_mb").map(|given| given.map_or(Ok(most), usize::try_from)) {
            Some(Ok(mb)) if (1..=most).contains(&mb) => new.max_mb = mb,
            Some(Ok(mb)) if mb > most => {
                input.refuse(input.fault("max_mb", Code::TooBig).with("max", most));
            }
            Some(_) => input.refuse(input.fault("max_mb", Code::TooSmall).with("min", 1)),
            None => {}
        }
        if let Some(words) = input.words("endings") {
            new.endings.clear();
            for word in words.unwrap_or_default() {
                let plain = word.trim().trim_start_matches('.').to_lowercase();
                let is_ending = plain.chars().all(char::is_alphanumeric)
                    && (1..=ENDING_CHARS).contains(&plain.chars().count());
                if !is_ending {
                    input.refuse(input.fault("endings", Code::InvalidEnding).with("value", &word));
                } else if !new.endings.contains(&plain) {
                    new.endings.push(plain);
                }
            }
            if new.endings.len() > ENDINGS {
                input.refuse(input.fault("endings", Code::BatchTooLarge).with("max", ENDINGS));
            }
            new.endings.sort();
        }
        let faults = input.finish();
        if faults.is_empty() { Ok(new) } else { Err(Fault::invalid(faults)) }
    }
}

impl App {
    /// Changes how large files may be, and of which types (an empty list: all but programs). Files that are there stay.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn change_file_policy(
        &self,
        ctx: &Ctx,
        given: &Map<String, Json>,
    ) -> Result<FileStoreView, Fault> {
        ctx.admin()?;
        let policy = ctx.company.settings.files.changed(given)?;
        let (written, ctx_) = (policy.clone(), ctx.clone());
        self.store.write(move |tx| async move { written.write(tx, &ctx_).await }.boxed()).await?;
        self.refresh().await?;
        self.file_store_view(policy).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(given: Json) -> Result<FilePolicy, String> {
        let Json::Object(given) = given else { unreachable!() };
        FilePolicy::default().changed(&given).map_err(|fault| {
            let told = fault.fields.iter().map(|field| format!("{} {}", field.field, field.code.name()));
            told.collect::<Vec<_>>().join(", ")
        })
    }

    #[test]
    fn size_and_types_are_checked() {
        let policy = changed(json!({"max_mb": 2, "endings": [" .PDF", "docx", "pdf"]})).unwrap();
        assert_eq!(policy, FilePolicy { max_mb: 2, endings: vec!["docx".to_owned(), "pdf".to_owned()] });
        for (name, bytes, expect) in [
            ("a.pdf", 1, "fine"),
            ("A.PDF", 2 * 1024 * 1024, "fine"),
            ("a.pdf", 2 * 1024 * 1024 + 1, "too_large"),
            ("a.zip", 1, "file_type_closed"),
            ("pdf", 1, "file_type_closed"),
        ] {
            let told = policy.check(name, bytes).map_or_else(|fault| fault.code.name(), |()| "fine");
            assert_eq!(told, expect, "{name} {bytes}");
        }
        assert!(FilePolicy::default().check("anything", 100 * 1024 * 1024).is_ok());
        assert_eq!(changed(json!({"max_mb": null, "endings": null})).unwrap(), FilePolicy::default());
    }

    #[test]
    fn what_makes_no_sense_is_told_at_once() {
        assert_eq!(changed(json!({"max_mb": 0})).unwrap_err(), "max_mb too_small");
        assert_eq!(changed(json!({"max_mb": -1})).unwrap_err(), "max_mb too_small");
        let told = changed(json!({"max_mb": 101, "endings": ["p d f", ""]})).unwrap_err();
        assert_eq!(told, "max_mb too_big, endings invalid_ending, endings invalid_ending");
        let many: Vec<String> = (0..101).map(|n| format!("e{n}")).collect();
        assert_eq!(changed(json!({"endings": many})).unwrap_err(), "endings batch_too_large");
        assert!(changed(json!({"other": 1})).unwrap_err().contains("other"));
    }
}
