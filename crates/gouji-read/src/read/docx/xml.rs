//! The XML of one part, tag by tag: names without their prefix, text with its character references
//! resolved.
//!
//! Deliberately absent: entities that a document declares itself (they are never expanded),
//! WordprocessingML under another prefix than that of the root.

use gouji_values::error::ReadError;
use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// What helps with a part that is damaged.
pub(super) const SAVE_AGAIN: &str = "请用 Word 或 WPS 打开，确认内容完整后另存为新的 docx";

/// Elements inside one another; real documents stay below a hundred.
const DEPTH: usize = 1000;

/// Whose element it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Formulas.
    Math,
    /// Anything else.
    Other,
}

/// A tag, or the end of the part.
pub(super) enum XmlTag<'a> {
    /// An element begins.
    Start(StartTag<'a>),
    /// An element ends; one that is empty has no end of its own.
    End(EndTag<'a>),
    /// Nothing follows.
    Eof,
}

/// An end tag.
pub(super) struct EndTag<'a> {
    /// Whose it is.
    pub space: Space,
    tag: BytesEnd<'a>,
    prefix: usize,
}

impl EndTag<'_> {
    /// The name without prefix.
    pub(super) fn name(&self) -> &str {
        self.tag.name().into_inner().get(self.prefix..).unwrap_or("")
    }
}

/// A start tag.
pub(super) struct StartTag<'a> {
    /// Whose it is.
    pub space: Space,
    /// Written as `<name/>`.
    pub is_empty: bool,
    tag: BytesStart<'a>,
    /// Bytes of the prefix and its colon.
    prefix: usize,
}

impl StartTag<'_> {
    /// The name without prefix.
    pub(super) fn name(&self) -> &str {
        self.tag.name().into_inner().get(self.prefix..).unwrap_or("")
    }

    /// The value of an attribute by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| local(attribute.key.into_inner()) == name)?;
        Some(value(&found))
    }

    /// The attribute `val`.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// `val` as a number.
    pub(super) fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.value()?.trim().parse().ok()
    }

    /// What a switch says: on, unless its `val` says off.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.value().as_deref(), Some("0" | "false" | "off"))
    }
}

fn value(attribute: &Attribute<'_>) -> String {
    attribute
        .normalized_value(XmlVersion::Implicit1_0)
        .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned)
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Whether a visitor goes into an element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Visit {
    /// What is inside comes next.
    Into,
    /// What is inside is left out.
    Over,
}

/// The tags of a part.
pub(super) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    part: &'a str,
    /// Prefixes of WordprocessingML and of formulas, known from the root.
    prefixes: Option<[Option<String>; 2]>,
    depth: usize,
    /// Where the last event began.
    at: usize,
}

impl<'a> Xml<'a> {
    /// From the first tag on. `part` is a name for messages.
    pub(super) fn new(text: &'a str, part: &'a str) -> Self {
        Self { text, reader: Reader::from_str(text), part, prefixes: None, depth: 0, at: 0 }
    }

