//! Changing XML without writing it anew: tags with their byte ranges, and edits that leave all
//! other bytes as they are.

use super::Refusal;
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use std::borrow::Cow;
use std::ops::Range;

/// A tag and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkupTag<'a> {
    /// Whether it opens or closes.
    pub kind: TagKind,
    /// The whole tag, from `<` to behind `>`.
    pub text: &'a str,
    /// Byte of its `<`.
    pub at: usize,
    /// Open elements around it.
    pub depth: usize,
}

/// Whether a tag opens or closes an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// It opens one: `<p>`.
    Start,
    /// It is one: `<p/>`.
    Empty,
    /// It closes one: `</p>`.
    End,
}

impl<'a> MarkupTag<'a> {
    /// Name with its prefix.
    pub(crate) fn qualified(&self) -> &'a str {
        let text = self.text.trim_start_matches(['<', '/']);
        text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or("")
    }

    /// Name without its prefix.
    pub fn name(&self) -> &'a str {
        self.qualified().rsplit(':').next().unwrap_or("")
    }

    /// Its prefix with the colon.
    pub fn prefix(&self) -> &'a str {
        let name = self.qualified();
        name.find(':').and_then(|at| name.get(..=at)).unwrap_or("")
    }

    /// Behind its `>`.
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Whether an element begins here.
    pub fn opens(&self) -> bool {
        self.kind != TagKind::End
    }

    /// The value of an attribute by its name without prefix, resolved.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let range = attribute(self.text, name)?;
        Some(unescaped(self.text.get(range)?))
    }

    /// The name space that the tag declares for a prefix.
    pub(crate) fn name_space(&self, prefix: &str) -> Option<&'a str> {
        let declared = format!("xmlns:{}", prefix.trim_end_matches(':'));
        self.text.get(find_attribute(self.text, |key| key == declared)?)
    }

    /// The tag with an attribute set.
    pub fn with(&self, name: &str, value: &str) -> String {
        let value = escaped(value);
        let mut out = self.text.to_owned();
        match attribute(self.text, name) {
            Some(range) => out.replace_range(range, &value),
            None => out.insert_str(1 + self.qualified().len(), &format!(" {name}=\"{value}\"")),
        }
        out
    }

    /// The tag without an attribute.
    pub(crate) fn without(&self, name: &str) -> String {
        let Some(value) = attribute(self.text, name) else { return self.text.to_owned() };
        let head = self.text.get(..value.start).unwrap_or("");
        // back over the name and its prefix
        let key = head.trim_end_matches(['"', '\'']).trim_end().trim_end_matches('=').trim_end();
        let start = key
            .rfind(char::is_whitespace)
            .and_then(|at| key.get(..at))
            .map_or(0, |head| head.trim_end().len());
        let mut out = self.text.to_owned();
        out.replace_range(start..value.end + 1, "");
        out
    }
}

/// Where the value of an attribute stands in a tag, by its name without prefix.
fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    find_attribute(tag, |key| key.rsplit(':').next() == Some(name) && !key.starts_with("xmlns"))
}

fn find_attribute(tag: &str, is_it: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let mut at = tag.find(char::is_whitespace)?;
    loop {
        let rest = tag.get(at..)?;
        let equals = rest.find('=')?;
        let key = rest.get(..equals)?.trim();
        let after = rest.get(equals + 1..)?;
        let open = after.find(['"', '\''])?;
        let quote = after.get(open..)?.chars().next()?;
        let start = at + equals + 1 + open + 1;
        let len = tag.get(start..)?.find(quote)?;
        if is_it(key) {
            return Some(start..start + len);
        }
        at = start + len + 1;
    }
}

/// All tags of a part in their order.
pub fn tags<'a>(xml: &'a str, part: &str) -> Result<Vec<MarkupTag<'a>>, Refusal> {
    tags_to(xml, part, usize::MAX)
}

/// The tags of a part with at most so many open elements around them. Names of ends are not held
/// against those of starts, as drawings of Excel leave some out.
pub(crate) fn tags_to<'a>(
    xml: &'a str,
    part: &str,
    deepest: usize,
) -> Result<Vec<MarkupTag<'a>>, Refusal> {
    // a byte order mark is not counted
    let mark = xml.len() - xml.trim_start_matches('\u{FEFF}').len();
    let mut reader = Reader::from_str(xml.get(mark..).unwrap_or(""));
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut out = Vec::new();
    let mut depth = 0_usize;
    loop {
        let from = mark + usize::try_from(reader.buffer_position()).unwrap_or(0);
        let event =
            reader.read_event().map_err(|_| Refusal::strange(format!("{part} 的 XML 有误")))?;
        let to = mark + usize::try_from(reader.buffer_position()).unwrap_or(0);
        let kind = match event {
            Event::Start(_) => TagKind::Start,
            Event::Empty(_) => TagKind::Empty,
            Event::End(_) => TagKind::End,
            Event::Eof => return Ok(out),
            _ => continue,
        };
        let text = xml.get(from..to).unwrap_or("");
        if kind == TagKind::End {
            depth = depth.saturating_sub(1);
        }
        if depth <= deepest {
            out.push(MarkupTag { kind, text, at: from, depth });
        }
        if kind == TagKind::Start {
            depth += 1;
        }
    }
}

