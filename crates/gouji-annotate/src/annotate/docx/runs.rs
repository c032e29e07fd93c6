//! Marks on texts of a part: runs are split where a figure begins or ends inside one. In: marks and
//! the XML of the part. Out: edits that touch the marked runs alone.

use crate::annotate::Refusal;
use crate::annotate::remark::RemarkTone;
use crate::annotate::xml::{Edits, MarkupTag, TagKind, end_of, escaped};
use gouji_read::read::Traced;
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of a text of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RunPiece {
    /// Index of the paragraph.
    pub paragraph: usize,
    /// Index of the text in it.
    pub text: usize,
    /// Bytes of the text.
    pub range: Range<usize>,
}

/// A comment begins or ends at a byte of a text; ends come before beginnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    at: usize,
    begins: bool,
    id: usize,
}

/// What is marked in one text.
#[derive(Clone, Debug, Default)]
struct Text {
    shades: Vec<(Range<usize>, RemarkTone)>,
    edges: Vec<Edge>,
}

/// All marks.
#[derive(Debug, Default)]
pub(super) struct RunMarks {
    texts: BTreeMap<(usize, usize), Text>,
    /// Comments on whole paragraphs of the body, or at their start, by byte.
    paragraphs: BTreeMap<usize, Vec<(usize, bool)>>,
}

impl RunMarks {
    /// Shades a piece.
    pub(super) fn shade(&mut self, piece: RunPiece, tone: RemarkTone) {
        self.texts
            .entry((piece.paragraph, piece.text))
            .or_default()
            .shades
            .push((piece.range, tone));
    }

    /// Puts a comment from the start of one piece to the end of another.
    pub(super) fn comment(&mut self, id: usize, first: RunPiece, last: RunPiece) {
        let mut edge = |piece: RunPiece, begins: bool| {
            let at = if begins { piece.range.start } else { piece.range.end };
            self.texts.entry((piece.paragraph, piece.text)).or_default().edges.push(Edge {
                at,
                begins,
                id,
            });
        };
        edge(first, true);
        edge(last, false);
    }

    /// Puts a comment on a paragraph, or at its start.
    pub(super) fn comment_paragraph(&mut self, id: usize, at: usize, whole: bool) {
        self.paragraphs.entry(at).or_default().push((id, whole));
    }

    /// The marks of each part, texts by the byte of their tag.
    pub(super) fn by_part(self, list: &[Traced], main: &str) -> BTreeMap<String, PartMarks> {
        let mut out: BTreeMap<String, PartMarks> = BTreeMap::new();
        for ((paragraph, text), marks) in self.texts {
            if let Some((paragraph, text)) = list
                .get(paragraph)
                .and_then(|paragraph| Some((paragraph, paragraph.texts.get(text)?)))
            {
                out.entry(paragraph.part.clone())
                    .or_default()
                    .texts
                    .insert(text.at, (text.text.clone(), marks));
            }
        }
        if !self.paragraphs.is_empty() {
            out.entry(main.to_owned()).or_default().paragraphs = self.paragraphs;
        }
        out
    }
}

/// The marks of a part.
#[derive(Debug, Default)]
pub(super) struct PartMarks {
    texts: BTreeMap<usize, (String, Text)>,
    paragraphs: BTreeMap<usize, Vec<(usize, bool)>>,
}

