//! A company that was made from an older pack takes what is new, and keeps what is its own.

use serde_json::{Value as Json, json};
use shuke_app::pack::{PackView, State};
use shuke_app::setup::Init;
use shuke_app::{App, Ctx, Via};
use shuke_base::{Locale, Text};
use shuke_meta::pack::{self, Pack};
use shuke_meta::{FieldRules, ObjectDef, Outcome, Schema};
use shuke_testkit::{TestDb, db_test};

use crate::define::create;
use crate::office::{map, start, told};
use crate::{PASSWORD, company};

/// What the older pack lacked, as it is offered; those that say something else come last.
const NEW: [&str; 9] = [
    "duplicates:contact",
    "field:lead.score",
    "grants:service.lead",
    "object:campaign",
    "option:lead.source.seminar",
    "right:sales.product.min_price",
    "role:marketer",
    "view:lead.逾期未跟进",
    "field:lead.company",
];

fn change(pack: &mut Pack, name: &str, change: impl FnOnce(&mut ObjectDef)) {
    change(pack.objects.iter_mut().find(|object| object.name == name).expect("an object"));
}

fn without_field(object: &mut ObjectDef, name: &str) {
    object.fields.retain(|field| field.name != name);
    object.list_columns.retain(|column| column != name);
    object.indexes.retain(|index| !index.iter().any(|column| column == name));
    for section in &mut object.layout {
        section.fields.retain(|field| field != name);
    }
}

/// The standard pack as it could have been some time ago.
fn older() -> Pack {
    let mut pack = pack::load("standard").expect("the pack");
    pack.version = "0.0.9".to_owned();
    pack.objects.retain(|object| object.name != "campaign");
    change(&mut pack, "opportunity", |object| without_field(object, "campaign"));
    change(&mut pack, "contact", |object| object.duplicates = None);
    change(&mut pack, "lead", |object| {
        without_field(object, "campaign");
        without_field(object, "score");
        let field = |object: &mut ObjectDef, name: &str| {
            object.fields.iter().position(|field| field.name == name).expect("a field")
        };
        let at = field(object, "company");
        object.fields[at].label = Text::new("单位", "Employer");
        let at = field(object, "source");
        object.fields[at].options.retain(|option| option.name != "seminar");
    });
    for object in &mut pack.objects {
        for field in &mut object.fields {
            field.rules = FieldRules::default();
            field.options.iter_mut().for_each(|option| option.outcome = Outcome::Open);
        }
    }
    for (object, views) in &mut pack.views {
        views.retain(|view| object != "lead" || view.label.zh != "逾期未跟进");
    }
    pack.views.retain(|(object, _)| object != "campaign");
    pack.roles.retain(|role| role.name != "marketer");
    for role in &mut pack.roles {
        for row in role.grants.values_mut() {
            row.remove("merge");
        }
        role.grants.remove("campaign");
        if role.name == "service" {
            role.grants.remove("lead");
        }
        if let Some(fields) = role.fields.get_mut("lead") {
            fields.remove("score");
        }
        if role.name == "sales"
            && let Some(fields) = role.fields.get_mut("product")
        {
            fields.remove("min_price");
        }
        role.fields.remove("campaign");
    }
    // It is a pack that a company could be made from.
    let schema = Schema::new(0, pack.objects.iter().cloned());
    for object in &pack.objects {
        assert_eq!(shuke_meta::check::object(object, &schema), Ok(()), "{}", object.name);
    }
    pack
}

async fn found(db: &TestDb) -> (App, Ctx) {
    let init = Init {
        login: "admin".to_owned(),
        password: PASSWORD.to_owned(),
        name: None,
        company: None,
        locale: Locale::ZhCn,
        pack: "standard".to_owned(),
        sample: false,
    };
    let app = App::init_from(db.store.clone(), db.clock.clone(), db.ids.clone(), init, older())
        .await
        .expect("a company");
    let ctx = boss(db, &app).await;
    (app, ctx)
}

async fn boss(db: &TestDb, app: &App) -> Ctx {
    let known = db.store.read().await.unwrap().credential_by_login("admin").await.unwrap();
    app.ctx(known.expect("the administrator").user_id, Locale::ZhCn, Via::Page)
}

