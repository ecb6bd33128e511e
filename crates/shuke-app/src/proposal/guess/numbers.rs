//! Amounts: whole numbers, decimals, money, percentages. What only looks like a number is a code and stays text.

use shuke_base::{Decimal, Text, Value};
use shuke_meta::FieldKind;

use super::Guess;
use super::fit::{Judge, probe};
use super::heading::is_code;
use crate::import::read::RawCell;

/// From so many digits on it is no amount; a spreadsheet keeps fifteen.
const DIGITS: usize = 16;
/// Words in headings of amounts of money.
const MONEY: [&str; 25] = [
    "金额", "价格", "单价", "总价", "价", "费用", "费", "预算", "成本", "营收", "收入", "支出", "工资", "薪",
    "货款", "回款", "应收", "元", "amount", "price", "cost", "budget", "revenue", "salary", "fee",
];

pub(super) fn guess(judge: &Judge<'_>) -> Option<Guess> {
    let (money, percent, decimal) =
        (probe(FieldKind::Money), probe(FieldKind::Percent), probe(FieldKind::Decimal));
    let shares = judge.of(|cell, text| {
        (text.ends_with('%') || text.ends_with('％')) && judge.read(&percent, cell).is_some()
    });
    if shares.holds() {
        let scale = places(judge, FieldKind::Percent);
        let mut guess = Guess::new(FieldKind::Percent, judge.told(&shares, "百分比", "percentages"));
        guess.scale = Some(scale.min(4));
        return Some(guess);
    }
    let amounts =
        judge.of(|cell, _| judge.read(&money, cell).is_some() || judge.read(&decimal, cell).is_some());
    // A code can have more digits than any number may.
    let whole = judge.of(|_, text| digits(text));
    if (amounts.holds() || whole.holds())
        && let Some(reason) = code(judge)
    {
        return Some(as_code(judge, reason));
    }
    if !amounts.holds() {
        return None;
    }
    let marked = judge.of(|_, text| signed(text)).good > 0;
    if marked || judge.says(&MONEY) {
        return Some(of_money(judge, marked));
    }
    let fit = judge.takes(FieldKind::Decimal, |_, _| true);
    if !fit.holds() {
        return None;
    }
    let scale = places(judge, FieldKind::Decimal);
    let mut guess = if scale == 0 && judge.takes(FieldKind::Integer, |_, _| true).holds() {
        Guess::new(FieldKind::Integer, judge.told(&fit, "整数", "whole numbers"))
    } else {
        let most = scale.clamp(1, 6);
        let reason = judge.told(
            &fit,
            &format!("数字，最多 {most} 位小数"),
            &format!("numbers with up to {most} decimal places"),
        );
        Guess { scale: Some(most), ..Guess::new(FieldKind::Decimal, reason) }
    };
    guess.notes.extend(ten_thousands(judge));
    Some(guess)
}

/// Decimal places that the values need.
fn places(judge: &Judge<'_>, kind: FieldKind) -> u32 {
    let field = probe(kind);
    let scale = |value: Value| match value {
        Value::Decimal(number) => number.normalize().scale(),
        Value::Money(money) => money.amount.normalize().scale(),
        _ => 0,
    };
    judge.values.iter().filter_map(|(cell, _)| judge.read(&field, cell)).map(scale).max().unwrap_or(0)
}

/// Whether a sign or word of a currency stands with the number.
fn signed(text: &str) -> bool {
    let text = text.to_uppercase();
    ["¥", "￥", "$", "€", "£", "元", "RMB", "CNY", "USD", "EUR", "HKD", "美金", "港币"]
        .iter()
        .any(|sign| text.contains(sign))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Why the numbers are names for something, if they are.
fn code(judge: &Judge<'_>) -> Option<Text> {
    let leading =
        judge.values.iter().find(|(_, text)| text.len() > 1 && digits(text) && text.starts_with('0'));
    if let Some((_, text)) = leading {
        return Some(Text::new(
            format!("“{text}”等以 0 开头，当作数字会丢掉开头的 0，所以保留为文本"),
            format!("values such as “{text}” begin with 0, which a number would lose; they stay text"),
        ));
    }
    let long = judge.values.iter().find(|(_, text)| text.len() >= DIGITS && digits(text));
    if let Some((_, text)) = long {
        return Some(Text::new(
            format!("“{text}”等有 {} 位，是编号而不是数量，所以保留为文本", text.len()),
            format!("values such as “{text}” have {} digits: codes, not amounts; they stay text", text.len()),
        ));
    }
    let whole = judge.of(|_, text| digits(text)).holds();
    (is_code(judge.heading) && whole).then(|| {
        Text::new("表头说明这是编号，所以保留为文本", "by their heading these are codes; they stay text")
    })
}

fn as_code(judge: &Judge<'_>, reason: Text) -> Guess {
    let mut guess = Guess::new(FieldKind::Text, reason);
    let tally = judge.tally;
    guess.unique =
        tally.unlike == Some(true) && tally.filled == tally.rows && tally.rows > 1 && is_code(judge.heading);
    let lost =
        judge.values.iter().any(|(cell, text)| matches!(cell, RawCell::Number(_)) && text.len() >= DIGITS);
    if lost {
        guess.notes.push(Text::new(
            "表格里是按数字存的，Excel 只保留前 15 位，后面的可能已变成 0；请对照原始数据",
            "they lie in the file as numbers, of which Excel keeps 15 digits; the rest may have become 0, compare with the source",
        ));
    }
    guess
}

fn of_money(judge: &Judge<'_>, marked: bool) -> Guess {
    let fit = judge.takes(FieldKind::Money, |_, _| true);
    let reason = if marked {
        judge.told(&fit, "金额", "amounts of money")
    } else {
        let heading: String = judge.heading.chars().take(20).collect();
        Text::new(
            format!("表头“{heading}”说明这是金额"),
            format!("by the heading “{heading}” these are amounts of money"),
        )
    };
    let mut guess = Guess::new(FieldKind::Money, reason);
    guess.scale = Some(places(judge, FieldKind::Money).clamp(2, 4));
    guess.notes.extend(ten_thousands(judge));
    if judge.heading.contains('万') {
        guess.notes.push(Text::new(
            "表头的单位是“万”：数字按原样存入，不会乘以 1 万",
            "the heading says 万 (ten thousand): numbers are kept as they stand, not multiplied",
        ));
    }
    let field = probe(FieldKind::Money);
    let mut foreign: Vec<String> = Vec::new();
    for (cell, _) in &judge.values {
        if let Some(Value::Money(money)) = judge.read(&field, cell)
            && money.currency != shuke_meta::parse::DEFAULT_CURRENCY
            && !foreign.contains(&money.currency)
        {
            foreign.push(money.currency);
        }
    }
    if !foreign.is_empty() {
        let list = foreign.join(", ");
        guess.notes.push(Text::new(
            format!("含外币：{list}；没有写币种的按人民币"),
            format!("with other currencies: {list}; what names none is in CNY"),
        ));
    }
    guess
}

/// Values that are written in ten thousands are read as what they mean.
fn ten_thousands(judge: &Judge<'_>) -> Option<Text> {
    let field = probe(FieldKind::Money);
    let (cell, text) = judge
        .values
        .iter()
        .find(|(_, text)| text.contains(['万', '萬', '亿', '億', 'w', 'W', '千', 'k', 'K']))?;
    let Some(Value::Money(money)) = judge.read(&field, cell) else { return None };
    let number: Decimal = money.amount.normalize();
    Some(Text::new(format!("“{text}”会读作 {number}"), format!("“{text}” is read as {number}")))
}
