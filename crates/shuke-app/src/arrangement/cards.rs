//! The cards of a workbench that the company arranges: what may be chosen, and what of it a caller sees.

use shuke_base::{Code, Fault, FieldFault, Uuid};
use shuke_meta::Schema;
use shuke_store::Conn;
use shuke_store::system::SavedView;

use super::sees;
use crate::company::Company;
use crate::context::Ctx;
use crate::preferences::Card;
use crate::views::{self, Audience};

/// Cards of objects that there are none of.
pub(super) fn strangers(cards: &[Card], schema: &Schema, path: &str) -> Vec<FieldFault> {
    let strange = |(at, card): (usize, &Card)| {
        let name = card.object.as_ref().filter(|name| schema.object(name).is_none())?;
        let fault = FieldFault::property(&format!("{path}[{at}].object"), Code::UnknownOption);
        Some(fault.with("value", name))
    };
    cards.iter().enumerate().filter_map(strange).collect()
}

/// The views that cards may show.
struct Views(Vec<SavedView>);

impl Views {
    async fn of(conn: &mut Conn, cards: &[Card]) -> Result<Self, Fault> {
        let ids: Vec<Uuid> = cards.iter().filter_map(|card| card.id).collect();
        Ok(Self(conn.views_by_id(&ids).await?))
    }

    /// The view of a card, while there is one of its object.
    fn find(&self, card: &Card) -> Option<&SavedView> {
        let is = |view: &&SavedView| Some(view.id) == card.id && Some(&view.object) == card.object.as_ref();
        self.0.iter().find(is).filter(|view| view.deleted_at.is_none())
    }
}

/// Cards of views that others have no part in: there is none, or it is somebody's own. What stood there before may stay,
/// though nobody is shown it.
pub(super) async fn unshared(
    conn: &mut Conn,
    cards: &[Card],
    before: &[Card],
    path: &str,
) -> Result<Vec<FieldFault>, Fault> {
    let views = Views::of(conn, cards).await?;
    let fault = |(at, card): (usize, &Card)| {
        card.id.filter(|_| !before.contains(card))?;
        let code = match views.find(card) {
            None => Code::UnknownReference,
            Some(view) if Audience::of(view) == Audience::Private => Code::ViewPrivate,
            Some(_) => return None,
        };
        Some(FieldFault::property(&format!("{path}[{at}].id"), code))
    };
    Ok(cards.iter().enumerate().filter_map(fault).collect())
}

/// The cards that the caller may see something on. Of views that are gone, private by now, or shared with others,
/// nothing is told.
pub(super) async fn seen(
    conn: &mut Conn,
    ctx: &Ctx,
    company: &Company,
    cards: &[Card],
) -> Result<Vec<Card>, Fault> {
    let views = Views::of(conn, cards).await?;
    let reads = |name: &String| sees(ctx, company, name);
    let mut seen = Vec::with_capacity(cards.len());
    for card in cards.iter().filter(|card| card.object.as_ref().is_none_or(reads)) {
        let there = match views.find(card) {
            Some(view) => Audience::of(view) != Audience::Private && views::has(ctx, view)?,
            None => card.id.is_none(),
        };
        if there {
            seen.push(card.clone());
        }
    }
    Ok(seen)
}
