//! Makes the condition of one test: the field, the operator and the value are known, what remains is their meaning.

use serde_json::Value as Json;
use shuke_base::{Code, FieldFault, Moment, Value, limits};
use shuke_meta::FieldKind;

use crate::cond::{Cond, Op, Test};
use crate::operand::{Operand, Place};
use crate::operator::Operator;
use crate::within::{self, Span};

type Built = Result<Cond, FieldFault>;

/// The condition that a test means; `value` is absent when the test has none.
pub(crate) fn build(place: &Place<'_>, operator: Operator, value: Option<&Json>) -> Built {
    let null = value.is_some_and(Json::is_null);
    let about_null = null && matches!(operator, Operator::Eq | Operator::Ne);
    if !about_null && !Operator::of(place.field()).contains(&operator) {
        return Err(place.fault(Code::InvalidOperator).with("op", operator.name()));
    }
    if let Operator::Empty | Operator::NotEmpty = operator {
        return match value {
            None | Some(Json::Null | Json::Bool(true)) => meaning(place, operator, &Json::Null),
            Some(_) => Err(place.reason("empty 和 not_empty 不带值", "empty and not_empty take no value")),
        };
    }
    let value = value.ok_or_else(|| place.reason("缺少 value", "the value is missing"))?;
    if null && !about_null {
        return Err(place.reason("这个运算符需要一个值", "this operator needs a value"));
    }
    meaning(place, operator, value)
}

fn meaning(place: &Place<'_>, operator: Operator, value: &Json) -> Built {
    match operator {
        Operator::Eq => Ok(place.equal(place.operand(value)?)),
        Operator::Ne => Ok(place.unequal(place.operand(value)?)),
        Operator::In => place.one_of(value),
        Operator::NotIn => place.none_of(value),
        Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => {
            Ok(place.ordered(operator, place.operand(value)?))
        }
        Operator::Between => place.between(value),
        Operator::Contains => place.contains(value),
        Operator::NotContains => Ok(match place.contains(value)? {
            Cond::Test(Test { path, op: Op::Contains(part) }) => {
                Cond::Test(Test { path, op: Op::NotContains(part) })
            }
            several => !several,
        }),
        Operator::StartsWith => place.starts_with(value),
        Operator::EndsWith => Ok(place.test(Op::EndsWith(place.part(value)?))),
        Operator::Within => place.within(value),
        Operator::Under => place.under(value),
        Operator::Empty => Ok(place.test(Op::Empty)),
        Operator::NotEmpty => Ok(place.test(Op::NotEmpty)),
    }
}

/// What an `in` list came to.
#[derive(Default)]
struct List {
    values: Vec<Value>,
    days: Vec<(Moment, Moment)>,
    null: bool,
}

