//! An Office package that is copied but for some parts: entries that are not changed keep their
//! packed bytes.

use super::Refusal;
use super::xml::{self, Edits, escaped, tags};
use gouji_read::read::target_path;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use zip::write::{FileOptions, SimpleFileOptions};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Bytes that are unpacked at most: the reader has let the file pass, this guards the memory.
const MOST: u64 = 256 << 20;
const TYPES: &str = "[Content_Types].xml";

/// A package and what is to be changed in it.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Paths of the entries by their key: the names of parts know no case.
    entries: BTreeMap<String, String>,
    /// Texts of parts that were looked at.
    texts: BTreeMap<String, String>,
    changed: BTreeSet<String>,
    /// Parts that are ready: each packed, in an archive of its own.
    packed: BTreeMap<String, Vec<u8>>,
    left: u64,
}

/// What a part points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRelation {
    /// Its name in the part that points.
    pub id: String,
    /// The last word of its type: `worksheet`.
    pub kind: String,
    /// Path of the part.
    pub target: String,
}

impl<'a> Package<'a> {
    /// Of the bytes of a file.
    ///
    /// # Errors
    /// What is no package, or a damaged one.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::strange("压缩包不完整"))?;
        let names = (0..archive.len())
            .filter_map(|at| Some(archive.name_for_index(at)?.ok()?.into_owned()));
        let entries: BTreeMap<String, String> = names.map(|name| (key(&name), name)).collect();
        if entries.keys().any(|name| name.starts_with("_xmlsignatures/")) {
            return Err(Refusal::Signed);
        }
        Ok(Self {
            archive,
            entries,
            texts: BTreeMap::new(),
            changed: BTreeSet::new(),
            packed: BTreeMap::new(),
            left: MOST,
        })
    }

    /// The path of a part as the package writes it.
    fn path(&self, name: &str) -> Option<String> {
        self.entries.get(&key(name)).cloned()
    }

    /// Whether there is such a part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&key(name))
    }

    /// The first part, in the order of their names in small letters, for which something holds.
    pub(crate) fn find(&self, is_it: impl Fn(&str) -> bool) -> Option<String> {
        self.entries.iter().find(|(name, _)| is_it(name)).map(|(_, path)| path.replace('\\', "/"))
    }

    /// The text of a part, with what was changed in it; `None` where there is none.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(path) = self.path(name) else { return Ok(None) };
        if let Some(text) = self.texts.get(&path) {
            return Ok(Some(text.clone()));
        }
        let text = self.unpacked(&path)?;
        self.texts.insert(path, text.clone());
        Ok(Some(text))
    }

    /// The same of a long part that must be there: it is not kept, and unpacked anew when it is
    /// asked for again.
    pub(crate) fn long(&mut self, name: &str) -> Result<String, Refusal> {
        match self.path(name) {
            Some(path) if !self.texts.contains_key(&path) => {
                let left = self.left;
                let text = self.unpacked(&path)?;
                self.left = left;
                Ok(text)
            }
            _ => self.needed(name),
        }
    }

    fn unpacked(&mut self, path: &str) -> Result<String, Refusal> {
        let strange = |what: &str| Refusal::strange(format!("{path} {what}"));
        let mut bytes = Vec::new();
        let entry = self.archive.by_name(path).map_err(|_| strange("打不开"))?;
        entry.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| strange("已损坏"))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| strange("太大"))?;
        String::from_utf8(bytes).map_err(|_| strange("不是 UTF-8"))
    }

    /// The text of a part that must be there.
    pub fn needed(&mut self, name: &str) -> Result<String, Refusal> {
        self.text(name)?.ok_or_else(|| Refusal::strange(format!("没有 {name}")))
    }

    /// Whether anything was changed.
    pub(crate) fn is_changed(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Sets the text of a part, which may be a new one.
    pub fn put(&mut self, name: &str, text: String) {
        let path = self.path(name).unwrap_or_else(|| name.to_owned());
        self.entries.insert(key(&path), path.clone());
        if self.texts.get(&path) != Some(&text) {
            self.changed.insert(path.clone());
            self.texts.insert(path, text);
        }
    }

    /// Sets the text of a part that is not looked at any more: of long ones only the packed text is
    /// kept.
    pub(crate) fn put_last(&mut self, name: &str, text: String) -> Result<(), Refusal> {
        const LONG: usize = if cfg!(test) { 1000 } else { 1 << 20 };
        self.put(name, text);
        let path = self.path(name).unwrap_or_default();
        let is_long = self.changed.contains(&path)
            && self.texts.get(&path).is_some_and(|text| text.len() > LONG);
        if let Some(text) = is_long.then(|| self.texts.remove(&path)).flatten() {
            let mut out = ZipWriter::new(Cursor::new(Vec::new()));
            let modified = self.archive.by_name(&path).ok().and_then(|entry| entry.last_modified());
            write(&mut out, &path, &text, options(modified))?;
            let packed =
                out.finish().map_err(|_| Refusal::strange(format!("{path} 写不进压缩包")))?;
            self.packed.insert(path, packed.into_inner());
        }
        Ok(())
    }

    /// A path of this pattern that is free: `{}` is a number.
    pub(crate) fn free(&self, pattern: &str) -> String {
        let names = (1..).map(|number: usize| pattern.replace("{}", &number.to_string()));
        names.into_iter().find(|name| !self.has(name)).unwrap_or_default()
    }

    /// What a part points to within the package; `""` is the package itself.
    pub fn relations(&mut self, part: &str) -> Result<Vec<PartRelation>, Refusal> {
        let path = relations_of(part);
        let Some(text) = self.text(&path)? else { return Ok(Vec::new()) };
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relation = |tag: &xml::MarkupTag<'_>| {
            let is_inner = tag.attribute("TargetMode").is_none_or(|mode| mode != "External");
            let kind = tag.attribute("Type")?.rsplit('/').next()?.to_owned();
            let target = target_path(folder, &tag.attribute("Target")?);
            (tag.opens() && tag.name() == "Relationship" && is_inner).then(|| {
                Some(PartRelation { id: tag.attribute("Id")?.into_owned(), kind, target })
            })?
        };
        Ok(tags(&text, &path)?.iter().filter_map(relation).collect())
    }

    /// Makes a part point to another one; gives the id. `base` is what types begin with.
    pub(crate) fn relate(
        &mut self,
        part: &str,
        base: &str,
        kind: &str,
        target: &str,
    ) -> Result<String, Refusal> {
        let path = relations_of(part);
        let text = self.text(&path)?.unwrap_or_else(|| {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_owned()
        });
        let tags = tags(&text, &path)?;
        let taken: BTreeSet<String> =
            tags.iter().filter_map(|tag| tag.attribute("Id")).map(|id| id.into_owned()).collect();
        let id = (1..)
            .map(|number: usize| format!("rId{number}"))
            .find(|id| !taken.contains(id))
            .unwrap_or_default();
        let prefix = tags.first().map_or("", xml::MarkupTag::prefix);
        let child = format!(
            "<{prefix}Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"/{}\"/>",
            escaped(target)
        );
        let mut edits = Edits::default();
        xml::append(&mut edits, &tags, 0, &child);
        let text = edits.apply(&text)?;
        self.put(&path, text);
        Ok(id)
    }

    /// Takes out what a part points to; what it pointed to stays, and nothing shows it.
    pub(crate) fn forget(
        &mut self,
        part: &str,
        is_gone: impl Fn(&PartRelation) -> bool,
    ) -> Result<(), Refusal> {
        let gone: BTreeSet<String> =
            self.relations(part)?.into_iter().filter(is_gone).map(|relation| relation.id).collect();
        let path = relations_of(part);
        let Some(text) = self.text(&path)?.filter(|_| !gone.is_empty()) else { return Ok(()) };
        let tags = tags(&text, &path)?;
        let mut edits = Edits::default();
        for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| tag.opens()) {
            if tag.attribute("Id").is_some_and(|id| gone.contains(&*id)) {
                edits.remove(xml::element(&tags, at));
            }
        }
        let text = edits.apply(&text)?;
        self.put(&path, text);
        Ok(())
    }

    /// Says what a part is.
    pub(crate) fn declare(&mut self, part: &str, kind: &str) -> Result<(), Refusal> {
        self.type_entry("Override", "PartName", &format!("/{part}"), kind)
    }

    /// Says what all parts of an extension are.
    pub(crate) fn declare_all(&mut self, extension: &str, kind: &str) -> Result<(), Refusal> {
        self.type_entry("Default", "Extension", extension, kind)
    }

    fn type_entry(
        &mut self,
        element: &str,
        key: &str,
        value: &str,
        kind: &str,
    ) -> Result<(), Refusal> {
        let text = self.needed(TYPES)?;
        let tags = tags(&text, TYPES)?;
        let is_known = |tag: &xml::MarkupTag<'_>| {
            tag.opens()
                && tag.name() == element
                && tag.attribute(key).is_some_and(|known| known.eq_ignore_ascii_case(value))
        };
        if tags.iter().any(is_known) {
            return Ok(());
        }
        let prefix = tags.first().map_or("", xml::MarkupTag::prefix);
        let child =
            format!("<{prefix}{element} {key}=\"{}\" ContentType=\"{kind}\"/>", escaped(value));
        let mut edits = Edits::default();
        // defaults come first
        match tags.iter().find(|tag| element == "Default" && tag.depth == 1) {
            Some(first) => edits.insert(first.at, child),
            None => xml::append(&mut edits, &tags, 0, &child),
        }
        let text = edits.apply(&text)?;
        self.put(TYPES, text);
        Ok(())
    }

    /// The package: what was not changed as it was packed, new parts at the end.
    pub fn finish(mut self) -> Result<Vec<u8>, Refusal> {
        let failed = |_| Refusal::strange("压缩包里的文件有重名或者不能复制");
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let mut new = self.changed;
        let put = |out: &mut ZipWriter<_>, name: String, modified: Option<DateTime>| match self
            .packed
            .get(&name)
        {
            Some(packed) => {
                let strange = |_| Refusal::strange(format!("{name} 写不进压缩包"));
                let mut packed =
                    ZipArchive::new(Cursor::new(packed.as_slice())).map_err(strange)?;
                out.raw_copy_file(packed.by_index_raw(0).map_err(strange)?).map_err(strange)
            }
            None => write(
                out,
                &name,
                self.texts.get(&name).map_or("", String::as_str),
                options(modified),
            ),
        };
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(index).map_err(failed)?;
            let name = entry.name().map_err(failed)?.into_owned();
            if !new.remove(&name) {
                out.raw_copy_file(entry).map_err(failed)?;
                continue;
            }
            let modified = entry.last_modified();
            drop(entry);
            put(&mut out, name, modified)?;
        }
        for name in new {
            put(&mut out, name, None)?;
        }
        Ok(out.finish().map_err(failed)?.into_inner())
    }
}

