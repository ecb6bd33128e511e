//! Why somebody may see or change a record, and who all may.

use serde::Serialize;
use serde_json::Value as Json;
use shuke_access::{Action, DataScope, Reason, Viewer};
use shuke_base::{Code, Fault, FieldFault, Locale, Moment, Uuid};
use shuke_meta::ObjectDef;
use shuke_store::records::Record;
use shuke_store::system::Member;

use crate::App;
use crate::context::Ctx;
use crate::records::{read, value_of};

/// Actions that are explained.
const EXPLAINED: [Action; 4] = [Action::Read, Action::Edit, Action::Delete, Action::Transfer];
/// People listed at once, at most, and when nothing else is asked for.
const PEOPLE: usize = 500;

/// One grant that reaches the record.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonView {
    /// `role`, `team`, `rule`, or `everybody` for what all who are signed in may do.
    pub kind: &'static str,
    /// The role's name in the caller's language.
    pub role: Option<String>,
    /// How far the role's grant reaches: own, own_and_below, department, department_and_below, custom, all.
    pub scope: Option<&'static str>,
    /// The name of the sharing rule, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What the rule asks of records, where it goes by that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<Json>,
    /// When the membership in the team ends.
    pub until: Option<Moment>,
}

/// One action and the grants that allow it; without any it is not allowed.
#[derive(Debug, Clone, Serialize)]
pub struct ActionView {
    /// read, edit, delete, transfer.
    pub action: &'static str,
    /// Why it may be done.
    pub reasons: Vec<ReasonView>,
}

/// One person's rights on a record.
#[derive(Debug, Clone, Serialize)]
pub struct AccessView {
    /// The person.
    pub user: Json,
    /// The actions that the person may take, each with its reasons.
    pub actions: Vec<ActionView>,
}

/// Everybody who may see a record.
#[derive(Debug, Clone, Serialize)]
pub struct AccessPeople {
    /// The people of the page, in the order of their names.
    pub items: Vec<AccessView>,
    /// How many there are.
    pub total: usize,
}

fn scope_name(scope: &DataScope) -> &'static str {
    match scope {
        DataScope::None => "none",
        DataScope::Own => "own",
        DataScope::OwnAndBelow => "own_and_below",
        DataScope::Department => "department",
        DataScope::DepartmentAndBelow => "department_and_below",
        DataScope::Custom(_) => "custom",
        DataScope::All => "all",
    }
}

fn by_role(reason: Reason, locale: Locale) -> ReasonView {
    ReasonView {
        kind: match (reason.role, &reason.rule) {
            (_, Some(_)) => "rule",
            (Some(_), None) => "role",
            (None, None) => "everybody",
        },
        role: reason.role.map(|_| reason.role_name.get(locale).to_owned()),
        scope: Some(scope_name(&reason.scope)).filter(|_| reason.rule.is_none()),
        condition: reason.rule.as_ref().and_then(|rule| rule.condition.clone()),
        rule: reason.rule.map(|rule| rule.name.clone()),
        until: None,
    }
}

/// What a person may do to the record, and why.
fn explained(
    locale: Locale,
    viewer: &Viewer,
    object: &ObjectDef,
    record: &Record,
    members: &[Member],
) -> Vec<ActionView> {
    let owner = value_of(object, record, "owner").as_id();
    let department = value_of(object, record, "owner_department").as_id();
    let member = members.iter().find(|member| Some(member.user_id) == viewer.user());
    let actions = EXPLAINED.into_iter().map(|action| {
        let granted = viewer.explain(object, action, (owner, department), &record.values);
        let mut reasons: Vec<_> = granted.into_iter().map(|reason| by_role(reason, locale)).collect();
        let team = viewer.scope(object, action).team();
        if let Some(member) = member.filter(|it| team.is_some_and(|team| it.write || !team.write)) {
            reasons.push(ReasonView {
                kind: "team",
                role: None,
                scope: None,
                rule: None,
                condition: None,
                until: member.until,
            });
        }
        ActionView { action: action.name(), reasons }
    });
    actions.filter(|action| !action.reasons.is_empty()).collect()
}

impl App {
    /// Why the caller, or for administrators anybody, may see and change a record that the caller sees.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a record out of sight; [`Code::AdminOnly`] when somebody else is asked about.
    pub async fn access(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        user: Option<Uuid>,
    ) -> Result<AccessView, Fault> {
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        let record = read::visible(&mut conn, ctx, &object, id).await?;
        let user = user.or(ctx.user);
        if user != ctx.user {
            ctx.admin()?;
        }
        let user = user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        if ctx.company.org.person(user).is_none() {
            return Err(Fault::new(Code::NotFound));
        }
        let members = conn.members(id, ctx.now).await?;
        let viewer = ctx.company.viewer(user).at(ctx.now);
        let actions = explained(ctx.locale, &viewer, &object, &record, &members);
        Ok(AccessView { user: ctx.company.person(Some(user)), actions })
    }

    /// Who may see a record, and why: for whoever may see it. Begins after `offset` people and lists `limit` at most.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a record out of sight, [`Code::InvalidLimit`].
    pub async fn access_people(
        &self,
        ctx: &Ctx,
        object: &str,
        id: Uuid,
        (offset, limit): (usize, Option<usize>),
    ) -> Result<AccessPeople, Fault> {
        let limit = limit.unwrap_or(PEOPLE);
        if !(1..=PEOPLE).contains(&limit) {
            let fault = FieldFault::property("limit", Code::InvalidLimit).with("max", PEOPLE);
            return Err(Fault::invalid(vec![fault]));
        }
        let object = ctx.object(object)?;
        let mut conn = self.store.read().await?;
        let record = read::visible(&mut conn, ctx, &object, id).await?;
        let members = conn.members(id, ctx.now).await?;
        let active = ctx.company.org.people().filter(|person| person.active).map(|person| person.id);
        let mut items: Vec<AccessView> = active
            .map(|user| {
                let viewer = ctx.company.viewer(user).at(ctx.now);
                let actions = explained(ctx.locale, &viewer, &object, &record, &members);
                AccessView { user: ctx.company.person(Some(user)), actions }
            })
            .filter(|view| view.actions.iter().any(|action| action.action == Action::Read.name()))
            .collect();
        let key = |view: &AccessView| (view.user["name"].to_string(), view.user["id"].to_string());
        items.sort_by_cached_key(key);
        let total = items.len();
        Ok(AccessPeople { items: items.into_iter().skip(offset).take(limit).collect(), total })
    }
}
