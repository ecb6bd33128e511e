//! The object, its fields and the import of its rows, in one go: all of the definition in one transaction, or nothing.

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Text, Uuid};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema, check};
use shuke_store::system::Import;

use super::look;
use super::preview::part;
use super::propose::doc_of;
use super::{PROPOSED, look::Looked};
use crate::App;
use crate::context::Ctx;
use crate::define::write::refuse;
use crate::define::{OBJECT, add_object, read_field, read_object, with_field};
use crate::import::doc::ImportDoc;
use crate::import::manage;
use crate::input::Input;

/// Columns of the list that a new object begins with, beside its name.
const LISTED: usize = 6;

/// What becomes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feeds {
    /// It is what records are called.
    Title,
    /// It says who owns them.
    Owner,
    /// A field of its own.
    Field,
    /// It is left out.
    Nothing,
}

/// A column as it was chosen.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) index: usize,
    pub(super) feeds: Feeds,
    pub(super) field: FieldDef,
}

/// Kinds that a column of a file can fill.
const KINDS: [FieldKind; 25] = [
    FieldKind::Text,
    FieldKind::LongText,
    FieldKind::RichText,
    FieldKind::Integer,
    FieldKind::Decimal,
    FieldKind::Money,
    FieldKind::Percent,
    FieldKind::Bool,
    FieldKind::Date,
    FieldKind::DateTime,
    FieldKind::Time,
    FieldKind::Rating,
    FieldKind::Choice,
    FieldKind::MultiChoice,
    FieldKind::Phone,
    FieldKind::Email,
    FieldKind::Url,
    FieldKind::IdCard,
    FieldKind::CreditCode,
    FieldKind::Region,
    FieldKind::Address,
    FieldKind::Reference,
    FieldKind::User,
    FieldKind::Department,
    FieldKind::Tags,
];

/// Everything that may be said of a column.
const COLUMN: [&str; 14] = [
    "index",
    "feeds",
    "name",
    "labels",
    "kind",
    "required",
    "unique",
    "sensitive",
    "helps",
    "max_length",
    "max",
    "scale",
    "options",
    "target",
];

fn because(path: &str, zh: &str, en: &str) -> FieldFault {
    FieldFault::property(path, Code::InvalidDefinition).label_arg("reason", Text::new(zh, en))
}

/// The field of a column that says what records are called.
fn title(part: &mut Input<'_>) -> FieldDef {
    let mut field = FieldDef::new("name", Text::default(), FieldKind::Text);
    field.label = part.labels("labels").flatten().unwrap_or_default();
    field.help = part.labels("helps").flatten().filter(|help| !help.is_empty());
    field.unique = part.flag("unique").flatten().unwrap_or(false);
    field.required = true;
    field.search = true;
    field.max_length = Some(shuke_base::limits::TEXT_CHARS);
    field
}

fn plan(part: &mut Input<'_>) -> Plan {
    let index = part.whole("index").flatten().and_then(|index| usize::try_from(index).ok());
    if index.is_none_or(|index| index >= shuke_base::limits::IMPORT_COLUMNS) {
        part.refuse(part.fault("index", Code::Required));
    }
    let feeds = match part.raw("feeds") {
        Some(Some("title")) => Feeds::Title,
        Some(Some("owner")) => Feeds::Owner,
        Some(Some("nothing")) => Feeds::Nothing,
        Some(Some("field")) | None => Feeds::Field,
        other => {
            let value = other.flatten().unwrap_or_default();
            part.refuse(part.fault("feeds", Code::UnknownOption).with("value", value));
            Feeds::Nothing
        }
    };
    let field = match feeds {
        Feeds::Title => title(part),
        Feeds::Owner => FieldDef::new("owner", Text::new("负责人", "Owner"), FieldKind::User),
        Feeds::Nothing => FieldDef::new("", Text::default(), FieldKind::Text),
        Feeds::Field => {
            let kind = part.raw("kind").flatten().unwrap_or("text");
            if !KINDS.iter().any(|known| known.name() == kind) {
                part.refuse(part.fault("kind", Code::UnknownOption).with("value", kind));
                FieldDef::new("", Text::default(), FieldKind::Text)
            } else {
                read_field(part)
            }
        }
    };
    Plan { index: index.unwrap_or_default(), feeds, field }
}

/// The columns as they were chosen, in the order of the list.
pub(super) fn plans(input: &mut Input<'_>) -> Vec<Plan> {
    let given = input.list("columns").flatten().unwrap_or_default();
    input.each("columns", given, ("一列", "a column"), &COLUMN, plan)
}

/// What is wrong with the fields of columns, each for itself.
pub(super) fn checked(plans: &[Plan], schema: &Schema) -> Vec<FieldFault> {
    let mut base = ObjectDef::default();
    (base.custom, base.owned) = (true, true);
    let base = base.finish();
    let mut faults = Vec::new();
    for (at, plan) in plans.iter().enumerate().filter(|(_, plan)| plan.feeds == Feeds::Field) {
        let found = check::field(&plan.field, &base, schema).err().unwrap_or_default();
        faults.extend(found.into_iter().map(|fault| in_column(at, fault)));
    }
    faults
}

fn in_column(at: usize, fault: FieldFault) -> FieldFault {
    let told = crate::define::as_sent(vec![fault]).remove(0);
    FieldFault { field: format!("columns[{at}].{}", told.field), ..told }
}

