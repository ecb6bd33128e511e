//! What a program's token may do of what its person may.

use std::collections::BTreeSet;

use crate::role::Action;

/// Objects by name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Objects {
    All,
    These(BTreeSet<String>),
}

impl Objects {
    fn has(&self, object: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(names) => names.contains(object),
        }
    }
}

/// The scopes of a token that may not do everything. Writing includes reading. People and departments may at most be
/// read: whoever changes them changes rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenScopes {
    read: Objects,
    write: Objects,
}

impl TokenScopes {
    /// From words: `all`, `read`, `write`, `lead:read`, `lead:write`. `None` stands for everything.
    ///
    /// # Errors
    /// The first word that is none of these. Whether there is such an object is not looked at.
    pub fn parse<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Option<Self>, &'a str> {
        let none = || Objects::These(BTreeSet::new());
        let mut scopes = Self { read: none(), write: none() };
        let mut everything = false;
        for word in words {
            let (object, right) =
                word.rsplit_once(':').map_or((None, word), |(object, right)| (Some(object), right));
            let place = match right {
                "all" if object.is_none() => {
                    everything = true;
                    continue;
                }
                "read" => &mut scopes.read,
                "write" => &mut scopes.write,
                _ => return Err(word),
            };
            match (object, &mut *place) {
                (None, place) => *place = Objects::All,
                (Some(""), _) => return Err(word),
                (Some(object), Objects::These(names)) => {
                    names.insert(object.to_owned());
                }
                (Some(_), Objects::All) => {}
            }
        }
        Ok((!everything).then_some(scopes))
    }

    /// The scopes of a token that may do nothing.
    #[must_use]
    pub fn nothing() -> Option<Self> {
        let none = || Objects::These(BTreeSet::new());
        Some(Self { read: none(), write: none() })
    }

    /// Whether records of any object may be changed.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.write != Objects::These(BTreeSet::new())
    }

    /// Whether records of the object may be changed, or at least read.
    #[must_use]
    pub fn reach(&self, object: &str, write: bool) -> bool {
        let settled = matches!(object, "user" | "department" | "role");
        let writes = self.write.has(object);
        if write { writes && !settled } else { writes || self.read.has(object) }
    }

    /// Whether the action may be done to records of the object.
    #[must_use]
    pub fn allows(&self, object: &str, action: Action) -> bool {
        // Definitions are nobody's records.
        action != Action::Define && self.reach(object, !matches!(action, Action::Read | Action::Export))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_a_token_may_do() {
        let may = |words: &[&str], object: &str, action: Action| {
            let scopes = TokenScopes::parse(words.iter().copied()).expect("known words");
            scopes.is_none_or(|scopes| scopes.allows(object, action))
        };
        for (words, object, action, expected) in [
            (&["all"][..], "lead", Action::Delete, true),
            (&["lead:read", "all"], "user", Action::Edit, true),
            (&["read"], "lead", Action::Read, true),
            (&["read"], "lead", Action::Export, true),
            (&["read"], "lead", Action::Edit, false),
            (&["write"], "lead", Action::Transfer, true),
            (&["write"], "lead", Action::Read, true),
            (&["write"], "user", Action::Read, true),
            (&["write"], "user", Action::Edit, false),
            (&["user:write"], "user", Action::Edit, false),
            (&["lead:read"], "lead", Action::Read, true),
            (&["lead:read"], "lead", Action::Create, false),
            (&["lead:read"], "account", Action::Read, false),
            (&["lead:write"], "lead", Action::Read, true),
            (&["lead:write"], "lead", Action::BulkEdit, true),
            (&["read", "lead:write"], "account", Action::Read, true),
            (&["read", "lead:write"], "account", Action::Edit, false),
            (&["read", "lead:read"], "account", Action::Read, true),
            (&[], "lead", Action::Read, false),
        ] {
            assert_eq!(may(words, object, action), expected, "{words:?} {object} {action:?}");
        }
        for word in ["", "admin", "lead", "lead:", ":read", "lead:all", "lead:delete", "READ"] {
            assert_eq!(TokenScopes::parse([word]), Err(word));
        }
    }
}
