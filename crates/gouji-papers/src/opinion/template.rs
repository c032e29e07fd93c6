//! A Word template of the user's, filled: fields like `{{单位}}` are replaced where they stand, with
//! the look that they have, and a row of a table with fields of a finding is repeated for each. All
//! else stays as it is.

use super::Opinion;
use super::docx::{WIDTH, table_xml};
use super::finding::table;
use gouji_annotate::annotate::Refusal;
use gouji_annotate::annotate::package::Package;
use gouji_annotate::annotate::xml::{Edits, MarkupTag, TagKind, element, end_of, tags, unescaped};
use gouji_report::report::markup::escaped;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The field that the whole table of findings takes the place of.
const TABLE: &str = "问题表";

/// A Word document with fields.
#[derive(Clone, Debug)]
pub struct Template {
    bytes: Vec<u8>,
    /// Fields in it that nothing is known of.
    unknown: Vec<String>,
    known: usize,
}

/// Why a template cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("模板不能用：{0}")]
pub struct BadTemplate(String);

impl From<Refusal> for BadTemplate {
    fn from(refusal: Refusal) -> Self {
        Self(match refusal {
            Refusal::Signed => "它带有数字签名，填写会使签名失效".to_owned(),
            Refusal::Encrypted => "它设有密码".to_owned(),
            Refusal::Format => "不是 Word 文档（docx）".to_owned(),
            Refusal::Strange(what) => format!("不是 Word 文档（docx），或者已损坏（{what}）"),
        })
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Why it cannot be filled.
    pub fn read(bytes: Vec<u8>) -> Result<Self, BadTemplate> {
        let mut asked = BTreeSet::new();
        let mut package = Package::open(&bytes)?;
        for part in parts(&mut package)? {
            let xml = package.needed(&part)?;
            let tags = tags(&xml, &part)?;
            let texts = Texts::of(&xml, &tags);
            asked.extend(texts.fields().into_iter().map(|field| field.name));
        }
        let opinion = Opinion::default();
        let fields = Fields::of(&opinion, WIDTH);
        let is_known = |name: &String| fields.is_known(name);
        let known = asked.iter().filter(|name| is_known(name)).count();
        let unknown = asked.into_iter().filter(|name| !is_known(name)).collect();
        Ok(Self { bytes, unknown, known })
    }

    /// The fields that nothing is known of: they stay as they are.
    #[must_use]
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// How many fields are filled.
    #[must_use]
    pub fn known(&self) -> usize {
        self.known
    }

    /// The fields that a template may have.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        let opinion = Opinion::default();
        let fields = opinion.fields().into_iter().map(|(name, _)| name);
        let row = super::finding::FindingRow::default();
        let cells = row.cells().map(|(name, _)| name);
        fields.chain([TABLE]).chain(cells).collect()
    }

    /// The document with the fields of a paper in it.
    ///
    /// # Errors
    /// Why it cannot be filled.
    pub fn fill(&self, opinion: &Opinion) -> Result<Vec<u8>, BadTemplate> {
        let mut package = Package::open(&self.bytes)?;
        let parts = parts(&mut package)?;
        let main = parts.first().cloned().unwrap_or_default();
        let body = package.needed(&main)?;
        let fields = Fields::of(opinion, text_width(&tags(&body, &main)?));
        for part in parts {
            let xml = package.needed(&part)?;
            let filled = filled(&xml, &part, &fields)?;
            package.put(&part, filled);
        }
        Ok(package.finish()?)
    }
}

/// The parts with text: the document, its headers and footers.
fn parts(package: &mut Package<'_>) -> Result<Vec<String>, Refusal> {
    let main = package
        .relations("")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .filter(|relation| relation.target.ends_with(".xml"))
        .ok_or(Refusal::Format)?
        .target;
    let further = package.relations(&main)?;
    let is_text = |kind: &str| matches!(kind, "header" | "footer");
    let further = further.into_iter().filter(|relation| is_text(&relation.kind));
    let mut out: Vec<String> =
        std::iter::once(main).chain(further.map(|relation| relation.target)).collect();
    out.dedup();
    Ok(out)
}

