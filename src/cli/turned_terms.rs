//! Equations that hold nowhere, and everywhere once some of their terms are added instead of taken away,
//! or the other way round: the signs of the formula are doubted before the figures.

use super::broken_alike::Said;
use gouji_audit::audit::{Check, FigureRole};
use gouji_rules::ruleset::{products_turned, shares_turned, signs_turned, terms_behind};
use gouji_values::number::Decimal;

/// More terms may fit by chance.
const MOST: usize = 6;

/// Of one place alone figures of fewer digits may fit by chance.
const DIGITS: usize = 3;

/// The same of a share that is printed.
const SHARE_DIGITS: usize = 2;

/// What a formula would have to be.
pub(super) fn turned_terms(source: &str, checks: &[&Check]) -> Option<Said> {
    turned_signs(source, checks)
        .or_else(|| turned_share(source, checks))
        .or_else(|| turned_product(source, checks))
}

/// That each place comes out once another figure of a product or a quotient stands alone: `每名 == 总额 * 人数`, where
/// 总额 is 每名 times 人数.
fn turned_product(source: &str, checks: &[&Check]) -> Option<Said> {
    let ways = products_turned(source)?;
    let mut left: Vec<usize> = (0..ways.len()).collect();
    let number = |text: Option<&str>| text?.parse::<Decimal>().ok();
    for check in checks {
        let [one, other] = <[Decimal; 2]>::try_from(values(check, 2)?).ok()?;
        let stated = number(check.stated.as_deref())?;
        let computed = number(check.computed.as_deref())?;
        let is_plain = |own: Decimal| own.is_zero() || own.abs() == Decimal::ONE;
        if is_plain(stated) || is_plain(one) || is_plain(other) {
            return None;
        }
        left.retain(|at| {
            ways.get(*at)
                .is_some_and(|way| way.fits((stated, computed), (one, other)) == Some(true))
        });
    }
    let [at] = <[usize; 1]>::try_from(left).ok()?;
    let meant = &ways.get(at)?.meant;
    let which = match checks.len() {
        1 => "文件里这一处不符".to_owned(),
        count => format!("文件里 {count} 处全部不符"),
    };
    Some(Said {
        message: format!(
            "{which}，换成 {meant} 就相符：像是公式里几个数写错了位置，先看公式，再看文件"
        ),
        help: format!("写成 {meant}；公式本来就对的，改文件"),
        place: None,
    })
}

/// That each place comes out once the two figures of a share are in the place of each other.
fn turned_share(source: &str, checks: &[&Check]) -> Option<Said> {
    let meant = shares_turned(source)?;
    for check in checks {
        let [one, other] = <[Decimal; 2]>::try_from(values(check, 2)?).ok()?;
        let number = |text: Option<&str>| text?.parse::<Decimal>().ok();
        let stated = number(check.stated.as_deref())?;
        let computed = number(check.computed.as_deref())?;
        // what is printed of shares is rounded, and percentages are so many times a hundred
        let times = [Decimal::ONE, Decimal::ONE_HUNDRED];
        let fits = |a: Decimal, b: Decimal, printed: Decimal| {
            let share = a.checked_div(b)?;
            let mut meant = times.iter().filter_map(|times| share.checked_mul(*times));
            Some(meant.any(|own| (own - printed).abs() <= Decimal::new(1, printed.scale())))
        };
        let is_own = fits(one, other, computed)? || fits(other, one, computed)?;
        let is_turned = match fits(one, other, computed)? {
            true => fits(other, one, stated)?,
            false => fits(one, other, stated)?,
        };
        let digits = stated.normalize().mantissa().abs().to_string().len();
        if !is_own || !is_turned || stated.is_zero() || (checks.len() < 2 && digits < SHARE_DIGITS)
        {
            return None;
        }
    }
    let which = match checks.len() {
        1 => "文件里这一处不符".to_owned(),
        count => format!("文件里 {count} 处全部不符"),
    };
    Some(Said {
        message: format!("{which}，两个数换过来除就分毫不差：像是公式写倒了，先看公式，再看文件"),
        help: format!("写成 {meant}；公式本来就对的，改文件"),
        place: None,
    })
}

fn turned_signs(source: &str, checks: &[&Check]) -> Option<Said> {
    let signs = terms_behind(source)?;
    if signs.len() < 2 || signs.len() > MOST {
        return None;
    }
    let mut common: Option<Vec<Vec<usize>>> = None;
    for check in checks {
        let values = values(check, signs.len())?;
        let number = |text: Option<&str>| text?.parse::<Decimal>().ok();
        let stated = number(check.stated.as_deref())?;
        let computed = number(check.computed.as_deref())?;
        let sum = |turned: &[usize]| -> Decimal {
            let each = signs.iter().zip(&values).enumerate().map(|(at, (is_less, value))| {
                if *is_less == turned.contains(&at) { *value } else { -*value }
            });
            each.sum()
        };
        // these are the figures of the terms, in their order and in one unit
        if sum(&[]).normalize() != computed.normalize() {
            return None;
        }
        let is_told =
            |value: &Decimal| value.normalize().mantissa().abs().to_string().len() >= DIGITS;
        if checks.len() < 2 && !values.iter().all(is_told) {
            return None;
        }
        let ways = (1_u32..(1 << signs.len())).filter_map(|bits| {
            let turned: Vec<usize> = (0..signs.len()).filter(|at| bits & (1 << at) != 0).collect();
            let is_nothing = |at: &usize| values.get(*at).is_none_or(Decimal::is_zero);
            let fits = sum(&turned).normalize() == stated.normalize();
            (fits && !turned.iter().any(is_nothing)).then_some(turned)
        });
        let ways: Vec<Vec<usize>> = ways.collect();
        common = Some(match common {
            None => ways,
            Some(known) => known.into_iter().filter(|own| ways.contains(own)).collect(),
        });
    }
    let [turned] = <[Vec<usize>; 1]>::try_from(common?).ok()?;
    let meant = signs_turned(source, &turned)?;
    let which = match checks.len() {
        1 => "文件里这一处不符".to_owned(),
        count => format!("文件里 {count} 处全部不符"),
    };
    Some(Said {
        message: format!(
            "{which}，加减号换过来就分毫不差：像是公式里的加减号写反了，先看公式，再看文件"
        ),
        help: format!("写成 {meant}；公式本来就对的，改文件"),
        place: None,
    })
}

/// The printed figures of the terms behind the sign of equality, one for each.
fn values(check: &Check, count: usize) -> Option<Vec<Decimal>> {
    let all: Option<Vec<Decimal>> = check
        .figures()
        .filter(|figure| figure.role != FigureRole::Stated)
        .map(|figure| figure.printed().value.as_deref()?.parse::<Decimal>().ok())
        .collect();
    all.filter(|all| all.len() == count)
}
