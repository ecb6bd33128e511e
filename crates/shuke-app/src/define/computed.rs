//! Computed fields while they are defined: what was sent becomes a kind, its limits, and a text with api names.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, FieldFault, Text};
use shuke_expr::formula::Type;
use shuke_meta::{Computed, FieldDef, FieldKind, ObjectDef, Rollup, Schema};
use shuke_store::compile::MeasureKind;

use crate::computed::plan::{self, How, Part};
use crate::computed::uses;
use crate::context::Ctx;
use crate::input::Input;

/// Characters of a text that a formula gives, at most: what an index can hold.
const TEXT_CHARS: usize = shuke_base::limits::TEXT_CHARS_MAX;
/// Decimal places of a number that a formula gives, unless told.
const PLACES: u32 = 2;

/// What was sent about a computation.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    computed: Computed,
    percent: bool,
    scale: Option<u32>,
}

impl Wanted {
    /// A computation as it is kept, of a field of this kind.
    pub(super) fn of(computed: Computed, percent: bool, scale: Option<u32>) -> Self {
        Self { computed, percent, scale }
    }

    /// The same, as a percentage or not.
    pub(super) fn with_percent(self, percent: bool) -> Self {
        Self { percent, ..self }
    }
}

/// The names that stand in the place of a kind.
pub(super) fn is_computed_kind(kind: &str) -> bool {
    matches!(kind, "formula" | "lookup" | "rollup")
}

/// How a field is computed, by name.
pub(super) fn by(computed: &Computed) -> &'static str {
    match computed {
        Computed::Formula { .. } => "formula",
        Computed::Lookup { .. } => "lookup",
        Computed::Rollup { .. } | Computed::Lines { .. } => "rollup",
    }
}

/// The computation that is sent for a field of this computed kind; nothing when none is sent.
pub(super) fn wanted(input: &mut Input<'_>, kind: &str, scale: Option<u32>) -> Option<Wanted> {
    let percent = input.text("result").flatten().is_some_and(|result| result == "percent");
    let wanted = |computed| Some(Wanted { computed, percent, scale });
    match kind {
        "formula" => wanted(Computed::Formula { formula: input.text("formula").flatten()? }),
        "lookup" => wanted(Computed::Lookup { path: input.text("lookup").flatten()? }),
        _ => rollup(input, input.json("rollup")?.as_object()?).and_then(wanted),
    }
}

fn rollup(input: &mut Input<'_>, given: &Map<String, Json>) -> Option<Computed> {
    let mut parts = Input::at("rollup.", given, &["object", "via", "lines", "fn", "field", "filter", "by"]);
    let measure = parts.text("fn").flatten();
    let known = measure.as_deref().and_then(Rollup::from_name);
    if known.is_none() {
        let fault = parts.fault("fn", Code::UnknownOption).with("value", measure.unwrap_or_default());
        parts.refuse(fault);
    }
    let lines = parts.text("lines").flatten();
    let computed = lines.map(|lines| Computed::Lines {
        lines,
        measure: known.unwrap_or(Rollup::Count),
        field: parts.text("field").flatten(),
    });
    let computed = computed.unwrap_or_else(|| Computed::Rollup {
        object: parts.text("object").flatten().unwrap_or_default(),
        via: parts.text("via").flatten().unwrap_or_default(),
        measure: known.unwrap_or(Rollup::Count),
        field: parts.text("field").flatten(),
        filter: parts
            .json("filter")
            .cloned()
            .filter(|filter| filter.as_object().is_some_and(|map| !map.is_empty())),
    });
    let faults = parts.finish();
    let fine = faults.is_empty();
    for fault in faults {
        input.refuse(fault);
    }
    fine.then_some(computed)
}

/// The refusal for a computed kind without a computation.
pub(super) fn missing(kind: &str) -> FieldFault {
    let label = match kind {
        "formula" => Text::new("公式", "Formula"),
        "lookup" => Text::new("引用路径", "Look-up path"),
        _ => Text::new("汇总", "Roll-up"),
    };
    FieldFault::new(kind, &label, Code::Required)
}

