//! What Rhai may do here: limits, words that are forbidden, and `expect(…)`.

use super::meter;
use crate::formula::CheckRelation;
use rhai::{Dynamic, Engine, EvalContext, Expression, ImmutableString, OptimizationLevel};

/// The word that makes a check.
pub(crate) const EXPECT: &str = "expect";

/// Functions that call functions, at most.
const CALLS: usize = 16;

/// Expressions within expressions, at most; in functions as well.
const DEPTH: usize = 48;

/// Bytes of a text, elements of a list that is written out, keys of a map, at most: Rhai copies and
/// looks through them in one step. Longer lists are our own (`gouji_checks::check`), of which a copy costs
/// nothing.
const SIZES: [usize; 3] = [10_000, 500, 200];

/// Bytes of a whole script, at most.
pub(super) const SOURCE: usize = 100_000;

/// Words that lead out of the rule, or whose meaning would surprise.
pub(super) const FORBIDDEN: &[(&str, &str)] = &[
    ("eval", "脚本不能执行文字里的代码"),
    ("import", "脚本不能读取别的文件"),
    ("export", "脚本不能读取别的文件"),
    ("switch", "请改用 if … else if …"),
    ("try", "脚本出错时应当停下来，不能掩盖"),
    ("catch", "脚本出错时应当停下来，不能掩盖"),
    ("throw", "不能核对时请写 skip(\"原因\")"),
    ("print", "要报告的内容请写成 report(…, \"说明\")"),
    ("debug", "要报告的内容请写成 report(…, \"说明\")"),
    ("curry", "请写成 |r| 函数(r, 别的数)"),
    ("is_shared", "脚本里用不着"),
    ("this", "请给函数一个参数，写成 fn 合格(项) { 项.列 >= 60 }"),
    ("is_def_var", "所有名称在加载时就已核对"),
    ("is_def_fn", "所有函数在加载时就已核对"),
];

/// Sets the limits and takes away what leads out; the same in debug and release builds.
pub fn restrict(engine: &mut Engine) {
    engine.set_fast_operators(false);
    engine.set_optimization_level(OptimizationLevel::None);
    engine.on_progress(|_| meter::step());
    engine.set_max_call_levels(CALLS);
    engine.set_max_expr_depths(DEPTH, DEPTH);
    let [text, list, map] = SIZES;
    engine.set_max_string_size(text);
    engine.set_max_array_size(list);
    engine.set_max_map_size(map);
    engine.set_max_variables(20_000);
    engine.set_max_functions(200);
    engine.set_max_modules(0);
    engine.set_allow_switch_expression(false);
    for (word, _) in FORBIDDEN {
        engine.disable_symbol(*word);
    }
    engine.on_print(|_| {});
    engine.on_debug(|_, _, _| {});
}

/// Registers `expect(a == b, "说明")`; the second argument may be left out.
pub fn expectation(
    engine: &mut Engine,
    run: impl Fn(
        &mut EvalContext<'_, '_, '_, '_, '_, '_>,
        &[Expression<'_>],
    ) -> Result<Dynamic, Box<rhai::EvalAltResult>>
    + Send
    + Sync
    + 'static,
) {
    let parse = |symbols: &[ImmutableString], ahead: &str, _: &mut Dynamic| {
        let next = match symbols.len() {
            1 => Some("("),
            2 => Some("$expr$"),
            3 if ahead == "," => Some(","),
            4 if ahead_is_label(symbols) => Some("$expr$"),
            3 | 5 => Some(")"),
            _ => None,
        };
        Ok(next.map(ImmutableString::from))
    };
    engine.register_custom_syntax_with_state_raw(
        EXPECT,
        parse,
        false,
        move |context, inputs, _| run(context, inputs),
    );
}

fn ahead_is_label(symbols: &[ImmutableString]) -> bool {
    symbols.last().is_some_and(|last| last.as_str() == ",")
}

/// The relation that an operator or `meets` states.
#[must_use]
pub fn relation(name: &str) -> Option<CheckRelation> {
    Some(match name {
        "==" => CheckRelation::Equal,
        "!=" => CheckRelation::NotEqual,
        "<" => CheckRelation::Less,
        "<=" => CheckRelation::AtMost,
        ">" => CheckRelation::Greater,
        ">=" => CheckRelation::AtLeast,
        "meets" => CheckRelation::Meets,
        _ => return None,
    })
}

/// What Rhai calls a kind of value.
pub(super) fn kind(name: &str) -> &'static str {
    match name {
        "i64" | "decimal" | "Decimal" => "数",
        "string" | "&str" | "ImmutableString" | "char" => "文字",
        "bool" => "真假值",
        "array" => "列表",
        "map" => "表",
        "()" => "空值",
        "Fn" => "函数",
        "range" | "range=" => "序号范围",
        name if name.contains("Item") => "文件里的数或文字",
        name if name.contains("Path") => "表样、行或声明",
        _ => "别的东西",
    }
}
