//! What a request for an audit asks for: its parameters, read. The list of them is the one that the
//! OpenAPI file shows.

use crate::cli::day;
use gouji_report::report::Format;
use gouji_values::error::Refusal;
use serde_json::{Value, json};

/// A parameter of `POST /audit`.
pub(crate) struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in Chinese.
    pub about: &'static str,
    /// What may be written.
    pub schema: fn() -> Value,
}

/// All of them.
pub(crate) const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "name",
        about: "直接上传的一份文件的名称，带扩展名；不写时由内容判断格式。表单里的文件各有自己的名称",
        schema: || json!({"type": "string", "minLength": 1, "maxLength": NAME, "pattern": PRINTABLE, "default": UNNAMED}),
    },
    Parameter {
        name: "format",
        about: "结果的格式，与 gouji check --format 相同；另有审核意见 opinion-html、opinion-docx",
        schema: || json!({"type": "string", "enum": Shape::names(), "default": Format::JSON.name()}),
    },
    Parameter {
        name: "ruleset",
        about: "规则集，见 /rules；不写时由文件内容判断",
        schema: || json!({"type": "string", "minLength": 1}),
    },
    Parameter {
        name: "kind",
        about: "文件种类，见 /rules；不写时由标题判断",
        schema: || json!({"type": "string", "minLength": 1}),
    },
    Parameter {
        name: "year",
        about: "年度；不写时由文件内容判断",
        schema: || json!({"type": "integer", "minimum": 1949, "maximum": 2999}),
    },
    Parameter {
        name: "date",
        about: "审核日期，写进供人阅读的结果；不写时为今天（北京时间）",
        schema: || json!({"type": "string", "format": "date", "pattern": DAYS}),
    },
    Parameter {
        name: "all",
        about: "列出全部核对，不只是问题",
        schema: || json!({"type": "boolean", "default": false}),
    },
    Parameter {
        name: "together",
        about: "几份文件合为一份审核（正文和附表）",
        schema: || json!({"type": "boolean", "default": false}),
    },
];

/// What a file without a name is called.
pub(crate) const UNNAMED: &str = "文件";

/// Letters of a name.
const NAME: usize = 255;
/// A name without control characters, as the OpenAPI file says it.
const PRINTABLE: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$";
/// The days of the years that there are.
const DAYS: &str = "^(19[5-9]|2[0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}$";

/// What an answer is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A report.
    Report(Format),
    /// The paper to sign, as a page.
    OpinionPage,
    /// The same as a Word document.
    #[cfg(feature = "formats")]
    OpinionDocx,
}

impl Shape {
    /// All of them.
    pub(crate) fn all() -> Vec<Self> {
        let mut out: Vec<Self> = Format::ALL.iter().copied().map(Self::Report).collect();
        out.push(Self::OpinionPage);
        #[cfg(feature = "formats")]
        out.push(Self::OpinionDocx);
        out
    }

    /// As it is asked for.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Report(format) => format.name(),
            Self::OpinionPage => "opinion-html",
            #[cfg(feature = "formats")]
            Self::OpinionDocx => "opinion-docx",
        }
    }

    fn names() -> Vec<&'static str> {
        Self::all().into_iter().map(Self::name).collect()
    }

    /// What it is called for programs.
    pub(crate) fn media(self) -> &'static str {
        match self {
            Self::OpinionPage => "text/html; charset=utf-8",
            #[cfg(feature = "formats")]
            Self::OpinionDocx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Self::Report(format) => format.media(),
        }
    }

    /// Extension of a file that holds it.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Report(format) => format.extension(),
            Self::OpinionPage => "html",
            #[cfg(feature = "formats")]
            Self::OpinionDocx => "docx",
        }
    }
}

/// The rules that are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RulesChoice {
    /// Ruleset.
    pub ruleset: Option<String>,
    /// Kind of document.
    pub kind: Option<String>,
    /// Year.
    pub year: Option<i32>,
    /// The day of the audit.
    pub date: String,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Name of the file that is the body.
    pub name: Option<String>,
    /// What the answer is written as.
    pub shape: Shape,
    /// The rules.
    pub rules: RulesChoice,
    /// Every check.
    pub all: bool,
    /// All files are one document.
    pub together: bool,
}

