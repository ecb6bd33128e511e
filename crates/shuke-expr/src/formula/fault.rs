//! What is wrong with a formula, and where.

use shuke_base::{Code, FieldFault, Text};

use super::tree::Span;

/// What is wrong, where, and the mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaFault {
    /// The characters concerned.
    pub at: Span,
    /// What is wrong, with the mend.
    pub reason: Text,
}

impl FormulaFault {
    pub(super) fn new(at: Span, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { at, reason: Text::new(zh, en) }
    }

    /// As a fault of the property `name`, whose label is `label`.
    #[must_use]
    pub fn of(&self, name: &str, label: &Text) -> FieldFault {
        FieldFault::new(name, label, Code::InvalidFormula)
            .with("position", self.at.start + 1)
            .label_arg("reason", self.reason.clone())
    }
}
