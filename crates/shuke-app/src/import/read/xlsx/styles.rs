//! Which numbers are shown as days, times or percentages.

use std::collections::HashMap;

use quick_xml::events::Event;
use shuke_base::Fault;

use super::package::Package;
use super::xml::attribute;

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Format {
    /// As a number.
    #[default]
    Number,
    /// As a day, perhaps with a time.
    Day,
    /// As a time of day or a length of time.
    Time,
    /// As a percentage.
    Percent,
}

/// The formats by the style that a cell names.
pub(super) fn read(package: &Package, part: &str) -> Result<Vec<Format>, Fault> {
    let Some(mut xml) = package.xml(part)? else { return Ok(Vec::new()) };
    let mut own: HashMap<u32, Format> = HashMap::new();
    let mut formats = Vec::new();
    let mut within = false;
    loop {
        match xml.next()? {
            Event::Start(start) => match start.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&start, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&start, "formatCode")) {
                        own.insert(id, of_code(&code));
                    }
                }
                "cellXfs" => within = true,
                "xf" if within => {
                    let id = attribute(&start, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    formats.push(own.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Event::End(end) if end.local_name().as_ref() == "cellXfs" => within = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

/// The formats that have a number but no code in the file; 27 to 36 and 50 to 58 as Chinese programs use them.
fn built_in(id: u32) -> Format {
    match id {
        9 | 10 => Format::Percent,
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Format::Day,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Format::Time,
        _ => Format::Number,
    }
}

/// The format of a code such as `yyyy"年"m"月"d"日"` or `[$-804]h:mm AM/PM`, by its first section.
fn of_code(code: &str) -> Format {
    let (mut day, mut month, mut time, mut percent) = (false, false, false, false);
    let lower = code.to_ascii_lowercase();
    if lower.starts_with("general") {
        return Format::Number;
    }
    let plain = lower.replace("am/pm", "h").replace("a/p", "h").replace("上午/下午", "h");
    let mut characters = plain.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => {
                characters.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                characters.next();
            }
            '[' => {
                let inner: String = characters.by_ref().take_while(|c| *c != ']').collect();
                time |= !inner.is_empty() && inner.chars().all(|c| matches!(c, 'h' | 'm' | 's'));
            }
            ';' => break,
            'y' | 'd' => day = true,
            'm' => month = true,
            'h' | 's' => time = true,
            '%' => percent = true,
            // `0.00E+00`
            'e' => {
                characters.next();
            }
            _ => {}
        }
    }
    match (day, time, month, percent) {
        (true, ..) => Format::Day,
        (_, true, ..) => Format::Time,
        (_, _, true, _) => Format::Day,
        (.., true) => Format::Percent,
        _ => Format::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        for (code, format) in [
            ("General", Format::Number),
            ("0.00", Format::Number),
            ("#,##0.00_);[Red](#,##0.00)", Format::Number),
            ("0.00E+00", Format::Number),
            ("@", Format::Number),
            ("\"day\" 0", Format::Number),
            ("\\d0", Format::Number),
            ("[$¥-804]#,##0.00", Format::Number),
            ("000000", Format::Number),
            ("0%", Format::Percent),
            ("0.0\\ %", Format::Percent),
            ("yyyy-mm-dd", Format::Day),
            ("yyyy\"年\"m\"月\"d\"日\";@", Format::Day),
            ("[$-804]yyyy/m/d h:mm", Format::Day),
            ("m/d", Format::Day),
            ("mmm", Format::Day),
            ("h:mm:ss", Format::Time),
            ("上午/下午h\"时\"mm\"分\"", Format::Time),
            ("[h]:mm", Format::Time),
            ("h:mm AM/PM", Format::Time),
        ] {
            assert_eq!(of_code(code), format, "{code}");
        }
    }
}
