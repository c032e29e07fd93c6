//! Rhai's errors in Chinese, at their place in the script.

use super::braces::{before_loop, left_block, open_brace};
use super::fault::{Fault, Limit};
use super::foreign::{
    arrow, counting_loop, foreign_start, foreign_word, python_colon, with_unit, without_colons,
};
use super::globals::{FIELDS, globals};
use super::grammar::{FORBIDDEN, kind};
use super::meter::WHOLE;
use super::of_rows::of_a_row;
use super::place::place;
use super::signs::{ascii_twin, full_width, operator_help, turned_sign};
use crate::formula::{FormulaMistake, Names, foreign_operator, look_alike, suggest};
use gouji_audit::audit::Why;
use rhai::{EvalAltResult, LexError, ParseError, ParseErrorType};
use std::ops::Range;

/// What to say of a run-time error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// The script is wrong, there.
    Rule(FormulaMistake),
    /// The document cannot be read; the script is right.
    Unchecked(Why),
    /// What it speaks of is not there; the script is right.
    NotApplicable(Why),
}

/// A run-time error in Chinese, at the innermost place that is known.
#[must_use]
pub fn complaint(source: &str, error: &EvalAltResult) -> Complaint {
    let mut position = error.position();
    let mut inner = error;
    while let EvalAltResult::ErrorInFunctionCall(_, _, next, _)
    | EvalAltResult::ErrorInModule(_, next, _) = inner
    {
        inner = next;
        if !inner.position().is_none() {
            position = inner.position();
        }
    }
    let span = place(source, position);
    let (message, help) = match inner {
        EvalAltResult::ErrorRuntime(value, _) => match value.clone().try_cast::<Fault>() {
            Some(Fault::Unchecked(why)) => return Complaint::Unchecked(why),
            Some(Fault::NotApplicable(why)) => return Complaint::NotApplicable(why),
            Some(Fault::Stopped(limit)) => stopped(limit),
            Some(Fault::Rule { message, help }) => (message, help),
            None => ("脚本出错".to_owned(), None),
        },
        EvalAltResult::ErrorVariableNotFound(name, _) => (format!("没有名称 {name}"), None),
        EvalAltResult::ErrorPropertyNotFound(name, _) => (format!("这里没有 {name}"), None),
        EvalAltResult::ErrorIndexNotFound(..) => ("列表或表里没有这一项".to_owned(), None),
        EvalAltResult::ErrorFunctionNotFound(signature, _) => unknown_function(signature),
        EvalAltResult::ErrorMismatchDataType(wanted, found, _)
        | EvalAltResult::ErrorMismatchOutputType(wanted, found, _)
            if wanted == "bool" =>
        {
            (
                format!("这里要真或假，得到的是{}", kind(found)),
                Some("写一个比较：项.列 == 数".to_owned()),
            )
        }
        EvalAltResult::ErrorMismatchDataType(wanted, found, _)
        | EvalAltResult::ErrorMismatchOutputType(wanted, found, _) => {
            (format!("这里要{}，得到的是{}", kind(wanted), kind(found)), None)
        }
        EvalAltResult::ErrorIndexingType(what, _) => {
            (format!("{}后面不能用方括号", kind(what)), None)
        }
        EvalAltResult::ErrorArrayBounds(size, index, _) => {
            let last = size.saturating_sub(1);
            let help = format!(
                "第一项的序号是 0，最后一项是 {last}，写成 列表[列表.len() - 1] 或 列表.last()：逐项的写 for 项 in 列表，要序号的写 for i in 0..列表.len()"
            );
            (format!("列表只有 {size} 项，没有序号 {index}"), Some(help))
        }
        EvalAltResult::ErrorStringBounds(size, index, _) => (
            format!("文字只有 {size} 个字，没有第 {index} 个"),
            Some("第一个字的序号是 0".to_owned()),
        ),
        EvalAltResult::ErrorFor(_) => {
            ("for 后面要是一个列表".to_owned(), Some("写成 for 项 in rows(表样)".to_owned()))
        }
        EvalAltResult::ErrorAssignmentToConstant(name, _) => (format!("{name} 不能改"), None),
        EvalAltResult::ErrorDotExpr(why, _) if why.ends_with("'()'") => (
            "点的前面没有取到东西：find 没有找到合条件的行，或者列表是空的".to_owned(),
            Some(
                "可能没有的，先用 filter 取出各行，有了才核对：let 找 = rows(表样).filter(|r| 条件); if 找.len() > 0 { … 找[0].列 … }"
                    .to_owned(),
            ),
        ),
        EvalAltResult::ErrorDotExpr(..) => ("点后面的写法不对".to_owned(), None),
        EvalAltResult::ErrorArithmetic(..) => ("算术出错：除数为 0，或者数太大".to_owned(), None),
        EvalAltResult::ErrorTerminated(token, _) => {
            stopped(token.clone().try_cast::<Limit>().unwrap_or(Limit::Work))
        }
        EvalAltResult::ErrorDataRace(..) => (
            "正在逐个处理的列表，不能同时在 |r| … 里用".to_owned(),
            Some("先算好要用的数，例如 let 个数 = 名单.len();".to_owned()),
        ),
        EvalAltResult::ErrorStackOverflow(_) => (
            "函数一层套一层，层数太多，已停止".to_owned(),
            Some("函数可能在无休止地调用自己".to_owned()),
        ),
        EvalAltResult::ErrorDataTooLarge(..) => (
            "文字、列表或表太大，已停止".to_owned(),
            Some("可能是循环里不断加长；脚本只用来核对".to_owned()),
        ),
        EvalAltResult::ErrorTooManyVariables(_) => ("变量太多，已停止".to_owned(), None),
        EvalAltResult::ErrorParsing(kind, _) => parsing(kind, source, &Names::default()),
        EvalAltResult::ErrorUnboundThis(_) => ("这里不能用 this".to_owned(), None),
        _ => ("脚本出错".to_owned(), None),
    };
    Complaint::Rule(with_help(span, message, help))
}

