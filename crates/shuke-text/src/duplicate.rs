//! What tells that two records are of the same person or company: the same phone, e-mail address, web domain or credit
//! code however it is written, or nearly the same company name.

use std::collections::BTreeSet;

use crate::fold::letters;
use crate::search::{is_close, phone_digits, print};

/// What a value tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trait {
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A web address: its domain.
    Domain,
    /// A number that only one company or person has.
    Code,
    /// The name of a company.
    Company,
    /// Any text.
    Text,
}

/// What stands at the end of companies' names and tells nothing of whose they are. The longer before the shorter.
const ENDINGS: [&str; 24] = [
    "股份有限责任公司",
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "责任有限公司",
    "有限公司",
    "分公司",
    "股份公司",
    "公司",
    "集团",
    "股份",
    "企业",
    "工厂",
    "厂",
    "incorporated",
    "corporation",
    "limited",
    "company",
    "corp",
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "co",
];
/// Letters of a name that is long enough to be compared.
const CORE: usize = 3;
/// Letters of a name in which one may differ.
const NEAR: std::ops::RangeInclusive<usize> = 4..=16;
/// Domains under which everybody may have an address.
const PUBLIC: [&str; 26] = [
    "qq.com",
    "vip.qq.com",
    "foxmail.com",
    "163.com",
    "vip.163.com",
    "126.com",
    "vip.126.com",
    "yeah.net",
    "139.com",
    "189.cn",
    "wo.cn",
    "sina.com",
    "sina.cn",
    "vip.sina.com",
    "sohu.com",
    "tom.com",
    "21cn.com",
    "aliyun.com",
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "proton.me",
];

/// The part of a company's name that is its own: without endings and what stands in brackets at its end, in one form
/// of widths, cases and characters. Empty when nothing is left.
#[must_use]
pub fn company_core(name: &str) -> String {
    let whole: String = letters(name, 60).into_iter().map(|(letter, _)| letter).collect();
    let mut core = whole.as_str();
    while let Some(rest) = ENDINGS.iter().find_map(|ending| core.strip_suffix(ending)) {
        core = rest;
    }
    core.to_owned()
}

/// The one form of what a value tells; none when it tells nothing.
#[must_use]
pub fn trait_of(kind: Trait, text: &str) -> Option<String> {
    let found = match kind {
        Trait::Phone => phone_digits(text),
        Trait::Email => text.trim().to_lowercase(),
        Trait::Domain => {
            let host = text.split("://").last()?.split(['/', '?', '#']).next()?;
            let host = host.rsplit('@').next()?.split(':').next()?.to_lowercase();
            let host = host.strip_prefix("www.").unwrap_or(&host);
            if PUBLIC.contains(&host) { String::new() } else { host.to_owned() }
        }
        Trait::Code | Trait::Text => letters(text, 60).into_iter().map(|(letter, _)| letter).collect(),
        Trait::Company => company_core(text),
    };
    let least = match kind {
        Trait::Phone => 5,
        Trait::Company => CORE,
        Trait::Email | Trait::Domain | Trait::Code | Trait::Text => 1,
    };
    (found.chars().count() >= least).then_some(found)
}

/// Whether two values of one kind, in their one form, tell the same: equal, or for companies one letter apart.
#[must_use]
pub fn is_same(kind: Trait, a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let counted = |text: &[char]| text.iter().filter(|letter| counts(**letter)).copied().collect::<Vec<_>>();
    // Names that differ in a number are as a rule different on purpose.
    kind == Trait::Company
        && NEAR.contains(&a.len())
        && NEAR.contains(&b.len())
        && counted(&a) == counted(&b)
        && is_close(&a, &b)
}

/// Whether a letter tells one of several of the same name from another.
fn counts(letter: char) -> bool {
    letter.is_ascii_digit() || "〇一二三四五六七八九十百千甲乙丙丁东西南北中".contains(letter)
}

