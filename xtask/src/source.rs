//! The project's own files, as git knows them, and the functions in a Rust file.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A tracked text file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path from the root, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A function of a Rust file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Lines from the signature to the closing brace.
    pub lines: usize,
}

/// The project's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root").to_owned()
}

/// Every tracked or new file that is text.
///
/// # Panics
/// When git can't be run: outside a checkout nothing can be checked.
#[must_use]
pub fn files() -> Vec<SourceFile> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(listed.status.success(), "git lists the files");
    let names = String::from_utf8(listed.stdout).expect("names in UTF-8");
    names
        .split('\0')
        .filter(|name| !name.is_empty())
        .filter_map(|name| {
            let text = std::fs::read_to_string(root().join(name)).ok()?;
            Some(SourceFile { path: name.to_owned(), text })
        })
        .collect()
}

impl SourceFile {
    /// Whether it is Rust.
    #[must_use]
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Number of lines.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// The functions of a Rust file, by the layout that rustfmt gives: a body ends at the brace in the column where
    /// the signature began.
    #[must_use]
    pub fn functions(&self) -> Vec<Function> {
        let lines: Vec<&str> = self.text.lines().collect();
        let mut found = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let bare = line.trim_start();
            let indent = &line[..line.len() - bare.len()];
            let Some(name) = function_name(bare) else { continue };
            let end = format!("{indent}}}");
            let length = lines[at..].iter().position(|line| *line == end);
            if let Some(length) = length {
                found.push(Function { name: name.to_owned(), lines: length + 1 });
            }
        }
        found
    }
}

fn function_name(line: &str) -> Option<&str> {
    let words = ["pub ", "pub(crate) ", "pub(super) ", "const ", "async ", "unsafe "];
    let mut rest = line;
    while let Some(cut) = words.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = cut;
    }
    let name = rest.strip_prefix("fn ")?;
    let end = name.find(['(', '<'])?;
    (!line.ends_with(';') && !line.ends_with('}')).then_some(&name[..end])
}
