//! What `consecutive`, `same` and `unique` are given: a column or a capture, of numbers where one is
//! to follow the other. Of anything else they would say nothing.

use super::function::Function;
use super::names::{FormulaMistake, Owner};
use super::node::ListNode;
use super::resolve::Resolver;
use super::syntax::Syntax;
use gouji_values::kind::Kind;

impl Resolver<'_> {
    /// That a list has values, and those of a series are numbers.
    pub(super) fn members(
        &self,
        function: Function,
        written: &Syntax,
        list: &ListNode,
    ) -> Result<(), FormulaMistake> {
        let kind = self.list_kind(list);
        let name = function.name();
        let is_line = matches!(list, ListNode::Form(_)) && kind == Kind::Row;
        let mistake = |message: String| FormulaMistake::new(written.span.clone(), message);
        match kind {
            Kind::Row if is_line || matches!(list, ListNode::Claim(_) | ListNode::Part(_)) => {
                let found = self.columns_of(list);
                let help = match (self.written(written), found.as_slice()) {
                    (Some(of), [first, ..]) => {
                        format!("写成 {of}.{first}；可用的列有：{}", found.join("、"))
                    }
                    _ => "写成 表样.列".to_owned(),
                };
                Err(mistake(format!("{name} 里没有写明是哪一列")).help(help))
            }
            _ if function != Function::Consecutive || kind.is_numeric() => Ok(()),
            kind => {
                let of = self.written(written);
                let of = of.as_deref().unwrap_or("列");
                let numbered =
                    self.column_of_numbers(list).filter(|column| *column != of).map(|column| {
                        format!("表样里编号的一列是 {column}：写成 consecutive({column})；")
                    });
                let numbered = numbered.unwrap_or_default();
                let help = format!(
                    "{numbered}consecutive 看的是一个接一个的号数：印的是 1、2、3 或 XM-001、XM-002（数字前后的字各行一样）的，表样里把 {of} 的 kind 改成 \"ordinal\"；只要求不重复的，写成 unique({of})"
                );
                Err(mistake(format!("{of} 是{}，不是号数，看不出是不是连续", kind.name()))
                    .help(help))
            }
        }
    }

    /// The only column of numbers in order that the form of a list has.
    fn column_of_numbers(&self, list: &ListNode) -> Option<&str> {
        let form = match (list, self.owner) {
            (ListNode::Form(path), _) => path.form,
            (ListNode::Own(_), Owner::Form(form, _)) => *form,
            _ => return None,
        };
        let columns = &self.names.forms.get(form)?.columns;
        let is_order = |name: &str| name.ends_with(['号', '次']);
        let mut all = columns.iter().filter(|(name, kind)| *kind == Kind::Any && is_order(name));
        let (name, _) = all.next()?;
        all.next().is_none().then_some(name.as_str())
    }

    /// The columns, or captures, that a list without one may mean.
    fn columns_of(&self, list: &ListNode) -> Vec<&str> {
        match list {
            ListNode::Form(path) => {
                let form = self.names.forms.get(path.form);
                form.map_or_else(Vec::new, |form| {
                    form.columns.iter().map(|(name, _)| name.as_str()).collect()
                })
            }
            ListNode::Claim(path) => {
                let claim = self.names.claims.get(path.claim);
                claim.map_or_else(Vec::new, |claim| {
                    claim.captures.iter().map(|(name, ..)| name.as_str()).collect()
                })
            }
            _ => Vec::new(),
        }
    }
}
