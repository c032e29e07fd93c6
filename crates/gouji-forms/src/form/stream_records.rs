//! Records of several lines: which of their words belong to one cell.

use super::stream_pieces::TokenLine;
use super::token::TokenClass;

/// In records of several lines, words that are the same in every record belong to other cells than
/// those that differ: a cell begins where the words begin to differ, and where they are the same
/// again.
pub(super) fn mark_edges(lines: &mut [TokenLine], wanted: usize) {
    let figures = |line: &[super::token::FigureToken]| {
        line.iter().filter(|token| token.class != TokenClass::Text).count()
    };
    // runs of words between figures, by record
    let mut records: Vec<Vec<Vec<(usize, usize)>>> = vec![vec![Vec::new()]];
    for (at, (_, line)) in lines.iter().enumerate() {
        for (index, token) in line.iter().enumerate() {
            let Some(runs) = records.last_mut() else { continue };
            match (token.class == TokenClass::Text, runs.last_mut()) {
                (true, Some(run)) => run.push((at, index)),
                _ => runs.push(Vec::new()),
            }
        }
        if figures(line) * 2 >= wanted {
            records.push(vec![Vec::new()]);
        }
    }
    records.retain(|runs| runs.len() > 1);
    let Some(shape) = records.first().map(Vec::len) else { return };
    if records.len() < 3 || records.iter().any(|runs| runs.len() != shape) {
        return;
    }
    let mut edges: Vec<(usize, usize)> = Vec::new();
    for number in 0..shape {
        let runs: Vec<&Vec<(usize, usize)>> =
            records.iter().filter_map(|runs| runs.get(number)).collect();
        let text = |place: Option<&(usize, usize)>| {
            place
                .and_then(|(line, token)| lines.get(*line)?.1.get(*token))
                .map(|token| token.text.text.trim().to_owned())
        };
        let shortest = runs.iter().map(|run| run.len()).min().unwrap_or(0);
        let same = |offset: &dyn Fn(&Vec<(usize, usize)>) -> Option<usize>| {
            let mut texts = runs.iter().map(|run| text(offset(run).and_then(|at| run.get(at))));
            let first = texts.next().flatten();
            first.is_some() && texts.all(|other| other == first)
        };
        let prefix = (0..shortest).take_while(|at| same(&|_| Some(*at))).count();
        let suffix = (0..shortest - prefix)
            .take_while(|at| same(&|run: &Vec<(usize, usize)>| run.len().checked_sub(at + 1)))
            .count();
        for run in runs.iter().filter(|run| run.len() > prefix + suffix) {
            edges.extend((prefix > 0).then(|| run.get(prefix)).flatten());
            edges.extend((suffix > 0).then(|| run.get(run.len() - suffix)).flatten());
        }
    }
    for (line, token) in edges {
        if let Some(token) = lines.get_mut(line).and_then(|(_, line)| line.get_mut(token)) {
            token.edge = true;
        }
    }
}
