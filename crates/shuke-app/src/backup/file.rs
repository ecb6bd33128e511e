//! The file of a backup: written frame by frame, and read back with every digest checked.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shuke_base::{Code, Fault, Ids, Moment};
use shuke_store::seal::Master;
use tokio::sync::mpsc;

use super::attachments::PIECE;
use super::frames::{Frame, Frames, Manifest, Sum, TableSum};
use super::key::{Secret, hex, unhex};
use super::seal::{PieceError, PieceReader, PieceWriter, Sealing};

/// What every file says of itself first.
const FORMAT: &str = "shuke-backup";
/// The version of the form of files.
const VERSION: u32 = 2;
/// Bytes of the first line, at most.
const HEAD: u64 = 4096;
/// Bytes of a row, at most: a piece of a file is one mebibyte, in hexadecimal digits.
const LINE: u64 = 64 * 1024 * 1024;
/// Rows and bytes handed on at a time.
const BLOCK: (u64, usize) = (500, 4 * 1024 * 1024);

/// The first line of a file, readable by everybody.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    format: String,
    version: u32,
    /// The program that wrote it.
    pub program: String,
    /// The moment that it is of.
    pub taken_at: Moment,
    /// How it is sealed: `key`, `passphrase` or `none`.
    pub sealed: String,
    salt: String,
    prefix: String,
    /// Tells whether a key fits, without telling the key.
    check: String,
    /// The master key of the database, sealed like the content; none in a file without encryption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    master: Option<String>,
}

/// How the master key is told from other things that a key seals.
const MASTER: &str = "backup";

/// A line of the content that is no row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Control {
    Begin {
        schema: i64,
        rows: u64,
    },
    /// That many bytes follow the line as they are.
    File {
        sha256: String,
        bytes: u64,
    },
    Table {
        name: String,
        columns: Vec<(String, String)>,
    },
    End(TableSum),
    Done(Manifest),
}

/// A file that can't be read or written, in words.
pub fn trouble(path: &Path, error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::StorageFull || error.kind() == io::ErrorKind::QuotaExceeded {
        return Fault::new(Code::DiskFull);
    }
    let code = match error.kind() {
        io::ErrorKind::AlreadyExists => Code::FileExists,
        io::ErrorKind::NotFound => Code::FileMissing,
        _ => Code::FileTrouble,
    };
    Fault::new(code).with("file", path.display()).with("reason", error)
}

fn damaged(reason: impl std::fmt::Display) -> Fault {
    Fault::new(Code::BackupDamaged).with("reason", reason)
}

/// What reading a file came to.
fn reading(path: &Path, error: &io::Error) -> Fault {
    let piece = error.get_ref().and_then(|inner| inner.downcast_ref::<PieceError>());
    match piece {
        Some(PieceError::Cut(number)) => Fault::new(Code::BackupCut).with("piece", number),
        Some(other) => damaged(other),
        None => match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                damaged(error)
            }
            _ => trouble(path, error),
        },
    }
}

fn check_of(key: Option<[u8; 32]>) -> String {
    let Some(key) = key else { return String::new() };
    hex(&Sha256::new().chain_update(b"shuke backup check\n").chain_update(key).finalize()[..8])
}

/// A file that goes again unless it is kept.
struct Unfinished(Option<PathBuf>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // It is of no use to anybody; when it can't be removed, its name says that it is a part.
            let _ = std::fs::remove_file(path);
        }
    }
}

type Sink = GzEncoder<PieceWriter<BufWriter<File>>>;

fn create(
    path: &Path,
    secret: &Secret,
    master: Option<&Master>,
    ids: &Ids,
    now: Moment,
) -> Result<Sink, Fault> {
    let open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let file = open.map_err(|error| trouble(path, &error))?;
    begin(file, secret, master, ids, now)?.map_err(|error| trouble(path, &error))
}

/// Writes the first line; what follows is compressed and sealed.
fn begin(
    file: File,
    secret: &Secret,
    master: Option<&Master>,
    ids: &Ids,
    now: Moment,
) -> Result<io::Result<Sink>, Fault> {
    let (mut salt, mut prefix) = ([0; 16], [0; 16]);
    ids.secret(&mut salt);
    ids.secret(&mut prefix);
    let key = secret.key_of(&salt)?;
    let head = Head {
        format: FORMAT.to_owned(),
        version: VERSION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: now,
        sealed: secret.name().to_owned(),
        salt: hex(&salt),
        prefix: hex(&prefix),
        check: check_of(key),
        master: key.zip(master).map(|(key, master)| Master::new(key).wrap(MASTER, 0, master.bytes())),
    };
    let mut line = serde_json::to_vec(&head).map_err(|_| Fault::new(Code::Internal))?;
    line.push(b'\n');
    let sealing = Sealing::new(key, prefix, &line);
    let mut file = BufWriter::with_capacity(1 << 18, file);
    Ok(file.write_all(&line).map(|()| GzEncoder::new(PieceWriter::new(file, sealing), Compression::new(5))))
}

