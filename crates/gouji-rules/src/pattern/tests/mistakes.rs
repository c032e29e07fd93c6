//! Mistakes of patterns, at their places.

use super::*;

#[track_caller]
fn check_mistake(source: &str, expected: &[(&str, &str)]) {
    let mistakes = Pattern::parse(source, &vocabulary()).err().unwrap_or_default();
    let shown: Vec<(&str, String)> = mistakes
        .iter()
        .map(|mistake| {
            (
                &source[mistake.span.clone()],
                format!(
                    "{}{}",
                    mistake.message,
                    mistake.help.as_ref().map_or(String::new(), |help| format!("；{help}"))
                ),
            )
        })
        .collect();
    assert_eq!(shown.len(), expected.len(), "{source}: {mistakes:?}");
    for ((span, message), (wanted, part)) in shown.iter().zip(expected) {
        assert_eq!(span, wanted, "{source}");
        assert!(message.contains(part), "{message} has no {part}");
    }
}

#[test]
fn mistakes_of_fragments_are_told_where_they_are_used() {
    let vocabulary = with_fragments(&[
        ("缺括号", "(甲|乙"),
        ("用到自己", "甲{用到自己}"),
        ("空", ""),
        ("多括号", "甲)"),
    ]);
    for (source, wanted) in [
        ("会议费{缺括号}", "片段 缺括号：“(”没有对应的“)”"),
        ("会议费{用到自己}", "套得太深"),
        ("会议费{空}", "没有内容"),
        ("会议费{多括号}", "多余的“)”"),
        ("会议费{没有的}", "也没有这个片段"),
    ] {
        let mistakes = Pattern::parse(source, &vocabulary).err().unwrap_or_default();
        let [mistake] = mistakes.as_slice() else { panic!("{source}: {mistakes:?}") };
        assert!(mistake.message.contains(wanted), "{mistake:?}");
        assert!(source[mistake.span.clone()].starts_with('{'), "{mistake:?}");
    }
    let near = Pattern::parse("会议费{缺扩号}", &vocabulary).err().unwrap_or_default();
    assert!(near.iter().any(|one| one.help.as_deref().unwrap_or("").contains("{缺括号}")));
}

#[test]
fn mistakes_are_collected() {
    for (source, expected) in [
        ("甲{数:amount", vec![("{", "没有对应的“}”")]),
        ("甲(乙", vec![("(", "没有对应的“)”")]),
        ("甲(乙）", vec![("(", "全角")]),
        ("甲{数:amonut}乙{2数:count}", vec![("amonut", "amount"), ("2数", "不能作名称")]),
        ("甲{数}", vec![("{数}", "缺少冒号")]),
        ("甲{数：count}", vec![("{数：count}", "半角")]),
        ("", vec![("", "什么都没有")]),
        ("…甲?", vec![("…甲?", "什么都没有")]),
        ("，", vec![("，", "什么都没有")]),
        ("甲+", vec![("甲+", "前面不是括号")]),
        ("(甲(乙)+，)+", vec![("(甲(乙)+，)+", "不能再有重复")]),
        ("(甲((乙|丙)|丁)，)+", vec![("(甲((乙|丙)|丁)，)+", "只能有一层")]),
        ("甲)", vec![(")", "多余")]),
        ("甲|乙", vec![("|", "括号里")]),
        ("?甲", vec![("?", "没有可以省去")]),
        ("甲??", vec![("?", "写了两次")]),
        ("甲()", vec![("()", "没有内容")]),
        ("{:甲|}", vec![("甲|", "没有词")]),
    ] {
        check_mistake(source, &expected);
    }
    let long = "甲".repeat(3000);
    check_mistake(&long, &[(&long, "太长")]);
    let deep = format!("{}甲{}", "(".repeat(40), ")".repeat(40));
    assert!(Pattern::parse(&deep, &vocabulary()).is_err());
}
