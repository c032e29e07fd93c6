//! Characters to tokens. Full-width signs of a Chinese keyboard are read as their ASCII twins.

use super::calendar::{dotted_day, is_no_day, not_there};
use super::foreign;
use super::names::FormulaMistake;
use gouji_values::error::MistakeSubject;
use gouji_values::number::{Day, day, fold, is_ideograph, typed_digits};
use rust_decimal::Decimal;
use std::ops::Range;

/// What is said of cells.
pub(super) const CELLS: &str = "公式里不能写 Excel 的单元格";

/// What is said of a formula that begins with a sign.
pub(super) const LEADING: &str = "公式前面不写等号";

#[derive(Clone, Debug, PartialEq)]
pub(super) enum FormulaToken {
    Name(String),
    /// A number and what is written right behind it: `%`, `万元`.
    Number {
        value: Decimal,
        unit: String,
    },
    Date(Day),
    Text(String),
    Sign(&'static str),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spanned {
    pub(super) token: FormulaToken,
    pub(super) span: Range<usize>,
}

/// The sign at the start of a text by its first two characters, and how many characters it takes.
fn sign(first: char, second: Option<char>) -> Option<(&'static str, usize)> {
    Some(match (first, second) {
        ('=', Some('=')) => ("==", 2),
        ('!', Some('=')) | ('<', Some('>')) | ('~', Some('=')) => ("!=", 2),
        ('<', Some('=')) => ("<=", 2),
        ('>', Some('=')) => (">=", 2),
        ('&', Some('&')) => ("&&", 2),
        ('|', Some('|')) => ("||", 2),
        ('\u{2264}', _) => ("<=", 1),
        ('\u{2265}', _) => (">=", 1),
        ('\u{2260}', _) => ("!=", 1),
        ('=', _) => ("==", 1),
        ('<', _) => ("<", 1),
        ('>', _) => (">", 1),
        ('!', _) => ("!", 1),
        ('+', _) => ("+", 1),
        ('-', _) => ("-", 1),
        ('*', _) => ("*", 1),
        ('/', _) => ("/", 1),
        ('(', _) => ("(", 1),
        (')', _) => (")", 1),
        ('[', _) => ("[", 1),
        (']', _) => ("]", 1),
        (',', _) => (",", 1),
        ('.', _) => (".", 1),
        _ => return None,
    })
}

/// One character of the formula language, full-width and typographic twins folded.
fn twin(c: char) -> char {
    match c {
        '\u{D7}' => '*',
        '\u{F7}' => '/',
        '\u{3010}' => '[',
        '\u{3011}' => ']',
        _ => fold(c),
    }
}

pub(super) fn tokens(source: &str) -> Result<Vec<Spanned>, FormulaMistake> {
    // collecting would grow the list again and again
    let mut chars: Vec<(usize, char)> = Vec::with_capacity(source.len());
    chars.extend(source.char_indices());
    let end_of = |i: usize| chars.get(i).map_or(source.len(), |(at, _)| *at);
    let peek = |i: usize| chars.get(i).map(|(_, c)| twin(*c));
    let mut out = Vec::with_capacity(16);
    let mut i = 0;
    while let Some((at, raw)) = chars.get(i).copied() {
        let c = twin(raw);
        if c.is_whitespace() {
            i += 1;
        } else if c.is_ascii_digit() {
            if let Some(mistake) = dotted_day(source, at) {
                return Err(mistake);
            }
            let start = i;
            let mut text = String::new();
            while let Some(d) = peek(i).filter(|d| d.is_ascii_digit() || *d == '_') {
                if d != '_' {
                    text.push(d);
                }
                i += 1;
            }
            if peek(i) == Some('.') && peek(i + 1).is_some_and(|d| d.is_ascii_digit()) {
                text.push('.');
                i += 1;
                while let Some(d) = peek(i).filter(char::is_ascii_digit) {
                    text.push(d);
                    i += 1;
                }
            }
            if let Some((end, written)) = day_at(&text, start, &peek) {
                i = end;
                let span = at..end_of(i);
                let Some(date) = day(&written) else { return Err(not_there(span, &written, "")) };
                out.push(Spanned { token: FormulaToken::Date(date), span });
                continue;
            }
            let mut unit = String::new();
            if peek(i) == Some('%') || peek(i) == Some('\u{2030}') {
                unit.extend(peek(i));
                i += 1;
            } else if peek(i).is_some_and(is_name_start) {
                while let Some(c) = peek(i).filter(|c| is_name_part(*c)) {
                    unit.push(c);
                    i += 1;
                }
            }
            letters(source, at..end_of(i), &unit).map_or(Ok(()), Err)?;
            let span = at..end_of(i);
            let value = Decimal::from_str_exact(&text).map_err(|_| {
                FormulaMistake::new(span.clone(), "数字太长，无法精确表示")
                    .help("最多 28 位有效数字")
            })?;
            out.push(Spanned { token: FormulaToken::Number { value, unit }, span });
        } else if matches!(raw, '"' | '\'' | '\u{201C}' | '\u{201D}' | '\u{FF02}') {
            let closers: &[char] = match raw {
                '\'' => &['\''],
                '"' => &['"'],
                _ => &['\u{201D}', '\u{201C}', '\u{FF02}', '"'],
            };
            let start = i + 1;
            let Some(length) = chars
                .get(start..)
                .and_then(|rest| rest.iter().position(|(_, c)| closers.contains(c)))
            else {
                let rest = source.get(end_of(start)..).unwrap_or("");
                return Err(FormulaMistake::new(at..source.len(), "文字缺少结束的引号")
                    .help(closed(rest, raw)));
            };
            let text = source.get(end_of(start)..end_of(start + length)).unwrap_or("").to_owned();
            i = start + length + 1;
            out.push(Spanned { token: FormulaToken::Text(text), span: at..end_of(i) });
        } else if is_name_start(c) {
            let (length, is_folded) = name_at(chars.get(i..).unwrap_or(&[]));
            i += length;
            let span = at..end_of(i);
            let written = source.get(span.clone()).unwrap_or("");
            let name =
                if is_folded { written.to_owned() } else { written.chars().map(fold).collect() };
            out.push(Spanned { token: FormulaToken::Name(name), span });
        } else {
            if let Some((length, meant)) = turned(c, i, &peek) {
                let span = at..end_of(i + length);
                let written = source.get(span.clone()).unwrap_or("");
                return Err(FormulaMistake::new(span, format!("没有 {written} 这个比较号"))
                    .help(format!("写成 {meant}")));
            }
            let Some((sign, length)) = sign(c, peek(i + 1)) else {
                let last = out.last().map(|spanned: &Spanned| &spanned.token);
                return Err(unknown_sign(source, raw, at..end_of(i + 1), last));
            };
            i += length;
            out.push(Spanned { token: FormulaToken::Sign(sign), span: at..end_of(i) });
        }
    }
    Ok(out)
}

/// How many characters a name takes, and whether folding leaves them as they are.
fn name_at(chars: &[(usize, char)]) -> (usize, bool) {
    let mut is_folded = true;
    for (length, (_, c)) in chars.iter().enumerate() {
        let is_usual = is_ideograph(*c) || c.is_ascii_alphanumeric() || *c == '_';
        if !is_usual && !is_name_part(twin(*c)) {
            return (length, is_folded);
        }
        is_folded &= is_usual;
    }
    (chars.len(), is_folded)
}

/// What is wrong where a letter that looks like a digit stands among those of a number: `9O%`.
fn letters(source: &str, span: Range<usize>, unit: &str) -> Option<FormulaMistake> {
    let written = source.get(span.clone())?;
    let typed = typed_digits(written).filter(|_| !unit.is_empty())?;
    let behind = source.get(span.end..)?;
    // 2l may be two of something that is called l
    let goes_on = behind.starts_with(['%', '\u{FF05}', '.']) || unit.chars().nth(1).is_some();
    if !goes_on && !matches!(fold(typed.sign), 'O' | 'o') {
        return None;
    }
    let rest: String =
        behind.chars().take_while(|c| matches!(fold(*c), '%' | '.' | '0'..='9')).collect();
    let end = span.end + rest.len();
    let meant = typed_digits(source.get(span.start..end)?)?;
    Some(
        FormulaMistake::new(span.start..end, format!("{written}{rest} 里的 {}", typed.words()))
            .help(format!("写成 {}", meant.text)),
    )
}

/// A comparison whose two signs are turned or parted by blanks, how many characters it takes, and
/// what it was to be: `=<`, `> =`.
fn turned(
    first: char,
    at: usize,
    peek: &impl Fn(usize) -> Option<char>,
) -> Option<(usize, &'static str)> {
    if !matches!(first, '=' | '!' | '<' | '>') {
        return None;
    }
    let blanks = (1..).take_while(|next| peek(at + next).is_some_and(char::is_whitespace)).count();
    let second = peek(at + 1 + blanks)?;
    if blanks == 0 && second == '=' && peek(at + 2) == Some('=') && matches!(first, '=' | '!') {
        return Some((3, if first == '=' { "==" } else { "!=" }));
    }
    let meant = match (first, second) {
        ('=', '<') => "<=",
        ('=', '>') => ">=",
        ('=', '!') => "!=",
        ('<', '=') if blanks > 0 => "<=",
        ('>', '=') if blanks > 0 => ">=",
        ('!', '=') if blanks > 0 => "!=",
        ('=', '=') if blanks > 0 => "==",
        ('>', '<') => "!=",
        _ => return None,
    };
    Some((blanks + 2, meant))
}

/// What is wrong with a sign that formulas do not have, and what is written instead; `last` is the
/// token before it.
fn unknown_sign(
    source: &str,
    raw: char,
    span: Range<usize>,
    last: Option<&FormulaToken>,
) -> FormulaMistake {
    let mistake = FormulaMistake::new(span, format!("公式里不认识的符号 {raw}"));
    match raw {
        '%' if let Some((of, share)) = last.and_then(foreign::share_of) => {
            mistake.help(format!("写成 {of} * {share}%"))
        }
        ':' | '$' | '\u{FF1A}' if foreign::names_cells(source) => {
            FormulaMistake::new(0..source.len(), CELLS)
                .about(MistakeSubject::Cells)
                .help("写列名，例如 金额 == 住宿费 + 伙食费；一列之和写 sum(金额)")
        }
        ':' | '\u{FF1A}' if let Some(name) = foreign::looks_up(source) => mistake.help(format!(
            "没有 {name}：按名称查参数写 lookup(参数表, 列名)；与另一张表的数比，写 表样.行名.列名"
        )),
        ':' | '\u{FF1A}' if let Some(FormulaToken::Name(first)) = last => mistake.help(
            format!("几列之和把各列写出来：{first} + … + …；表里一段行之和写 sum(above(行名))"),
        ),
        '\u{300A}' | '\u{300B}' | '\u{300C}' | '\u{300D}' => {
            let bare = |c: char| !matches!(c, '\u{300A}' | '\u{300B}' | '\u{300C}' | '\u{300D}');
            let written: String = source.chars().filter(|c| bare(*c)).collect();
            mistake.help(format!("名称直接写，不加书名号、引号：{written}"))
        }
        '\u{B1}' if let Some(own) = within(source, &mistake.span) => {
            mistake.help(format!("在多少以内写成 {own}"))
        }
        '&' if let Some(joined) = joined_words(source, &mistake.span, last) => mistake.help(format!(
            "Excel 的 & 把文字接起来，公式里不接：文字只比是不是；接起来再比的用脚本，写成 {joined}。“并且”写成 &&"
        )),
        '&' => mistake.help("并且写成 &&"),
        '|' => mistake.help("或者写成 ||"),
        '^' => mistake.help("乘方写成 power(数, 次数)：甲^2 写成 power(甲, 2)"),
        ';' | '\u{FF1B}' if let Some(both) = two_formulas(source, &mistake.span) => {
            mistake.help(format!("一对引号里写一条公式，几条写成列表：[{both}]"))
        }
        ';' | '\u{FF1B}' if source.contains(['(', '\u{FF08}']) => {
            let written: String =
                source.chars().map(|c| if matches!(c, ';' | '\u{FF1B}') { ',' } else { c }).collect();
            mistake.help(format!("参数之间用逗号：{written}"))
        }
        ';' | '\u{FF1B}' => mistake.help("删去它；几条公式写成列表，每条一对引号"),
        '\u{3002}' if source.trim_end().ends_with('\u{3002}') => {
            mistake.help("公式后面不写句号，删去它")
        }
        '\u{3002}' | '\u{FF61}' | '\u{FE52}' if let Some((whole, path)) = path_with(source, raw, &mistake.span) => {
            FormulaMistake::new(whole, format!("公式里不认识的符号 {raw}，路径的各层之间用点 ."))
                .help(format!("写成 {path}"))
        }
        '\u{3001}' | '\u{3002}' => mistake.help("参数之间用逗号 ,，层级之间用点 ."),
        _ if let Some(twin) = look_alike(raw) =>
        {
            mistake.help(format!("这是像 {twin} 的另一个字（U+{:04X}），改成键盘上的 {twin}", u32::from(raw)))
        }
        '%' => mistake.help("百分号写在数字后面：90%"),
        _ => mistake.help("公式里可用：名称、数字、90%、100万元、2024-09-01、\"文字\"、+ - * / == != < <= > >= && || ! ( ) [ ] ."),
    }
}

/// The text of a script that two texts make, where one stands on a side of a mark and no comparison
/// behind it: `"甲" & 姓名`.
fn joined_words(source: &str, at: &Range<usize>, last: Option<&FormulaToken>) -> Option<String> {
    let behind = source.get(at.end..)?.trim_start();
    if behind.contains(['=', '<', '>']) {
        return None;
    }
    let name: String = behind.chars().take_while(|c| is_name_part(*c)).collect();
    let text = behind.strip_prefix(['"', '\'']).and_then(|own| own.split(['"', '\'']).next());
    match (last?, text) {
        (FormulaToken::Text(first), None) if !name.is_empty() => {
            Some(format!("`{first}${{项.{name}}}`"))
        }
        (FormulaToken::Text(first), Some(second)) => Some(format!("`{first}{second}`")),
        (FormulaToken::Name(first), Some(second)) => Some(format!("`${{项.{first}}}{second}`")),
        _ => None,
    }
}

/// The path whose names a mark parts that is no point, and where it stands.
fn path_with(source: &str, mark: char, at: &Range<usize>) -> Option<(Range<usize>, String)> {
    let is_part = |c: char| is_name_part(c) || c == mark || c == '.';
    let before = source.get(..at.start)?;
    let behind = source.get(at.end..)?;
    let start = at.start - before.len() + before.trim_end_matches(is_part).len();
    let end = at.end + behind.len() - behind.trim_start_matches(is_part).len();
    let whole = source.get(start..end)?;
    let path = whole.replace(mark, ".");
    let is_path = path.split('.').all(|name| !name.is_empty() && is_identifier(name));
    is_path.then_some((start..end, path))
}

/// A text that is never closed, closed behind its first word.
fn closed(rest: &str, open: char) -> String {
    let end = rest.find([' ', ')', ',', '&', '|']).unwrap_or(rest.len());
    let quote = if open == '\'' { '\'' } else { '"' };
    format!("写成 {quote}{}{quote}", rest.get(..end).unwrap_or(""))
}

/// The sign of formulas that another character looks like.
pub fn look_alike(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2039}' | '\u{3008}' | '\u{2329}' | '\u{FE64}' => "<",
        '\u{203A}' | '\u{3009}' | '\u{232A}' | '\u{FE65}' => ">",
        '\u{2266}' | '\u{2A7D}' => "<=",
        '\u{2267}' | '\u{2A7E}' => ">=",
        '\u{2252}' | '\u{2261}' => "==",
        '\u{2212}' | '\u{2013}' | '\u{2014}' | '\u{2010}' | '\u{2011}' | '\u{FE63}' => "-",
        '\u{2215}' | '\u{2044}' => "/",
        '\u{2217}' | '\u{22C5}' | '\u{B7}' | '\u{2022}' | '\u{2715}' | '\u{2716}' => "*",
        '\u{3014}' => "[",
        '\u{3015}' => "]",
        '\u{2018}' | '\u{2019}' => "\"",
        _ => return None,
    })
}

