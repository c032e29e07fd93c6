//! `gouji lsp`: an editor's server on standard input and output, and the disk that it asks about.

use super::{Status, output, rule_files};
use gouji_lsp::host::Host;
use gouji_lsp::serve::serve;
use gouji_report::report::terminal::mistakes;
use gouji_values::error::RuleMistake;
use lsp_server::Connection;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Runs the command.
pub(crate) fn run() -> Status {
    let base = match crate::embedded_lean() {
        Ok(base) => base,
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            return Status::Usage;
        }
    };
    let (connection, threads) = Connection::stdio();
    let served = serve(&connection, &Disk, base);
    // the threads end when nothing is left to write to them
    drop(connection);
    match served.and_then(|()| threads.join().map_err(|error| output::reason(&error))) {
        Ok(()) => Status::Clean,
        Err(why) => {
            output::say(&format!("与编辑器的连接断了：{why}\n"));
            Status::Failed
        }
    }
}

struct Disk;

impl Host for Disk {
    fn folder_of(&self, file: &Path) -> Option<PathBuf> {
        let is_ruleset = |folder: &&Path| folder.join("ruleset.toml").is_file();
        file.ancestors().skip(1).find(is_ruleset).map(Path::to_path_buf)
    }

    fn files(&self, folder: &Path) -> Result<Vec<(String, String)>, Vec<RuleMistake>> {
        rule_files::read_folder(folder)
    }

    fn beside(&self, folder: &Path, name: &str) -> Option<PathBuf> {
        let beside = folder.parent()?.join(name);
        beside.join("ruleset.toml").is_file().then_some(beside)
    }

    /// A copy that cannot be written, in a folder for this text: another version of the program has another.
    fn shown(&self, name: &str, text: &str) -> Option<PathBuf> {
        let digest = Sha256::digest(text.as_bytes());
        let mark: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let path = std::env::temp_dir().join("gouji-rules").join(mark).join(name);
        if std::fs::read_to_string(&path).is_ok_and(|known| known == text) {
            return Some(path);
        }
        std::fs::create_dir_all(path.parent()?).ok()?;
        output::write_file(&path, text.as_bytes()).ok()?;
        let mut rights = std::fs::metadata(&path).ok()?.permissions();
        rights.set_readonly(true);
        std::fs::set_permissions(&path, rights).ok()?;
        Some(path)
    }
}
