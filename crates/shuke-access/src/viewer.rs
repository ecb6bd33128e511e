//! A viewer: somebody, or the program itself, with all that roles and organisation chart give.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono_tz::Tz;
use shuke_base::{Moment, Text, Uuid, Value};
use shuke_expr::Env;
use shuke_meta::{FieldDef, ObjectDef};

use crate::chart::OrgChart;
use crate::condition::Ways;
use crate::mask::{FieldMask, KeptBack};
use crate::role::{Action, DataScope, FieldRight, OTHERS, Role};
use crate::scope::{Reach, Scope, ScopeCond, Team, Union};
use crate::sharing::{Conditions, Shared, SharingRule, shared};
use crate::token::TokenScopes;

/// Objects with rights of their own, whatever roles say: everybody who is signed in may see people and departments,
/// which pickers need; only administrators change them, or see roles.
fn settled(object: &str, action: Action) -> Option<bool> {
    match object {
        "user" | "department" => Some(action == Action::Read),
        "role" => Some(false),
        _ => None,
    }
}

/// Somebody who looks at records and changes them; cheap to clone. Made anew when roles or the chart change.
#[derive(Debug, Clone)]
pub struct Viewer(Arc<Inner>, Moment, Option<Arc<TokenScopes>>);

#[derive(Debug)]
struct Inner {
    user: Option<Uuid>,
    /// Administrator, or the program itself.
    full: bool,
    roles: Vec<Arc<Role>>,
    chart: OrgChart,
    department: Option<Uuid>,
    team: Vec<Uuid>,
    /// What the roles come to, for each object that one of them names, and for [`OTHERS`].
    objects: HashMap<String, Rights>,
    /// The sharing rules that reach the person.
    shared: Vec<Shared>,
}

/// What all roles together give on one object.
#[derive(Debug, Default, Clone)]
struct Rights {
    reach: HashMap<Action, Reach>,
    /// What sharing rules open beyond that, by what they ask of records.
    ways: HashMap<Action, Ways>,
    kept_back: Arc<KeptBack>,
}

/// The computed fields, as object and name, each with the fields that its value comes from in the end.
pub type Sources = HashMap<(String, String), BTreeSet<(String, String)>>;

/// Why an action may be done: one grant that reaches the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The role that grants it; `None` for what everybody who is signed in may do.
    pub role: Option<Uuid>,
    /// The role's name, in both languages.
    pub role_name: Text,
    /// The action.
    pub action: Action,
    /// How far the grant reaches; none where it comes from a sharing rule.
    pub scope: DataScope,
    /// The sharing rule, where one shares the record.
    pub rule: Option<Arc<SharingRule>>,
}

impl Viewer {
    /// The person with these roles in this chart.
    #[must_use]
    pub fn new(user: Uuid, roles: Vec<Arc<Role>>, chart: &OrgChart) -> Self {
        let mut team = chart.subordinates(user);
        team.insert(user);
        let mut inner = Inner {
            user: Some(user),
            full: roles.iter().any(|role| role.admin),
            roles,
            chart: chart.clone(),
            department: chart.department_of(user),
            team: team.into_iter().collect(),
            objects: HashMap::new(),
            shared: Vec::new(),
        };
        let named =
            |role: &Arc<Role>| role.grants.keys().chain(role.fields.keys()).cloned().collect::<Vec<_>>();
        let mut names: BTreeSet<String> = inner.roles.iter().flat_map(named).collect();
        names.insert(OTHERS.to_owned());
        inner.objects = names.into_iter().map(|name| (name.clone(), inner.rights(&name))).collect();
        Self(Arc::new(inner), Moment::UNIX_EPOCH, None)
    }

    /// The program itself, acting for nobody: may do everything.
    #[must_use]
    pub fn system() -> Self {
        Self(
            Arc::new(Inner {
                user: None,
                full: true,
                roles: Vec::new(),
                chart: OrgChart::default(),
                department: None,
                team: Vec::new(),
                objects: HashMap::new(),
                shared: Vec::new(),
            }),
            Moment::UNIX_EPOCH,
            None,
        )
    }

    /// The same viewer at this moment, which decides whether memberships of teams have ended.
    #[must_use]
    pub fn at(mut self, now: Moment) -> Self {
        self.1 = now;
        self
    }

    /// The same viewer through a token that may not do everything. No such viewer is an administrator.
    #[must_use]
    pub fn limited(mut self, scopes: Option<Arc<TokenScopes>>) -> Self {
        self.2 = scopes;
        self
    }

