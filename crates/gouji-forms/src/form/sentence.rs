//! Sentences, rows of cells and headings that make a claim.

use super::places::{Chain, ClaimPassage, places};
use super::prose_passage::{ProsePassage, Together};
use super::said::{FoundRelation, ProseReader};
use super::tie::ties;
use super::{
    Captures, Certainty, Facts, FilledForm, FoundPart, Proof, Statement, again, outline, printed,
    taught,
};
use gouji_prose::prose::{self, STAGES};
use gouji_rules::pattern::{Captured, CapturedValue, Context, Match, PatternPassage};
use gouji_rules::ruleset::{Claim, ClaimPlace, Ruleset, Wording};
use gouji_values::document::{Document, LogicalText};
use gouji_values::hash::QuickSet;
use gouji_values::number::Decimal;
use rayon::prelude::*;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A passage that is looked at, and its text, which all statements in it share; most passages have
/// none.
struct Open<'p, 'd> {
    place: &'p ClaimPassage<'d>,
    passage: PatternPassage,
    text: OnceCell<Arc<LogicalText>>,
}

impl Open<'_, '_> {
    fn text(&self) -> Arc<LogicalText> {
        Arc::clone(self.text.get_or_init(|| Arc::new(self.passage.text.clone())))
    }
}

/// What sentences say by themselves, and what is needed to tell what they say of tables.
pub(super) struct Spoken<'a> {
    statements: Vec<Statement>,
    heard: Vec<ProsePassage>,
    places: Vec<ClaimPassage<'a>>,
    chains: Vec<Chain>,
    reader: ProseReader<'a>,
}

/// Finds what sentences say.
pub(super) fn spoken<'a>(
    document: &'a Document,
    parts: &[FoundPart],
    (ruleset, facts): (&'a Ruleset, &Facts),
    context: &Context<'_>,
) -> Spoken<'a> {
    let (places, chains) = places(document, ruleset, context);
    let heading_words = HeadingWords::new(ruleset);
    let each = places.len().div_ceil(PIECES).max(1);
    let reader = ProseReader::new(ruleset, facts.agency.as_deref());
    let found = places.par_chunks(each).enumerate().map(|(piece, own)| {
        let first = piece * each;
        read_places((own, first), (&chains, &reader), &heading_words, parts, ruleset, context)
    });
    let slips = || printed::slips(document, facts.agency.as_deref(), parts, ruleset, context);
    let (read, slips): (Vec<(Vec<Statement>, Vec<ProsePassage>)>, _) =
        rayon::join(|| found.collect(), slips);
    // made as long as they will be, for they are large and would be copied while they grow
    let (said, passages) =
        read.iter().fold((0, 0), |(said, all), (found, own)| (said + found.len(), all + own.len()));
    let (mut out, mut heard) = (Vec::with_capacity(said), Vec::with_capacity(passages));
    for (found, own) in read {
        out.extend(found);
        heard.extend(own);
    }
    let level = |chain: &Chain| {
        let ordinal = chain.title().and_then(|title| context.vocabulary.ordinal(title));
        ordinal.map(|ordinal| context.vocabulary.level_of(ordinal.style))
    };
    let levels: Vec<Option<usize>> = chains.iter().map(level).collect();
    let lists = outline::lists(&reader, (&heard, &levels), context.vocabulary);
    let taught = taught::taught(&reader, &heard);
    for one in lists.into_iter().chain(taught).chain(again::repeated(&reader, &heard)) {
        out.extend(together(one, (&places, &chains), parts, ruleset, context));
    }
    out.extend(slips);
    Spoken { statements: out, heard, places, chains, reader }
}

impl Spoken<'_> {
    /// All statements in reading order, those on tables among them.
    pub(super) fn beside(
        self,
        forms: &[FilledForm],
        parts: &[FoundPart],
        ruleset: &Ruleset,
        context: &Context<'_>,
    ) -> Vec<Statement> {
        let Self { statements: mut out, heard, places, chains, reader } = self;
        let known = related(&out, ruleset, |_| true);
        let proven = related(&out, ruleset, |proof| proof == Proof::Words);
        let is_known = |start| known.contains(&start);
        let is_proven = |start| proven.contains(&start);
        for one in ties(&reader, ruleset, forms, &heard, (&is_known, &is_proven)) {
            out.extend(together(one, (&places, &chains), parts, ruleset, context));
        }
        contradicted(&mut out, ruleset);
        out.sort_by_cached_key(|statement| {
            (statement.text.canonical(statement.range.start), statement.claim)
        });
        out
    }
}

