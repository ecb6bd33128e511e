//! The organisation chart, however wrong its data.

use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;
use shuke_access::OrgChart;
use shuke_base::Uuid;

use crate::fixture::{chart, department, id, person};

#[test]
fn ways_up_and_down() {
    let chart = chart();
    let ids = |numbers: &[u128]| numbers.iter().copied().map(id).collect::<Vec<_>>();
    assert_eq!(chart.superiors(id(3)), ids(&[2, 1]));
    assert_eq!(chart.superiors(id(8)), ids(&[9]));
    assert_eq!(Vec::from_iter(chart.subordinates(id(1))), ids(&[2, 3]), "who left still counts");
    assert_eq!(Vec::from_iter(chart.subordinates(id(8))), ids(&[9]));
    assert_eq!(Vec::from_iter(chart.departments_below(id(10))), ids(&[10, 11, 12]));
    assert_eq!(chart.departments_above(id(12)), ids(&[11, 10]));
    assert_eq!(chart.department_of(id(2)), Some(id(11)));
    assert_eq!(chart.parents(), HashMap::from([(id(11), id(10)), (id(12), id(11))]));
}

#[test]
fn nobody_becomes_a_superior_of_his_own_superiors() {
    let chart = chart();
    for (who, superior, back) in [(1, 3, true), (1, 1, true), (3, 1, false), (4, 1, false), (1, 4, false)] {
        assert_eq!(chart.superior_leads_back(id(who), id(superior)), back, "{who} under {superior}");
    }
    assert!(chart.parent_leads_back(id(10), id(12)) && !chart.parent_leads_back(id(12), id(10)));
}

/// What lies below by the plainest way: following each one's superiors up.
fn below_by_looking_up(up: &HashMap<u128, u128>, top: u128) -> BTreeSet<Uuid> {
    let reaches = |from: u128| {
        let mut at = from;
        (0..up.len()).any(|_| match up.get(&at) {
            Some(next) => {
                at = *next;
                at == top
            }
            None => false,
        })
    };
    up.keys().filter(|from| **from != top && reaches(**from)).map(|from| id(*from)).collect()
}

proptest! {
    #[test]
    fn any_chart_comes_to_an_end(up in prop::collection::hash_map(1_u128..12, 1_u128..12, 0..12), top in 1_u128..12) {
        let people = up.iter().map(|(one, above)| person(*one, *above, 0));
        let departments = up.iter().map(|(one, above)| department(*one, *above));
        let chart = OrgChart::new(people, departments);
        let below = below_by_looking_up(&up, top);
        prop_assert_eq!(chart.subordinates(id(top)), below.clone());
        let mut departments = chart.departments_below(id(top));
        prop_assert!(departments.remove(&id(top)));
        prop_assert_eq!(departments, below.clone());
        for one in 1..12 {
            let above = chart.superiors(id(one)).contains(&id(top));
            prop_assert_eq!(above, below.contains(&id(one)), "{} below {}", one, top);
        }
    }
}
