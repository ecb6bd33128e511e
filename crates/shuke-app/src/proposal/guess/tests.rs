//! Columns as people keep them, and what each is guessed to be.

use chrono::NaiveDate;
use shuke_meta::FieldKind;
use shuke_meta::parse::Tz;

use super::*;
use crate::import::read::{RawCell, Row};
use crate::proposal::tally::Taker;

fn tally(cells: Vec<RawCell>) -> Tally {
    let mut taker = Taker::new(1);
    for (number, cell) in (2..).zip(cells) {
        taker.take(&Row { number, cells: vec![cell], ragged: None });
    }
    taker.finish().remove(0)
}

fn text(text: &str) -> RawCell {
    if text.is_empty() { RawCell::Empty } else { RawCell::Text(text.to_owned()) }
}

fn guessed(heading: &str, cells: Vec<RawCell>) -> Guess {
    column(heading, &tally(cells), Tz::Asia__Shanghai)
}

fn of(heading: &str, texts: &[&str]) -> Guess {
    guessed(heading, texts.iter().map(|it| text(it)).collect())
}

/// `kind`, `kind:scale`, or `kind:option|option`.
fn said(guess: &Guess) -> String {
    let rest = match guess.scale {
        Some(scale) => format!(":{scale}"),
        None if guess.options.is_empty() => String::new(),
        None => format!(":{}", guess.options.join("|")),
    };
    format!("{}{rest}", guess.kind.name())
}

#[test]
fn columns_are_guessed_from_what_stands_in_them() {
    for (heading, cells, expect) in [
        ("数量", &["1", "20", "-3", ""][..], "integer"),
        ("重量", &["1.5", "2", "3.25"], "decimal:2"),
        ("重量", &["1,234.5", "2"], "decimal:1"),
        ("报价", &["¥1,200", "¥3.5", "800"], "money:2"),
        ("合同金额", &["1200", "3"], "money:2"),
        ("Budget", &["1200.125", "3"], "money:3"),
        ("规模", &["3万元", "20万元"], "money:2"),
        ("毛利", &["12.5%", "7%"], "percent:1"),
        ("签约日期", &["2026-01-05", "2026年2月3日", "2026/3/4"], "date"),
        ("时间", &["2026-01-05 10:30", "2026-01-06"], "datetime"),
        ("日期", &["20260105", "20260206"], "date"),
        ("批次", &["20260105", "20260206"], "integer"),
        ("开门", &["09:30", "18:00"], "time"),
        ("是否会员", &["是", "否", "是"], "bool"),
        ("到场", &["√", "", "√"], "bool"),
        ("VIP", &["yes", "No"], "bool"),
        ("是否开票", &["1", "0", "1"], "bool"),
        ("次数", &["1", "0", "1"], "integer"),
        ("手机", &["13800001111", "138 0000 2222"], "phone"),
        ("联系", &["0571-88880000", "010-66660000"], "phone"),
        ("电话", &["88880000", "66660000"], "phone"),
        ("编号", &["88880000", "66660000"], "text"),
        ("数", &["88880000", "66660000"], "integer"),
        ("邮箱", &["a@example.com", "b@example.org"], "email"),
        ("网站", &["https://example.com", "www.example.org"], "url"),
        ("身份证", &["11010519491231002X", "440524188001010014"], "id_card"),
        ("税号", &["91350100M000100Y43"], "credit_code"),
        ("工号", &["001", "002", "013"], "text"),
        ("学籍", &["123456789012345678", "223456789012345678"], "text"),
        ("城市", &["杭州", "上海市", "浙江省宁波市"], "region"),
        ("地址", &["浙江省杭州市西湖区文三路 1 号", "上海市浦东新区世纪大道 2 号"], "address"),
        ("级别", &["A", "B", "A", "A", "C", "B", "A", "B", "C"], "choice:A|B|C"),
        ("状态", &["进行中", "已完成", "进行中", "进 行 中", "已完成", "进行中"], "choice:进行中|已完成"),
        ("爱好", &["读书、跑步", "跑步", "读书;爬山", "爬山、跑步"], "multi_choice:跑步|读书|爬山"),
        ("标签", &["甲、乙", "丙、丁", "戊、己", "庚"], "tags"),
        ("备注", &["第一行\n第二行", "短"], "long_text"),
        ("姓名", &["张伟", "王芳", "李娜"], "text"),
        ("说明", &["12", "十二", "13", "很多", "14"], "text"),
        ("空", &["", ""], "text"),
        ("横线", &["-", "—"], "text"),
        ("Note", &["12", "7"], "integer"),
    ] {
        assert_eq!(said(&of(heading, cells)), expect, "{heading} {cells:?}");
    }
}

