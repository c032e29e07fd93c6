//! Names to places: which column, row, capture or form a name means, how often an expectation runs, and which side is
//! the stated one.

use super::function::Function;
use super::node::{
    ClaimPath, ColumnSelector, DocField, FormPath, Iteration, List, Node, PartReference, Reference, RowSelector, ScaleReference, TableField,
};
use super::parse::parse;
use super::syntax::{Binary, Relation, Syntax, SyntaxKind};
use rust_decimal::Decimal;
use std::ops::Range;

/// A mistake in a formula: byte range in it, what is wrong, what to do; in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub span: Range<usize>,
    /// What.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Mistake {
    /// A mistake without help.
    #[must_use]
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// What a number in a place is, as far as the rule files tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// Money, a count, a score: a number without `%`.
    Number,
    /// A ratio.
    Percent,
    /// Words.
    Text,
    /// A column that reaches down over its group.
    Group,
    /// Anything else.
    Other,
}

/// Names of a form.
#[derive(Clone, Debug, Default)]
pub struct FormNames {
    /// Id.
    pub id: String,
    /// Sides.
    pub sides: Vec<String>,
    /// Columns: name and kind.
    pub columns: Vec<(String, NameKind)>,
    /// Named rows.
    pub rows: Vec<String>,
    /// Captures on cell texts: name, column, kind.
    pub captures: Vec<(String, usize, NameKind)>,
    /// It has a column of account codes.
    pub has_codes: bool,
}

/// Names of a claim.
#[derive(Clone, Debug, Default)]
pub struct ClaimNames {
    /// Id.
    pub id: String,
    /// Captures: name, kind, repetition.
    pub captures: Vec<(String, NameKind, Option<usize>)>,
}

/// All names of a ruleset.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Forms.
    pub forms: Vec<FormNames>,
    /// Claims.
    pub claims: Vec<ClaimNames>,
    /// Parts: id and capture names.
    pub parts: Vec<(String, Vec<String>)>,
    /// Scales.
    pub scales: Vec<String>,
    /// Params: name and, for a table, its keys.
    pub params: Vec<(String, Option<Vec<String>>)>,
}

/// What a rule stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A form, perhaps one side of it.
    Form(usize, Option<usize>),
    /// Every form.
    EveryForm,
    /// A claim.
    Claim(usize),
    /// Parts.
    Part(Vec<usize>),
    /// The document.
    Document,
}

/// A resolved expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// How often it runs.
    pub iteration: Iteration,
    /// `stated relation computed`; for a check in itself (`consecutive`, `same`) the list stands in `stated`.
    pub relation: Relation,
    /// The stated side.
    pub stated: Node,
    /// The other side; `None` for a check in itself.
    pub computed: Option<Node>,
}

/// Resolves the names of one rule.
pub struct Resolver<'a> {
    names: &'a Names,
    owner: &'a Owner,
    /// Lists around, innermost last: the form or claim whose names come first in a condition.
    lists: Vec<Owner>,
    uses: Uses,
    in_aggregate: usize,
}

/// Which kinds of name stand outside `sum`/`count`.
#[derive(Default)]
struct Uses {
    columns: Vec<(usize, Range<usize>)>,
    rows: Vec<(usize, Range<usize>)>,
    captures: Vec<(usize, Range<usize>)>,
    claim_captures: Vec<(usize, Range<usize>)>,
    within: bool,
    level: bool,
}

/// Parses and resolves an expectation.
///
/// # Errors
/// A mistake with its byte range in `source`.
pub fn resolve_expectation(source: &str, names: &Names, owner: &Owner, each: Option<&str>) -> Result<Resolved, Mistake> {
    let syntax = parse(source)?;
    let mut resolver = Resolver::new(names, owner);
    if let SyntaxKind::Call(name, _, _) = &syntax.kind
        && matches!(Function::find(name), Some(Function::Consecutive | Function::Same))
    {
        let stated = resolver.node(&syntax)?;
        return Ok(Resolved { iteration: Iteration::Once, relation: Relation::Equal, stated, computed: None });
    }
    if let SyntaxKind::Call(name, _, arguments) = &syntax.kind
        && Function::find(name) == Some(Function::Meets)
        && let [actual, target] = arguments.as_slice()
    {
        let (stated, computed) = (resolver.node(actual)?, resolver.node(target)?);
        let iteration = resolver.iteration(each, syntax.span.clone())?;
        return Ok(Resolved { iteration, relation: Relation::Meets, stated, computed: Some(computed) });
    }
    let SyntaxKind::Compare(relation, left, right) = &syntax.kind else {
        return Err(Mistake::new(syntax.span.clone(), "expect 必须是一个比较").help("例如 合计 == 基本支出 + 项目支出"));
    };
    let (left_node, right_node) = (resolver.node(left)?, resolver.node(right)?);
    resolver.check_kinds(left, &left_node, right, &right_node)?;
    let iteration = resolver.iteration(each, syntax.span.clone())?;
    let (stated, computed, relation) = if is_path(&left_node) {
        (left_node, right_node, *relation)
    } else if is_path(&right_node) {
        (right_node, left_node, relation.mirrored())
    } else if is_lone(&left_node) {
        (left_node, right_node, *relation)
    } else if is_lone(&right_node) {
        (right_node, left_node, relation.mirrored())
    } else {
        return Err(Mistake::new(syntax.span, "看不出哪一边是列示数：比较的一边应当只是一个名称")
            .help("把被核对的数单独写在左边，例如 合计 == 基本支出 + 项目支出"));
    };
    Ok(Resolved { iteration, relation, stated, computed: Some(computed) })
}

