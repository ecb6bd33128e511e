//! Words: one of few, several of few, tags, and what is just text.

use std::collections::HashMap;

use shuke_base::limits::LABEL_CHARS;
use shuke_base::{Text, limits};
use shuke_meta::FieldKind;

use super::Guess;
use super::fit::{Judge, blank, probe};
use super::heading::is_code;
use crate::proposal::tally::Tally;

/// Options of a choice that is guessed, at most.
const OPTIONS: usize = 30;
/// Characters of an option.
const OPTION_CHARS: usize = 20;
/// Longer texts get a field with room.
const LINE: usize = 200;

pub(super) fn guess(judge: &Judge<'_>) -> Guess {
    several(judge).or_else(|| one_of_few(judge)).unwrap_or_else(|| plain(judge))
}

/// Whether two texts would be the same option: width, case and spaces don't count.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(shuke_text::fold::fold)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Options by how often they stand there, then in the order of the file; of two that are the same, the more frequent.
fn ranked(counted: &[(String, u64)]) -> Vec<String> {
    let mut order: Vec<(usize, &(String, u64))> = counted.iter().enumerate().collect();
    order.sort_by_key(|(at, (_, count))| (std::cmp::Reverse(*count), *at));
    let mut seen: Vec<String> = Vec::new();
    let mut options = Vec::new();
    for (_, (text, _)) in order {
        let form = folded(text);
        if !form.is_empty() && !seen.contains(&form) {
            seen.push(form);
            options.push(text.clone());
        }
    }
    options
}

/// The different texts of a column, the most frequent first, as options would be; none when there are too many or too long.
#[must_use]
pub fn values(tally: &Tally) -> Option<Vec<String>> {
    let values = ranked(&worth(tally.distinct.as_ref()?));
    values.iter().all(|value| value.chars().count() <= LABEL_CHARS && !value.contains('\n')).then_some(values)
}

/// Without the strokes that stand for nothing.
fn worth(distinct: &[(String, u64)]) -> Vec<(String, u64)> {
    distinct.iter().filter(|(text, _)| !blank(text)).cloned().collect()
}

fn one_of_few(judge: &Judge<'_>) -> Option<Guess> {
    let distinct = judge.tally.distinct.as_ref()?;
    let options = ranked(&worth(distinct));
    let filled = usize::try_from(judge.tally.filled).unwrap_or(usize::MAX);
    let few = options.len() >= 2 && options.len() <= OPTIONS.min(filled / 3).max(2) && filled >= 4;
    let short = options.iter().all(|option| option.chars().count() <= OPTION_CHARS && !option.contains('\n'));
    if !few || !short || filled <= options.len() || is_code(judge.heading) {
        return None;
    }
    let count = options.len();
    let reason = Text::new(
        format!("{filled} 个值里只有 {count} 种"),
        format!("only {count} different values among {filled}"),
    );
    Some(Guess { options, ..Guess::new(FieldKind::Choice, reason) })
}

const PARTS: [char; 6] = ['、', ';', '；', '|', ',', '，'];

/// Values with several parts: few different ones are options, others tags.
fn several(judge: &Judge<'_>) -> Option<Guess> {
    let parted = judge.of(|_, text| text.contains(PARTS));
    // A comma alone may belong to a sentence or a name.
    let surely = judge.of(|_, text| text.contains(&PARTS[..4]));
    if parted.good * 4 < parted.all || parted.good < 2 || judge.tally.lines {
        return None;
    }
    let mut counted: Vec<(String, u64)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut total = 0;
    for (_, text) in &judge.values {
        for part in text.split(PARTS).map(str::trim).filter(|part| !part.is_empty()) {
            total += 1;
            match places.get(part) {
                Some(at) => counted[*at].1 += 1,
                None => {
                    places.insert(part.to_owned(), counted.len());
                    counted.push((part.to_owned(), 1));
                }
            }
        }
    }
    let options = ranked(&counted);
    if options.iter().any(|option| option.chars().count() > OPTION_CHARS) {
        return None;
    }
    let (count, with) = (options.len(), parted.good);
    if (2..=OPTIONS).contains(&count) && total >= count * 2 && sampled_whole(judge) {
        let reason = Text::new(
            format!("{with} 个值由符号分成几部分，一共只有 {count} 种"),
            format!("{with} values have several parts, of only {count} kinds"),
        );
        return Some(Guess { options, ..Guess::new(FieldKind::MultiChoice, reason) });
    }
    let fits = judge.takes(FieldKind::Tags, |_, _| true).holds();
    (fits && surely.good * 4 >= surely.all).then(|| {
        let reason = Text::new(
            format!("{with} 个值由“、；”等分成几部分"),
            format!("{with} values have several parts"),
        );
        Guess::new(FieldKind::Tags, reason)
    })
}

/// Whether every row was looked at, so that no option is missing.
fn sampled_whole(judge: &Judge<'_>) -> bool {
    judge.tally.cells.len() as u64 == judge.tally.filled
}

fn plain(judge: &Judge<'_>) -> Guess {
    let tally = judge.tally;
    if tally.lines || tally.longest > LINE {
        let longest = tally.longest;
        let reason = if tally.lines {
            Text::new("有的值是多行文字", "some values have several lines")
        } else {
            Text::new(
                format!("最长的值有 {longest} 个字"),
                format!("the longest value has {longest} characters"),
            )
        };
        let mut guess = Guess::new(FieldKind::LongText, reason);
        guess.max_length = (longest > limits::LONG_TEXT_CHARS).then_some(limits::LONG_TEXT_CHARS);
        return guess;
    }
    let mut guess = Guess::new(FieldKind::Text, mixed(judge).unwrap_or_else(|| Text::new("文字", "text")));
    guess.unique =
        is_code(judge.heading) && tally.unlike == Some(true) && tally.filled == tally.rows && tally.rows > 1;
    guess
}

/// Numbers or days that stand among other words.
fn mixed(judge: &Judge<'_>) -> Option<Text> {
    for (kind, zh, en) in [
        (FieldKind::Decimal, "数字", "numbers"),
        (FieldKind::Date, "日期", "days"),
        (FieldKind::Phone, "电话", "phone numbers"),
    ] {
        let field = probe(kind);
        let fit = judge
            .of(|cell, text| text.chars().any(|c| c.is_ascii_digit()) && judge.read(&field, cell).is_some());
        if fit.good * 4 >= fit.all && fit.good >= 2 {
            let (good, all) = (fit.good, fit.all);
            let stray: String = fit.stray.unwrap_or_default().chars().take(20).collect();
            return Some(Text::new(
                format!("{all} 个值里 {good} 个是{zh}，其余如“{stray}”不是，所以保留为文本"),
                format!("{good} of {all} are {en}, others such as “{stray}” are not: they stay text"),
            ));
        }
    }
    None
}