impl Asked {
    /// Of names and values.
    pub(crate) fn of(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let mut out = Self {
            name: None,
            shape: Shape::Report(Format::JSON),
            rules: RulesChoice { date: day::today(), ..RulesChoice::default() },
            all: false,
            together: false,
        };
        for (at, (name, value)) in pairs.iter().enumerate() {
            let unusable =
                |why: &str| Refusal::ParameterUnusable { name: name.clone(), why: why.to_owned() };
            if pairs.iter().take(at).any(|(other, _)| other == name) {
                return Err(unusable("写了不止一次"));
            }
            let text = || match value.trim() {
                "" => Err(unusable("没有值")),
                text => Ok(text.to_owned()),
            };
            match name.as_str() {
                "name" => out.name = Some(file_name(value).map_err(unusable)?),
                "format" => {
                    let known = || format!("可以是 {}", Shape::names().join("、"));
                    let found = Shape::all().into_iter().find(|shape| shape.name() == value);
                    out.shape = found.ok_or_else(|| unusable(&known()))?;
                }
                "ruleset" => out.rules.ruleset = Some(text()?),
                "kind" => out.rules.kind = Some(text()?),
                "year" => {
                    let year = value.parse().ok().filter(|year| (1949..=2999).contains(year));
                    out.rules.year =
                        Some(year.ok_or_else(|| unusable("年度应写四位数字，例如 2023"))?);
                }
                "date" => out.rules.date = day::read(value).map_err(|why| unusable(&why))?,
                "all" | "together" => {
                    let is_so = match value.as_str() {
                        "true" => true,
                        "false" => false,
                        _ => return Err(unusable("应当是 true 或 false")),
                    };
                    *(if name == "all" { &mut out.all } else { &mut out.together }) = is_so;
                }
                _ => return Err(unknown(name, PARAMETERS.iter().map(|known| known.name))),
            }
        }
        Ok(out)
    }
}

/// That there is no such parameter.
pub(crate) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let known: Vec<&str> = known.collect();
    let name = name.chars().take(100).collect();
    let none = "（这个地址没有参数）";
    let known = if known.is_empty() { none.to_owned() } else { known.join("、") };
    Refusal::ParameterUnknown { name, known }
}

/// The name of a file, if it can be one. Where it lies on the machine that sends it is no part of
/// it; a folder that is sent keeps its names (`甲局/决算.txt`).
pub(crate) fn file_name(text: &str) -> Result<String, &'static str> {
    let is_elsewhere = text.starts_with('/') || text.contains('\\');
    let name = text.rsplit(['/', '\\']).next().filter(|_| is_elsewhere).unwrap_or(text);
    match name {
        "" => Err("没有文件名"),
        name if name.chars().count() > NAME => Err("文件名太长"),
        name if name.chars().any(char::is_control) => Err("文件名里有控制字符"),
        name => Ok(name.to_owned()),
    }
}

/// Names and values of a query.
pub(crate) fn query(text: &str) -> Result<Vec<(String, String)>, Refusal> {
    let pair = |piece: &str| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let name = decoded(name, true).ok_or_else(|| Refusal::ParameterUnusable {
            name: name.chars().take(100).collect(),
            why: "名称不是 UTF-8 编码的文字".to_owned(),
        })?;
        match decoded(value, true) {
            Some(value) => Ok((name, value)),
            None => Err(Refusal::ParameterUnusable {
                name,
                why: "值不是 UTF-8 编码的文字".to_owned(),
            }),
        }
    };
    text.split('&').filter(|piece| !piece.is_empty()).map(pair).collect()
}

/// A text with its `%` escapes read; of a form `+` is a blank.
pub(crate) fn decoded(text: &str, is_form: bool) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let mut digit = || u8::try_from(char::from(bytes.next()?).to_digit(16)?).ok();
                digit()? << 4 | digit()?
            }
            b'+' if is_form => b' ',
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_values::code::Coded;

    fn asked(text: &str) -> Result<Asked, &'static str> {
        query(text).and_then(|pairs| Asked::of(&pairs)).map_err(|refusal| refusal.id())
    }

    #[test]
    fn parameters_are_read() {
        let read = asked("name=%E5%86%B3+%E7%AE%97.txt&format=csv&year=2023&all=true").unwrap();
        assert_eq!(read.name.as_deref(), Some("决 算.txt"));
        assert_eq!((read.shape.name(), read.rules.year, read.all), ("csv", Some(2023), true));
        assert_eq!(asked("").unwrap().shape.name(), "json");
        for (sent, name) in [
            ("D:\\a\\b.txt", "b.txt"),
            ("\\\\host\\c.txt", "c.txt"),
            ("/home/d.txt", "d.txt"),
            ("e/f.txt", "e/f.txt"),
        ] {
            assert_eq!(file_name(sent).as_deref(), Ok(name));
        }
        assert_eq!(asked("date=2026/1/5&&").unwrap().rules.date, "2026-01-05");
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        for wrong in [
            "format=doc",
            "format",
            "year=23",
            "year=",
            "all=1",
            "all=true&all=true",
            "ruleset=",
            "name=%0a",
            "name=%ff",
            "name=%F",
            "name=%",
            "date=heute",
        ] {
            assert_eq!(asked(wrong).unwrap_err(), "parameter-unusable", "{wrong}");
        }
        assert_eq!(asked("formats=csv").unwrap_err(), "parameter-unknown");
    }

    #[test]
    fn each_parameter_of_the_list_is_read() {
        for parameter in PARAMETERS {
            let pairs = [(parameter.name.to_owned(), String::new())];
            let refusal = Asked::of(&pairs).unwrap_err();
            assert_eq!(refusal.id(), "parameter-unusable", "{}", parameter.name);
        }
    }
}
