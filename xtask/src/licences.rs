//! The licences of everything that is built in, held against the list in deny.toml: what `cargo deny` checks, without
//! having to install it.

use std::process::Command;

use serde_json::Value;

/// The licences that deny.toml allows.
///
/// # Panics
/// When the file is missing.
#[must_use]
pub fn allowed() -> Vec<String> {
    let text = std::fs::read_to_string(crate::source::root().join("deny.toml")).expect("deny.toml");
    let list = text.split("allow = [").nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
    list.split(',')
        .map(|entry| entry.trim().trim_matches('"').to_owned())
        .filter(|entry| !entry.is_empty())
        .collect()
}

/// Whether an SPDX expression can be met with the allowed licences. Reads `OR`, `AND`, `WITH`, brackets, and the old
/// `/` for `OR`.
#[must_use]
pub fn acceptable(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = either(&words, &mut at, allowed);
    met && at == words.len()
}

fn either(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(words, at, allowed);
    }
    met
}

fn both(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = single(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= single(words, at, allowed);
    }
    met
}

fn single(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let met = either(words, at, allowed);
        *at += 1;
        return met;
    }
    let mut name = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        name = format!("{name} WITH {}", words.get(*at + 1).copied().unwrap_or_default());
        *at += 2;
    }
    allowed.contains(&name)
}

/// Every package that is built in and whose licence is not allowed.
///
/// # Panics
/// When cargo can't be run.
#[must_use]
pub fn faults() -> Vec<String> {
    let told = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(crate::source::root())
        .output()
        .expect("cargo tells its metadata");
    let told: Value = serde_json::from_slice(&told.stdout).expect("cargo's metadata is JSON");
    let allowed = allowed();
    let nodes = told["resolve"]["nodes"].as_array().expect("resolved packages");
    let built = |id: &Value| nodes.iter().any(|node| node["id"] == *id);
    let packages = told["packages"].as_array().expect("packages");
    packages
        .iter()
        .filter(|package| built(&package["id"]))
        .filter(|package| !acceptable(package["license"].as_str().unwrap_or_default(), &allowed))
        .map(|package| format!("{} is under “{}”", package["name"], package["license"]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::acceptable;

    #[test]
    fn expressions_are_read() {
        let allowed =
            ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"].map(str::to_owned);
        for (expression, met) in [
            ("MIT", true),
            ("MIT OR GPL-3.0-only", true),
            ("MIT/Apache-2.0", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("MIT AND GPL-3.0-only", false),
            ("GPL-2.0 OR (LGPL-2.1 AND MIT)", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("", false),
        ] {
            assert_eq!(acceptable(expression, &allowed), met, "{expression}");
        }
    }
}