    /// What the token allows through which this viewer came; `None` for everything.
    #[must_use]
    pub fn token_scopes(&self) -> Option<&TokenScopes> {
        self.2.as_deref()
    }

    /// The person; `None` for the program itself.
    #[must_use]
    pub fn user(&self) -> Option<Uuid> {
        self.0.user
    }

    /// Whether this is the program itself.
    #[must_use]
    pub fn is_system(&self) -> bool {
        self.0.user.is_none()
    }

    /// Whether everything is granted: to administrators, and to the program itself.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.0.full && self.2.is_none()
    }

    /// The person's roles.
    #[must_use]
    pub fn roles(&self) -> &[Arc<Role>] {
        &self.0.roles
    }

    /// The person's department.
    #[must_use]
    pub fn department(&self) -> Option<Uuid> {
        self.0.department
    }

    /// The person and all subordinates, sorted.
    #[must_use]
    pub fn team(&self) -> &[Uuid] {
        &self.0.team
    }

    /// The organisation chart that the rights were worked out with.
    #[must_use]
    pub fn chart(&self) -> &OrgChart {
        &self.0.chart
    }

    /// The surroundings that this viewer's filters are read in.
    #[must_use]
    pub fn env(&self, now: Moment, zone: Tz) -> Env {
        Env {
            me: self.0.user,
            department: self.0.department,
            team: self.0.team.clone(),
            now,
            zone,
            parents: self.0.chart.parents(),
        }
    }

    /// Which records of the object the action may be done to. Records without owners are all inside or none. Members
    /// of a record's team read it, and change it when they may write; no team lets anybody delete, transfer or export.
    #[must_use]
    pub fn scope(&self, object: &ObjectDef, action: Action) -> Scope {
        if self.2.as_ref().is_some_and(|scopes| !scopes.allows(&object.name, action)) {
            return Scope::new(Reach::Nothing);
        }
        let reach = match settled(&object.name, action) {
            _ if self.0.full => Reach::All,
            Some(true) => Reach::All,
            Some(false) => Reach::Nothing,
            None => match self.0.on(&object.name).reach.get(&action) {
                None | Some(Reach::Nothing) => Reach::Nothing,
                Some(_) if !object.owned => Reach::All,
                Some(reach) => reach.clone(),
            },
        };
        let member = |write| self.0.user.map(|user| Team { user, write, now: self.1 });
        let team = match action {
            Action::Read => member(false),
            Action::Edit => member(true),
            _ => None,
        };
        Scope::new(reach).with_team(team).with_ways(self.0.on(&object.name).ways.get(&action))
    }

    /// Whether the action may be done to any record of the object at all.
    #[must_use]
    pub fn may(&self, object: &ObjectDef, action: Action) -> bool {
        !self.scope(object, action).is_nothing()
    }

    /// Whether the object itself may be changed: its fields, layout, checks and shared views. Only by who sees each of its
    /// fields as it is: others would lose what they don't see when they save what they do.
    #[must_use]
    pub fn defines(&self, object: &ObjectDef) -> bool {
        let mask = self.field_mask(object);
        let sees_all = || object.fields.iter().all(|field| mask.readable(field));
        self.is_admin() || (self.may(object, Action::Define) && sees_all())
    }

    /// Whether this person may look at the program as somebody else.
    #[must_use]
    pub fn views_as(&self) -> bool {
        self.2.is_none() && (self.0.full || self.0.roles.iter().any(|role| role.view_as))
    }

    /// Whether this viewer sees, of these objects, whatever the other does. Teams and rules open single records, so
    /// only who sees all of an object sees for certain what somebody else does.
    #[must_use]
    pub fn covers<'o>(&self, other: &Self, mut objects: impl Iterator<Item = &'o ObjectDef>) -> bool {
        if self.is_admin() || other.is_admin() {
            return self.is_admin();
        }
        let seen = |mask: &FieldMask, field: &FieldDef| (mask.shown(field), mask.readable(field));
        objects.all(|object| {
            let (mine, theirs) = (self.field_mask(object), other.field_mask(object));
            let all = self.scope(object, Action::Read).cond() == ScopeCond::All;
            !other.may(object, Action::Read)
                || (all
                    && self.defines(object) >= other.defines(object)
                    && object.fields.iter().all(|field| seen(&mine, field) >= seen(&theirs, field)))
        })
    }

    /// The actions that may be done to some record of the object.
    #[must_use]
    pub fn actions(&self, object: &ObjectDef) -> Vec<Action> {
        Action::ALL.iter().copied().filter(|action| self.may(object, *action)).collect()
    }

    /// Which fields of the object may be seen and set.
    #[must_use]
    pub fn field_mask(&self, object: &ObjectDef) -> FieldMask {
        let free = self.0.full || settled(&object.name, Action::Read).is_some();
        let mut mask = FieldMask {
            seen: self.may(object, Action::Read),
            changed: Action::ALL.iter().any(|action| action.writes() && self.may(object, *action)),
            transferred: self.may(object, Action::Transfer),
            kept_back: if free { Arc::default() } else { Arc::clone(&self.0.on(&object.name).kept_back) },
            name_field: object.name_field.clone(),
            stage_seen: true,
        };
        let stage = object.stage_field.as_deref().and_then(|name| object.field(name));
        mask.stage_seen = stage.is_none_or(|stage| mask.readable(stage));
        mask
    }

    /// Also what sharing rules give: records for those to whom their roles open some of the object's records already.
    /// Whoever may see or change nothing of an object gets nothing of it. `holders` answers who has a role.
    #[must_use]
    pub fn with_sharing(
        mut self,
        rules: &[Arc<SharingRule>],
        conditions: &Conditions,
        holders: &dyn Fn(Uuid) -> Vec<Uuid>,
    ) -> Self {
        let Some(user) = self.0.user.filter(|_| !self.0.full) else { return self };
        let roles: Vec<Uuid> = self.0.roles.iter().map(|role| role.id).collect();
        let shared = shared((rules, conditions), user, &roles, self.0.department, &self.0.chart, holders);
        if let (Some(inner), false) = (Arc::get_mut(&mut self.0), shared.is_empty()) {
            for one in &shared {
                inner.share(one);
            }
            inner.shared = shared;
        }
        self
    }

    /// Also covers what is computed from fields that this viewer doesn't see as they are, so that a copy tells no more
    /// than the original; unless a role says of the computed field itself what may be seen of it.
    #[must_use]
    pub fn with_sources(mut self, sources: &Sources) -> Self {
        let kept: Vec<_> = sources
            .iter()
            .filter(|((object, field), _)| {
                !self.0.full && !self.0.on(object).kept_back.plain.contains_key(field)
            })
            .filter_map(|(copy, from)| {
                let closed = from.iter().any(|field| self.0.right(field) < FieldRight::Read);
                closed.then(|| copy.clone())
            })
            .collect();
        if let (Some(inner), false) = (Arc::get_mut(&mut self.0), kept.is_empty()) {
            for (object, field) in kept {
                inner.mask(&object, field);
            }
        }
        self
    }

    /// Whether the values of one field are seen as they are; fits [`shuke_expr::parse`]. For many fields take [`Viewer::field_mask`].
    #[must_use]
    pub fn readable(&self, object: &ObjectDef, field: &FieldDef) -> bool {
        self.field_mask(object).readable(field)
    }

    /// Why the action may be done to a record with this owner and owner's department and these values, one for each
    /// field: every grant that reaches it. Nothing, when it may not.
    #[must_use]
    pub fn explain(
        &self,
        object: &ObjectDef,
        action: Action,
        (owner, owner_department): (Option<Uuid>, Option<Uuid>),
        row: &[Value],
    ) -> Vec<Reason> {
        let by_role = |role: &Role, scope: DataScope| Reason {
            role: Some(role.id),
            role_name: if role.label.is_empty() {
                Text::new(&role.name, &role.name)
            } else {
                role.label.clone()
            },
            action,
            scope,
            rule: None,
        };
        let mut reasons = Vec::new();
        let settled = settled(&object.name, action);
        if settled == Some(true) {
            let role_name = Text::new("所有登录用户", "Everybody signed in");
            reasons.push(Reason { role: None, role_name, action, scope: DataScope::All, rule: None });
        }
        for role in &self.0.roles {
            if role.admin {
                reasons.push(by_role(role, DataScope::All));
            } else if settled.is_none() {
                let granted = role.reach(&object.name, action);
                let reach = self.0.union(granted).reach();
                let inside = if object.owned {
                    Scope::new(reach).admits(owner, owner_department)
                } else {
                    reach != Reach::Nothing
                };
                if inside {
                    reasons.push(by_role(role, granted.clone()));
                }
            }
        }
        let shared = self.0.shared.iter().filter(|one| one.gives(&object.name, action) && object.owned);
        for one in shared.filter(|_| settled.is_none() && self.may(object, action)) {
            if Scope::new(one.union.clone().reach()).admits(owner, owner_department) || one.ways.hold(row) {
                let rule = Some(Arc::clone(&one.rule));
                reasons.push(Reason {
                    role: None,
                    role_name: Text::default(),
                    action,
                    scope: DataScope::None,
                    rule,
                });
            }
        }
        reasons
    }
}

