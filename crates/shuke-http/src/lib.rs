//! shuke-http.
