//! What was typed: the tree of commands as the argument parser sees it, its help and complaints in
//! Chinese.

use super::args::Command;
use super::complaint::{self, Answer};

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser};
use std::ffi::{OsStr, OsString};
use std::ops::RangeInclusive;
use std::path::Path;

pub(super) const TEMPLATE: &str = "{about-with-newline}\n用法: {usage}\n\n{all-args}{after-help}";

pub(super) const STATUSES: &str = "退出状态:
  0  没有达到 --fail-on 级别的问题
  1  有达到该级别的问题
  2  命令或规则文件有误，没有审核
  3  有文件未能读取或没有可以审核的内容，有规则没有运行完，名单上有单位没有文件，或者结果写不出去（例如台账正在 Excel 中打开）";

/// How many at a time.
pub(super) fn jobs(text: &str) -> Result<usize, String> {
    between(1..=256)(text).map(usize::from)
}

/// A whole number of a range; what cannot be one is told what may.
pub(super) fn between(
    range: RangeInclusive<u16>,
) -> impl Fn(&str) -> Result<u16, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.trim().parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| format!("应当是 {} 到 {} 的整数", range.start(), range.end()))
    }
}

#[derive(Parser, Debug)]
#[command(
    name = "gouji",
    version,
    about = "勾稽：按规则文件核对部门决算公开、绩效自评和绩效评价文件中的数字",
    override_usage = "gouji <命令> …\n      gouji <文件或文件夹>…          （同 gouji check）",
    after_help = "查看某个命令的全部选项：gouji <命令> --help",
    subcommand_required = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The command tree with everything that clap would say in English replaced.
pub(super) fn command() -> clap::Command {
    dress(Cli::command(), true)
}

pub(super) fn dress(command: clap::Command, is_root: bool) -> clap::Command {
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .mut_args(|arg| match arg.get_action() {
            ArgAction::Set | ArgAction::Append => {
                // `--queue -1` is a value that cannot be, no further option
                arg.hide_default_value(true).hide_possible_values(true).allow_negative_numbers(true)
            }
            _ => arg,
        })
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("显示这份说明")
                .help_heading("选项"),
        );
    if is_root {
        command = command.arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help("显示版本")
                .help_heading("选项"),
        );
    }
    let names: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| dress(sub, false));
    }
    command
}

/// What is typed by those who look for the guide.
const GUIDES: &[&str] = &["guide", "guides", "manual", "man", "docs", "指南", "说明", "手册"];

/// Where the guide is.
fn guide(word: &OsStr) -> String {
    format!(
        "没有命令“{}”：怎样写规则的指南用 gouji rules guide 看（后面可以写一个词），gouji rules new 文件夹 也写在新建文件夹的 README.md 里；各命令的说明用 gouji <命令> --help\n",
        word.to_string_lossy()
    )
}

/// Commands that are features: a program may be built without them.
const FEATURES: &[&str] = &["lsp", "serve"];

/// The command that was typed, or what to answer instead.
pub(crate) fn parse(args: &[OsString]) -> Result<Command, Answer> {
    let args = help_word(args);
    let error = match matches(&args) {
        Ok(found) => return Ok(found),
        Err(error) => error,
    };
    // `gouji FILE` means `gouji check FILE`: whatever does not start with a command.
    let first = args.get(1).map(OsString::as_os_str).unwrap_or_default();
    let is_command = command().get_subcommands().any(|sub| OsStr::new(sub.get_name()) == first);
    let is_answer = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let is_slip = error.get(clap::error::ContextKind::SuggestedSubcommand).is_some()
        && !Path::new(first).exists();
    if GUIDES.iter().any(|word| OsStr::new(word) == first) && !Path::new(first).exists() {
        return Err(Answer { text: guide(first), asked: false });
    }
    let is_left_out = |word: &&&str| OsStr::new(word) == first && !is_command;
    if let Some(word) = FEATURES.iter().find(is_left_out).filter(|_| !Path::new(first).exists()) {
        let text = format!(
            "这个程序没有编进 gouji {word}：从源代码构建时加 --features {word}（cargo install --path . --features {word}）\n"
        );
        return Err(Answer { text, asked: false });
    }
    if args.len() < 2 || is_command || is_answer || is_slip {
        return Err(complaint::answer(&error, &command()));
    }
    let mut with_check = args;
    with_check.insert(1, "check".into());
    matches(&with_check).map_err(|error| complaint::answer(&error, &command()))
}

pub(super) fn matches(args: &[OsString]) -> Result<Command, clap::Error> {
    // what is said in Chinese is put in only where something is to be said
    let found = Cli::command()
        .try_get_matches_from(args)
        .or_else(|_| command().try_get_matches_from(args))?;
    Cli::from_arg_matches(&found).map(|cli| cli.command)
}

