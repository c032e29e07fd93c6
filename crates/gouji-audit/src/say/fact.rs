//! The words of what was read from sentences, and its names for programs.

use crate::audit::Unrelated;
use gouji_prose::prose::{Bound, CLASSES, Class, Kind, Outcome, RELATIONS, Relation, Role, When};

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
pub fn role_words(role: Role) -> &'static str {
    match role {
        Role::Value => "本数",
        Role::Change(sign) => directed(sign, ["减少额", "增减额", "增加额"]),
        Role::Adjust(sign) => directed(sign, ["调减额", "调整额", "调增额"]),
        Role::Rate(sign) => directed(sign, ["下降幅度", "变动幅度", "增长幅度"]),
        Role::Points(sign) => directed(sign, ["下降的百分点", "变动的百分点", "上升的百分点"]),
        Role::Base => "所比的数",
        Role::Beside(_) => "界限",
        Role::From => "变动前的数",
        Role::To(_) => "变动后的数",
        Role::Share => "占比",
        Role::WholeOf => "占比的总体",
        Role::Complete => "完成率",
        Role::PlanOf => "完成率的预算数",
        Role::Named => "有名称的比率",
        Role::Per => "单价、人均等每一个的数",
        Role::Left => "剩余",
        Role::Weight => "满分",
        Role::Deduct => "扣分",
        Role::Got => "得分",
    }
}

fn directed(sign: i8, [less, open, more]: [&'static str; 3]) -> &'static str {
    match sign {
        i8::MIN..=-1 => less,
        0 => open,
        1..=i8::MAX => more,
    }
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
pub fn bound_words(bound: Bound) -> Option<&'static str> {
    Some(match bound {
        Bound::Exact => return None,
        Bound::About => "约数",
        Bound::Over => "超过这个数",
        Bound::Under => "不足这个数",
        Bound::Near => "接近这个数",
        Bound::AtMost => "不超过这个数",
        Bound::AtLeast => "不少于这个数",
    })
}

/// The name of a class of words.
#[must_use]
pub fn class_name(class: Class) -> &'static str {
    CLASSES.iter().find(|(_, known)| *known == class).map_or("", |(name, _)| name)
}

/// Time and stage.
#[must_use]
pub fn when_words(when: &When) -> Option<String> {
    let stage = when.stage.and_then(|stage| match stage {
        Class::PlanFirst => Some("年初预算"),
        Class::PlanFinal => Some("调整预算"),
        Class::Plan | Class::PlanAny => Some("预算、计划"),
        Class::Done => Some("完成数"),
        _ => None,
    });
    let edge = when.edge.and_then(|edge| match edge {
        Class::Start => Some("期初"),
        Class::End => Some("期末"),
        _ => None,
    });
    let year = when.year.map(|year| format!("{year}年"));
    let last = when.is_last.then(|| "上年".to_owned());
    let words: Vec<String> = [year, last]
        .into_iter()
        .chain([edge, stage].map(|word| word.map(str::to_owned)))
        .flatten()
        .collect();
    (!words.is_empty()).then(|| words.join("、"))
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
pub fn apart_words(apart: Unrelated) -> &'static str {
    match apart {
        Unrelated::Range => "是一段范围、分数或带符号的数，不单独核对",
        Unrelated::Tenth => "用“几成”“一半”写的，只按词的范围核对",
        Unrelated::Inexact => "不是准数，只按词的范围核对",
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
pub fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => "成立",
        Outcome::HoldsOtherwise => "按另一种说得通的读法成立",
        Outcome::Fails => "不成立",
        Outcome::Slipped => "不成立；句子没有说清楚该怎样读，但改正一个数字的笔误就恰好成立",
        Outcome::Open => "不成立，但句子没有说清楚该怎样读，不下结论",
        Outcome::Doubtful(_) => "句子没有说清楚是不是这几个数，不下结论",
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
