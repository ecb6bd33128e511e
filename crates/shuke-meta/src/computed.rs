//! Fields whose values the program computes: from a formula, through a reference, or over the records that point here.
//!
//! Such a field keeps the kind of what it gives (a decimal, a date), so that lists, filters, columns and answers treat
//! it like any other field of that kind. This says only where the value comes from; what a formula means is known above.

use serde::{Deserialize, Serialize};

/// Where a computed value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Computed {
    /// A formula over fields of the record and of what it points to.
    Formula {
        /// The text, with api names.
        formula: String,
    },
    /// The value of a field of a record that this one points to.
    Lookup {
        /// References, then the field: `account.level`.
        path: String,
    },
    /// A figure over the lines of a sub-table of the record.
    Lines {
        /// Which sub-table.
        lines: String,
        /// What is computed of the lines.
        #[serde(rename = "fn")]
        measure: Rollup,
        /// Of which column; none for a count.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        field: Option<String>,
    },
    /// A figure over the live records that point here.
    Rollup {
        /// Which object's records.
        object: String,
        /// Its reference field that points here.
        via: String,
        /// What is computed of them.
        #[serde(rename = "fn")]
        measure: Rollup,
        /// Of which field; none for a count.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        field: Option<String>,
        /// Only those that meet this condition.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        filter: Option<serde_json::Value>,
    },
}

/// What a roll-up computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rollup {
    /// How many there are.
    Count,
    /// All together; of none it is zero.
    Sum,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// The mean of those that have a value.
    Avg,
}

impl Rollup {
    /// Every figure.
    pub const ALL: [Self; 5] = [Self::Count, Self::Sum, Self::Min, Self::Max, Self::Avg];

    /// The api name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Min => "min",
            Self::Max => "max",
            Self::Avg => "avg",
        }
    }

    /// The figure of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }
}
