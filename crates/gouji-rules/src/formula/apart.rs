//! What to write where a number of things stands beside an amount, a remark behind a name, and in which
//! unit an amount is likeliest meant.

use super::kinds::Typed;
use super::names::{FormulaMistake, Owner};
use super::resolve::Resolver;
use super::shown::shown;
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::error::MistakeSubject;
use gouji_values::kind::{Kind, Operation, Refusal};
use rust_decimal::Decimal;
use std::ops::Range;

/// A number as an amount in two units; first in that of its table. Where that is not known, a large
/// number is one of the smaller unit.
pub(crate) fn as_amount(number: &str, unit: Option<&str>) -> [String; 2] {
    let is_large = number.parse::<Decimal>().is_ok_and(|value| value >= Decimal::ONE_THOUSAND);
    let (first, second) = match unit {
        Some("元") => ("元", "万元"),
        None if is_large => ("元", "万元"),
        _ => ("万元", "元"),
    };
    [format!("{number}{first}"), format!("{number}{second}")]
}

impl Resolver<'_> {
    /// The unit of the form that the rule is on, where it has one.
    pub(super) fn unit_here(&self) -> Option<&str> {
        match self.scope(0) {
            Owner::Form(form, _) => self.names.forms.get(*form)?.unit.as_deref(),
            _ => None,
        }
    }

    /// Columns or captures of a kind where the rule runs.
    fn of_kind(&self, kind: Kind) -> Vec<&str> {
        let own: Vec<(&str, Kind)> = match self.scope(0) {
            Owner::Form(form, _) => self.names.forms.get(*form).map_or_else(Vec::new, |form| {
                form.columns.iter().map(|(name, kind)| (name.as_str(), *kind)).collect()
            }),
            Owner::Claim(claim) => self.names.claims.get(*claim).map_or_else(Vec::new, |claim| {
                claim.captures.iter().map(|(name, kind, _)| (name.as_str(), *kind)).collect()
            }),
            _ => Vec::new(),
        };
        own.into_iter().filter(|(_, own)| *own == kind).map(|(name, _)| name).collect()
    }

    /// Several of which one is taken and that are of different kinds: which of them to exchange for what.
    pub(super) fn chosen_apart(
        &self,
        refusal: &Refusal,
        left: Typed<'_>,
        right: Typed<'_>,
    ) -> Option<FormulaMistake> {
        let is_figure = |own: Typed<'_>| own.2.is_numeric() && !own.2.is_bare();
        if refusal.operation != Operation::Choose || !is_figure(left) || !is_figure(right) {
            return None;
        }
        let (kind, odd) = (left.2.name(), shown(right.0));
        let others = self.of_kind(left.2);
        let others = match others.is_empty() {
            true => String::new(),
            false => format!("（{}）", others.join("、")),
        };
        let help =
            format!("{odd} 是{}：换成{kind}{others}，或者都写{}", right.2.name(), right.2.name());
        Some(FormulaMistake::new(right.0.span.clone(), refusal.message()).help(help))
    }

    /// A number of things that is compared with a written amount: its unit is too much, or the column is of amounts.
    pub(super) fn count_beside_amount(
        &self,
        refusal: &Refusal,
        left: Typed<'_>,
        right: Typed<'_>,
    ) -> Option<FormulaMistake> {
        if !refusal.operation.compares() {
            return None;
        }
        let relations = [self.relation, self.relation.mirrored()];
        let sides = [(left, right), (right, left)].into_iter().zip(relations);
        let (one, value, unit, sign) = sides.into_iter().find_map(|((one, other), relation)| {
            let SyntaxKind::Number { value, unit } = &other.0.kind else { return None };
            let is_it = one.2 == Kind::Count && other.2 == Kind::Amount;
            is_it.then(|| (one, value, unit, relation.sign()))
        })?;
        let name = shown(one.0);
        let column = match &one.0.kind {
            SyntaxKind::Name(name) => Some(name.clone()),
            _ => None,
        };
        let kind = match &column {
            Some(name) => format!("；{name} 印的是金额的，在表样里改成 kind = \"amount\""),
            None => String::new(),
        };
        let help = format!("个数后面不写{unit}：写成 {name} {sign} {value}{kind}");
        let whole = left.0.span.start..right.0.span.end;
        let mistake = FormulaMistake::new(whole, refusal.message()).help(help);
        Some(mistake.about(column.map(MistakeSubject::ColumnKind).unwrap_or_default()))
    }

    /// What stands in brackets behind a name that is no function: a remark, or a factor without its sign.
    pub(super) fn remark_behind(
        &self,
        name: &str,
        (_, whole): (&Range<usize>, &Range<usize>),
        arguments: &[Syntax],
    ) -> Option<FormulaMistake> {
        if !self.known().contains(&name) {
            return None;
        }
        let inner: Vec<String> = arguments.iter().map(shown).collect();
        let inner = inner.join(", ");
        let is_factor = arguments.len() == 1
            && arguments.iter().all(|own| match &own.kind {
                SyntaxKind::Name(name) => self.known().contains(&name.as_str()),
                SyntaxKind::Number { .. } | SyntaxKind::Binary(..) => true,
                _ => false,
            });
        let help = if is_factor {
            format!("要相乘的写乘号：{name} * ({inner})；括号里是说明的，删去")
        } else {
            format!("公式里不写说明：删去（{inner}），写成 {name}；说明写在 # 后面")
        };
        Some(FormulaMistake::new(whole.clone(), format!("{name} 是名称，后面不写括号")).help(help))
    }
}