fn ids(view: &PackView, state: State) -> Vec<&str> {
    view.items.iter().filter(|item| item.state == state).map(|item| item.id.as_str()).collect()
}

fn items(ids: &[&str]) -> serde_json::Map<String, Json> {
    map(json!({"items": ids}))
}

#[db_test]
async fn a_new_company_has_all_of_its_pack(db: TestDb) {
    company(&db).await;
    let app = start(&db).await;
    let view = app.pack(&boss(&db, &app).await).await.unwrap();
    assert_eq!(view.items, [], "a company that was just made differs in nothing");
    assert_eq!(view.installed.as_deref(), Some(view.offered.as_str()));
}

/// Of what is offered, what isn't named above lies inside it, or is something of which there are many.
fn nothing_else(offered: &[&str]) {
    let count = |fits: &dyn Fn(&str) -> bool| offered.iter().filter(|id| fits(id)).count();
    let merges = count(&|id| id.starts_with("grant:") && id.ends_with(".merge"));
    assert!(merges >= 8, "{offered:?}");
    assert!(offered.contains(&"grant:sales.lead.merge"), "the role is known under its new name: {offered:?}");
    // The score's restriction of one role is offered by itself.
    let scores = count(&|id| id.starts_with("right:") && id.ends_with(".lead.score"));
    let campaigns = count(&|id| id.contains("campaign")) - count(&|id| id == "object:campaign");
    let (over, rules) = (count(&|id| id.starts_with("outcome:")), count(&|id| id.starts_with("rules:")));
    assert!(over >= 6 && rules >= 5, "{offered:?}");
    assert_eq!(offered.len(), NEW.len() + merges + scores + campaigns + over + rules, "{offered:?}");
}

#[db_test]
async fn exactly_what_lacks_is_offered_and_what_is_ones_own_stays(db: TestDb) {
    let (app, ctx) = found(&db).await;
    let renamed = map(json!({"labels": {"zh-CN": "手机号码", "en": "Cell"}}));
    app.change_field(&ctx, "lead", "mobile", &renamed).await.expect("renamed");
    let ctx = boss(&db, &app).await;
    let sales = app.company().roles.values().find(|role| role.name == "sales").unwrap().id;
    app.change_role(&ctx, sales, &map(json!({"name": "业务员"}))).await.expect("renamed");

    let ctx = boss(&db, &app).await;
    let view = app.pack(&ctx).await.expect("the pack");
    assert_eq!(view.installed.as_deref(), Some("0.0.9"));
    let offered = ids(&view, State::Offered);
    for id in NEW {
        assert!(offered.contains(&id), "{id} in {offered:?}");
    }
    nothing_else(&offered);
    assert_eq!(ids(&view, State::Kept), ["field:lead.mobile"]);
    let company = view.items.iter().find(|item| item.id == "field:lead.company").unwrap();
    assert_eq!((company.now.as_deref(), company.path.as_slice()), (Some("单位"), &["线索".to_owned()][..]));

    // One by one first.
    let some = items(&["field:lead.company", "field:lead.score", "option:lead.source.seminar"]);
    let view = app.upgrade_pack(&ctx, &some).await.expect("taken");
    assert_eq!(ids(&view, State::Offered).len(), offered.len() - 3);
    let ctx = boss(&db, &app).await;
    let lead = app.object_view(&ctx, "lead").unwrap();
    let label =
        |name: &str| lead.fields.iter().find(|field| field.name == name).map(|field| field.label.clone());
    assert_eq!(label("mobile").as_deref(), Some("手机号码"), "the administrator's word");
    assert!(label("company").is_some_and(|label| label != "单位"));
    create(&app, &ctx, "lead", json!({"name": "一", "score": 7, "source": "seminar"})).await;
    assert_eq!(
        told(app.upgrade_pack(&ctx, &items(&["field:lead.mobile", "field:lead.nothing"])).await),
        "invalid_input: items unknown_option, items unknown_option"
    );

    let alone = told(app.upgrade_pack(&ctx, &items(&["role:marketer"])).await);
    assert!(alone.starts_with("invalid_input: grants.campaign unknown_object"), "{alone}");

    // Then all that is left, and once more.
    let all = serde_json::Map::new();
    let view = app.upgrade_pack(&ctx, &all).await.expect("taken");
    assert_eq!(ids(&view, State::Offered), Vec::<&str>::new());
    assert_eq!(ids(&view, State::Kept), ["field:lead.mobile"]);
    assert_eq!(view.installed.as_deref(), Some(view.offered.as_str()));
    let ctx = boss(&db, &app).await;
    create(&app, &ctx, "campaign", json!({"name": "春季展会"})).await;
    let role = app.roles(&ctx).await.unwrap().items.into_iter().find(|role| role.id == sales).unwrap();
    assert_eq!(role.name, "业务员");
    assert!(json!(role.grants)["lead"]["merge"] == "own", "{:?}", role.grants);
    assert_eq!(app.roles(&ctx).await.unwrap().items.iter().filter(|role| role.name == "市场").count(), 1);
    let entries =
        |app: App| async move { app.store().read().await.unwrap().audits(None, 10_000).await.unwrap().len() };
    let before = entries(app.clone()).await;
    app.upgrade_pack(&ctx, &all).await.expect("nothing is left");
    assert_eq!(entries(app.clone()).await, before, "nothing was done");
    let mut conn = db.store.read().await.unwrap();
    assert_eq!(conn.verify_audit(None, None).await.unwrap().fault, None);
    assert!(conn.lacking(&app.company().schema).await.unwrap().is_empty());
}

