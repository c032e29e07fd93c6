//! Question marks of wordings, which say that the letter before them may be left out, where the mark
//! itself was to be found.

use super::odd_texts::texts;
use super::tables::tables;
use super::tree::TreeTable;
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;
use gouji_values::number::is_ideograph;

/// Tells of a question mark at the end of words: what may be left out there is found without it.
pub(super) fn literal_marks(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for table in tables(root, "wording") {
        for value in ["printed", "except"].iter().filter_map(|key| table.get(key)) {
            for (text, span) in texts(value) {
                let Some((at, letter)) = ending_mark(text, '?') else { continue };
                let (before, behind) = text.split_at(at);
                let behind = behind.get(1..).unwrap_or("");
                let without = before.strip_suffix(letter).unwrap_or(before);
                out.warn(
                    source,
                    span,
                    MistakeCode::WithoutEffect,
                    format!(
                        "半角 ? 不是问号，表示前一个字“{letter}”可有可无：“{without}{behind}”也会找到"
                    ),
                    Some(format!(
                        "印成全角的问号写 \"{before}？{behind}\"，半角的问号不能找；“{letter}”真的可有可无的，写成 \"{without}({letter})?{behind}\""
                    )),
                );
            }
        }
    }
}

/// Whether a full-width mark of a wording can only be meant as it is printed: a question mark that ends words, a plus that repeats no group.
pub(super) fn stands_for_itself(text: &str) -> bool {
    let is_plus = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !matches!(before, None | Some('）' | ')'))
    };
    let others = text.contains(['｜', '［', '＊']);
    let mut marks = text.char_indices().filter(|(_, c)| matches!(c, '？' | '＋')).peekable();
    !others
        && marks.peek().is_some()
        && marks.all(|(at, c)| match c {
            '？' => ends_words(text, at + c.len_utf8()),
            _ => is_plus(at),
        })
}

/// Where a mark ends words, and the letter before it.
fn ending_mark(text: &str, mark: char) -> Option<(usize, char)> {
    text.match_indices(mark).find_map(|(at, _)| {
        let letter = text.get(..at)?.chars().next_back()?;
        (is_ideograph(letter) && ends_words(text, at + mark.len_utf8())).then_some((at, letter))
    })
}

/// Whether nothing, or a sign that parts sentences, stands there.
fn ends_words(text: &str, at: usize) -> bool {
    let behind = text.get(at..).and_then(|behind| behind.chars().next());
    behind.is_none_or(|c| {
        matches!(c, '，' | '。' | '；' | '！' | '”' | '’' | '」' | '、' | '）' | ' ')
    })
}
