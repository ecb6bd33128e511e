//! What lists are compiled to.
