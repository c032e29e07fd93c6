//! What stands on standard error when results went to files: what was written where, what it says
//! in short, and what could not be audited.

use gouji_report::report::Format;
use gouji_report::report::open_findings::OpenFindings;
use gouji_report::report::totals::RunTotals;
use gouji_values::lang::Lang;
use std::path::PathBuf;

/// How many documents that were not audited are named.
const NAMED: usize = 20;

/// Where results went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WrittenReports {
    /// One file.
    File(PathBuf),
    /// A folder: how many reports, how many that could not be written, the page that leads to them.
    Folder {
        /// The folder.
        path: PathBuf,
        /// Reports that were written.
        reports: usize,
        /// Reports that were not.
        failed: usize,
        /// The overview, if there is one.
        index: Option<PathBuf>,
    },
}

/// The lines that close a run into files.
#[must_use]
pub(crate) fn closing(written: &WrittenReports, format: Format, totals: &RunTotals) -> String {
    let name = format.name();
    let mut out = match written {
        WrittenReports::File(path) => format!("结果已写入 {}（{name}）\n", path.display()),
        WrittenReports::Folder { path, reports, failed, index } => {
            let index = index
                .as_ref()
                .map(|index| format!("，总览 {}", index.display()))
                .unwrap_or_default();
            let failed =
                if *failed > 0 { format!("，{failed} 份没有写成") } else { String::new() };
            format!("结果已写入文件夹 {}：{reports} 份（{name}）{failed}{index}\n", path.display())
        }
    };
    out.push_str(&documents(totals));
    out
}

/// How many documents there are of each outcome, and which were not audited.
fn documents(totals: &RunTotals) -> String {
    let mut all = OpenFindings::default();
    let (mut open, mut clean) = (0, 0);
    let (mut unread, mut nothing, mut partly) = (Vec::new(), Vec::new(), Vec::new());
    for line in &totals.documents {
        let lacks = line.lacks.as_ref().map_or(String::new(), |lacks| format!("：{lacks}"));
        match &line.found {
            Err(why) => unread.push(format!("  未能审核 {}：{why}\n", line.path)),
            Ok(counts) => {
                all.add(*counts);
                open += usize::from(counts.sum() > 0);
                clean += usize::from(counts.sum() == 0 && line.is_judged && line.lacks.is_none());
                if let Some(words) = line.unjudged(Lang::Chinese) {
                    nothing.push(format!("  {words} {}{lacks}\n", line.path));
                } else if line.lacks.is_some() {
                    partly.push(format!("  没有读全 {}{lacks}\n", line.path));
                }
            }
        }
    }
    let mut parts = Vec::new();
    if open > 0 {
        parts.push(format!(
            "有问题 {open} 份（错误 {}，警告 {}，提示 {}）",
            all.errors, all.warnings, all.hints
        ));
    }
    let counts = [
        (clean, "没有发现问题"),
        (partly.len(), "没有读全"),
        (nothing.len(), "没有可以核对的内容"),
        (unread.len(), "未能审核"),
    ];
    for (count, words) in counts {
        parts.extend((count > 0).then(|| format!("{words} {count} 份")));
    }
    let mut out = format!("共 {} 份文件：{}\n", totals.documents.len(), parts.join("，"));
    let left: Vec<String> = unread.into_iter().chain(nothing).chain(partly).collect();
    left.iter().take(NAMED).for_each(|line| out.push_str(line));
    if left.len() > NAMED {
        out.push_str(&format!("  ……另有 {} 份，见结果\n", left.len() - NAMED));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_audit::audit::Unreadable;
    use gouji_sample as sample;

    #[test]
    fn what_was_not_audited_is_named() {
        let mut totals = RunTotals::of(&Ok(sample::document()));
        for at in 0..30 {
            totals.add(RunTotals::of(&Err(Unreadable::new(
                format!("{at}.pdf"),
                gouji_values::error::UnreadableCode::Damaged,
                "文件是空的",
            ))));
        }
        let written = WrittenReports::Folder {
            path: "结果".into(),
            reports: 30,
            failed: 1,
            index: Some("结果/index.gouji.html".into()),
        };
        let said = closing(&written, Format::HTML, &totals);
        assert!(
            said.starts_with(
                "结果已写入文件夹 结果：30 份（html），1 份没有写成，总览 结果/index.gouji.html\n"
            ),
            "{said}"
        );
        assert!(
            said.contains("共 31 份文件：有问题 1 份（错误 ")
                && said.contains("未能审核 30 份\n  未能审核 0.pdf：文件是空的\n"),
            "{said}"
        );
        assert!(said.ends_with("  ……另有 10 份，见结果\n"), "{said}");
    }
}
