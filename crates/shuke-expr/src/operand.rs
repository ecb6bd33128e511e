//! Reads the value of a test by the kind of its field.
//!
//! Looser than what may be written into the field: a retired option or a number beyond the field's limits can still
//! be asked for.

use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};
use serde_json::Value as Json;
use shuke_base::{Code, Decimal, FieldFault, Moment, Text, Uuid, Value};
use shuke_meta::{FieldDef, FieldKind};
use shuke_text::Clean;

use crate::cond::Path;
use crate::env::Env;
use crate::within;

/// Digits that a number may have in all; 64-bit storage of scaled numbers holds that many.
const DIGITS: u32 = 18;

/// A test that is being read: where it stands and what its words mean.
pub(crate) struct Place<'a> {
    /// The path as it was typed.
    pub(crate) typed: &'a str,
    /// The field.
    pub(crate) path: &'a Path,
    /// The caller's surroundings.
    pub(crate) env: &'a Env,
}

/// What a value in a test came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    /// One value.
    One(Value),
    /// Several, from `@my_team`; none, when there is nobody for `@me`.
    Any(Vec<Value>),
    /// A day against a field of moments: from its beginning to the next one's.
    Day(Moment, Moment),
    /// `null`.
    Null,
}

impl Operand {
    /// Ids as the entries of a list.
    fn in_texts(self) -> Self {
        let text = |value: Value| value.as_id().map_or(value, |id| Value::Text(id.to_string()));
        match self {
            Self::One(value) => Self::One(text(value)),
            Self::Any(values) => Self::Any(values.into_iter().map(text).collect()),
            other => other,
        }
    }
}

