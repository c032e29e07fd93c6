//! `above(合计行)` and `below(合计行)` without a column: they are of the column that is at hand, and
//! there is one only where a formula goes over the columns.

use super::function::Function;
use super::names::{FormulaMistake, Owner};
use super::node::Iteration;
use super::resolve::Resolver;
use super::shown::{called, meant_column, shown};
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::kind::Kind;

impl Resolver<'_> {
    /// An error where rows above a row are asked for and no column is at hand.
    pub(super) fn columns_at_hand(
        &self,
        syntax: &Syntax,
        iteration: Iteration,
    ) -> Result<(), FormulaMistake> {
        match self.without_column(syntax) {
            Some((call, name, row)) if iteration != Iteration::Column => {
                Err(self.no_column(syntax, call, (name, row)))
            }
            _ if iteration == Iteration::Column => self.column_beside_row(syntax),
            _ => Ok(()),
        }
    }

    /// An error where a row, which means its cell in each column, stands beside the sum of one
    /// column: only in that column can both be the same.
    fn column_beside_row(&self, syntax: &Syntax) -> Result<(), FormulaMistake> {
        let (SyntaxKind::Compare(_, left, right), Some(form)) = (&syntax.kind, self.own_form())
        else {
            return Ok(());
        };
        let is_row =
            |own: &Syntax| matches!(&own.kind, SyntaxKind::Name(name) if self.is_own_row(name));
        let is_single = form.columns.iter().filter(|(_, kind)| kind.is_numeric()).count() < 2;
        let row = [left, right].into_iter().find(|own| is_row(own));
        let column = [left, right].into_iter().find_map(|own| self.summed_column(own));
        let (Some(row), Some(column), false) = (row, column, is_single) else { return Ok(()) };
        let row = shown(row);
        Err(FormulaMistake::new(
            syntax.span.clone(),
            format!("{row} 是每一列的那一格，另一边只是 {column} 一列：行名和列名混在一条公式里"),
        )
        .help(format!("只核对这一列的写 {row}.{column}，每一列都核对的写 sum(above({row}))")))
    }

    /// The column of the own form that a formula adds up.
    fn summed_column<'s>(&self, syntax: &'s Syntax) -> Option<&'s str> {
        match &syntax.kind {
            SyntaxKind::Call(name, _, arguments) => match (Function::find(name), &arguments[..]) {
                (
                    Some(Function::Sum | Function::Average),
                    [Syntax { kind: SyntaxKind::Name(column), .. }, ..],
                ) if self.own_form()?.columns.iter().any(|(own, _)| own == column) => Some(column),
                _ => arguments.iter().find_map(|own| self.summed_column(own)),
            },
            SyntaxKind::Binary(_, a, b) => self.summed_column(a).or_else(|| self.summed_column(b)),
            SyntaxKind::Negate(of) => self.summed_column(of),
            _ => None,
        }
    }

    /// The first `above(row)` of a row of the own form that is not asked whether it has the row at
    /// hand: the call, the function and the row.
    fn without_column<'s>(&self, syntax: &'s Syntax) -> Option<(&'s Syntax, &'s str, &'s str)> {
        match &syntax.kind {
            SyntaxKind::Call(name, _, arguments) => match (Function::find(name), &arguments[..]) {
                (Some(Function::Within), _) => None,
                (
                    Some(Function::Above | Function::Below),
                    [Syntax { kind: SyntaxKind::Name(row), .. }],
                ) if self.is_own_row(row) => Some((syntax, name, row)),
                _ => arguments.iter().find_map(|own| self.without_column(own)),
            },
            SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
                self.without_column(a).or_else(|| self.without_column(b))
            }
            SyntaxKind::Negate(of) | SyntaxKind::Not(of) => self.without_column(of),
            _ => None,
        }
    }

    fn is_own_row(&self, row: &str) -> bool {
        self.own_form().is_some_and(|form| form.rows.iter().any(|own| own == row))
    }

    fn no_column(
        &self,
        whole: &Syntax,
        call: &Syntax,
        (name, row): (&str, &str),
    ) -> FormulaMistake {
        let id = self.own_form().map_or("", |form| form.id.as_str());
        let message = format!("{} 没有写是哪一列，这条公式又不是逐列核对的", shown(call));
        let mistake = FormulaMistake::new(call.span.clone(), message);
        let with = |column: &str| called(name, &[path(id, row, column, call)]);
        let column = self.own_form().and_then(|form| meant_column(form, Kind::is_numeric));
        let SyntaxKind::Compare(relation, left, right) = &whole.kind else {
            return mistake.help(format!("写成 {}", with(column.unwrap_or("列名"))));
        };
        let named = |syntax: &Syntax| match (&syntax.kind, self.scope(0)) {
            (SyntaxKind::Name(own), Owner::Form(form, _)) => {
                let form = self.names.forms.get(*form)?;
                form.columns.iter().find(|(known, _)| known == own).map(|(known, _)| known.clone())
            }
            _ => None,
        };
        let column = named(left).or_else(|| named(right));
        let column = column
            .as_deref()
            .or_else(|| self.own_form().and_then(|form| meant_column(form, Kind::is_numeric)));
        let sign = relation.sign();
        let sum = shown(&Syntax {
            kind: SyntaxKind::Call("sum".to_owned(), call.span.clone(), vec![call.clone()]),
            span: call.span.clone(),
        });
        mistake.help(format!(
            "每个金额列各核对一次的，整条写成 {row} {sign} {sum}，不写 rows；只核对一列的，写成 {id}.{row}.{} {sign} sum({})",
            column.unwrap_or("列名"),
            with(column.unwrap_or("列名"))
        ))
    }
}

/// `form.row.column`
fn path(form: &str, row: &str, column: &str, at: &Syntax) -> Syntax {
    let span = at.span.clone();
    let name = |kind| Syntax { kind, span: span.clone() };
    let row = name(SyntaxKind::Member(
        Box::new(name(SyntaxKind::Name(form.to_owned()))),
        row.to_owned(),
        span.clone(),
    ));
    Syntax {
        kind: SyntaxKind::Member(Box::new(row), column.to_owned(), span.clone()),
        span: span.clone(),
    }
}
