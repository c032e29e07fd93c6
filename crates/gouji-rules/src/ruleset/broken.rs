//! What a TOML file with mistakes lacks: the parser stumbles far behind the bracket or quote that
//! was never closed.

use std::ops::Range;

/// A bracket or text that is never closed, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// Where it begins.
    pub(super) span: Range<usize>,
    /// The sign.
    pub(super) sign: &'static str,
}

/// The first bracket or text over several lines that is open where the next key or table begins, or
/// at the end.
pub(super) fn open(text: &str) -> Option<Unclosed> {
    let mut lists: Vec<(usize, &'static str)> = Vec::new();
    let unclosed = |(at, sign): (usize, &'static str)| Unclosed { span: at..at + 1, sign };
    let mut before = ' ';
    let mut at = 0;
    let mut is_line_start = true;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or("");
        if is_line_start
            && let Some(list) = lists.last()
            && (if list.1 == "{" { rest.starts_with("[[") } else { begins_anew(rest) })
        {
            return Some(unclosed(*list));
        }
        is_line_start = false;
        match c {
            '\n' => is_line_start = true,
            '#' => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            '"' | '\'' => {
                let sign = if c == '"' { "\"\"\"" } else { "'''" };
                match quoted(rest, sign) {
                    Quoted::Length(length) => at += length,
                    Quoted::Open => return Some(Unclosed { span: at..at + sign.len(), sign }),
                    // the parser tells of a text that ends with its line
                    Quoted::EndOfLine(length) => at += length,
                }
                before = c;
                continue;
            }
            // a table where a key belongs, or the end of the list around
            '{' | ']'
                if let Some(list) = lists.last().filter(|list| list.1 == "{")
                    && (c == ']' || matches!(before, ',' | '{')) =>
            {
                return Some(unclosed(*list));
            }
            '[' => lists.push((at, "[")),
            '{' => lists.push((at, "{")),
            ']' => _ = lists.pop(),
            '}' if lists.last().is_some_and(|list| list.1 == "{") => _ = lists.pop(),
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
        at += c.len_utf8();
    }
    lists.first().map(|list| unclosed(*list))
}

/// How far a text reaches.
enum Quoted {
    Length(usize),
    EndOfLine(usize),
    Open,
}

fn quoted(rest: &str, triple: &str) -> Quoted {
    let quote = triple.get(..1).unwrap_or("");
    let escapes = quote == "\"";
    if !rest.starts_with(triple) {
        let line = rest.lines().next().unwrap_or("");
        let mut escaped = true;
        for (at, c) in line.char_indices() {
            if !std::mem::take(&mut escaped) {
                if quote.starts_with(c) {
                    return Quoted::Length(at + 1);
                }
                escaped = escapes && c == '\\';
            }
        }
        return Quoted::EndOfLine(line.len().max(1));
    }
    let inner = rest.get(triple.len()..).unwrap_or("");
    let end = inner.find(triple);
    // a table of tables begins inside: it was to end before
    let table = inner
        .match_indices('\n')
        .map(|(at, _)| at)
        .find(|at| inner.get(at + 1..).is_some_and(|line| line.starts_with("[[")));
    match (end, table) {
        (None, _) => Quoted::Open,
        (Some(end), Some(table)) if table < end => Quoted::Open,
        (Some(end), _) => {
            let behind = inner.get(end + triple.len()..).unwrap_or("");
            let more = behind.len() - behind.trim_start_matches(quote).len();
            Quoted::Length(triple.len() + end + triple.len() + more.min(2))
        }
    }
}

/// Whether a line begins a key or a table.
fn begins_anew(line: &str) -> bool {
    let line = line.lines().next().unwrap_or("").split('#').next().unwrap_or("").trim();
    let is_word = |text: &str| {
        let text = text.trim();
        // a quoted key has both its quotes, a text of a list that holds an equals sign has one
        let text = text.strip_prefix('"').map_or(text, |rest| rest.strip_suffix('"').unwrap_or(""));
        !text.is_empty()
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
            && text.starts_with(char::is_alphabetic)
    };
    if let Some(name) = line
        .strip_prefix("[[")
        .and_then(|rest| rest.strip_suffix("]]"))
        .or_else(|| line.strip_prefix('[')?.strip_suffix(']'))
    {
        return is_word(name) && !line.contains('"');
    }
    line.split_once('=').is_some_and(|(key, value)| is_word(key) && !value.starts_with('='))
}

/// Something at a place that was to be a day: `2027-13-01`.
pub(super) fn written_day(text: &str, at: usize) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_ascii_digit() || c == '-';
    let before = text.get(..at)?;
    let start = before.len() - before.chars().rev().take_while(|c| is_part(*c)).count();
    let behind = text.get(start..)?;
    let end = start + behind.find(|c| !is_part(c)).unwrap_or(behind.len());
    let parts: Vec<&str> = text.get(start..end)?.split('-').collect();
    let is_day = matches!(parts.as_slice(), [year, month, day] if year.len() == 4 && !month.is_empty() && !day.is_empty());
    is_day.then_some(start..end)
}

/// Something to underline: the word at a place, or the one before it.
pub(super) fn widened(text: &str, span: Range<usize>) -> Range<usize> {
    let shown = text.get(span.clone()).is_some_and(|found| !found.trim().is_empty());
    if shown {
        return span;
    }
    let at = text.floor_char_boundary(span.start);
    let (before, behind) = text.split_at(at);
    let signs = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '{' | '}' | '=' | '"' | ',');
    let next = behind.find(signs).unwrap_or(behind.len());
    if next > 0 {
        return at..at + next;
    }
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let own = before.get(line..).unwrap_or("").trim_end();
    // an open text reaches from its quote to the end of the line
    let start = match own.rfind('"') {
        Some(quote) if own.matches('"').count() % 2 == 1 => quote,
        _ => own.len() - own.rsplit(char::is_whitespace).next().map_or(0, str::len),
    };
    if own.is_empty() {
        let first = behind.chars().next().map_or(0, char::len_utf8);
        return at..at + first;
    }
    line + start..line + own.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&'static str, usize)> {
        open(text).map(|open| (open.sign, text[..open.span.start].matches('\n').count() + 1))
    }

    #[test]
    fn what_is_never_closed_is_found_where_it_begins() {
        assert_eq!(found("a = [1, 2\nb = 1\n[[rule]]\nc = [1]\n"), Some(("[", 1)));
        assert_eq!(
            found("x = 1\na = [\n  { b = 1 },\n  { b = 2 },\n\n[[rule]]\nid = \"甲\"\n"),
            Some(("[", 2))
        );
        assert_eq!(found("a = [\n  \"x\",\n"), Some(("[", 1)));
        assert_eq!(
            found("[[rule]]\nscript = '''\nlet x = 1;\n[[rule]]\nscript = '''\nlet y = 1;\n'''\n"),
            Some(("'''", 2))
        );
        assert_eq!(found("given = \"\"\"\n表\n"), Some(("\"\"\"", 1)));
        assert_eq!(found("a = [\n  { b = 1 },\n  { b = 2 ,\n  { b = 3 },\n]\n"), Some(("{", 3)));
        assert_eq!(found("a = [{ b = 1 }, { b = 2 ]\n"), Some(("{", 1)));
    }

    #[test]
    fn what_is_closed_is_left_alone() {
        for text in [
            "a = [1, 2]\nb = [\n  [1, 2],\n  { name = \"甲\", kind = \"x\" },\n]\n[[rule]]\nc = 'a[b'\n",
            "a = [\n  # b = 1\n  \"b = 1\",\n  'c = [',\n]\n",
            "a = \"\"\"\nb = [\n\"\"\"\nc = '''x'''\nd = \"\\\"[\"\n",
            "[a.b]\nc = 1\n[[d]]\n\"中文\" = [ [1], [2] ]\n",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
