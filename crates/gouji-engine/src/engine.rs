//! The pipeline: bytes → document → recognition → checks → findings, in one readable function.
//!
//! An [`Engine`] holds the rulesets and compiles each for a year once; documents share it across
//! threads.

mod beside;
mod causes;
mod meant;
mod prepared;
mod proof;
mod request;
mod scopes;
mod units;
mod unmet;
mod waived;

use beside::told_apart;
pub use beside::{Companion, companions};
use gouji_values::lang::bilingual;
pub use proof::prove;
pub use request::{PathTest, Request, ScopeRequest};
pub use unmet::{path_beside, tell_form_beside, tell_unmet, unmet};
pub use waived::{asks, fingerprint, values};

use causes::findings;
use gouji_audit::audit::{
    Coverage, DocumentAudit, DocumentBeside, DocumentOutcome, GivenFile, Unreadable,
};
use gouji_checks::check::{self, Shared, check};
use gouji_checks::coverage::{CoverageDetail, coverage, facts as said, sentences, understanding};
use gouji_checks::locate;
pub use gouji_forms::form::Facts;
use gouji_read::read::{Limits, SetFile, Source, read, read_source, together};
use gouji_rules::ruleset::{ReadAhead, Rulebook, Ruleset};
use gouji_values::document::{Document, Notice, NoticeCode};
use gouji_values::error::{ReadError, RuleMistake, UnreadableCode};
use gouji_values::paper::{LAST_YEAR, Paper};
use gouji_values::vocabulary::Vocabulary;
use meant::Meant;
pub use meant::heads;
pub use prepared::Prepared;
use prepared::understood;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use waived::{Asking, waived};

/// A ruleset as compiled for a year, or the mistakes that stand in the way.
type Compiled = Result<Arc<Ruleset>, Vec<RuleMistake>>;

/// How many compiled rulesets an engine keeps.
const KEPT: usize = 48;

/// A ruleset, those on top of it, and the year.
type Wanted = (String, Vec<String>, Option<i32>);

/// Rulesets and options, ready to audit documents.
#[derive(Debug)]
pub struct Engine {
    rulebook: Rulebook,
    request: Request,
    vocabulary: Arc<Vocabulary>,
    limits: Limits,
    compiled: Mutex<BTreeMap<Wanted, Compiled>>,
    warnings: Vec<RuleMistake>,
    /// The official blank form that documents are held against.
    template: Option<Arc<Document>>,
}

impl Engine {
    /// Makes an engine. A ruleset that is asked for by name is compiled at once, so that its
    /// mistakes come first.
    ///
    /// # Errors
    /// All mistakes of the rule files.
    pub fn new(rulebook: Rulebook, request: Request) -> Result<Self, Vec<RuleMistake>> {
        let name = request
            .ruleset
            .clone()
            .or_else(|| rulebook.root().map(str::to_owned))
            .unwrap_or_default();
        let (mut warnings, mut scope_warnings) = (Vec::new(), Vec::<RuleMistake>::new());
        let mut compiled = BTreeMap::new();
        // without local rules there is nothing to find out before the document is known
        if request.ruleset.is_some() || !request.extra.is_empty() || !request.scopes.is_empty() {
            // rulesets for some documents only may be for others each: they need not go together
            let is_always = |extra: &&String| {
                rulebook
                    .info(extra)
                    .is_none_or(|info| info.agency.is_empty() && info.covers.is_none())
            };
            let (always, sometimes): (Vec<&String>, Vec<&String>) =
                request.extra.iter().partition(is_always);
            let always: Vec<String> = always.into_iter().cloned().collect();
            for extra in sometimes {
                let both: Vec<String> = always.iter().chain([extra]).cloned().collect();
                let _ = rulebook.compile(&name, &both, request.year)?;
            }
            // each may be for other documents
            for scope in &request.scopes {
                let with: Vec<String> = always.iter().chain([&scope.name]).cloned().collect();
                scope_warnings.extend(rulebook.compile(&name, &with, request.year)?.1);
            }
            let (mut ruleset, more) = rulebook.compile(&name, &always, request.year)?;
            ruleset.digest = rulebook.digest_for(&name, &always);
            warnings = more;
            scope_warnings.retain(|warning| !warnings.contains(warning));
            warnings.append(&mut scope_warnings);
            compiled.insert((name, always, request.year), Ok(Arc::new(ruleset)));
        }
        let vocabulary = rulebook.vocabulary();
        Ok(Self {
            rulebook,
            request,
            vocabulary,
            limits: Limits::default(),
            compiled: Mutex::new(compiled),
            warnings,
            template: None,
        })
    }

