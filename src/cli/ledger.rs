//! `--ledger` and `--expected`: files that a run reads first, and what it writes and says of them
//! at its end.

use super::args::CheckArgs;
use super::documents::{self, Documents, GivenDocument};
use super::hold::Hold;
use super::input::{self, FileRefusal};
use super::{Status, day, output, place, roles, rule_files};
use gouji_audit::audit::{DocumentAudit, DocumentOutcome};
use gouji_papers::ledger::{self, Changes, Delivery, Ledger, Roster};
use gouji_report::report::units::UnitList;
use gouji_values::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The documents of a run: its ledger, its list of units and the report of the run before are none
/// of them.
pub(crate) fn find(args: &CheckArgs) -> Documents {
    let mut found = documents::find(&args.given.paths, args.given.together.as_deref());
    roles::part(&mut found, &args.ruleset);
    let own: Vec<&PathBuf> = args
        .ledger
        .iter()
        .chain(&args.expected)
        .chain(&args.done)
        .chain(&args.output)
        .chain(&args.opinion)
        .chain(&args.opinion_template)
        .chain(&args.template)
        .filter(|path| path.is_file())
        .collect();
    if !own.is_empty() {
        let before = found.list.len();
        let is_named = |path: &PathBuf| args.given.all_paths().any(|named| named == path);
        let is_own = |given: &GivenDocument| {
            given.with.is_empty()
                && !is_named(&given.path)
                && own.iter().any(|own| is_same(&given.path, own))
        };
        found.list.retain(|document| !document.as_ref().is_ok_and(is_own));
        found.skipped += before - found.list.len();
    }
    let mut found = found.read_as(&args.reading);
    found.today.clone_from(&args.date);
    found.without_broken = args.without_broken_rules;
    found
}

/// Whether both paths are one file.
pub(crate) fn is_same(a: &Path, b: &Path) -> bool {
    match (std::fs::canonicalize(a), std::fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b && a.is_file(),
        _ => false,
    }
}

/// The ledger and the list of units of a run, read.
#[derive(Debug, Default)]
pub(crate) struct LedgerRun {
    ledger: Option<(PathBuf, Ledger)>,
    roster: Option<Roster>,
    words: Arc<Vocabulary>,
    /// Nobody else writes the ledger meanwhile.
    _hold: Option<Hold>,
}

/// What a document adds to them.
#[derive(Debug, Default)]
pub(crate) struct LedgerPiece {
    changes: Option<Changes>,
    delivery: Option<Delivery>,
}

/// What all documents add.
#[derive(Debug, Default)]
pub(crate) struct LedgerPieces {
    changes: Vec<Changes>,
    deliveries: Vec<Delivery>,
}

impl LedgerPieces {
    /// Adds a document's.
    pub(crate) fn add(&mut self, piece: LedgerPiece) {
        self.changes.extend(piece.changes);
        self.deliveries.extend(piece.delivery);
    }
}

impl LedgerRun {
    /// Reads what the arguments name. A ledger that is not there yet is a new one; what cannot be
    /// read is said, and nothing is audited: a ledger that was filled in is never overwritten
    /// unread. Nor is one that somebody has open, or that is write-protected: what they fill in
    /// would be lost, or this run.
    pub(crate) fn read(
        args: &CheckArgs,
        words: impl FnOnce() -> Arc<Vocabulary>,
    ) -> Result<Self, Status> {
        let words = if args.expected.is_some() { words() } else { Arc::default() };
        let refused = |why: String| {
            output::say(&format!("{why}\n"));
            Status::Usage
        };
        let is_workbook = |path: &PathBuf| {
            path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
        };
        let mut hold = None;
        let mut ledger = match &args.ledger {
            None => None,
            Some(path) if !is_workbook(path) => {
                return Err(refused(format!(
                    "命令有误：台账 {} 应当是 .xlsx 文件",
                    path.display()
                )));
            }
            Some(path) => {
                hold = Hold::take(path).map_err(|why| {
                    output::say(&format!("{why}\n"));
                    Status::Failed
                })?;
                let before = match input::read(path, input::DOCUMENT) {
                    Ok(bytes) => read(&bytes).map_err(|why| {
                        refused(format!("台账 {} 读不出来：{why}", path.display()))
                    })?,
                    Err(FileRefusal::Missing) => {
                        ready().map_err(&refused)?;
                        Ledger::default()
                    }
                    Err(refusal) => {
                        return Err(refused(format!(
                            "台账 {} 读不出来：{}",
                            path.display(),
                            refusal.words()
                        )));
                    }
                };
                let writable = place::free([path.as_path()]).and_then(|()| place::try_out(path));
                if let Err(why) = writable {
                    output::say(&format!("台账没有更新：{why}\n"));
                    return Err(Status::Failed);
                }
                Some((path.clone(), before))
            }
        };
        let listed = |path: &PathBuf, what: &str| {
            let bytes = input::read(path, input::TEXT).map_err(|refusal| {
                refused(format!("{what} {} 读不出来：{}", path.display(), refusal.words()))
            })?;
            let (text, _) = rule_files::decoded(&bytes).ok_or_else(|| {
                refused(format!("{what} {} 的编码认不出来；请另存为 CSV（UTF-8）", path.display()))
            })?;
            Ok(text)
        };
        if let Some((_, ledger)) = &mut ledger {
            ledger.set_day(args.date.clone().unwrap_or_else(day::today));
        }
        if let (Some(path), Some((_, ledger))) = (&args.done, &mut ledger) {
            ledger.tick_off(&listed(path, "处理记录")?);
            if ledger.ticked_off() == 0 {
                return Err(refused(format!(
                    "处理记录 {} 里没有问题的编号；应当是网页上“保存处理记录”存下的文件",
                    path.display()
                )));
            }
        }
        let roster = match &args.expected {
            None => None,
            Some(path) => {
                let text = listed(path, "单位名单")?;
                let roster = Roster::read(&text, &words);
                if roster.units.is_empty() || text.contains('\0') {
                    return Err(refused(format!(
                        "单位名单 {} 里没有单位；应当是文本文件（CSV），每行一个单位名称",
                        path.display()
                    )));
                }
                if let Some(name) = roster.odd() {
                    let name: String = name.chars().take(20).collect();
                    return Err(refused(format!(
                        "单位名单 {} 里的“{name}”不像单位名称；应当是文本文件（CSV），每行一个单位，名称在第一列，或者在表头写“单位”的一列",
                        path.display()
                    )));
                }
                Some(roster)
            }
        };
        Ok(Self { ledger, roster, words, _hold: hold })
    }