#[test]
fn cells_of_a_spreadsheet_say_what_they_are() {
    let at = |hour| {
        let day = NaiveDate::from_ymd_opt(2026, 3, 4).expect("a day");
        RawCell::Date(day.and_hms_opt(hour, 0, 0).expect("a time"))
    };
    assert_eq!(said(&guessed("x", vec![at(0), at(0)])), "date");
    assert_eq!(said(&guessed("x", vec![at(0), at(9)])), "datetime");
    assert_eq!(said(&guessed("x", vec![RawCell::Percent(0.125), RawCell::Percent(0.07)])), "percent:1");
    assert_eq!(said(&guessed("x", vec![RawCell::Bool(true), RawCell::Empty])), "bool");
    assert_eq!(said(&guessed("x", vec![RawCell::Number(13_800_001_234.0)])), "phone");
    assert_eq!(said(&guessed("x", vec![RawCell::Number(2.5), RawCell::Number(3.0)])), "decimal:1");
    let lost = guessed("卡号", vec![RawCell::Number(6.222e18), RawCell::Number(6.223e18)]);
    assert_eq!((lost.kind, lost.notes.len()), (FieldKind::Text, 1), "{lost:?}");
    let formulas = guessed("x", vec![RawCell::Formula, RawCell::Error("#N/A".to_owned())]);
    assert!(formulas.empty && formulas.reason.zh.contains('2'), "{formulas:?}");
    let some = guessed("x", vec![RawCell::Number(1.0), RawCell::Formula]);
    assert_eq!((some.kind, some.notes.len()), (FieldKind::Integer, 1));
}

#[test]
fn one_in_twenty_may_stray_and_is_told() {
    let mobiles = |bad: usize| {
        let mut texts: Vec<RawCell> = (0..100 - bad).map(|at| text(&format!("138{at:08}"))).collect();
        texts.extend((0..bad).map(|at| text(&format!("问 {at}"))));
        guessed("x", texts)
    };
    let two = mobiles(2);
    assert_eq!(two.kind, FieldKind::Phone);
    assert_eq!(two.reason.zh, "100 个值中有 98 个是手机号，“问 0”等不是");
    assert!(two.reason.en.starts_with("98 of 100 are mobile numbers"), "{}", two.reason.en);
    assert_eq!(mobiles(6).kind, FieldKind::Text);
    assert_eq!(of("x", &["13800001111", "?"]).kind, FieldKind::Text, "in a short column all have to fit");
}

#[test]
fn units_are_told_and_not_multiplied_by_themselves() {
    let heading = of("金额（万元）", &["3", "20"]);
    assert_eq!(heading.kind, FieldKind::Money);
    assert!(heading.notes.iter().any(|note| note.zh.contains("不会乘")), "{heading:?}");
    let cells = of("金额", &["3.5万", "20万"]);
    assert!(
        cells.notes.iter().any(|note| note.zh.contains("3.5万") && note.zh.contains("35000")),
        "{cells:?}"
    );
    let foreign = of("价格", &["$30", "¥20"]);
    assert!(foreign.notes.iter().any(|note| note.en.contains("USD")), "{foreign:?}");
}

#[test]
fn the_title_is_what_names_a_row() {
    let columns = [
        ("编号", vec!["A1", "A2", "A3"]),
        ("项目名称", vec!["甲", "乙", "丙"]),
        ("金额", vec!["1", "2", "3"]),
        ("客户", vec!["丁", "丁", "丁"]),
    ];
    let scored = columns.iter().enumerate().filter_map(|(at, (heading, texts))| {
        let tally = tally(texts.iter().map(|it| text(it)).collect());
        let guess = column(heading, &tally, Tz::UTC);
        Some((title_score(heading, "项目", at, &tally, &guess)?, *heading))
    });
    assert_eq!(scored.max().map(|(_, heading)| heading), Some("项目名称"));
    assert!(names_a_person(" 负责人 ") && !names_a_person("负责人电话"));
}

#[test]
fn codes_and_check_numbers_that_never_repeat_are_unique() {
    assert!(of("合同编号", &["HT-1", "HT-2"]).unique);
    assert!(!of("合同编号", &["HT-1", "HT-1"]).unique);
    assert!(!of("合同编号", &["HT-1", ""]).unique);
    assert!(!of("姓名", &["甲", "乙"]).unique);
    assert!(of("身份证", &["11010519491231002X", "440524188001010014"]).unique);
}
