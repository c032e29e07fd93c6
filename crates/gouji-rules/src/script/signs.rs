//! Signs of a Chinese keyboard, and others that look like those of a script.

use crate::formula::{FormulaMistake, look_alike};
use gouji_values::kind::Operation;
use rhai::OpAssignment;
use std::ops::Range;

/// A full-width sign where the parser stumbles or right behind: the likeliest cause.
pub(super) fn full_width(source: &str, span: &Range<usize>) -> Option<(usize, char)> {
    let is_sign = |c: &char| {
        "，。；：（）“”‘’【】｛｝［］＝＋－×÷≤≥≠！＜＞＆｜、＊／％".contains(*c)
            || look_alike(*c).is_some()
    };
    let at = |place: usize| {
        let rest = source.get(place..)?;
        let start = place + rest.len() - rest.trim_start_matches(' ').len();
        source.get(start..)?.chars().next().filter(is_sign).map(|sign| (start, sign))
    };
    at(span.start).or_else(|| at(span.end))
}

/// What to type instead.
pub(super) fn ascii_twin(sign: char) -> String {
    let twin = match sign {
        sign if let Some(twin) = look_alike(sign) => twin,
        '、' => ",",
        '≠' => "!=",
        '＊' => "*",
        '／' => "/",
        '％' => "%",
        '，' => ",",
        '。' => ".",
        '；' => ";",
        '：' => ":",
        '｛' => "{",
        '｝' => "}",
        '［' => "[",
        '］' => "]",
        '＜' => "<",
        '＞' => ">",
        '＆' => "&&",
        '｜' => "||",
        '（' => "(",
        '）' => ")",
        '“' | '”' | '‘' | '’' => "\"",
        '【' => "[",
        '】' => "]",
        '＝' => "==",
        '＋' => "+",
        '－' => "-",
        '×' => "*",
        '÷' => "/",
        '≤' => "<=",
        '≥' => ">=",
        _ => "!",
    };
    format!("请改用半角的 {twin}")
}

/// A sign of comparison whose two characters are turned, where the parser stumbles: `=>`, `=<`. A
/// function without a name, which other languages write with the first, stands behind a bracket or
/// a comma, not behind a condition.
pub(super) fn turned_sign(
    source: &str,
    span: &Range<usize>,
) -> Option<(Range<usize>, &'static str, &'static str)> {
    const SIGNS: [(&str, &str); 3] = [("=>", ">="), ("=<", "<="), ("=!", "!=")];
    let line = source.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(line..)?;
    let own = rest.get(..rest.find('\n').unwrap_or(rest.len()))?;
    let (at, (sign, meant)) =
        SIGNS.iter().filter_map(|pair| Some((own.find(pair.0)?, *pair))).min()?;
    // behind a call of a function of lists stands a function without a name
    let before = own.get(..at)?;
    let begin = before.rfind(['{', '}', ';']).map_or(0, |brace| brace + 1);
    let word = before.get(begin..)?.split_whitespace().next()?;
    let word = word.split('(').next()?;
    let is_condition = ["if", "while", "else", "expect"].contains(&word);
    let open = before.rfind('(').and_then(|open| before.get(..open)).unwrap_or("");
    let is_closure = [".map", ".filter", ".some", ".all", ".find", ".reduce", ".sort", ".for_each"]
        .iter()
        .any(|name| open.ends_with(name));
    let place = line + at..line + at + sign.len();
    (is_condition && !is_closure).then_some((place, sign, meant))
}

/// Signs that add to a variable with their characters turned: `=+` sets it to what stands behind.
pub(super) fn turned_additions(source: &str) -> Vec<FormulaMistake> {
    let (mut out, mut quote) = (Vec::new(), None);
    let bytes = source.as_bytes();
    for (at, c) in source.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '`') => quote = Some(c),
            None if c == '=' => {
                let before = at.checked_sub(1).and_then(|own| bytes.get(own)).copied();
                let (sign, next) = (bytes.get(at + 1).copied(), bytes.get(at + 2).copied());
                let is_assignment =
                    !matches!(before, Some(b'=' | b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/'));
                // a negative number stands right behind its sign, which a blank parts from the other
                let is_turned = match sign {
                    Some(b'+') => next != Some(b'+'),
                    Some(b'-') => matches!(next, Some(b' ' | b'\t')),
                    _ => false,
                };
                if is_assignment && is_turned {
                    let meant = if sign == Some(b'+') { "+=" } else { "-=" };
                    out.push(turned_addition(source, at..at + 2, meant));
                }
            }
            _ => {}
        }
    }
    out
}

fn turned_addition(source: &str, span: Range<usize>, meant: &str) -> FormulaMistake {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let before = source.get(..span.start).unwrap_or("").trim_end();
    let name = before.get(before.trim_end_matches(is_part).len()..).unwrap_or("");
    let rest = source.get(span.end..).unwrap_or("").lines().next().unwrap_or("");
    let value = rest.split(';').next().unwrap_or("").trim();
    let sign = source.get(span.clone()).unwrap_or("");
    let message = format!("{sign} 把 {name} 换成后面的数，不往上加减");
    FormulaMistake::new(span, message).help(format!("写成 {name} {meant} {value}"))
}

/// What to write instead of an operator of other languages.
pub(super) fn operator_help(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "++" => "加一写成 += 1",
        "--" => "减一写成 -= 1",
        "?" | "?:" | "??" => "写成 if 条件 { … } else { … }；空白时用另一个数的写 or(数, 0)",
        "===" => "写成 ==",
        "!==" | "<>" => "写成 !=",
        ":=" => "写成 =",
        _ => return None,
    })
}

/// What an operator of scripts does.
pub(super) fn operation(sign: &str) -> Option<Operation> {
    Some(match sign {
        "+" | "-" => Operation::Add,
        "*" => Operation::Multiply,
        "/" => Operation::Divide,
        "==" | "!=" => Operation::Equal,
        "<" | "<=" | ">" | ">=" => Operation::Order,
        _ => return None,
    })
}

/// Whether an assignment adds to what it is given to, or takes away of it.
pub(super) fn is_sum(sign: &OpAssignment) -> bool {
    sign.get_op_assignment_info().is_some_and(|(.., sign)| matches!(sign, "+" | "-"))
}
