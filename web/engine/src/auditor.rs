//! A run: documents one by one, and what is made of them. Rules are compiled once for all.

use crate::{BOOKS, misasked, refused, told};
use gouji::annotate::{CopyOptions, annotate};
use gouji::desk::DeskRules;
use gouji::engine::{Companion, Facts, companions};
use gouji::error::UnreadableCode;
use gouji::ledger::{Changes, Ledger, read, workbook};
use gouji::opinion::{Opinion, docx, html};
use gouji::report::{Imprint, RunTotals};
use gouji::{Audit, DocumentOutcome, Engine, Format, Options, Unreadable};
use js_sys::{Array, Uint8Array};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// What is kept of a document whatever else is forgotten.
struct Piece {
    totals: RunTotals,
    opinion: Opinion,
    changes: Option<Changes>,
}

/// A run over documents that are known by their index.
#[wasm_bindgen]
pub struct Auditor {
    engine: Engine,
    options: Options,
    facts: BTreeMap<usize, Option<Facts>>,
    pieces: BTreeMap<usize, Piece>,
    /// Whole audits, the oldest first; they are made anew when they are asked for again.
    kept: VecDeque<(usize, usize, DocumentOutcome)>,
    ledger: Ledger,
    follows: bool,
}

/// Whole audits are kept up to so much, in the bytes of their texts and a guess for each check.
const KEPT: usize = 48 << 20;
/// What a check takes, as a guess.
const CHECK: usize = 1 << 10;

#[wasm_bindgen]
impl Auditor {
    /// An engine with the rules that are asked for.
    #[wasm_bindgen(constructor)]
    pub fn new(asked: &str) -> Result<Auditor, JsValue> {
        let asked: DeskRules = serde_json::from_str(asked).map_err(|error| misasked(&error))?;
        let asked = DeskRules { brief: true, ..asked };
        let engine = asked.engine(BOOKS).map_err(|mistakes| refused(&mistakes))?;
        let imprint = Imprint {
            date: asked.today.clone(),
            ruleset_digest: engine.rulebook().digest(),
            ..Imprint::default()
        };
        let mut ledger = Ledger::default();
        if let Some(today) = asked.today {
            ledger.set_day(today);
        }
        Ok(Self {
            engine,
            options: Options { imprint, ..Options::default() },
            facts: BTreeMap::new(),
            pieces: BTreeMap::new(),
            kept: VecDeque::new(),
            ledger,
            follows: false,
        })
    }

    /// Doubtful places in the rule files.
    #[must_use]
    pub fn warnings(&self) -> String {
        told(self.engine.warnings()).to_string()
    }

    /// Follows findings in a ledger of the run before.
    pub fn follow(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let mut ledger = read(bytes).map_err(|why| JsError::new(&why))?;
        if let Some(today) = &self.options.imprint.date {
            ledger.set_day(today.clone());
        }
        self.ledger = ledger;
        self.follows = true;
        Ok(())
    }

    /// Finds agency, year and kind of a document, so that others can be judged beside it.
    pub fn facts(&mut self, index: usize, path: &str, bytes: &[u8]) {
        self.facts.insert(index, self.engine.facts(&[(path, bytes)]));
    }

    /// Notes that nothing is known of a document.
    #[wasm_bindgen(js_name = withoutFacts)]
    pub fn without_facts(&mut self, index: usize) {
        self.facts.insert(index, None);
    }

    /// For each of so many documents those that it is judged beside, by name and index.
    #[must_use]
    pub fn companions(&self, count: usize) -> String {
        let facts: Vec<Option<Facts>> =
            (0..count).map(|index| self.facts.get(&index).cloned().flatten()).collect();
        json!(companions(&facts, &self.engine.rulebook().vocabulary())).to_string()
    }

    /// Audits a document beside others: arrays of a name, an index, a path and bytes. Gives what it
    /// came to.
    pub fn audit(&mut self, index: usize, path: &str, bytes: &[u8], others: &Array) -> String {
        let beside: Vec<_> = others
            .iter()
            .filter_map(|other| {
                let other = Array::from(&other);
                let at = other.get(1).as_f64()? as usize;
                let (name, path) = (other.get(0).as_string()?, other.get(2).as_string()?);
                let bytes = Uint8Array::new(&other.get(3)).to_vec();
                Some((name, at, self.engine.prepare(&path, &bytes).ok()?))
            })
            .collect();
        let companions: Vec<Companion<'_>> = beside
            .iter()
            .map(|(name, at, prepared)| Companion { name, index: *at, prepared })
            .collect();
        let outcome = self
            .engine
            .prepare(path, bytes)
            .map(|prepared| self.engine.judge_beside(prepared, &companions));
        drop(beside);
        self.keep(index, outcome)
    }

    /// Notes that an audit brought the engine down, or took too long.
    pub fn failed(&mut self, index: usize, path: &str, message: &str) -> String {
        self.keep(index, Err(Unreadable::new(path, UnreadableCode::Internal, message)))
    }

    /// Whether the whole audit of a document is at hand.
    #[must_use]
    pub fn holds(&self, index: usize) -> bool {
        self.kept.iter().any(|(own, ..)| *own == index)
    }

    /// Whether anything is known of a document.
    #[must_use]
    pub fn knows(&self, index: usize) -> bool {
        self.pieces.contains_key(&index)
    }

    /// The report on a document alone.
    pub fn report(&self, index: usize, format: &str) -> Result<Vec<u8>, JsError> {
        let audit = Audit { documents: vec![self.outcome(index)?.clone()], ..Audit::default() };
        Ok(named(format)?.render(&audit, &self.options))
    }

