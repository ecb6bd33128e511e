//! What is computed from what: worked out once for each version of the definitions.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use shuke_access::Sources;
use shuke_base::{Code, FieldFault, Text};
use shuke_expr::{Cond, Env, Hop, Path, formula};
use shuke_meta::{Computed, FieldDef, FieldKind, ObjectDef, Rollup, Schema};
use shuke_store::compile::{Measure, MeasureKind};

use super::lines::{Figure, LinePlan};

/// How a value is computed from its own record and what it points to.
#[derive(Debug)]
pub enum How {
    /// A formula.
    Program(formula::Program),
    /// The value at the end of a path.
    Copy(Path),
    /// A figure over the lines of a sub-table.
    Lines(Figure),
}

impl How {
    /// The fields that it reads.
    #[must_use]
    pub fn paths(&self) -> &[Path] {
        match self {
            Self::Program(program) => &program.paths,
            Self::Copy(path) => std::slice::from_ref(path),
            Self::Lines(figure) => std::slice::from_ref(&figure.path),
        }
    }
}

/// A field that is computed from its own record and what it points to.
#[derive(Debug)]
pub struct Own {
    /// Position of the field.
    pub field: usize,
    /// How.
    pub how: How,
}

/// A field that is computed over the records that point here.
#[derive(Debug)]
pub struct Over {
    /// The object that has the field.
    pub object: Arc<ObjectDef>,
    /// Position of the field.
    pub field: usize,
    /// Whose records.
    pub child: Arc<ObjectDef>,
    /// Position of their reference.
    pub via: usize,
    /// What is computed.
    pub measure: Measure,
    /// Which of them.
    pub cond: Option<Cond>,
    /// Fields of theirs that the condition asks for.
    pub tests: Vec<usize>,
}

/// A computed field of another record that reads fields of this object's records.
#[derive(Debug)]
pub struct Follower {
    /// The object that has the computed field.
    pub object: Arc<ObjectDef>,
    /// Position of the computed field.
    pub field: usize,
    /// The references from there to here.
    pub way: Vec<Hop>,
    /// Position of the field that is read here.
    pub reads: usize,
}

/// What concerns one object.
#[derive(Debug, Default)]
pub struct ObjectPlan {
    /// Its formulas and look-ups, each behind those that it reads.
    pub own: Vec<Own>,
    /// Its sub-tables.
    pub lines: Vec<LinePlan>,
    /// The formulas that give values of new records.
    pub defaults: Vec<(usize, formula::Program)>,
    /// Its roll-ups.
    pub rollups: Vec<Arc<Over>>,
    /// Computed fields elsewhere that read its records through references.
    pub followers: Vec<Follower>,
    /// Roll-ups elsewhere that run over its records.
    pub counted: Vec<Arc<Over>>,
}

/// What is computed from what.
#[derive(Debug, Default)]
pub struct Plan {
    objects: HashMap<String, ObjectPlan>,
    sources: Sources,
}

impl Plan {
    /// The plan of these definitions. A field whose definition doesn't hold together any more keeps its values.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let mut plan = Self::default();
        for object in schema.objects() {
            for (field, def) in object.fields.iter().enumerate().filter(|(_, def)| def.computed.is_some()) {
                match part(object, field, schema) {
                    Ok(Part::Own(how)) => plan.add_own(object, field, how),
                    Ok(Part::Over(over)) => plan.add_over(Arc::new(*over)),
                    Err(faults) => {
                        let told = faults.first().map(|fault| fault.message(shuke_base::Locale::En));
                        let reason = told.unwrap_or_default();
                        tracing::error!(
                            object = object.name,
                            field = def.name,
                            reason,
                            "a field can't be computed"
                        );
                    }
                }
            }
            for (field, _) in object.fields.iter().enumerate().filter(|(_, it)| it.kind == FieldKind::Lines) {
                plan.at(&object.name).lines.push(LinePlan::new(object, field, schema));
            }
            for (field, def) in object.fields.iter().enumerate() {
                let program = def.default_formula().map(|text| program(text, object, schema));
                if let Some(Ok(program)) = program {
                    plan.at(&object.name).defaults.push((field, program));
                }
            }
            if let Some(found) = plan.objects.get_mut(&object.name) {
                order(&mut found.own);
            }
        }
        plan.sources = super::sources::of(&plan.objects, schema);
        plan
    }

    /// The fields that each computed field comes from in the end.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What concerns an object; nothing for most.
    #[must_use]
    pub fn of(&self, object: &str) -> Option<&ObjectPlan> {
        self.objects.get(object)
    }

    /// Whether other records have something computed from records of this object.
    #[must_use]
    pub fn watches(&self, object: &str) -> bool {
        self.of(object).is_some_and(|plan| !plan.followers.is_empty() || !plan.counted.is_empty())
    }

    /// Positions of an object's fields that are computed from which days are worked.
    pub fn counts_working_days(&self, object: &str) -> impl Iterator<Item = usize> {
        let own = self.of(object).map_or(&[][..], |plan| &plan.own);
        own.iter()
            .filter(|own| matches!(&own.how, How::Program(program) if program.calendar))
            .map(|own| own.field)
    }

    fn at(&mut self, object: &str) -> &mut ObjectPlan {
        self.objects.entry(object.to_owned()).or_default()
    }

    fn add_own(&mut self, object: &Arc<ObjectDef>, field: usize, how: How) {
        for path in how.paths() {
            for level in 1..=path.hops.len() {
                let read = path.hops.get(level).unwrap_or(&path.end);
                let follower = Follower {
                    object: Arc::clone(object),
                    field,
                    way: path.hops[..level].to_vec(),
                    reads: read.field,
                };
                self.at(&read.object.name).followers.push(follower);
            }
        }
        self.at(&object.name).own.push(Own { field, how });
    }

    fn add_over(&mut self, over: Arc<Over>) {
        let (parent, child) = (over.object.name.clone(), over.child.name.clone());
        self.at(&parent).rollups.push(Arc::clone(&over));
        self.at(&child).counted.push(over);
    }
}

