//! Rules of forms: when a field is shown, asked for or locked, and what has to hold between fields. Conditions are filter
//! trees over the record's own fields; what they mean is known above.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use shuke_base::Text;

/// When a field behaves otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRules {
    /// Shown only when this holds; what is not shown is not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<Json>,
    /// Asked for when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Json>,
    /// Locked when this held before the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only_when: Option<Json>,
}

impl FieldRules {
    /// Whether there is no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The conditions, by the names of their properties.
    pub fn conditions(&self) -> impl Iterator<Item = (&'static str, &Json)> {
        [
            ("visible_when", &self.visible_when),
            ("required_when", &self.required_when),
            ("read_only_when", &self.read_only_when),
        ]
        .into_iter()
        .filter_map(|(name, condition)| Some((name, condition.as_ref()?)))
    }
}

/// What has to hold between fields of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Has to hold.
    pub holds: Json,
    /// What is told when it doesn't.
    pub message: Text,
    /// The fields that are marked then; none marks the first that the condition asks for.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Switched off, it stays defined.
    #[serde(default = "on", skip_serializing_if = "Clone::clone")]
    pub active: bool,
}

fn on() -> bool {
    true
}
