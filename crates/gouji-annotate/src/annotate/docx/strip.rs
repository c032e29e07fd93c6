//! Takes out of a document what an earlier run has put in: our comments, their marks in the text,
//! our shadings. Comments of other people stay, also answers to ours.

use super::{comments, main_part};
use crate::annotate::package::Package;
use crate::annotate::remark::RemarkTone;
use crate::annotate::xml::{Edits, MarkupTag, element, end_of, tags};
use crate::annotate::{AUTHOR, Refusal};
use std::collections::BTreeSet;

/// The document without what is ours; `None` where nothing is.
pub(super) fn stripped(bytes: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
    let mut package = Package::open(bytes)?;
    let main = main_part(&mut package)?;
    let (mut ids, mut paragraphs) = (BTreeSet::new(), BTreeSet::new());
    if let Some(part) = comments::part(&mut package, &main)? {
        let xml = package.needed(&part)?;
        let all = tags(&xml, &part)?;
        let mut edits = Edits::default();
        for (at, tag) in
            all.iter().enumerate().filter(|(_, tag)| tag.opens() && tag.name() == "comment")
        {
            if tag.attribute("author").is_some_and(|author| author == AUTHOR) {
                ids.extend(tag.attribute("id").map(|id| id.into_owned()));
                let inner = all.get(at..end_of(&all, at)).unwrap_or(&[]);
                paragraphs.extend(
                    inner
                        .iter()
                        .filter_map(|tag| tag.attribute("paraId"))
                        .map(|id| id.into_owned()),
                );
                edits.remove(element(&all, at));
            }
        }
        let changed = edits.apply(&xml)?;
        package.put(&part, changed);
    }
    let relations = package.relations(&main)?;
    for relation in relations
        .iter()
        .filter(|relation| package.has(&relation.target))
        .cloned()
        .collect::<Vec<_>>()
    {
        match relation.kind.as_str() {
            "footnotes" | "endnotes" => without_marks(&mut package, &relation.target, &ids)?,
            "commentsExtended" | "commentsIds" if !paragraphs.is_empty() => {
                without_threads(&mut package, &relation.target, &paragraphs)?
            }
            _ => {}
        }
    }
    without_marks(&mut package, &main, &ids)?;
    if package.is_changed() { package.finish().map(Some) } else { Ok(None) }
}

/// Takes the marks of comments and our shadings out of a part.
fn without_marks(
    package: &mut Package<'_>,
    part: &str,
    ids: &BTreeSet<String>,
) -> Result<(), Refusal> {
    let xml = package.long(part)?;
    // mostly nothing is ours
    let has_colour = |tone: &RemarkTone| {
        xml.contains(tone.colour()) || xml.contains(&tone.colour().to_ascii_lowercase())
    };
    if ids.is_empty() && !RemarkTone::ALL.iter().any(has_colour) {
        return Ok(());
    }
    let all = tags(&xml, part)?;
    let mut edits = Edits::default();
    let is_ours = |tag: &MarkupTag<'_>| tag.attribute("id").is_some_and(|id| ids.contains(&*id));
    for (at, tag) in all.iter().enumerate().filter(|(_, tag)| tag.opens()) {
        match tag.name() {
            "commentRangeStart" | "commentRangeEnd" if is_ours(tag) => {
                edits.remove(element(&all, at))
            }
            "commentReference" if is_ours(tag) => {
                // the run that holds nothing else goes with it
                let run =
                    all.iter().take(at).rposition(|run| run.opens() && run.depth + 1 == tag.depth);
                let alone = run.filter(|run| {
                    let inner = all.get(run + 1..end_of(&all, *run)).unwrap_or(&[]);
                    inner.iter().all(|inner| {
                        inner.depth != tag.depth
                            || !inner.opens()
                            || matches!(inner.name(), "rPr" | "commentReference")
                    })
                });
                edits.remove(element(&all, alone.unwrap_or(at)));
            }
            "shd" => {
                let fill = tag.attribute("fill").unwrap_or_default();
                let is_run = all
                    .iter()
                    .take(at)
                    .rfind(|outer| outer.opens() && outer.depth + 1 == tag.depth)
                    .is_some_and(|outer| outer.name() == "rPr");
                if is_run
                    && RemarkTone::ALL.iter().any(|tone| fill.eq_ignore_ascii_case(tone.colour()))
                {
                    edits.remove(element(&all, at));
                }
            }
            _ => {}
        }
    }
    if !edits.is_empty() {
        let changed = edits.apply(&xml)?;
        package.put(part, changed);
    }
    Ok(())
}

/// Takes our comments out of what Word keeps of threads; an answer to one of ours begins a thread
/// of its own.
fn without_threads(
    package: &mut Package<'_>,
    part: &str,
    paragraphs: &BTreeSet<String>,
) -> Result<(), Refusal> {
    let xml = package.needed(part)?;
    let all = tags(&xml, part)?;
    let mut edits = Edits::default();
    let is_ours = |tag: &MarkupTag<'_>, name: &str| {
        tag.attribute(name).is_some_and(|id| paragraphs.contains(&*id))
    };
    for (at, tag) in all.iter().enumerate().filter(|(_, tag)| tag.opens()) {
        if is_ours(tag, "paraId") {
            edits.remove(element(&all, at));
        } else if is_ours(tag, "paraIdParent") {
            edits.replace(tag.at..tag.end(), tag.without("paraIdParent"));
        }
    }
    let changed = edits.apply(&xml)?;
    package.put(part, changed);
    Ok(())
}