/// Parses and resolves a condition (`when`).
///
/// # Errors
/// A mistake with its byte range in `source`.
pub fn resolve_condition(source: &str, names: &Names, owner: &Owner) -> Result<Node, Mistake> {
    let syntax = parse(source)?;
    let node = Resolver::new(names, owner).node(&syntax)?;
    if is_condition(&node) {
        Ok(node)
    } else {
        Err(Mistake::new(syntax.span, "条件必须是真或假").help("例如 present(基本支出) 或 得分 == 100"))
    }
}

/// Parses and resolves a single value (a place in a message).
///
/// # Errors
/// A mistake with its byte range in `source`.
pub fn resolve_value(source: &str, names: &Names, owner: &Owner) -> Result<Node, Mistake> {
    Resolver::new(names, owner).node(&parse(source)?)
}

fn is_condition(node: &Node) -> bool {
    match node {
        Node::Compare(..) | Node::Not(_) | Node::Binary(Binary::And | Binary::Or, ..) => true,
        Node::Aggregate(function, ..) => *function == Function::Within,
        Node::Call(function, _) => matches!(function, Function::Present | Function::Meets),
        _ => false,
    }
}

fn is_path(node: &Node) -> bool {
    matches!(node, Node::Read(_) | Node::Form(_) | Node::Claim(_) | Node::Table(_))
}

fn is_lone(node: &Node) -> bool {
    matches!(node, Node::Param(..) | Node::Number { .. } | Node::Doc(_) | Node::PartCapture(_) | Node::Text(_) | Node::ScaleFrom(..))
}

impl<'a> Resolver<'a> {
    /// For one formula of a rule.
    #[must_use]
    pub fn new(names: &'a Names, owner: &'a Owner) -> Self {
        Self { names, owner, lists: Vec::new(), uses: Uses::default(), in_aggregate: 0 }
    }

    fn iteration(&self, each: Option<&str>, span: Range<usize>) -> Result<Iteration, Mistake> {
        match self.owner {
            Owner::Form(form, _) => self.form_iteration(*form, each, span),
            Owner::Claim(claim) => {
                let groups: Vec<usize> = self.uses.claim_captures.iter().filter_map(|(capture, _)| self.names.claims.get(*claim)?.captures.get(*capture)?.2).collect();
                match groups.first() {
                    None => Ok(Iteration::Once),
                    Some(first) if groups.iter().all(|group| group == first) => Ok(Iteration::Item(*first)),
                    Some(_) => Err(Mistake::new(span, "一条公式里用了两个不同的重复部分").help("请拆成两条公式")),
                }
            }
            _ => Ok(Iteration::Once),
        }
    }

