//! What people arrange for themselves: what they keep at hand, their own navigation, and their workbench. It is kept for
//! each person, so that it follows them to another device, and nobody else reads it. A favourite or a card gives no
//! sight: whoever shows it asks for the record or the view as anybody would.

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use shuke_base::{Code, Fault, Uuid, limits};

use crate::App;
use crate::context::Ctx;
use crate::input::Input;
use crate::records::check;
use crate::talk::NoticeKind;

const FAVOURITES: &str = "favourites";
const NAVIGATION: &str = "navigation";
const WORKBENCH: &str = "workbench";
const MUTED: &str = "muted";
const UNPUSHED: &str = "unpushed";
const STEPS: &str = "steps";

/// First steps that can be left out, at most.
const STEPS_LEFT: usize = 50;

/// Letters of an object's or a group's name.
const NAME_CHARS: usize = 64;

/// What a favourite is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FavouriteKind {
    /// A record.
    Record,
    /// A saved view.
    View,
}

/// Something that a person keeps at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Favourite {
    /// What it is.
    pub kind: FavouriteKind,
    /// Api name of its object.
    pub object: String,
    /// Its id.
    pub id: Uuid,
}

/// A group of the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavigationGroup {
    /// Its name.
    pub group: String,
    /// Objects in it, in order.
    pub objects: Vec<String>,
}

/// A navigation of one's own. Objects that it doesn't name stand where they usually do, behind the others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Navigation {
    /// Groups with their objects.
    pub groups: Vec<NavigationGroup>,
    /// Objects that are left out.
    pub hidden: Vec<String>,
}

/// What a card of the workbench shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// What is to be done until today, of all objects.
    Today,
    /// What has come in this month, beside the month before.
    Figures,
    /// How many records of an object there are at each stage.
    Funnel,
    /// What was opened last.
    Recent,
    /// The first records of a saved view.
    View,
    /// What the company announces.
    Announcements,
    /// What is to be reached in the periods that run.
    Goals,
}

/// A card of the workbench.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What it shows.
    pub kind: CardKind,
    /// Api name of its object, for funnels and views.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
}

/// What a person has done with the list of first steps. Whether a step is done is never kept: it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Steps {
    /// Steps that are left out.
    pub left: Vec<String>,
    /// The list is put away.
    pub away: bool,
}

/// All that a person has arranged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Preferences {
    /// What is kept at hand, in order.
    pub favourites: Vec<Favourite>,
    /// The own navigation; none where it is as usual.
    pub navigation: Option<Navigation>,
    /// The cards of the workbench, in order; none where they are as usual.
    pub workbench: Option<Vec<Card>>,
    /// Kinds of notices that are left out.
    pub muted: Vec<NoticeKind>,
    /// Kinds of notices that are not pushed to browsers.
    pub unpushed: Vec<NoticeKind>,
    /// What has become of the first steps.
    pub steps: Steps,
}

/// What of it is to be set.
#[derive(Debug, Default, PartialEq, Eq)]
struct Change {
    favourites: Option<Vec<Favourite>>,
    navigation: Option<Option<Navigation>>,
    workbench: Option<Option<Vec<Card>>>,
    muted: Option<Vec<NoticeKind>>,
    unpushed: Option<Vec<NoticeKind>>,
    steps: Option<Option<Steps>>,
}

impl App {
    /// What the caller has arranged.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], or the store's trouble.
    pub async fn preferences(&self, ctx: &Ctx) -> Result<Preferences, Fault> {
        let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let mut stored = self.store.read().await?.preferences(user).await?;
        let mut doc = |key: &str| stored.remove(key).unwrap_or_default();
        Ok(Preferences {
            favourites: serde_json::from_str(&doc(FAVOURITES)).unwrap_or_default(),
            navigation: serde_json::from_str(&doc(NAVIGATION)).ok(),
            workbench: serde_json::from_str(&doc(WORKBENCH)).ok(),
            muted: serde_json::from_str(&doc(MUTED)).unwrap_or_default(),
            unpushed: serde_json::from_str(&doc(UNPUSHED)).unwrap_or_default(),
            steps: serde_json::from_str(&doc(STEPS)).unwrap_or_default(),
        })
    }

