//! The keys that a process holds, and how it follows when another one makes a new key.

use std::sync::{Arc, PoisonError, RwLock};

use shuke_base::Moment;

use super::ring::{Master, Ring, SealError};
use crate::system::Lock;
use crate::system::key::{DATA, DIGEST, StoredKey};
use crate::{Conn, Store, StoreError, Tx};

/// What a process holds; shared by all connections of a store.
#[derive(Debug, Default)]
pub struct Keys(RwLock<Option<Held>>);

#[derive(Debug, Clone)]
struct Held {
    master: Master,
    ring: Arc<Ring>,
}

impl Keys {
    fn held(&self) -> Option<Held> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, master: Master, ring: Ring) -> Arc<Ring> {
        let ring = Arc::new(ring);
        let held = Held { master, ring: Arc::clone(&ring) };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
        ring
    }
}

fn open(master: &Master, stored: &[StoredKey]) -> Result<Ring, SealError> {
    let mut digest = None;
    let mut data = Vec::new();
    for key in stored {
        let Some(wrapped) = &key.wrapped else { continue };
        let secret = master.unwrap(&key.kind, key.id, wrapped)?;
        if key.kind == DIGEST {
            digest = Some(secret);
        } else {
            data.push((key.id, secret));
        }
    }
    Ok(Ring::new(digest.ok_or(SealError::WrongMaster)?, data))
}

fn closed() -> StoreError {
    StoreError::internal("the key ring is not open")
}

impl Conn {
    /// The open ring; none in a process that was given no master key.
    pub(crate) fn ring(&self) -> Option<Arc<Ring>> {
        self.keys.held().map(|held| held.ring)
    }

    /// The ring, which has to be open.
    pub(crate) fn ring_open(&self) -> Result<Arc<Ring>, StoreError> {
        self.ring().ok_or_else(closed)
    }

    /// Reads the ring anew.
    async fn reload(&mut self) -> Result<Arc<Ring>, StoreError> {
        let held = self.keys.held().ok_or_else(closed)?;
        let ring = open(&held.master, &self.stored_keys().await?).map_err(broken)?;
        Ok(self.keys.hold(held.master, ring))
    }

    /// The ring for sealing in this transaction. Its newest key stays the newest until the transaction ends: who makes
    /// a new one waits for all that seal with the old one, and they are seen by the work that seals anew.
    pub(crate) async fn sealing_ring(&mut self) -> Result<Arc<Ring>, StoreError> {
        let ring = self.ring_open()?;
        if self.current {
            return Ok(ring);
        }
        self.lock_keys_shared().await?;
        let newest = self.newest_key().await?;
        let ring = if newest == Some(ring.current()) { ring } else { self.reload().await? };
        self.current = true;
        Ok(ring)
    }

    /// A ring that knows this key: another process may have made it.
    pub(crate) async fn ring_with(&mut self, error: SealError) -> Result<Arc<Ring>, StoreError> {
        match error {
            SealError::Unknown(_) => self.reload().await,
            SealError::Damaged | SealError::WrongMaster => Err(broken(error)),
        }
    }
}

/// A value that can't be opened is trouble of the database.
pub(crate) fn broken(error: SealError) -> StoreError {
    StoreError::internal(error.to_string())
}

/// What became of the ring when a process started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlocked {
    /// There was none; its first keys were made.
    Made,
    /// It was there and is open.
    Opened,
}

impl Tx {
    /// Makes the first keys, unless there are some; answers whether it did.
    async fn first_keys(
        &mut self,
        master: &Master,
        secrets: [[u8; 32]; 2],
        now: Moment,
    ) -> Result<bool, StoreError> {
        self.lock(Lock::Keys).await?;
        if !self.stored_keys().await?.is_empty() {
            return Ok(false);
        }
        self.add_key(0, DIGEST, &master.wrap(DIGEST, 0, &secrets[0]), now).await?;
        self.add_key(1, DATA, &master.wrap(DATA, 1, &secrets[1]), now).await?;
        Ok(true)
    }

    /// Makes a new key, which seals from now on in every process; answers its number.
    ///
    /// # Errors
    /// When the ring isn't open, or the engine refuses.
    pub async fn rotate_key(&mut self, secret: [u8; 32], now: Moment) -> Result<u32, StoreError> {
        let held = self.keys.held().ok_or_else(closed)?;
        self.lock(Lock::Keys).await?;
        let stored = self.stored_keys().await?;
        // A master key that was replaced meanwhile would make a ring that nothing opens.
        open(&held.master, &stored).map_err(broken)?;
        let id = stored.iter().map(|key| key.id).max().unwrap_or_default() + 1;
        self.add_key(id, DATA, &held.master.wrap(DATA, id, &secret), now).await?;
        self.current = false;
        Ok(id)
    }

    /// Wraps all keys with another master key; what they seal stays as it is. Answers how many.
    ///
    /// # Errors
    /// When the ring isn't open, or the engine refuses.
    pub async fn rewrap_keys(&mut self, new: &Master) -> Result<usize, StoreError> {
        let held = self.keys.held().ok_or_else(closed)?;
        self.lock(Lock::Keys).await?;
        let mut count = 0;
        for key in self.stored_keys().await? {
            let Some(wrapped) = &key.wrapped else { continue };
            let secret = held.master.unwrap(&key.kind, key.id, wrapped).map_err(broken)?;
            self.set_wrapped(key.id, &new.wrap(&key.kind, key.id, &secret)).await?;
            count += 1;
        }
        Ok(count)
    }
}

impl Store {
    /// Opens the ring with the master key; makes its first keys, out of these secrets, where there are none.
    ///
    /// # Errors
    /// [`StoreError::WrongMaster`], or what the engine says.
    pub async fn unlock(
        &self,
        master: Master,
        secrets: [[u8; 32]; 2],
        now: Moment,
    ) -> Result<Unlocked, StoreError> {
        let given = master.clone();
        let made = if self.read().await?.stored_keys().await?.is_empty() {
            self.write(move |tx| Box::pin(async move { tx.first_keys(&given, secrets, now).await })).await?
        } else {
            false
        };
        let stored = self.read().await?.stored_keys().await?;
        let ring = open(&master, &stored).map_err(|_| StoreError::WrongMaster)?;
        self.keys.hold(master, ring);
        Ok(if made { Unlocked::Made } else { Unlocked::Opened })
    }

    /// The master key that the ring was opened with; none while it is closed.
    #[must_use]
    pub fn master(&self) -> Option<Master> {
        self.keys.held().map(|held| held.master)
    }
}
