//! Rules on the official blank form: what of it was left as it is, and which of its sentences lack.
//!
//! What is to be filled in, and what tells how to fill it in, are words of the vocabulary (`form_slots`,
//! `form_instructions`). Deliberately absent: a measure of how well a sentence says what the form says.
//! It lacks where no paragraph has half of its pairs of letters.

use super::never::unwanted;
use super::required::{names_missing, own_words};
use super::{Runs, told, whole};
use crate::check::evaluate::Evaluator;
use crate::check::judge::compare::PlaceOutcome;
use crate::check::judge::progress::RuleRun;
use crate::check::seen::letters::{letters, title_of};
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::{Check, CheckedAt, Cite, FigureRole, Why};
use gouji_audit::say::{TemplateFault, named, template};
use gouji_rules::ruleset::{Rule, TemplateLook};
use gouji_values::document::{Block, Document, LogicalText};
use gouji_values::lang::BilingualText;
use gouji_values::number::fold;
use gouji_values::vocabulary::Vocabulary;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A shorter sentence stands in any document.
const SHORTEST: usize = 10;
/// A clause with a mark of fewer letters besides it may be the document's own.
const OWN_LETTERS: usize = 4;
/// Marked places that make a blank form.
const FORM_PLACES: usize = 5;

/// `template`
pub(super) struct RunsTemplate;

impl Runs for RunsTemplate {
    fn here(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        at: &CheckedAt,
        run: &mut RuleRun<'_>,
    ) {
        let (world, Some(look)) = (evaluator.world, rule.demand.template()) else { return };
        let (document, words) = (world.page.document, &world.ruleset.vocabulary);
        let Some(form) = world.template else {
            return run.take(PlaceOutcome::NotApplicable(Why::NoTemplate));
        };
        run.looked = true;
        let marks = FormMarks::of(words);
        let clauses = marks.clauses(form, words);
        let left = left_of(&clauses, document, words);
        let distinct: BTreeSet<&str> = left.iter().map(|found| found.clause).collect();
        let is_form = clauses.len() >= FORM_PLACES && distinct.len() * 3 >= clauses.len() * 2;
        let fault = match look {
            TemplateLook::Left if is_form => {
                let itself = TemplateFault::Itself(distinct.len(), clauses.len());
                let first = left.first().map(|found| FigurePlace::Paragraph { block: found.block });
                Some((template(None, itself, &[]), first.into_iter().collect()))
            }
            TemplateLook::Left => {
                for found in &left {
                    run.take(PlaceOutcome::Check(residue(evaluator, rule, found)));
                }
                if !left.is_empty() {
                    return;
                }
                None
            }
            TemplateLook::Lacking => {
                let lacking = lacking(form, document, &marks, words);
                let said = match own_words(rule, &named(&lacking)) {
                    Some(own) if names_missing(rule) => BilingualText::same(own),
                    own => template(own, TemplateFault::Lacking, &lacking),
                };
                let beginning = document.paragraphs().next();
                let place = beginning.map(|(block, _)| FigurePlace::Paragraph { block });
                (!lacking.is_empty()).then_some((said, place.into_iter().collect()))
            }
        };
        run.take(told(evaluator, &whole(rule, at), fault));
    }
}

/// The words of a form that are no words of the document that is made of it.
struct FormMarks {
    /// What is to be filled in or chosen from.
    slots: Vec<String>,
    /// What tells how to do it.
    instructions: Vec<String>,
}

impl FormMarks {
    fn of(words: &Vocabulary) -> Self {
        let list = |class: &str| -> Vec<String> {
            let known = words.prose.get(class).map_or(&[] as &[String], Vec::as_slice);
            known.iter().map(|word| words.folded(word)).collect()
        };
        Self { slots: list("form_slots"), instructions: list("form_instructions") }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.slots.iter().chain(&self.instructions)
    }

