//! What went wrong, in a form that can be told in any language.

use std::collections::BTreeMap;

use crate::{Code, Locale, Text};

/// One refusal: a code, the values for the places in its text, and, for bad input, the fields concerned.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Which entry of the table.
    pub code: Code,
    /// Values of the places in the text.
    pub args: BTreeMap<&'static str, Arg>,
    /// The fields concerned, in the order they were found.
    pub fields: Vec<FieldFault>,
    /// More that the caller needs to go on: a property's name and its value as JSON text.
    pub more: Option<(&'static str, String)>,
}

/// A value for a place in a text: the same in all languages, or a text in both.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// The same in all languages.
    Plain(String),
    /// A label.
    Label(Text),
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldFault {
    /// Api name of the field, or the path of a property.
    pub field: String,
    /// Label of the field, for the text's `{field}` place.
    pub label: Text,
    /// Which entry of the table.
    pub code: Code,
    /// Values of the places in the text.
    pub args: BTreeMap<&'static str, Arg>,
    /// For a conflict: what the caller sent and what is stored, as JSON text.
    pub yours_theirs: Option<(String, String)>,
}

fn fill(text: &str, args: &BTreeMap<&'static str, Arg>, locale: Locale) -> String {
    let mut filled = text.to_owned();
    for (name, arg) in args {
        let value = match arg {
            Arg::Plain(text) => text.as_str(),
            Arg::Label(text) => text.get(locale),
        };
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}

impl Fault {
    /// A refusal without arguments.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, args: BTreeMap::new(), fields: Vec::new(), more: None }
    }

    /// Bad input in one or more fields.
    #[must_use]
    pub fn invalid(fields: Vec<FieldFault>) -> Self {
        Self { code: Code::InvalidInput, args: BTreeMap::new(), fields, more: None }
    }

    /// Adds a value for a place in the text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, Arg::Plain(value.to_string()));
        self
    }

    /// Adds a label for a place in the text.
    #[must_use]
    pub fn label(mut self, name: &'static str, value: Text) -> Self {
        self.args.insert(name, Arg::Label(value));
        self
    }

    /// Adds a field that is concerned.
    #[must_use]
    pub fn field(mut self, field: FieldFault) -> Self {
        self.fields.push(field);
        self
    }

    /// Adds what the caller needs to go on, as JSON text.
    #[must_use]
    pub fn more(mut self, name: &'static str, json: String) -> Self {
        self.more = Some((name, json));
        self
    }

    /// The text in `locale`, its places filled.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        fill(self.code.text(locale), &self.args, locale)
    }
}

impl From<FieldFault> for Fault {
    /// A single bad field: a clash stays a clash (409), anything else is bad input (422).
    fn from(field: FieldFault) -> Self {
        let code = match field.code.kind() {
            crate::Kind::Conflict => field.code,
            _ => Code::InvalidInput,
        };
        let mut args = field.args.clone();
        args.insert("field", Arg::Label(field.label.clone()));
        Self { code, args, fields: vec![field], more: None }
    }
}

impl FieldFault {
    /// Something wrong with `field`, whose label is `label`.
    pub fn new(field: impl Into<String>, label: &Text, code: Code) -> Self {
        Self { field: field.into(), label: label.clone(), code, args: BTreeMap::new(), yours_theirs: None }
    }

    /// Something wrong with a property that has no label of its own.
    pub fn property(name: &str, code: Code) -> Self {
        Self::new(name, &Text::new(name, name), code)
    }

    /// Adds a value for a place in the text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, Arg::Plain(value.to_string()));
        self
    }

    /// Adds a text in both languages for a place in the text.
    #[must_use]
    pub fn label_arg(mut self, name: &'static str, value: Text) -> Self {
        self.args.insert(name, Arg::Label(value));
        self
    }

    /// The text in `locale`, its places filled.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        let text = fill(self.code.text(locale), &self.args, locale);
        text.replace("{field}", self.label.get(locale))
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.message(Locale::En))?;
        for field in &self.fields {
            write!(f, "; {}: {}", field.field, field.message(Locale::En))?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}
