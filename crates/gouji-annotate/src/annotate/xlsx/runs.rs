//! Figures within the text of a cell: their letters alone are coloured and underlined, and the cell
//! keeps its look. In: the text of a cell as the file writes it, and stretches of it. Out: the same
//! text in runs.

use crate::annotate::anchor::{AnchorStretch, counts, find};
use crate::annotate::remark::RemarkTone;
use crate::annotate::xml::{Edits, MarkupTag, TagKind, element, end_of, tags, unescaped};
use std::ops::Range;

/// A longer text is not kept beside the copy, so that its cell is tinted as a whole.
const LONGEST: usize = 8_000;

/// A stretch of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LetterRun<'x> {
    /// Its properties as they are written; none where it looks as the cell does.
    shape: Option<&'x str>,
    /// Its letters as they are written.
    text: &'x str,
}

/// What a cell or an item of the list of strings holds, in runs; `None` where it holds more than
/// letters and their looks.
fn runs<'x>(inner: &'x str, prefix: &str) -> Option<Vec<LetterRun<'x>>> {
    let tags = tags(inner, "text").ok()?;
    let mut out = Vec::new();
    let mut shape = None;
    let mut at = 0;
    while let Some(tag) = tags.get(at) {
        if tag.prefix() != prefix {
            return None;
        }
        match (tag.name(), tag.kind) {
            ("r", TagKind::Start) => shape = None,
            ("r", TagKind::End) => {}
            ("rPr", TagKind::Start | TagKind::Empty) => {
                shape = inner.get(element(&tags, at));
                at = end_of(&tags, at);
            }
            ("t", TagKind::Empty) => {}
            ("t", TagKind::Start) => {
                let text = inner.get(tag.end()..tags.get(at + 1)?.at)?;
                if text.contains("<!") {
                    return None;
                }
                out.push(LetterRun { shape, text });
                at = end_of(&tags, at);
            }
            _ => return None,
        }
        at += 1;
    }
    (!out.is_empty()).then_some(out)
}

/// The letters that the texts of a cell hold.
pub(super) fn letters(inner: &str, prefix: &str) -> Option<String> {
    let runs = runs(inner, prefix)?;
    Some(runs.iter().map(|run| unescaped(run.text)).collect())
}

