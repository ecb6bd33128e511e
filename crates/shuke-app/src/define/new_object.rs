//! An administrator's own object: a table with a name, ready for fields, lists, imports and everything else.

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Text};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, Schema, Section};
use shuke_store::Tx;

use super::ObjectView;
use super::read::{name, plural};
use super::write::{Deed, refuse, save, stored};
use crate::App;
use crate::context::Ctx;
use crate::input::Input;

/// Characters of a record's name.
const NAME_CHARS: usize = 200;

/// The object that is described, with nothing but a name.
pub(crate) fn read(input: &mut Input<'_>) -> ObjectDef {
    let label = input.labels("labels").flatten().unwrap_or_default();
    let or = |text: Option<String>, usual: &str| text.unwrap_or_else(|| usual.to_owned());
    let owned = input.flag("owned").flatten().unwrap_or(true);
    let mut fields = vec!["name".to_owned()];
    fields.extend(owned.then(|| "owner".to_owned()));
    let mut name_field = FieldDef::new("name", Text::new("名称", "Name"), FieldKind::Text);
    name_field.required = true;
    name_field.search = true;
    name_field.max_length = Some(NAME_CHARS);
    let mut object = ObjectDef::default();
    object.name = name(input);
    object.plural = plural(input.labels("plurals").flatten(), &label);
    object.label = label;
    object.icon = or(input.text("icon").flatten(), "box");
    object.color = or(input.text("color").flatten(), "brand");
    object.group = or(input.text("group").flatten(), "sales");
    object.nav = input.whole("nav").flatten();
    object.owned = owned;
    object.custom = true;
    object.name_field = "name".to_owned();
    object.timeline = input.flag("timeline").flatten().unwrap_or(true);
    object.list_columns = fields.iter().cloned().chain(["created_at".to_owned()]).collect();
    object.fields = vec![name_field];
    object.layout =
        vec![Section { label: Text::new("基本信息", "Basics"), fields, ..Section::default() }];
    object
}

/// Everything that may be said about a new object.
pub(crate) const OBJECT: [&str; 9] =
    ["name", "labels", "plurals", "icon", "color", "group", "nav", "owned", "timeline"];

/// Stores a new object, behind all others of the navigation unless it is `hidden`; `detail` is what the audit log tells of it.
///
/// # Errors
/// [`Code::ObjectExists`], or the store's trouble.
pub(crate) async fn add(
    tx: &mut Tx,
    ctx: &Ctx,
    mut object: ObjectDef,
    hidden: bool,
    detail: impl FnOnce(&ObjectDef) -> Json,
) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    if schema.object(&object.name).is_some() {
        let fault = FieldFault::property("name", Code::ObjectExists);
        return Err(Fault::from(fault.with("name", &object.name)));
    }
    if !hidden {
        object.nav = Some(last_place(&schema));
    }
    let detail = detail(&object);
    save(tx, ctx, &schema, None, object, Deed { action: "object.created", detail }).await
}

/// The place behind all others of the navigation.
fn last_place(schema: &Schema) -> i64 {
    schema.objects().filter_map(|object| object.nav).max().unwrap_or(0) + 10
}

impl App {
    /// Adds an object.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::ObjectExists`], or everything that is wrong with the definition.
    pub async fn define_object(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<ObjectView, Fault> {
        ctx.admin()?;
        let mut input = Input::new(given, &OBJECT);
        let object = read(&mut input);
        let (hidden, mut faults) = (input.has("nav"), input.finish());
        let unlike = |fault: &FieldFault| !faults.iter().any(|known| known.field == fault.field);
        if let Err(more) = shuke_meta::check::object(&object, &ctx.company.schema) {
            let more: Vec<FieldFault> = super::read::as_sent(more).into_iter().filter(unlike).collect();
            faults.extend(more);
        }
        refuse(faults)?;
        let (name, ctx_) = (object.name.clone(), ctx.clone());
        self.store
            .write(move |tx| {
                async move {
                    let detail = |it: &ObjectDef| json!({"labels": it.label, "owned": it.owned});
                    add(tx, &ctx_, object, hidden, detail).await
                }
                .boxed()
            })
            .await?;
        let ctx = self.defined(ctx).await?;
        self.object_view(&ctx, &name)
    }
}
