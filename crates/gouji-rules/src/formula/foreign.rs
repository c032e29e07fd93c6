//! Words of other languages and programs that people write in formulas and scripts: what to write
//! instead. Deliberately absent: reading them; a formula has one way to say a thing.

use super::excel::{criteria, criterion};
use super::function::Function;
use super::names::{FormulaMistake, suggest};
use super::shown::shown;
use super::syntax::{Binary, Syntax, SyntaxKind};
use super::token::FormulaToken;
use gouji_values::error::MistakeSubject;
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// An operator that another language writes as a word.
pub fn operator(word: &str) -> Option<&'static str> {
    Some(match word {
        "and" | "AND" | "And" | "且" | "并且" | "而且" | "和" | "与" => "&&",
        "or" | "OR" | "Or" | "或" | "或者" => "||",
        "not" | "NOT" | "Not" | "非" | "并非" => "!",
        "等于" | "eq" | "是" | "为" => "==",
        "不等于" | "ne" => "!=",
        "大于" => ">",
        "小于" => "<",
        "大于等于" | "不小于" | "不少于" | "不低于" | "不得小于" | "不得少于" | "不得低于"
        | "应不小于" | "应不低于" | "至少" => ">=",
        "小于等于" | "不大于" | "不超过" | "不高于" | "不得大于" | "不得超过" | "不得高于"
        | "应不大于" | "应不超过" | "不能超过" | "不应超过" | "至多" => "<=",
        "应等于" | "应当等于" | "必须等于" | "须等于" => "==",
        "加" | "加上" => "+",
        "减" | "减去" => "-",
        "乘" | "乘以" | "x" | "X" => "*",
        "除以" => "/",
        _ => return None,
    })
}

/// What is said of a function that there is not where it is one of spreadsheets.
pub(crate) fn of_spreadsheets(name: &str) -> &'static str {
    let is_capital = name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c == '.');
    if is_capital && function(name).is_some() || looks_up(name).is_some() {
        "，这是 Excel 的写法"
    } else {
        ""
    }
}

/// What a condition has instead of wildcards.
const NO_WILDCARDS: &str = "* 和 ? 不是通配符，条件里写 starts_with(列, \"字\")、ends_with(列, \"字\")、contains(列, \"字\")";

/// Whether a function of a spreadsheet looks something up by a key.
pub(super) fn is_lookup(name: &str) -> bool {
    matches!(
        name.to_ascii_uppercase().as_str(),
        "VLOOKUP" | "XLOOKUP" | "HLOOKUP" | "LOOKUP" | "查表"
    )
}

/// The function of a spreadsheet that looks something up, where a formula has one.
pub(crate) fn looks_up(source: &str) -> Option<&'static str> {
    let upper = source.to_ascii_uppercase();
    ["VLOOKUP", "HLOOKUP", "XLOOKUP", "INDEX", "MATCH"]
        .into_iter()
        .find(|name| upper.contains(*name))
}

/// A comparison that is written in one word with its two sides: `支付数不大于预算数`.
pub(crate) fn glued_comparison(word: &str) -> Option<(String, &'static str, String)> {
    const WORDS: [&str; 14] = [
        "大于等于",
        "小于等于",
        "不得大于",
        "不得超过",
        "不得低于",
        "不大于",
        "不小于",
        "不超过",
        "不高于",
        "不低于",
        "不少于",
        "等于",
        "大于",
        "小于",
    ];
    let (at, found) = WORDS.iter().find_map(|own| Some((word.find(own)?, *own)))?;
    let (left, right) = (word.get(..at)?, word.get(at + found.len()..)?);
    let sign = operator(found)?;
    (!left.is_empty() && !right.is_empty()).then(|| (left.to_owned(), sign, right.to_owned()))
}

/// What a message calls what is printed and what should be, by the words of reports.
pub fn message_word(word: &str) -> Option<&'static str> {
    Some(match word.trim() {
        "列示" | "列示数" | "印出" | "实际" | "写的" | "value" | "actual" => "stated",
        "应为" | "应为数" | "计算" | "计算数" | "应" | "expected" | "上限" | "下限" => {
            "computed"
        }
        "差额" | "相差" | "差异" | "diff" | "差" => "difference",
        _ => return None,
    })
}

