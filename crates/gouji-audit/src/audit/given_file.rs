//! Files as they were given.

use sha2::{Digest, Sha256};

/// A file as it was given, so that it can be known again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenFile {
    /// Its path as given.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal digits; empty where no report prints it.
    pub sha256: String,
}

impl GivenFile {
    /// Of its path alone.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), sha256: String::new() }
    }

    /// Of its path and its bytes.
    #[must_use]
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let digits = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { name: name.to_owned(), sha256: digits }
    }
}
