//! The outline of a document: its headings and tables, each with what came of its figures, and
//! where the page shows it.

use super::draw::table_id;
use super::marks::{MarkState, Marks};
use super::out::{Out, escape, push};
use crate::report::width::{cut, one_line};
use gouji_audit::audit::{DocumentAudit, UnderstoodTable};
use gouji_values::document::{Block, Span};

/// Columns behind which a title is cut.
const TITLE: usize = 44;
/// Headings of a lower level stand in the outline only where figures follow them.
const LEVEL: u8 = 1;

/// A heading with so little text before a table is its title.
const CAPTION: usize = 160;

/// How many figures of a region came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RegionCounts {
    /// Everything that rests on them agrees.
    pub(super) good: usize,
    /// They went into something that does not agree, and need not be wrong.
    pub(super) part: usize,
    /// They are wrong, or do not agree with others.
    pub(super) bad: usize,
    /// They agree with others, but nothing would have told a wrong one.
    pub(super) said: usize,
    /// No check rests on them.
    pub(super) open: usize,
}

/// A table, or what stands between a heading and the next one.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) counts: RegionCounts,
    /// The index of the table; `None` for prose.
    pub(super) table: Option<usize>,
    level: u8,
}

/// All regions, in reading order.
pub(super) struct Outline {
    pub(super) regions: Vec<Region>,
    /// Where stretches of text begin, and the region of each.
    starts: Vec<(u32, usize)>,
}

/// The anchor of a heading.
pub(super) fn heading_id(key: &str, block: usize) -> String {
    format!("{key}h{block}")
}

impl Outline {
    pub(super) fn new(document: &DocumentAudit, marks: &Marks<'_>) -> Self {
        let key = marks.key();
        let mut out = Self { regions: Vec::new(), starts: Vec::new() };
        // what stands before the first heading
        out.regions.push(Region {
            id: paper_id(key),
            title: "开头".to_owned(),
            counts: RegionCounts::default(),
            table: None,
            level: LEVEL,
        });
        // the heading that paragraphs stand under, the one before it, and how much follows it
        let (mut heading, mut before, mut length) = (0, 0, 0);
        for (number, block) in document.document.blocks.iter().enumerate() {
            match block {
                Block::Paragraph(paragraph) => {
                    let start = paragraph.text.span().start;
                    if let Some(level) = paragraph.heading.filter(|_| !paragraph.in_contents) {
                        (before, heading, length) = (heading, out.regions.len(), 0);
                        out.regions.push(Region {
                            id: heading_id(key, number),
                            title: cut(&one_line(paragraph.text.text.trim()), TITLE),
                            counts: RegionCounts::default(),
                            table: None,
                            level,
                        });
                    }
                    length += paragraph.text.text.chars().count();
                    out.starts.push((start, heading));
                }
                Block::Table(index) => {
                    let Some(table) = document.document.tables.get(*index) else { continue };
                    let is_title =
                        heading > 0 && length <= CAPTION && heading + 1 == out.regions.len();
                    if let Some(titled) = out.regions.get_mut(heading).filter(|_| is_title) {
                        titled.table = Some(*index);
                        out.starts.push((table.span.start, heading));
                        heading = before;
                        continue;
                    }
                    out.starts.push((table.span.start, out.regions.len()));
                    let known = document.understanding.get(*index);
                    out.regions.push(Region {
                        id: table_id(key, *index),
                        title: name(known, *index),
                        counts: RegionCounts::default(),
                        table: Some(*index),
                        level: out.regions.get(heading).map_or(LEVEL, |above| above.level + 1),
                    });
                }
            }
        }
        out.starts.sort_unstable();
        for index in 0..marks.len() {
            let Some(mark) = marks.get(index) else { continue };
            let Some(counts) = out
                .region_at(mark.span)
                .and_then(|at| out.regions.get_mut(at))
                .map(|region| &mut region.counts)
            else {
                continue;
            };
            match mark.state {
                MarkState::Wrong(_) | MarkState::Open(_) => counts.bad += 1,
                MarkState::Agrees | MarkState::Waived => counts.good += 1,
                MarkState::Involved => counts.part += 1,
                MarkState::Corroborated => counts.said += 1,
                MarkState::Unchecked => counts.open += 1,
            }
        }
        out
    }

    /// The region that a place stands in.
    pub(super) fn region_at(&self, span: Span) -> Option<usize> {
        let behind = self.starts.partition_point(|(start, _)| *start <= span.start);
        let at = behind.checked_sub(1).and_then(|at| self.starts.get(at));
        at.map(|(_, region)| *region)
    }

    /// The outline as links, with the counts of each region.
    pub(super) fn draw(&self, out: &mut Out<'_>) {
        // what stands before the first heading has no name of its own
        let shown: Vec<&Region> = self
            .regions
            .iter()
            .enumerate()
            .filter(|(at, region)| region.has_figures() || *at > 0 && region.is_high())
            .map(|(_, region)| region)
            .collect();
        if shown.len() < 2 {
            return;
        }
        out.push_str("<nav class=\"outline\" aria-label=\"目录\">\n<details open><summary>目录</summary>\n<ol>\n");
        for region in shown {
            let RegionCounts { good, part, bad, said, open } = region.counts;
            push(
                out,
                format_args!(
                    "<li class=\"l{}{}\"><a href=\"#{}\">{}</a>",
                    region.level.clamp(1, 4),
                    if bad > 0 { " bad" } else { "" },
                    region.id,
                    escape(&region.title)
                ),
            );
            if region.has_figures() {
                out.push_str("<span class=\"counts\">");
                for (class, mark, n) in [
                    ("bad", "✗", bad),
                    ("part", "牵连", part),
                    ("good", "✓", good),
                    ("said", "印证", said),
                    ("open", "未核对", open),
                ] {
                    if n > 0 {
                        push(out, format_args!(" <span class=\"{class}\">{mark} {n}</span>"));
                    }
                }
                out.push_str("</span>");
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n</details>\n</nav>\n");
    }
}

impl Region {
    fn has_figures(&self) -> bool {
        self.counts != RegionCounts::default()
    }

    /// A table, or a heading of a high level.
    fn is_high(&self) -> bool {
        self.table.is_some() || self.level <= LEVEL
    }
}

/// The anchor of the document itself.
pub(super) fn paper_id(key: &str) -> String {
    format!("{key}p")
}

/// What a table is called: its forms, else its caption, else its number.
fn name(table: Option<&UnderstoodTable>, index: usize) -> String {
    let forms: Vec<&str> = table
        .map(|table| table.forms.iter().filter(|form| !form.is_own))
        .into_iter()
        .flatten()
        .map(|form| form.form.as_str())
        .collect();
    let caption = table.and_then(|table| table.caption.as_deref()).map(one_line);
    match (forms.first(), caption) {
        (Some(_), _) => cut(&forms.join("、"), TITLE),
        (None, Some(caption)) if !caption.trim().is_empty() => cut(caption.trim(), TITLE),
        _ => format!("第 {} 张表", index + 1),
    }
}
