//! An expectation that compares nothing: what is wrong with it, and what to write.

use super::condition::{asks_for_truth, opposite_sign};
use super::excel;
use super::foreign;
use super::function::Function;
use super::names::FormulaMistake;
use super::resolve::Resolver;
use super::shown::shown;
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::kind::Kind;

/// The sides of a condition of several, each with what it compares: `甲 == "是" || "否"` has two.
fn branches(syntax: &Syntax, operator: Binary, source: &str) -> Vec<String> {
    fn walk<'s>(syntax: &'s Syntax, operator: Binary, out: &mut Vec<&'s Syntax>) {
        match &syntax.kind {
            SyntaxKind::Binary(own, left, right) if *own == operator => {
                walk(left, operator, out);
                walk(right, operator, out);
            }
            _ => out.push(syntax),
        }
    }
    let mut sides = Vec::new();
    walk(syntax, operator, &mut sides);
    // as it is written, where its brackets are whole
    let as_written = |syntax: &Syntax| {
        let text = source.get(syntax.span.clone()).map(str::trim).unwrap_or_default();
        let mut open = 0_i32;
        let is_whole = text.chars().all(|c| {
            open += i32::from(matches!(c, '(' | '（')) - i32::from(matches!(c, ')' | '）'));
            open >= 0
        }) && open == 0;
        if is_whole { text.to_owned() } else { shown(syntax) }
    };
    let mut last: Option<(String, &str)> = None;
    let mut out = Vec::new();
    for side in sides {
        match (&side.kind, &last) {
            (SyntaxKind::Compare(relation, of_what, _), _) => {
                last = Some((as_written(of_what), relation.sign()));
                out.push(as_written(side));
            }
            (SyntaxKind::Text(_) | SyntaxKind::Number { .. }, Some((name, sign))) => {
                out.push(format!("{name} {sign} {}", as_written(side)));
            }
            _ => out.push(demanded(side)),
        }
    }
    out
}

/// A condition as something that must hold can be written: a comparison instead of its opposite
/// behind `!`, `present` for a name alone.
fn demanded(syntax: &Syntax) -> String {
    match &syntax.kind {
        SyntaxKind::Not(inner) => match &inner.kind {
            SyntaxKind::Compare(relation, a, b) => {
                format!("{} {} {}", shown(a), opposite_sign(*relation), shown(b))
            }
            _ => shown(syntax),
        },
        SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..) => {
            format!("present({})", shown(syntax))
        }
        _ => shown(syntax),
    }
}

/// Whether what is written comes to true or false.
fn is_truth(syntax: &Syntax, resolver: &mut Resolver<'_>) -> bool {
    resolver.typed(syntax).is_ok_and(|(_, kind)| kind == Kind::Truth)
}

/// A truth that a rule demands of rows, or forbids: how many rows lack it is counted.
fn counted(condition: &Syntax, sign: &str, resolver: &Resolver<'_>) -> String {
    let condition = shown(condition);
    match resolver.own_names().first() {
        Some(name) => format!(
            "只在某几行才核对的，条件写在 when 里：when = '{condition}'；每一行都要求的，写成 count({name}, {sign}{condition}) == 0"
        ),
        None => format!("条件写在 when 里：when = '{condition}'；expect 写要核对的比较"),
    }
}

/// The opposites of what `&&` or `||` joins.
fn denied(syntax: &Syntax, operator: Binary) -> Vec<String> {
    match &syntax.kind {
        SyntaxKind::Binary(own, a, b) if *own == operator => {
            denied(a, operator).into_iter().chain(denied(b, operator)).collect()
        }
        SyntaxKind::Compare(relation, a, b) => {
            vec![format!("{} {} {}", shown(a), opposite_sign(*relation), shown(b))]
        }
        SyntaxKind::Not(inner) => vec![shown(inner)],
        SyntaxKind::Binary(..) => vec![format!("!({})", shown(syntax))],
        _ => vec![format!("!{}", shown(syntax))],
    }
}

/// Formulas as items of a list, between quotes that do not stand in them.
fn listed(formulas: &[String]) -> String {
    let quoted = formulas.iter().map(|own| {
        let quote = if own.contains('\'') { '"' } else { '\'' };
        format!("{quote}{own}{quote}")
    });
    quoted.collect::<Vec<_>>().join(", ")
}

/// The first call of a function that there is not.
fn unknown_call(syntax: &Syntax) -> Option<&Syntax> {
    match &syntax.kind {
        SyntaxKind::Call(name, ..) if Function::find(name).is_none() => Some(syntax),
        SyntaxKind::Call(_, _, arguments) => arguments.iter().find_map(unknown_call),
        SyntaxKind::Not(inner) | SyntaxKind::Negate(inner) => unknown_call(inner),
        SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
            unknown_call(a).or_else(|| unknown_call(b))
        }
        SyntaxKind::Member(base, ..) | SyntaxKind::Index(base, _) => unknown_call(base),
        _ => None,
    }
}

