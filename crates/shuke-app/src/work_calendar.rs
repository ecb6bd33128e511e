//! The company's working days: a week, holidays, and days made up for. What counts in working days follows from it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Locale, NaiveDate, Text, WorkCalendar, limits};
use shuke_meta::pack;
use shuke_store::Tx;

use crate::App;
use crate::computed::job;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;

/// The setting that holds it.
const SETTING: &str = "company.calendar";
/// Monday to Friday.
const USUAL: [u8; 5] = [1, 2, 3, 4, 5];

/// A day that has a name, or differs from the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedDay {
    /// The day.
    pub day: NaiveDate,
    /// Whether it is worked.
    pub works: bool,
    /// What people call it.
    #[serde(default)]
    pub name: String,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Doc {
    week: Vec<u8>,
    days: Vec<NamedDay>,
}

/// Working days as the company has set them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Working {
    pub(crate) doc: Doc,
    /// To count with.
    pub calendar: WorkCalendar,
}

impl Default for Working {
    fn default() -> Self {
        Self::of(Doc { week: USUAL.to_vec(), days: Vec::new() })
    }
}

impl Working {
    fn of(doc: Doc) -> Self {
        let week = std::array::from_fn(|at| doc.week.iter().any(|day| usize::from(*day) == at + 1));
        let calendar = WorkCalendar::new(week, doc.days.iter().map(|named| (named.day, named.works)));
        Self { doc, calendar }
    }

    /// As it is stored; where nothing is, Monday to Friday and, in China, the holidays that are known.
    pub(crate) fn read(stored: &BTreeMap<String, String>, zone: chrono_tz::Tz) -> Self {
        if let Some(doc) = stored.get(SETTING).and_then(|json| serde_json::from_str(json).ok()) {
            return Self::of(doc);
        }
        let days = match zone {
            chrono_tz::Asia::Shanghai => known().iter().flat_map(|year| year.days.clone()).collect(),
            _ => Vec::new(),
        };
        Self::of(Doc { week: USUAL.to_vec(), days })
    }

    /// With what a caller changes.
    pub(crate) fn changed(&self, given: &Map<String, Json>) -> Result<Self, Fault> {
        read(given, self.doc.clone()).map(Self::of)
    }

    /// Keeps it, and asks for what is counted by it to be computed anew.
    pub(crate) async fn write(&self, tx: &mut Tx, app: &App, ctx: &Ctx) -> Result<(), Fault> {
        let Doc { week, days } = &self.doc;
        tx.put_setting(SETTING, &json!(self.doc).to_string()).await?;
        let detail = json!({"week": week, "days": days.len()});
        tx.audit(ctx.entry("company.calendar_changed", None, None, &detail));
        tx.bump_rights().await?;
        let plan = ctx.company.plan();
        for object in ctx.company.schema.objects() {
            for field in plan.counts_working_days(&object.name) {
                job::ask_all(tx, app, object, field).await?;
            }
        }
        Ok(())
    }
}

/// The public holidays of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownYear {
    /// The year.
    pub year: i32,
    /// Holidays and days made up for, in order.
    pub days: Vec<NamedDay>,
}

/// Working days as people see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkCalendarView {
    /// The days of the week that are worked; Monday is 1.
    pub week: Vec<u8>,
    /// Holidays and days made up for, in order.
    pub days: Vec<NamedDay>,
    /// Public holidays that can be taken over.
    pub known: Vec<KnownYear>,
}

/// What the program knows of public holidays: read once, for every snapshot of a company may ask for it.
fn known() -> &'static [KnownYear] {
    static KNOWN: LazyLock<Vec<KnownYear>> = LazyLock::new(of_pack);
    &KNOWN
}

/// What they are called in both languages. A calendar keeps the Chinese name, and everybody reads it in their own language.
fn names() -> &'static [Text] {
    static NAMES: LazyLock<Vec<Text>> = LazyLock::new(|| {
        years_of_pack().iter().flat_map(|year| year.days.iter().map(|holiday| holiday.name.clone())).collect()
    });
    &NAMES
}

/// Days with the names of public holidays in the reader's language; what a company has named itself stays.
fn told(days: &[NamedDay], locale: Locale) -> Vec<NamedDay> {
    let name = |named: &NamedDay| {
        let public = names().iter().find(|name| name.zh == named.name);
        public.map_or_else(|| named.name.clone(), |name| name.get(locale).to_owned())
    };
    days.iter().map(|named| NamedDay { name: name(named), ..named.clone() }).collect()
}

/// The name to be kept.
fn kept(name: String) -> String {
    let public = names().iter().find(|public| public.en == name);
    public.map_or(name, |public| public.zh.clone())
}

fn years_of_pack() -> &'static [pack::HolidayYear] {
    static YEARS: LazyLock<Vec<pack::HolidayYear>> =
        LazyLock::new(|| pack::load("standard").map(|pack| pack.holidays).unwrap_or_default());
    &YEARS
}

