//! What the prose layer read, as statements of the claims that relations are.

use super::{Captures, Certainty, Proof};
use gouji_prose::prose::{
    Amount, Filling, Kind, NamedShare, Outcome, Quantity, Read, Reading, Relation, STAGES, Scanner,
    Slot, TIED, Tied, Told, bare_name, holds, holds_with, named_shares, read, slot_index,
};
use gouji_rules::pattern::{Captured, CapturedValue, Context};
use gouji_rules::ruleset::{Claim, NamedMeasure, OWN, ProseWords, Ruleset, measure_key};
use gouji_values::number::{Decimal, Number, Units};
use gouji_values::vocabulary::Vocabulary;
use std::ops::Range;

/// Reads the prose of documents with the words and for the claims of a ruleset.
pub(crate) struct ProseReader<'a> {
    vocabulary: &'a Vocabulary,
    words: &'a ProseWords,
    ruleset: &'a Ruleset,
    /// What the document's own agency is called, folded.
    agency: Option<String>,
    /// Words for the unit itself.
    own_words: &'a [String],
    /// Words that make an amount somebody else's.
    elsewhere: &'a [String],
}

/// The list of the vocabulary with [`ProseReader::elsewhere`].
const ELSEWHERE: &str = "elsewhere";

/// A measure, and what a name says in the open parts of its names.
type NamedClaim = (usize, Vec<(usize, Captured)>);

/// A relation that was found: its claim, where it stands, and its parts.
pub struct FoundRelation {
    /// What was said, in [`Read::said`], where it is a relation.
    pub told: Option<usize>,
    /// How sure it is that the sentence says so.
    pub certainty: Certainty,
    /// What it is worth that its figures agree.
    pub proof: Proof,
    /// Claim.
    pub claim: usize,
    /// Bytes of the passage.
    pub range: Range<usize>,
    /// Parts.
    pub captures: Captures,
    /// Items.
    pub items: Vec<Vec<Captures>>,
}

impl<'a> ProseReader<'a> {
    /// For the relations of a ruleset and a document of an agency.
    #[must_use]
    pub(crate) fn new(ruleset: &'a Ruleset, agency: Option<&str>) -> Self {
        let vocabulary = &ruleset.vocabulary;
        let agency = agency.map(|agency| vocabulary.folded(agency)).filter(|own| !own.is_empty());
        let list = |name: &str| vocabulary.prose.get(name).map_or(&[][..], Vec::as_slice);
        Self {
            vocabulary,
            words: ruleset.prose_words(),
            ruleset,
            agency,
            own_words: list(OWN),
            elsewhere: list(ELSEWHERE),
        }
    }

    /// A name as measures are found by it.
    #[must_use]
    pub(crate) fn key(&self, name: &str) -> String {
        let key = measure_key(name, self.vocabulary);
        match self.agency.as_deref().and_then(|agency| key.strip_prefix(agency)) {
            Some(rest) => measure_key(rest, self.vocabulary),
            None => key,
        }
    }

    /// How many bytes the numbering at the start of a paragraph takes.
    #[must_use]
    pub(crate) fn numbering(&self, paragraph: &str) -> Option<usize> {
        self.vocabulary.ordinal(paragraph).map(|ordinal| ordinal.len)
    }

