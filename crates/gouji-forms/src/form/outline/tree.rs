//! Which lines are the items of one list, and under which line it stands: by numberings, or by a colon.

use super::columns::columns;
use super::lines::Line;

/// Lines behind an item in which the next one is looked for.
const FAR: usize = 60;
/// Lines without amounts that may stand between a list and the line that states its whole.
const BETWEEN: usize = 3;

/// The items of a list, by number of line.
pub(super) struct List {
    /// The line that states its whole.
    pub(super) head: usize,
    /// The line between it and the items that says what follows, where that is another one: 其中：.
    pub(super) lead: Option<usize>,
    pub(super) items: Vec<usize>,
    pub(super) style: Option<usize>,
    pub(super) end: End,
}

/// How a list ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Something of a higher level follows, or the passage ends: no item of it is lost.
    Sure,
    /// The numbering begins anew under another heading.
    Heading,
    /// Nothing tells.
    Open,
}

/// A numbered list that may go on.
struct OpenList {
    style: usize,
    value: u32,
    head: Option<usize>,
    items: Vec<usize>,
}

/// Lists whose items are numbered: from 1 on, or on from where the list of the heading before ended:
/// （一）…：1.…2.…（二）…：3.…4.….
pub(super) fn numbered(lines: &[Line<'_>], levels: &[Option<usize>]) -> Vec<List> {
    let mut open: Vec<OpenList> = Vec::new();
    let mut out = Vec::new();
    // the last number of each style
    let mut before: Vec<(usize, u32)> = Vec::new();
    let mut chain = None;
    for (at, line) in lines.iter().enumerate() {
        // a heading of a higher level, whose own line says nothing
        if chain.replace(line.of.chain) != Some(line.of.chain)
            && let Some(level) = levels.get(line.of.chain).copied().flatten()
        {
            let higher = open.iter().take_while(|list| list.style <= level).count();
            close(lines, &mut open, higher, End::Sure, &mut out);
        }
        let Some(ordinal) = line.ordinal else { continue };
        let is_next = |list: &OpenList| {
            list.style == ordinal.style
                && list.value.checked_add(1) == Some(ordinal.value)
                && list.items.last().is_some_and(|last| at <= last + FAR)
        };
        if let Some(known) = open.iter().rposition(is_next) {
            close(lines, &mut open, known + 1, End::Sure, &mut out);
            if let Some(list) = open.last_mut() {
                list.value = ordinal.value;
                list.items.push(at);
            }
        } else {
            if let Some(known) = open.iter().rposition(|list| list.style == ordinal.style) {
                close(lines, &mut open, known + 1, End::Sure, &mut out);
                // under another heading
                let last = open.last().and_then(|list| lines.get(*list.items.last()?));
                let is_apart = last.is_some_and(|last| last.of.chain != line.of.chain);
                close(
                    lines,
                    &mut open,
                    known,
                    if is_apart { End::Heading } else { End::Open },
                    &mut out,
                );
            }
            let deeper = open.iter().take_while(|list| list.style < ordinal.style).count();
            close(lines, &mut open, deeper, End::Sure, &mut out);
            let goes_on = open.last().is_some_and(|list| list.items.len() > 1)
                && before.iter().any(|(style, value)| {
                    *style == ordinal.style && value.checked_add(1) == Some(ordinal.value)
                });
            if ordinal.value == 1 || goes_on {
                let under = open.last().and_then(|list| list.items.last()).copied();
                let head = head_of(lines, at, under, ordinal.style);
                let (style, value) = (ordinal.style, ordinal.value);
                open.push(OpenList { style, value, head, items: vec![at] });
            }
        }
        before.retain(|(style, _)| *style != ordinal.style);
        before.push((ordinal.style, ordinal.value));
    }
    // behind the last line something may be lost
    close(lines, &mut open, 0, End::Open, &mut out);
    out
}

fn close(lines: &[Line<'_>], open: &mut Vec<OpenList>, from: usize, end: End, out: &mut Vec<List>) {
    for list in open.drain(from.min(open.len())..).rev() {
        if let Some(head) = list.head {
            let lead = list.items.first().and_then(|first| lead_of(lines, head, *first));
            let style = Some(list.style);
            out.push(List { head, lead, items: list.items, style, end });
        }
    }
}

/// The line above a list that states amounts: the one directly above, or one a little further up under the same item.
fn head_of(lines: &[Line<'_>], at: usize, under: Option<usize>, style: usize) -> Option<usize> {
    let least = under.unwrap_or(0).max(at.saturating_sub(BETWEEN));
    let mut above = (least..at).rev();
    let head =
        above.find(|line| lines.get(*line).is_some_and(|line| line.totals().next().is_some()));
    head.filter(|head| {
        let own = lines.get(*head).and_then(|line| line.ordinal);
        own.is_none_or(|own| own.style < style)
    })
}

/// The line before the first item of a list that states no amount and ends with a colon.
fn lead_of(lines: &[Line<'_>], head: usize, first: usize) -> Option<usize> {
    let before = first.checked_sub(1).filter(|before| *before > head)?;
    lines.get(before).is_some_and(|line| line.ends_with_colon).then_some(before)
}

/// The other lines of a passage whose first ends with a colon. Where it states no amount, a line above it in its section does:
/// 收入合计80万元。/ 其中：/ 甲50万元；/ 乙30万元。
pub(super) fn unnumbered(lines: &[Line<'_>]) -> Vec<List> {
    let mut out = Vec::new();
    for (first, line) in lines.iter().enumerate() {
        if !line.ends_with_colon {
            continue;
        }
        let is_lead = line.spots.is_empty() && line.ordinal.is_none();
        let above = is_lead.then(|| above(lines, first)).flatten();
        let (head, lead) = above.map_or((first, None), |above| (above, Some(first)));
        let own = line.heard;
        let items: Vec<usize> = lines
            .iter()
            .enumerate()
            .skip(first + 1)
            .take_while(|(_, line)| line.heard == own && line.ordinal.is_none())
            .map(|(at, _)| at)
            .collect();
        let next = lines.get(first + 1 + items.len());
        if next.is_none_or(|next| next.heard != own) {
            out.push(List { head, lead, items, style: None, end: End::Sure });
        }
    }
    out
}

/// The paragraphs of a section behind its line that ends with a colon and states what each of them does, too:
/// 年初预算80万元，支出决算75万元。其中： / 甲年初预算50万元，支出决算48万元。… / 乙年初预算30万元，支出决算27万元。….
pub(super) fn sections(lines: &[Line<'_>]) -> Vec<List> {
    let mut out = Vec::new();
    for (head, line) in lines.iter().enumerate() {
        if !line.ends_with_colon || line.totals().nth(1).is_none() {
            continue;
        }
        let behind = lines.iter().enumerate().skip(head + 1);
        let own = behind.take_while(|(_, next)| next.of.chain == line.of.chain);
        let (items, each): (Vec<usize>, Vec<&Line<'_>>) = own.take(FAR + 1).unzip();
        let is_list = each.len() <= FAR
            // those of one passage are listed already
            && each.last().is_some_and(|last| last.heard != line.heard)
            && each.iter().all(|item| item.ordinal.is_none())
            && columns(line, &each).len() > 1;
        if is_list {
            let is_last = head + items.len() + 1 == lines.len();
            let end = if is_last { End::Open } else { End::Sure };
            out.push(List { head, lead: None, items, style: None, end });
        }
    }
    out
}

/// The line directly above in the same section, where it states an amount.
fn above(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let (own, above) = (lines.get(at)?, lines.get(before)?);
    (own.of.chain == above.of.chain && above.totals().next().is_some()).then_some(before)
}

/// Whether a list ends where its passage does: no paragraph of it can be lost.
pub(super) fn is_one_passage(lines: &[Line<'_>], list: &List) -> bool {
    let heard = |at: usize| lines.get(at).map(|line| line.heard);
    list.items.iter().all(|at| heard(*at) == heard(list.head))
        && list.items.last().is_some_and(|last| heard(last + 1) != heard(list.head))
}