    /// What stands before, between and behind the documents of a report on several, and the piece of
    /// one of them.
    #[wasm_bindgen(js_name = reportBegin)]
    pub fn report_begin(&self, format: &str) -> Result<Vec<u8>, JsError> {
        Ok(named(format)?.begin(&self.options))
    }

    #[wasm_bindgen(js_name = reportPiece)]
    pub fn report_piece(&self, index: usize, format: &str) -> Result<Vec<u8>, JsError> {
        Ok(named(format)?.document(self.outcome(index)?, &self.options))
    }

    #[wasm_bindgen(js_name = reportBetween)]
    pub fn report_between(&self, format: &str) -> Result<Vec<u8>, JsError> {
        Ok(named(format)?.between().to_vec())
    }

    #[wasm_bindgen(js_name = reportEnd)]
    pub fn report_end(&self, format: &str) -> Result<Vec<u8>, JsError> {
        Ok(named(format)?.end(&self.totals(), &self.options))
    }

    /// The page that leads to the reports, whose files are named in the order of the documents.
    #[wasm_bindgen(js_name = indexPage)]
    #[must_use]
    pub fn index_page(&self, files: Vec<String>) -> Vec<u8> {
        Format::HTML.index(&self.totals(), &files, &self.options).unwrap_or_default()
    }

    /// The paper to sign, on a document, or without an index on all and the run.
    pub fn opinion(&self, index: Option<usize>, kind: &str) -> Result<Vec<u8>, JsError> {
        let all: Vec<Opinion> = match index {
            Some(index) => {
                self.pieces.get(&index).map(|piece| piece.opinion.clone()).into_iter().collect()
            }
            None => self.pieces.values().map(|piece| piece.opinion.clone()).collect(),
        };
        let run = (all.len() > 1).then(|| Opinion::of_run(&all, None, &self.options.imprint));
        let all: Vec<Opinion> = run.into_iter().chain(all).collect();
        match kind {
            "docx" => Ok(docx(&all)),
            "html" => Ok(html(&all).into_bytes()),
            _ => Err(JsError::new(kind)),
        }
    }

    /// The remediation ledger of the run as a workbook.
    pub fn ledger(&self) -> Result<Vec<u8>, JsError> {
        let changes = self.pieces.values().filter_map(|piece| piece.changes.clone()).collect();
        workbook(self.ledger.renewed(changes).ledger, None).map_err(|why| JsError::new(&why))
    }

    /// The copy of a document with notes at its figures; why there is none else.
    pub fn copy(&self, index: usize, bytes: &[u8], ticks: bool) -> Result<Vec<u8>, JsError> {
        let document = self.outcome(index)?.as_ref().map_err(|why| JsError::new(&why.message))?;
        let options = CopyOptions { ticks, imprint: Some(&self.options.imprint) };
        annotate(document, None, bytes, options)
            .map_err(|refusal| JsError::new(&refusal.to_string()))
    }
}

impl Auditor {
    fn outcome(&self, index: usize) -> Result<&DocumentOutcome, JsError> {
        let found = self.kept.iter().find(|(own, ..)| *own == index);
        found.map(|(.., outcome)| outcome).ok_or_else(|| JsError::new("not kept"))
    }

    fn totals(&self) -> RunTotals {
        let mut out = RunTotals::default();
        self.pieces.values().for_each(|piece| out.add(piece.totals.clone()));
        out
    }

    /// Keeps what came of a document, and tells it.
    fn keep(&mut self, index: usize, mut outcome: DocumentOutcome) -> String {
        let changes = outcome.as_mut().ok().map(|document| {
            let changes = self.ledger.follow(document);
            // without a ledger of the run before the report says nothing of one
            if !self.follows {
                document.follow_up = None;
            }
            changes
        });
        let totals = RunTotals::of(&outcome);
        let told = summary(&outcome, &totals).to_string();
        let opinion = Opinion::of(&outcome, &self.options.imprint);
        self.pieces.insert(index, Piece { totals, opinion, changes });
        self.kept.retain(|(own, ..)| *own != index);
        let size = outcome
            .as_ref()
            .map_or(0, |document| document.document.text.len() * 4 + document.checks.len() * CHECK);
        self.kept.push_back((index, size, outcome));
        while self.kept.len() > 1 && self.kept.iter().map(|(_, size, _)| size).sum::<usize>() > KEPT
        {
            self.kept.pop_front();
        }
        told
    }
}

fn named(format: &str) -> Result<Format, JsError> {
    Format::find(format).ok_or_else(|| JsError::new(format))
}

/// What a document came to, for the list of the page.
fn summary(outcome: &DocumentOutcome, totals: &RunTotals) -> Value {
    let line = totals.documents.first();
    let found = line.and_then(|line| line.found.as_ref().ok());
    let document = outcome.as_ref().ok();
    json!({
        "error": outcome.as_ref().err().map(|unreadable| &unreadable.message),
        "agency": line.and_then(|line| line.agency.as_ref()),
        "year": line.and_then(|line| line.year),
        "kind": line.and_then(|line| line.kind.as_ref()),
        "ruleset": document.map(|document| &document.ruleset),
        "format": document.map(|document| document.document.format),
        "errors": found.map(|found| found.errors),
        "warnings": found.map(|found| found.warnings),
        "hints": found.map(|found| found.hints),
        "judged": line.is_some_and(|line| line.is_judged),
        "lacks": line.and_then(|line| line.lacks.as_ref()),
        "figures": line.map(|line| line.figures.0),
        "checked": line.map(|line| line.figures.1),
        "corroborated": line.map(|line| line.corroborated),
        "findings": document.map(|document| document.findings.iter().map(|finding| &finding.id).collect::<Vec<_>>()),
        "mistakes": document.map(|document| told(&document.mistakes)),
    })
}
