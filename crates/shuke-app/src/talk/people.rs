//! Whom a comment may speak to.

use serde::Serialize;
use serde_json::Value as Json;
use shuke_base::{Fault, Uuid, limits};
use shuke_text::search::{Form, Query, Tier, Value};

use super::Seers;
use crate::App;
use crate::context::Ctx;
use crate::records::read;

/// People who may be mentioned.
#[derive(Debug, Clone, Serialize)]
pub struct PeopleAnswer {
    /// The best match first, some at most.
    pub items: Vec<Json>,
}

impl App {
    /// People who may see a record that the caller sees, by what was typed of a name: a part of it, its 拼音 or its
    /// initials.
    ///
    /// # Errors
    /// [`shuke_base::Code::NotFound`].
    pub async fn mentionable(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        q: Option<&str>,
    ) -> Result<PeopleAnswer, Fault> {
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        let record = read::visible(&mut conn, ctx, &object, id).await?;
        let seers = Seers::of(&mut conn, ctx, &object, &record).await?;
        let typed: Option<String> = q.map(|q| q.chars().take(limits::SEARCH_CHARS).collect());
        let query = typed.as_deref().and_then(Query::new);
        let mut found: Vec<(Option<Tier>, String, Uuid, Json)> = Vec::new();
        for person in ctx.company.org.people().filter(|person| person.active && Some(person.id) != ctx.user) {
            let view = ctx.company.person(Some(person.id));
            let name = view["name"].as_str().unwrap_or_default().to_owned();
            let tier = match &query {
                None => None,
                Some(query) => match query.find(&[Value { form: Form::Text, text: &name }]) {
                    Some(found) => Some(found.tier),
                    None => continue,
                },
            };
            found.push((tier, name, person.id, view));
        }
        found.sort_by(|a, b| (a.0, &a.1, a.2).cmp(&(b.0, &b.1, b.2)));
        let items = found.into_iter().filter(|it| seers.has(it.2)).take(limits::PEOPLE_OFFERED);
        Ok(PeopleAnswer { items: items.map(|it| it.3).collect() })
    }
}