/// What is written is no comparison; several ones are conditions of their own. A function or name
/// that there is not comes first: what it was to be is not known.
pub(super) fn no_comparison(
    syntax: &Syntax,
    source: &str,
    resolver: &mut Resolver<'_>,
) -> FormulaMistake {
    // they say what is to hold, and are told with it
    let is_sentence = matches!(&syntax.kind, SyntaxKind::Call(name, ..)
        if name.eq_ignore_ascii_case("not") || name.eq_ignore_ascii_case("if"));
    if let Some(Syntax { kind: SyntaxKind::Call(name, place, arguments), span }) =
        unknown_call(syntax).filter(|_| !is_sentence)
    {
        return resolver.no_function(name, (place, span), arguments);
    }
    if matches!(syntax.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..))
        && !matches!(&syntax.kind, SyntaxKind::Name(word) if foreign::glued_comparison(word).is_some())
        && let Err(mistake) = resolver.node(syntax)
    {
        return mistake;
    }
    let message = match &syntax.kind {
        SyntaxKind::Binary(Binary::And, ..) => "一条只核对一件事，不能用 && 把几件合在一条里",
        SyntaxKind::Binary(Binary::Or, ..) => "一条只核对一件事，不能用 || 把几件合在一条里",
        _ => "expect 必须是一个比较",
    };
    let mistake = FormulaMistake::new(syntax.span.clone(), message);
    let of = shown;
    match &syntax.kind {
        SyntaxKind::Binary(Binary::And, ..) => {
            let all = listed(&branches(syntax, Binary::And, source));
            mistake.help(format!("都要成立的写成列表，一项一件：expect = [{all}]"))
        }
        SyntaxKind::Binary(Binary::Or, one, other) if is_always(one, other) => mistake.help(format!(
            "两边总有一边成立，等于没有核对：只留要的一边，例如 expect = \"{}\"",
            of(one)
        )),
        SyntaxKind::Binary(Binary::Or, ..) => {
            let all = listed(&branches(syntax, Binary::Or, source));
            mistake.help(format!("有一个成立就行的，不写 expect，写 any = [{all}]"))
        }
        SyntaxKind::Name(word) if let Some((a, sign, b)) = foreign::glued_comparison(word) => {
            mistake.help(match resolver.said(word) {
                Some(meant) => format!("写成 {meant}"),
                None => format!(
                    "公式用列名和 + - * /，比较用 ==、<=、>=：左边写 {a}，中间 {sign}，右边是 {b}；可用的列：{}",
                    resolver.own_names().join("、")
                ),
            })
        }
        SyntaxKind::Not(inner) => match &inner.kind {
            SyntaxKind::Compare(relation, a, b) => opposite(mistake, *relation, (&of(a), &of(b))),
            SyntaxKind::Binary(Binary::And, ..) => {
                let all = listed(&denied(inner, Binary::And));
                mistake.help(format!("不都成立就行的，不写 expect，写 any = [{all}]"))
            }
            SyntaxKind::Binary(Binary::Or, ..) => {
                let all = listed(&denied(inner, Binary::Or));
                mistake.help(format!("都不许成立的写成列表：expect = [{all}]"))
            }
            _ if is_truth(inner, resolver) => mistake.help(counted(inner, "", resolver)),
            _ => mistake.help(format!("要求空着的写 !present({})", of(inner))),
        },
        _ if is_truth(syntax, resolver) => mistake.help(counted(syntax, "!", resolver)),
        SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..) => {
            let own = of(syntax);
            mistake.help(format!("要求填写的写 present({own})；要核对的写全与什么比，如 {own} > 0"))
        }
        SyntaxKind::Call(name, _, arguments)
            if name.eq_ignore_ascii_case("not")
                && let [Syntax { kind: SyntaxKind::Compare(relation, a, b), .. }] =
                    arguments.as_slice() =>
        {
            opposite(mistake, *relation, (&of(a), &of(b)))
        }
        SyntaxKind::Call(name, _, arguments)
            if foreign::operator(name) == Some("!")
                && let [inner] = arguments.as_slice() =>
        {
            let denied = Syntax {
                kind: SyntaxKind::Not(Box::new(inner.clone())),
                span: syntax.span.clone(),
            };
            match asks_for_truth(&denied) {
                Some(_) => mistake.help(format!("写成 !{}", of(inner))),
                None => no_comparison(&denied, source, resolver),
            }
        }
        SyntaxKind::Call(name, ..)
            if name.eq_ignore_ascii_case("if")
                && let Some(help) = excel::of_if(syntax) =>
        {
            mistake.help(help)
        }
        SyntaxKind::Call(name, ..) if Function::find(name) == Some(Function::Lookup) => {
            mistake.help(format!("要求在参数表里的写 present({})", of(syntax)))
        }
        _ => mistake.help(format!("写全等于什么：名称 == {}，名称是印着这个数的列", of(syntax))),
    }
}

/// The opposite of a comparison, where that is what must hold.
fn opposite(
    mistake: FormulaMistake,
    relation: CheckRelation,
    (left, right): (&str, &str),
) -> FormulaMistake {
    let sign = opposite_sign(relation);
    mistake.help(format!("不写 not 和 !，用相反的比较：{left} {sign} {right}"))
}

/// Whether one of two comparisons of the same values always holds: `金额 >= 0`, `金额 < 0`.
fn is_always(one: &Syntax, other: &Syntax) -> bool {
    use CheckRelation::{AtLeast, AtMost, Greater, Less};
    let (SyntaxKind::Compare(first, a, b), SyntaxKind::Compare(second, c, d)) =
        (&one.kind, &other.kind)
    else {
        return false;
    };
    let covers = matches!(
        (first, second),
        (AtLeast, Less | AtMost)
            | (AtMost, Greater | AtLeast)
            | (Less, AtLeast)
            | (Greater, AtMost)
    );
    covers && shown(a) == shown(c) && shown(b) == shown(d)
}
