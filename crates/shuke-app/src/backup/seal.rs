//! Numbered pieces, each sealed: what was flipped, cut off, moved or added is noticed at its piece.
//!
//! A piece is its length (4 bytes), whether it is the last (1 byte), and its content with the seal. The seal covers
//! the file's first line, the piece's number, and whether it is the last.

use std::io::{self, Read, Write};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

/// Bytes of a piece before it is sealed.
const PIECE: usize = 1024 * 1024;
/// Bytes that a seal adds, at most.
const SEAL: usize = 32;

/// What pieces are sealed with.
pub(super) struct Sealing {
    cipher: Option<XChaCha20Poly1305>,
    prefix: [u8; 16],
    head: [u8; 32],
}

/// What is wrong with the pieces of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum PieceError {
    /// The seal of this piece, counted from 1, is broken.
    #[error("piece {0} is damaged")]
    Damaged(u64),
    /// The file ends in this piece.
    #[error("the file ends in piece {0}")]
    Cut(u64),
    /// Something stands behind the last piece.
    #[error("something stands behind the last piece")]
    Longer,
}

impl Sealing {
    /// With this key, or none, for a file with this first line.
    pub(super) fn new(key: Option<[u8; 32]>, prefix: [u8; 16], head: &[u8]) -> Self {
        let cipher = key.map(|key| XChaCha20Poly1305::new(&Key::from(key)));
        Self { cipher, prefix, head: Sha256::digest(head).into() }
    }

    fn nonce(&self, number: u64) -> XNonce {
        let mut nonce = [0; 24];
        nonce[..16].copy_from_slice(&self.prefix);
        nonce[16..].copy_from_slice(&number.to_be_bytes());
        XNonce::from(nonce)
    }

    fn bound(&self, number: u64, last: bool) -> Vec<u8> {
        let mut bound = self.head.to_vec();
        bound.extend(number.to_be_bytes());
        bound.push(u8::from(last));
        bound
    }

    fn close(&self, number: u64, last: bool, content: &[u8]) -> io::Result<Vec<u8>> {
        let bound = self.bound(number, last);
        match &self.cipher {
            Some(cipher) => cipher
                .encrypt(&self.nonce(number), Payload { msg: content, aad: &bound })
                .map_err(|_| io::Error::other("a piece can't be sealed")),
            None => {
                let mut sealed = content.to_vec();
                sealed.extend(Sha256::new().chain_update(&bound).chain_update(content).finalize());
                Ok(sealed)
            }
        }
    }

    fn open(&self, number: u64, last: bool, sealed: &[u8]) -> Option<Vec<u8>> {
        let bound = self.bound(number, last);
        match &self.cipher {
            Some(cipher) => cipher.decrypt(&self.nonce(number), Payload { msg: sealed, aad: &bound }).ok(),
            None => {
                let (content, seal) = sealed.split_at_checked(sealed.len().checked_sub(32)?)?;
                let ours = Sha256::new().chain_update(&bound).chain_update(content).finalize();
                (ours[..] == *seal).then(|| content.to_vec())
            }
        }
    }
}

/// Seals what is written. Nothing counts before [`PieceWriter::finish`].
pub(super) struct PieceWriter<W: Write> {
    inner: W,
    sealing: Sealing,
    number: u64,
    pending: Vec<u8>,
}

impl<W: Write> PieceWriter<W> {
    pub(super) fn new(inner: W, sealing: Sealing) -> Self {
        Self { inner, sealing, number: 0, pending: Vec::with_capacity(PIECE) }
    }

    fn send(&mut self, last: bool) -> io::Result<()> {
        self.number += 1;
        let sealed = self.sealing.close(self.number, last, &self.pending)?;
        self.pending.clear();
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.inner.write_all(&length.to_le_bytes())?;
        self.inner.write_all(&[u8::from(last)])?;
        self.inner.write_all(&sealed)
    }

    /// Writes the last piece; answers what was written to.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.send(true)?;
        self.inner.flush()?;
        Ok(self.inner)
    }
}