/// What to write instead of a word of SQL before what it changes: `count(distinct 姓名)`.
pub(super) fn modifier(word: &str, of: &str) -> Option<String> {
    let is_one = |known: &str| word.eq_ignore_ascii_case(known);
    is_one("distinct").then(|| format!("要求没有重复的，整条公式写成 unique({of})"))
}

/// Words that begin a condition in other languages.
pub(crate) fn starts_condition(word: &str) -> bool {
    matches!(
        word,
        "if" | "IF" | "If" | "when" | "如果" | "若" | "当" | "then" | "else" | "则" | "否则"
    )
}

/// What to write instead of a function that there is not.
pub(crate) fn function(name: &str) -> Option<String> {
    let upper = name.to_ascii_uppercase();
    let usage = |function: Function| format!("写成 {}", function.signature().1);
    Some(match upper.as_str() {
        "SUM" | "TOTAL" | "求和" | "合计" | "总和" | "相加" => usage(Function::Sum),
        "COUNT" | "COUNTA" | "计数" | "个数" => usage(Function::Count),
        "SUMIF" | "SUMIFS" => format!("写成 sum(列, 条件)；{NO_WILDCARDS}"),
        "COUNTIF" | "COUNTIFS" => format!("写成 count(列, 条件)；{NO_WILDCARDS}"),
        "AVERAGE" | "AVG" | "MEAN" | "AVERAGEIF" | "平均" | "平均数" => {
            usage(Function::Average)
        }
        "IF" | "IIF" | "IFS" | "如果" | "若" => usage(Function::If),
        "VLOOKUP" | "HLOOKUP" | "XLOOKUP" | "LOOKUP" | "INDEX" | "查表" => {
            usage(Function::Lookup)
        }
        "UNIQUE" | "DISTINCT" | "不重复" | "唯一" => usage(Function::Unique),
        "ABS" | "绝对值" => usage(Function::Abs),
        "ROUND" | "四舍五入" => usage(Function::Round),
        "FLOOR" | "ROUNDDOWN" | "INT" | "TRUNC" | "取整" | "整数" | "向下取整" => {
            usage(Function::Floor)
        }
        "CEIL" | "ROUNDUP" | "CEILING" | "进一" | "向上取整" => usage(Function::Ceil),
        "LEN" | "LENGTH" | "LENB" | "字数" | "长度" => usage(Function::Len),
        "FIND" | "SEARCH" | "INSTR" | "CONTAIN" | "INCLUDES" | "包含" => usage(Function::Contains),
        "STARTSWITH" => usage(Function::StartsWith),
        "ENDSWITH" => usage(Function::EndsWith),
        "DAYS" | "DATEDIF" | "DATEDIFF" | "天数" => usage(Function::Days),
        "MAX" | "最大" | "最大值" => usage(Function::Max),
        "MIN" | "最小" | "最小值" => usage(Function::Min),
        "AND" => "写成 甲 && 乙".to_owned(),
        "OR" => "写成 甲 || 乙；空白时用另一个数的写 or(名称, 0)".to_owned(),
        "NOT" => "写成 !(条件)".to_owned(),
        "ISBLANK" | "ISEMPTY" | "ISNULL" | "空" | "为空" => "写成 !present(名称)".to_owned(),
        "IFERROR" | "NVL" | "COALESCE" => usage(Function::Or),
        "YEAR" | "年度" | "年份" | "MONTH" | "月份" | "DAY" => {
            "日期不能取出年、月、日，直接比先后：日期列 >= 2024-01-01；文件的年度是 doc.year"
                .to_owned()
        }
        "SUMPRODUCT" | "乘积和" => {
            "每一行的写 甲 * 乙；各行乘积之和用脚本：sum(rows(表样).map(|r| r.甲 * r.乙))"
                .to_owned()
        }
        "CONCAT" | "CONCATENATE" | "TEXT" | "LEFT" | "RIGHT" | "MID" | "TRIM" | "SUBSTITUTE" => {
            "公式里不拆开、不拼接文字：比开头、结尾写 starts_with(列, \"字\")、ends_with(列, \"字\")，找几个字写 contains(列, \"字\")".to_owned()
        }
        "ISNA" | "ISERROR" => "写成 !present(名称)".to_owned(),
        "PREVIOUS" | "LAG" | "OFFSET" | "PREV" | "上一行" | "上行" | "前一行" | "上期"
        | "上一期" => usage(Function::Previous),
        "RANK" | "LARGE" | "SMALL" => "用脚本：rows(表样) 排序以后比较".to_owned(),
        "DATE" | "TODAY" | "NOW" => "日期写成 2024-09-01".to_owned(),
        _ => return None,
    })
}

