//! A tree against the objects: every field is found, every part has a type.

use std::sync::Arc;

use shuke_base::{Value, limits};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema};

use super::calendar::Unit;
use super::fault::FormulaFault;
use super::functions::Function;
use super::tree::{Binary, Expr, Node, Span};
use super::types::Type;
use super::typing::{binary, number, result};
use crate::cond::{Hop, Path};

/// A checked formula, ready to be computed.
#[derive(Debug, Clone)]
pub struct Program {
    pub(super) term: Term,
    /// The fields that it reads, each once.
    pub paths: Vec<Path>,
    /// What it gives.
    pub result: Type,
    /// The text that is kept: with api names.
    pub text: String,
    /// The text with labels instead of api names, in Chinese and in English.
    pub readable: (String, String),
    /// Where it asks for the day or the moment that it is.
    pub clock: Option<Span>,
    /// Whether it asks which days are worked.
    pub calendar: bool,
}

/// A checked part: fields by their place in [`Program::paths`].
#[derive(Debug, Clone)]
pub(super) enum Term {
    Value(Value),
    Field(usize),
    Negative(Box<Term>),
    Binary(Binary, Box<Term>, Box<Term>),
    Call(Function, Vec<Term>),
}

/// Checks a tree against `object`. A field may be named by its api name or by its label in either language; a choice
/// may be compared with a label of an option.
///
/// # Errors
/// The first thing that is wrong: where, and the mend.
pub fn program(node: &Node, object: &Arc<ObjectDef>, schema: &Schema) -> Result<Program, FormulaFault> {
    let mut checker = Checker { object, schema, paths: Vec::new(), clock: None, calendar: false };
    let mut node = node.clone();
    let (term, result) = checker.check(&mut node)?;
    let readable = |zh: bool| node.named(&|names| label(names, object, schema, zh));
    Ok(Program {
        term,
        result,
        text: node.to_string(),
        readable: (readable(true), readable(false)),
        clock: checker.clock,
        calendar: checker.calendar,
        paths: checker.paths,
    })
}

/// The labels of a way to a field, in braces where they are no plain words. A label that could mean something else gives
/// way to the api name, so that the text can be read again.
fn label(names: &[String], object: &Arc<ObjectDef>, schema: &Schema, zh: bool) -> String {
    let mut at = Some(object);
    let mut parts = Vec::new();
    for name in names {
        let field = at.and_then(|object| object.field(name));
        let label = field.map(|field| if zh { &field.label.zh } else { &field.label.en });
        let own = |text: &String| {
            at.and_then(|object| find(object, text, Span::default()).ok())
                .is_some_and(|found| at.is_some_and(|object| object.fields[found].name == *name))
        };
        let text = label.filter(|text| !text.is_empty() && own(text)).map_or(name.as_str(), String::as_str);
        parts.push(if is_plain(text) { text.to_owned() } else { format!("{{{text}}}") });
        at = field.and_then(FieldDef::target_object).and_then(|target| schema.object(target));
    }
    parts.join(".")
}

/// Whether a name is a word by itself.
fn is_plain(text: &str) -> bool {
    const KEPT: [&str; 9] = ["TRUE", "FALSE", "BLANK", "NULL", "真", "假", "是", "否", "空"];
    text.chars().all(|c| c.is_alphanumeric() || c == '_')
        && text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && !KEPT.contains(&text.to_uppercase().as_str())
}

struct Checker<'a> {
    object: &'a Arc<ObjectDef>,
    schema: &'a Schema,
    paths: Vec<Path>,
    clock: Option<Span>,
    calendar: bool,
}

type Checked = Result<(Term, Type), FormulaFault>;

