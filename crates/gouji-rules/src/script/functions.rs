//! Functions of a script's own: what their parameters are by the places that call them, what they give
//! by their last statement and their `return`s, and names of the rules that none of them can see.
//!
//! In: the syntax tree of a script. Out: kinds for what was not known, and a mistake for each such name.

use super::globals::{Global, globals};
use super::kinds::{Bound, Variables};
use super::place::place;
use crate::formula::{FormulaMistake, Names, as_amount};
use gouji_values::kind::{Kind, Refusal, join};
use rhai::{AST, ASTNode, Expr, Stmt};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Functions that call each other are followed so far.
const DEPTH: usize = 3;

/// A function of a script.
pub(crate) struct OwnFunction {
    pub(crate) name: String,
    pub(crate) params: Vec<String>,
    pub(crate) span: Range<usize>,
    pub(crate) body: Vec<Stmt>,
}

/// The functions of a script. Their bodies stand behind the script's own statements.
pub(crate) fn own_functions(ast: &AST, source: &str) -> Vec<OwnFunction> {
    let all = ast.iter_fn_def().map(|own| {
        let at = |position| place(source, position).start;
        OwnFunction {
            name: own.name.to_string(),
            params: own.params.iter().map(ToString::to_string).collect(),
            span: at(own.body.start_position())..at(own.body.end_position()),
            body: Vec::new(),
        }
    });
    let mut out: Vec<OwnFunction> = all.collect();
    let mut begun = 0;
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        if let [ASTNode::Stmt(stmt)] = path {
            begun += 1;
            let at = place(source, stmt.position()).start;
            let within = out.iter_mut().filter(|own| own.span.start <= at && at <= own.span.end);
            // a closure stands within another function
            let own = within.min_by_key(|own| own.span.len());
            if let Some(own) = own.filter(|_| begun > ast.statements().len()) {
                own.body.push((*stmt).clone());
            }
        }
        true
    });
    out
}

/// Those that have a name.
fn named_functions(ast: &AST, source: &str) -> Vec<OwnFunction> {
    let mut out = own_functions(ast, source);
    out.retain(|own| !own.name.starts_with("anon$"));
    out
}

/// Every node below statements.
fn each(body: &[Stmt], work: &mut dyn FnMut(&[ASTNode<'_>])) {
    for stmt in body {
        stmt.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            work(path);
            true
        });
    }
}