/// Whether the field, or one of its columns, may read other values than before.
pub(super) fn reads_otherwise(before: &FieldDef, after: &FieldDef) -> bool {
    let column = |column: &FieldDef| {
        before.cell(&column.name).and_then(FieldDef::default_formula) != column.default_formula()
    };
    (&after.computed, &after.default) != (&before.computed, &before.default) || after.cells.iter().any(column)
}

/// What a computation or a default of this field, or of its columns, reads that the caller doesn't see as it is: the
/// copy would show it.
pub(super) fn unseen(ctx: &Ctx, object: &ObjectDef, at: usize, schema: &Schema) -> Vec<FieldFault> {
    if ctx.viewer.is_admin() {
        return Vec::new();
    }
    let object = Arc::new(object.clone());
    let mut read = uses::reads(&object, at, schema);
    let field = &object.fields[at];
    let line = Arc::new(ObjectDef::of_lines(&object.name, field));
    let of = |field: &FieldDef, object: &Arc<ObjectDef>| {
        field.default_formula().and_then(|text| plan::program(text, object, schema).ok())
    };
    let mut defaults: Vec<_> = of(field, &object).into_iter().collect();
    defaults.extend(field.cells.iter().filter_map(|column| of(column, &line)));
    let hops = defaults.iter().flat_map(|it| &it.paths).flat_map(|path| path.hops.iter().chain([&path.end]));
    read.extend(hops.map(|hop| (hop.object.name.clone(), hop.def().name.clone())));
    let seen = |of: &str, name: &str| {
        // A field of the same object that is new in this very change is the caller's own.
        let found = schema.object(of).and_then(|object| Some((object, object.field(name)?)));
        found.is_none_or(|(object, field)| ctx.viewer.readable(object, field))
    };
    let unseen = read.iter().filter(|(of, name)| !seen(of, name));
    unseen.map(|(_, name)| FieldFault::property(name, Code::UnknownField).with("name", name)).collect()
}

/// Gives the field its computation, and the kind and limits that follow from it.
pub(super) fn settle(
    field: &mut FieldDef,
    wanted: &Wanted,
    object: &ObjectDef,
    schema: &Schema,
) -> Result<(), Vec<FieldFault>> {
    field.read_only = true;
    field.search = false;
    field.computed = Some(wanted.computed.clone());
    let mut with = object.clone();
    with.fields.retain(|known| known.name != field.name);
    with.fields.push(field.clone());
    let with = Arc::new(with.finish());
    let at = with.position(&field.name).unwrap_or_default();
    match plan::part(&with, at, schema)? {
        Part::Own(How::Program(program)) => {
            if let Some(clock) = program.clock {
                let name = wanted_text(&wanted.computed, clock.start, clock.end);
                return Err(vec![
                    FieldFault::new("formula", &Text::new("公式", "Formula"), Code::ClockFormula)
                        .with("name", name)
                        .with("position", clock.start + 1),
                ]);
            }
            of_type(field, program.result, wanted)?;
            field.computed = Some(Computed::Formula { formula: program.text });
        }
        Part::Own(How::Copy(path)) => {
            copy(field, path.def())?;
            if let Computed::Lookup { path: text } = &wanted.computed {
                let (_, text) = plan::lookup(text, &with, schema).map_err(|fault| vec![fault])?;
                field.computed = Some(Computed::Lookup { path: text });
            }
        }
        Part::Own(How::Lines(lines)) => figure(field, lines.kind, lines.column.as_deref(), wanted.scale)?,
        Part::Over(over) => {
            let of = over.measure.field.map(|at| &over.child.fields[at]);
            figure(field, over.measure.kind, of, wanted.scale)?;
        }
    }
    Ok(())
}

fn wanted_text(computed: &Computed, start: usize, end: usize) -> String {
    match computed {
        Computed::Formula { formula } => formula.chars().skip(start).take(end - start).collect(),
        _ => String::new(),
    }
}

