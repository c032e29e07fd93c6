//! What a file that is no TOML says to its author: the slip that people make there, at its place,
//! and what to type instead. The parser's own words are English and speak of TOML.

pub(super) use super::syntax_slip::{SyntaxSlip, line_at};
use super::twice::twice;
use super::{braced, copied, escapes, key_words, keys, line_slips, stray, value_slips};
use gouji_values::number::fold;
use std::ops::Range;

/// What the parser stumbled over at a place, as an author sees it.
pub(super) fn slip(message: &str, text: &str, span: Range<usize>) -> SyntaxSlip {
    let line = line_at(text, span.start);
    let early = message
        .contains("duplicate key")
        .then(|| {
            let name = text.get(span.clone())?;
            stray::without_head(text, name)
                .or_else(|| stray::before_its_item(text, name))
                .or_else(|| twice(text, &span))
        })
        .flatten()
        .or_else(|| single_brackets(message, text, &line));
    early.or_else(|| known(text, &span, &line)).unwrap_or_else(|| {
        let found = text.get(span.clone()).unwrap_or("");
        let (message, help) = twice_headed(message, text.get(line.clone()).unwrap_or(""))
            .unwrap_or_else(|| translate(message, found));
        SyntaxSlip { span, message, help }
    })
}

/// The slips that a line shows.
fn known(text: &str, span: &Range<usize>, line: &Range<usize>) -> Option<SyntaxSlip> {
    let own = text.get(line.clone())?;
    let trimmed = own.trim();
    let start = line.start + own.len() - own.trim_start().len();
    let whole = start..start + trimmed.len();
    copied::copied(own, line, span)
        .or_else(|| stray::unseen_sign(own, line))
        .or_else(|| value_slips::typed(text, own, line, span))
        .or_else(|| escapes::letters(own, line))
        .or_else(|| escapes::regular(text, own, line))
        .or_else(|| escapes::backslash(own, line))
        .or_else(|| escapes::mixed_quotes(own, line))
        .or_else(|| line_slips::slip(text, own, line))
        .or_else(|| super::stray::comment(trimmed, &whole))
        .or_else(|| spreadsheet_quotes(trimmed, &whole))
        .or_else(|| open_lines(text, line))
        .or_else(|| escapes::behind_value(own, line))
        .or_else(|| nested_quotes(trimmed, &whole).filter(|_| is_formula(trimmed)))
        .or_else(|| copied::no_equals(text, trimmed, &whole))
        .or_else(|| full_width(own, line, span))
        .or_else(|| nested_quotes(trimmed, &whole))
        .or_else(|| chinese_key(trimmed, &whole))
        .or_else(|| line_slips::bare_name(own, line))
        .or_else(|| braced::bare_inner_names(own, line))
        .or_else(|| line_slips::comma_number(own, line))
        .or_else(|| bare_word(text, span))
        .or_else(|| value(trimmed, &whole))
        .or_else(|| super::commas::lacking(own, line))
        .or_else(|| missing_comma(text, trimmed, line))
        .or_else(|| missing_comma_before(own, line, span))
        .or_else(|| texts_without_comma(own, line))
        .or_else(|| line_slips::open_text(own, line))
}

/// A cell that was copied out of a spreadsheet: quoted as a whole, its own quotes doubled.
fn spreadsheet_quotes(line: &str, whole: &Range<usize>) -> Option<SyntaxSlip> {
    let inner = line.strip_prefix('"')?.strip_suffix('"')?;
    (inner.contains("\"\"") && inner.contains('=')).then(|| {
        SyntaxSlip::new(
            whole.clone(),
            "像是从 Excel 粘贴的：整行外面多了一对引号，里面的引号写了两个",
            format!("写成 {}", inner.replace("\"\"", "\"")),
        )
    })
}

