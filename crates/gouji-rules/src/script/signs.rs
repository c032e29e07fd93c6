//! Signs of a Chinese keyboard, and others that look like those of a script.

use crate::formula::look_alike;
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
