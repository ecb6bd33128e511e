//! What operators and functions give, and what they can be given.

use super::fault::FormulaFault;
use super::functions::{Function, Group};
use super::tree::{Binary, Span};
use super::types::Type;

pub(super) fn wrong(at: Span, wanted: Type, found: Type) -> FormulaFault {
    let (wanted, found) = (wanted.label(), found.label());
    FormulaFault::new(
        at,
        format!("这里应为{}，现在是{}", wanted.zh, found.zh),
        format!("this should be {}; it is {}", wanted.en, found.en),
    )
}

pub(super) fn number(at: Span, found: Type) -> Result<Type, FormulaFault> {
    if found.is_number() { Ok(found) } else { Err(wrong(at, Type::Number(false), found)) }
}

/// What an operator gives for two parts of these types.
pub(super) fn binary(
    operator: Binary,
    at: Span,
    left: (Span, Type),
    right: (Span, Type),
) -> Result<Type, FormulaFault> {
    let (a, b) = (left.1, right.1);
    match operator {
        Binary::Join => {
            for (place, found) in [left, right] {
                if matches!(found, Type::Reference | Type::List) {
                    return Err(wrong(place, Type::Text, found));
                }
            }
            Ok(Type::Text)
        }
        _ if operator.compares() => {
            let days = a.is_day() && b.is_day();
            let ordered = matches!(operator, Binary::Equal | Binary::Unequal)
                || !matches!(a.with(b), Some(Type::Reference | Type::List | Type::Bool));
            match a.with(b) {
                Some(_) if ordered => Ok(Type::Bool),
                None if days => Ok(Type::Bool),
                _ => Err(FormulaFault::new(
                    at,
                    format!("{}和{}不能这样比较", a.label().zh, b.label().zh),
                    format!("{} and {} can't be compared like this", a.label().en, b.label().en),
                )),
            }
        }
        _ => {
            if a.is_day()
                && b.is_day()
                && operator == Binary::Subtract
                && a != Type::Blank
                && b != Type::Blank
            {
                return Err(FormulaFault::new(
                    at,
                    "两个日期相减请用 DATEDIFF(开始, 结束, \"day\")",
                    "use DATEDIFF(start, end, \"day\") for the days between",
                ));
            }
            if matches!(a, Type::Date | Type::Time) {
                return Err(FormulaFault::new(
                    at,
                    "日期加减请用 DATEADD(日期, 数量, \"day\")",
                    "use DATEADD(date, count, \"day\") to count days on",
                ));
            }
            if a == Type::Text && operator == Binary::Add {
                return Err(FormulaFault::new(at, "连接文字请用 &", "use & to put texts together"));
            }
            let (a, b) = (number(left.0, a)?, number(right.0, b)?);
            arithmetic(operator, a, b).ok_or_else(|| {
                FormulaFault::new(at, "两个金额不能这样计算", "two amounts can't be put together like this")
            })
        }
    }
}

fn arithmetic(operator: Binary, a: Type, b: Type) -> Option<Type> {
    match (operator, a, b) {
        (Binary::Divide, Type::Money, Type::Money) => Some(Type::Number(false)),
        (Binary::Divide, Type::Money, _) => Some(Type::Money),
        (Binary::Divide, _, Type::Money) | (Binary::Multiply, Type::Money, Type::Money) => None,
        (Binary::Divide, ..) => Some(Type::Number(false)),
        _ => a.with(b),
    }
}

/// What a function gives for arguments of these types.
pub(super) fn result(function: Function, given: &[(Span, Type)]) -> Result<Type, FormulaFault> {
    let given = Given(given);
    match function.group() {
        Group::Logic => logic(function, given),
        Group::Number => numbers(function, given),
        Group::Text => texts(function, given),
        Group::Time => times(function, given),
    }
}

/// The arguments: where each stands, and what it is.
#[derive(Clone, Copy)]
struct Given<'a>(&'a [(Span, Type)]);

