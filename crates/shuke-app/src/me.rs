//! The caller's own account: who it is, and the few things that everybody may set for themselves.

use std::sync::Arc;

use chrono_tz::Tz;
use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, FieldFault, Locale, Moment, Uuid, Value};
use shuke_meta::{ObjectDef, parse};
use shuke_store::records::Record;

use crate::App;
use crate::arrangement::{self, Arrangement};
use crate::auth::policy::Must;
use crate::auth::sessions::sign_out;
use crate::auth::{self, digest};
use crate::company::Company;
use crate::context::Ctx;
use crate::input::Input;
use crate::look::LookView;
use crate::records::draft::Values;
use crate::records::{all_fields, change, check, value_of};
use crate::roles::{RoleRef, role_refs};
use crate::users::{Ref, user_object};

/// The caller.
#[derive(Debug, Clone, Serialize)]
pub struct Me {
    /// Id.
    pub id: Uuid,
    /// What one signs in with.
    pub login: String,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Chosen language, or the company's.
    pub locale: Locale,
    /// Chosen zone, or the company's.
    pub zone: String,
    /// auto, light or dark.
    pub theme: String,
    /// Department.
    pub department: Option<Ref>,
    /// Roles.
    pub roles: Vec<RoleRef>,
    /// May do everything.
    pub admin: bool,
    /// Somebody reports to this person.
    pub superior: bool,
    /// May look at the program as somebody else.
    pub view_as: bool,
    /// Who it is that looks through this person's eyes just now, and until when.
    pub viewing: Option<ViewingView>,
    /// What is to be done before anything else.
    pub must: Option<Must>,
    /// The company.
    pub company: CompanyView,
    /// What the company has arranged for this person.
    pub arrangement: Arrangement,
}

/// A look through somebody else's eyes.
#[derive(Debug, Clone, Serialize)]
pub struct ViewingView {
    /// Who looks.
    pub by: Json,
    /// When it ends by itself.
    pub until: Moment,
}

/// What everybody needs to know of the company.
#[derive(Debug, Clone, Serialize)]
pub struct CompanyView {
    /// Name.
    pub name: String,
    /// Currency of amounts without one.
    pub currency: String,
    /// The zone that days are counted in.
    pub zone: String,
    /// How the program looks.
    pub look: LookView,
}

/// A new password and the old one.
struct NewPassword {
    old: String,
    new: String,
}

impl App {
    /// The caller.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`] when there is none.
    pub async fn me(&self, ctx: &Ctx) -> Result<Me, Fault> {
        let (user, object) = caller(ctx)?;
        let reader = ctx.behind.map_or(user, |behind| behind.user);
        let ids = if reader == user { vec![user] } else { vec![user, reader] };
        let mut conn = self.store.read().await?;
        let found = conn.fetch(&object, &ids, &all_fields(&object), false).await?;
        let one = |id: Uuid| {
            found.iter().find(|record| record.id == id).ok_or_else(|| Fault::new(Code::NotSignedIn))
        };
        let me = show(ctx, &self.company(), &object, one(user)?);
        // Whoever looks reads in their own language and light.
        let own = show(ctx, &self.company(), &object, one(reader)?);
        let arrangement = arrangement::of_caller(&mut conn, ctx, &self.company()).await?;
        Ok(Me { locale: own.locale, theme: own.theme, arrangement, ..me })
    }

