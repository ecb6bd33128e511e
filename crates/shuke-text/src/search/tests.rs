//! Searches by example, and that no match is without its words.

use std::collections::{BTreeSet, HashSet};

use proptest::prelude::*;
use shuke_base::Terms;

use super::*;

fn tier(typed: &str, form: Form, text: &str) -> Option<Tier> {
    Query::new(typed)?.find(&[Value { form, text }]).map(|found| found.tier)
}

#[test]
fn what_people_type_finds_what_they_mean() {
    use Tier::{Exact, Fuzzy, Initials, Pinyin, PinyinStart, Prefix, Words};
    for (typed, text, expect) in [
        ("张伟", "张伟", Some(Exact)),
        ("張偉", "张伟", Some(Exact)),
        ("张", "张伟", Some(Prefix)),
        ("伟", "张伟", Some(Words)),
        ("zhangwei", "张伟", Some(PinyinStart)),
        ("zhang", "张伟", Some(PinyinStart)),
        ("zhan", "张伟", Some(PinyinStart)),
        ("zw", "张伟", Some(PinyinStart)),
        ("zhw", "张伟", Some(PinyinStart)),
        ("zhangw", "张伟", Some(PinyinStart)),
        ("zwei", "张伟", Some(PinyinStart)),
        ("张w", "张伟", Some(PinyinStart)),
        ("wei", "张伟", Some(Pinyin)),
        ("zhangwie", "张伟", Some(Fuzzy)),
        ("zhagwei", "张伟", Some(Fuzzy)),
        ("zhangjun", "张伟", None),
        ("lw", "张伟", None),
        // Syllables throughout are meant rather than initials between them, short texts aside.
        ("zhangwei", "赵昂伟", Some(Initials)),
        ("ha", "华安电子", Some(PinyinStart)),
        ("han", "华安农业", Some(PinyinStart)),
        ("zhongguoren", "中国人", Some(PinyinStart)),
        ("zgr", "中国人", Some(PinyinStart)),
        ("zhonggr", "中国人", Some(PinyinStart)),
        ("xian", "西安", Some(PinyinStart)),
        ("chongqing", "重庆", Some(PinyinStart)),
        ("hzkj", "杭州科技有限公司", Some(PinyinStart)),
        ("keji", "杭州科技有限公司", Some(Pinyin)),
        ("科技有限", "杭州科技有限公司", Some(Words)),
        ("科限", "杭州科技有限公司", None),
        ("杭州 有限", "杭州科技有限公司", Some(Words)),
        ("杭州 kj", "杭州科技有限公司", Some(Pinyin)),
        ("杭州 上海", "杭州科技有限公司", None),
        ("example", "zhang.wei@example.com", Some(Words)),
        ("ample.co", "zhang.wei@example.com", Some(Words)),
        ("exmaple", "zhang.wei@example.com", Some(Fuzzy)),
        ("ex", "zhang.wei@example.com", Some(Words)),
        ("am", "zhang.wei@example.com", None),
        ("Acme", "ＡＣＭＥ Ltd", Some(Prefix)),
        ("0001", "L202611-0001", Some(Words)),
        ("L202611-0001", "L202611-0001", Some(Exact)),
    ] {
        assert_eq!(tier(typed, Form::Text, text), expect, "{typed} in {text}");
    }
    for (typed, text, expect) in [
        ("1234", "+8613800001234", Some(Words)),
        ("123", "+8613800001234", None),
        ("0000", "+8613800001234", Some(Words)),
        ("138 0000 1234", "+8613800001234", Some(Exact)),
        ("+86 138-0000-1234", "+8613800001234", Some(Exact)),
        ("138-0000", "+8613800001234", Some(Prefix)),
        ("0571-8888", "+8657188880000", Some(Prefix)),
        ("571888", "+8657188880000", Some(Words)),
        ("6502", "+16502530000;ext=12", Some(Words)),
    ] {
        assert_eq!(tier(typed, Form::Phone, text), expect, "{typed} in {text}");
    }
    assert_eq!(tier("绝密", Form::Long, "这是绝密的"), Some(Words));
    assert_eq!(tier("juemi", Form::Long, "这是绝密的"), None);
    assert!(Query::new(" -–\0 ").is_none());
}