    /// The next tag; text between tags is passed over.
    pub(super) fn next(&mut self) -> Result<XmlTag<'a>, ReadError> {
        loop {
            match self.event()? {
                Event::Start(tag) => {
                    self.deeper()?;
                    return Ok(XmlTag::Start(self.element(tag, false)));
                }
                Event::Empty(tag) => return Ok(XmlTag::Start(self.element(tag, true))),
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    let (space, prefix) = self.space(tag.name().into_inner());
                    return Ok(XmlTag::End(EndTag { space, tag, prefix }));
                }
                Event::Eof if self.depth > 0 => return Err(self.damaged()),
                Event::Eof => return Ok(XmlTag::Eof),
                _ => {}
            }
        }
    }

    /// Visits all elements inside one that has just begun, up to its end.
    pub(super) fn inside(
        &mut self,
        element: &StartTag<'_>,
        mut visit: impl FnMut(&StartTag<'_>) -> Visit,
    ) -> Result<(), ReadError> {
        if element.is_empty {
            return Ok(());
        }
        let end = self.depth;
        while self.depth >= end {
            match self.next()? {
                XmlTag::Start(inner) => {
                    if visit(&inner) == Visit::Over {
                        self.skip(&inner)?;
                    }
                }
                XmlTag::End(_) => {}
                XmlTag::Eof => break,
            }
        }
        Ok(())
    }

    /// Passes over all that is inside an element that has just begun.
    pub(super) fn skip(&mut self, element: &StartTag<'_>) -> Result<(), ReadError> {
        self.inside(element, |_| Visit::Into)
    }

    /// Appends the text right inside an element that has just begun.
    pub(super) fn text(
        &mut self,
        element: &StartTag<'_>,
        out: &mut String,
    ) -> Result<(), ReadError> {
        let end = self.depth;
        while !element.is_empty && self.depth >= end {
            match self.event()? {
                Event::Text(text) => out.push_str(&text.xml10_content()),
                Event::CData(text) => out.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => out.push(resolved(&reference)),
                Event::Start(_) => self.deeper()?,
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::Eof => return Err(self.damaged()),
                _ => {}
            }
        }
        Ok(())
    }

    /// What has not been read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.reader.get_ref()
    }

    /// Bytes that have been read.
    pub(super) fn position(&self) -> usize {
        self.text.len() - self.rest().len()
    }

    /// Passes over `inside` bytes behind the start tag of an element that has just begun, and over
    /// its end tag behind them.
    pub(super) fn pass(&mut self, inside: usize) -> Result<(), ReadError> {
        *self.reader.get_mut() = self.rest().get(inside..).unwrap_or(&[]);
        self.next().map(drop)
    }

    /// Byte of the part at which the last tag began.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn event(&mut self) -> Result<Event<'a>, ReadError> {
        self.at = self.position();
        self.reader.read_event().map_err(|error| self.damaged().because(error))
    }

    fn deeper(&mut self) -> Result<(), ReadError> {
        self.depth += 1;
        if self.depth <= DEPTH {
            return Ok(());
        }
        Err(ReadError::Limit {
            what: format!("{} 里元素嵌套的层数", self.part),
            limit: format!("{DEPTH} 层"),
            help: SAVE_AGAIN.to_owned(),
        })
    }

    fn element(&mut self, tag: BytesStart<'a>, is_empty: bool) -> StartTag<'a> {
        if self.prefixes.is_none() {
            self.prefixes = Some(prefixes(&tag));
        }
        let (space, prefix) = self.space(tag.name().into_inner());
        StartTag { space, is_empty, tag, prefix }
    }

    /// Whose name it is, and the length of its prefix.
    fn space(&self, name: &str) -> (Space, usize) {
        let [word, math] = self
            .prefixes
            .as_ref()
            .map_or([None, None], |prefixes| prefixes.each_ref().map(Option::as_deref));
        // most are of the document itself
        if let Some(word) = word
            && name.as_bytes().get(word.len()) == Some(&b':')
            && name.starts_with(word)
        {
            return (Space::Word, word.len() + 1);
        }
        let len = name.bytes().position(|byte| byte == b':').map_or(0, |at| at + 1);
        let prefix = name.get(..len.saturating_sub(1));
        let space = match prefix {
            Some(_) if prefix == word => Space::Word,
            Some(_) if prefix == math => Space::Math,
            _ => Space::Other,
        };
        (space, len)
    }

    fn damaged(&self) -> ReadError {
        let what = format!("{} 第 {} 字节附近的 XML 有误", self.part, self.position());
        ReadError::damaged(what, SAVE_AGAIN)
    }
}

/// The prefixes that a root declares for WordprocessingML and for formulas; the same names in
/// transitional and strict documents but for what stands before them.
fn prefixes(root: &BytesStart<'_>) -> [Option<String>; 2] {
    let mut out = [None, None];
    let mut attributes = root.attributes();
    for attribute in attributes.with_checks(false).flatten() {
        let key = attribute.key.into_inner();
        let prefix = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
        let (Some(prefix), name) = (prefix, value(&attribute)) else { continue };
        if name.ends_with("/wordprocessingml/2006/main") || name.ends_with("/wordprocessingml/main")
        {
            out[0] = Some(prefix.to_owned());
        } else if name.ends_with("/officeDocument/2006/math")
            || name.ends_with("/officeDocument/math")
        {
            out[1] = Some(prefix.to_owned());
        }
    }
    out
}

/// The character that a reference stands for; one that is unknown is shown as such.
fn resolved(reference: &BytesRef<'_>) -> char {
    match &**reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => reference.resolve_char_ref().ok().flatten().unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
