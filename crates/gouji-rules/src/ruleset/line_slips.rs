//! More slips that a line of a rule file shows: quotes of two kinds, several texts or keys in a
//! row, heads in Chinese, a list without its bracket.

use super::braced::braced_texts;
use super::not_rules::other_file;
use super::syntax_words::{SyntaxSlip, line_at};
use std::ops::Range;

/// The slips of this file, in the order in which they are looked for; `text` is the whole file.
pub(super) fn slip(text: &str, own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    chinese_head(own, line)
        .or_else(|| chinese_class(text, own, line))
        .or_else(|| open_list(text, line))
        .or_else(|| loose_texts(own, line))
        .or_else(|| braced_texts(own, line))
        .or_else(|| two_keys(own, line))
        .or_else(|| code(own, line))
}

/// What heads of tables are called by those who do not know the words of the language.
const HEADS: &[(&[&str], &str)] = &[
    (&["规则", "勾稽关系", "审核规则", "rules", "Rule"], "rule"),
    (&["表样", "表", "表格", "forms", "table"], "form"),
    (&["语句", "声明", "句式", "claims"], "claim"),
    (&["字样", "用语", "wordings"], "wording"),
    (&["名目", "measures"], "measure"),
    (&["关系", "relations"], "relation"),
    (&["角色", "roles"], "role"),
    (&["等级标准", "等级", "scales"], "scale"),
    (&["用例", "cases"], "case"),
    (&["豁免", "waivers"], "waiver"),
];

/// Such heads that are written with one pair of brackets.
const SINGLE: &[(&[&str], &str)] = &[
    (&["参数"], "param"),
    (&["单位"], "units"),
    (&["正文", "叙述", "词"], "prose"),
    (&["片段"], "fragments"),
    (&["文件"], "papers"),
    (&["默认", "缺省"], "defaults"),
];

/// A number with commas between its digits, which TOML does not read: `"上限" = 50,000`.
pub(super) fn comma_number(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let (key, value) = own.split_once('=')?;
    let written = value.split('#').next()?.trim();
    let digits = written.split(['.', '%']).next()?;
    let mut groups = digits.split([',', '，']);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let is_grouped = written.contains([',', '，'])
        && groups.next().is_some_and(|first| is_number(first) && first.len() <= 3)
        && groups.all(|group| is_number(group) && group.len() == 3);
    let meant = written.replace([',', '，'], "");
    let start = line.start + own.rfind(written)?;
    let key = key.trim();
    is_grouped.then(|| {
        let help = if key.starts_with('"') {
            format!("金额带单位，加引号：{key} = \"{meant}元\"；不是金额的写 {key} = {meant}")
        } else {
            format!("写成 {key} = {meant}")
        };
        SyntaxSlip::new(start..start + written.len(), "数里不写逗号", help)
    })
}

