//! Tokens by which programs act for the person who made them. A token is shown once; only its hash is kept.

use futures::FutureExt;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use shuke_access::TokenScopes;
use shuke_base::{Code, Fault, Moment, Uuid};
use shuke_store::Tx;
use shuke_store::system::Token;

use crate::App;
use crate::auth::{digest, fresh};
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;

/// Begins every token, so that one that was published by mistake can be recognised.
const PREFIX: &str = "shk_";
/// Characters of a token's name, at most.
const NAME_CHARS: usize = 100;
/// The scope of a token that may do everything that its person may.
const ALL: &str = "all";
/// Scopes of one token, at most.
const SCOPES: usize = 200;

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenView {
    /// Id.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last used, to within minutes.
    pub last_used_at: Option<Moment>,
    /// When it ends; never, when absent.
    pub expires_at: Option<Moment>,
    /// What it may do of what its person may.
    pub scopes: Vec<String>,
}

/// The caller's tokens.
#[derive(Debug, Clone, Serialize)]
pub struct TokensView {
    /// Newest first.
    pub items: Vec<TokenView>,
}

/// A token that has just been made, with its secret.
#[derive(Clone, Serialize)]
pub struct NewToken {
    /// The token.
    #[serde(flatten)]
    pub token: TokenView,
    /// The secret, which nobody will see again.
    #[serde(rename = "token")]
    pub secret: String,
}

impl std::fmt::Debug for NewToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewToken").field("token", &self.token).finish_non_exhaustive()
    }
}

impl From<Token> for TokenView {
    fn from(token: Token) -> Self {
        let Token { id, name, created_at, last_used_at, expires_at, scopes, .. } = token;
        let scopes = scopes.as_deref().unwrap_or(ALL).split(',').map(str::to_owned).collect();
        Self { id, name, created_at, last_used_at, expires_at, scopes }
    }
}

fn caller(ctx: &Ctx) -> Result<Uuid, Fault> {
    ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))
}

/// What a new token may do, in a fixed order; `None` for everything.
fn scopes(input: &mut Input<'_>, known: impl Fn(&str) -> bool) -> Option<String> {
    let mut words = input.words("scopes")??;
    words.sort();
    words.dedup();
    if words.is_empty() || words.len() > SCOPES {
        let code = if words.is_empty() { Code::Required } else { Code::BatchTooLarge };
        input.refuse(input.fault("scopes", code).with("max", SCOPES));
    }
    for word in &words {
        let object = word.split_once(':').map(|(object, _)| object);
        if TokenScopes::parse([word.as_str()]).is_err() || object.is_some_and(|object| !known(object)) {
            input.refuse(input.fault("scopes", Code::UnknownOption).with("value", word));
        }
    }
    (!words.iter().any(|word| word == ALL)).then(|| words.join(","))
}

/// What a caller says of a new token: name, end, scopes.
struct Given {
    name: String,
    expires_at: Option<Moment>,
    scopes: Option<String>,
}

fn read(given: &Map<String, Json>, now: Moment, known: impl Fn(&str) -> bool) -> Result<Given, Fault> {
    let mut input = Input::new(given, &["name", "expires_at", "scopes"]);
    let name = match input.text("name") {
        Some(Some(name)) => name,
        None if input.has("name") => String::new(),
        _ => {
            input.refuse(input.fault("name", Code::Required));
            String::new()
        }
    };
    let length = name.chars().count();
    if length > NAME_CHARS {
        input.refuse(input.fault("name", Code::TooLong).with("max", NAME_CHARS).with("actual", length));
    }
    let expires_at = input.moment("expires_at").flatten();
    if expires_at.is_some_and(|ends| ends <= now) {
        input.refuse(input.fault("expires_at", Code::TooSmall).with("min", now.to_rfc3339()));
    }
    let scopes = scopes(&mut input, known);
    check::refuse(input.finish())?;
    Ok(Given { name, expires_at, scopes })
}

