//! Options of choices, and which of them say that a record is over.

use serde::{Deserialize, Serialize};
use shuke_base::Text;

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// Api name; what is stored. In a cascade it is the path from the top: `east/shanghai`.
    pub name: String,
    /// What people read.
    pub label: Text,
    /// Colour token of the tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Whether it can still be chosen; a retired option stays readable.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub active: bool,
    /// What has become of a record that has this option.
    #[serde(default, skip_serializing_if = "Outcome::is_open")]
    pub outcome: Outcome,
    /// Days that a record should stay at most where this is its stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_days: Option<i64>,
}

fn yes() -> bool {
    true
}

/// What has become of a record: something is still to be done, or it is closed, with success or without. As the closed
/// and won stages of other CRMs, for whatever can be over: a lead, a deal, a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Still worked on.
    #[default]
    Open,
    /// Closed as it was wished: won, converted, done.
    Success,
    /// Closed otherwise: lost, invalid, cancelled.
    Failure,
}

impl Outcome {
    const ALL: [Self; 3] = [Self::Open, Self::Success, Self::Failure];

    /// The api name, such as `success`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Success => "success",
            Self::Failure => "failure",
        }
    }

    /// The outcome that `name` belongs to.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Open => Text::new("进行中", "Open"),
            Self::Success => Text::new("成功结束", "Closed, successful"),
            Self::Failure => Text::new("未成结束", "Closed, unsuccessful"),
        }
    }

    /// Whether something is still to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::Open
    }
}
