//! The people of a new company: its first administrator, and those of the sample.

use std::collections::HashMap;

use serde_json::json;
use shuke_base::{Fault, Uuid, Value};
use shuke_meta::pack::Pack;
use shuke_store::Tx;

use super::{Init, Made, add};
use crate::App;
use crate::context::Ctx;
use crate::records::change;

/// The password that all people of the sample company share. It protects nothing: the company is invented.
pub const SAMPLE_PASSWORD: &str = "shuke-sample-2026";

/// The first administrator.
pub(super) async fn administrator(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    init: &Init,
    hash: &str,
    roles: &[Made],
) -> Result<(), Fault> {
    let login = init.login.trim();
    let name = init.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(login);
    let user = add(tx, app, ctx, "user", json!({"login": login, "name": name})).await?;
    tx.put_credential(user, login, hash, app.now()).await?;
    let admin: Vec<Uuid> = roles.iter().filter(|role| role.admin).map(|role| role.id).collect();
    Ok(tx.set_roles(user, &admin).await?)
}

/// The departments and people of the pack's sample company.
pub(super) async fn sample(
    tx: &mut Tx,
    app: &App,
    ctx: &Ctx,
    pack: &Pack,
    hashes: &[String],
    roles: &[Made],
) -> Result<(), Fault> {
    let mut departments: HashMap<&str, Uuid> = HashMap::new();
    for department in &pack.sample.departments {
        let parent = department.parent.as_deref().and_then(|key| departments.get(key));
        let id = add(tx, app, ctx, "department", json!({"name": department.name, "parent": parent})).await?;
        departments.insert(&department.key, id);
    }
    let mut users: HashMap<&str, Uuid> = HashMap::new();
    for (user, hash) in pack.sample.users.iter().zip(hashes) {
        let values = json!({
            "login": user.login, "name": user.name, "email": user.email, "mobile": user.mobile, "post": user.post,
            "department": user.department.as_deref().and_then(|key| departments.get(key)),
            "superior": user.superior.as_deref().and_then(|login| users.get(login)),
        });
        let id = add(tx, app, ctx, "user", values).await?;
        tx.put_credential(id, &user.login, hash, app.now()).await?;
        let mine = roles.iter().filter(|role| user.roles.contains(&role.name)).map(|role| role.id);
        tx.set_roles(id, &mine.collect::<Vec<_>>()).await?;
        users.insert(&user.login, id);
    }
    for department in &pack.sample.departments {
        let Some(head) = department.head.as_deref().and_then(|login| users.get(login)) else { continue };
        lead(tx, app, ctx, departments[department.key.as_str()], *head).await?;
    }
    Ok(())
}

/// Names the head of a department, which stood before any of its people.
async fn lead(tx: &mut Tx, app: &App, ctx: &Ctx, department: Uuid, head: Uuid) -> Result<(), Fault> {
    let object = ctx.object("department")?;
    let Some(at) = object.position("head") else { return Ok(()) };
    let record = change::locked(tx, &object, department).await?;
    change::write(tx, app, ctx, &object, record, vec![(at, Value::Id(head))], None).await?;
    Ok(())
}
