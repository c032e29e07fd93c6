//! Mistakes in rule files: the place underlined in that file, and what to write instead.

use super::excerpt::{self, ExcerptMark, ExcerptOrigin, MarkTone};
use crate::report::Options;
use crate::report::paint::Paint;
use crate::report::width::hang;
use gouji_values::code::Code;
use gouji_values::error::{COMMAND_LINE, MistakeCode, RuleMistake};

/// All mistakes, in the order given, each with its place and help.
#[must_use]
pub fn mistakes(list: &[RuleMistake], options: &Options) -> String {
    let mut out = listed(list, options);
    let errors = list.iter().filter(|mistake| !mistake.is_warning).count();
    let typed = |mistake: &&RuleMistake| !mistake.is_warning && mistake.file == COMMAND_LINE;
    let typed = list.iter().filter(typed).count();
    let stopped = list.iter().filter(|mistake| mistake.code == MistakeCode::ScriptFailed).count();
    if errors > stopped {
        let of_files = errors - typed;
        out.push_str(&match (typed, of_files) {
            (0, _) => format!("规则文件中有 {errors} 处错误，改正后再运行。\n"),
            (_, 0) => format!("命令中有 {errors} 处错误，改正后再运行。\n"),
            _ => format!("命令中有 {typed} 处错误，规则文件中有 {of_files} 处，改正后再运行。\n"),
        });
    } else if stopped > 0 {
        out.push_str(&format!("有 {stopped} 条脚本没有运行完；别的规则照常核对了。\n"));
    }
    out
}

/// All mistakes, without saying what comes of them.
#[must_use]
pub fn listed(list: &[RuleMistake], options: &Options) -> String {
    let paint = Paint { on: options.color };
    let mut out = String::new();
    for mistake in list {
        let (word, tone) = if mistake.is_warning {
            (paint.yellow("提醒"), MarkTone::Warning)
        } else {
            (paint.red("规则有误"), MarkTone::Error)
        };
        let indent = if mistake.is_warning { 5 } else { 9 };
        let id = mistake.code.id();
        let message = format!("{} [{id}]", mistake.message);
        hang(&mut out, &format!("{word} "), indent, &message, options.width);
        let range = bounded(&mistake.text, &mistake.span);
        if mistake.text.is_empty() {
            if !mistake.file.is_empty() {
                hang(&mut out, "    文件  ", 10, &mistake.file, options.width);
            }
        } else {
            let words = if mistake.label.is_empty() { vec![] } else { vec![mistake.label.clone()] };
            let marks = [ExcerptMark { range, words, primary: true }];
            out.push_str(&excerpt::draw(
                ExcerptOrigin { name: &mistake.file, text: &mistake.text },
                &marks,
                tone,
                options.color,
                options.width,
            ));
        }
        if let Some(help) = &mistake.help {
            hang(&mut out, &format!("    {}  ", paint.dim("帮助")), 10, help, options.width);
        }
        out.push('\n');
    }
    out
}

/// The range within the text, on character boundaries.
fn bounded(text: &str, span: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let floor =
        |at: usize| (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let start = floor(span.start);
    start..floor(span.end).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_values::error::MistakeCode;

    fn check(mistake: RuleMistake) -> String {
        mistakes(&[mistake], &Options::default())
    }

    const TEXT: &str = "[[rule]]\nid = \"支出-行合计\"\nform = \"支出决算表\"\nexpect = \"本年支出合计 == 基本支出 + 项目支处\"\n";

    #[test]
    fn the_place_is_underlined() {
        let start = TEXT.find("项目支处").unwrap();
        let mistake = RuleMistake {
            text: TEXT.into(),
            span: start..start + "项目支处".len(),
            label: "没有这一栏".into(),
            help: Some("是不是“项目支出”？".into()),
            ..RuleMistake::of_file(
                MistakeCode::Formula,
                "rules/我的 规则/支出.toml",
                "表“支出决算表”没有“项目支处”这一栏",
            )
        };
        insta::assert_snapshot!(check(mistake), @r#"
        规则有误 表“支出决算表”没有“项目支处”这一栏 [formula]
           ╭─[rules/我的 规则/支出.toml:4:28]
         4 │ expect = "本年支出合计 == 基本支出 + 项目支处"
           ·                                      ────┬───
           ·                                          ╰── 没有这一栏
           ╰────
            帮助  是不是“项目支出”？

        规则文件中有 1 处错误，改正后再运行。
        "#);
    }

    #[test]
    fn a_mistake_without_a_file_and_a_span_beyond_the_text_do_no_harm() {
        let mut mistake = RuleMistake {
            span: 5..9,
            help: Some("是不是 henan？".into()),
            ..RuleMistake::of_file(MistakeCode::Formula, "henann", "没有叫“henann”的规则集")
        };
        insta::assert_snapshot!(check(mistake.clone()), @r"
        规则有误 没有叫“henann”的规则集 [formula]
            文件  henann
            帮助  是不是 henan？

        规则文件中有 1 处错误，改正后再运行。
        ");
        mistake.text = TEXT.into();
        mistake.span = TEXT.len() + 4..TEXT.len() + 9;
        assert!(check(mistake).contains("henann:5:1"));
    }
}