    /// Doubtful places in the rule files.
    #[must_use]
    pub fn warnings(&self) -> &[RuleMistake] {
        &self.warnings
    }

    /// The rulesets that there are.
    #[must_use]
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// What is fixed for the run.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Holds documents against the official blank form, given by name and bytes, from here on.
    ///
    /// # Errors
    /// Why it could not be read.
    pub fn hold_against(&mut self, form: &[(&str, &[u8])]) -> Result<(), ReadError> {
        self.template = Some(Arc::new(self.read(form)?));
        Ok(())
    }

    /// From here on leaves out the digests of files: no report prints them.
    pub fn leave_out_digests(&mut self) {
        self.request.without_digests = true;
    }

    /// The ruleset that was asked for, or the root, for the year that was asked for or the newest.
    ///
    /// # Errors
    /// Its mistakes.
    pub fn ruleset(&self) -> Result<Arc<Ruleset>, Vec<RuleMistake>> {
        let name = self
            .request
            .ruleset
            .clone()
            .or_else(|| self.rulebook.root().map(str::to_owned))
            .unwrap_or_default();
        self.compiled(ReadAhead::default(), &name, &self.request.extra, self.request.year)
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<Wanted, Compiled>> {
        self.compiled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn compiled(
        &self,
        ahead: ReadAhead,
        name: &str,
        extra: &[String],
        year: Option<i32>,
    ) -> Compiled {
        let key = (name.to_owned(), extra.to_vec(), year);
        if let Some(compiled) = self.known().get(&key) {
            return compiled.clone();
        }
        // not under the lock: while a thread waits for a part of this it may take up a document
        // that asks for the same
        let compiled = self.rulebook.compile_from(ahead, name, extra, year);
        let compiled = compiled.map(|(mut ruleset, _)| {
            ruleset.digest = self.rulebook.digest_for(name, extra);
            Arc::new(ruleset)
        });
        let mut known = self.known();
        // a server reads documents of any years
        while known.len() >= KEPT && !known.contains_key(&key) {
            known.pop_first();
        }
        known.entry(key).or_insert(compiled).clone()
    }

    /// Reads and recognises a document.
    ///
    /// # Errors
    /// Why it could not be read, or the first mistake of the ruleset that it needs.
    pub fn prepare(&self, path: &str, bytes: &[u8]) -> Result<Prepared, Unreadable> {
        self.prepare_together(path, &[(path, bytes)])
    }

    /// Reads and recognises several files, given by name and bytes, as one document set.
    ///
    /// # Errors
    /// Why none of them could be read, or the first mistake of the ruleset that they need.
    pub fn prepare_together(
        &self,
        path: &str,
        files: &[(&str, &[u8])],
    ) -> Result<Prepared, Unreadable> {
        // the first document does not wait for rules that it needs in any case
        let is_first = self.known().is_empty();
        let ahead = || if is_first { self.look_ahead(files) } else { ReadAhead::default() };
        let read = || self.read(files).map(|document| (self.meant(&document, files), document));
        let (read, ahead) = rayon::join(read, ahead);
        let (Meant { facts, name, extra, left_out, year, uncovered }, document) =
            read.map_err(|error| {
                Unreadable::new(path, error.code(), error.to_string()).because(error)
            })?;
        let ruleset = self.compiled(ahead, &name, &extra, year).map_err(|mistakes| {
            let unusable = |message| Unreadable::new(path, UnreadableCode::Rules, message);
            match mistakes.into_iter().next() {
                None => unusable(format!("规则集 {name} 不能用")),
                Some(first) => unusable(format!("规则文件 {} 有错：{}", first.file, first.message))
                    .because(first),
            }
        })?;
        let mut recognition = understood(&document, &ruleset, facts);
        recognition.notices.extend(scopes::told(&ruleset));
        recognition.notices.extend(
            left_out.into_iter().map(|message| Notice::whole(NoticeCode::LayerLeftOut, message)),
        );
        recognition.notices.extend(
            self.request
                .left_out
                .iter()
                .map(|message| Notice::whole(NoticeCode::LayerBroken, message.clone())),
        );
        if let Some((year, years)) = uncovered {
            let message = bilingual!(
                "规则集 {name} 适用于 {years} 年度，这份文件是 {year} 年：按最新年度的规则核对，请留意表样和口径的变化",
                "ruleset {name} is for the years {years} and the document is of {year}: it was checked by the rules of the latest year, forms and scope may have changed"
            );
            recognition.notices.push(Notice::whole(NoticeCode::YearUncovered, message));
        }
        let mut shared = Shared::new(ruleset, Arc::new(document), Arc::new(recognition));
        shared.large_from = self.request.large_from;
        shared.template.clone_from(&self.template);
        let given = |(name, bytes): &(&str, &[u8])| match self.request.without_digests {
            true => GivenFile::named(name),
            false => GivenFile::of(name, bytes),
        };
        let files = files.iter().map(given).collect();
        Ok(Prepared { path: path.to_owned(), files, shared: Arc::new(shared) })
    }

    /// Compiles the rules that the beginning of a long text asks for, while the whole of it is
    /// read; of other files only what stands under all rules is read. A guess that is wrong
    /// costs nothing but work. Rules of the binary are not read until a document asks for them.
    fn look_ahead(&self, files: &[(&str, &[u8])]) -> ReadAhead {
        const BEGINNING: usize = 6_000;
        // a shorter text is read nearly as soon as its beginning
        const LONG: usize = 100_000;
        if !self.rulebook.reads_ahead() {
            return ReadAhead::default();
        }
        if let [(name, bytes)] = files
            && bytes.len() > LONG
            && let Some(lines) = bytes
                .get(..BEGINNING)
                .and_then(|some| some.rsplitn(2, |byte| *byte == b'\n').last())
            && !lines.contains(&0)
            && std::str::from_utf8(lines).is_ok()
            && let Ok(beginning) = read(name, lines, &self.vocabulary, &self.limits)
        {
            let Meant { name, extra, year, .. } = self.meant(&beginning, files);
            let _ = self.compiled(ReadAhead::default(), &name, &extra, year);
            return ReadAhead::default();
        }
        self.rulebook.read_ahead()
    }

    fn read(&self, files: &[(&str, &[u8])]) -> Result<Document, ReadError> {
        let read = |name, bytes| {
            read_source(&Source {
                name,
                bytes,
                vocabulary: &self.vocabulary,
                limits: &self.limits,
                recogniser: self.request.recogniser.as_deref(),
                recogniser_option: self.request.recogniser_option,
            })
        };
        if let [(name, bytes)] = files {
            return read(name, bytes);
        }
        let parts = files
            .iter()
            .map(|(name, bytes)| SetFile { name: (*name).to_owned(), document: read(name, bytes) });
        together(parts, &self.limits)
    }

    /// Checks a prepared document, with last year's if there is one.
    #[must_use]
    pub fn judge(
        &self,
        prepared: Prepared,
        last_year: Option<(usize, &Prepared)>,
    ) -> DocumentAudit {
        let last_year =
            last_year.map(|(index, prepared)| Companion { name: LAST_YEAR, index, prepared });
        self.judge_beside(prepared, last_year.as_slice())
    }

    /// Checks a prepared document beside others of its agency.
    #[must_use]
    pub fn judge_beside(&self, prepared: Prepared, others: &[Companion<'_>]) -> DocumentAudit {
        self.judged(prepared, others, self.request.proves)
    }

    fn judged(&self, prepared: Prepared, others: &[Companion<'_>], proves: bool) -> DocumentAudit {
        let Prepared { path, files, mut shared } = prepared;
        let words = &shared.ruleset.vocabulary;
        let mut units = Paper::units();
        let paper = |name: &str| {
            let paper = words.paper_named(name)?;
            let is_of_units = words.paper(paper).is_some_and(|beside| beside.level.is_some());
            if is_of_units { units.next() } else { Some(paper) }
        };
        let papers: Vec<Option<Paper>> = others.iter().map(|other| other.name).map(paper).collect();
        let named = papers.into_iter().zip(others);
        let all: Vec<_> = named.filter_map(|(paper, other)| Some((paper?, other))).collect();
        let (known, twice) = told_apart(&all);
        if !twice.is_empty() {
            shared = Arc::new(shared.beside_several(twice));
        }
        if !known.is_empty() {
            let beside = known.iter().map(|(paper, other)| (*paper, other.under(&shared.ruleset)));
            shared = Arc::new(shared.beside(beside));
        }
        let beside = known
            .iter()
            .map(|(_, other)| DocumentBeside {
                index: other.index,
                path: other.prepared.path.clone(),
                document: Arc::clone(&other.prepared.shared.document),
            })
            .collect();
        let Shared { document, ruleset, recognition, .. } = &*shared;
        let mut checked = check(&shared);
        let world = shared.world();
        locate::improbable(&world, &mut checked);
        let agency = recognition.facts.agency.as_deref();
        let mut notices: Vec<Notice> = document.notices.clone();
        notices.extend(recognition.notices.iter().cloned());
        let asking = Asking {
            agency,
            year: recognition.facts.year,
            today: self.request.today.as_deref(),
            words: &ruleset.vocabulary,
        };
        let (waived, ended) = waived(&checked.checks, &asking, &ruleset.waivers);
        notices.extend(ended);
        notices.extend(locate::left_out(&checked));
        let causes = || (locate::remarks(&world, &checked), findings(&shared, &checked, &waived));
        let covered = || {
            let (detail, sentences) = if self.request.brief {
                (CoverageDetail::Tables, Vec::new())
            } else {
                (CoverageDetail::All, sentences(&world))
            };
            (coverage(&shared, &checked.checks), understanding(&world, detail), sentences)
        };
        let ((remarks, mut findings), (coverage, understanding, sentences)) =
            rayon::join(causes, covered);
        let misfits = locate::fold(&world, &mut checked, &mut findings);
        let proved = proves.then(|| check::prove(&shared, &checked.checks, &coverage));
        let facts =
            if self.request.facts { said(&world, &checked.checks, &coverage) } else { Vec::new() };
        notices.extend(remarks);
        notices.extend(misfits);
        DocumentAudit {
            checks: checked.checks,
            findings,
            rules: checked.rules,
            mistakes: checked.mistakes,
            notices,
            coverage,
            proved,
            understanding,
            sentences,
            facts,
            beside,
            ..unchecked(path, files, &shared)
        }
    }

    /// How a prepared document was understood. Nothing is checked.
    #[must_use]
    pub fn understand(&self, prepared: Prepared, detail: CoverageDetail) -> DocumentAudit {
        let Prepared { path, files, shared } = prepared;
        let world = shared.world();
        let notices =
            shared.document.notices.iter().chain(&shared.recognition.notices).cloned().collect();
        DocumentAudit {
            notices,
            understanding: understanding(&world, detail),
            sentences: sentences(&world),
            ..unchecked(path, files, &shared)
        }
    }

    /// Audits one document.
    pub fn audit(&self, path: &str, bytes: &[u8]) -> DocumentOutcome {
        self.prepare(path, bytes).map(|prepared| self.judge(prepared, None))
    }

    /// Agency, year and kind of the document that files, given by name and bytes, make, without
    /// recognising it; `None` where it cannot be read.
    #[must_use]
    pub fn facts(&self, files: &[(&str, &[u8])]) -> Option<Facts> {
        let document = self.read(files).ok()?;
        Some(self.facts_of(&document))
    }

    /// Whether the document that files make prints one of these titles in a line of its own.
    #[must_use]
    pub fn prints(&self, files: &[(&str, &[u8])], titles: &[String]) -> bool {
        let Ok(document) = self.read(files) else { return false };
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let titles: Vec<String> = titles.iter().map(|title| plain(title)).collect();
        document.paragraphs().any(|(_, paragraph)| titles.contains(&plain(&paragraph.text.text)))
    }
}

/// What is known of a document before it is checked.
fn unchecked(path: String, files: Vec<GivenFile>, shared: &Shared) -> DocumentAudit {
    let Shared { document, ruleset, recognition, .. } = shared;
    DocumentAudit {
        path,
        files,
        document: Arc::clone(document),
        kind: recognition.facts.kind.clone(),
        kind_name: recognition
            .facts
            .kind
            .as_deref()
            .map(|kind| ruleset.vocabulary.kind_name(kind).to_owned()),
        reporting_level: recognition.facts.reporting_level.clone(),
        agency: recognition.facts.agency.clone(),
        year: recognition.facts.year,
        ruleset: ruleset.name.clone(),
        layers: ruleset.layer_names.clone(),
        ruleset_digest: ruleset.digest.clone(),
        packs: ruleset.packs.clone(),
        checks: Vec::new(),
        findings: Vec::new(),
        follow_up: None,
        left_out: 0,
        is_beside: false,
        rules: Vec::new(),
        mistakes: Vec::new(),
        notices: Vec::new(),
        coverage: Coverage::default(),
        proved: None,
        understanding: Vec::new(),
        sentences: Vec::new(),
        facts: Vec::new(),
        beside: Vec::new(),
    }
}
