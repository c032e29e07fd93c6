//! The map of a document: its tables as boxes with their state, and the checks that tie them as
//! arcs between the boxes, the broken ones red. A picture (inline SVG) that needs no script.

use super::out::{Out, escape, push};
use super::outline::{Outline, Region};
use crate::report::entry::{entries, is_here};
use crate::report::width::cut;
use gouji_audit::audit::{DocumentAudit, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// More boxes are drawn only where something is wrong about them.
const MAX_BOXES: usize = 40;
/// Height of a row and of its box, in pixels.
const ROW: usize = 34;
const BOX: usize = 26;
/// Width of the boxes.
const WIDTH: usize = 300;
/// Columns behind which a name is cut.
const NAME: usize = 40;
/// How far the arc to the next box reaches out, and each box further more, up to the widest.
const NEAR: usize = 36;
const STEP: usize = 16;
const WIDEST: usize = 300;
/// What sentences say stands in one box.
const PROSE: &str = "文字说明";

/// The checks between two boxes.
#[derive(Debug, Default)]
struct Tie {
    held: usize,
    broken: usize,
    /// The first finding about them.
    finding: Option<usize>,
}

/// A box: a table by its region, or all prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Prose,
    Table(usize),
}

/// The map, where tables or sentences are tied to each other.
pub(super) fn draw(out: &mut Out<'_>, document: &DocumentAudit, outline: &Outline, key: &str) {
    let ties = ties(document, outline);
    if ties.is_empty() {
        return;
    }
    // wrong figures, or figures that went into something that does not agree
    let state = |node: Node| {
        let own = outline.regions.iter().enumerate().filter(|(at, region)| match node {
            Node::Prose => region.table.is_none(),
            Node::Table(own) => *at == own,
        });
        own.fold("", |state, (_, region)| match (state, region.counts.bad, region.counts.part) {
            (" bad", ..) | (_, 1.., _) => " bad",
            (" part", ..) | (_, _, 1..) => " part",
            _ => "",
        })
    };
    let mut nodes: BTreeSet<Node> = ties.keys().flat_map(|(a, b)| [*a, *b]).collect();
    let all = nodes.len();
    if all > MAX_BOXES {
        let broken = ties.iter().filter(|(_, tie)| tie.broken > 0);
        let kept: BTreeSet<Node> = broken.flat_map(|((a, b), _)| [*a, *b]).collect();
        let room = MAX_BOXES.saturating_sub(kept.len());
        let more: Vec<Node> =
            nodes.iter().filter(|node| !kept.contains(node)).copied().take(room).collect();
        nodes = kept.into_iter().take(MAX_BOXES).chain(more).collect();
    }
    let row: BTreeMap<Node, usize> =
        nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
    let (held, broken) =
        ties.values().fold((0, 0), |(held, broken), tie| (held + tie.held, broken + tie.broken));
    let mended = if broken > 0 {
        format!("，不符 {broken} 项")
    } else {
        "，没有不符的".to_owned()
    };
    push(
        out,
        format_args!(
            "<details class=\"map\"{}><summary>报表关系图：{all} 处之间核对 {} 项{mended}</summary>\n",
            if broken > 0 { " open" } else { "" },
            held + broken
        ),
    );
    out.push_str(
        "<p class=\"hint\">方框是报表：红色的有不符的数，虚线边的只是参与了不符的核对；弧线是两处之间的核对，红色的不符；点方框转到报表，点弧线转到问题</p>\n",
    );
    let (height, width) = (nodes.len() * ROW + 8, WIDTH + WIDEST + 40);
    push(
        out,
        format_args!(
            "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"报表关系图\"><svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n"
        ),
    );
    let name = |node: Node| match node {
        Node::Prose => PROSE,
        Node::Table(at) => outline.regions.get(at).map_or("", |region| region.title.as_str()),
    };
    // the broken ones lie above the others
    for is_broken in [false, true] {
        for ((a, b), tie) in ties.iter().filter(|(_, tie)| (tie.broken > 0) == is_broken) {
            let (Some(from), Some(to)) = (row.get(a), row.get(b)) else { continue };
            arc(out, (*from, *to), (name(*a), name(*b)), tie, (key, &target(outline, *b)));
        }
    }
    for (node, at) in &row {
        let words = cut(name(*node), NAME);
        let y = at * ROW + 4;
        push(
            out,
            format_args!(
                "<a href=\"#{}\"><rect class=\"box{}\" x=\"1\" y=\"{y}\" width=\"{WIDTH}\" height=\"{BOX}\" rx=\"3\"></rect>\
                 <text x=\"10\" y=\"{}\">{}</text></a>\n",
                escape(&target(outline, *node)),
                state(*node),
                y + 18,
                escape(&words)
            ),
        );
    }
    out.push_str("</svg></div>\n");
    if all > nodes.len() {
        push(
            out,
            format_args!(
                "<p class=\"hint\">另有 {} 处没有画出：与它们有关的核对都相符</p>\n",
                all - nodes.len()
            ),
        );
    }
    out.push_str("</details>\n");
}