impl App {
    /// The caller's tokens.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`] when there is no caller.
    pub async fn tokens(&self, ctx: &Ctx) -> Result<TokensView, Fault> {
        let user = caller(ctx)?;
        let found = self.store.read().await?.tokens_of(user).await?;
        Ok(TokensView { items: found.into_iter().map(TokenView::from).collect() })
    }

    /// Makes a token for the caller.
    ///
    /// # Errors
    /// What is wrong with the values.
    pub async fn create_token(&self, ctx: &Ctx, given: &Map<String, Json>) -> Result<NewToken, Fault> {
        let user_id = caller(ctx)?;
        let Given { name, expires_at, scopes } =
            read(given, ctx.now, |object| ctx.company.schema.object(object).is_some())?;
        let secret = format!("{PREFIX}{}", fresh(&self.ids));
        let token = Token {
            id: self.ids.new_id(ctx.now),
            user_id,
            name,
            hash: digest(&secret).to_vec(),
            created_at: ctx.now,
            last_used_at: None,
            expires_at,
            scopes,
        };
        let (stored, ctx_) = (token.clone(), ctx.clone());
        self.store
            .write(move |tx| {
                async move {
                    tx.add_token(&stored).await?;
                    audit(
                        tx,
                        &ctx_,
                        "token.created",
                        stored.id,
                        &json!({"name": stored.name, "scopes": stored.scopes.as_deref().unwrap_or(ALL)}),
                    );
                    Ok::<(), Fault>(())
                }
                .boxed()
            })
            .await?;
        Ok(NewToken { token: token.into(), secret })
    }

    /// Ends a token of the caller.
    ///
    /// # Errors
    /// [`Code::NotFound`] when the caller has no such token.
    pub async fn delete_token(&self, ctx: &Ctx, id: Uuid) -> Result<(), Fault> {
        let user = caller(ctx)?;
        let ctx = ctx.clone();
        self.store
            .write(move |tx| {
                async move {
                    if !tx.drop_token(user, id).await? {
                        return Err(Fault::new(Code::NotFound));
                    }
                    audit(tx, &ctx, "token.deleted", id, &json!({}));
                    Ok(())
                }
                .boxed()
            })
            .await?;
        self.gate.known.forget_all();
        Ok(())
    }
}

fn audit(tx: &mut Tx, ctx: &Ctx, action: &str, token: Uuid, detail: &Json) {
    tx.audit(ctx.entry(action, None, Some(token), detail));
}

#[cfg(test)]
mod tests {
    use shuke_base::{Clock, FixedClock};

    use super::*;

    #[test]
    fn a_token_needs_a_name_and_an_end_to_come() {
        let now = FixedClock::at("2026-03-01T08:00:00Z").now();
        let codes = |given: Json| -> Vec<String> {
            let given = given.as_object().cloned().expect("an object");
            let Err(fault) = read(&given, now, |object| object == "lead") else {
                panic!("something is wrong")
            };
            fault.fields.iter().map(|field| format!("{} {}", field.field, field.code.name())).collect()
        };
        assert_eq!(codes(json!({})), ["name required"]);
        assert_eq!(codes(json!({"name": " ", "scopes": []})), ["name required", "scopes required"]);
        assert_eq!(
            codes(json!({"name": "n", "scopes": ["lead:read", "unicorn:read", "delete", "a,all"]})),
            ["scopes unknown_option"; 3]
        );
        assert_eq!(codes(json!({"name": "n".repeat(101)})), ["name too_long"]);
        assert_eq!(
            codes(json!({"name": "n", "expires_at": "2026-03-01T08:00:00Z"})),
            ["expires_at too_small"]
        );
        assert_eq!(
            codes(json!({"name": 7, "expires_at": "tomorrow"})),
            ["name wrong_type", "expires_at invalid_time"]
        );
    }
}
