//! Rules on the sections that a document must have: those of its contents page, of the blank form,
//! or of the rule.
//!
//! Deliberately absent: certainty. A title counts as there where its letters stand anywhere, or
//! nearly; what may stand in a page that was not read is not asked for.

use super::required::{names_missing, own_words};
use super::{Runs, told, whole};
use crate::check::evaluate::Evaluator;
use crate::check::judge::compare::PlaceOutcome;
use crate::check::judge::progress::RuleRun;
use crate::check::seen::letters::{BodyLines, letters, title_letters, title_of};
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::{CheckRelation, CheckedAt, Why};
use gouji_audit::say::{OutlineFault, named, outline};
use gouji_rules::ruleset::{OutlineDemand, OutlineLook, OutlineSource, Rule};
use gouji_values::document::{Block, Document};
use gouji_values::lang::BilingualText;
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What parts the names of a section, as it is typed.
const BARS: [char; 2] = ['|', '\u{FF5C}'];
/// A shorter title is no title, or stands anywhere.
const SHORTEST: usize = 4;
/// A contents page lists at least so many.
const ENTRIES: usize = 3;

/// `outline`
pub(super) struct RunsOutline;

/// A section that an outline lists.
struct Section {
    /// As it is shown.
    title: String,
    /// Its letters under each of its names.
    names: Vec<String>,
    /// Where the contents page of the document lists it.
    entry: Option<usize>,
    /// The level of its number.
    level: Option<usize>,
}

impl Runs for RunsOutline {
    fn here(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        at: &CheckedAt,
        run: &mut RuleRun<'_>,
    ) {
        let Some(demand) = rule.demand.outline() else { return };
        let world = evaluator.world;
        let (document, words) = (world.page.document, &world.ruleset.vocabulary);
        let sections = match sections(demand, document, world.template, words) {
            Ok(sections) => sections,
            Err(why) => return run.take(PlaceOutcome::NotApplicable(why)),
        };
        // a rule's own outline is asked of documents of the kinds that it names, or that follow it
        let is_listed = matches!(demand.source, OutlineSource::Listed(_));
        let titles = if is_listed { title_lines(document, words) } else { Vec::new() };
        let is_asked = || {
            world.ruleset.is_of_author(rule) && !rule.documents.is_empty()
                || is_followed(&sections, &titles)
        };
        if is_listed && !is_asked() {
            return run.take(PlaceOutcome::NotApplicable(Why::OtherOutline));
        }
        run.looked = true;
        let shared = evaluator.shared.clone();
        let own = OnceLock::new();
        let body = || {
            let known = shared.as_ref().map_or(&own, |shared| &shared.titles);
            known.get_or_init(|| BodyLines::of(document, words))
        };
        let lacking: Vec<&Section> = match demand.look {
            OutlineLook::Presence => {
                let stands: Vec<bool> = sections
                    .iter()
                    .map(|section| {
                        titles.iter().any(|(_, line)| section.is_in(line))
                            || section.stands(body(), document, words)
                    })
                    .collect();
                missing(&sections, &stands)
            }
            OutlineLook::Order => out_of_order(&sections, body()),
            OutlineLook::Pages => pages_down(&sections, document),
        };
        if lacking.is_empty() {
            return run.take(told(evaluator, &whole(rule, at), None));
        }
        if !document.unread.is_empty() && demand.look != OutlineLook::Pages {
            let (identity, why) = (whole(rule, at), Why::PagesUnread);
            let check = evaluator.undecided(&identity, CheckRelation::NotEqual, why, Vec::new());
            return run.take(PlaceOutcome::Check(check));
        }
        let fault = match demand.source {
            _ if demand.look == OutlineLook::Order && is_listed => OutlineFault::ListedOrder,
            _ if demand.look == OutlineLook::Order => OutlineFault::Order,
            _ if demand.look == OutlineLook::Pages => OutlineFault::Pages,
            OutlineSource::Contents => OutlineFault::Listed,
            OutlineSource::Template | OutlineSource::Listed(_) => OutlineFault::Lacking,
        };
        // what is missing is told once, each page number by itself
        let groups: Vec<Vec<&Section>> = match demand.look {
            OutlineLook::Pages => lacking.into_iter().map(|section| vec![section]).collect(),
            OutlineLook::Presence | OutlineLook::Order => vec![lacking],
        };
        for (nth, group) in groups.into_iter().enumerate() {
            let titles: Vec<String> = group.iter().map(|section| section.title.clone()).collect();
            let said = match own_words(rule, &named(&titles)) {
                Some(own) if names_missing(rule) => BilingualText::same(own),
                own => outline(own, fault, &titles),
            };
            let mut places: Vec<usize> = group.iter().filter_map(|section| section.entry).collect();
            if demand.look == OutlineLook::Pages {
                places.extend(group.iter().filter_map(|own| entry_above(own, &sections)));
            }
            if places.is_empty() {
                let beside = group.first().and_then(|first| before(first, &sections, body()));
                let beginning = || document.paragraphs().next().map(|(block, _)| block);
                places.extend(beside.or_else(beginning));
            }
            let cites = places.into_iter().map(|block| FigurePlace::Paragraph { block }).collect();
            let at = match nth {
                0 => at.clone(),
                _ => CheckedAt::Key(format!("{}|{nth}", rule.id).into()),
            };
            run.take(told(evaluator, &whole(rule, &at), Some((said, cites))));
        }
    }
}

