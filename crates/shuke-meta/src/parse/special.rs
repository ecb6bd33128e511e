//! Kinds with a form of their own: numbers with check characters, times of day, stars, trees of options, addresses,
//! places on the map.

use serde_json::{Map, Value as Json};
use shuke_base::{Address, Code, Decimal, FieldFault, Location, Text, Value};
use shuke_text::{CreditCodeFault, IdCardFault};

use super::cell::{choice, fold};
use super::number::{narrow, written};
use super::{fit, json};
use crate::field::{FieldDef, LOCATION_PLACES};
use crate::region;

fn because(field: &FieldDef, code: Code, zh: &str, en: &str) -> FieldFault {
    fit::fault(field, code).label_arg("reason", Text::new(zh, en))
}

/// An identity number in its one form, or what is wrong with it.
pub(super) fn id_card(field: &FieldDef, text: &str) -> Result<String, FieldFault> {
    shuke_text::id_card(text).map_err(|wrong| {
        let (zh, en) = match wrong {
            IdCardFault::Old => (
                "15 位的一代证号已停用，请填写 18 位号码",
                "numbers of 15 digits are no longer valid; use the one of 18",
            ),
            IdCardFault::Shape => {
                ("应为 17 位数字加 1 位校验码（数字或 X）", "it takes 17 digits and a last digit or X")
            }
            IdCardFault::Region => ("前两位不是有效的地区", "its first two digits are no place"),
            IdCardFault::Birth => {
                ("第 7 至 14 位不是有效的出生日期", "its digits 7 to 14 are no day of birth")
            }
            IdCardFault::Check => (
                "校验码不符，请核对是否有数字录错",
                "its last character doesn't fit; one of the digits is wrong",
            ),
        };
        because(field, Code::InvalidIdCard, zh, en)
    })
}

/// A unified social credit code in capital letters, or what is wrong with it.
pub(super) fn credit_code(field: &FieldDef, text: &str) -> Result<String, FieldFault> {
    shuke_text::credit_code(text).map_err(|wrong| {
        let (zh, en) = match wrong {
            CreditCodeFault::Old => (
                "15 位的营业执照号或税号已停用，请填写 18 位统一代码",
                "old registration numbers of 15 characters are no longer valid; use the code of 18",
            ),
            CreditCodeFault::Shape => (
                "应为 18 位数字和大写字母，不含 I、O、S、V、Z",
                "it takes 18 digits and capital letters, without I, O, S, V, Z",
            ),
            CreditCodeFault::Check => (
                "校验码不符，请核对是否有字符录错",
                "its last character doesn't fit; one of the others is wrong",
            ),
        };
        because(field, Code::InvalidCreditCode, zh, en)
    })
}

/// A time of day: `09:30`, or `09:30:15` where the seconds aren't nought. Texts of this form stand in the order of time.
pub(super) fn clock(text: &str) -> Option<String> {
    let mut parts = text.split(':');
    let mut part = |most: u32| -> Option<u32> {
        let part = parts.next()?;
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten().filter(|number| *number <= most)
    };
    let (hour, minute) = (part(23)?, part(59)?);
    let second = if text.matches(':').count() == 2 { part(59)? } else { 0 };
    if parts.next().is_some() {
        return None;
    }
    Some(match second {
        0 => format!("{hour:02}:{minute:02}"),
        second => format!("{hour:02}:{minute:02}:{second:02}"),
    })
}

