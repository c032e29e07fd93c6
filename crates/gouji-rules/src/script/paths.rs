//! Paths of a script whose names are written out: columns, captures, grades and entries of tables of
//! parameters that there are not, told before the script ever runs.

use super::kinds::{Bound, Variables};
use super::place::place;
use crate::formula::{FormulaMistake, suggest};
use gouji_values::paper::LAST_YEAR;
use rhai::{Expr, FnCallExpr, FnPtr, Position, Stmt};
use std::ops::Range;

/// A step of a path.
enum Step<'e> {
    /// `.name`
    Name(&'e str, Position),
    /// `["key"]`
    Key(&'e str, Position),
    /// Another key in brackets.
    Index,
    /// `.method(…)`
    Method(&'e str),
}

/// What a path has come to.
#[derive(Clone, Copy)]
enum Reached {
    /// The rows of a form, as a list.
    Rows(usize),
    /// A row of a form.
    Row(usize),
    /// A form; no row of it is named yet.
    Form(usize),
    /// A form and a row of it.
    FormRow(usize),
    Claim(usize, bool),
    Scale(usize),
    Param,
    Table(usize),
    /// Last year's document, or a part: forms and claims stand behind it.
    Part,
}

/// Functions that give of a list of rows a list of rows.
const KEEP: &[&str] = &["filter", "sort", "reverse", "extract"];
/// Functions that give one of its rows.
const ONE: &[&str] = &["find", "first", "last"];

/// Functions whose closure is given a row.
const OVER: &[&str] = &["filter", "map", "find", "some", "all", "for_each", "sort"];

/// The name of a closure, and how many variables it takes along.
fn closure(expr: &Expr) -> Option<(String, usize)> {
    match expr {
        Expr::DynamicConstant(value, _) => {
            Some((value.read_lock::<FnPtr>()?.fn_name().to_owned(), 0))
        }
        Expr::FnCall(call, _) if call.name == "curry" => {
            let (name, _) = closure(call.args.first()?)?;
            Some((name, call.args.len() - 1))
        }
        Expr::Stmt(block) => match block.statements().last()? {
            Stmt::Expr(expr) => closure(expr),
            Stmt::FnCall(call, _) if call.name == "curry" => {
                let (name, _) = closure(call.args.first()?)?;
                Some((name, call.args.len() - 1))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The steps of a path behind its first name.
fn steps(expr: &Expr) -> Option<(&Expr, Vec<Step<'_>>)> {
    let (pair, mut is_key) = match expr {
        Expr::Dot(pair, ..) => (pair, false),
        Expr::Index(pair, ..) => (pair, true),
        _ => return None,
    };
    let mut out = Vec::new();
    let mut rest = &pair.rhs;
    loop {
        let (own, next) = match rest {
            Expr::Dot(inner, ..) => (&inner.lhs, Some((&inner.rhs, false))),
            Expr::Index(inner, ..) => (&inner.lhs, Some((&inner.rhs, true))),
            other => (other, None),
        };
        out.push(match own {
            Expr::StringConstant(text, at) if is_key => Step::Key(text, *at),
            _ if is_key => Step::Index,
            Expr::Property(property, at) => Step::Name(&property.2, *at),
            Expr::MethodCall(call, _) => Step::Method(&call.name),
            _ => Step::Index,
        });
        let Some((behind, key)) = next else { return Some((&pair.lhs, out)) };
        (rest, is_key) = (behind, key);
    }
}

impl Variables<'_> {
    /// What is wrong with a name in a path that is none of what stands before it. `is_known` tells
    /// whether anything bears a name: what nothing bears is told elsewhere.
    pub(super) fn astray(
        &self,
        source: &str,
        expr: &Expr,
        is_known: impl Fn(&str) -> bool,
    ) -> Option<FormulaMistake> {
        let (base, steps) = steps(expr)?;
        let mut reached = self.reached(base)?;
        for (at, step) in steps.iter().enumerate() {
            // the name right behind the first one is looked at with it
            let is_mine = |name: &str| at > 0 && is_known(name);
            match self.wrong(reached, step, is_mine) {
                Some((at, message, help)) => {
                    return Some(FormulaMistake::new(quoted(source, at), message).help(help));
                }
                None => reached = self.behind(reached, step)?,
            }
        }
        None
    }

    /// What the first name of a path is.
    fn reached(&self, base: &Expr) -> Option<Reached> {
        match base {
            Expr::Variable(variable, ..) => {
                let name = variable.1.as_str();
                if let Some(bound) = self.bound(name) {
                    return match bound? {
                        Bound::Row(form) => Some(Reached::Row(form)),
                        Bound::Rows(form) => Some(Reached::Rows(form)),
                        _ => None,
                    };
                }
                match name {
                    "param" => Some(Reached::Param),
                    LAST_YEAR => Some(Reached::Part),
                    name => self.named(name),
                }
            }
            Expr::FnCall(call, _) if call.name == "row" => {
                self.form_of(base, "row").map(Reached::Row)
            }
            Expr::FnCall(..) => self.rows_of(base).map(Reached::Rows),
            _ => None,
        }
    }

    fn named(&self, name: &str) -> Option<Reached> {
        let names = self.names();
        let form = names.forms.iter().position(|form| form.id == name).map(Reached::Form);
        let claim = || names.claims.iter().position(|claim| claim.id == name);
        let part = || names.parts.iter().any(|(id, _)| id == name);
        let scale = || names.scales.iter().position(|id| id == name);
        form.or_else(|| claim().map(|claim| Reached::Claim(claim, false)))
            .or_else(|| part().then_some(Reached::Part))
            .or_else(|| scale().map(Reached::Scale))
    }

    /// What is wrong with a step, where it stands, and what to write.
    fn wrong<'e>(
        &self,
        reached: Reached,
        step: &Step<'e>,
        is_mine: impl Fn(&str) -> bool,
    ) -> Option<(Position, String, String)> {
        let names = self.names();
        match (reached, step) {
            (Reached::Row(form) | Reached::FormRow(form), Step::Key(key, at)) => {
                let (message, help) = names.forms.get(form)?.no_column(key)?;
                Some((*at, message, help))
            }
            (Reached::FormRow(form), Step::Name(name, at)) if is_mine(name) => {
                let form = names.forms.get(form)?;
                let columns = form.columns.iter().map(|(own, _)| own.as_str());
                let mut known =
                    columns.clone().chain(form.captures.iter().map(|own| own.0.as_str()));
                let is_there = known.any(|own| own == *name);
                (!is_there).then(|| {
                    (*at, format!("表样 {} 没有列 {name}", form.id), suggest(name, columns))
                })
            }
            (Reached::Claim(claim, true), Step::Name(name, at)) if is_mine(name) => {
                let claim = names.claims.get(claim)?;
                let captures = claim.captures.iter().map(|(own, ..)| own.as_str());
                let is_there = captures.clone().any(|own| own == *name);
                (!is_there).then(|| {
                    (*at, format!("声明 {} 没有取值 {name}", claim.id), suggest(name, captures))
                })
            }
            (Reached::Scale(scale), Step::Key(key, at)) => {
                let (message, help) = names.no_grade(scale, key)?;
                Some((*at, message, help))
            }
            (Reached::Param, Step::Key(key, at)) => {
                let known = names.params.iter().map(|(name, ..)| name.as_str());
                let help = match known.clone().any(|name| name == *key) {
                    true => format!("写成 param.{key}"),
                    false => suggest(key, known),
                };
                Some((*at, "param 后面写点，不写方括号".to_owned(), help))
            }
            (Reached::Table(param), Step::Key(key, at) | Step::Name(key, at)) => {
                let (name, Some(keys), _) = names.params.get(param)? else { return None };
                let is_there = keys.iter().any(|own| own == key);
                let known = keys.iter().map(String::as_str);
                (!is_there)
                    .then(|| (*at, format!("参数表 {name} 里没有 {key}"), suggest(key, known)))
            }
            _ => None,
        }
    }

    /// What stands behind a step.
    fn behind(&self, reached: Reached, step: &Step<'_>) -> Option<Reached> {
        let names = self.names();
        match (reached, step) {
            (Reached::Rows(form), Step::Index) => Some(Reached::Row(form)),
            (Reached::Rows(_), Step::Method(name)) if KEEP.contains(name) => Some(reached),
            (Reached::Rows(form), Step::Method(name)) if ONE.contains(name) => {
                Some(Reached::Row(form))
            }
            (Reached::Form(form), Step::Key(..) | Step::Index) => Some(Reached::FormRow(form)),
            (Reached::Form(form), Step::Name(name, _)) => {
                let own = names.forms.get(form)?;
                let is_side = own.sides.iter().any(|side| side == name);
                let is_row = own.rows.iter().any(|row| row == name);
                match (is_side, is_row) {
                    (true, _) => Some(reached),
                    (_, true) => Some(Reached::FormRow(form)),
                    _ => None,
                }
            }
            (Reached::Claim(claim, false), Step::Key(..) | Step::Index) => {
                Some(Reached::Claim(claim, true))
            }
            (Reached::Param, Step::Name(name, _)) => {
                let is_table = |(own, keys, _): &(String, Option<Vec<String>>, _)| {
                    own == name && keys.is_some()
                };
                names.params.iter().position(is_table).map(Reached::Table)
            }
            (Reached::Part, Step::Key(..) | Step::Index) => Some(reached),
            (Reached::Part, Step::Name(name, _)) => self.named(name),
            _ => None,
        }
    }

    /// The unit of the form whose figure an expression reads.
    pub(super) fn unit_of(&self, expr: &Expr) -> Option<&str> {
        let Expr::Dot(pair, ..) = expr else { return None };
        let Expr::Variable(variable, ..) = &pair.lhs else { return None };
        let name = variable.1.as_str();
        let form = match self.bound(name) {
            Some(Some(Bound::Row(form))) => Some(form),
            Some(_) => None,
            None => self.names().forms.iter().position(|form| form.id == name),
        };
        self.names().forms.get(form?)?.unit.as_deref()
    }

    /// The form of the row that a path ends in.
    pub(super) fn row_at_end(&self, expr: &Expr) -> Option<usize> {
        let (base, steps) = steps(expr)?;
        let mut reached = self.reached(base)?;
        for step in &steps {
            reached = self.behind(reached, step)?;
        }
        match reached {
            Reached::Row(form) | Reached::FormRow(form) => Some(form),
            _ => None,
        }
    }

    /// The form whose rows an expression gives: `rows(form)`, and those of them that are kept.
    pub(super) fn rows_of(&self, expr: &Expr) -> Option<usize> {
        match expr {
            Expr::FnCall(call, _) if KEEP.contains(&call.name.as_str()) => {
                self.rows_of(call.args.first()?)
            }
            Expr::FnCall(..) => self.form_of(expr, "rows"),
            Expr::Variable(variable, ..) => match self.bound(variable.1.as_str())?? {
                Bound::Rows(form) => Some(form),
                _ => None,
            },
            Expr::Dot(..) => {
                let (base, steps) = steps(expr)?;
                let is_kept =
                    |step: &Step<'_>| matches!(step, Step::Method(name) if KEEP.contains(name));
                steps.iter().all(is_kept).then(|| self.rows_of(base)).flatten()
            }
            _ => None,
        }
    }

    /// What is wrong where a grade is compared with what is none of its scale.
    pub(super) fn outside_set(&self, source: &str, call: &FnCallExpr) -> Option<FormulaMistake> {
        let [left, right] = call.args.as_slice() else { return None };
        if !matches!(call.name.as_str(), "==" | "!=") {
            return None;
        }
        [(left, right), (right, left)].into_iter().find_map(|(one, other)| {
            let Expr::StringConstant(word, at) = other else { return None };
            let (message, help) = self.names().no_grade(self.scale_of(one)?, word)?;
            Some(FormulaMistake::new(quoted(source, *at), message).help(help))
        })
    }

    /// The closures that go over rows of a form, each with the form and how many variables it takes
    /// along, which stand before its own parameters.
    pub(super) fn over_rows(&self, expr: &Expr) -> Vec<(usize, String, usize)> {
        let mut out = Vec::new();
        let mut add = |form: usize, call: &FnCallExpr| {
            let is_row = OVER.contains(&call.name.as_str());
            let found = call.args.iter().filter(|_| is_row).find_map(closure);
            out.extend(found.map(|(name, captured)| (form, name, captured)));
        };
        match expr {
            Expr::FnCall(call, _) => {
                if let Some(form) = call.args.first().and_then(|list| self.rows_of(list)) {
                    add(form, call);
                }
            }
            Expr::Dot(pair, ..) => {
                let Some(form) = self.rows_of(&pair.lhs) else { return out };
                let mut rest = &pair.rhs;
                loop {
                    let (own, next) = match rest {
                        Expr::Dot(inner, ..) => (&inner.lhs, Some(&inner.rhs)),
                        other => (other, None),
                    };
                    let Expr::MethodCall(call, _) = own else { break };
                    add(form, call);
                    match next.filter(|_| KEEP.contains(&call.name.as_str())) {
                        Some(next) => rest = next,
                        None => break,
                    }
                }
            }
            _ => {}
        }
        out
    }

    /// The scale that an expression is a grade of.
    pub(super) fn scale_of(&self, expr: &Expr) -> Option<usize> {
        match expr {
            Expr::FnCall(call, _) if call.name == "grade" => {
                let Some(Expr::Variable(scale, ..)) = call.args.first() else { return None };
                let name = scale.1.as_str();
                let is_own = self.bound(name).is_none();
                self.names().scales.iter().position(|id| is_own && id == name)
            }
            Expr::Variable(variable, ..) => match self.bound(variable.1.as_str())?? {
                Bound::Grade(scale) => Some(scale),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A place, with the quotes of the text that stands there.
fn quoted(source: &str, at: Position) -> Range<usize> {
    let own = place(source, at);
    let rest = source.get(own.start..).unwrap_or("");
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '`')) else { return own };
    let end = rest.get(1..).and_then(|inner| inner.find(quote)).map(|end| own.start + end + 2);
    own.start..end.unwrap_or(own.end)
}