/// How wide the text of a document is, as its last section says.
fn text_width(tags: &[MarkupTag<'_>]) -> u32 {
    let number = |tag: &str, name: &str| -> Option<u32> {
        let found = tags.iter().rfind(|one| one.opens() && one.name() == tag)?;
        found.attribute(name)?.parse().ok()
    };
    let width = || {
        let margins = number("pgMar", "left")?.checked_add(number("pgMar", "right")?)?;
        number("pgSz", "w")?.checked_sub(margins)
    };
    width().filter(|width| *width > WIDTH / 4).unwrap_or(WIDTH)
}

/// What fields stand for.
struct Fields {
    values: BTreeMap<&'static str, String>,
    rows: Vec<BTreeMap<&'static str, String>>,
    names: BTreeSet<&'static str>,
    table: String,
}

impl Fields {
    fn of(opinion: &Opinion, width: u32) -> Self {
        let mut values: BTreeMap<&'static str, String> = BTreeMap::new();
        for (name, value) in opinion.fields() {
            // of several files one stands below the other
            let known = values.entry(name).or_default();
            if !known.is_empty() && !value.is_empty() {
                known.push('\n');
            }
            known.push_str(&value);
        }
        let row = super::finding::FindingRow::default();
        let has_rows = !opinion.rows.is_empty();
        let table = has_rows.then(|| table_xml(&table(&opinion.rows), width));
        Self {
            values,
            rows: opinion.rows.iter().map(|row| row.cells().into_iter().collect()).collect(),
            names: row.cells().into_iter().map(|(name, _)| name).collect(),
            table: table.unwrap_or_default(),
        }
    }

    /// Whether a field is one of a finding.
    fn is_of_row(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    fn is_known(&self, name: &str) -> bool {
        name == TABLE || self.values.contains_key(name) || self.is_of_row(name)
    }
}

/// A text with its fields filled: first the rows that are repeated, then all else.
fn filled(xml: &str, part: &str, fields: &Fields) -> Result<String, Refusal> {
    let tags = tags(xml, part)?;
    let texts = Texts::of(xml, &tags);
    let mut edits = Edits::default();
    let mut rows = BTreeSet::new();
    for field in texts.fields() {
        if fields.is_of_row(&field.name)
            && let Some(row) = around(&tags, field.at, "tr")
        {
            rows.insert(row);
        }
    }
    let word = |name: &str| if name == "序号" { "无" } else { "" };
    let blank: BTreeMap<&'static str, String> =
        fields.names.iter().map(|name| (*name, word(name).to_owned())).collect();
    let mut done = Vec::new();
    for row in rows {
        let range = element(&tags, row);
        if done.iter().any(|other: &std::ops::Range<usize>| other.contains(&range.start)) {
            continue;
        }
        let pattern = xml.get(range.clone()).unwrap_or("");
        let cells =
            if fields.rows.is_empty() { std::slice::from_ref(&blank) } else { &fields.rows };
        let mut out = String::new();
        for cells in cells {
            out.push_str(&put_in(pattern, part, &|name| {
                cells.get(name).or_else(|| fields.values.get(name)).cloned()
            })?);
        }
        edits.replace(range.clone(), out);
        done.push(range);
    }
    // the table stands before the paragraph that asks for it
    for field in texts.fields().iter().filter(|field| field.name == TABLE) {
        if let Some(paragraph) = around(&tags, field.at, "p").and_then(|at| tags.get(at))
            && !done.iter().any(|row| row.contains(&paragraph.at))
        {
            edits.insert(paragraph.at, fields.table.clone());
        }
    }
    let value = |name: &str| {
        if name == TABLE { Some(String::new()) } else { fields.values.get(name).cloned() }
    };
    texts.replace(&mut edits, &value, &done);
    edits.apply(xml)
}

/// A piece of a text with its fields filled.
fn put_in(
    xml: &str,
    part: &str,
    value: &dyn Fn(&str) -> Option<String>,
) -> Result<String, Refusal> {
    let tags = tags(xml, part)?;
    let mut edits = Edits::default();
    Texts::of(xml, &tags).replace(&mut edits, value, &[]);
    edits.apply(xml)
}

/// The innermost element of a name around a tag.
fn around(tags: &[MarkupTag<'_>], at: usize, name: &str) -> Option<usize> {
    let holds = |start: &usize| {
        tags.get(*start).is_some_and(|tag| tag.kind == TagKind::Start && tag.name() == name)
            && end_of(tags, *start) > at
    };
    (0..at).rev().find(holds)
}

/// The texts of paragraphs: a field may be parted over several of them.
struct Texts<'a> {
    /// Of each paragraph the index of the tag, the range and the words of each text.
    paragraphs: Vec<Vec<TextPiece<'a>>>,
}

struct TextPiece<'a> {
    /// Index of the tag that begins it.
    at: usize,
    tag: &'a MarkupTag<'a>,
    /// What stands between its tags.
    range: std::ops::Range<usize>,
    words: String,
}

/// A field and where it begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Field {
    name: String,
    /// Index of the tag of its text.
    at: usize,
}

