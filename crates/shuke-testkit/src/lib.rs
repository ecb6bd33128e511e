//! shuke-testkit.
