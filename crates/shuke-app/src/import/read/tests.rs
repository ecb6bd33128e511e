//! Files made here, read back: what stands in their cells, on which line, and what is said of those that can't be read.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::{Arc, LazyLock};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use shuke_base::{Locale, Value};
use shuke_meta::parse::Cell;
use shuke_meta::{Schema, pack};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

fn lead() -> Arc<ObjectDef> {
    static LEAD: LazyLock<Arc<ObjectDef>> = LazyLock::new(|| {
        let schema = Schema::new(1, pack::load("standard").expect("the standard pack").objects);
        Arc::clone(schema.object("lead").expect("the lead"))
    });
    Arc::clone(&LEAD)
}

fn file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("writes");
    file
}

/// The file as a text: encoding, heading with its line, and rows with theirs, or the fault.
fn shown(bytes: &[u8], name: &str) -> String {
    let file = file(bytes);
    let read = || -> Result<String, Fault> {
        let sheet = open(file.path(), name, Heading::Guess(&lead()), None)?;
        let mut out = format!("{} {}:{}", sheet.encoding, sheet.header_row, sheet.headers.join("|"));
        for row in sheet.rows()? {
            let row = row?;
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            write!(out, " {}:{}", row.number, cells.join("|")).expect("a string takes all");
            if let Some(width) = row.ragged {
                write!(out, "!{width}").expect("a string takes all");
            }
        }
        Ok(out)
    };
    read().unwrap_or_else(|fault| {
        for locale in [Locale::ZhCn, Locale::En] {
            assert!(!fault.message(locale).contains('{'), "{}", fault.message(locale));
        }
        fault.message(Locale::En)
    })
}

fn cell(cell: &RawCell) -> String {
    match cell {
        RawCell::Formula => "<formula>".into(),
        RawCell::Error(text) => format!("<{text}>"),
        RawCell::BadEncoding(text) => format!("<bad {text}>"),
        other => other.text().into_owned(),
    }
}

