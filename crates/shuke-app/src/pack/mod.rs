//! Upgrades of a company's pack: what the program's pack offers by now, and taking it.
//!
//! Nothing is taken by itself but the outcomes of options, once; nothing that an administrator made is overwritten, and
//! nothing is removed.

mod apply;
mod diff;
mod items;
mod memory;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::{Action, OTHERS, Role};
use shuke_base::{Code, Fault, Locale, Text, Uuid};
use shuke_meta::pack::{self, Pack};
use shuke_meta::{ObjectDef, Schema};
use shuke_store::Conn;

use self::items::{Items, Kind};
use crate::App;
use crate::context::Ctx;
use crate::views::ViewDoc;

pub use diff::State;
pub(crate) use memory::Memory;

/// How a company and its pack stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackView {
    /// Api name of the pack.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Version of the pack when something was taken from it last; unknown of companies from before this was kept.
    pub installed: Option<String>,
    /// Version that the program has.
    pub offered: String,
    /// Where the two differ.
    pub items: Vec<PackItem>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackItem {
    /// What it is taken by, such as `field:lead.score`.
    pub id: String,
    /// object, field, option, outcome, rules, duplicates, view, role, grants, grant or right.
    pub kind: &'static str,
    /// Whether it can be taken.
    pub state: State,
    /// What it is called.
    pub label: String,
    /// What it belongs to: object, field or role, from the outside in.
    pub path: Vec<String>,
    /// What the company has, where it has something else.
    pub now: Option<String>,
    /// What the pack has, where it is not just there.
    pub new: Option<String>,
}

/// The pack, the company, and what is remembered, at one moment.
struct Sides {
    pack: Pack,
    /// The pack's objects, with what the program adds.
    schema: Schema,
    lines: Items,
    company: Items,
    memory: Option<Memory>,
    /// The company's roles by the pack's names for them.
    roles: HashMap<String, Role>,
}

impl Sides {
    async fn read(conn: &mut Conn, current: &Schema, pack: Pack) -> Result<Self, Fault> {
        let memory = Memory::stored(conn).await?;
        let roles = roles(conn, memory.as_ref()).await?;
        let mut views = Vec::new();
        for (object, _) in pack.views.iter().filter(|(object, _)| current.object(object).is_some()) {
            for view in conn.views(object, Uuid::nil()).await? {
                views.push((object.clone(), ViewDoc::of(&view)?));
            }
        }
        let named = roles.iter().map(|(name, role)| (name.as_str(), role));
        let company = items::of_company(current, named, &views);
        let schema = Schema::new(0, pack.objects.iter().cloned());
        let mut lines = items::of_pack(&pack)?;
        // A field that the company has in another kind takes no options of the pack's, nor rules that ask for it.
        lines.retain(|key, _| match items::parts(key) {
            Some((Kind::Choice | Kind::Outcome, parts)) => same_kind(current, &schema, parts[0], parts[1]),
            Some((Kind::Rules, parts)) => rules_fit(current, &schema, parts[0], parts[1]),
            _ => true,
        });
        Ok(Self { pack, schema, lines, company, memory, roles })
    }

    fn diff(&self) -> Vec<(String, State)> {
        diff::diff(self.memory.as_ref().map(|memory| &memory.items), &self.company, &self.lines)
    }

    fn view(&self, ctx: &Ctx) -> PackView {
        let items = self.diff().into_iter().filter_map(|(id, state)| self.item(ctx.locale, id, state));
        PackView {
            name: self.pack.name.clone(),
            label: self.pack.label.get(ctx.locale).to_owned(),
            installed: self.memory.as_ref().map(|memory| memory.version.clone()),
            offered: self.pack.version.clone(),
            items: items.collect(),
        }
    }

