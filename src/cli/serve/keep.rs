//! `--keep`: what was sent and what was answered, in a folder.

use super::asked::Asked;
use super::audit::Made;
use crate::cli::output;
use gouji_values::error::Refusal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The folder, and the number of the next audit in it.
pub(crate) struct Keeper {
    folder: PathBuf,
    next: AtomicUsize,
}

impl Keeper {
    /// Makes the folder where it is not there.
    pub(crate) fn new(folder: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(folder).map_err(|error| {
            format!("留存的文件夹 {} 建不了：{}", folder.display(), output::reason(&error))
        })?;
        Ok(Self { folder: folder.to_owned(), next: AtomicUsize::new(1) })
    }

    /// Writes the files of an audit and its answer into a folder of their own, named after the day
    /// and a number.
    pub(crate) fn keep(&self, asked: &Asked, made: &Made) -> Result<(), Refusal> {
        let own = self.own(&asked.rules.date)?;
        let write = |name: &str, bytes: &[u8]| {
            output::write_file(&own.join(name), bytes).map_err(|why| Refusal::NotKept { why })
        };
        let mut names = output::FileNames::default();
        for (at, (name, bytes)) in made.files.iter().enumerate() {
            // two files may have one name
            write(&format!("{}-{}", at + 1, safe(name)), bytes)?;
        }
        let first = made.files.first().map_or("gouji", |(name, _)| name);
        let answer = names.next(Path::new(""), &safe(first), asked.shape.extension());
        write(&answer.to_string_lossy(), &made.bytes)
    }

    /// A folder that is not there yet.
    fn own(&self, day: &str) -> Result<PathBuf, Refusal> {
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let own = self.folder.join(format!("{day}-{number:05}"));
            match std::fs::create_dir(&own) {
                Ok(()) => return Ok(own),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    let why = format!("{} 建不了：{}", own.display(), output::reason(&error));
                    return Err(Refusal::NotKept { why });
                }
            }
        }
    }
}

/// A name that is one of a file, in this folder, on every system.
fn safe(name: &str) -> String {
    const LONGEST: usize = 60;
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let letters: Vec<char> = last
        .chars()
        .map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c })
        .collect();
    // the end has the extension
    let kept = letters.get(letters.len().saturating_sub(LONGEST)..).unwrap_or_default();
    let kept: String = kept.iter().collect();
    let kept = kept.trim_matches(['.', ' ']);
    if kept.is_empty() { "文件".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_folder() {
        for (name, kept) in [
            ("../../etc/passwd", "passwd"),
            ("..", "文件"),
            ("C:\\x\\决算.xlsx", "决算.xlsx"),
            ("a:b?.txt. ", "a_b_.txt"),
            ("", "文件"),
        ] {
            assert_eq!(safe(name), kept);
        }
        let long = safe(&format!("{}.docx", "长".repeat(300)));
        assert!(long.ends_with("长.docx") && long.chars().count() == 60);
    }
}
