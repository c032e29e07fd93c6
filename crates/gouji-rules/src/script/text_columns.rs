//! Columns of words that a script holds against numbers: which columns of the table are numbers.

use super::kinds::{Bound, Variables};
use gouji_values::kind::{Kind, Refusal};
use rhai::Expr;

impl Variables<'_> {
    /// What to write instead of a column of words beside a number: those of its form that are numbers.
    pub(super) fn text_column(&self, expr: &Expr, refusal: &Refusal) -> Option<String> {
        let is_beside_number = [refusal.left, refusal.right].contains(&Kind::Text)
            && [refusal.left, refusal.right].iter().any(|kind| kind.is_numeric());
        let Expr::Dot(pair, ..) = expr else { return None };
        let (Expr::Variable(row, ..), Expr::Property(column, _)) = (&pair.lhs, &pair.rhs) else {
            return None;
        };
        let (row, column) = (row.1.as_str(), column.2.as_str());
        let Some(Bound::Row(form)) = self.bound(row)? else { return None };
        let form = self.names().forms.get(form).filter(|_| is_beside_number)?;
        let is_words =
            form.columns.iter().any(|(name, kind)| name == column && *kind == Kind::Text);
        let numbers: Vec<String> = (form.columns.iter().filter(|(_, kind)| kind.is_numeric()))
            .map(|(name, _)| format!("{row}.{name}"))
            .collect();
        let instead = match numbers.as_slice() {
            [] => format!("表样 {} 里没有一栏是数", form.id),
            [one] => format!("要比的是数的，写成 {one}"),
            all => format!("要比的是数的，写成 {} 中的一个", all.join("、")),
        };
        is_words.then(|| {
            format!(
                "{column} 在表样 {} 里是文字的栏，只能比是不是（==、!=）；{instead}；{column} 印的本来是数的，在表样里写 kind = \"count\" 或 \"amount\"",
                form.id
            )
        })
    }
}