    fn item(&self, locale: Locale, id: String, state: State) -> Option<PackItem> {
        let (kind, parts) = items::parts(&id)?;
        let say = |text: &Text| text.get(locale).to_owned();
        let object = |name: &str| self.schema.object(name);
        let role = |name: &str| {
            let def = self.pack.roles.iter().find(|role| role.name == name);
            def.map_or_else(|| name.to_owned(), |role| say(&role.label))
        };
        let others = || say(&Text::new("其他对象", "Other objects"));
        let known = |name: &str| object(name).map_or_else(|| name.to_owned(), |object| say(&object.label));
        let called = |name: &str| if name == OTHERS { others() } else { known(name) };
        let field = |of: &str, name: &str| object(of).and_then(|object| object.field(name));
        let field_called =
            |of: &str, name: &str| field(of, name).map_or_else(|| name.to_owned(), |it| say(&it.label));
        let (label, path) = match (kind, parts.as_slice()) {
            (Kind::Object, [name]) => (called(name), Vec::new()),
            (Kind::Field | Kind::Rules, [of, name]) => (field_called(of, name), vec![called(of)]),
            (Kind::Choice | Kind::Outcome, [of, within, name]) => {
                let option = field(of, within)?.option(name)?;
                (say(&option.label), vec![called(of), field_called(of, within)])
            }
            (Kind::Duplicates, [of]) => (called(of), Vec::new()),
            (Kind::View, [of, name]) => (self.view_label(of, name, locale)?, vec![called(of)]),
            (Kind::Role, [name]) => (role(name), Vec::new()),
            (Kind::Grants, [of, name]) => (called(name), vec![role(of)]),
            (Kind::Grant, [of, name, action]) => {
                (say(&Action::from_name(action)?.label()), vec![role(of), called(name)])
            }
            (Kind::Right, [of, name, within]) => (field_called(name, within), vec![role(of), called(name)]),
            _ => return None,
        };
        let said = |json: Option<&Json>| said(json?, locale);
        let (now, new) = (said(self.company.get(&id)), said(self.lines.get(&id)));
        Some(PackItem { kind: kind.name(), state, label, path, now, new, id })
    }

    fn view_label(&self, object: &str, label: &str, locale: Locale) -> Option<String> {
        let (_, views) = self.pack.views.iter().find(|(name, _)| *name == object)?;
        Some(views.iter().find(|view| view.label.zh == label)?.label.get(locale).to_owned())
    }
}

/// Whether a field is of one kind on both sides, or only on one.
fn same_kind(company: &Schema, pack: &Schema, object: &str, field: &str) -> bool {
    let kind = |schema: &Schema| Some(schema.object(object)?.field(field)?.kind);
    kind(company).zip(kind(pack)).is_none_or(|(one, other)| one == other)
}

/// Whether the rules of a field and whatever they ask for are of one kind on both sides.
fn rules_fit(company: &Schema, pack: &Schema, object: &str, field: &str) -> bool {
    let Some(of) = pack.object(object) else { return false };
    let Some(def) = of.field(field) else { return false };
    let fits = |name: &str| same_kind(company, pack, object, name);
    let understood = |condition: &Json| {
        let cond = shuke_expr::rule(condition, of, pack);
        cond.is_ok_and(|cond| cond.fields.iter().all(|at| fits(&of.fields[*at].name)))
    };
    fits(field) && def.rules.conditions().all(|(_, condition)| understood(condition))
}

/// What a line says, for people; nothing where being there is all.
fn said(json: &Json, locale: Locale) -> Option<String> {
    match json {
        Json::String(word) => Some(word.clone()),
        Json::Array(both) => {
            let text = |at: usize| both.get(at).and_then(Json::as_str).unwrap_or_default();
            Some(Text::new(text(0), text(1)).get(locale).to_owned())
        }
        _ => None,
    }
}

/// The roles as they are stored, by the pack's names: those that are remembered, else those that are still called so.
async fn roles(conn: &mut Conn, memory: Option<&Memory>) -> Result<HashMap<String, Role>, Fault> {
    let mut found = HashMap::new();
    for (id, doc) in conn.role_rights().await? {
        let role: Role = serde_json::from_str(&doc).map_err(|error| {
            tracing::error!(%error, %id, "the rights of a role can't be read");
            Fault::new(Code::Internal)
        })?;
        let known = memory.and_then(|memory| memory.roles.iter().find(|(_, known)| **known == id));
        let name = known.map_or_else(|| role.name.clone(), |(name, _)| name.clone());
        found.insert(name, Role { id, ..role });
    }
    Ok(found)
}

/// The pack that the company was made from.
async fn own(conn: &mut Conn) -> Result<Pack, Fault> {
    let stored = conn.setting("company.pack").await?;
    let name: String = stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    pack::load(&name).map_err(|error| {
        tracing::error!(%error, "the pack of this company can't be read");
        Fault::new(Code::NoPack).with("name", name)
    })
}

impl App {
    /// What the program's pack offers over what the company has.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NoPack`], or when the database is away.
    pub async fn pack(&self, ctx: &Ctx) -> Result<PackView, Fault> {
        ctx.admin()?;
        let mut conn = self.store.read().await?;
        let pack = own(&mut conn).await?;
        let schema = conn.load_schema().await?;
        Ok(Sides::read(&mut conn, &schema, pack).await?.view(ctx))
    }
}

/// The pack's object of that name.
fn object<'a>(schema: &'a Schema, name: &str) -> Result<&'a Arc<ObjectDef>, Fault> {
    schema.object(name).ok_or_else(|| Fault::new(Code::UnknownObject).with("name", name))
}