    /// Sets name, language, zone, theme or password of the caller. A new password ends all sessions of the caller but
    /// `session`, the one that the call came by.
    ///
    /// # Errors
    /// Everything that is wrong with the values; [`Code::LockedOut`] after too many wrong old passwords.
    pub async fn change_me(
        &self,
        ctx: &Ctx,
        given: &Map<String, Json>,
        session: Option<&str>,
    ) -> Result<Me, Fault> {
        let (user, object) = caller(ctx)?;
        let login = login_of(self, user).await?;
        let least = ctx.company.settings.policy.password_min;
        let (sets, password) = read(&object, given, &login, least)?;
        let hash = match &password {
            Some(password) => Some(self.renewed(user, password).await?),
            None => None,
        };
        let kept = session.map(digest);
        let (app, ctx_, object_) = (self.clone(), ctx.clone(), Arc::clone(&object));
        let record = self
            .store
            .write(move |tx| {
                async move {
                    let record = change::locked(tx, &object_, user).await?;
                    if let Some(hash) = hash {
                        tx.put_credential(user, &login, &hash, ctx_.now).await?;
                        let kept = kept.as_ref().map(<[u8; 32]>::as_slice);
                        sign_out(tx, &ctx_, user, kept).await?;
                        tx.audit(auth::entry(ctx_.now, Some(user), "password.changed", Some(user), ""));
                        // Whoever had to change it, has.
                        tx.bump_rights().await?;
                    }
                    let sets: Values =
                        sets.into_iter().filter(|(at, value)| record.values[*at] != *value).collect();
                    if sets.is_empty() {
                        return Ok(record);
                    }
                    change::write(tx, &app, &ctx_, &object_, record, sets, None).await
                }
                .boxed()
            })
            .await?;
        self.people_changed(&object).await;
        let company = self.company();
        let mut conn = self.store.read().await?;
        let arrangement = arrangement::of_caller(&mut conn, ctx, &company).await?;
        Ok(Me { arrangement, ..show(ctx, &company, &object, &record) })
    }

    /// The hash of the new password, once the old one was right. A wrong one counts like a failed sign-in, so that a
    /// session left open doesn't serve to find the password out.
    async fn renewed(&self, user: Uuid, password: &NewPassword) -> Result<String, Fault> {
        let turn = self.gate.passwords.turn().await?;
        let credential = self.store.read().await?.credential(user).await?;
        let stored = credential.as_ref().map(|credential| credential.hash.as_str());
        let locked = auth::holding(credential.as_ref().and_then(|it| it.locked_until), self.now());
        let fits = locked.is_none() && self.gate.passwords.matches(turn, &password.old, stored).await?;
        if fits {
            return self.hash_password(&password.new).await;
        }
        let refusal = self.turn_away(user, "", None).await?;
        if refusal.code == Code::LockedOut {
            return Err(refusal);
        }
        Err(Fault::invalid(vec![FieldFault::property("password.old", Code::WrongPassword)]))
    }
}

fn caller(ctx: &Ctx) -> Result<(Uuid, Arc<ObjectDef>), Fault> {
    let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
    Ok((user, user_object(ctx)?))
}

async fn login_of(app: &App, user: Uuid) -> Result<String, Fault> {
    let credential = app.store.read().await?.credential(user).await?;
    Ok(credential.map(|credential| credential.login).unwrap_or_default())
}

/// Types what is given; every fault is told at once.
fn read(
    object: &ObjectDef,
    given: &Map<String, Json>,
    login: &str,
    least: usize,
) -> Result<(Values, Option<NewPassword>), Fault> {
    let mut input = Input::new(given, &["locale", "zone", "theme", "name", "password"]);
    let mut sets = Values::new();
    for name in ["name", "theme"] {
        let (Some(json), Some(at)) = (input.json(name), object.position(name)) else { continue };
        let field = &object.fields[at];
        match parse::value(field, json) {
            Ok(Value::Null) if field.required => {
                input.refuse(FieldFault::new(name, &field.label, Code::Required));
            }
            Ok(value) => sets.push((at, value)),
            Err(fault) => input.refuse(fault),
        }
    }
    if let (Some(tag), Some(at)) = (input.text("locale"), object.position("locale")) {
        match tag
            .as_deref()
            .map(|tag| [Locale::ZhCn, Locale::En].into_iter().find(|locale| locale.tag() == tag))
        {
            None => sets.push((at, Value::Null)),
            Some(Some(locale)) => sets.push((at, locale.tag().into())),
            Some(None) => {
                let tag = tag.unwrap_or_default();
                input.refuse(input.fault("locale", Code::UnknownOption).with("value", tag));
            }
        }
    }
    if let (Some(name), Some(at)) = (input.text("zone"), object.position("zone")) {
        match name.as_deref().map(str::parse::<Tz>) {
            None => sets.push((at, Value::Null)),
            Some(Ok(zone)) => sets.push((at, zone.name().into())),
            Some(Err(_)) => {
                let name = name.unwrap_or_default();
                input.refuse(input.fault("zone", Code::UnknownOption).with("value", name));
            }
        }
    }
    let password = input.map("password").flatten().map(|given| new_password(&mut input, given, login, least));
    let faults = input.finish();
    if faults.is_empty() { Ok((sets, password)) } else { check::refuse(faults).map(|()| (sets, password)) }
}