impl Section {
    fn of(title: &str, entry: Option<usize>, words: &Vocabulary) -> Self {
        let names = title.split(BARS).map(|name| title_letters(name, words)).collect();
        let level = words.ordinal(title.trim()).map(|ordinal| words.level_of(ordinal.style));
        let title = title_of(title.split(BARS).next().unwrap_or(title), words);
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { title, names, entry, level }
    }

    /// A section of a blank form: what of its title is printed in every document, without the remark
    /// in brackets behind it and what is to be filled in.
    fn of_form(self, words: &Vocabulary) -> Option<Self> {
        let title = self.title.split(['\u{FF08}', '(']).next().unwrap_or(&self.title);
        let mut pieces = vec![title];
        for slot in words.prose.get("form_slots").into_iter().flatten() {
            pieces = pieces.into_iter().flat_map(|piece| piece.split(slot.as_str())).collect();
        }
        let longest = pieces.into_iter().max_by_key(|piece| piece.chars().count())?;
        Some(Self::of(longest, None, words)).filter(Self::is_title)
    }

    fn stands(&self, body: &BodyLines, document: &Document, words: &Vocabulary) -> bool {
        self.names.iter().any(|name| body.has(name, document, words))
    }

    /// Whether a line has one of its names.
    fn is_in(&self, line: &str) -> bool {
        self.names.iter().any(|name| line.contains(name))
    }

    /// The block of its title in the body.
    fn block(&self, body: &BodyLines) -> Option<usize> {
        self.names.iter().find_map(|name| body.line_of(name))
    }

    fn is_title(&self) -> bool {
        self.names.iter().all(|name| name.chars().count() >= SHORTEST)
    }
}

/// The sections of an outline; why there is none.
fn sections(
    demand: &OutlineDemand,
    document: &Document,
    template: Option<&Document>,
    words: &Vocabulary,
) -> Result<Vec<Section>, Why> {
    let paragraphs = |document: &Document, is_listed: bool| {
        let of = move |(block, content): (usize, &Block)| match content {
            // a remark between the entries is none
            Block::Paragraph(own) if is_listed && own.in_contents => {
                let is_note = |word: &String| own.text.text.trim_start().starts_with(word.as_str());
                let is_note = words.note.iter().any(is_note);
                (!is_note).then(|| Section::of(&own.text.text, Some(block), words))
            }
            Block::Paragraph(own) if !is_listed && !own.in_contents && own.heading.is_some() => {
                Some(Section::of(&own.text.text, None, words))
            }
            _ => None,
        };
        let found = document.blocks.iter().enumerate().filter_map(of);
        found.filter(Section::is_title).collect::<Vec<_>>()
    };
    let mut out: Vec<Section> = match &demand.source {
        OutlineSource::Contents => {
            let listed = paragraphs(document, true);
            if listed.len() < ENTRIES {
                return Err(Why::NoContents);
            }
            // tables may lie in a file of their own
            let has_tables = !document.tables.is_empty() || demand.look == OutlineLook::Pages;
            let is_table = |section: &Section| {
                let mut ends = words.form_title.iter();
                ends.any(|end| section.title.ends_with(end.as_str()))
            };
            listed.into_iter().filter(|section| has_tables || !is_table(section)).collect()
        }
        OutlineSource::Template => {
            let form = paragraphs(template.ok_or(Why::NoTemplate)?, false);
            form.into_iter().filter_map(|section| section.of_form(words)).collect()
        }
        OutlineSource::Listed(names) => {
            names.iter().map(|name| Section::of(name, None, words)).collect()
        }
    };
    // one that is listed twice is asked for once, and stands in two places
    let mut listed: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for section in &out {
        *listed.entry(section.names.clone()).or_default() += 1;
    }
    match demand.look {
        OutlineLook::Presence => out.retain(|section| listed.remove(&section.names).is_some()),
        OutlineLook::Order => out.retain(|section| listed.get(&section.names) == Some(&1)),
        OutlineLook::Pages => {}
    }
    Ok(out)
}

