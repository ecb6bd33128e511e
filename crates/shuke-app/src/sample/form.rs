//! A row in the making. What the company's own definitions don't know, an option or a field, is left out.

use shuke_base::{Decimal, Fault, Moment, Money, NaiveDate, Uuid, Value};
use shuke_meta::{FieldKind, ObjectDef};

use crate::context::Ctx;
use crate::records::create::Row;
use crate::records::draft::{self, Values};

/// The tag that every sample record carries.
pub(super) const TAG: &str = "示例";

/// Values for the fields of an object.
pub(super) struct Form<'a> {
    object: &'a ObjectDef,
    values: Values,
}

impl<'a> Form<'a> {
    /// An empty one, but for the tag.
    pub(super) fn new(object: &'a ObjectDef, tags: &[&str]) -> Self {
        let mut form = Self { object, values: Vec::with_capacity(object.fields.len()) };
        let all = tags.iter().copied().chain([TAG]).map(str::to_owned).collect();
        form.put("tags", Value::List(all));
        form
    }

    /// A value as it is.
    pub(super) fn put(&mut self, name: &str, value: Value) {
        if let Some(at) = self.object.position(name) {
            self.values.push((at, value));
        }
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str, text: impl Into<String>) {
        self.put(name, Value::Text(text.into()));
    }

    /// An option of a choice, or of several choices.
    pub(super) fn option(&mut self, name: &str, option: &str) {
        let Some(field) = self.object.field(name) else { return };
        if field.option(option).is_some_and(|option| option.active) {
            let value = match field.kind {
                FieldKind::MultiChoice => Value::List(vec![option.to_owned()]),
                _ => Value::from(option),
            };
            self.put(name, value);
        }
    }

    /// An amount in the company's currency.
    pub(super) fn money(&mut self, name: &str, amount: Decimal, currency: &str) {
        self.put(name, Value::Money(Money { amount, currency: currency.to_owned() }));
    }

    /// A reference.
    pub(super) fn id(&mut self, name: &str, id: impl Into<Option<Uuid>>) {
        self.put(name, id.into().map_or(Value::Null, Value::Id));
    }

    /// A moment.
    pub(super) fn time(&mut self, name: &str, moment: impl Into<Option<Moment>>) {
        self.put(name, moment.into().map_or(Value::Null, Value::Time));
    }

    /// A day.
    pub(super) fn day(&mut self, name: &str, day: NaiveDate) {
        self.put(name, Value::Date(day));
    }

    /// The whole row, with defaults and the owner's department.
    pub(super) fn row(self, ctx: &Ctx) -> Result<Row, Fault> {
        draft::row(ctx, self.object, self.values)
    }
}
