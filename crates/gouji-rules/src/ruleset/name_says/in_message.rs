//! A message that says the contrary of its rule: 至少应付 {computed} of a formula that bounds from above, 早于
//! between two dates of which the formula wants the first to be the earlier one.
//!
//! A message is printed where the rule is broken. So it either says what is to hold (至少, 最多, 不得超过), or what
//! stands there instead (超过, 低于): the two are told apart by their words, and what can be both says nothing.

use super::bounds::{LEAST, MOST, is_same_way};
use crate::formula::{CheckRelation, Syntax, SyntaxKind};
use std::ops::Range;

/// Words of what stands there where a rule is broken that bounds from above, and from below.
const TOO_MUCH: &[&str] = &["超过", "超出", "高于", "大于", "多于", "晚于", "迟于"];
const TOO_LITTLE: &[&str] =
    &["低于", "小于", "少于", "早于", "不足", "没有达到", "未达到", "达不到"];

/// Characters of a clause that says what is to hold, or denies it.
const OTHERWISE: &[char] =
    &['不', '应', '须', '要', '得', '能', '宜', '可', '准', '未', '没', '非', '才', '如', '若'];

/// What ends a clause.
const ENDS: &[char] = &['，', ',', '；', ';', '。', '：', ':', '（', '）', '、'];

/// Letters between a word that bounds and the bound: 最多应付 {computed}.
const BETWEEN: usize = 3;

/// A word of a message, and the way round that the rule is by it: what is stated, then what it is held
/// against.
pub(super) struct Said {
    pub(super) word: &'static str,
    pub(super) at: Range<usize>,
    relation: CheckRelation,
    /// It says what is to hold.
    pub(super) is_demand: bool,
}

/// What a message says of the two sides of a formula, where that is the contrary of it. `relation` is the
/// one between what is stated and what is computed.
pub(super) fn contrary(
    message: &str,
    name: &str,
    (relation, syntax): (CheckRelation, &Syntax),
) -> Option<Said> {
    let mut all = of_bounds(message);
    all.extend(of_excess(message));
    if all.is_empty() {
        all.extend(of_limit(message));
    }
    if let SyntaxKind::Compare(_, left, right) = &syntax.kind
        && all.is_empty()
    {
        let sides = [last(left), last(right)].into_iter().flatten();
        all.extend(of_judgement(message, &sides.collect::<Vec<_>>()));
    }
    if let SyntaxKind::Compare(written, left, right) = &syntax.kind
        && let Some(said) = of_names(message, (last(left)?, last(right)?), name)
    {
        let same = is_same_way(said.relation, *written)?;
        return (!same && all.is_empty()).then_some(said);
    }
    let mut told = all.into_iter();
    let (one, None) = (told.next()?, told.next()) else { return None };
    (!is_same_way(one.relation, relation)?).then_some(one)
}

/// Words right before what is worked out, and before what is printed.
const WORKED_OUT: &[&str] =
    &["算得", "应为", "应是", "应当是", "应当为", "应等于", "最多", "至多", "最少", "至少"];
const PRINTED: &[&str] =
    &["列示", "列报", "印的是", "填的是", "填报", "表里是", "实际是", "实际为"];

/// A message whose two values stand in the place of each other, as it is meant.
pub(super) fn exchanged(message: &str) -> Option<String> {
    const VALUES: [&str; 2] = ["{stated}", "{computed}"];
    let [stated, computed] = VALUES.map(|value| {
        let mut found = message.match_indices(value);
        found
            .next()
            .filter(|_| found.next().is_none())
            .map(|(at, _)| message.get(..at).unwrap_or(""))
    });
    let ends =
        |before: &str, words: &[&str]| words.iter().any(|word| before.trim_end().ends_with(word));
    let is_it = ends(stated?, WORKED_OUT) && ends(computed?, PRINTED);
    is_it.then(|| {
        message
            .replace(VALUES[0], "\u{0}")
            .replace(VALUES[1], VALUES[0])
            .replace('\u{0}', VALUES[1])
    })
}

