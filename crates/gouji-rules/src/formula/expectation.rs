//! An expectation: its two sides, which of them is the stated one, and how often it runs.

use super::condition::{asks_for_truth, is_condition, positive};
use super::function::Function;
use super::itself::with_sum;
use super::names::{FormulaMistake, Names, Owner};
use super::no_comparison::no_comparison;
use super::node::{Iteration, Node};
use super::parse::parse;
use super::ranges::ranged;
use super::resolve::Resolver;
use super::shown::shown;
use super::syntax::{Binary, Syntax, SyntaxKind};
use super::trial::tried;
use gouji_audit::audit::CheckRelation;
use gouji_values::kind::Kind;
use std::ops::Range;

/// A resolved expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// How often it runs.
    pub iteration: Iteration,
    /// `stated relation computed`; for a check in itself (`consecutive`, `same`) the list stands
    /// in `stated`.
    pub relation: CheckRelation,
    /// The stated side.
    pub stated: Node,
    /// The other side; `None` for a check in itself.
    pub computed: Option<Node>,
}

/// Parses and resolves an expectation.
///
/// # Errors
/// A mistake with its byte range in `source`.
pub fn resolve_expectation(
    source: &str,
    names: &Names,
    owner: &Owner,
    each: Option<&str>,
) -> Result<Resolved, FormulaMistake> {
    expectation(source, names, owner, each).map_err(|mistake| {
        let resolves = |text: &str| expectation(text, names, owner, each).map(|_| ());
        let mistake = with_sum(mistake, source, names, &resolves);
        tried(ranged(mistake, source, names, owner), source, (names, owner), &resolves)
    })
}

/// Parses an expectation; a comparison that is denied is its opposite.
///
/// # Errors
/// A mistake with its byte range in `source`.
pub fn parse_expectation(source: &str) -> Result<Syntax, FormulaMistake> {
    parse(source).map(positive)
}

fn expectation(
    source: &str,
    names: &Names,
    owner: &Owner,
    each: Option<&str>,
) -> Result<Resolved, FormulaMistake> {
    let syntax = parse_expectation(source)?;
    let mut resolver = Resolver::new(names, owner);
    if matches!(&syntax.kind, SyntaxKind::Call(name, _, _) if is_of_series(name)) {
        let stated = resolver.node(&syntax)?;
        resolver.columns_at_hand(&syntax, Iteration::Once)?;
        return Ok(Resolved {
            iteration: Iteration::Once,
            relation: CheckRelation::Equal,
            stated,
            computed: None,
        });
    }
    if let SyntaxKind::Call(name, _, arguments) = &syntax.kind
        && Function::find(name) == Some(Function::Meets)
        && let [actual, target] = arguments.as_slice()
    {
        let (stated, computed) = (resolver.node(actual)?, resolver.node(target)?);
        let iteration = resolver.iteration(each, syntax.span.clone())?;
        resolver.with_columns(&syntax, [&stated, &computed], iteration)?;
        return Ok(Resolved {
            iteration,
            relation: CheckRelation::Meets,
            stated,
            computed: Some(computed),
        });
    }
    if let Some(wanted) = asks_for_truth(&syntax) {
        let stated = resolver.node(wanted.0)?;
        let iteration = resolver.iteration(each, syntax.span.clone())?;
        resolver.with_columns(&syntax, [&stated, &stated], iteration)?;
        let computed = Some(Node::Truth(wanted.1));
        return Ok(Resolved { iteration, relation: CheckRelation::Equal, stated, computed });
    }
    let SyntaxKind::Compare(relation, left, right) = &syntax.kind else {
        return Err(no_comparison(&syntax, source, &mut resolver));
    };
    let (left_node, right_node) = resolver.compared(*relation, left, right)?;
    if *relation == CheckRelation::NotEqual
        && let Some(mistake) =
            resolver.with_blank(*relation, (left, &left_node), (right, &right_node), true)
    {
        return Err(mistake);
    }
    // what can never hold is one of several ways at most
    if left_node == right_node && *relation != CheckRelation::NotEqual && !is_fixed(&left_node) {
        return Err(resolver.with_itself(syntax.span, &left_node));
    }
    let iteration = resolver.iteration(each, syntax.span.clone())?;
    resolver.columns_at_hand(&syntax, iteration)?;
    resolver.with_columns(&syntax, [&left_node, &right_node], iteration)?;
    let is_turned = if is_path(&left_node) {
        false
    } else if is_path(&right_node) {
        true
    } else if is_lone(&left_node) || is_lone(&right_node) {
        // what a rule fixes is no figure of the document
        is_fixed(&left_node) || !is_lone(&left_node) && !is_fixed(&right_node)
    } else if !matches!(relation, CheckRelation::Equal | CheckRelation::NotEqual) {
        // a bound: what is bounded stands on the left
        false
    } else {
        return Err(FormulaMistake::new(
            syntax.span,
            "看不出哪一边是列示数：比较的一边应当只是一个名称",
        )
        .help(alone(left, right)));
    };
    let (stated, computed, relation) = if is_turned {
        (right_node, left_node, relation.mirrored())
    } else {
        (left_node, right_node, *relation)
    };
    Ok(Resolved { iteration, relation, stated, computed: Some(computed) })
}