fn check(bytes: &[u8], name: &str, expect: &str) {
    assert_eq!(shown(bytes, name), expect);
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

const LIST: &str = "姓名,手机,公司\r\n张伟,13800001234,甲公司\r\n李娜,13900001234,\"乙公司, 北京\"\r\n";

#[test]
fn csv_is_read_in_every_encoding_that_spreadsheets_write() {
    let rows = "1:姓名|手机|公司 2:张伟|13800001234|甲公司 3:李娜|13900001234|乙公司, 北京";
    check(LIST.as_bytes(), "a.csv", &format!("UTF-8 {rows}"));
    check(format!("\u{FEFF}{LIST}").as_bytes(), "a.csv", &format!("UTF-8 {rows}"));
    check(&gb18030(LIST), "a.csv", &format!("GB18030 {rows}"));
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(LIST.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check(&utf16, "a.csv", &format!("UTF-16 {rows}"));
    check(LIST.replace(',', "\t").replace("公司\t ", "公司, ").as_bytes(), "a.txt", &format!("UTF-8 {rows}"));
    check("sep=;\nName;Email\nAnna;a@b.cn\n".as_bytes(), "a.csv", "UTF-8 2:Name|Email 3:Anna|a@b.cn");
    check(b"Name,Company\nZo\xEB,Caf\xE9\n", "a.csv", "windows-1252 1:Name|Company 2:Zoë|Café");
    // A character outside GBK, in four bytes.
    check(&gb18030("姓名,公司\n𠮷野家,甲\n"), "a.csv", "GB18030 1:姓名|公司 2:𠮷野家|甲");
}

#[test]
fn a_short_gbk_file_is_not_mistaken() {
    for name in ["王", "张三", "李小明", "欧阳娜娜"] {
        let text = format!("姓名,手机\n{name},13800001234\n");
        check(&gb18030(&text), "a.csv", &format!("GB18030 1:姓名|手机 2:{name}|13800001234"));
    }
}

#[test]
fn a_few_bad_bytes_are_told_of_in_their_cells() {
    let mut bytes = "姓名,公司\n".as_bytes().to_vec();
    for at in 0..20 {
        bytes.extend(format!("张伟{at},甲公司\n").into_bytes());
    }
    bytes.extend(b"\xFF\xFE,x\n");
    let shown = shown(&bytes, "a.csv");
    assert!(shown.starts_with("UTF-8 "), "{shown}");
    assert!(shown.ends_with("22:<bad ��>|x"), "{shown}");
}

#[test]
fn rows_keep_their_lines_and_ragged_ones_are_marked() {
    let text = "客户名单\n\n姓名,手机\n张伟,1\n\n\"李\n娜\",2,3\n王芳\n赵强,4,,\n,\n";
    check(text.as_bytes(), "a.csv", "UTF-8 3:姓名|手机 4:张伟|1 6:李\n娜|2!3 8:王芳| 9:赵强|4");
}

#[test]
fn what_is_no_list_is_said_plainly() {
    check(b"", "a.csv", "The file has no rows of data");
    check("姓名,手机\n".as_bytes(), "a.csv", "The file has no rows of data");
    check(b"\n\n\n", "a.csv", "The file has no rows of data");
    check(b"%PDF-1.7 ...", "a.csv", "Only xlsx and csv files are read");
    check(b"<html>", "a.html", "Only xlsx and csv files are read");
    check(&[0; 100], "a.csv", "Only xlsx and csv files are read");
    check(
        b"Name,Mail\nA,b\n",
        "a.xlsx",
        "The file can't be read: the content is not xlsx; the file may be damaged",
    );
    check(
        "姓名,手机\n张伟,\"1\n李娜,2\n".as_bytes(),
        "a.csv",
        "The file can't be read: a quotation mark on line 2 has no partner",
    );
    let wide = vec!["x"; 301].join(",");
    check(format!("{wide}\n{wide}\n").as_bytes(), "a.csv", "Too large; at most 300 columns");
}

#[test]
fn a_null_byte_stays_in_its_cell() {
    let shown = shown(format!("{LIST}王\0芳,1,2\n").as_bytes(), "a.csv");
    assert!(shown.ends_with("4:王\0芳|1|2"), "{shown}");
}

#[test]
fn the_heading_can_be_given() {
    let file = file("甲,乙\n姓名,手机\n张伟,1\n".as_bytes());
    let sheet = open(file.path(), "a.csv", Heading::Guess(&lead()), None).expect("opens");
    assert_eq!(sheet.header_row, 2);
    let sheet = open(file.path(), "a.csv", Heading::Row(1), None).expect("opens");
    assert_eq!((sheet.headers.join("|").as_str(), sheet.count()), ("甲|乙", Ok(2)));
    assert_eq!(sheet.samples(0, 5), ["姓名", "张伟"]);
}

/// A workbook with a cell of every kind.
fn workbook() -> Workbook {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let time = Format::new().set_num_format("yyyy/m/d h:mm");
    let percent = Format::new().set_num_format("0.0%");
    sheet.write(0, 0, "2026 年展会名单").expect("writes");
    for (at, text) in ["姓名", "手机", "公司", "下次跟进", "评分", "备注"].iter().enumerate() {
        sheet.write(2, u16::try_from(at).expect("few"), *text).expect("writes");
    }
    sheet.write(3, 0, "张伟 👩‍💻").expect("writes");
    sheet.write(3, 1, 13_800_001_234_f64).expect("writes");
    sheet.write_formula(3, 2, Formula::new("\"甲\"&\"公司\"").set_result("甲公司")).expect("writes");
    let moment = ExcelDateTime::parse_from_str("2026-01-05T14:30").expect("a time");
    sheet.write_datetime_with_format(3, 3, &moment, &time).expect("writes");
    sheet.write(3, 4, 0.1 + 0.2).expect("writes");
    sheet.write(3, 5, "a < b & \"c\"\n第二行").expect("writes");
    let moment = ExcelDateTime::from_ymd(2026, 1, 5).expect("a day");
    sheet.write_datetime_with_format(5, 3, &moment, &day).expect("writes");
    sheet.write_number_with_format(5, 4, 0.125, &percent).expect("writes");
    sheet.write_boolean(5, 5, true).expect("writes");
    sheet.write(5, 7, "没有表头").expect("writes");
    book
}

#[test]
fn cells_of_an_xlsx_are_read_as_they_are_shown() {
    let bytes = workbook().save_to_buffer().expect("saves");
    check(
        &bytes,
        "a.xlsx",
        "xlsx 3:姓名|手机|公司|下次跟进|评分|备注 \
         4:张伟 👩‍💻|13800001234|甲公司|2026-01-05 14:30:00|0.3|a < b & \"c\"\n第二行 \
         6:|||2026-01-05|12.5%|TRUE!8",
    );
}

#[test]
fn days_may_be_counted_from_1904_and_the_first_sheet_with_data_is_read() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("空").expect("a name");
    book.add_worksheet().set_hidden(true).write(0, 0, "隐藏").expect("writes");
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["姓名", "下次跟进"]).expect("writes");
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(1, 0, "张伟").expect("writes");
    sheet.write_number_with_format(1, 1, 44_565, &day).expect("writes");
    let bytes = book.save_to_buffer().expect("saves");
    check(&bytes, "a.xlsx", "xlsx 1:姓名|下次跟进 2:张伟|2022-01-04");
    let bytes = patched(&bytes, "xl/workbook.xml", |text| {
        text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    check(&bytes, "a.xlsx", "xlsx 1:姓名|下次跟进 2:张伟|2026-01-05");
}

/// The archive with one of its parts changed.
fn patched(bytes: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).expect("a part");
        let name = entry.name().expect("a name").into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        let text = if name == part { change(text) } else { text };
        out.start_file(name, SimpleFileOptions::default()).expect("begins");
        out.write_all(text.as_bytes()).expect("writes");
    }
    out.finish().expect("ends").into_inner()
}