/// 最多 {computed}, 不低于 {computed}.
fn of_bounds(message: &str) -> Vec<Said> {
    let mut out = Vec::new();
    for (at, _) in message.match_indices("{computed}") {
        let before = message.get(..at).unwrap_or("");
        let of = |words: &'static [&'static str], relation: CheckRelation| {
            words.iter().filter_map(move |word| {
                let from = before.rfind(*word)?;
                let behind = before.get(from + word.len()..)?.trim();
                let is_near = behind.chars().count() <= BETWEEN && !behind.contains(ENDS);
                // 列示 {stated}，不高于 {computed}: that it is so, not that it is to be
                let clause = before.get(..from)?;
                let is_plain =
                    word.starts_with('不') && !word.contains(['得', '应', '能', '可', '许', '要']);
                let is_open = is_plain && clause.contains("{stated}");
                (is_near && !behind.contains('{') && !is_open).then_some((
                    from,
                    word.len(),
                    *word,
                    relation,
                ))
            })
        };
        let found = of(MOST, CheckRelation::AtMost).chain(of(LEAST, CheckRelation::AtLeast));
        // 不应小于 holds 应小于
        if let Some((from, length, word, relation)) =
            found.max_by_key(|(from, length, ..)| (from + length, *length))
        {
            out.push(Said { word, at: from..from + length, relation, is_demand: true });
        }
    }
    out
}

/// {stated}超过 {computed}, 已付 {stated}，超过 {computed}.
fn of_excess(message: &str) -> Option<Said> {
    let at = message.find("{computed}")?;
    let written = message.get(..at)?.trim_end();
    let mut before = written;
    while let Some(own) = TAILS.iter().find_map(|tail| before.strip_suffix(*tail)) {
        before = own.trim_end();
    }
    let of = |words: &'static [&'static str], relation: CheckRelation| {
        words.iter().filter_map(move |word| {
            let own = before.strip_suffix(*word)?;
            // a comma may stand between
            let figure = own.trim_end_matches([' ', '，', ',']);
            let clause = figure.rsplit(ENDS).next()?;
            let is_plain = figure.len() == own.trim_end().len() || clause.ends_with("{stated}");
            let is_said = clause.ends_with('}') && is_plain && !outside(clause).contains(OTHERWISE);
            is_said.then_some((own.len(), *word, relation))
        })
    };
    let (from, word, relation) =
        of(TOO_MUCH, CheckRelation::AtMost).chain(of(TOO_LITTLE, CheckRelation::AtLeast)).next()?;
    Some(Said { word, at: from..written.len(), relation, is_demand: false })
}

/// What may stand between a word of excess and the bound: 超过了规定的上限 {computed}.
const TAILS: &[&str] = &[
    "了", "的", "上限", "下限", "限额", "限度", "标准", "规定", "要求", "最高", "最低", "红线",
    "底线", "额度", "比例", "应有", "应付", "应发", "计划", "目标",
];

/// Bounds that say by themselves which way round they are.
const CEILINGS: &[&str] = &["上限", "最高限额", "最高限价", "最高额度", "封顶"];
const FLOORS: &[&str] = &["下限", "最低限额", "最低限价", "最低额度", "底线", "保底"];

/// 兑付率 {stated}，上限 {computed}.
fn of_limit(message: &str) -> Option<Said> {
    let at = message.find("{computed}")?;
    let written = message.get(..at)?.trim_end();
    let before = written.trim_end_matches(['是', '为', '：', ':', '（', '(', ' ']);
    let of = |words: &'static [&'static str], relation: CheckRelation| {
        words.iter().filter_map(move |word| {
            let own = before.strip_suffix(*word)?;
            let clause = own.rsplit(ENDS).next()?;
            (!outside(clause).contains(OTHERWISE)).then_some((own.len(), *word, relation))
        })
    };
    let (from, word, relation) =
        of(CEILINGS, CheckRelation::AtMost).chain(of(FLOORS, CheckRelation::AtLeast)).next()?;
    Some(Said { word, at: from..from + word.len(), relation, is_demand: true })
}

/// What a message calls a figure that breaks a rule from above, and one that breaks it from below.
const TOO_HIGH: &[&str] =
    &["太高", "过高", "偏高", "太多", "过多", "偏多", "太大", "过大", "超标", "超限", "超支"];
const TOO_LOW: &[&str] =
    &["太低", "过低", "偏低", "太少", "过少", "偏少", "太小", "过小", "不够", "不足"];

