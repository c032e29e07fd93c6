//! `consecutive` and `same`: checks in themselves, one for each element of a list.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::elements::ListElement;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::judge::compare::{Identity, JudgedComparison, PlaceOutcome};
use crate::check::judge::open_lists::{OpenLists, Series};
use crate::check::seen::place::FigurePlace;
use ecow::eco_format;
use gouji_audit::audit::{CheckRelation, CheckedAt, Illegible, Nature, Verdict, Why};
use gouji_rules::formula::{Function, ListNode, Node};
use gouji_rules::pattern::CapturedValue;
use gouji_values::document::Block;
use gouji_values::lang::bilingual;
use gouji_values::number::{Decimal, is_digit};
use gouji_values::paper::Paper;
use gouji_values::vocabulary::Ordinal;
use std::collections::BTreeMap;

impl Evaluator<'_> {
    /// The checks of a series in the current scope, of the rows that `rows` lets in; gives whether
    /// there were any.
    pub(in crate::check) fn series(
        &mut self,
        identity: &Identity<'_>,
        node: &Node,
        rows: Option<&Node>,
        mut emit: impl FnMut(PlaceOutcome),
    ) -> bool {
        let Node::Aggregate(function, list, _) = node else { return false };
        let Ok(mut elements) = self.elements(list) else { return rows.is_none() };
        let mut unknown = Vec::new();
        if let Some(condition) = rows {
            let was = std::mem::replace(&mut self.is_condition, true);
            elements.retain(|element| {
                let truth = self.within(element.scope, |this| this.truth(condition));
                if let (Err(Missing::Unchecked(why)), Some(place)) = (&truth, element.place) {
                    unknown.push((place, Some(why.clone())));
                }
                truth.unwrap_or(false)
            });
            self.is_condition = was;
            self.take_trace();
        }
        // `unique` tells what it could not read itself
        if *function != Function::Unique {
            let places = elements.iter().filter_map(|element| element.place);
            unknown.extend(places.filter_map(|place| self.unreadable(place)));
            unknown.extend(self.of_no_order(*function, &elements));
        }
        let is_of_author = self.world.ruleset.is_of_author(identity.rule);
        if let Some(open) = self.unread_of(identity, unknown).filter(|_| is_of_author) {
            emit(open);
        }
        if is_of_author
            && rows.is_none()
            && *function == Function::Consecutive
            && let Some(open) = self.late_start(identity, &elements)
        {
            emit(open);
        }
        self.series_of(identity, *function, &elements, emit);
        rows.is_none() || !elements.is_empty()
    }

    /// The checks of a series over all sentences of a claim: `consecutive(序号)` on a claim looks
    /// at every sentence.
    pub(in crate::check) fn series_of_claim(
        &mut self,
        identity: &Identity<'_>,
        node: &Node,
        statements: &[usize],
        emit: impl FnMut(PlaceOutcome),
    ) {
        let Node::Aggregate(function, list, _) = node else { return };
        let ListNode::Own(reference) = list.as_ref() else { return };
        let mut elements = Vec::new();
        for statement in statements {
            let scope = Scope::Claim { paper: Paper::OWN, statement: *statement, item: None };
            let own = self.within(scope, |this| this.elements(&ListNode::Own(*reference)));
            elements.extend(own.unwrap_or_default());
        }
        self.series_of(identity, *function, &elements, emit);
    }

    fn series_of(
        &mut self,
        identity: &Identity<'_>,
        function: Function,
        elements: &[ListElement],
        mut emit: impl FnMut(PlaceOutcome),
    ) {
        if function == Function::Unique {
            self.unique_of(identity, elements, emit);
            return;
        }
        let mut open = OpenLists::default();
        let mut first = None;
        let mut runs: BTreeMap<FigurePlace, Vec<FigurePlace>> = BTreeMap::new();
        for element in elements {
            let Some(place) = element.place else { continue };
            let value = self.at(place);
            if function == Function::Consecutive && is_gap(place, &value) {
                // the next number may follow the one that stands here
                open = OpenLists::default();
                continue;
            }
            let Ok(value @ (Value::Number(_) | Value::Text(..) | Value::Date(..))) = value else {
                continue;
            };
            let previous = match (&value, function) {
                (Value::Number(figure), Function::Consecutive) => {
                    open.take(self.series_key(place), place, figure.value)
                }
                (_, Function::Consecutive) => None,
                _ => first.replace(first.unwrap_or(place)),
            };
            let Some(previous) = previous else { continue };
            if function == Function::Consecutive
                && let Value::Number(figure) = &value
                && (figure.value == Decimal::ONE
                    || !self.is_next(previous, figure.value)
                        && self.goes_on_between(previous, place, figure.value))
            {
                // it begins anew, or the one before it is of another kind: no heading but a numbered
                // paragraph, or it stands inside a paragraph
                continue;
            }
            let at = |place| self.world.printed(place).span.start;
            if function == Function::Consecutive
                && self.world.page.document.is_unread_between(at(previous), at(place))
            {
                continue;
            }
            match (&value, function) {
                // of numbers in their order there is one check for all that follow one another
                (Value::Number(figure), Function::Consecutive)
                    if self.is_next(previous, figure.value) =>
                {
                    let mut run = runs.remove(&previous).unwrap_or_else(|| vec![previous]);
                    run.push(place);
                    if run.len() == LONGEST_RUN {
                        emit(self.step(identity, function, (&run, open.lists.len())));
                        run.drain(..run.len() - 1);
                    }
                    runs.insert(place, run);
                }
                _ => emit(self.step(identity, function, (&[previous, place], open.lists.len()))),
            }
        }
        let mut runs: Vec<Vec<FigurePlace>> =
            runs.into_values().filter(|run| run.len() > 1).collect();
        runs.sort_by_key(|run| run.first().map(|place| self.world.printed(*place).span.start));
        for run in runs {
            emit(self.step(identity, function, (&run, open.lists.len())));
        }
    }

    /// The check of the last of some places against the one before it; the others are in order.
    fn step(
        &mut self,
        identity: &Identity<'_>,
        function: Function,
        (run, depth): (&[FigurePlace], usize),
    ) -> PlaceOutcome {
        let [before @ .., previous, place] = run else { return PlaceOutcome::Nothing };
        self.take_trace();
        let stated = self.at(*place);
        let stated_trace = self.take_trace();
        let computed = match (self.at(*previous), function) {
            (Ok(Value::Number(figure)), Function::Consecutive) => {
                let one = self.constant(Decimal::ONE, None);
                self.add(&figure, &one, Decimal::ONE).map(Value::Number)
            }
            (other, _) => other,
        };
        for place in before.iter().rev() {
            self.read(*place);
        }
        let operands = self.take_trace();
        let own = Identity {
            rule: identity.rule,
            number: identity.number,
            at: CheckedAt::Key(format!("{}|{}", self.key_of(identity), depth.max(1)).into()),
            nature: identity.nature,
            expression: identity.expression.clone(),
        };
        let mut outcome = self.conclude(
            &own,
            CheckRelation::Equal,
            function == Function::Same,
            (stated, stated_trace),
            (computed, operands),
            None,
        );
        // numbering is no figure that could be made to add up
        if let (Function::Consecutive, PlaceOutcome::Check(check)) = (function, &mut outcome) {
            check.sides = None;
        }
        outcome
    }

    /// A place of which nothing can be said because what it prints cannot be read; why.
    fn unreadable(&mut self, place: FigurePlace) -> Option<(FigurePlace, Option<Why>)> {
        let value = self.at(place);
        self.take_trace();
        match value {
            Err(Missing::Unchecked(why)) => Some((place, Some(why))),
            _ => None,
        }
    }

    /// Places of a series that are no part of it: words with digits that tell no number, parts of numbers;
    /// where nothing at all was read, all that it looked at.
    fn of_no_order(
        &mut self,
        function: Function,
        elements: &[ListElement],
    ) -> Vec<(FigurePlace, Option<Why>)> {
        let is_order = function == Function::Consecutive;
        let places: Vec<FigurePlace> = elements.iter().filter_map(|own| own.place).collect();
        let values: Vec<_> = places.iter().map(|place| (*place, self.at(*place))).collect();
        self.take_trace();
        let is_read = |value: &Value| match value {
            Value::Number(figure) => !is_order || is_ordinal(figure.value),
            Value::Text(..) | Value::Date(..) => !is_order,
            _ => false,
        };
        let is_none = !values.iter().any(|(_, value)| value.as_ref().is_ok_and(is_read));
        let mut out = Vec::new();
        for (place, value) in values {
            let told = match value {
                Ok(value) if is_read(&value) => continue,
                Ok(Value::Blank(Some(_))) if is_none => None,
                Ok(Value::Number(_)) => Some(self.world.printed(place).text.to_string()),
                Ok(Value::Text(text, _)) if is_none || text.chars().any(is_digit) => {
                    Some(text.to_string())
                }
                _ => continue,
            };
            let why = told.map(|text| {
                let short = text.trim().chars().take(SHOWN).collect();
                let label = self.world.label(place).into();
                Why::CellUnreadable { label, how: Illegible::NoOrdinal { text: short } }
            });
            out.push((place, why));
        }
        out
    }

    /// What stands in a list twice.
    fn unique_of(
        &mut self,
        identity: &Identity<'_>,
        elements: &[ListElement],
        mut emit: impl FnMut(PlaceOutcome),
    ) {
        let mut known: BTreeMap<String, FigurePlace> = BTreeMap::new();
        let mut unknown: Vec<(FigurePlace, Option<Why>)> = Vec::new();
        let (mut are_words, mut is_any_twice) = (true, false);
        for (number, element) in elements.iter().enumerate() {
            let Some(place) = element.place else { continue };
            let words = match self.at(place) {
                Ok(Value::Number(figure)) => {
                    are_words = false;
                    figure.value.normalize().to_string()
                }
                Ok(Value::Text(text, _)) => self.world.ruleset.vocabulary.folded(&text),
                Ok(Value::Date((year, month, day), _)) => format!("{year}-{month:02}-{day:02}"),
                Ok(Value::Blank(Some(_))) => {
                    if !self.within(element.scope, |this| this.is_row_without_words()) {
                        unknown.push((place, None));
                    }
                    continue;
                }
                Err(Missing::Unchecked(why)) => {
                    unknown.push((place, Some(why)));
                    continue;
                }
                _ => continue,
            };
            if words.trim().is_empty() {
                continue;
            }
            let Some(before) = known.get(&words).copied() else {
                known.insert(words, place);
                continue;
            };
            is_any_twice = true;
            self.take_trace();
            self.read(place);
            self.read(before);
            let both = self.take_trace();
            let printed: String = self.world.printed(place).text.split_whitespace().collect();
            let own = Identity {
                rule: identity.rule,
                number: identity.number,
                at: CheckedAt::Key(format!("{}|{number}", self.key_of(identity)).into()),
                nature: Nature::Reported,
                expression: identity.expression.clone(),
            };
            let words =
                bilingual!("{printed} 重复，前面已有", "{printed} stands again; it stood before");
            emit(self.reported(&own, &both, words));
        }
        if !self.world.ruleset.is_of_author(identity.rule) {
            return;
        }
        match self.unread_of(identity, unknown) {
            Some(open) => emit(open),
            None if are_words && !is_any_twice && known.len() > 1 => {
                emit(self.all_differ(identity, known.into_values().collect()));
            }
            None => {}
        }
    }

    /// That words of a list all differ: another word for one of two would have been told. Of a number
    /// that cannot be said; that it stands once does not make it right.
    fn all_differ(
        &mut self,
        identity: &Identity<'_>,
        mut places: Vec<FigurePlace>,
    ) -> PlaceOutcome {
        places.sort_by_key(|place| self.world.span(*place).0.start);
        self.take_trace();
        for place in places.iter().take(2) {
            self.read(*place);
        }
        let first = self.take_trace();
        let figures = self.figures_of(&first, &[]);
        let judged = JudgedComparison {
            stated: Some(eco_format!("{} 个各不相同", places.len())),
            ..JudgedComparison::bare(Verdict::Holds)
        };
        let own = Identity {
            rule: identity.rule,
            number: identity.number,
            at: identity.at.clone(),
            nature: Nature::Reported,
            expression: identity.expression.clone(),
        };
        PlaceOutcome::Check(self.check(&own, CheckRelation::NotEqual, judged, figures))
    }

    /// That some of the elements are blank or could not be read: one check for all of them.
    fn unread_of(
        &mut self,
        identity: &Identity<'_>,
        unknown: Vec<(FigurePlace, Option<Why>)>,
    ) -> Option<PlaceOutcome> {
        let (first, why) = unknown.first()?;
        let name = self.world.label(*first);
        let why = why.clone().unwrap_or(Why::StatedBlank { name: name.into() });
        self.take_trace();
        for (place, _) in &unknown {
            self.read(*place);
        }
        let all = self.take_trace();
        let figures = self.figures_of(&all, &[]);
        let own = Identity {
            rule: identity.rule,
            number: identity.number,
            at: CheckedAt::Key(format!("{}|unread{}", self.key_of(identity), unknown.len()).into()),
            nature: identity.nature,
            expression: identity.expression.clone(),
        };
        Some(PlaceOutcome::Check(self.undecided(&own, CheckRelation::Equal, why, figures)))
    }

    fn series_key(&self, place: FigurePlace) -> Series {
        match place {
            FigurePlace::Capture { paper, statement, item, capture } => {
                let style = match self
                    .world
                    .capture(paper, statement, item, capture)
                    .map(|captured| &captured.value)
                {
                    Some(CapturedValue::Ordinal { style, .. }) => Some(*style),
                    _ => None,
                };
                // a heading is counted among those of its style below the nearest higher heading
                Series { under: self.parent_heading(statement, style), style }
            }
            _ => Series::default(),
        }
    }

    /// Whether a number is the one behind that of a place.
    fn is_next(&mut self, previous: FigurePlace, value: Decimal) -> bool {
        matches!(self.at(previous), Ok(Value::Number(before)) if before.value + Decimal::ONE == value)
    }

    /// Whether the number before this one stands between the two places: at the start of a
    /// paragraph in whatever style (五、 6、 七、), inside one in that of this number.
    fn goes_on_between(&self, previous: FigurePlace, place: FigurePlace, value: Decimal) -> bool {
        let block = |place: FigurePlace| match place {
            FigurePlace::Capture { paper, statement, .. } => {
                self.world.statement(paper, statement).map(|found| found.block)
            }
            _ => None,
        };
        let (Some(from), Some(to)) = (block(previous), block(place)) else {
            return false;
        };
        let is_before = |ordinal: Ordinal| Decimal::from(ordinal.value) + Decimal::ONE == value;
        let document = self.world.page.document;
        let style = self.series_key(place).style;
        let between = document.blocks.get(from..to).unwrap_or(&[]);
        between.iter().enumerate().any(|(nth, content)| match content {
            Block::Paragraph(paragraph) => {
                let own = paragraph.ordinal.filter(|_| nth > 0 && !paragraph.in_contents);
                own.is_some_and(is_before)
                    || style.is_some_and(|style| {
                        self.numbers_inside(&paragraph.text.text)
                            .any(|ordinal| ordinal.style == style && is_before(ordinal))
                    })
            }
            Block::Table(table) => {
                let rows = document.tables.get(*table).map_or(&[] as &[_], |table| &table.rows);
                rows.iter().flatten().any(|cell| {
                    self.world.ruleset.vocabulary.ordinal(&cell.text.text).is_some_and(is_before)
                })
            }
        })
    }

    /// The numberings inside a paragraph, each behind a mark or a blank.
    fn numbers_inside(&self, text: &str) -> impl Iterator<Item = Ordinal> {
        let marks = text.char_indices().filter(|(_, c)| !c.is_alphanumeric());
        marks.filter_map(|(at, c)| {
            self.world.ruleset.vocabulary.ordinal(text.get(at + c.len_utf8()..)?)
        })
    }

    /// The nearest heading above that is of a higher style.
    fn parent_heading(&self, statement: usize, style: Option<usize>) -> Option<usize> {
        let found = self.world.statement(Paper::OWN, statement)?;
        let document = self.world.page.document;
        let level = style.unwrap_or(usize::MAX);
        document.blocks.get(..found.block)?.iter().enumerate().rev().find_map(|(block, content)| {
            match content {
                Block::Paragraph(paragraph)
                    if !paragraph.in_contents
                        && paragraph
                            .heading
                            .is_some_and(|heading| usize::from(heading) < level) =>
                {
                    Some(block)
                }
                _ => None,
            }
        })
    }
}

/// Numbers in their order that one check tells, at most.
const LONGEST_RUN: usize = 100;

/// Characters of a cell that are shown, at most.
const SHOWN: usize = 20;

/// Whether a cell of a series has a number that was not read.
fn is_gap(place: FigurePlace, value: &Evaluated) -> bool {
    matches!(place, FigurePlace::Cell { .. })
        && match value {
            Ok(Value::Number(figure)) => !is_ordinal(figure.value),
            Ok(Value::Text(text, _)) => text.chars().any(is_digit),
            Err(Missing::Unchecked(_)) => true,
            _ => false,
        }
}

/// Whether a number numbers something.
fn is_ordinal(value: Decimal) -> bool {
    value.fract().is_zero() && !value.is_sign_negative()
}