    /// Sets what is given of it; `null` takes an arrangement back.
    ///
    /// # Errors
    /// Everything that is wrong with the values.
    pub async fn change_preferences(
        &self,
        ctx: &Ctx,
        given: &Map<String, Json>,
    ) -> Result<Preferences, Fault> {
        let user = ctx.user.ok_or_else(|| Fault::new(Code::NotSignedIn))?;
        let change = read(given)?;
        self.store
            .write(move |tx| {
                async move {
                    if let Some(favourites) = change.favourites {
                        let doc = (!favourites.is_empty()).then(|| text(&favourites));
                        tx.put_preference(user, FAVOURITES, doc.as_deref()).await?;
                    }
                    if let Some(navigation) = change.navigation {
                        let doc = navigation.as_ref().map(text);
                        tx.put_preference(user, NAVIGATION, doc.as_deref()).await?;
                    }
                    if let Some(cards) = change.workbench {
                        let doc = cards.as_ref().map(text);
                        tx.put_preference(user, WORKBENCH, doc.as_deref()).await?;
                    }
                    for (key, kinds) in [(MUTED, change.muted), (UNPUSHED, change.unpushed)] {
                        let Some(kinds) = kinds else { continue };
                        let doc = (!kinds.is_empty()).then(|| text(&kinds));
                        tx.put_preference(user, key, doc.as_deref()).await?;
                    }
                    if let Some(steps) = change.steps {
                        tx.put_preference(user, STEPS, steps.as_ref().map(text).as_deref()).await?;
                    }
                    Ok::<_, Fault>(())
                }
                .boxed()
            })
            .await?;
        self.preferences(ctx).await
    }
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Types what is given; every fault is told at once.
fn read(given: &Map<String, Json>) -> Result<Change, Fault> {
    let mut input = Input::new(given, &[FAVOURITES, NAVIGATION, WORKBENCH, MUTED, UNPUSHED, STEPS]);
    let most = (limits::FAVOURITES, Code::TooManyFavourites);
    let favourites = input
        .list(FAVOURITES)
        .map(|list| once(&mut input, FAVOURITES, list.unwrap_or_default(), most, favourite));
    let navigation = input.map(NAVIGATION).map(|map| map.map(|map| navigation(&mut input, map)));
    let workbench = cards(&mut input);
    let (muted, unpushed) = (kinds(&mut input, MUTED), kinds(&mut input, UNPUSHED));
    let steps = input.map(STEPS).map(|map| map.map(|map| steps(&mut input, map)));
    check::refuse(input.finish())?;
    Ok(Change { favourites, navigation, workbench, muted, unpushed, steps })
}

/// Names of steps that are left out, each once, and whether the list is put away.
fn steps<'a>(input: &mut Input<'a>, map: &'a Map<String, Json>) -> Steps {
    let mut part = Input::at("steps.", map, &["left", "away"]);
    let mut left = part.words("left").flatten().unwrap_or_default();
    left.sort_unstable();
    left.dedup();
    if left.len() > STEPS_LEFT {
        part.refuse(part.fault("left", Code::BatchTooLarge).with("max", STEPS_LEFT));
    }
    let longest = left.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    if longest > NAME_CHARS {
        part.refuse(part.fault("left", Code::TooLong).with("max", NAME_CHARS).with("actual", longest));
    }
    let away = part.flag("away").flatten().unwrap_or(false);
    input.absorb(part);
    Steps { left, away }
}

/// The kinds of notices that are named, each once.
fn kinds(input: &mut Input<'_>, name: &str) -> Option<Vec<NoticeKind>> {
    let words = input.words(name)?.unwrap_or_default();
    let mut kinds = Vec::new();
    for word in words {
        match NoticeKind::from_name(&word) {
            Some(kind) if kinds.contains(&kind) => {}
            Some(kind) => kinds.push(kind),
            None => input.refuse(input.fault(name, Code::UnknownOption).with("value", &word)),
        }
    }
    Some(kinds)
}