/// A full-width sign outside of a text, where the language has its ASCII twin.
fn full_width(own: &str, line: &Range<usize>, span: &Range<usize>) -> Option<SyntaxSlip> {
    let mut quote: Option<char> = None;
    let mut found: Option<(usize, char)> = None;
    for (at, c) in own.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '#' => break,
            None if twin(c).is_some() => {
                found = Some((at, c));
                break;
            }
            None => {}
        }
    }
    let (at, sign) = found?;
    let plain: String = own.trim().chars().map(|c| twin(c).unwrap_or(c)).collect();
    let is_head = plain.starts_with('[') && !plain.contains('=');
    // what the parser stumbled over, where that is it
    let shown = own.get(span.start.saturating_sub(line.start)..span.end.saturating_sub(line.start));
    let is_there = shown.is_some_and(|shown| shown.chars().any(|c| twin(c).is_some()));
    let place = if is_there && !is_head {
        span.clone()
    } else {
        let run: usize =
            own.get(at..)?.chars().take_while(|c| twin(*c).is_some()).map(char::len_utf8).sum();
        line.start + at..line.start + at + run.max(sign.len_utf8())
    };
    let help = if is_head {
        format!("改成半角：{plain}")
    } else if let Some(written) = quoted_wide(own.trim()).or_else(|| listed(&plain)) {
        format!("写成 {written}")
    } else {
        format!("改成半角，写成 {}", narrow(own).trim())
    };
    Some(SyntaxSlip::new(place, "这里用了全角的符号", help))
}

/// A line with the signs of the language in place of their full-width twins, outside of its texts.
fn narrow(own: &str) -> String {
    let mut quote: Option<char> = None;
    let sign = |c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => return c,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => return twin(c).unwrap_or(c),
        }
        c
    };
    own.chars().map(sign).collect()
}

/// A value between quotes that are not those of the language, as it should be written.
fn quoted_wide(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=').filter(|(key, _)| is_key(key))?;
    let value = value.trim();
    let is_quote = |c: char| matches!(twin(c), Some('"' | '\''));
    let inner = value.strip_prefix(is_quote)?.strip_suffix(is_quote)?;
    let quote = if inner.contains('"') { '\'' } else { '"' };
    let is_one = !inner.contains(is_quote) && !inner.contains(quote);
    is_one.then(|| format!("{} = {quote}{inner}{quote}", key.trim()))
}

/// Several texts behind each other without brackets, as a list.
fn listed(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=').filter(|(key, _)| is_key(key))?;
    let value = value.trim();
    let is_text = |part: &str| {
        let part = part.trim();
        part.len() > 1 && part.starts_with('"') && part.ends_with('"')
    };
    let mut parts = value.split(',');
    (value.contains(',') && parts.all(is_text)).then(|| format!("{} = [{value}]", key.trim()))
}

/// The sign of the language that a full-width one stands for.
fn twin(c: char) -> Option<char> {
    Some(match c {
        '\u{201C}' | '\u{201D}' | '\u{300C}' | '\u{300D}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{3010}' => '[',
        '\u{3011}' => ']',
        '\u{3001}' | '\u{FF0C}' | '\u{FF1B}' => ',',
        '\u{FF1A}' => '=',
        '［' | '］' | '｛' | '｝' | '＝' | '＂' | '＃' | '．' => fold(c),
        '〔' | '〖' => '[',
        '〕' | '〗' => ']',
        '«' | '»' | '„' | '‟' | '″' | '〃' | '『' | '』' => '"',
        '‚' | '′' | '｀' | '´' => '\'',
        _ => return None,
    })
}

/// Double quotes within double quotes.
fn nested_quotes(line: &str, whole: &Range<usize>) -> Option<SyntaxSlip> {
    let (key, value) = line.split_once('=')?;
    let value = value.trim_start();
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let quotes = inner.matches('"').count();
    if quotes == 0 || quotes % 2 == 1 || inner.contains("\\\"") || inner.contains("\", \"") {
        return None;
    }
    let first = whole.end - value.len();
    Some(SyntaxSlip::new(
        first..whole.end,
        "双引号里面又有双引号",
        format!("外面改用单引号：{} = '{inner}'", key.trim()),
    ))
}

/// Whether the value of a line is a formula: what stands between its inner quotes is a text of it.
fn is_formula(line: &str) -> bool {
    let key = line.split_once('=').map_or("", |(key, _)| key.trim());
    matches!(key, "expect" | "when" | "any")
}