fn refusal(property: &str, zh: &str, en: &str) -> Vec<FieldFault> {
    let label = Text::new("计算结果", "The result");
    vec![FieldFault::new(property, &label, Code::InvalidDefinition).label_arg("reason", Text::new(zh, en))]
}

fn of_type(field: &mut FieldDef, result: Type, wanted: &Wanted) -> Result<(), Vec<FieldFault>> {
    field.kind = match (result, wanted.percent) {
        (Type::Number(_), true) => FieldKind::Percent,
        // Places were asked for: then it is no whole number to the reader.
        (Type::Number(_), false) if wanted.scale.is_some_and(|scale| scale > 0) => FieldKind::Decimal,
        (result, _) => result.kind().ok_or_else(|| {
            refusal(
                "formula",
                "公式要得出数字、金额、文字、是否、日期或时间",
                "a formula has to give a number, an amount, a text, yes or no, a date or a date-time",
            )
        })?,
    };
    field.scale = match field.kind {
        FieldKind::Decimal | FieldKind::Percent | FieldKind::Money => Some(wanted.scale.unwrap_or(PLACES)),
        _ => None,
    };
    field.max_length = (field.kind == FieldKind::Text).then_some(TEXT_CHARS);
    Ok(())
}

/// Whether a look-up can keep values of this kind in a column of its own.
fn can_be_copied(kind: FieldKind) -> bool {
    match kind {
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::RichText
        | FieldKind::Integer
        | FieldKind::Decimal
        | FieldKind::Money
        | FieldKind::Percent
        | FieldKind::Bool
        | FieldKind::Date
        | FieldKind::DateTime
        | FieldKind::Choice
        | FieldKind::MultiChoice
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::Time
        | FieldKind::Rating
        | FieldKind::Cascade
        | FieldKind::IdCard
        | FieldKind::CreditCode
        | FieldKind::Region
        | FieldKind::Address
        | FieldKind::Location
        | FieldKind::Reference
        | FieldKind::MultiReference
        | FieldKind::User
        | FieldKind::Department
        | FieldKind::Tags
        | FieldKind::AutoNumber => true,
        // A file belongs to one field of one record.
        FieldKind::Id
        | FieldKind::Record
        | FieldKind::Attachment
        | FieldKind::Image
        | FieldKind::Signature
        | FieldKind::Lines => false,
    }
}

/// Takes over what the field at the end of a look-up is.
pub(super) fn copy(field: &mut FieldDef, source: &FieldDef) -> Result<(), Vec<FieldFault>> {
    if source.sealed() {
        let (zh, en) = ("敏感字段不能被引用", "a sensitive field can't be looked up");
        return Err(refusal("lookup", zh, en));
    }
    if !can_be_copied(source.kind) {
        return Err(refusal("lookup", "不能引用这种类型的字段", "a field of this kind can't be looked up"));
    }
    field.kind = match source.kind {
        FieldKind::AutoNumber => FieldKind::Text,
        kind => kind,
    };
    field.scale = source.scale;
    field.max_length = source.max_length;
    field.options = source.options.clone();
    field.target = source.target.clone();
    Ok(())
}

fn figure(
    field: &mut FieldDef,
    measure: MeasureKind,
    of: Option<&FieldDef>,
    scale: Option<u32>,
) -> Result<(), Vec<FieldFault>> {
    let wrong = || {
        refusal(
            "rollup.field",
            "求和与平均用于数字和金额，最小与最大还可用于日期和时间",
            "sums and averages are of numbers and amounts, smallest and largest also of dates and date-times",
        )
    };
    let kind = of.map(|of| of.kind);
    field.kind = match (measure, kind) {
        (MeasureKind::Count, _) | (_, None) => FieldKind::Integer,
        (MeasureKind::Avg, Some(FieldKind::Integer)) => FieldKind::Decimal,
        (
            _,
            Some(kind @ (FieldKind::Integer | FieldKind::Decimal | FieldKind::Money | FieldKind::Percent)),
        ) => kind,
        (MeasureKind::Min | MeasureKind::Max, Some(kind @ (FieldKind::Date | FieldKind::DateTime))) => kind,
        _ => return Err(wrong()),
    };
    field.scale = match field.kind {
        FieldKind::Decimal | FieldKind::Money | FieldKind::Percent => {
            Some(scale.unwrap_or_else(|| of.map_or(PLACES, FieldDef::places)))
        }
        _ => None,
    };
    Ok(())
}

