//! Cell addresses: `C7` and the 0-based row and column that it stands for.

/// The largest row and column of any program, 0-based.
pub(crate) const LAST: (u32, u32) = (1_048_575, 16_383);

/// `C7` of a 0-based row and column.
pub fn address(row: u32, column: u32) -> String {
    let mut out = String::new();
    push(row, column, &mut out);
    out
}

/// Writes `C7`.
pub(crate) fn push(row: u32, column: u32, out: &mut String) {
    push_letters(column, out);
    push_digits(u64::from(row) + 1, out);
}

fn push_digits(number: u64, out: &mut String) {
    if number >= 10 {
        push_digits(number / 10, out);
    }
    out.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or(0)));
}

fn push_letters(column: u32, out: &mut String) {
    if let Some(before) = (column / 26).checked_sub(1) {
        push_letters(before, out);
    }
    out.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
}

/// `C` of a 0-based column.
pub(crate) fn letters(column: u32) -> String {
    let mut out = String::new();
    push_letters(column, &mut out);
    out
}

/// 0-based row and column of `C7`; dollar signs are read over.
pub fn parse(text: &str) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in text.bytes() {
        match byte {
            b'$' => {}
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                column = column
                    .checked_mul(26)?
                    .checked_add(u32::from(byte.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            _ => return None,
        }
    }
    let at = (row.checked_sub(1)?, column.checked_sub(1)?);
    (at.0 <= LAST.0 && at.1 <= LAST.1).then_some(at)
}

/// First and last cell of `A1:C7`, or of one cell.
pub(crate) fn parse_range(text: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (parse(first)?, parse(last)?);
    (first.0 <= last.0 && first.1 <= last.1).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (text, at) in [("A1", (0, 0)), ("Z9", (8, 25)), ("AA10", (9, 26)), ("XFD1048576", LAST)]
        {
            assert_eq!((parse(text), address(at.0, at.1)), (Some(at), text.to_owned()));
        }
        assert_eq!(parse("$C$7"), Some((6, 2)));
        for strange in ["", "A", "7", "A0", "7A", "XFE1", "A1048577", "A99999999999", "甲1"] {
            assert_eq!(parse(strange), None, "{strange}");
        }
        assert_eq!(parse_range("B2:C3"), Some(((1, 1), (2, 2))));
        assert_eq!(parse_range("C3:B2"), None);
    }
}