impl Variables<'_> {
    /// A name that was not known.
    fn rebind(&mut self, name: &str, bound: Bound) {
        self.known.insert(name.to_owned(), Some(bound));
    }

    /// What a function of the script's own comes to.
    fn gives(&mut self, function: &str, kind: Kind) {
        self.given.insert(function.to_owned(), kind);
    }

    /// What a variable is once something is added to it.
    pub(super) fn added(&mut self, name: &str, value: &Expr) {
        let known = self.known.get(name).copied().flatten();
        let sum = match (known, self.kind(value)) {
            (Some(Bound::Value(known)), Some(own)) => join(known, own).ok(),
            _ => None,
        };
        self.known.insert(name.to_owned(), sum.map(Bound::Value));
    }

    /// Binds the parameters of functions to what all of their calls give, and tells what they come to.
    pub(super) fn with_functions(&mut self, source: &str, ast: &AST) {
        let functions = named_functions(ast, source);
        // a name of several things is left as it is
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for name in functions.iter().flat_map(|own| &own.params) {
            *names.entry(name).or_default() += 1;
        }
        let is_one = |name: &str| names.get(name) == Some(&1) && self.bound(name) == Some(None);
        let free: BTreeSet<String> =
            names.keys().filter(|name| is_one(name)).map(|name| (*name).to_owned()).collect();
        for _ in 0..DEPTH {
            let calls = self.calls(ast, &functions);
            for function in &functions {
                let Some(Some(arguments)) = calls.get(function.name.as_str()) else { continue };
                for (param, bound) in function.params.iter().zip(arguments) {
                    if let Some(bound) = bound.filter(|_| free.contains(param)) {
                        self.rebind(param, bound);
                    }
                }
            }
            for function in &functions {
                if let Some(kind) = self.given(function) {
                    self.gives(&function.name, kind);
                }
            }
        }
    }

    /// For each function what all of its calls give for each parameter; nothing for one that is called
    /// otherwise, too.
    #[allow(clippy::type_complexity, reason = "arguments by function")]
    fn calls<'f>(
        &self,
        ast: &AST,
        functions: &'f [OwnFunction],
    ) -> BTreeMap<&'f str, Option<Vec<Option<Bound>>>> {
        let mut out: BTreeMap<&str, Option<Vec<Option<Bound>>>> = BTreeMap::new();
        ast.walk(&mut |path| {
            let (call, is_method) = match path.last() {
                Some(ASTNode::Expr(Expr::FnCall(call, _))) => (call, false),
                Some(ASTNode::Expr(Expr::MethodCall(call, _))) => (call, true),
                _ => return true,
            };
            let Some(function) = functions.iter().find(|own| own.name == call.name.as_str()) else {
                return true;
            };
            if is_method || call.args.len() != function.params.len() {
                out.insert(&function.name, None);
                return true;
            }
            let given: Vec<Option<Bound>> =
                call.args.iter().map(|argument| self.argument(argument)).collect();
            match out.get_mut(function.name.as_str()) {
                None => {
                    out.insert(&function.name, Some(given));
                }
                Some(Some(known)) => {
                    for (known, own) in known.iter_mut().zip(given) {
                        *known = known.filter(|known| Some(*known) == own);
                    }
                }
                Some(None) => {}
            }
            true
        });
        out
    }

    /// What a call gives for a parameter.
    fn argument(&self, expr: &Expr) -> Option<Bound> {
        if let Expr::Variable(variable, ..) = expr
            && let Some(Some(bound)) = self.bound(&variable.1)
        {
            return Some(bound);
        }
        self.kind(expr).map(|kind| match kind {
            // a number that is handed over may be any
            Kind::Zero | Kind::One => Bound::Value(Kind::Number),
            kind => Bound::Value(kind),
        })
    }

    /// What a function comes to, where all ways through it are of one kind.
    fn given(&self, function: &OwnFunction) -> Option<Kind> {
        let mut all: Vec<Option<Kind>> = Vec::new();
        each(&function.body, &mut |path| {
            if let Some(ASTNode::Stmt(Stmt::Return(Some(value), ..))) = path.last() {
                all.push(self.kind(value));
            }
        });
        match function.body.last()? {
            Stmt::Return(..) => {}
            last => all.extend(self.last(last)),
        }
        let mut kinds = all.into_iter();
        let first = kinds.next()??;
        kinds.try_fold(first, |known, own| join(known, own?).ok())
    }

    /// What a last statement gives; a value that is not known is one.
    fn last(&self, stmt: &Stmt) -> Vec<Option<Kind>> {
        let of = |all: &[Stmt]| all.last().map_or_else(|| vec![None], |own| self.last(own));
        match stmt {
            Stmt::Expr(expr) => match &**expr {
                Expr::Stmt(block) => of(block.statements()),
                own => vec![self.kind(own)],
            },
            Stmt::FnCall(call, at) => vec![self.kind(&Expr::FnCall(call.clone(), *at))],
            Stmt::Return(..) => Vec::new(),
            Stmt::If(flow, _) => {
                let mut out = of(flow.body.statements());
                out.extend(of(flow.branch.statements()));
                out
            }
            Stmt::Block(block) => of(block.statements()),
            _ => vec![None],
        }
    }

    /// That an amount stands beside what is counted alone: a number of that lacks its unit.
    pub(super) fn without_unit(
        &self,
        (source, ast): (&str, &AST),
        sides: [(&Expr, Kind); 2],
        refusal: &Refusal,
    ) -> Option<FormulaMistake> {
        let is_plain = |kind: Kind| matches!(kind, Kind::Count | Kind::Number);
        let (amount, other) = match sides {
            [(amount, Kind::Amount), (other, kind)] if is_plain(kind) => (amount, other),
            [(other, kind), (amount, Kind::Amount)] if is_plain(kind) => (amount, other),
            _ => return None,
        };
        let (number, at) = self.bare_number((source, ast), other)?;
        // of a price for each the smaller unit is the likelier one
        let mut meant = as_amount(&number, self.unit_of(amount));
        meant.sort_by_key(|own| own.chars().count());
        let [meant, other] = meant;
        let span = place(source, at);
        let is_within = named_functions(ast, source).iter().any(|own| {
            let mut is_in = false;
            each(&own.body, &mut |path| {
                is_in |= matches!(path.last(), Some(ASTNode::Expr(Expr::IntegerConstant(_, own))) if *own == at);
            });
            is_in
        });
        let place = match is_within {
            true => "函数加一个参数放在这里，用它的地方传 param.标准",
            false => "这里写 param.标准",
        };
        let message = format!("{}：{number} 没有写单位", refusal.message());
        let help = format!("写成参数 [param] \"标准\" = \"{meant}\"（也可以是 {other}），{place}");
        Some(FormulaMistake::new(span.start..span.start + number.len(), message).help(help))
    }

    /// A bare number that an expression is made of, the bodies of functions that it calls included: what its
    /// author may have left the unit out of.
    pub(super) fn bare_number(
        &self,
        (source, ast): (&str, &AST),
        expr: &Expr,
    ) -> Option<(String, rhai::Position)> {
        match expr {
            Expr::IntegerConstant(number, at) if *number > 1 => Some((number.to_string(), *at)),
            Expr::FnCall(call, _) => {
                let own = call.args.iter().find_map(|own| self.bare_number((source, ast), own));
                own.or_else(|| {
                    let functions = named_functions(ast, source);
                    let function = functions.iter().find(|own| own.name == call.name.as_str())?;
                    let mut found = None;
                    each(&function.body, &mut |path| {
                        if let Some(ASTNode::Expr(Expr::IntegerConstant(number, at))) = path.last()
                            && *number > 1
                        {
                            found.get_or_insert_with(|| (number.to_string(), *at));
                        }
                    });
                    found
                })
            }
            _ => None,
        }
    }
}