/// Where the figures begin of which relations speak, those of a worth alone.
fn related(
    statements: &[Statement],
    ruleset: &Ruleset,
    is_of: impl Fn(Proof) -> bool,
) -> QuickSet<u32> {
    let is_relation =
        |claim: usize| ruleset.claims.get(claim).is_some_and(|claim| claim.relation.is_some());
    let mut out = QuickSet::default();
    for found in statements.iter().filter(|found| is_relation(found.claim) && is_of(found.proof)) {
        let captures = [&found.captures].into_iter().chain(found.items.iter().flatten());
        let ranges = captures.flat_map(Captures::iter).map(|(_, one)| one.range.start);
        out.extend(ranges.map(|start| found.text.canonical(start)));
    }
    out
}

/// A text is cut into this many pieces, which the idle threads take one by one.
const PIECES: usize = 16;

fn read_places(
    (places, first): (&[ClaimPassage<'_>], usize),
    (chains, reader): (&[Chain], &ProseReader<'_>),
    heading_words: &HeadingWords<'_>,
    parts: &[FoundPart],
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> (Vec<Statement>, Vec<ProsePassage>) {
    let mut out = Vec::new();
    let mut heard = Vec::new();
    let nothing = Arc::new(prose::Read::default());
    // which claims are looked for under the headings at hand
    let mut allowed: (Option<usize>, Vec<bool>) = (None, Vec::new());
    for (nth, place) in places.iter().enumerate() {
        let Some(chain) = chains.get(place.chain) else { continue };
        if allowed.0 != Some(place.chain) {
            allowed = (Some(place.chain), heading_words.allowed(chain));
        }
        let around =
            Surroundings { parts, context, heading: chain.innermost, title: chain.title() };
        // each wording is tried only where all that it needs stands
        let open =
            Open { place, passage: place.text.passage(context.vocabulary), text: OnceCell::new() };
        for (claim, wordings) in ruleset.needles(place.kind).possible(open.passage.chars()) {
            if let (Some(schema), Some(true)) = (ruleset.claims.get(claim), allowed.1.get(claim)) {
                read_claim(claim, schema, &wordings, &open, &around, &mut out);
            }
        }
        if place.kind == ClaimPlace::Text && !reader.is_idle() {
            let read = read_prose(reader, ruleset, &open, &around, &allowed.1, &mut out);
            let read = read.map_or_else(|| Arc::clone(&nothing), Arc::new);
            let further = place.blocks.iter().map(|(from, _)| *from).collect();
            let (text, chain) = (open.text(), place.chain);
            heard.push(ProsePassage { place: first + nth, chain, further, text, read });
        }
    }
    (out, heard)
}

/// The statement of something that paragraphs say together.
fn together(
    one: Together,
    (places, chains): (&[ClaimPassage<'_>], &[Chain]),
    parts: &[FoundPart],
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Option<Statement> {
    let Together { found, text, place, proof } = one;
    let place = places.get(place)?;
    let chain = chains.get(place.chain)?;
    let (heading, title) = (chain.innermost, chain.title());
    let around = Surroundings { parts, context, heading, title };
    let said = statement(found, (place, &around), ruleset, || text)?;
    Some(Statement { proof, ..said })
}

/// The statement of something that was found at a place; `None` where that is outside the parts
/// that its claim is looked for in.
fn statement(
    found: FoundRelation,
    (place, around): (&ClaimPassage<'_>, &Surroundings<'_>),
    ruleset: &Ruleset,
    text: impl FnOnce() -> Arc<LogicalText>,
) -> Option<Statement> {
    let FoundRelation { claim, range, captures, items, certainty, proof, .. } = found;
    let scope = ruleset.claims.get(claim).map_or(&[] as &[usize], |claim| &claim.scope);
    let (block, part) = standing(place, around, scope, range.start)?;
    Some(Statement {
        claim,
        part,
        block,
        text: text(),
        range,
        captures,
        items,
        is_cut_off: false,
        certainty,
        proof,
        heading: around.heading,
        in_contents: place.in_contents,
    })
}

/// Where claims are looked for, and what each needs to know.
struct Surroundings<'a> {
    parts: &'a [FoundPart],
    context: &'a Context<'a>,
    /// Block of the innermost heading above.
    heading: Option<usize>,
    /// Its text, folded.
    title: Option<&'a str>,
}

/// All statements of a claim at a place. Of readings that overlap, by the same wording or by
/// another, the longer one wins, of equally long ones that of the earlier wording.
fn read_claim(
    claim: usize,
    schema: &Claim,
    wordings: &[usize],
    open: &Open<'_, '_>,
    around: &Surroundings<'_>,
    out: &mut Vec<Statement>,
) {
    let place = open.place;
    let mut found: Vec<Read> = Vec::new();
    let as_printed =
        schema.printed.as_ref().map(|_| PatternPassage::printed(open.passage.text.clone()));
    let passage = as_printed.as_ref().unwrap_or(&open.passage);
    for wording in wordings.iter().filter_map(|at| schema.wordings.get(*at)) {
        wording
            .pattern
            .find_each(passage, around.context, |one| found.push(Read::new(wording, one)));
    }
    if let Some(printed) = &schema.printed {
        let exceptions = printed::Exceptions::of(printed, passage, around.context);
        found.retain(|found| !exceptions.hold(&found.range));
    }
    if place.kind == ClaimPlace::Numbered {
        let text = &open.passage.text.text;
        let start = text.len() - text.trim_start().len();
        found.retain(|found| found.range.start == start);
    }
    found.sort_by_key(|found| std::cmp::Reverse(found.range.len()));
    // start and end of those that were taken; none overlap
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for found in found {
        if taken
            .range(..found.range.end)
            .next_back()
            .is_some_and(|(_, end)| found.range.start < *end)
        {
            continue;
        }
        let Some((block, part)) = standing(place, around, &schema.scope, found.range.start) else {
            continue;
        };
        taken.insert(found.range.start, found.range.end);
        let Read { range, captures, items } = found;
        let (text, heading, in_contents) = (open.text(), around.heading, place.in_contents);
        let is_cut_off = breaks_off(open, range.end, &items);
        out.push(Statement {
            claim,
            part,
            block,
            text,
            range,
            captures,
            items,
            is_cut_off,
            certainty: Certainty::Said,
            proof: Proof::Words,
            heading,
            in_contents,
        });
    }
}

/// Whether a passage breaks off in a list that ends at a byte.
fn breaks_off(open: &Open<'_, '_>, end: usize, items: &[Vec<Captures>]) -> bool {
    items.iter().any(|items| !items.is_empty())
        && (open.passage.is_cut_off(end) || open.place.goes_on && open.passage.is_end(end))
}

/// Leaves out amounts of a measure that the same part states in several values: which of them the
/// measure means cannot be told.
fn contradicted(statements: &mut Vec<Statement>, ruleset: &Ruleset) {
    let is_measure = |claim: usize| {
        let measure = ruleset.claims.get(claim).and_then(|claim| claim.measure.as_deref());
        measure.is_some_and(|measure| !measure.is_anywhere)
    };
    let units = &ruleset.vocabulary.units;
    let value = |found: &Statement| {
        let mut stages = found.captures.iter().filter(|(capture, _)| *capture < STAGES.len());
        stages.find_map(|(capture, captured)| match &captured.value {
            CapturedValue::Number(number) => Some((
                capture,
                number.unit.map_or(number.value, |unit| number.value * units.get(unit).times),
            )),
            _ => None,
        })
    };
    let key = |found: &Statement, capture: usize| {
        let words = found.captures.iter().filter_map(|(_, captured)| match &captured.value {
            CapturedValue::Text(text) => Some(text.as_str()),
            _ => None,
        });
        (found.claim, found.part, capture, words.collect::<Vec<_>>().join("\u{1F}"))
    };
    let mut seen: BTreeMap<_, Option<Decimal>> = BTreeMap::new();
    for found in statements.iter().filter(|found| is_measure(found.claim)) {
        if let Some((capture, value)) = value(found) {
            let known = seen.entry(key(found, capture)).or_insert(Some(value));
            if *known != Some(value) {
                *known = None;
            }
        }
    }
    statements.retain(|found| {
        !is_measure(found.claim)
            || value(found).is_none_or(|(capture, _)| {
                seen.get(&key(found, capture)).is_some_and(Option::is_some)
            })
    });
}

/// A passage of running text as it was read.
pub struct ReadPassage {
    /// Its text.
    pub text: LogicalText,
    /// Figures and what is said of them.
    pub read: prose::Read,
    /// The relations whose reading was decided.
    pub found: Vec<FoundRelation>,
}

/// Reads all running text.
#[must_use]
pub fn read_passages(
    document: &Document,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<ReadPassage> {
    let reader = ProseReader::new(ruleset, None);
    let (places, _) = places(document, ruleset, context);
    let passages = places.iter().filter(|place| place.kind == ClaimPlace::Text).map(|place| {
        let text = place.text.passage(context.vocabulary).text;
        let read = reader.read(&text.text);
        let found = reader.relations(&read);
        ReadPassage { text, read, found }
    });
    passages.collect()
}

/// The block and the part in which something stands that begins at a byte of a passage; `None`
/// where that is outside the parts of a scope.
fn standing(
    place: &ClaimPassage<'_>,
    around: &Surroundings<'_>,
    scope: &[usize],
    start: usize,
) -> Option<(usize, Option<usize>)> {
    let before = place.blocks.partition_point(|(from, _)| *from <= start);
    let block = before
        .checked_sub(1)
        .and_then(|at| place.blocks.get(at))
        .map_or(place.block, |(_, block)| *block);
    let part = around.parts.iter().rposition(|part| part.block <= block && block < part.end);
    let found = part.and_then(|part| around.parts.get(part));
    let in_scope = scope.is_empty() || found.is_some_and(|part| scope.contains(&part.part));
    in_scope.then_some((block, part))
}

/// The relations between the figures of a passage, and what was read where it has any.
fn read_prose(
    reader: &ProseReader<'_>,
    ruleset: &Ruleset,
    open: &Open<'_, '_>,
    around: &Surroundings<'_>,
    allowed: &[bool],
    out: &mut Vec<Statement>,
) -> Option<prose::Read> {
    let place = open.place;
    let mut bytes = open.passage.text.text.bytes();
    if !bytes.any(|byte| byte.is_ascii_digit() || byte == 0xEF || byte == 0xE4) {
        return None;
    }
    let mut read = reader.read(&open.passage.text.text);
    let passage = (&read, open.passage.text.text.as_str());
    let measured = reader.measured(passage, around.context, (around.title, allowed));
    for found in reader.relations(&read).into_iter().chain(measured) {
        let is_cut_off = breaks_off(open, found.range.end, &found.items);
        let made = statement(found, (place, around), ruleset, || open.text());
        out.extend(made.map(|made| Statement { is_cut_off, ..made }));
    }
    // all readings of all that is said are more than the rest of it, and nobody asks for them again
    read.said = Vec::new();
    read.let_go_of_words();
    (!read.tokens.figures.is_empty()).then_some(read)
}

/// The words by which claims choose their headings, each once, and which of them each claim wants
/// and shuns.
struct HeadingWords<'a> {
    words: Vec<&'a str>,
    claims: Vec<(Vec<usize>, Vec<usize>)>,
}

impl<'a> HeadingWords<'a> {
    fn new(ruleset: &'a Ruleset) -> Self {
        let mut words: Vec<&str> = Vec::new();
        let mut index = |list: &'a [String]| -> Vec<usize> {
            let at = |word: &'a String| {
                words.iter().position(|known| known == word).unwrap_or_else(|| {
                    words.push(word);
                    words.len() - 1
                })
            };
            list.iter().map(at).collect()
        };
        let claims = ruleset
            .claims
            .iter()
            .map(|claim| (index(&claim.under), index(&claim.not_under)))
            .collect();
        Self { words, claims }
    }

    /// Which claims are looked for under these headings.
    fn allowed(&self, chain: &Chain) -> Vec<bool> {
        let held: Vec<bool> = self
            .words
            .iter()
            .map(|word| chain.headings.iter().any(|(_, heading)| heading.contains(word)))
            .collect();
        let any = |list: &[usize]| list.iter().any(|word| held.get(*word) == Some(&true));
        self.claims
            .iter()
            .map(|(under, not_under)| (under.is_empty() || any(under)) && !any(not_under))
            .collect()
    }
}

/// A reading of a claim, with the numbers that the claim gives its captures.
struct Read {
    range: std::ops::Range<usize>,
    captures: Captures,
    items: Vec<Vec<Captures>>,
}

impl Read {
    fn new(wording: &Wording, found: Match) -> Self {
        // a name may stand in several alternatives: the one that was read counts
        let map = |captures: Vec<Option<Captured>>| {
            Captures::new(
                wording
                    .captures
                    .iter()
                    .zip(captures)
                    .filter_map(|(to, captured)| Some(((*to)?, captured?))),
            )
        };
        let items = found
            .items
            .into_iter()
            .map(|items| items.into_iter().map(|item| map(item.captures)).collect());
        Self { range: found.range, captures: map(found.captures), items: items.collect() }
    }
}
