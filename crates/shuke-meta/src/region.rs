//! The administrative divisions 省市区 of the People's Republic of China, as compiled-in data.
//!
//! A code has six digits: two for the province, two for the prefecture, two for the county. `data/README.md` tells
//! where the table comes from.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

const CSV: &str = include_str!("../data/regions.csv");

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Six digits.
    pub code: &'static str,
    /// Own name, such as `西湖区`.
    pub name: &'static str,
}

struct Table {
    rows: Vec<Region>,
    /// What people may write for each row: the full name first.
    forms: Vec<Vec<String>>,
    /// Rows by the first character of any form.
    by_first: HashMap<char, Vec<usize>>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut rows: Vec<Region> = CSV
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .map(|(code, name)| Region { code, name: name.trim() })
            .collect();
        rows.sort_by_key(|region| region.code);
        let forms: Vec<Vec<String>> = rows.iter().map(|region| forms(region.name)).collect();
        let mut by_first: HashMap<char, Vec<usize>> = HashMap::new();
        for (at, forms) in forms.iter().enumerate() {
            // All forms of a name begin alike.
            if let Some(first) = forms[0].chars().next() {
                by_first.entry(first).or_default().push(at);
            }
        }
        Table { rows, forms, by_first }
    })
}

/// Every region, ordered by code.
#[must_use]
pub fn all() -> &'static [Region] {
    &table().rows
}

fn row(code: &str) -> Option<&'static Region> {
    let rows = &table().rows;
    rows.binary_search_by_key(&code, |region| region.code).ok().map(|at| &rows[at])
}

/// The region's own name: `西湖区` for `330106`.
#[must_use]
pub fn name(code: &str) -> Option<&'static str> {
    row(code).map(|region| region.name)
}

/// The region it lies in: its prefecture when the table has one, else its province.
#[must_use]
pub fn parent(code: &str) -> Option<&'static Region> {
    let region = row(code)?;
    match level(region.code) {
        0 => None,
        1 => row(&format!("{}0000", &code[..2])),
        _ => row(&format!("{}00", &code[..4])).or_else(|| row(&format!("{}0000", &code[..2]))),
    }
}

/// How far below the whole country it lies: 1 a province, one more for each region around it. Nothing when the table
/// has no such region.
#[must_use]
pub fn depth(code: &str) -> Option<usize> {
    let region = row(code)?;
    Some(1 + parent(region.code).map_or(0, |around| depth(around.code).unwrap_or(0)))
}

/// The first four digits of counties that lie in a province itself, with no prefecture between: those of 北京, or of
/// 仙桃.
#[must_use]
pub fn without_prefecture() -> &'static [&'static str] {
    static PREFIXES: OnceLock<Vec<&'static str>> = OnceLock::new();
    PREFIXES.get_or_init(|| {
        let counties = all().iter().filter(|region| level(region.code) == 2);
        let direct = counties.filter(|region| parent(region.code).is_some_and(|it| level(it.code) == 0));
        let mut prefixes: Vec<&str> = direct.map(|region| &region.code[..4]).collect();
        prefixes.dedup();
        prefixes
    })
}

/// The name with those of the regions around it: `浙江省杭州市西湖区` for `330106`.
#[must_use]
pub fn full_name(code: &str) -> Option<String> {
    let mut names = vec![name(code)?];
    let mut around = parent(code);
    while let Some(region) = around {
        names.push(region.name);
        around = parent(region.code);
    }
    names.reverse();
    Some(names.concat())
}

/// 0 province, 1 prefecture, 2 county.
fn level(code: &str) -> usize {
    match (&code[2..4], &code[4..]) {
        ("00", _) => 0,
        (_, "00") => 1,
        _ => 2,
    }
}

/// Endings that people leave out, longest first.
const ENDINGS: [&str; 16] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "新区",
    "矿区",
    "省",
    "市",
    "盟",
    "县",
    "区",
    "旗",
];

/// Names of peoples inside the names of autonomous regions, which people leave out, too.
const PEOPLES: [&str; 54] = [
    "维吾尔",
    "哈萨克",
    "柯尔克孜",
    "塔吉克",
    "锡伯",
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "土族",
    "达斡尔族",
    "达斡尔",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "普米族",
    "怒族",
    "独龙族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "门巴族",
    "珞巴族",
    "基诺族",
    "阿昌族",
    "哈萨克族",
    "俄罗斯族",
    "各族",
];

/// What people may write for a name: itself, and without its ending when at least two characters are left.
fn forms(name: &str) -> Vec<String> {
    let mut forms = vec![name.to_owned()];
    let long_enough = |text: &str| text.chars().nth(1).is_some();
    for ending in ENDINGS {
        let Some(mut base) = name.strip_suffix(ending).filter(|base| long_enough(base)) else { continue };
        forms.push(base.to_owned());
        if ending.starts_with("自治") {
            while let Some(shorter) =
                PEOPLES.iter().find_map(|people| base.strip_suffix(people)).filter(|base| long_enough(base))
            {
                base = shorter;
                forms.push(base.to_owned());
                if ending == "自治州" {
                    forms.push(format!("{base}州"));
                }
            }
        }
    }
    // Longest first, so that a name is not cut short where its ending follows.
    forms[1..].sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms
}

/// Rows that only say that there is no prefecture between.
const FILLERS: [&str; 5] =
    ["省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位", "市辖区", "县"];

