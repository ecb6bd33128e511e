//! A new field: a column of its own, at once in lists, forms, filters, imports and the API.

use std::sync::Arc;

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Text, limits};
use shuke_meta::{FieldDef, FieldKind, ObjectDef, check as meta_check, parse};
use shuke_store::Tx;
use shuke_store::ddl::{CatalogColumn, CatalogTable};

use super::columns::{self, Column};
use super::computed::{self, Wanted, is_computed_kind};
use super::read::{self, FIELD, as_sent};
use super::rules;
use super::view::{self, FieldView};
use super::write::{Deed, object, refuse, save, stored};
use crate::App;
use crate::computed::job;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;

/// Columns of one table, those of fields taken away included: below the limits of both engines.
const COLUMNS: usize = 1_500;

/// The field that is described, as far as it can be typed, how it is computed, if it is, and the columns of a sub-table.
fn field(input: &mut Input<'_>) -> (FieldDef, Option<Wanted>, Option<Vec<Column>>) {
    let name = read::name(input);
    let kind = read::kind(input);
    let mut field = FieldDef::new(&name, Text::default(), kind);
    field.custom = true;
    field.read_only = kind == FieldKind::AutoNumber;
    // What lists are most often filtered and ordered by.
    field.indexed =
        matches!(kind, FieldKind::Choice | FieldKind::Cascade | FieldKind::Date | FieldKind::DateTime);
    read::into_field(input, &mut field);
    field.scale = read::scale(input);
    field.options = read::options(input).unwrap_or_default();
    field.target = read::target(input, &field);
    let computed = input.text("kind").flatten().filter(|kind| is_computed_kind(kind));
    let wanted = computed.and_then(|kind| {
        let wanted = computed::wanted(input, &kind, field.scale);
        if wanted.is_none() {
            input.refuse(computed::missing(&kind));
        }
        wanted
    });
    (field, wanted, columns::read(input, &[]))
}

/// The field that is described, where nothing is computed and there is no sub-table.
pub(crate) fn read_field(input: &mut Input<'_>) -> FieldDef {
    field(input).0
}

/// A column that the table doesn't have yet, neither from a field in use nor from one that was taken away.
fn free_column(field: &FieldDef, table: &CatalogTable) -> String {
    let wanted = format!("c_{}", field.name);
    let free = |column: &String| {
        let field = FieldDef { column: column.clone(), ..field.clone() };
        !field.columns().iter().any(|column| table.has(&column.name))
    };
    let numbered = (2..).map(|n| format!("{wanted}_{n}"));
    std::iter::once(wanted.clone()).chain(numbered).find(free).unwrap_or(wanted)
}

/// The object with the field: before the system fields, at the end of the last section; on other
/// layouts only when no form can do without it.
pub(crate) fn with_field(old: &ObjectDef, field: FieldDef) -> ObjectDef {
    let mut new = old.clone();
    let name = field.name.clone();
    let at = new.fields.iter().position(|field| field.system).unwrap_or(new.fields.len());
    new.fields.insert(at, field);
    let mut own = new.own_layout();
    own.append(&name);
    new.set_layout(own);
    let mut new = new.finish();
    new.lay_out(&name);
    new
}

fn check_room(old: &ObjectDef, table: &CatalogTable) -> Result<(), Fault> {
    let own = old.fields.iter().filter(|field| !field.system).count();
    if own >= limits::FIELDS || table.columns.len() + 2 > COLUMNS {
        return Err(Fault::new(Code::TooManyFields).with("max", limits::FIELDS));
    }
    Ok(())
}

/// Gives a new field of the object columns of its own, where both object and table have room for it.
///
/// # Errors
/// [`Code::TooManyFields`].
pub(crate) fn take_column(
    field: &mut FieldDef,
    object: &ObjectDef,
    table: &mut CatalogTable,
) -> Result<(), Fault> {
    check_room(object, table)?;
    field.column = free_column(field, table);
    let columns = field.columns().into_iter();
    let taken =
        columns.map(|column| CatalogColumn { name: column.name, kind: String::new(), required: false });
    table.columns.extend(taken);
    Ok(())
}

