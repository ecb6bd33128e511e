//! shuke-app.
