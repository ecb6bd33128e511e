//! The rules of the house: module docs, sizes, no SQL outside the store, nothing of one machine in the repository.

use crate::source::SourceFile;

/// Lines of a function, at most; clippy holds the same line for bodies.
const FUNCTION: usize = 70;
/// Lines of a file without an explanation.
const FILE: usize = 500;

/// Functions that are longer, each with the reason. The list can only shrink: an entry that is not needed is a fault.
const LONG_FUNCTIONS: &[(&str, &str)] = &[
    (
        "crates/shuke-app/tests/it/define.rs:an_object_with_a_field_of_every_kind_works_at_once_and_after_a_restart",
        "a table of all kinds",
    ),
    ("crates/shuke-expr/tests/it/laws.rs:any_filter", "a table of all operators"),
    ("crates/shuke-store/tests/query/plans.rs:sqlite_walks_an_index", "a table of lists and their plans"),
];
/// Files that are longer, each with the reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// Places that a public repository must not name, put together here so that this file doesn't.
fn banned() -> Vec<String> {
    let join = |parts: &[&str]| parts.concat();
    vec![
        join(&["registry", ".npm"]),
        join(&["pypi", ".org"]),
        join(&["python", "hosted"]),
        join(&["deb.", "debian"]),
        join(&["static.", "crates"]),
        join(&["index.", "crates"]),
        join(&["/wo", "rk/"]),
        join(&["/ro", "ot/"]),
    ]
}

fn own(file: &SourceFile) -> bool {
    !file.path.ends_with("Cargo.lock") && !file.path.ends_with("package-lock.json")
}

/// Rust files that don't begin with what they are about.
#[must_use]
pub fn without_docs(files: &[SourceFile]) -> Vec<String> {
    let rust = files.iter().filter(|file| file.is_rust());
    rust.filter(|file| !file.text.starts_with("//!")).map(|file| file.path.clone()).collect()
}

/// Functions that are too long, and exceptions that are no longer needed.
#[must_use]
pub fn long_functions(files: &[SourceFile]) -> Vec<String> {
    let mut needed = Vec::new();
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        for function in file.functions().into_iter().filter(|function| function.lines > FUNCTION) {
            let key = format!("{}:{}", file.path, function.name);
            if LONG_FUNCTIONS.iter().any(|(known, _)| *known == key) {
                needed.push(key);
            } else {
                faults.push(format!("{key} has {} lines", function.lines));
            }
        }
    }
    let spare = LONG_FUNCTIONS.iter().filter(|(known, _)| !needed.iter().any(|key| key == known));
    faults.extend(spare.map(|(key, _)| format!("{key} is no longer too long: take it off the list")));
    faults
}

/// Hand-written code files that are too long without a reason.
#[must_use]
pub fn long_files(files: &[SourceFile]) -> Vec<String> {
    let code = |file: &&SourceFile| {
        let ends = [".rs", ".ts", ".tsx", ".css", ".mjs"];
        ends.iter().any(|end| file.path.ends_with(end)) && !file.path.ends_with(".d.ts")
    };
    files
        .iter()
        .filter(code)
        .filter(|file| file.lines() > FILE && !LONG_FILES.iter().any(|(known, _)| *known == file.path))
        .map(|file| format!("{} has {} lines", file.path, file.lines()))
        .collect()
}

/// SQL outside the crate that holds it all.
#[must_use]
pub fn stray_sql(files: &[SourceFile]) -> Vec<String> {
    let words =
        ["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM ", "\"CREATE TABLE ", "\"ALTER TABLE "];
    let elsewhere = |file: &&SourceFile| {
        let home = ["crates/shuke-store/", "crates/shuke-testkit/", "bench/", "xtask/"];
        // Tests may damage a database behind the store's back.
        file.is_rust() && file.path.contains("/src/") && !home.iter().any(|home| file.path.starts_with(home))
    };
    let found =
        files.iter().filter(elsewhere).filter(|file| words.iter().any(|word| file.text.contains(word)));
    found.map(|file| file.path.clone()).collect()
}

/// Addresses of package servers and paths of one machine.
#[must_use]
pub fn banned_words(files: &[SourceFile]) -> Vec<String> {
    let banned = banned();
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| own(file)) {
        for (at, line) in file.text.lines().enumerate() {
            if let Some(word) = banned.iter().find(|word| line.contains(word.as_str())) {
                faults.push(format!("{}:{} names {word}", file.path, at + 1));
            }
        }
    }
    faults
}

/// Words that promise what is not there.
#[must_use]
pub fn promises(files: &[SourceFile]) -> Vec<String> {
    let join = |parts: &[&str]| parts.concat();
    let words =
        [join(&["TO", "DO"]), join(&["FIX", "ME"]), join(&["coming", " soon"]), join(&["敬请", "期待"])];
    let code = |file: &&SourceFile| {
        [".rs", ".ts", ".tsx", ".json", ".toml"].iter().any(|end| file.path.ends_with(end))
    };
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| own(file)).filter(code) {
        for (at, line) in file.text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(word.as_str())) {
                faults.push(format!("{}:{} says {word}", file.path, at + 1));
            }
        }
    }
    faults
}
