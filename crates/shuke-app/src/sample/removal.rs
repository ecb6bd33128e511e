//! Taking the sample away: its records go to the recycle bin by changes in bulk, which show how far they are and can be
//! undone; its people can't sign in any more.
//!
//! Everything that was written before the company was founded was played into the past by the sample, for nobody else
//! could write then.

use std::sync::Arc;

use chrono::TimeDelta;
use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Moment, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::compile::ListQuery;

use super::SMALL_DAYS;
use crate::App;
use crate::context::Ctx;
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

async fn present(conn: &mut Conn) -> Result<bool, Fault> {
    Ok(conn.setting(SETTING).await?.as_deref() == Some("true"))
}

/// How many records of the object there were when the company was founded.
async fn count(conn: &mut Conn, ctx: &Ctx, object: &Arc<ObjectDef>, filter: &Json) -> Result<u64, Fault> {
    let cond = list::condition(ctx, object, Some(filter), None)?;
    let query = ListQuery {
        object,
        viewer: &ctx.viewer,
        action: Action::Read,
        fields: &[],
        cond: cond.as_ref(),
        sort: &[],
        limit: 1,
        cursor: None,
        deleted: false,
    };
    Ok(conn.count(&query, None).await?)
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
    let name = |id: Uuid| ctx.company.names.get(&id).map(ToString::to_string).unwrap_or_default();
    Ok(of_sample
        .map(|reader| Ref { id: reader.record.id, object: "user", name: name(reader.record.id) })
        .collect())
}

impl App {
    /// What there is of the sample.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or the store's trouble.
    pub async fn sample_data(&self, ctx: &Ctx) -> Result<SampleView, Fault> {
        ctx.admin()?;
        let mut conn = self.store.read().await?;
        if !present(&mut conn).await? {
            return Ok(SampleView::default());
        }
        let founding = Founding::of(&mut conn).await?;
        let (filter, mut records) = (founding.filter(), Vec::new());
        for object in ctx.company.schema.objects().filter(|object| !people::is_people(object)) {
            let count = count(&mut conn, ctx, object, &filter).await?;
            if count > 0 {
                let plural = object.plural.get(ctx.locale).to_owned();
                records.push(SampleRecords { object: object.name.clone(), plural, count });
            }
        }
        records.sort_by_key(|one| std::cmp::Reverse(one.count));
        Ok(SampleView { present: true, records, people: staff(&mut conn, ctx, &founding).await? })
    }

    /// The first administrator, while the password is the one that the whole sample shares.
    async fn open_founder(&self) -> Result<Option<Uuid>, Fault> {
        let mut conn = self.store.read().await?;
        let founding = Founding::of(&mut conn).await?;
        let Some(credential) = conn.credential_by_login(&founding.admin).await? else { return Ok(None) };
        drop(conn);
        let turn = self.gate.passwords.turn().await?;
        let open = self.gate.passwords.matches(turn, SAMPLE_PASSWORD, Some(&credential.hash)).await?;
        Ok(open.then_some(credential.user_id))
    }

    /// Begins to take the sample away: a change in bulk for each object that has records of it, and no sign-in for its
    /// people; a first administrator who has their password still is to choose another. What people entered themselves stays. Asked for once more after a failure it begins what is missing.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`] when there is no sample, [`Code::LastAdmin`], or the store's trouble.
    pub async fn remove_sample(&self, ctx: &Ctx) -> Result<Json, Fault> {
        let sample = self.sample_data(ctx).await?;
        if !sample.present {
            return Err(Fault::new(Code::NotFound));
        }
        let filter = Founding::of(&mut self.store.read().await?).await?.filter();
        if let Some(founder) = self.open_founder().await? {
            let change = Map::from_iter([("must_change_password".to_owned(), json!(true))]);
            self.change_user(ctx, founder, &change).await?;
        }
        for person in &sample.people {
            self.change_user(ctx, person.id, &Map::from_iter([("active".to_owned(), json!(false))])).await?;
        }
        let mut works = Vec::new();
        for one in &sample.records {
            let asked = Map::from_iter([
                ("action".to_owned(), json!("delete")),
                ("filter".to_owned(), filter.clone()),
            ]);
            works.push(self.bulk(ctx, &one.object, &asked).await?);
        }
        let entry = ctx.entry("sample.removed", None, None, &json!(sample));
        self.store
            .write(move |tx| {
                async move {
                    tx.put_setting(SETTING, "false").await?;
                    tx.audit(entry);
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        Ok(json!({"items": works}))
    }
}
