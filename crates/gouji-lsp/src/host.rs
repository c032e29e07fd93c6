//! What the server asks of the system that it runs on: it reads and writes nothing itself.

use gouji_values::error::RuleMistake;
use std::path::{Path, PathBuf};

/// The disk.
pub trait Host {
    /// The folder of the ruleset that a file is part of.
    fn folder_of(&self, file: &Path) -> Option<PathBuf>;

    /// The files of a ruleset by their paths in its folder.
    ///
    /// # Errors
    /// What cannot be read.
    fn files(&self, folder: &Path) -> Result<Vec<(String, String)>, Vec<RuleMistake>>;

    /// The folder of the ruleset of this name, where it lies beside another one.
    fn beside(&self, folder: &Path, name: &str) -> Option<PathBuf>;

    /// A file of the program's own rules, written where an editor can open it and cannot change it.
    fn shown(&self, name: &str, text: &str) -> Option<PathBuf>;
}