#[test]
fn few_words_say_what_is_meant() {
    let all = |words: &[&str]| Terms::all(words.iter().map(|word| Terms::word(*word)).collect());
    for (typed, tier, expect) in [
        ("zhangwei", Tier::PinyinStart, all(&["yzhang_wei", "szw", "tzhang"])),
        ("zhangwei", Tier::Pinyin, all(&["yzhang_wei"])),
        ("zhangweilong", Tier::PinyinStart, all(&["yzhang_wei", "ywei_long", "szw", "tzhang"])),
        ("hzkj", Tier::Pinyin, all(&["ihzk", "izkj"])),
        ("zw", Tier::Pinyin, all(&["izw"])),
        ("zhangw", Tier::Pinyin, all(&["izw", "yzhang"])),
        ("张伟kj", Tier::Pinyin, all(&["yzhang_wei", "iwkj", "w张", "w伟"])),
    ] {
        let found = Query::new(typed).unwrap().terms(tier);
        assert_eq!(found, Some(expect), "{typed} {tier:?}");
    }
}

#[test]
fn marks_stand_on_what_matches() {
    let marked = |typed: &str, form, text: &str| -> Vec<String> {
        let found = Query::new(typed).unwrap().find(&[Value { form, text }]).unwrap();
        let units: Vec<u16> = found.shown.encode_utf16().collect();
        found.marks.iter().map(|(from, to)| String::from_utf16(&units[*from..*to]).unwrap()).collect()
    };
    assert_eq!(marked("州kj", Form::Text, "😀杭州科技公司"), ["州科技"]);
    assert_eq!(marked("公司 杭", Form::Text, "杭州科技公司"), ["杭", "公司"]);
    assert_eq!(marked("exmaple", Form::Text, "zhang@Example.com"), ["Example"]);
    assert_eq!(marked("0000-12", Form::Phone, "+8613800001234"), ["000012"]);
    assert_eq!(marked("张伟", Form::Text, "张 伟"), ["张 伟"]);
}

#[test]
fn the_parts_may_stand_in_several_values() {
    let values = [Value { form: Form::Text, text: "张伟" }, Value { form: Form::Text, text: "杭州科技" }];
    let found = Query::new("zhangwei 科技").unwrap().find(&values).unwrap();
    assert_eq!((found.tier, found.value), (Tier::PinyinStart, 0));
    assert!(Query::new("zhangwei 上海").unwrap().find(&values).is_none());
}

fn value() -> impl Strategy<Value = (Form, String)> {
    let text = "[张伟王重庆曾女科技公司有限zw华为hua Ａb.@0-9]{0,12}";
    prop_oneof![
        4 => text.prop_map(|text| (Form::Text, text)),
        1 => text.prop_map(|text| (Form::Long, text)),
        1 => "\\+86(1[3-9][0-3]{9}|571[0-3]{8})".prop_map(|text| (Form::Phone, text)),
    ]
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        "[张伟王重庆科技公司有限華]{1,4}",
        "(zhang|wang|wei|z|w|chong|zhong|qing|q|ke|ji|k|j|gong|si|nv|zeng){1,3}",
        "(zhangwie|wagnwei|hauwei|gonsi|kejj)",
        "[张伟科技zhwk ]{1,6}",
        "[0-3]{2,6}",
        "[a-z0-9.]{1,5}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn whatever_matches_has_the_words((form, text) in value(), (other_form, other) in value(), typed in typed()) {
        let Some(query) = Query::new(&typed) else { return Ok(()) };
        let values = [Value { form, text: &text }, Value { form: other_form, text: &other }];
        let Some(found) = query.find(&values) else { return Ok(()) };
        let mut all = BTreeSet::new();
        words(form, &text, &mut all);
        words(other_form, &other, &mut all);
        let all: HashSet<String> = all.into_iter().collect();
        let terms = query.terms(found.tier);
        prop_assert!(
            terms.as_ref().is_some_and(|terms| terms.holds(&all)),
            "{typed} finds {found:?} in {text} and {other}, but {terms:?} not in {all:?}"
        );
    }
}
