//! The parts of an Office package: ZIP entries as text, within a budget, and what points from one
//! to another.

use super::xml::{Xml, XmlTag};
use crate::read::Limits;
use encoding_rs::{UTF_16BE, UTF_16LE};
use gouji_values::error::ReadError;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Bytes of all parts with text: what is made of them takes several times as much.
const TEXT: usize = 96 << 20;

/// An open package.
pub(super) struct WordPackage<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limit: usize,
    /// Bytes that may still be unpacked.
    left: usize,
}

/// What a part points to.
pub(super) struct DocxRelation {
    /// The last word of its type: `styles`, `numbering`.
    pub kind: String,
    /// Path of the part within the package.
    pub target: String,
}

impl<'a> WordPackage<'a> {
    /// Opens it; nothing is unpacked yet.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            let what = "压缩包的目录不完整，可能没有下载完或者被截断";
            ReadError::damaged(what, super::xml::SAVE_AGAIN).because(error)
        })?;
        let limit = limits.unpacked.min(TEXT);
        Ok(Self { archive, limit, left: limit })
    }

    /// Whether there is a part of this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.archive.index_for_name(path).is_some()
    }

    /// The text of a part, if there is one.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<String>, ReadError> {
        let damaged =
            |what: &str| ReadError::damaged(format!("{path} {what}"), super::xml::SAVE_AGAIN);
        let mut bytes = Vec::new();
        {
            let entry = match self.archive.by_name(path) {
                Ok(entry) => entry,
                Err(ZipError::FileNotFound) => return Ok(None),
                Err(
                    error @ (ZipError::UnsupportedArchive(_)
                    | ZipError::CompressionMethodNotSupported(_)
                    | ZipError::InvalidPassword),
                ) => {
                    return Err(damaged("加了密，或者用了不支持的压缩方法").because(error));
                }
                Err(error) => return Err(damaged("在压缩包里的记录有误").because(error)),
            };
            // a claim only: what is reserved is no more than what is allowed
            bytes.reserve(usize::try_from(entry.size()).unwrap_or(usize::MAX).min(self.left));
            // one byte more than is left shows that it is too much, whatever size the entry claims
            entry
                .take(self.left as u64 + 1)
                .read_to_end(&mut bytes)
                .map_err(|error| damaged("解不开压缩").because(error))?;
        }
        self.left = self.left.checked_sub(bytes.len()).ok_or_else(|| ReadError::Limit {
            what: "解压后的内容".to_owned(),
            limit: format!("{} MiB", self.limit >> 20),
            help: "请检查文件来源；确实这么大时，请拆成几个文件".to_owned(),
        })?;
        Ok(Some(decoded(bytes)))
    }

    /// What a part points to; `""` stands for the package itself.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<DocxRelation>, ReadError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let Some(text) = self.part(&path)? else { return Ok(Vec::new()) };
        let mut xml = Xml::new(&text, &path);
        let mut out = Vec::new();
        loop {
            match xml.next()? {
                XmlTag::Start(element) if element.name() == "Relationship" => {
                    let is_external =
                        element.attribute("TargetMode").is_some_and(|mode| mode == "External");
                    let (Some(kind), Some(target)) =
                        (element.attribute("Type"), element.attribute("Target"))
                    else {
                        continue;
                    };
                    if !is_external {
                        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                        out.push(DocxRelation { kind, target: target_path(folder, &target) });
                    }
                }
                XmlTag::Eof => return Ok(out),
                _ => {}
            }
        }
    }
}

/// A target as a path from the root of the package; some programs write backslashes.
pub fn target_path(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut out: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|name| !name.is_empty()).collect()
    };
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            name => out.push(name),
        }
    }
    out.join("/")
}

/// XML is UTF-8 or UTF-16; what is neither shows as U+FFFD.
fn decoded(bytes: Vec<u8>) -> String {
    let encoding = match bytes.get(..2) {
        Some(b"\xFF\xFE") => UTF_16LE,
        Some(b"\xFE\xFF") => UTF_16BE,
        _ => {
            return String::from_utf8(bytes)
                .unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned());
        }
    };
    encoding.decode_with_bom_removal(&bytes).0.into_owned()
}
