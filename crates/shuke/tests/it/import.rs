//! Importing a file from the command line.

use shuke_testkit::{TestDb, db_test};

use crate::program::Desk;

const ROWS: &str = "姓名,手机,公司,预算\n张伟,13800000001,甲公司,1200\n,13800000002,乙公司,1\n王芳,不是电话,丙公司,1\n\
    李娜,13800000003,丁公司,\"3,500.50\"\n";

#[db_test]
async fn every_bad_row_is_told_and_the_good_ones_stay(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let file = desk.file("线索.csv", ROWS.as_bytes());
    let faults = desk.folder.path().join("faults.csv").display().to_string();
    let dry = desk.run(&["import", "lead", &file, "--dry-run", "--faults", &faults]);
    assert_eq!(dry.code, 1, "{dry:?}");
    assert!(dry.out.starts_with("4 rows: 2 fine, 2 bad (dry run, nothing written)\n"), "{dry:?}");
    assert!(dry.out.contains("row 3, 姓名 “”: Name is required"), "{dry:?}");
    assert!(dry.out.contains("row 4, 手机 “不是电话”: Mobile is not a valid phone number"), "{dry:?}");
    let mended = std::fs::read_to_string(&faults).unwrap();
    assert_eq!(mended.lines().count(), 3, "{mended}");

    let done = desk.run(&["import", "lead", &file]);
    assert_eq!(done.code, 1, "{done:?}");
    assert!(done.out.starts_with("4 rows: 2 new, 0 changed, 0 the same, 2 bad"), "{done:?}");
}

#[db_test]
async fn ten_thousand_rows_of_either_kind_and_back(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let rows = (0..10_000).map(|at| match at % 50 {
        // 200 bad ones: no name, no number, no such amount, in turn.
        49 if at / 50 % 3 == 0 => ["".to_owned(), format!("138{at:08}"), "1".to_owned()],
        49 if at / 50 % 3 == 1 => [format!("客户{at}"), "电话不详".to_owned(), "1".to_owned()],
        49 => [format!("客户{at}"), format!("138{at:08}"), "很多".to_owned()],
        _ => [format!("客户{at}"), format!("138{at:08}"), "1200.50".to_owned()],
    });
    let rows: Vec<[String; 3]> =
        std::iter::once(["姓名", "手机", "预算"].map(str::to_owned)).chain(rows).collect();
    let text = rows.iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\r\n");
    let csv = desk.file("gbk.csv", &encoding_rs::GBK.encode(&text).0);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in (0..).zip(&rows) {
        for (column, cell) in (0..).zip(row) {
            sheet.write_string(at, column, cell).unwrap();
        }
    }
    let xlsx = desk.file("leads.xlsx", &book.save_to_buffer().unwrap());
    for file in [csv, xlsx] {
        let done = desk.run(&["import", "lead", &file]);
        assert_eq!(done.code, 1, "{done:?}");
        assert!(
            done.out.starts_with("10000 rows: 9800 new, 0 changed, 0 the same, 200 bad (import "),
            "{done:?}"
        );
        assert!(done.out.contains("row 51, 姓名 “”: Name is required"), "{done:?}");
        assert!(
            done.out.contains("row 101, 手机 “电话不详”: Mobile is not a valid phone number"),
            "{done:?}"
        );
        let id = done.out.split("(import ").nth(1).and_then(|rest| rest.split(')').next()).expect("an id");
        let undone = desk.run(&["import", "--undo", id]).fine();
        assert!(undone.out.starts_with("taken back: 9800 removed, 0 restored, 0 kept"), "{undone:?}");
    }
}

#[db_test]
async fn a_key_updates_and_a_map_is_followed(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let (gbk, _, _) = encoding_rs::GBK.encode("客户,电话\n张伟,13800000001\n王芳,13800000002\n");
    let file = desk.file("gbk.csv", &gbk);
    let map = desk.file("map.toml", "\"客户\" = \"name\"\n\"电话\" = \"mobile\"\n".as_bytes());
    let first = desk.run(&["import", "lead", &file, "--map", &map]).fine();
    assert!(first.out.starts_with("2 rows: 2 new, 0 changed, 0 the same, 0 bad"), "{first:?}");
    let (gbk, _, _) =
        encoding_rs::GBK.encode("客户,电话\n张大伟,13800000001\n王芳,13800000002\n刘洋,13800000003\n");
    let file = desk.file("gbk.csv", &gbk);
    let second = desk.run(&["import", "lead", &file, "--map", &map, "--key", "mobile"]).fine();
    assert!(second.out.starts_with("3 rows: 1 new, 1 changed, 1 the same, 0 bad"), "{second:?}");
}

#[db_test]
async fn what_cant_begin_ends_with_two(db: TestDb) {
    let desk = Desk::new(&db);
    desk.company();
    let file = desk.file("l.csv", ROWS.as_bytes());
    let map = desk.file("map.json", "{\"姓名\": \"nonsense\"}".as_bytes());
    desk.run(&["import", "dragon", &file]).refused(2, "dragon");
    desk.run(&["import", "lead", &file, "--map", &map]).refused(2, "nonsense");
    desk.run(&["import", "lead", &file, "--key", "dragon"]).refused(2, "key");
    desk.run(&["import", "lead", &file, "--as", "nobody"]).refused(2, "nobody");
    let map = desk.file("bad.json", b"{");
    desk.run(&["import", "lead", &file, "--map", &map]).refused(2, "bad.json");
    let picture = desk.file("picture.png", b"\x89PNG\r\n");
    desk.run(&["import", "lead", &picture]).refused(2, "xlsx");
    let empty = desk.file("empty.csv", "姓名,手机\n".as_bytes());
    desk.run(&["import", "lead", &empty]).refused(2, "no rows");
}
