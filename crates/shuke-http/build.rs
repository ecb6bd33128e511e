//! Makes sure that the folder of the built page exists, so that the server also builds without it.

fn main() {
    let page = std::path::Path::new("../../web/dist");
    // A source tree that can't be written has either a page already or none to come.
    let _ = std::fs::create_dir_all(page);
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", page.display());
}