/// An archive of the least parts, with this as its sheet's data.
fn raw(data: &str) -> Vec<u8> {
    let relations = |inner: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let parts = [
        ("_rels/.rels", relations(&relation("officeDocument", "/xl/workbook.xml"))),
        ("xl/_rels/workbook.xml.rels", relations(&relation("worksheet", "worksheets/../Sheet.xml"))),
        (
            "xl/workbook.xml",
            "<x:workbook xmlns:x=\"s\" xmlns:r=\"r\"><x:sheets><x:sheet name=\"a\" r:id=\"r1\"/></x:sheets></x:workbook>".into(),
        ),
        ("xl/sheet.xml", format!("<worksheet><sheetData>{data}</sheetData></worksheet>")),
    ];
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        out.start_file(name, options).expect("begins");
        out.write_all(text.as_bytes()).expect("writes");
    }
    out.finish().expect("ends").into_inner()
}

const HEAD: &str = "<row><c t=\"inlineStr\"><is><t>姓名</t></is></c><c t=\"inlineStr\"><is><r><t>手</t></r><r><t>机</t></r><rPh><t>x</t></rPh></is></c></row>";

#[test]
fn odd_but_legal_sheets_are_read() {
    check(
        &raw(&format!(
            "{HEAD}<row r=\"3\"><c t=\"str\"><v>a&amp;b</v></c><c r=\"B3\"><v>1.38E10</v></c></row>"
        )),
        "a.xlsx",
        "xlsx 1:姓名|手机 3:a&b|13800000000",
    );
    // A formula without a saved result, one whose result is an empty text, an error that is newer than most readers.
    check(
        &raw(&format!(
            "{HEAD}<row><c><f>A1&amp;B1</f></c><c><v>1</v></c></row>\
             <row><c t=\"str\"><f>IF(1,\"\")</f><v></v></c><c><v>2</v></c></row>\
             <row><c t=\"e\"><f>SORT(A1)</f><v>#SPILL!</v></c><c t=\"d\"><v>2026-01-05</v></c></row>"
        )),
        "a.xlsx",
        "xlsx 1:姓名|手机 2:<formula>|1 3:|2 4:<#SPILL!>|2026-01-05",
    );
    // Cells that only have a look, far outside.
    check(
        &raw(&format!("{HEAD}<row><c><v>1</v></c><c r=\"XFD2\" s=\"1\"/></row>")),
        "a.xlsx",
        "xlsx 1:姓名|手机 2:1|",
    );
}

