//! A syntax tree as it can be typed: what advice is made of.

use super::names::{FormNames, Names, Owner};
use super::resolve::Resolver;
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_values::kind::Kind;
use gouji_values::number::Day;

/// A formula, or a part of one, as it can be typed.
pub(super) fn shown(syntax: &Syntax) -> String {
    match &syntax.kind {
        SyntaxKind::Number { value, unit } => format!("{value}{unit}"),
        SyntaxKind::Date(day) => shown_day(*day),
        SyntaxKind::Text(text) => format!("\"{text}\""),
        SyntaxKind::Name(name) => name.clone(),
        SyntaxKind::Member(base, name, _) => format!("{}.{name}", shown(base)),
        SyntaxKind::Index(base, key) => format!("{}[{}]", shown(base), shown(key)),
        SyntaxKind::Call(name, _, arguments) => called(name, arguments),
        SyntaxKind::Negate(inner) => format!("-{}", within(inner, 5)),
        SyntaxKind::Not(inner) => format!("!{}", within(inner, 6)),
        SyntaxKind::Binary(operator, a, b) => {
            let (sign, strength) = match operator {
                Binary::Or => ("||", 1),
                Binary::And => ("&&", 2),
                Binary::Add => ("+", 4),
                Binary::Subtract => ("-", 4),
                Binary::Multiply => ("*", 5),
                Binary::Divide => ("/", 5),
            };
            format!("{} {sign} {}", within(a, strength), within(b, strength + 1))
        }
        SyntaxKind::Compare(relation, a, b) => {
            format!("{} {} {}", within(a, 4), relation.sign(), within(b, 4))
        }
    }
}

/// A call as it can be typed.
pub(super) fn called(name: &str, arguments: &[Syntax]) -> String {
    let arguments: Vec<String> = arguments.iter().map(shown).collect();
    format!("{name}({})", arguments.join(", "))
}

/// The column of such a kind that advice names: the last one with amounts, which most formulas are
/// about, else the last one.
pub(super) fn meant_column(form: &FormNames, is_meant: impl Fn(Kind) -> bool) -> Option<&str> {
    let columns = || form.columns.iter().rev().filter(|(_, kind)| is_meant(*kind));
    let amount = columns().find(|(_, kind)| *kind == Kind::Amount);
    amount.or_else(|| columns().next()).map(|(name, _)| name.as_str())
}

/// A day as formulas write it.
pub(super) fn shown_day((year, month, day): Day) -> String {
    format!("{year}-{month:02}-{day:02}")
}

/// An operand, in brackets where it binds less than it must.
fn within(syntax: &Syntax, strength: u8) -> String {
    let own = match &syntax.kind {
        SyntaxKind::Binary(Binary::Or, ..) => 1,
        SyntaxKind::Binary(Binary::And, ..) => 2,
        SyntaxKind::Compare(..) => 3,
        SyntaxKind::Binary(Binary::Add | Binary::Subtract, ..) => 4,
        SyntaxKind::Binary(..) | SyntaxKind::Negate(_) => 5,
        _ => 9,
    };
    if own < strength { format!("({})", shown(syntax)) } else { shown(syntax) }
}

impl<'a> Resolver<'a> {
    /// The forms whose names stand alone at the place where the rule runs, the nearest first.
    pub(super) fn own_forms(&self) -> impl Iterator<Item = &'a FormNames> {
        let owners = self.lists.iter().rev().chain([self.owner]);
        owners.filter_map(|owner| match owner {
            Owner::Form(form, _) => self.names.forms.get(*form),
            _ => None,
        })
    }

    /// The nearest of them.
    pub(super) fn own_form(&self) -> Option<&'a FormNames> {
        self.own_forms().next()
    }

    /// A column that advice can name: of the own form, else of the form that was read last, as it is
    /// written from here.
    pub(super) fn some_column(&self, is_meant: impl Fn(Kind) -> bool) -> Option<String> {
        if let Some(form) = self.own_form() {
            return meant_column(form, is_meant).map(str::to_owned);
        }
        let mut forms = self.names.forms.iter().rev();
        forms.find_map(|form| Some(format!("{}.{}", form.id, meant_column(form, &is_meant)?)))
    }

    /// The first column of the own form, which names its rows.
    pub(super) fn first_column(&self) -> Option<String> {
        self.own_form()?.columns.first().map(|(name, _)| name.clone())
    }

    /// One comparison with a name from here.
    pub(super) fn one_condition(&self) -> String {
        let column = self.some_column(|kind| matches!(kind, Kind::Amount | Kind::Count));
        format!("{} > 0", column.as_deref().unwrap_or("名称"))
    }

    /// A condition with names from here.
    pub(super) fn some_condition(&self) -> String {
        match self.some_column(|kind| kind == Kind::Amount || kind == Kind::Count) {
            Some(column) => format!("{column} > 0，或 present({column})"),
            None => "present(名称)，或 名称 > 0".to_owned(),
        }
    }
}

/// A condition that can be typed where a rule runs.
#[must_use]
pub fn some_condition(names: &Names, owner: &Owner) -> String {
    Resolver::new(names, owner).one_condition()
}
