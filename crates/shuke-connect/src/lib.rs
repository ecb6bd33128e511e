//! Other people's services behind ports of the application.

pub mod s3;