impl Checker<'_> {
    fn check(&mut self, node: &mut Node) -> Checked {
        let at = node.at;
        match &mut node.expr {
            Expr::Number(number) => {
                Ok((Term::Value(Value::Decimal(*number)), Type::Number(number.fract().is_zero())))
            }
            Expr::Text(text) => Ok((Term::Value(Value::Text(text.clone())), Type::Text)),
            Expr::Bool(yes) => Ok((Term::Value(Value::Bool(*yes)), Type::Bool)),
            Expr::Blank => Ok((Term::Value(Value::Null), Type::Blank)),
            Expr::Field(names) => self.field(names, at),
            Expr::Negative(inner) => {
                let place = inner.at;
                let (term, found) = self.check(inner)?;
                Ok((Term::Negative(Box::new(term)), number(place, found)?))
            }
            Expr::Binary(operator, left, right) => {
                let operator = *operator;
                if operator.compares() {
                    self.options(left, right)?;
                }
                let (a, a_type) = self.check(left)?;
                let (b, b_type) = self.check(right)?;
                let result = binary(operator, at, (left.at, a_type), (right.at, b_type))?;
                Ok((Term::Binary(operator, Box::new(a), Box::new(b)), result))
            }
            Expr::Call(function, arguments) => {
                let function = *function;
                self.call(function, arguments, at)
            }
        }
    }

    fn field(&mut self, names: &mut [String], at: Span) -> Checked {
        let path = self.path(names, at)?;
        let def = path.def();
        if def.sealed() {
            let told = "敏感字段加密保存，不能用在公式里";
            return Err(FormulaFault::new(at, told, "a sensitive field lies sealed; a formula can't use it"));
        }
        let Some(kind) = Type::of(def) else {
            return Err(FormulaFault::new(at, "公式里不能用这个字段", "a formula can't use this field"));
        };
        let same = |known: &Path| {
            known.hops.len() == path.hops.len()
                && known
                    .hops
                    .iter()
                    .chain([&known.end])
                    .zip(path.hops.iter().chain([&path.end]))
                    .all(|(a, b)| a.object.name == b.object.name && a.field == b.field)
        };
        let place = self.paths.iter().position(same).unwrap_or_else(|| {
            self.paths.push(path);
            self.paths.len() - 1
        });
        Ok((Term::Field(place), kind))
    }

    /// Finds the way to a field and puts api names in the place of labels.
    fn path(&self, names: &mut [String], at: Span) -> Result<Path, FormulaFault> {
        if names.len() > limits::PATH_HOPS + 1 {
            let most = limits::PATH_HOPS;
            return Err(FormulaFault::new(
                at,
                format!("最多经过 {most} 个关联字段"),
                format!("a path passes through {most} references at most"),
            ));
        }
        let mut object = Arc::clone(self.object);
        let mut hops: Vec<Hop> = Vec::new();
        let last = names.len() - 1;
        for (place, name) in names.iter_mut().enumerate() {
            let field = find(&object, name, at)?;
            name.clone_from(&object.fields[field].name);
            let hop = Hop { object: Arc::clone(&object), field };
            if place == last {
                return Ok(Path { hops, end: hop });
            }
            let target = hop.def().target_object().and_then(|target| self.schema.object(target)).cloned();
            object = target.ok_or_else(|| {
                let label = &hop.def().label;
                FormulaFault::new(
                    at,
                    format!("“{}”不是关联字段，后面不能再加点", label.zh),
                    format!("“{}” is no reference; a dot can't follow it", label.en),
                )
            })?;
            hops.push(hop);
        }
        Err(FormulaFault::new(at, "缺少字段的名称", "the name of a field is missing"))
    }

    /// Where a choice is compared with a text, the text has to be one of its options; a label becomes the api name.
    fn options(&self, left: &mut Node, right: &mut Node) -> Result<(), FormulaFault> {
        let (field, text) = match (&mut left.expr, &mut right.expr) {
            (Expr::Field(names), Expr::Text(text)) => (names, (text, right.at)),
            (Expr::Text(text), Expr::Field(names)) => (names, (text, left.at)),
            _ => return Ok(()),
        };
        self.option(&field.clone(), text.0, text.1)
    }

    fn option(&self, names: &[String], text: &mut String, at: Span) -> Result<(), FormulaFault> {
        let mut names = names.to_vec();
        let Ok(path) = self.path(&mut names, at) else { return Ok(()) };
        let def = path.def();
        if !matches!(def.kind, FieldKind::Choice | FieldKind::MultiChoice) || text.is_empty() {
            return Ok(());
        }
        let found = def.options.iter().find(|option| option.name == *text);
        let found = found.or_else(|| {
            def.options.iter().find(|option| option.label.zh == *text || option.label.en == *text)
        });
        match found {
            Some(option) => text.clone_from(&option.name),
            None => {
                let known: Vec<&str> =
                    def.options.iter().take(8).map(|option| option.name.as_str()).collect();
                let known = known.join(", ");
                return Err(FormulaFault::new(
                    at,
                    format!("“{}”没有选项“{text}”，可用：{known}", def.label.zh),
                    format!("“{}” has no option “{text}”; there are {known}", def.label.en),
                ));
            }
        }
        Ok(())
    }

    fn call(&mut self, function: Function, arguments: &mut [Node], at: Span) -> Checked {
        let (least, most) = function.arguments();
        if arguments.len() < least || arguments.len() > most {
            let name = function.name();
            let count = if least == most { least.to_string() } else { format!("{least}–{most}") };
            let usage = function.usage();
            return Err(FormulaFault::new(
                at,
                format!("{name} 需要 {count} 个参数，写法：{usage}"),
                format!("{name} takes {count} arguments: {usage}"),
            ));
        }
        match function {
            Function::Today | Function::Now => self.clock = self.clock.or(Some(at)),
            Function::NetWorkdays | Function::Workday => self.calendar = true,
            Function::Switch => {
                let (value, cases) = arguments.split_at_mut(1);
                for case in cases.chunks_mut(2).filter(|pair| pair.len() == 2) {
                    self.options(&mut value[0], &mut case[0])?;
                }
            }
            Function::Contains => {
                if let [list, entry] = arguments
                    && let (Expr::Field(names), Expr::Text(text)) = (&list.expr, &mut entry.expr)
                    && self
                        .path(&mut names.clone(), list.at)
                        .is_ok_and(|path| path.def().kind == FieldKind::MultiChoice)
                {
                    let names = names.clone();
                    self.option(&names, text, entry.at)?;
                }
            }
            Function::DateAdd | Function::DateDiff => unit(&arguments[2])?,
            _ => {}
        }
        let mut terms = Vec::with_capacity(arguments.len());
        let mut types = Vec::with_capacity(arguments.len());
        for argument in arguments.iter_mut() {
            let place = argument.at;
            let (term, found) = self.check(argument)?;
            terms.push(term);
            types.push((place, found));
        }
        Ok((Term::Call(function, terms), result(function, &types)?))
    }
}

