//! Sub-tables: what a cell can be, and what their columns say.

use shuke_base::limits;

use super::{FieldDef, FieldKind};

impl FieldKind {
    /// Whether a column of a sub-table can be of this kind.
    #[must_use]
    pub fn in_lines(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Integer
                | Self::Decimal
                | Self::Money
                | Self::Percent
                | Self::Bool
                | Self::Date
                | Self::Choice
                | Self::Reference
        )
    }

    /// Whether the field holds a number of any sort that can be summed up.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Money | Self::Percent)
    }
}

impl FieldDef {
    /// Lines of a sub-table, at most.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.most().unwrap_or(limits::LINES)
    }

    /// A column of a sub-table by its api name.
    #[must_use]
    pub fn cell(&self, name: &str) -> Option<&FieldDef> {
        self.cells.iter().find(|column| column.name == name)
    }

    /// Whether the field names records of this object, itself or in a column.
    #[must_use]
    pub fn names(&self, object: &str) -> bool {
        self.points_to() == Some(object) || self.cells.iter().any(|column| column.points_to() == Some(object))
    }
}