impl Given<'_> {
    fn count(self) -> usize {
        self.0.len()
    }

    /// The argument at this place, if there is one, has to be this.
    fn want(self, at: usize, wanted: Type) -> Result<(), FormulaFault> {
        match self.0.get(at) {
            Some((place, found)) if found.with(wanted).is_none() => Err(wrong(*place, wanted, *found)),
            _ => Ok(()),
        }
    }

    fn all(self, wanted: Type) -> Result<(), FormulaFault> {
        (0..self.count()).try_for_each(|at| self.want(at, wanted))
    }

    /// What the arguments at these places are together.
    fn same(self, places: impl Iterator<Item = usize>) -> Result<Type, FormulaFault> {
        let mut whole = Type::Blank;
        for at in places {
            let (place, found) = self.0[at];
            whole = whole.with(found).ok_or_else(|| wrong(place, whole, found))?;
        }
        Ok(whole)
    }

    /// A day or a moment.
    fn day(self, at: usize) -> Result<Type, FormulaFault> {
        let (place, found) = self.0[at];
        if found.is_day() { Ok(found) } else { Err(wrong(place, Type::Date, found)) }
    }

    /// No reference and no list.
    fn plain(self, wanted: Type) -> Result<(), FormulaFault> {
        let bad = self.0.iter().find(|(_, found)| matches!(found, Type::Reference | Type::List));
        bad.map_or(Ok(()), |(place, found)| Err(wrong(*place, wanted, *found)))
    }
}

fn logic(function: Function, given: Given<'_>) -> Result<Type, FormulaFault> {
    match function {
        Function::If => {
            given.want(0, Type::Bool)?;
            given.same(1..given.count())
        }
        Function::Switch => {
            given.same((0..1).chain((1..given.count() - 1).step_by(2)))?;
            let last = given.count().is_multiple_of(2).then(|| given.count() - 1);
            given.same((2..given.count()).step_by(2).chain(last))
        }
        Function::Coalesce => given.same(0..given.count()),
        Function::IsBlank => Ok(Type::Bool),
        _ => given.all(Type::Bool).map(|()| Type::Bool),
    }
}

fn numbers(function: Function, given: Given<'_>) -> Result<Type, FormulaFault> {
    let together = || {
        given.0.iter().try_fold(Type::Blank, |whole, (at, found)| {
            Ok(whole.with(number(*at, *found)?).unwrap_or(Type::Number(false)))
        })
    };
    match function {
        Function::Min | Function::Max => match given.same(0..given.count())? {
            whole @ (Type::Reference | Type::List | Type::Bool | Type::Text) => {
                Err(wrong(given.0[0].0, Type::Number(false), whole))
            }
            whole => Ok(whole),
        },
        Function::Round | Function::Ceil | Function::Floor => {
            given.want(1, Type::Number(true))?;
            Ok(match number(given.0[0].0, given.0[0].1)? {
                Type::Number(_) => Type::Number(given.count() == 1),
                other => other,
            })
        }
        Function::Value => given.want(0, Type::Text).map(|()| Type::Number(false)),
        _ => together(),
    }
}

fn texts(function: Function, given: Given<'_>) -> Result<Type, FormulaFault> {
    match function {
        Function::Len => return given.want(0, Type::Text).map(|()| Type::Number(true)),
        Function::Left | Function::Right | Function::Mid => {
            given.want(0, Type::Text)?;
            given.want(1, Type::Number(true))?;
            given.want(2, Type::Number(true))?;
        }
        Function::Concat => given.plain(Type::Text)?,
        Function::Contains => {
            if given.0[0].1 != Type::List {
                given.want(0, Type::Text)?;
            }
            return given.want(1, Type::Text).map(|()| Type::Bool);
        }
        Function::Text => {
            given.plain(Type::Number(false))?;
            given.want(1, Type::Text)?;
        }
        Function::RmbUpper => {
            number(given.0[0].0, given.0[0].1)?;
        }
        _ => given.all(Type::Text)?,
    }
    Ok(Type::Text)
}

fn times(function: Function, given: Given<'_>) -> Result<Type, FormulaFault> {
    match function {
        Function::Today => Ok(Type::Date),
        Function::Now => Ok(Type::Time),
        Function::Date if given.count() == 1 => given.day(0).map(|_| Type::Date),
        Function::Date if given.count() == 2 => Err(FormulaFault::new(
            given.0[1].0,
            "DATE 需要年、月、日三个数",
            "DATE takes year, month and day",
        )),
        Function::Date => given.all(Type::Number(true)).map(|()| Type::Date),
        Function::DateAdd => {
            given.want(1, Type::Number(true))?;
            given.want(2, Type::Text)?;
            given.day(0)
        }
        Function::DateDiff => {
            given.day(0)?;
            given.day(1)?;
            given.want(2, Type::Text).map(|()| Type::Number(true))
        }
        Function::NetWorkdays => {
            given.day(0)?;
            given.day(1).map(|_| Type::Number(true))
        }
        Function::Workday => {
            given.want(1, Type::Number(true))?;
            given.day(0).map(|_| Type::Date)
        }
        _ => given.day(0).map(|_| Type::Number(true)),
    }
}