/// A text of several lines between single quotes.
fn open_lines(text: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let before = text.get(..line.start)?.trim_end_matches('\n');
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let mut lines =
        [(start, before.get(start..)?), (line.start, text.get(line.clone())?)].into_iter();
    let (at, own) = lines.find(|(_, own)| {
        let own = own.trim_end();
        own.matches('"').count() % 2 == 1 && own.contains("= \"") && !own.contains("\"\"\"")
    })?;
    // what is not closed on its line, with more of it below
    let next = text.get(at + own.len()..)?.lines().nth(1)?;
    let goes_on = !next.trim().is_empty()
        && !next.contains('=')
        && !next.trim_start().starts_with(['[', '#']);
    let key = own.split('=').next()?.trim();
    let quote = own.rfind('"')?;
    goes_on.then(|| {
        SyntaxSlip::new(
            at + quote..at + own.trim_end().len(),
            "几行的文字不能写在一对 \" 里",
            match joined_lines(text, at + quote) {
                Some(whole) => format!("接成一行：{key} = {whole}"),
                None => {
                    format!("写成 {key} = \"\"\"，另起一行写内容，最后另起一行写 \"\"\"")
                }
            },
        )
    })
}

/// A text that begins at a quote and ends lines below, on one line.
fn joined_lines(text: &str, quote: usize) -> Option<String> {
    const LONGEST: usize = 200;
    let inner = text.get(quote + 1..)?;
    let inner = inner.get(..inner.find('"')?)?;
    let lines: Vec<&str> = inner.lines().map(str::trim).collect();
    let is_formula = !lines.iter().any(|line| line.contains(['|', '[']));
    let whole = lines.join(" ");
    (is_formula && lines.len() < 6 && whole.chars().count() < LONGEST)
        .then(|| format!("\"{}\"", whole.trim()))
}

/// A key in Chinese that the language has another word for.
fn chinese_key(line: &str, whole: &Range<usize>) -> Option<SyntaxSlip> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let meant = key_words::any_key(key).filter(|_| !key.is_ascii())?;
    Some(SyntaxSlip::new(
        whole.start..whole.start + key.len(),
        "键要用英文",
        format!("写成 {meant} = {value}"),
    ))
}

/// A word behind an equals sign that is no value: `total = 是`.
fn bare_word(text: &str, span: &Range<usize>) -> Option<SyntaxSlip> {
    let before = text.get(..span.start)?.trim_end();
    let key = before.strip_suffix('=')?.trim_end();
    let key = key.rsplit([' ', ',', '{', '\n', '\t']).next()?;
    let rest = text.get(span.start..)?;
    let end = rest.find([',', '}', ']', '\n', '#', ' ']).unwrap_or(rest.len());
    let word = rest.get(..end)?.trim();
    let meant = match word {
        "是" | "对" | "有" | "yes" | "Yes" | "YES" | "True" | "TRUE" | "on" => "true".to_owned(),
        "否" | "不" | "无" | "no" | "No" | "NO" | "False" | "FALSE" | "off" => {
            "false".to_owned()
        }
        word if word.chars().next().is_some_and(char::is_alphabetic)
            && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) =>
        {
            format!("\"{word}\"")
        }
        _ => return None,
    };
    let message = if meant.starts_with('"') {
        "文字没有写在英文引号里"
    } else {
        "真假值的写法不对"
    };
    let rest_of_line = rest.get(..rest.find('\n').unwrap_or(rest.len()))?.trim_end();
    // a formula or a sentence goes on behind the word
    let is_alone = rest_of_line.len() == word.len()
        || rest.get(end..)?.trim_start().starts_with([',', '}', ']', '#']);
    is_alone.then(|| {
        SyntaxSlip::new(
            span.start..span.start + word.len(),
            message,
            format!("写成 {key} = {meant}"),
        )
    })
}