/// A comparison of two sums with one figure alone on the left.
fn alone(left: &Syntax, right: &Syntax) -> String {
    if let (SyntaxKind::Call(..), SyntaxKind::Call(..)) = (&left.kind, &right.kind) {
        let (left, right) = (shown(left), shown(right));
        return format!(
            "两边都是算出来的，写成两条：[\"{left} <= {right}\", \"{left} >= {right}\"]"
        );
    }
    let (SyntaxKind::Binary(Binary::Add, first, rest), _) = (&left.kind, right) else {
        return "把被核对的数单独写在左边：名称 == 算出来的数".to_owned();
    };
    let first_is_name = matches!(first.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..));
    if !first_is_name {
        return "把被核对的数单独写在左边：名称 == 算出来的数".to_owned();
    }
    format!(
        "把被核对的数单独写在左边：{} == {} - {}",
        shown(first),
        shown(right),
        within_product(rest)
    )
}

/// A formula that is subtracted.
fn within_product(syntax: &Syntax) -> String {
    match syntax.kind {
        SyntaxKind::Binary(Binary::Add | Binary::Subtract, ..) => format!("({})", shown(syntax)),
        _ => shown(syntax),
    }
}

/// What is wrong with a formula that makes a percentage a hundred times more or less than it is. Of
/// several ways, of which one is to hold, one may.
pub fn hundredfold(source: &str, names: &Names, owner: &Owner) -> Option<FormulaMistake> {
    let SyntaxKind::Compare(relation, left, right) = parse_expectation(source).ok()?.kind else {
        return None;
    };
    let mut resolver = Resolver::new(names, owner);
    let (_, first) = resolver.typed(&left).ok()?;
    let (_, second) = resolver.typed(&right).ok()?;
    let mut mistake =
        resolver.no_hundredfold(relation, [(&left, first), (&right, second)]).err()?;
    let written = source.get(mistake.span.clone()).unwrap_or("");
    mistake.span.start += written.len() - written.trim_start().len();
    mistake.span.end -= written.len() - written.trim_end().len();
    Some(mistake)
}

/// Whether a function checks a series in itself.
fn is_of_series(name: &str) -> bool {
    [Function::Consecutive, Function::Same, Function::Unique].iter().any(|own| own.name() == name)
}

/// Whether an expectation is such a check, and compares nothing; told without resolving its names.
pub fn is_in_itself(source: &str) -> bool {
    let begin = source.trim_start_matches(|c: char| !c.is_alphanumeric());
    let name = begin.split(|c: char| !c.is_alphanumeric() && c != '_').next();
    name.is_some_and(is_of_series)
        && parse(source).is_ok_and(
            |syntax| matches!(&syntax.kind, SyntaxKind::Call(name, _, _) if is_of_series(name)),
        )
}

/// Parses and resolves a condition (`when`).
///
/// # Errors
/// A mistake with its byte range in `source`.
pub fn resolve_condition(
    source: &str,
    names: &Names,
    owner: &Owner,
) -> Result<Node, FormulaMistake> {
    condition(source, names, owner).map_err(|mistake| {
        let resolves = |text: &str| condition(text, names, owner).map(|_| ());
        tried(ranged(mistake, source, names, owner), source, (names, owner), &resolves)
    })
}

fn condition(source: &str, names: &Names, owner: &Owner) -> Result<Node, FormulaMistake> {
    let syntax = parse(source)?;
    let mut resolver = Resolver::new(names, owner);
    let node = resolver.node(&syntax)?;
    if is_condition(&node) { Ok(node) } else { Err(resolver.no_condition(&syntax, &node)) }
}

/// Parses and resolves a single value (a place in a message).
///
/// # Errors
/// A mistake with its byte range in `source`.
pub fn resolve_value(source: &str, names: &Names, owner: &Owner) -> Result<Node, FormulaMistake> {
    Resolver::new(names, owner).node(&parse(source)?)
}

pub(super) fn is_path(node: &Node) -> bool {
    match node {
        Node::Read(_)
        | Node::Form(_)
        | Node::Claim(_)
        | Node::Table(_)
        | Node::Call(Function::Column, _) => true,
        // a figure with what counts where it is not printed
        Node::Call(Function::Or, arguments) => arguments.first().is_some_and(is_path),
        _ => false,
    }
}

pub(super) fn is_lone(node: &Node) -> bool {
    matches!(
        node,
        Node::Param(..)
            | Node::Number { .. }
            | Node::Date(_)
            | Node::Doc(_)
            | Node::PartCapture(_)
            | Node::Text(_)
            | Node::ScaleFrom(..)
    )
}

/// Of an `each` that names nothing what is wrong, and what it may be.
pub fn wrong_each(written: &str, groups: &[&str]) -> Option<(String, String)> {
    let is_known = matches!(written, "row" | "column") || groups.contains(&written);
    let message = || match groups {
        [] => format!("each 不能写 {written}"),
        _ => format!("each 里的 {written} 不是这张表的分组列"),
    };
    (!is_known).then(|| (message(), each_help(written, groups)))
}