fn of_pack() -> Vec<KnownYear> {
    let year = |year: &pack::HolidayYear| {
        let named = |holiday: &pack::Holiday| -> Vec<NamedDay> {
            let day = |works: bool| {
                let name = holiday.name.zh.clone();
                move |day: &NaiveDate| NamedDay { day: *day, works, name: name.clone() }
            };
            holiday.off.iter().map(day(false)).chain(holiday.on.iter().map(day(true))).collect()
        };
        let mut days: Vec<NamedDay> = year.days.iter().flat_map(named).collect();
        days.sort_by_key(|named| named.day);
        KnownYear { year: year.year, days }
    };
    years_of_pack().iter().map(year).collect()
}

fn view(working: &Working, locale: Locale) -> WorkCalendarView {
    let Doc { week, days } = &working.doc;
    let known = known().iter().map(|known| KnownYear { days: told(&known.days, locale), ..*known });
    WorkCalendarView { week: week.clone(), days: told(days, locale), known: known.collect() }
}

impl App {
    /// The company's working days; everybody may see them.
    #[must_use]
    pub fn work_calendar(&self, ctx: &Ctx) -> WorkCalendarView {
        view(&ctx.company.settings.working, ctx.locale)
    }

    /// Changes the company's working days: the week, all holidays, or both. Fields that count in working days are
    /// brought up to date by a job.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn change_work_calendar(
        &self,
        ctx: &Ctx,
        given: &Map<String, Json>,
    ) -> Result<WorkCalendarView, Fault> {
        ctx.admin()?;
        let working = ctx.company.settings.working.changed(given)?;
        let (app, ctx_) = (self.clone(), ctx.clone());
        self.store.write(move |tx| async move { working.write(tx, &app, &ctx_).await }.boxed()).await?;
        self.refresh().await?;
        Ok(view(&self.company().settings.working, ctx.locale))
    }
}

/// What is given, over what stands already.
fn read(given: &Map<String, Json>, mut doc: Doc) -> Result<Doc, Fault> {
    let mut input = Input::new(given, &["week", "days"]);
    match input.list("week") {
        Some(Some(week)) => {
            let day = |json: &Json| {
                json.as_u64().and_then(|day| u8::try_from(day).ok()).filter(|day| (1..=7).contains(day))
            };
            match week.iter().map(day).collect::<Option<Vec<u8>>>() {
                Some(mut week) if !week.is_empty() => {
                    week.sort_unstable();
                    week.dedup();
                    doc.week = week;
                }
                _ => input.wrong(
                    "week",
                    "星期一到星期日（1 到 7）中的至少一天",
                    "at least one of the days from Monday (1) to Sunday (7)",
                ),
            }
        }
        Some(None) => input.refuse(input.fault("week", Code::Required)),
        None => {}
    }
    match input.list("days") {
        Some(Some(days)) if days.len() > limits::CALENDAR_DAYS => {
            let fault = input.fault("days", Code::BatchTooLarge).with("max", limits::CALENDAR_DAYS);
            input.refuse(fault);
        }
        Some(Some(days)) => doc.days = read_days(&mut input, days),
        Some(None) => doc.days.clear(),
        None => {}
    }
    check::refuse(input.finish())?;
    Ok(doc)
}

/// The days, in order; of one that stands twice, the last.
fn read_days(input: &mut Input<'_>, days: &[Json]) -> Vec<NamedDay> {
    let mut found = BTreeMap::new();
    for (at, json) in days.iter().enumerate() {
        let Ok(named) = serde_json::from_value::<NamedDay>(json.clone()) else {
            input.wrong(
                &format!("days[{at}]"),
                "一天，例如 {\"day\":\"2026-10-01\",\"works\":false,\"name\":\"国庆节\"}",
                "a day such as {\"day\":\"2026-12-25\",\"works\":false,\"name\":\"Christmas\"}",
            );
            continue;
        };
        let name = match shuke_text::clean_line(&named.name) {
            shuke_text::Clean::Text(name) if name.chars().count() <= limits::CALENDAR_NAME_CHARS => name,
            _ => {
                let fault = input.fault(&format!("days[{at}].name"), Code::TooLong);
                let actual = named.name.chars().count();
                input.refuse(fault.with("max", limits::CALENDAR_NAME_CHARS).with("actual", actual));
                continue;
            }
        };
        found.insert(named.day, NamedDay { name: kept(name), ..named });
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holidays_of_the_pack_make_sense() {
        let years = known();
        assert!(years.len() >= 2);
        for year in years {
            assert!(year.days.iter().all(|named| named.day.to_string().starts_with(&year.year.to_string())));
            assert!(
                year.days.windows(2).all(|pair| pair[0].day < pair[1].day),
                "{}: each day once",
                year.year
            );
            let plain = WorkCalendar::default();
            let made_up = year.days.iter().filter(|named| named.works);
            assert!(
                made_up.clone().all(|named| !plain.works(named.day)),
                "a day made up for is on a weekend"
            );
            assert!(made_up.count() >= 5);
        }
    }
}
