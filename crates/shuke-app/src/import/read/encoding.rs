//! Which encoding a text file has, and its bytes as UTF-8.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding};
use shuke_base::Fault;

use super::{io as io_fault, unreadable};

/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;
/// Bytes that are shown to the detector.
const DETECT: usize = 1024 * 1024;

/// How a file's bytes become text.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextFile {
    encoding: &'static Encoding,
    /// Bytes of the mark at the beginning.
    mark: u64,
}

/// What the bytes of a file look like.
struct Census {
    /// Bytes of well-formed multi-byte characters of UTF-8.
    good: u64,
    /// Places that are not UTF-8.
    bad: u64,
    /// Bytes above 127.
    high: u64,
    /// Whether no two such bytes follow each other, as in Western texts.
    lone: bool,
    guess: &'static Encoding,
}

impl TextFile {
    /// Reads the file once to tell its encoding.
    pub(super) fn detect(path: &Path) -> Result<Self, Fault> {
        let file = File::open(path).map_err(|cause| io_fault(&cause))?;
        let mut file = BufReader::with_capacity(CHUNK, file);
        let mut mark = [0_u8; 3];
        let length = read_full(&mut file, &mut mark).map_err(|cause| io_fault(&cause))?;
        if let Some((encoding, mark)) = Encoding::for_bom(&mark[..length]) {
            return Ok(Self { encoding, mark: mark as u64 });
        }
        file.seek(SeekFrom::Start(0)).map_err(|cause| io_fault(&cause))?;
        let census = census(&mut file).map_err(|cause| io_fault(&cause))?;
        Ok(Self { encoding: judge(&census)?, mark: 0 })
    }

    /// The name that people read.
    pub(super) fn name(self) -> &'static str {
        match self.encoding.name() {
            "UTF-16LE" | "UTF-16BE" => "UTF-16",
            "gb18030" => "GB18030",
            name => name,
        }
    }

    /// The file's text as UTF-8; a character that the encoding doesn't have becomes U+FFFD.
    pub(super) fn read(self, path: &Path) -> Result<Utf8Reader, Fault> {
        let mut file = File::open(path).map_err(|cause| io_fault(&cause))?;
        file.seek(SeekFrom::Start(self.mark)).map_err(|cause| io_fault(&cause))?;
        Ok(Utf8Reader {
            file,
            decoder: self.encoding.new_decoder_without_bom_handling(),
            raw: vec![0; CHUNK],
            start: 0,
            end: 0,
            out: Vec::new(),
            at: 0,
            ended: false,
        })
    }
}

fn read_full(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..])? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
}

fn census(file: &mut impl Read) -> io::Result<Census> {
    let mut decoder = encoding_rs::UTF_8.new_decoder_without_bom_handling();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut census = Census { good: 0, bad: 0, high: 0, lone: true, guess: encoding_rs::GB18030 };
    let (mut chunk, mut out) = (vec![0; CHUNK], vec![0; CHUNK * 3 + 16]);
    let (mut shown, mut before) = (0, false);
    loop {
        let length = file.read(&mut chunk)?;
        let bytes = &chunk[..length];
        if length == 0 || shown < DETECT {
            detector.feed(bytes, length == 0);
            shown += length;
        }
        for byte in bytes {
            let high = *byte >= 0x80;
            census.high += u64::from(high);
            census.lone &= !(high && before);
            before = high;
        }
        let mut rest = bytes;
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(rest, &mut out, length == 0);
            census.good += out[..written].iter().filter(|byte| **byte >= 0x80).count() as u64;
            rest = &rest[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => census.bad += 1,
            }
        }
        if length == 0 {
            census.guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
            return Ok(census);
        }
    }
}

/// UTF-8, also with a few damaged places; else GB18030, of which GBK is a part; Western text as it is. Other East Asian
/// encodings can't be told apart by their bytes with certainty, so a clear sign of one is refused rather than garbled.
fn judge(census: &Census) -> Result<&'static Encoding, Fault> {
    if census.bad == 0 || census.good > census.bad * 20 {
        return Ok(encoding_rs::UTF_8);
    }
    let other = [encoding_rs::BIG5, encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::EUC_KR];
    if census.high >= 400 && other.contains(&census.guess) {
        let name = census.guess.name();
        return Err(unreadable(
            format!("编码似乎是 {name}，请另存为 UTF-8 或 GBK"),
            format!("its encoding looks like {name}; save it as UTF-8 or GBK"),
        ));
    }
    if census.lone && census.guess.is_single_byte() {
        return Ok(encoding_rs::WINDOWS_1252);
    }
    Ok(encoding_rs::GB18030)
}

/// A file's text as UTF-8.
pub(super) struct Utf8Reader {
    file: File,
    decoder: Decoder,
    raw: Vec<u8>,
    start: usize,
    end: usize,
    out: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Utf8Reader {
    fn decode(&mut self) -> io::Result<()> {
        if self.start == self.end && !self.ended {
            (self.start, self.end) = (0, self.file.read(&mut self.raw)?);
            self.ended = self.end == 0;
        }
        self.out.resize(CHUNK, 0);
        let bytes = &self.raw[self.start..self.end];
        let (_, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.out, self.ended);
        self.start += read;
        self.out.truncate(written);
        self.at = 0;
        Ok(())
    }
}

impl Read for Utf8Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let length = bytes.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Utf8Reader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // A decoder that was told of the end must not be asked again.
        while self.at == self.out.len() && !self.ended {
            self.decode()?;
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, bytes: usize) {
        self.at += bytes;
    }
}
