//! Tokens to a syntax tree: precedence climbing.

use super::calendar;
use super::excel;
use super::foreign;
use super::names::FormulaMistake;
use super::syntax::{Binary, Syntax, SyntaxKind};
use super::token::{CELLS, FormulaToken, Spanned, tokens, two_formulas};
use gouji_audit::audit::CheckRelation;
use gouji_values::error::MistakeSubject;
use std::ops::Range;

/// Brackets that may stand in each other; more are a mistake, not a stack overflow.
pub(super) const BRACKETS: usize = 64;
const DEPTH: usize = 2 * BRACKETS + 4;

/// A formula has at most so many signs, numbers and names: each further term of a sum is a level of
/// the tree.
const TOKENS: usize = 1_500;

/// Parses one formula.
///
/// # Errors
/// A [`FormulaMistake`] with its byte range in `source`, in Chinese.
pub fn parse(source: &str) -> Result<Syntax, FormulaMistake> {
    let tokens = tokens(source)?;
    if tokens.is_empty() {
        return Err(FormulaMistake::new(0..source.len(), "公式是空的")
            .help("例如 合计 == 基本支出 + 项目支出"));
    }
    if let Some(beyond) = tokens.get(TOKENS) {
        return Err(FormulaMistake::new(
            beyond.span.clone(),
            format!("公式太长：名称、数和符号合计最多 {TOKENS} 个"),
        )
        .help("连续的行、列用 sum(…) 相加，或者拆成几条公式"));
    }
    if let Some(Spanned { token: FormulaToken::Sign(sign), span }) = tokens.first()
        && relation(sign).is_some()
    {
        let rest = source.get(span.end..).unwrap_or("").trim();
        if foreign::names_cells(rest) {
            return Err(FormulaMistake::new(0..source.len(), CELLS)
                .about(MistakeSubject::Cells)
                .help("写列名，前面不写等号，例如 金额 == 住宿费 + 伙食费"));
        }
        return Err(excel::behind_sign(source, rest, span));
    }
    let mut parser = Parser { source, tokens, at: 0, end: source.len(), depth: 0, brackets: 0 };
    if let Some(Spanned { token: FormulaToken::Name(word), span }) = parser.peek()
        && foreign::starts_condition(word)
        && !matches!(parser.tokens.get(1), Some(Spanned { token: FormulaToken::Sign("("), .. }))
    {
        return Err(FormulaMistake::new(span.clone(), format!("公式里没有 {word} 这种写法"))
            .help(foreign::two_branches(source, span.end)));
    }
    let syntax = parser.expression(0)?;
    match parser.peek() {
        None => Ok(syntax),
        Some(extra) => Err(parser.extra(extra)),
    }
}

pub(super) struct Parser<'s> {
    pub(super) source: &'s str,
    pub(super) tokens: Vec<Spanned>,
    pub(super) at: usize,
    end: usize,
    depth: usize,
    /// Brackets that are open.
    pub(super) brackets: usize,
}

fn relation(sign: &str) -> Option<CheckRelation> {
    Some(match sign {
        "==" => CheckRelation::Equal,
        "!=" => CheckRelation::NotEqual,
        "<" => CheckRelation::Less,
        "<=" => CheckRelation::AtMost,
        ">" => CheckRelation::Greater,
        ">=" => CheckRelation::AtLeast,
        _ => return None,
    })
}

fn binary(sign: &str) -> Option<(Binary, u8)> {
    Some(match sign {
        "||" => (Binary::Or, 1),
        "&&" => (Binary::And, 2),
        "+" => (Binary::Add, 4),
        "-" => (Binary::Subtract, 4),
        "*" => (Binary::Multiply, 5),
        "/" => (Binary::Divide, 5),
        _ => return None,
    })
}