impl PartMarks {
    /// The edits that make them.
    pub(super) fn write(
        &self,
        xml: &str,
        tags: &[MarkupTag<'_>],
        prefix: &str,
        edits: &mut Edits,
    ) -> Result<(), Refusal> {
        let find = |at: usize| {
            tags.binary_search_by_key(&at, |tag| tag.at)
                .map_err(|_| Refusal::strange("文字的位置对不上"))
        };
        for (at, comments) in &self.paragraphs {
            paragraph(tags, find(*at)?, comments, prefix, edits);
        }
        for (at, (text, marks)) in &self.texts {
            split(xml, tags, find(*at)?, text, marks, prefix, edits)?;
        }
        Ok(())
    }
}

fn begin(id: usize, prefix: &str) -> String {
    format!("<{prefix}commentRangeStart {prefix}id=\"{id}\"/>")
}

/// The end of what a comment is about, and its mark.
fn end(id: usize, prefix: &str) -> String {
    format!(
        "<{prefix}commentRangeEnd {prefix}id=\"{id}\"/><{prefix}r><{prefix}commentReference {prefix}id=\"{id}\"/></{prefix}r>"
    )
}

/// Comments on a paragraph, behind its properties.
fn paragraph(
    tags: &[MarkupTag<'_>],
    index: usize,
    comments: &[(usize, bool)],
    prefix: &str,
    edits: &mut Edits,
) {
    let Some(tag) = tags.get(index) else { return };
    let (mut head, mut tail) = (String::new(), String::new());
    for (id, whole) in comments {
        head.push_str(&begin(*id, prefix));
        (if *whole { &mut tail } else { &mut head }).push_str(&end(*id, prefix));
    }
    if tag.kind == TagKind::Empty {
        let open = tag.text.trim_end_matches('>').trim_end_matches('/').trim_end();
        edits.replace(tag.at..tag.end(), format!("{open}>{head}{tail}</{}>", tag.qualified()));
        return;
    }
    let properties = tags.get(index + 1).filter(|next| next.opens() && next.name() == "pPr");
    let start = if properties.is_some() {
        tags.get(end_of(tags, index + 1)).map_or(tag.end(), MarkupTag::end)
    } else {
        tag.end()
    };
    edits.insert(start, head);
    if let Some(close) = tags.get(end_of(tags, index)) {
        edits.insert(close.at, tail);
    }
}

/// Splits the run of a text at the edges of its marks.
fn split(
    xml: &str,
    tags: &[MarkupTag<'_>],
    index: usize,
    text: &str,
    marks: &Text,
    prefix: &str,
    edits: &mut Edits,
) -> Result<(), Refusal> {
    let strange = || Refusal::strange("文字不在普通的文字段里");
    let tag = tags.get(index).ok_or_else(strange)?;
    let run_index = tags
        .iter()
        .take(index)
        .rposition(|run| run.kind == TagKind::Start && run.depth + 1 == tag.depth)
        .ok_or_else(strange)?;
    let run = tags.get(run_index).filter(|run| run.name() == "r").ok_or_else(strange)?;
    let close = tags.get(end_of(tags, run_index)).ok_or_else(strange)?;
    let shape = tags.get(run_index + 1).filter(|next| next.opens() && next.name() == "rPr");
    let shape_end = if shape.is_some() {
        tags.get(end_of(tags, run_index + 1)).map_or(run.end(), MarkupTag::end)
    } else {
        run.end()
    };
    let shape = xml.get(run.end()..shape_end).unwrap_or("").trim();
    let text_end = tags.get(end_of(tags, index)).map_or(tag.end(), MarkupTag::end);
    // what stands before and behind the text in its run
    let is_first = xml.get(shape_end..tag.at).is_some_and(|between| between.trim().is_empty());
    let is_last = xml.get(text_end..close.at).is_some_and(|between| between.trim().is_empty());

    let mut cuts: Vec<usize> = vec![0, text.len()];
    cuts.extend(marks.edges.iter().map(|edge| edge.at));
    cuts.extend(marks.shades.iter().flat_map(|(range, _)| [range.start, range.end]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut edges = marks.edges.clone();
    edges.sort_unstable();

    let mut out = String::new();
    // whether the run of the file, or one that looks like it, is open, and what was put into it
    let (mut is_open, mut is_filled) = (true, !is_first);
    let mut start = tag.at;
    let mut leave = |out: &mut String, is_open: &mut bool, is_filled: bool| {
        if *is_open {
            // a run that holds nothing yet is not needed
            if is_filled {
                out.push_str(&format!("</{}>", run.qualified()))
            } else {
                start = run.at
            }
        }
        *is_open = false;
    };
    for (number, cut) in cuts.iter().enumerate() {
        for edge in edges.iter().filter(|edge| edge.at == *cut) {
            leave(&mut out, &mut is_open, is_filled);
            out.push_str(&if edge.begins { begin(edge.id, prefix) } else { end(edge.id, prefix) });
        }
        let Some(part) = cuts.get(number + 1).and_then(|next| text.get(*cut..*next)) else {
            continue;
        };
        let covers =
            |(range, _): &&(Range<usize>, RemarkTone)| range.start <= *cut && *cut < range.end;
        let tone = marks.shades.iter().filter(covers).map(|(_, tone)| *tone).max();
        let words = format!("<{prefix}t xml:space=\"preserve\">{}</{prefix}t>", escaped(part));
        match tone {
            Some(tone) => {
                leave(&mut out, &mut is_open, is_filled);
                out.push_str(&format!(
                    "{}{}{words}</{}>",
                    run.text,
                    shaded(shape, tone, prefix),
                    run.qualified()
                ));
            }
            None => {
                if !is_open {
                    out.push_str(&format!("{}{shape}", run.text));
                    is_open = true;
                }
                out.push_str(&words);
                is_filled = true;
            }
        }
    }
    let mut stop = text_end;
    match (is_open, is_last) {
        (false, true) => stop = close.end(),
        (false, false) => out.push_str(&format!("{}{shape}", run.text)),
        (true, _) => {}
    }
    edits.replace(start..stop, out);
    Ok(())
}

/// What may only follow the shading in the properties of a run.
const BEHIND: [&str; 11] = [
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
    "rPrChange",
    "effectExtent",
];

/// The properties of a run with a shading; a run that has one of its own keeps it.
fn shaded(shape: &str, tone: RemarkTone, prefix: &str) -> String {
    let shading = format!(
        "<{prefix}shd {prefix}val=\"clear\" {prefix}color=\"auto\" {prefix}fill=\"{}\"/>",
        tone.colour()
    );
    let bare = format!("<{prefix}rPr>{shading}</{prefix}rPr>");
    let Ok(tags) = crate::annotate::xml::tags(shape, "rPr") else { return shape.to_owned() };
    let Some(first) = tags.first() else { return bare };
    if first.kind == TagKind::Empty {
        return bare;
    }
    let own = tags.iter().position(|tag| tag.depth == 1 && tag.opens() && tag.name() == "shd");
    let is_blank = |tag: &MarkupTag<'_>| {
        tag.attribute("fill").is_none_or(|fill| fill == "auto")
            && tag.attribute("val").is_none_or(|val| matches!(&*val, "clear" | "nil"))
    };
    let mut edits = Edits::default();
    if let Some(own) = own.and_then(|own| tags.get(own)) {
        if !is_blank(own) || own.kind != TagKind::Empty {
            return shape.to_owned();
        }
        edits.remove(own.at..own.end());
    }
    let next =
        tags.iter().find(|tag| tag.depth == 1 && tag.opens() && BEHIND.contains(&tag.name()));
    edits.insert(next.or(tags.last()).map_or(0, |tag| tag.at), shading);
    edits.apply(shape).unwrap_or_else(|_| shape.to_owned())
}