/// A computed field, understood.
#[derive(Debug)]
pub enum Part {
    /// A formula or a look-up.
    Own(How),
    /// A roll-up.
    Over(Box<Over>),
}

/// Understands the computed field at this position.
///
/// # Errors
/// What is wrong with it, at the properties that callers know.
pub fn part(object: &Arc<ObjectDef>, field: usize, schema: &Schema) -> Result<Part, Vec<FieldFault>> {
    let def = &object.fields[field];
    match &def.computed {
        Some(Computed::Formula { formula }) => program(formula, object, schema)
            .map(|program| Part::Own(How::Program(program)))
            .map_err(|it| vec![it]),
        Some(Computed::Lookup { path }) => {
            lookup(path, object, schema).map(|(path, _)| Part::Own(How::Copy(path))).map_err(|it| vec![it])
        }
        Some(lines @ Computed::Lines { .. }) => figure(lines, object).map(|it| Part::Own(How::Lines(it))),
        Some(rollup @ Computed::Rollup { .. }) => {
            over(rollup, object, field, schema).map(|it| Part::Over(Box::new(it)))
        }
        None => Err(Vec::new()),
    }
}

/// A formula of an object.
///
/// # Errors
/// [`Code::InvalidFormula`] with place and mend.
pub fn program(text: &str, object: &Arc<ObjectDef>, schema: &Schema) -> Result<formula::Program, FieldFault> {
    let label = Text::new("公式", "Formula");
    formula::read(text)
        .and_then(|node| formula::program(&node, object, schema))
        .map_err(|fault| fault.of("formula", &label))
}

/// The path of a look-up, and its text with api names.
///
/// # Errors
/// [`Code::InvalidFormula`] with place and mend.
pub fn lookup(text: &str, object: &Arc<ObjectDef>, schema: &Schema) -> Result<(Path, String), FieldFault> {
    let label = Text::new("引用路径", "Look-up path");
    let node = formula::read(text).map_err(|fault| fault.of("lookup", &label))?;
    let is_field = matches!(node.expr, formula::Expr::Field(_));
    let program = formula::program(&node, object, schema).map_err(|fault| fault.of("lookup", &label))?;
    match program.paths.into_iter().next() {
        Some(path) if is_field && !path.hops.is_empty() => Ok((path, program.text)),
        _ => Err(FieldFault::new("lookup", &label, Code::InvalidDefinition).label_arg(
            "reason",
            Text::new(
                "应为“关联字段.字段”，例如 account.level",
                "it takes a reference and a field, such as account.level",
            ),
        )),
    }
}

fn wrong(name: &str, zh: &str, en: &str) -> FieldFault {
    FieldFault::new(format!("rollup.{name}"), &Text::new("汇总", "Roll-up"), Code::InvalidDefinition)
        .label_arg("reason", Text::new(zh, en))
}

fn measure_kind(measure: Rollup) -> MeasureKind {
    match measure {
        Rollup::Count => MeasureKind::Count,
        Rollup::Sum => MeasureKind::Sum,
        Rollup::Min => MeasureKind::Min,
        Rollup::Max => MeasureKind::Max,
        Rollup::Avg => MeasureKind::Avg,
    }
}

/// The figure over lines of a sub-table of `object`.
fn figure(computed: &Computed, object: &Arc<ObjectDef>) -> Result<Figure, Vec<FieldFault>> {
    let Computed::Lines { lines, measure, field: of } = computed else { return Err(Vec::new()) };
    let at = object.position(lines).filter(|at| object.fields[*at].kind == FieldKind::Lines);
    let Some(at) = at else {
        return Err(vec![FieldFault::property("rollup.lines", Code::UnknownField).with("name", lines)]);
    };
    let kind = measure_kind(*measure);
    let column = match (kind, of) {
        (MeasureKind::Count, None) => None,
        (MeasureKind::Count, Some(_)) => {
            return Err(vec![wrong("field", "计数不需要字段", "a count takes no field")]);
        }
        (_, None) => return Err(vec![wrong("field", "请选择要汇总的列", "choose the column to sum up")]),
        (_, Some(name)) => match object.fields[at].cell(name) {
            Some(column) => Some(Box::new(column.clone())),
            None => {
                return Err(vec![
                    FieldFault::property("rollup.field", Code::UnknownField).with("name", name),
                ]);
            }
        },
    };
    Ok(Figure { path: Path::own(object, at), kind, column })
}

