//! Small pictures of pictures: made once, when first asked for, and kept beside the bytes.

use std::fs::File;
use std::io::{BufReader, Cursor};

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use shuke_base::{Code, Fault, Uuid};
use tokio::io::AsyncReadExt;
use tokio::sync::Semaphore;

use super::disk;
use super::kind::PICTURES;
use super::store::SMALL;
use crate::App;
use crate::context::Ctx;

/// Points of the longer side.
const SIDE: u32 = 480;
/// Bytes of a picture that is made smaller, at most.
const LARGEST: i64 = 40 * 1024 * 1024;
/// Points of a picture's side, at most.
const WIDEST: u32 = 12_000;
/// Points of a picture, at most: a phone's camera makes 12 to 50 million.
const POINTS: u64 = 60_000_000;
/// Bytes that decoding may take.
const MEMORY: u64 = 320 * 1024 * 1024;
/// Large pictures take much memory, so they are made one after another.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    limits.max_alloc = Some(MEMORY);
    limits
}

/// Width and height, from the head of the file alone.
pub(super) fn dimensions(file: &File) -> Option<(i64, i64)> {
    let mut reader = ImageReader::new(BufReader::new(file)).with_guessed_format().ok()?;
    reader.limits(limits());
    let (width, height) = reader.into_dimensions().ok()?;
    Some((i64::from(width), i64::from(height)))
}

/// Decodes, turns as the camera was held, makes it small. Blocks.
fn shrink(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.limits(limits());
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > POINTS {
        return None;
    }
    let turned = decoder.orientation().ok();
    let mut small = DynamicImage::from_decoder(decoder).ok()?.thumbnail(SIDE, SIDE);
    if let Some(turned) = turned {
        small.apply_orientation(turned);
    }
    let mut out = Cursor::new(Vec::new());
    if small.color().has_alpha() {
        small.write_to(&mut out, ImageFormat::Png).ok()?;
    } else {
        DynamicImage::from(small.to_rgb8()).write_to(&mut out, ImageFormat::Jpeg).ok()?;
    }
    Some(out.into_inner())
}

impl App {
    /// A small picture of a picture that the caller may read: media type and bytes.
    ///
    /// # Errors
    /// [`Code::NotFound`] when there is no such file, or nothing that can be shown small.
    pub async fn file_preview(&self, ctx: &Ctx, id: Uuid) -> Result<(&'static str, Vec<u8>), Fault> {
        let file = self.file(ctx, id).await?;
        let nothing = || Fault::new(Code::NotFound);
        if !PICTURES.contains(&file.media.as_str()) || file.bytes > LARGEST {
            return Err(nothing());
        }
        let key = format!("{}{SMALL}", file.sha256);
        let mut bytes = Vec::new();
        if let Some(mut kept) = self.files.open(&key).await.map_err(|error| disk(&error))? {
            kept.read_to_end(&mut bytes).await.map_err(|error| disk(&error))?;
        } else {
            let _turn = ONE_AT_A_TIME.acquire().await.map_err(|_| Fault::new(Code::Internal))?;
            let mut whole = Vec::new();
            self.file_bytes(&file).await?.read_to_end(&mut whole).await.map_err(|error| disk(&error))?;
            let made = tokio::task::spawn_blocking(move || shrink(whole)).await;
            bytes = made.map_err(|_| Fault::new(Code::Internal))?.ok_or_else(nothing)?;
            self.keep_small(&key, &bytes).await?;
        }
        Ok((if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" }, bytes))
    }

    async fn keep_small(&self, key: &str, bytes: &[u8]) -> Result<(), Fault> {
        let path = std::env::temp_dir().join(format!("shuke-small-{}", self.new_id().simple()));
        let kept = match tokio::fs::write(&path, bytes).await {
            Ok(()) => self.files.keep(&path, key).await,
            Err(error) => Err(error),
        };
        // Gone or not, nobody asks for it by this name again.
        let _ = tokio::fs::remove_file(&path).await;
        kept.map_err(|error| disk(&error))
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, RgbaImage};

    use super::*;

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).expect("a picture");
        out.into_inner()
    }

    #[test]
    fn pictures_become_small_and_nonsense_nothing() {
        let wide = DynamicImage::from(GrayImage::new(1600, 400));
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let small =
                image::load_from_memory(&shrink(encoded(&wide, format)).expect("small")).expect("a picture");
            assert_eq!((small.width(), small.height()), (480, 120));
        }
        let clear = DynamicImage::from(RgbaImage::new(600, 600));
        assert!(shrink(encoded(&clear, ImageFormat::Png)).expect("small").starts_with(b"\x89PNG"));
        assert!(shrink(b"\x89PNG\r\n\x1a\nnonsense".to_vec()).is_none());
        let mut bomb = encoded(&wide, ImageFormat::Png);
        // The head says 100 000 points wide.
        bomb[16..20].copy_from_slice(&100_000_u32.to_be_bytes());
        assert!(shrink(bomb).is_none());
    }
}
