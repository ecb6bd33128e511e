//! What a file is: told by its first bytes, held against what its name says. A name that lies is refused.

/// What the bytes of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sniffed {
    /// A known form: media type, and the endings that go with it.
    Known(&'static str, &'static [&'static str]),
    /// A program for some machine.
    Program,
    /// Text that can be read.
    Text,
    /// Something else.
    Other,
}

/// Bytes that have to be looked at.
pub const HEAD: usize = 4096;

const OFFICE: &[&str] = &[
    "docx", "xlsx", "pptx", "docm", "xlsm", "pptm", "odt", "ods", "odp", "epub", "zip", "wps", "et", "dps",
    "ofd", "pages", "numbers", "key",
];

/// Forms by their first bytes: where the mark stands, the mark, media type, endings.
const MARKS: &[(usize, &[u8], &str, &[&str])] = &[
    (0, b"\x89PNG\r\n\x1a\n", "image/png", &["png"]),
    (0, b"\xff\xd8\xff", "image/jpeg", &["jpg", "jpeg", "jfif"]),
    (0, b"GIF87a", "image/gif", &["gif"]),
    (0, b"GIF89a", "image/gif", &["gif"]),
    (0, b"%PDF-", "application/pdf", &["pdf", "ai"]),
    (0, b"PK\x03\x04", "application/zip", OFFICE),
    (0, b"PK\x05\x06", "application/zip", OFFICE),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "application/x-ole-storage",
        &["doc", "xls", "ppt", "wps", "et", "dps", "msg", "vsd"],
    ),
    (0, b"Rar!\x1a\x07", "application/vnd.rar", &["rar"]),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", &["7z"]),
    (0, b"\x1f\x8b", "application/gzip", &["gz", "tgz"]),
    (0, b"{\\rtf", "application/rtf", &["rtf"]),
    (0, b"BM", "image/bmp", &["bmp"]),
    (0, b"II*\0", "image/tiff", &["tif", "tiff", "dng"]),
    (0, b"MM\0*", "image/tiff", &["tif", "tiff"]),
    (0, b"ID3", "audio/mpeg", &["mp3"]),
    (0, b"\xff\xfb", "audio/mpeg", &["mp3"]),
    (0, b"OggS", "audio/ogg", &["ogg", "oga", "opus", "ogv"]),
    (0, b"fLaC", "audio/flac", &["flac"]),
    (0, b"#!AMR", "audio/amr", &["amr"]),
    (0, b"\x1aE\xdf\xa3", "video/webm", &["webm", "mkv"]),
    (8, b"WEBP", "image/webp", &["webp"]),
    (8, b"WAVE", "audio/wav", &["wav"]),
    (8, b"AVI ", "video/x-msvideo", &["avi"]),
    (4, b"ftypheic", "image/heic", &["heic", "heif"]),
    (4, b"ftypheix", "image/heic", &["heic", "heif"]),
    (4, b"ftypmif1", "image/heic", &["heic", "heif"]),
    (4, b"ftypavif", "image/avif", &["avif"]),
    (4, b"ftypM4A", "audio/mp4", &["m4a"]),
    (4, b"ftypqt", "video/quicktime", &["mov"]),
    (4, b"ftyp", "video/mp4", &["mp4", "m4v", "m4a", "mov", "3gp"]),
];

const PROGRAMS: &[&[u8]] = &[
    b"MZ",
    b"\x7fELF",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xca\xfe\xba\xbe",
    b"!<arch>",
    b"dex\n",
];

/// Endings that a machine would run when somebody opens the file.
const RUNS: &[&str] = &[
    "exe", "dll", "com", "bat", "cmd", "msi", "msp", "scr", "pif", "cpl", "hta", "js", "jse", "mjs", "vbs",
    "vbe", "wsf", "wsh", "ps1", "psm1", "sh", "bash", "jar", "apk", "app", "dmg", "deb", "rpm", "lnk", "reg",
    "inf", "url", "iso", "chm",
];

/// Endings of text, whatever it says.
const TEXTS: &[&str] = &[
    "txt", "csv", "tsv", "md", "log", "json", "xml", "yml", "yaml", "toml", "ini", "ics", "vcf", "eml",
    "svg", "html", "htm", "css", "sql", "py", "rs",
];

/// The ending of a name, in small letters.
#[must_use]
pub fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// What these first bytes belong to.
#[must_use]
pub fn sniff(head: &[u8]) -> Sniffed {
    let known =
        MARKS.iter().find(|(at, mark, ..)| head.get(*at..).is_some_and(|rest| rest.starts_with(mark)));
    if let Some((_, _, media, endings)) = known {
        return Sniffed::Known(media, endings);
    }
    let program = PROGRAMS.iter().any(|mark| head.starts_with(mark));
    if program || head.starts_with(b"#!") {
        return Sniffed::Program;
    }
    // The last character may be cut; anything else that is not UTF-8, or a control character, is no text.
    let whole = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if head.len() == HEAD && error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return Sniffed::Other,
    };
    let plain = whole.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
    if plain { Sniffed::Text } else { Sniffed::Other }
}

