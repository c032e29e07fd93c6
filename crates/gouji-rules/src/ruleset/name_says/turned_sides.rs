//! A name that is an equation of three figures, and a formula of the same three where another one stands alone:
//! 补助 = 每名补助 × 人数 and `每名补助 == 补助额 * 人数`. What the name calls them need not be what the formula does, where
//! each is like one of them alone.

use super::relation::{FACTORS, SIGNS, Turned, sides};
use crate::formula::{Binary, CheckRelation, Function, Syntax, SyntaxKind};
use gouji_values::number::Decimal;

/// Letters that a figure of the name has in common with one of the formula, in their order.
const COMMON: usize = 2;

/// What ends an equation, or stands before it.
const ENDS: &[char] = &['，', ',', '；', ';', '。', '：', ':'];

/// Three figures: what stands alone, the two beside the sign, and the sign.
struct Three<T> {
    whole: T,
    parts: [T; 2],
    sign: Binary,
}

impl<T: Copy> Three<T> {
    /// The one that the two others make, and whether they make a product of it.
    fn made(&self) -> (T, bool) {
        let [first, _] = self.parts;
        match self.sign {
            Binary::Multiply => (self.whole, true),
            Binary::Divide => (first, true),
            Binary::Subtract => (first, false),
            _ => (self.whole, false),
        }
    }
}

/// What a name says otherwise than its formula.
pub(super) fn turned_sides(name: &str, source: &str, syntax: &Syntax) -> Option<Turned> {
    let said = said(name)?;
    let own = written(syntax)?;
    let figures = [own.whole, own.parts[0], own.parts[1]];
    let called: Vec<String> = figures.iter().map(|own| called(own)).collect::<Option<_>>()?;
    let terms = [said.whole, said.parts[0], said.parts[1]];
    let at: Vec<usize> = terms.iter().map(|term| nearest(term, &called)).collect::<Option<_>>()?;
    let [whole, one, other] = <[usize; 3]>::try_from(at).ok()?;
    if whole == one || one == other || whole == other {
        return None;
    }
    let numbers = Three { whole, parts: [one, other], sign: said.sign };
    let own_numbers = Three { whole: 0, parts: [1, 2], sign: own.sign };
    let ((made, is_product), (own_made, is_own_product)) = (numbers.made(), own_numbers.made());
    // a product in the place of a sum is told elsewhere
    if is_product != is_own_product || made == own_made {
        return None;
    }
    let of = |at: usize| source.get(figures.get(at)?.span.clone()).map(str::trim);
    let sign = match said.sign {
        Binary::Multiply => "*",
        Binary::Divide => "/",
        Binary::Subtract => "-",
        _ => "+",
    };
    let (a, b) = (of(one)?, of(other)?);
    let is_percent = said.sign == Binary::Divide && source.contains("percent(");
    let right = if is_percent { format!("percent({a}, {b})") } else { format!("{a} {sign} {b}") };
    let what = match (is_product, whole) {
        (true, 0) => "乘除写反了",
        (false, 0) => "加减写反了",
        (true, _) => "乘除的几个数写错了位置",
        (false, _) => "加减的几个数写错了位置",
    };
    let message = format!("规则的名称说 {}，公式写的是 {source}：{what}", equation(name));
    Some(Turned { message, meant: Some(format!("{} == {right}", of(whole)?)) })
}

/// The equation of a name without what stands around it.
fn equation(name: &str) -> &str {
    name.split(ENDS).find(|own| sides(own).is_some()).unwrap_or(name).trim()
}

fn said(name: &str) -> Option<Three<&str>> {
    let (whole, rest) = sides(equation(name))?;
    let mut found = SIGNS.iter().chain(FACTORS).filter_map(|(sign, is_less)| {
        let (first, second) = rest.split_once(sign)?;
        let is_factor = FACTORS.iter().any(|(own, _)| own == sign);
        let sign = match (is_factor, is_less) {
            (true, true) => Binary::Divide,
            (true, false) => Binary::Multiply,
            (false, true) => Binary::Subtract,
            (false, false) => Binary::Add,
        };
        Some((first, second, sign))
    });
    let ((first, second, sign), None) = (found.next()?, found.next()) else { return None };
    let is_one = |text: &str| {
        let mut signs = SIGNS.iter().chain(FACTORS);
        !text.trim().is_empty() && !signs.any(|(sign, _)| text.contains(sign))
    };
    if ![whole, first, second].into_iter().all(is_one) {
        return None;
    }
    Some(Three { whole: whole.trim(), parts: [first.trim(), second.trim()], sign })
}

