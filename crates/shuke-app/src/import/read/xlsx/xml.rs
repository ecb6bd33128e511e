//! A part as a stream of XML events, each held to a size.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use shuke_base::Fault;

use super::super::too_large;
use super::damaged;
use super::package::Part;

/// Bytes of one event: a cell holds at most 32 767 characters.
const EVENT: usize = 1024 * 1024;
/// Bytes of one text that is made of several events.
const TEXT: usize = 1024 * 1024;

/// Lets no more bytes through than are allowed until the next event.
struct Guard<R> {
    inner: R,
    left: usize,
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let length = bytes.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Guard<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an element is too long"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
        self.inner.consume(bytes);
    }
}

/// A part as a stream of XML events.
pub(super) struct Xml {
    reader: Reader<Guard<BufReader<Part>>>,
    buffer: Vec<u8>,
    part: String,
}

impl Xml {
    pub(super) fn new(bytes: BufReader<Part>, part: &str) -> Self {
        let mut reader = Reader::from_reader(Guard { inner: bytes, left: EVENT });
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), part: part.to_owned() }
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Fault> {
        self.buffer.clear();
        self.reader.get_mut().left = EVENT;
        let part = &self.part;
        self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
            quick_xml::Error::Io(cause) if cause.kind() == io::ErrorKind::FileTooLarge => {
                too_large("解压后 2 GB", "2 GB when unpacked")
            }
            _ => damaged(part),
        })
    }

    /// The text up to the end of the element that has just begun, `text` being its name.
    pub(super) fn text(&mut self, name: &str, text: &mut String) -> Result<(), Fault> {
        loop {
            let long = text.len() > TEXT;
            match self.next()? {
                Event::Text(piece) => text.push_str(&piece.xml10_content()),
                Event::CData(piece) => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(reference) => match resolve(&reference) {
                    Some(character) => text.push(character),
                    None => return Err(damaged(&self.part)),
                },
                Event::End(end) if end.local_name().as_ref() == name => return Ok(()),
                Event::Eof => return Err(damaged(&self.part)),
                _ => {}
            }
            if long {
                return Err(damaged(&self.part));
            }
        }
    }

    /// Reads on to the end of the element that has just begun.
    pub(super) fn skip(&mut self, name: &str) -> Result<(), Fault> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Event::Start(start) if start.local_name().as_ref() == name => depth += 1,
                Event::End(end) if end.local_name().as_ref() == name => depth -= 1,
                Event::Eof => return Err(damaged(&self.part)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads the rest of the part, so that its checksum is compared.
    pub(super) fn finish(&mut self) -> Result<(), Fault> {
        let rest = &mut self.reader.get_mut().inner;
        match io::copy(rest, &mut io::sink()) {
            Ok(_) => Ok(()),
            Err(cause) if cause.kind() == io::ErrorKind::FileTooLarge => {
                Err(too_large("解压后 2 GB", "2 GB when unpacked"))
            }
            Err(_) => Err(damaged(&self.part)),
        }
    }
}

/// The character of a reference: a number or one of the five names of XML. Entities of a document's own are not read.
fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &*reference.xml10_content() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The value of an attribute by its local name; nothing when it is absent or not well formed.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}
