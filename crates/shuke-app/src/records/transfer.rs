//! Giving a record to somebody else, with what belongs to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use shuke_access::Action;
use shuke_base::{Code, Fault, Uuid, Value};
use shuke_expr::{Cond, Op};
use shuke_meta::{FieldKind, ObjectDef};
use shuke_store::Tx;
use shuke_store::compile::ListQuery;
use shuke_store::records::Record;

use crate::App;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::{change, check, sight, team, value_of};

/// Records of one object that go along at once, at most.
const ALONG: usize = 500;

/// What is asked for.
#[derive(Debug, Clone)]
struct Request {
    owner: Uuid,
    /// What the old owner keeps: nothing, or a place in the team, with or without the right to change.
    keep: Option<bool>,
    /// Objects whose records of the old owner go along.
    along: Vec<Arc<ObjectDef>>,
}

/// What was transferred.
#[derive(Debug, Clone, Serialize)]
pub struct Transferred {
    /// The record itself, and what went along, by object.
    pub transferred: BTreeMap<String, usize>,
}

fn request(ctx: &Ctx, object: &ObjectDef, given: &Map<String, Json>) -> Result<Request, Fault> {
    let mut input = Input::new(given, &["owner", "keep", "along"]);
    let owner = match input.json("owner").map(|json| json.as_str().or_else(|| json.get("id")?.as_str())) {
        Some(Some(id)) => {
            let found = id.parse().ok().filter(|id| ctx.company.org.person(*id).is_some_and(|it| it.active));
            if found.is_none() {
                input.refuse(input.fault("owner", Code::UnknownReference));
            }
            found
        }
        _ => {
            input.refuse(input.fault("owner", Code::Required));
            None
        }
    };
    let keep = match input.raw("keep") {
        None | Some(None | Some("none")) => None,
        Some(Some("read")) => Some(false),
        Some(Some("write")) => Some(true),
        Some(Some(other)) => {
            input.refuse(input.fault("keep", Code::UnknownOption).with("value", other));
            None
        }
    };
    let mut along = Vec::new();
    for name in input.words("along").flatten().unwrap_or_default() {
        match ctx.object(&name).ok().filter(|other| other.owned && link(other, object).is_some()) {
            Some(other) => along.push(other),
            None => input.refuse(input.fault("along", Code::UnknownOption).with("value", &name)),
        }
    }
    check::refuse(input.finish())?;
    match owner {
        Some(owner) => Ok(Request { owner, keep, along }),
        None => Err(Fault::new(Code::Internal)),
    }
}

/// The field by which records of `other` belong to records of `object`.
fn link(other: &ObjectDef, object: &ObjectDef) -> Option<usize> {
    other.fields.iter().position(|field| {
        !field.system && field.kind == FieldKind::Reference && field.target_object() == Some(&object.name)
    })
}

impl App {
    /// Gives a record to a new owner; the old one may stay in its team, and records of the old owner that belong to
    /// it may go along.
    ///
    /// # Errors
    /// What is wrong with the request; [`Code::MissingRight`]; [`Code::BatchTooLarge`] when too much would go along.
    /// Nothing is transferred then.
    pub async fn transfer(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<Transferred, Fault> {
        let object = ctx.object(object)?;
        if !object.owned {
            return Err(Fault::new(Code::NotFound));
        }
        let request = request(ctx, &object, given)?;
        let (app, mut ctx_) = (self.clone(), ctx.clone());
        ctx_.work = (!request.along.is_empty()).then(|| self.new_id());
        self.store
            .write(move |tx| async move { transfer_in(tx, &app, &ctx_, &object, id, &request).await }.boxed())
            .await
    }
}

async fn transfer_in(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    id: Uuid,
    request: &Request,
) -> Result<Transferred, Fault> {
    let record = change::locked(tx, object, id).await?;
    sight::permit(tx, ctx, object, &record, Action::Transfer).await?;
    let before = value_of(object, &record, "owner").as_id();
    let mut transferred = BTreeMap::new();
    hand_over(tx, app, ctx, object, record, request).await?;
    transferred.insert(object.name.clone(), 1);
    if let Some(before) = before.filter(|before| *before != request.owner) {
        for other in &request.along {
            let records = belonging(tx, ctx, other, (object, id), before).await?;
            transferred.insert(other.name.clone(), records.len());
            for record in records {
                hand_over(tx, app, ctx, other, record, request).await?;
            }
        }
    }
    Ok(Transferred { transferred })
}

/// The records of `other` that belong to the record, are the old owner's, and may be transferred by the caller.
async fn belonging(
    tx: &mut Tx,
    ctx: &Ctx,
    other: &Arc<ObjectDef>,
    (object, id): (&ObjectDef, Uuid),
    owner: Uuid,
) -> Result<Vec<Record>, Fault> {
    let Some(link) = link(other, object) else { return Ok(Vec::new()) };
    let cond = Cond::test(other, &other.fields[link].name, Op::Eq(Value::Id(id))).and(Cond::test(
        other,
        "owner",
        Op::Eq(Value::Id(owner)),
    ));
    let query = ListQuery {
        object: other,
        viewer: &ctx.viewer,
        action: Action::Transfer,
        fields: &[],
        cond: Some(&cond),
        sort: &[],
        limit: ALONG + 1,
        cursor: None,
        deleted: false,
    };
    let ids: Vec<Uuid> = tx.list(&query).await?.records.iter().map(|record| record.id).collect();
    if ids.len() > ALONG {
        return Err(Fault::new(Code::BatchTooLarge).with("max", ALONG));
    }
    Ok(tx.fetch(other, &ids, &crate::records::all_fields(other), true).await?)
}

/// The new owner and the owner's department, and the team afterwards.
async fn hand_over(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    object: &Arc<ObjectDef>,
    record: Record,
    request: &Request,
) -> Result<(), Fault> {
    let before = value_of(object, &record, "owner").as_id();
    let department = ctx.company.org.department_of(request.owner).map_or(Value::Null, Value::Id);
    let sets = [("owner", Value::Id(request.owner)), ("owner_department", department)];
    let sets = sets.into_iter().filter_map(|(name, value)| Some((object.position(name)?, value)));
    let sets: Vec<_> = sets.filter(|(at, value)| record.values[*at] != *value).collect();
    if sets.is_empty() {
        return Ok(());
    }
    let record = change::write(tx, app, ctx, object, record, sets, None).await?;
    tx.drop_member(record.id, request.owner).await?;
    if let (Some(write), Some(before)) = (request.keep, before.filter(|it| *it != request.owner)) {
        team::put(tx, ctx, object, &record, before, (write, None)).await?;
    }
    Ok(())
}
