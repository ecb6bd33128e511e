//! shuke-access.
