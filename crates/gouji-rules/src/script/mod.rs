//! Scripts in rules: what Rhai may do here, how a script is compiled, and its errors in Chinese at
//! their place.
//!
//! In: the text of a script and the names of a ruleset. Out: a [`ScriptProgram`], or mistakes with byte
//! ranges in the text. Deliberately absent: figures and what functions do with them (`check` has
//! both): this side knows the language only.
//!
//! A script sees no file, network, clock or other script. Rhai's own operators are never used: all
//! are registered anew, because those compare unlike types to `false`, divide integers to integers
//! and round half to even.

mod braces;
mod calls;
mod complaint;
mod fault;
mod foreign;
mod formula_calls;
mod functions;
mod gates;
mod globals;
mod grammar;
mod in_words;
mod inspect;
mod kinds;
mod mentions;
mod meter;
mod never_read;
mod of_rows;
mod paths;
mod place;
mod quotients;
mod signs;
mod text_columns;
mod texts;
mod things;
mod told;
mod truths;
mod turns;

#[cfg(test)]
mod tests;

pub use complaint::{Complaint, complaint};
pub use fault::{Fault, Limit};
pub(crate) use functions::{OwnFunction, own_functions};
pub use gates::{beginning, closed, condition_text, silent};
pub use globals::{FIELDS, Global, globals, properties};
pub use grammar::{expectation, relation, restrict};
pub use mentions::of_expression;
pub use meter::{
    Allowance, WHOLE, charge, charge_check, charge_for, is_captured, with_captured, within,
};
pub use place::place;
pub(crate) use quotients::many_times_the_whole;

use crate::formula::{FormulaMistake, Mention, Names};
use rhai::{AST, Dynamic, Engine, Position, Scope};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The function that a run ends in; no script can name it.
pub const END: &str = "end of script";

/// A compiled script.
#[derive(Clone, Debug)]
pub struct ScriptProgram {
    /// Its syntax tree.
    pub ast: AST,
    /// Variables that its closures take along.
    pub captured: Arc<BTreeSet<String>>,
    /// What it names.
    pub mentions: Arc<BTreeSet<Mention>>,
    /// It has expectations.
    pub expects: bool,
    /// It has neither expectations nor reports.
    pub is_silent: bool,
    /// Where conditions stand of which one that cannot be decided ends its turn of the loop alone.
    pub turns: Arc<BTreeSet<Position>>,
}

/// Compiles a script: syntax, names, functions, properties and expectations are looked at.
///
/// # Errors
/// Mistakes with their byte range in `source`.
pub fn compile(source: &str, names: &Names) -> Result<ScriptProgram, Vec<FormulaMistake>> {
    if source.len() > grammar::SOURCE {
        return Err(vec![
            FormulaMistake::new(0..0, "脚本太长")
                .help(format!("最多 {} 个字节；一条脚本只做一件事", grammar::SOURCE)),
        ]);
    }
    let mut engine = Engine::new_raw();
    restrict(&mut engine);
    engine.set_strict_variables(true);
    grammar::expectation(&mut engine, |_, _| Ok(Dynamic::UNIT));
    let scope = scope(names, |_| Dynamic::UNIT);
    let ast = engine
        .compile_with_scope(&scope, source)
        .map_err(|error| vec![complaint::syntax(source, &error, names)])?;
    let mut mistakes = inspect::inspect(source, &ast, names);
    mistakes.extend(functions::unseen_names(source, &ast, names));
    let never = never_read::never_read(source, &ast, names);
    let is_told = |own: &FormulaMistake| {
        never.iter().any(|one| one.span.start <= own.span.start && own.span.end <= one.span.end)
    };
    mistakes.retain(|own| !is_told(own));
    mistakes.extend(never);
    mistakes.extend(texts::unfilled(source));
    if mistakes.is_empty() {
        let (captured, mentions) = (inspect::captured(&ast), mentions::of_script(&ast, names));
        let turns = if captured.is_empty() { turns::turns(&ast) } else { BTreeSet::new() };
        Ok(ScriptProgram {
            captured: Arc::new(captured),
            mentions: Arc::new(mentions),
            turns: Arc::new(turns),
            expects: inspect::expects(&ast),
            is_silent: gates::silent(&ast, source).is_some(),
            ast,
        })
    } else {
        Err(mistakes)
    }
}

/// The names that every script of a ruleset sees, always in the same order: a compiled script knows
/// them by position.
///
/// They are pushed as variables, never as constants: Rhai folds comparisons of constants with its
/// own table.
pub fn scope(names: &Names, value: impl Fn((&str, Global)) -> Dynamic) -> Scope<'static> {
    let mut out = Scope::new();
    for (name, global) in globals(names) {
        out.push_dynamic(name, value((name, global)));
    }
    out
}
