//! Names to places: which column, row, capture or form a name means, how often an expectation runs,
//! and which side is the stated one.

use super::advice::{
    compared_part, in_order, not_columns, of_one_list, other_count, summed_once, summed_twice,
    with_digits, with_own_comparison, with_truth,
};
use super::condition::is_condition;
use super::function::Function;
use super::kinds::{arithmetic, operation};
use super::names::{FormulaMistake, Names, Owner, suggest};
use super::node::{ListNode, Node, Reference, RowSelector, ScaleReference};
use super::shown::{called, shown};
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::kind::{Kind, Operation};
use gouji_values::number::day;
use gouji_values::paper::Paper;
use std::ops::Range;

/// Resolves the names of one rule.
pub(crate) struct Resolver<'a> {
    pub(super) names: &'a Names,
    pub(super) owner: &'a Owner,
    /// Lists around, innermost last: the form or claim whose names come first in a condition.
    pub(super) lists: Vec<Owner>,
    /// The documents whose rows these go over.
    pub(super) papers: Vec<Paper>,
    pub(super) uses: Uses,
    pub(super) in_aggregate: usize,
    /// The comparison whose sides are being looked at.
    pub(super) relation: CheckRelation,
}

/// A day in quotes beside a date is one.
fn as_day(node: &mut Node, kind: &mut Kind, beside: Kind) {
    if let (Node::Text(text), Kind::Date) = (&*node, beside)
        && let Some(day) = day(text)
    {
        (*node, *kind) = (Node::Date(day), Kind::Date);
    }
}

/// Which kinds of name stand outside `sum`/`count`.
#[derive(Default)]
pub(super) struct Uses {
    pub(super) columns: Vec<(usize, Range<usize>)>,
    pub(super) rows: Vec<(usize, Range<usize>)>,
    pub(super) captures: Vec<(usize, Range<usize>)>,
    pub(super) claim_captures: Vec<(usize, Range<usize>)>,
    pub(super) within: bool,
    /// Something else than a name that means the current row: `level`, `column(n)`.
    pub(super) row: bool,
}

impl<'a> Resolver<'a> {
    /// For one formula of a rule.
    #[must_use]
    pub(crate) fn new(names: &'a Names, owner: &'a Owner) -> Self {
        let relation = CheckRelation::Equal;
        Self {
            names,
            owner,
            lists: Vec::new(),
            papers: Vec::new(),
            uses: Uses::default(),
            in_aggregate: 0,
            relation,
        }
    }

    /// The owner of a scope, 0 being the innermost.
    pub(super) fn scope(&self, depth: usize) -> &Owner {
        self.lists
            .len()
            .checked_sub(depth + 1)
            .and_then(|i| self.lists.get(i))
            .unwrap_or(self.owner)
    }

    pub(super) fn node(&mut self, syntax: &Syntax) -> Result<Node, FormulaMistake> {
        self.typed(syntax).map(|(node, _)| node)
    }

    /// A node and what it is.
    pub(super) fn typed(&mut self, syntax: &Syntax) -> Result<(Node, Kind), FormulaMistake> {
        let SyntaxKind::Binary(operator, left, right) = &syntax.kind else {
            let node = self.single(syntax)?;
            let kind = self.kind(&node);
            return Ok((node, kind));
        };
        let Some(operation) = arithmetic(*operator) else {
            let a = self.condition(left)?;
            let b = self.condition(right).map_err(|mistake| {
                match with_own_comparison(*operator, left, right) {
                    Some(meant) if mistake.is_no_condition() => {
                        mistake.help(format!("写成 {meant}"))
                    }
                    _ => mistake,
                }
            })?;
            return Ok((Node::Binary(*operator, Box::new(a), Box::new(b)), Kind::Truth));
        };
        if *operator == Binary::Divide && self.is_rate(left, right) {
            return self.typed(left);
        }
        let ((a, first), (b, second)) = (self.typed(left)?, self.typed(right)?);
        let kind = self.together(operation, (left, &a, first), (right, &b, second))?;
        Ok((Node::Binary(*operator, Box::new(a), Box::new(b)), kind))
    }