fn new_password(input: &mut Input<'_>, given: &Map<String, Json>, login: &str, least: usize) -> NewPassword {
    let mut parts = Input::at("password.", given, &["old", "new"]);
    let mut part = |name: &str| match parts.raw(name) {
        Some(Some(text)) => text.to_owned(),
        Some(None) => {
            parts.refuse(parts.fault(name, Code::Required));
            String::new()
        }
        None => {
            if !parts.has(name) {
                parts.refuse(parts.fault(name, Code::Required));
            }
            String::new()
        }
    };
    let password = NewPassword { old: part("old"), new: part("new") };
    if !password.new.is_empty()
        && let Some(fault) = auth::weak("password.new", &password.new, login, least)
    {
        parts.refuse(fault);
    }
    if !password.new.is_empty() && password.new == password.old {
        parts.refuse(parts.fault("new", Code::SamePassword));
    }
    input.absorb(parts);
    password
}

/// The person; what is arranged for them is asked for beside it.
fn show(ctx: &Ctx, company: &Company, object: &ObjectDef, record: &Record) -> Me {
    let text = |name: &str| value_of(object, record, name).as_text().map(str::to_owned);
    let settings = &company.settings;
    Me {
        id: record.id,
        login: text("login").unwrap_or_default(),
        name: text("name").unwrap_or_default(),
        email: text("email"),
        locale: text("locale").and_then(|tag| Locale::from_header(&tag)).unwrap_or(settings.locale),
        zone: text("zone").unwrap_or_else(|| settings.zone.name().to_owned()),
        theme: text("theme").unwrap_or_else(|| "auto".to_owned()),
        department: Ref::of(company, "department", value_of(object, record, "department")),
        roles: role_refs(company, record.id, ctx.locale),
        admin: ctx.viewer.is_admin(),
        superior: !company.org.subordinates(record.id).is_empty(),
        view_as: ctx.behind.is_none() && ctx.viewer.views_as(),
        viewing: ctx
            .behind
            .map(|behind| ViewingView { by: company.person(Some(behind.user)), until: behind.until }),
        must: company.musts.get(&record.id).copied().filter(|_| ctx.behind.is_none()),
        company: CompanyView {
            name: settings.name.clone(),
            currency: settings.currency.clone(),
            zone: settings.zone.name().to_owned(),
            look: LookView::from(&settings.look),
        },
        arrangement: Arrangement::default(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shuke_meta::{Schema, pack};

    use super::*;

    fn user() -> ObjectDef {
        let pack = pack::load("standard").expect("the standard pack");
        let schema = Schema::new(1, pack.objects);
        ObjectDef::clone(schema.object("user").expect("people"))
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let given = json!({
            "name": "", "theme": "pink", "locale": "de", "zone": "Mars/Base", "login": "x",
            "password": {"new": "short", "extra": 1},
        });
        let given = given.as_object().expect("an object");
        let fault = read(&user(), given, "zhangwei", 8).map(|_| ()).expect_err("much is wrong");
        let told: Vec<(&str, &str)> =
            fault.fields.iter().map(|fault| (fault.field.as_str(), fault.code.name())).collect();
        let expected = [
            ("login", "unknown_field"),
            ("name", "required"),
            ("theme", "unknown_option"),
            ("locale", "unknown_option"),
            ("zone", "unknown_option"),
            ("password.extra", "unknown_field"),
            ("password.old", "required"),
            ("password.new", "weak_password"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn null_takes_a_choice_back() {
        let user = user();
        let given = json!({"locale": null, "zone": null, "theme": "dark"});
        let (sets, password) =
            read(&user, given.as_object().expect("an object"), "zhangwei", 8).expect("fine");
        assert!(password.is_none());
        let named: Vec<(&str, &Value)> =
            sets.iter().map(|(at, value)| (user.fields[*at].name.as_str(), value)).collect();
        assert_eq!(named, [("theme", &"dark".into()), ("locale", &Value::Null), ("zone", &Value::Null)]);
    }
}
