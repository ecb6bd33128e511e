//! A property of a definition: where it stands, and what people call it.

use shuke_base::{Code, FieldFault, Text};

pub(super) struct Property {
    path: String,
    label: Text,
}

impl Property {
    pub(super) fn new(path: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { path: path.into(), label: Text::new(zh, en) }
    }

    pub(super) fn fault(&self, code: Code) -> FieldFault {
        FieldFault::new(&self.path, &self.label, code)
    }

    /// The definition can't be as it is, for this reason.
    pub(super) fn invalid(&self, zh: &str, en: &str) -> FieldFault {
        self.because(Text::new(zh, en))
    }

    pub(super) fn because(&self, reason: Text) -> FieldFault {
        self.fault(Code::InvalidDefinition).label_arg("reason", reason)
    }

    pub(super) fn twice(&self, name: &str) -> FieldFault {
        self.invalid(&format!("“{name}”出现了两次"), &format!("“{name}” stands twice"))
    }
}
