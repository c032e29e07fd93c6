//! `pack.toml` of an installed pack: which version of a ruleset it is, whose, and who approved it.

use super::folder::{RuleFile, shown};
use gouji_values::error::{MistakeCode, RuleMistake};
use serde::{Deserialize, Serialize};

/// Its name in a rule folder.
pub(super) const PACK: &str = "pack.toml";

/// What a pack says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PackInfo {
    /// Version of the form of packs.
    pub format: u32,
    /// Name of its ruleset.
    pub name: String,
    /// Title of its ruleset.
    pub title: String,
    /// Version, as its owner counts: `1.2`.
    pub version: String,
    /// Whose it is.
    pub owner: String,
    /// Who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// The day of the approval, `2026-05-01`.
    pub date: String,
    /// SHA-256 of its files, each with its path.
    pub checksum: String,
    /// Its files.
    #[serde(default, rename = "file", skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<PackedFile>,
}

/// A file of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Path in the folder of the ruleset, with `/`.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl PackInfo {
    /// Name and version.
    #[must_use]
    pub fn called(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// Name, version, owner, and who approved it when.
    #[must_use]
    pub fn words(&self) -> String {
        let approved = match &self.approved_by {
            Some(who) => format!("{who} {} 批准", self.date),
            None => self.date.clone(),
        };
        format!("{} {}（{}，{approved}）", self.title, self.version, self.owner)
    }

    /// The text of `pack.toml`.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn text(&self) -> Result<String, String> {
        toml::to_string_pretty(self).map_err(|error| error.to_string())
    }

    /// What a `pack.toml` says.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }
}

/// The pack that the files of a folder are.
pub(super) fn pack(folder: &str, files: &[RuleFile]) -> Result<Option<PackInfo>, Vec<RuleMistake>> {
    let Some(file) = files.iter().find(|file| file.path == PACK) else { return Ok(None) };
    PackInfo::read(&file.text).map(Some).map_err(|why| {
        let help = "gouji rules pack 写出的文件不用改；重新安装一次".to_owned();
        let message = format!("{PACK} 读不出来：{why}");
        vec![RuleMistake {
            help: Some(help),
            ..RuleMistake::of_file(MistakeCode::FileUnreadable, shown(folder, PACK), message)
        }]
    })
}
