//! Checking the audit chain, link by link, wherever the entries come from: the database, or a file that was exported.

use shuke_base::NaiveDate;

use super::audit::{AuditRow, SELECT, Tail, day_of, seal};
use crate::{Bind, Conn, StoreError};

/// Entries that a verification reads at a time.
const PAGE: i64 = 1_000;

/// Where a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainBreak {
    /// The first number that is wrong or missing.
    pub seq: i64,
    /// Whether there is no entry of that number at all.
    pub missing: bool,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// Entries read.
    pub entries: u64,
    /// The seal of the last good entry: whoever keeps it elsewhere can prove later that nothing was cut off.
    pub head: Option<(i64, String)>,
    /// The first fault.
    pub fault: Option<ChainBreak>,
}

/// An entry on its way into a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its number.
    pub seq: i64,
    /// What it says; absent when it is so damaged that it can't be read.
    pub row: Option<AuditRow>,
}

/// A check under way: takes the entries one after another.
#[derive(Debug, Clone)]
pub struct ChainCheck {
    report: ChainReport,
    last: Option<Tail>,
}

impl Default for ChainCheck {
    fn default() -> Self {
        Self { report: ChainReport { entries: 0, head: None, fault: None }, last: None }
    }
}

impl ChainCheck {
    /// Takes the next entry; `false` once the chain is broken, and then nothing more is looked at.
    ///
    /// # Errors
    /// When an entry can't be put into the form that is sealed.
    pub fn take(&mut self, link: &Link) -> Result<bool, StoreError> {
        if self.report.fault.is_some() {
            return Ok(false);
        }
        self.report.entries += 1;
        match follow(self.last.as_ref(), link)? {
            Ok(tail) => {
                self.report.head = Some((tail.seq, tail.hash.clone()));
                self.last = Some(tail);
                Ok(true)
            }
            Err(fault) => {
                self.report.fault = Some(fault);
                Ok(false)
            }
        }
    }

    /// What was found so far.
    #[must_use]
    pub fn report(&self) -> &ChainReport {
        &self.report
    }

    /// What was found.
    #[must_use]
    pub fn into_report(self) -> ChainReport {
        self.report
    }
}

/// Whether an entry follows the one before it.
fn follow(last: Option<&Tail>, link: &Link) -> Result<Result<Tail, ChainBreak>, StoreError> {
    let seq = link.seq;
    let expected = last.map_or(seq, |tail| tail.seq + 1);
    if seq != expected {
        return Ok(Err(ChainBreak { seq: expected, missing: true }));
    }
    let wrong = ChainBreak { seq, missing: false };
    // An entry so damaged that it can't be read is a break, too, and not a failure of the check.
    let Some(row) = &link.row else { return Ok(Err(wrong)) };
    let day = last.map_or("", |tail| tail.day.as_str());
    if row.day.as_str() < day {
        return Ok(Err(wrong));
    }
    let before = last.filter(|tail| tail.day == row.day).map_or("", |tail| tail.hash.as_str());
    if seal(before, seq, &row.day, &row.entry)? != row.hash {
        return Ok(Err(wrong));
    }
    Ok(Ok(Tail { seq, day: row.day.clone(), hash: row.hash.clone() }))
}

impl Conn {
    /// The next entries after the number `after`, in the order of the chain, from the first to the last day given
    /// (both included; absent = as far as it goes). Empty at the end.
    ///
    /// # Errors
    /// When the engine doesn't answer; so for each of these functions.
    pub async fn audit_links(
        &mut self,
        after: Option<i64>,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Vec<Link>, StoreError> {
        let from = from.map(day_of).unwrap_or_default();
        // A text above every day.
        let to = to.map_or_else(|| "~".to_owned(), day_of);
        let sql = format!("{SELECT} WHERE seq > $1 AND day >= $2 AND day <= $3 ORDER BY seq LIMIT $4");
        let after = Bind::Int(after.unwrap_or(i64::MIN));
        let rows = self.rows(&sql, &[after, Bind::from(from), Bind::from(to), Bind::Int(PAGE)]).await?;
        rows.iter().map(|row| Ok(Link { seq: row.number(0)?, row: AuditRow::read(row).ok() })).collect()
    }

    /// Checks the chain from the first to the last day given (both included; absent = as far as it goes).
    ///
    /// # Errors
    /// As [`Conn::audit_links`].
    pub async fn verify_audit(
        &mut self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<ChainReport, StoreError> {
        let mut check = ChainCheck::default();
        let mut after = None;
        loop {
            let links = self.audit_links(after, from, to).await?;
            let Some(last) = links.last() else { return Ok(check.into_report()) };
            after = Some(last.seq);
            for link in &links {
                if !check.take(link)? {
                    return Ok(check.into_report());
                }
            }
        }
    }
}
