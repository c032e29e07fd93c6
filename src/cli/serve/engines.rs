//! Engines, each compiled once for a choice of rules. A few are kept.

use super::asked::RulesChoice;
use crate::cli::args::RulesetArgs;
use crate::cli::config::{self, Finder};
use crate::cli::day;
use crate::cli::engine::{self, LoadedRules, RulesetRequest};
use gouji_values::error::{Refusal, RuleMistake};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// How many engines the server keeps.
const KEPT: usize = 8;

/// The rules of the server.
pub(crate) struct Engines {
    request: RulesetRequest,
    /// Kind and year as they were typed in: files of one document are not parted by them.
    pub is_one: bool,
    /// What is used without a choice, on the day that the server began.
    pub plain: Arc<LoadedRules>,
    kept: Mutex<Vec<(RulesChoice, Arc<LoadedRules>)>>,
}

impl Engines {
    /// By the arguments and the `gouji.toml` that counts in the current folder.
    pub(crate) fn load(args: &RulesetArgs) -> Result<Self, Vec<RuleMistake>> {
        let mut finder = Finder::default();
        let found = finder.above(Path::new("."));
        if !finder.mistakes.is_empty() {
            return Err(finder.mistakes);
        }
        let request = config::request(args, found.as_deref(), false);
        let plain = Arc::new(engine::load(&request)?);
        let is_one = args.kind.is_some() || args.year.is_some();
        let first = RulesChoice { date: day::today(), ..RulesChoice::default() };
        let kept = Mutex::new(vec![(first, Arc::clone(&plain))]);
        Ok(Self { request, is_one, plain, kept })
    }

    /// The engine of a choice. A ruleset is one that is listed, never a folder of this machine.
    pub(crate) fn of(&self, choice: &RulesChoice) -> Result<Arc<LoadedRules>, Refusal> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = kept.iter().position(|(known, _)| known == choice) {
            let known = kept.remove(at);
            let engine = Arc::clone(&known.1);
            kept.push(known);
            return Ok(engine);
        }
        drop(kept);
        let unusable =
            |name: &str, why: String| Refusal::ParameterUnusable { name: name.to_owned(), why };
        if let Some(name) = &choice.ruleset
            && !self.plain.rulesets().any(|info| info.name == *name)
        {
            return Err(unusable("ruleset", format!("没有规则集 {name}；全部规则集见 /rules")));
        }
        if let Some(kind) = &choice.kind
            && self.plain.vocabulary().kind_named(kind).is_none()
        {
            return Err(unusable("kind", format!("没有文件种类 {kind}；全部种类见 /rules")));
        }
        let own = self.plain.title().0;
        let request = RulesetRequest {
            name: match &choice.ruleset {
                // a folder that was asked for by the arguments is known by its name
                Some(name) if *name == own && self.request.name.is_some() => {
                    self.request.name.clone()
                }
                Some(name) => Some(name.clone()),
                None => self.request.name.clone(),
            },
            kind: choice.kind.clone().or_else(|| self.request.kind.clone()),
            year: choice.year.or(self.request.year),
            today: Some(choice.date.clone()),
            ..self.request.clone()
        };
        let engine = Arc::new(engine::load(&request).map_err(|mistakes| broken(&mistakes))?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((choice.clone(), Arc::clone(&engine)));
        Ok(engine)
    }
}

/// That rules cannot be used.
pub(crate) fn broken(mistakes: &[RuleMistake]) -> Refusal {
    let first = mistakes.first();
    let why = first.map_or_else(String::new, |first| format!("{}：{}", first.file, first.message));
    Refusal::RulesBroken { why }
}