impl Inner {
    /// What the roles give on an object; on one that no role names, what they give on all others.
    fn on(&self, object: &str) -> &Rights {
        static NONE: std::sync::LazyLock<Rights> = std::sync::LazyLock::new(Rights::default);
        self.objects.get(object).or_else(|| self.objects.get(OTHERS)).unwrap_or(&NONE)
    }

    fn right(&self, (object, field): &(String, String)) -> FieldRight {
        self.on(object).kept_back.plain.get(field).copied().unwrap_or(FieldRight::Write)
    }

    /// Opens what a rule shares.
    fn share(&mut self, one: &Shared) {
        let mut rights = self.on(&one.rule.object).clone();
        for (action, reach) in &mut rights.reach {
            if one.gives(&one.rule.object, *action) {
                *reach = reach.plus(&one.union);
                if !one.ways.is_empty() {
                    let ways = rights.ways.entry(*action).or_default();
                    *ways = ways.and(&one.ways);
                }
            }
        }
        self.objects.insert(one.rule.object.clone(), rights);
    }

    fn mask(&mut self, object: &str, field: String) {
        let mut rights = self.on(object).clone();
        Arc::make_mut(&mut rights.kept_back).plain.insert(field, FieldRight::Masked);
        self.objects.insert(object.to_owned(), rights);
    }