impl<'a> Texts<'a> {
    fn of(xml: &'a str, tags: &'a [MarkupTag<'a>]) -> Self {
        let mut open: Vec<Vec<TextPiece<'a>>> = Vec::new();
        let mut paragraphs = Vec::new();
        for (at, tag) in tags.iter().enumerate() {
            match (tag.kind, tag.name()) {
                (TagKind::Start, "p") => open.push(Vec::new()),
                (TagKind::End, "p") => paragraphs.extend(open.pop()),
                (TagKind::Start, "t") => {
                    let Some(next) = tags.get(at + 1) else { continue };
                    let range = tag.end()..next.at;
                    let words = unescaped(xml.get(range.clone()).unwrap_or("")).into_owned();
                    if let Some(pieces) = open.last_mut() {
                        pieces.push(TextPiece { at, tag, range, words });
                    }
                }
                _ => {}
            }
        }
        paragraphs.extend(open);
        Self { paragraphs }
    }

    /// The fields of all paragraphs.
    fn fields(&self) -> Vec<Field> {
        let mut out = Vec::new();
        for pieces in &self.paragraphs {
            let whole: String = pieces.iter().map(|piece| piece.words.as_str()).collect();
            for (range, name) in found(&whole) {
                let mut start = 0;
                let holds = |piece: &&TextPiece<'_>| {
                    start += piece.words.len();
                    range.start < start
                };
                if let Some(piece) = pieces.iter().find(holds) {
                    out.push(Field { name, at: piece.at });
                }
            }
        }
        out
    }

    /// Puts values in place of the fields that have one, except in ranges that are done.
    fn replace(
        &self,
        edits: &mut Edits,
        value: &dyn Fn(&str) -> Option<String>,
        done: &[std::ops::Range<usize>],
    ) {
        for pieces in &self.paragraphs {
            let is_done =
                |piece: &TextPiece<'_>| done.iter().any(|range| range.contains(&piece.tag.at));
            if pieces.iter().any(is_done) {
                continue;
            }
            let whole: String = pieces.iter().map(|piece| piece.words.as_str()).collect();
            let fields: Vec<_> = found(&whole)
                .into_iter()
                .filter_map(|(range, name)| Some((range, value(&name)?)))
                .collect();
            if fields.is_empty() {
                continue;
            }
            let mut start = 0;
            for piece in pieces {
                let end = start + piece.words.len();
                if let Some(words) = piece.filled(start, &fields) {
                    piece.write(edits, &words);
                }
                start = end;
            }
        }
    }
}

impl TextPiece<'_> {
    /// Its words with the values of fields that begin in it, without what belongs to a field.
    fn filled(&self, start: usize, fields: &[(std::ops::Range<usize>, String)]) -> Option<String> {
        let end = start + self.words.len();
        let meets = |range: &std::ops::Range<usize>| range.start < end && start < range.end;
        fields.iter().any(|(range, _)| meets(range)).then(|| {
            let mut out = String::new();
            let mut at = start;
            for (range, value) in fields.iter().filter(|(range, _)| meets(range)) {
                let before = at.max(start)..range.start.max(start);
                let from = before.start - start;
                out.push_str(self.words.get(from..before.end.saturating_sub(start)).unwrap_or(""));
                if range.start >= start {
                    out.push_str(value);
                }
                at = range.end.min(end);
            }
            out.push_str(self.words.get(at - start..).unwrap_or(""));
            out
        })
    }

    /// Writes its words anew; each further line of them behind a break.
    fn write(&self, edits: &mut Edits, words: &str) {
        let prefix = self.tag.prefix();
        let open = self.tag.with("xml:space", "preserve");
        let lines: Vec<String> = words.split('\n').map(escaped).collect();
        let next = format!("</{prefix}t><{prefix}br/>{open}");
        edits.replace(self.tag.at..self.range.end, format!("{open}{}", lines.join(&next)));
    }
}

/// The fields of a text: `{{单位}}`.
fn found(text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        let Some(length) = text.get(start..).and_then(|rest| rest.find("}}")) else { break };
        let end = start + length + 2;
        let inner = text.get(start + 2..end - 2).unwrap_or("");
        // what is nested or long is no field
        match inner.rfind("{{") {
            Some(at) => from = start + 2 + at,
            None => {
                let name: String = inner.split_whitespace().collect();
                if !name.is_empty() && name.chars().count() <= 20 {
                    out.push((start..end, name));
                }
                from = end;
            }
        }
    }
    out
}