/// A time of day as people write it into a cell: full width, `下午2:30`, `2:30 PM`, `14点30分`, or a spreadsheet's share
/// of a day.
pub(super) fn clock_cell(text: &str) -> String {
    let text = match text.trim().split_at_checked(10) {
        // A spreadsheet's time without a day stands on the first days that it knows.
        Some((day, "")) if day.starts_with("1899-12-3") || day.starts_with("1900-01-0") => "00:00",
        Some((day, time)) if day.starts_with("1899-12-3") || day.starts_with("1900-01-0") => time,
        _ => text,
    };
    let plain: String =
        text.trim().chars().map(narrow).flat_map(char::to_uppercase).filter(|c| *c != ' ').collect();
    // A spreadsheet keeps 09:30 as 0.3958…, the share of a day.
    if let Ok(share) = plain.parse::<f64>()
        && (0.0..1.0).contains(&share)
        && plain.contains('.')
    {
        let seconds = (share * 86_400.0).round();
        let whole = |number: f64| format!("{number:02}");
        return format!(
            "{}:{}:{}",
            whole((seconds / 3600.0).floor()),
            whole((seconds / 60.0).floor() % 60.0),
            whole(seconds % 60.0)
        );
    }
    let mut rest = plain.as_str();
    let mut afternoon = None;
    for (mark, late) in
        [("上午", false), ("早上", false), ("下午", true), ("晚上", true), ("AM", false), ("PM", true)]
    {
        if let Some(shorter) = rest.strip_prefix(mark).or_else(|| rest.strip_suffix(mark)) {
            (rest, afternoon) = (shorter, Some(late));
            break;
        }
    }
    let mut time = rest.replace(['时', '点', '分'], ":").replace('秒', "").replace('半', "30");
    if let Some(shorter) = time.strip_suffix(':') {
        time = if shorter.contains(':') { shorter.to_owned() } else { format!("{shorter}:00") };
    }
    match (afternoon, time.split_once(':')) {
        (Some(late), Some((hour, minutes))) => match (hour.parse::<u32>(), late) {
            (Ok(12), false) => format!("00:{minutes}"),
            (Ok(hour @ 1..=11), true) => format!("{}:{minutes}", hour + 12),
            _ => time,
        },
        _ => time,
    }
}

/// Stars within the field's.
pub(super) fn rating(field: &FieldDef, number: Decimal) -> Result<Value, FieldFault> {
    let stars = field.stars();
    if !number.fract().is_zero() {
        return Err(fit::fault(field, Code::TooPrecise).with("scale", 0));
    }
    match i64::try_from(number.trunc()) {
        Ok(number) if number > stars => Err(fit::fault(field, Code::TooBig).with("max", stars)),
        Ok(number) if number >= 1 => Ok(Value::Int(number)),
        Err(_) if number.is_sign_positive() => Err(fit::fault(field, Code::TooBig).with("max", stars)),
        _ => Err(fit::fault(field, Code::TooSmall).with("min", 1)),
    }
}

/// Stars as people write them: `4`, `4星`, `★★★★`, `★★★★☆`.
pub(super) fn rating_cell(field: &FieldDef, text: &str) -> Result<Value, FieldFault> {
    let plain = text.trim();
    let drawn = plain.chars().all(|c| matches!(c, '★' | '☆' | '⭐' | '\u{FE0F}'));
    if drawn {
        let stars = plain.chars().filter(|c| matches!(c, '★' | '⭐')).count();
        return rating(field, Decimal::from(stars));
    }
    let bare = ["星", "颗星", "stars", "star"]
        .into_iter()
        .find_map(|word| plain.strip_suffix(word))
        .unwrap_or(plain);
    let number = written(bare.trim()).filter(|number| number.currency.is_none() && !number.percent);
    rating(field, number.ok_or_else(|| fit::fault(field, Code::InvalidNumber))?.number)
}