impl Place<'_> {
    fn test(&self, op: Op) -> Cond {
        Cond::Test(Test { path: self.path.clone(), op })
    }

    fn equal(&self, operand: Operand) -> Cond {
        match operand {
            Operand::One(value) => self.test(Op::Eq(value)),
            Operand::Any(values) => self.any_of(values),
            Operand::Day(from, to) => self.test(Op::Within(Value::Time(from), Value::Time(to))),
            Operand::Null => self.test(Op::Empty),
        }
    }

    /// One of these ids; a single one as an equation, which an index serves in order.
    fn any_of(&self, mut values: Vec<Value>) -> Cond {
        self.test(match values.len() {
            0 => Op::Never,
            1 => Op::Eq(values.remove(0)),
            _ => Op::In(values),
        })
    }

    fn unequal(&self, operand: Operand) -> Cond {
        match operand {
            Operand::One(value) => self.test(Op::Ne(value)),
            Operand::Any(mut values) => match values.len() {
                0 => Cond::always(),
                1 => self.test(Op::Ne(values.remove(0))),
                _ => self.test(Op::NotIn(values)),
            },
            Operand::Null => self.test(Op::NotEmpty),
            day @ Operand::Day(..) => !self.equal(day),
        }
    }

    fn list(&self, json: &Json) -> Result<List, FieldFault> {
        let mut list = List::default();
        let entries = match json {
            Json::Array(entries) => entries.as_slice(),
            // `@my_team` stands for a list by itself.
            Json::String(_) => std::slice::from_ref(json),
            _ => return Err(self.reason("in 和 not_in 需要一个数组", "in and not_in take an array")),
        };
        if entries.len() > limits::FILTER_VALUES {
            let most = limits::FILTER_VALUES;
            return Err(self.reason(&format!("一项最多 {most} 个值"), &format!("a test takes {most} values")));
        }
        for entry in entries {
            match self.operand(entry)? {
                Operand::One(value) => list.values.push(value),
                Operand::Any(values) => list.values.extend(values),
                Operand::Day(from, to) => list.days.push((from, to)),
                Operand::Null => list.null = true,
            }
        }
        Ok(list)
    }

    fn one_of(&self, json: &Json) -> Built {
        let List { values, days, null } = self.list(json)?;
        let mut parts = Vec::new();
        if !values.is_empty() {
            parts.push(self.test(Op::In(values)));
        }
        parts.extend(days.into_iter().map(|(from, to)| self.equal(Operand::Day(from, to))));
        if null {
            parts.push(self.test(Op::Empty));
        }
        Ok(match parts.len() {
            0 => self.test(Op::Never),
            1 => parts.remove(0),
            _ => Cond::Any(parts),
        })
    }

    fn none_of(&self, json: &Json) -> Built {
        let List { values, days, null } = self.list(json)?;
        let mut parts = Vec::new();
        if !values.is_empty() {
            parts.push(self.test(Op::NotIn(values)));
        }
        parts.extend(days.into_iter().map(|(from, to)| self.unequal(Operand::Day(from, to))));
        if null {
            parts.push(self.test(Op::NotEmpty));
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Cond::All(parts) })
    }

    /// Less or greater. A day counts as a whole: "at most the 5th" takes in all of the 5th.
    fn ordered(&self, operator: Operator, operand: Operand) -> Cond {
        let (value, whole_day) = match operand {
            Operand::One(value) => (value, false),
            Operand::Day(from, _) if matches!(operator, Operator::Lt | Operator::Gte) => {
                (Value::Time(from), true)
            }
            Operand::Day(_, to) => (Value::Time(to), true),
            Operand::Any(_) | Operand::Null => return self.test(Op::Never),
        };
        self.test(match operator {
            Operator::Lt => Op::Lt(value),
            Operator::Lte if whole_day => Op::Lt(value),
            Operator::Lte => Op::Lte(value),
            Operator::Gt if !whole_day => Op::Gt(value),
            _ => Op::Gte(value),
        })
    }

    /// From one to another; `null` leaves an end open.
    fn between(&self, json: &Json) -> Built {
        let wrong = || self.reason("between 需要 [起, 止]", "between takes [from, to]");
        let [from, to] = json.as_array().map(Vec::as_slice).unwrap_or_default() else {
            return Err(wrong());
        };
        match (self.operand(from)?, self.operand(to)?) {
            (Operand::Null, Operand::Null) => Err(wrong()),
            (from, Operand::Null) => Ok(self.ordered(Operator::Gte, from)),
            (Operand::Null, to) => Ok(self.ordered(Operator::Lte, to)),
            (Operand::One(from), Operand::One(to)) => Ok(self.test(Op::Between(from, to))),
            (Operand::Day(from, _), Operand::Day(_, to)) => {
                Ok(self.test(Op::Within(Value::Time(from), Value::Time(to))))
            }
            (from, to) => Ok(self.ordered(Operator::Gte, from).and(self.ordered(Operator::Lte, to))),
        }
    }

    /// Part of a text: of a phone number its digits, of an address in the small letters that it is kept in.
    fn part(&self, json: &Json) -> Result<String, FieldFault> {
        let text = self.plain(json)?;
        let part = match self.field().kind {
            FieldKind::Phone => digits(&text).ok_or_else(|| self.fault(Code::InvalidPhone))?,
            FieldKind::Email => text.to_lowercase(),
            FieldKind::IdCard | FieldKind::CreditCode => text.to_uppercase(),
            FieldKind::MultiChoice => self.text(json)?,
            _ => text,
        };
        if part.is_empty() {
            return Err(self.reason("这个运算符需要一段文字", "this operator needs some text"));
        }
        Ok(part)
    }

    fn contains(&self, json: &Json) -> Built {
        if self.field().kind == FieldKind::MultiReference {
            return Ok(match self.operand(json)? {
                Operand::One(Value::Text(id)) => self.test(Op::Contains(id)),
                Operand::Any(ids) if !ids.is_empty() => self.test(Op::In(ids)),
                _ => self.test(Op::Never),
            });
        }
        let part = self.part(json)?;
        let area = domestic(&part).filter(|_| self.field().kind == FieldKind::Phone && part.starts_with('0'));
        let plain = self.test(Op::Contains(part));
        Ok(match area {
            // 0571… is kept as +86571…: the nought of the area code is not there to be found.
            Some(area) => plain.or(self.test(Op::StartsWith(area))),
            None => plain,
        })
    }

    fn starts_with(&self, json: &Json) -> Built {
        let part = self.part(json)?;
        let number = domestic(&part).filter(|_| self.field().kind == FieldKind::Phone);
        let plain = self.test(Op::StartsWith(part));
        Ok(match number {
            Some(number) => plain.or(self.test(Op::StartsWith(number))),
            None => plain,
        })
    }

    fn within(&self, json: &Json) -> Built {
        let today = within::today(self.env.now, self.env.zone);
        let unknown = || self.reason("没有这个时间范围", "there is no such span of time");
        let end = |day| match self.field().kind {
            FieldKind::DateTime => Value::Time(within::day_start(day, self.env.zone)),
            _ => Value::Date(day),
        };
        Ok(self.test(match within::span(json, today).ok_or_else(unknown)? {
            Span::Days(from, to) => Op::Within(end(from), end(to)),
            Span::Before(day) => Op::Lt(end(day)),
        }))
    }

    fn under(&self, json: &Json) -> Built {
        if self.field().kind == FieldKind::Cascade {
            let node = self.text(json)?;
            let below = self.test(Op::StartsWith(format!("{node}/")));
            return Ok(self.test(Op::Eq(Value::Text(node))).or(below));
        }
        if matches!(self.field().kind, FieldKind::Region | FieldKind::Address) {
            let code = self.text(json)?;
            let place = code.strip_suffix("0000").or_else(|| code.strip_suffix("00")).unwrap_or(&code);
            return match place.len() {
                6 => Ok(self.test(Op::Eq(Value::Text(code)))),
                _ => Ok(self.test(Op::StartsWith(place.to_owned()))),
            };
        }
        let tops = match self.operand(json)? {
            Operand::One(top) => vec![top],
            Operand::Any(tops) => tops,
            Operand::Day(..) | Operand::Null => Vec::new(),
        };
        let mut below: Vec<_> =
            tops.iter().filter_map(Value::as_id).flat_map(|top| self.env.departments_under(top)).collect();
        below.sort_unstable();
        Ok(self.equal(Operand::Any(below.into_iter().map(Value::Id).collect())))
    }
}

