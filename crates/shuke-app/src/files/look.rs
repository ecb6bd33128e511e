//! One pass over a file that came in: its size, its hash, what it is.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use sha2::{Digest, Sha256};
use shuke_base::{Code, Fault};

use super::kind::{self, HEAD, PICTURES, Refusal};
use super::{disk, preview};

/// What a file is.
pub(super) struct Looked {
    pub(super) sha256: String,
    pub(super) bytes: i64,
    pub(super) media: &'static str,
    pub(super) size: Option<(i64, i64)>,
}

fn read(file: &mut File, name: &str) -> std::io::Result<Result<Looked, Fault>> {
    let mut hash = Sha256::new();
    let mut head = Vec::with_capacity(HEAD);
    let mut buffer = vec![0; 128 * 1024];
    let mut bytes = 0_i64;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        let part = &buffer[..count];
        head.extend_from_slice(&part[..count.min(HEAD - head.len())]);
        hash.update(part);
        bytes += i64::try_from(count).unwrap_or_default();
    }
    let refused = |code| Ok(Err(Fault::new(code).with("name", name)));
    if bytes == 0 {
        return refused(Code::EmptyUpload);
    }
    let media = match kind::media(name, &head) {
        Ok(media) => media,
        Err(Refusal::Runs) => return refused(Code::DangerousFile),
        Err(Refusal::Lies) => return refused(Code::FileMismatch),
    };
    file.seek(SeekFrom::Start(0))?;
    let size = if PICTURES.contains(&media) { preview::dimensions(file) } else { None };
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Ok(Looked { sha256, bytes, media, size }))
}

/// Reads the file once; blocks.
pub(super) fn at(path: &Path, name: &str) -> Result<Looked, Fault> {
    File::open(path).and_then(|mut file| read(&mut file, name)).map_err(|error| disk(&error))?
}
