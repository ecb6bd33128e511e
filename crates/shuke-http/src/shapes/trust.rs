//! Browsers that are signed in, second factors, rules of sign-in.

use shuke_base::Uuid;
use utoipa::ToSchema;

use super::session::RoleName;

/// A browser that is signed in.
#[derive(Debug, ToSchema)]
pub struct Session {
    /// Its id; opens nothing.
    pub id: Uuid,
    /// What the browser calls itself.
    pub agent: String,
    /// The network address that it signed in from.
    #[schema(required)]
    pub place: Option<String>,
    /// When the person signed in.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it was last used, to within minutes.
    #[schema(format = DateTime)]
    pub seen_at: String,
    /// The one that this call came by.
    pub current: bool,
}

/// The caller's browsers.
#[derive(Debug, ToSchema)]
pub struct Sessions {
    /// Last used first.
    pub items: Vec<Session>,
}

/// How many were ended.
#[derive(Debug, ToSchema)]
pub struct Ended {
    /// How many.
    pub ended: u64,
}

/// Where a second factor stands.
#[derive(Debug, ToSchema)]
pub struct SecondFactor {
    /// Whether it is asked for at sign-in.
    pub enabled: bool,
    /// Since when.
    #[schema(required, format = DateTime)]
    pub since: Option<String>,
    /// Recovery codes that are left.
    pub recovery_left: u64,
    /// Whether the company's rules ask for one.
    pub required: bool,
}

/// A second factor that waits for its first one-time password.
#[derive(Debug, ToSchema)]
pub struct NewSecondFactor {
    /// The secret in base 32, to be typed into an app.
    pub secret: String,
    /// The same as an `otpauth` address.
    pub uri: String,
    /// The address as a picture (SVG) to be scanned.
    pub qr: String,
}

/// A one-time password of six digits, or a recovery code.
#[derive(Debug, ToSchema)]
pub struct OneTimePassword {
    /// The code.
    pub code: String,
}

/// Recovery codes, shown this once.
#[derive(Debug, ToSchema)]
pub struct RecoveryCodes {
    /// The codes; each is good for one sign-in.
    pub codes: Vec<String>,
}

/// The company's rules of sign-in.
#[derive(Debug, ToSchema)]
pub struct Security {
    /// Characters of a password, at least.
    pub password_min: u64,
    /// Roles whose people need a second factor.
    pub second_factor_roles: Vec<RoleName>,
    /// People who have one.
    pub second_factor_people: u64,
    /// People who still have to set one up.
    pub second_factor_missing: u64,
    /// Networks that people and programs are let in from, such as `203.0.113.0/24`; none: all.
    pub networks: Vec<String>,
    /// The address that the call came from.
    pub own_address: Option<String>,
}

/// Changes of the rules; what is absent stays.
#[derive(Debug, ToSchema)]
pub struct SecurityChange {
    /// Characters of a password, at least.
    #[schema(minimum = 8, maximum = 64)]
    pub password_min: Option<u64>,
    /// Ids of roles whose people need a second factor.
    pub second_factor_roles: Option<Vec<Uuid>>,
    /// Networks that people and programs are let in from; the caller's own address has to be among them. None: all.
    #[schema(max_items = 100)]
    pub networks: Option<Vec<String>>,
}