/// 兑付率 {stated}，太高; 兑付率太高. Of nothing but the figure that is looked at.
fn of_judgement(message: &str, sides: &[&str]) -> Option<Said> {
    let of = |words: &'static [&'static str], relation: CheckRelation| {
        words.iter().filter_map(move |word| {
            let mut found = message.match_indices(*word);
            let (at, None) = (found.next()?.0, found.next()) else { return None };
            let rest = message.get(at + word.len()..)?;
            let is_last =
                rest.trim_start_matches('了').starts_with(['"', '\'', '，', '。', '；', '：']);
            let before = message.get(..at)?;
            let clause = before.rsplit(ENDS).next()?;
            let own = outside(clause);
            let own = own.rsplit(['"', '\'']).next()?.trim();
            let earlier = before.get(..before.len() - clause.len())?.trim_end_matches(ENDS);
            let is_own = match own {
                "" => clause.contains("{stated}") || earlier.ends_with("{stated}"),
                own => sides.first().is_some_and(|name| *name == own),
            };
            (is_last && is_own).then_some((at, *word, relation))
        })
    };
    let high = of(TOO_HIGH, CheckRelation::AtMost);
    let mut all = high.chain(of(TOO_LOW, CheckRelation::AtLeast));
    let ((from, word, relation), None) = (all.next()?, all.next()) else { return None };
    Some(Said { word, at: from..from + word.len(), relation, is_demand: false })
}

/// What of a text stands in no braces.
fn outside(text: &str) -> String {
    text.split('{').map(|own| own.split_once('}').map_or(own, |(_, rest)| rest)).collect()
}

/// 付款日期早于验收日期: both sides by their names, the word between them.
fn of_names(message: &str, (left, right): (&str, &str), name: &str) -> Option<Said> {
    if left == right || left.chars().nth(1).is_none() || right.chars().nth(1).is_none() {
        return None;
    }
    let of = |words: &'static [&'static str], relation: CheckRelation| {
        words.iter().filter_map(move |word| {
            let both = [(left, right, relation), (right, left, relation.mirrored())];
            both.into_iter().find_map(|(one, other, relation)| {
                let phrase = format!("{one}{word}{other}");
                // a name that has the same words says what is to hold
                let at = message.find(&phrase).filter(|_| !name.contains(&phrase))?;
                let clause = message.get(..at)?.rsplit(ENDS).next()?;
                let from = at + one.len();
                (!outside(clause).contains(OTHERWISE)).then(|| Said {
                    word,
                    at: from..from + word.len(),
                    relation,
                    is_demand: false,
                })
            })
        })
    };
    of(TOO_MUCH, CheckRelation::AtMost).chain(of(TOO_LITTLE, CheckRelation::AtLeast)).next()
}

/// The last name of a side that is one path.
fn last(side: &Syntax) -> Option<&str> {
    match &side.kind {
        SyntaxKind::Name(name) | SyntaxKind::Member(_, name, _) => Some(name),
        // what is worked out bears no name
        _ => Some(""),
    }
}

/// What says the contrary of some words of a message: 低于下限 of 超过了上限.
pub(super) fn contrary_words(words: &str) -> Option<String> {
    const LIMITS: &[(&str, &str)] =
        &[("上限", "下限"), ("最高", "最低"), ("红线", "底线"), ("封顶", "保底")];
    let turned = |text: &str| {
        LIMITS.iter().find_map(|(high, low)| {
            let both = [(high, low), (low, high)];
            both.into_iter()
                .find_map(|(own, other)| text.contains(*own).then(|| text.replacen(*own, other, 1)))
        })
    };
    match opposite(words) {
        Some(own) => {
            let own = own.replacen('了', "", 1);
            Some(turned(&own).unwrap_or(own))
        }
        None => turned(words),
    }
}

