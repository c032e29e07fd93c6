//! Which tables and sentences a path sees: those of the part that it names, or of the nearest.

use crate::check::evaluate::Evaluator;
pub(in crate::check) use crate::check::evaluate::notes::PartView;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::Missing;
use crate::check::seen::standing::Standing;
use gouji_audit::audit::Why;
use gouji_forms::form::Recognition;
use gouji_rules::formula::PartReference;
use gouji_values::paper::{LAST_YEAR, Paper};
use std::sync::Arc;

impl Evaluator<'_> {
    pub(in crate::check) fn view(&mut self, at: &PartReference) -> Result<PartView, Missing> {
        let innermost =
            self.scopes.iter().rev().find_map(|scope| {
                Some((scope.part(&self.world)?, matches!(scope, Scope::Part(_))))
            });
        let nearest = innermost.map(|(part, _)| part);
        if !self.world.has(at.paper) {
            let words = &self.world.ruleset.vocabulary;
            if self.world.twice.contains(&at.paper) {
                let name = words.paper(at.paper).map_or(LAST_YEAR, |beside| beside.name.as_str());
                return Err(Missing::Unchecked(Why::SeveralBeside { name: name.into() }));
            }
            // the units are there, and this asks for more than one figure of each
            if let Some(beside) = words.paper(at.paper).filter(|beside| beside.level.is_some())
                && Paper::units().any(|unit| self.world.has(unit))
            {
                let name = beside.name.as_str().into();
                return Err(Missing::Unchecked(Why::UnitsNoFigure { name }));
            }
            return Err(Missing::NotApplicable(match words.paper(at.paper) {
                Some(beside) => Why::NotBeside { name: beside.name.as_str().into() },
                None => Why::NoLastYear,
            }));
        }
        let Some((part, key)) = &at.part else {
            return Ok(PartView {
                paper: at.paper,
                parts: None,
                nearest: if at.paper.is_own() { nearest } else { None },
                goes_over: at.paper.is_own() && innermost.is_some_and(|(_, is_part)| is_part),
            });
        };
        let key = match key {
            Some(key) => Some(self.text(key)?),
            None => None,
        };
        let words = &self.world.ruleset.vocabulary;
        let wanted = key.as_ref().map(|key| words.folded(key));
        let keys: &[Option<String>] = if wanted.is_some() { self.part_keys(at.paper) } else { &[] };
        let found: Vec<usize> = self
            .world
            .page_of(at.paper)
            .recognition
            .parts
            .iter()
            .enumerate()
            .filter(|(index, _)| at.only.is_none_or(|only| only == *index))
            .filter(|(index, found)| {
                found.part == *part
                    && wanted.as_ref().is_none_or(|wanted| {
                        keys.get(*index).is_some_and(|key| key.as_ref() == Some(wanted))
                    })
            })
            .map(|(i, _)| i)
            .collect();
        if found.is_empty() {
            let id = self.world.ruleset.parts.get(*part).map_or("", |part| part.id.as_str());
            return Err(Missing::NotApplicable(match key {
                Some(key) => Why::NoPartOf { key: key.into(), part: id.into() },
                None => Why::NoPart { part: id.into() },
            }));
        }
        Ok(PartView { paper: at.paper, parts: Some(found), ..PartView::default() })
    }

    /// The keys of all parts as they are compared, worked out once.
    fn part_keys(&self, paper: Paper) -> &[Option<String>] {
        let words = &self.world.ruleset.vocabulary;
        let parts = &self.world.page_of(paper).recognition.parts;
        let keys = self.part_keys.get(paper.index()).unwrap_or(&self.part_keys[0]);
        keys.get_or_init(|| {
            parts.iter().map(|part| part.key().map(|key| words.folded(&key))).collect()
        })
    }

    /// The parts that a reference means.
    pub(in crate::check) fn parts_of(&mut self, at: &PartReference) -> Result<Vec<usize>, Missing> {
        Ok(self.view(at)?.parts.unwrap_or_default())
    }

    /// Chooses among things that stand in parts: those of the named parts; else of the nearest
    /// part; else those outside parts; else all. Of a part that a rule goes over what stands in its
    /// peers is never meant: a form of a project without funds has none, though the department's
    /// has them.
    pub(in crate::check) fn visible(
        &self,
        view: &PartView,
        all: &[(usize, Option<usize>)],
    ) -> Vec<usize> {
        let pick = |wanted: &dyn Fn(Option<usize>) -> bool| -> Vec<usize> {
            all.iter().filter(|(_, part)| wanted(*part)).map(|(item, _)| *item).collect()
        };
        if let Some(parts) = &view.parts {
            return pick(&|part| part.is_some_and(|part| parts.contains(&part)));
        }
        if let Some(nearest) = view.nearest {
            let near = pick(&|part| part == Some(nearest));
            if !near.is_empty() {
                return near;
            }
        }
        let outside = pick(&|part| part.is_none());
        if !outside.is_empty() {
            return outside;
        }
        let peers = if view.goes_over { self.peers(view.nearest) } else { &[] };
        let kinds = &self.world.page_of(view.paper).recognition.parts;
        let is_peer =
            |part: usize| kinds.get(part).is_some_and(|found| peers.contains(&found.part));
        pick(&|part| !part.is_some_and(is_peer))
    }

    /// The kinds of parts that have the same tables as this one, each its own.
    fn peers(&self, part: Option<usize>) -> &[usize] {
        part.and_then(|part| self.world.page.recognition.parts.get(part))
            .and_then(|found| self.world.ruleset.parts.get(found.part))
            .map_or(&[], |kind| &kind.peers)
    }

    /// The filled forms of a schema that a view sees.
    pub(in crate::check) fn forms(&self, schema: usize, view: &PartView) -> Arc<[usize]> {
        // a rule on a form means that very table
        for scope in self.scopes.iter().rev() {
            if let Scope::Form { paper, form, .. } = scope
                && view.parts.is_none()
                && *paper == view.paper
                && self.world.filled(*paper, *form).is_some_and(|filled| filled.form == schema)
            {
                return Arc::from([*form]);
            }
        }
        let all = self.standing(view.paper).forms(self.recognition(view.paper), schema);
        let seen = || self.without_copies(schema, view.paper, self.visible(view, all));
        if view.parts.is_some() {
            return self.without_reprints(seen(), view).into();
        }
        // few documents print a table twice
        if all.len() > 1 && view.paper.is_own() && self.prints_again() {
            return self.without_reprints(seen(), view).into();
        }
        // most paths name no part: what they see from one place is the same for all
        let mut known = self.seen_from.borrow_mut();
        Arc::clone(known.entry((schema, view.clone())).or_insert_with(|| seen().into()))
    }

    /// Where forms and statements stand: one for all evaluators of a document that share its world.
    pub(in crate::check) fn standing(&self, paper: Paper) -> &Standing {
        let all = self.shared.as_ref().map_or(&self.standing, |shared| &shared.standing);
        all.get(paper.index()).unwrap_or(&all[0])
    }

    /// What was recognised in a document.
    pub(in crate::check) fn recognition(&self, paper: Paper) -> &Recognition {
        self.world.page_of(paper).recognition
    }
}
