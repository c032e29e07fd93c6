//! Settings: what a `gouji.toml` changes for some documents, and the profiles of rule folders. In:
//! tables of ids, severities and parameters. Out: the merged items of all layers, changed.
//!
//! A setting is no layer: it adds no rule, and one of `gouji.toml` makes no rule weigh more.

use super::Rulebook;
use super::applied::AppliedSetting;
use super::config::Config;
use super::folder::{RuleFolder, shown};
use super::layer::change_param;
use super::param_items::params;
use super::raw::{Items, RawParam, RawRule};
use super::rule_ids::RuleIds;
use super::setting_names::{SOME_PARAM, name_own};
use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource, RuleText, TableWalk, parse};
use gouji_audit::audit::Severity;
use gouji_values::error::{COMMAND_LINE, MistakeCode, RuleMistake};
use std::ops::Range;
use std::sync::Arc;

/// The file of profiles in a rule folder.
pub(super) const PROFILES: &str = "profiles.toml";
const PROFILE: &str = "[[profile]]";
/// A section of `gouji.toml`, as messages call it.
pub(super) const SCOPE: &str = "[[scope]]";

/// What was asked for beside layers.
#[derive(Clone, Debug)]
pub(super) enum Setting {
    /// A profile by its name.
    Profile(String),
    /// A section of a `gouji.toml` by its number.
    Scope { file: String, text: Arc<str>, section: usize },
}

/// A profile of a rule folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileInfo {
    /// What it is asked for by: `quiet`.
    pub name: String,
    /// What it is for.
    pub title: String,
}

/// A setting as written.
#[derive(Clone, Debug, Default)]
pub(super) struct RawSetting {
    title: String,
    is_profile: bool,
    /// It was read for its mistakes alone.
    is_unasked: bool,
    reason: String,
    off: Vec<RuleText>,
    severity: Vec<(RuleText, RuleText)>,
    params: Vec<RawParam>,
}

/// A severity by the word that rule files have for it.
pub(super) fn severity_named(word: &str) -> Option<Severity> {
    match word {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "info" => Some(Severity::Info),
        _ => None,
    }
}

