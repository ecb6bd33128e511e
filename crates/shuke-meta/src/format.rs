//! What a text has to look like: a regular expression for the whole of it, and what people read when it doesn't fit.
//!
//! The engine takes time in proportion to the text, whatever the pattern says; what a pattern unfolds to is limited.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, RepetitionKind, RepetitionRange};
use serde::{Deserialize, Serialize};
use shuke_base::Text;

/// Characters of a pattern, at most.
const PATTERN_CHARS: usize = 500;
/// Bytes that a compiled pattern may take.
const COMPILED_BYTES: usize = 256 * 1024;
/// Nesting of a pattern's groups.
const NESTING: u32 = 20;
/// Repetitions of no fixed length in a pattern that a browser may try.
const ENDLESS: usize = 3;
/// Compiled patterns that are kept.
const KEPT: usize = 500;

/// A form that texts have to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// Regular expression (syntax of the crate `regex`) for the whole text.
    pub pattern: String,
    /// What people read when a text doesn't fit; empty for a general sentence.
    #[serde(default)]
    pub message: Text,
}

fn build(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&format!(r"\A(?:{pattern})\z"))
        .size_limit(COMPILED_BYTES)
        .dfa_size_limit(COMPILED_BYTES)
        .nest_limit(NESTING)
        .build()
}

/// The compiled pattern; nothing when it doesn't compile, which the check of the definition rules out.
fn compiled(pattern: &str) -> Option<Regex> {
    static KNOWN: OnceLock<Mutex<HashMap<Arc<str>, Option<Regex>>>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    if let Some(found) = known.lock().unwrap_or_else(PoisonError::into_inner).get(pattern) {
        return found.clone();
    }
    let made = build(pattern).ok();
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= KEPT {
        known.clear();
    }
    known.insert(pattern.into(), made.clone());
    made
}

/// Whether something that is repeated holds a choice of its own: alternatives, or a repetition of no fixed length. A
/// browser's engine, which goes back and tries again, may need years for such a pattern. Judged as it is written: what
/// our engine makes of `(a|a)*` is harmless, what a browser makes of it is not. Counts the repetitions without end.
fn tangled(ast: &Ast, repeated: bool, endless: &mut usize) -> bool {
    match ast {
        Ast::Repetition(repetition) => {
            let (many, fixed) = match repetition.op.kind {
                RepetitionKind::ZeroOrOne => (false, false),
                RepetitionKind::Range(RepetitionRange::Exactly(_)) => (true, true),
                RepetitionKind::ZeroOrMore | RepetitionKind::OneOrMore | RepetitionKind::Range(_) => {
                    *endless += 1;
                    (true, false)
                }
            };
            (repeated && !fixed) || tangled(&repetition.ast, repeated || many, endless)
        }
        Ast::Group(group) => tangled(&group.ast, repeated, endless),
        Ast::Alternation(parts) => repeated || parts.asts.iter().any(|part| tangled(part, false, endless)),
        Ast::Concat(parts) => parts.asts.iter().any(|part| tangled(part, repeated, endless)),
        Ast::Empty(_)
        | Ast::Flags(_)
        | Ast::Literal(_)
        | Ast::Dot(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_)
        | Ast::ClassPerl(_)
        | Ast::ClassBracketed(_) => false,
    }
}

impl Format {
    /// Whether the text as a whole has the form.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        compiled(&self.pattern).is_none_or(|regex| regex.is_match(text))
    }

    /// What people read when a text doesn't fit.
    #[must_use]
    pub fn reason(&self) -> Text {
        let or = |own: &str, other: &str, general: &str| {
            [own, other, general].into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned()
        };
        let Text { zh, en } = &self.message;
        Text::new(or(zh, en, "不符合要求的格式"), or(en, zh, "it does not have the required form"))
    }

    /// Whether a browser can safely try the pattern while somebody types.
    #[must_use]
    pub fn live(&self) -> bool {
        let mut endless = 0;
        let plain = Parser::new().parse(&self.pattern).is_ok_and(|ast| !tangled(&ast, false, &mut endless));
        // Each one more makes the longest search longer by the length of the text.
        plain && endless <= ENDLESS
    }

    /// Whether the pattern can be used.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self) -> Result<(), Text> {
        if self.pattern.is_empty() {
            return Err(Text::new("请填写正则表达式", "it takes a regular expression"));
        }
        if self.pattern.chars().count() > PATTERN_CHARS {
            return Err(Text::new(
                format!("最多 {PATTERN_CHARS} 个字符"),
                format!("it takes at most {PATTERN_CHARS} characters"),
            ));
        }
        // As it stands, so that nothing can close the group that is put around it.
        let alone = RegexBuilder::new(&self.pattern).size_limit(COMPILED_BYTES).nest_limit(NESTING).build();
        match alone.and_then(|_| build(&self.pattern)) {
            Ok(_) => Ok(()),
            Err(regex::Error::CompiledTooBig(_)) => {
                Err(Text::new("表达式过于复杂，请缩短重复次数", "it is too complex; use shorter repetitions"))
            }
            Err(_) => Err(Text::new(
                "不是有效的正则表达式（不支持环视和反向引用）",
                "it is no valid regular expression (without look-around and back references)",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(pattern: &str) -> Format {
        Format { pattern: pattern.to_owned(), message: Text::default() }
    }

    #[test]
    fn the_whole_text_has_to_fit() {
        let plate = format(r"[\u{4e00}-\u{9fa5}][A-Z]·?[A-Z0-9]{5,6}");
        assert!(plate.fits("浙A·12345"));
        assert!(!plate.fits("浙A·12345 "));
        assert!(!plate.fits("号牌浙A12345"));
        assert!(format("a|b").fits("b"), "alternatives stay together");
        assert!(!format("a|b").fits("ab"));
        assert!(!format("a").fits("a\n"));
    }

    #[test]
    fn patterns_that_can_not_be_used_are_refused_with_a_reason() {
        assert_eq!(format(r"[A-Z]{3}\d+").check(), Ok(()));
        for bad in ["", "(", "a)(b", r"(?=a)", r"(a)\1", r"\w{1000}{1000}", &"a".repeat(501), &"(".repeat(60)]
        {
            let reason = format(bad).check().expect_err(bad);
            assert!(!reason.zh.is_empty() && !reason.en.is_empty());
        }
    }

    #[test]
    fn a_pattern_that_a_browser_could_hang_on_takes_no_time_here_and_is_not_live() {
        let bad = format("(a+)+b");
        let long = "a".repeat(50_000);
        assert!(!bad.fits(&long));
        assert!(!bad.live());
        assert!(!format("(a|a)*").live());
        assert!(!format(r"(\w+\.)+x").live());
        assert!(!format(r"((a?){20}){20}").live());
        assert!(!format("a*a*a*a*b").live());
        assert!(format(r"[A-Z]{2}\d{4,8}(-\d+)?").live());
        assert!(format(r"([A-Z]{2}|\d{3}){2}").fits("AB123"));
        assert!(!format(r"([A-Z]{2}|\d{3}){2}").live());
        assert!(format(r"HT-(\d{3}){2}|[a-z]+").live());
    }

    #[test]
    fn the_reason_is_in_the_words_of_the_administrator() {
        let own = Format { pattern: "a".into(), message: Text::new("应为合同编号", "") };
        assert_eq!(own.reason(), Text::new("应为合同编号", "应为合同编号"));
        assert_eq!(format("a").reason().zh, "不符合要求的格式");
    }
}
