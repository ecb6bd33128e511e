//! What the formula editor asks: is it right, what does it give for this record, which functions are there.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Locale, Uuid, Value};
use shuke_expr::formula::{self, Function, Program};
use shuke_meta::FieldDef;

use crate::App;
use crate::codec::to_json;
use crate::computed::own;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::read;

/// A formula, looked at.
#[derive(Debug, Clone, Serialize)]
pub struct FormulaView {
    /// Whether it holds together.
    pub ok: bool,
    /// The text that is kept.
    pub formula: Option<String>,
    /// The text with labels in the caller's language.
    pub readable: Option<String>,
    /// The kind of field that it gives.
    pub kind: Option<&'static str>,
    /// The fields that it reads.
    pub fields: Vec<String>,
    /// It asks for the day or the moment, which a stored formula can't.
    pub clock: bool,
    /// What it gives for the record.
    pub value: Json,
    /// What is wrong.
    pub error: Option<FormulaError>,
}

/// What is wrong with a formula, and where.
#[derive(Debug, Clone, Serialize)]
pub struct FormulaError {
    /// The first character concerned, counted from 1.
    pub position: usize,
    /// How many characters.
    pub length: usize,
    /// What is wrong, with the mend.
    pub message: String,
}

/// A function of formulas.
#[derive(Debug, Clone, Serialize)]
pub struct FunctionView {
    /// The name.
    pub name: &'static str,
    /// A Chinese name that is understood, too.
    pub alias: &'static str,
    /// logic, number, text, time.
    pub group: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// What it gives, in the caller's language.
    pub text: String,
}

/// Values that are being computed.
#[derive(Debug, Clone, Serialize)]
pub struct RecalculationView {
    /// The computed field.
    pub field: String,
    /// What the caller reads.
    pub label: String,
    /// Records done.
    pub done: i64,
    /// Records there are, once counted.
    pub total: Option<i64>,
    /// When it was asked for.
    pub started_at: String,
}

impl App {
    /// Checks a formula of an object, `{"formula":…,"record":id}`, and computes it for the record.
    ///
    /// # Errors
    /// [`Code::MissingRight`], an unknown object, or a record that isn't there. A formula that is wrong is no
    /// error but an answer.
    pub async fn check_formula(
        &self,
        ctx: &Ctx,
        object: &str,
        given: &Map<String, Json>,
    ) -> Result<FormulaView, Fault> {
        ctx.may_define(object)?;
        let object = ctx.object(object)?;
        let mut input = Input::new(given, &["formula", "record"]);
        let text = input.text("formula").flatten().unwrap_or_default();
        let record = input.text("record").flatten();
        super::write::refuse(input.finish())?;
        let read =
            formula::read(&text).and_then(|node| formula::program(&node, &object, &ctx.company.schema));
        let program = match read {
            Ok(program) => program,
            Err(fault) => return Ok(wrong(&fault, ctx.locale)),
        };
        all_seen(ctx, &program)?;
        let value = match record {
            Some(id) => {
                let id: Uuid = id.parse().map_err(|_| Fault::new(Code::NotFound))?;
                let mut conn = self.store.read().await?;
                let record = read::visible(&mut conn, ctx, &object, id).await?;
                let value = own::value(&mut conn, ctx, &program, &record.values).await?;
                plain(&value)
            }
            None => Json::Null,
        };
        let names = |path: &shuke_expr::Path| {
            let hops: Vec<&str> =
                path.hops.iter().chain([&path.end]).map(|hop| hop.def().name.as_str()).collect();
            hops.join(".")
        };
        let readable = if ctx.locale == Locale::ZhCn { &program.readable.0 } else { &program.readable.1 };
        Ok(FormulaView {
            ok: true,
            readable: Some(readable.clone()),
            kind: program.result.kind().map(shuke_meta::FieldKind::name),
            fields: program.paths.iter().map(names).collect(),
            clock: program.clock.is_some(),
            formula: Some(program.text),
            value,
            error: None,
        })
    }

    /// The functions of formulas.
    #[must_use]
    pub fn functions(&self, ctx: &Ctx) -> Json {
        let view = |function: &Function| FunctionView {
            name: function.name(),
            alias: function.alias(),
            group: function.group().name(),
            usage: function.usage(),
            text: function.text().get(ctx.locale).to_owned(),
        };
        json!({"items": Function::ALL.iter().map(view).collect::<Vec<_>>()})
    }

    /// The computed fields of an object whose values are being brought up to date.
    ///
    /// # Errors
    /// [`Code::MissingRight`] or an unknown object.
    pub async fn recalculations(&self, ctx: &Ctx, object: &str) -> Result<Json, Fault> {
        ctx.may_define(object)?;
        let object = ctx.object(object)?;
        let waiting = self.store.read().await?.recalculations(&object.name, 100).await?;
        let view = |it: shuke_store::system::Recalculation| RecalculationView {
            label: object.field(&it.field).map_or_else(String::new, |field| label(field, ctx.locale)),
            field: it.field,
            done: it.done,
            total: it.total,
            started_at: it.created_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        };
        Ok(json!({"items": waiting.into_iter().map(view).collect::<Vec<_>>()}))
    }
}

/// Refuses a formula that reads what the caller doesn't see as it is: its value would tell.
fn all_seen(ctx: &Ctx, program: &Program) -> Result<(), Fault> {
    for hop in program.paths.iter().flat_map(|path| path.hops.iter().chain([&path.end])) {
        if !ctx.viewer.readable(&hop.object, hop.def()) {
            let name = &hop.def().name;
            return Err(Fault::from(FieldFault::property(name, Code::UnknownField).with("name", name)));
        }
    }
    Ok(())
}

fn label(field: &FieldDef, locale: Locale) -> String {
    field.label.get(locale).to_owned()
}

/// A value of no particular field, such as a preview shows.
fn plain(value: &Value) -> Json {
    match value {
        Value::Decimal(number) => json!(number.normalize().to_string()),
        other => to_json(other),
    }
}

fn wrong(fault: &formula::FormulaFault, locale: Locale) -> FormulaView {
    FormulaView {
        ok: false,
        formula: None,
        readable: None,
        kind: None,
        fields: Vec::new(),
        clock: false,
        value: Json::Null,
        error: Some(FormulaError {
            position: fault.at.start + 1,
            length: fault.at.end.saturating_sub(fault.at.start).max(1),
            message: fault.reason.get(locale).to_owned(),
        }),
    }
}
