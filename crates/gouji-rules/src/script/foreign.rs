//! Words, loops and blocks of other languages in a script: where they stand, and what to write
//! instead.

use std::ops::Range;

/// A word of another language, and how a script says it.
pub(super) fn foreign_word(word: &str) -> Option<&'static str> {
    Some(match word {
        "elif" | "elseif" | "elsif" | "ElseIf" | "ELSEIF" => "else if 条件 { … }",
        "If" | "IF" | "如果" | "若" | "Then" | "then" | "THEN" | "那么" | "End" | "EndIf"
        | "end" | "END" | "fi" | "endif" => {
            "if 条件 { … }：条件后面直接写 {，结束写 }，没有 Then、End If"
        }
        "Else" | "ELSE" | "否则" => "} else { … }",
        "For" | "FOR" | "Each" | "Next" | "next" | "do" | "done" | "循环" => {
            "for 项 in rows(表样) { … }，结束写 }"
        }
        "While" | "WHILE" | "Do" | "Loop" | "Wend" => "while 条件 { … }，结束写 }",
        "Sub" | "Function" | "begin" | "Begin" | "BEGIN" => {
            "{ … }：脚本直接写语句，不用 Sub、Begin、End"
        }
        "MsgBox" | "Print" | "printf" | "alert" | "提示" | "报错" => "report(数, \"说明\")",
        "console" | "System" | "document" | "window" => "report(数, \"说明\")",
        "None" | "null" | "nil" | "undefined" => "present(…) 来问有没有",
        "True" | "TRUE" | "真" | "成立" => "true",
        "False" | "FALSE" | "假" | "不成立" => "false",
        "var" | "dim" | "Dim" | "DIM" | "Set" | "int" | "float" | "double" => "let",
        "foreach" | "forEach" | "ForEach" | "each" => "for 项 in rows(表样) { … }",
        "def" | "function" | "func" => "fn 名称(参数) { … }",
        _ => return None,
    })
}

/// The word of another language that begins the line of a place, and how a script says it: what is
/// wrong is often told behind it.
pub(super) fn foreign_start(source: &str, at: usize) -> Option<(Range<usize>, &'static str)> {
    let start = source.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(start..)?;
    let line = rest.get(..rest.find('\n').unwrap_or(rest.len()))?;
    let own = line.trim_start();
    let from = start + line.len() - own.len();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let word = own.get(..own.find(|c: char| !is_part(c)).unwrap_or(own.len()))?;
    let behind = own.get(word.len()..)?.trim_start();
    // a variable may be called so
    let is_variable = behind.starts_with(['=', '.', '+', '-', '*', '/', '[']) || word == "do";
    let meant = foreign_word(word).filter(|_| !is_variable)?;
    Some((from..from + word.len(), meant))
}

/// A loop that counts as other languages write it: `for (i = 0; i < 10; i++)`.
pub(super) fn counting_loop(source: &str, at: usize) -> Option<Range<usize>> {
    let start = source.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(start..)?;
    let line = rest.get(..rest.find('\n').unwrap_or(rest.len()))?;
    let own = line.trim_start();
    let head = own.strip_prefix("for")?.trim_start();
    let is_it = head.starts_with('(') && (head.contains(';') || head.contains(':'));
    let from = start + line.len() - own.len();
    is_it.then(|| from..from + own.find(')').map_or(own.trim_end().len(), |end| end + 1))
}

/// A function without a name as another language writes it, on the line of a place: `项 => …`,
/// `项 -> …`. Where it stands, and how a script writes it.
pub(super) fn arrow(source: &str, at: usize) -> Option<(Range<usize>, String)> {
    let start = source.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(start..)?;
    let line = rest.get(..rest.find('\n').unwrap_or(rest.len()))?;
    let sign = ["=>", "->"].iter().filter_map(|sign| line.find(sign)).min()?;
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let before = line.get(..sign)?.trim_end().trim_end_matches(')');
    let name = before.get(before.trim_end_matches(is_part).len()..)?;
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    let behind = line.get(sign + 2..)?;
    let mut depth = 0_usize;
    let end = behind.char_indices().find(|(_, c)| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth == 0 => true,
        ')' => {
            depth -= 1;
            false
        }
        _ => false,
    });
    let body = behind.get(..end.map_or(behind.len(), |(end, _)| end))?;
    let body = body.trim().trim_end_matches(';');
    Some((start + sign..start + sign + 2, format!("|{name}| {body}")))
}

/// A number with its unit right behind it, and where it stands: the word of the unit is where the
/// parser stumbles.
pub(super) fn with_unit(source: &str, span: &Range<usize>) -> Option<(Range<usize>, String)> {
    let word = source.get(span.clone())?;
    let first = word.chars().next()?;
    let before = source.get(..span.start)?;
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let number = before.get(before.trim_end_matches(is_part).len()..)?;
    let is_number = number.starts_with(|c: char| c.is_ascii_digit());
    let is_unit = first.is_alphabetic() && !first.is_ascii();
    let start = span.start - number.len();
    (is_number && is_unit).then(|| (start..span.end, format!("{number}{word}")))
}

/// The colon that ends a line where another language begins a block.
pub(super) fn python_colon(source: &str, at: usize) -> Option<Range<usize>> {
    let start = source.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(start..)?;
    let line = rest.get(..rest.find('\n').unwrap_or(rest.len()))?;
    let own = line.trim_end();
    let word = own.split_whitespace().next()?;
    let is_block = ["for", "if", "else:", "elif", "while", "def", "else"].contains(&word);
    let colon = own.ends_with([':', '：']) && is_block;
    let length = own.chars().next_back().map_or(0, char::len_utf8);
    colon.then(|| start + own.len() - length..start + own.len())
}

/// What to write instead of blocks that begin with a colon: the lines of the script themselves.
pub(super) fn without_colons(source: &str) -> String {
    let begun = |line: &str| {
        let own = line.trim();
        let word = own.split([' ', ':', '：']).next().unwrap_or("");
        let is_block = ["for", "if", "while", "else"].contains(&word);
        let bare = own.trim_end_matches([':', '：']).trim_end();
        (is_block && bare.len() < own.len()).then(|| format!("“{bare} {{”"))
    };
    let lines: Vec<String> = source.lines().filter_map(begun).take(3).collect();
    if lines.is_empty() {
        return "写成 { … }，例如 for 项 in rows(表样) { … }、if 条件 { … }".to_owned();
    }
    format!("写成 {}，每一段的末尾各加一行 }}", lines.join("、"))
}

/// The variables that a script introduces.
pub(super) fn let_names(source: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let behind = source.split("let ").skip(1);
    behind
        .filter_map(|text| {
            let text = text.trim_start();
            text.get(..text.find(|c: char| !is_part(c)).unwrap_or(text.len()))
        })
        .filter(|name| !name.is_empty())
        .collect()
}