fn put(sink: &mut Sink, frame: &Frame) -> io::Result<()> {
    let control = match frame {
        Frame::Rows { lines, .. } => return sink.write_all(lines.as_bytes()),
        Frame::Bytes(bytes) => return sink.write_all(bytes),
        Frame::File { sha256, bytes } => Control::File { sha256: sha256.clone(), bytes: *bytes },
        Frame::Begin { schema, rows } => Control::Begin { schema: *schema, rows: *rows },
        Frame::Table { name, columns } => Control::Table { name: name.clone(), columns: columns.clone() },
        Frame::End(sum) => Control::End(sum.clone()),
        Frame::Done(manifest) => Control::Done(manifest.clone()),
    };
    serde_json::to_writer(&mut *sink, &control)?;
    sink.write_all(b"\n")
}

/// Writes frames into a new file; answers the manifest and the file's size. A file that doesn't become whole is
/// removed. `told` learns of rows done and of rows in all.
///
/// # Errors
/// The file's trouble, or what the frames tell of.
pub async fn write(
    mut frames: Frames,
    path: &Path,
    secret: Secret,
    master: Option<Master>,
    ids: &Ids,
    now: Moment,
    told: impl Fn(u64, u64) + Send + 'static,
) -> Result<(Manifest, u64), Fault> {
    let (path, ids) = (path.to_owned(), ids.clone());
    let write = move || -> Result<(Manifest, u64), Fault> {
        let mut sink = create(&path, &secret, master.as_ref(), &ids, now)?;
        let mut unfinished = Unfinished(Some(path.clone()));
        let (mut done, mut all) = (0, 0);
        while let Some(frame) = frames.blocking_recv() {
            let frame = frame?;
            put(&mut sink, &frame).map_err(|error| trouble(&path, &error))?;
            match frame {
                Frame::Begin { rows, .. } => all = rows,
                Frame::Rows { count, .. } => {
                    done += count;
                    told(done, all);
                }
                Frame::Done(manifest) => {
                    let end = || -> io::Result<u64> {
                        let file = sink.finish()?.finish()?;
                        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                        file.sync_all()?;
                        Ok(file.metadata()?.len())
                    };
                    let bytes = end().map_err(|error| trouble(&path, &error))?;
                    unfinished.0 = None;
                    return Ok((manifest, bytes));
                }
                Frame::Table { .. } | Frame::End(_) | Frame::File { .. } | Frame::Bytes(_) => {}
            }
        }
        Err(Fault::new(Code::DatabaseAway))
    };
    tokio::task::spawn_blocking(write).await.map_err(|_| Fault::new(Code::Internal))?
}

/// The first line of a file, and the line itself.
fn head_of(path: &Path, file: &mut impl BufRead) -> Result<(Head, Vec<u8>), Fault> {
    let mut line = Vec::new();
    file.take(HEAD).read_until(b'\n', &mut line).map_err(|error| trouble(path, &error))?;
    let head: Option<Head> = serde_json::from_slice(&line).ok();
    let head = head.filter(|head| head.format == FORMAT);
    let head = head.ok_or_else(|| Fault::new(Code::NotABackup).with("file", path.display()))?;
    if head.version > VERSION {
        return Err(Fault::new(Code::BackupNewer).with("program", head.program));
    }
    Ok((head, line))
}

/// What a file says of itself.
///
/// # Errors
/// [`Code::NotABackup`], [`Code::BackupNewer`], or the file's trouble.
pub fn head(path: &Path) -> Result<Head, Fault> {
    let file = File::open(path).map_err(|error| trouble(path, &error))?;
    head_of(path, &mut BufReader::new(file)).map(|(head, _)| head)
}

/// The master key that a file carries inside its seal; none when it carries none.
///
/// # Errors
/// As [`head`], and when the secret doesn't fit.
pub fn master(path: &Path, secret: &Secret) -> Result<Option<Master>, Fault> {
    let head = head(path)?;
    let salt = unhex(&head.salt).ok_or_else(|| damaged("head"))?;
    let Some((key, sealed)) = secret.key_of(&salt)?.zip(head.master) else { return Ok(None) };
    let opened = Master::new(key).unwrap(MASTER, 0, &sealed);
    opened.map(|bytes| Some(Master::new(bytes))).map_err(|_| Fault::new(Code::BackupWrongKey))
}

type Source = BufReader<GzDecoder<PieceReader<BufReader<File>>>>;

fn open(path: &Path, secret: &Secret) -> Result<Source, Fault> {
    let file = File::open(path).map_err(|error| trouble(path, &error))?;
    let mut file = BufReader::with_capacity(1 << 18, file);
    let (head, line) = head_of(path, &mut file)?;
    let (salt, prefix) = unhex(&head.salt).zip(unhex(&head.prefix)).ok_or_else(|| damaged("head"))?;
    if head.sealed != secret.name() {
        return Err(match head.sealed.as_str() {
            "none" | "key" | "passphrase" => Fault::new(Code::BackupKeyMissing).with("sealed", &head.sealed),
            _ => damaged("head"),
        });
    }
    let key = secret.key_of(&salt)?;
    if check_of(key) != head.check {
        return Err(Fault::new(Code::BackupWrongKey));
    }
    let pieces = PieceReader::new(file, Sealing::new(key, prefix, &line));
    Ok(BufReader::with_capacity(1 << 18, GzDecoder::new(pieces)))
}

