//! Values with a form of their own: addresses of all sorts, numbers with a check character, days, yes and no, regions.

use shuke_base::{Text, Value};
use shuke_meta::FieldKind;

use super::Guess;
use super::fit::{Judge, probe};
use crate::import::read::RawCell;

pub(super) fn guess(judge: &Judge<'_>) -> Option<Guess> {
    contact(judge)
        .or_else(|| yes_or_no(judge))
        .or_else(|| days(judge))
        .or_else(|| phone(judge))
        .or_else(|| places(judge))
}

/// E-mail, web address, and the two numbers that check themselves.
fn contact(judge: &Judge<'_>) -> Option<Guess> {
    type Like = fn(&str) -> bool;
    let kinds: [(FieldKind, &str, &str, Like); 4] = [
        (FieldKind::Email, "邮箱地址", "e-mail addresses", |text| text.contains('@')),
        (FieldKind::Url, "网址", "web addresses", |text| {
            let text = text.to_ascii_lowercase();
            text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")
        }),
        (FieldKind::IdCard, "有效的身份证号", "valid identity numbers", |text| text.len() >= 18),
        (
            FieldKind::CreditCode,
            "有效的统一社会信用代码",
            "valid unified social credit codes",
            |text| text.len() >= 18,
        ),
    ];
    for (kind, zh, en, like) in kinds {
        let fit = judge.takes(kind, |_, text| like(text));
        if fit.holds() {
            let mut guess = Guess::new(kind, judge.told(&fit, zh, en));
            let checked = matches!(kind, FieldKind::IdCard | FieldKind::CreditCode);
            guess.unique = checked && judge.tally.unlike == Some(true) && judge.tally.rows > 1;
            return Some(guess);
        }
    }
    None
}

/// A phone number that can't well be another number: a mobile number, one with an area or country code, or any when the
/// heading says so.
fn phone(judge: &Judge<'_>) -> Option<Guess> {
    let said = judge.says(&["电话", "手机", "联系方式", "传真", "tel", "phone", "mobile", "fax", "cell"]);
    let like = |_: &RawCell, text: &str| {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let signs = text.chars().all(|c| c.is_ascii_digit() || " -+()（）－转".contains(c));
        let mobile = text.len() == 11 && digits == 11 && text.starts_with('1');
        let coded = (text.starts_with('0') || text.starts_with("400")) && text.contains('-');
        signs && (5..=20).contains(&digits) && (said || mobile || coded || text.starts_with('+'))
    };
    let fit = judge.takes(FieldKind::Phone, like);
    let mobile = judge.of(|_, text| text.len() == 11 && text.starts_with('1')).holds();
    let (zh, en) = if mobile { ("手机号", "mobile numbers") } else { ("电话号码", "phone numbers") };
    fit.holds().then(|| Guess::new(FieldKind::Phone, judge.told(&fit, zh, en)))
}

fn yes_or_no(judge: &Judge<'_>) -> Option<Guess> {
    let asks = judge.says(&["是否", "有无", "能否", "已", "is", "has"]);
    let field = probe(FieldKind::Bool);
    let like = |cell: &RawCell, text: &str| match text {
        "0" | "1" => asks,
        _ => matches!(cell, RawCell::Bool(_) | RawCell::Text(_)) && judge.read(&field, cell).is_some(),
    };
    let fit = judge.of(like);
    let fine = fit.good == fit.all;
    let reason = || {
        let marks: Vec<String> =
            judge.tally.distinct.iter().flatten().map(|(text, _)| text.clone()).collect();
        let marks = marks.iter().take(4).map(String::as_str).collect::<Vec<_>>();
        Text::new(
            format!("只有“{}”，读作是或否", marks.join("、")),
            format!("only {}, read as yes or no", marks.join(", ")),
        )
    };
    fine.then(|| Guess::new(FieldKind::Bool, reason()))
}

/// Days, moments and times of day. A row of digits is a day only where the heading says so.
fn days(judge: &Judge<'_>) -> Option<Guess> {
    let said = judge.says(&["日期", "时间", "日", "生日", "date", "time", "day", "birthday"]);
    let like = |cell: &RawCell, text: &str| match cell {
        RawCell::Date(_) => true,
        RawCell::Percent(_) | RawCell::Bool(_) => false,
        _ => said || !text.chars().all(|c| c.is_ascii_digit()),
    };
    let fit = judge.takes(FieldKind::DateTime, like);
    if fit.holds() {
        let field = probe(FieldKind::DateTime);
        let timed = judge.values.iter().any(|(cell, _)| match judge.read(&field, cell) {
            Some(Value::Time(moment)) => moment.with_timezone(&judge.zone).time() != chrono::NaiveTime::MIN,
            _ => false,
        });
        return Some(if timed {
            Guess::new(FieldKind::DateTime, judge.told(&fit, "日期和时间", "days with times"))
        } else {
            Guess::new(FieldKind::Date, judge.told(&fit, "日期", "days"))
        });
    }
    let fit = judge.takes(FieldKind::Time, |_, text| text.contains(':') || text.contains('：'));
    fit.holds().then(|| Guess::new(FieldKind::Time, judge.told(&fit, "一天中的时刻", "times of day")))
}

fn places(judge: &Judge<'_>) -> Option<Guess> {
    let worded =
        |_: &RawCell, text: &str| text.chars().count() >= 2 && !text.chars().any(|c| c.is_ascii_digit());
    let fit = judge.takes(FieldKind::Region, worded);
    let said =
        judge.says(&["省", "市", "区", "县", "地区", "城市", "region", "city", "province", "district"]);
    // A street or a family can be called like some town.
    if fit.holds() && (said || fit.good == fit.all) {
        return Some(Guess::new(
            FieldKind::Region,
            judge.told(&fit, "省市区", "provinces, cities or districts"),
        ));
    }
    if !judge.says(&["地址", "住址", "address"]) || judge.tally.longest > shuke_base::limits::ADDRESS_CHARS
    {
        return None;
    }
    let field = probe(FieldKind::Address);
    let begins = |cell: &RawCell, _: &str| matches!(judge.read(&field, cell), Some(Value::Address(address)) if !address.region.is_empty());
    let fit = judge.of(begins);
    (fit.good * 2 >= fit.all && fit.good > 0).then(|| {
        let mut guess = Guess::new(
            FieldKind::Address,
            judge.told(&fit, "以省市区开头的地址", "addresses that begin with a region"),
        );
        if fit.good < fit.all {
            guess
                .notes
                .push(Text::new("其余的会整条放在详细地址里", "the others are kept as a line of detail"));
        }
        guess
    })
}