/// The index of the tag that ends the element of a tag; its own where that is empty.
pub fn end_of(tags: &[MarkupTag<'_>], start: usize) -> usize {
    match tags.get(start) {
        Some(tag) if tag.kind == TagKind::Start => {
            let ends =
                |other: &MarkupTag<'_>| other.kind == TagKind::End && other.depth <= tag.depth;
            tags.iter()
                .skip(start + 1)
                .position(ends)
                .map_or(tags.len().saturating_sub(1), |at| start + 1 + at)
        }
        _ => start,
    }
}

/// Byte range of the element of a tag, its ends included.
pub fn element(tags: &[MarkupTag<'_>], start: usize) -> Range<usize> {
    let at = tags.get(start).map_or(0, |tag| tag.at);
    at..tags.get(end_of(tags, start)).map_or(at, MarkupTag::end)
}

/// The text within an element, resolved.
pub(crate) fn text_of(xml: &str, tags: &[MarkupTag<'_>], start: usize) -> String {
    let end = end_of(tags, start);
    let mut out = String::new();
    for at in start..end {
        if let (Some(tag), Some(next)) = (tags.get(at), tags.get(at + 1)) {
            out.push_str(&unescaped(xml.get(tag.end()..next.at).unwrap_or("")));
        }
    }
    out
}

/// Adds an element as the last child of the element of a tag.
pub(crate) fn append(
    edits: &mut Edits,
    tags: &[MarkupTag<'_>],
    parent: usize,
    child: impl Into<String>,
) {
    let Some(tag) = tags.get(parent) else { return };
    if tag.kind == TagKind::Empty {
        let open = tag.text.trim_end_matches('>').trim_end().trim_end_matches('/').trim_end();
        edits.replace(tag.at..tag.end(), format!("{open}>{}</{}>", child.into(), tag.qualified()));
    } else if let Some(end) = tags.get(end_of(tags, parent)) {
        edits.insert(end.at, child);
    }
}

/// Replacements in a text, applied together.
#[derive(Debug, Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts something else in place of a range.
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Puts something in; at one place in the order of the calls.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at..at, text.into()));
    }

    /// Takes a range out.
    pub(crate) fn remove(&mut self, range: Range<usize>) {
        self.0.push((range, String::new()));
    }

    /// Whether nothing is to be done.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with all of them made.
    pub fn apply(mut self, text: &str) -> Result<String, Refusal> {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(
            text.len() + self.0.iter().map(|(_, new)| new.len()).sum::<usize>(),
        );
        let mut at = 0;
        for (range, new) in self.0 {
            let before =
                text.get(at..range.start).ok_or_else(|| Refusal::strange("批注的位置互相重叠"))?;
            out.push_str(before);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(text.get(at..).unwrap_or(""));
        Ok(out)
    }
}

/// Text as it may stand in XML, between tags and in attributes. Tabs and line breaks stay as they are, unlike in
/// `report::markup::escaped`: what a copy remembers of cells is parted by them.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// Text with its references resolved; CDATA marks are no part of it.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    let text = match text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>")) {
        Some(plain) => return Cow::Borrowed(plain),
        None => text,
    };
    quick_xml::escape::unescape(text).unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_know_their_places_and_attributes() {
        let xml = "\u{FEFF}<?xml version=\"1.0\"?><x:a xmlns:x='u' n = '1'><!-- <no/> --><b r=\"A&amp;1\"/>t</x:a>";
        let tags = tags(xml, "").unwrap();
        let names: Vec<(&str, &str, usize)> =
            tags.iter().map(|tag| (tag.name(), tag.prefix(), tag.depth)).collect();
        assert_eq!(names, [("a", "x:", 0), ("b", "", 1), ("a", "x:", 0)]);
        assert_eq!(tags[0].attribute("n").as_deref(), Some("1"));
        assert_eq!(tags[1].attribute("r").as_deref(), Some("A&1"));
        assert_eq!(tags[1].with("s", "3"), "<b s=\"3\" r=\"A&amp;1\"/>");
        assert_eq!(tags[1].with("r", "<"), "<b r=\"&lt;\"/>");
        assert_eq!(tags[1].without("r"), "<b/>");
        assert_eq!(&xml[element(&tags, 0)], &xml[xml.find("<x:a").unwrap()..]);
        assert_eq!(text_of(xml, &tags, 0).replace("<!-- <no/> -->", ""), "t");
    }

    #[test]
    fn edits_are_made_together_and_never_overlap() {
        let mut edits = Edits::default();
        edits.insert(1, "x");
        edits.replace(2..3, "y");
        edits.insert(1, "z");
        assert_eq!(edits.apply("abcd").unwrap(), "axzbyd");
        let mut edits = Edits::default();
        edits.remove(0..3);
        edits.remove(2..4);
        assert!(edits.apply("abcd").is_err());
    }
}
