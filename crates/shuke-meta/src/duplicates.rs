//! What tells that two records of an object are of the same person or company, and what becomes of it.

use serde::{Deserialize, Serialize};

use crate::field::FieldKind;

/// How the values of a field are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchBy {
    /// As phone numbers, however they are written.
    Phone,
    /// As e-mail addresses.
    Email,
    /// By the domain of an e-mail or web address; mail houses for everybody tell nothing.
    Domain,
    /// As numbers that only one company or person has.
    Code,
    /// As names of companies: nearly the same is enough.
    Company,
    /// As texts, without regard to widths, cases and signs between letters.
    Text,
}

impl MatchBy {
    /// Every way, in the order designers show them.
    pub const ALL: [Self; 6] =
        [Self::Phone, Self::Email, Self::Domain, Self::Code, Self::Company, Self::Text];

    /// The name that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Domain => "domain",
            Self::Code => "code",
            Self::Company => "company",
            Self::Text => "text",
        }
    }

    /// The way of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }

    /// The ways in which fields of a kind can be compared, the usual one first; none for kinds that tell nothing.
    #[must_use]
    pub fn of(kind: FieldKind) -> &'static [Self] {
        match kind {
            FieldKind::Phone => &[Self::Phone],
            FieldKind::Email => &[Self::Email, Self::Domain],
            FieldKind::Url => &[Self::Domain],
            FieldKind::IdCard | FieldKind::CreditCode => &[Self::Code],
            FieldKind::Text => &[Self::Company, Self::Text],
            _ => &[],
        }
    }
}

/// What becomes of a write that would make a duplicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// It goes on.
    #[default]
    Allow,
    /// It goes on when whoever writes says so, knowing the records that are there.
    Warn,
    /// It is refused, unless what is alike is only nearly so: that is asked about as with [`Policy::Warn`].
    Block,
}

impl Policy {
    /// Every policy, the mildest first.
    pub const ALL: [Self; 3] = [Self::Allow, Self::Warn, Self::Block];

    /// The name that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Block => "block",
        }
    }

    /// The policy of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// What becomes of a row of a file that would make a duplicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportPolicy {
    /// It is written; stewards are told of the pair.
    #[default]
    Allow,
    /// It is left out and told of.
    Skip,
    /// It is a bad row.
    Block,
    /// It goes into the record that is there.
    Update,
}

impl ImportPolicy {
    /// Every policy, the mildest first.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Skip, Self::Block, Self::Update];

    /// The name that programs read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Skip => "skip",
            Self::Block => "block",
            Self::Update => "update",
        }
    }

    /// The policy of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// A field whose values tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateKey {
    /// Api name.
    pub field: String,
    /// How its values are compared.
    pub by: MatchBy,
}

/// What makes duplicates of an object, and the policy for each door.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duplicates {
    /// The fields that tell; two records that agree in one are possible duplicates.
    #[serde(default)]
    pub keys: Vec<DuplicateKey>,
    /// Forms of the page.
    #[serde(default)]
    pub page: Policy,
    /// Programs.
    #[serde(default)]
    pub api: Policy,
    /// Files, unless an import says otherwise.
    #[serde(default)]
    pub import: ImportPolicy,
}