/// The function that a word of another language means.
pub(crate) fn meant_function(name: &str) -> Option<Function> {
    let help = function(name)?;
    let usage = help.strip_prefix("写成 ")?;
    Function::find(usage.split('(').next()?)
}

/// A function that there is not, at its name; what is to be typed for all of it takes the place of the whole.
pub(super) fn no_function(
    name: &str,
    (place, whole): (&Range<usize>, &Range<usize>),
    arguments: &[Syntax],
) -> FormulaMistake {
    let known = Function::ALL.iter().map(|f| f.name());
    let meant = call(name, arguments);
    let place = if meant.is_some() { whole } else { place };
    let help = meant.or_else(|| function(name)).unwrap_or_else(|| suggest(name, known));
    let of = of_spreadsheets(name);
    FormulaMistake::new(place.clone(), format!("没有函数 {name}{of}"))
        .help(help)
        .about(MistakeSubject::Name(name.to_owned()))
}

/// The same with the arguments that are written.
pub(super) fn call(name: &str, arguments: &[Syntax]) -> Option<String> {
    let written: Vec<String> = arguments.iter().map(shown).collect();
    let all = written.join(", ");
    let upper = name.to_ascii_uppercase();
    let renamed = |function: Function| Some(format!("{}({all})", function.name()));
    let function = if upper.starts_with("SUM") { "sum" } else { "average" };
    let meant = match (upper.as_str(), arguments) {
        ("SUMIF" | "AVERAGEIF", [range, is]) if !matches!(is.kind, SyntaxKind::Name(_)) => {
            criterion(range, is).map(|is| format!("{function}({}, {is})", shown(range)))
        }
        ("SUMIF" | "AVERAGEIF", [range, is, of]) => {
            criterion(range, is).map(|is| format!("{function}({}, {is})", shown(of)))
        }
        ("SUMIFS" | "AVERAGEIFS", [of, pairs @ ..]) => {
            criteria(pairs).map(|is| format!("{function}({}, {is})", shown(of)))
        }
        ("COUNTIF" | "COUNTIFS", [range, ..]) => {
            criteria(arguments).map(|is| format!("count({}, {is})", shown(range)))
        }
        ("SUM" | "TOTAL" | "求和" | "总和" | "相加", [_]) => renamed(Function::Sum),
        ("SUM" | "TOTAL" | "求和" | "总和" | "相加", [_, _, ..]) => Some(written.join(" + ")),
        ("COUNT" | "COUNTA" | "计数" | "个数", [_]) => renamed(Function::Count),
        ("AVERAGE" | "AVG" | "MEAN" | "平均" | "平均数", [_]) => renamed(Function::Average),
        ("AVERAGE" | "AVG" | "MEAN" | "平均" | "平均数", [_, _, ..]) => {
            Some(format!("({}) / {}", written.join(" + "), written.len()))
        }
        ("IF" | "IIF" | "如果" | "若", [_, _, _]) => renamed(Function::If),
        ("ABS" | "绝对值", [_]) => renamed(Function::Abs),
        // what is printed is compared at its own decimals
        ("ROUND" | "四舍五入", [of, ..])
            if matches!(of.kind, SyntaxKind::Binary(Binary::Divide, ..)) =>
        {
            return Some(format!("不用 {name}，程序按印出的位数比：写成 {}", shown(of)));
        }
        ("ROUND" | "四舍五入", [_, _]) => renamed(Function::Round),
        ("ROUND" | "四舍五入", [of]) => Some(format!("round({}, 0)", shown(of))),
        ("ROUNDDOWN" | "ROUNDUP", [of, digits]) => {
            let function = if upper == "ROUNDUP" { "ceil" } else { "floor" };
            let digits = match &digits.kind {
                SyntaxKind::Number { value, .. } => value.to_usize().filter(|digits| *digits < 6),
                _ => None,
            };
            let of = shown(of);
            digits.map(|digits| match digits {
                0 => format!("{function}({of})"),
                digits => {
                    let times = format!("1{}", "0".repeat(digits));
                    format!("{function}(({of}) * {times}) / {times}")
                }
            })
        }
        ("FLOOR" | "INT" | "TRUNC" | "取整" | "整数" | "向下取整", [_]) => {
            renamed(Function::Floor)
        }
        ("CEIL" | "CEILING" | "进一" | "向上取整", [_]) => renamed(Function::Ceil),
        ("MAX" | "最大" | "最大值", [_, _, ..]) => renamed(Function::Max),
        ("MIN" | "最小" | "最小值", [_, _, ..]) => renamed(Function::Min),
        ("AND", [_, _, ..]) => Some(written.join(" && ")),
        ("OR", [_, _, ..]) => Some(written.join(" || ")),
        ("NOT", [_]) => Some(format!("!({all})")),
        ("ISBLANK" | "ISEMPTY" | "ISNULL" | "空" | "为空", [_]) => {
            Some(format!("!present({all})"))
        }
        ("ISNUMBER" | "NOTBLANK" | "不为空", [_]) => Some(format!("present({all})")),
        ("IFERROR" | "NVL" | "COALESCE" | "IFNULL" | "IFNA", [_, _]) => renamed(Function::Or),
        ("PREVIOUS" | "LAG" | "PREV" | "上一行" | "上行" | "前一行" | "上期" | "上一期", [_]) => {
            renamed(Function::Previous)
        }
        ("POWER" | "POW", [_, _]) => renamed(Function::Power),
        ("SIGN", [_]) => renamed(Function::Sign),
        ("VLOOKUP" | "XLOOKUP" | "LOOKUP" | "查表", [key, table, ..]) => {
            Some(format!("lookup({}, {})", shown(table), shown(key)))
        }
        ("DAYS", [to, from]) => Some(format!("days({}, {})", shown(from), shown(to))),
        // whole months and years are no days
        ("DATEDIF", [_, _, unit]) if !matches!(&unit.kind, SyntaxKind::Text(unit) if unit.eq_ignore_ascii_case("d")) =>
        {
            return Some(
                "没有按月、按年数的：天数写 days(从, 到)，月数、年数印在表里的取那一列".to_owned(),
            );
        }
        ("DATEDIF", [from, to, ..]) => Some(format!("days({}, {})", shown(from), shown(to))),
        ("DATEDIFF", [_, from, to]) | ("DATEDIFF" | "天数", [from, to]) => {
            Some(format!("days({}, {})", shown(from), shown(to)))
        }
        ("DATE", [year, month, day]) => {
            let number = |syntax: &Syntax| match &syntax.kind {
                SyntaxKind::Number { value, .. } => value.to_u32(),
                _ => None,
            };
            match (number(year), number(month), number(day)) {
                (Some(year), Some(month), Some(day)) => Some(format!("{year}-{month:02}-{day:02}")),
                _ => None,
            }
        }
        _ => None,
    };
    meant.map(|meant| format!("写成 {meant}"))
}

