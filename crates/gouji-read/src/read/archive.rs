//! A ZIP is a document set: each file in it is read as it would be alone.
//!
//! What cannot be read is a notice; archives in archives are not opened. The bytes of all files
//! together are bounded, as they come out, not as the archive says.

use super::together::{SetFile, together};
use super::{Reader, Source, read_source};
use encoding_rs::GB18030;
use gouji_values::document::Document;
use gouji_values::error::ReadError;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// ZIP archives that are no file of an office program.
pub(super) const READER: Reader =
    Reader { extensions: &["zip"], is: |source| is(source.bytes), read };

/// Files of an archive that are looked at.
const MOST: usize = 500;
/// Entries that mark an archive as one file of an office program.
const MARKS: &[&[u8]] = &[b"[Content_Types].xml", b"mimetype", b"OFD.xml", b"ppt/presentation.xml"];

fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && ZipArchive::new(Cursor::new(bytes))
            .is_ok_and(|archive| !archive.file_names_raw().any(|name| MARKS.contains(&name)))
}

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(source.bytes)).map_err(|error| {
        let help = "请重新压缩，或者解压后审核里面的文件";
        ReadError::damaged(format!("压缩包损坏（{error}）"), help).because(error)
    })?;
    let mut members: Vec<(String, usize)> = archive
        .file_names_raw()
        .map(name)
        .enumerate()
        .map(|(index, name)| (name, index))
        .filter(|(name, _)| !is_junk(name))
        .collect();
    // however they were packed
    members.sort();
    if members.len() > MOST {
        return Err(too_large(
            format!("压缩包里的文件（{} 个）", members.len()),
            format!("{MOST} 个"),
        ));
    }
    // what is unpacked becomes text and is kept
    let most = source.limits.unpacked / 2;
    let mut left = most;
    let mut refused = None;
    // one after the other, so that no more is read than may be
    let parts = members.into_iter().map_while(|(name, index)| {
        let document = match unpack(&mut archive, index, left) {
            Ok(bytes) if bytes.len() > left => {
                refused =
                    Some(too_large("压缩包解开后的大小".to_owned(), format!("{} MiB", most >> 20)));
                return None;
            }
            Ok(bytes) => {
                left -= bytes.len();
                if is(&bytes) {
                    Err(nested())
                } else {
                    read_source(&Source { name: &name, bytes: &bytes, ..*source })
                }
            }
            Err(error) => Err(error),
        };
        Some(SetFile { name, document })
    });
    let set = together(parts, source.limits);
    match refused {
        Some(error) => Err(error),
        None => set.map(|document| Document { format: "zip", ..document }),
    }
}

/// The bytes of a file, one more than `most` where there are more.
fn unpack(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    most: usize,
) -> Result<Vec<u8>, ReadError> {
    let damaged = |why: &dyn std::fmt::Display| {
        ReadError::damaged(format!("在压缩包里已经损坏或者加密（{why}）"), "请解压后单独审核")
    };
    let mut bytes = Vec::new();
    let file = archive.by_index(index).map_err(|error| damaged(&error).because(error))?;
    file.take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| damaged(&error).because(error))?;
    Ok(bytes)
}

/// Names are UTF-8, or GBK as Chinese Windows writes them.
fn name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// Folders, and what systems and office programs leave behind.
fn is_junk(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.is_empty()
        || file.starts_with('.')
        || file.starts_with("~$")
        || name.starts_with("__MACOSX/")
        || file == "Thumbs.db"
}

fn nested() -> ReadError {
    ReadError::Unsupported {
        found: "压缩包里的压缩包".to_owned(),
        help: "请先解压，再审核里面的文件".to_owned(),
    }
}

fn too_large(what: String, limit: String) -> ReadError {
    ReadError::Limit { what, limit, help: "请解压后只审核需要的文件".to_owned() }
}
