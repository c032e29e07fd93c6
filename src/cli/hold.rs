//! A ledger is written by one run at a time: another one that would overwrite its rows is told who
//! holds it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A ledger that this run holds, until it is dropped.
#[derive(Debug)]
pub(crate) struct Hold {
    path: PathBuf,
    _file: File,
}

impl Hold {
    /// Holds a ledger. `None` where the place knows no locks: then nobody is kept out.
    ///
    /// # Errors
    /// Who holds it.
    pub(crate) fn take(ledger: &Path) -> Result<Option<Self>, String> {
        let real = real_path(ledger);
        let Some(name) = real.file_name().and_then(|name| name.to_str()) else {
            return Ok(None);
        };
        let path = real.with_file_name(format!(".{name}.lock"));
        let open =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let Ok(mut file) = open else { return Ok(None) };
        match file.try_lock() {
            Ok(()) => {
                // who it is; without it the lock holds all the same
                let _ = file.set_len(0);
                let _ = file.rewind();
                let _ = write!(file, "{}", std::process::id());
                Ok(Some(Self { path, _file: file }))
            }
            Err(TryLockError::WouldBlock) => {
                let mut who = String::new();
                let _ = file.read_to_string(&mut who);
                let who =
                    if who.is_empty() { String::new() } else { format!("（进程 {who}）") };
                Err(format!(
                    "台账 {} 正由另一个 gouji 写{who}；等它结束以后再运行",
                    ledger.display()
                ))
            }
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }
}

/// Where a file stands, whatever links lead to it: what a link points to is written.
fn real_path(path: &Path) -> PathBuf {
    let of_folder = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        Some(std::fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?.join(path.file_name()?))
    };
    std::fs::canonicalize(path).ok().or_else(of_folder).unwrap_or_else(|| path.to_owned())
}

impl Drop for Hold {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_held_once() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("台账.xlsx");
        let held = Hold::take(&ledger).unwrap();
        assert!(held.is_some());
        assert!(Hold::take(&ledger).unwrap_err().contains("另一个 gouji"));
        drop(held);
        assert!(Hold::take(&ledger).unwrap().is_some());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_ledger_is_held_once_whatever_links_lead_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let (ledger, link) = (folder.path().join("台账.xlsx"), folder.path().join("链接.xlsx"));
        std::fs::write(&ledger, b"").unwrap();
        std::os::unix::fs::symlink(&ledger, &link).unwrap();
        let held = Hold::take(&ledger).unwrap();
        assert!(held.is_some() && Hold::take(&link).is_err());
        drop(held);
        std::fs::remove_file(&ledger).unwrap();
        let other = folder.path().join("甲");
        std::os::unix::fs::symlink(folder.path(), &other).unwrap();
        let held = Hold::take(&other.join("台账.xlsx")).unwrap();
        assert!(held.is_some() && Hold::take(&ledger).is_err());
    }
}