/// What a script writes instead of a function that it does not have.
pub fn in_script(name: &str) -> Option<String> {
    match Function::find(name) {
        Some(Function::Average) => Some("写成 sum(列) / count(列)".to_owned()),
        Some(Function::If) => Some("写成 if 条件 { … } else { … }".to_owned()),
        Some(Function::Lookup) => Some("写成 param.参数表[名称]".to_owned()),
        Some(Function::Contains | Function::StartsWith | Function::EndsWith) => {
            Some(format!("写成 `${{项.列}}`.{name}(\"字\")"))
        }
        Some(Function::Len) => Some("写成 `${项.列}`.len()；有几行写 rows(表样).len()".to_owned()),
        Some(Function::Steps | Function::Unique | Function::Days | Function::Previous) => {
            Some(format!("{name} 只用在公式里：expect = \"…\""))
        }
        Some(_) => None,
        None => function(name).map(|help| match help.as_str() {
            help if help.contains("average(") => "写成 sum(列) / count(列)".to_owned(),
            help if help.contains("if(") => "写成 if 条件 { … } else { … }".to_owned(),
            help if help.contains("lookup(") => "写成 param.参数表[名称]".to_owned(),
            help => help.to_owned(),
        }),
    }
}

/// Of `金额的10` before a sign of percent what the share is of, and the share.
pub(super) fn share_of(token: &FormulaToken) -> Option<(&str, &str)> {
    let FormulaToken::Name(name) = token else { return None };
    let (of, share) = name.rsplit_once('的')?;
    let is_share = !of.is_empty() && !share.is_empty() && share.chars().all(|c| c.is_ascii_digit());
    is_share.then_some((of, share))
}

