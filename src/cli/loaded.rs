//! A document whose files were read from disk.

/// The bytes of a document.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// As reports call it.
    pub name: String,
    /// Its files by name and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Loaded {
    /// Its files by name and bytes.
    #[must_use]
    pub(crate) fn files(&self) -> Vec<(&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect()
    }
}
