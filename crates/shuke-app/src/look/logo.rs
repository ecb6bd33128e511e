//! A logo: a small picture, kept with the settings so that every process and every backup has it, and written as a data URL
//! wherever text is wanted.

use std::io::Cursor;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::{ImageReader, Limits};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};
use shuke_base::{Code, FieldFault, Text, limits};

use crate::files::kind::{HEAD, Sniffed, sniff};

/// Pictures that every browser shows and that hold nothing that runs; SVG may hold scripts.
const MEDIA: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];
/// Bytes that decoding may take.
const MEMORY: u64 = 64 * 1024 * 1024;

/// A picture that was opened once, to see that it is one.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct Logo {
    media: &'static str,
    bytes: Arc<[u8]>,
    version: Arc<str>,
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Logo({} {})", self.media, self.version)
    }
}

/// Why a text is no logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is no data URL.
    Form,
    /// It has too many bytes.
    Size,
    /// It is no picture of those, or can't be opened.
    Picture,
    /// It is another picture than it says.
    Lies,
}

impl Refusal {
    /// The fault of the property.
    pub(super) fn fault(self, of: impl Fn(Code) -> FieldFault) -> FieldFault {
        let kb = limits::LOGO_BYTES / 1024;
        match self {
            Self::Form => of(Code::WrongType).label_arg(
                "expected",
                Text::new(
                    "图片的 data URL（data:image/png;base64,…）",
                    "a data URL of a picture (data:image/png;base64,…)",
                ),
            ),
            Self::Size => of(Code::TooLarge).with("max", format!("{kb} KB")),
            Self::Picture => of(Code::NotALogo).with("max", limits::LOGO_SIDE),
            Self::Lies => of(Code::FileMismatch).label_arg("name", Text::new("标志", "Logo")),
        }
    }
}

/// Opens it to the end, within limits.
fn opens(bytes: &[u8]) -> bool {
    let mut most = Limits::default();
    most.max_image_width = Some(limits::LOGO_SIDE);
    most.max_image_height = Some(limits::LOGO_SIDE);
    most.max_alloc = Some(MEMORY);
    let Ok(mut reader) = ImageReader::new(Cursor::new(bytes)).with_guessed_format() else { return false };
    reader.limits(most);
    reader.decode().is_ok()
}

impl Logo {
    fn of(media: &'static str, bytes: &[u8]) -> Self {
        let mut version: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        version.truncate(16);
        Self { media, bytes: bytes.into(), version: version.into() }
    }

    /// The bytes of a data URL, and what they are by themselves and by what it says.
    fn parts(url: &str) -> Result<(Vec<u8>, Option<&'static str>, &str), Refusal> {
        let (says, text) =
            url.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")).ok_or(Refusal::Form)?;
        if text.len() / 4 * 3 > limits::LOGO_BYTES + 3 {
            return Err(Refusal::Size);
        }
        let bytes = STANDARD.decode(text).map_err(|_| Refusal::Form)?;
        if bytes.len() > limits::LOGO_BYTES {
            return Err(Refusal::Size);
        }
        let media = match sniff(&bytes[..bytes.len().min(HEAD)]) {
            Sniffed::Known(media, _) => MEDIA.into_iter().find(|known| *known == media),
            _ => None,
        };
        Ok((bytes, media, says))
    }

    /// Reads one that somebody gives.
    pub(super) fn read(url: &str) -> Result<Self, Refusal> {
        let (bytes, media, says) = Self::parts(url)?;
        let media = media.ok_or(Refusal::Picture)?;
        if says != media {
            return Err(Refusal::Lies);
        }
        if opens(&bytes) { Ok(Self::of(media, &bytes)) } else { Err(Refusal::Picture) }
    }

    /// `image/png`, `image/jpeg` or `image/webp`.
    #[must_use]
    pub fn media(&self) -> &'static str {
        self.media
    }

    /// The picture.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Another one has another.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }
}

impl From<Logo> for String {
    fn from(logo: Logo) -> Self {
        format!("data:{};base64,{}", logo.media, STANDARD.encode(&logo.bytes))
    }
}

impl TryFrom<String> for Logo {
    type Error = &'static str;

    /// Of what is stored, which was opened when it came.
    fn try_from(url: String) -> Result<Self, Self::Error> {
        match Self::parts(&url) {
            Ok((bytes, Some(media), _)) => Ok(Self::of(media, &bytes)),
            _ => Err("no logo"),
        }
    }
}

impl<'de> Deserialize<'de> for Logo {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat, RgbaImage};

    use super::*;

    fn encoded(side: u32, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        let picture = DynamicImage::from(RgbaImage::new(side, side)).to_rgb8();
        picture.write_to(&mut out, format).expect("a picture");
        out.into_inner()
    }

    fn url(media: &str, bytes: &[u8]) -> String {
        format!("data:{media};base64,{}", STANDARD.encode(bytes))
    }

    #[test]
    fn pictures_are_taken_and_come_back_as_they_were() {
        for (media, format) in [
            ("image/png", ImageFormat::Png),
            ("image/jpeg", ImageFormat::Jpeg),
            ("image/webp", ImageFormat::WebP),
        ] {
            let url = url(media, &encoded(48, format));
            let logo = Logo::read(&url).expect("a logo");
            assert_eq!((logo.media(), logo.version().len()), (media, 16));
            assert_eq!(String::from(logo.clone()), url);
            assert_eq!(Logo::try_from(url), Ok(logo));
        }
    }

    #[test]
    fn what_is_no_logo_is_refused() {
        let png = encoded(48, ImageFormat::Png);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        for (given, expect) in [
            ("logo.png".to_owned(), Refusal::Form),
            ("data:image/png;base64,***".to_owned(), Refusal::Form),
            (url("image/svg+xml", svg), Refusal::Picture),
            (url("image/png", svg), Refusal::Picture),
            (url("image/gif", b"GIF89a........"), Refusal::Picture),
            (url("image/jpeg", &png), Refusal::Lies),
            (url("image/png", &png[..png.len() / 2]), Refusal::Picture),
            (url("image/png", &encoded(limits::LOGO_SIDE + 1, ImageFormat::Png)), Refusal::Picture),
            (url("image/png", &vec![0; limits::LOGO_BYTES + 1]), Refusal::Size),
        ] {
            assert_eq!(Logo::read(&given).expect_err("no logo"), expect, "{}", &given[..given.len().min(60)]);
        }
    }
}