/// What a script is told that did all that it may.
fn stopped(limit: Limit) -> (String, Option<String>) {
    match limit {
        Limit::Work => (
            "脚本做的事太多，已停止".to_owned(),
            Some("可能是循环没有结束，或者循环套循环；一条脚本只做一件事".to_owned()),
        ),
        Limit::Checks => (
            format!("脚本做的核对太多（最多 {} 个），已停止", WHOLE.checks),
            Some("可能是循环没有结束；逐行的核对请写成公式".to_owned()),
        ),
        Limit::Words => (
            "脚本的说明文字太多，已停止".to_owned(),
            Some("可能是循环没有结束，或者把整段文字写进了说明".to_owned()),
        ),
    }
}

fn with_help(span: Range<usize>, message: String, help: Option<String>) -> FormulaMistake {
    FormulaMistake { help, ..FormulaMistake::new(span, message) }
}

/// What to write where a script gives a number a unit: nothing has none.
fn without_unit(meant: &str) -> String {
    match meant.contains(|c: char| ('1'..='9').contains(&c)) {
        true => format!("比较时写在引号里：\"{meant}\"；要算的写成 [param] 里的参数"),
        false => "0 不带单位，写成 0".to_owned(),
    }
}

/// A syntax error.
pub(super) fn syntax(source: &str, error: &ParseError, names: &Names) -> FormulaMistake {
    let span = place(source, error.position());
    // a percent sign is an operator to Rhai, which then misses its right side
    if let Some(at) = percent_sign(source, span.start) {
        let (message, _) = lexing(&LexError::UnexpectedInput("%".to_owned()));
        let before = source.get(..at).unwrap_or_default();
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        let number = before.get(before.trim_end_matches(is_part).len()..).unwrap_or("90");
        return with_help(at..at + 1, message, Some(percent_help(number)));
    }
    let word = source.get(span.clone()).unwrap_or("");
    if let Some(sign) = foreign_operator(word) {
        let help = Some(format!("“{word}”写成 {sign}"));
        return with_help(span, format!("脚本里没有“{word}”"), help);
    }
    if let Some((span, meant)) = with_unit(source, &span) {
        let message = "脚本里的数不能直接带单位".to_owned();
        return with_help(span, message, Some(without_unit(&meant)));
    }
    if let Some((span, sign, meant)) = turned_sign(source, &span) {
        let message = format!("脚本里没有 {sign} 这个比较号");
        return with_help(span, message, Some(format!("写成 {meant}")));
    }
    if let Some((span, meant)) = arrow(source, span.start) {
        let sign = source.get(span.clone()).unwrap_or("=>");
        let message = format!("脚本里没有 {sign} 这种写法");
        return with_help(span, message, Some(format!("写成 {meant}")));
    }
    if let Some(span) = python_colon(source, span.start) {
        return with_help(span, "脚本不用冒号和缩进".to_owned(), Some(without_colons(source)));
    }
    if let Some(span) = counting_loop(source, span.start) {
        let help = "逐行写成 for 项 in rows(表样) { … }，数数写成 for i in 0..10 { … }".to_owned();
        return with_help(span, "脚本里没有 for (…; …; …) 这种循环".to_owned(), Some(help));
    }
    if matches!(error.err_type(), ParseErrorType::MissingToken(token, _) if token == "}")
        && let Some((span, line)) = open_brace(source)
    {
        let help = format!("“{line}”一行的 {{ 没有收：在这一段的末尾加一行 }}");
        return with_help(span, "这个 { 没有收".to_owned(), Some(help));
    }
    let foreign = foreign_word(word).map(|meant| (span.clone(), meant));
    if let Some((span, meant)) = foreign.or_else(|| foreign_start(source, span.start)) {
        let word = source.get(span.clone()).unwrap_or(word);
        let message = format!("脚本里没有 {word}");
        return with_help(span, message, Some(format!("写成 {meant}")));
    }
    if let ParseErrorType::VariableUndefined(name) = error.err_type()
        && is_assigned(source, span.end)
    {
        let own = super::foreign::let_names(source);
        let near = crate::formula::close(name, own.iter().copied());
        let help = Some(match near.first() {
            Some(meant) => {
                format!("前面 let 的是 {meant}：写成 {meant}；另一个变量的，先写 let {name} = 0;")
            }
            None => format!("{}写一行 let {name} = 0;", before_loop(source, span.start)),
        });
        return with_help(span, format!("变量 {name} 还没有"), help);
    }
    if let ParseErrorType::VariableUndefined(name) = error.err_type()
        && let Some(mistake) = super::formula_calls::around(source, span.start)
            .or_else(|| super::functions::kept_outside(source, name, &span))
    {
        return mistake;
    }
    if matches!(error.err_type(), ParseErrorType::BadInput(LexError::MalformedChar(_)))
        && let Some(text) = word.strip_prefix('\'').and_then(|text| text.strip_suffix('\''))
    {
        let message = "'…' 里只能是一个字".to_owned();
        return with_help(span.clone(), message, Some(format!("文字写在双引号里：\"{text}\"")));
    }
    if matches!(error.err_type(), ParseErrorType::MissingToken(token, _) if token == ")")
        && let Some(help) = comma_before(source, span.start)
    {
        return with_help(span, "两项之间少一个逗号".to_owned(), Some(help));
    }
    if word == "#" {
        let rest = source.get(span.end..).unwrap_or("").lines().next().unwrap_or("").trim();
        let (message, _) = forbidden(word);
        return with_help(span, message, Some(format!("说明用 // 开头：// {rest}")));
    }
    let (message, help) = if FORBIDDEN.iter().any(|(known, _)| *known == word) {
        forbidden(word)
    } else {
        parsing(error.err_type(), source, names)
    };
    match full_width(source, &span) {
        Some((at, sign)) => with_help(
            at..at + sign.len_utf8(),
            match look_alike(sign) {
                Some(_) => format!("脚本里不能写 {sign}（U+{:04X}）", u32::from(sign)),
                None => format!("脚本里不能用全角的 {sign}"),
            },
            Some(ascii_twin(sign)),
        ),
        None => with_help(span, message, help),
    }
}

