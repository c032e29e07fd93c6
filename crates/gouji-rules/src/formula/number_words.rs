//! Numbers in words as formulas and parameters write them: 百分之三十, 三成, 一周, 两位.

/// A share, a span of time or a part in words, in digits.
pub(crate) fn in_figures(words: &str) -> Option<String> {
    if let Some(rest) = words.strip_prefix("百分之") {
        return Some(format!("{}%", decimal(rest)?));
    }
    if let Some((of, part)) = words.split_once("分之") {
        return Some(format!("{} / {}", whole(part)?, whole(of)?));
    }
    if let Some((tenths, rest)) = words.split_once('成') {
        let behind = match rest {
            "" => 0,
            "半" => 5,
            digit => whole(digit).filter(|digit| *digit < 10)?,
        };
        return Some(format!("{}%", whole(tenths).filter(|own| *own <= 10)? * 10 + behind));
    }
    if words == "一半" {
        return Some("50%".to_owned());
    }
    /// Spans of time: what they are called, how many of what they are.
    const SPANS: [(&[&str], u64, &str); 4] = [
        (&["个星期", "星期", "个礼拜", "礼拜", "周"], 7, "天"),
        (&["旬"], 10, "天"),
        (&["天", "日"], 1, "天"),
        (&["个月"], 1, "个月"),
    ];
    let span = SPANS.iter().find_map(|(names, times, unit)| {
        let number = names.iter().find_map(|name| words.strip_suffix(name))?;
        Some(format!("{}{unit}", whole(number)? * times))
    });
    span.or_else(|| (words == "半个月").then(|| "15天".to_owned()))
}

/// How many years a name says at its beginning that something lies away: 前年决算.
pub(crate) fn years_before(name: &str) -> Option<i32> {
    const WORDS: [(&[&str], i32); 5] = [
        (&["大前年"], -3),
        (&["前年", "上上年", "前两年"], -2),
        (&["上年", "去年", "上一年", "前一年", "往年"], -1),
        (&["下年", "明年", "次年", "下一年", "后一年"], 1),
        (&["后年"], 2),
    ];
    let starts = |(words, _): &&(&[&str], i32)| words.iter().any(|word| name.starts_with(word));
    WORDS.iter().find(starts).map(|(_, years)| *years)
}

/// How many digits words keep: 两位, 保留2位小数.
pub(super) fn digits_kept(words: &str) -> Option<u64> {
    let bare = words.trim().trim_start_matches("保留");
    let bare = bare.trim_end_matches("小数").trim_end_matches('位').trim_end_matches("小数");
    match bare {
        "整数" | "整" | "个" | "元" | "到元" | "到个" => Some(0),
        "角" | "到角" => Some(1),
        "分" | "到分" => Some(2),
        bare => whole(bare).filter(|digits| *digits < 10),
    }
}

/// A number with a point in words or digits.
fn decimal(words: &str) -> Option<String> {
    match words.split_once(['点', '.']) {
        None => whole(words).map(|number| number.to_string()),
        Some((before, behind)) => {
            let digit = |c: char| c.to_digit(10).or_else(|| numeral(c).map(|own| own as u32));
            let digits: Option<String> = behind
                .chars()
                .map(|c| digit(c).and_then(|own| char::from_digit(own, 10)))
                .collect();
            Some(format!("{}.{}", whole(before)?, digits.filter(|own| !own.is_empty())?))
        }
    }
}

fn numeral(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' => 0,
        '两' => 2,
        c => 1 + "一二三四五六七八九".chars().position(|known| known == c)? as u64,
    })
}

/// What a number in words may come to whose last digit stands right behind hundreds or more: in
/// speech 三百八 is 380, and many who write it mean 308.
pub(crate) fn either(words: &str) -> Option<[u64; 2]> {
    let words = words.trim();
    let (at, last) = words.char_indices().next_back()?;
    let digit = numeral(last).filter(|digit| *digit > 0)?;
    let before = words.get(..at)?;
    let (rest, of) = [("万", 10_000), ("千", 1000), ("百", 100)]
        .iter()
        .find_map(|(word, of)| Some((before.strip_suffix(word)?, *of)))?;
    let base = if of == 10_000 { whole(rest)?.checked_mul(of)? } else { whole(before)? };
    (!rest.is_empty()).then(|| [base + digit * of / 10, base + digit])
}

/// A whole number below ten thousand in words or digits.
pub(super) fn whole(words: &str) -> Option<u64> {
    let words = words.trim();
    if let Ok(number) = words.parse() {
        return Some(number);
    }
    if either(words).is_some() {
        return None;
    }
    let (mut total, mut digit) = (0_u64, None);
    for c in words.chars() {
        let times = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            c => {
                digit = Some(numeral(c)?);
                continue;
            }
        };
        total += digit.take().unwrap_or(1) * times;
    }
    (!words.is_empty()).then(|| total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_figures() {
        for (words, figures) in [
            ("百分之三十", "30%"),
            ("百分之三点五", "3.5%"),
            ("百分之90", "90%"),
            ("三成", "30%"),
            ("七成五", "75%"),
            ("两成半", "25%"),
            ("一半", "50%"),
            ("四分之一", "1 / 4"),
            ("一周", "7天"),
            ("两个星期", "14天"),
            ("十五天", "15天"),
            ("三个月", "3个月"),
        ] {
            assert_eq!(in_figures(words).as_deref(), Some(figures), "{words}");
        }
        assert_eq!(in_figures("成本"), None);
        assert_eq!(in_figures("完成数"), None);
        assert_eq!(either("三百八"), Some([380, 308]));
        assert_eq!(either("一万二"), Some([12_000, 10_002]));
        assert_eq!((either("三百零八"), whole("三百零八")), (None, Some(308)));
        assert_eq!((either("三十八"), either("三百"), either("八")), (None, None, None));
        assert_eq!(digits_kept("两位"), Some(2));
        assert_eq!(digits_kept("保留1位小数"), Some(1));
    }
}