/// Names of the rules, and variables of the script, that its functions speak of and cannot see.
pub(super) fn unseen_names(source: &str, ast: &AST, names: &Names) -> Vec<FormulaMistake> {
    let outer: BTreeSet<&str> = globals(names)
        .filter(|(_, what)| *what == Global::Param || matches!(what, Global::Doc | Global::Table))
        .map(|(name, _)| name)
        .collect();
    let mut lets: BTreeSet<String> = BTreeSet::new();
    for stmt in ast.statements() {
        if let Stmt::Var(parts, ..) = stmt {
            lets.insert(parts.0.name.to_string());
        }
    }
    let mut out: Vec<FormulaMistake> = Vec::new();
    for function in named_functions(ast, source) {
        let mut own: BTreeSet<String> = function.params.iter().cloned().collect();
        each(&function.body, &mut |path| match path.last() {
            Some(ASTNode::Stmt(Stmt::Var(parts, ..))) => {
                own.insert(parts.0.name.to_string());
            }
            Some(ASTNode::Stmt(Stmt::For(parts, _))) => {
                own.insert(parts.0.name.to_string());
            }
            _ => {}
        });
        each(&function.body, &mut |path| {
            let Some(ASTNode::Expr(Expr::Variable(variable, _, at))) = path.last() else { return };
            let name = variable.1.as_str();
            let is_outer = outer.contains(name) || lets.contains(name);
            if own.contains(name) || !is_outer {
                return;
            }
            let span = place(source, *at);
            let rest = source.get(span.start..).unwrap_or("");
            let length = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')))
                .unwrap_or(rest.len());
            let whole = rest.get(..length).unwrap_or(name).trim_end_matches('.');
            let param = whole.rsplit('.').next().unwrap_or(name);
            let title = function.name.as_str();
            let mut params = function.params.clone();
            params.push(param.to_owned());
            let mut given = function.params.clone();
            given.push(whole.to_owned());
            let message = format!("函数 {title} 里看不见外面的 {name}");
            let help = format!(
                "作为参数传进去：写成 fn {title}({})，里面用 {param}，用它的地方写 {title}({})",
                params.join(", "),
                given.join(", ")
            );
            let told =
                FormulaMistake::new(span.start..span.start + whole.len(), message).help(help);
            if !out.iter().any(|known| known.span == told.span) {
                out.push(told);
            }
        });
    }
    out
}

/// What to do where a name that nothing bears stands in a function and is kept outside of it.
pub(super) fn kept_outside(
    source: &str,
    name: &str,
    place: &Range<usize>,
) -> Option<FormulaMistake> {
    let at = place.start;
    let start = source.get(..at)?.rfind("fn ")?;
    let head = source.get(start + 3..)?;
    let (title, rest) = head.split_once('(')?;
    let (params, body) = rest.split_once(')')?;
    let opened = source.len() - body.len();
    let inner = source.get(opened..at)?;
    let is_within = inner.matches('{').count() > inner.matches('}').count();
    let is_kept = super::foreign::let_names(source.get(..start)?).contains(&name);
    (is_within && is_kept).then(|| {
        let mut all: Vec<&str> =
            params.split(',').map(str::trim).filter(|own| !own.is_empty()).collect();
        all.push(name);
        let message = format!("函数 {} 里看不见外面的 {name}", title.trim());
        let help = format!(
            "作为参数传进去：写成 fn {}({})，用它的地方也多写一个 {name}",
            title.trim(),
            all.join(", ")
        );
        FormulaMistake::new(place.clone(), message).help(help)
    })
}
