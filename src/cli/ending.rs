//! The format of a result by the ending of the file that it goes to.

use super::{Status, output};
use std::path::Path;

/// Endings of files that hold something else than plain text.
const FORMATS: &[&str] = &[
    "html", "json", "jsonl", "csv", "markdown", "junit", "sarif", "svg", "docx", "doc", "xlsx",
    "xls", "et", "wps", "ods", "pdf", "tsv", "yaml", "yml", "gz", "zip", "png", "jpg", "parquet",
    "toml", "pptx", "rtf",
];

/// What the ending of a file says, by the names that formats have: 结果.htm is html.
#[must_use]
pub(crate) fn of(output: &Path) -> Option<String> {
    let ending = output.extension()?.to_str()?.to_lowercase();
    let name = match ending.as_str() {
        "htm" => "html",
        "md" => "markdown",
        "xml" => "junit",
        "txt" | "log" => "text",
        name => name,
    };
    (!output.is_dir()).then(|| name.to_owned())
}

/// The format that a file is named after, where it is one of those known.
///
/// # Errors
/// What to write where the ending is that of another format: nobody could open the file.
pub(crate) fn format(output: Option<&Path>, known: &[&str]) -> Result<Option<String>, String> {
    let Some((path, name)) = output.and_then(|path| Some((path, of(path)?))) else {
        return Ok(None);
    };
    if known.contains(&name.as_str()) {
        return Ok(Some(name));
    }
    if !FORMATS.contains(&name.as_str()) {
        return Ok(None);
    }
    let ending = path.extension().and_then(|own| own.to_str()).unwrap_or("");
    let ending_of = |name: &&str| match *name {
        "text" => ".txt".to_owned(),
        "markdown" => ".md".to_owned(),
        "junit" => ".xml".to_owned(),
        name => format!(".{name}"),
    };
    let all: Vec<String> = known
        .iter()
        .filter(|name| FORMATS.contains(name) || **name == "text")
        .map(ending_of)
        .collect();
    Err(format!("命令有误：结果写不成 .{ending} 文件；-o 的文件名可以用 {}", all.join("、")))
}

/// The format that was asked for, or else the one that a file is named after, by its name; text where neither says one.
///
/// # Errors
/// The ending is that of another format: it was said what to write.
pub(crate) fn chosen<T>(
    asked: Option<T>,
    path: Option<&Path>,
    known: &[&str],
    named: impl Fn(&str) -> T,
) -> Result<T, Status> {
    let by_ending = || format(path, known).map(|name| named(name.as_deref().unwrap_or("text")));
    asked.map_or_else(by_ending, Ok).map_err(|why| {
        output::say(&format!("{why}\n"));
        Status::Usage
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_the_format() {
        let asked = |name: &str| format(Some(Path::new(name)), &["text", "html", "json"]);
        assert_eq!(asked("a.htm"), Ok(Some("html".to_owned())));
        assert_eq!(asked("a.JSON"), Ok(Some("json".to_owned())));
        assert_eq!(asked("a.txt"), Ok(Some("text".to_owned())));
        assert_eq!(asked("a"), Ok(None));
        assert_eq!(asked("a.结果"), Ok(None));
        assert!(asked("a.xlsx").unwrap_err().contains(".txt、.html、.json"));
    }
}
