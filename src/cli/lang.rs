//! What of a run has no words in the language that was asked for.

use super::args::CheckArgs;
use super::config::RunOptions;
use super::{Status, output};
use gouji_report::report::Format;
use gouji_values::lang::Lang;

/// Says what of a run has no words in the language that was asked for: nothing is written half in one.
pub(super) fn refused(args: &CheckArgs, options: &RunOptions) -> Option<Status> {
    let format = format!("--format {}", options.format.name());
    let what = match options.lang {
        Lang::Chinese => return None,
        Lang::English if !options.format.is_in_english() => format.as_str(),
        Lang::English if args.opinion.is_some() => "--opinion",
        Lang::English if args.annotate.is_some() => "--annotate",
        Lang::English if args.ledger.is_some() => "--ledger",
        Lang::English => return None,
    };
    let formats = Format::ALL.iter().filter(|format| format.is_in_english());
    let formats: Vec<&str> = formats.map(|format| format.name()).collect();
    let chinese = formats.join("、");
    let english = formats.join(", ");
    output::say(&format!(
        "命令有误：{what} 还没有英文，有英文的结果格式是 {chinese}；请换一种格式，或者写 --lang zh\n\
         {what} is not in English yet, the formats that are: {english}; choose one of these, or --lang zh\n"
    ));
    Some(Status::Usage)
}
