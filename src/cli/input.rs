//! Files that are read: regular ones only, and never more of them than a limit.

use super::output;
use gouji_values::error::Underlying;
use std::fmt;
use std::fs::{File, FileType, Metadata};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Larger documents and ledgers are not read.
pub(crate) const DOCUMENT: u64 = 256 << 20;
/// Larger rule files, lists of units and settings are not read.
pub(crate) const TEXT: u64 = 16 << 20;

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileRefusal {
    /// It is not there.
    Missing,
    /// It is no regular file; what it is.
    Kind(&'static str),
    /// It is larger than this number of bytes.
    TooLarge(u64),
    /// The system says no.
    System {
        /// Why, in Chinese.
        why: String,
        /// As the system says it.
        source: Underlying,
    },
}

impl FileRefusal {
    /// In words, without the name of the file.
    #[must_use]
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Missing => "没有这个文件".to_owned(),
            Self::Kind(kind) => format!("这是{kind}，不是普通文件；请把内容存成文件再试"),
            Self::TooLarge(limit) => format!("超过 {} MB", limit >> 20),
            Self::System { why, .. } => why.clone(),
        }
    }
}

impl fmt::Display for FileRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())
    }
}

impl std::error::Error for FileRefusal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::System { source, .. } => Some(source.error()),
            Self::Missing | Self::Kind(_) | Self::TooLarge(_) => None,
        }
    }
}

/// The bytes of a regular file of at most `limit` bytes. The limit holds while it is read, too: a
/// file may grow.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileRefusal> {
    let refused = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => FileRefusal::Missing,
        _ => FileRefusal::System { why: output::reason(&error), source: Underlying::new(error) },
    };
    // before it is opened: opening a pipe waits for somebody who writes
    let found = std::fs::metadata(path).map_err(refused)?;
    let size = regular(&found, limit)?;
    let file = File::open(path).map_err(refused)?;
    // it may have been replaced meanwhile
    regular(&file.metadata().map_err(refused)?, limit)?;
    let mut out = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    let count = file.take(limit + 1).read_to_end(&mut out).map_err(refused)?;
    if u64::try_from(count).is_ok_and(|count| count <= limit) {
        Ok(out)
    } else {
        Err(FileRefusal::TooLarge(limit))
    }
}

/// The size of a regular file that is not too large.
fn regular(found: &Metadata, limit: u64) -> Result<u64, FileRefusal> {
    match kind(found.file_type()) {
        Some(kind) => Err(FileRefusal::Kind(kind)),
        None if found.len() > limit => Err(FileRefusal::TooLarge(limit)),
        None => Ok(found.len()),
    }
}

/// What is no regular file.
fn kind(found: FileType) -> Option<&'static str> {
    if found.is_file() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if found.is_fifo() {
            return Some("管道");
        }
        if found.is_char_device() || found.is_block_device() {
            return Some("设备");
        }
        if found.is_socket() {
            return Some("套接字");
        }
    }
    Some(if found.is_dir() { "文件夹" } else { "特殊文件" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_holds_for_what_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "12345678").unwrap();
        assert_eq!(read(&path, 8).unwrap(), b"12345678");
        assert_eq!(read(&path, 7), Err(FileRefusal::TooLarge(7)));
        assert_eq!(read(&folder.path().join("没有"), 8), Err(FileRefusal::Missing));
        assert_eq!(read(folder.path(), 8), Err(FileRefusal::Kind("文件夹")));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_and_a_file_without_a_size_are_bounded() {
        assert_eq!(read(Path::new("/dev/zero"), 8), Err(FileRefusal::Kind("设备")));
        // its size is said to be nothing
        assert_eq!(read(Path::new("/proc/self/maps"), 8), Err(FileRefusal::TooLarge(8)));
    }
}
