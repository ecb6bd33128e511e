//! The tree that a formula's text means, before anything is known of its fields.

use shuke_base::Decimal;

use super::functions::Function;

/// Characters of the text: from the first to before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first character, counted from 0.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
}

impl Span {
    /// From the beginning of one to the end of the other.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }
}

/// A part of a formula and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub expr: Expr,
    /// Where it stands.
    pub at: Span,
}

impl PartialEq for Node {
    /// The same meaning, wherever it stands.
    fn eq(&self, other: &Self) -> bool {
        self.expr == other.expr
    }
}

/// What a part of a formula is.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A number; never negative, a sign is [`Expr::Negative`].
    Number(Decimal),
    /// A text in quotation marks.
    Text(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// BLANK.
    Blank,
    /// A field, or a field of what a reference points to: the names in order.
    Field(Vec<String>),
    /// A number with its sign turned.
    Negative(Box<Node>),
    /// Two parts and an operator.
    Binary(Binary, Box<Node>, Box<Node>),
    /// A function of its arguments.
    Call(Function, Vec<Node>),
}

/// An operator between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    /// `=`
    Equal,
    /// `<>`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `&`, texts one behind the other.
    Join,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Binary {
    /// Every operator.
    pub const ALL: [Self; 11] = [
        Self::Equal,
        Self::Unequal,
        Self::Less,
        Self::AtMost,
        Self::Greater,
        Self::AtLeast,
        Self::Join,
        Self::Add,
        Self::Subtract,
        Self::Multiply,
        Self::Divide,
    ];

    /// How it is written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "<>",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Join => "&",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }

    /// How tightly it binds; larger binds tighter.
    #[must_use]
    pub fn strength(self) -> u8 {
        match self {
            Self::Equal | Self::Unequal | Self::Less | Self::AtMost | Self::Greater | Self::AtLeast => 1,
            Self::Join => 2,
            Self::Add | Self::Subtract => 3,
            Self::Multiply | Self::Divide => 4,
        }
    }

    pub(super) fn compares(self) -> bool {
        self.strength() == 1
    }
}
