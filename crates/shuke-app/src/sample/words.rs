//! The word lists that invented records are put together from, compiled in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// All lists.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    people: parse(include_str!("../../data/sample/people.toml")),
    companies: parse(include_str!("../../data/sample/companies.toml")),
    products: parse::<Products>(include_str!("../../data/sample/products.toml")).products,
    selling: parse(include_str!("../../data/sample/selling.toml")),
    talks: parse(include_str!("../../data/sample/follow_ups.toml")),
});

fn parse<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("a compiled-in word list: {error}"))
}

/// The lists by subject.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) people: People,
    pub(super) companies: Companies,
    pub(super) products: Vec<Product>,
    pub(super) selling: Selling,
    /// By kind of activity.
    pub(super) talks: BTreeMap<String, Talk>,
}

/// Names of people.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    pub(super) surnames: Vec<Surname>,
    pub(super) male: Given,
    pub(super) female: Given,
    pub(super) titles: Titles,
}

/// A surname and how common it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Surname {
    pub(super) name: String,
    pub(super) pinyin: String,
    pub(super) weight: u32,
}

/// Given names: one character, or a first and a second.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    pub(super) single: Vec<String>,
    pub(super) first: Vec<String>,
    pub(super) second: Vec<String>,
}

/// What people are in their companies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Titles {
    pub(super) owner: Vec<String>,
    pub(super) manager: Vec<String>,
    pub(super) staff: Vec<String>,
    pub(super) divisions: Vec<String>,
}

/// Parts of company names, and where companies are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Companies {
    pub(super) coined: Vec<String>,
    pub(super) forms: Vec<Form>,
    pub(super) industries: BTreeMap<String, Industry>,
    pub(super) cities: Vec<City>,
    pub(super) addresses: Addresses,
}

/// A legal form and how common it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub(super) name: String,
    pub(super) weight: u32,
}

/// The lines of business of an industry, and its share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Industry {
    pub(super) weight: u32,
    pub(super) words: Vec<String>,
}

/// A city: its counties, its area code, the team that sells there, and its share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct City {
    pub(super) name: String,
    pub(super) code: String,
    pub(super) area: String,
    pub(super) team: String,
    pub(super) weight: u32,
    pub(super) counties: Vec<String>,
}

/// Parts of addresses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Addresses {
    pub(super) streets: Vec<String>,
    pub(super) buildings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Products {
    products: Vec<Product>,
}

/// One line of the price list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) line: String,
    pub(super) spec: String,
    pub(super) unit: String,
    pub(super) price: String,
    pub(super) min_price: String,
    pub(super) cost: String,
    pub(super) tax_rate: String,
}

/// What is asked for, offered and noted while selling.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Selling {
    pub(super) next_steps: Vec<String>,
    pub(super) competitors: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) remarks: Vec<String>,
    pub(super) reviews: Vec<String>,
    /// By product line.
    pub(super) needs: BTreeMap<String, Vec<String>>,
    /// By pipeline.
    pub(super) deals: BTreeMap<String, Vec<String>>,
    pub(super) campaigns: Vec<Campaign>,
    /// By kind of task.
    pub(super) tasks: BTreeMap<String, Vec<String>>,
    pub(super) phrases: Vec<Phrase>,
}

/// Words that are written again and again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrase {
    pub(super) name: String,
    pub(super) category: String,
    pub(super) content: String,
}

/// A campaign.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Campaign {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) budget: String,
    pub(super) audience: String,
}

/// What salespeople write after one kind of contact.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Talk {
    pub(super) subjects: Vec<String>,
    pub(super) contents: Vec<String>,
}