/// What to write instead of words behind a name that ask whether it is blank.
pub(super) fn blank_asked(name: &str, words: &[String]) -> Option<String> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (is_blank, rest) = match words.as_slice() {
        ["is", "null" | "blank" | "empty" | "none", rest @ ..]
        | ["为空" | "空白" | "是空" | "为空白", rest @ ..] => (true, rest),
        ["is", "not", "null" | "blank" | "empty" | "none", rest @ ..]
        | ["不为空" | "非空" | "不空" | "有值", rest @ ..] => (false, rest),
        _ => return None,
    };
    let next = rest.first().and_then(|word| Some(format!("；{word} 写成 {}", operator(word)?)));
    let sign = if is_blank { "!" } else { "" };
    Some(format!("写成 {sign}present({name}){}", next.unwrap_or_default()))
}

/// Words that pick rows in other languages.
pub(super) fn asks_for_rows(word: &str) -> bool {
    matches!(word, "where" | "WHERE" | "Where" | "for" | "if" | "when" | "其中" | "当")
}

/// What to write instead of `if 条件 then 甲 else 乙`, which begins before a place.
pub(super) fn two_branches(source: &str, from: usize) -> String {
    let rest = source.get(from..).unwrap_or("").trim();
    let split = |text: &str, words: &[&str]| {
        words.iter().find_map(|word| {
            let (before, behind) = text.split_once(word)?;
            let trim = |text: &str| {
                text.trim_matches(|c: char| c.is_whitespace() || "，,：:".contains(c)).to_owned()
            };
            Some((trim(before), trim(behind)))
        })
    };
    let Some((condition, then)) = split(rest, &[" then ", " THEN ", "那么", "则", "，", ","])
    else {
        return format!("条件写在 when 里：when = '{rest}'，expect 只写要核对的比较");
    };
    match split(&then, &[" else ", " ELSE ", "否则"]) {
        Some((one, other)) => format!(
            "写成两条规则：一条 when = '{condition}'、expect = '{one}'，一条 when = '!({condition})'、expect = '{other}'"
        ),
        None => format!("条件写在 when 里：when = '{condition}'，expect = '{then}'"),
    }
}

/// What a word between a name and values asks of them.
pub(super) enum Membership {
    Between,
    OneOf,
    Contains,
}

/// What such a word of another language asks.
pub(super) fn membership_kind(word: &str) -> Option<Membership> {
    Some(match word {
        "between" | "BETWEEN" | "Between" | "介于" => Membership::Between,
        "in" | "IN" | "In" | "属于" => Membership::OneOf,
        "包含" | "含" | "含有" | "包括" | "contains" | "CONTAINS" | "like" | "LIKE" => {
            Membership::Contains
        }
        _ => return None,
    })
}

