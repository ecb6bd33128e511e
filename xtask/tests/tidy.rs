//! The rules of the house, as tests.

use xtask::{edges, house, licences, source};

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn crates_use_only_what_lies_below() {
    none(&edges::faults(&edges::actual()));
}

#[test]
fn every_file_says_what_it_is_about() {
    none(&house::without_docs(&source::files()));
}

#[test]
fn functions_are_short() {
    none(&house::long_functions(&source::files()));
}

#[test]
fn files_are_short() {
    none(&house::long_files(&source::files()));
}

#[test]
fn sql_stays_in_the_store() {
    none(&house::stray_sql(&source::files()));
}

#[test]
fn nothing_of_one_machine_or_package_server_is_named() {
    none(&house::banned_words(&source::files()));
}

#[test]
fn nothing_is_promised_that_is_not_there() {
    none(&house::promises(&source::files()));
}

#[test]
fn only_permissive_licences_are_built_in() {
    none(&licences::faults());
}