/// The word that says the contrary of one.
fn opposite(word: &str) -> Option<String> {
    const PAIRS: &[(&str, &str)] = &[
        ("超过", "低于"),
        ("没有达到", "超过"),
        ("未达到", "超过"),
        ("达不到", "超过"),
        ("超出", "低于"),
        ("突破", "低于"),
        ("不足", "超过"),
        ("至少", "至多"),
        ("最少", "最多"),
        ("高于", "低于"),
        ("大于", "小于"),
        ("多于", "少于"),
        ("晚于", "早于"),
        ("迟于", "早于"),
        ("太高", "太低"),
        ("过高", "过低"),
        ("偏高", "偏低"),
        ("太多", "太少"),
        ("过多", "过少"),
        ("偏多", "偏少"),
        ("太大", "太小"),
        ("过大", "过小"),
        ("超标", "不足"),
        ("超限", "不足"),
        ("超支", "不足"),
        ("不够", "太多"),
    ];
    PAIRS.iter().find_map(|(one, other)| {
        let turned = [(*one, *other), (*other, *one)];
        turned
            .into_iter()
            .find_map(|(own, meant)| word.contains(own).then(|| word.replacen(own, meant, 1)))
    })
}

#[cfg(test)]
mod tests {
    use super::{contrary, contrary_words, opposite};
    use crate::formula::{CheckRelation, SyntaxKind, parse_expectation};

    /// The word by which a message is the contrary of a formula.
    fn word(message: &str, formula: &str) -> Option<&'static str> {
        let syntax = parse_expectation(formula).ok()?;
        let SyntaxKind::Compare(relation, ..) = syntax.kind else { return None };
        contrary(message, "", (relation, &syntax)).map(|said| said.word)
    }

    #[test]
    fn what_is_to_hold_and_what_stands_there_are_told_apart() {
        for (message, formula, told) in [
            ("{甲}：至少应付 {computed}，只付了 {stated}", "付 <= 限", Some("至少")),
            ("{甲}：最多付 {computed}，已付 {stated}", "付 <= 限", None),
            ("{甲}：最多付 {computed}，已付 {stated}", "付 >= 限", Some("最多")),
            ("按标准不超过 {computed}，列示 {stated}", "付 <= 限", None),
            ("按标准不超过 {computed}，列示 {stated}", "付 >= 限", Some("不超过")),
            ("列示 {stated}，超过 {computed}", "付 >= 限", Some("超过")),
            ("列示 {stated}，超过 {computed}", "付 <= 限", None),
            ("列示 {stated}，不超过 {computed}", "付 <= 限", None),
            ("已付 {stated} 超过 {computed}", "付 >= 限", Some("超过")),
            ("已付 {stated} 超过 {computed}", "付 <= 限", None),
            ("已付 {stated} 不得超过 {computed}", "付 <= 限", None),
            ("执行率 {stated} 不低于 {computed}", "率 < 限", None),
            ("兑付率 {stated}，超过了上限 {computed}", "兑付率 >= 限", Some("超过")),
            ("兑付率 {stated}，超过了上限 {computed}", "兑付率 <= 限", None),
            ("{stated} 低于规定的下限 {computed}", "兑付率 <= 限", Some("低于")),
            ("兑付率 {stated}，上限 {computed}", "兑付率 >= 限", Some("上限")),
            ("兑付率 {stated}，下限为 {computed}", "兑付率 >= 限", None),
            ("message = \"{甲}：兑付率 {stated}，太高\"", "兑付率 >= 限", Some("太高")),
            ("message = \"{甲}：兑付率太高\"", "兑付率 >= 限", Some("太高")),
            ("message = \"{甲}：兑付率偏低\"", "兑付率 >= 限", None),
            ("message = \"{甲}：余额太少\"", "支出 <= 限", None),
            ("付款日期早于验收日期", "付款日期 >= 验收日期", None),
            ("付款日期早于验收日期", "付款日期 <= 验收日期", Some("早于")),
            ("付款日期早于验收日期", "验收日期 >= 付款日期", Some("早于")),
            ("付款日期应早于验收日期", "付款日期 <= 验收日期", None),
        ] {
            assert_eq!(word(message, formula), told, "{message} {formula}");
        }
    }

    #[test]
    fn words_have_contraries() {
        assert_eq!(opposite("至少").as_deref(), Some("至多"));
        assert_eq!(contrary_words("超过了上限").as_deref(), Some("低于下限"));
        assert_eq!(opposite("不得低于").as_deref(), Some("不得超过"));
        assert_eq!(opposite("早于").as_deref(), Some("晚于"));
        assert_eq!(opposite(CheckRelation::Equal.sign()), None);
    }
}