impl<W: Write> Write for PieceWriter<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        if self.pending.len() == PIECE {
            self.send(false)?;
        }
        let taken = data.len().min(PIECE - self.pending.len());
        self.pending.extend_from_slice(&data[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what was sealed. A broken piece gives nothing of itself away.
pub(super) struct PieceReader<R: Read> {
    inner: R,
    sealing: Sealing,
    number: u64,
    ended: bool,
    content: Vec<u8>,
    at: usize,
}

impl<R: Read> PieceReader<R> {
    pub(super) fn new(inner: R, sealing: Sealing) -> Self {
        Self { inner, sealing, number: 0, ended: false, content: Vec::new(), at: 0 }
    }

    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        self.inner.read_exact(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => io::Error::other(PieceError::Cut(self.number)),
            _ => error,
        })
    }

    fn next(&mut self) -> io::Result<()> {
        self.number += 1;
        let mut head = [0; 5];
        self.fill(&mut head)?;
        let length = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let damaged = || io::Error::other(PieceError::Damaged(self.number));
        if length > PIECE + SEAL || head[4] > 1 {
            return Err(damaged());
        }
        let mut sealed = vec![0; length];
        self.fill(&mut sealed)?;
        let last = head[4] == 1;
        let damaged = || io::Error::other(PieceError::Damaged(self.number));
        self.content = self.sealing.open(self.number, last, &sealed).ok_or_else(damaged)?;
        self.at = 0;
        self.ended = last;
        Ok(())
    }

    /// Reads on to the last piece and makes sure that nothing follows it.
    pub(super) fn end(mut self) -> io::Result<()> {
        while !self.ended {
            self.next()?;
        }
        match self.inner.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(io::Error::other(PieceError::Longer)),
        }
    }
}

impl<R: Read> Read for PieceReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.content.len() {
            if self.ended {
                return Ok(0);
            }
            self.next()?;
        }
        let taken = out.len().min(self.content.len() - self.at);
        out[..taken].copy_from_slice(&self.content[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealing(key: Option<u8>) -> Sealing {
        Sealing::new(key.map(|byte| [byte; 32]), [3; 16], b"head")
    }

    fn sealed(key: Option<u8>, content: &[u8]) -> Vec<u8> {
        let mut writer = PieceWriter::new(Vec::new(), sealing(key));
        writer.write_all(content).expect("memory");
        writer.finish().expect("memory")
    }

    fn opened(key: Option<u8>, sealed: &[u8]) -> Result<Vec<u8>, PieceError> {
        let mut reader = PieceReader::new(sealed, sealing(key));
        let mut content = Vec::new();
        let read = reader.read_to_end(&mut content).and_then(|_| reader.end());
        let told = |error: io::Error| *error.get_ref().and_then(|it| it.downcast_ref()).expect("a piece");
        read.map(|()| content).map_err(told)
    }

    #[test]
    fn any_length_comes_back() {
        for key in [None, Some(9)] {
            for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 77] {
                let content: Vec<u8> = (0..length).map(|at| (at * 31) as u8).collect();
                assert_eq!(opened(key, &sealed(key, &content)), Ok(content), "{length}");
            }
        }
    }

    #[test]
    fn every_flipped_byte_is_noticed() {
        for key in [None, Some(9)] {
            let whole = sealed(key, b"a short content");
            for at in 0..whole.len() {
                let mut flipped = whole.clone();
                flipped[at] ^= 0x41;
                assert!(opened(key, &flipped).is_err(), "byte {at}");
            }
        }
    }

    #[test]
    fn every_cut_and_every_addition_is_noticed() {
        let whole = sealed(Some(9), &vec![7; PIECE + 5]);
        for length in [0, 3, 5, 100, PIECE, whole.len() - 1] {
            assert!(matches!(opened(Some(9), &whole[..length]), Err(PieceError::Cut(_))), "{length}");
        }
        // Cut exactly between two pieces.
        let first = 5 + PIECE + 16;
        assert_eq!(opened(Some(9), &whole[..first]), Err(PieceError::Cut(2)));
        // The pieces in another order.
        let turned = [&whole[first..], &whole[..first]].concat();
        assert_eq!(opened(Some(9), &turned), Err(PieceError::Damaged(1)));
        let longer = [&whole[..], b"x"].concat();
        assert_eq!(opened(Some(9), &longer), Err(PieceError::Longer));
        assert_eq!(opened(Some(8), &whole), Err(PieceError::Damaged(1)), "another key");
    }
}