/// Whether the constant default of a reference points to a record that is there.
pub(super) async fn default_points(
    tx: &mut Tx,
    ctx: &Ctx,
    object: &ObjectDef,
    field: &FieldDef,
) -> Result<Vec<FieldFault>, Fault> {
    let (Some(default), Some(at)) = (&field.default, object.position(&field.name)) else {
        return Ok(Vec::new());
    };
    let Ok(value) = parse::value(field, default) else { return Ok(Vec::new()) };
    if value.as_id().is_none() {
        return Ok(Vec::new());
    }
    let row = check::Row { id: None, values: vec![(at, &value)] };
    let mut faults = check::rows(tx, ctx, object, &[row]).await?.remove(0);
    for fault in &mut faults {
        "default".clone_into(&mut fault.field);
    }
    Ok(faults)
}

impl App {
    /// Adds a field to an object.
    ///
    /// # Errors
    /// [`Code::MissingRight`], [`Code::UnknownObject`], [`Code::FieldExists`], or everything that is wrong with the
    /// definition.
    pub async fn define_field(
        &self,
        ctx: &Ctx,
        object_name: &str,
        given: &Map<String, Json>,
    ) -> Result<FieldView, Fault> {
        ctx.may_define(object_name)?;
        let mut input = Input::new(given, &FIELD);
        let (field, wanted, columns) = field(&mut input);
        let faults = input.finish();
        let (name, ctx_, object_name_) = (field.name.clone(), ctx.clone(), object_name.to_owned());
        let (app, new) = (self.clone(), New { field, wanted, columns, faults });
        self.store
            .write(move |tx| async move { add(tx, &app, &ctx_, &object_name_, new).await }.boxed())
            .await?;
        let ctx = self.defined(ctx).await?;
        shown(&ctx, object_name, &name)
    }
}

/// A new field as it was sent.
struct New {
    field: FieldDef,
    wanted: Option<Wanted>,
    columns: Option<Vec<Column>>,
    faults: Vec<FieldFault>,
}

async fn add(tx: &mut Tx, app: &App, ctx: &Ctx, object_name: &str, new: New) -> Result<(), Fault> {
    let New { mut field, wanted, columns, mut faults } = new;
    let schema = stored(tx).await?;
    let old = object(&schema, object_name)?;
    if let Some(wanted) = wanted.as_ref().filter(|_| faults.is_empty())
        && let Err(more) = computed::settle(&mut field, wanted, &old, &schema)
    {
        faults.extend(more);
    }
    if let Some(columns) = columns.filter(|_| faults.is_empty()) {
        faults.extend(columns::settle(&mut field, columns, &old, &schema).err().unwrap_or_default());
    }
    if faults.is_empty() {
        faults.extend(computed::settle_default(&mut field, &old, &schema).err().unwrap_or_default());
    }
    if let Err(more) = meta_check::field(&field, &old, &schema) {
        // A property that couldn't be read is told once.
        let more = as_sent(more);
        let fresh = more.into_iter().filter(|fault| !faults.iter().any(|known| known.field == fault.field));
        let fresh: Vec<FieldFault> = fresh.collect();
        faults.extend(fresh);
    }
    refuse(faults)?;
    if old.has(&field.name) {
        let fault = FieldFault::property("name", Code::FieldExists).with("name", &field.name);
        return Err(Fault::from(fault));
    }
    let mut catalog = tx.catalog().await?;
    take_column(&mut field, &old, &mut catalog.remove(&old.table).unwrap_or_default())?;
    let new = with_field(&old, field.clone());
    refuse(rules::field_faults(&field, &Arc::new(new.clone()), &schema))?;
    refuse(default_points(tx, ctx, &new, &field).await?)?;
    let deed = Deed { action: "field.created", detail: json!({"field": field}) };
    let place = new.position(&field.name);
    refuse(place.map(|at| computed::unseen(ctx, &new, at, &schema)).unwrap_or_default())?;
    save(tx, ctx, &schema, Some(&old), new.clone(), deed).await?;
    match place.filter(|_| wanted.is_some()) {
        Some(place) => job::ask_all(tx, app, &new, place).await,
        None => Ok(()),
    }
}