/// The node that a cell means: its label when there is but one, or the labels from the top: `华东/上海`, `华东 > 上海`.
pub(super) fn cascade_cell(field: &FieldDef, text: &str) -> Result<String, FieldFault> {
    if let Some(option) = field.option(text).filter(|option| option.active) {
        return Ok(option.name.clone());
    }
    let wanted: Vec<String> = text
        .split(['/', '>', '／', '＞', '\\', '→', '-', '|'])
        .map(|part| fold(part).into_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let labels = |name: &str| -> Vec<[String; 2]> {
        let ends = name.match_indices('/').map(|(at, _)| at).chain([name.len()]);
        let nodes = ends.filter_map(|end| field.option(&name[..end]));
        nodes.map(|node| [fold(&node.label.zh).into_owned(), fold(&node.label.en).into_owned()]).collect()
    };
    let mut hits = field.options.iter().filter(|option| option.active).filter(|option| {
        let path = labels(&option.name);
        path.len() == wanted.len() && path.iter().zip(&wanted).all(|(labels, part)| labels.contains(part))
    });
    if let (Some(hit), None) = (hits.next(), hits.next()) {
        return Ok(hit.name.clone());
    }
    // One label alone means a node wherever it stands, as long as there is no other of that name.
    let named = |option: &&crate::field::ChoiceOption| {
        option.active && (fold(&option.label.zh) == fold(text) || fold(&option.label.en) == fold(text))
    };
    let mut hits = field.options.iter().filter(named);
    match (hits.next(), hits.next()) {
        (Some(hit), None) => Ok(hit.name.clone()),
        (Some(_), Some(_)) => Err(fit::unknown_option(field, text)),
        (None, _) => choice(field, text),
    }
}

fn text_of<'a>(field: &FieldDef, parts: &'a Map<String, Json>, name: &str) -> Result<&'a str, FieldFault> {
    match parts.get(name) {
        None | Some(Json::Null) => Ok(""),
        Some(Json::String(text)) => Ok(text.trim()),
        Some(_) => Err(not_an_address(field)),
    }
}

fn not_an_address(field: &FieldDef) -> FieldFault {
    let zh = "地址，例如 {\"region\":\"330106\",\"detail\":\"文三路 1 号\"}";
    let en = "an address such as {\"region\":\"330106\",\"detail\":\"1 Wensan Road\"}";
    fit::wrong_type(field, zh, en)
}

fn put_together(field: &FieldDef, region: String, detail: &str) -> Result<Value, FieldFault> {
    let detail = fit::cleaned(field, detail)?;
    fit::short_enough(field, &detail)?;
    if region.is_empty() && detail.is_empty() {
        return Ok(Value::Null);
    }
    Ok(Value::Address(Address { region, detail }))
}

/// An address from its parts; a text alone is taken apart like a cell.
pub(super) fn address(field: &FieldDef, json: &Json) -> Result<Value, FieldFault> {
    match json {
        Json::String(text) => address_cell(field, text),
        Json::Object(parts) => {
            if parts.keys().any(|key| key != "region" && key != "detail") {
                return Err(not_an_address(field));
            }
            let region = match text_of(field, parts, "region")? {
                "" => String::new(),
                code if region::name(code).is_some() => code.to_owned(),
                _ => return Err(fit::fault(field, Code::InvalidRegion)),
            };
            put_together(field, region, text_of(field, parts, "detail")?)
        }
        _ => Err(not_an_address(field)),
    }
}

/// An address on one line: the longest beginning that names a region is the region, the rest the detail. A beginning
/// counts only where a region's name may end, so that 北京路 1 号 is a street and no capital.
pub(super) fn address_cell(field: &FieldDef, text: &str) -> Result<Value, FieldFault> {
    let line = fit::cleaned(field, text)?;
    let ends = |c: char| matches!(c, '省' | '市' | '区' | '县' | '旗' | '州' | '盟');
    let mut best = (String::new(), line.as_str());
    // No region's full name is longer than this.
    for (at, c) in line.char_indices().take(40) {
        let end = at + c.len_utf8();
        let rest = &line[end..];
        let stops = ends(c) || rest.is_empty() || rest.starts_with([' ', ',', '，', '/', '-']);
        if let Some(code) = Some(&line[..end]).filter(|_| stops).and_then(region::find) {
            best = (code.to_owned(), rest.trim_start_matches([' ', ',', '，', '/', '-']));
        }
    }
    let (region, detail) = best;
    put_together(field, region, detail)
}

fn degrees(field: &FieldDef, number: Decimal, most: i64, zh: &str, en: &str) -> Result<Decimal, FieldFault> {
    let most = Decimal::from(most);
    if number > most || number < -most {
        let zh = format!("{zh}应在 -{most} 到 {most} 之间");
        return Err(because(
            field,
            Code::InvalidLocation,
            &zh,
            &format!("the {en} lies between -{most} and {most}"),
        ));
    }
    let mut number = number.round_dp(LOCATION_PLACES);
    number.rescale(LOCATION_PLACES);
    Ok(number)
}