    fn form_iteration(&self, form: usize, each: Option<&str>, span: Range<usize>) -> Result<Iteration, Mistake> {
        let Some(names) = self.names.forms.get(form) else { return Ok(Iteration::Once) };
        match each {
            Some("row") => return Ok(Iteration::Row),
            Some("column") => return Ok(Iteration::Column),
            Some(group) => {
                let known: Vec<&str> = names.columns.iter().filter(|(_, kind)| *kind == NameKind::Group).map(|(name, _)| name.as_str()).collect();
                return match names.columns.iter().position(|(name, kind)| name == group && *kind == NameKind::Group) {
                    Some(column) => Ok(Iteration::Group(column)),
                    None => Err(Mistake::new(span, format!("each 里的 {group} 不是这张表的分组列")).help(suggest(group, known))),
                };
            }
            None => {}
        }
        let is_group = |column: usize| names.columns.get(column).is_some_and(|(_, kind)| *kind == NameKind::Group);
        let capture_column = |capture: usize| names.captures.get(capture).map_or(0, |(_, column, _)| *column);
        let fine = self.uses.columns.iter().any(|(column, _)| !is_group(*column))
            || self.uses.captures.iter().any(|(capture, _)| !is_group(capture_column(*capture)))
            || self.uses.within
            || self.uses.level;
        if fine {
            if let Some((_, place)) = self.uses.rows.first() {
                return Err(Mistake::new(place.clone(), "行名和列名混在一条公式里，看不出逐行还是逐列核对")
                    .help("加上 each = \"row\" 或 each = \"column\"，或把行写成完整路径：表样.行.列"));
            }
            return Ok(Iteration::Row);
        }
        if !self.uses.rows.is_empty() {
            return Ok(Iteration::Column);
        }
        // the finest group that is named
        let groups = self.uses.columns.iter().map(|(column, _)| *column).chain(self.uses.captures.iter().map(|(capture, _)| capture_column(*capture)));
        Ok(groups.max().map_or(Iteration::Once, Iteration::Group))
    }

    fn check_kinds(&self, left: &Syntax, left_node: &Node, right: &Syntax, right_node: &Node) -> Result<(), Mistake> {
        for (a, literal, node) in [(left_node, right, right_node), (right_node, left, left_node)] {
            if self.kind(a) == NameKind::Percent
                && let Node::Number { value, ratio: false } = node
                && !value.is_zero()
            {
                return Err(Mistake::new(literal.span.clone(), "与百分数比较的数字要写百分号").help(format!("写成 {value}%")));
            }
        }
        Ok(())
    }

    fn kind(&self, node: &Node) -> NameKind {
        let found = match node {
            Node::Read(Reference::Column { depth, column }) => match self.scope(*depth) {
                Owner::Form(form, _) => self.names.forms.get(*form).and_then(|f| f.columns.get(*column)).map(|c| c.1),
                _ => None,
            },
            Node::Read(Reference::Capture { depth, capture }) => match self.scope(*depth) {
                Owner::Claim(claim) => self.names.claims.get(*claim).and_then(|c| c.captures.get(*capture)).map(|c| c.1),
                _ => None,
            },
            Node::Form(path) => match path.column {
                ColumnSelector::Column(column) => self.names.forms.get(path.form).and_then(|f| f.columns.get(column)).map(|c| c.1),
                _ => None,
            },
            Node::Call(Function::Percent, _) | Node::Number { ratio: true, .. } => Some(NameKind::Percent),
            _ => None,
        };
        found.unwrap_or(NameKind::Other)
    }

    /// The owner of a scope, 0 being the innermost.
    fn scope(&self, depth: usize) -> &Owner {
        self.lists.len().checked_sub(depth + 1).and_then(|i| self.lists.get(i)).unwrap_or(self.owner)
    }

