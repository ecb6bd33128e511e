//! Texts and bytes of system tables that are sealed as a whole: secrets, and documents that may hold values of fields.

use shuke_base::Uuid;

use super::keys::broken;
use super::ring::{is_sealed, key_of_bytes};
use crate::{Conn, StoreError};

impl Conn {
    /// A text as it is to be kept. Without a ring it stays as it is, and is sealed when one is there.
    pub(crate) async fn closed(&mut self, place: &str, id: Uuid, text: &str) -> Result<String, StoreError> {
        if self.ring().is_none() {
            return Ok(text.to_owned());
        }
        self.sealing_ring().await?.seal(place, id, text).map_err(broken)
    }

    /// A text as it was before [`Conn::closed`].
    pub(crate) async fn opened(&mut self, place: &str, id: Uuid, text: String) -> Result<String, StoreError> {
        if !is_sealed(&text) {
            return Ok(text);
        }
        match self.ring_open()?.open(place, id, &text) {
            Ok(text) => Ok(text),
            Err(error) => self.ring_with(error).await?.open(place, id, &text).map_err(broken),
        }
    }

    /// Puts the text as it was in the place of the one that is kept.
    pub(crate) async fn open_text(
        &mut self,
        place: &str,
        id: Uuid,
        text: &mut String,
    ) -> Result<(), StoreError> {
        *text = self.opened(place, id, std::mem::take(text)).await?;
        Ok(())
    }

    /// Bytes as they are to be kept.
    pub(crate) async fn closed_bytes(
        &mut self,
        place: &str,
        id: Uuid,
        bytes: Vec<u8>,
    ) -> Result<Vec<u8>, StoreError> {
        if self.ring().is_none() {
            return Ok(bytes);
        }
        self.sealing_ring().await?.seal_bytes(place, id, &bytes).map_err(broken)
    }

    /// Bytes as they were before [`Conn::closed_bytes`].
    pub(crate) async fn opened_bytes(
        &mut self,
        place: &str,
        id: Uuid,
        bytes: Vec<u8>,
    ) -> Result<Vec<u8>, StoreError> {
        if key_of_bytes(&bytes).is_none() {
            return Ok(bytes);
        }
        match self.ring_open()?.open_bytes(place, id, &bytes) {
            Ok(bytes) => Ok(bytes),
            Err(error) => self.ring_with(error).await?.open_bytes(place, id, &bytes).map_err(broken),
        }
    }
}