const RELATION_LEVEL: u8 = 3;

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<&Spanned> {
        self.tokens.get(self.at)
    }

    fn sign(&self) -> Option<&'static str> {
        match self.peek()?.token {
            FormulaToken::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn here(&self) -> Range<usize> {
        self.peek().map_or(self.end.saturating_sub(1)..self.end, |token| token.span.clone())
    }

    /// What is wrong with what stands behind a whole formula.
    fn extra(&self, extra: &Spanned) -> FormulaMistake {
        let (span, source) = (extra.span.clone(), self.source);
        match &extra.token {
            FormulaToken::Sign(")" | "]") => {
                FormulaMistake::new(span, "多了一个括号，或前面少了一个")
            }
            FormulaToken::Sign(sign) if relation(sign).is_some() => {
                FormulaMistake::new(span, "一条公式只能有一个比较")
                    .help("条件写成 a < b && b < c；expect 写成两条：[\"a < b\", \"b < c\"]")
            }
            FormulaToken::Name(word) if foreign::operator(word).is_some() => {
                let sign = foreign::operator(word).unwrap_or_default();
                FormulaMistake::new(span, format!("“{word}”不是运算符"))
                    .help(format!("“{word}”写成 {sign}"))
            }
            FormulaToken::Name(word) if foreign::starts_condition(word) => {
                FormulaMistake::new(span, format!("公式里没有 {word} 这种写法"))
                    .help("条件写在 when 里，或者写 if(条件, 甲, 乙)")
            }
            FormulaToken::Name(word)
                if foreign::asks_for_rows(word)
                    && source.get(..span.start).unwrap_or("").trim_end().ends_with(')') =>
            {
                let before = source.get(..span.start).unwrap_or("").trim_end();
                let before = before.strip_suffix(')').unwrap_or(before);
                FormulaMistake::new(span, format!("公式里没有 {word} 这种写法"))
                    .help(format!("条件写在括号里面：{before}, 条件)"))
            }
            FormulaToken::Sign(",") if let Some(number) = self.grouped() => {
                FormulaMistake::new(span, "数里不写逗号").help(format!("写成 {number}"))
            }
            FormulaToken::Name(rest)
                if self.name_before().and_then(foreign::operator) == Some("!") =>
            {
                let word = self.name_before().unwrap_or_default();
                FormulaMistake::new(span, format!("“{word}”不是运算符"))
                    .help(format!("“{word}”写成 !：!{rest}"))
            }
            FormulaToken::Name(word) if let Some((help, place)) = self.one_of(word) => {
                let place = place.unwrap_or(span);
                FormulaMistake::new(place, format!("公式里没有 {word} 这种写法")).help(help)
            }
            FormulaToken::Name(word) if let Some(help) = foreign::membership(word) => {
                FormulaMistake::new(span, format!("公式里没有 {word} 这种写法")).help(help)
            }
            FormulaToken::Name(unit) if let Some(number) = self.number_before() => {
                FormulaMistake::new(span, "数与单位之间不留空格")
                    .help(format!("写成 {number}{unit}"))
            }
            FormulaToken::Name(word) if let Some(help) = self.blank_asked() => {
                FormulaMistake::new(span, format!("公式里没有 {word} 这种写法")).help(help)
            }
            FormulaToken::Name(rest) if let Some(first) = self.name_before() => {
                FormulaMistake::new(span, "这里多出了内容，两项之间缺少运算符").help(format!(
                    "若是一个名称，中间不留空格：{first}{rest}；若是两项，中间写 + - * / 或 && ||"
                ))
            }
            FormulaToken::Sign(",") => FormulaMistake::new(span.clone(), "这里多了一个逗号").help(
                match two_formulas(source, &span) {
                    Some(both) => format!("几条公式写成列表：expect = [{both}]"),
                    None => "几条公式写成列表：expect = [\"甲 == 乙\", \"丙 == 丁\"]".to_owned(),
                },
            ),
            _ => FormulaMistake::new(span, "这里多出了内容，两项之间缺少运算符")
                .help("两项之间写 + - * / 或 && ||；名称里有空格、括号的，在表样里另起一个名字"),
        }
    }

    /// What to write instead of `名称 is null`, `名称 为空`.
    fn blank_asked(&self) -> Option<String> {
        let words = self.tokens.get(self.at..)?.iter().map_while(|spanned| match &spanned.token {
            FormulaToken::Name(word) => Some(word.to_lowercase()),
            _ => None,
        });
        foreign::blank_asked(self.name_before()?, &words.collect::<Vec<_>>())
    }

    /// The number that commas part: `1,000,000元`.
    fn grouped(&self) -> Option<String> {
        let mut rest = self.tokens.get(self.at.checked_sub(1)?..)?.iter();
        let FormulaToken::Number { value, unit } = &rest.next()?.token else { return None };
        let (mut out, mut last, mut groups) = (value.to_string(), unit, 0);
        while last.is_empty() && matches!(rest.next()?.token, FormulaToken::Sign(",")) {
            let Some(next) = rest.next() else { break };
            let FormulaToken::Number { value, unit } = &next.token else { break };
            let value = value.to_string();
            if value.split('.').next().is_some_and(|whole| whole.len() > 3) || next.span.len() < 3 {
                break;
            }
            (last, groups) = (unit, groups + 1);
            out.push_str(&format!("{value:0>3}"));
        }
        (groups > 0).then(|| format!("{out}{last}"))
    }

    /// The same where the comma may part arguments: three digits follow, and no blanks stand there.
    fn grouped_argument(&self) -> Option<String> {
        let comma = self.tokens.get(self.at).filter(|_| self.sign() == Some(","))?;
        let (first, rest) =
            (self.tokens.get(self.at.checked_sub(1)?)?, self.tokens.get(self.at + 1)?);
        let is_close = first.span.end == comma.span.start && comma.span.end == rest.span.start;
        let written = self.source.get(rest.span.clone())?;
        let digits = written.chars().take_while(char::is_ascii_digit).count();
        if is_close && digits == 3 { self.grouped() } else { None }
    }

    /// What to write instead of a word of ranges or lists between a name and values; and in the place of what, where that
    /// is more than the word.
    fn one_of(&self, word: &str) -> Option<(String, Option<Range<usize>>)> {
        let name = self.name_before()?;
        let behind = self.tokens.get(self.at + 1..)?;
        if let foreign::Membership::Between = foreign::membership_kind(word)? {
            let (from, to) = foreign::two_ends(self.source.get(behind.first()?.span.start..)?)?;
            let help = format!("写成两个比较：{name} >= {from} && {name} <= {to}");
            return Some((help, None));
        }
        let values: Vec<&str> = behind
            .iter()
            .take_while(|spanned| !matches!(spanned.token, FormulaToken::Sign("&&" | "||")))
            .filter(|spanned| {
                matches!(
                    spanned.token,
                    FormulaToken::Text(_) | FormulaToken::Number { .. } | FormulaToken::Date(_)
                )
            })
            .filter_map(|spanned| self.source.get(spanned.span.clone()))
            .collect();
        match (foreign::membership_kind(word)?, values.as_slice()) {
            (foreign::Membership::OneOf, [_, ..]) => {
                let each: Vec<String> =
                    values.iter().map(|value| format!("{name} == {value}")).collect();
                Some((format!("一个一个写：{}", each.join(" || ")), None))
            }
            (foreign::Membership::Contains, [value]) => {
                let inner = value.trim_matches(['"', '\'', '“', '”']);
                let is_wild = |c: char| matches!(c, '%' | '*' | '_' | '％' | '＊');
                let bare = inner.trim_matches(is_wild);
                let asked = match (inner.starts_with(is_wild), inner.ends_with(is_wild)) {
                    (false, true) => "starts_with",
                    (true, false) => "ends_with",
                    _ => "contains",
                };
                let last = behind
                    .iter()
                    .find(|spanned| self.source.get(spanned.span.clone()) == Some(*value))?;
                let start = self.tokens.get(self.at.checked_sub(1)?)?.span.start;
                let help = format!("写成 {asked}({name}, \"{bare}\")");
                Some((help, Some(start..last.span.end)))
            }
            _ => None,
        }
    }

    /// What is wrong where a comparison is compared again: `0 < 人数 < 500`.
    fn compared_twice(&mut self, left: &Syntax) -> FormulaMistake {
        let place = self.here();
        let mistake = FormulaMistake::new(place.clone(), "一条公式只能有一个比较");
        self.at += 1;
        let right = self.expression(RELATION_LEVEL + 1);
        let of = |span: &Range<usize>| self.source.get(span.clone()).unwrap_or_default().trim();
        match (&left.kind, right) {
            (SyntaxKind::Compare(_, _, middle), Ok(right)) => {
                let (first, middle, sign) = (of(&left.span), of(&middle.span), of(&place));
                let second = format!("{middle} {sign} {}", of(&right.span));
                mistake.help(format!(
                    "条件写成 {first} && {second}；expect 写成两条：[\"{first}\", \"{second}\"]"
                ))
            }
            _ => mistake.help("条件写成 a < b && b < c；expect 写成两条：[\"a < b\", \"b < c\"]"),
        }
    }

    /// The number without a unit that ends right before the cursor, and no percent sign: a unit may
    /// have been meant to stand right behind it.
    fn number_before(&self) -> Option<String> {
        match &self.tokens.get(self.at.checked_sub(1)?)?.token {
            FormulaToken::Number { value, unit } if unit.is_empty() => Some(value.to_string()),
            _ => None,
        }
    }

    /// The name that ends right before the cursor.
    fn name_before(&self) -> Option<&str> {
        match &self.tokens.get(self.at.checked_sub(1)?)?.token {
            FormulaToken::Name(name) => Some(name),
            _ => None,
        }
    }

    fn expression(&mut self, level: u8) -> Result<Syntax, FormulaMistake> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(super::unclosed::too_deep(self.here()));
        }
        let mut left = self.unary()?;
        while let Some(sign) = self.sign() {
            if let Some(relation) = relation(sign) {
                if level > RELATION_LEVEL {
                    break;
                }
                self.at += 1;
                let right = self.expression(RELATION_LEVEL + 1)?;
                let span = left.span.start..right.span.end;
                left = Syntax {
                    kind: SyntaxKind::Compare(relation, Box::new(left), Box::new(right)),
                    span,
                };
                if self.sign().and_then(self::relation).is_some() {
                    return Err(self.compared_twice(&left));
                }
            } else if let Some((operator, strength)) = binary(sign) {
                if strength < level {
                    break;
                }
                self.at += 1;
                let right = self.expression(strength + 1)?;
                let span = left.span.start..right.span.end;
                left = Syntax {
                    kind: SyntaxKind::Binary(operator, Box::new(left), Box::new(right)),
                    span,
                };
                if let Some(mistake) = calendar::slashed_day(&left, self.source) {
                    return Err(mistake);
                }
            } else {
                break;
            }
        }
        self.depth -= 1;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Syntax, FormulaMistake> {
        let start = self.here().start;
        match self.sign() {
            Some("-") => {
                self.at += 1;
                let inner = self.expression(5)?;
                let span = start..inner.span.end;
                Ok(Syntax { kind: SyntaxKind::Negate(Box::new(inner)), span })
            }
            Some("+") => {
                self.at += 1;
                self.expression(5)
            }
            Some("!") => {
                self.at += 1;
                let inner = self.expression(6)?;
                let span = start..inner.span.end;
                Ok(Syntax { kind: SyntaxKind::Not(Box::new(inner)), span })
            }
            _ => self.postfix(),
        }
    }

    fn postfix(&mut self) -> Result<Syntax, FormulaMistake> {
        let mut base = self.primary()?;
        loop {
            match self.sign() {
                Some(".") => {
                    self.at += 1;
                    let span = self.here();
                    let Some(Spanned { token: FormulaToken::Name(name), .. }) = self.peek() else {
                        return Err(self.no_name(&base, span));
                    };
                    let name = name.clone();
                    self.at += 1;
                    let whole = base.span.start..span.end;
                    base = Syntax {
                        kind: SyntaxKind::Member(Box::new(base), name, span),
                        span: whole,
                    };
                }
                Some("[") => {
                    let open = self.here();
                    self.at += 1;
                    let key = self.expression(0)?;
                    self.close("]", open)?;
                    let whole = base.span.start..self.before();
                    base = Syntax {
                        kind: SyntaxKind::Index(Box::new(base), Box::new(key)),
                        span: whole,
                    };
                }
                _ => return Ok(base),
            }
        }
    }

    /// What is wrong where no name stands behind a point.
    fn no_name(&self, base: &Syntax, span: Range<usize>) -> FormulaMistake {
        match self.peek().map(|spanned| &spanned.token) {
            Some(FormulaToken::Number { value, unit }) => {
                let help = if unit.is_empty() {
                    "改名，数字放在后面；定义它的地方也要改".to_owned()
                } else {
                    format!("改名，数字放在后面，如 {unit}{value}；定义它的地方也要改")
                };
                FormulaMistake::new(span, "名称不能以数字开头")
                    .help(help)
                    .about(MistakeSubject::Name(value.to_string()))
            }
            Some(FormulaToken::Text(text)) => {
                let before = self.source.get(base.span.clone()).unwrap_or("");
                FormulaMistake::new(span, "点后面的名称不加引号")
                    .help(format!("写成 {before}.{text}"))
            }
            _ => FormulaMistake::new(span, "点后面缺少名称").help("路径写成 表样.行.列"),
        }
    }

    fn primary(&mut self) -> Result<Syntax, FormulaMistake> {
        let Some(Spanned { token, span }) = self.peek().cloned() else {
            return Err(FormulaMistake::new(self.here(), "公式没有写完").help("运算符后面还缺一项"));
        };
        self.at += 1;
        let kind = match token {
            FormulaToken::Number { value, unit } => SyntaxKind::Number { value, unit },
            FormulaToken::Date(day) => SyntaxKind::Date(day),
            FormulaToken::Text(text) => SyntaxKind::Text(text),
            FormulaToken::Name(name) if self.sign() == Some("(") => {
                let open = self.here();
                self.open(&open)?;
                self.at += 1;
                let mut arguments = Vec::new();
                while self.sign() != Some(")") {
                    arguments.push(self.expression(0)?);
                    if let Some(number) = self.grouped_argument() {
                        let span = arguments.last().map_or(open.clone(), |last| last.span.clone());
                        let end = self.tokens.get(self.at + 1).map_or(span.end, |t| t.span.end);
                        return Err(FormulaMistake::new(span.start..end, "数里不写逗号").help(
                            format!("两个参数的，逗号后面空一格；是一个数的，写成 {number}"),
                        ));
                    }
                    match self.sign() {
                        Some(",") => self.at += 1,
                        Some(")") => break,
                        _ => {
                            return Err(self.unclosed(")", &open));
                        }
                    }
                }
                self.at += 1;
                self.brackets -= 1;
                let whole = span.start..self.before();
                return Ok(Syntax { kind: SyntaxKind::Call(name, span, arguments), span: whole });
            }
            FormulaToken::Name(name) => SyntaxKind::Name(name),
            FormulaToken::Sign("(") => {
                self.open(&span)?;
                let inner = self.expression(0)?;
                self.close(")", span)?;
                self.brackets -= 1;
                return Ok(inner);
            }
            FormulaToken::Sign("[") => {
                return Err(foreign::bracketed(self.source, span));
            }
            FormulaToken::Sign(_) => {
                return Err(
                    FormulaMistake::new(span, "这里缺少一项").help("运算符两边都要有名称或数字")
                );
            }
        };
        Ok(Syntax { kind, span })
    }

    fn close(&mut self, sign: &str, open: Range<usize>) -> Result<(), FormulaMistake> {
        if self.sign() == Some(if sign == ")" { ")" } else { "]" }) {
            self.at += 1;
            return Ok(());
        }
        Err(self.unclosed(sign, &open))
    }

    /// End of the token before the cursor.
    fn before(&self) -> usize {
        self.at.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(0, |token| token.span.end)
    }
}
