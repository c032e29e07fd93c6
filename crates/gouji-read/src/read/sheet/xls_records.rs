//! The records of old workbooks, their numbers, and the formulas in them that can be done again.

use super::formula::{CellFormula, CellReference, FormulaTerm, Operand};
use super::xls_container::{u16_at, u32_at};

/// A record: its kind and its content.
pub(super) type Record<'a> = (u16, &'a [u8]);

/// The records of a stream from a place on.
pub(super) fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut rest = stream.get(from..).unwrap_or(&[]);
    std::iter::from_fn(move || {
        let (kind, len) = (u16_at(rest, 0)?, usize::from(u16_at(rest, 2)?));
        let data = rest.get(4..4 + len)?;
        rest = rest.get(4 + len..)?;
        Some((kind, data))
    })
}

/// A number of eight bytes.
pub(super) fn float_at(data: &[u8], at: usize) -> Option<f64> {
    data.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes)
}

/// A number packed in four bytes, and how many decimals its digits are to be moved.
pub(super) fn packed(data: &[u8], at: usize) -> Option<(f64, u32)> {
    let raw = u32_at(data, at)?;
    let moved = if raw & 1 == 1 { 2 } else { 0 };
    if raw & 2 == 2 {
        // an integer in the upper thirty bits, sign included
        return Some((f64::from(raw.cast_signed() >> 2), moved));
    }
    Some((f64::from_bits(u64::from(raw & !3) << 32), moved))
}

/// The text of an error.
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#VALUE!",
    }
}

/// The formula of tokens: sums, additions and subtractions of cells of the sheet; `None` for all
/// else.
pub(super) fn formula(mut tokens: &[u8]) -> Option<CellFormula> {
    let mut stack: Vec<Vec<FormulaTerm>> = Vec::new();
    let plus = |operand: Operand| vec![FormulaTerm { minus: false, operand }];
    while let Some(token) = tokens.first() {
        let len = match token {
            0x03 | 0x04 => {
                let (second, mut first) = (stack.pop()?, stack.pop()?);
                let turn = *token == 0x04;
                first.extend(
                    second
                        .into_iter()
                        .map(|term| FormulaTerm { minus: term.minus != turn, ..term }),
                );
                stack.push(first);
                1
            }
            // signs and brackets
            0x12 | 0x15 => 1,
            0x13 => {
                stack.last_mut()?.iter_mut().for_each(|term| term.minus = !term.minus);
                1
            }
            0x1E => {
                stack.push(plus(Operand::Number(u16_at(tokens, 1)?.into())));
                3
            }
            0x24 | 0x44 | 0x64 => {
                stack.push(plus(Operand::Cell(reference(u16_at(tokens, 1)?, u16_at(tokens, 3)?))));
                5
            }
            0x25 | 0x45 | 0x65 => {
                let at = |at: usize| u16_at(tokens, at);
                let (from, to) = (reference(at(1)?, at(5)?), reference(at(3)?, at(7)?));
                stack.push(plus(Operand::Range(from, to)));
                9
            }
            // the sum of one argument, and blanks between the signs
            0x19 if tokens.get(1)? & 0x10 != 0 => {
                let argument = stack.pop()?;
                stack.push(sum(vec![argument])?);
                4
            }
            0x19 if tokens.get(1)? & 0x0E == 0 => 4,
            0x22 | 0x42 | 0x62 if u16_at(tokens, 2)? == 4 => {
                let count = usize::from(*tokens.get(1)?);
                let arguments = stack.split_off(stack.len().checked_sub(count)?);
                stack.push(sum(arguments)?);
                4
            }
            _ => return None,
        };
        tokens = tokens.get(len..)?;
        if stack.iter().map(Vec::len).sum::<usize>() > 500 {
            return None;
        }
    }
    let whole = stack.pop().filter(|_| stack.is_empty())?;
    // an area that no sum takes in is no term
    CellFormula::of(whole)
}

/// The arguments of a sum: cells, areas, numbers.
fn sum(arguments: Vec<Vec<FormulaTerm>>) -> Option<Vec<FormulaTerm>> {
    let one = |argument: Vec<FormulaTerm>| match <[FormulaTerm; 1]>::try_from(argument).ok()? {
        [FormulaTerm { minus: false, operand: Operand::Cell(cell) }] => {
            Some(FormulaTerm { minus: false, operand: Operand::Range(cell, cell) })
        }
        [term] if !term.minus => Some(term),
        _ => None,
    };
    arguments.into_iter().map(one).collect()
}

fn reference(row: u16, column: u16) -> CellReference {
    CellReference {
        row: row.into(),
        column: u32::from(column & 0x3FFF),
        fixed_row: column & 0x8000 == 0,
        fixed_column: column & 0x4000 == 0,
    }
}