#[db_test]
async fn a_company_without_a_memory_is_offered_what_it_lacks_alone(db: TestDb) {
    let (app, _) = found(&db).await;
    db.meddle("DELETE FROM sys_setting WHERE key = 'pack.given'").await;
    let ctx = boss(&db, &app).await;
    let view = app.pack(&ctx).await.unwrap();
    assert_eq!(view.installed, None);
    assert_eq!(ids(&view, State::Kept), ["field:lead.company"], "nobody knows whose word that is");
    assert!(ids(&view, State::Offered).contains(&"field:lead.score"));
    let view = app.upgrade_pack(&ctx, &items(&["field:lead.score"])).await.expect("taken");
    assert_eq!(ids(&view, State::Kept), ["field:lead.company"]);
    let ctx = boss(&db, &app).await;
    app.upgrade_pack(&ctx, &serde_json::Map::new()).await.expect("taken");
    let view = app.pack(&boss(&db, &app).await).await.unwrap();
    assert_eq!((ids(&view, State::Offered).len(), ids(&view, State::Kept).len()), (0, 1));
    // What the administrator removes afterwards is not pressed on the company again.
    let ctx = boss(&db, &app).await;
    let view = view_of(&app, &ctx, "逾期未跟进").await;
    app.mark_view(&ctx, "lead", view, true).await.expect("deleted");
    let view = app.pack(&boss(&db, &app).await).await.unwrap();
    assert_eq!(ids(&view, State::Kept), ["field:lead.company", "view:lead.逾期未跟进"]);
    let li = app.ctx(db.ids.new_id(db.now()), Locale::En, Via::Page);
    assert_eq!(told(app.pack(&li).await), "admin_only");
    assert_eq!(told(app.upgrade_pack(&li, &serde_json::Map::new()).await), "admin_only");
}

#[db_test]
async fn what_earlier_programs_knew_by_name_is_said_once(db: TestDb) {
    use Outcome::{Failure, Open, Success};
    let (app, _) = found(&db).await;
    db.meddle("DELETE FROM sys_setting WHERE key = 'pack.given'").await;
    let status = |app: &App| -> Vec<Outcome> {
        let lead = app.company().schema.object("lead").cloned().expect("the object");
        lead.field("status").expect("the field").options.iter().map(|option| option.outcome).collect()
    };
    assert_eq!(status(&app), [Open; 5]);
    app.take_outcomes().await.expect("said");
    assert_eq!(status(&app), [Open, Open, Open, Success, Failure]);
    let view = app.pack(&boss(&db, &app).await).await.unwrap();
    let offered = ids(&view, State::Offered);
    assert!(
        offered.contains(&"field:lead.score") && offered.contains(&"rules:lead.invalid_reason"),
        "{offered:?}"
    );
    assert!(!offered.iter().any(|id| id.starts_with("outcome:")), "{offered:?}");
    // What the administrator says afterwards is not said over.
    let ctx = boss(&db, &app).await;
    let lead = app.object_view(&ctx, "lead").unwrap();
    let field = lead.fields.iter().find(|field| field.name == "status").expect("the status");
    let mut options = json!(field.options);
    for option in options.as_array_mut().unwrap() {
        option["outcome"] = json!("open");
    }
    app.change_field(&ctx, "lead", "status", &map(json!({"options": options}))).await.expect("changed");
    app.take_outcomes().await.expect("nothing to say");
    assert_eq!(status(&app), [Open; 5]);
}