/// Whether something is assigned to the name that ends at a place.
fn is_assigned(source: &str, end: usize) -> bool {
    let rest = source.get(end..).unwrap_or("").trim_start();
    ["+=", "-=", "*=", "/="].iter().any(|sign| rest.starts_with(sign))
        || rest.starts_with('=') && !rest.starts_with("==")
}

/// The last `90%` before a place, with nothing behind it that it could be divided by.
fn percent_sign(source: &str, before: usize) -> Option<usize> {
    let line = source.get(..before)?.rfind('\n').map_or(0, |at| at + 1);
    let own = source.get(line..)?;
    let own = own.get(..own.find('\n').unwrap_or(own.len()))?;
    own.match_indices('%').map(|(at, _)| at).find_map(|at| {
        let digit = own.get(..at)?.chars().next_back()?.is_ascii_digit();
        let next = own.get(at + 1..)?.trim_start().chars().next();
        let nothing = next.is_none_or(|c| "{});,&|]".contains(c));
        (digit && nothing && line + at <= before).then_some(line + at)
    })
}

/// Where two values stand side by side in brackets, the comma that is missing.
fn comma_before(source: &str, at: usize) -> Option<String> {
    let before = source.get(..at)?.trim_end();
    let rest = source.get(at..)?;
    let is_value = rest.starts_with(['"', '`'])
        && before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '`' | ')' | ']'));
    is_value.then(|| {
        let end =
            rest.get(1..).and_then(|text| text.find(['"', '`'])).map_or(rest.len(), |end| end + 2);
        format!("前面少一个逗号：, {}", rest.get(..end).unwrap_or(""))
    })
}

