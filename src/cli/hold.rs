//! A ledger is written by one run at a time: another one that would overwrite its rows is told who
//! holds it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A ledger that this run holds, until it is dropped.
#[derive(Debug)]
pub struct Hold {
    path: PathBuf,
    _file: File,
}

impl Hold {
    /// Holds a ledger. `None` where the place knows no locks: then nobody is kept out.
    ///
    /// # Errors
    /// Who holds it.
    pub fn take(ledger: &Path) -> Result<Option<Self>, String> {
        let Some(name) = ledger.file_name().and_then(|name| name.to_str()) else {
            return Ok(None);
        };
        let path = ledger.with_file_name(format!(".{name}.lock"));
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
}
