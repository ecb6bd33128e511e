//! What a heading says of its column.

use super::Guess;
use crate::proposal::tally::Tally;
use shuke_meta::FieldKind;

/// Headings of what a record is called.
const TITLE: [&str; 10] =
    ["名称", "姓名", "名字", "标题", "主题", "品名", "name", "title", "subject", "full name"];
/// Headings of what tells records apart.
const CODE: [&str; 19] = [
    "编号",
    "编码",
    "代码",
    "单号",
    "合同号",
    "工号",
    "卡号",
    "账号",
    "帐号",
    "货号",
    "邮编",
    "qq",
    "code",
    "number",
    "sku",
    "zip",
    "no.",
    "id",
    "证号",
];
/// Headings of whom a record belongs to.
const OWNER: [&str; 14] = [
    "负责人",
    "所属人",
    "所有人",
    "归属人",
    "跟进人",
    "业务员",
    "销售",
    "销售员",
    "owner",
    "salesperson",
    "sales rep",
    "assigned to",
    "account manager",
    "assignee",
];

/// Whether a heading holds one of the words; a word in Latin letters stands by itself: `no` is not in `note`.
pub(super) fn says(heading: &str, words: &[&str]) -> bool {
    let heading = heading.to_lowercase();
    let letters = |c: char| c.is_ascii_alphanumeric();
    words.iter().any(|word| {
        heading.match_indices(word).any(|(at, _)| {
            let before = heading[..at].chars().next_back();
            let behind = heading[at + word.len()..].chars().next();
            !word.starts_with(letters) || !(before.is_some_and(letters) || behind.is_some_and(letters))
        })
    })
}

/// Whether the values are names for people and programs, not amounts.
pub(super) fn is_code(heading: &str) -> bool {
    says(heading, &CODE)
}

/// Whether the column is about whom a record belongs to.
#[must_use]
pub fn names_a_person(heading: &str) -> bool {
    let heading = heading.trim().to_lowercase();
    OWNER.contains(&heading.as_str())
}

/// How well a column is what a record is called; nothing when it can't be.
#[must_use]
pub fn title_score(heading: &str, object: &str, at: usize, tally: &Tally, guess: &Guess) -> Option<i64> {
    if tally.filled == 0 || guess.empty || tally.longest > 200 {
        return None;
    }
    let kind = match guess.kind {
        FieldKind::Text => 4,
        FieldKind::Phone | FieldKind::Email | FieldKind::IdCard | FieldKind::CreditCode => 0,
        FieldKind::Choice | FieldKind::Integer => -4,
        _ => -8,
    };
    let unlike = tally.unlike == Some(true);
    let mut score = kind;
    score += if says(heading, &TITLE) { 8 } else { 0 };
    score += if heading.trim() == object.trim() || format!("{}名称", object.trim()) == heading.trim() {
        8
    } else {
        0
    };
    score += if is_code(heading) { 2 } else { 0 };
    score += if unlike && tally.rows > 1 { 4 } else { 0 };
    score += if tally.filled == tally.rows { 3 } else { -3 };
    // Of two that are as good, the one further left.
    Some(score * 1_000 - i64::try_from(at).unwrap_or(0))
}