fn parsing(error: &ParseErrorType, source: &str, names: &Names) -> (String, Option<String>) {
    match error {
        ParseErrorType::UnexpectedEOF => {
            ("脚本没有写完".to_owned(), Some("检查括号、引号是否配对，语句后面有没有 ;".to_owned()))
        }
        ParseErrorType::BadInput(lex) => lexing(lex),
        ParseErrorType::UnknownOperator(sign) => {
            (format!("没有运算符 {sign}"), operator_help(sign).map(str::to_owned))
        }
        ParseErrorType::MissingToken(token, _) => (
            format!("这里或前面缺少 {token}"),
            match token.as_str() {
                ";" => Some("每个语句后面要写 ;".to_owned()),
                ")" | "]" | "}" => Some("括号要成对".to_owned()),
                "{" => Some("条件、循环后面写 { … }".to_owned()),
                "(" => Some(
                    "函数后面写括号：expect(甲 == 乙, \"说明\")、report(数, \"说明\")".to_owned(),
                ),
                _ => None,
            },
        ),
        ParseErrorType::MissingSymbol(_) => ("这里缺少符号".to_owned(), None),
        ParseErrorType::VariableUndefined(name)
            if names.params.iter().any(|(known, ..)| known == name) =>
        {
            let is_table =
                names.params.iter().any(|(known, keys, _)| known == name && keys.is_some());
            let help = if is_table {
                format!(
                    "“{name}”是参数表，写成 param.{name}[名称]，名称是一列的写 param.{name}[项.列名]"
                )
            } else {
                format!("“{name}”是参数，写成 param.{name}")
            };
            (format!("没有名称 {name}"), Some(help))
        }
        ParseErrorType::VariableUndefined(name) if let Some(block) = left_block(source, name) => {
            (format!("没有名称 {name}"), Some(block))
        }
        ParseErrorType::VariableUndefined(name) => {
            let known = globals(names).map(|(known, _)| known);
            let help = names
                .titled(name)
                .or_else(|| of_a_row(source, name, names))
                .unwrap_or_else(|| suggest(name, known));
            (format!("没有名称 {name}"), Some(help))
        }
        ParseErrorType::Reserved(word) => forbidden(word),
        ParseErrorType::PropertyExpected => {
            let help = "点后面直接写名称，不加引号：项.列名、表样.行.列".to_owned();
            ("点后面要写名称".to_owned(), Some(help))
        }
        ParseErrorType::VariableExpected => {
            ("这里要写变量名".to_owned(), Some("例如 let 总数 = 0;".to_owned()))
        }
        ParseErrorType::ExprExpected(_) => ("这里缺少一个式子".to_owned(), None),
        ParseErrorType::MalformedIndexExpr(_) => (
            "方括号里的写法不对".to_owned(),
            Some(match names.forms.last() {
                Some(form) => format!("方括号里写行名，加引号：{}[\"行名\"]", form.id),
                None => "方括号里写行名，加引号：表样[\"行名\"]".to_owned(),
            }),
        ),
        ParseErrorType::MismatchedType(..) => ("这里的类别不对".to_owned(), None),
        ParseErrorType::DuplicatedProperty(name) => (format!("{name} 写了两次"), None),
        ParseErrorType::VariableExists(name) | ParseErrorType::DuplicatedVariable(name) => {
            (format!("变量 {name} 已经有了"), None)
        }
        ParseErrorType::ForbiddenVariable(name) => (format!("不能用 {name} 作变量名"), None),
        ParseErrorType::AssignmentToConstant(name) => (format!("{name} 不能改"), None),
        ParseErrorType::AssignmentToInvalidLHS(_) => {
            ("等号左边只能是变量".to_owned(), Some("比较两个数用 ==".to_owned()))
        }
        ParseErrorType::FnDuplicatedDefinition(name, _) => (format!("函数 {name} 写了两次"), None),
        ParseErrorType::FnMissingName
        | ParseErrorType::FnMissingParams(_)
        | ParseErrorType::FnMissingBody(_)
        | ParseErrorType::WrongFnDefinition
        | ParseErrorType::FnDuplicatedParam(..) => (
            "函数的写法不对".to_owned(),
            Some("写成 fn 合格(项) { 项.列 >= 60 }，写在脚本最外层".to_owned()),
        ),
        ParseErrorType::ExprTooDeep => {
            ("式子套得太深".to_owned(), Some("请拆成几个语句".to_owned()))
        }
        ParseErrorType::TooManyFunctions => ("函数太多".to_owned(), None),
        ParseErrorType::LiteralTooLarge(..) => ("文字、列表或表太大".to_owned(), None),
        ParseErrorType::LoopBreak => ("break 和 continue 只能用在循环里".to_owned(), None),
        _ => ("脚本的写法不对".to_owned(), None),
    }
}

