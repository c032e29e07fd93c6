//! A pack: a ruleset in one file, which can be handed out. A ZIP with the files of the folder and
//! `pack.toml`, which says whose it is and what each file must be.

use gouji_rules::ruleset::{PackInfo, PackedFile};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What a pack says of itself.
pub(crate) const MANIFEST: &str = "pack.toml";
/// The version of the form of packs.
pub(crate) const FORMAT: u32 = 1;
/// No ruleset has so many files, and none so many bytes.
const MOST_FILES: usize = 2_000;
const MOST_BYTES: u64 = 64 << 20;
/// What may stand in a pack.
const EXTENSIONS: [&str; 4] = ["toml", "rhai", "txt", "md"];

/// A pack, read or to be written.
#[derive(Debug)]
pub(crate) struct Pack {
    /// What it says of itself.
    pub info: PackInfo,
    /// Its files by their paths.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The SHA-256 of bytes, as text.
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digests of files, and the one of them all.
fn digests(files: &[(String, Vec<u8>)]) -> (Vec<PackedFile>, String) {
    let own =
        files.iter().map(|(path, bytes)| PackedFile { path: path.clone(), sha256: sha256(bytes) });
    let own: Vec<PackedFile> = own.collect();
    let lines: String =
        own.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
    (own, sha256(lines.as_bytes()))
}

impl Pack {
    /// A pack of files; its digests are taken.
    #[must_use]
    pub(crate) fn of(info: PackInfo, mut files: Vec<(String, Vec<u8>)>) -> Self {
        files.sort();
        let (own, checksum) = digests(&files);
        Self { info: PackInfo { files: own, checksum, ..info }, files }
    }

    /// The file that is handed out: the same bytes for the same rules.
    ///
    /// # Errors
    /// Why it could not be made.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, String> {
        let manifest = self.info.text()?;
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let first = (MANIFEST, manifest.as_bytes());
        let rest = self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        for (path, bytes) in std::iter::once(first).chain(rest) {
            zip.start_file(path, SimpleFileOptions::default())
                .map_err(|error| error.to_string())?;
            zip.write_all(bytes).map_err(|error| error.to_string())?;
        }
        Ok(zip.finish().map_err(|error| error.to_string())?.into_inner())
    }

    /// Reads a pack and holds each file against its digest.
    ///
    /// # Errors
    /// Why it is none, or what is wrong with it.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| "不是规则包：gouji rules pack 写出的是一个 zip 文件".to_owned())?;
        if zip.len() > MOST_FILES {
            return Err(format!("里面有 {} 个文件，不像是规则包", zip.len()));
        }
        let mut left = MOST_BYTES;
        let (mut manifest, mut files) = (None, Vec::new());
        let mut known: BTreeSet<String> = BTreeSet::new();
        for at in 0..zip.len() {
            let mut entry = zip.by_index(at).map_err(|error| format!("解不开：{error}"))?;
            if entry.is_dir() {
                continue;
            }
            let path = entry.name().map_err(|error| format!("解不开：{error}"))?.into_owned();
            if !is_usable(&path) {
                return Err(format!("里面的 {path} 不是规则包里会有的文件，没有安装"));
            }
            let mut bytes = Vec::new();
            let limit = left.saturating_add(1);
            entry
                .by_ref()
                .take(limit)
                .read_to_end(&mut bytes)
                .map_err(|_| format!("里面的 {path} 损坏了，请重新取一份"))?;
            left = left.checked_sub(bytes.len() as u64).ok_or("解开以后太大，不像是规则包")?;
            if !known.insert(path.to_lowercase()) {
                return Err(format!("里面有两个 {path}"));
            }
            if path == MANIFEST { manifest = Some(bytes) } else { files.push((path, bytes)) }
        }
        let Some(manifest) = manifest else {
            return Err(format!("里面没有 {MANIFEST}，不是 gouji rules pack 写出的规则包"));
        };
        let text = String::from_utf8(manifest).map_err(|_| format!("{MANIFEST} 不是 UTF-8"))?;
        let info = PackInfo::read(&text).map_err(|why| format!("{MANIFEST} 读不出来：{why}"))?;
        if info.format > FORMAT {
            return Err("是用更新的 gouji 打的包，请换用新版的 gouji".to_owned());
        }
        files.sort();
        let (own, checksum) = digests(&files);
        if let Some(changed) = own.iter().find(|file| !info.files.contains(file)) {
            return Err(format!("里面的 {} 和打包时不一样，被改动过或者损坏了", changed.path));
        }
        if let Some(gone) = info.files.iter().find(|file| !own.contains(file)) {
            return Err(format!("里面少了 {}，请重新取一份", gone.path));
        }
        if checksum != info.checksum {
            return Err(format!("{MANIFEST} 的校验值不对，被改动过或者损坏了"));
        }
        Ok(Self { info, files })
    }

    /// The text of one of its files.
    #[must_use]
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        let (_, bytes) = self.files.iter().find(|(own, _)| own == path)?;
        std::str::from_utf8(bytes).ok()
    }
}

/// Whether a path stays in the folder that it is unpacked into, and names what rulesets have.
fn is_usable(path: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with(['.', ' '])
            && !part.contains(['\\', ':', '*', '?', '"', '<', '>', '|', '\0'])
    };
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    path.split('/').all(is_plain)
        && extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> Pack {
        let info = PackInfo {
            format: FORMAT,
            name: "本省".to_owned(),
            version: "1.0".to_owned(),
            ..PackInfo::default()
        };
        let files = [("ruleset.toml", "name = \"本省\"\n"), ("forms/a.toml", "# 表样\n")];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        Pack::of(info, files.to_vec())
    }

    #[test]
    fn what_was_packed_is_read_and_the_bytes_are_the_same_each_time() {
        let made = pack().to_bytes().unwrap();
        assert_eq!(made, pack().to_bytes().unwrap());
        let read = Pack::read(&made).unwrap();
        assert_eq!((read.info, read.files), (pack().info, pack().files));
    }

    #[test]
    fn what_was_changed_or_leads_out_of_the_folder_is_refused() {
        let mut changed = pack();
        changed.files[0].1.push(b'#');
        let why = Pack::read(&changed.to_bytes().unwrap()).unwrap_err();
        assert!(why.contains("forms/a.toml") && why.contains("改动过"), "{why}");
        let mut less = pack();
        less.files.pop();
        assert!(Pack::read(&less.to_bytes().unwrap()).unwrap_err().contains("少了 ruleset.toml"));
        for path in ["../a.toml", "/a.toml", "a/../../b.toml", "C:\\a.toml", "a.exe", ".x.toml"] {
            let bad = Pack::of(pack().info, vec![(path.to_owned(), Vec::new())]);
            let why = Pack::read(&bad.to_bytes().unwrap()).unwrap_err();
            assert!(why.contains("不是规则包里会有的文件"), "{path}: {why}");
        }
        assert!(Pack::read(b"no zip").unwrap_err().contains("不是规则包"));
        let whole = pack().to_bytes().unwrap();
        assert!(Pack::read(&whole[..whole.len() / 2]).is_err());
    }
}