/// What `each` may be.
fn each_help(written: &str, groups: &[&str]) -> String {
    let meant = match written {
        "行" | "每行" | "逐行" | "rows" | "line" | "lines" => Some("row"),
        "列" | "栏" | "每列" | "每栏" | "逐列" | "逐栏" | "columns" | "col" => {
            Some("column")
        }
        _ => None,
    };
    match meant {
        Some(meant) => format!("写成 each = \"{meant}\""),
        None => {
            let all: Vec<&str> = ["row", "column"].iter().chain(groups).copied().collect();
            format!("可写 row 每行、column 每列，或分组列的名称：{}", all.join("、"))
        }
    }
}

/// Whether the rule files give the value.
fn is_fixed(node: &Node) -> bool {
    match node {
        Node::Param(..)
        | Node::Number { .. }
        | Node::Date(_)
        | Node::Text(_)
        | Node::ScaleFrom(..) => true,
        Node::Negate(inner) => is_fixed(inner),
        _ => false,
    }
}

impl Resolver<'_> {
    pub(super) fn iteration(
        &self,
        each: Option<&str>,
        span: Range<usize>,
    ) -> Result<Iteration, FormulaMistake> {
        match self.owner {
            Owner::Form(form, _) => self.form_iteration(*form, each, span),
            Owner::Claim(claim) => {
                let groups: Vec<usize> = self
                    .uses
                    .claim_captures
                    .iter()
                    .filter_map(|(capture, _)| {
                        self.names.claims.get(*claim)?.captures.get(*capture)?.2
                    })
                    .collect();
                match groups.first() {
                    None => Ok(Iteration::Once),
                    Some(first) if groups.iter().all(|group| group == first) => {
                        Ok(Iteration::Item(*first))
                    }
                    Some(_) => Err(FormulaMistake::new(span, "一条公式里用了两个不同的重复部分")
                        .help("请拆成两条公式")),
                }
            }
            _ => Ok(Iteration::Once),
        }
    }

    pub(super) fn form_iteration(
        &self,
        form: usize,
        each: Option<&str>,
        span: Range<usize>,
    ) -> Result<Iteration, FormulaMistake> {
        let Some(names) = self.names.forms.get(form) else {
            return Ok(Iteration::Once);
        };
        let is_group = |column: usize| names.groups.contains(&column);
        let row = self.uses.rows.first().map(|(row, place)| (*row, place));
        match each {
            Some("row") => {
                let among = row.map(|row| self.row_among_columns(names, row, &self.uses.columns));
                return among.map_or(Ok(Iteration::Row), Err);
            }
            Some("column") => {
                let mut columns = self.uses.columns.iter();
                let fine = columns.find(|(column, _)| !is_group(*column));
                let among = fine.map(|(at, place)| self.column_among_rows(names, (*at, place)));
                return among.map_or(Ok(Iteration::Column), Err);
            }
            Some(group) => {
                let name_of = |column: &usize| names.columns.get(*column).map(|(name, _)| name);
                let is_it = |column: &&usize| name_of(column).is_some_and(|name| name == group);
                if let (Some((row, place)), true) =
                    (self.uses.rows.first(), names.groups.iter().any(|own| is_it(&own)))
                {
                    let row = names.rows.get(*row).map_or("行名", String::as_str);
                    let amount = names.columns.iter().rfind(|(_, kind)| *kind == Kind::Amount);
                    let column = amount.map_or("列名", |(name, _)| name.as_str());
                    return Err(FormulaMistake::new(
                        place.clone(),
                        format!("按{group}核对时，要写明 {row} 的哪一列"),
                    )
                    .help(format!("写成 {row}.{column} == sum({column})；几列各写一条")));
                }
                return match names.groups.iter().find(is_it).copied() {
                    Some(column) => Ok(Iteration::Group(column)),
                    None => {
                        let (message, help) =
                            wrong_each(group, &names.group_names()).unwrap_or_default();
                        Err(FormulaMistake::new(span, message).help(help))
                    }
                };
            }
            None => {}
        }
        let capture_column =
            |capture: usize| names.captures.get(capture).map_or(0, |(_, column, _)| *column);
        let fine = self.uses.columns.iter().any(|(column, _)| !is_group(*column))
            || self.uses.captures.iter().any(|(capture, _)| !is_group(capture_column(*capture)))
            || self.uses.within
            || self.uses.row;
        if fine {
            if let Some(row) = row {
                return Err(self.row_among_columns(names, row, &self.uses.columns));
            }
            return Ok(Iteration::Row);
        }
        if !self.uses.rows.is_empty() {
            return Ok(Iteration::Column);
        }
        // the finest group that is named
        let groups = self
            .uses
            .columns
            .iter()
            .map(|(column, _)| *column)
            .chain(self.uses.captures.iter().map(|(capture, _)| capture_column(*capture)));
        Ok(groups.max().map_or(Iteration::Once, Iteration::Group))
    }
}
