//! How the program looks for a company: what it is called, its logo, and its colour. The colour is kept as it was chosen;
//! the page makes the shades of light and dark from it, each as bright as the usual one, so that all of it stays readable.

mod logo;

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, limits};
use shuke_store::Tx;
use shuke_store::system::Lock;

use crate::App;
use crate::context::Ctx;
use crate::events::Told;
use crate::input::Input;

pub use logo::Logo;

/// The setting that holds it.
const SETTING: &str = "company.look";

/// What a company has set; empty is as usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// What the program is called in the page.
    pub product: String,
    /// `#rrggbb` in small letters.
    pub color: String,
    /// Stands beside the name.
    pub logo: Option<Logo>,
}

/// The look as callers see it; what there is none of is as usual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LookView {
    /// What the program is called in the page.
    pub product: Option<String>,
    /// `#rrggbb`.
    pub color: Option<String>,
    /// Which logo, changes with its content.
    pub logo: Option<String>,
}

impl From<&Look> for LookView {
    fn from(look: &Look) -> Self {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let logo = look.logo.as_ref().map(|logo| logo.version().to_owned());
        Self { product: some(&look.product), color: some(&look.color), logo }
    }
}

/// Whether a colour is `#rrggbb`.
fn is_color(word: &str) -> bool {
    let digits = word.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Look {
    /// As it is stored; the usual one when it can't be read.
    pub(crate) fn stored(settings: &std::collections::BTreeMap<String, String>) -> Self {
        settings.get(SETTING).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// Keeps it. Of the logo the audit log tells which, not its bytes.
    pub(crate) async fn write(&self, tx: &mut Tx, ctx: &Ctx) -> Result<(), Fault> {
        tx.put_setting(SETTING, &json!(self).to_string()).await?;
        tx.audit(ctx.entry("company.changed", None, None, &json!([[SETTING, LookView::from(self)]])));
        // Settings are a part of the snapshot, which every process reads anew.
        Ok(tx.bump_rights().await?)
    }

    /// With what a caller changes; what is absent stays, `null` is as usual.
    pub(crate) fn changed(&self, given: &Map<String, Json>) -> Result<Self, Fault> {
        let mut input = Input::new(given, &["product", "color", "logo"]);
        let mut new = self.clone();
        if let Some(product) = input.text("product") {
            new.product = product.unwrap_or_default();
            let (max, actual) = (limits::PRODUCT_CHARS, new.product.chars().count());
            if actual > max {
                input.refuse(input.fault("product", Code::TooLong).with("max", max).with("actual", actual));
            }
        }
        if let Some(color) = input.text("color") {
            new.color = color.unwrap_or_default().to_lowercase();
            if !new.color.is_empty() && !is_color(&new.color) {
                input.refuse(input.fault("color", Code::InvalidColor).with("value", &new.color));
            }
        }
        if let Some(logo) = input.raw("logo") {
            match logo.filter(|text| !text.is_empty()).map(Logo::read).transpose() {
                Ok(logo) => new.logo = logo,
                Err(refusal) => input.refuse(refusal.fault(|code| input.fault("logo", code))),
            }
        }
        let faults = input.finish();
        if faults.is_empty() { Ok(new) } else { Err(Fault::invalid(faults)) }
    }
}

impl App {
    /// The logo, where there is one.
    #[must_use]
    pub fn logo(&self) -> Option<Logo> {
        self.company().settings.look.logo.clone()
    }

    /// Changes name, colour and logo; `null` is as usual. Open pages are told.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or everything that is wrong with the values.
    pub async fn change_look(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<LookView, Fault> {
        ctx.admin()?;
        ctx.company.settings.look.changed(given)?;
        let (given, ctx_) = (given.clone(), ctx.clone());
        let look = self
            .store
            .write(move |tx| {
                async move {
                    tx.lock(Lock::Meta).await?;
                    // What is stored at this moment: what is not given stays as somebody else has just set it.
                    let look = Look::stored(&tx.settings().await?).changed(&given)?;
                    look.write(tx, &ctx_).await?;
                    Ok::<Look, Fault>(look)
                }
                .boxed()
            })
            .await?;
        self.refresh().await?;
        self.tell(Told::Meta(self.company().schema.version));
        Ok(LookView::from(&look))
    }
}