/// A head in Chinese: `[[规则]]`, `[param.标准]`.
fn chinese_head(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let head = own.trim();
    let inner = head.strip_prefix('[')?.strip_suffix(']')?;
    let name = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(inner);
    if name.contains(['"', '\'', '[', ']', '=']) || name.is_ascii() {
        return None;
    }
    let known = |list: &[(&[&str], &'static str)]| {
        list.iter().find(|(words, _)| words.contains(&name.trim())).map(|(_, meant)| *meant)
    };
    let start = line.start + own.find('[').unwrap_or(0);
    let place = start..start + head.len();
    let parts: Vec<String> = name
        .split('.')
        .map(|part| match part.trim() {
            part if part.is_ascii() => part.to_owned(),
            part => format!("\"{part}\""),
        })
        .collect();
    Some(match (known(HEADS), known(SINGLE)) {
        (Some(meant), _) => SyntaxSlip::new(place, "表头用英文", format!("写成 [[{meant}]]")),
        (None, Some(meant)) => SyntaxSlip::new(place, "表头用英文", format!("写成 [{meant}]")),
        (None, None) => SyntaxSlip::new(
            place,
            "表头里的中文要加引号",
            format!("写成 {}；下面的中文键也要加引号", head.replace(name, &parts.join("."))),
        ),
    })
}

/// What classes of words are called by those who do not know their names.
pub(super) const CLASSES: &[(&[&str], &str)] = &[
    (&["增加", "增长", "上升", "增", "increase", "increased", "rise", "growth", "more"], "up"),
    (&["减少", "下降", "降低", "减", "decrease", "decreased", "reduce", "fall", "less"], "down"),
    (&["持平", "不变", "equal", "unchanged", "flat"], "same"),
    (&["比较", "比上年", "同比"], "compare"),
    (&["上年", "去年", "上年同期"], "last"),
    (&["年初预算", "年初"], "plan_first"),
    (&["调整预算", "全年预算"], "plan_final"),
    (&["决算", "执行数", "完成数", "支出数"], "done"),
    (&["占比", "占"], "share"),
    (&["完成率", "执行率", "支付率"], "complete"),
    (&["其中"], "of_which"),
    (&["合计", "共计", "总计"], "sum"),
    (&["其余", "其他"], "rest"),
    (&["单价", "每个", "每人"], "per"),
    (&["平均", "人均"], "average"),
    (&["期初", "年初余额"], "start"),
    (&["期末", "年末余额"], "end"),
    (&["来源", "收入"], "income"),
    (&["去向", "支出"], "outgo"),
    (&["满分", "分值"], "weight"),
    (&["扣分"], "deduct"),
    (&["得分"], "score"),
    (&["量词", "单位"], "counters"),
    (&["天数"], "days_of"),
    (&["月数"], "months_of"),
    (&["期间"], "periods"),
    (&["原因"], "reason"),
];

/// A class of words in Chinese, below the head of the words of prose.
fn chinese_class(text: &str, own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let (key, value) = own.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let before = text.get(..line.start)?;
    let head = before.lines().rev().map(str::trim).find(|line| line.starts_with('['))?;
    if head != "[prose]" || key.is_ascii() || key.contains(['"', '\'']) {
        return None;
    }
    let meant = CLASSES.iter().find(|(words, _)| words.contains(&key)).map(|(_, class)| *class);
    let start = line.start + own.find(key).unwrap_or(0);
    let help = match meant {
        Some(class) => format!("写成 {class} = {value}"),
        None => "类别用英文，常用的：down 减少，up 增加，same 持平，share 占比，complete 完成率，of_which 其中，per 单价，counters 量词".to_owned(),
    };
    Some(SyntaxSlip::new(start..start + key.len(), "类别的名称是英文的", help))
}

/// A line that opens a table where the line before it ends with the sign of equality.
fn open_list(text: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let own = text.get(line.clone())?.trim_start();
    let before = text.get(..line.start)?.trim_end();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let last = before.get(start..)?;
    let key = last.trim().strip_suffix('=')?.trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_key && own.starts_with(['{', '"', '\''])).then(|| {
        SyntaxSlip::new(
            start..start + last.len(),
            "等号后面少一个 [",
            format!("写成 {key} = [，各项每行末尾写逗号，写完以后另起一行写 ]"),
        )
    })
}

/// A head that lacks a bracket: `[[rule]`.
pub(super) fn open_head(text: &str, at: usize) -> Option<String> {
    let line = line_at(text, at);
    let own = text.get(line)?.trim();
    let name = own.trim_matches(['[', ']']);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '.');
    let is_head = is_name && own.starts_with("[[") && own.len() < name.len() + 4;
    is_head.then(|| format!("写成 [[{name}]]"))
}

/// A text that is not closed on its line: closed.
pub(super) fn open_text(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let (key, value) = own.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let inner = value.strip_prefix('"')?;
    let is_open = !inner.contains(['"', '\\']) && !inner.is_empty() && key.is_ascii();
    is_open.then(|| {
        let start = line.start + own.find('"').unwrap_or(0);
        SyntaxSlip::new(
            start..line.start + own.trim_end().len(),
            "这里的 \" 没有配对的 \"",
            format!("写成 {key} = \"{}\"", inner.trim_end_matches(['”', '“', '\'']).trim()),
        )
    })
}

