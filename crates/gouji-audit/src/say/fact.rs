//! The words of what was read from sentences, and its names for programs.

use crate::audit::Unrelated;
use gouji_prose::prose::{Bound, CLASSES, Class, Kind, Outcome, RELATIONS, Relation, Role, When};
use gouji_values::lang::{Lang, tell};

/// The name of the part that a figure plays.
#[must_use]
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Value => "value",
        Role::Change(_) => "change",
        Role::Adjust(_) => "adjustment",
        Role::Rate(_) => "rate",
        Role::Points(_) => "points",
        Role::Base => "base",
        Role::Beside(_) => "bound",
        Role::From => "from",
        Role::To(_) => "to",
        Role::Share => "share",
        Role::WholeOf => "whole",
        Role::Complete => "completion",
        Role::PlanOf => "plan",
        Role::Named => "named-rate",
        Role::Per => "per",
        Role::Left => "left",
        Role::Weight => "weight",
        Role::Deduct => "deducted",
        Role::Got => "got",
    }
}

/// The part that a figure plays.
#[must_use]
pub fn role_words(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Value => lang.of("本数", "value"),
        Role::Change(sign) => directed(
            sign,
            lang,
            [("减少额", "decrease"), ("增减额", "change"), ("增加额", "increase")],
        ),
        Role::Adjust(sign) => directed(
            sign,
            lang,
            [
                ("调减额", "cut by adjustment"),
                ("调整额", "adjustment"),
                ("调增额", "added by adjustment"),
            ],
        ),
        Role::Rate(sign) => directed(
            sign,
            lang,
            [
                ("下降幅度", "rate of decrease"),
                ("变动幅度", "rate of change"),
                ("增长幅度", "rate of increase"),
            ],
        ),
        Role::Points(sign) => directed(
            sign,
            lang,
            [
                ("下降的百分点", "points down"),
                ("变动的百分点", "points of change"),
                ("上升的百分点", "points up"),
            ],
        ),
        Role::Base => lang.of("所比的数", "base"),
        Role::Beside(_) => lang.of("界限", "bound"),
        Role::From => lang.of("变动前的数", "before the change"),
        Role::To(_) => lang.of("变动后的数", "after the change"),
        Role::Share => lang.of("占比", "share"),
        Role::WholeOf => lang.of("占比的总体", "whole of the share"),
        Role::Complete => lang.of("完成率", "completion rate"),
        Role::PlanOf => lang.of("完成率的预算数", "plan of the completion rate"),
        Role::Named => lang.of("有名称的比率", "named rate"),
        Role::Per => lang.of("单价、人均等每一个的数", "per unit or head"),
        Role::Left => lang.of("剩余", "left over"),
        Role::Weight => lang.of("满分", "full score"),
        Role::Deduct => lang.of("扣分", "deduction"),
        Role::Got => lang.of("得分", "score"),
    }
}

fn directed(
    sign: i8,
    lang: Lang,
    [less, open, more]: [(&'static str, &'static str); 3],
) -> &'static str {
    let (chinese, english) = match sign {
        i8::MIN..=-1 => less,
        0 => open,
        1..=i8::MAX => more,
    };
    lang.of(chinese, english)
}

/// The name of what a number counts.
#[must_use]
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Money => "money",
        Kind::Percent => "percent",
        Kind::Points => "points",
        Kind::Score => "score",
        Kind::Count => "count",
        Kind::Bare => "bare",
    }
}

/// The name of a bound.
#[must_use]
pub fn bound_name(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "exact",
        Bound::About => "about",
        Bound::Over => "over",
        Bound::Under => "under",
        Bound::Near => "near",
        Bound::AtMost => "at-most",
        Bound::AtLeast => "at-least",
    }
}

/// A bound; nothing where the number is meant exactly.
#[must_use]
pub fn bound_words(bound: Bound, lang: Lang) -> Option<&'static str> {
    Some(match bound {
        Bound::Exact => return None,
        Bound::About => lang.of("约数", "about this number"),
        Bound::Over => lang.of("超过这个数", "over this number"),
        Bound::Under => lang.of("不足这个数", "under this number"),
        Bound::Near => lang.of("接近这个数", "close to this number"),
        Bound::AtMost => lang.of("不超过这个数", "at most this number"),
        Bound::AtLeast => lang.of("不少于这个数", "at least this number"),
    })
}

