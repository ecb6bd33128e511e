//! One file for each command.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod config;
pub(crate) mod doctor;
pub(crate) mod files;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod keys;
pub(crate) mod migrate;
pub(crate) mod openapi;
pub(crate) mod pack;
pub(crate) mod restore;
pub(crate) mod sample;
pub(crate) mod security;
pub(crate) mod serve;
pub(crate) mod token;
pub(crate) mod transfer;
pub(crate) mod user;
