//! Reading the audit log, newest first.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use serde::Serialize;
use serde_json::Value as Json;
use shuke_base::{Code, Fault, FieldFault, Moment, NaiveDate, Uuid, limits};
use shuke_store::system::{AuditFilter, AuditRow};

use crate::App;
use crate::context::Ctx;
use crate::records::names::names;
use crate::users::Ref;

/// What is wanted of the log; what is absent doesn't matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditRequest {
    /// Whose entries.
    pub actor: Option<Uuid>,
    /// Api name of the object that something was done to.
    pub object: Option<String>,
    /// The record that something was done to.
    pub record: Option<Uuid>,
    /// The kind, such as `record.created`, or all that begin so, as `sign_in.`.
    pub action: Option<String>,
    /// First day, in the caller's zone.
    pub from: Option<String>,
    /// Last day, in the caller's zone.
    pub to: Option<String>,
    /// Entries of the page.
    pub limit: Option<usize>,
    /// Where the page begins.
    pub cursor: Option<String>,
}

/// An entry of the log.
#[derive(Debug, Clone, Serialize)]
pub struct AuditView {
    /// Its number in the chain.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who; absent for the program itself, or when nobody had signed in yet.
    pub actor: Option<Ref>,
    /// What.
    pub action: String,
    /// Api name of the object.
    pub object: Option<String>,
    /// The record, or whatever else has an id.
    pub record_id: Option<Uuid>,
    /// Its name, for people.
    pub record_name: Option<String>,
    /// The rest.
    pub detail: Json,
    /// Its seal.
    pub hash: String,
}

/// A page of the log.
#[derive(Debug, Clone, Serialize)]
pub struct AuditList {
    /// Newest first.
    pub items: Vec<AuditView>,
    /// The next page; there may be one also when this one is short or empty, where few entries match.
    pub next_cursor: Option<String>,
}

/// The first moment of a day in a zone; where clocks jump over midnight, the first that there is.
fn start_of(zone: Tz, day: NaiveDate) -> Option<Moment> {
    let midnight = day.and_time(NaiveTime::MIN);
    let found =
        (0..4).find_map(|hours| zone.from_local_datetime(&(midnight + TimeDelta::hours(hours))).earliest());
    found.map(|moment| moment.to_utc())
}

fn day(name: &str, text: Option<&str>, faults: &mut Vec<FieldFault>) -> Option<NaiveDate> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    // Far from the ends of what can be counted with.
    let day = text.parse().ok().filter(|day: &NaiveDate| (1900..=9999).contains(&day.year()));
    if day.is_none() {
        faults.push(FieldFault::property(name, Code::InvalidDate));
    }
    day
}

/// What the store is asked for.
fn filter(request: &AuditRequest, zone: Tz) -> Result<AuditFilter, Fault> {
    let mut faults = Vec::new();
    let from = day("from", request.from.as_deref(), &mut faults);
    let to = day("to", request.to.as_deref(), &mut faults);
    for (name, text) in [("object", &request.object), ("action", &request.action)] {
        if text.as_ref().is_some_and(|text| text.chars().any(char::is_control)) {
            faults.push(FieldFault::property(name, Code::InvalidText));
        }
    }
    if !faults.is_empty() {
        return Err(Fault::invalid(faults));
    }
    let word = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    Ok(AuditFilter {
        actor: request.actor,
        object: word(&request.object),
        record: request.record,
        action: word(&request.action),
        from: from.and_then(|day| start_of(zone, day)),
        until: to.and_then(|day| day.checked_add_days(Days::new(1))).and_then(|day| start_of(zone, day)),
    })
}

fn show(ctx: &Ctx, row: AuditRow, names: &HashMap<Uuid, String>) -> AuditView {
    let entry = row.entry;
    let record = |id: &Uuid| names.get(id).filter(|name| !name.is_empty()).cloned();
    let name = |id: &Uuid| ctx.company.names.get(id).map(|name| name.to_string());
    let actor = entry.actor.map(|id| Ref { id, object: "user", name: name(&id).unwrap_or_default() });
    AuditView {
        seq: row.seq,
        at: entry.at,
        actor,
        record_name: entry.record_id.as_ref().and_then(|id| name(id).or_else(|| record(id))),
        action: entry.action,
        object: entry.object,
        record_id: entry.record_id,
        detail: serde_json::from_str(&entry.detail).unwrap_or(Json::String(entry.detail)),
        hash: row.hash,
    }
}

impl App {
    /// A page of the audit log.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::InvalidLimit`], [`Code::InvalidCursor`], or a day that is none.
    pub async fn audit_log(&self, ctx: &Ctx, request: &AuditRequest) -> Result<AuditList, Fault> {
        ctx.admin()?;
        let limit = request.limit.unwrap_or(limits::PAGE_DEFAULT);
        if limit == 0 || limit > limits::PAGE_ROWS {
            return Err(Fault::new(Code::InvalidLimit).with("max", limits::PAGE_ROWS));
        }
        let cursor = request.cursor.as_deref().map(str::parse::<i64>).transpose();
        let before = cursor.map_err(|_| Fault::new(Code::InvalidCursor))?;
        let filter = filter(request, ctx.zone())?;
        let mut conn = self.store.read().await?;
        let page = conn.audit_page(&filter, before, limit).await?;
        let records =
            page.rows.iter().filter_map(|row| Some((row.entry.object.clone()?, row.entry.record_id?)));
        let names = names(&mut conn, ctx, records, true).await?;
        Ok(AuditList {
            items: page.rows.into_iter().map(|row| show(ctx, row, &names)).collect(),
            next_cursor: page.next.map(|next| next.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_zone() {
        let request = AuditRequest {
            from: Some("2026-03-01".to_owned()),
            to: Some("2026-03-01".to_owned()),
            ..AuditRequest::default()
        };
        let filter = filter(&request, chrono_tz::Asia::Shanghai).expect("two days");
        assert_eq!(filter.from, Some("2026-02-28T16:00:00Z".parse().expect("a moment")));
        assert_eq!(filter.until, Some("2026-03-01T16:00:00Z".parse().expect("a moment")));
        let wrong = AuditRequest { to: Some("yesterday".to_owned()), ..AuditRequest::default() };
        let fault = super::filter(&wrong, chrono_tz::UTC).expect_err("no day");
        assert_eq!(fault.fields[0].field, "to");
    }

    #[test]
    fn a_day_without_a_midnight_begins_later() {
        let start = start_of(chrono_tz::America::Havana, "2026-03-08".parse().expect("a day"));
        assert_eq!(start, Some("2026-03-08T05:00:00Z".parse().expect("a moment")));
    }
}