/// A field as the caller sees it.
pub(super) fn shown(ctx: &Ctx, object: &str, name: &str) -> Result<FieldView, Fault> {
    let object = ctx.object(object)?;
    let field = object.field(name).ok_or_else(|| no_field(name))?;
    let computed = object.position(name).and_then(|at| view::computed(ctx, &object, at));
    let mask = ctx.viewer.field_mask(&object);
    let rules = rules::field_view(ctx, &object, field, &mask);
    Ok(FieldView { computed, rules, ..view::field(field, &mask, ctx.locale) })
}

/// The refusal for a field that is not there.
pub(super) fn no_field(name: &str) -> Fault {
    let fault = FieldFault::property("field", Code::UnknownField).with("name", name);
    Fault::new(Code::NotFound).field(fault)
}

#[cfg(test)]
mod tests {
    use shuke_meta::{Layout, Section};

    use super::*;

    fn table(columns: &[&str]) -> CatalogTable {
        let column = |name: &&str| CatalogColumn {
            name: (*name).to_owned(),
            kind: "text".to_owned(),
            required: false,
        };
        CatalogTable { columns: columns.iter().map(column).collect(), ..CatalogTable::default() }
    }

    #[test]
    fn a_column_is_never_used_twice() {
        let mut field = FieldDef::new("x_size", Text::default(), FieldKind::Text);
        assert_eq!(free_column(&field, &table(&["id"])), "c_x_size");
        assert_eq!(free_column(&field, &table(&["c_x_size"])), "c_x_size_2");
        assert_eq!(free_column(&field, &table(&["c_x_size", "c_x_size_2"])), "c_x_size_3");
        field.kind = FieldKind::Money;
        assert_eq!(
            free_column(&field, &table(&["c_x_size__cur"])),
            "c_x_size_2",
            "both of its columns are new"
        );
    }

    #[test]
    fn fields_that_come_together_never_share_a_column_and_need_room() {
        let (mut table, object) = (table(&["id", "c_x_size"]), ObjectDef::default());
        let mut taken = |name: &str| {
            let mut field = FieldDef::new(name, Text::default(), FieldKind::Text);
            take_column(&mut field, &object, &mut table).map(|()| field.column)
        };
        // The field of this name was taken away once; its column is still there.
        assert_eq!(taken("x_size").unwrap(), "c_x_size_2");
        assert_eq!(taken("x_size_2").unwrap(), "c_x_size_2_2");
        let free = (0..).map(|n| taken(&format!("x_{n}"))).take_while(Result::is_ok).count();
        assert_eq!(free, COLUMNS - 5, "below the limits of both engines");
    }

    #[test]
    fn a_new_field_stands_before_the_system_fields_and_last_in_the_layout() {
        let mut old = ObjectDef::default();
        old.fields = vec![FieldDef::new("name", Text::default(), FieldKind::Text)];
        old.layout = vec![Section { fields: vec!["name".to_owned()], ..Section::default() }];
        old.layouts = vec![Layout { sections: old.layout.clone(), ..Layout::default() }];
        let new = with_field(&old.finish(), FieldDef::new("x_b", Text::default(), FieldKind::Text));
        assert_eq!(new.position("x_b"), Some(1));
        assert!(new.fields[2].system);
        assert_eq!(new.layout[0].fields, ["name", "x_b"]);
        assert_eq!(new.layouts[0].sections[0].fields, ["name"], "others are designed by hand");
        let mut asked = FieldDef::new("x_c", Text::default(), FieldKind::Text);
        asked.required = true;
        assert!(with_field(&new, asked).layouts[0].shows("x_c"), "no form can do without it");
    }
}