/// `gouji help check` asks for the help of `check`.
pub(super) fn help_word(args: &[OsString]) -> Vec<OsString> {
    let mut args = args.to_vec();
    if args.get(1).is_some_and(|word| word == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_report::report::Format;
    use std::path::PathBuf;

    fn parsed(line: &str) -> Result<Command, Answer> {
        parse(&line.split(' ').map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_tree_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn a_file_alone_is_checked() {
        for line in [
            "gouji 决算.txt",
            "gouji check 决算.txt",
            "gouji 决算.txt --all",
            "gouji --all 决算.txt",
            "gouji 决算",
        ] {
            let Ok(Command::Check(args)) = parsed(line) else { panic!("{line}") };
            assert_eq!(
                args.given.paths,
                [PathBuf::from(line.split(' ').find(|word| word.starts_with('决')).unwrap())]
            );
        }
    }

    #[test]
    fn all_help_is_chinese() {
        fn walk(command: &clap::Command, path: &str) {
            let path = format!("{path} {}", command.get_name());
            let words: Vec<&str> = path.split_whitespace().collect();
            let Err(answer) = parsed(&format!("{} --help", words.join(" "))) else {
                panic!("{path}")
            };
            for word in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "Print",
                "default",
                "possible",
                "OPTIONS",
                "help for",
            ] {
                assert!(!answer.text.contains(word), "{path}: {word}\n{}", answer.text);
            }
            for sub in command.get_subcommands() {
                walk(sub, &path);
            }
        }
        walk(&command(), "");
    }

    #[test]
    fn complaints_are_chinese_and_help() {
        let said = |line: &str| match parsed(line) {
            Err(answer) => answer.text,
            Ok(command) => panic!("{command:?}"),
        };
        insta::assert_snapshot!(said("gouji check a.txt --al"), @r"
        命令有误：没有选项 --al
          是不是 --all？
          用法: gouji check [选项] <文件或文件夹>…
          加 --help 可看全部说明
        ");
        let formats: Vec<&str> =
            Format::ALL.iter().map(|format| format.name()).chain(["parquet"]).collect();
        let formats = formats.join("、");
        assert_eq!(
            said("gouji check a.txt --format htm"),
            format!(
                "命令有误：--format 不能是“htm”；可以是 {formats}\n  是不是 html？\n  加 --help 可看全部说明\n"
            )
        );
        assert_eq!(
            said("gouji check a.txt --format"),
            format!("命令有误：--format 后面缺少值；可以是 {formats}\n  加 --help 可看全部说明\n")
        );
        insta::assert_snapshot!(said("gouji check a.txt --year 23"), @r"
        命令有误：--year 不能是“23”：年度应写四位数字，例如 2023
          加 --help 可看全部说明
        ");
        insta::assert_snapshot!(said("gouji check"), @r"
        命令有误：缺少 <文件或文件夹>
          用法: gouji check [选项] <文件或文件夹>…
          加 --help 可看全部说明
        ");
        if !cfg!(feature = "lsp") {
            assert!(said("gouji lsp").contains("没有编进 gouji lsp"));
            assert!(said("gouji lsp --help").contains("--features lsp"));
        }
        insta::assert_snapshot!(said("gouji chekc a.txt"), @r"
        命令有误：没有命令“chekc”
          是不是 check？
          用法: gouji <命令> …
          加 --help 可看全部说明
        ");
        assert_eq!(
            said("gouji guide 豁免"),
            "没有命令“guide”：怎样写规则的指南用 gouji rules guide 看（后面可以写一个词），gouji rules new 文件夹 也写在新建文件夹的 README.md 里；各命令的说明用 gouji <命令> --help\n"
        );
        insta::assert_snapshot!(said("gouji rules lisst"), @r"
        命令有误：没有命令“lisst”
          是不是 list？
          用法: gouji rules <命令> …
          加 --help 可看全部说明
        ");
        insta::assert_snapshot!(said("gouji rules show"), @r"
        命令有误：缺少 <编号>
          用法: gouji rules show [选项] <编号>
          加 --help 可看全部说明
        ");
        insta::assert_snapshot!(said("gouji check a.txt --format json --format json"), @r"
        命令有误：--format 只能写一次
          用法: gouji check [选项] <文件或文件夹>…
          加 --help 可看全部说明
        ");
        insta::assert_snapshot!(said("gouji check a.txt --all=3"), @r"
        命令有误：--all 后面不能再有值“3”
          用法: gouji check [选项] <文件或文件夹>…
          加 --help 可看全部说明
        ");
        insta::assert_snapshot!(said("gouji rules check a b"), @r"
        命令有误：多余的参数“b”
          用法: gouji rules check [选项] <文件夹>
          加 --help 可看全部说明
        ");
    }
}
