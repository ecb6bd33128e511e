//! The texts that cells share.

use quick_xml::events::Event;
use shuke_base::Fault;

use super::super::too_large;
use super::package::Package;
use super::xml::Xml;

/// Bytes of all shared texts together, at most: they are the one thing that is held in memory.
const BYTES: usize = 256 * 1024 * 1024;

/// All texts one behind the other, with their ends.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        self.text.get(start..end)
    }
}

pub(super) fn read(package: &Package, part: &str) -> Result<Strings, Fault> {
    // A workbook without any text may name the part and not have it.
    let Some(mut xml) = package.xml(part)? else { return Ok(Strings::default()) };
    let mut strings = Strings::default();
    let mut text = String::new();
    loop {
        match xml.next()? {
            Event::Start(start) if start.local_name().as_ref() == "si" => {
                text.clear();
                item(&mut xml, "si", &mut text)?;
                strings.text.push_str(&text);
                if strings.text.len() > BYTES {
                    return Err(too_large("256 MB 文字", "256 MB of text"));
                }
                strings.ends.push(u32::try_from(strings.text.len()).unwrap_or(u32::MAX));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    strings.text.shrink_to_fit();
    Ok(strings)
}

/// The text of an item (`si`, `is`): plain, or in runs of different looks; how it is read aloud is left out.
pub(super) fn item(xml: &mut Xml, name: &str, text: &mut String) -> Result<(), Fault> {
    let begin = text.len();
    loop {
        match xml.next()? {
            Event::Start(start) => match start.local_name().as_ref() {
                "t" => xml.text("t", text)?,
                "rPh" => xml.skip("rPh")?,
                _ => {}
            },
            Event::End(end) if end.local_name().as_ref() == name => break,
            Event::Eof => break,
            _ => {}
        }
    }
    if text[begin..].contains("_x") {
        let plain = unescape(&text[begin..]);
        text.truncate(begin);
        text.push_str(&plain);
    }
    Ok(())
}

/// `_x000D_` is the character of that number.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = from.get(2..6).filter(|_| from.as_bytes().get(6) == Some(&b'_'));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match character {
            Some(character) => {
                out.push(character);
                rest = &from[7..];
            }
            None => {
                out.push_str("_x");
                rest = &from[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_are_put_back() {
        assert_eq!(unescape("a_x000D_b"), "a\rb");
        assert_eq!(unescape("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescape("my_xray _x12_ _xZZZZ_ 中_x4E2D_"), "my_xray _x12_ _xZZZZ_ 中中");
    }
}