/// The numbers that an index finds a value by, which is in its one form; of an object, so that records of another are
/// not among what is found. Two values that are the same share one. The first is for the value itself.
#[must_use]
pub fn keys(object: &str, kind: Trait, told: &str) -> Vec<i64> {
    let letter = match kind {
        Trait::Phone => 'p',
        Trait::Email => 'e',
        Trait::Domain => 'd',
        Trait::Code => 'c',
        Trait::Company => 'n',
        Trait::Text => 't',
    };
    let key = |value: &mut dyn Iterator<Item = char>| {
        let hash = print(object.chars().chain(['.', letter, '.']).chain(value));
        u64::from_str_radix(&hash, 16).unwrap_or_default().cast_signed()
    };
    let mut found = vec![key(&mut told.chars())];
    let core: Vec<char> = told.chars().collect();
    if kind == Trait::Company && NEAR.contains(&core.len()) {
        // What is left when any one letter is missing: two names that differ by one mistake share one of these.
        let parts = (0..core.len()).map(|gone| {
            key(&mut core.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, letter)| *letter))
        });
        let parts: BTreeSet<i64> = parts.collect();
        found.extend(parts);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_known_by_what_is_its_own() {
        for (name, core) in [
            ("杭州星河科技有限公司", "杭州星河科技"),
            ("杭州星河科技股份有限公司", "杭州星河科技"),
            ("杭州星河科技（集团）有限公司", "杭州星河科技"),
            ("杭州星河科技", "杭州星河科技"),
            ("Acme Trading Co., Ltd.", "acmetrading"),
            ("ＡＣＭＥ Trading", "acmetrading"),
            ("華為技術有限公司", "华为技术"),
            ("有限公司", ""),
        ] {
            assert_eq!(company_core(name), core, "{name}");
        }
    }

    #[test]
    fn the_same_is_told_from_the_other() {
        use Trait::{Code, Company, Domain, Email, Phone};
        for (kind, a, b, expect) in [
            (Phone, "+8613800001234", "13800001234", true),
            (Phone, "+8613800001234", "+8613800001235", false),
            (Email, "Wei@Example.com", "wei@example.com", true),
            (Domain, "https://www.example.com/a?b", "http://example.com:8080", true),
            (Code, "91330100MA27XXXX0A", "91330100ma27xxxx0a", true),
            (Company, "杭州星河科技有限公司", "杭州星河科技股份公司", true),
            (Company, "杭州星河科技有限公司", "杭州银河科技有限公司", true),
            (Company, "杭州星河科技有限公司", "上海银河科技有限公司", false),
            (Company, "星河一厂", "星海一厂", false),
            (Company, "杭州一星科技有限公司", "杭州三星科技有限公司", false),
            (Company, "杭州星河科技有限公司", "杭州河星科技有限公司", true),
            (Company, "杭州星河科技有限公司", "杭州星河新科技有限公司", true),
            (Trait::Text, "Ａ-1 型", "a1型", true),
            (Company, "测量科技1号有限公司", "测量科技2号有限公司", false),
        ] {
            let told = trait_of(kind, a).zip(trait_of(kind, b));
            let same = told.is_some_and(|(a, b)| is_same(kind, &a, &b));
            assert_eq!(same, expect, "{kind:?} {a} {b}");
            let found = |text: &str| -> BTreeSet<i64> {
                trait_of(kind, text)
                    .map_or_else(BTreeSet::new, |told| keys("lead", kind, &told).into_iter().collect())
            };
            assert!(!expect || !found(a).is_disjoint(&found(b)), "{kind:?} {a} {b} share no key");
        }
        assert_eq!(trait_of(Company, "公司"), None);
        assert_eq!(trait_of(Domain, "wei@qq.com"), None, "everybody's mail house tells nothing");
        assert_ne!(keys("lead", Phone, "13800001234"), keys("contact", Phone, "13800001234"));
    }
}
