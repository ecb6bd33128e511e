//! What a caller may do to records that were read without a scope: by owner and department, and as a member of teams.

use std::collections::HashMap;

use shuke_access::{Action, Team};
use shuke_base::{Code, Fault, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::Conn;
use shuke_store::records::Record;

use crate::context::Ctx;
use crate::records::{missing, value_of};

/// Whether the record, read with all its fields, is within what the caller may do `action` to by its owner and
/// department, or by what a sharing rule asks of its fields.
#[must_use]
pub fn within(ctx: &Ctx, object: &ObjectDef, record: &Record, action: Action) -> bool {
    let owner = value_of(object, record, "owner").as_id();
    let department = value_of(object, record, "owner_department").as_id();
    ctx.viewer.scope(object, action).admits_row(owner, department, &record.values)
}

/// The rights of one caller on some records of one object.
#[derive(Debug)]
pub struct Sight<'a> {
    ctx: &'a Ctx,
    object: &'a ObjectDef,
    /// The records that have the caller in their team, and whether with the right to change them.
    teams: HashMap<Uuid, bool>,
}

impl<'a> Sight<'a> {
    /// Looks up, with one query, the teams of those records that owner and department leave in question.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn of(
        conn: &mut Conn,
        ctx: &'a Ctx,
        object: &'a ObjectDef,
        records: &[Record],
    ) -> Result<Self, Fault> {
        let open = |record: &&Record| {
            [Action::Read, Action::Edit].iter().any(|action| !within(ctx, object, record, *action))
        };
        let team = [Action::Read, Action::Edit].iter().find_map(|on| ctx.viewer.scope(object, *on).team());
        let teams = match team {
            Some(team) => {
                let ids: Vec<Uuid> = records.iter().filter(open).map(|record| record.id).collect();
                conn.teamed(&Team { write: false, ..team }, &ids).await?
            }
            None => HashMap::new(),
        };
        Ok(Self { ctx, object, teams })
    }

    /// Whether the caller may do this to the record.
    #[must_use]
    pub fn may(&self, record: &Record, action: Action) -> bool {
        let team = || self.ctx.viewer.scope(self.object, action).team();
        within(self.ctx, self.object, record, action)
            || self
                .teams
                .get(&record.id)
                .is_some_and(|writes| team().is_some_and(|team| *writes || !team.write))
    }
}

/// Refuses what the caller may not do: with 404 what may not be seen, with 403 what may only be seen.
///
/// # Errors
/// [`Code::NotFound`] or [`Code::MissingRight`].
pub async fn permit(
    conn: &mut Conn,
    ctx: &Ctx,
    object: &ObjectDef,
    record: &Record,
    action: Action,
) -> Result<(), Fault> {
    let sight = Sight::of(conn, ctx, object, std::slice::from_ref(record)).await?;
    if !sight.may(record, Action::Read) {
        return Err(Fault::new(Code::NotFound));
    }
    if sight.may(record, action) { Ok(()) } else { Err(missing(action)) }
}
