//! The file of a proposal: read as a whole once, in bounded memory.

use shuke_base::{Code, Fault};
use shuke_meta::ObjectDef;
use shuke_store::system::Import;

use super::tally::{Taker, Tally};
use crate::App;
use crate::import::job::local_file;
use crate::import::read::{self, Heading, Row, Sheet};

/// Rows from the top that are shown as they will look.
pub(super) const SHOWN: usize = 8;
/// Rows from the top that are tried with what somebody has chosen.
pub(super) const TRIED: usize = 1_000;

/// Which part of the file is meant.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// The sheet of a workbook; the first with rows when absent.
    pub(super) sheet: Option<String>,
    /// The first row that counts is a heading.
    pub(super) header: bool,
}

/// What stands in the file.
pub(super) struct Looked {
    pub(super) sheet: Sheet,
    pub(super) rows: u64,
    pub(super) tallies: Vec<Tally>,
    pub(super) first: Vec<Row>,
}

fn open(path: &std::path::Path, name: &str, part: &Part) -> Result<Sheet, Fault> {
    let none = ObjectDef::default();
    let heading = if part.header { Heading::Guess(&none) } else { Heading::Row(0) };
    read::open(path, name, heading, part.sheet.as_deref())
}

/// Reads every row; columns without a heading at the right end are found on the way.
pub(super) fn whole(path: &std::path::Path, name: &str, part: &Part) -> Result<Looked, Fault> {
    let mut sheet = open(path, name, part)?;
    loop {
        let mut taker = Taker::new(sheet.headers.len());
        let (mut first, mut count, mut widest) = (Vec::new(), 0, sheet.headers.len());
        for row in sheet.rows()? {
            let row = row?;
            widest = widest.max(row.ragged.unwrap_or(0));
            taker.take(&row);
            count += 1;
            if first.len() < SHOWN {
                first.push(row);
            }
        }
        if widest == sheet.headers.len() {
            return Ok(Looked { sheet, rows: count, tallies: taker.finish(), first });
        }
        sheet.widen(widest)?;
    }
}

/// Reads as many rows from the top as are tried.
pub(super) fn top(path: &std::path::Path, name: &str, part: &Part, width: usize) -> Result<Vec<Row>, Fault> {
    let mut sheet = open(path, name, part)?;
    sheet.widen(width)?;
    sheet.rows()?.take(TRIED).collect()
}

/// Does something with the file of an import, on a thread of its own.
pub(super) async fn with_file<T: Send + 'static>(
    app: &App,
    import: &Import,
    work: impl FnOnce(&std::path::Path, &str) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let file = local_file(app, import.id).await?;
    let name = import.file_name.clone();
    let done = tokio::task::spawn_blocking(move || work(&file.path, &name));
    done.await.map_err(|_| Fault::new(Code::Internal))?
}
