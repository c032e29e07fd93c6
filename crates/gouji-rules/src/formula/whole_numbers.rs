//! Arguments that are whole numbers: the digits that `round` keeps, the times of `power`, the numbers
//! of lines and columns. Another number there would be cut off, or lead nowhere.

use super::advice::with_digits;
use super::function::Function;
use super::names::FormulaMistake;
use super::node::Node;
use super::resolve::Resolver;
use super::shown::shown;
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::kind::Kind;
use rust_decimal::Decimal;
use std::ops::Range;

/// `power` multiplies at most so often.
const MOST_TIMES: u32 = 100;

/// What is wrong with the digits that `round` is to keep, and what to write; `of` is what is rounded.
pub fn digits_slip(of: &str, digits: Decimal) -> Option<(String, String)> {
    let digits = digits.normalize();
    let is_whole = digits.fract().is_zero();
    if is_whole && digits >= Decimal::ZERO && digits <= Decimal::from(Decimal::MAX_SCALE) {
        return None;
    }
    let message =
        format!("round 的第二个是保留几位小数，写 0、1、2 这样的整数，这里写的是 {digits}");
    let help = match step(digits) {
        // 0.01 is the step of two decimals, 100 and -2 are hundreds
        Some((true, kept)) => format!("写成 round({of}, {kept})"),
        Some((false, zeros)) => {
            let operand = if of.contains([' ', '+', '-', '*', '/']) {
                format!("({of})")
            } else {
                of.to_owned()
            };
            let step = format!("1{}", "0".repeat(zeros));
            format!("写成 round({operand} / {step}, 0) * {step}")
        }
        None => format!("写成 round({of}, 2)，2 换成要保留的位数"),
    };
    Some((message, help))
}

/// Of a number that says to what is rounded whether it is a part of one, and how many digits it has.
fn step(digits: Decimal) -> Option<(bool, usize)> {
    /// Nobody rounds to more.
    const MOST: usize = 12;
    let zeros = |text: &str| {
        let rest = text.strip_prefix('1')?;
        rest.bytes().all(|c| c == b'0').then_some(rest.len())
    };
    let found = if digits.fract().is_zero() && digits.is_sign_negative() {
        (false, digits.abs().to_string().parse().ok()?)
    } else if digits.fract().is_zero() {
        (false, zeros(&digits.to_string())?)
    } else {
        let is_one = digits.mantissa().unsigned_abs() == 1;
        (true, is_one.then_some(usize::try_from(digits.scale()).ok()?)?)
    };
    (found.1 <= MOST).then_some(found)
}

impl Resolver<'_> {
    /// That the second argument of `round` and `power` is a whole number, where the rule files tell.
    pub(super) fn whole_argument(
        &self,
        function: Function,
        (of, written, node): (&Syntax, &Syntax, &Node),
        whole: &Range<usize>,
    ) -> Result<(), FormulaMistake> {
        let mistake = |message: String| FormulaMistake::new(written.span.clone(), message);
        let value = self.constant(node);
        match function {
            Function::Round => {
                if let Some((message, help)) =
                    value.and_then(|value| digits_slip(&shown(of), value))
                {
                    return Err(FormulaMistake::new(whole.clone(), message).help(help));
                }
                let kind = self.kind(node);
                if matches!(kind, Kind::Amount | Kind::Percent | Kind::Points | Kind::Ratio) {
                    let message = format!("round 的第二个是保留几位小数，这里是{}", kind.name());
                    return Err(mistake(message).help(format!("写成 {}", with_digits(of))));
                }
                Ok(())
            }
            Function::Power => {
                let Some(value) = value else { return Ok(()) };
                let is_whole = value.fract().is_zero();
                if is_whole && value >= Decimal::ZERO && value <= Decimal::from(MOST_TIMES) {
                    return Ok(());
                }
                let of = shown(of);
                let help = match value.abs() {
                    times if is_whole && times <= Decimal::from(MOST_TIMES) => {
                        format!("写成 1 / power({of}, {times})")
                    }
                    _ => format!("写成 power({of}, 2)，2 换成乘几次；公式里不能开方"),
                };
                Err(mistake(format!("power 的次数是 0 到 {MOST_TIMES} 的整数，这里是 {value}"))
                    .help(help))
            }
            _ => Ok(()),
        }
    }

    /// That a number of a line or column is one that can be printed.
    pub(super) fn numbered(
        &self,
        function: Function,
        written: &Syntax,
        node: &Node,
    ) -> Result<(), FormulaMistake> {
        let name = function.name();
        let what = if function == Function::Line { "行次" } else { "栏次" };
        let mistake = |message: String| FormulaMistake::new(written.span.clone(), message);
        if let SyntaxKind::Text(text) = &written.kind {
            let help = match text.trim().parse::<u32>() {
                Ok(number) => format!("数不加引号：{name}({number})"),
                Err(_) if function == Function::Line => {
                    format!("按行首印的字找的，方括号里不写 line，只写 \"{text}\"")
                }
                Err(_) => "列名写在点的后面：表样.行.列".to_owned(),
            };
            return Err(mistake(format!("{name} 里写{what}，是数")).help(help));
        }
        let Some(value) = self.constant(node) else { return Ok(()) };
        if value.fract().is_zero() && value > Decimal::ZERO {
            return Ok(());
        }
        let message = format!("{what}是从 1 起的整数，这里写的是 {}", value.normalize());
        Err(mistake(message).help(format!(
            "写表里印的{what}，第一{}是 {name}(1)",
            match function {
                Function::Line => "行",
                _ => "栏",
            }
        )))
    }

    /// A number that the rule files give.
    fn constant(&self, node: &Node) -> Option<Decimal> {
        match node {
            Node::Number { value, .. } => Some(*value),
            Node::Negate(inner) => self.constant(inner).map(|value| -value),
            Node::Param(param, None) => {
                let (_, written) = self.names.values.get(*param)?.first()?;
                written.trim().parse().ok()
            }
            _ => None,
        }
    }
}
