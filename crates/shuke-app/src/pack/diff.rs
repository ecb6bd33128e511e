//! What a pack offers over what a company has.

use super::items::{Items, around};

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The pack has something new; it can be taken.
    Offered,
    /// The company's administrator made it so; it stays.
    Kept,
}

/// Every line in which the pack differs. With `base`, what the pack gave before, a line that the company has left alone
/// is offered and one that it changed or removed is kept. Without, nobody knows who made a difference: then only what
/// the company lacks is offered. What lies inside of something that lacks comes with that.
pub(super) fn diff(base: Option<&Items>, company: &Items, pack: &Items) -> Vec<(String, State)> {
    let mut found = Vec::new();
    for (key, new) in pack {
        let now = company.get(key);
        if now == Some(new) || around(key).is_some_and(|around| !company.contains_key(&around)) {
            continue;
        }
        let untouched = base.map_or(now.is_none(), |base| base.get(key) == now);
        found.push((key.clone(), if untouched { State::Offered } else { State::Kept }));
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn items(lines: &[(&str, &str)]) -> Items {
        lines.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect()
    }

    fn check(base: Option<&[(&str, &str)]>, company: &[(&str, &str)], expect: &[(&str, State)]) {
        let pack = items(&[
            ("object:lead", "线索"),
            ("field:lead.status", "状态"),
            ("option:lead.status.new", "新"),
            ("option:lead.status.won", "成交"),
        ]);
        let found = diff(base.map(items).as_ref(), &items(company), &pack);
        let found: Vec<(&str, State)> = found.iter().map(|(key, state)| (key.as_str(), *state)).collect();
        assert_eq!(found, expect, "{base:?} {company:?}");
    }

    #[test]
    fn what_lacks_is_offered_and_what_was_changed_is_kept() {
        use State::{Kept, Offered};
        let whole = [
            ("object:lead", "线索"),
            ("field:lead.status", "状态"),
            ("option:lead.status.new", "新"),
            ("option:lead.status.won", "成交"),
        ];
        check(None, &whole, &[]);
        check(None, &[], &[("object:lead", Offered)]);
        check(None, &whole[..1], &[("field:lead.status", Offered)]);
        check(None, &whole[..3], &[("option:lead.status.won", Offered)]);
        let renamed = [&[("object:lead", "客源")], &whole[1..]].concat();
        check(None, &renamed, &[("object:lead", Kept)]);
        // The pack called it otherwise before, and so does the company still.
        check(Some(&renamed), &renamed, &[("object:lead", Offered)]);
        // The pack has always called it so: the other name is the administrator's.
        check(Some(&whole), &renamed, &[("object:lead", Kept)]);
        // Removed by the administrator, or never given.
        check(Some(&whole), &whole[..3], &[("option:lead.status.won", Kept)]);
        check(Some(&whole[..3]), &whole[..3], &[("option:lead.status.won", Offered)]);
        check(Some(&whole), &whole[..1], &[("field:lead.status", Kept)]);
        check(Some(&[]), &whole, &[]);
    }
}
