//! What stands in a script has a kind, as far as its text tells: numbers that do not go together
//! are told before the script ever runs.

use super::calls::is_day;
use super::place::place;
use super::signs::{is_sum, operation};
use super::things::Thing;
use super::truths::is_truth;
use crate::formula::{FormNames, FormulaMistake, Names, as_amount};
use gouji_values::kind::{Kind, Operation, Refusal, join, result};
use gouji_values::number::{Decimal, cell_number, day};
use rhai::{AST, ASTNode, Expr, FnCallExpr, Position, Stmt};
use std::collections::{BTreeMap, BTreeSet};

/// What a variable of the script is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Bound {
    /// A row of a form.
    Row(usize),
    /// A list of rows of a form.
    Rows(usize),
    /// A grade of a scale.
    Grade(usize),
    /// A value.
    Value(Kind),
}

/// The variables of a script; one that is several things is nothing that is known.
pub(super) struct Variables<'n> {
    names: &'n Names,
    pub(super) known: BTreeMap<String, Option<Bound>>,
    /// What functions of the script's own come to.
    pub(super) given: BTreeMap<String, Kind>,
}

impl<'n> Variables<'n> {
    /// Of a whole script: what loops go over, and what is kept under a name and never changed.
    pub(super) fn of(source: &str, ast: &AST, names: &'n Names) -> Self {
        let mut out = Self { names, known: BTreeMap::new(), given: BTreeMap::new() };
        let closures: BTreeMap<&str, Vec<&str>> =
            ast.iter_functions().map(|own| (own.name, own.params)).collect();
        // those whose parameters are known by the list that they go over
        let mut over_lists: BTreeSet<String> = BTreeSet::new();
        ast.walk(&mut |path| {
            match path.last() {
                Some(ASTNode::Stmt(Stmt::For(parts, _))) => {
                    let over = &parts.2.expr;
                    let is_range = matches!(over, Expr::FnCall(call, _)
                        if matches!(call.name.as_str(), ".." | "..=" | "range"));
                    let number = is_range.then_some(Bound::Value(Kind::Number));
                    let bound = out.rows_of(over).map(Bound::Row).or(number);
                    out.bind(&parts.0.name, bound);
                }
                Some(ASTNode::Stmt(Stmt::Var(parts, ..))) => {
                    let row = out.form_of(&parts.1, "row").map(Bound::Row);
                    let bound = row
                        .or_else(|| out.rows_of(&parts.1).map(Bound::Rows))
                        .or_else(|| out.scale_of(&parts.1).map(Bound::Grade))
                        .or_else(|| out.kind(&parts.1).map(Bound::Value))
                        .or_else(|| is_truth(&parts.1).then_some(Bound::Value(Kind::Truth)));
                    out.bind(&parts.0.name, bound);
                }
                Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
                    if let Expr::Variable(variable, ..) = &parts.1.lhs {
                        match is_sum(&parts.0) {
                            true => out.added(&variable.1, &parts.1.rhs),
                            false => out.bind(&variable.1, None),
                        }
                    }
                }
                Some(ASTNode::Expr(expr)) => {
                    for (form, closure, captured) in out.over_rows(expr) {
                        let params = closures.get(closure.as_str());
                        let own = params.into_iter().flatten().skip(captured);
                        for (at, name) in own.enumerate() {
                            out.bind(name, Some(Bound::Row(form)).filter(|_| at == 0));
                        }
                        over_lists.insert(closure);
                    }
                }
                _ => {}
            }
            true
        });
        for (function, params) in closures {
            if !over_lists.contains(function) {
                params.iter().for_each(|name| out.bind(name, None));
            }
        }
        out.with_functions(source, ast);
        out
    }

    /// The names that there are.
    pub(super) fn names(&self) -> &'n Names {
        self.names
    }

    /// What a variable of the script is: nothing where it is several things.
    pub(super) fn bound(&self, name: &str) -> Option<Option<Bound>> {
        self.known.get(name).copied()
    }

    fn bind(&mut self, name: &str, bound: Option<Bound>) {
        let known = self.known.entry(name.to_owned()).or_insert(bound);
        if *known != bound {
            *known = None;
        }
    }

    /// The form that a function is called with first: `rows(form)`.
    pub(super) fn form_of(&self, expr: &Expr, function: &str) -> Option<usize> {
        let Expr::FnCall(call, _) = expr else { return None };
        let Some(Expr::Variable(variable, ..)) = call.args.first() else { return None };
        (call.name == function).then(|| self.form(&variable.1)).flatten()
    }

    fn form(&self, name: &str) -> Option<usize> {
        if self.known.contains_key(name) {
            return None;
        }
        self.names.forms.iter().position(|form| form.id == name)
    }

    /// What a name or path is that is no value yet.
    pub(super) fn thing(&self, expr: &Expr) -> Option<Thing<'n>> {
        match expr {
            Expr::Variable(variable, ..) => {
                let name = variable.1.as_str();
                if let Some(known) = self.known.get(name) {
                    let Some(Bound::Row(form)) = known else { return None };
                    let form = self.names.forms.get(*form)?;
                    return Some(Thing::Row(name.to_owned(), &form.id));
                }
                let forms = self.names.forms.iter().map(|form| form.id.as_str());
                let is_it = |own: &&str| *own == name;
                if let Some(id) = forms.into_iter().find(is_it) {
                    return Some(Thing::Form(id));
                }
                let mut claims = self.names.claims.iter().map(|claim| claim.id.as_str());
                if let Some(id) = claims.find(is_it) {
                    return Some(Thing::Claim(id));
                }
                let mut scales = self.names.scales.iter().map(String::as_str);
                if let Some(id) = scales.find(is_it) {
                    return Some(Thing::Scale(id));
                }
                let mut parts = self.names.parts.iter().map(|(id, _)| id.as_str());
                parts.find(is_it).map(Thing::Part)
            }
            Expr::Dot(pair, ..) => {
                let Some(Thing::Form(form)) = self.thing(&pair.lhs) else { return None };
                let Expr::Property(property, _) = &pair.rhs else { return None };
                let row = format!("{form}.{}", property.2);
                self.is_row(form, &pair.rhs).then_some(Thing::Row(row, form))
            }
            _ => None,
        }
    }

    /// Whether a property is a named row of a form.
    pub(super) fn is_row(&self, form: &str, property: &Expr) -> bool {
        let Expr::Property(property, _) = property else { return false };
        let own = self.names.forms.iter().find(|own| own.id == form);
        own.is_some_and(|own| own.rows.iter().any(|row| row == property.2.as_str()))
    }

    /// Whether a property is a column of a form.
    pub(super) fn is_column(&self, form: &str, property: &Expr) -> bool {
        let Expr::Property(property, _) = property else { return false };
        let own = self.names.forms.iter().find(|own| own.id == form);
        own.is_some_and(|own| own.columns.iter().any(|(name, _)| name == property.2.as_str()))
    }

    /// Whether a variable is a plain number.
    pub(super) fn is_number(&self, name: &str) -> bool {
        let known = self.known.get(name);
        matches!(
            known,
            Some(Some(Bound::Value(Kind::Number | Kind::Zero | Kind::One | Kind::Count)))
        )
    }

    /// A column of a form with numbers, the last one with amounts.
    pub(super) fn some_column(&self, form: &str) -> &'n str {
        let own = self.names.forms.iter().find(|own| own.id == form);
        let columns = || own.into_iter().flat_map(|own| own.columns.iter().rev());
        let amount = columns().find(|(_, kind)| *kind == Kind::Amount);
        amount
            .or_else(|| columns().find(|(_, kind)| kind.is_numeric()))
            .map_or("列名", |(name, _)| name)
    }

    /// A variable that is a row of a form, and that form.
    pub(super) fn some_row(&self) -> Option<(&str, &'n str)> {
        self.known.iter().find_map(|(name, bound)| match bound {
            Some(Bound::Row(form)) => {
                Some((name.as_str(), self.names.forms.get(*form)?.id.as_str()))
            }
            _ => None,
        })
    }

    /// What an expression is, where its text tells.
    pub(super) fn kind(&self, expr: &Expr) -> Option<Kind> {
        match expr {
            Expr::IntegerConstant(0, _) => Some(Kind::Zero),
            Expr::IntegerConstant(1, _) => Some(Kind::One),
            Expr::IntegerConstant(..) => Some(Kind::Number),
            Expr::DynamicConstant(value, _) if value.is::<Decimal>() => Some(Kind::Number),
            Expr::Variable(variable, ..) => match self.known.get(variable.1.as_str())? {
                Some(Bound::Value(kind)) => Some(*kind),
                Some(Bound::Grade(_)) => Some(Kind::Text),
                _ => None,
            },
            Expr::Dot(pair, ..) => self.member(&pair.lhs, &pair.rhs),
            Expr::FnCall(call, _) => self.called(call),
            _ => None,
        }
    }

    /// A row's member that its form does not have: the form, the name and its place.
    pub(super) fn no_member<'e>(
        &self,
        owner: &str,
        first: &'e Expr,
    ) -> Option<(&'n FormNames, &'e str, Position)> {
        let Some(Some(Bound::Row(form))) = self.known.get(owner) else { return None };
        let form = self.names.forms.get(*form)?;
        let Expr::Property(property, at) = first else { return None };
        let name = property.2.as_str();
        let is_column = form.columns.iter().any(|(known, _)| known == name);
        let is_capture = form.captures.iter().any(|(known, ..)| known == name);
        let is_known = is_column
            || is_capture
            || name == "level"
            || form.sides.iter().any(|side| side == name);
        (!is_known).then_some((form, name, *at))
    }

    /// The value at the end of a path.
    fn member(&self, base: &Expr, rest: &Expr) -> Option<Kind> {
        let mut last = rest;
        while let Expr::Dot(pair, ..) | Expr::Index(pair, ..) = last {
            last = &pair.rhs;
        }
        let Expr::Property(property, _) = last else { return None };
        let name = property.2.as_str();
        let mut owner = base;
        while let Expr::Index(pair, ..) = owner {
            owner = &pair.lhs;
        }
        let Expr::Variable(variable, ..) = owner else { return self.anywhere(name) };
        let owner = variable.1.as_str();
        if owner == "param" {
            return self.param(name);
        }
        if matches!(owner, "doc" | "table") && !self.known.contains_key(owner) {
            return match name {
                "year" => Some(Kind::Number),
                "agency" | "kind" | "title" | "number" | "unit" => Some(Kind::Text),
                _ => None,
            };
        }
        match self.known.get(owner) {
            Some(Some(Bound::Row(form))) => return column(self.names.forms.get(*form)?, name),
            Some(Some(_)) => return None,
            Some(None) => return self.anywhere(name),
            None => {}
        }
        if let Some(form) = self.form(owner) {
            return column(self.names.forms.get(form)?, name);
        }
        match self.names.claims.iter().find(|claim| claim.id == owner) {
            Some(claim) => {
                claim.captures.iter().find(|(known, ..)| known == name).map(|(_, kind, _)| *kind)
            }
            None => self.anywhere(name),
        }
    }

    fn param(&self, name: &str) -> Option<Kind> {
        let found = self.names.params.iter().find(|(known, ..)| known == name);
        found.map(|(.., kind)| *kind)
    }

    /// What all columns and captures of a name are.
    fn anywhere(&self, name: &str) -> Option<Kind> {
        let forms = || self.names.forms.iter();
        let columns = forms().flat_map(|form| &form.columns).map(|(known, kind)| (known, *kind));
        let cells = forms().flat_map(|form| &form.captures).map(|(known, _, kind)| (known, *kind));
        let claims = self.names.claims.iter().flat_map(|claim| claim.captures.iter());
        let said = claims.map(|(known, kind, _)| (known, *kind));
        let mut kinds = columns.chain(cells).chain(said).filter(|(known, _)| *known == name);
        let (_, first) = kinds.next()?;
        kinds.all(|(_, kind)| kind == first).then_some(first)
    }

    fn called(&self, call: &FnCallExpr) -> Option<Kind> {
        let of = |at: usize| self.kind(call.args.get(at)?);
        match (call.name.as_str(), call.args.len()) {
            (sign, 2) if operation(sign).is_some() => {
                result(operation(sign)?, of(0)?, of(1)?).ok().filter(|kind| *kind != Kind::Truth)
            }
            ("-" | "abs" | "floor" | "ceil", 1) | ("round", _) => match of(0)? {
                Kind::One => Some(Kind::Number),
                kind => Some(kind),
            },
            ("sum", _) => of(0).filter(|kind| kind.is_numeric()),
            ("percent", 2) => Some(Kind::Percent),
            ("count", _) => Some(Kind::Count),
            ("sign" | "power", _) => Some(Kind::Number),
            ("min" | "max" | "or", 2) => join(of(0)?, of(1)?).ok(),
            (own, _) => self.given.get(own).copied(),
        }
    }

    /// Why the two sides of an operator do not go together, where they do not.
    pub(super) fn apart(
        &self,
        (source, ast): (&str, &AST),
        (call, at): (&FnCallExpr, Position),
    ) -> Option<FormulaMistake> {
        let [left, right] = call.args.as_slice() else { return None };
        let sign = call.name.as_str();
        if let Some(mistake) = self.beside_no_day(source, call) {
            return Some(mistake);
        }
        // told where the day stands
        if is_day(left) || is_day(right) {
            return None;
        }
        let is_joined = matches!(sign, "min" | "max" | "or");
        if !is_joined && operation(sign).is_none() {
            return None;
        }
        // texts are days and numbers where they are compared alone
        let compares = matches!(operation(sign), Some(Operation::Equal | Operation::Order));
        let of = |expr, other| self.beside(expr, other, compares);
        let (first, second) = (of(left, right)?, of(right, left)?);
        let refusal = match operation(sign) {
            // said where it runs
            Some(Operation::Divide) if second == Kind::Zero => return None,
            Some(operation) => result(operation, first, second).err()?,
            None => Refusal { operation: Operation::Order, ..join(first, second).err()? },
        };
        let is_text = |expr: &Expr| matches!(expr, Expr::StringConstant(..));
        let texts = [left, right].into_iter().find(|expr| is_text(expr));
        let bare = || {
            let sides = [(left, first), (right, second)].into_iter();
            sides.filter(|(_, kind)| kind.is_bare()).map(|(expr, _)| expr).next()
        };
        let Some(expr) = texts.or_else(bare) else {
            let mistake = FormulaMistake::new(place(source, at), refusal.message());
            let sides = [(left, first), (right, second)];
            let lacking = self.without_unit((source, ast), sides, &refusal);
            return Some(lacking.unwrap_or_else(|| mistake.help(refusal.help())));
        };
        let own = expr.start_position();
        let mistake = FormulaMistake::new(place(source, own), refusal.message());
        let other = if std::ptr::eq(expr, left) { right } else { left };
        let unit = self.unit_of(other);
        let help = self
            .text_column(other, &refusal)
            .unwrap_or_else(|| self.advice(expr, &refusal, (compares, unit)));
        Some(mistake.help(help))
    }

    /// What to write instead of a value without a unit.
    fn advice(
        &self,
        expr: &Expr,
        refusal: &Refusal,
        (compares, unit): (bool, Option<&str>),
    ) -> String {
        let pair = [refusal.left, refusal.right];
        let pair_has_amount = pair.contains(&Kind::Amount);
        let example = if pair_has_amount { "100万元" } else { "90%" };
        match expr {
            Expr::Dot(pair, ..) => {
                let Expr::Property(property, _) = &pair.rhs else {
                    return refusal.script_help().to_owned();
                };
                let name = property.2.as_str();
                let unit = if pair_has_amount { "元" } else { "%" };
                let params = &self.names.params;
                match params.iter().position(|(known, ..)| known == name) {
                    Some(at) => {
                        let whole = self.names.with_unit(at, unit);
                        format!("在 [param] 里写上单位：{whole}")
                    }
                    None => format!("在 [param] 里写上单位：\"{name}\" = \"{example}\""),
                }
            }
            Expr::StringConstant(text, _) if !compares => {
                let is_number = cell_number(text, &self.names.units).is_some();
                if is_number {
                    format!(
                        "引号里的不能算；写成参数 [param] \"上限\" = \"{text}\"，这里写 param.上限"
                    )
                } else {
                    "文字不能算；文字接文字写成 `…${名称}…`".to_owned()
                }
            }
            // the author's own number with both units
            Expr::IntegerConstant(..) | Expr::DynamicConstant(..) if compares => {
                let number = match expr {
                    Expr::IntegerConstant(number, _) => number.to_string(),
                    Expr::DynamicConstant(value, _) => value.to_string(),
                    _ => String::new(),
                };
                match (pair_has_amount, pair.contains(&Kind::Percent)) {
                    (true, _) => {
                        let [first, second] = as_amount(&number, unit);
                        let other = second.trim_start_matches(number.as_str());
                        format!(
                            "写上单位，写成 \"{first}\"；是{other}的写 \"{second}\"，要算的写成参数"
                        )
                    }
                    (_, true) => match number.parse::<Decimal>() {
                        // 1 may be the whole, 5 has lost its sign
                        Ok(value) if value.abs() < Decimal::TEN => {
                            let whole = (value * Decimal::ONE_HUNDRED).normalize();
                            if value.abs() < Decimal::TWO {
                                format!(
                                    "写成 \"{whole}%\"；本来就是百分之 {number} 的，写成 \"{number}%\""
                                )
                            } else {
                                format!(
                                    "写成 \"{number}%\"；本来就是 {number} 倍的，写成 \"{whole}%\""
                                )
                            }
                        }
                        _ => format!("写成 \"{number}%\""),
                    },
                    _ => refusal.script_help().to_owned(),
                }
            }
            Expr::StringConstant(text, _)
                if cell_number(text, &self.names.units)
                    .is_some_and(|number| number.unit.is_some()) =>
            {
                refusal.script_help().to_owned()
            }
            Expr::StringConstant(text, _) if cell_number(text, &self.names.units).is_some() => {
                match (pair.contains(&Kind::Amount), pair.contains(&Kind::Percent)) {
                    (true, _) => {
                        let [first, second] = as_amount(text, unit);
                        format!("写上单位：\"{first}\"，或 \"{second}\"")
                    }
                    (_, true) => format!("写成 \"{text}%\""),
                    _ => format!("数不加引号：{text}"),
                }
            }
            Expr::StringConstant(..) => {
                format!("写成数，例如 \"{example}\"；两边都是文字的，才与文字比较")
            }
            _ => refusal.script_help().to_owned(),
        }
    }

    /// What an expression is where it stands beside another: a text that is a number with its unit,
    /// or a day, is that beside one.
    fn beside(&self, expr: &Expr, other: &Expr, compares: bool) -> Option<Kind> {
        let Expr::StringConstant(text, _) = expr else { return self.kind(expr) };
        let other = self.kind(other)?;
        if !compares {
            return Some(Kind::Text);
        }
        if other == Kind::Date && day(text).is_some() {
            return Some(Kind::Date);
        }
        if !other.is_numeric() || matches!(other, Kind::Any | Kind::Figure) {
            return None;
        }
        let units = &self.names.units;
        // without words nobody knows what a unit is
        units.iter().next()?;
        let unit = cell_number(text, units).and_then(|number| number.unit).map(|id| units.get(id));
        Some(match unit {
            Some(unit) if unit.money => Kind::Amount,
            Some(unit) if unit.ratio => Kind::Percent,
            Some(_) => Kind::Count,
            None => Kind::Text,
        })
    }
}

/// What stands in a column or under a capture of a form, where no row has a unit of its own.
fn column(form: &FormNames, name: &str) -> Option<Kind> {
    let of_column = form.columns.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind);
    let of_cell = || form.captures.iter().find(|(known, ..)| known == name).map(|(.., kind)| *kind);
    let kind = of_column.or_else(of_cell)?;
    let is_mixed = form.row_kinds.iter().flatten().any(|own| *own != kind);
    (!is_mixed).then_some(kind)
}