/// The sections whose titles stand elsewhere in the body than in the outline: all but the most that
/// keep its order.
fn out_of_order<'s>(sections: &'s [Section], body: &BodyLines) -> Vec<&'s Section> {
    let placed: Vec<(usize, &Section)> =
        sections.iter().filter_map(|section| Some((section.block(body)?, section))).collect();
    // of each the length of the longest row that ends with it, and what stands before it there
    let mut rows: Vec<(usize, Option<usize>)> = Vec::with_capacity(placed.len());
    for (at, (block, _)) in placed.iter().enumerate() {
        let before = placed.iter().zip(&rows).enumerate().take(at);
        let longest = before
            .filter(|(_, ((other, _), _))| other <= block)
            .max_by_key(|(index, (_, (length, _)))| (*length, *index))
            .map(|(index, (_, (length, _)))| (*length, index));
        rows.push(longest.map_or((1, None), |(length, index)| (length + 1, Some(index))));
    }
    let last = (0..rows.len()).max_by_key(|at| rows.get(*at).map_or(0, |(length, _)| *length));
    let kept: Vec<usize> =
        std::iter::successors(last, |at| rows.get(*at).and_then(|(_, before)| *before)).collect();
    let placed = placed.into_iter().enumerate();
    placed.filter(|(at, _)| !kept.contains(at)).map(|(_, (_, section))| section).collect()
}

/// The sections that do not stand in the body, but for those over a part of which the first section
/// does: a part may begin without its title.
fn missing<'s>(sections: &'s [Section], stands: &[bool]) -> Vec<&'s Section> {
    let both = sections.iter().zip(stands);
    let behind = both.clone().skip(1).map(Some).chain([None]);
    let is_missing = |((own, stands), next): ((&'s Section, &bool), Option<(&Section, &bool)>)| {
        let begins = next.is_some_and(|(next, stands)| {
            *stands && own.level.zip(next.level).is_some_and(|(own, next)| own < next)
        });
        (!stands && !begins).then_some(own)
    };
    both.zip(behind).filter_map(is_missing).collect()
}

/// The entries of a contents page whose page is before that of the entry above, where the next one
/// goes on from there (24, 8, 25); where it does not, another list begins.
fn pages_down<'s>(sections: &'s [Section], document: &Document) -> Vec<&'s Section> {
    let entry = |block: usize| match document.blocks.get(block) {
        Some(Block::Paragraph(own)) if own.in_contents => Some(own.text.text.trim_end()),
        _ => None,
    };
    let page = |section: &Section| -> Option<u32> {
        let text = entry(section.entry?)?;
        let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
        text.get(before.len()..)?.parse().ok().filter(|page| *page > 0)
    };
    let is_one_list = |first: &Section, last: &Section| {
        let (first, last) = (first.entry.unwrap_or(0), last.entry.unwrap_or(0));
        (first..last).all(|block| entry(block).is_some())
    };
    let goes_down = |around: &&[Section]| match around {
        [above, own, next] if is_one_list(above, next) => {
            match (page(above), page(own), page(next)) {
                (Some(above), Some(own), Some(next)) => own < above && next >= above,
                _ => false,
            }
        }
        _ => false,
    };
    sections.windows(3).filter(goes_down).filter_map(|around| around.get(1)).collect()
}

/// The line of the contents page above that of a section.
fn entry_above(section: &Section, sections: &[Section]) -> Option<usize> {
    let at = sections.iter().position(|other| std::ptr::eq(other, section))?;
    sections.get(at.checked_sub(1)?)?.entry
}

/// The letters of headings, and of the lines of the contents page: whether it is a heading.
fn title_lines(document: &Document, words: &Vocabulary) -> Vec<(bool, String)> {
    let titles = document.paragraphs().filter(|(_, own)| own.heading.is_some() || own.in_contents);
    titles.map(|(_, own)| (!own.in_contents, letters(&own.text.text, words))).collect()
}

/// Whether most sections of an outline stand in headings of the document.
fn is_followed(sections: &[Section], titles: &[(bool, String)]) -> bool {
    let stands = |section: &&Section| {
        titles.iter().any(|(is_heading, line)| *is_heading && section.is_in(line))
    };
    sections.iter().filter(stands).count() * 3 >= sections.len() * 2
}

/// The title behind which a section should stand.
fn before(section: &Section, sections: &[Section], body: &BodyLines) -> Option<usize> {
    let at = sections.iter().position(|other| std::ptr::eq(other, section))?;
    let place = |before: &Section| {
        let about = || before.names.iter().find_map(|name| body.line_with(name));
        before.block(body).or_else(about)
    };
    sections.iter().take(at).rev().find_map(place)
}