/// The text of a cell in runs with these stretches marked, and which of them are: a stretch that is
/// not found, or is all of the text, is none. `font` is that of the cell, `prefix` that of the sheet.
pub(super) fn marked(
    inner: &str,
    stretches: &[(AnchorStretch<'_>, RemarkTone)],
    font: &str,
    prefix: &str,
) -> Option<(String, Vec<bool>)> {
    let runs = runs(inner, prefix).filter(|_| inner.len() <= LONGEST)?;
    // each letter that counts, with its run and its bytes there
    let mut native: Vec<char> = Vec::new();
    let mut places: Vec<(usize, Range<usize>)> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        for (range, c) in written(run.text) {
            if counts(c) {
                native.push(c);
                places.push((number, range));
            }
        }
    }
    let mut tones: Vec<Option<RemarkTone>> = vec![None; native.len()];
    let mut are_marked = Vec::new();
    for (stretch, tone) in stretches {
        let found = find(&native, stretch).filter(|found| found.len() < native.len());
        are_marked.push(found.is_some());
        for own in tones.get_mut(found.unwrap_or_default()).into_iter().flatten() {
            *own = (*own).max(Some(*tone));
        }
    }
    if !are_marked.contains(&true) {
        return None;
    }
    let mut out = String::new();
    for (number, run) in runs.iter().enumerate() {
        let own = places.iter().zip(&tones).filter(|((of, _), _)| *of == number);
        let mut cuts: Vec<(usize, Option<RemarkTone>)> = vec![(0, None)];
        let mut behind = 0;
        for ((_, range), tone) in own {
            let last = cuts.last().and_then(|(_, last)| *last);
            if *tone != last {
                // blanks between two letters of a stretch belong to it
                cuts.push((if tone.is_some() { range.start } else { behind }, *tone));
            }
            behind = range.end;
        }
        if cuts.last().is_some_and(|(_, last)| last.is_some()) {
            cuts.push((behind, None));
        }
        for (at, (from, tone)) in cuts.iter().enumerate() {
            let to = cuts.get(at + 1).map_or(run.text.len(), |(next, _)| *next);
            let Some(text) = run.text.get(*from..to).filter(|text| !text.is_empty()) else {
                continue;
            };
            let shape = match tone {
                None => run.shape.unwrap_or("").to_owned(),
                Some(tone) => shaped(run.shape, font, *tone, prefix),
            };
            out.push_str(&format!(
                "<{prefix}r>{shape}<{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}r>"
            ));
        }
    }
    Some((out, are_marked))
}

/// Whether letters of a text carry a mark of ours.
pub(super) fn is_marked(inner: &str) -> bool {
    RemarkTone::ALL.iter().any(|tone| inner.contains(&ink(*tone)))
}

/// The text without our marks, where somebody has changed it since they were put in.
pub(super) fn unmarked(inner: &str) -> String {
    let Ok(tags) = tags(inner, "text") else { return inner.to_owned() };
    let mut edits = Edits::default();
    let shapes = (0..tags.len()).filter(|at| {
        tags.get(*at).is_some_and(|tag| tag.name() == "rPr" && tag.kind == TagKind::Start)
    });
    for at in shapes.filter(|at| inner.get(element(&tags, *at)).is_some_and(is_marked)) {
        for child in at + 1..end_of(&tags, at) {
            if tags.get(child).is_some_and(|tag| tag.opens() && is_ours(tag)) {
                edits.remove(element(&tags, child));
            }
        }
    }
    edits.apply(inner).unwrap_or_else(|_| inner.to_owned())
}

/// Whether a property is one that a mark sets.
fn is_ours(tag: &MarkupTag<'_>) -> bool {
    matches!(tag.name(), "color" | "u")
}

fn ink(tone: RemarkTone) -> String {
    format!("\"FF{}\"", tone.ink())
}

/// The properties of a marked run: those that it had, else those of the cell's font; a run that
/// says nothing of its font has the program's, not the cell's.
fn shaped(shape: Option<&str>, font: &str, tone: RemarkTone, prefix: &str) -> String {
    let line = if tone == RemarkTone::Agrees { String::new() } else { format!("<{prefix}u/>") };
    let mark = format!("{line}<{prefix}color rgb={}/>", ink(tone));
    let source = shape.unwrap_or(font);
    let mut out = String::new();
    if let Ok(tags) = tags(source, "rPr") {
        let children = (1..tags.len())
            .filter_map(|at| Some((at, tags.get(at).filter(|tag| tag.opens() && tag.depth == 1)?)));
        for (at, tag) in children.filter(|(_, tag)| !is_ours(tag)) {
            let written = source.get(element(&tags, at)).unwrap_or("");
            let rest = written.get(1 + tag.qualified().len()..).unwrap_or("");
            let name = if tag.name() == "name" { "rFont" } else { tag.name() };
            // an element of a font holds attributes alone
            if tag.kind == TagKind::Empty {
                out.push_str(&format!("<{prefix}{name}{rest}"));
            }
        }
    }
    // the order of the schema: the typeface stands behind its size and colour
    let at = ["rFont", "name", "family", "charset", "scheme"]
        .iter()
        .filter_map(|name| out.find(&format!("<{prefix}{name} ")))
        .min()
        .unwrap_or(out.len());
    out.insert_str(at, &mark);
    format!("<{prefix}rPr>{out}</{prefix}rPr>")
}

/// The letters of a text as it is written, with their bytes there: `&amp;` is one.
fn written(text: &str) -> Vec<(Range<usize>, char)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let end = match c {
            '&' => text.get(at..).and_then(|rest| rest.find(';')).map(|len| at + len + 1),
            _ => None,
        };
        let end = end.unwrap_or(at + c.len_utf8());
        let resolved = text.get(at..end).map(unescaped).unwrap_or_default();
        let mut chars = resolved.chars();
        if let (Some(one), None) = (chars.next(), chars.next()) {
            out.push((at..end, one));
        } else {
            out.push((at..at + c.len_utf8(), c));
            at += c.len_utf8();
            continue;
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: &str =
        "<x:font><x:b/><x:sz val=\"11\"/><x:color theme=\"1\"/><x:name val=\"宋体\"/></x:font>";

    fn check(inner: &str, text: &str, range: Range<usize>, expected: Option<&str>) {
        let stretch = AnchorStretch { place: "", text: text.chars().collect(), range };
        let prefix = if inner.contains("x:") { "x:" } else { "" };
        let made = marked(inner, &[(stretch, RemarkTone::Error)], FONT, prefix);
        let shown = made.as_ref().map(|(made, _)| {
            let short = made.replace(" xml:space=\"preserve\"", "");
            short.replace(&format!("<{prefix}u/><{prefix}color rgb=\"FFBF1D2F\"/>"), "*")
        });
        assert_eq!(shown.as_deref(), expected);
        if let Some((made, _)) = made {
            assert_eq!(letters(&made, prefix), letters(inner, prefix));
            assert!(is_marked(&made) && !is_marked(&unmarked(&made)));
        }
    }

    #[test]
    fn the_letters_of_a_figure_are_marked_and_all_others_stay() {
        check(
            "<t>A&amp;B 支出 1 5.00万元</t>",
            "A&B支出15.00万元",
            5..10,
            Some(
                "<r><t>A&amp;B 支出 </t></r><r><rPr><b/><sz val=\"11\"/>*<rFont val=\"宋体\"/></rPr><t>1 5.00</t></r><r><t>万元</t></r>",
            ),
        );
        // runs keep their looks, a figure may go over two
        check(
            "<x:r><x:t>收入1</x:t></x:r><x:r><x:rPr><x:i/><x:u/><x:rFont val=\"楷体\"/></x:rPr><x:t>5元</x:t></x:r>",
            "收入15元",
            2..4,
            Some(
                "<x:r><x:t>收入</x:t></x:r><x:r><x:rPr><x:b/><x:sz val=\"11\"/>*<x:rFont val=\"宋体\"/></x:rPr><x:t>1</x:t></x:r>\
                 <x:r><x:rPr><x:i/>*<x:rFont val=\"楷体\"/></x:rPr><x:t>5</x:t></x:r><x:r><x:rPr><x:i/><x:u/><x:rFont val=\"楷体\"/></x:rPr><x:t>元</x:t></x:r>",
            ),
        );
        // the whole text, another one, what stands above letters, what a parser does not resolve
        check("<t>15.00</t>", "15.00", 0..5, None);
        check("<t>收入15.00</t>", "收入16.00", 2..7, None);
        check("<t>收入5</t><rPh><t>shou</t></rPh>", "收入5", 2..3, None);
        check("<t>收入<![CDATA[5]]>元</t>", "收入5元", 2..3, None);
    }
}