fn written(syntax: &Syntax) -> Option<Three<&Syntax>> {
    let SyntaxKind::Compare(CheckRelation::Equal, left, right) = &syntax.kind else { return None };
    match &right.kind {
        SyntaxKind::Binary(sign, a, b) if !matches!(sign, Binary::And | Binary::Or) => {
            Some(Three { whole: left.as_ref(), parts: [a, b], sign: *sign })
        }
        SyntaxKind::Call(name, _, all) if Function::find(name) == Some(Function::Percent) => {
            let [a, b] = all.as_slice() else { return None };
            Some(Three { whole: left.as_ref(), parts: [a, b], sign: Binary::Divide })
        }
        _ => None,
    }
}

/// What a figure of a formula is called.
fn called(own: &Syntax) -> Option<String> {
    match &own.kind {
        SyntaxKind::Name(name) | SyntaxKind::Member(_, name, _) => Some(name.clone()),
        _ => None,
    }
}

/// The one figure that a term is like: as it is called, or with more letters in common than any other.
fn nearest(term: &str, called: &[String]) -> Option<usize> {
    if let Some(at) = called.iter().position(|own| own == term) {
        return Some(at);
    }
    let common: Vec<usize> = called.iter().map(|own| in_common(term, own)).collect();
    let most = *common.iter().max()?;
    let mut best = (0..common.len()).filter(|at| common.get(*at) == Some(&most));
    let (first, None) = (best.next()?, best.next()) else { return None };
    (most >= COMMON).then_some(first)
}

/// How many letters two names have in common, in their order.
fn in_common(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row = vec![0; other.len() + 1];
    for c in one.chars() {
        let mut before = 0;
        for (at, own) in other.iter().enumerate() {
            let above = row.get(at + 1).copied().unwrap_or(0);
            let left = row.get(at).copied().unwrap_or(0);
            let value = if *own == c { before + 1 } else { above.max(left) };
            before = above;
            if let Some(cell) = row.get_mut(at + 1) {
                *cell = value;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Another formula of the same three figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductTurned {
    /// It, as it is written.
    pub meant: String,
    way: Way,
}

/// Which figure stands alone in the other formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The first of the product: it is the stated one times the second.
    First,
    /// The second of the product.
    Second,
    /// The same, times where it was divided by.
    Times,
}

impl ProductTurned {
    /// Whether the figures are as it says: those that are stated and worked out, and those of the two parts as
    /// they are printed; none where these are in units that nobody knows.
    #[must_use]
    pub fn fits(
        &self,
        (stated, computed): (Decimal, Decimal),
        (one, other): (Decimal, Decimal),
    ) -> Option<bool> {
        let own = match self.way {
            Way::Times => one.checked_div(other)?,
            _ => one.checked_mul(other)?,
        };
        let scale = computed.checked_div(own)?.round_dp(6).normalize();
        let is_known = [0, 2, 4].iter().any(|zeros| {
            let times = Decimal::from(10_u32.pow(*zeros));
            scale == times || Some(scale) == Decimal::ONE.checked_div(times)
        });
        // a quotient is rounded
        if !is_known && self.way != Way::Times {
            return None;
        }
        let (made, beside, figure) = match self.way {
            Way::First => (one.checked_mul(scale)?, other, one),
            Way::Second => (other.checked_mul(scale)?, one, other),
            Way::Times => {
                let times = one.checked_mul(other)?;
                return Some(times.normalize() == stated.normalize());
            }
        };
        let product = stated.checked_mul(beside)?;
        let apart = (made - product).abs();
        let half = |own: Decimal| Decimal::new(5, own.scale() + 1);
        let rounded = half(stated).checked_mul(beside.abs())?;
        let rounded = rounded + half(figure).checked_mul(scale)?;
        let is_near = apart.checked_mul(Decimal::ONE_HUNDRED)? <= made.abs();
        Some(apart <= rounded && is_near)
    }
}

/// Of an equation of one figure and the product or the quotient of two those where another one stands alone.
#[must_use]
pub fn products_turned(source: &str) -> Option<Vec<ProductTurned>> {
    let syntax = crate::formula::parse(source).ok()?;
    let SyntaxKind::Compare(CheckRelation::Equal, whole, right) = &syntax.kind else { return None };
    let SyntaxKind::Binary(sign, a, b) = &right.kind else { return None };
    let is_figure = |own: &Syntax| {
        matches!(own.kind, SyntaxKind::Name(_) | SyntaxKind::Member(..) | SyntaxKind::Index(..))
    };
    if ![whole, a, b].into_iter().all(|own| is_figure(own)) {
        return None;
    }
    let of = |own: &Syntax| source.get(own.span.clone()).map(str::trim);
    let (whole, a, b) = (of(whole)?, of(a)?, of(b)?);
    let own = |meant: String, way: Way| ProductTurned { meant, way };
    match sign {
        Binary::Multiply => Some(vec![
            own(format!("{a} == {whole} * {b}"), Way::First),
            own(format!("{b} == {a} * {whole}"), Way::Second),
        ]),
        Binary::Divide => Some(vec![own(format!("{whole} == {a} * {b}"), Way::Times)]),
        _ => None,
    }
}