impl Place<'_> {
    pub(crate) fn field(&self) -> &FieldDef {
        self.path.def()
    }

    pub(crate) fn fault(&self, code: Code) -> FieldFault {
        FieldFault::new(self.typed, &self.field().label, code)
    }

    pub(crate) fn reason(&self, zh: &str, en: &str) -> FieldFault {
        self.fault(Code::InvalidFilter).label_arg("reason", Text::new(zh, en))
    }

    fn expected(&self, zh: &str, en: &str) -> FieldFault {
        self.fault(Code::WrongType).label_arg("expected", Text::new(zh, en))
    }

    /// The object whose ids the field holds: its target, or its own object when it is the id.
    pub(crate) fn target(&self) -> Option<&str> {
        match self.field().kind {
            FieldKind::Id => Some(&self.path.end.object.name),
            _ => self.field().points_to(),
        }
    }

    /// A value that the field is compared with as a whole.
    pub(crate) fn operand(&self, json: &Json) -> Result<Operand, FieldFault> {
        if json.is_null() {
            return Ok(Operand::Null);
        }
        let one = match self.field().kind {
            FieldKind::Id | FieldKind::Reference | FieldKind::User | FieldKind::Department => {
                return self.ids(json);
            }
            // A list keeps ids as texts.
            FieldKind::MultiReference => return Ok(self.ids(json)?.in_texts()),
            FieldKind::DateTime => return self.moment(json),
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::RichText
            | FieldKind::Time
            | FieldKind::Choice
            | FieldKind::MultiChoice
            | FieldKind::Cascade
            | FieldKind::Tags
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Url
            | FieldKind::IdCard
            | FieldKind::CreditCode
            | FieldKind::Region
            | FieldKind::Address
            // Only asked whether it is there.
            | FieldKind::Location
            | FieldKind::Attachment
            | FieldKind::Image
            | FieldKind::Signature
            | FieldKind::Lines
            | FieldKind::AutoNumber => Value::Text(self.text(json)?),
            FieldKind::Integer | FieldKind::Rating => Value::Int(self.integer(json)?),
            FieldKind::Decimal | FieldKind::Money | FieldKind::Percent => Value::Decimal(self.decimal(json)?),
            FieldKind::Bool => {
                Value::Bool(json.as_bool().ok_or_else(|| self.expected("是或否", "yes or no"))?)
            }
            FieldKind::Date => Value::Date(self.date(json)?),
            FieldKind::Record => self.record(json)?,
        };
        Ok(if one == Value::Text(String::new()) { Operand::Null } else { Operand::One(one) })
    }

    /// A text without what can't be kept; it may be empty.
    pub(crate) fn plain(&self, json: &Json) -> Result<String, FieldFault> {
        let text = json.as_str().ok_or_else(|| self.expected("文本", "a text"))?;
        let cleaned = match self.field().kind {
            FieldKind::LongText => shuke_text::clean_block(text),
            _ => shuke_text::clean_line(text),
        };
        match cleaned {
            Clean::Text(text) => Ok(text),
            Clean::Control => Err(self.fault(Code::InvalidText)),
        }
    }

    /// A text in the form that the field keeps.
    pub(crate) fn text(&self, json: &Json) -> Result<String, FieldFault> {
        let text = self.plain(json)?;
        if text.is_empty() {
            return Ok(text);
        }
        match self.field().kind {
            FieldKind::Phone => shuke_text::phone(&text).ok_or_else(|| self.fault(Code::InvalidPhone)),
            FieldKind::Email => shuke_text::email(&text).ok_or_else(|| self.fault(Code::InvalidEmail)),
            FieldKind::Url => shuke_text::url(&text).ok_or_else(|| self.fault(Code::InvalidUrl)),
            // In the form that is kept; what is no number finds nothing.
            FieldKind::IdCard => Ok(shuke_text::id_card(&text).unwrap_or(text)),
            FieldKind::CreditCode => Ok(shuke_text::credit_code(&text).unwrap_or(text)),
            FieldKind::Region | FieldKind::Address if !region_code(&text) => {
                Err(self.fault(Code::InvalidRegion))
            }
            FieldKind::Time => shuke_meta::parse::clock(&text).ok_or_else(|| self.fault(Code::InvalidClock)),
            FieldKind::Choice | FieldKind::MultiChoice | FieldKind::Cascade
                if self.field().option(&text).is_none() =>
            {
                Err(self.fault(Code::UnknownOption).with("value", text))
            }
            _ => Ok(text),
        }
    }

    fn integer(&self, json: &Json) -> Result<i64, FieldFault> {
        let number = match json {
            Json::Number(number) => number.as_i64(),
            Json::String(text) => text.trim().parse().ok(),
            _ => return Err(self.expected("整数", "a whole number")),
        };
        number.ok_or_else(|| self.fault(Code::InvalidNumber))
    }

    fn decimal(&self, json: &Json) -> Result<Decimal, FieldFault> {
        let text = match json {
            Json::Number(number) => number.to_string(),
            Json::String(text) => text.trim().to_owned(),
            _ => return Err(self.expected("数字", "a number")),
        };
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
        let number = if plain {
            Decimal::from_str_exact(&text)
        } else if json.is_number() {
            // The only other form of a JSON number is one with an exponent.
            Decimal::from_scientific(&text)
        } else {
            return Err(self.fault(Code::InvalidNumber));
        };
        let number = number.map_err(|_| self.fault(Code::InvalidNumber))?.normalize();
        let places = self.field().places();
        if number.scale() > places {
            return Err(self.fault(Code::TooPrecise).with("scale", places));
        }
        let most = Decimal::from(10_i64.pow(DIGITS.saturating_sub(places)));
        match number {
            number if number >= most => Err(self.fault(Code::TooBig).with("max", most)),
            number if number <= -most => Err(self.fault(Code::TooSmall).with("min", -most)),
            number => Ok(number),
        }
    }

    /// A day as `2026-01-31`, strictly.
    fn day(&self, text: &str) -> Option<NaiveDate> {
        if text == "@today" {
            return Some(within::today(self.env.now, self.env.zone));
        }
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        shaped.then(|| text.parse().ok()).flatten().filter(|day: &NaiveDate| day.year() > 0)
    }

    fn date(&self, json: &Json) -> Result<NaiveDate, FieldFault> {
        let text = json.as_str().ok_or_else(|| self.expected("日期", "a date"))?;
        self.day(text.trim()).ok_or_else(|| self.fault(Code::InvalidDate))
    }

    fn moment(&self, json: &Json) -> Result<Operand, FieldFault> {
        let text = json.as_str().ok_or_else(|| self.expected("时间", "a time"))?.trim();
        if text == "@now" {
            return Ok(Operand::One(Value::Time(self.env.now)));
        }
        if let Some(day) = self.day(text) {
            let start = |day| within::day_start(day, self.env.zone);
            return Ok(Operand::Day(start(day), start(within::next(day))));
        }
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| self.fault(Code::InvalidTime))?;
        let moment = moment.with_timezone(&Utc).trunc_subsecs(6);
        if (1..=9999).contains(&moment.year()) {
            Ok(Operand::One(Value::Time(moment)))
        } else {
            Err(self.fault(Code::InvalidTime))
        }
    }

    fn ids(&self, json: &Json) -> Result<Operand, FieldFault> {
        let known = |id: Option<Uuid>| Operand::Any(id.into_iter().map(Value::Id).collect());
        Ok(match (json.as_str(), self.target()) {
            (Some("@me"), Some("user")) => known(self.env.me),
            (Some("@my_department"), Some("department")) => known(self.env.department),
            (Some("@my_team"), Some("user")) => {
                Operand::Any(self.env.team.iter().copied().map(Value::Id).collect())
            }
            _ => Operand::One(Value::Id(self.id(json)?)),
        })
    }

    /// An id, or a reference as a record shows it.
    pub(crate) fn id(&self, json: &Json) -> Result<Uuid, FieldFault> {
        let wrong = || self.expected("记录编号（UUID）", "the id of a record (UUID)");
        let text = match json {
            Json::Object(map) => {
                let object = map.get("object").and_then(Json::as_str);
                if object.is_some() && object != self.target() {
                    return Err(wrong());
                }
                map.get("id").and_then(Json::as_str)
            }
            json => json.as_str(),
        };
        text.and_then(|text| text.trim().parse().ok()).ok_or_else(wrong)
    }

    fn record(&self, json: &Json) -> Result<Value, FieldFault> {
        let part = |name| json.get(name).and_then(Json::as_str);
        let id = part("id").and_then(|id| id.trim().parse().ok());
        match (part("object"), id) {
            (Some(object), Some(id)) => Ok(Value::Record(object.to_owned(), id)),
            _ => {
                Err(self
                    .expected("对象和编号 {\"object\",\"id\"}", "an object and an id, {\"object\",\"id\"}"))
            }
        }
    }
}

/// Whether it has the shape of a region code; one that is no longer in force can still stand in a record.
fn region_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0')
}
