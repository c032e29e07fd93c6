//! What is asked or compared and depends on no document: `present` of a truth or of what is always
//! there, comparisons of what the rule itself writes.

use super::condition::is_condition;
use super::function::Function;
use super::kinds::Typed;
use super::names::{FormulaMistake, Owner};
use super::node::Node;
use super::resolve::Resolver;
use super::shown::shown;
use super::syntax::{Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::kind::Kind;

/// Whether a value is written in the formula itself, with nothing that a document or a parameter gives.
fn is_written(node: &Node) -> bool {
    match node {
        Node::Number { .. } | Node::Date(_) | Node::Text(_) | Node::Truth(_) => true,
        Node::Negate(inner) | Node::Not(inner) => is_written(inner),
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => is_written(a) && is_written(b),
        Node::Call(Function::Column | Function::Like, _) => false,
        Node::Call(_, arguments) => arguments.iter().all(is_written),
        _ => false,
    }
}

/// Whether there is a value whatever a document prints.
fn is_always_there(node: &Node) -> bool {
    match node {
        Node::Param(_, None) | Node::Aggregate(Function::Count, ..) => true,
        Node::Negate(inner) => is_always_there(inner),
        Node::Binary(_, a, b) => is_always_there(a) && is_always_there(b),
        Node::Call(Function::Or, arguments) => arguments.last().is_some_and(is_always_there),
        Node::Call(Function::If, arguments) => {
            arguments.get(1..).is_some_and(|own| own.iter().all(is_always_there))
        }
        node => is_written(node),
    }
}

impl Resolver<'_> {
    /// What is wrong with `or` whose first value is always there: the second is never taken.
    pub(super) fn never_falls_back(
        &self,
        arguments: &[Syntax],
        nodes: &[Node],
    ) -> Result<(), FormulaMistake> {
        let ([first, second], [node, other]) = (arguments, nodes) else { return Ok(()) };
        if !is_always_there(node) {
            return Ok(());
        }
        let (own, rest) = (shown(first), shown(second));
        let message = format!("or 的第一个 {own} 总是有的，后面的 {rest} 从来用不上");
        let help = match is_always_there(other) {
            true => format!("只写要用的一个：{own}，或者 {rest}"),
            false => format!("先写可能没有的，后写没有时用的：写成 or({rest}, {own})"),
        };
        Err(FormulaMistake::new(first.span.start..second.span.end, message).help(help))
    }

    /// The form of the rule, where it has such a column and is not the one whose rows are gone over.
    pub(super) fn form_with(&self, column: &str) -> Option<&str> {
        let Owner::Form(own, _) = self.owner else { return None };
        let form = self.names.forms.get(*own)?;
        form.columns.iter().any(|(name, _)| name == column).then_some(form.id.as_str())
    }

    /// Of a comparison whose sides the rule itself writes what is wrong: it comes out the same in
    /// every document.
    pub(super) fn never_read(
        &self,
        relation: CheckRelation,
        left: (&Syntax, &Node),
        right: (&Syntax, &Node),
    ) -> Option<FormulaMistake> {
        if !is_written(left.1) || !is_written(right.1) {
            return None;
        }
        // `1 == 1` stands for every row: `count(list, 1 == 1)` counts those that are blank, too
        if left.1 == right.1 && matches!(left.1, Node::Number { .. }) {
            return None;
        }
        let sign = relation.sign();
        let whole = left.0.span.start..right.0.span.end;
        let own = self.own_names();
        let quoted = [left.0, right.0].into_iter().find_map(|side| match &side.kind {
            SyntaxKind::Text(text) => {
                let elsewhere = || self.elsewhere(text).filter(|_| own.is_empty());
                let is_own = own.iter().any(|name| name == text);
                let help = if is_own { Some(String::new()) } else { elsewhere() };
                Some((side, text.as_str(), help?))
            }
            _ => None,
        });
        let Some((side, name, elsewhere)) = quoted else {
            let message = "比较的两边都是写定的，与文件无关，结果总是一样";
            let kind = self.kind(right.1);
            let fits = self.some_column(|own| own == kind);
            let b = shown(right.0);
            let named = match own.as_slice() {
                [] => String::new(),
                own => format!("；可写的名称：{}", own.join("、")),
            };
            let help = format!(
                "被核对的一边写列名、行名或取值的名称，不加引号，例如 {} {sign} {b}{named}",
                fits.as_deref().unwrap_or("名称")
            );
            return Some(FormulaMistake::new(whole, message).help(help));
        };
        let of = |own: &Syntax| if std::ptr::eq(own, side) { name.to_owned() } else { shown(own) };
        let meant = format!("{} {sign} {}", of(left.0), of(right.0));
        let message = format!("“{name}”加了引号就是文字，两边都是写定的，与文件无关：名称不加引号");
        let help = match elsewhere.as_str() {
            "" => format!("写成 {meant}"),
            elsewhere => format!("写成 {meant}；{elsewhere}"),
        };
        Some(FormulaMistake::new(whole, message).help(help))
    }

    /// That `present` is asked of something that may be missing from a document.
    pub(super) fn asked(&self, (syntax, node, kind): Typed<'_>) -> Result<(), FormulaMistake> {
        let mistake = |message: &str| FormulaMistake::new(syntax.span.clone(), message);
        if let SyntaxKind::Text(text) = &syntax.kind {
            return Err(mistake("加了引号就是文字，总是有的；名称不加引号")
                .help(format!("写成 present({text})")));
        }
        if kind == Kind::Truth || is_condition(node) {
            let of = shown(syntax);
            return Err(mistake(
                "present 问的是印了没有；条件成立、不成立都算“有”，这样写查不出来",
            )
            .help(format!("不写 present，直接写这个条件：{of}")));
        }
        if !is_always_there(node) {
            return Ok(());
        }
        let help = match node {
            Node::Aggregate(Function::Count, ..) => format!("写成 {} > 0", shown(syntax)),
            Node::Call(Function::Or, _) if let Some(first) = first_argument(syntax) => {
                format!("写成 present({})", shown(first))
            }
            _ => match self.own_names().first() {
                Some(name) => format!("里面写列名、行名或取值的名称，例如 present({name})"),
                None => "里面写列名、行名或取值的名称".to_owned(),
            },
        };
        Err(mistake("present 问的是印了没有，这里写的不管文件怎么印都有").help(help))
    }
}

fn first_argument(syntax: &Syntax) -> Option<&Syntax> {
    match &syntax.kind {
        SyntaxKind::Call(_, _, arguments) => arguments.first(),
        _ => None,
    }
}
