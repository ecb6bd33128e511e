//! Invented people and companies.

use super::dice::Dice;
use super::words::{City, Given, WORDS};

/// Mobile numbers lie in one block of ten million, `+86 199 0xxx xxxx`, so that they are known for sample data.
const MOBILES: i64 = 10_000_000;

/// Somebody at a customer.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) female: bool,
    pub(super) title: &'static str,
    pub(super) mobile: String,
    pub(super) email: String,
    pub(super) wechat: String,
}

fn given(dice: &mut Dice, names: &Given) -> String {
    if dice.chance(28) {
        return dice.pick(&names.single).clone();
    }
    format!("{}{}", dice.pick(&names.first), dice.pick(&names.second))
}

/// The mobile number of the person with this number; no two within ten million are the same.
pub(super) fn mobile(serial: i64) -> String {
    // A factor without a divisor in common with the block's size scatters neighbours and repeats none.
    let place = (serial.rem_euclid(MOBILES) * 7_310_147 + 1_900_211).rem_euclid(MOBILES);
    format!("+861990{place:07}")
}

/// A person; `serial` is different for each.
pub(super) fn person(dice: &mut Dice, serial: i64) -> Person {
    let lists = &WORDS.people;
    let surname = dice.weighted(&lists.surnames, |it| it.weight);
    let female = dice.chance(42);
    let own = given(dice, if female { &lists.female } else { &lists.male });
    let titles = match dice.between(0, 9) {
        0..=1 => &lists.titles.owner,
        2..=6 => &lists.titles.manager,
        _ => &lists.titles.staff,
    };
    let handle = format!("{}{}", surname.pinyin, serial % 100_000_000);
    Person {
        name: format!("{}{own}", surname.name),
        female,
        title: dice.pick(titles).as_str(),
        mobile: mobile(serial),
        email: format!("{handle}@example.com"),
        wechat: format!("wx_{handle}"),
    }
}

/// How a person is spoken to: 王总, 李经理, 陈工.
pub(super) fn address(name: &str, title: Option<&str>, female: bool) -> String {
    const TAILS: [(&str, &str); 9] = [
        ("总经理", "总"),
        ("董事长", "董"),
        ("总监", "总监"),
        ("经理", "经理"),
        ("主管", "主管"),
        ("工程师", "工"),
        ("店长", "店长"),
        ("会计", "会计"),
        ("创始人", "总"),
    ];
    let surnames = &WORDS.people.surnames;
    let longest = surnames.iter().filter(|it| name.starts_with(&it.name)).max_by_key(|it| it.name.len());
    let surname = longest.map_or(name, |it| it.name.as_str());
    let polite = if female { "女士" } else { "先生" };
    let title = title.unwrap_or_default();
    let tail = TAILS.iter().find(|(end, _)| title.ends_with(end)).map_or(polite, |(_, tail)| *tail);
    format!("{surname}{tail}")
}

/// A company.
#[derive(Debug)]
pub(super) struct Firm {
    pub(super) name: String,
    pub(super) short: String,
    pub(super) industry: &'static str,
    pub(super) city: &'static City,
    pub(super) county: &'static str,
    pub(super) address: String,
    pub(super) phone: String,
}

/// A company somewhere in the country.
pub(super) fn firm(dice: &mut Dice) -> Firm {
    let lists = &WORDS.companies;
    let industries: Vec<_> = lists.industries.iter().collect();
    let (industry, line) = *dice.weighted(&industries, |(_, it)| it.weight);
    let city = dice.weighted(&lists.cities, |it| it.weight);
    let form = dice.weighted(&lists.forms, |it| it.weight);
    let short = format!("{}{}", dice.pick(&lists.coined), dice.pick(&line.words));
    let street = dice.pick(&lists.addresses.streets);
    let building = dice.pick(&lists.addresses.buildings);
    let floor = if building.is_empty() { String::new() } else { format!("{} 楼", dice.between(2, 28)) };
    Firm {
        name: format!("{}{short}{}", city.name, form.name),
        industry,
        city,
        county: dice.pick(&city.counties).as_str(),
        address: format!("{street} {} 号{building}{floor}", dice.between(1, 980)),
        phone: format!("+86{}8880{:04}", city.area.trim_start_matches('0'), dice.between(0, 9_999)),
        short,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_mobiles_are_valid_and_distinct() {
        let mut seen = vec![false; usize::try_from(MOBILES).unwrap()];
        for serial in 0..1_000_000 {
            let number = mobile(serial);
            let place: usize = number.strip_prefix("+861990").unwrap().parse().unwrap();
            assert!(!std::mem::replace(&mut seen[place], true), "{number} twice");
            if serial % 997 == 0 {
                assert_eq!(shuke_text::phone(&number), Some(number));
            }
        }
    }

    #[test]
    fn office_phones_are_valid_in_every_city() {
        let mut dice = Dice::new(3);
        for _ in 0..500 {
            let firm = firm(&mut dice);
            assert_eq!(shuke_text::phone(&firm.phone).as_ref(), Some(&firm.phone), "{}", firm.city.name);
        }
    }

    #[test]
    fn people_are_spoken_to_as_in_an_office() {
        for (name, title, female, expected) in [
            ("王志强", Some("总经理"), false, "王总"),
            ("欧阳雪", Some("采购总监"), true, "欧阳总监"),
            ("李娜", Some("信息部经理"), true, "李经理"),
            ("陈伟", Some("采购工程师"), false, "陈工"),
            ("赵敏", None, true, "赵女士"),
        ] {
            assert_eq!(address(name, title, female), expected);
        }
    }
}
