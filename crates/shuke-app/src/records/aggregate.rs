//! Counts, sums and averages of what the caller may see.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value as Json;
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault, Uuid, Value, limits};
use shuke_expr::Cond;
use shuke_meta::{FieldDef, FieldKind, Grain, ObjectDef};
use shuke_store::Conn;
use shuke_store::compile::{AggregateQuery, By, GroupKey, Measure, MeasureKind};
use shuke_store::records::{Group, Measured};

use crate::App;
use crate::codec::Shown;
use crate::context::Ctx;
use crate::records::{branches, list, missing};
use crate::view::Names;
use crate::views::apply::{Applied, resolve};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct AggregateRequest {
    /// A saved view, whose filter holds beside the request's.
    pub view: Option<Uuid>,
    /// Filter tree.
    pub filter: Option<Json>,
    /// Quick search.
    pub q: Option<String>,
    /// Fields to group by.
    pub group_by: Vec<String>,
    /// For regions and cascades among them, how far from the top records stand together.
    pub levels: BTreeMap<String, usize>,
    /// For dates among them, the spans that records stand together by.
    pub grains: BTreeMap<String, String>,
    /// Function and field of each measure.
    pub measures: Vec<(String, Option<String>)>,
}

/// The groups.
#[derive(Debug, Clone)]
pub struct AggregateAnswer {
    object: Arc<ObjectDef>,
    group_by: Vec<GroupKey>,
    measures: Vec<(Measure, String)>,
    groups: Vec<Group>,
    names: Names,
    truncated: bool,
}

fn refuse(name: &str) -> Fault {
    Fault::invalid(vec![FieldFault::property("measures", Code::InvalidMeasure).with("name", name)])
}

fn measure(
    ctx: &Ctx,
    object: &ObjectDef,
    function: &str,
    field: Option<&str>,
) -> Result<(Measure, String), Fault> {
    let kind = match function {
        "count" => MeasureKind::Count,
        "sum" => MeasureKind::Sum,
        "avg" => MeasureKind::Avg,
        "min" => MeasureKind::Min,
        "max" => MeasureKind::Max,
        other => return Err(refuse(other)),
    };
    let Some(name) = field else {
        return match kind {
            MeasureKind::Count => Ok((Measure { kind, field: None }, "count".to_owned())),
            _ => Err(refuse(function)),
        };
    };
    let at = list::counted(ctx, object, &[name.to_owned()])?[0];
    let number = matches!(
        object.fields[at].kind,
        FieldKind::Integer | FieldKind::Rating | FieldKind::Decimal | FieldKind::Percent | FieldKind::Money
    );
    let ordered =
        number || matches!(object.fields[at].kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Time);
    let fits = match kind {
        MeasureKind::Count => true,
        MeasureKind::Sum | MeasureKind::Avg => number,
        MeasureKind::Min | MeasureKind::Max => ordered,
    };
    if fits {
        Ok((Measure { kind, field: Some(at) }, format!("{function}_{name}")))
    } else {
        Err(refuse(name))
    }
}

fn groupable(field: &FieldDef) -> bool {
    let listed = matches!(
        field.kind,
        FieldKind::MultiChoice
            | FieldKind::Tags
            | FieldKind::MultiReference
            | FieldKind::LongText
            | FieldKind::RichText
            | FieldKind::Record
            | FieldKind::Id
            | FieldKind::Address
            | FieldKind::Location
            | FieldKind::Attachment
            | FieldKind::Image
            | FieldKind::Signature
            | FieldKind::Lines
    );
    !listed && !field.sealed()
}

/// The fields to group by, and how.
fn keys(ctx: &Ctx, object: &ObjectDef, request: &AggregateRequest) -> Result<Vec<GroupKey>, Fault> {
    let fields = list::counted(ctx, object, &request.group_by)?;
    if let Some(at) = fields.iter().find(|at| !groupable(&object.fields[**at])) {
        return Err(refuse(&object.fields[*at].name));
    }
    let mut faults = Vec::new();
    let known = |name: &String| fields.iter().map(|at| &object.fields[*at]).find(|field| field.name == *name);
    for (name, level) in &request.levels {
        if !known(name).is_some_and(|field| (1..=branches::levels(field)).contains(level)) {
            let fault = FieldFault::property(&format!("levels.{name}"), Code::InvalidLevel);
            faults.push(fault.with("value", level));
        }
    }
    for (name, grain) in &request.grains {
        if !known(name).is_some_and(|field| field.kind.has_days()) || Grain::from_name(grain).is_none() {
            let fault = FieldFault::property(&format!("grains.{name}"), Code::InvalidGrain);
            faults.push(fault.with("value", grain));
        }
    }
    if !faults.is_empty() {
        return Err(Fault::invalid(faults));
    }
    let by = |name: &String| {
        let grain = request.grains.get(name).and_then(|grain| Grain::from_name(grain));
        let level = request.levels.get(name).copied().map(By::Level);
        grain.map(|grain| By::Days(grain, ctx.zone())).or(level).unwrap_or(By::Value)
    };
    Ok(fields.into_iter().map(|field| GroupKey { field, by: by(&object.fields[field].name) }).collect())
}

