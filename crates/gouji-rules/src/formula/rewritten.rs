//! What a formula may have meant whose signs are those of another language: read from its text, as
//! it may be no formula at all.

use super::names::{FormulaMistake, Names};
use super::number_words::in_figures;
use super::trial::FormulaWay;
use std::ops::Range;

/// All that its text suggests, the surest first. Each is tried before it is told.
pub(super) fn rewritten(source: &str, _: &FormulaMistake, names: &Names) -> Vec<FormulaWay> {
    let mut out = Vec::new();
    out.extend(bars(source));
    out.extend(paths(source, names));
    out.extend(turned_signs(source));
    out.extend(enumerated(source));
    out.extend(branches(source));
    out.extend(share_of(source));
    out
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// `percent(甲、乙)`: between the values of a call stand commas. The calls of a formula are written anew.
fn enumerated(source: &str) -> Option<FormulaWay> {
    const SIGN: char = '、';
    let (mut text, mut depth, mut is_quoted) = (String::new(), 0_usize, false);
    let (mut open, mut first, mut last) = (None, None, 0);
    for (at, c) in source.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '(' | '（' if !is_quoted => {
                if depth == 0 {
                    open = Some(at);
                }
                depth += 1;
            }
            ')' | '）' if !is_quoted => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    last = at + c.len_utf8();
                }
            }
            _ => {}
        }
        if c != SIGN || is_quoted {
            text.push(c);
            continue;
        }
        // beside a call several names are no list of values
        let open = open.filter(|_| depth > 0)?;
        first = first.or(Some(open));
        text.push_str(", ");
    }
    let open = first?;
    let before = source.get(..open)?;
    let name = before.rfind(|c: char| !is_part(c)).map_or(0, |at| {
        at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let is_call = name < open && last > open;
    // what stands behind the last call is as long as it was
    let behind = source.len().checked_sub(last)?;
    let meant = text.get(name..text.len().checked_sub(behind)?)?.to_owned();
    is_call.then(|| {
        FormulaWay::new(name..last, meant).because("函数的几个数之间写逗号 ,，不写顿号 、")
    })
}

/// `|甲 - 乙|` is `abs(甲 - 乙)`.
fn bars(source: &str) -> Option<FormulaWay> {
    let is_bar = |at: usize| {
        let or = |text: Option<&str>| text.is_some_and(|text| text.starts_with(['|', '｜']));
        let before = source.get(..at).is_some_and(|own| own.ends_with(['|', '｜']));
        let sign = source.get(at..).and_then(|own| own.chars().next())?;
        (!before && !or(source.get(at + sign.len_utf8()..))).then_some(at..at + sign.len_utf8())
    };
    let all: Vec<Range<usize>> =
        source.match_indices(['|', '｜']).filter_map(|(at, _)| is_bar(at)).collect();
    let mut text = String::new();
    let mut from = all.first()?.start;
    let whole = from..all.last()?.end;
    if !all.len().is_multiple_of(2) {
        return None;
    }
    for pair in all.chunks(2) {
        let [open, close] = pair else { return None };
        text.push_str(source.get(from..open.start)?);
        text.push_str(&format!("abs({})", source.get(open.end..close.start)?.trim()));
        from = close.end;
    }
    Some(FormulaWay::new(whole, text).because("公式里没有 |…| 这种写法：绝对值是函数 abs"))
}

/// Paths with other signs between their parts, and words in brackets without quotes:
/// `表/行/列`, `表!行`, `表[行].列`. All of a formula are written anew.
fn paths(source: &str, names: &Names) -> Option<FormulaWay> {
    let mut text = String::new();
    let mut whole: Option<Range<usize>> = None;
    let (mut at, mut sign) = (0, None);
    while at < source.len() {
        let rest = source.get(at..)?;
        let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        if length == 0 {
            let c = rest.chars().next()?;
            text.push(c);
            at += c.len_utf8();
            continue;
        }
        let word = rest.get(..length)?;
        let starts_path = names.forms.iter().any(|form| form.id == word);
        match starts_path.then(|| path_behind(source, at + length)).flatten() {
            Some((path, end, own, bare)) => {
                text.push_str(word);
                text.push_str(&path);
                if own.is_some() || bare {
                    let from = whole.as_ref().map_or(at, |known| known.start);
                    whole = Some(from..end);
                    sign = sign.or(own);
                }
                at = end;
            }
            None => {
                text.push_str(word);
                at += length;
            }
        }
    }
    let whole = whole?;
    let behind = source.len() - whole.end;
    let text = text.get(whole.start..text.len() - behind)?.to_owned();
    let message = match sign {
        Some(sign) => format!("表样、行、列之间写点，不写 {sign}"),
        None => "方括号里是行首印的字，要加引号".to_owned(),
    };
    Some(FormulaWay::new(whole, text).because(message))
}

/// The rest of a path behind its form, as it is to be written; where it ends, the sign that is no
/// dot, and whether a word in brackets lacks its quotes.
fn path_behind(source: &str, from: usize) -> Option<(String, usize, Option<&'static str>, bool)> {
    const SIGNS: [&str; 9] = ["::", "->", "→", "/", "\\", "!", "！", "·", "—"];
    let (mut out, mut at) = (String::new(), from);
    let (mut sign, mut is_bare) = (None, false);
    loop {
        let rest = source.get(at..)?;
        let own = rest.trim_start();
        if let Some(inner) = own.strip_prefix('[') {
            let close = inner.find(']')?;
            let key = inner.get(..close)?.trim();
            let is_word =
                !key.is_empty() && key.chars().all(is_part) && key.parse::<u64>().is_err();
            is_bare |= is_word;
            out.push_str(&if is_word { format!("[\"{key}\"]") } else { format!("[{key}]") });
            at = source.len() - inner.len() + close + 1;
            continue;
        }
        let dot = own.starts_with('.').then_some(".");
        let other = SIGNS.into_iter().find(|known| own.starts_with(known));
        let Some(next) = dot.or(other.filter(|own| sign.is_none_or(|known| known == *own))) else {
            break;
        };
        // a sign that is no dot stands right behind the form, or nowhere
        if next != "." && sign.is_none() && !out.is_empty() {
            break;
        }
        let word = own.get(next.len()..)?.trim_start();
        let length = word.find(|c: char| !is_part(c)).unwrap_or(word.len());
        if length == 0 || word.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        if next != "." {
            sign = Some(next);
        }
        out.push('.');
        out.push_str(word.get(..length)?);
        at = source.len() - word.len() + length;
    }
    (!out.is_empty()).then_some((out, at, sign, is_bare))
}

/// `材料费的三成`, `材料费 的 百分之五`: a share of something is times it.
fn share_of(source: &str) -> Option<FormulaWay> {
    let (at, of) = source.match_indices('的').next()?;
    let rest = source.get(at + of.len()..)?;
    let share = rest.trim_start();
    let length = share.find(|c: char| !is_part(c)).unwrap_or(share.len());
    let words = share.get(..length)?;
    let figures = in_figures(words)?;
    let end = source.len() - share.len() + length;
    let before = source.get(..at)?.trim_end();
    let name = before.get(before.trim_end_matches(|c| is_part(c) || c == '.').len()..)?;
    let from = before.len() - name.len();
    let way = FormulaWay::new(from..end, format!("{name} * {figures}"));
    Some(way.because(format!("“的{words}”写成乘法，数用阿拉伯数字")))
}

/// Signs of comparison whose two characters are turned: `=>`, `=<`, `=!`, `><`.
fn turned_signs(source: &str) -> Vec<FormulaWay> {
    const SIGNS: [(&str, &str); 5] =
        [("=>", ">="), ("=<", "<="), ("=!", "!="), ("><", "!="), ("≧", ">=")];
    let each = SIGNS.iter().flat_map(|(sign, meant)| {
        source.match_indices(sign).map(move |(at, _)| {
            FormulaWay::new(at..at + sign.len(), *meant).because(format!("没有 {sign} 这个比较号"))
        })
    });
    each.collect()
}

/// `if 条件 then 甲 else 乙`, `条件 ? 甲 : 乙` and `甲 if 条件 else 乙` are `if(条件, 甲, 乙)`.
fn branches(source: &str) -> Vec<FormulaWay> {
    const IF: [&str; 6] = ["if ", "IF ", "If ", "如果", "假如", "若"];
    const THEN: [&str; 8] = [" then ", " THEN ", " Then ", "那么", "则", "，就", "：", ": "];
    const ELSE: [&str; 8] = [" else ", " ELSE ", " Else ", "否则", "其他", "不然", "；", "，"];
    let trim = |text: &str| {
        text.trim_matches(|c: char| c.is_whitespace() || "，,；;：:".contains(c)).to_owned()
    };
    let message = "公式里的分支是函数 if(条件, 甲, 乙)";
    let way = |span: Range<usize>, condition: &str, one: &str, other: &str| {
        let text = format!("if({}, {}, {})", trim(condition), trim(one), trim(other));
        FormulaWay::new(span, text).because(message)
    };
    let split = |text: &str, words: &[&'static str]| {
        words.iter().find_map(|word| {
            let (before, behind) = text.split_once(word)?;
            Some((before.to_owned(), behind.to_owned()))
        })
    };
    let mut out = Vec::new();
    for word in IF {
        for (at, _) in source.match_indices(word) {
            let rest = source.get(at + word.len()..).unwrap_or("");
            if let Some((condition, then)) = split(rest, &THEN)
                && let Some((one, other)) = split(&then, &ELSE)
            {
                out.push(way(at..source.len(), &condition, &one, &other));
            }
            // 甲 if 条件 else 乙
            let starts = starts_of_value(source, at);
            if let Some((condition, other)) = split(rest, &ELSE) {
                out.extend(starts.into_iter().filter_map(|from| {
                    let one = source.get(from..at)?;
                    Some(way(from..source.len(), &condition, one, &other))
                }));
            }
        }
    }
    let question = source.char_indices().find(|(_, c)| matches!(c, '?' | '？'));
    if let Some((at, mark)) = question
        && let Some(rest) = source.get(at + mark.len_utf8()..)
        && let Some((one, other)) = rest.split_once([':', '：'])
    {
        out.extend(starts_of_value(source, at).into_iter().filter_map(|from| {
            let condition = source.get(from..at)?;
            Some(way(from..source.len(), condition, one, other))
        }));
    }
    out
}

/// Where a value that ends before a place may begin: behind each sign before it, or at the beginning.
fn starts_of_value(source: &str, end: usize) -> Vec<usize> {
    let before = source.get(..end).unwrap_or("");
    let signs = before.match_indices(['=', '<', '>', '(', '（', '+', '-', '*', '/']);
    let mut out: Vec<usize> = signs
        .map(|(at, sign)| at + sign.len())
        .filter(|at| !before.get(*at..).unwrap_or("").starts_with(['=', '>']))
        .map(|at| {
            let rest = before.get(at..).unwrap_or("");
            at + rest.len() - rest.trim_start().len()
        })
        .filter(|at| *at < end)
        .collect();
    out.push(0);
    out
}