    fn node(&mut self, syntax: &Syntax) -> Result<Node, Mistake> {
        Ok(match &syntax.kind {
            SyntaxKind::Number { value, percent } => {
                Node::Number { value: if *percent { *value * Decimal::new(1, 2) } else { *value }, ratio: *percent }
            }
            SyntaxKind::Text(text) => Node::Text(text.clone()),
            SyntaxKind::Negate(inner) => Node::Negate(Box::new(self.node(inner)?)),
            SyntaxKind::Not(inner) => Node::Not(Box::new(self.condition(inner)?)),
            SyntaxKind::Binary(operator @ (Binary::And | Binary::Or), a, b) => {
                Node::Binary(*operator, Box::new(self.condition(a)?), Box::new(self.condition(b)?))
            }
            SyntaxKind::Binary(operator, a, b) => Node::Binary(*operator, Box::new(self.node(a)?), Box::new(self.node(b)?)),
            SyntaxKind::Compare(relation, a, b) => {
                let (left, right) = (self.node(a)?, self.node(b)?);
                self.check_kinds(a, &left, b, &right)?;
                Node::Compare(*relation, Box::new(left), Box::new(right))
            }
            SyntaxKind::Call(name, place, arguments) => self.call(name, place, arguments, &syntax.span)?,
            SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..) => self.path(syntax)?,
        })
    }

    fn condition(&mut self, syntax: &Syntax) -> Result<Node, Mistake> {
        let node = self.node(syntax)?;
        if is_condition(&node) {
            Ok(node)
        } else {
            Err(Mistake::new(syntax.span.clone(), "这里要一个条件（真或假）").help("例如 present(基本支出) 或 得分 == 100"))
        }
    }

    fn call(&mut self, name: &str, place: &Range<usize>, arguments: &[Syntax], whole: &Range<usize>) -> Result<Node, Mistake> {
        let Some(function) = Function::find(name) else {
            let known = Function::ALL.iter().map(|f| f.name());
            return Err(Mistake::new(place.clone(), format!("没有函数 {name}")).help(suggest(name, known)));
        };
        let wrong = |expected: &str| Mistake::new(whole.clone(), format!("{name} 的参数个数不对")).help(format!("写法：{expected}"));
        let usage = function.signature().1;
        match (function, arguments) {
            (Function::Sum | Function::Count, [list]) => self.aggregate(function, list, None),
            (Function::Sum | Function::Count, [list, condition]) => self.aggregate(function, list, Some(condition)),
            (Function::Consecutive | Function::Same, [list]) => self.aggregate(function, list, None),
            (Function::Within, [list]) => {
                self.uses.within = true;
                self.aggregate(function, list, None)
            }
            (Function::Above | Function::Below, _) => {
                Err(Mistake::new(whole.clone(), format!("{name} 给出的是一组行，要放在 sum、count 或 within 里")).help("例如 sum(above(合计))"))
            }
            (Function::Grade, [scale, score]) => {
                let reference = self.scale(scale)?;
                Ok(Node::Grade(reference, Box::new(self.node(score)?)))
            }
            (Function::Row, [_, ..]) => Err(Mistake::new(whole.clone(), "row(…) 后面要写列名").help("例如 row(一般公共预算支出表, 类, 款, 项).小计")),
            (Function::Percent | Function::Round | Function::Meets | Function::Or, [a, b]) => {
                Ok(Node::Call(function, vec![self.node(a)?, self.node(b)?]))
            }
            (Function::Min | Function::Max, [_, _, ..]) => {
                let nodes = arguments.iter().map(|a| self.node(a)).collect::<Result<_, _>>()?;
                Ok(Node::Call(function, nodes))
            }
            (Function::Abs | Function::Sign | Function::Present | Function::Like, [a]) => Ok(Node::Call(function, vec![self.node(a)?])),
            _ => Err(wrong(usage)),
        }
    }

    fn scale(&mut self, syntax: &Syntax) -> Result<ScaleReference, Mistake> {
        let SyntaxKind::Name(name) = &syntax.kind else {
            return Err(Mistake::new(syntax.span.clone(), "grade 的第一个参数是等级标准的名称").help("例如 grade(四级, 得分)"));
        };
        if let Some(scale) = self.names.scales.iter().position(|id| id == name) {
            return Ok(ScaleReference::Scale(scale));
        }
        if let Some(claim) = self.names.claims.iter().position(|claim| &claim.id == name) {
            let has = |wanted: &str| self.names.claims.get(claim).is_some_and(|c| c.captures.iter().any(|(name, ..)| name == wanted));
            return if has("name") && has("from") {
                Ok(ScaleReference::Claim(claim))
            } else {
                Err(Mistake::new(syntax.span.clone(), format!("声明 {name} 不能当等级标准")).help("要有 {name:grade} 和 {from:score} 两个取值"))
            };
        }
        Err(Mistake::new(syntax.span.clone(), format!("没有等级标准 {name}")).help(suggest(name, self.names.scales.iter().map(String::as_str))))
    }

    fn aggregate(&mut self, function: Function, list: &Syntax, condition: Option<&Syntax>) -> Result<Node, Mistake> {
        self.in_aggregate += 1;
        let found = self.list(list);
        self.in_aggregate -= 1;
        let found = found?;
        let mut owner = match &found {
            List::Own(_) => self.scope(0).clone(),
            List::Form(path) => Owner::Form(path.form, path.side),
            List::AbovePath(path) | List::BelowPath(path) => Owner::Form(path.form, path.side),
            List::Claim(path) => Owner::Claim(path.claim),
            List::Part(part) => Owner::Part(vec![*part]),
            List::Above(_) | List::Below(_) => self.owner.clone(),
        };
        if function == Function::Sum
            && condition.is_none()
            && let Owner::Form(form, _) = &owner
            && matches!(found, List::Own(Reference::Column { .. }) | List::Form(_))
            && self.names.forms.get(*form).is_some_and(|f| f.has_codes)
            && !matches!(&found, List::Form(path) if path.row != RowSelector::All)
        {
            return Err(Mistake::new(list.span.clone(), "这张表有科目编码，直接相加会把类、款、项重复相加")
                .help("加条件 sum(列, level == 1)，或用 above(合计行)"));
        }
        let condition = match condition {
            None => None,
            Some(condition) => {
                if let Owner::Form(_, side) = &mut owner {
                    *side = None;
                }
                self.lists.push(owner);
                self.in_aggregate += 1;
                let node = self.condition(condition);
                self.in_aggregate -= 1;
                self.lists.pop();
                Some(Box::new(node?))
            }
        };
        Ok(Node::Aggregate(function, Box::new(found), condition))
    }

    fn list(&mut self, syntax: &Syntax) -> Result<List, Mistake> {
        if let SyntaxKind::Call(name, _, arguments) = &syntax.kind
            && let (Some(function @ (Function::Above | Function::Below)), [row]) = (Function::find(name), arguments.as_slice())
        {
            return match (self.node(row)?, function) {
                (Node::Read(Reference::Row { row, .. }), Function::Above) => Ok(List::Above(row)),
                (Node::Read(Reference::Row { row, .. }), _) => Ok(List::Below(row)),
                (Node::Form(path), function) if matches!(path.row, RowSelector::Named(_)) => {
                    Ok(if function == Function::Above { List::AbovePath(path) } else { List::BelowPath(path) })
                }
                _ => Err(Mistake::new(row.span.clone(), format!("{name} 要一个表样里命名的行")).help("行在表样的 rows 里命名")),
            };
        }
        if let SyntaxKind::Name(name) = &syntax.kind
            && let Some(part) = self.names.parts.iter().position(|(id, _)| id == name)
        {
            return Ok(List::Part(part));
        }
        match self.node(syntax)? {
            Node::Read(reference) => Ok(List::Own(reference)),
            Node::Form(path) => Ok(List::Form(*path)),
            Node::Claim(path) => Ok(List::Claim(*path)),
            _ => Err(Mistake::new(syntax.span.clone(), "这里要一组数：列名、表样.列名、声明.取值").help("例如 sum(项目绩效表.全年预算)")),
        }
    }

    fn path(&mut self, syntax: &Syntax) -> Result<Node, Mistake> {
        let mut segments = Vec::new();
        let mut base = syntax;
        loop {
            match &base.kind {
                SyntaxKind::Member(inner, name, span) => {
                    segments.push((Segment::Name(name), span.clone()));
                    base = inner;
                }
                SyntaxKind::Index(inner, key) => {
                    segments.push((Segment::Key(key), key.span.clone()));
                    base = inner;
                }
                _ => break,
            }
        }
        segments.reverse();
        match &base.kind {
            SyntaxKind::Name(name) => self.head(name, &base.span, &segments),
            SyntaxKind::Call(name, _, arguments) if name == Function::Row.name() => self.tree_path(base, arguments, &segments),
            _ => Err(Mistake::new(base.span.clone(), "点和方括号前面要是一个名称")),
        }
    }

    fn tree_path(&mut self, base: &Syntax, arguments: &[Syntax], segments: &[(Segment<'_>, Range<usize>)]) -> Result<Node, Mistake> {
        let [form, keys @ ..] = arguments else {
            return Err(Mistake::new(base.span.clone(), "row 的参数个数不对").help(format!("写法：{}", Function::Row.signature().1)));
        };
        let Node::Form(mut path) = self.path(form)? else {
            return Err(Mistake::new(form.span.clone(), "row 的第一个参数是表样"));
        };
        let nodes = keys.iter().map(|key| self.node(key)).collect::<Result<Vec<_>, _>>()?;
        path.row = RowSelector::Path(nodes);
        let [(Segment::Name(column), span)] = segments else {
            return Err(Mistake::new(base.span.clone(), "row(…) 后面要写一个列名").help("例如 row(一般公共预算支出表, 类, 款, 项).小计"));
        };
        path.column = self.column_of(path.form, column, span)?;
        Ok(Node::Form(path))
    }

    fn column_of(&self, form: usize, name: &str, span: &Range<usize>) -> Result<ColumnSelector, Mistake> {
        let names = self.names.forms.get(form);
        if let Some(column) = names.and_then(|f| f.columns.iter().position(|(known, _)| known == name)) {
            return Ok(ColumnSelector::Column(column));
        }
        if let Some(capture) = names.and_then(|f| f.captures.iter().position(|(known, ..)| known == name)) {
            return Ok(ColumnSelector::Capture(capture));
        }
        let (id, known): (&str, Vec<&str>) = names.map_or(("", Vec::new()), |f| (f.id.as_str(), f.columns.iter().map(|(name, _)| name.as_str()).collect()));
        Err(Mistake::new(span.clone(), format!("表样 {id} 没有列 {name}")).help(suggest(name, known)))
    }

    fn head(&mut self, name: &str, span: &Range<usize>, segments: &[(Segment<'_>, Range<usize>)]) -> Result<Node, Mistake> {
        // names of the place where the rule runs come first, innermost list first
        for depth in 0..=self.lists.len() {
            if let Some(node) = self.own(name, span, depth, segments)? {
                return Ok(node);
            }
        }
        match name {
            "doc" => return self.doc(span, segments),
            "table" => return self.table(span, segments),
            "level" => {
                if self.in_aggregate == 0 {
                    self.uses.level = true;
                }
                return Ok(Node::Level(0));
            }
            "param" => return self.param(span, segments),
            "上年" => {
                let [(Segment::Name(first), first_span), rest @ ..] = segments else {
                    return Err(Mistake::new(span.clone(), "上年 后面要写表样").help("例如 上年.收支总表.支出.年末结转.金额"));
                };
                return self.absolute(first, first_span, rest, PartReference { last_year: true, ..PartReference::default() });
            }
            _ => {}
        }
        self.absolute(name, span, segments, PartReference::default())
    }

    fn absolute(&mut self, name: &str, span: &Range<usize>, segments: &[(Segment<'_>, Range<usize>)], at: PartReference) -> Result<Node, Mistake> {
        if let Some(form) = self.names.forms.iter().position(|f| f.id == name) {
            return self.form_path(form, segments, at);
        }
        if let Some(claim) = self.names.claims.iter().position(|c| c.id == name) {
            return self.claim_path(claim, span, segments, at);
        }
        if let Some(part) = self.names.parts.iter().position(|(id, _)| id == name) {
            let (key, rest) = match segments {
                [(Segment::Key(key), _), rest @ ..] => (Some(Box::new(self.node(key)?)), rest),
                rest => (None, rest),
            };
            let [(Segment::Name(next), next_span), rest @ ..] = rest else {
                return Err(Mistake::new(span.clone(), format!("部分 {name} 后面要写表样或声明")).help("例如 自评表[项目].资金表.合计.全年预算"));
            };
            return self.absolute(next, next_span, rest, PartReference { part: Some((part, key)), ..at });
        }
        if let Some(scale) = self.names.scales.iter().position(|id| id == name) {
            return match segments {
                [(Segment::Key(key), _), (Segment::Name("from"), _)] => Ok(Node::ScaleFrom(scale, Box::new(self.node(key)?))),
                _ => Err(Mistake::new(span.clone(), format!("等级标准 {name} 的写法")).help(format!("{name}[等级].from，或 grade({name}, 得分)"))),
            };
        }
        if segments.is_empty() && self.names.parts.iter().any(|(_, captures)| captures.iter().any(|capture| capture == name)) {
            return Ok(Node::PartCapture(name.to_owned()));
        }
        Err(Mistake::new(span.clone(), format!("没有名称 {name}")).help(suggest(name, self.known())))
    }

    /// Every name that could have been meant.
    fn known(&self) -> Vec<&str> {
        let mut known: Vec<&str> = Vec::new();
        for owner in self.lists.iter().rev().chain([self.owner]) {
            match owner {
                Owner::Form(form, _) => {
                    if let Some(names) = self.names.forms.get(*form) {
                        known.extend(names.columns.iter().map(|(name, _)| name.as_str()));
                        known.extend(names.rows.iter().map(String::as_str));
                        known.extend(names.captures.iter().map(|(name, ..)| name.as_str()));
                    }
                }
                Owner::Claim(claim) => {
                    if let Some(names) = self.names.claims.get(*claim) {
                        known.extend(names.captures.iter().map(|(name, ..)| name.as_str()));
                    }
                }
                _ => {}
            }
        }
        known.extend(self.names.forms.iter().map(|f| f.id.as_str()));
        known.extend(self.names.claims.iter().map(|c| c.id.as_str()));
        known.extend(self.names.parts.iter().map(|(id, _)| id.as_str()));
        known.extend(self.names.scales.iter().map(String::as_str));
        known
    }

    fn own(&mut self, name: &str, span: &Range<usize>, depth: usize, segments: &[(Segment<'_>, Range<usize>)]) -> Result<Option<Node>, Mistake> {
        let outermost = depth == self.lists.len();
        match self.scope(depth).clone() {
            Owner::Form(form, side) => {
                let names = self.names;
                let Some(form_names) = names.forms.get(form) else { return Ok(None) };
                if let Some(column) = form_names.columns.iter().position(|(known, _)| known == name) {
                    if segments.is_empty() {
                        if outermost && self.in_aggregate == 0 {
                            self.uses.columns.push((column, span.clone()));
                        }
                        return Ok(Some(Node::Read(Reference::Column { depth, column })));
                    }
                    return Err(Mistake::new(span.clone(), format!("列 {name} 后面不能再写点或方括号")));
                }
                if let Some(row) = form_names.rows.iter().position(|known| known == name) {
                    if segments.is_empty() {
                        if outermost && self.in_aggregate == 0 {
                            self.uses.rows.push((row, span.clone()));
                        }
                        return Ok(Some(Node::Read(Reference::Row { depth, row })));
                    }
                    return self.after_row(form, side, RowSelector::Named(row), segments, PartReference::default()).map(Some);
                }
                if let Some(capture) = form_names.captures.iter().position(|(known, ..)| known == name)
                    && segments.is_empty()
                {
                    if outermost && self.in_aggregate == 0 {
                        self.uses.captures.push((capture, span.clone()));
                    }
                    return Ok(Some(Node::Read(Reference::CellCapture { depth, capture })));
                }
                if form_names.sides.iter().any(|known| known == name) && !segments.is_empty() {
                    let mut all = vec![(Segment::Name(name), span.clone())];
                    all.extend(segments.iter().cloned());
                    return self.form_path(form, &all, PartReference::default()).map(Some);
                }
                Ok(None)
            }
            Owner::Claim(claim) => {
                let Some(capture) = self.names.claims.get(claim).and_then(|c| c.captures.iter().position(|(known, ..)| known == name)) else {
                    return Ok(None);
                };
                if !segments.is_empty() {
                    return Err(Mistake::new(span.clone(), format!("取值 {name} 后面不能再写点或方括号")));
                }
                if outermost && self.in_aggregate == 0 {
                    self.uses.claim_captures.push((capture, span.clone()));
                }
                Ok(Some(Node::Read(Reference::Capture { depth, capture })))
            }
            Owner::Part(parts) => {
                let has = parts.iter().any(|part| self.names.parts.get(*part).is_some_and(|(_, captures)| captures.iter().any(|c| c == name)));
                Ok((has && segments.is_empty()).then(|| Node::PartCapture(name.to_owned())))
            }
            Owner::EveryForm | Owner::Document => Ok(None),
        }
    }

    fn form_path(&mut self, form: usize, segments: &[(Segment<'_>, Range<usize>)], at: PartReference) -> Result<Node, Mistake> {
        let names = self.names;
        let Some(form_names) = names.forms.get(form) else {
            return Err(Mistake::new(0..0, "没有这张表样"));
        };
        let (side, rest) = match segments {
            [(Segment::Name(name), _), rest @ ..] => match form_names.sides.iter().position(|known| known == name) {
                Some(side) => (Some(side), rest),
                None => (None, segments),
            },
            _ => (None, segments),
        };
        let all = |column| Node::Form(Box::new(FormPath { at: at.clone(), form, side, row: RowSelector::All, column }));
        match rest {
            [] => Ok(all(ColumnSelector::None)),
            [(Segment::Name(name), span), rest @ ..] => match form_names.rows.iter().position(|known| known == name) {
                Some(row) => self.after_row(form, side, RowSelector::Named(row), rest, at),
                None if rest.is_empty() => match self.column_of(form, name, span) {
                    Ok(column) => Ok(all(column)),
                    Err(_) => {
                        let known = form_names.rows.iter().chain(form_names.columns.iter().map(|(name, _)| name)).map(String::as_str);
                        Err(Mistake::new(span.clone(), format!("表样 {} 没有行或列 {name}", form_names.id)).help(suggest(name, known)))
                    }
                },
                None => Err(Mistake::new(span.clone(), format!("表样 {} 没有命名的行 {name}", form_names.id))
                    .help(suggest(name, form_names.rows.iter().chain(&form_names.sides).map(String::as_str)))),
            },
            [(Segment::Key(key), _), rest @ ..] => {
                let key = Box::new(self.node(key)?);
                self.after_row(form, side, RowSelector::Key(key), rest, at)
            }
        }
    }

    fn after_row(&mut self, form: usize, side: Option<usize>, row: RowSelector, segments: &[(Segment<'_>, Range<usize>)], at: PartReference) -> Result<Node, Mistake> {
        let column = match segments {
            [] => ColumnSelector::None,
            [(Segment::Name(name), span)] => self.column_of(form, name, span)?,
            [(Segment::Key(key), _)] => ColumnSelector::Key(Box::new(self.node(key)?)),
            [_, (_, span), ..] => return Err(Mistake::new(span.clone(), "路径太长：表样.侧.行.列 之后没有更细的层级")),
        };
        Ok(Node::Form(Box::new(FormPath { at, form, side, row, column })))
    }

    fn claim_path(&mut self, claim: usize, span: &Range<usize>, segments: &[(Segment<'_>, Range<usize>)], at: PartReference) -> Result<Node, Mistake> {
        let names = self.names;
        let Some(claim_names) = names.claims.get(claim) else {
            return Err(Mistake::new(span.clone(), "没有这个声明"));
        };
        let (key, rest) = match segments {
            [(Segment::Key(key), _), rest @ ..] => (Some(Box::new(self.node(key)?)), rest),
            rest => (None, rest),
        };
        let capture = match rest {
            [] => None,
            [(Segment::Name(name), span)] => match claim_names.captures.iter().position(|(known, ..)| known == name) {
                Some(capture) => Some(capture),
                None => {
                    let known = claim_names.captures.iter().map(|(name, ..)| name.as_str());
                    return Err(Mistake::new(span.clone(), format!("声明 {} 没有取值 {name}", claim_names.id)).help(suggest(name, known)));
                }
            },
            [_, (_, span), ..] | [(_, span)] => return Err(Mistake::new(span.clone(), "声明的写法是 声明.取值 或 声明[词].取值")),
        };
        Ok(Node::Claim(Box::new(ClaimPath { at, claim, key, capture })))
    }

    fn doc(&self, span: &Range<usize>, segments: &[(Segment<'_>, Range<usize>)]) -> Result<Node, Mistake> {
        match segments {
            [(Segment::Name("year"), _)] => Ok(Node::Doc(DocField::Year)),
            [(Segment::Name("agency"), _)] => Ok(Node::Doc(DocField::Agency)),
            [(Segment::Name("kind"), _)] => Ok(Node::Doc(DocField::Kind)),
            _ => Err(Mistake::new(span.clone(), "doc 只有 year、agency、kind").help("例如 doc.year")),
        }
    }

    fn table(&self, span: &Range<usize>, segments: &[(Segment<'_>, Range<usize>)]) -> Result<Node, Mistake> {
        if !matches!(self.owner, Owner::Form(..) | Owner::EveryForm) {
            return Err(Mistake::new(span.clone(), "table 只能用在写了 form 的规则里"));
        }
        match segments {
            [(Segment::Name("title"), _)] => Ok(Node::Table(TableField::Title)),
            [(Segment::Name("number"), _)] => Ok(Node::Table(TableField::Number)),
            [(Segment::Name("year"), _)] => Ok(Node::Table(TableField::Year)),
            [(Segment::Name("unit"), _)] => Ok(Node::Table(TableField::Unit)),
            [(Segment::Name("agency"), _)] => Ok(Node::Table(TableField::Agency)),
            _ => Err(Mistake::new(span.clone(), "table 只有 title、number、year、unit、agency").help("例如 table.year")),
        }
    }

    fn param(&mut self, span: &Range<usize>, segments: &[(Segment<'_>, Range<usize>)]) -> Result<Node, Mistake> {
        let [(Segment::Name(name), name_span), rest @ ..] = segments else {
            return Err(Mistake::new(span.clone(), "param 后面要写参数名").help("例如 param.满分执行率"));
        };
        let Some(index) = self.names.params.iter().position(|(known, _)| known == name) else {
            let known = self.names.params.iter().map(|(name, _)| name.as_str());
            return Err(Mistake::new(name_span.clone(), format!("没有参数 {name}")).help(suggest(name, known)));
        };
        let is_table = self.names.params.get(index).is_some_and(|(_, keys)| keys.is_some());
        match (rest, is_table) {
            ([], false) => Ok(Node::Param(index, None)),
            ([(Segment::Key(key), _)], true) => Ok(Node::Param(index, Some(Box::new(self.node(key)?)))),
            ([], true) => Err(Mistake::new(name_span.clone(), format!("参数 {name} 是一张表，要写 param.{name}[名称]"))),
            (_, _) => Err(Mistake::new(name_span.clone(), format!("参数 {name} 是一个数，不能再取"))),
        }
    }
}

#[derive(Clone)]
enum Segment<'a> {
    Name(&'a str),
    Key(&'a Syntax),
}

/// The nearest known names, as help.
pub(crate) fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, known).unwrap_or_else(|| "检查名称是否写对；名称在 forms、claims、param 里定义".to_owned())
}

/// The known names that are close to one, if any is.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut close: Vec<(usize, &str)> = known
        .into_iter()
        .map(|known| (strsim::osa_distance(name, known), known))
        .filter(|(distance, known)| *distance <= 1 + name.chars().count() / 3 || known.contains(name) || (!known.is_empty() && name.contains(known)))
        .collect();
    close.sort_unstable();
    close.dedup();
    close.truncate(3);
    (!close.is_empty()).then(|| format!("是不是 {}？", close.iter().map(|(_, known)| *known).collect::<Vec<_>>().join("、")))
}
