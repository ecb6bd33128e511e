//! What callers choose for an import: taken over from their options, checked as a whole, and the rights that it needs.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json};
use shuke_access::Action;
use shuke_base::{Code, Fault, FieldFault};
use shuke_meta::{ImportPolicy, ObjectDef};

use crate::context::Ctx;
use crate::import::columns::importable;
use crate::import::doc::{ImportDoc, Mode};
use crate::import::link::{self, Link, LinkAction, Side};

/// What a caller says of one link; what is absent is as usual.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkOptions {
    action: Option<LinkAction>,
    key: Option<Vec<String>>,
}

fn bad(name: &str, expected: &str) -> FieldFault {
    FieldFault::property(name, Code::WrongType).with("expected", expected)
}

impl ImportDoc {
    /// Takes over options of a caller: `mode`, `key`, `mapping`, `create_references`, `dry_run`, `duplicates`,
    /// `overwrite`, `links`.
    ///
    /// # Errors
    /// Every option that is wrong, by name.
    pub fn apply(&mut self, ctx: &Ctx, object: &ObjectDef, options: &Map<String, Json>) -> Result<(), Fault> {
        let mut faults = Vec::new();
        let links = link::all(ctx, object);
        let mut wanted = BTreeMap::new();
        for (name, value) in options {
            match name.as_str() {
                "object" | "start" | "sheet" => {}
                "mode" => match serde_json::from_value(value.clone()) {
                    Ok(mode) => self.mode = mode,
                    Err(_) => faults.push(bad(name, "insert | update | upsert")),
                },
                "key" => match serde_json::from_value::<Option<Vec<String>>>(value.clone()) {
                    Ok(key) => self.key = key.unwrap_or_default(),
                    Err(_) => faults.push(bad(name, "[\"field\"]")),
                },
                "create_references" | "dry_run" | "overwrite" => match (value.as_bool(), name.as_str()) {
                    (Some(yes), "dry_run") => self.dry_run = yes,
                    (Some(yes), "overwrite") => self.overwrite = yes,
                    (Some(yes), _) => self.create_references = yes,
                    (None, _) => faults.push(bad(name, "true | false")),
                },
                "duplicates" => match value.as_str().and_then(ImportPolicy::from_name) {
                    Some(policy) => self.duplicates = policy,
                    None => faults.push(bad(name, "allow | skip | block | update")),
                },
                "links" => {
                    match serde_json::from_value::<Option<BTreeMap<String, LinkOptions>>>(value.clone()) {
                        Ok(given) => wanted = given.unwrap_or_default(),
                        Err(_) => faults.push(bad(name, "{\"account\": {\"action\": …, \"key\": […]}}")),
                    }
                }
                "mapping" => match serde_json::from_value::<Option<Map<String, Json>>>(value.clone()) {
                    Ok(Some(mapping)) => faults.extend(self.map(&mapping, &links)),
                    Ok(None) => {}
                    Err(_) => faults.push(bad(name, "{\"heading\": \"field\"}")),
                },
                other => faults.push(FieldFault::property(other, Code::UnknownField).with("name", other)),
            }
        }
        self.settle_links(&links);
        for (name, given) in wanted {
            let full = link::full_name(&links, &name);
            if let Some(known) = self.links.get_mut(&full) {
                known.action = given.action.unwrap_or(known.action);
                if let Some(key) = given.key {
                    known.key = key;
                }
            } else if !links.iter().any(|link| link.name == full) {
                let property = format!("links.{name}");
                faults.push(FieldFault::property(&property, Code::UnknownField).with("name", name));
            }
        }
        faults.extend(self.check(ctx, object, &links));
        if faults.is_empty() { Ok(()) } else { Err(Fault::invalid(faults)) }
    }

    /// The links that columns feed and no others, each with its settings.
    pub fn settle_links(&mut self, links: &[Link]) {
        let fed: Vec<(&str, &str)> = self
            .columns
            .iter()
            .filter_map(|column| Some(link::split(column.field.as_deref()?)))
            .filter_map(|(name, field)| Some((name?, field)))
            .collect();
        self.links.retain(|name, _| fed.iter().any(|(used, _)| used == name));
        for known in links {
            let fields: Vec<&str> =
                fed.iter().filter(|(name, _)| *name == known.name).map(|(_, field)| *field).collect();
            if !fields.is_empty() && !self.links.contains_key(&known.name) {
                self.links.insert(known.name.clone(), link::usual(known, &fields));
            }
        }
    }