    fn single(&mut self, syntax: &Syntax) -> Result<Node, FormulaMistake> {
        Ok(match &syntax.kind {
            SyntaxKind::Number { value, unit } => self.literal(*value, unit, &syntax.span)?,
            SyntaxKind::Date(day) => Node::Date(*day),
            SyntaxKind::Text(text) => Node::Text(text.clone()),
            SyntaxKind::Negate(inner) => {
                let (node, kind) = self.typed(inner)?;
                if !kind.is_numeric() {
                    return Err(FormulaMistake::new(
                        inner.span.clone(),
                        format!("{}不能取负数", kind.name()),
                    ));
                }
                Node::Negate(Box::new(node))
            }
            SyntaxKind::Not(inner) => Node::Not(Box::new(self.condition(inner)?)),
            SyntaxKind::Compare(relation, a, b) => {
                let (left, right) = self.compared(*relation, a, b)?;
                Node::Compare(*relation, Box::new(left), Box::new(right))
            }
            SyntaxKind::Binary(..) => self.typed(syntax)?.0,
            SyntaxKind::Call(name, place, arguments) => {
                self.call(name, place, arguments, &syntax.span)?
            }
            SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..) => {
                self.path(syntax)?
            }
        })
    }

    /// Both sides of a comparison.
    pub(super) fn compared(
        &mut self,
        relation: CheckRelation,
        left: &Syntax,
        right: &Syntax,
    ) -> Result<(Node, Node), FormulaMistake> {
        if let Some(mistake) =
            compared_part(relation, left, right).or_else(|| with_truth(relation, left, right))
        {
            return Err(mistake);
        }
        let (one, other) = (self.typed(left), self.typed(right));
        if let Some(mistake) = self.unquoted((left, &one), (right, &other)) {
            return Err(mistake);
        }
        if (one.is_err() || other.is_err())
            && let Some(mistake) = self
                .with_days(relation, left, right)
                .or_else(|| self.of_amounts(relation, left, right))
        {
            return Err(mistake);
        }
        let ((mut a, mut first), (mut b, mut second)) = (one?, other?);
        as_day(&mut a, &mut first, second);
        as_day(&mut b, &mut second, first);
        let sides = ((left, &a), (right, &b));
        if let Some(mistake) = self
            .never_read(relation, sides.0, sides.1)
            .or_else(|| self.with_blank(relation, sides.0, sides.1, false))
        {
            return Err(mistake);
        }
        if let Some(operation) = operation(relation) {
            self.relation = relation;
            self.together(operation, (left, &a, first), (right, &b, second))?;
        }
        if let Some(mistake) = self.outside_set(relation, (left, &a), (right, &b)) {
            return Err(mistake);
        }
        if a == b && matches!(a, Node::Read(_)) && !self.lists.is_empty() {
            let span = left.span.start..right.span.end;
            return Err(self.with_itself(span, &a));
        }
        Ok((a, b))
    }

    fn condition(&mut self, syntax: &Syntax) -> Result<Node, FormulaMistake> {
        let node = self.node(syntax)?;
        if is_condition(&node) { Ok(node) } else { Err(self.no_condition(syntax, &node)) }
    }

    /// A call with its arguments in the order in which they are written.
    pub(super) fn call_as_written(
        &mut self,
        name: &str,
        place: &Range<usize>,
        arguments: &[Syntax],
        whole: &Range<usize>,
    ) -> Result<Node, FormulaMistake> {
        let Some(function) = Function::find(name) else {
            return Err(self.no_function(name, (place, whole), arguments));
        };
        let wrong = |expected: &str| {
            FormulaMistake::new(whole.clone(), format!("{name} 的参数个数不对"))
                .help(format!("写法：{expected}"))
        };
        match (function, arguments) {
            (Function::Sum | Function::Count, [list]) => self.aggregate(function, list, None),
            (Function::Sum | Function::Count, [list, condition])
                if function == Function::Count
                    || !matches!(condition.kind, SyntaxKind::Name(_)) =>
            {
                self.aggregate(function, list, Some(condition))
            }
            (Function::Consecutive | Function::Same | Function::Unique, [list]) => {
                self.aggregate(function, list, None)
            }
            (Function::Within, [list]) => {
                self.uses.within = true;
                self.aggregate(function, list, None)
            }
            (Function::Above | Function::Below, _) => Err(FormulaMistake::new(
                whole.clone(),
                format!("{name} 给出的是一组行，要放在 sum、count 或 within 里"),
            )
            .help(format!("写成 sum({})", called(name, arguments)))),
            (Function::Grade, [scale, score]) => self.grade(scale, score),
            (Function::Row, [_, ..]) => {
                Err(FormulaMistake::new(whole.clone(), "row(…) 后面要写列名")
                    .help(self.column_behind(name, arguments)))
            }
            (_, [a, b]) if function.values() == 2 => {
                if function == Function::Round {
                    in_order(a, b)?;
                }
                let nodes = vec![self.node(a)?, self.node(b)?];
                self.fitting(function, arguments, &nodes)?;
                if function == Function::Or {
                    self.never_falls_back(arguments, &nodes)?;
                }
                let second = nodes.last().map(|node| (a, b, node));
                second.map_or(Ok(()), |own| self.whole_argument(function, own, whole))?;
                Ok(Node::Call(function, nodes))
            }
            (Function::Min | Function::Max, [_, _, ..]) => {
                let nodes =
                    arguments.iter().map(|a| self.node(a)).collect::<Result<Vec<_>, _>>()?;
                self.fitting(function, arguments, &nodes)?;
                Ok(Node::Call(function, nodes))
            }
            // outside brackets it is that column of the current row
            (Function::Column, [number])
                if self.lists.is_empty() && matches!(self.owner, Owner::Form(..)) =>
            {
                self.uses.row = true;
                let node = self.node(number)?;
                self.numbered(function, number, &node)?;
                Ok(Node::Call(function, vec![node]))
            }
            (Function::Line | Function::Column, [_]) => {
                Err(FormulaMistake::new(whole.clone(), format!("{name} 要写在方括号里"))
                    .help(self.bracket_help(function, name, arguments)))
            }
            (_, [a]) if function.values() == 1 => {
                let nodes = vec![self.node(a)?];
                self.fitting(function, arguments, &nodes)?;
                Ok(Node::Call(function, nodes))
            }
            (Function::Previous, [column]) => self.previous(column),
            (Function::Average, [list]) => self.average(list, None, whole),
            (Function::Average, [list, condition]) => self.average(list, Some(condition), whole),
            (Function::If, [condition, a, b]) => {
                let nodes = vec![self.condition(condition)?, self.node(a)?, self.node(b)?];
                self.fitting(Function::Or, &[a.clone(), b.clone()], nodes.get(1..).unwrap_or(&[]))?;
                Ok(Node::Call(function, nodes))
            }
            (Function::Lookup, [table, key]) => self.lookup(table, key),
            (Function::Steps, [table, amount]) => self.steps(table, amount),
            (Function::Sum, [_, _, ..]) => Err(not_columns(arguments)),
            (Function::Round, [number]) => Err(wrong(&with_digits(number))),
            (Function::Min | Function::Max, [list]) => Err(of_one_list(function, list, whole)),
            _ => Err(other_count(function, arguments, whole)),
        }
    }

    /// `previous(column)` of the own form, `previous(capture)` of the own claim.
    fn previous(&mut self, column: &Syntax) -> Result<Node, FormulaMistake> {
        match self.node(column).map_err(FormulaMistake::within_previous)? {
            node @ Node::Read(Reference::Column { .. }) => {
                self.uses.row = true;
                Ok(Node::Call(Function::Previous, vec![node]))
            }
            node @ Node::Read(Reference::Capture { .. }) => {
                Ok(Node::Call(Function::Previous, vec![node]))
            }
            node => {
                let meant = self.some_column(|kind| kind == Kind::Amount);
                let meant = meant.as_deref().unwrap_or("余额");
                let (why, help) = match node {
                    Node::Read(Reference::Row { .. }) => (
                        format!("{} 是行名，previous 里要写列名", shown(column)),
                        format!("取上一行的这一列，写成 previous({meant})，列名换成要比的"),
                    ),
                    _ => (
                        "previous 里要是这张表的一列，或者这种语句的一个取值".to_owned(),
                        format!("写一个列名：previous({meant})；规则要写 form"),
                    ),
                };
                Err(FormulaMistake::new(column.span.clone(), why).help(help))
            }
        }
    }

    /// `average(list)` is a sum by a count.
    fn average(
        &mut self,
        list: &Syntax,
        condition: Option<&Syntax>,
        whole: &Range<usize>,
    ) -> Result<Node, FormulaMistake> {
        let sum = self.aggregate(Function::Sum, list, condition)?;
        let count = self.aggregate(Function::Count, list, condition)?;
        let as_syntax = Syntax { kind: list.kind.clone(), span: whole.clone() };
        let kinds = (self.kind(&sum), self.kind(&count));
        self.together(
            Operation::Divide,
            (&as_syntax, &sum, kinds.0),
            (&as_syntax, &count, kinds.1),
        )?;
        Ok(Node::Binary(Binary::Divide, Box::new(sum), Box::new(count)))
    }

    /// That what `sum` adds up are numbers.
    fn addends(&self, syntax: &Syntax, list: &ListNode) -> Result<(), FormulaMistake> {
        let kind = self.list_kind(list);
        if kind.is_numeric() {
            return Ok(());
        }
        let message = match kind {
            Kind::Row => "sum 里没有写明是哪一列".to_owned(),
            kind => format!("{}不能相加", kind.name()),
        };
        let name = self.written(syntax);
        let help = match (kind, name) {
            (Kind::Text | Kind::Code, Some(name)) => {
                format!("相加的要是数；数有几行写 count({name})")
            }
            _ => self.addend_help(syntax, kind),
        };
        Err(FormulaMistake::new(syntax.span.clone(), message).help(help))
    }

    /// A named row of the own form as a path.
    fn whole_row(&self, syntax: &Syntax) -> String {
        let form = match self.scope(0) {
            Owner::Form(form, _) => self.names.forms.get(*form).map(|form| form.id.as_str()),
            _ => None,
        };
        match (&syntax.kind, form) {
            (SyntaxKind::Name(name), Some(form)) => {
                format!("写成 {form}.{name}；它上面的各行是 above({name})")
            }
            _ => "写成 表样.行，或 above(行)".to_owned(),
        }
    }

    fn grade(&mut self, scale: &Syntax, score: &Syntax) -> Result<Node, FormulaMistake> {
        let reference = self.scale(scale)?;
        let graded = self.node(score)?;
        self.graded(reference, score, &graded)?;
        Ok(Node::Grade(reference, Box::new(graded)))
    }

    fn scale(&mut self, syntax: &Syntax) -> Result<ScaleReference, FormulaMistake> {
        let SyntaxKind::Name(name) = &syntax.kind else {
            return Err(FormulaMistake::new(
                syntax.span.clone(),
                "grade 的第一个参数是等级标准的名称",
            )
            .help(self.scale_help(syntax)));
        };
        if let Some(scale) = self.names.scales.iter().position(|id| id == name) {
            return Ok(ScaleReference::Scale(scale));
        }
        if let Some(claim) = self.names.claims.iter().position(|claim| &claim.id == name) {
            let has = |wanted: &str| {
                self.names
                    .claims
                    .get(claim)
                    .is_some_and(|c| c.captures.iter().any(|(name, ..)| name == wanted))
            };
            return if has("name") && has("from") {
                Ok(ScaleReference::Claim(claim))
            } else {
                Err(FormulaMistake::new(syntax.span.clone(), format!("声明 {name} 不能当等级标准"))
                    .help("要有 {name:grade} 和 {from:score} 两个取值"))
            };
        }
        Err(FormulaMistake::new(syntax.span.clone(), format!("没有等级标准 {name}"))
            .help(suggest(name, self.names.scales.iter().map(String::as_str))))
    }

    fn aggregate(
        &mut self,
        function: Function,
        list: &Syntax,
        condition: Option<&Syntax>,
    ) -> Result<Node, FormulaMistake> {
        self.in_aggregate += 1;
        let found = self.list(list, function);
        self.in_aggregate -= 1;
        let found = found?;
        match function {
            Function::Sum => self.addends(list, &found)?,
            Function::Consecutive | Function::Same | Function::Unique => {
                self.members(function, list, &found)?;
            }
            _ => {}
        }
        let mut owner = match &found {
            ListNode::Own(_) => self.scope(0).clone(),
            ListNode::Form(path) => Owner::Form(path.form, path.side),
            ListNode::AbovePath(path) | ListNode::BelowPath(path) => {
                Owner::Form(path.form, path.side)
            }
            ListNode::Claim(path) => Owner::Claim(path.claim),
            ListNode::Part(part) => Owner::Part(vec![*part]),
            ListNode::Above(_) | ListNode::Below(_) => self.owner.clone(),
        };
        if function == Function::Sum
            && condition.is_none()
            && let Owner::Form(form, _) = &owner
            && matches!(found, ListNode::Own(Reference::Column { .. }) | ListNode::Form(_))
            && self.names.forms.get(*form).is_some_and(|f| f.has_codes)
            && !matches!(&found, ListNode::Form(path) if path.row != RowSelector::All)
        {
            let (message, help) =
                self.names.forms.get(*form).map_or_else(Default::default, |form| {
                    (summed_twice(form), summed_once(form, &shown(list)))
                });
            return Err(FormulaMistake::new(list.span.clone(), message).help(help));
        }
        let condition = match condition {
            None => None,
            Some(condition) => {
                if let Owner::Form(_, side) = &mut owner {
                    *side = None;
                }
                self.lists.push(owner);
                self.papers.push(match &found {
                    ListNode::Form(path) => path.at.paper,
                    _ => Paper::OWN,
                });
                self.in_aggregate += 1;
                let node = self.condition(condition);
                self.in_aggregate -= 1;
                self.lists.pop();
                self.papers.pop();
                Some(Box::new(node?))
            }
        };
        Ok(Node::Aggregate(function, Box::new(found), condition))
    }

    fn list(&mut self, syntax: &Syntax, of: Function) -> Result<ListNode, FormulaMistake> {
        if let SyntaxKind::Call(name, _, arguments) = &syntax.kind
            && let (Some(function @ (Function::Above | Function::Below)), [row]) =
                (Function::find(name), arguments.as_slice())
        {
            return self.beside_row(name, function, row);
        }
        if let SyntaxKind::Name(name) = &syntax.kind
            && let Some(part) = self.names.parts.iter().position(|(id, _)| id == name)
        {
            return Ok(ListNode::Part(part));
        }
        match self.node(syntax)? {
            Node::Read(Reference::Row { .. }) => {
                Err(FormulaMistake::new(syntax.span.clone(), "这里要一组行，行名只是本列的一格")
                    .help(self.whole_row(syntax)))
            }
            Node::Read(reference) => Ok(ListNode::Own(reference)),
            Node::Form(path) => Ok(ListNode::Form(*path)),
            Node::Claim(path) => Ok(ListNode::Claim(*path)),
            _ => Err(FormulaMistake::new(
                syntax.span.clone(),
                "这里要一组数：列名、表样.列名、声明.取值",
            )
            .help(self.list_help(syntax, of))),
        }
    }
}
