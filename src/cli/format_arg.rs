//! `--format` of `gouji check`: the formats of reports, and columns where they are built in.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use gouji_report::report::Format;

/// What `--format` takes.
pub(crate) fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.iter().map(|format| format.name()).chain(["parquet"]);
    PossibleValuesParser::new(names).try_map(|name| match Format::find(&name) {
        Some(format) => Ok(format),
        None => columns_format(),
    })
}

#[cfg(feature = "columns")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature there is none")]
fn columns_format() -> Result<Format, String> {
    Ok(Format::PARQUET)
}

#[cfg(not(feature = "columns"))]
fn columns_format() -> Result<Format, String> {
    Err("这个程序没有编入 parquet；用 cargo build --release --features columns 编译，或安装 Python 的 gouji（python -m gouji）".to_owned())
}

/// What each format is for; the first one is the default.
pub(crate) fn format_help() -> String {
    let about = |(at, format): (usize, &Format)| {
        let default = if at == 0 { "（默认）" } else { "" };
        format!("{} {}{default}", format.name(), format.title())
    };
    let all: Vec<String> = Format::ALL.iter().enumerate().map(about).collect();
    format!("结果格式：{}；parquet 供统计，按列存放（写到 -o 的文件夹，逐次追加）", all.join("；"))
}