    /// The clauses of a form that hold a mark and something besides it, folded.
    fn clauses(&self, form: &Document, words: &Vocabulary) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        for (_, text) in texts(form) {
            for clause in text.text.split(['。', '；', '！', '？', '，', ';', ',', '\n']) {
                let clause = words.folded(clause);
                let held = self.all().find(|mark| clause.contains(mark.as_str()));
                if let Some(mark) = held
                    && letters(&clause.replace(mark.as_str(), ""), words).chars().count()
                        >= OWN_LETTERS
                {
                    out.insert(clause);
                }
            }
        }
        out
    }

    /// A sentence without what is to be filled in; `None` where it tells how to do it.
    fn without_slots(&self, sentence: &str, words: &Vocabulary) -> Option<String> {
        let mut sentence = words.folded(sentence);
        if self.instructions.iter().any(|mark| sentence.contains(mark.as_str())) {
            return None;
        }
        for slot in &self.slots {
            sentence = sentence.replace(slot.as_str(), "");
        }
        Some(letters(&sentence, words))
    }
}

/// The texts of a document: paragraphs and cells, each with its block.
fn texts(document: &Document) -> impl Iterator<Item = (usize, &LogicalText)> {
    document.blocks.iter().enumerate().flat_map(|(block, content)| {
        let texts: Vec<&LogicalText> = match content {
            Block::Paragraph(own) if own.in_contents => Vec::new(),
            Block::Paragraph(own) => vec![&own.text],
            Block::Table(table) => {
                let rows = document.tables.get(*table).into_iter().flat_map(|table| &table.rows);
                rows.flatten().map(|cell| &cell.text).collect()
            }
        };
        texts.into_iter().map(move |text| (block, text))
    })
}

/// A clause of the form that stands in the document.
struct LeftClause<'c, 'd> {
    clause: &'c str,
    block: usize,
    text: &'d LogicalText,
    range: Range<usize>,
}

/// The clauses that a document shares with its form, word for word.
fn left_of<'c, 'd>(
    clauses: &'c BTreeSet<String>,
    document: &'d Document,
    words: &Vocabulary,
) -> Vec<LeftClause<'c, 'd>> {
    let mut out = Vec::new();
    for (block, text) in texts(document) {
        // each byte of the folded text and where its character stands in the text
        let (mut folded, mut from) = (String::new(), Vec::new());
        for (at, c) in text.text.char_indices().filter(|(_, c)| !words.ignorable(*c)) {
            folded.push(fold(c));
            from.resize(folded.len(), (at, at + c.len_utf8()));
        }
        for clause in clauses {
            let Some(at) = folded.find(clause.as_str()) else { continue };
            let ends = (from.get(at), from.get(at + clause.len() - 1));
            if let (Some((start, _)), Some((_, end))) = ends {
                out.push(LeftClause { clause, block, text, range: *start..*end });
            }
        }
    }
    out
}

/// A clause that was left, as words that must not be there.
fn residue(evaluator: &mut Evaluator<'_>, rule: &Rule, found: &LeftClause<'_, '_>) -> Check {
    let place = FigurePlace::Paragraph { block: found.block };
    let printed = found.text.text.get(found.range.clone()).unwrap_or("");
    let key = format!("{}|0|{}|{printed}", rule.id, found.block);
    let span = found.text.span_of(found.range.clone());
    let cite = Cite::new(FigureRole::Stated, (span, None), place.spot());
    unwanted(evaluator, rule, (key, printed), cite)
}

/// The sentences of the form that no paragraph of the document says, even in other words.
fn lacking(
    form: &Document,
    document: &Document,
    marks: &FormMarks,
    words: &Vocabulary,
) -> Vec<String> {
    // each pair of letters and the paragraphs that have it
    let mut known: BTreeMap<(char, char), Vec<usize>> = BTreeMap::new();
    for (at, (_, text)) in texts(document).enumerate() {
        for pair in pairs(&letters(&text.text, words)) {
            known.entry(pair).or_default().push(at);
        }
    }
    let mut out = Vec::new();
    let paragraphs = form.paragraphs().filter(|(_, own)| !own.in_contents && own.heading.is_none());
    for (_, paragraph) in paragraphs {
        for sentence in paragraph.text.text.split_inclusive('。') {
            let Some(own) = marks.without_slots(title_of(sentence, words), words) else { continue };
            if own.chars().count() < SHORTEST || !sentence.ends_with('。') {
                continue;
            }
            let own = pairs(&own);
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            for at in own.iter().filter_map(|pair| known.get(pair)).flatten() {
                *shared.entry(*at).or_default() += 1;
            }
            let most = shared.values().copied().max().unwrap_or(0);
            if most * 2 < own.len() {
                out.push(title_of(sentence, words).trim_end_matches('。').to_owned());
            }
        }
    }
    out
}

/// The pairs of letters of a text, each once.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}
