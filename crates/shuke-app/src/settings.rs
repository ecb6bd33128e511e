//! The company's own settings; administrators only.

use futures::FutureExt;
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, limits};

use crate::App;
use crate::company::Settings;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;

fn show(settings: &Settings) -> Json {
    json!({
        "name": settings.name, "locale": settings.locale.tag(), "zone": settings.zone.name(),
        "currency": settings.currency, "export_watermark": settings.export_watermark,
        "bin_days": settings.bin_days, "duplicates_told": settings.duplicates_told,
    })
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

    /// Changes the company's name, whether exports say who made them, what the duplicate check
    /// tells of records out of sight, and how long deleted records are kept (null: for
    /// ever).
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn change_company(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<Json, Fault> {
        ctx.admin()?;
        let mut input = Input::new(given, &["name", "export_watermark", "bin_days", "duplicates_told"]);
        let mut sets: Vec<(&'static str, Json)> = Vec::new();
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
        if let Some(Some(yes)) = input.flag("export_watermark") {
            sets.push(("export.watermark", json!(yes)));
        }
        if let Some(Some(yes)) = input.flag("duplicates_told") {
            sets.push(("duplicates.told", json!(yes)));
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
        check::refuse(input.finish())?;
        let entry = ctx.entry("company.changed", None, None, &json!(sets));
        self.store
            .write(move |tx| {
                async move {
                    for (key, value) in sets {
                        tx.put_setting(key, &value.to_string()).await?;
                    }
                    tx.audit(entry);
                    // Settings are a part of the snapshot, which every process reads anew.
                    tx.bump_rights().await?;
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        self.refresh().await?;
        Ok(show(&self.company().settings))
    }
}
