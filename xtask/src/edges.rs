//! Who may use whom. Arrows point downwards only; a crate that is not listed may not be there.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// Each crate and those it may use, development dependencies aside.
pub const ALLOWED: &[(&str, &[&str])] = &[
    ("shuke-base", &[]),
    ("shuke-text", &["base"]),
    ("shuke-meta", &["base", "text"]),
    ("shuke-expr", &["base", "meta", "text"]),
    ("shuke-access", &["base", "meta", "expr"]),
    ("shuke-store", &["base", "meta", "expr", "access"]),
    ("shuke-outgoing", &[]),
    ("shuke-app", &["base", "meta", "expr", "access", "text", "store", "outgoing"]),
    ("shuke-connect", &["app", "outgoing"]),
    ("shuke-http", &["base", "meta", "access", "app"]),
    ("shuke", &["base", "http", "app", "store", "meta", "outgoing", "connect"]),
    ("shuke-testkit-macros", &[]),
    ("shuke-testkit", &["testkit-macros", "base", "meta", "store", "app", "http"]),
    ("bench", &["base", "meta", "store", "app", "http", "access", "expr"]),
    ("xtask", &[]),
];

/// The workspace's crates and what they use, from cargo's own metadata.
///
/// # Panics
/// When cargo can't be run.
#[must_use]
pub fn actual() -> BTreeMap<String, Vec<String>> {
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(crate::source::root())
        .output()
        .expect("cargo tells its metadata");
    let told: Value = serde_json::from_slice(&told.stdout).expect("cargo's metadata is JSON");
    let packages = told["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let name = package["name"].as_str().unwrap_or_default().to_owned();
            let used = package["dependencies"].as_array().into_iter().flatten();
            let used = used
                .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
                .filter_map(|dependency| dependency["name"].as_str())
                .filter(|name| name.starts_with("shuke"))
                .map(str::to_owned)
                .collect();
            (name, used)
        })
        .collect()
}

/// Every arrow that is not allowed, and every crate that is not listed.
#[must_use]
pub fn faults(actual: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, used) in actual {
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| known == name) else {
            faults.push(format!("{name} is not listed in xtask/src/edges.rs"));
            continue;
        };
        for target in used {
            let short = target.strip_prefix("shuke-").unwrap_or(target);
            if !allowed.contains(&short) {
                faults.push(format!("{name} may not use {target}"));
            }
        }
    }
    faults
}