/// A value that wants quotes, or is a day of the calendar.
fn value(line: &str, whole: &Range<usize>) -> Option<SyntaxSlip> {
    let (key, value) = line.split_once('=').filter(|(key, _)| is_key(key))?;
    let value = value.trim();
    let start = whole.end - value.len();
    let is_open = |c: char| matches!(c, '"' | '\'' | '[' | '{');
    if value.is_empty() {
        return Some(SyntaxSlip::new(
            whole.end - 1..whole.end,
            "等号后面没有值",
            format!("写成 {} = \"…\"；不用的键整行删去", key.trim()),
        ));
    }
    if value.starts_with(is_open) {
        return None;
    }
    if let Some(day) = gouji_values::number::day(value) {
        let (year, month, day) = day;
        return Some(SyntaxSlip::new(
            start..whole.end,
            "日期的写法不对",
            format!("写成 {} = {year}-{month:02}-{day:02}", key.trim()),
        ));
    }
    if let Some(slip) = value_slips::year(key, value, start..whole.end) {
        return Some(slip);
    }
    let is_word = value.chars().next().is_some_and(char::is_alphabetic);
    let is_formula = [" == ", "<=", ">=", "!=", "&&", " + ", "==", "("];
    if is_formula.iter().any(|sign| value.contains(sign)) {
        let quote = if value.contains('"') { '\'' } else { '"' };
        return Some(SyntaxSlip::new(
            start..whole.end,
            "公式没有写在英文引号里",
            format!("写成 {} = {quote}{value}{quote}", key.trim()),
        ));
    }
    let boolean = match value {
        "是" | "对" | "yes" | "Yes" | "True" | "TRUE" | "on" => Some("true"),
        "否" | "不" | "no" | "No" | "False" | "FALSE" => Some("false"),
        _ => None,
    };
    if let Some(boolean) = boolean {
        return Some(SyntaxSlip::new(
            start..whole.end,
            "真假值的写法不对",
            format!("写成 {} = {boolean}", key.trim()),
        ));
    }
    let is_bare = is_word || value.ends_with(['%', '％', '元', '人', '分', '万']);
    let is_known = matches!(value, "true" | "false" | "inf" | "nan");
    (is_bare && !is_known && !value.contains('"')).then(|| {
        SyntaxSlip::new(
            start..whole.end,
            "文字没有写在英文引号里",
            format!("写成 {} = \"{value}\"", key.trim()),
        )
    })
}

pub(super) fn is_key(key: &str) -> bool {
    let key = key.trim();
    !key.is_empty()
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '"'))
        || key.starts_with('"') && key.ends_with('"')
}

/// The line before should have ended with a comma.
fn missing_comma(text: &str, line: &str, place: &Range<usize>) -> Option<SyntaxSlip> {
    if !line.starts_with(['{', '"', '\'']) {
        return None;
    }
    let before = text.get(..place.start)?;
    let is_remark = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let last = before.lines().rev().find(|line| !is_remark(line))?;
    let own = last.trim_end();
    if !own.ends_with(['}', '"', '\'', ']'])
        || own.trim_start().starts_with('[') && !own.contains(['"', '=', ','])
    {
        return None;
    }
    let from = before.rfind(last)?;
    let end = from + own.len();
    let start = end - own.chars().next_back().map_or(0, char::len_utf8);
    Some(SyntaxSlip::new(start..end, "这一行末尾少一个逗号", format!("写成 {},", own.trim_start())))
}

/// Two texts of a list without a comma between them: `["甲" "乙"]`.
fn texts_without_comma(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    for quote in ['"', '\''] {
        let (open, close) = (format!("{quote} {quote}"), format!("{quote}, {quote}"));
        let Some(at) = own.find(&open).filter(|_| own.contains('[')) else { continue };
        let before = own.get(..at)?;
        // the first of both ends a text
        if before.matches(quote).count() % 2 == 1 {
            let start = line.start + at;
            return Some(SyntaxSlip::new(
                start..start + open.len(),
                "两项之间少一个逗号",
                format!("写成 {}", own.trim().replace(&open, &close)),
            ));
        }
    }
    None
}