/// What to write instead of a number with a sign of percent.
fn percent_help(number: &str) -> String {
    format!("比较时写成 \"{number}%\"；要算的写成 percent({number}, 100)，或者用 param 里的参数")
}

fn lexing(error: &LexError) -> (String, Option<String>) {
    match error {
        LexError::UnexpectedInput(text) if text == "%" => {
            ("脚本里不能写 %".to_owned(), Some(percent_help("90")))
        }
        LexError::UnexpectedInput(text) => (format!("这里不能写 {text}"), None),
        LexError::UnterminatedString => {
            ("文字没有结束".to_owned(), Some("文字写在一对 \" 里".to_owned()))
        }
        LexError::MalformedChar(_) => {
            ("'…' 里只能是一个字".to_owned(), Some("文字要写在一对 \" 里".to_owned()))
        }
        LexError::MalformedNumber(text) => (format!("{text} 不是数"), None),
        LexError::MalformedIdentifier(text) => (format!("{text} 不能作名称"), None),
        LexError::StringTooLong(_) => ("文字太长".to_owned(), None),
        LexError::MalformedEscapeSequence(text) => {
            (format!("{text} 的写法不对"), Some("反斜线要写两个".to_owned()))
        }
        LexError::ImproperSymbol(sign, _) if FORBIDDEN.iter().any(|(word, _)| word == sign) => {
            forbidden(sign)
        }
        LexError::ImproperSymbol(sign, _) if sign == "=" => {
            ("这里不能写 =".to_owned(), Some("比较两个数用 ==".to_owned()))
        }
        LexError::ImproperSymbol(sign, _) if !sign.is_empty() => {
            (format!("这里不能写 {sign}"), None)
        }
        _ => ("脚本的写法不对".to_owned(), None),
    }
}

fn forbidden(word: &str) -> (String, Option<String>) {
    let help = FORBIDDEN.iter().find(|(known, _)| *known == word).map(|(_, why)| (*why).to_owned());
    let help = help.or_else(|| (word == "#").then(|| "说明用 // 开头".to_owned()));
    (format!("脚本里不能用 {word}"), help)
}

/// `name (kind, kind)` as Rhai writes it.
fn unknown_function(signature: &str) -> (String, Option<String>) {
    let (name, arguments) = signature
        .split_once('(')
        .map_or((signature, ""), |(name, rest)| (name, rest.trim_end_matches(')')));
    let name = name.trim();
    let kinds: Vec<&str> =
        arguments.split(", ").filter(|kind| !kind.is_empty()).map(kind).collect();
    if !name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_') {
        return (format!("{}不能用 {name}", kinds.join("和")), None);
    }
    let known = crate::formula::Function::of_scripts().find(|own| own.name() == name);
    let help = known.map(|function| format!("写法：{}", function.signature().1));
    if kinds.is_empty() {
        (format!("函数 {name} 不能这样用"), help)
    } else {
        (format!("函数 {name} 不能用于{}", kinds.join("、")), help)
    }
}

/// The nearest known property.
pub(super) fn no_property(name: &str, known: &std::collections::BTreeSet<&str>) -> String {
    suggest(name, known.iter().copied().filter(|known| !FIELDS.contains(known)))
}
