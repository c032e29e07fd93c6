//! A name that changes everywhere in the author's own files. What would not load under the new name
//! is not changed.

use crate::define::{Target, definitions, of_path, spans};
use crate::folder::{Folder, OpenTexts};
use crate::index::index;
use crate::names::{Named, is_word, named, owner, path_at};
use crate::pieces::{Piece, Sort, pieces};
use crate::say;
use gouji_rules::formula::is_identifier;
use gouji_rules::ruleset::{Rulebook, Ruleset};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

/// What is replaced in a file: its place in the list of texts, and the bytes.
pub type Replaced = Vec<(usize, Vec<Range<usize>>)>;

/// Where the own files write or use a name, and what would load with another one.
///
/// # Errors
/// Why the name cannot change, in words.
pub fn rename(
    target: &Target,
    new: &str,
    folder: &Folder,
    rules: (&Rulebook, &Ruleset),
    open: &OpenTexts,
) -> Result<(Vec<(PathBuf, String)>, Replaced), String> {
    let (base, ruleset) = rules;
    let texts = folder.texts(open);
    if !texts.iter().any(|(_, text)| writes(target, text)) {
        return Err(say::NOTHING_TO_RENAME.to_owned());
    }
    // an id of a rule is a text, all others stand in formulas
    let is_free = matches!(target, Target::Item(kinds, _) if kinds.contains(&"rule") || kinds.contains(&"source"));
    if new.is_empty() || (!is_free && !is_identifier(new)) || new.contains(['"', '\'', '\n', '\\'])
    {
        return Err(say::no_name(new));
    }
    if !definitions(&target.named(new), &folder.book, ruleset).is_empty() {
        return Err(say::taken(new));
    }
    let mut found: Replaced = Vec::new();
    for (at, (path, text)) in texts.iter().enumerate() {
        let is_script = path.extension().is_some_and(|own| own == "rhai");
        let spans =
            if is_script { in_script(target, text) } else { in_file(target, text, ruleset) };
        if !spans.is_empty() {
            found.push((at, spans));
        }
    }
    let mut renamed = texts.clone();
    for (at, spans) in &found {
        let Some((_, text)) = renamed.get_mut(*at) else { continue };
        spans.iter().rev().for_each(|span| text.replace_range(span.clone(), new));
    }
    let known: BTreeSet<&str> = folder.mistakes.iter().map(|own| own.message.as_str()).collect();
    let loaded = folder
        .rulebook(base, &renamed, open)
        .and_then(|(book, name)| book.compile(&name, &[], None).map(|_| ()));
    if let Err(list) = loaded
        && let Some(first) = list.iter().find(|own| !known.contains(own.message.as_str()))
    {
        return Err(say::would_break(&first.message));
    }
    Ok((texts, found))
}

/// Whether a file writes the item: amending one of a layer below is none of that.
fn writes(target: &Target, text: &str) -> bool {
    !matches!(target, Target::Inner(..)) && !spans(target, &index(text)).is_empty()
}

/// The places of a name in a rule file.
fn in_file(target: &Target, text: &str, ruleset: &Ruleset) -> Vec<Range<usize>> {
    let name = target.name();
    let mut out = Vec::new();
    for piece in pieces(text) {
        let Some(written) = text.get(piece.span.clone()).filter(|own| own.contains(name)) else {
            continue;
        };
        out.extend(in_piece(target, name, (text, written), &piece, ruleset));
    }
    out.sort_by_key(|span| span.start);
    out.dedup();
    out
}

fn in_piece(
    target: &Target,
    name: &str,
    (text, written): (&str, &str),
    piece: &Piece,
    ruleset: &Ruleset,
) -> Vec<Range<usize>> {
    let what = named(piece);
    let shared = |kinds: &[&str]| matches!(target, Target::Item(own, _) if own.iter().any(|kind| kinds.contains(kind)));
    let start = piece.span.start;
    match what {
        Named::OwnId if written == name && shared(&[piece.item()]) => vec![piece.span.clone()],
        // what is cited may have a clause behind it
        Named::Ids(kinds) | Named::IdsOrPath(kinds)
            if shared(kinds) && written.split('#').next() == Some(name) =>
        {
            std::iter::once(start..start + name.len()).collect()
        }
        Named::Formula | Named::Message | Named::Path | Named::IdsOrPath(_) => {
            let owner = owner(text, piece, ruleset);
            let is_it = |at: &usize| {
                let (path, span) = path_at(written, at + name.len());
                let is_whole = written.get(span) == Some(name) && !in_quotes(written, *at);
                is_whole && of_path(&path, ruleset, &owner).as_ref() == Some(target)
            };
            let places = written.match_indices(name).map(|(at, _)| at).filter(is_it);
            places.map(|at| start + at..start + at + name.len()).collect()
        }
        Named::Words if matches!(target, Target::Param(_)) => {
            let is_key =
                piece.item() == "param" && piece.sort == Sort::Key && piece.keys.is_empty();
            if is_key && written == name { vec![piece.span.clone()] } else { Vec::new() }
        }
        Named::Words if piece.key() == "script" => in_script(target, written)
            .into_iter()
            .map(|own| start + own.start..start + own.end)
            .collect(),
        Named::Words
            if piece.item() == "profile"
                && piece.keys.first().is_some_and(|key| key == "severity") =>
        {
            if piece.sort == Sort::Key && written == name && shared(&["rule"]) {
                vec![piece.span.clone()]
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
    }
}

/// Whether a byte stands in a text of a formula.
fn in_quotes(formula: &str, at: usize) -> bool {
    formula.get(..at).is_some_and(|before| before.matches('"').count() % 2 == 1)
}

/// The places of a name in a script: as a whole word, not behind a point but where it is a parameter.
fn in_script(target: &Target, text: &str) -> Vec<Range<usize>> {
    let (name, before) = match target {
        Target::Item(kinds, name) if !kinds.contains(&"rule") => (name, ""),
        Target::Param(name) => (name, "param."),
        _ => return Vec::new(),
    };
    let is_it = |at: usize| {
        let (front, behind) =
            (text.get(..at).unwrap_or(""), text.get(at + name.len()..).unwrap_or(""));
        let is_apart = !front.ends_with(is_word) && !behind.starts_with(is_word);
        is_apart && front.ends_with(before) && (!before.is_empty() || !front.ends_with('.'))
    };
    let all = text.match_indices(name.as_str()).map(|(at, _)| at).filter(|at| is_it(*at));
    all.map(|at| at..at + name.len()).collect()
}
