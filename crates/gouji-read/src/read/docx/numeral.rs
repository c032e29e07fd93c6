//! Numbers as Word draws them before a paragraph: a format of the file and a count in, the numeral
//! out.
//!
//! The characters are those that the file format prescribes; which of them are numbering in a
//! document is the vocabulary's affair.

/// 0 to 9, then 10, 100, 1000.
type Digits = [char; 13];

const COUNTING: Digits =
    ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千'];
const LEGAL: Digits =
    ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖', '拾', '佰', '仟'];
const LEGAL_TRADITIONAL: Digits =
    ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖', '拾', '佰', '仟'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] =
    ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];

/// A count in a number format of WordprocessingML; formats that are not known count in Arabic
/// digits.
pub(super) fn numeral(count: u32, format: &str) -> String {
    let arabic = count.to_string();
    match format {
        "none" | "bullet" => String::new(),
        "chineseCountingThousand" | "taiwaneseCountingThousand" => {
            thousands(count, &COUNTING, '零', false)
        }
        "japaneseCounting" | "koreanCounting" => thousands(count, &COUNTING, '〇', false),
        "chineseLegalSimplified" => thousands(count, &LEGAL, '零', true),
        "ideographLegalTraditional" | "japaneseLegal" => {
            thousands(count, &LEGAL_TRADITIONAL, '零', true)
        }
        // ten to ninety-nine in words, beyond digit by digit
        "chineseCounting" | "taiwaneseCounting" if (10..100).contains(&count) => {
            thousands(count, &COUNTING, '零', false)
        }
        "chineseCounting"
        | "taiwaneseCounting"
        | "ideographDigital"
        | "japaneseDigitalTenThousand"
        | "taiwaneseDigital" => {
            arabic.bytes().filter_map(|digit| COUNTING.get(usize::from(digit - b'0'))).collect()
        }
        "ideographTraditional" => sign(count, &STEMS).unwrap_or(arabic),
        "ideographZodiac" => sign(count, &BRANCHES).unwrap_or(arabic),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" | "ideographEnclosedCircle" => {
            enclosed(count, &[(1, 20, '①'), (21, 35, '㉑'), (36, 50, '㊱')]).unwrap_or(arabic)
        }
        "decimalEnclosedParen" => {
            enclosed(count, &[(1, 20, '⑴')]).unwrap_or_else(|| format!("({arabic})"))
        }
        "decimalEnclosedFullstop" => {
            enclosed(count, &[(1, 20, '⒈')]).unwrap_or_else(|| format!("{arabic}."))
        }
        "decimalFullWidth" | "decimalFullWidth2" => arabic
            .bytes()
            .filter_map(|digit| char::from_u32(u32::from('０') + u32::from(digit - b'0')))
            .collect(),
        "decimalZero" => format!("{count:02}"),
        "numberInDash" => format!("- {arabic} -"),
        "upperLetter" => letters(count, b'A'),
        "lowerLetter" => letters(count, b'a'),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        _ => arabic,
    }
}

fn sign(count: u32, signs: &[char]) -> Option<String> {
    signs.get(usize::try_from(count.checked_sub(1)?).ok()?).map(char::to_string)
}

/// The sign of a count in ranges of signs that follow one another: first count, last count, first
/// sign.
fn enclosed(count: u32, ranges: &[(u32, u32, char)]) -> Option<String> {
    let (first, _, sign) =
        ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&count))?;
    char::from_u32(u32::from(*sign) + count - first).map(|c| c.to_string())
}

/// In words up to 9999: `一百零五`; `lead` writes the one of a leading ten.
fn thousands(count: u32, digits: &Digits, zero: char, lead: bool) -> String {
    if count == 0 || count > 9999 {
        return count.to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, place) in [(1000, Some(12)), (100, Some(11)), (10, Some(10)), (1, None)] {
        let digit = count / unit % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push(zero);
        }
        if lead || unit != 10 || digit != 1 || !out.is_empty() {
            out.extend(usize::try_from(digit).ok().and_then(|digit| digits.get(digit)));
        }
        out.extend(place.and_then(|place| digits.get(place)));
    }
    out
}

/// `a` to `z`, then `aa`, `bb`.
fn letters(count: u32, first: u8) -> String {
    let Some(at) = count.checked_sub(1) else { return "0".to_owned() };
    let letter = char::from(first + u8::try_from(at % 26).unwrap_or(0));
    std::iter::repeat_n(letter, usize::try_from(at / 26 + 1).unwrap_or(1).min(32)).collect()
}

fn roman(count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count == 0 || count > 4999 {
        return count.to_string();
    }
    let mut rest = count;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numerals() {
        let show = |format: &str, counts: &[u32]| {
            counts.iter().map(|count| numeral(*count, format)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            show("chineseCounting", &[1, 10, 11, 20, 23, 101]),
            "一 十 十一 二十 二十三 一〇一"
        );
        assert_eq!(
            show("chineseCountingThousand", &[9, 10, 12, 100, 105, 110, 1020, 3005]),
            "九 十 十二 一百 一百零五 一百一十 一千零二十 三千零五"
        );
        assert_eq!(show("japaneseCounting", &[3, 10, 21]), "三 十 二十一");
        assert_eq!(show("ideographDigital", &[1, 10, 12]), "一 一〇 一二");
        assert_eq!(show("chineseLegalSimplified", &[2, 10, 31]), "贰 壹拾 叁拾壹");
        assert_eq!(show("decimalEnclosedCircleChinese", &[1, 20, 21, 50, 51]), "① ⑳ ㉑ ㊿ 51");
        assert_eq!(show("ideographTraditional", &[1, 10, 11]), "甲 癸 11");
        assert_eq!(show("upperLetter", &[1, 26, 27]), "A Z AA");
        assert_eq!(show("lowerRoman", &[4, 9, 2024]), "iv ix mmxxiv");
        assert_eq!(show("decimalFullWidth", &[12]), "１２");
        assert_eq!(show("decimal", &[12]), "12");
        assert_eq!(show("none", &[12]), "");
    }
}
