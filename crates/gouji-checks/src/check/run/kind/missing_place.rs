//! Where what is missing should stand: the place that a reader looks at, and that notes stand at.

use crate::check::evaluate::Evaluator;
use crate::check::seen::place::FigurePlace;
use ecow::EcoString;
use gouji_audit::say::LackingPart;
use gouji_forms::form::FilledForm;
use gouji_rules::pattern::plain_words;
use gouji_rules::ruleset::{Form, RequiredThing};
use gouji_values::document::Block;

/// The place at which what is missing is told.
pub(super) struct Beside {
    pub(super) place: FigurePlace,
    /// The table that it should stand before or behind, where no heading names it.
    pub(super) next_to: Option<NextTo>,
}

/// A table, and on which side of it something should stand.
pub(super) struct NextTo {
    pub(super) title: EcoString,
    pub(super) is_behind: bool,
}

impl Beside {
    fn at(place: FigurePlace) -> Self {
        Self { place, next_to: None }
    }
}

/// Of a column the title of its table; of a sentence the heading that its claim is looked for
/// under; of a table the heading that names it, else the table whose number is next to its own,
/// with words that say so.
pub(super) fn beside(evaluator: &Evaluator<'_>, thing: RequiredThing) -> Option<Beside> {
    let ruleset = evaluator.world.ruleset;
    match thing {
        RequiredThing::Column(form, column) => {
            title_without(evaluator, form, column).map(Beside::at)
        }
        RequiredThing::Claim(claim) => {
            let claim = ruleset.claims.get(claim)?;
            let of_part = || {
                let own = part_of(evaluator, &claim.scope)?;
                Some(FigurePlace::Paragraph { block: own })
            };
            heading(evaluator, &claim.under, false).or_else(of_part).map(Beside::at)
        }
        RequiredThing::Form(form) => {
            let form = ruleset.forms.get(form)?;
            let titles = &form.titles.plain;
            let named = |in_contents| heading(evaluator, titles, in_contents).map(Beside::at);
            named(false).or_else(|| next_to(evaluator, form)).or_else(|| named(true))
        }
    }
}

/// The first block of the part that a claim is looked for in, where the document has it.
fn part_of(evaluator: &Evaluator<'_>, scope: &[usize]) -> Option<usize> {
    let page = &evaluator.world.page;
    let part = page.recognition.parts.iter().find(|part| scope.contains(&part.part))?;
    matches!(page.document.blocks.get(part.block), Some(Block::Paragraph(_))).then_some(part.block)
}

/// The part in which the words of a sentence lack, where they are to stand in one, and whether they
/// stand elsewhere.
pub(super) fn part_lacking(evaluator: &Evaluator<'_>, thing: RequiredThing) -> Option<LackingPart> {
    let RequiredThing::Claim(claim) = thing else { return None };
    let ruleset = evaluator.world.ruleset;
    let claim = ruleset.claims.get(claim)?;
    let first = ruleset.parts.get(*claim.scope.first()?)?;
    let blocks = &evaluator.world.page.document.blocks;
    let title = part_of(evaluator, &claim.scope).and_then(|block| match blocks.get(block)? {
        Block::Paragraph(own) => {
            Some(own.text.text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Block::Table(_) => None,
    });
    let says = |text: &str| {
        let folded: Vec<char> = ruleset.vocabulary.folded(text).chars().collect();
        let holds = |words: &[char]| folded.windows(words.len().max(1)).any(|own| own == words);
        claim.wordings.iter().any(|wording| {
            let plain = wording.pattern.written().map(plain_words).unwrap_or_default();
            !plain.is_empty() && plain.iter().all(|either| either.iter().any(|words| holds(words)))
        })
    };
    let is_elsewhere = blocks.iter().any(|block| match block {
        Block::Paragraph(own) => !own.in_contents && says(&own.text.text),
        Block::Table(_) => false,
    });
    Some(LackingPart {
        is_here: title.is_some(),
        title: title.unwrap_or_else(|| first.id.clone()),
        is_elsewhere,
    })
}

fn title_without(evaluator: &Evaluator<'_>, form: usize, column: usize) -> Option<FigurePlace> {
    let lacks = |filled: &FilledForm| {
        filled.form == form
            && !filled
                .sides
                .iter()
                .any(|side| side.columns.get(column).is_some_and(Option::is_some))
            && filled.caption.title.is_some()
    };
    let form = evaluator.world.page.recognition.forms.iter().position(lacks)?;
    Some(FigurePlace::Caption { form, field: 0 })
}

/// The first heading that holds one of these words, or the line of the contents.
fn heading(evaluator: &Evaluator<'_>, words: &[String], in_contents: bool) -> Option<FigurePlace> {
    let vocabulary = &evaluator.world.ruleset.vocabulary;
    let is_it = |block: &Block| match block {
        Block::Paragraph(own) if own.in_contents == in_contents => {
            let text: String = own.text.text.split_whitespace().collect();
            let text = vocabulary.folded(&text);
            (in_contents || own.heading.is_some())
                && words.iter().any(|word| text.contains(word.as_str()))
        }
        _ => false,
    };
    let block = evaluator.world.page.document.blocks.iter().position(is_it)?;
    Some(FigurePlace::Paragraph { block })
}

/// The table behind which one with this number stands, else the one before which it does.
fn next_to(evaluator: &Evaluator<'_>, form: &Form) -> Option<Beside> {
    let number = |form: &Form| {
        form.numbers.iter().find_map(|number| {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            digits.parse::<u32>().ok()
        })
    };
    let own = number(form)?;
    let world = &evaluator.world;
    let tables = world.page.recognition.forms.iter().enumerate();
    let numbered: Vec<(u32, usize)> = tables
        .filter(|(_, filled)| filled.caption.title.is_some())
        .filter_map(|(at, filled)| Some((number(world.schema(filled)?)?, at)))
        .collect();
    let before = numbered.iter().filter(|(known, _)| *known < own).max_by_key(|(known, _)| *known);
    let behind = numbered.iter().filter(|(known, _)| *known > own).min_by_key(|(known, _)| *known);
    let (at, is_behind) =
        before.map(|(_, at)| (*at, true)).or(behind.map(|(_, at)| (*at, false)))?;
    let place = FigurePlace::Caption { form: at, field: 0 };
    let title = EcoString::from(world.printed(place).text.trim());
    Some(Beside { place, next_to: Some(NextTo { title, is_behind }) })
}