/// A key in Chinese that is a name of the author's, with quotes around it.
pub(super) fn bare_name(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let (key, value) = own.split_once('=')?;
    let (name, value) = (key.trim(), value.trim());
    let is_name =
        !name.is_ascii() && !name.contains(['"', '\'', '{', '[', ' ']) && !value.is_empty();
    is_name.then(|| {
        let start = line.start + own.find(name).unwrap_or(0);
        SyntaxSlip::new(
            start..start + name.len(),
            "中文的键没有加引号",
            format!("写成 \"{name}\" = {value}"),
        )
    })
}

/// The texts in double quotes of a line, each with its place.
pub(super) fn texts(own: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(open) = own.get(from..).and_then(|rest| rest.find('"')).map(|at| from + at) {
        let Some(length) = own.get(open + 1..).and_then(|rest| rest.find('"')) else { break };
        out.push(open..open + length + 2);
        from = open + length + 2;
    }
    out
}

/// Several texts behind a key that no brackets hold: `header = "合计"、"总计"`.
fn loose_texts(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let texts = texts(own);
    let mut at = 0;
    while let Some(first) = texts.get(at) {
        let before = own.get(..first.start)?.trim_end();
        let Some(head) = before.strip_suffix('=') else {
            at += 1;
            continue;
        };
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let key = head.trim_end();
        let key = key.get(key.trim_end_matches(is_word).len()..)?;
        let mut end = at;
        while let Some((last, next)) = texts.get(end).zip(texts.get(end + 1)) {
            let between = own.get(last.end..next.start)?.trim();
            let is_key = own.get(next.end..)?.trim_start().starts_with('=');
            if is_key || !matches!(between, "" | "、" | "，" | "," | "；" | ";" | "/" | "或" | "和")
            {
                break;
            }
            end += 1;
        }
        if end > at && !key.is_empty() && !own.get(..first.start)?.trim_start().starts_with('#') {
            let all: Vec<&str> =
                texts.get(at..=end)?.iter().filter_map(|text| own.get(text.clone())).collect();
            let last = texts.get(end)?.end;
            return Some(SyntaxSlip::new(
                line.start + first.start..line.start + last,
                "几段文字要写成列表",
                format!("写成 {key} = [{}]", all.join(", ")),
            ));
        }
        at = end + 1;
    }
    None
}

/// Two keys on one line: `id = "甲" form = "乙"`.
fn two_keys(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    if own.contains(['{', '#', '[']) || own.trim_start().starts_with('"') {
        return None;
    }
    let texts = texts(own);
    let first = texts.first()?;
    let is_first = own.get(..first.start)?.trim_end().strip_suffix('=')?.trim().is_ascii();
    let rest = own.get(first.end..)?;
    let behind = rest.trim_start_matches([' ', '\t', ',', ';', '，', '；', '、']);
    let (key, value) = behind.split_once('=')?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_key = !key.trim().is_empty() && key.trim().chars().all(is_word);
    (is_first && is_key && !value.starts_with('=')).then(|| {
        let start = line.start + own.len() - behind.len();
        SyntaxSlip::new(
            start..start + key.trim().len(),
            "一行只写一个键",
            format!(
                "分成两行：{}  另起一行 {}",
                own.get(..first.end).unwrap_or("").trim(),
                behind.trim()
            ),
        )
    })
}

/// A number of letters and digits without quotes: `fingerprint = 0f3a5c7e9b1d2468`.
fn code(own: &str, line: &Range<usize>) -> Option<SyntaxSlip> {
    let (key, value) = own.split_once('=')?;
    let value = value.trim();
    let is_code = value.starts_with(|c: char| c.is_ascii_digit())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        && value.contains(|c: char| c.is_ascii_alphabetic())
        && value.len() > 3
        && !value.starts_with("0x");
    is_code.then(|| {
        let start = line.start + own.find(value).unwrap_or(0);
        SyntaxSlip::new(
            start..start + value.len(),
            "文字没有写在英文引号里",
            format!("写成 {} = \"{value}\"", key.trim()),
        )
    })
}

