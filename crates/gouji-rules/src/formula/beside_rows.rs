//! Rows above and below a row: of the own form by its name, of another by one of its cells.

use super::function::Function;
use super::names::FormulaMistake;
use super::node::{ColumnSelector, FormPath, ListNode, Node, Reference, RowSelector};
use super::resolve::Resolver;
use super::shown::{meant_column, shown};
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::kind::Kind;

impl Resolver<'_> {
    /// The rows that `above` or `below` gives, of a row of the own form or of a cell of another.
    pub(super) fn beside_row(
        &mut self,
        name: &str,
        function: Function,
        row: &Syntax,
    ) -> Result<ListNode, FormulaMistake> {
        let is_above = function == Function::Above;
        match self.node(row)? {
            Node::Read(Reference::Row { row, .. }) if is_above => Ok(ListNode::Above(row)),
            Node::Read(Reference::Row { row, .. }) => Ok(ListNode::Below(row)),
            Node::Form(path) if matches!(path.row, RowSelector::Named(_)) => {
                if !matches!(path.column, ColumnSelector::Column(_)) {
                    return Err(self.no_column_beside(name, row, &path));
                }
                Ok(if is_above { ListNode::AbovePath(path) } else { ListNode::BelowPath(path) })
            }
            _ => Err(FormulaMistake::new(row.span.clone(), format!("{name} 要一个表样里命名的行"))
                .help(self.row_help(name, row))),
        }
    }

    /// A row of a form without a column in `above` or `below`: of the own form its name alone is
    /// enough.
    fn no_column_beside(&self, name: &str, row: &Syntax, path: &FormPath) -> FormulaMistake {
        let form = self.names.forms.get(path.form);
        let own = match (&row.kind, self.own_form(), form) {
            (SyntaxKind::Member(_, row, _), Some(own), Some(form)) if own.id == form.id => {
                Some(row)
            }
            _ => None,
        };
        let column = form.and_then(|form| meant_column(form, Kind::is_numeric)).unwrap_or("列名");
        let help = match own {
            Some(row) => format!("本表的行只写行名：{name}({row})"),
            None => format!("写明哪一列：{name}({}.{column})", shown(row)),
        };
        FormulaMistake::new(row.span.clone(), format!("{name} 里写了表样和行，没有写列")).help(help)
    }
}
