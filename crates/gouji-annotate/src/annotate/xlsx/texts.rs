//! Texts of cells: what a cell holds, what it held before letters of it were marked, and what it is to
//! hold. In: a sheet, the list of strings that sheets share, what an earlier run has kept. Out:
//! contents of cells.

use super::cells::{SheetAt, XlsxSheet};
use super::runs;
use crate::annotate::Refusal;
use crate::annotate::anchor::AnchorStretch;
use crate::annotate::package::Package;
use crate::annotate::remark::RemarkTone;
use crate::annotate::xml::{MarkupTag, TagKind, end_of, tags_to};
use gouji_read::read::address;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a cell with a text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CellText {
    /// Its place in the list of strings; none where the cell holds the text itself.
    pub shared: Option<usize>,
    /// The text as it is written, with its runs.
    pub inner: String,
}

/// What cells held before letters of them were marked, by name of the sheet and cell.
pub(super) type TextsBefore = BTreeMap<(String, SheetAt), CellText>;

/// The list of strings that sheets share, read when it is asked for.
#[derive(Debug, Default)]
pub(super) struct SharedTexts {
    part: Option<String>,
    loaded: Option<(String, Vec<Range<usize>>)>,
}

impl SharedTexts {
    pub(super) fn new(part: Option<String>) -> Self {
        Self { part, loaded: None }
    }

    /// A string as it is written, with its runs.
    pub(super) fn inner(
        &mut self,
        package: &mut Package<'_>,
        index: usize,
    ) -> Result<Option<&str>, Refusal> {
        if self.loaded.is_none() {
            let xml = self.part.as_deref().map_or(Ok(String::new()), |part| package.long(part))?;
            let mut items = Vec::new();
            if !xml.is_empty() {
                let tags = tags_to(&xml, "sharedStrings.xml", 1)?;
                for (at, tag) in tags.iter().enumerate() {
                    if tag.opens() && tag.depth == 1 && tag.name() == "si" {
                        let end = tags.get(end_of(&tags, at)).map_or(tag.end(), |tag| tag.at);
                        items.push(tag.end()..end.max(tag.end()));
                    }
                }
            }
            self.loaded = Some((xml, items));
        }
        let loaded = self.loaded.as_ref();
        Ok(loaded.and_then(|(xml, items)| xml.get(items.get(index)?.clone())))
    }

    /// The text of a cell; `None` where it holds a number or a formula.
    pub(super) fn text(
        &mut self,
        package: &mut Package<'_>,
        sheet: &XlsxSheet<'_>,
        cell: SheetAt,
    ) -> Result<Option<CellText>, Refusal> {
        let Some((kind, content)) = sheet.content(cell) else { return Ok(None) };
        let tags = tags_to(content, "cell", 1)?;
        let within = |name: &str| {
            let at = tags.iter().position(|tag| tag.depth == 0 && tag.name() == name)?;
            let tag = tags.get(at).filter(|tag| tag.kind == TagKind::Start)?;
            content.get(tag.end()..tags.get(end_of(&tags, at))?.at)
        };
        if tags.iter().any(|tag| tag.depth == 0 && tag.name() == "f") {
            return Ok(None);
        }
        match &*kind {
            "inlineStr" => {
                Ok(within("is").map(|inner| CellText { shared: None, inner: inner.to_owned() }))
            }
            "s" => {
                let Some(index) = within("v").and_then(|number| number.trim().parse().ok()) else {
                    return Ok(None);
                };
                let inner = self.inner(package, index)?.map(str::to_owned);
                Ok(inner.map(|inner| CellText { shared: Some(index), inner }))
            }
            _ => Ok(None),
        }
    }