fn place(
    field: &FieldDef,
    longitude: Decimal,
    latitude: Decimal,
    accuracy: Option<i64>,
) -> Result<Value, FieldFault> {
    Ok(Value::Location(Location {
        longitude: degrees(field, longitude, 180, "经度", "longitude")?,
        latitude: degrees(field, latitude, 90, "纬度", "latitude")?,
        accuracy,
    }))
}

fn not_a_place(field: &FieldDef) -> FieldFault {
    let zh = "位置，例如 {\"longitude\":\"120.130000\",\"latitude\":\"30.270000\",\"accuracy\":30}";
    let en = "a place such as {\"longitude\":\"120.130000\",\"latitude\":\"30.270000\",\"accuracy\":30}";
    fit::wrong_type(field, zh, en)
}

/// A place from its parts; the accuracy, in metres, may be missing.
pub(super) fn location(field: &FieldDef, json: &Json) -> Result<Value, FieldFault> {
    let parts = match json {
        Json::String(text) if text.trim().is_empty() => return Ok(Value::Null),
        Json::String(text) => return location_cell(field, text),
        Json::Object(parts) => parts,
        _ => return Err(not_a_place(field)),
    };
    if parts.keys().any(|key| !["longitude", "latitude", "accuracy"].contains(&key.as_str())) {
        return Err(not_a_place(field));
    }
    // More digits than are kept come from every browser; they are rounded, not refused.
    let number = |name: &str| -> Result<Decimal, FieldFault> {
        let text = match parts.get(name) {
            Some(Json::Number(number)) => number.to_string(),
            Some(Json::String(text)) => text.trim().to_owned(),
            _ => return Err(not_a_place(field)),
        };
        rounded(&text).ok_or_else(|| fit::fault(field, Code::InvalidNumber))
    };
    let accuracy = match parts.get("accuracy") {
        None | Some(Json::Null) => None,
        Some(given) => match json::number(field, given)?.map(|number| number.round()) {
            None => None,
            Some(metres) => match i64::try_from(metres) {
                Ok(metres @ 0..=40_000_000) => Some(metres),
                _ => {
                    let (zh, en) =
                        ("精度应为不小于 0 的米数", "the accuracy is a number of metres, nought or more");
                    return Err(because(field, Code::InvalidLocation, zh, en));
                }
            },
        },
    };
    place(field, number("longitude")?, number("latitude")?, accuracy)
}

/// A number of degrees, cut to what is kept and a little more.
fn rounded(text: &str) -> Option<Decimal> {
    let short = match text.split_once('.') {
        Some((whole, fraction)) if fraction.len() > 12 && fraction.is_ascii() => {
            format!("{whole}.{}", &fraction[..12])
        }
        _ => text.to_owned(),
    };
    // JSON may write a tiny number with an exponent.
    super::plain_number(&short).or_else(|| Decimal::from_scientific(&short).ok()).filter(|_| text.len() < 60)
}

/// Longitude and latitude on one line, in this order: `120.13, 30.27`, perhaps with an accuracy in metres behind: `±30`.
pub(super) fn location_cell(field: &FieldDef, text: &str) -> Result<Value, FieldFault> {
    let plain: String = text.trim().chars().map(narrow).collect();
    let parts: Vec<&str> = plain
        .split([',', ' ', '；', ';', '±', '、'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let wrong = || {
        let (zh, en) =
            ("应为“经度, 纬度”，例如 120.13, 30.27", "it takes longitude, latitude such as 120.13, 30.27");
        because(field, Code::InvalidLocation, zh, en)
    };
    let (longitude, latitude, accuracy) = match parts.as_slice() {
        [longitude, latitude] => (longitude, latitude, None),
        [longitude, latitude, accuracy] => {
            let metres = accuracy.trim_end_matches(['m', '米']).parse::<i64>().ok();
            (
                longitude,
                latitude,
                Some(metres.filter(|metres| (0..=40_000_000).contains(metres)).ok_or_else(wrong)?),
            )
        }
        _ => return Err(wrong()),
    };
    let number = |text: &str| rounded(text).ok_or_else(wrong);
    place(field, number(longitude)?, number(latitude)?, accuracy)
}