    /// Marks what the ledger says about a document.
    pub(crate) fn document(&self, outcome: &mut DocumentOutcome) -> LedgerPiece {
        let follow = |document: &mut DocumentAudit| {
            self.ledger.as_ref().map(|(_, ledger)| ledger.follow(document))
        };
        let changes = outcome.as_mut().ok().and_then(follow);
        LedgerPiece {
            changes,
            delivery: self.roster.as_ref().map(|_| Delivery::of(outcome, &self.words)),
        }
    }

    /// The account of the units of the list, where one was given.
    #[must_use]
    pub(crate) fn units(&self, pieces: &LedgerPieces) -> Option<UnitList> {
        self.roster.as_ref().map(|roster| roster.units(&pieces.deliveries))
    }

    /// Writes the ledger anew, and says how it stands.
    pub(crate) fn write(&self, pieces: LedgerPieces) -> Result<(), ()> {
        let Some((path, ledger)) = &self.ledger else { return Ok(()) };
        let renewed = ledger.renewed(pieces.changes);
        let units = self.roster.as_ref().map(|roster| (roster, pieces.deliveries.as_slice()));
        let unseen = unseen(&renewed);
        let written =
            workbook(renewed.ledger, units).and_then(|bytes| output::write_file(path, &bytes));
        if let Err(why) = written {
            output::say(&format!("台账没有更新：{why}（如果正在 Excel 中打开，请先关闭）\n"));
            return Err(());
        }
        let counts: Vec<String> = renewed
            .counts
            .iter()
            .map(|(status, count)| format!("{} {count}", status.word()))
            .collect();
        let counts = if counts.is_empty() { "没有问题".to_owned() } else { counts.join("，") };
        output::say(&format!("台账 {}：{counts}\n{unseen}", path.display()));
        Ok(())
    }
}

/// What is to be said of lines whose checks were not made this time.
fn unseen(renewed: &ledger::Renewed) -> String {
    const SHOWN: usize = 5;
    let rows = renewed.unseen.iter().filter_map(|at| renewed.ledger.rows().get(*at));
    let mut lines: Vec<String> = rows
        .map(|row| format!("  {} {} {}：{}\n", row.agency, row.status, row.rule, row.problem))
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    let all = lines.len();
    lines.truncate(SHOWN);
    let more = if all > SHOWN { "  ……\n" } else { "" };
    format!(
        "台账中有 {all} 处这次没有核对到，不能判断是否已经整改、说明是否仍然需要，状态不变：\n{}{more}",
        lines.concat()
    )
}

#[cfg(feature = "workbook")]
use ledger::{read, workbook};

#[cfg(feature = "workbook")]
fn ready() -> Result<(), String> {
    Ok(())
}

#[cfg(not(feature = "workbook"))]
const ABSENT: &str = "这个程序没有编入台账功能（workbook）";

#[cfg(not(feature = "workbook"))]
fn ready() -> Result<(), String> {
    Err(ABSENT.to_owned())
}

#[cfg(not(feature = "workbook"))]
fn read(_: &[u8]) -> Result<Ledger, String> {
    Err(ABSENT.to_owned())
}

#[cfg(not(feature = "workbook"))]
fn workbook(_: Ledger, _: Option<(&Roster, &[Delivery])>) -> Result<Vec<u8>, String> {
    Err(ABSENT.to_owned())
}
