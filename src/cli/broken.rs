//! Rules without those layers that have mistakes (`check --without-broken-rules`): the only way on
//! after a mistake in a layer that was asked for.

use super::engine::{self, LoadedRules, RulesetRequest};
use gouji_values::error::RuleMistake;
use gouji_values::lang::{BilingualText, bilingual, counted};
use std::path::{Path, PathBuf};

/// A layer of rules that was left out.
#[derive(Clone, Debug)]
pub(crate) struct BrokenLayer {
    /// Its folder.
    pub folder: PathBuf,
    /// Its mistakes.
    pub mistakes: Vec<RuleMistake>,
}

impl BrokenLayer {
    /// That it was left out, in words.
    #[must_use]
    pub(crate) fn words(&self) -> BilingualText {
        let count = self.mistakes.len();
        let mistakes = counted(count, "mistake");
        let folder = self.folder.display();
        bilingual!(
            "规则文件夹 {folder} 有 {count} 处错误，没有用它：它的规则一条也没有核对",
            "the folder of rules {folder} has {mistakes} and was not used: none of its rules was checked"
        )
    }
}

/// Loads the rules; layers with mistakes are left out, one after the other. A mistake that is of no
/// layer of its own stands.
pub(crate) fn load_without(request: &RulesetRequest) -> Result<LoadedRules, Vec<RuleMistake>> {
    let mut request = request.clone();
    request.extra =
        request.extra.iter().flat_map(|folder| engine::folders_of_rulesets(folder)).collect();
    let mut left_out: Vec<BrokenLayer> = Vec::new();
    loop {
        request.left_out = left_out.iter().map(BrokenLayer::words).collect();
        let list = match engine::load(&request) {
            Ok(rules) => return Ok(rules.without(left_out)),
            Err(list) => list,
        };
        let of = |folder: &Path| -> Vec<RuleMistake> {
            let mine = list.iter().filter(|mistake| Path::new(&mistake.file).starts_with(folder));
            mine.cloned().collect()
        };
        let named = request.name.iter().map(PathBuf::from).filter(|name| name.is_dir());
        let layers: Vec<PathBuf> = request.extra.iter().cloned().chain(named).collect();
        let broken: Vec<BrokenLayer> = layers
            .into_iter()
            .map(|folder| BrokenLayer { mistakes: of(&folder), folder })
            .filter(|layer| !layer.mistakes.is_empty() && layer.folder.is_dir())
            .collect();
        if broken.is_empty() {
            return Err(list);
        }
        let is_broken = |folder: &Path| broken.iter().any(|layer| layer.folder == folder);
        request.extra.retain(|folder| !is_broken(folder));
        request.name = request.name.filter(|name| !is_broken(Path::new(name)));
        left_out.extend(broken);
    }
}