/// The anchor that a box leads to.
fn target(outline: &Outline, node: Node) -> String {
    let first = |is: &dyn Fn(&Region) -> bool| outline.regions.iter().find(|region| is(region));
    let region = match node {
        Node::Table(at) => outline.regions.get(at),
        Node::Prose => first(&|region| region.table.is_none() && region.counts.bad > 0)
            .or_else(|| first(&|region| region.table.is_none() && region.counts.good > 0)),
    };
    region.map_or_else(String::new, |region| region.id.clone())
}

fn arc(
    out: &mut Out<'_>,
    (from, to): (usize, usize),
    (a, b): (&str, &str),
    tie: &Tie,
    (key, target): (&str, &str),
) {
    let reach = (NEAR + STEP * to.abs_diff(from)).min(WIDEST);
    let middle = |row: usize| row * ROW + 4 + BOX / 2;
    let (x, y, to_y) = (WIDTH + 1, middle(from), middle(to));
    let (class, href) = match tie.finding.filter(|_| tie.broken > 0) {
        Some(number) => ("tie bad", format!("{key}f{number}")),
        None if tie.broken > 0 => ("tie bad", target.to_owned()),
        None => ("tie", target.to_owned()),
    };
    let words = if tie.broken > 0 {
        format!("{a} 与 {b}：不符 {} 项，相符 {} 项", tie.broken, tie.held)
    } else {
        format!("{a} 与 {b}：相符 {} 项", tie.held)
    };
    let (words, bend) = (escape(&words), x + reach * 4 / 3);
    push(
        out,
        format_args!(
            "<a href=\"#{}\" aria-label=\"{words}\"><path class=\"{class}\" d=\"M{x} {y}C{bend} {y} {bend} {to_y} {x} {to_y}\"><title>{words}</title></path></a>\n",
            escape(&href)
        ),
    );
}

/// The checks between different boxes: from the figure that a check is about to each other one.
fn ties(document: &DocumentAudit, outline: &Outline) -> BTreeMap<(Node, Node), Tie> {
    let node = |span| {
        let at = outline.region_at(span)?;
        let region = outline.regions.get(at)?;
        Some(if region.table.is_some() { Node::Table(at) } else { Node::Prose })
    };
    let mut finding_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, entry) in entries(document).iter().enumerate() {
        for check in &entry.finding.checks {
            finding_of.entry(*check).or_insert(number);
        }
    }
    let mut out: BTreeMap<(Node, Node), Tie> = BTreeMap::new();
    for (at, check) in document.checks.iter().enumerate() {
        if !check.verdict.is_decided() {
            continue;
        }
        let own = check.places().filter(|(_, other)| is_here(document, *other));
        let places: Vec<Node> = own.filter_map(|(span, _)| node(span)).collect();
        let lead = check.places().nth(check.lead_index());
        let lead =
            lead.filter(|(_, other)| is_here(document, *other)).and_then(|(span, _)| node(span));
        let Some(lead) = lead.or_else(|| places.first().copied()) else { continue };
        let others: BTreeSet<Node> = places.into_iter().filter(|place| *place != lead).collect();
        for other in others {
            let tie = out.entry((lead.min(other), lead.max(other))).or_default();
            if check.verdict == Verdict::Violation {
                tie.broken += 1;
                tie.finding = tie.finding.or_else(|| finding_of.get(&at).copied());
            } else {
                tie.held += 1;
            }
        }
    }
    out
}
