//! What `rules list` and `rules show` say of a ruleset.

use super::folder::shown;
use super::rulebook::Rulebook;
use super::whole::Ruleset;
use ecow::EcoString;
use gouji_audit::audit::Severity;
use std::sync::Arc;

/// One line of `rules list`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleListing {
    /// Id.
    pub id: String,
    /// 规则, 声明, 角色, 表样, 部分, 等级标准, 参数.
    pub kind: String,
    /// Name, or the first words of what it says.
    pub name: String,
    /// Layer that it comes from.
    pub layer: String,
    /// Severity of a rule.
    pub severity: Option<Severity>,
    /// Basis of a rule.
    pub basis: Option<String>,
}

impl Rulebook {
    /// The files of a ruleset's own folder: what messages call each, and its text.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<(String, Arc<str>)> {
        let folder = self.folders.get(name);
        let files = folder.into_iter().flat_map(|folder| {
            folder.files.iter().map(|file| (shown(&folder.shown, &file.path), file.text.as_ref()))
        });
        files.map(|(file, text)| (file, Arc::from(text))).collect()
    }

    /// The file and line in which a ruleset says for which agencies it is.
    #[must_use]
    pub fn agency_place(&self, name: &str) -> Option<(String, usize)> {
        let folder = self.folders.get(name)?;
        let file = folder.files.iter().find(|file| file.path == "ruleset.toml")?;
        let is_agency =
            |line: &str| line.split_once('=').is_some_and(|(key, _)| key.trim() == "agency");
        let line = file.text.lines().position(is_agency)?;
        Some((shown(&folder.shown, &file.path), line + 1))
    }
}

impl Ruleset {
    /// All ids with what they are, in the order of the files.
    #[must_use]
    pub fn listing(&self) -> Vec<RuleListing> {
        let line = |id: &str, kind: &str, name: &str, layer: &str| RuleListing {
            id: id.to_owned(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            layer: layer.to_owned(),
            severity: None,
            basis: None,
        };
        let mut out = Vec::new();
        out.extend(self.forms.iter().map(|form| line(&form.id, "表样", "", &form.origin.layer)));
        out.extend(self.parts.iter().map(|part| line(&part.id, "部分", "", &part.origin.layer)));
        out.extend(
            self.scales.iter().map(|scale| line(&scale.id, "等级标准", "", &scale.origin.layer)),
        );
        out.extend(
            self.params.iter().map(|param| line(&param.name, "参数", "", &param.origin.layer)),
        );
        out.extend(self.roles.iter().map(|role| {
            line(&role.row.id, "角色", role.example.as_deref().unwrap_or(""), &role.origin.layer)
        }));
        let silent =
            self.claims.iter().filter(|claim| !self.rules.iter().any(|rule| rule.id == claim.id));
        out.extend(silent.map(|claim| line(&claim.id, "声明", "", &claim.origin.layer)));
        out.extend(self.rules.iter().map(|rule| RuleListing {
            id: rule.id.to_string(),
            kind: if self.claims.iter().any(|claim| claim.id == rule.id) {
                "声明".to_owned()
            } else {
                "规则".to_owned()
            },
            name: rule.name.as_deref().unwrap_or_default().to_owned(),
            layer: rule.origin.layer.to_string(),
            severity: Some(rule.severity),
            basis: rule.basis.as_ref().map(EcoString::to_string),
        }));
        out
    }
}
