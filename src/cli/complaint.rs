//! What is said about arguments that cannot be used, and the help texts.

use super::output;
use super::status::Status;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// A text instead of a run: help, the version, or a complaint.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The text, ending in a line break.
    pub text: String,
    /// Whether it was asked for: goes to standard output and ends with 0.
    pub asked: bool,
}

impl Answer {
    /// Prints it where it belongs.
    #[must_use]
    pub(crate) fn print(self) -> Status {
        if self.asked {
            return output::print(self.text.as_bytes()).map_or(Status::Failed, |()| Status::Clean);
        }
        output::say(&self.text);
        Status::Usage
    }
}

/// The answer to what clap found.
#[must_use]
pub(crate) fn answer(error: &clap::Error, root: &clap::Command) -> Answer {
    match error.kind() {
        ErrorKind::DisplayHelp => {
            return Answer { text: error.render().to_string(), asked: true };
        }
        ErrorKind::DisplayVersion => {
            return Answer { text: format!("gouji {}\n", env!("CARGO_PKG_VERSION")), asked: true };
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return Answer { text: error.render().to_string(), asked: false };
        }
        ErrorKind::MissingSubcommand
            if usage(error).is_none_or(|usage| !usage.contains("rules")) =>
        {
            return Answer { text: root.clone().render_help().to_string(), asked: false };
        }
        _ => {}
    }
    let mut text = format!("命令有误：{}\n", what(error));
    if let Some(nearest) = nearest(error) {
        text.push_str(&format!("  是不是 {nearest}？\n"));
    }
    if let Some(usage) = usage(error) {
        text.push_str(&format!("  用法: {}\n", usage.lines().next().unwrap_or("").trim()));
    }
    text.push_str("  加 --help 可看全部说明\n");
    Answer { text, asked: false }
}

fn what(error: &clap::Error) -> String {
    let arg = first(error, ContextKind::InvalidArg).map(|arg| bare(&arg).to_owned());
    let arg = arg.as_deref().unwrap_or("");
    let value = first(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => format!("没有选项 {arg}"),
        ErrorKind::UnknownArgument => format!("多余的参数“{arg}”"),
        ErrorKind::InvalidSubcommand => {
            format!(
                "没有命令“{}”",
                first(error, ContextKind::InvalidSubcommand).unwrap_or_default()
            )
        }
        ErrorKind::MissingSubcommand => {
            format!("缺少命令：{}", list(error, ContextKind::ValidSubcommand).join("、"))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("{arg} 后面缺少值{}", choices(error))
        }
        ErrorKind::InvalidValue => format!("{arg} 不能是“{value}”{}", choices(error)),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error)
                .map_or(String::new(), |source| format!("：{}", in_chinese(&source.to_string())));
            format!("{arg} 不能是“{value}”{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::ArgumentConflict => match first(error, ContextKind::PriorArg) {
            Some(prior) if bare(&prior) != arg => format!("{arg} 不能与 {} 同时用", bare(&prior)),
            _ => format!("{arg} 只能写一次"),
        },
        ErrorKind::TooManyValues => format!("{arg} 后面不能再有值“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{arg} 的值的个数不对"),
        ErrorKind::NoEquals => format!("{arg} 与它的值之间要用 = 连接"),
        ErrorKind::InvalidUtf8 => "参数不是有效的文字".to_owned(),
        _ => "无法理解这些参数".to_owned(),
    }
}

/// What the library says of a number that cannot be, in Chinese; other words are our own.
fn in_chinese(why: &str) -> String {
    if let Some((_, range)) = why.split_once(" is not in ") {
        let (from, to) = range.split_once("..").unwrap_or((range, ""));
        let to = to.trim_start_matches('=');
        return if to.is_empty() {
            format!("应当是 {from} 或更大的整数")
        } else {
            format!("应当是 {from} 到 {to} 的整数")
        };
    }
    match why {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            "应当是整数".to_owned()
        }
        _ if why.starts_with("number too large") => "数太大".to_owned(),
        why => why.to_owned(),
    }
}

fn choices(error: &clap::Error) -> String {
    match list(error, ContextKind::ValidValue) {
        values if values.is_empty() => String::new(),
        values => format!("；可以是 {}", values.join("、")),
    }
}

fn nearest(error: &clap::Error) -> Option<String> {
    let kinds =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let found: Vec<String> = kinds
        .iter()
        .flat_map(|kind| list(error, *kind))
        .map(|text| bare(&text).to_owned())
        .collect();
    (!found.is_empty()).then(|| found.join("、"))
}

fn usage(error: &clap::Error) -> Option<String> {
    let usage = list(error, ContextKind::Usage).into_iter().next()?;
    Some(usage.replace("Usage:", "").trim().to_owned())
}

/// `--format <格式>` without the name of its value.
fn bare(arg: &str) -> &str {
    if arg.starts_with('-') {
        arg.split([' ', '=']).next().unwrap_or(arg)
    } else {
        arg.trim_end_matches("...")
    }
}

fn first(error: &clap::Error, kind: ContextKind) -> Option<String> {
    list(error, kind).into_iter().next()
}

fn list(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}
