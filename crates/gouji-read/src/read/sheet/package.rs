//! The packed files of a workbook, and their XML.

use super::{damaged, is_encrypted};
use crate::read::Source;
use encoding_rs::{UTF_16BE, UTF_16LE};
use gouji_values::error::ReadError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A packed file.
pub(in crate::read) struct SheetPackage<'s> {
    archive: ZipArchive<Cursor<&'s [u8]>>,
    /// Places of the parts by name, in small letters.
    names: BTreeMap<String, usize>,
    /// Bytes that may still be unpacked.
    budget: usize,
    limit: usize,
}

impl<'s> SheetPackage<'s> {
    /// Opens a packed file.
    pub(in crate::read) fn open(source: &Source<'s>) -> Result<Self, ReadError> {
        let broken = |error| damaged("压缩包不完整，可能没有下载完或没有保存完").because(error);
        let archive = ZipArchive::new(Cursor::new(source.bytes)).map_err(broken)?;
        let name =
            |at: usize| Some(archive.name_for_index(at)?.ok()?.replace('\\', "/").to_lowercase());
        let names = (0..archive.len()).filter_map(|at| Some((name(at)?, at))).collect();
        Ok(Self { archive, names, budget: source.limits.unpacked, limit: source.limits.unpacked })
    }

    /// The names of the parts, in small letters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Whether there is such a part.
    pub(in crate::read) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&name.trim_start_matches('/').to_lowercase())
    }

    /// Unpacks a part; `None` where there is none of this name.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(at) = self.names.get(&name.trim_start_matches('/').to_lowercase()) else {
            return Ok(None);
        };
        let file = self.archive.by_index(*at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(why) if why.contains("assword") => {
                is_encrypted()
            }
            error => damaged(format!("压缩包里的 {name} 打不开")).because(error),
        })?;
        // what it says of its size saves copies while it grows
        let size = usize::try_from(file.size()).unwrap_or(usize::MAX);
        let mut out = Vec::with_capacity(size.min(self.budget).saturating_add(1));
        let read = file.take(self.budget as u64 + 1).read_to_end(&mut out);
        self.budget = self.budget.checked_sub(out.len()).ok_or_else(|| ReadError::Limit {
            what: "文件解压后的大小".to_owned(),
            limit: format!("{} MiB", self.limit >> 20),
            help: "请只保留需要审核的部分，或者拆成几个文件".to_owned(),
        })?;
        read.map_err(|error| damaged(format!("压缩包里的 {name} 已损坏")).because(error))?;
        Ok(Some(out))
    }

    /// Unpacks a part that holds XML.
    pub(in crate::read) fn xml(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        Ok(self.read(name)?.map(decode))
    }
}

/// XML is UTF-8 unless a mark says otherwise.
fn decode(bytes: Vec<u8>) -> String {
    match bytes.get(..2) {
        Some(b"\xFF\xFE") => UTF_16LE.decode(&bytes).0.into_owned(),
        Some(b"\xFE\xFF") => UTF_16BE.decode(&bytes).0.into_owned(),
        _ => String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// A reader of XML that takes what office programs write, unclosed elements excepted.
pub(in crate::read) fn reader(xml: &str) -> Reader<&[u8]> {
    Reader::from_str(xml.trim_start_matches('\u{FEFF}'))
}

/// The value of an attribute, by its name without a prefix.
pub(in crate::read) fn attribute<'a>(
    element: &'a BytesStart<'_>,
    name: &str,
) -> Option<Cow<'a, str>> {
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(match found.value {
        // nothing to unescape
        Cow::Borrowed(text) if !text.contains('&') => Cow::Borrowed(text),
        _ => Cow::Owned(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()),
    })
}

/// A switch that an attribute sets.
pub(super) fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.as_ref(), "1" | "true" | "on"))
}

/// The character that a reference stands for; entities that a file declares itself are none.
pub(super) fn reference(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Adds what an event says to a text.
pub(in crate::read) fn push_text(event: &Event<'_>, out: &mut String) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(found) => out.extend(reference(found)),
        _ => {}
    }
}
