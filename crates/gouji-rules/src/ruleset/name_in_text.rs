//! Whether a rule file names something in its text.

/// Whether a rule file reads a parameter: its name stands somewhere else than where it gets its
/// value.
pub(super) fn is_read(name: &str, text: &str) -> bool {
    stands(name, text, |line, behind| {
        let before = line;
        let rest = behind.trim_start_matches(['"', '\'', ' ', '\t']);
        let before = before.trim().trim_end_matches(['"', '\'']).trim_end();
        // on a line of its own, or in a table on one line
        let is_given = (before.is_empty() || before.ends_with(['{', ',']))
            && rest.starts_with('=')
            && !rest.starts_with("==");
        is_given || is_words(line)
    })
}

/// Whether what stands before a name in its line begins an id or words for people, which read nothing.
pub(super) fn is_words(before: &str) -> bool {
    let key = before.split_once('=').map(|(key, _)| key.trim());
    key.is_some_and(|key| matches!(key, "id" | "name" | "hint" | "basis" | "title" | "reason"))
}

/// Whether a name stands in a file as a word of its own, but in remarks and where it is given: `is_given` sees what
/// stands before and behind it in its line.
pub(super) fn stands(name: &str, text: &str, is_given: impl Fn(&str, &str) -> bool) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, word)| {
        let before = text.get(..at).unwrap_or("").rsplit('\n').next().unwrap_or("");
        let behind = text.get(at + word.len()..).unwrap_or("").lines().next().unwrap_or("");
        !before.trim_start().starts_with('#')
            && !before.ends_with(is_word)
            && !behind.starts_with(is_word)
            && !is_given(before, behind)
    })
}
