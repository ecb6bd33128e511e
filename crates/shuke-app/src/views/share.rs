//! Who has a view, and who may change it.

use shuke_base::{Code, FieldFault};
use shuke_store::system::SavedView;

use crate::context::Ctx;
use crate::views::ViewDoc;

/// With whom a view is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// Its owner alone.
    #[default]
    Private,
    /// The roles and departments that it names.
    Some,
    /// Everybody who may see the object.
    Everyone,
}

impl Audience {
    const ALL: [Self; 3] = [Self::Private, Self::Some, Self::Everyone];

    /// The name that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Private => shuke_store::system::view::PRIVATE,
            Self::Some => "some",
            Self::Everyone => "everyone",
        }
    }

    /// The audience of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.name() == name)
    }

    /// That of a stored view; private when it is not understood.
    #[must_use]
    pub fn of(view: &SavedView) -> Self {
        Self::from_name(&view.audience).unwrap_or_default()
    }
}

/// Whether the caller has the view.
pub(super) fn has(ctx: &Ctx, view: &SavedView, doc: &ViewDoc) -> bool {
    if ctx.viewer.is_system() || (view.owner.is_some() && view.owner == ctx.user) {
        return true;
    }
    match Audience::of(view) {
        Audience::Private => false,
        Audience::Everyone => true,
        Audience::Some => {
            let by_role = ctx.viewer.roles().iter().any(|role| doc.roles.contains(&role.id));
            let department = ctx.viewer.department();
            // Whoever designs the object sees to all that is shared.
            designs(ctx, &view.object)
                || by_role
                || department.is_some_and(|own| {
                    let above = ctx.company.org.departments_above(own);
                    doc.departments.iter().any(|shared| *shared == own || above.contains(shared))
                })
        }
    }
}

/// Whether the caller may change the view.
pub(super) fn may_change(ctx: &Ctx, view: &SavedView) -> bool {
    let own = view.owner.is_some() && view.owner == ctx.user;
    own || (designs(ctx, &view.object) && Audience::of(view) != Audience::Private)
}

/// Whether the caller may change the object, and so its shared views.
fn designs(ctx: &Ctx, object: &str) -> bool {
    ctx.company.schema.object(object).is_some_and(|object| ctx.viewer.defines(object))
}

/// What is wrong with whom the caller wants to share a view of the object with: who may change the object shares with
/// anybody, others with their own department and those below it.
pub(super) fn faults(ctx: &Ctx, object: &str, audience: Audience, doc: &ViewDoc) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let fault = FieldFault::property;
    if audience == Audience::Some && doc.roles.is_empty() && doc.departments.is_empty() {
        faults.push(fault("departments", Code::Required));
    }
    if doc.roles.iter().any(|id| !ctx.company.roles.contains_key(id)) {
        faults.push(fault("roles", Code::UnknownReference));
    }
    if doc.departments.iter().any(|id| ctx.company.org.department(*id).is_none()) {
        faults.push(fault("departments", Code::UnknownReference));
    }
    if designs(ctx, object) {
        return faults;
    }
    match audience {
        Audience::Private => {}
        Audience::Everyone => faults.push(fault("audience", Code::ViewSharing)),
        Audience::Some => {
            if !doc.roles.is_empty() {
                faults.push(fault("roles", Code::ViewSharing));
            }
            let own = ctx.viewer.department();
            let below = own.map(|own| ctx.company.org.departments_below(own)).unwrap_or_default();
            let mine = |id: &shuke_base::Uuid| own == Some(*id) || below.contains(id);
            if !doc.departments.iter().all(mine) {
                faults.push(fault("departments", Code::ViewSharing));
            }
        }
    }
    faults
}
