//! Charts of a run, as pictures (inline SVG) beside the tables that hold the same figures.

use super::out::{Out, escape, push};
use crate::report::open_findings::OpenFindings;
use crate::report::totals::DocumentTotals;
use crate::report::width::cut;

/// Width of a chart, of its names and of a row of it, in pixels.
const WIDTH: usize = 720;
const NAMES: usize = 260;
const ROW: usize = 24;
/// Columns behind which a name is cut.
const NAME: usize = 34;

/// A row of a chart.
pub(super) struct Bar<'a> {
    pub(super) name: &'a str,
    pub(super) found: &'a OpenFindings,
}

/// How many documents came to what, as one bar with its parts.
pub(super) fn outcomes(out: &mut Out<'_>, documents: &[DocumentTotals]) {
    let mut parts = [
        ("error", "有错误", 0_usize),
        ("warning", "只有警告", 0),
        ("info", "只有提示", 0),
        ("good", "没有发现问题", 0),
        ("none", "没有读全或没有核对", 0),
    ];
    for line in documents {
        let at = match &line.found {
            Ok(found) if found.errors > 0 => 0,
            Ok(found) if found.warnings > 0 => 1,
            Ok(found) if found.hints > 0 => 2,
            Ok(_) if line.is_judged && line.lacks.is_none() && line.failed == 0 => 3,
            _ => 4,
        };
        parts.get_mut(at).into_iter().for_each(|(_, _, count)| *count += 1);
    }
    let sum = documents.len().max(1);
    push(
        out,
        format_args!(
            "<figure class=\"chart\"><svg width=\"{WIDTH}\" height=\"28\" viewBox=\"0 0 {WIDTH} 28\" aria-hidden=\"true\">\n"
        ),
    );
    let mut behind = 0;
    for (class, _, count) in parts {
        let (from, to) = (behind * WIDTH / sum, (behind + count) * WIDTH / sum);
        behind += count;
        push(
            out,
            format_args!(
                "<rect class=\"bar {class}\" x=\"{from}\" y=\"2\" width=\"{}\" height=\"24\"></rect>\n",
                to - from
            ),
        );
    }
    out.push_str("</svg>\n<figcaption>");
    for (class, word, count) in parts.iter().filter(|(_, _, count)| *count > 0) {
        push(
            out,
            format_args!(
                "<span class=\"key\"><i class=\"bar {class}\"></i> {word} {count} 份（{}%）</span> ",
                (count * 200 + sum) / (2 * sum)
            ),
        );
    }
    out.push_str("</figcaption></figure>\n");
}

/// Findings by severity, a bar for each name.
pub(super) fn bars(out: &mut Out<'_>, title: &str, bars: &[Bar<'_>]) {
    let most = bars.iter().map(|bar| bar.found.sum()).max().unwrap_or(0).max(1);
    let height = bars.len() * ROW + 4;
    push(
        out,
        format_args!(
            "<figure class=\"chart\"><figcaption>{title}</figcaption><svg width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" aria-hidden=\"true\">\n"
        ),
    );
    let room = WIDTH - NAMES - 60;
    for (row, Bar { name, found }) in bars.iter().enumerate() {
        let y = row * ROW + 2;
        push(
            out,
            format_args!(
                "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
                NAMES - 8,
                y + 16,
                escape(&cut(name, NAME))
            ),
        );
        let mut behind = 0;
        for (class, count) in
            [("error", found.errors), ("warning", found.warnings), ("info", found.hints)]
        {
            let (from, to) = (behind * room / most, (behind + count) * room / most);
            behind += count;
            push(
                out,
                format_args!(
                    "<rect class=\"bar {class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"></rect>\n",
                    NAMES + from,
                    y + 2,
                    to - from,
                    ROW - 6
                ),
            );
        }
        push(
            out,
            format_args!(
                "<text x=\"{}\" y=\"{}\">{}</text>\n",
                NAMES + behind * room / most + 6,
                y + 16,
                found.sum()
            ),
        );
    }
    out.push_str("</svg></figure>\n");
}