/// A key of a table in braces behind a value without a comma between them: `{ a = 1 b = 2 }`.
fn missing_comma_before(own: &str, line: &Range<usize>, at: &Range<usize>) -> Option<SyntaxSlip> {
    let here = at.start.checked_sub(line.start)?;
    let (before, behind) = (own.get(..here)?, own.get(here..)?);
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let word: String = behind.chars().take_while(|c| is_word(*c)).collect();
    let is_key = !word.is_empty() && behind.get(word.len()..)?.trim_start().starts_with('=');
    let value = before.trim_end();
    let ends = value.ends_with(['"', '\'', ']', '}'])
        || value.ends_with(|c: char| c.is_ascii_alphanumeric());
    let is_inside = value.contains('{') && before.len() > value.len();
    (is_key && ends && is_inside).then(|| {
        SyntaxSlip::new(
            line.start + value.len()..at.start + word.len(),
            "两项之间少一个逗号",
            format!("写成 {}, {}", value.trim(), behind.trim()),
        )
    })
}

/// A head of a list in one pair of brackets beside heads in two, or twice where it heads a list:
/// `[rule]` for `[[rule]]`.
fn single_brackets(message: &str, text: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    if !message.contains("duplicate key") {
        return None;
    }
    fn head(line: &str) -> &str {
        line.split('#').next().unwrap_or("").trim()
    }
    let own = head(text.get(line.clone())?);
    let name = own.strip_prefix('[')?.strip_suffix(']')?.trim_matches(['[', ']']).trim();
    let (single, double) = (format!("[{name}]"), format!("[[{name}]]"));
    let is_list = keys::TABLES.iter().any(|(known, _)| *known == double);
    let has_double = text.lines().any(|line| head(line) == double);
    if !is_list && !has_double {
        return None;
    }
    let mut at = 0;
    let heads = text.split_inclusive('\n').filter_map(|line| {
        let start = at;
        at += line.len();
        let from = start + line.len() - line.trim_start().len();
        (head(line) == single).then(|| from..from + single.len())
    });
    let span = heads.into_iter().next()?;
    let message = format!("{single} 少写一层方括号：有几条的，每一条前面写两层");
    Some(SyntaxSlip { span, message, help: Some(format!("写成 {double}")) })
}

/// That a table stands twice in a file: its lines belong below the first.
fn twice_headed(message: &str, line: &str) -> Option<(String, Option<String>)> {
    let head = line.trim().split('#').next()?.trim_end();
    let name = head.strip_prefix('[')?.strip_suffix(']')?;
    (message.contains("duplicate key") && !name.starts_with('[')).then(|| {
        let help = format!("把下面各行移到前一个 [{name}] 下面，删去这一行");
        (format!("[{name}] 在这个文件里写了两次"), Some(help))
    })
}

/// The parser's English messages in Chinese, by their stable beginnings.
fn translate(message: &str, found: &str) -> (String, Option<String>) {
    let usual = || Some("文字要写在一对 \" 里；列表用 [ ]，每项之间用逗号；每个键一行".to_owned());
    let is_key = message.contains("unquoted key") || message.contains("invalid bare key");
    let is_open = ["unclosed", "missing", "expected `", "invalid basic string"];
    if message.contains("duplicate key") {
        let help = "删去其中一个；若是另一条规则，前面要有 [[rule]]";
        return ("同一个键写了两次".to_owned(), Some(help.to_owned()));
    }
    if is_key {
        let word = found.trim();
        let help = if word.is_empty() || !word.chars().all(char::is_alphanumeric) {
            "中文的键要加引号：\"名称\" = 值".to_owned()
        } else {
            format!("中文的键要加引号：\"{word}\" = 值")
        };
        return ("键的写法不对".to_owned(), Some(help));
    }
    let text =
        if message.contains("string values must be quoted") || message.contains("literal string") {
            "文字没有写在英文引号里"
        } else if is_open.iter().any(|open| message.contains(open)) {
            "引号或括号没有配对，或缺少等号"
        } else if message.contains("extra") || message.contains("unexpected") {
            "这里多出了内容"
        } else {
            "这里的写法不合 TOML 格式"
        };
    (text.to_owned(), usual())
}
