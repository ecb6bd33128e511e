//! A condition over the words of a document: what an index of words is asked, whichever engine keeps it.

use std::collections::HashSet;

/// A condition over the words of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// The document has this word.
    Word(String),
    /// All of these hold; of none: always.
    All(Vec<Terms>),
    /// One of these holds; of none: never.
    Any(Vec<Terms>),
}

impl Terms {
    /// The document has this word.
    pub fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into())
    }

    /// All of these hold. One alone stands for itself.
    #[must_use]
    pub fn all(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 { parts.remove(0) } else { Self::All(parts) }
    }

    /// One of these holds. One alone stands for itself.
    #[must_use]
    pub fn any(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 { parts.remove(0) } else { Self::Any(parts) }
    }

    /// The same condition over other words.
    #[must_use]
    pub fn map(&self, word: &impl Fn(&str) -> String) -> Self {
        let parts = |parts: &[Self]| parts.iter().map(|part| part.map(word)).collect();
        match self {
            Self::Word(own) => Self::Word(word(own)),
            Self::All(all) => Self::All(parts(all)),
            Self::Any(any) => Self::Any(parts(any)),
        }
    }

    /// Whether a document with these words meets the condition: what the engines are held to.
    #[must_use]
    pub fn holds<S: std::borrow::Borrow<str> + std::hash::Hash + Eq>(&self, words: &HashSet<S>) -> bool {
        match self {
            Self::Word(word) => words.contains(word.as_str()),
            Self::All(parts) => parts.iter().all(|part| part.holds(words)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(words)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_word_by_word() {
        let words: HashSet<&str> = ["a", "b"].into();
        let word = Terms::word;
        for (terms, expect) in [
            (word("a"), true),
            (word("c"), false),
            (Terms::all(vec![word("a"), word("c")]), false),
            (Terms::any(vec![word("c"), word("b")]), true),
            (Terms::all(vec![word("b"), Terms::any(vec![word("a"), word("c")])]), true),
            (Terms::all(Vec::new()), true),
            (Terms::any(Vec::new()), false),
        ] {
            assert_eq!(terms.holds(&words), expect, "{terms:?}");
        }
    }
}
