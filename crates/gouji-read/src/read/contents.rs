//! Contents pages: from the line 目录 on, entries until the numbering begins anew.

use super::line::Line;
use gouji_values::vocabulary::Vocabulary;

/// Entries that are looked through where none has a page number.
const ENTRIES: usize = 200;

/// Which lines stand on a contents page.
pub(super) fn mark(lines: &[Line<'_>], vocabulary: &Vocabulary) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    let words: Vec<String> =
        vocabulary.contents.iter().map(|word| vocabulary.folded(word)).collect();
    let mut at = 0;
    while at < lines.len() {
        let is_head = lines.get(at).is_some_and(|line| {
            line.text.len() <= 64 && words.contains(&vocabulary.folded(line.text))
        });
        if is_head {
            let end = end_of_entries(lines, at + 1, vocabulary);
            for mark in out.iter_mut().take(end).skip(at) {
                *mark = true;
            }
            at = end;
        } else {
            at += 1;
        }
    }
    out
}

/// Behind the last entry.
fn end_of_entries(lines: &[Line<'_>], from: usize, vocabulary: &Vocabulary) -> usize {
    let filled = || lines.iter().enumerate().skip(from).filter(|(_, line)| !line.text.is_empty());
    let Some((first, _)) = filled().next() else { return from };
    if filled().take(3).any(|(_, line)| has_page(line)) {
        // entries with pages; one line without a page may stand between two that have one
        let mut end = from;
        let mut pending = 0;
        for (index, line) in filled() {
            if has_page(line) {
                end = index + 1;
                pending = 0;
            } else {
                pending += 1;
                let again = index > first
                    && lines
                        .get(first)
                        .is_some_and(|entry| same(entry.text, line.text, vocabulary));
                if pending > 1 || again || line.text.chars().count() > 60 {
                    break;
                }
            }
        }
        return end;
    }
    let entry = lines.get(first).map_or("", |line| line.text);
    let numbering = vocabulary.ordinal(entry).map(|ordinal| (ordinal.style, ordinal.value));
    for (index, line) in filled().skip(1).take(ENTRIES) {
        let again = numbering.is_some()
            && vocabulary.ordinal(line.text).map(|ordinal| (ordinal.style, ordinal.value))
                == numbering;
        if again || same(entry, line.text, vocabulary) {
            return index;
        }
        if line.text.chars().count() > 60 || line.text.ends_with('。') {
            break;
        }
    }
    from
}

fn same(entry: &str, text: &str, vocabulary: &Vocabulary) -> bool {
    text.len() < 300 && entry.len() < 300 && {
        let (entry, text) = (vocabulary.folded(entry), vocabulary.folded(text));
        let entry =
            entry.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·'));
        !text.is_empty() && entry == text
    }
}

/// Ends with a page number behind a tab, dots or wide blanks, or with dots.
fn has_page(line: &Line<'_>) -> bool {
    let text = line.text;
    if text.chars().count() > 120 {
        return false;
    }
    let rest =
        text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | '-'));
    let leader = rest.trim_end_matches([' ', '\u{3000}']);
    let dots = leader.ends_with(['…', '·', '\u{2024}', '\u{2025}', '\u{22EF}'])
        || leader.ends_with("...")
        || leader.ends_with(". .");
    dots || (rest.len() < text.len()
        && (rest.ends_with('\t') || rest.ends_with("  ") || rest.ends_with('\u{3000}')))
}