/// Reads a file on a thread of its own and hands its frames on. Every digest is checked; the frame that ends all comes
/// only when the file was whole.
pub fn read(path: &Path, secret: &Secret) -> Frames {
    let (send, receive) = mpsc::channel(4);
    let (path, secret) = (path.to_owned(), secret.clone());
    tokio::task::spawn_blocking(move || {
        if let Err(Some(fault)) = read_all(&path, &secret, &send) {
            // Whoever has gone away doesn't want to know.
            let _ = send.blocking_send(Err(fault));
        }
    });
    receive
}

/// Hands a file's bytes on; answers what their digest is.
fn pass_bytes(
    source: &mut Source,
    path: &Path,
    bytes: u64,
    sha256: &str,
    pass: &impl Fn(Frame) -> Result<(), Option<Fault>>,
) -> Result<String, Option<Fault>> {
    pass(Frame::File { sha256: sha256.to_owned(), bytes })?;
    let (mut hasher, mut left) = (Sha256::new(), bytes);
    while left > 0 {
        let mut piece = vec![0; usize::try_from(left).unwrap_or(PIECE).min(PIECE)];
        source.read_exact(&mut piece).map_err(|error| Some(reading(path, &error)))?;
        hasher.update(&piece);
        left -= piece.len() as u64;
        pass(Frame::Bytes(piece))?;
    }
    Ok(hex(&hasher.finalize()))
}

/// Lines that are being gathered into a frame.
#[derive(Default)]
struct Block {
    lines: String,
    count: u64,
}

/// A failure without a fault means that nobody takes the frames any more.
fn read_all(
    path: &Path,
    secret: &Secret,
    send: &mpsc::Sender<Result<Frame, Fault>>,
) -> Result<(), Option<Fault>> {
    let mut source = open(path, secret).map_err(Some)?;
    let pass = |frame: Frame| send.blocking_send(Ok(frame)).map_err(|_| None);
    let (mut block, mut sum, mut ended) = (Block::default(), Sum::default(), Vec::new());
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = (&mut source).take(LINE).read_until(b'\n', &mut line);
        if read.map_err(|error| Some(reading(path, &error)))? == 0 {
            return Err(Some(damaged("the content ends early")));
        }
        let row = line.first() == Some(&b'[');
        if !block.lines.is_empty() && (!row || block.count >= BLOCK.0 || block.lines.len() >= BLOCK.1) {
            let Block { lines, count } = std::mem::take(&mut block);
            sum.add(lines.as_bytes(), count);
            pass(Frame::Rows { lines, count })?;
        }
        if row {
            block.lines.push_str(std::str::from_utf8(&line).map_err(|_| Some(damaged("UTF-8")))?);
            block.count += 1;
            continue;
        }
        let control: Control = serde_json::from_slice(&line).map_err(|error| Some(damaged(error)))?;
        match control {
            Control::Begin { schema, rows } => pass(Frame::Begin { schema, rows })?,
            Control::File { sha256, bytes } => {
                let found = pass_bytes(&mut source, path, bytes, &sha256, &pass)?;
                if found != sha256 {
                    return Err(Some(damaged(sha256)));
                }
            }
            Control::Table { name, columns } => pass(Frame::Table { name, columns })?,
            Control::End(told) => {
                let found = std::mem::take(&mut sum).end(told.name.clone());
                if found != told {
                    return Err(Some(damaged(told.name)));
                }
                ended.push(found.clone());
                pass(Frame::End(found))?;
            }
            Control::Done(manifest) => {
                if manifest.tables != ended {
                    return Err(Some(damaged("manifest")));
                }
                let end = source.into_inner().into_inner().end();
                end.map_err(|error| Some(reading(path, &error)))?;
                return pass(Frame::Done(manifest));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use shuke_base::ids::SeededEntropy;

    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told() {
        let ids = Ids::new(Arc::new(SeededEntropy::new(3)));
        let full = Path::new("/dev/full");
        let file = OpenOptions::new().write(true).open(full).expect("the device that is always full");
        let now = "2026-03-01T08:00:00Z".parse().expect("a moment");
        let mut sink =
            begin(file, &Secret::Open, None, &ids, now).expect("a key").expect("nothing is written yet");
        let written = (0..64).try_for_each(|_| {
            let mut noise = [0; 64 * 1024];
            ids.secret(&mut noise);
            put(&mut sink, &Frame::Rows { lines: hex(&noise), count: 1 })
        });
        assert_eq!(trouble(full, &written.expect_err("full")).code, Code::DiskFull);
    }
}