    /// What a cell held before an earlier run marked letters of it. Where the text is another one
    /// now, that stays, without the marks.
    pub(super) fn before(
        &mut self,
        package: &mut Package<'_>,
        now: CellText,
        kept: &CellText,
        prefix: &str,
    ) -> Result<CellText, Refusal> {
        if !runs::is_marked(&now.inner) {
            return Ok(now);
        }
        let letters = |inner: &str| runs::letters(inner, prefix);
        if letters(&now.inner).is_none() || letters(&now.inner) != letters(&kept.inner) {
            return Ok(CellText { shared: None, inner: runs::unmarked(&now.inner) });
        }
        // a program that saved the file counts the strings anew
        let shared = match kept.shared {
            Some(index) if self.inner(package, index)? == Some(&kept.inner) => Some(index),
            _ => None,
        };
        Ok(CellText { shared, inner: kept.inner.clone() })
    }
}

impl CellText {
    /// The text with stretches of it marked, and which of them are; as it is where none can be.
    pub(super) fn marked(
        &self,
        stretches: &[(AnchorStretch<'_>, RemarkTone)],
        font: &str,
        prefix: &str,
    ) -> (Self, Vec<bool>) {
        match runs::marked(&self.inner, stretches, font, prefix) {
            Some((inner, are_marked)) => (Self { shared: None, inner }, are_marked),
            None => (self.clone(), vec![false; stretches.len()]),
        }
    }

    /// A cell that holds it, by the tag of the cell.
    pub(super) fn written(&self, tag: &MarkupTag<'_>) -> String {
        let prefix = tag.prefix();
        let (kind, content) = match self.shared {
            Some(index) => ("s", format!("<{prefix}v>{index}</{prefix}v>")),
            None => ("inlineStr", format!("<{prefix}is>{}</{prefix}is>", self.inner)),
        };
        let open = tag.with("t", kind);
        let open = open.trim_end_matches('>').trim_end_matches('/').trim_end();
        format!("{open}>{content}</{}>", tag.qualified())
    }
}

/// The texts for a hidden column, a cell for each.
pub(super) fn kept(texts: &TextsBefore) -> impl Iterator<Item = String> {
    texts.iter().map(|((sheet, cell), text)| {
        let shared = text.shared.map_or_else(String::new, |index| index.to_string());
        let cell = address::address(cell.0, cell.1);
        format!("text\t{cell}\t{shared}\t{}\t{}", bare(sheet), bare(&text.inner))
    })
}

/// The texts that an earlier run has kept.
pub(super) fn read(first_column: &[String]) -> TextsBefore {
    let text = |line: &String| {
        let mut fields = line.split('\t').skip_while(|field| *field != "text").skip(1);
        let (cell, shared) = (address::parse(fields.next()?)?, fields.next()?);
        let (sheet, inner) = (resolved(fields.next()?), resolved(fields.next()?.trim_end()));
        Some(((sheet, cell), CellText { shared: shared.parse().ok(), inner }))
    };
    first_column.iter().filter(|line| line.starts_with("text\t")).filter_map(text).collect()
}

/// What would not come back as it was: line ends, tabs and what workbooks take for codes of letters.
const CODED: [(char, &str); 5] =
    [('%', "%25"), ('_', "%5F"), ('\t', "%09"), ('\n', "%0A"), ('\r', "%0D")];

fn bare(text: &str) -> String {
    CODED.iter().fold(text.to_owned(), |text, (letter, code)| text.replace(*letter, code))
}

fn resolved(text: &str) -> String {
    CODED
        .iter()
        .rev()
        .fold(text.to_owned(), |text, (letter, code)| text.replace(code, &letter.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_texts_comes_back() {
        let text = |shared, inner: &str| CellText { shared, inner: inner.to_owned() };
        let texts = TextsBefore::from([
            (("表_x000D_1".to_owned(), (3, 1)), text(Some(7), "<t>5%25\t_x000A_\n</t>")),
            (("b".to_owned(), (0, 0)), text(None, "<r><t>1</t></r>")),
        ]);
        let lines: Vec<String> = kept(&texts).collect();
        assert!(lines.iter().all(|line| !line.contains('_') && !line.contains('\n')));
        assert_eq!(read(&lines), texts);
    }
}
