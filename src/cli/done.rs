//! What is made of each document once it is audited, and what is known of those that are done.

use super::annotate::{Copies, WrittenCopies};
use super::doubted::{Doubts, doubts};
use super::ledger::{LedgerPiece, LedgerPieces, LedgerRun};
use super::left_out::say_where;
use super::opinion::Opinions;
use super::resume::{EntryParts, Kept, RunRecord};
use super::rules_check::is_same;
use super::{config, documents, output, run};
use gouji_audit::audit::{Audit, Choice, DocumentOutcome};
use gouji_papers::opinion::Opinion;
use gouji_report::report::terminal;
use gouji_report::report::totals::RunTotals;
use gouji_values::error::RuleMistake;

/// A report that is made, or is to be made while it is written: that of a document which is alone.
pub(crate) enum PendingReport {
    Made(Vec<u8>),
    /// It stands in its file from a run before.
    There,
    Open(Box<DocumentOutcome>),
}

/// What is kept of a document when its report is made.
pub(crate) struct Done {
    pub path: String,
    pub report: PendingReport,
    pub totals: RunTotals,
    pub doubts: Doubts,
    pub piece: LedgerPiece,
    pub written: WrittenCopies,
    pub opinion: Option<Opinion>,
    /// To be recorded when the report was written.
    pub entry: Option<EntryParts>,
}

impl Done {
    /// What a run before came to.
    pub(crate) fn kept(path: String, kept: Kept) -> Self {
        Self {
            path,
            report: kept.report.map_or(PendingReport::There, PendingReport::Made),
            totals: kept.totals,
            doubts: Doubts::default(),
            piece: LedgerPiece::default(),
            written: WrittenCopies::default(),
            opinion: None,
            entry: None,
        }
    }
}

/// What is made of each document once it is audited.
pub(crate) struct DocumentWork<'w> {
    pub plan: &'w run::Plan,
    pub found: &'w documents::Documents,
    pub options: &'w config::RunOptions,
    pub page: &'w gouji_report::report::Options,
    pub choice: Choice,
    pub follow_up: &'w LedgerRun,
    pub copies: Option<&'w Copies>,
    pub opinions: Option<&'w Opinions>,
    /// The report goes to a folder, a file for each document.
    pub whole: bool,
    /// It is the only document: its report is made while it is written.
    pub alone: bool,
    pub is_recorded: bool,
}

impl DocumentWork<'_> {
    /// Says what is wrong with the rules before what they say of the only document.
    fn say_first(&self, doubts: &mut Doubts) {
        if !self.alone {
            return;
        }
        let own = std::mem::take(doubts);
        let seen = own.seen.into_iter().map(|(_, mistake)| mistake);
        let all: Vec<RuleMistake> = own.certain.into_iter().chain(seen).collect();
        if !all.is_empty() {
            output::say(&terminal::mistakes(&all, &output::error_page()));
        }
    }

    /// Report, copies and the like of a document.
    pub(crate) fn done(
        &self,
        index: usize,
        beside: &[(String, usize)],
        mut outcome: DocumentOutcome,
    ) -> Done {
        if let Ok(document) = &mut outcome {
            self.choice.apply(document);
        }
        let piece = self.follow_up.document(&mut outcome);
        let written = match (self.copies, &outcome, self.found.list.get(index)) {
            (Some(copies), Ok(document), Some(Ok(given))) => copies.write(index, given, document),
            _ => WrittenCopies::default(),
        };
        let opinion = self.opinions.map(|opinions| opinions.of(&outcome));
        let totals = RunTotals::of(&outcome);
        let entry = self
            .is_recorded
            .then(|| RunRecord::entry(&outcome, self.found, beside, &totals))
            .flatten();
        let (path, mut doubts) = match &outcome {
            Ok(document) => (document.path.clone(), doubts(self.plan, index, document)),
            Err(unreadable) => (unreadable.path.clone(), Doubts::default()),
        };
        if let Ok(document) = &mut outcome {
            say_where(self.plan, index, document);
        }
        self.say_first(&mut doubts);
        if self.whole {
            let single = Audit { documents: vec![outcome], ruleset_digest: String::new() };
            return Done {
                path,
                report: PendingReport::Made(self.options.format.render(&single, self.page)),
                totals,
                doubts,
                piece,
                written,
                opinion,
                entry,
            };
        }
        let report = if self.alone {
            PendingReport::Open(Box::new(outcome))
        } else {
            PendingReport::Made(self.options.format.document(&outcome, self.page))
        };
        Done { path, report, totals, doubts, piece, written, opinion, entry }
    }
}

/// What is known of the documents that are done, in their order.
#[derive(Default)]
pub(crate) struct RunSoFar {
    pub totals: RunTotals,
    pub doubts: Doubts,
    pub pieces: LedgerPieces,
    pub written: WrittenCopies,
    pub papers: Vec<(String, Opinion)>,
}

impl RunSoFar {
    pub(crate) fn add(
        &mut self,
        path: String,
        opinion: Option<Opinion>,
        (totals, piece, written): (RunTotals, LedgerPiece, WrittenCopies),
        doubts: Doubts,
    ) {
        self.papers.extend(opinion.map(|opinion| (path, opinion)));
        self.totals.add(totals);
        self.pieces.add(piece);
        self.written.add(written);
        for mistake in doubts.certain {
            if !self.doubts.certain.contains(&mistake) {
                self.doubts.certain.push(mistake);
            }
        }
        self.doubts.seen.extend(doubts.seen);
        self.doubts.held.extend(doubts.held);
    }

    /// Says what is wrong with the rules, each place once; of those that a document bears out nothing.
    pub(crate) fn say(doubts: Doubts) {
        let mut out = doubts.certain;
        for (rules, mistake) in doubts.seen {
            let is_borne_out = rules.iter().all(|rule| doubts.held.contains(rule));
            if !is_borne_out && !out.iter().any(|known| is_same(&mistake, known)) {
                out.push(mistake);
            }
        }
        if !out.is_empty() {
            output::say(&terminal::mistakes(&out, &output::error_page()));
        }
    }
}
