//! `gouji explain`: a rule in words, or the checks that rest on a figure of a document.

use super::args::ExplainArgs;
use super::documents::{Documents, GivenDocument};
use super::engine::Purpose;
use super::{Status, check, output, rules, run};
use gouji_report::explain::{AskedPlace, ExplainedLine, place};
use gouji_report::report::width::{columns, hang, left};
use gouji_values::lang::Lang;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Runs the command.
pub(crate) fn run(args: &ExplainArgs) -> Status {
    let Some(what) = &args.what else { return codes(args) };
    if let Some((path, at)) = document_place(what) {
        return document(args, path, at);
    }
    if Path::new(what).is_file() {
        output::say(&format!(
            "命令有误：文件后面要写行号，例如 gouji explain {}:12 或 {}:12:8\n",
            what, what
        ));
        return Status::Usage;
    }
    let engine = match check::load_rules(&args.ruleset, true) {
        Ok(engine) => engine,
        Err(status) => return status,
    };
    match engine.explain(what) {
        Some(lines) => print(&lines),
        None => {
            output::say(&rules::unknown(what, &engine.rules()));
            Status::Usage
        }
    }
}

fn document(args: &ExplainArgs, path: PathBuf, at: AskedPlace) -> Status {
    let documents = Documents::one(GivenDocument::file(path)).read_as(&args.reading);
    let plan = match run::load(&args.ruleset, &documents, Purpose::Facts) {
        Ok(plan) => plan,
        Err(status) => return status,
    };
    match run::audit(&plan, &documents).documents.first() {
        Some(Ok(audit)) => print(&place(audit, at)),
        Some(Err(unreadable)) => {
            output::say(&format!("{}：{}\n", unreadable.path, unreadable.message));
            Status::Failed
        }
        None => Status::Failed,
    }
}

/// `DOCUMENT:LINE[:COLUMN]`; a colon may be full-width. The drive of a Windows path has no digits
/// behind it.
pub(crate) fn document_place(what: &str) -> Option<(PathBuf, AskedPlace)> {
    let split = |text: &str| -> Option<(String, u32)> {
        let at = text.rfind([':', '：'])?;
        let number = text
            .get(at..)?
            .trim_start_matches([':', '：'])
            .parse::<u32>()
            .ok()
            .filter(|n| *n > 0)?;
        Some((text.get(..at)?.to_owned(), number))
    };
    let (before, last) = split(what)?;
    match split(&before) {
        Some((path, line)) if !Path::new(&before).exists() => {
            Some((path.into(), AskedPlace { line, column: Some(last) }))
        }
        _ => Some((before.into(), AskedPlace { line: last, column: None })),
    }
}

/// Lists all codes; for programs in both languages.
fn codes(args: &ExplainArgs) -> Status {
    let (lang, rooms) = (args.lang.unwrap_or_default(), gouji_audit::say::catalogue());
    if args.format.as_deref() == Some("json") {
        let rooms = rooms.iter().map(|room| {
            let codes = room.codes.iter().map(|code| {
                let [words, words_en] = Lang::ALL.map(|lang| code.words.of(lang));
                json!({"id": code.id, "words": words, "words_en": words_en})
            });
            let [title, title_en] = Lang::ALL.map(|lang| room.title.of(lang));
            let codes: Vec<_> = codes.collect();
            json!({"name": room.name, "title": title, "title_en": title_en, "codes": codes})
        });
        let list = json!({"rooms": rooms.collect::<Vec<_>>()});
        return output::print(format!("{list:#}\n").as_bytes())
            .map_or(Status::Failed, |()| Status::Clean);
    }
    let width = output::page(false, false).width;
    let mut out = String::new();
    for room in &rooms {
        out.push_str(&format!("{}\n", room.title.of(lang)));
        let wide = room.codes.iter().map(|code| columns(code.id)).max().unwrap_or(0);
        for code in &room.codes {
            let head = format!("  {}  ", left(code.id, wide));
            hang(&mut out, &head, columns(&head), code.words.of(lang), width);
        }
        out.push('\n');
    }
    output::print(format!("{}\n", out.trim_end()).as_bytes())
        .map_or(Status::Failed, |()| Status::Clean)
}

fn print(lines: &[ExplainedLine]) -> Status {
    output::print(text(lines, output::page(false, false).width).as_bytes())
        .map_or(Status::Failed, |()| Status::Clean)
}

fn text(lines: &[ExplainedLine], width: usize) -> String {
    let mut out = String::new();
    let mut before = "";
    for line in lines {
        match line {
            ExplainedLine::Head(head) => {
                before = "";
                hang(&mut out, "", 2, head, width);
            }
            ExplainedLine::Item(word, text) => {
                let shown = if *word == before
                    && !matches!(*word, "相符" | "尾差" | "印证" | "不符" | "未核对")
                {
                    ""
                } else {
                    word
                };
                let head = format!("  {}  ", left(shown, 6));
                hang(&mut out, &head, columns(&head), text, width);
                before = word;
            }
            ExplainedLine::Block(block) => {
                for own in block.lines() {
                    out.push_str(format!("    │ {own}").trim_end());
                    out.push('\n');
                }
            }
            ExplainedLine::Gap => {
                before = "";
                out.push('\n');
            }
        }
    }
    format!("{}\n", out.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_documents() {
        let place = |line, column| AskedPlace { line, column };
        assert_eq!(document_place("a.txt:12"), Some(("a.txt".into(), place(12, None))));
        assert_eq!(
            document_place(r"C:\文件\a.txt:12:8"),
            Some((r"C:\文件\a.txt".into(), place(12, Some(8))))
        );
        assert_eq!(document_place("a.txt：12：8"), Some(("a.txt".into(), place(12, Some(8)))));
        assert_eq!(document_place("支出-行合计"), None);
        assert_eq!(document_place(r"C:\a.txt"), None);
        assert_eq!(document_place("a.txt:0"), None);
    }
}