/// The field that is called so: by api name, else by its label.
fn find(object: &ObjectDef, name: &str, at: Span) -> Result<usize, FormulaFault> {
    if let Some(found) = object.position(name) {
        return Ok(found);
    }
    let fields = object.fields.iter().enumerate();
    let found: Vec<usize> = fields
        .filter(|(_, field)| field.label.zh == name || field.label.en.eq_ignore_ascii_case(name))
        .map(|(at, _)| at)
        .collect();
    match found[..] {
        [one] => Ok(one),
        [] => Err(FormulaFault::new(
            at,
            format!("“{}”没有叫“{name}”的字段；文字请加引号", object.label.zh),
            format!("“{}” has no field “{name}”; a text takes quotation marks", object.label.en),
        )),
        _ => {
            let names: Vec<&str> = found.iter().map(|at| object.fields[*at].name.as_str()).collect();
            let names = names.join(", ");
            Err(FormulaFault::new(
                at,
                format!("有几个字段叫“{name}”，请写 API 名称：{names}"),
                format!("several fields are called “{name}”; use an API name: {names}"),
            ))
        }
    }
}

/// A unit that is written out has to be one.
fn unit(argument: &Node) -> Result<(), FormulaFault> {
    match &argument.expr {
        Expr::Text(text) if Unit::from_name(text).is_none() => Err(FormulaFault::new(
            argument.at,
            "单位应为 day、week、month、quarter、year、hour 或 minute",
            "the unit is one of day, week, month, quarter, year, hour, minute",
        )),
        _ => Ok(()),
    }
}