/// The name of a class of words.
#[must_use]
pub fn class_name(class: Class) -> &'static str {
    CLASSES.iter().find(|(_, known)| *known == class).map_or("", |(name, _)| name)
}

/// Time and stage.
#[must_use]
pub fn when_words(when: &When, lang: Lang) -> Option<String> {
    let stage = when.stage.and_then(|stage| match stage {
        Class::PlanFirst => Some(lang.of("年初预算", "opening budget")),
        Class::PlanFinal => Some(lang.of("调整预算", "adjusted budget")),
        Class::Plan | Class::PlanAny => Some(lang.of("预算、计划", "budget or plan")),
        Class::Done => Some(lang.of("完成数", "actual")),
        _ => None,
    });
    let edge = when.edge.and_then(|edge| match edge {
        Class::Start => Some(lang.of("期初", "opening")),
        Class::End => Some(lang.of("期末", "closing")),
        _ => None,
    });
    let year = when.year.map(|year| tell!(lang, "{year}年", "{year}"));
    let last = when.is_last.then(|| lang.of("上年", "year before").to_owned());
    let words: Vec<String> = [year, last]
        .into_iter()
        .chain([edge, stage].map(|word| word.map(str::to_owned)))
        .flatten()
        .collect();
    (!words.is_empty()).then(|| words.join(lang.comma()))
}

/// The name of why no relation speaks of a figure.
#[must_use]
pub fn apart_name(apart: Unrelated) -> &'static str {
    match apart {
        Unrelated::Range => "range",
        Unrelated::Tenth => "tenth",
        Unrelated::Inexact => "inexact",
    }
}

/// Why no relation speaks of a figure.
#[must_use]
pub fn apart_words(apart: Unrelated, lang: Lang) -> &'static str {
    match apart {
        Unrelated::Range => lang.of(
            "是一段范围、分数或带符号的数，不单独核对",
            "a range, a fraction or a number with a sign; not checked alone",
        ),
        Unrelated::Tenth => lang.of(
            "用“几成”“一半”写的，只按词的范围核对",
            "written in tenths or as a half; checked only within what the word allows",
        ),
        Unrelated::Inexact => lang.of(
            "不是准数，只按词的范围核对",
            "not an exact number; checked only within what the word allows",
        ),
    }
}

/// The name of what came of the readings.
#[must_use]
pub fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => "holds",
        Outcome::HoldsOtherwise => "holds-otherwise",
        Outcome::Fails => "fails",
        Outcome::Slipped => "slipped",
        Outcome::Open => "open",
        Outcome::Doubtful(_) => "doubtful",
    }
}

/// What came of the readings.
#[must_use]
pub fn outcome_words(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::Holds => lang.of("成立", "holds"),
        Outcome::HoldsOtherwise => lang.of("按另一种说得通的读法成立", "holds by another sensible reading"),
        Outcome::Fails => lang.of("不成立", "does not hold"),
        Outcome::Slipped => lang.of("不成立；句子没有说清楚该怎样读，但改正一个数字的笔误就恰好成立", "does not hold; the sentence leaves open how to read it, but with one digit corrected it just holds"),
        Outcome::Open => lang.of("不成立，但句子没有说清楚该怎样读，不下结论", "does not hold, but the sentence leaves open how to read it; nothing is concluded"),
        Outcome::Doubtful(_) => lang.of("句子没有说清楚是不是这几个数，不下结论", "the sentence leaves open whether it is about these numbers; nothing is concluded"),
    }
}

/// The name of a relation.
#[must_use]
pub fn relation_name(relation: Relation) -> &'static str {
    if matches!(relation, Relation::Declared(_)) {
        return "declared";
    }
    RELATIONS.iter().find(|(known, _)| *known == relation).map_or("", |(_, name)| name)
}
