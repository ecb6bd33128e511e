//! When backups are taken by themselves, where they go, and how many stay.

use std::path::{Path, PathBuf};

use chrono::{Days, TimeZone, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, FieldFault, Moment};

use crate::input::Input;

/// The setting that holds them.
pub(super) const SETTING: &str = "backup.settings";

/// Where a process keeps backups and their key unless it is told otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The usual folder.
    pub folder: PathBuf,
    /// The key's file.
    pub key: PathBuf,
}

impl Place {
    /// Inside the data folder.
    #[must_use]
    pub fn in_data(data: &Path) -> Self {
        let data = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
        Self { folder: data.join("backups"), key: data.join("backup.key") }
    }
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupSettings {
    /// Whether one is taken each day.
    pub scheduled: bool,
    /// At which hour of the company's zone.
    pub hour: u32,
    /// The folder; the usual one when absent.
    pub folder: Option<String>,
    /// How many of the newest stay.
    pub keep: u32,
    /// Whether they are encrypted with the key in the data folder.
    pub encrypted: bool,
    /// Whether files that records hold are in them.
    pub files: bool,
    /// Since when these hold.
    pub since: Option<Moment>,
}

impl Default for BackupSettings {
    fn default() -> Self {
        Self { scheduled: false, hour: 2, folder: None, keep: 14, encrypted: true, files: true, since: None }
    }
}

impl BackupSettings {
    /// As they are stored; the usual ones when they can't be read.
    pub(super) fn of(stored: Option<String>) -> Self {
        stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Where backups go.
    pub(super) fn folder(&self, place: &Place) -> PathBuf {
        self.folder.as_ref().map_or_else(|| place.folder.clone(), PathBuf::from)
    }

    /// With what a caller changes.
    pub(super) fn changed(&self, given: &Map<String, Json>, now: Moment) -> Result<Self, Fault> {
        let mut input = Input::new(given, &["scheduled", "hour", "folder", "keep", "encrypted", "files"]);
        let mut new = Self { since: Some(now), ..self.clone() };
        if let Some(Some(scheduled)) = input.flag("scheduled") {
            new.scheduled = scheduled;
        }
        if let Some(Some(encrypted)) = input.flag("encrypted") {
            new.encrypted = encrypted;
        }
        if let Some(Some(files)) = input.flag("files") {
            new.files = files;
        }
        for (name, from, to, place) in [("hour", 0, 23, &mut new.hour), ("keep", 1, 1_000, &mut new.keep)] {
            let Some(Some(number)) = input.whole(name) else { continue };
            match u32::try_from(number) {
                Ok(fine) if (from..=to).contains(&fine) => *place = fine,
                _ if number < i64::from(from) => {
                    input.refuse(FieldFault::property(name, Code::TooSmall).with("min", from));
                }
                _ => input.refuse(FieldFault::property(name, Code::TooBig).with("max", to)),
            }
        }
        if let Some(folder) = input.text("folder") {
            if folder.as_deref().is_some_and(|folder| !Path::new(folder).is_absolute()) {
                input.refuse(FieldFault::property("folder", Code::InvalidPath));
            }
            new.folder = folder;
        }
        let faults = input.finish();
        if faults.is_empty() { Ok(new) } else { Err(Fault::invalid(faults)) }
    }

    /// The last moment up to now at which a scheduled backup should have begun.
    pub(super) fn last_due(&self, zone: Tz, now: Moment) -> Option<Moment> {
        let local = now.with_timezone(&zone);
        let day = if local.hour() >= self.hour {
            local.date_naive()
        } else {
            local.date_naive().checked_sub_days(Days::new(1))?
        };
        // Where clocks jump over the hour, the next one that there is.
        let due = (self.hour..self.hour + 3).find_map(|hour| {
            let (days, hour) = (u64::from(hour / 24), hour % 24);
            zone.from_local_datetime(&day.checked_add_days(Days::new(days))?.and_hms_opt(hour, 0, 0)?)
                .earliest()
        });
        due.map(|due| due.to_utc())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(text: &str) -> Moment {
        text.parse().expect("a moment")
    }

    #[test]
    fn the_hour_is_that_of_the_company() {
        let settings = BackupSettings { hour: 2, ..BackupSettings::default() };
        let due = |now: &str| settings.last_due(chrono_tz::Asia::Shanghai, at(now));
        assert_eq!(due("2026-03-01T18:00:00Z"), Some(at("2026-03-01T18:00:00Z")), "two o'clock sharp");
        assert_eq!(due("2026-03-01T17:59:59Z"), Some(at("2026-02-28T18:00:00Z")));
        assert_eq!(due("2026-03-02T10:00:00Z"), Some(at("2026-03-01T18:00:00Z")));
        let jump = settings.last_due(chrono_tz::Europe::Berlin, at("2026-03-29T12:00:00Z"));
        assert_eq!(jump, Some(at("2026-03-29T01:00:00Z")), "there is no two o'clock on that day");
    }

    #[test]
    fn everything_wrong_is_told_and_the_rest_stays() {
        let given = json!({"hour": 24, "keep": 0, "folder": "here", "encrypted": "no", "when": 1});
        let fault = BackupSettings::default()
            .changed(given.as_object().expect("an object"), at("2026-03-01T00:00:00Z"))
            .expect_err("much is wrong");
        let told: Vec<(&str, &str)> =
            fault.fields.iter().map(|fault| (fault.field.as_str(), fault.code.name())).collect();
        let expected = [
            ("when", "unknown_field"),
            ("encrypted", "wrong_type"),
            ("hour", "too_big"),
            ("keep", "too_small"),
            ("folder", "invalid_path"),
        ];
        assert_eq!(told, expected);
        let given = json!({"hour": 23, "folder": null});
        let new = BackupSettings { folder: Some("/x".into()), ..BackupSettings::default() };
        let new =
            new.changed(given.as_object().expect("an object"), at("2026-03-01T00:00:00Z")).expect("fine");
        assert_eq!((new.hour, new.folder, new.keep), (23, None, 14));
    }
}