/// The code of the region that `text` names: a code, or names from the outside in, with or without endings and
/// separators, levels left out where the rest is clear: `浙江省杭州市西湖区`, `浙江 杭州 西湖区`, `杭州`, `北京市市辖区朝阳区`.
///
/// Nothing when no region or more than one of the same level is meant (`西湖区` is in 杭州 and in 南昌).
#[must_use]
pub fn find(text: &str) -> Option<&'static str> {
    let separators = |c: char| {
        c.is_whitespace()
            || matches!(c, '/' | '\\' | '-' | '－' | '—' | '·' | ',' | '，' | '、' | '>' | '|' | '_')
    };
    let joined: String = text.replace(separators, "");
    if joined.chars().count() > 60 {
        return None;
    }
    if joined.len() == 6 && joined.bytes().all(|byte| byte.is_ascii_digit()) {
        return row(&joined).map(|region| region.code);
    }
    let joined =
        joined.strip_prefix("中华人民共和国").or_else(|| joined.strip_prefix("中国")).unwrap_or(&joined);
    if joined.is_empty() {
        return None;
    }
    let mut found = BTreeSet::new();
    walk(joined, None, &mut found);
    let widest = found.iter().map(|code| level(code)).min()?;
    let mut of_level = found.iter().filter(|code| level(code) == widest);
    match (of_level.next(), of_level.next()) {
        (Some(code), None) => Some(code),
        _ => None,
    }
}

/// The digits of a code that all regions inside share.
fn stem(code: &str) -> &str {
    code.trim_end_matches("00")
}

/// Adds every region whose name, from `within` inwards, is the whole of `rest`.
fn walk(rest: &str, within: Option<&'static Region>, found: &mut BTreeSet<&'static str>) {
    let Some(first) = rest.chars().next() else {
        found.extend(within.map(|region| region.code));
        return;
    };
    if let Some(outer) = within {
        for filler in FILLERS {
            if let Some(after) = rest.strip_prefix(filler).filter(|after| !after.is_empty()) {
                walk(after, within, found);
            }
        }
        // A municipality written twice, as province and as city: 北京市北京市朝阳区.
        if level(outer.code) == 0
            && outer.name.ends_with('市')
            && let Some(after) = forms(outer.name).iter().find_map(|form| rest.strip_prefix(form.as_str()))
        {
            walk(after, within, found);
        }
    }
    let table = table();
    for &at in table.by_first.get(&first).into_iter().flatten() {
        let region = &table.rows[at];
        let inside = within.is_none_or(|outer| {
            region.code != outer.code
                && region.code.starts_with(if level(outer.code) == 2 { outer.code } else { stem(outer.code) })
        });
        if !inside {
            continue;
        }
        for form in &table.forms[at] {
            if let Some(after) = rest.strip_prefix(form.as_str()) {
                walk(after, Some(region), found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let found = find(text).and_then(full_name).unwrap_or_else(|| "none".to_owned());
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn names_are_found_from_the_outside_in() {
        for text in [
            "浙江省杭州市西湖区",
            "浙江 杭州 西湖区",
            "浙江/杭州/西湖",
            "杭州市西湖区",
            "中国浙江杭州西湖区",
            "330106",
        ] {
            check(text, "浙江省杭州市西湖区");
        }
        for text in ["北京市朝阳区", "北京市市辖区朝阳区", "北京市北京市朝阳区", "北京-北京-朝阳", "北京朝阳"]
        {
            check(text, "北京市朝阳区");
        }
        check("杭州", "浙江省杭州市");
        check("浙江", "浙江省");
        check("上海", "上海市");
        check("浦东新区", "上海市浦东新区");
        check("内蒙古", "内蒙古自治区");
        check("广西南宁", "广西壮族自治区南宁市");
        check("新疆 石河子", "新疆维吾尔自治区石河子市");
        check("云南大理州大理市", "云南省大理白族自治州大理市");
        check("延边", "吉林省延边朝鲜族自治州");
        check("香港", "香港特别行政区");
        check("湖北省省直辖县级行政区划仙桃市", "湖北省仙桃市");
        // The wider of two levels is meant.
        check("吉林", "吉林省");
        check("朝阳", "辽宁省朝阳市");
        for text in ["", "西湖区", "鼓楼区", "杭州市文三路 100 号", "浙江省南京市", "999999", "火星", "1"]
        {
            check(text, "none");
        }
    }

    #[test]
    fn a_county_without_a_prefecture_lies_right_below_its_province() {
        for (code, expect) in [
            ("330000", Some(1)),
            ("330100", Some(2)),
            ("330106", Some(3)),
            ("110105", Some(2)),
            ("999999", None),
        ] {
            assert_eq!(depth(code), expect, "{code}");
        }
        assert!(without_prefecture().contains(&"1101") && without_prefecture().contains(&"4290"));
        for region in all() {
            let direct = without_prefecture().contains(&&region.code[..4]);
            assert_eq!(direct, level(region.code) == 2 && depth(region.code) == Some(2), "{}", region.code);
        }
    }

    #[test]
    fn every_region_is_found_by_its_code_and_its_full_name() {
        assert!(all().len() > 3_000);
        for region in all() {
            assert_eq!(find(region.code), Some(region.code));
            let full = full_name(region.code).expect("in the table");
            assert_eq!(find(&full), Some(region.code), "{full}");
        }
    }
}