    fn with_scanner<T>(&self, work: impl FnOnce(&Scanner<'_>) -> T) -> T {
        self.words.with_scanner(self.vocabulary, work)
    }

    /// Whether no rule speaks of relations.
    #[must_use]
    pub(crate) fn is_idle(&self) -> bool {
        self.words.claims.is_empty() && !self.words.has_measures
    }

    /// Reads a passage.
    #[must_use]
    pub(crate) fn read(&self, text: &str) -> Read {
        self.with_scanner(|scanner| read(scanner, text))
    }

    /// The amounts of measures that a passage states. `heading`: the one above the passage; it names
    /// an amount without a name that opens the passage. `allowed`: which claims are looked for there.
    #[must_use]
    pub(crate) fn measured(
        &self,
        (read, text): (&Read, &str),
        context: &Context<'_>,
        (heading, allowed): (Option<&str>, &[bool]),
    ) -> Vec<FoundRelation> {
        if !self.words.has_measures {
            return Vec::new();
        }
        let figures = &read.tokens.figures;
        let mut out = Vec::new();
        // the sentence whose amounts are somebody else's
        let mut other: Option<usize> = None;
        for (nth, amount) in read.amounts.iter().enumerate() {
            if other == Some(amount.sentence) {
                continue;
            }
            if amount.year.is_some() && amount.year != context.year {
                continue;
            }
            let fitting = |name: &str, printed: &str| {
                let mut names = self.named(&self.key(name));
                names.extend(self.open_named(printed, context));
                names.retain(|(claim, _)| allowed.get(*claim) == Some(&true));
                names
            };
            let is_nameless = nth == 0 && amount.name.is_empty() && !amount.is_later;
            let name = heading.filter(|_| is_nameless).unwrap_or(&amount.name);
            let printed = (!is_nameless).then(|| text.get(amount.named.clone())).flatten();
            let own = fitting(name, printed.unwrap_or(""));
            let opening = amount.opening.as_deref().filter(|_| own.is_empty());
            let mut others =
                [amount.listed.as_deref(), opening].into_iter().flatten().map(|(name, range)| {
                    (fitting(name, text.get(range.clone()).unwrap_or("")), range.start)
                });
            let (names, start) =
                others.find(|(names, _)| !names.is_empty()).unwrap_or((own, amount.named.start));
            let is_known = names.iter().any(|one| !takes_all(one, amount.named.len()));
            if !is_known && self.is_of_another(&self.key(&amount.name)) {
                other = Some(amount.sentence);
                continue;
            }
            let Some(figure) = figures.get(amount.figure) else { continue };
            let head = amount.head.as_deref().map(|head| self.key(head));
            for (claim, words) in names {
                let Some(schema) = self.ruleset.claims.get(claim) else { continue };
                let Some(measure) = schema.measure.as_deref() else { continue };
                if !self.is_own(amount, head.as_deref(), (schema, measure), context) {
                    continue;
                }
                let said =
                    amount.stage.map(|stage| STAGES.iter().position(|(own, _)| *own == stage));
                let Some(capture) = said.unwrap_or(measure.unsaid) else { continue };
                let beside = amount.tied().map(|(of, figure, sign)| (tied(of), figure, sign));
                let told = std::iter::once((capture, amount.figure, 1)).chain(beside);
                let told = told.filter_map(|(capture, figure, sign)| {
                    Some((capture, printed_number(figures, figure, sign)?))
                });
                let words = words.into_iter().map(|(at, captured)| {
                    let range = start + captured.range.start..start + captured.range.end;
                    (at, Captured { range, ..captured })
                });
                out.push(FoundRelation {
                    told: None,
                    certainty: Certainty::Said,
                    proof: Proof::Words,
                    claim,
                    range: figure.span.clone(),
                    captures: Captures::new(words.chain(told)),
                    items: Vec::new(),
                });
            }
        }
        let shares = named_shares(read);
        let shares = shares.iter().flat_map(|share| self.share_of(share, figures));
        out.extend(shares.filter(|found| allowed.get(found.claim) == Some(&true)));
        out
    }

    /// A share of a measure.
    fn share_of(&self, share: &NamedShare, figures: &[Quantity]) -> Vec<FoundRelation> {
        let parts =
            (printed_number(figures, share.part, 1), printed_number(figures, share.share, 1));
        let (Some(part), Some(rate)) = parts else { return Vec::new() };
        let range = part.range.start..rate.range.end;
        let captures = [(tied(Tied::Part), part), (tied(Tied::Share), rate)];
        let named = self.named(&self.key(&share.whole)).into_iter();
        named
            .map(|(claim, _)| FoundRelation {
                told: None,
                certainty: Certainty::Said,
                proof: Proof::Words,
                claim,
                range: range.clone(),
                captures: Captures::new(captures.clone()),
                items: Vec::new(),
            })
            .collect()
    }

    /// The measures of which one name is this.
    fn named(&self, key: &str) -> Vec<NamedClaim> {
        let whole = self.ruleset.measures_called(key).into_iter();
        whole.map(|claim| (claim, Vec::new())).collect()
    }

    /// The measures with open names that a name as it is printed fits.
    fn open_named(&self, printed: &str, context: &Context<'_>) -> Vec<NamedClaim> {
        let mut bare = printed;
        // the agency's own name, however wide its brackets are
        if let Some(agency) = &self.agency {
            let ends = printed.char_indices().map(|(at, c)| at + c.len_utf8());
            let own = ends.take_while(|end| *end <= 3 * agency.len()).find(|end| {
                printed.get(..*end).is_some_and(|start| self.vocabulary.folded(start) == *agency)
            });
            bare = own.and_then(|end| printed.get(end..)).unwrap_or(printed);
        }
        while let Some(rest) =
            self.own_words.iter().find_map(|word| bare.strip_prefix(word.as_str()))
        {
            bare = rest;
        }
        let from = printed.len() - bare.len();
        let moved = |range: Range<usize>| range.start + from..range.end + from;
        let known = |at: usize| self.ruleset.claims.get(at)?.measure.as_deref();
        let mut out = Vec::new();
        for claim in self
            .words
            .open_measures(&self.ruleset.claims)
            .iter()
            .copied()
            .filter(|_| !bare.is_empty())
        {
            let mut names = known(claim).into_iter().flat_map(|measure| &measure.open_names);
            let found = names.find_map(|name| {
                let found = name.pattern.matches_whole(bare, context)?;
                let captures = name.captures.iter().zip(found.captures).filter_map(|(to, one)| {
                    let one = one?;
                    Some(((*to)?, Captured { range: moved(one.range), ..one }))
                });
                Some(captures.collect())
            });
            out.extend(found.map(|found| (claim, found)));
        }
        out
    }

    /// Whether a name is that of a measure behind other words: 全市“三公”经费.
    fn is_of_another(&self, key: &str) -> bool {
        const MIN_CHARS: usize = 4;
        let parts = key.char_indices().skip(1).map(|(at, _)| key.split_at(at));
        let mut long = parts.filter(|(_, end)| end.chars().count() >= MIN_CHARS);
        long.any(|(before, end)| {
            self.elsewhere.iter().any(|word| before.contains(word.as_str()))
                && !self.named(end).is_empty()
        })
    }

    /// Whether the words of a clause name nobody else: they are the name of a measure, or none.
    fn is_no_other(&self, lead: &str, context: &Context<'_>) -> bool {
        let name = self.with_scanner(|scanner| bare_name(scanner, lead));
        let key = name.map(|name| self.key(&name));
        key.is_some_and(|key| {
            key.is_empty()
                || !self.named(&key).is_empty()
                || self.open_named(lead, context).iter().any(|one| !takes_all(one, lead.len()))
        })
    }

    /// Whether an amount of this name is that of a measure: first in its sentence, listed under the
    /// whole that it is a part of, or under a heading that leaves no doubt.
    fn is_own(
        &self,
        amount: &Amount,
        head: Option<&str>,
        (schema, measure): (&Claim, &NamedMeasure),
        context: &Context<'_>,
    ) -> bool {
        // 市图书馆：公务接待费
        if amount.lead.as_deref().is_some_and(|lead| !self.is_no_other(lead, context)) {
            return false;
        }
        if measure.is_anywhere || !schema.under.is_empty() {
            return true;
        }
        let Some(head) = head else { return !amount.is_later && !amount.is_item };
        let whole = |claim: usize| {
            self.ruleset.claims.get(claim).is_some_and(|claim| measure.part_of.contains(&claim.id))
        };
        self.named(head).into_iter().any(|(claim, _)| whole(claim))
    }

    /// The relations of a passage whose reading was decided.
    #[must_use]
    pub(crate) fn relations(&self, read: &Read) -> Vec<FoundRelation> {
        let decided = read.said.iter().enumerate().filter(|(_, told)| {
            told.outcome != Outcome::Open && is_sayable(told, &read.tokens.figures)
        });
        let chosen =
            decided.filter_map(|(at, told)| Some((at, told.said.readings.get(told.chosen)?)));
        let found = chosen.flat_map(|(told, (relation, reading))| {
            let claims = self.words.claims.iter().filter(move |(own, _)| own == relation);
            claims.filter_map(move |(relation, claim)| {
                let found =
                    self.found((Some(told), *claim), *relation, reading, &read.tokens.figures)?;
                let outcome = read.said.get(told).map(|told| told.outcome);
                let is_proven = read.said.get(told).is_none_or(|told| told.is_proven);
                let proof = match outcome {
                    Some(Outcome::Doubtful(doubt)) => Proof::Doubt(doubt),
                    _ if is_proven => Proof::Words,
                    _ => Proof::Reading,
                };
                Some(FoundRelation {
                    certainty: match outcome {
                        Some(Outcome::Slipped) => Certainty::OneSlip,
                        _ => Certainty::Said,
                    },
                    proof,
                    ..found
                })
            })
        });
        found.collect()
    }

    /// A relation between figures, as statements of the claims that it is.
    #[must_use]
    pub(crate) fn said(
        &self,
        relation: Relation,
        reading: &Reading,
        figures: &[Quantity],
    ) -> Vec<FoundRelation> {
        let claims = self.words.claims.iter().filter(|(own, _)| *own == relation);
        claims
            .filter_map(|(_, claim)| self.found((None, *claim), relation, reading, figures))
            .collect()
    }

    fn found(
        &self,
        (told, claim): (Option<usize>, usize),
        relation: Relation,
        reading: &Reading,
        figures: &[Quantity],
    ) -> Option<FoundRelation> {
        let units = &self.vocabulary.units;
        let capture = |(slot, filling): &(Slot, Filling)| {
            Some((slot_index(*slot), captured(filling, figures, units)?))
        };
        let captures: Option<Vec<(usize, Captured)>> =
            turned(relation, reading, figures).iter().map(capture).collect();
        let items: Option<Vec<Captures>> = reading
            .items
            .iter()
            .map(|item| Some(Captures::new(item.iter().map(capture).collect::<Option<Vec<_>>>()?)))
            .collect();
        let (captures, items) = (captures?, items?);
        let spans = || {
            captures
                .iter()
                .map(|(_, one)| &one.range)
                .chain(items.iter().flat_map(Captures::iter).map(|(_, one)| &one.range))
        };
        let range =
            spans().map(|range| range.start).min()?..spans().map(|range| range.end).max()?;
        Some(FoundRelation {
            told,
            certainty: Certainty::Said,
            proof: Proof::Words,
            claim,
            range,
            captures: Captures::new(captures),
            items: if items.is_empty() { Vec::new() } else { vec![items] },
        })
    }
}

/// Whether the open part of a name took in all bytes of a name: then it fits any name.
fn takes_all((_, words): &NamedClaim, length: usize) -> bool {
    matches!(words.as_slice(), [(_, only)] if only.range == (0..length))
}

/// The index among the captures of a measure under which something tied to its amount stands.
fn tied(of: Tied) -> usize {
    STAGES.len() + TIED.iter().position(|(own, _)| *own == of).unwrap_or(0)
}

/// A reading of which the grammar is not sure rests on no amount whose rounding is more than its twentieth.
const MAX_COARSE: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// Whether formulas come to the same: they take what is counted in ten thousands at its word.
fn is_sayable(told: &Told, figures: &[Quantity]) -> bool {
    let Some((relation, reading)) = told.said.readings.get(told.chosen) else { return false };
    if matches!(told.outcome, Outcome::Doubtful(_)) {
        return true;
    }
    let own = reading.figures();
    let fails = matches!(told.outcome, Outcome::Fails | Outcome::Slipped);
    // of several readings one that holds only with a rate that was cut off was not meant
    let is_cut = || holds_with(*relation, reading, figures, false) != Some(true);
    if told.outcome == Outcome::HoldsOtherwise && is_cut() {
        return false;
    }
    // 1万元 may be 0.5 to 1.5: with it many readings hold that are not meant
    let is_coarse = |figure: &usize| {
        figures.get(*figure).is_some_and(|figure| {
            figure.kind == Kind::Money && figure.half * MAX_COARSE > figure.value.abs()
        })
    };
    let is_rate = reading.parts.iter().any(|(slot, _)| matches!(slot, Slot::Rate | Slot::Share));
    if told.outcome == Outcome::HoldsOtherwise && is_rate && own.iter().any(is_coarse) {
        return false;
    }
    if !own.iter().any(|figure| {
        figures.get(*figure).is_some_and(|figure| figure.is_multiple && !figure.half.is_zero())
    }) {
        return true;
    }
    let mut exact = figures.to_vec();
    for figure in exact.iter_mut().filter(|figure| figure.is_multiple) {
        figure.half = Decimal::ZERO;
    }
    holds(*relation, reading, &exact) == Some(!fails)
}

/// What is left is told as the larger figure less the smaller.
fn turned(relation: Relation, reading: &Reading, figures: &[Quantity]) -> Vec<(Slot, Filling)> {
    let mut parts = reading.parts.clone();
    if relation == Relation::Left {
        let value = |slot: Slot| {
            parts.iter().find(|(own, _)| *own == slot).and_then(|(_, filling)| match filling {
                Filling::Figure(figure, _) => figures.get(*figure).map(|figure| figure.value),
                _ => None,
            })
        };
        if value(Slot::Value) < value(Slot::Base) {
            for (slot, _) in &mut parts {
                *slot = match *slot {
                    Slot::Value => Slot::Base,
                    Slot::Base => Slot::Value,
                    other => other,
                };
            }
        }
    }
    parts
}

fn captured(filling: &Filling, figures: &[Quantity], units: &Units) -> Option<Captured> {
    let (range, number) = match filling {
        Filling::Figure(figure, sign) => return printed_number(figures, *figure, *sign),
        Filling::Number(figure, value) => {
            let unit = units.find(PER_CENT);
            let number = Number { value: value.round_dp(2), decimals: 2, unit, comparison: None };
            (&figures.get(*figure)?.span, number)
        }
        Filling::Worked { value, like, range } => {
            let like = number(figures.get(*like)?);
            (range, Number { value: *value, decimals: value.scale(), ..like })
        }
        Filling::Counted(value, range) => {
            (range, Number { value: *value, decimals: 0, unit: None, comparison: None })
        }
    };
    Some(Captured { range: range.clone(), value: CapturedValue::Number(number) })
}

const PER_CENT: &str = "%";

/// A figure as formulas read it; with a negative `sign` its number is negative.
fn printed_number(figures: &[Quantity], figure: usize, sign: i8) -> Option<Captured> {
    let figure = figures.get(figure)?;
    let number = number(figure);
    let value = if sign < 0 { -number.value } else { number.value };
    let value = CapturedValue::Number(Number { value, ..number });
    Some(Captured { range: figure.span.clone(), value })
}

/// The number of a figure. Counts of whatever things are compared without their units.
fn number(figure: &Quantity) -> Number {
    let value = figure.printed;
    let plain = Number { value, decimals: figure.decimals, unit: figure.unit, comparison: None };
    /// A whole amount that is set, not rounded, is worked with as if it were printed to so many decimals.
    const SET: u32 = 2;
    let is_set = figure.half.is_zero() && figure.decimals == 0;
    match figure.kind {
        Kind::Money if is_set => Number { decimals: SET, ..plain },
        Kind::Money => Number { decimals: figure.known_decimals(), ..plain },
        Kind::Percent | Kind::Points | Kind::Score => plain,
        // of ten thousands the digits behind the printed ones are not known
        Kind::Count | Kind::Bare if figure.is_multiple => {
            Number { value: figure.value.round_dp(0), decimals: 0, unit: None, comparison: None }
        }
        Kind::Count | Kind::Bare => Number { unit: None, ..plain },
    }
}
