//! Numbers in words and in figures: 一月, 01月 and 1月 are one month.

/// Numerals, each at its value.
const NUMERALS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn digit(c: char) -> Option<usize> {
    let c = if c == '零' { '〇' } else { c };
    NUMERALS.iter().position(|own| *own == c)
}

/// Whether two texts are the same but for the way in which their numbers are written.
#[must_use]
pub fn same_but_numerals(one: &str, other: &str) -> bool {
    one != other && in_digits(one) == in_digits(other)
}

/// A text with its numbers in figures, without zeros in front.
fn in_digits(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = all.get(at).copied() {
        let is_part = |c: &char| c.is_ascii_digit() || digit(*c).is_some() || *c == '十';
        if !is_part(&c) {
            out.push(c);
            at += 1;
            continue;
        }
        let run: Vec<char> = all.iter().skip(at).copied().take_while(is_part).collect();
        at += run.len();
        let number = number(&run);
        let bare = number.trim_start_matches('0');
        out.push_str(if bare.is_empty() { "0" } else { bare });
    }
    out
}

fn number(run: &[char]) -> String {
    let of = |own: &[char], or: usize| match own {
        [] => Some(or),
        [one] => digit(*one),
        _ => None,
    };
    if let Some(ten) = run.iter().position(|c| *c == '十') {
        let tens = run.get(..ten).and_then(|own| of(own, 1));
        let ones = run.get(ten + 1..).and_then(|own| of(own, 0));
        if let (Some(tens), Some(ones)) = (tens, ones) {
            return (tens * 10 + ones).to_string();
        }
    }
    let each = run.iter().map(|c| digit(*c).map_or_else(|| c.to_string(), |own| own.to_string()));
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::same_but_numerals;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        for (one, other) in
            [("一月", "1月"), ("01月", "1月"), ("十二月", "12月"), ("第二十一条", "第21条")]
        {
            assert!(same_but_numerals(one, other), "{one} {other}");
        }
        for (one, other) in [("一月", "11月"), ("1月", "1月"), ("10月", "1月"), ("一般", "二般")]
        {
            assert!(!same_but_numerals(one, other), "{one} {other}");
        }
    }
}