/// What an entry of a list is.
const ENTRY: (&str, &str) = ("一组属性", "an object");

/// What stands at `name`, each thing once; of more than there can be, all are refused.
fn once<'a, T: PartialEq>(
    input: &mut Input<'a>,
    name: &str,
    list: &'a [Json],
    (most, too_many): (usize, Code),
    one: fn(&mut Input<'a>) -> Option<T>,
) -> Vec<T> {
    if list.len() > most {
        input.refuse(input.fault(name, too_many).with("max", most));
        return Vec::new();
    }
    let mut unique: Vec<T> = Vec::with_capacity(list.len());
    for thing in input.each(name, list, ENTRY, &["kind", "object", "id"], one).into_iter().flatten() {
        if !unique.contains(&thing) {
            unique.push(thing);
        }
    }
    unique
}

fn favourite(part: &mut Input<'_>) -> Option<Favourite> {
    let (kind, object, id) = (kind(part), word(part, "object"), id(part));
    Some(Favourite { kind: kind?, object: object?, id: id? })
}

/// What a card shows is told by as much as its kind needs; what is beyond that is left out.
fn card(part: &mut Input<'_>) -> Option<Card> {
    let kind: CardKind = kind(part)?;
    let object = match kind {
        CardKind::Funnel | CardKind::View => Some(word(part, "object")?),
        _ => None,
    };
    let id = if kind == CardKind::View { Some(id(part)?) } else { None };
    Some(Card { kind, object, id })
}

/// The cards of a workbench that are given, each once.
pub(crate) fn cards(input: &mut Input<'_>) -> Option<Option<Vec<Card>>> {
    let most = (limits::CARDS, Code::BatchTooLarge);
    input.list(WORKBENCH).map(|list| list.map(|list| once(input, WORKBENCH, list, most, card)))
}

/// One of the kinds that there are.
fn kind<K: serde::de::DeserializeOwned>(part: &mut Input<'_>) -> Option<K> {
    let word = word(part, "kind")?;
    let kind = serde_json::from_value(Json::from(word.as_str())).ok();
    if kind.is_none() {
        part.refuse(part.fault("kind", Code::UnknownOption).with("value", &word));
    }
    kind
}

fn id(part: &mut Input<'_>) -> Option<Uuid> {
    let id = word(part, "id")?.parse().ok();
    if id.is_none() {
        part.wrong("id", "id", "an id");
    }
    id
}

/// A short text that has to be there.
fn word(part: &mut Input<'_>, name: &str) -> Option<String> {
    let given = part.text(name);
    if !part.has(name) || given == Some(None) {
        part.refuse(part.fault(name, Code::Required));
    }
    given.flatten().filter(|word| fits(part, name, word))
}

fn fits(part: &mut Input<'_>, name: &str, word: &str) -> bool {
    let actual = word.chars().count();
    if actual > NAME_CHARS {
        part.refuse(part.fault(name, Code::TooLong).with("max", NAME_CHARS).with("actual", actual));
    }
    actual <= NAME_CHARS
}

fn names(part: &mut Input<'_>, name: &str) -> Vec<String> {
    let words = part.words(name).flatten().unwrap_or_default();
    words.into_iter().filter(|word| fits(part, name, word)).collect()
}