    fn map(&mut self, mapping: &Map<String, Json>, links: &[Link]) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        for (header, field) in mapping {
            let property = format!("mapping.{header}");
            match (self.columns.iter_mut().find(|column| column.header == *header), field) {
                (Some(column), Json::Null) => column.field = None,
                (Some(column), Json::String(field)) => column.field = Some(link::full(links, field)),
                (Some(_), _) => faults.push(bad(&property, "\"field\" | null")),
                (None, _) => {
                    faults.push(FieldFault::property(&property, Code::UnknownField).with("name", header));
                }
            }
        }
        faults
    }

    /// What is wrong with the options as they stand.
    fn check(&self, ctx: &Ctx, object: &ObjectDef, links: &[Link]) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let fed = self.fed(ctx, object, links, &mut faults);
        if self.mode != Mode::Insert && self.key.is_empty() {
            let label = shuke_base::Text::new("关键字段", "The key");
            faults.push(FieldFault::new("key", &label, Code::Required));
        }
        for name in &self.key {
            if !fed.contains(&name.as_str()) {
                let label = object.field(name).map_or_else(Default::default, |field| field.label.clone());
                faults.push(FieldFault::property("key", Code::MappingMissing).label_arg("name", label));
            }
        }
        let parent = |name: &str| self.links.contains_key(name) && links.iter().any(|link| link.name == name);
        if self.mode != Mode::Update {
            for field in object.fields.iter().filter(|field| field.required && field.default.is_none()) {
                let given = field.read_only || field.name == "owner" || fed.contains(&field.name.as_str());
                if !given && !parent(&field.name) {
                    let label = field.label.clone();
                    faults
                        .push(FieldFault::property("mapping", Code::MappingMissing).label_arg("name", label));
                }
            }
        }
        faults.extend(link::check(ctx, links, &self.links, &fed));
        faults
    }

    /// The fields that columns feed. Each may be fed once, and a reference by a name or through its record's fields.
    fn fed<'a>(
        &'a self,
        ctx: &Ctx,
        object: &ObjectDef,
        links: &[Link],
        faults: &mut Vec<FieldFault>,
    ) -> Vec<&'a str> {
        let mask = ctx.viewer.field_mask(object);
        let mut fed: Vec<&str> = Vec::new();
        for column in &self.columns {
            let Some(path) = &column.field else { continue };
            let (through, name) = link::split(path);
            let known = match through {
                None => object.field(name).filter(|field| importable(field) && mask.readable(field)),
                Some(through) => links
                    .iter()
                    .find(|link| link.name == through)
                    .and_then(|link| link::field(ctx, link, name)),
            };
            let property = format!("mapping.{}", column.header);
            let through_it = through.is_none() && self.links.contains_key(name);
            match known {
                None => faults.push(FieldFault::property(&property, Code::UnknownField).with("name", path)),
                Some(field) if through_it || fed.contains(&path.as_str()) => {
                    let label = field.label.clone();
                    faults
                        .push(FieldFault::property(&property, Code::MappingDouble).label_arg("name", label));
                }
                Some(_) => fed.push(path),
            }
        }
        fed
    }

    /// The rights that the import needs.
    ///
    /// # Errors
    /// The one that is missing.
    pub fn permit(&self, ctx: &Ctx, object: &ObjectDef) -> Result<(), Fault> {
        crate::records::people::writable(ctx, object)?;
        let mut needed = vec![Action::Import];
        match self.mode {
            Mode::Insert => needed.push(Action::Create),
            Mode::Update => needed.push(Action::Edit),
            Mode::Upsert => needed.extend([Action::Create, Action::Edit]),
        }
        if self.duplicates == ImportPolicy::Update && self.mode != Mode::Update {
            needed.push(Action::Edit);
        }
        if let Some(action) = needed.into_iter().find(|action| !ctx.viewer.may(object, *action)) {
            return Err(crate::records::missing(action));
        }
        let links = link::all(ctx, object);
        for (name, doc) in &self.links {
            match links.iter().find(|link| link.name == *name) {
                Some(link) => link::permit(ctx, link, doc.action)?,
                None => return Err(Fault::new(Code::UnknownField).with("name", name)),
            }
        }
        Ok(())
    }

    /// The links of the import, in the order in which their records come to be: what others may refer to first, those
    /// that refer to the main object last.
    #[must_use]
    pub fn ordered(&self, ctx: &Ctx, object: &ObjectDef) -> Vec<Link> {
        let mut open: Vec<Link> =
            link::all(ctx, object).into_iter().filter(|link| self.links.contains_key(&link.name)).collect();
        let mut ordered: Vec<Link> = Vec::with_capacity(open.len());
        while !open.is_empty() {
            let refers = |one: &Link| {
                one.object.fields.iter().filter(|field| !field.system).any(|field| {
                    let target = field.target_object();
                    open.iter().any(|other| {
                        other.name != one.name && other.side == one.side && target == Some(&other.object.name)
                    })
                })
            };
            let parent = |side| open.iter().any(|link| link.side == Side::Parent) && side == Side::Child;
            let next = open.iter().position(|link| !parent(link.side) && !refers(link));
            let next = next.or_else(|| open.iter().position(|link| !parent(link.side))).unwrap_or(0);
            ordered.push(open.remove(next));
        }
        ordered
    }
}
