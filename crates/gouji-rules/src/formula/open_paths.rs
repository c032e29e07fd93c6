//! Paths that end with a row of a form that has several columns of numbers: which one is meant only
//! a rule that goes over the columns tells.

use super::function::Function;
use super::names::{FormNames, FormulaMistake, Owner};
use super::node::{ColumnSelector, Iteration, Node, RowSelector};
use super::resolve::Resolver;
use super::shown::{meant_column, shown};
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::kind::Kind;
use std::ops::Range;

/// Functions whose first argument is a list, of which the rows are meant.
const OF_LISTS: [Function; 10] = [
    Function::Sum,
    Function::Count,
    Function::Average,
    Function::Above,
    Function::Below,
    Function::Within,
    Function::Consecutive,
    Function::Same,
    Function::Unique,
    Function::Row,
];

impl<'a> Resolver<'a> {
    /// An error where a path does not say which column it means, and nothing else does.
    pub(super) fn with_columns(
        &mut self,
        syntax: &Syntax,
        nodes: [&Node; 2],
        iteration: Iteration,
    ) -> Result<(), FormulaMistake> {
        // nearly all paths say their column
        if !nodes.into_iter().any(ends_open) {
            return Ok(());
        }
        let Some((path, form)) = self.open_path(syntax, iteration) else { return Ok(()) };
        let own = shown(path);
        let column = self.compared_column(syntax, form).or(meant_column(form, Kind::is_numeric));
        let numbers: Vec<&str> = numbers(form).collect();
        let message = format!("{own} 没有写是哪一列，{} 有几列数：{}", form.id, numbers.join("、"));
        Err(FormulaMistake::new(path.span.clone(), message)
            .help(format!("写成 {own}.{}", column.unwrap_or("列名"))))
    }

    /// The first such path, and its form.
    fn open_path<'s>(
        &mut self,
        syntax: &'s Syntax,
        iteration: Iteration,
    ) -> Option<(&'s Syntax, &'a FormNames)> {
        match &syntax.kind {
            SyntaxKind::Member(..) | SyntaxKind::Index(..) => {
                let Ok(Node::Form(path)) = self.path(syntax) else { return None };
                let is_open = path.column == ColumnSelector::None && path.row != RowSelector::All;
                let is_at_hand = iteration == Iteration::Column
                    && matches!(self.owner, Owner::Form(own, _) if *own == path.form);
                let form = self.names.forms.get(path.form)?;
                let is_several = numbers(form).nth(1).is_some();
                (is_open && !is_at_hand && is_several).then_some((syntax, form))
            }
            SyntaxKind::Call(name, _, arguments) => {
                let is_list = Function::find(name).is_some_and(|own| OF_LISTS.contains(&own));
                let mut values = arguments.iter().skip(usize::from(is_list));
                values.find_map(|own| self.open_path(own, iteration))
            }
            SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => self.open_path(inner, iteration),
            SyntaxKind::Binary(_, a, b) | SyntaxKind::Compare(_, a, b) => {
                self.open_path(a, iteration).or_else(|| self.open_path(b, iteration))
            }
            _ => None,
        }
    }

    /// The column of a form that stands alone, or ends a path, on a side of a comparison.
    fn compared_column<'f>(&self, syntax: &Syntax, form: &'f FormNames) -> Option<&'f str> {
        let SyntaxKind::Compare(_, left, right) = &syntax.kind else { return None };
        [left, right].into_iter().find_map(|own| {
            let (SyntaxKind::Name(name) | SyntaxKind::Member(_, name, _)) = &own.kind else {
                return None;
            };
            numbers(form).find(|column| column == name)
        })
    }

    /// A row by its name in a formula that goes over the rows: which of its cells is meant is not
    /// said. `columns` are those that the formula names.
    pub(super) fn row_among_columns(
        &self,
        form: &FormNames,
        (row, place): (usize, &Range<usize>),
        columns: &[(usize, Range<usize>)],
    ) -> FormulaMistake {
        let row = form.rows.get(row).map_or("行名", String::as_str);
        let named = columns.iter().filter_map(|(column, _)| form.columns.get(*column));
        let named = named.filter(|(_, kind)| kind.is_numeric()).map(|(name, _)| name.as_str());
        let named: Vec<&str> = named.collect();
        // before several columns stands what they come to
        let is_stated = named.len() > 1 && columns.iter().all(|(_, own)| own.start > place.start);
        let total = form.columns.iter().rev().map(|(name, _)| name.as_str());
        let mut total = total.filter(|name| numbers(form).any(|own| own == *name));
        let total = total.find(|name| is_stated && !named.contains(name));
        let first = named.first().copied().or(meant_column(form, Kind::is_numeric));
        let column = total.or(first);
        let message = format!("这条公式逐行核对，{row} 是一行，没有写是它的哪一列");
        FormulaMistake::new(place.clone(), message)
            .help(format!("写成 {row}.{}", column.unwrap_or("列名")))
    }

    /// A column by its name in a formula that goes over the columns: which of its cells is meant is
    /// not said.
    pub(super) fn column_among_rows(
        &self,
        form: &FormNames,
        (column, place): (usize, &Range<usize>),
    ) -> FormulaMistake {
        let column = form.columns.get(column).map_or("列名", |(name, _)| name.as_str());
        let message = format!("这条公式逐列核对，{column} 是一列，没有写是它的哪一行");
        let row = form.rows.first().map_or("行名", String::as_str);
        FormulaMistake::new(place.clone(), message)
            .help(format!("写成 {row}.{column}，行名换成要的；逐行核对的删去 each"))
    }
}

/// Whether a path of a formula says no column.
fn ends_open(node: &Node) -> bool {
    match node {
        Node::Form(path) => path.column == ColumnSelector::None,
        Node::Negate(inner)
        | Node::Not(inner)
        | Node::Grade(_, inner)
        | Node::ScaleFrom(_, inner)
        | Node::Param(_, Some(inner)) => ends_open(inner),
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => ends_open(a) || ends_open(b),
        Node::Call(_, arguments) => arguments.iter().any(ends_open),
        Node::Aggregate(_, _, Some(condition)) => ends_open(condition),
        _ => false,
    }
}

/// The columns of numbers of a form.
fn numbers(form: &FormNames) -> impl Iterator<Item = &str> {
    let is_number = |kind: Kind| matches!(kind, Kind::Amount | Kind::Percent | Kind::Count);
    form.columns.iter().filter(move |(_, kind)| is_number(*kind)).map(|(name, _)| name.as_str())
}
