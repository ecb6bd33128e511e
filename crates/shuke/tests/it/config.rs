//! Settings as files, from the command line.

use std::collections::BTreeMap;
use std::path::Path;

use shuke_testkit::{TestDb, db_test};

use crate::program::Desk;

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            found.insert(path.display().to_string(), std::fs::read_to_string(&path).expect("a text"));
        }
    }
    found
}

#[db_test]
async fn a_company_is_exported_compared_and_applied(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let place = desk.folder.path().join("settings");
    let folder = place.display().to_string();
    desk.run(&["config", "export", &folder]).fine();
    let first = texts(&place);
    assert!(first.keys().any(|file| file.ends_with("objects/lead.toml")), "{:?}", first.keys());
    desk.run(&["config", "export", &folder]).fine();
    assert_eq!(texts(&place), first, "two exports are the same to the byte");
    let same = desk.run(&["config", "apply", &folder]).fine();
    assert!(same.out.contains("nothing to do"), "{same:?}");

    let lead = place.join("objects/lead.toml");
    let text = std::fs::read_to_string(&lead).expect("the lead");
    std::fs::write(&lead, text.replacen("zh = \"线索\"", "zh = \"商机线索\"", 1)).expect("written");
    let seen = desk.run(&["config", "apply", &folder, "--dry-run"]).fine();
    assert!(seen.out.contains("~ object lead") && seen.out.contains("线索 → 商机线索"), "{}", seen.out);
    assert!(seen.out.contains("nothing was written"), "{}", seen.out);
    let mut chinese = desk.command();
    chinese.env("LC_ALL", "zh_CN.UTF-8").args(["config", "apply", &folder, "--dry-run"]);
    let chinese = crate::program::finish(&mut chinese, "").fine();
    assert!(chinese.out.contains("将新增 0 项、修改 1 项"), "{}", chinese.out);
    desk.run(&["config", "apply", &folder, "--as", "boss"]).fine();
    assert_eq!(db.app().await.company().schema.object("lead").expect("the lead").label.zh, "商机线索");
    desk.run(&["config", "apply", &folder, "--as", "nobody"]).refused(2, "nobody");

    std::fs::write(&lead, text.replacen("required = true", "requierd = true", 1)).expect("written");
    desk.run(&["config", "apply", &folder, "--dry-run"]).refused(2, "objects/lead.toml:");
    desk.run(&["config", "apply", "no-such-folder"]).refused(2, "no-such-folder");
    let other = desk.file("other", b"x");
    let parent = Path::new(&other).parent().expect("a folder").display().to_string();
    desk.run(&["config", "export", &parent]).refused(2, "holds something else");
    desk.run(&["config", "apply", &parent]).refused(2, "config.toml");
}
