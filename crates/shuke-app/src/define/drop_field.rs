//! Taking a field away. Its column and data stay; nothing else remembers it.

use futures::FutureExt;
use serde_json::json;
use shuke_access::Role;
use shuke_base::{Code, Fault, FieldFault};
use shuke_meta::ObjectDef;
use shuke_store::Tx;

use super::field::no_field;
use super::impact;
use super::layouts;
use super::write::{Deed, object, save, stored};
use crate::App;
use crate::context::Ctx;

/// The object without the field.
fn without(old: &ObjectDef, name: &str) -> ObjectDef {
    let mut new = old.clone();
    let other = |known: &String| known != name;
    new.fields.retain(|field| field.name != name);
    new.list_columns.retain(other);
    let mut own = new.own_layout();
    own.retain(|known| known != name);
    new.set_layout(own);
    for layout in &mut new.layouts {
        layout.retain(|known| known != name);
    }
    new.indexes.retain(|index| !index.iter().any(|known| known == name));
    if let Some(duplicates) = &mut new.duplicates {
        duplicates.keys.retain(|key| key.field != name);
    }
    new.stage_field = new.stage_field.filter(other);
    new.type_field = new.type_field.filter(other);
    new.finish()
}

/// What roles say of the field goes along, so that a later field of the same name starts afresh.
pub(super) async fn forget_rights(tx: &mut Tx, object: &str, field: &str) -> Result<(), Fault> {
    for (id, doc) in tx.role_rights().await? {
        let Ok(mut role) = serde_json::from_str::<Role>(&doc) else { continue };
        let Some(fields) = role.fields.get_mut(object) else { continue };
        if fields.remove(field).is_none() {
            continue;
        }
        if fields.is_empty() {
            role.fields.remove(object);
        }
        let doc = serde_json::to_string(&role).map_err(|_| Fault::new(Code::Internal))?;
        tx.put_role_rights(id, &doc).await?;
    }
    Ok(())
}

impl App {
    /// Takes a field away that an administrator has added.
    ///
    /// # Errors
    /// [`Code::MissingRight`], [`Code::UnknownObject`], [`Code::NotFound`], [`Code::NotCustom`].
    pub async fn delete_field(&self, ctx: &Ctx, object_name: &str, name: &str) -> Result<(), Fault> {
        ctx.may_define(object_name)?;
        let (object_name, name, ctx_) = (object_name.to_owned(), name.to_owned(), ctx.clone());
        self.store
            .write(move |tx| async move { remove(tx, &ctx_, &object_name, &name).await }.boxed())
            .await?;
        self.defined(ctx).await.map(drop)
    }
}

async fn remove(tx: &mut Tx, ctx: &Ctx, object_name: &str, name: &str) -> Result<(), Fault> {
    let schema = stored(tx).await?;
    let old = object(&schema, object_name)?;
    let field = old.field(name).ok_or_else(|| no_field(name))?;
    if !field.custom {
        return Err(Fault::new(Code::NotCustom));
    }
    if let Some(users) = impact::in_use(tx, ctx, &schema, (object_name, name)).await? {
        let fault = FieldFault::new(name, &field.label, Code::FieldInUse).with("users", users);
        return Err(Fault::from(fault));
    }
    tx.drop_recalculations(object_name, name).await?;
    forget_rights(tx, object_name, name).await?;
    layouts::forget_field(tx, &old, name).await?;
    let deed = Deed { action: "field.deleted", detail: json!({"field": field}) };
    save(tx, ctx, &schema, Some(&old), without(&old, name), deed).await
}

#[cfg(test)]
mod tests {
    use shuke_base::Text;
    use shuke_meta::{FieldDef, FieldKind, Layout, Section, Tab};

    use super::*;

    #[test]
    fn nothing_of_the_definition_remembers_the_field() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
        let mut old = ObjectDef::default();
        old.stage_field = Some("x_b".to_owned());
        old.fields = vec![
            FieldDef::new("name", Text::default(), FieldKind::Text),
            FieldDef::new("x_b", Text::default(), FieldKind::Choice),
        ];
        old.list_columns = names(&["name", "x_b"]);
        let section = || Section { fields: names(&["x_b", "name"]), ..Section::default() };
        old.layout = vec![section()];
        old.layout_tabs = vec![Tab { label: Text::default(), sections: vec![section()] }];
        old.layouts =
            vec![Layout { sections: vec![section()], tabs: old.layout_tabs.clone(), ..Layout::default() }];
        old.layouts[0].highlights = Some(names(&["x_b"]));
        old.layout_highlights = Some(names(&["name", "x_b"]));
        old.type_field = Some("x_b".to_owned());
        old.indexes = vec![names(&["x_b", "name"]), names(&["name"])];
        let new = without(&old.finish(), "x_b");
        let told = serde_json::to_string(&new).expect("a definition");
        assert!(!told.contains("x_b"), "{told}");
        assert_eq!(new.indexes, [names(&["name"])]);
        assert_eq!(new.layout_highlights, Some(names(&["name"])));
    }
}
