//! Locks that whole processes take from each other, until the end of the transaction.

use crate::{Bind, Conn, StoreError, Tx};

/// What only one transaction may do at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// Change the system tables.
    Migrations,
    /// Change definitions of objects.
    Meta,
    /// Write to the trail: audit chain and outbox are in one order for everybody.
    Trail,
    /// Work out which webhooks are told of what.
    Webhooks,
    /// Make keys; shared by all that seal.
    Keys,
}

impl Lock {
    /// The number that stands for it in the engine; the high half keeps clear of other programs' numbers.
    fn number(self) -> i64 {
        const SHUKE: i64 = 0x5348_554B << 16;
        SHUKE
            + match self {
                Self::Migrations => 1,
                Self::Meta => 2,
                Self::Trail => 3,
                Self::Webhooks => 4,
                Self::Keys => 5,
            }
    }
}

impl Conn {
    /// Holds back who makes keys until the transaction ends.
    pub(crate) async fn lock_keys_shared(&mut self) -> Result<(), StoreError> {
        if let Some(take) = self.dialect().share_lock() {
            self.plain_rows(take, &[Bind::Int(Lock::Keys.number())]).await?;
        }
        Ok(())
    }
}

impl Tx {
    /// Waits for the lock and holds it until the transaction ends. Costs nothing on the embedded database, where the
    /// transaction is the only writer anyway.
    ///
    /// # Errors
    /// When it isn't free in time.
    pub async fn lock(&mut self, what: Lock) -> Result<(), StoreError> {
        if let Some(take) = self.dialect().take_lock() {
            self.run(take, &[Bind::Int(what.number())]).await?;
        }
        Ok(())
    }
}
