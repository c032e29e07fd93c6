//! Which rules apply: arguments that many commands have.

use clap::Args;
use std::path::PathBuf;

/// Which rules apply.
#[derive(Args, Debug, Clone, Default)]
#[command(next_help_heading = "选项")]
pub(crate) struct RulesetArgs {
    /// 规则集：national、henan、hunan、shanxi 等内置名称，或规则文件夹；不写时由文件内容判断
    #[arg(short, long, value_name = "名称或文件夹", help_heading = "选项")]
    pub ruleset: Option<String>,
    /// 另外加上的规则文件夹，可以写多次
    #[arg(long = "rules", value_name = "文件夹", help_heading = "选项")]
    pub extra: Vec<PathBuf>,
    /// 年度；不写时由文件内容判断
    #[arg(long, value_name = "年度", value_parser = year, help_heading = "选项")]
    pub year: Option<i32>,
    /// 尺度：strict 从严、usual 平常、quiet 少报，或规则集 profiles.toml 里写的；不写时按
    /// gouji.toml，再没有的不用
    #[arg(long, value_name = "尺度", help_heading = "选项")]
    pub profile: Option<String>,
    /// 文件种类：部门决算、部门预算、绩效自评等；不写时由标题判断
    #[arg(long, value_name = "种类", help_heading = "选项")]
    pub kind: Option<String>,
    /// Names of installed rulesets that are left out.
    #[arg(skip)]
    pub without: Vec<String>,
}

impl RulesetArgs {
    /// Whether rules of folders were asked for, and none of the folders lacks.
    pub(crate) fn names_folders(&self) -> bool {
        let is_folder = |name: &String| std::path::Path::new(name).is_dir();
        let is_asked = self.ruleset.as_ref().is_some_and(is_folder) || !self.extra.is_empty();
        is_asked && self.extra.iter().all(|folder| folder.is_dir())
    }
}

/// A year as it is typed.
pub(crate) fn year(text: &str) -> Result<i32, String> {
    match text.parse::<i32>() {
        Ok(year) if (1949..=2999).contains(&year) => Ok(year),
        _ => Err("年度应写四位数字，例如 2023".to_owned()),
    }
}
