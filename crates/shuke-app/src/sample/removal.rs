//! Taking the sample away: its records go to the recycle bin by changes in bulk, which show how far they are and can be
//! undone; its people can't sign in any more.
//!
//! Everything that was written before the company was founded was played into the past by the sample, for nobody else
//! could write then.

use chrono::TimeDelta;
use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Moment, Uuid, Value};
use shuke_store::Conn;

use super::SMALL_DAYS;
use crate::App;
use crate::context::Ctx;
use crate::goals;
use crate::load::everything;
use crate::records::{list, people, value_of};
use crate::setup::SAMPLE_PASSWORD;
use crate::users::Ref;

/// The setting that says whether the company has its sample still.
const SETTING: &str = "company.sample";

/// Records of the sample in one object.
#[derive(Debug, Clone, Serialize)]
pub struct SampleRecords {
    /// The object.
    pub object: String,
    /// What several of them are called.
    pub plural: String,
    /// How many.
    pub count: u64,
}

/// What there is of the sample.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SampleView {
    /// Whether the company was founded with a sample and has it still.
    pub present: bool,
    /// Its records, most first, without what was deleted.
    pub records: Vec<SampleRecords>,
    /// Its people who can sign in.
    pub people: Vec<Ref>,
}

/// How the company began.
struct Founding {
    at: Moment,
    admin: String,
}

impl Founding {
    /// As the first entry of the audit chain tells: a company with a sample has its past before it.
    async fn of(conn: &mut Conn) -> Result<Self, Fault> {
        let first = conn.audits(Some(2), 1).await?.pop().ok_or_else(|| Fault::new(Code::Internal))?;
        let detail: Json = serde_json::from_str(&first.entry.detail).unwrap_or_default();
        let at = first.entry.at + TimeDelta::days(SMALL_DAYS + 1);
        Ok(Self { at, admin: detail["admin"].as_str().unwrap_or_default().to_owned() })
    }

    /// What was there by then.
    fn filter(&self) -> Json {
        json!({"field": "created_at", "op": "lte", "value": self.at})
    }
}

/// The people of the sample who can sign in; neither the first administrator nor whoever asks.
async fn staff(conn: &mut Conn, ctx: &Ctx, founding: &Founding) -> Result<Vec<Ref>, Fault> {
    let found = everything(conn, &ctx.company.schema, "user").await?;
    let of_sample = found.iter().filter(|reader| {
        let value = |name: &str| value_of(&reader.object, &reader.record, name);
        value("created_at").as_time().is_some_and(|at| at <= founding.at)
            && value("active").as_bool() == Some(true)
            && value("login").as_text() != Some(founding.admin.as_str())
            && Some(reader.record.id) != ctx.user
    });
    Ok(of_sample.filter_map(|it| Ref::of(&ctx.company, "user", &Value::Id(it.record.id))).collect())
}

/// What there is of the sample.
async fn left(conn: &mut Conn, ctx: &Ctx, founding: &Founding) -> Result<SampleView, Fault> {
    let (filter, what, mut records) = (founding.filter(), (Action::Read, false), Vec::new());
    for object in ctx.company.schema.objects().filter(|object| !people::is_people(object)) {
        let cond = list::condition(ctx, object, Some(&filter), None)?;
        let count = list::how_many(conn, ctx, object, cond.as_ref(), what).await?;
        if count > 0 {
            let plural = object.plural.get(ctx.locale).to_owned();
            records.push(SampleRecords { object: object.name.clone(), plural, count });
        }
    }
    records.sort_by_key(|one| std::cmp::Reverse(one.count));
    Ok(SampleView { present: true, records, people: staff(conn, ctx, founding).await? })
}

impl App {
    /// Whether the company was founded with a sample and has it still.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn has_sample(&self) -> Result<bool, Fault> {
        Ok(self.store.read().await?.setting(SETTING).await?.as_deref() == Some("true"))
    }

    /// What there is of the sample.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or the store's trouble.
    pub async fn sample_data(&self, ctx: &Ctx) -> Result<SampleView, Fault> {
        ctx.admin()?;
        if !self.has_sample().await? {
            return Ok(SampleView::default());
        }
        let mut conn = self.store.read().await?;
        let founding = Founding::of(&mut conn).await?;
        left(&mut conn, ctx, &founding).await
    }

    /// The first administrator, while the password is the one that the whole sample shares.
    async fn open_founder(&self, founding: &Founding) -> Result<Option<Uuid>, Fault> {
        let found = self.store.read().await?.credential_by_login(&founding.admin).await?;
        let Some(credential) = found else { return Ok(None) };
        let turn = self.gate.passwords.turn().await?;
        let open = self.gate.passwords.matches(turn, SAMPLE_PASSWORD, Some(&credential.hash)).await?;
        Ok(open.then_some(credential.user_id))
    }

    /// Begins to take the sample away: a change in bulk for each object that has records of it, and no sign-in for its
    /// people; a first administrator who has their password still is to choose another. What people entered themselves
    /// stays. Asked for once more after a failure it begins what is missing.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`] when there is no sample, [`Code::LastAdmin`], or the store's trouble.
    pub async fn remove_sample(&self, ctx: &Ctx) -> Result<Json, Fault> {
        ctx.admin()?;
        if !self.has_sample().await? {
            return Err(Fault::new(Code::NotFound));
        }
        let mut conn = self.store.read().await?;
        let founding = Founding::of(&mut conn).await?;
        let sample = left(&mut conn, ctx, &founding).await?;
        drop(conn);
        let one = |name: &str, value: Json| Map::from_iter([(name.to_owned(), value)]);
        if let Some(founder) = self.open_founder(&founding).await? {
            self.change_user(ctx, founder, &one("must_change_password", json!(true))).await?;
        }
        for person in &sample.people {
            self.change_user(ctx, person.id, &one("active", json!(false))).await?;
        }
        let mut asked = one("action", json!("delete"));
        asked.insert("filter".to_owned(), founding.filter());
        let mut works = Vec::new();
        for records in &sample.records {
            works.push(self.bulk(ctx, &records.object, &asked).await?);
        }
        let now = ctx.now;
        let entry = ctx.entry("sample.removed", None, None, &json!(sample));
        self.store
            .write(move |tx| {
                async move {
                    tx.put_setting(SETTING, "false").await?;
                    goals::sample::forget(tx, founding.at, now).await?;
                    tx.audit(entry);
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        Ok(json!({"items": works}))
    }
}