/// What is wrong with the columns together.
fn together(plans: &[Plan], owned: bool, width: usize) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let count = |feeds| plans.iter().filter(|plan| plan.feeds == feeds).count();
    if count(Feeds::Title) != 1 {
        faults.push(because("columns", "请选一列作为记录的名称", "choose one column that names the records"));
    }
    if count(Feeds::Owner) > 1 {
        faults.push(because("columns", "只能有一列是负责人", "only one column can be the owner"));
    }
    for (at, plan) in plans.iter().enumerate() {
        let path = |name: &str| format!("columns[{at}].{name}");
        if plan.feeds == Feeds::Owner && !owned {
            faults.push(because(
                &path("feeds"),
                "这个对象的记录没有负责人",
                "records of this object have no owner",
            ));
        }
        if plan.index >= width || plans[..at].iter().any(|other| other.index == plan.index) {
            faults.push(because(
                &path("index"),
                "文件里没有这一列，或它出现了两次",
                "the file has no such column, or it stands twice",
            ));
        }
        let same = |other: &Plan| other.feeds == Feeds::Field && other.field.name == plan.field.name;
        if plan.feeds == Feeds::Field && plans[..at].iter().any(same) {
            faults
                .push(FieldFault::property(&path("name"), Code::FieldExists).with("name", &plan.field.name));
        }
    }
    faults
}

/// The object with the fields of its columns.
fn assembled(mut object: ObjectDef, plans: &[Plan]) -> ObjectDef {
    if let Some(title) = plans.iter().find(|plan| plan.feeds == Feeds::Title) {
        let label = Some(title.field.label.clone()).filter(|label| !label.is_empty());
        let label = label.unwrap_or_else(|| object.fields[0].label.clone());
        object.fields[0] = FieldDef { label, ..title.field.clone() };
    }
    let long = |kind| matches!(kind, FieldKind::LongText | FieldKind::RichText | FieldKind::Address);
    let fields = plans.iter().filter(|plan| plan.feeds == Feeds::Field);
    let listed = fields.clone().filter(|plan| !long(plan.field.kind)).take(LISTED);
    let mut columns = vec!["name".to_owned()];
    columns.extend(listed.map(|plan| plan.field.name.clone()));
    columns.extend(object.list_columns.iter().filter(|name| *name != "name").cloned());
    for plan in fields {
        object = with_field(&object, plan.field.clone());
    }
    object.list_columns = columns;
    object
}

/// The import as it is once its object is there.
fn settled(import: &Import, mut doc: ImportDoc, object: &str, plans: &[Plan], create: bool) -> Import {
    doc.create_references = create;
    for plan in plans.iter().filter(|plan| plan.feeds != Feeds::Nothing) {
        if let Some(column) = doc.columns.get_mut(plan.index) {
            column.field = Some(plan.field.name.clone());
        }
    }
    let mut import = Import { object: object.to_owned(), doc: doc.text(), ..import.clone() };
    "uploaded".clone_into(&mut import.state);
    import
}

impl App {
    /// Makes the object of a proposal with its fields, and starts the import of its rows unless `rows` is `false`.
    /// Answers `object` and `import`.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::ObjectExists`], [`Code::ImportState`], or everything that is wrong with the
    /// definition; nothing is made then.
    pub async fn make_proposed(&self, ctx: &Ctx, id: Uuid, given: &Map<String, Json>) -> Result<Json, Fault> {
        let (import, _) = self.proposal_of(ctx, id).await?;
        let known = [&OBJECT[..], &["sheet", "header", "columns", "create_references", "rows"]].concat();
        let mut input = Input::new(given, &known);
        let (object, hidden) = (read_object(&mut input), input.has("nav"));
        let part = part(&mut input);
        let plans = plans(&mut input);
        let create = input.flag("create_references").flatten().unwrap_or(false);
        let rows = input.flag("rows").flatten().unwrap_or(true);
        let mut faults = input.finish();
        let looked: Looked =
            look::with_file(self, &import, move |path, name| look::whole(path, name, &part)).await?;
        faults.extend(checked(&plans, &ctx.company.schema));
        faults.extend(together(&plans, object.owned, looked.sheet.headers.len()));
        refuse(faults)?;
        let object = assembled(object, &plans);
        refuse(check::object(&object, &ctx.company.schema).err().unwrap_or_default())?;
        let name = object.name.clone();
        let mut settled = settled(&import, doc_of(ctx, &looked), &name, &plans, create);
        settled.rows_total = i64::try_from(looked.rows).ok();
        let (ctx_, stored, entry) = (ctx.clone(), settled.clone(), manage::entry(ctx, &settled, "deleted"));
        self.store
            .write(move |tx| {
                async move {
                    if !tx.move_import(id, &[PROPOSED], "uploaded").await? {
                        return Err(Fault::new(Code::ImportState).with("state", "uploaded"));
                    }
                    let detail =
                        |it: &ObjectDef| json!({"labels": it.label, "owned": it.owned, "definition": it});
                    add_object(tx, &ctx_, object, hidden, detail).await?;
                    if rows {
                        return Ok(tx.save_import(&stored).await?);
                    }
                    tx.audit(entry);
                    Ok(tx.drop_import(id).await?)
                }
                .boxed()
            })
            .await?;
        let ctx = self.defined(ctx).await?;
        let import = if rows {
            // The object is there; what is against its rows is told where imports are.
            match self.start_import(&ctx, id, &Map::new()).await {
                Ok(import) => import,
                Err(fault) => {
                    tracing::warn!(%fault, "the rows of a new object wait");
                    manage::view(&ctx.company, &settled, &ImportDoc::of(&settled)?, ctx.locale)
                }
            }
        } else {
            Json::Null
        };
        Ok(json!({"object": self.object_view(&ctx, &name)?, "import": import}))
    }
}
