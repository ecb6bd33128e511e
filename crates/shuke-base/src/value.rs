//! The values that fields hold.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::Moment;

/// An amount in a currency. The amount is exact; the currency is an ISO 4217 code such as `CNY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// The amount in whole units of the currency.
    pub amount: Decimal,
    /// ISO 4217 code.
    pub currency: String,
}

/// An address: where, and the line that a courier reads. Not both are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Six-digit code of the region; empty when it isn't known.
    pub region: String,
    /// Street and number; may be empty.
    pub detail: String,
}

/// A point on the earth, WGS 84 as a browser tells it, to six decimal places (a tenth of a metre).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Degrees east, from -180 to 180.
    pub longitude: Decimal,
    /// Degrees north, from -90 to 90.
    pub latitude: Decimal,
    /// Radius in metres within which it surely lies, where known.
    pub accuracy: Option<i64>,
}

/// One line of a sub-table.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its own id, which it keeps while its cells change; nil until it is given one.
    pub id: Uuid,
    /// What its cells hold, by column, in the order of the columns; of a stored line without the empty ones.
    pub cells: Vec<(String, Value)>,
}

impl Line {
    /// What the cell of a column holds; nothing when it isn't there.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<&Value> {
        self.cells.iter().find(|(name, _)| name == column).map(|(_, value)| value)
    }
}

/// What a field of a record holds.
///
/// A value does not know its field: whether it fits is decided against the field's kind before it is stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing. An empty text is stored as nothing, too.
    #[default]
    Null,
    /// Text, long text, choice and cascade (the api name), phone, e-mail, URL, region code, identity number, credit
    /// code, time of day (`09:30` or `09:30:15`), auto number.
    Text(String),
    /// Integer and rating.
    Int(i64),
    /// Decimal and percent (12.5 is 12.5 %).
    Decimal(Decimal),
    /// Money.
    Money(Money),
    /// Yes or no.
    Bool(bool),
    /// A day without a time zone.
    Date(NaiveDate),
    /// A moment in UTC.
    Time(Moment),
    /// A reference: the id of a record of the field's target object.
    Id(Uuid),
    /// A reference to a record of any object: object and id.
    Record(String, Uuid),
    /// Several choices or tags, in the order given, without doubles.
    List(Vec<String>),
    /// An address.
    Address(Address),
    /// A place on the map.
    Location(Location),
    /// The lines of a sub-table, in order. A list of records tells only how many there are, as a whole number.
    Lines(Vec<Line>),
}

impl Value {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, when this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The id, when this is a reference of either kind.
    #[must_use]
    pub fn as_id(&self) -> Option<Uuid> {
        match self {
            Self::Id(id) | Self::Record(_, id) => Some(*id),
            _ => None,
        }
    }

    /// The yes or no, when this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(yes) => Some(*yes),
            _ => None,
        }
    }

    /// The moment, when this is one.
    #[must_use]
    pub fn as_time(&self) -> Option<Moment> {
        match self {
            Self::Time(moment) => Some(*moment),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}