/// Understands the formula of a default, and keeps it with api names.
pub(super) fn settle_default(
    field: &mut FieldDef,
    object: &Arc<ObjectDef>,
    schema: &Schema,
) -> Result<(), Vec<FieldFault>> {
    let Some(text) = field.default_formula() else { return Ok(()) };
    let at_default = |fault: FieldFault| vec![FieldFault { field: "default".to_owned(), ..fault }];
    let program = plan::program(text, object, schema).map_err(at_default)?;
    let fits = match program.result {
        Type::Number(_) => matches!(
            field.kind,
            FieldKind::Integer | FieldKind::Decimal | FieldKind::Percent | FieldKind::Money
        ),
        Type::Money => field.kind == FieldKind::Money,
        Type::Text => matches!(field.kind, FieldKind::Text | FieldKind::LongText | FieldKind::Choice),
        Type::Bool => field.kind == FieldKind::Bool,
        Type::Date => field.kind == FieldKind::Date,
        Type::Time => field.kind == FieldKind::DateTime,
        Type::Blank | Type::Reference | Type::List => false,
    };
    if !fits {
        let given = program.result.label();
        let zh = format!("公式得出的是{}，与字段的类型不符", given.zh);
        return Err(refusal(
            "default",
            &zh,
            &format!("the formula gives {}, which the field doesn't hold", given.en),
        ));
    }
    field.default = Some(json!({"formula": program.text}));
    Ok(())
}

/// The schema with this object in the place of what it had.
pub(super) fn with(schema: &Schema, new: &ObjectDef) -> Schema {
    let others = schema.objects().filter(|object| object.name != new.name).map(|object| (**object).clone());
    Schema::new(schema.version, others.chain([new.clone()]))
}

/// The objects whose look-ups have to follow because options of what they look up have changed.
pub(super) fn follow_options(schema: &Schema) -> Vec<ObjectDef> {
    let mut schema = schema.clone();
    let mut changed: Vec<ObjectDef> = Vec::new();
    // A look-up of a look-up follows in the next round.
    for _ in 0..=shuke_base::limits::PATH_HOPS {
        let moved: Vec<ObjectDef> = schema.objects().filter_map(|object| followed(object, &schema)).collect();
        if moved.is_empty() {
            break;
        }
        for object in moved {
            schema = with(&schema, &object);
            changed.retain(|known| known.name != object.name);
            changed.push(object);
        }
    }
    changed
}

fn followed(object: &Arc<ObjectDef>, schema: &Schema) -> Option<ObjectDef> {
    let mut new = (**object).clone();
    for (at, field) in object.fields.iter().enumerate() {
        if let Some(Computed::Lookup { path }) = &field.computed
            && let Ok((path, _)) = plan::lookup(path, object, schema)
        {
            new.fields[at].options.clone_from(&path.def().options);
        }
    }
    (new.fields != object.fields).then_some(new)
}

/// A computation as callers read it: what it says is for whoever may design the object.
pub(super) fn view(object: &Arc<ObjectDef>, at: usize, schema: &Schema, designs: bool) -> Option<Json> {
    let computed = object.fields[at].computed.as_ref()?;
    let mut told = if designs { serde_json::to_value(computed).ok()? } else { json!({}) };
    told["by"] = json!(by(computed));
    if designs && let Ok(Part::Own(How::Program(program))) = plan::part(object, at, schema) {
        told["readable"] = json!({"zh-CN": program.readable.0, "en": program.readable.1});
    }
    Some(told)
}