/// A comparison with `±` as one of the difference.
fn within(source: &str, mark: &Range<usize>) -> Option<String> {
    let (left, right) = source.get(..mark.start)?.split_once("==")?;
    let bound = source.get(mark.end..)?.trim();
    let (left, right) = (left.trim(), right.trim());
    // what is taken off as a whole stands in brackets
    let is_sum = right.contains(['+', '-']);
    let right = if is_sum { format!("({right})") } else { right.to_owned() };
    Some(format!("abs({left} - {right}) <= {bound}"))
}

/// The formulas before and behind a mark, where both compare something: each in quotes.
pub(super) fn two_formulas(source: &str, mark: &Range<usize>) -> Option<String> {
    let (before, behind) = (source.get(..mark.start)?.trim(), source.get(mark.end..)?.trim());
    let compares = |text: &str| text.contains(['=', '<', '>', '\u{2264}', '\u{2265}', '\u{2260}']);
    let is_whole = |text: &str| text.matches('(').count() == text.matches(')').count();
    let rest = behind.trim_end_matches([';', '\u{FF1B}']);
    if !compares(before) || !is_whole(before) {
        return None;
    }
    Some(if compares(rest) { format!("\"{before}\", \"{rest}\"") } else { format!("\"{before}\"") })
}

/// What is written as a day and begins at a character with a year, and where it ends: `2024-09-01`,
/// `2024年9月1日`.
fn day_at(
    year: &str,
    start: usize,
    peek: &impl Fn(usize) -> Option<char>,
) -> Option<(usize, String)> {
    /// How many characters a day takes at most.
    const LONGEST: usize = 11;
    if year.len() != 4 {
        return None;
    }
    let chars: String = (start..start + LONGEST).map_while(peek).collect();
    let marks = ['\u{5E74}', '\u{6708}', '\u{65E5}'];
    let length =
        chars.chars().take_while(|c| c.is_ascii_digit() || *c == '-' || marks.contains(c)).count();
    let text: String = chars.chars().take(length).collect();
    let is_whole = text.matches('-').count() == 2 || text.ends_with('\u{65E5}');
    let behind = peek(start + length);
    if !is_whole || behind.is_some_and(|c| c.is_ascii_digit() || is_name_part(c)) {
        return None;
    }
    (day(&text).is_some() || is_no_day(&text)).then_some((start + length, text))
}

fn is_name_start(c: char) -> bool {
    is_ideograph(c) || c.is_alphabetic() || c == '_'
}

fn is_name_part(c: char) -> bool {
    is_ideograph(c) || c.is_alphanumeric() || c == '_'
}

/// A text as a name that formulas can write: other signs are left out or become `_`.
#[must_use]
pub fn as_identifier(text: &str) -> String {
    let joined: String =
        text.trim().chars().map(|c| if is_name_part(c) { c } else { '_' }).collect();
    let parts: Vec<&str> = joined.split('_').filter(|part| !part.is_empty()).collect();
    let name = parts.join("_");
    if name.starts_with(is_name_start) { name } else { format!("第{name}") }
}

/// Whether a text may serve as a name in formulas.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_part)
}
