//! `shuke user`: people.

use std::process::ExitCode;

use serde_json::{Map, Value as Json, json};
use shuke_app::App;
use shuke_base::{Code, Locale, Uuid};

use crate::cli::{UserAdd, UserUnlock};
use crate::config::Config;
use crate::database;
use crate::say::{self, two};
use crate::stop::Stop;

/// Adds a person.
pub(crate) async fn add(config: &Config, options: UserAdd) -> Result<ExitCode, Stop> {
    let given = if options.password_stdin { Some(database::line_of_input()?) } else { None };
    let app = database::company(config).await?;
    let password = given.clone().unwrap_or_else(|| database::password(&database::ids()));
    let name = options.name.unwrap_or_else(|| options.login.clone());
    let mut values = Map::new();
    for (field, value) in [
        ("login", Json::from(options.login.clone())),
        ("name", Json::from(name)),
        ("password", Json::from(password.clone())),
    ] {
        values.insert(field.to_owned(), value);
    }
    // Whoever reads the printed password isn't its owner.
    values.insert("must_change_password".to_owned(), Json::from(given.is_none()));
    let roles = options.roles.iter().map(|name| role(&app, name)).collect::<Result<Vec<Uuid>, Stop>>()?;
    values.insert("roles".to_owned(), json!(roles));
    for (field, value) in [("email", options.email), ("mobile", options.mobile), ("post", options.post)] {
        if let Some(value) = value {
            values.insert(field.to_owned(), json!(value));
        }
    }
    if let Some(name) = &options.department {
        values.insert("department".to_owned(), json!(department(&app, name)?));
    }
    if let Some(login) = &options.superior {
        values.insert("superior".to_owned(), json!(database::person(&app, login).await?));
    }
    let user = app.create_user(&database::system(&app), &values).await?;
    say::out(two(format!("已添加用户 {}", user.login), format!("Added {}", user.login)));
    if given.is_none() {
        tell(&password);
    }
    app.store().close().await;
    Ok(ExitCode::SUCCESS)
}

/// Shows a password that was made just now.
fn tell(password: &str) {
    say::out(two(
        format!("密码 {password}（只显示这一次，首次登录须修改）"),
        format!("Password {password} (shown this once; to be changed at the first sign-in)"),
    ));
}

/// Lets somebody in again who is locked out.
pub(crate) async fn unlock(config: &Config, options: UserUnlock) -> Result<ExitCode, Stop> {
    let app = database::company(config).await?;
    let (id, ctx) = (database::person(&app, &options.login).await?, database::system(&app));
    let mut values = Map::from_iter([("locked".to_owned(), Json::from(false))]);
    let password = options.new_password.then(|| database::password(&database::ids()));
    if let Some(password) = &password {
        values.insert("password".to_owned(), Json::from(password.clone()));
        values.insert("must_change_password".to_owned(), Json::from(true));
    }
    if options.second_factor {
        match app.reset_second_factor(&ctx, id).await {
            // There is none to take away, which is as good.
            Err(fault) if fault.code == Code::NotFound => {}
            done => done?,
        }
    }
    let user = app.change_user(&ctx, id, &values).await?;
    say::out(two(format!("用户 {} 可以登录了", user.login), format!("{} can sign in again", user.login)));
    if let Some(password) = password {
        tell(&password);
    }
    app.store().close().await;
    Ok(ExitCode::SUCCESS)
}

/// A role by its name, in either language or as programs call it.
fn role(app: &App, name: &str) -> Result<Uuid, Stop> {
    let company = app.company();
    let both = [Locale::ZhCn, Locale::En];
    let found = company
        .roles
        .values()
        .find(|role| role.name == name || both.iter().any(|locale| role.label.get(*locale) == name));
    if let Some(role) = found {
        return Ok(role.id);
    }
    let mut known: Vec<&str> = company.roles.values().map(|role| role.name.as_str()).collect();
    known.sort_unstable();
    let known = known.join(", ");
    Err(Stop::Usage(two(
        format!("没有角色“{name}”；现有：{known}"),
        format!("there is no role “{name}”; there are {known}"),
    )))
}

fn department(app: &App, name: &str) -> Result<Uuid, Stop> {
    let company = app.company();
    let found = company
        .names
        .iter()
        .filter(|(id, known)| &***known == name && company.org.department(**id).is_some());
    let found: Vec<Uuid> = found.map(|(id, _)| *id).collect();
    match found[..] {
        [id] => Ok(id),
        [] => Err(Stop::Usage(two(format!("没有部门“{name}”"), format!("there is no department “{name}”")))),
        _ => Err(Stop::Usage(two(
            format!("有多个部门叫“{name}”"),
            format!("several departments are called “{name}”"),
        ))),
    }
}
