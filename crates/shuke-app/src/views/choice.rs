//! What people choose for the views of an object: their order, and which one opens first. Without a choice of one's
//! own, that of the company holds. Names of built-in views (`all`, `mine`) stand beside ids.

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, Uuid, limits};
use shuke_store::Conn;

use crate::App;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;

/// Letters of an id or of a built-in view's name.
const KEY_CHARS: usize = 40;

/// A choice, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    /// Views in order; others come behind.
    pub(crate) order: Vec<String>,
    /// The view that opens first.
    pub(crate) first: Option<String>,
}

pub(crate) async fn stored(conn: &mut Conn, user: Uuid, object: &str) -> Result<Choice, Fault> {
    let doc = conn.view_choice(user, object).await?;
    Ok(doc.and_then(|doc| serde_json::from_str(&doc).ok()).unwrap_or_default())
}

/// The company's choice, and what holds for the caller.
pub(super) async fn of(conn: &mut Conn, ctx: &Ctx, object: &str) -> Result<(Choice, Choice), Fault> {
    let company = stored(conn, Uuid::nil(), object).await?;
    let own = match ctx.user {
        Some(user) => stored(conn, user, object).await?,
        None => Choice::default(),
    };
    let order = if own.order.is_empty() { company.order.clone() } else { own.order };
    let first = own.first.or_else(|| company.first.clone());
    Ok((company, Choice { order, first }))
}

impl App {
    /// Sets the order of the caller's views of an object, or the one that opens first; with `"for_all": true`,
    /// whoever designs the object sets what holds for everybody who chose nothing.
    ///
    /// # Errors
    /// [`Code::MissingRight`], or everything that is wrong with the values.
    pub async fn arrange_views(
        &self,
        ctx: &Ctx,
        object: &str,
        given: &Map<String, Json>,
    ) -> Result<Json, Fault> {
        let object = ctx.object(object)?;
        let mut input = Input::new(given, &["order", "default", "for_all"]);
        let (order, first) = (input.words("order"), input.text("default"));
        let for_all = input.flag("for_all").flatten().unwrap_or(false);
        let long = |key: &String| key.chars().count() > KEY_CHARS;
        if let Some(Some(keys)) = &order {
            if keys.len() > limits::VIEWS_SHARED + limits::VIEWS_OWN + 10 {
                input.refuse(input.fault("order", Code::BatchTooLarge).with("max", limits::VIEWS_SHARED));
            }
            if let Some(key) = keys.iter().find(|key| long(key)) {
                input.refuse(input.fault("order", Code::UnknownOption).with("value", key));
            }
        }
        if let Some(key) = first.as_ref().and_then(Option::as_ref).filter(|key| long(key)) {
            input.refuse(input.fault("default", Code::UnknownOption).with("value", key));
        }
        check::refuse(input.finish())?;
        if for_all {
            ctx.may_define(&object.name)?;
        }
        let user = if for_all { Some(Uuid::nil()) } else { ctx.user };
        let user = user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let name = object.name.clone();
        self.store
            .write(move |tx| {
                async move {
                    let mut choice = stored(tx, user, &name).await?;
                    if let Some(order) = order {
                        choice.order = order.unwrap_or_default();
                    }
                    if let Some(first) = first {
                        choice.first = first;
                    }
                    let doc = serde_json::to_string(&choice).unwrap_or_default();
                    tx.put_view_choice(user, &name, &doc).await?;
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        self.views(ctx, &object.name).await
    }
}