#[test]
fn damaged_and_locked_workbooks_are_told_of() {
    let bytes = workbook().save_to_buffer().expect("saves");
    check(&bytes[..bytes.len() / 2], "a.xlsx", "The file can't be read: the file is incomplete or damaged");
    for (row, why) in [
        ("<row r=\"1\"/>", "rows out of order"),
        ("<row r=\"1048577\"/>", "a row beyond the last"),
        ("<row><c r=\"XFE2\"><v>1</v></c></row>", "a column beyond the last"),
        ("<row><c t=\"s\"><v>9</v></c></row>", "a shared text that isn't there"),
        ("<row><c><v>abc</v></c></row>", "a number that is none"),
        ("<row><c>", "an element without end"),
        ("<row><c t=\"str\"><v>&bomb;</v></c></row>", "an entity of its own"),
    ] {
        let shown = shown(&raw(&format!("{HEAD}{row}")), "a.xlsx");
        assert!(shown.starts_with("The file can't be read: the file is damaged"), "{why}: {shown}");
    }
    let mut compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    compound.resize(70_000, 0);
    check(&compound, "a.xls", "Only xlsx and csv files are read");
    compound.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    check(&compound, "a.xlsx", "The file is protected by a password; remove it and upload again");
    let word = patched(&bytes, "xl/workbook.xml", |_| "<document/>".to_owned());
    check(&word, "a.xlsx", "Only xlsx and csv files are read");
}

#[test]
fn a_flipped_bit_is_noticed() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["姓名", "评分"]).expect("writes");
    for row in 1..1_000_u32 {
        sheet.write(row, 0, format!("客户{row}")).expect("writes");
        sheet.write(row, 1, row).expect("writes");
    }
    let bytes = book.save_to_buffer().expect("saves");
    let whole = shown(&bytes, "a.xlsx");
    for at in (100..bytes.len() - 2_000).step_by(bytes.len() / 15) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        let shown = shown(&damaged, "a.xlsx");
        assert!(shown == whole || shown.contains("can't be read") || shown.contains("Only xlsx"), "{at}");
    }
}

#[test]
fn a_bomb_does_not_unfold() {
    let blank = " ".repeat(1024 * 1024);
    let mut data = String::from(HEAD);
    for _ in 0..20 {
        data.push_str("<row>");
        data.push_str(&blank[..1_000_000]);
        data.push_str("</row>");
    }
    check(&raw(&data), "a.xlsx", "Too large; at most 2 GB when unpacked");
    // One text longer than any cell can hold.
    let text = format!("{HEAD}<row><c t=\"str\"><v>{}</v></c></row>", "x".repeat(2 * 1024 * 1024));
    let shown = shown(&raw(&text), "a.xlsx");
    assert!(shown.starts_with("The file can't be read"), "{shown}");
}

#[test]
fn a_cell_gives_its_value_or_its_fault() {
    let object = lead();
    let check = |cell: RawCell, field: &str, expect: &str| {
        let field = object.field(field).expect("a field");
        let got = match cell.value(field, chrono_tz::Asia::Shanghai) {
            Ok(Cell::Value(Value::Text(text))) => text,
            Ok(Cell::Value(Value::Time(moment))) => moment.to_rfc3339(),
            Ok(other) => format!("{other:?}"),
            Err(fault) => fault.code.name().to_owned(),
        };
        assert_eq!(got, expect);
    };
    check(RawCell::Number(13_800_001_234.0), "mobile", "+8613800001234");
    check(RawCell::Text("新线索".into()), "status", "new");
    check(RawCell::Formula, "name", "formula_cell");
    check(RawCell::Error("#N/A".into()), "name", "cell_error");
    check(RawCell::BadEncoding("\u{FFFD}".into()), "name", "bad_encoding");
    check(RawCell::Empty, "name", "Value(Null)");
    check(RawCell::Text("王总".into()), "campaign", "Lookup(\"王总\")");
    let moment = chrono::NaiveDate::from_ymd_opt(2026, 1, 5)
        .and_then(|day| day.and_hms_opt(14, 30, 0))
        .expect("a time");
    check(RawCell::Date(moment), "next_follow_up_at", "2026-01-05T06:30:00+00:00");
}
