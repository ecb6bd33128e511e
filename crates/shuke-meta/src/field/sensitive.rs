//! What is sensitive: which fields can be, and where their values are found.

use super::{FieldDef, FieldKind};

impl FieldKind {
    /// Whether such a field can be sensitive: those that hold one text.
    #[must_use]
    pub fn can_be_sensitive(self) -> bool {
        matches!(
            self,
            Self::Text | Self::LongText | Self::Phone | Self::Email | Self::IdCard | Self::CreditCode
        )
    }
}

impl FieldDef {
    /// Whether values lie sealed, or some still do: what needs them in the clear inside the database is refused.
    #[must_use]
    pub fn sealed(&self) -> bool {
        self.sensitive || self.sealing
    }

    /// Whether rows can be put in order by the field.
    #[must_use]
    pub fn sortable(&self) -> bool {
        self.kind.sortable() && !self.sealed()
    }

    /// The column that equal values are found by: that of digests where values are sealed.
    #[must_use]
    pub fn equal_column(&self) -> String {
        if self.sensitive { self.digest_column() } else { self.column.clone() }
    }

    /// The column of digests.
    #[must_use]
    pub fn digest_column(&self) -> String {
        format!("{}__dig", self.column)
    }
}
