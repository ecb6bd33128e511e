//! Shared views and their order, and what is arranged for people, as they are to be.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Uuid};
use shuke_store::system::SavedView;

use super::super::cards;
use super::super::items::{Group, Key, View};
use super::{Planner, always};
use crate::context::Ctx;
use crate::views::choice::Choice;
use crate::views::{ViewDoc, whole as views};

impl Planner<'_> {
    pub(super) fn views(&mut self) {
        let ctx = Ctx { company: Arc::clone(&self.plan.target.company), ..self.ctx.clone() };
        for (key, mut read) in self.given(Group::View).into_iter().filter(|(key, _)| !key.name.is_empty()) {
            let Some(object) = ctx.company.schema.object(&key.object).cloned() else {
                let fault = FieldFault::property("views", Code::UnknownObject).with("name", &key.object);
                self.folder.refuse(&read.file, fault);
                continue;
            };
            let audience = read.map.remove("audience").unwrap_or_else(|| json!("everyone"));
            let audience = audience.as_str().unwrap_or_default().to_owned();
            if !["everyone", "some"].contains(&audience.as_str()) {
                let fault = FieldFault::property("audience", Code::UnknownOption).with("value", &audience);
                self.refuse(&read, vec![fault]);
                continue;
            }
            let Some(doc) = self.typed::<ViewDoc>(&read) else { continue };
            let (known, own) = (always::<ViewDoc>(), json!(doc));
            let strange =
                read.map.keys().filter(|name| !known.contains(name) && own.get(name.as_str()).is_none());
            let strange = strange
                .map(|name| FieldFault::property(name, Code::ConfigUnknownProperty).with("name", name));
            let strange: Vec<FieldFault> = strange.collect();
            self.refuse(&read, strange);
            match views::checked(&ctx, &object, &audience, doc) {
                Ok((audience, doc)) => self.view(&key, audience.name(), doc),
                Err(fault) => self.refuse(&read, within(fault)),
            }
        }
        let gone: Vec<Uuid> = self
            .plan
            .current
            .views
            .iter()
            .filter(|view| {
                self.goes(&Key::new(Group::View, &view.stored.object, &view.key), &view.stored.object)
            })
            .map(|view| view.stored.id)
            .collect();
        self.plan.target.views.retain(|view| !gone.contains(&view.stored.id));
    }

    fn view(&mut self, key: &Key, audience: &str, doc: ViewDoc) {
        let now = self.ctx.now;
        let known = self.plan.target.views.iter();
        let mut known = known.filter(|view| view.stored.object == key.object && view.key == key.name);
        let stored = known.next().map_or_else(
            || SavedView {
                id: self.app.new_id(),
                object: key.object.clone(),
                owner: self.ctx.user,
                audience: String::new(),
                doc: String::new(),
                created_at: now,
                updated_at: now,
                deleted_at: None,
            },
            |view| view.stored.clone(),
        );
        let stored = SavedView { audience: audience.to_owned(), doc: doc.text(), updated_at: now, ..stored };
        let view = View { stored, doc, key: key.name.clone() };
        self.plan.target.views.retain(|known| known.stored.id != view.stored.id);
        self.plan.target.views.push(view.clone());
        self.plan.put_views.push(view);
    }

    /// The order of views, and which opens first.
    pub(super) fn choices(&mut self) {
        for (key, read) in self.given(Group::View).into_iter().filter(|(key, _)| key.name.is_empty()) {
            let mut faults = Vec::new();
            let target = &self.plan.target;
            let mut id = |name: &str, path: &str| {
                let own =
                    target.views.iter().find(|view| view.stored.object == key.object && view.key == name);
                let built_in =
                    !name.is_empty() && name.len() < 20 && name.bytes().all(|byte| byte.is_ascii_lowercase());
                if own.is_none() && !built_in {
                    faults.push(FieldFault::property(path, Code::ConfigUnknownName).with("name", name));
                }
                own.map_or_else(|| name.to_owned(), |view| view.stored.id.to_string())
            };
            let order = read.map.get("order").and_then(Json::as_array).into_iter().flatten();
            let order = order
                .enumerate()
                .map(|(at, name)| id(name.as_str().unwrap_or_default(), &format!("order[{at}]")));
            let order = order.collect();
            let first = read.map.get("default").map(|name| id(name.as_str().unwrap_or_default(), "default"));
            self.refuse(&read, faults);
            let choice = Choice { order, first };
            self.plan.target.choices.insert(key.object.clone(), choice.clone());
            self.plan.choices.push((key.object, choice));
        }
    }

    /// What is arranged for people.
    pub(super) fn arrangement(&mut self) {
        let Some(mut read) = self.arrangement.take() else { return };
        let views = &self.plan.target.views;
        let faults = cards::find(&mut read.map, |object, name| {
            let is = |view: &&View| view.stored.object == object && view.key == name;
            Some(views.iter().find(is)?.stored.id.to_string())
        });
        if !faults.is_empty() {
            return self.refuse(&read, faults);
        }
        let mut company = self.plan.target.company.copy();
        match company.settings.arrangements.changed(&read.map) {
            Ok(new) => {
                self.refuse(&read, new.faults(&company));
                company.settings.arrangements = new;
                self.plan.target.company = Arc::new(company);
            }
            Err(fault) => self.refuse(&read, fault.fields),
        }
    }
}

/// What is wrong with a whole, field by field.
fn within(fault: Fault) -> Vec<FieldFault> {
    if fault.fields.is_empty() {
        let mut whole = FieldFault::property("filter", fault.code);
        whole.args = fault.args;
        return vec![whole];
    }
    fault.fields
}
