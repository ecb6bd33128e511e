//! Whether the bytes of a file are what its digest says.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use super::store::{FileStore, Reading};
use crate::backup::key::hex;

/// Bytes that are looked at in one go.
const PIECE: usize = 1 << 20;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is as it came.
    Whole,
    /// There is nothing under its key.
    Missing,
    /// There is something else under its key.
    Damaged,
}

/// Reads a file through.
///
/// # Errors
/// When the store doesn't answer.
pub async fn state(files: &dyn FileStore, sha256: &str, bytes: u64) -> io::Result<State> {
    let Some(mut reading) = files.open(sha256).await? else { return Ok(State::Missing) };
    let (mut hasher, mut seen, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        let read = reading.read(&mut piece).await?;
        if read == 0 {
            let whole = seen == bytes && hex(&hasher.finalize()) == sha256;
            return Ok(if whole { State::Whole } else { State::Damaged });
        }
        seen += read as u64;
        hasher.update(&piece[..read]);
    }
}

/// A file on its way to somebody: the last bytes are handed on only when all of them are what the digest says, so a
/// damaged file breaks off and is never taken for whole.
pub(super) struct Checked {
    reading: Reading,
    hasher: Sha256,
    sha256: String,
    left: u64,
}

impl Checked {
    pub(super) fn new(reading: Reading, sha256: &str, bytes: u64) -> Self {
        Self { reading, hasher: Sha256::new(), sha256: sha256.to_owned(), left: bytes }
    }

    /// Whether what was read may be handed on.
    fn holds(&mut self, read: &[u8]) -> bool {
        let Some(left) = self.left.checked_sub(read.len() as u64).filter(|_| !read.is_empty()) else {
            return false;
        };
        self.left = left;
        self.hasher.update(read);
        left > 0 || hex(&self.hasher.finalize_reset()) == self.sha256
    }
}

impl AsyncRead for Checked {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Ok(()));
        }
        let before = to.filled().len();
        ready!(Pin::new(&mut self.reading).poll_read(cx, to))?;
        if self.holds(&to.filled()[before..]) {
            return Poll::Ready(Ok(()));
        }
        to.set_filled(before);
        tracing::error!(sha256 = self.sha256, "the bytes of a file are not what they were");
        Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, "a damaged file")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(bytes: &'static [u8], sha256: &str, length: u64) -> Result<Vec<u8>, io::ErrorKind> {
        let mut out = Vec::new();
        let mut reading = Checked::new(Box::new(bytes), sha256, length);
        reading.read_to_end(&mut out).await.map(|_| out).map_err(|error| error.kind())
    }

    #[tokio::test]
    async fn what_is_damaged_breaks_off() {
        let digest = hex(&Sha256::digest(b"abc"));
        assert_eq!(read(b"abc", &digest, 3).await, Ok(b"abc".to_vec()));
        for (bytes, length) in [(&b"abd"[..], 3), (b"ab", 3), (b"", 3), (b"abcd", 3), (b"abc", 4)] {
            assert_eq!(read(bytes, &digest, length).await, Err(io::ErrorKind::InvalidData), "{bytes:?}");
        }
    }
}
