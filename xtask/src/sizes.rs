//! How large the parts of the house are.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::source::SourceFile;

#[derive(Default)]
struct Part {
    lengths: Vec<usize>,
    largest: (usize, String),
    longest: (usize, String),
}

fn part_of(path: &str) -> Option<String> {
    let mut words = path.split('/');
    match (words.next()?, words.next()?) {
        ("crates", name) => Some(name.to_owned()),
        (part @ ("web" | "e2e" | "bench" | "xtask"), _) => Some(part.to_owned()),
        _ => None,
    }
}

/// A Markdown table: for each part its code files, lines, median and largest file, and longest function (Rust only).
#[must_use]
pub fn table(files: &[SourceFile]) -> String {
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    let code = [".rs", ".ts", ".tsx", ".css", ".mjs"];
    for file in files.iter().filter(|file| code.iter().any(|end| file.path.ends_with(end))) {
        let Some(name) = part_of(&file.path) else { continue };
        let part = parts.entry(name).or_default();
        let lines = file.lines();
        part.lengths.push(lines);
        if lines > part.largest.0 {
            part.largest = (lines, file.path.clone());
        }
        if file.is_rust() {
            for function in file.functions() {
                if function.lines > part.longest.0 {
                    part.longest = (function.lines, function.name);
                }
            }
        }
    }
    let mut table = String::from(
        "| part | files | lines | median file | largest file | longest function |\n|---|---|---|---|---|---|\n",
    );
    for (name, mut part) in parts {
        part.lengths.sort_unstable();
        let median = part.lengths.get(part.lengths.len() / 2).copied().unwrap_or(0);
        let total: usize = part.lengths.iter().sum();
        let longest = if part.longest.0 == 0 {
            "–".to_owned()
        } else {
            format!("{} `{}`", part.longest.0, part.longest.1)
        };
        // Writing to a string can't fail.
        let _ = writeln!(
            table,
            "| {name} | {} | {total} | {median} | {} `{}` | {longest} |",
            part.lengths.len(),
            part.largest.0,
            part.largest.1
        );
    }
    table
}