#[db_test]
async fn what_is_over_and_what_is_asked_for_then_arrive_as_far_as_nobody_said_otherwise(db: TestDb) {
    use Outcome::{Failure, Open, Success};
    let (app, ctx) = found(&db).await;
    let invalid = json!({"name": "一", "status": "invalid"});
    let before = create(&app, &ctx, "lead", invalid.clone()).await;
    // The administrator has said of some things already what they mean.
    let task = app.object_view(&ctx, "task").unwrap();
    let status = task.fields.iter().find(|field| field.name == "status").expect("the status");
    let mut options = json!(status.options);
    options[4]["outcome"] = json!("success");
    app.change_field(&ctx, "task", "status", &map(json!({"options": options}))).await.expect("marked");
    let always = json!({"required_when": {"field": "name", "op": "not_empty"}});
    app.change_field(&ctx, "opportunity", "won_reason", &map(always)).await.expect("ruled");

    let view = app.pack(&boss(&db, &app).await).await.unwrap();
    let offered = ids(&view, State::Offered);
    for id in ["outcome:lead.status.invalid", "outcome:task.status.done", "rules:lead.invalid_reason"] {
        assert!(offered.contains(&id), "{id} in {offered:?}");
    }
    assert_eq!(ids(&view, State::Kept), ["outcome:task.status.cancelled", "rules:opportunity.won_reason"]);
    let line = |id: &str| view.items.iter().find(|item| item.id == id).expect("a line");
    let won = line("outcome:opportunity.stage.won");
    assert_eq!((won.label.as_str(), won.now.as_deref(), won.new.as_deref()), ("赢单", None, Some("success")));
    let reason = line("rules:lead.invalid_reason");
    assert_eq!((reason.label.as_str(), reason.path.as_slice()), ("无效原因", &["线索".to_owned()][..]));
    assert_eq!(reason.new, None, "a rule is not told word by word");

    let view = app.upgrade_pack(&boss(&db, &app).await, &serde_json::Map::new()).await.expect("taken");
    assert_eq!(ids(&view, State::Offered), Vec::<&str>::new());
    let ctx = boss(&db, &app).await;
    let outcomes = |object: &str, field: &str| -> Vec<Outcome> {
        let object = app.company().schema.object(object).cloned().expect("the object");
        object.field(field).expect("the field").options.iter().map(|option| option.outcome).collect()
    };
    assert_eq!(outcomes("lead", "status"), [Open, Open, Open, Success, Failure]);
    assert_eq!(outcomes("task", "status"), [Open, Open, Open, Success, Success], "the last is the company's");
    let refused = app.create(&ctx, "lead", &map(invalid)).await;
    assert_eq!(told(refused), "invalid_input: invalid_reason required");
    let renamed = app.change(&ctx, "lead", before, &map(json!({"name": "二"})), None).await;
    assert!(
        told(renamed).starts_with("fine"),
        "what was so before keeps nobody from changing something else"
    );
    let reason = json!({"name": "三", "status": "invalid", "invalid_reason": "no_need"});
    create(&app, &ctx, "lead", reason).await;
}

async fn view_of(app: &App, ctx: &Ctx, label: &str) -> shuke_base::Uuid {
    let views = app.views(ctx, "lead").await.expect("views");
    let views = serde_json::to_value(&views).expect("JSON");
    let all = views["items"].as_array().or_else(|| views.as_array()).expect("a list");
    let found = all.iter().find(|view| view.to_string().contains(label)).expect("the view");
    found["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}
