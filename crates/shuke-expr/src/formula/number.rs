//! Exact numbers with or without a currency.

use std::cmp::Ordering;

use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;
use shuke_base::{Decimal, Money, Value};

use super::tree::Binary;

/// Decimal places of what a division gives.
const PLACES: u32 = 16;

/// A number, or an amount when it has a currency.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    pub(super) amount: Decimal,
    pub(super) currency: Option<String>,
}

impl Number {
    pub(super) fn plain(amount: Decimal) -> Self {
        Self { amount, currency: None }
    }

    /// The number that a value is.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Int(number) => Some(Self::plain(Decimal::from(*number))),
            Value::Decimal(number) => Some(Self::plain(*number)),
            Value::Money(money) => {
                Some(Self { amount: money.amount, currency: Some(money.currency.clone()) })
            }
            _ => None,
        }
    }

    pub(super) fn value(self) -> Value {
        match self.currency {
            Some(currency) => Value::Money(Money { amount: self.amount, currency }),
            None => Value::Decimal(self.amount),
        }
    }

    /// The same in another amount.
    pub(super) fn with(self, amount: Decimal) -> Self {
        Self { amount, ..self }
    }

    /// The currency of both; the outer nothing when they differ.
    fn shared(&self, other: &Self) -> Option<Option<String>> {
        match (&self.currency, &other.currency) {
            (Some(a), Some(b)) if a != b => None,
            (a, b) => Some(a.clone().or_else(|| b.clone())),
        }
    }

    /// How two numbers stand to each other; nothing when their currencies differ.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        self.shared(other).map(|_| self.amount.cmp(&other.amount))
    }

    /// What an operator makes of two numbers; nothing when it can't be computed.
    pub(super) fn apply(&self, operator: Binary, other: &Self) -> Option<Self> {
        let currency = self.shared(other)?;
        let amount = match operator {
            Binary::Add => self.amount.checked_add(other.amount),
            Binary::Subtract => self.amount.checked_sub(other.amount),
            Binary::Multiply => self.amount.checked_mul(other.amount),
            Binary::Divide => self.amount.checked_div(other.amount).map(|amount| round(amount, PLACES)),
            _ => None,
        }?;
        // An amount over an amount of the same currency is a plain share.
        let share = operator == Binary::Divide && other.currency.is_some();
        Some(Self { amount, currency: currency.filter(|_| !share) })
    }

    /// The remainder, with the sign of the divisor.
    pub(super) fn remainder(&self, divisor: &Self) -> Option<Self> {
        let currency = self.shared(divisor)?;
        let rest = self.amount.checked_rem(divisor.amount)?;
        let turned = !rest.is_zero() && rest.is_sign_negative() != divisor.amount.is_sign_negative();
        let amount = if turned { rest.checked_add(divisor.amount)? } else { rest };
        Some(Self { amount, currency })
    }
}

/// Rounded to so many places, halves away from zero.
pub(super) fn round(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// Rounded to so many places; a negative number of places rounds to tens, hundreds and so on.
pub(super) fn round_to(number: Decimal, places: i64) -> Option<Decimal> {
    match u32::try_from(places) {
        Ok(places) => Some(round(number, places.min(28))),
        Err(_) => {
            let tens = Decimal::from(10_u64.checked_pow(u32::try_from(places.checked_neg()?).ok()?)?);
            round(number.checked_div(tens)?, 0).checked_mul(tens)
        }
    }
}

/// The whole number that a value is, without its places.
pub(super) fn whole(value: &Value) -> Option<i64> {
    Number::of(value)?.amount.trunc().to_i64()
}