fn over(
    rollup: &Computed,
    object: &Arc<ObjectDef>,
    field: usize,
    schema: &Schema,
) -> Result<Over, Vec<FieldFault>> {
    let Computed::Rollup { object: child, via, measure, field: of, filter } = rollup else {
        return Err(Vec::new());
    };
    let Some(child) = schema.object(child) else {
        return Err(vec![FieldFault::property("rollup.object", Code::UnknownObject).with("name", child)]);
    };
    let found = |name: &str, property: &str| {
        let unknown = || vec![FieldFault::property(property, Code::UnknownField).with("name", name)];
        child.position(name).ok_or_else(unknown)
    };
    let via = found(via, "rollup.via")?;
    if child.fields[via].target_object() != Some(object.name.as_str()) || child.fields[via].computed.is_some()
    {
        return Err(vec![wrong("via", "应为指向本对象的关联字段", "it takes a reference to this object")]);
    }
    let kind = measure_kind(*measure);
    let of = match (kind, of) {
        (MeasureKind::Count, None) => None,
        (MeasureKind::Count, Some(_)) => {
            return Err(vec![wrong("field", "计数不需要字段", "a count takes no field")]);
        }
        (_, None) => return Err(vec![wrong("field", "请选择要汇总的字段", "choose the field to sum up")]),
        (_, Some(name)) => Some(found(name, "rollup.field")?),
    };
    let mut tests = Vec::new();
    let cond = filter.as_ref().map(|filter| condition(filter, child, schema, &mut tests)).transpose()?;
    let measure = Measure { kind, field: of };
    Ok(Over { object: Arc::clone(object), field, child: Arc::clone(child), via, measure, cond, tests })
}

/// A filter of a roll-up: over fields of the records themselves, and the same for everybody at any time.
fn condition(
    filter: &serde_json::Value,
    child: &Arc<ObjectDef>,
    schema: &Schema,
    tests: &mut Vec<usize>,
) -> Result<Cond, Vec<FieldFault>> {
    if !lasting(filter) {
        return Err(vec![wrong(
            "filter",
            "条件只能用本记录的字段和固定的值，不能用“我”、相对日期或关联",
            "the filter takes fields of the records themselves and fixed values; no “me”, relative dates or relations",
        )]);
    }
    let readable = |_: &ObjectDef, _: &FieldDef| true;
    let env = Env::nobody(shuke_base::Moment::UNIX_EPOCH);
    let cond = shuke_expr::parse(filter, child, schema, &readable, &env).map_err(|fault| {
        let at = |mut told: FieldFault| {
            told.field = format!("rollup.filter.{}", told.field);
            told
        };
        if fault.fields.is_empty() {
            vec![wrong(
                "filter",
                &fault.message(shuke_base::Locale::ZhCn),
                &fault.message(shuke_base::Locale::En),
            )]
        } else {
            fault.fields.into_iter().map(at).collect()
        }
    })?;
    collect(&cond, tests);
    Ok(cond)
}

/// Whether a filter means the same tomorrow and for everybody.
#[must_use]
pub fn lasting(filter: &serde_json::Value) -> bool {
    match filter {
        serde_json::Value::Object(map) => {
            let relative = map.get("op").and_then(|op| op.as_str()).is_some_and(|op| op == "within");
            let word = |value: &serde_json::Value| value.as_str().is_some_and(|text| text.starts_with('@'));
            let words = map.get("value").is_some_and(|value| {
                word(value) || value.as_array().is_some_and(|list| list.iter().any(word))
            });
            let far =
                map.get("field").and_then(|field| field.as_str()).is_some_and(|field| field.contains('.'));
            !relative && !words && !far && !map.contains_key("related") && map.values().all(lasting)
        }
        serde_json::Value::Array(list) => list.iter().all(lasting),
        _ => true,
    }
}

fn collect(cond: &Cond, tests: &mut Vec<usize>) {
    match cond {
        Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| collect(part, tests)),
        Cond::Not(part) => collect(part, tests),
        Cond::Test(test) => tests.push(test.path.end.field),
        Cond::Related { .. } => {}
    }
}

/// Puts each formula behind those of the same record that it reads.
pub(super) fn order(own: &mut Vec<Own>) {
    let mut waiting = std::mem::take(own);
    while !waiting.is_empty() {
        let open: HashSet<usize> = waiting.iter().map(|it| it.field).collect();
        let ready = |it: &Own| {
            it.how.paths().iter().all(|path| {
                let first = path.hops.first().unwrap_or(&path.end).field;
                first == it.field || !open.contains(&first)
            })
        };
        let (now, later): (Vec<Own>, Vec<Own>) = waiting.into_iter().partition(ready);
        if now.is_empty() {
            // A circle is refused when it is defined; whatever is left is computed in the order of the fields.
            own.extend(later);
            return;
        }
        own.extend(now);
        waiting = later;
    }
}
