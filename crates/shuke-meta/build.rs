//! Lists the pack files, so that they are compiled into the program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the packs folder can be read") {
        let path = entry.expect("a folder entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
}

fn main() {
    let packs = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../../packs");
    println!("cargo::rerun-if-changed={}", packs.display());
    let mut files = Vec::new();
    collect(&packs, &mut files);
    files.sort();
    let mut list = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&packs).expect("inside the folder").to_string_lossy().replace('\\', "/");
        writeln!(list, "({name:?}, include_str!({:?})),", file.display().to_string())
            .expect("a string takes all");
    }
    list.push(']');
    let out = Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("packs.rs");
    fs::write(out, list).expect("the build folder can be written");
}