/// The digits of a part of a phone number, with the plus where one leads; nothing when there are other characters.
fn digits(text: &str) -> Option<String> {
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => kept.push(c),
            '０'..='９' => kept.extend(char::from_u32(c as u32 - 0xFEE0)),
            '+' | '＋' if kept.is_empty() => kept.push('+'),
            ' ' | '-' | '－' | '—' | '–' | '(' | ')' | '（' | '）' | '.' => {}
            _ => return None,
        }
    }
    (kept.len() > usize::from(kept.starts_with('+'))).then_some(kept)
}

/// How the beginning of a number that was typed without a plus is kept: with the country code, without the nought of
/// the area code. Nothing, when no number begins like that.
fn domestic(part: &str) -> Option<String> {
    let kept = match (part.strip_prefix("00"), part.strip_prefix('0')) {
        (Some(international), _) => format!("+{international}"),
        (None, Some(area)) => format!("+86{area}"),
        (None, None) => format!("+86{part}"),
    };
    let complete =
        !part.starts_with('+') && !part.starts_with("000") && part.bytes().any(|byte| byte != b'0');
    complete.then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_phone_numbers_are_looked_for_as_they_are_kept() {
        assert_eq!(digits("138-00 00").as_deref(), Some("1380000"));
        assert_eq!(digits("１３８").as_deref(), Some("138"));
        assert_eq!(digits("+86 138").as_deref(), Some("+86138"));
        for none in ["+", "", "138a", "1+3"] {
            assert_eq!(digits(none), None, "{none}");
        }
        assert_eq!(domestic("138").as_deref(), Some("+86138"));
        assert_eq!(domestic("0571").as_deref(), Some("+86571"));
        assert_eq!(domestic("001").as_deref(), Some("+1"));
        for none in ["+1", "0", "00", "0001"] {
            assert_eq!(domestic(none), None, "{none}");
        }
    }
}
