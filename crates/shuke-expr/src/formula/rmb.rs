//! Amounts in capital figures 人民币大写, by the rules for accounts and cheques: 壹 to 玖, 元 角 分, one 零 for a gap,
//! 整 behind a whole number of 元 or 角.

use rust_decimal::prelude::ToPrimitive;
use shuke_base::Decimal;

use super::number::round;

const FIGURES: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 4] = ["", "万", "亿", "万"];

/// The amount in capital figures; nothing beyond a quadrillion.
pub(super) fn capitals(amount: Decimal) -> Option<String> {
    let fen = round(amount, 2).checked_mul(Decimal::ONE_HUNDRED)?.to_i128()?;
    let (sign, fen) = (fen < 0, fen.unsigned_abs());
    let (yuan, jiao, rest) = (u64::try_from(fen / 100).ok()?, fen / 10 % 10, fen % 10);
    if yuan >= 1_000_000_000_000_000 {
        return None;
    }
    let figure = |digit: u128| FIGURES[usize::try_from(digit).unwrap_or(0) % 10];
    let mut text = String::new();
    if yuan > 0 {
        text.push_str(&whole(yuan));
        text.push('元');
    }
    match (jiao, rest) {
        (0, 0) if yuan == 0 => text.push_str("零元整"),
        (0, 0) => text.push('整'),
        (jiao, 0) => text.extend([figure(jiao), '角', '整']),
        (0, fen) => {
            if yuan > 0 {
                text.push('零');
            }
            text.extend([figure(fen), '分']);
        }
        (jiao, fen) => text.extend([figure(jiao), '角', figure(fen), '分']),
    }
    Some(if sign { format!("负{text}") } else { text })
}

fn whole(number: u64) -> String {
    let mut groups = Vec::new();
    let mut rest = number;
    while rest > 0 {
        groups.push(rest % 10_000);
        rest /= 10_000;
    }
    let mut text = String::new();
    let mut gap = false;
    for (at, group) in groups.iter().enumerate().rev() {
        if *group == 0 {
            gap = true;
            // 亿 is said even when nothing stands before it in its own group: 壹万亿.
            if at == 2 && groups.len() > 3 {
                text.push('亿');
            }
            continue;
        }
        if !text.is_empty() && (gap || *group < 1_000) {
            text.push('零');
        }
        gap = false;
        four(&mut text, *group);
        text.push_str(GROUPS[at]);
    }
    text
}

/// Up to four figures with their places.
fn four(text: &mut String, group: u64) {
    let mut gap = false;
    let mut begun = false;
    for place in (0..4).rev() {
        let digit = group / 10_u64.pow(place) % 10;
        if digit == 0 {
            gap = begun;
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        begun = true;
        text.push(FIGURES[usize::try_from(digit).unwrap_or(0)]);
        text.push_str(PLACES[place as usize]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_accounts_want_them() {
        for (amount, expect) in [
            ("0", "零元整"),
            ("0.05", "伍分"),
            ("0.5", "伍角整"),
            ("0.55", "伍角伍分"),
            ("1", "壹元整"),
            ("10", "壹拾元整"),
            ("100.50", "壹佰元伍角整"),
            ("1409.50", "壹仟肆佰零玖元伍角整"),
            ("6007.14", "陆仟零柒元壹角肆分"),
            ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
            ("107000.53", "壹拾万柒仟元伍角叁分"),
            ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
            ("325.04", "叁佰贰拾伍元零肆分"),
            ("100000", "壹拾万元整"),
            ("100010001", "壹亿零壹万零壹元整"),
            ("100000001", "壹亿零壹元整"),
            ("12345678.9", "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"),
            ("1000000000000", "壹万亿元整"),
            ("-12.345", "负壹拾贰元叁角伍分"),
        ] {
            let told = capitals(amount.parse().expect("a number"));
            assert_eq!(told.as_deref(), Some(expect), "{amount}");
        }
        assert_eq!(capitals(Decimal::MAX), None);
    }
}
