//! From tree to text, with no more brackets than needed. Reading the text gives the tree again.

use std::fmt::{self, Display, Formatter, Write};

use super::tree::{Expr, Node};

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write(self, &|names| names.join("."), 0, f)
    }
}

impl Node {
    /// The text with other names for fields: such as their labels.
    #[must_use]
    pub fn named(&self, name: &dyn Fn(&[String]) -> String) -> String {
        struct Named<'a>(&'a Node, &'a dyn Fn(&[String]) -> String);
        impl Display for Named<'_> {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                write(self.0, self.1, 0, f)
            }
        }
        Named(self, name).to_string()
    }
}

/// A sign binds more tightly than every operator.
const SIGN: u8 = 5;

fn write(node: &Node, name: &dyn Fn(&[String]) -> String, above: u8, f: &mut Formatter<'_>) -> fmt::Result {
    match &node.expr {
        Expr::Number(number) => write!(f, "{number}"),
        Expr::Text(text) => write!(f, "\"{}\"", text.replace('"', "\"\"")),
        Expr::Bool(true) => f.write_str("TRUE"),
        Expr::Bool(false) => f.write_str("FALSE"),
        Expr::Blank => f.write_str("BLANK()"),
        Expr::Field(names) => f.write_str(&name(names)),
        Expr::Negative(inner) => {
            f.write_char('-')?;
            write(inner, name, SIGN, f)
        }
        Expr::Binary(operator, left, right) => {
            let strength = operator.strength();
            let brackets = strength <= above;
            if brackets {
                f.write_char('(')?;
            }
            // Operators of one strength are read from left to right.
            write(left, name, strength - 1, f)?;
            write!(f, " {} ", operator.sign())?;
            write(right, name, strength, f)?;
            if brackets {
                f.write_char(')')?;
            }
            Ok(())
        }
        Expr::Call(function, arguments) => {
            write!(f, "{}(", function.name())?;
            for (at, argument) in arguments.iter().enumerate() {
                if at > 0 {
                    f.write_str(", ")?;
                }
                write(argument, name, 0, f)?;
            }
            f.write_char(')')
        }
    }
}
