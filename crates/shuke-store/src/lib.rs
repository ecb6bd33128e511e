//! shuke-store.