/// A navigation that stands at the property of that name.
pub(crate) fn navigation<'a>(input: &mut Input<'a>, map: &'a Map<String, Json>) -> Navigation {
    let mut part = Input::at(&input.path("navigation."), map, &["groups", "hidden"]);
    let hidden = names(&mut part, "hidden");
    let list = part.list("groups").flatten().unwrap_or_default();
    let groups = if list.len() > limits::NAVIGATION {
        Vec::new()
    } else {
        part.each("groups", list, ENTRY, &["group", "objects"], |one| {
            let (group, objects) = (word(one, "group"), names(one, "objects"));
            Some(NavigationGroup { group: group?, objects })
        })
    };
    let groups: Vec<NavigationGroup> = groups.into_iter().flatten().collect();
    let count = hidden.len() + groups.iter().map(|group| group.objects.len() + 1).sum::<usize>();
    if count.max(list.len()) > limits::NAVIGATION {
        part.refuse(part.fault("groups", Code::BatchTooLarge).with("max", limits::NAVIGATION));
    }
    input.absorb(part);
    Navigation { groups, hidden }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(given: Json) -> Vec<(String, &'static str)> {
        let fault = read(given.as_object().expect("an object")).expect_err("it is wrong");
        fault.fields.into_iter().map(|fault| (fault.field, fault.code.name())).collect()
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let long = "x".repeat(65);
        let given = json!({
            "favourites": [
                7,
                {"kind": "page", "object": "lead", "id": "x"},
                {"kind": "record", "id": null, "more": 1},
                {"kind": "view", "object": long, "id": "0190b6a0-0000-7000-8000-000000000001"},
            ],
            "navigation": {"groups": [{"objects": ["lead"]}, {"group": "sales", "objects": "lead"}], "hidden": [long]},
            "workbench": [{"kind": "clock"}, {"kind": "funnel"}, {"kind": "view", "object": "lead", "id": 7}, {}],
            "theme": "dark",
        });
        let expected = [
            ("theme", "unknown_field"),
            ("favourites[0]", "wrong_type"),
            ("favourites[1].kind", "unknown_option"),
            ("favourites[1].id", "wrong_type"),
            ("favourites[2].more", "unknown_field"),
            ("favourites[2].object", "required"),
            ("favourites[2].id", "required"),
            ("favourites[3].object", "too_long"),
            ("navigation.hidden", "too_long"),
            ("navigation.groups[0].group", "required"),
            ("navigation.groups[1].objects", "wrong_type"),
            ("workbench[0].kind", "unknown_option"),
            ("workbench[1].object", "required"),
            ("workbench[2].id", "wrong_type"),
            ("workbench[3].kind", "required"),
        ];
        assert_eq!(told(given), expected.map(|(field, code)| (field.to_owned(), code)));
    }

    #[test]
    fn there_is_an_end_to_it() {
        let id = "0190b6a0-0000-7000-8000-000000000001";
        let one = json!({"kind": "record", "object": "lead", "id": id});
        let many = json!({"favourites": vec![one.clone(); limits::FAVOURITES + 1]});
        assert_eq!(told(many), [("favourites".to_owned(), "too_many_favourites")]);
        let objects = vec!["lead"; limits::NAVIGATION];
        let many = json!({"navigation": {"groups": [{"group": "sales", "objects": objects}]}});
        assert_eq!(told(many), [("navigation.groups".to_owned(), "batch_too_large")]);
        let many = json!({"workbench": vec![json!({"kind": "today"}); limits::CARDS + 1]});
        assert_eq!(told(many), [("workbench".to_owned(), "batch_too_large")]);
        // The same thing twice is there once.
        let twice = json!({"favourites": [one.clone(), one]});
        let change = read(twice.as_object().expect("an object")).expect("fine");
        assert_eq!((change.favourites.map(|all| all.len()), change.navigation), (Some(1), None));
    }

    #[test]
    fn null_takes_an_arrangement_back_and_what_is_absent_stays() {
        let given = json!({"favourites": null, "navigation": null, "workbench": null});
        let change = read(given.as_object().expect("an object")).expect("fine");
        let expected = Change {
            favourites: Some(Vec::new()),
            navigation: Some(None),
            workbench: Some(None),
            muted: None,
            unpushed: None,
            steps: None,
        };
        assert_eq!(change, expected);
        let given = json!({"steps": {"left": ["people", "data", "people"], "away": true}});
        let steps = read(given.as_object().expect("an object")).expect("fine").steps;
        let left = vec!["data".to_owned(), "people".to_owned()];
        assert_eq!(steps, Some(Some(Steps { left, away: true })));
        assert_eq!(read(&Map::new()).expect("fine"), Change::default());
    }
}