/// Reads the keys that a section and a profile have in common; both must say why.
pub(super) fn changes(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> RawSetting {
    let mut out = RawSetting {
        reason: walk.string(mistakes, "reason").map(|text| text.value).unwrap_or_default(),
        off: walk.strings(mistakes, "off").unwrap_or_default(),
        ..RawSetting::default()
    };
    match walk.get("severity").map(|value| (value, value.view())) {
        Some((_, TreeView::Table(table))) => out.severity = severities(walk, table, mistakes),
        Some((value, _)) => {
            let example = super::setting_names::severities_meant(value);
            walk.wrong(mistakes, "severity", value, "一张表：编号和级别", &example);
        }
        None => {}
    }
    match walk.get("param").map(|value| (value, value.view())) {
        Some((_, TreeView::Table(table))) => {
            let mut items = Items::default();
            params(walk.file, walk.source, table, &mut items, mistakes);
            out.params = items.params;
        }
        Some((value, _)) => {
            let written = walk.source.text.get(value.span()).unwrap_or("\"…\"").trim();
            let is_value = value.text().is_some();
            let written = if is_value { written } else { "\"…\"" };
            let example = format!("param = {{ \"{SOME_PARAM}\" = {written} }}");
            walk.wrong(mistakes, "param", value, "一张表", &example);
        }
        None => {}
    }
    let is_changing = !(out.off.is_empty() && out.severity.is_empty() && out.params.is_empty());
    if is_changing && out.reason.trim().is_empty() {
        mistakes.add(
            walk.source,
            walk.span.clone(),
            MistakeCode::ReasonMissing,
            format!("{} 改了规则，要写明理由", walk.what),
            Some("加一行 reason = \"…\"".to_owned()),
        );
    }
    out
}

fn severities(
    walk: &TableWalk<'_>,
    table: TreeTable<'_>,
    mistakes: &mut Mistakes,
) -> Vec<(RuleText, RuleText)> {
    let mut out = Vec::new();
    let off = walk.table.iter().find(|(name, ..)| *name == "off").map(|(.., value)| value.view());
    let off: Vec<String> = match off {
        Some(TreeView::List(list)) => {
            list.items().filter_map(TreeValue::text).map(quoted).collect()
        }
        Some(TreeView::Text(id)) => vec![quoted(id)],
        _ => Vec::new(),
    };
    for (id, span, value) in table.iter() {
        let id = RuleText { value: id.to_owned(), file: walk.file, span, base: None };
        let known = walk.text_of(value).filter(|text| severity_named(&text.value).is_some());
        match known {
            Some(severity) => out.push((id, severity)),
            None => mistakes.add(
                walk.source,
                value.span(),
                MistakeCode::SeverityUnknown,
                format!("{} 的级别应当是 error、warning 或 info", id.value),
                Some(severity_advice(&id.value, value, &off)),
            ),
        }
    }
    out
}

fn quoted(id: &str) -> String {
    format!("\"{id}\"")
}

/// What to write instead of a severity that there is not; `off`: the rules that the section leaves out already.
fn severity_advice(id: &str, value: TreeValue<'_>, off: &[String]) -> String {
    const OFF: [&str; 8] = ["off", "none", "no", "停用", "关", "关闭", "不用", "不要"];
    // { info = "编号" }
    if let (Some(_), Some(rule)) = (severity_named(id), value.text()) {
        return format!("前面写编号，后面写级别：\"{rule}\" = \"{id}\"");
    }
    let all: Vec<String> = off.iter().cloned().chain([quoted(id)]).collect();
    let left_out = format!("off = [{}]", all.join(", "));
    if value.text().is_some_and(|text| OFF.contains(&text.trim())) {
        let place = if off.is_empty() {
            "删去这一项，另写"
        } else {
            "删去这一项，off 那一行写成"
        };
        return format!("{place} {left_out}");
    }
    let meant = value.text().and_then(|text| super::other_words::meant("severity", text));
    let severity = meant.unwrap_or("warning");
    format!("写成 \"{id}\" = \"{severity}\"；不要这一条的写 {left_out}")
}

/// The sections of a `gouji.toml`, each with its keys of documents read by `own`.
pub(super) fn sections<T>(
    walk: &mut TableWalk<'_>,
    mistakes: &mut Mistakes,
    mut own: impl FnMut(&mut TableWalk<'_>, &mut Mistakes, Range<usize>) -> T,
) -> Vec<(T, RawSetting)> {
    let (file, source) = (walk.file, walk.source);
    let tables = walk.tables(mistakes, "scope", SCOPE).unwrap_or_default();
    let section = |(table, span): (TreeTable<'_>, Range<usize>)| {
        let mut walk = TableWalk::new(file, source, table, span.clone(), SCOPE);
        let of = own(&mut walk, mistakes, span.clone());
        let mut setting = changes(&mut walk, mistakes);
        let before = source.text.get(..span.start).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        setting.title = format!("{} 第 {line} 行的 {SCOPE}", source.name);
        walk.finish(mistakes);
        (of, setting)
    };
    tables.into_iter().map(section).collect()
}

/// The profiles of a file, each with its name.
fn profiles(
    file: usize,
    source: &RuleSource,
    mistakes: &mut Mistakes,
) -> Vec<(ProfileInfo, RawSetting)> {
    let tree = parse(source, mistakes);
    let mut top = TableWalk::new(file, source, tree.root(), 0..0, PROFILES);
    let mut out: Vec<(ProfileInfo, RawSetting)> = Vec::new();
    for (table, span) in top.tables(mistakes, "profile", PROFILE).unwrap_or_default() {
        let mut walk = TableWalk::new(file, source, table, span.clone(), PROFILE);
        let name = walk.string(mistakes, "name");
        let title = walk.string(mistakes, "title").map(|text| text.value);
        let mut setting = changes(&mut walk, mistakes);
        walk.finish(mistakes);
        let Some(name) = name.filter(|name| !name.value.trim().is_empty()) else {
            let help = "写成 name = \"quiet\"：命令里用的名称".to_owned();
            mistakes.add(source, span, MistakeCode::IdMissing, "缺少 name", Some(help));
            continue;
        };
        if out.iter().any(|(known, _)| known.name == name.value) {
            let message = format!("尺度 {} 写了两次", name.value);
            let help = "把两处合成一处".to_owned();
            mistakes.add(source, name.span, MistakeCode::IdTwice, message, Some(help));
            continue;
        }
        let title = title.unwrap_or_default();
        setting.is_profile = true;
        setting.title = if title.is_empty() {
            format!("尺度 {}", name.value)
        } else {
            format!("尺度 {}（{title}）", name.value)
        };
        out.push((ProfileInfo { name: name.value, title }, setting));
    }
    top.finish(mistakes);
    out
}

/// What to write where a rule is to weigh more: in its own file, if that is the author's, else beside
/// its id in a ruleset of the author's.
fn to_raise(rule: &RawRule, severity: &str, sources: &[RuleSource]) -> String {
    let own = rule.severity.as_ref().map(|text| (text.file, text.span.start));
    let (file, at) = own.unwrap_or((rule.head.id.file, rule.head.id.span.start));
    match sources.get(file).filter(|source| source.grown.is_none()) {
        Some(source) => {
            let before = source.text.get(..at).unwrap_or("");
            let line = before.matches('\n').count() + 1;
            format!(
                "这条规则写在 {} 第 {line} 行：要提高级别，那里写成 severity = \"{severity}\"；这里删去这一项",
                source.name
            )
        }
        None => format!(
            "要提高级别，在自己的规则集里写一条 id = \"{}\"、reason、severity = \"{severity}\" 的；这里删去这一项",
            rule.head.id.value
        ),
    }
}

/// Whether an id is that of a rule, or of one that it took the place of.
fn is_called(rule: &RawRule, id: &str) -> bool {
    let old = rule.replaces.iter().flatten();
    rule.head.id.value == id || old.into_iter().any(|old| old.value == id)
}

impl RawSetting {
    /// The rules that it names, wherever it does.
    fn named(&self) -> impl Iterator<Item = &RuleText> {
        self.off.iter().chain(self.severity.iter().map(|(id, _)| id))
    }

    /// Changes the merged items.
    fn apply(
        self,
        items: &mut Items,
        sources: &[RuleSource],
        mistakes: &mut Mistakes,
    ) -> AppliedSetting {
        let mut out = AppliedSetting {
            title: self.title.clone(),
            reason: self.reason.clone(),
            ..AppliedSetting::default()
        };
        for id in &self.off {
            if items.rules.iter().any(|rule| is_called(rule, &id.value)) {
                out.off.push(id.value.clone());
                switch_off(&id.value, items);
            }
        }
        for (id, severity) in &self.severity {
            for rule in items.rules.iter_mut().filter(|rule| is_called(rule, &id.value)) {
                let now = rule.severity.as_ref().map_or("error", |text| text.value.as_str());
                let (now, wanted) = (severity_named(now), severity_named(&severity.value));
                if wanted > now && !self.is_profile {
                    let Some(source) = sources.get(id.file) else { continue };
                    let own = rule.severity.as_ref().map_or("error", |text| text.value.as_str());
                    let message = format!(
                        "{SCOPE} 只能降低级别：{} 本来是 {own}，没有改成 {}",
                        id.value, severity.value
                    );
                    let help = to_raise(rule, &severity.value, sources);
                    let place = severity.span.clone();
                    let code = MistakeCode::WithoutEffect;
                    mistakes.warn(source, place, code, message, Some(help));
                } else if wanted != now {
                    rule.severity = Some(severity.clone());
                    out.severity.push(id.value.clone());
                }
            }
        }
        for param in self.params {
            out.params.push(param.name.clone());
            change_param(&mut items.params, param, 1, sources, mistakes);
        }
        out
    }
}

/// Takes a rule out. What other rules may name stays, and demands nothing any more.
fn switch_off(id: &str, items: &mut Items) {
    items.rules.retain(|rule| {
        !is_called(rule, id) || rule.is_claim && rule.printed.is_none() && !rule.is_relation
    });
    for rule in items.rules.iter_mut().filter(|rule| is_called(rule, id)) {
        rule.demands.clear();
        rule.cases.clear();
        rule.when = None;
    }
}

/// Changes the merged items by each setting in turn. Rules that profiles name and that no layer
/// has, in any year, are told, whether the profile is asked for or not; `known` are the rules of all.
pub(super) fn apply(
    settings: Vec<RawSetting>,
    items: &mut Items,
    known: &RuleIds,
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) -> Vec<AppliedSetting> {
    for id in settings.iter().filter(|own| own.is_profile).flat_map(RawSetting::named) {
        if let Some(source) = sources.get(id.file) {
            known.told(source, id, mistakes);
        }
    }
    let (unasked, asked): (Vec<_>, Vec<_>) = settings.into_iter().partition(|own| own.is_unasked);
    for param in unasked.into_iter().flat_map(|own| own.params) {
        change_param(&mut items.params.clone(), param, 1, sources, mistakes);
    }
    asked.into_iter().map(|own| own.apply(items, sources, mistakes)).collect()
}

impl Rulebook {
    /// Adds a section of a `gouji.toml`; gives the name by which it is asked for among layers.
    pub fn add_scope(&mut self, config: &Config, section: usize) -> String {
        let name = format!("{}#{section}", config.file);
        let (file, text) = (config.file.clone(), Arc::clone(&config.text));
        self.settings.insert(name.clone(), Setting::Scope { file, text, section });
        name
    }

    /// Adds that a profile is asked for; gives the name by which it is asked for among layers.
    pub fn add_profile(&mut self, profile: &str) -> String {
        let name = format!("profile#{profile}");
        self.settings.insert(name.clone(), Setting::Profile(profile.to_owned()));
        name
    }

    /// Whether a name among layers is one of a setting.
    pub(super) fn is_setting(&self, name: &str) -> bool {
        self.settings.contains_key(name)
    }

    /// The profiles of all rule folders, each name once.
    #[must_use]
    pub fn profiles(&self) -> Vec<ProfileInfo> {
        let mut out: Vec<ProfileInfo> = Vec::new();
        for (folder, file) in self.folders.values().flat_map(|folder| {
            let own = folder.files.iter().filter(|file| file.path == PROFILES);
            own.map(move |file| (folder, file))
        }) {
            let source = RuleSource { grown: None, ..folder.source(file) };
            for (info, _) in profiles(0, &source, &mut Mistakes::default()) {
                if !out.iter().any(|known| known.name == info.name) {
                    out.push(info);
                }
            }
        }
        out
    }

    /// The rules that sections of `gouji.toml` name and no ruleset has.
    #[must_use]
    pub fn unknown_in_scopes(&self) -> Vec<RuleMistake> {
        let scopes: Vec<&Setting> = self.settings.values().collect();
        let mut mistakes = Mistakes::default();
        let mut known: Option<RuleIds> = None;
        for scope in scopes {
            let Setting::Scope { file, text, section } = scope else { continue };
            let source = RuleSource::of(file.clone(), text.to_string());
            let Some(own) = scope_of(0, &source, *section) else { continue };
            for id in own.named() {
                known.get_or_insert_with(|| self.rule_ids()).told(&source, id, &mut mistakes);
            }
        }
        mistakes.sorted()
    }

    /// What the rules of all rulesets are called.
    pub(super) fn rule_ids(&self) -> RuleIds {
        let files = self.folders.values().flat_map(|folder| {
            let own = folder.files.iter().filter(|file| super::folder::is_rules(file));
            own.map(move |file| folder.source(file))
        });
        let sources: Vec<RuleSource> = files.collect();
        let read = super::folder::read_files_from(0, &sources);
        RuleIds::of(&read.into_iter().map(|(items, _)| items).collect::<Vec<_>>())
    }

    /// The settings that are asked for among `extra`, with their files, whose indices begin at
    /// `first`. The profiles of folders on disk are there in any case: each mistake is to be told.
    pub(super) fn settings_of(
        &self,
        chain: &[&RuleFolder],
        extra: &[String],
        first: usize,
        mistakes: &mut Mistakes,
    ) -> (Vec<RuleSource>, Vec<RawSetting>) {
        let asked: Vec<&Setting> =
            extra.iter().filter_map(|name| self.settings.get(name)).collect();
        let profile = asked.iter().find_map(|setting| match setting {
            Setting::Profile(name) => Some(name.as_str()),
            Setting::Scope { .. } => None,
        });
        let (mut sources, mut out) = (Vec::new(), Vec::new());
        let mut is_found = false;
        let mut names: Vec<String> = Vec::new();
        for folder in chain.iter().filter(|folder| folder.is_on_disk || profile.is_some()) {
            let Some(file) = folder.files.iter().find(|file| file.path == PROFILES) else {
                continue;
            };
            let source = RuleSource { grown: None, ..folder.source(file) };
            let before = mistakes.found.len();
            let all = profiles(first + sources.len(), &source, mistakes);
            let own = mistakes.found.get_mut(before..).unwrap_or_default();
            own.iter_mut().for_each(|own| name_own(own, folder));
            for (info, mut setting) in all {
                setting.is_unasked = profile != Some(info.name.as_str());
                is_found |= !setting.is_unasked;
                if folder.is_on_disk || !setting.is_unasked {
                    out.push(setting);
                }
                names.push(format!("{} {}", info.name, info.title));
            }
            sources.push(source);
        }
        if let Some(profile) = profile.filter(|_| !is_found) {
            let source = RuleSource::of(COMMAND_LINE, profile.to_owned());
            let message = format!("没有尺度 {profile}");
            let help = format!("可以是 {}", names.join("，"));
            let whole = 0..profile.len();
            mistakes.add(&source, whole, MistakeCode::ValueUnknown, message, Some(help));
        }
        for setting in asked {
            let Setting::Scope { file, text, section } = setting else { continue };
            let source = RuleSource::of(file.clone(), text.to_string());
            out.extend(scope_of(first + sources.len(), &source, *section));
            sources.push(source);
        }
        (sources, out)
    }

    /// What the settings say, for the digest of all rules.
    pub(super) fn settings_text<'s>(
        &'s self,
        names: Option<&'s [String]>,
    ) -> impl Iterator<Item = String> + 's {
        let is_wanted = move |name: &String| names.is_none_or(|names| names.contains(name));
        let wanted = self.settings.iter().filter(move |(name, _)| is_wanted(name));
        wanted.map(|(name, setting)| match setting {
            Setting::Profile(_) => name.clone(),
            Setting::Scope { file, text, .. } => format!("{}\n{text}", shown("", file)),
        })
    }
}

/// A section of a `gouji.toml` that was read without mistakes before.
fn scope_of(file: usize, source: &RuleSource, section: usize) -> Option<RawSetting> {
    let mut mistakes = Mistakes::default();
    let tree = parse(source, &mut mistakes);
    let mut walk = TableWalk::new(file, source, tree.root(), 0..0, "gouji.toml");
    let none = |walk: &mut TableWalk<'_>, mistakes: &mut Mistakes, _: Range<usize>| {
        for key in ["files", "agency"] {
            let _ = walk.strings(mistakes, key);
        }
    };
    let all = sections(&mut walk, &mut mistakes, none);
    all.into_iter().nth(section).map(|(_, setting)| setting)
}