/// Why a file isn't taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is, or is called like, something that a machine runs.
    Runs,
    /// Its bytes are not what its name says.
    Lies,
}

/// The media type of a file by its bytes and its name.
///
/// # Errors
/// When it isn't taken.
pub fn media(name: &str, head: &[u8]) -> Result<&'static str, Refusal> {
    let ending = ending(name);
    let called = ending.as_str();
    if RUNS.contains(&called) {
        return Err(Refusal::Runs);
    }
    let claims = |endings: &[&str]| endings.contains(&called);
    match sniff(head) {
        Sniffed::Program => Err(Refusal::Runs),
        Sniffed::Known(media, endings) => {
            // An ending that belongs to another known form is a lie; one that nobody knows is just a name.
            let other = MARKS.iter().any(|(.., known)| claims(known)) || claims(TEXTS);
            if !claims(endings) && other { Err(Refusal::Lies) } else { Ok(by_name(media, called)) }
        }
        Sniffed::Text if MARKS.iter().any(|(.., known)| claims(known)) => Err(Refusal::Lies),
        Sniffed::Text => Ok(match called {
            "csv" => "text/csv",
            "html" | "htm" => "text/html",
            "svg" => "image/svg+xml",
            "json" => "application/json",
            _ => "text/plain",
        }),
        // Old Chinese encodings are no UTF-8, yet text.
        Sniffed::Other if claims(&["txt", "csv", "tsv", "log", "eml", "vcf", "ics"]) => Ok("text/plain"),
        Sniffed::Other if MARKS.iter().any(|(.., known)| claims(known)) || claims(TEXTS) => {
            Err(Refusal::Lies)
        }
        Sniffed::Other => Ok("application/octet-stream"),
    }
}

/// Several forms share one container; the name says which it is.
fn by_name(media: &'static str, ending: &str) -> &'static str {
    match (media, ending) {
        ("application/zip", "docx") => {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        }
        ("application/zip", "xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ("application/zip", "pptx") => {
            "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        }
        ("application/x-ole-storage", "doc") => "application/msword",
        ("application/x-ole-storage", "xls") => "application/vnd.ms-excel",
        ("application/x-ole-storage", "ppt") => "application/vnd.ms-powerpoint",
        (media, _) => media,
    }
}

/// Pictures that a browser shows and that hold nothing that runs.
pub const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_names_have_to_agree() {
        let png = b"\x89PNG\r\n\x1a\n....";
        let webp = b"RIFF\x10\0\0\0WEBPVP8 ";
        for (name, head, expect) in [
            ("a.png", &png[..], Ok("image/png")),
            ("A.PNG", &png[..], Ok("image/png")),
            ("a", &png[..], Ok("image/png")),
            ("a.jpg", &png[..], Err(Refusal::Lies)),
            ("a.txt", &png[..], Err(Refusal::Lies)),
            ("a.webp", &webp[..], Ok("image/webp")),
            ("a.jpg", b"\xff\xd8\xff\xe0", Ok("image/jpeg")),
            ("a.pdf", b"%PDF-1.7", Ok("application/pdf")),
            ("a.pdf", b"<html>", Err(Refusal::Lies)),
            ("a.png", b"MZ\x90\0", Err(Refusal::Runs)),
            ("a.bin", b"\x7fELF", Err(Refusal::Runs)),
            ("setup.exe", b"hello", Err(Refusal::Runs)),
            ("a.txt", b"#!/bin/sh", Err(Refusal::Runs)),
            ("a.js", b"x", Err(Refusal::Runs)),
            ("a.svg", b"<svg onload=alert(1)>", Ok("image/svg+xml")),
            ("a.html", b"<html>", Ok("text/html")),
            ("a.png", b"<svg>", Err(Refusal::Lies)),
            ("a.txt", b"\xd6\xd0\xce\xc4", Ok("text/plain")),
            ("a.csv", "姓名,手机".as_bytes(), Ok("text/csv")),
            (
                "a.docx",
                b"PK\x03\x04",
                Ok("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ),
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Ok("application/vnd.ms-excel")),
            ("a.dat", b"\0\x01\x02", Ok("application/octet-stream")),
            ("a.png", b"\0\x01\x02", Err(Refusal::Lies)),
        ] {
            assert_eq!(media(name, head), expect, "{name} {head:?}");
        }
    }
}