/// The ends of a range of another language: `1 and 人数`.
pub(super) fn two_ends(text: &str) -> Option<(&str, &str)> {
    let text = text.split(['&', '|', ')']).next()?;
    let (from, to) =
        [" and ", " AND ", "和", "至", "到"].iter().find_map(|and| text.split_once(and))?;
    Some((from.trim(), to.trim()))
}

/// A list in brackets: of columns in `sum` their sum, in `min` and `max` their arguments.
pub(super) fn bracketed(source: &str, open: Range<usize>) -> FormulaMistake {
    let message = "公式里不写方括号列表";
    let told = || {
        let rest = source.get(open.end..)?;
        let (inner, behind) = rest.split_once([']', '］', '】'])?;
        let items: Vec<&str> = inner.split([',', '，', '、']).map(str::trim).collect();
        let call = source.get(..open.start)?.trim_end().strip_suffix(['(', '（'])?.trim_end();
        let start = call.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        let name = call.get(start..)?;
        let behind = behind.trim_start().strip_prefix([')', '）'])?;
        let meant = match (name.to_ascii_uppercase().as_str(), items.as_slice()) {
            (_, [] | [""]) => return None,
            ("SUM" | "求和", [_, _, ..]) => {
                let binds = |c: char| matches!(c, '*' | '/' | '-');
                let is_factor = behind.trim_start().starts_with(binds)
                    || call.get(..start)?.trim_end().ends_with(binds);
                let sum = items.join(" + ");
                if is_factor { format!("({sum})") } else { sum }
            }
            ("MIN" | "MAX", [_, _, ..]) => format!("{}({})", name.to_lowercase(), items.join(", ")),
            ("SUM" | "COUNT" | "求和", [one]) => format!("{}({one})", name.to_lowercase()),
            _ => return None,
        };
        let whole = start..source.len() - behind.len();
        Some(FormulaMistake::new(whole, message).help(format!("写成 {meant}")))
    };
    let told: Option<FormulaMistake> = told();
    told.unwrap_or_else(|| {
        FormulaMistake::new(open, message)
            .help("几列相加写 甲 + 乙，一列之和写 sum(列)，一组行写 表样.行名 或 above(行名)")
    })
}

/// Words of ranges, lists and parts of texts that other languages have between two values: what to
/// write instead.
pub(super) fn membership(word: &str) -> Option<&'static str> {
    Some(match word {
        "between" | "BETWEEN" | "Between" | "介于" => "写成两个比较：人数 >= 1 && 人数 <= 5",
        "in" | "IN" | "In" | "属于" => "一个一个写：类别 == \"货物\" || 类别 == \"服务\"",
        "包含" | "含" | "含有" | "包括" | "contains" | "CONTAINS" | "like" | "LIKE" => {
            "找其中几个字写成 contains(列, \"字\")，列名和字换成自己的"
        }
        _ => return None,
    })
}

/// Whether a formula names cells of a spreadsheet: `D2:F2`, `=SUM(D2)`.
pub(crate) fn names_cells(source: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    source.split(|c: char| !is_word(c) && c != '$').any(|word| {
        let word: String = word.chars().filter(|c| *c != '$').collect();
        let letters = word.chars().take_while(char::is_ascii_uppercase).count();
        let digits = word.get(letters..).unwrap_or("");
        (1..=2).contains(&letters)
            && !digits.is_empty()
            && digits.chars().all(|c| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_programs_are_known() {
        assert_eq!(operator("且"), Some("&&"));
        assert_eq!(operator("合计"), None);
        assert!(function("vlookup").is_some_and(|help| help.contains("lookup(")));
        assert!(names_cells("=SUM(D2:F2)") && names_cells("$A$1 + B10"));
        assert!(!names_cells("合计 == A类 + 2024"));
    }
}
