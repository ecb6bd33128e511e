//! The company's own settings; administrators only.

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Locale, limits};
use shuke_store::Tx;

use crate::App;
use crate::company::Settings;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;
use crate::setup;

fn show(settings: &Settings) -> Json {
    json!({
        "name": settings.name, "named": setup::is_named(&settings.name), "locale": settings.locale.tag(), "zone": settings.zone.name(),
        "currency": settings.currency, "export_watermark": settings.export_watermark,
        "bin_days": settings.bin_days, "duplicates_told": settings.duplicates_told,
        "push_contact": settings.push_contact,
    })
}

/// Whatever may be set, as it is kept.
pub(crate) type Sets = Vec<(&'static str, Json)>;

/// Whether there is such a language, zone or form of a currency.
fn is_known(name: &str, word: &str) -> bool {
    match name {
        "locale" => ["zh-CN", "en"].contains(&word),
        "zone" => word.parse::<chrono_tz::Tz>().is_ok(),
        _ => word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()),
    }
}

/// Whom push services may turn to, in the form that RFC 8292 wants; a bare e-mail address is one, too.
fn contact(text: &str) -> Option<String> {
    let fits = text.len() <= limits::PUSH_CONTACT_CHARS;
    let page = text.strip_prefix("https://").filter(|rest| rest.contains('.') && !rest.contains(' '));
    if page.is_some() {
        return Some(text.to_owned()).filter(|_| fits);
    }
    let address = shuke_text::email(text.strip_prefix("mailto:").unwrap_or(text))?;
    Some(format!("mailto:{address}")).filter(|_| fits)
}

/// Reads what is given; every fault is told at once.
pub(crate) fn read(given: &Map<String, Json>) -> (Sets, Vec<FieldFault>) {
    let known = [
        "name",
        "export_watermark",
        "bin_days",
        "duplicates_told",
        "locale",
        "zone",
        "currency",
        "push_contact",
    ];
    let mut input = Input::new(given, &known);
    let mut sets = Sets::new();
    match input.text("name") {
        Some(Some(name)) if name.chars().count() <= limits::COMPANY_NAME_CHARS => {
            sets.push(("company.name", json!(name)));
        }
        Some(Some(name)) => {
            let fault = input.fault("name", Code::TooLong).with("max", limits::COMPANY_NAME_CHARS);
            input.refuse(fault.with("actual", name.chars().count()));
        }
        Some(None) => input.refuse(input.fault("name", Code::Required)),
        None => {}
    }
    for (name, key) in [("export_watermark", "export.watermark"), ("duplicates_told", "duplicates.told")] {
        if let Some(Some(yes)) = input.flag(name) {
            sets.push((key, json!(yes)));
        }
    }
    match input.text("push_contact") {
        Some(Some(text)) => match contact(&text) {
            Some(contact) => sets.push(("push.contact", json!(contact))),
            None => input.refuse(input.fault("push_contact", Code::InvalidPushContact)),
        },
        Some(None) => sets.push(("push.contact", Json::Null)),
        None => {}
    }
    match input.whole("bin_days") {
        Some(Some(days)) if days < limits::BIN_DAYS.0 => {
            input.refuse(input.fault("bin_days", Code::TooSmall).with("min", limits::BIN_DAYS.0));
        }
        Some(Some(days)) if days > limits::BIN_DAYS.1 => {
            input.refuse(input.fault("bin_days", Code::TooBig).with("max", limits::BIN_DAYS.1));
        }
        Some(days) => sets.push(("bin.days", json!(days))),
        None => {}
    }
    for (name, key) in
        [("locale", "company.locale"), ("zone", "company.zone"), ("currency", "company.currency")]
    {
        match input.text(name) {
            Some(Some(word)) if is_known(name, &word) => sets.push((key, json!(word))),
            Some(Some(word)) => input.refuse(input.fault(name, Code::UnknownOption).with("value", word)),
            Some(None) => input.refuse(input.fault(name, Code::Required)),
            None => {}
        }
    }
    (sets, input.finish())
}

/// The settings with these.
pub(crate) fn with(settings: &Settings, sets: &Sets) -> Settings {
    let mut new = settings.clone();
    for (key, value) in sets {
        let word = value.as_str().unwrap_or_default();
        match *key {
            "company.name" => word.clone_into(&mut new.name),
            "company.locale" => new.locale = Locale::from_header(word).unwrap_or(new.locale),
            "company.zone" => new.zone = word.parse().unwrap_or(new.zone),
            "company.currency" => word.clone_into(&mut new.currency),
            "export.watermark" => new.export_watermark = *value == json!(true),
            "duplicates.told" => new.duplicates_told = *value == json!(true),
            "push.contact" => new.push_contact = value.as_str().map(str::to_owned),
            "bin.days" => new.bin_days = value.as_i64(),
            _ => {}
        }
    }
    new
}

/// Keeps them.
pub(crate) async fn write(tx: &mut Tx, ctx: &Ctx, sets: Sets) -> Result<(), Fault> {
    tx.audit(ctx.entry("company.changed", None, None, &json!(sets)));
    for (key, value) in sets {
        tx.put_setting(key, &value.to_string()).await?;
    }
    // Settings are a part of the snapshot, which every process reads anew.
    tx.bump_rights().await?;
    Ok(())
}

impl App {
    /// The company's settings.
    ///
    /// # Errors
    /// [`Code::AdminOnly`].
    pub fn company_settings(&self, ctx: &Ctx) -> Result<Json, Fault> {
        ctx.admin()?;
        Ok(show(&ctx.company.settings))
    }

    /// Changes the company's name, language, zone and currency, whether exports say who made them, what the duplicate
    /// check tells of records out of sight, whom push services may turn to (null: nothing is pushed), and how long deleted
    /// records are kept (null: for ever).
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn change_company(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<Json, Fault> {
        ctx.admin()?;
        let (sets, faults) = read(given);
        check::refuse(faults)?;
        let ctx = ctx.clone();
        self.store.write(move |tx| async move { write(tx, &ctx, sets).await }.boxed()).await?;
        self.refresh().await?;
        Ok(show(&self.company().settings))
    }
}