impl App {
    /// Groups and measures over the records that the caller may see.
    ///
    /// # Errors
    /// What is wrong with the request.
    pub async fn aggregate(
        &self,
        ctx: &Ctx,
        object: &str,
        request: &AggregateRequest,
    ) -> Result<AggregateAnswer, Fault> {
        let object = ctx.object(object)?;
        if !ctx.viewer.may(&object, Action::Read) {
            return Err(missing(Action::Read));
        }
        let group_by = keys(ctx, &object, request)?;
        if group_by.len() > limits::GROUP_FIELDS || request.measures.len() > 20 {
            return Err(refuse("group_by"));
        }
        let mut measures = Vec::new();
        for (function, field) in &request.measures {
            measures.push(measure(ctx, &object, function, field.as_deref())?);
        }
        if measures.is_empty() {
            measures.push((Measure { kind: MeasureKind::Count, field: None }, "count".to_owned()));
        }
        let mut conn = self.store.read().await?;
        let view = match request.view {
            Some(id) => resolve(&mut conn, ctx, &object, id).await?,
            None => Applied::default(),
        };
        let cond = view.condition(ctx, &object, request.filter.as_ref(), request.q.as_deref())?;
        let wanted: Vec<Measure> = measures.iter().map(|(measure, _)| *measure).collect();
        let query = AggregateQuery {
            object: &object,
            viewer: &ctx.viewer,
            cond: cond.as_ref(),
            group_by: &group_by,
            measures: &wanted,
            limit: limits::GROUPS + 1,
        };
        let mut groups = conn.aggregate(&query).await?;
        let truncated = groups.len() > limits::GROUPS;
        groups.truncate(limits::GROUPS);
        let mut names = Names::new(ctx);
        let fields: Vec<usize> = group_by.iter().map(|key| key.field).collect();
        let keys = groups.iter().flat_map(|group| fields.iter().copied().zip(&group.key));
        names.learn(&mut conn, &object, keys).await?;
        Ok(AggregateAnswer { object, group_by, measures, groups, names, truncated })
    }
}

/// One measure of the records that meet a condition and that the caller may see, apart for each value of the field `by`;
/// of no more than `limit` values.
///
/// # Errors
/// What is wrong with the request.
pub(crate) async fn apart(
    conn: &mut Conn,
    ctx: &Ctx,
    (object, cond): (&Arc<ObjectDef>, Option<&Cond>),
    (function, field): (&str, Option<&str>),
    (by, limit): (&str, usize),
) -> Result<Vec<Group>, Fault> {
    if !ctx.viewer.may(object, Action::Read) {
        return Err(missing(Action::Read));
    }
    let (measure, _) = measure(ctx, object, function, field)?;
    let by = list::counted(ctx, object, &[by.to_owned()])?[0];
    let query = AggregateQuery {
        object,
        viewer: &ctx.viewer,
        cond,
        group_by: &[GroupKey::whole(by)],
        measures: &[measure],
        limit,
    };
    Ok(conn.aggregate(&query).await?)
}

struct Key<'a>(&'a AggregateAnswer, &'a Group);
struct Values<'a>(&'a AggregateAnswer, &'a Group);
struct Item<'a>(&'a AggregateAnswer, &'a Group);

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.1.key.len()))?;
        for (key, value) in self.0.group_by.iter().zip(&self.1.key) {
            let field = &self.0.object.fields[key.field];
            map.serialize_entry(&field.name, &Shown { field, value, names: &self.0.names })?;
        }
        map.end()
    }
}

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let count = FieldDef::new("count", shuke_base::Text::default(), FieldKind::Integer);
        let mut map = to.serialize_map(Some(self.1.measures.len()))?;
        for ((measure, name), value) in self.0.measures.iter().zip(&self.1.measures) {
            let field = measure.field.map_or(&count, |at| &self.0.object.fields[at]);
            match value {
                Measured::Value(value) => {
                    map.serialize_entry(name, &Shown { field, value, names: &self.0.names })?;
                }
                Measured::MixedCurrencies => map.serialize_entry(name, &Value::Null.as_text())?,
            }
        }
        map.end()
    }
}

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("key", &Key(self.0, self.1))?;
        map.serialize_entry("values", &Values(self.0, self.1))?;
        map.end()
    }
}

impl Serialize for AggregateAnswer {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let items: Vec<Item<'_>> = self.groups.iter().map(|group| Item(self, group)).collect();
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("groups", &items)?;
        map.serialize_entry("truncated", &self.truncated)?;
        map.end()
    }
}
