//! `expect(a == b, "说明")`: both sides are evaluated apart, so that the check knows values and
//! sources of each.

use super::call::{CallOutcome, held};
use super::session::{Compared, text_of};
use gouji_rules::formula::Mention;
use gouji_rules::script::{Fault, of_expression, place, relation};
use rhai::{Dynamic, EvalAltResult, EvalContext, Expr, Expression};

/// `expect(a == b, "说明")`
pub(super) fn expect(
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    inputs: &[Expression<'_>],
) -> CallOutcome<Dynamic> {
    let session = held(Some(context.tag()))?;
    let Some(first) = inputs.first() else { return Ok(Dynamic::UNIT) };
    let at = first.position();
    let placed = |fault: Fault| -> Box<EvalAltResult> {
        let mut error: Box<EvalAltResult> = fault.into();
        error.set_position(at);
        error
    };
    let Expr::FnCall(call, _) = &**first else {
        return Err(placed(Fault::rule(
            "expect 里要写一个比较",
            "写成 expect(甲 == 乙, \"说明\")",
        )));
    };
    let (Some(relation), [left, right]) = (relation(&call.name), call.args.as_slice()) else {
        return Err(placed(Fault::rule(
            "expect 里要写一个比较",
            "写成 expect(甲 == 乙, \"说明\")",
        )));
    };
    let mut sides = Vec::new();
    for side in [left, right] {
        let value = context.eval_expression_tree(&side.into())?;
        sides.push(session.item(&value).map_err(placed)?);
    }
    let label = match inputs.get(1) {
        Some(label) => {
            let value = context.eval_expression_tree(label)?;
            match text_of(&value) {
                Some(text) => text,
                None => session.words(&session.item(&value).map_err(placed)?),
            }
        }
        None => String::new(),
    };
    let expression = comparison(&session.source, first.start_position());
    if let [left, right] = sides.as_slice() {
        let names = &session.shared.ruleset.names;
        let forms = of_expression(first, names).into_iter().filter_map(|mention| match mention {
            Mention::Form(paper, form) => Some((paper, form)),
            _ => None,
        });
        let compared = Compared { relation, left, right, label: &label, expression: &expression };
        session.expect(&compared, forms.collect()).map_err(placed)?;
    }
    Ok(Dynamic::UNIT)
}

/// The comparison as the script writes it: up to the comma or bracket that ends it.
fn comparison(source: &str, start: rhai::Position) -> String {
    // of a comparison the position is that of its sign
    let sign = place(source, start).start;
    let call = source.get(..sign).and_then(|before| before.rfind("expect"));
    let opened = call.and_then(|call| Some(call + source.get(call..sign)?.find('(')? + 1));
    let from = opened.unwrap_or(sign);
    let text = source.get(from..).unwrap_or("");
    let (mut depth, mut quote) = (0_i32, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '`') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}' | ',') if depth == 0 => {
                return text
                    .get(..at)
                    .unwrap_or("")
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
            }
            (None, ')' | ']' | '}') => depth -= 1,
            _ => {}
        }
    }
    text.lines().next().unwrap_or("").trim().to_owned()
}