/// What is told alone: that a file is no rule file, or quotes of two kinds on the line where the
/// parser first stumbles.
pub(super) fn whole_slip(text: &str, at: usize) -> Option<SyntaxSlip> {
    let other =
        other_file(text).map(|(place, message, help)| SyntaxSlip::new(place, &message, help));
    other.or_else(|| half_quotes(text, at))
}

/// A text on the line of a place that begins with a quote of the language and ends with one of
/// another kind.
fn half_quotes(text: &str, at: usize) -> Option<SyntaxSlip> {
    let line = line_at(text, at);
    let own = text.get(line.clone())?;
    if own.trim_start().starts_with('#') || own.contains("\"\"\"") {
        return None;
    }
    let (place, meant) = half_quote(own)?;
    Some(SyntaxSlip::new(
        line.start + place.start..line.start + place.end,
        "文字一边的引号是英文的，一边是中文的",
        format!("写成 {}", meant.trim()),
    ))
}

/// The quote of another kind on a line, and the line with a right one.
fn half_quote(own: &str) -> Option<(Range<usize>, String)> {
    let is_wide = |c: char| matches!(c, '“' | '”' | '＂' | '″');
    let mut open: Option<usize> = None;
    for (at, c) in own.char_indices() {
        let behind = || own.get(at + c.len_utf8()..).unwrap_or("").trim_start();
        let before = || own.get(..at).unwrap_or("").trim_end();
        let with_right = || {
            let (first, rest) = own.split_at(at);
            format!("{first}\"{}", rest.get(c.len_utf8()..).unwrap_or(""))
        };
        match open {
            // “甲"
            None if is_wide(c) && before().ends_with(['=', '[', ',']) => {
                let rest = behind();
                let close = rest.find('"')?;
                let is_half = !rest.get(..close)?.contains(is_wide);
                return is_half.then(|| (at..at + c.len_utf8(), with_right()));
            }
            None if c == '"' => open = Some(at),
            None if c == '\'' || c == '#' => return None,
            None => {}
            Some(_) if c == '"' => open = None,
            // "甲”
            Some(start) if is_wide(c) => {
                let rest = behind();
                let ends = rest.is_empty() || rest.starts_with([',', '}', ']', '#']);
                let inner = own.get(start + 1..at)?;
                if ends && !inner.contains(is_wide) {
                    return Some((at..at + c.len_utf8(), with_right()));
                }
            }
            Some(_) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(own: &str) -> Option<String> {
        slip(own, own, &(0..own.len())).and_then(|slip| slip.help)
    }

    #[test]
    fn lines_are_written_anew() {
        assert_eq!(help("[[规则]]").as_deref(), Some("写成 [[rule]]"));
        assert!(help("[param.标准]").unwrap().starts_with("写成 [param.\"标准\"]"));
        assert_eq!(
            help("  { name = \"甲\", header = \"合计\"、\"总计\" },").as_deref(),
            Some("写成 header = [\"合计\", \"总计\"]")
        );
        assert_eq!(help("{ name = \"甲\", kind = \"text\" }"), None);
        assert_eq!(
            help("id = \"甲\" form = \"乙\"").as_deref(),
            Some("分成两行：id = \"甲\"  另起一行 form = \"乙\"")
        );
        assert_eq!(help("a = 0f3a5c7e").as_deref(), Some("写成 a = \"0f3a5c7e\""));
        assert_eq!(help("a = [\"甲\", \"乙\"]"), None);
    }

    #[test]
    fn quotes_of_two_kinds_are_told() {
        let told = |own: &str| half_quotes(own, 0).and_then(|slip| slip.help);
        assert_eq!(
            told("{ name = \"甲”, kind = \"text\" },").as_deref(),
            Some("写成 { name = \"甲\", kind = \"text\" },")
        );
        assert_eq!(told("a = “甲\"").as_deref(), Some("写成 a = \"甲\""));
        assert_eq!(told("a = \"说“甲”的\""), None);
    }
}
