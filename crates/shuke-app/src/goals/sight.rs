//! Whose amounts a caller is shown: the own ones, those of departments that they head with all below, and of the people in
//! them; administrators see all. Nobody else learns that there is one.

use std::collections::BTreeSet;

use shuke_base::Uuid;

use crate::context::Ctx;

/// Whom a caller is shown.
#[derive(Debug, Clone)]
pub(super) struct Sight {
    /// The caller.
    pub(super) own: Uuid,
    /// Everybody, and the company as a whole.
    pub(super) all: bool,
    /// The caller, and the people of their departments.
    pub(super) people: BTreeSet<Uuid>,
    /// The departments that they head, and all below.
    pub(super) departments: BTreeSet<Uuid>,
}

impl Sight {
    pub(super) fn of(ctx: &Ctx, user: Uuid) -> Self {
        let org = &ctx.company.org;
        let headed = org.departments().filter(|it| it.head == Some(user));
        let departments: BTreeSet<Uuid> = headed.flat_map(|it| org.departments_below(it.id)).collect();
        let within = |id: Option<Uuid>| id.is_some_and(|id| departments.contains(&id));
        let mut people: BTreeSet<Uuid> =
            org.people().filter(|person| within(person.department)).map(|person| person.id).collect();
        people.insert(user);
        Self { own: user, all: ctx.viewer.is_admin(), people, departments }
    }

    /// All that amounts may be of; none where nothing is closed.
    pub(super) fn parties(&self) -> Option<Vec<Uuid>> {
        (!self.all).then(|| self.people.iter().chain(&self.departments).copied().collect())
    }
}