/// By what a part is found: some programs write its path as Windows does.
fn key(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

/// No clock: a new part is as old as ZIP files can be, a changed one as old as it was.
fn options(modified: Option<DateTime>) -> SimpleFileOptions {
    FileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(modified.unwrap_or_default())
}

fn write(
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    text: &str,
    options: SimpleFileOptions,
) -> Result<(), Refusal> {
    out.start_file(name, options).map_err(|_| Refusal::strange(format!("{name} 写不进压缩包")))?;
    out.write_all(text.as_bytes()).map_err(|_| Refusal::strange(format!("{name} 写不进压缩包")))
}

/// The part that says what a part points to.
fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_packed_at_once_is_packed_as_all_are() {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "b.xml"] {
            write(&mut out, name, "<a/>", options(None)).unwrap();
        }
        let bytes = out.finish().unwrap().into_inner();
        let long = "<a>1</a>".repeat(1000);
        let made = |at_once: bool| {
            let mut package = Package::open(&bytes).unwrap();
            for (name, text) in [("B.xml", &long), ("c.xml", &long), ("d.xml", &"<d/>".to_owned())]
            {
                if at_once {
                    package.put_last(name, text.clone()).unwrap()
                } else {
                    package.put(name, text.clone())
                }
            }
            package.finish().unwrap()
        };
        assert!(made(true) == made(false));
        let archive = ZipArchive::new(Cursor::new(made(true))).unwrap();
        assert_eq!(archive.len(), 4);
    }
}