    /// The people and departments that a scope reaches, seen from this person.
    fn union(&self, scope: &DataScope) -> Union {
        let mut union = match scope {
            DataScope::None => return Union::default(),
            DataScope::All => return Union::all(),
            _ => Union::default(),
        };
        union.people(self.user);
        match scope {
            DataScope::None | DataScope::All | DataScope::Own => {}
            DataScope::OwnAndBelow => union.people(self.team.iter().copied()),
            DataScope::Department => union.departments(self.department),
            DataScope::DepartmentAndBelow => {
                union.departments(
                    self.department.into_iter().flat_map(|top| self.chart.departments_below(top)),
                );
            }
            DataScope::Custom(departments) => union.departments(departments.iter().copied()),
        }
        union
    }

    /// What all roles together give on an object.
    fn rights(&self, object: &str) -> Rights {
        let together = |action: Action| {
            let mut union = Union::default();
            for role in &self.roles {
                union.add(&self.union(role.reach(object, action)));
            }
            union.reach()
        };
        let reach = Action::ALL.iter().map(|action| (*action, together(*action))).collect();
        Rights { reach, ways: HashMap::new(), kept_back: Arc::new(self.kept_back(object)) }
    }

    /// The fields that no role gives to write. A role counts only where it lets the object be seen, and gives no more
    /// than a look where it lets nothing be changed: rights on a field never come without rights on the record. A
    /// sensitive field is masked, unless a role that counts says otherwise of it.
    fn kept_back(&self, object: &str) -> KeptBack {
        let counted: Vec<_> = self.roles.iter().filter(|role| role.reads(object)).collect();
        let listed =
            counted.iter().filter_map(|role| role.fields.get(object)).flat_map(|fields| fields.keys());
        let names: BTreeSet<&String> = listed.collect();
        let widest = |name: &str, unlisted: FieldRight| {
            let each = counted.iter().map(|role| {
                let listed = role.fields.get(object).and_then(|fields| fields.get(name)).copied();
                listed.unwrap_or(unlisted).min(role.most(object))
            });
            each.max().unwrap_or(FieldRight::Hidden)
        };
        let rights = |unlisted: FieldRight| {
            names.iter().map(|name| ((*name).clone(), widest(name, unlisted))).collect()
        };
        KeptBack {
            plain: rights(FieldRight::Write),
            sensitive: rights(FieldRight::Masked),
            unlisted: widest("", FieldRight::Masked),
        }
    }
}
