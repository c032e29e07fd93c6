//! Arguments: what can be typed, with help in Chinese.

use super::day;
use super::format_arg::{format_help, format_parser};
use super::lang_arg::lang_parser;
pub(crate) use super::rules_args::{RulesArgs, RulesCommand};
pub(crate) use super::ruleset_args::RulesetArgs;
use super::tables_arg::{Stage, TablesFormat, stage_parser, tables_format_parser};
use super::typed::{STATUSES, jobs};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use gouji_audit::audit::Severity;
use gouji_report::report::Format;
use gouji_rules::formula::suggest;
use gouji_values::lang::Lang;
use std::path::PathBuf;

/// What to do.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// 审核文件；文件夹中的每个文件各自审核
    #[command(override_usage = "gouji check [选项] <文件或文件夹>…", after_help = STATUSES)]
    Check(Box<CheckArgs>),
    /// 显示文件是怎样读出来的：报表、表样、栏目、语句，以及没有识别的部分
    #[command(override_usage = "gouji tables [选项] <文件或文件夹>…")]
    Tables(TablesArgs),
    /// 逐个数字试着改动一位，看审核会不会发现：哪些数改了也没有人报
    #[command(override_usage = "gouji prove [选项] <文件或文件夹>…")]
    Prove(ProveArgs),
    /// 对照一份文件的两稿：哪些问题已整改、仍在、新出现，哪些数字改动了；两稿格式可以不同
    #[command(override_usage = "gouji diff [选项] <原稿> <新稿>")]
    Diff(DiffArgs),
    /// 规则：列出、查看、检查规则文件，运行其中的用例
    #[command(override_usage = "gouji rules <命令> …", subcommand_required = true)]
    Rules(RulesArgs),
    /// 解释一条规则，或者文件中某一处的数字由哪些规则核对
    #[command(
        override_usage = "gouji explain [选项] <编号>\n      gouji explain [选项] <文件:行[:列]>\n      gouji explain --codes"
    )]
    Explain(ExplainArgs),
    /// 在局域网上提供审核服务：网页和接口；默认只有本机可以访问
    #[cfg(feature = "serve")]
    #[command(override_usage = "gouji serve [选项]")]
    Serve(super::serve::ServeArgs),
    /// 编辑器写规则时的补全、提示、检查（LSP）：由编辑器启动，不用自己运行
    #[cfg(feature = "lsp")]
    #[command(override_usage = "gouji lsp")]
    Lsp {
        /// 编辑器常带的参数，有没有都一样
        #[arg(long, hide = true)]
        stdio: bool,
    },
}

/// How files are read.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct ReadingArgs {
    /// 转换 doc、wps、et、rtf、odt 的程序：LibreOffice 的 soffice，或者自己的程序（运行时后面跟
    /// 原文件和要写出的文件两个路径）；不写时用已安装的 LibreOffice；none 不转换
    #[arg(long, value_name = "程序", help_heading = "选项")]
    pub convert: Option<String>,
    /// 识别扫描页文字的程序，参数写在后面：每页的图片（PNG）从标准输入给它，它写出带位置的词
    /// （tesseract 的 TSV，或者 hOCR）；只写 tesseract 时按中文识别。识别的数字不确定，只作提示；
    /// 不写时扫描页不读
    #[arg(long, value_name = "命令", help_heading = "选项")]
    pub ocr: Option<String>,
}

/// The documents.
#[derive(Args, Debug)]
pub(crate) struct GivenArgs {
    /// 要审核或查看的文件或文件夹；压缩包（zip）里的文件合为一份
    #[arg(
        required_unless_present_any = ["together", "files_from"],
        value_name = "文件或文件夹",
        help_heading = "参数"
    )]
    pub paths: Vec<PathBuf>,
    /// 另从名单读取路径，每行一个，- 为标准输入；名单里有 NUL（如 find -print0 写出的）时以 NUL 分隔
    #[arg(
        long,
        value_name = "名单",
        alias = "files-from0",
        alias = "files0-from",
        help_heading = "选项"
    )]
    pub files_from: Option<PathBuf>,
    /// 这几份文件合为一份审核（正文和附表）：表与正文互相核对；写在最后不带文件时，
    /// 指前面的全部文件
    #[arg(long, num_args = 0.., value_name = "文件", help_heading = "选项")]
    pub together: Option<Vec<PathBuf>>,
}

impl GivenArgs {
    /// All that was given, together or not.
    pub(crate) fn all_paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.paths.iter().chain(self.together.iter().flatten())
    }
}

/// `gouji check`.
#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub given: GivenArgs,
    #[command(flatten)]
    pub ruleset: RulesetArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[arg(long, value_name = "格式", value_parser = format_parser(), help = format_help(), help_heading = "选项")]
    pub format: Option<Format>,
    /// 结果用哪种文字：zh 中文（默认），en 英文（text、markdown；json、jsonl 两种都有）；编号、代码和文件里的名称不变
    #[arg(long, value_name = "语言", value_parser = lang_parser(), help_heading = "选项")]
    pub lang: Option<Lang>,
    /// 结果写到文件（名称有扩展名，如 结果.html），或写到文件夹（已有的文件夹、以 /
    /// 结尾或没有扩展名的名称，没有就新建）： 文件夹里每份文件一个结果，html 另有总览
    /// index.gouji.html；不写时显示在屏幕上
    #[arg(short, long, value_name = "文件或文件夹", help_heading = "选项")]
    pub output: Option<PathBuf>,
    /// 列出全部核对：相符的、尾差、印证、未能核对的，不只是问题
    #[arg(long, help_heading = "选项")]
    pub all: bool,
    /// 只列这些代码的问题和注意事项，可以写多次；代码见 gouji explain --codes
    #[arg(long, value_name = "代码", value_parser = code, conflicts_with = "ledger", help_heading = "选项")]
    pub only: Vec<String>,
    /// 不列这些代码的问题和注意事项，可以写多次
    #[arg(long, value_name = "代码", value_parser = code, conflicts_with = "ledger", help_heading = "选项")]
    pub without: Vec<String>,
    /// 规则文件有错的那一层不用，其余的照常审核：报告开头写明没有用哪一层，退出码 3
    #[arg(long, help_heading = "选项")]
    pub without_broken_rules: bool,
    /// 屏幕上只列问题，每处一行：序号、位置、问题
    #[arg(long, conflicts_with = "all", help_heading = "选项")]
    pub brief: bool,
    /// 逐个数字试着改动一位，看审核会不会发现（同 gouji prove），写进 json、csv 和网页
    #[arg(long, help_heading = "选项")]
    pub prove: bool,
    /// 在最后按规则统计各级问题的数目（text、markdown、json）
    #[arg(long, help_heading = "选项")]
    pub statistics: bool,
    /// 边审核边记下进度（在结果旁边）；中断后用同样的命令再运行，从断处接着审核，结果与没有中断时相同。
    /// 规则、选项变了从头审核，改动过的文件重新审核
    #[arg(
        long,
        requires = "output",
        conflicts_with_all = ["ledger", "annotate", "opinion", "expected", "watch"],
        help_heading = "选项"
    )]
    pub resume: bool,
    /// 同时审核几份文件；不写时与处理器核数相同
    #[arg(short, long, value_name = "份数", value_parser = jobs, help_heading = "选项")]
    pub jobs: Option<usize>,
    /// 批注后的副本写到这个文件夹：xlsx、docx、pdf
    /// 在出错的数字上加批注和底色（xls、ods 另写成 xlsx），其他格式写成网页；不改动原文件
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub annotate: Option<PathBuf>,
    /// 批注的副本里，核对相符的数字也加浅绿底色
    #[arg(long, requires = "annotate", help_heading = "选项")]
    pub annotate_ticks: bool,
    /// 审核意见，供签字和打印：.docx、.html，或者 .pdf（由已安装的 Edge、Chrome 印出）；
    /// 几份文件的，文件里先是汇总、后是各份的意见；写文件夹的，每个单位一份，另有汇总
    #[arg(long, value_name = "文件或文件夹", help_heading = "选项")]
    pub opinion: Option<PathBuf>,
    /// --opinion 写文件夹时，各份意见写成哪一种：docx（默认）、html、pdf
    #[arg(long, value_name = "格式", requires = "opinion", value_parser = opinion_format_parser(), help_heading = "选项")]
    pub opinion_format: Option<OpinionFormat>,
    /// 按自己的 Word 模板填写审核意见：模板里的 {{单位}}、{{结论}}、{{问题表}} 等换成内容，
    /// 有 {{序号}}、{{问题}} 等的表格行每个问题一行；不认识的字段会说明
    #[arg(long, value_name = "模板.docx", requires = "opinion", help_heading = "选项")]
    pub opinion_template: Option<PathBuf>,
    /// 官方的空白格式（docx、pdf、txt 等）：没有填、没有删而原样留着的，格式里有而文件里没有的，列为提示
    #[arg(long, value_name = "空白格式", help_heading = "选项")]
    pub template: Option<PathBuf>,
    /// 整改台账（xlsx）：没有就新建；有就先读入单位填写的状态和说明，审核后写回；
    /// 有人正在打开或只读的，不审核，先提醒关闭
    #[arg(long, value_name = "台账.xlsx", help_heading = "选项")]
    pub ledger: Option<PathBuf>,
    /// 网页上“保存处理记录”存下的文件：其中的问题在台账里记为已整改；下次审核仍不符的，改回待整改
    #[arg(long, value_name = "处理记录.csv", requires = "ledger", help_heading = "选项")]
    pub done: Option<PathBuf>,
    /// 应当报送的单位名单（每行一个单位，可以有表头和别的列）：
    /// 在各种格式的结果里列出哪些没有文件、未能审核、有问题
    #[arg(long, value_name = "名单.csv", help_heading = "选项")]
    pub expected: Option<PathBuf>,
    /// 审核日期，写进供人阅读的结果；不写时为今天（北京时间）
    #[arg(long, value_name = "日期", value_parser = day::read, help_heading = "选项")]
    pub date: Option<String>,
    /// 保存文件或规则后自动重新审核，直到按 Ctrl+C
    #[arg(long, help_heading = "选项")]
    pub watch: bool,
    /// 达到哪一级的问题时退出状态为 1：error 错误（默认）、warning 警告及以上、never 从不
    #[arg(long, value_name = "级别", value_parser = fail_on_parser(), help_heading = "选项")]
    pub fail_on: Option<FailOn>,
}

/// `gouji tables`.
#[derive(Args, Debug)]
pub(crate) struct TablesArgs {
    #[command(flatten)]
    pub given: GivenArgs,
    #[command(flatten)]
    pub ruleset: RulesetArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// 看正文的句子：每个数是什么、作什么用，说了哪些关系、取哪种读法，与哪张表的哪一格核对；
    /// 没有核对的说明原因
    #[arg(long, help_heading = "选项")]
    pub facts: bool,
    /// 结果格式：text 供人阅读（默认），html 画出每张表，标明每格读成了什么，json 供程序读取
    #[arg(long, value_name = "格式", value_parser = tables_format_parser(), help_heading = "选项")]
    pub format: Option<TablesFormat>,
    /// 看某一步读成了什么，文字或者图（--format svg）：pages 页上的字，cells 格子，tables 表，forms 认出的表样
    #[arg(long, value_name = "哪一步", value_parser = stage_parser(), conflicts_with = "facts", help_heading = "选项")]
    pub stage: Option<Stage>,
    /// 结果写到文件；不写时显示在屏幕上
    #[arg(short, long, value_name = "文件", help_heading = "选项")]
    pub output: Option<PathBuf>,
    /// 每张表列出全部的行；与 --facts 合用时列出全部的读法
    #[arg(long, help_heading = "选项")]
    pub all: bool,
}

/// `gouji prove`.
#[derive(Args, Debug)]
pub(crate) struct ProveArgs {
    #[command(flatten)]
    pub given: GivenArgs,
    #[command(flatten)]
    pub ruleset: RulesetArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// 结果格式：text 供人阅读（默认），json 供程序读取
    #[arg(long, value_name = "格式", value_parser = ["text", "json"], help_heading = "选项")]
    pub format: Option<String>,
    /// 结果写到文件；不写时显示在屏幕上
    #[arg(short, long, value_name = "文件", help_heading = "选项")]
    pub output: Option<PathBuf>,
    /// 每张表、每一节列出全部改了不会被发现的数
    #[arg(long, help_heading = "选项")]
    pub all: bool,
}

/// `gouji diff`.
#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    /// 原来的文件，例如 送审稿.docx
    #[arg(value_name = "原稿", help_heading = "参数")]
    pub old: PathBuf,
    /// 修改后的文件，例如 修改稿.pdf
    #[arg(value_name = "新稿", help_heading = "参数")]
    pub new: PathBuf,
    #[command(flatten)]
    pub ruleset: RulesetArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// 结果格式：text 供人阅读（默认），html 网页，docx 供签字的 Word 文件，json 供程序读取
    #[arg(long, value_name = "格式", value_parser = diff_format_parser(), help_heading = "选项")]
    pub format: Option<DiffFormat>,
    /// 结果写到文件；不写时显示在屏幕上
    #[arg(short, long, value_name = "文件", help_heading = "选项")]
    pub output: Option<PathBuf>,
    /// 对照日期，例如 2026-01-05；不写时为今天
    #[arg(long, value_name = "日期", value_parser = day::read, help_heading = "选项")]
    pub date: Option<String>,
}

/// `gouji explain`.
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// 规则、语句、表样、参数、等级标准的编号，例如 支出-行合计；或文件名加行号（和列号），例如
    /// 决算.txt:120:8
    #[arg(value_name = "编号或位置", required_unless_present = "codes", help_heading = "参数")]
    pub what: Option<String>,
    /// 列出结果里的全部代码：核对的种类、问题、原因、笔误、注意事项等
    #[arg(long, conflicts_with = "what", help_heading = "选项")]
    pub codes: bool,
    /// 代码列表的格式：text 供人阅读（默认），json 供程序读取
    #[arg(long, value_name = "格式", requires = "codes", value_parser = ["text", "json"], help_heading = "选项")]
    pub format: Option<String>,
    /// 代码列表用哪种文字：zh 中文（默认），en 英文；json 两种都有
    #[arg(long, value_name = "语言", requires = "codes", value_parser = lang_parser(), help_heading = "选项")]
    pub lang: Option<Lang>,
    #[command(flatten)]
    pub ruleset: RulesetArgs,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How `gouji diff` shows two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DiffFormat {
    /// For a terminal.
    Text,
    /// A page.
    Html,
    /// A Word document.
    #[cfg(feature = "formats")]
    Docx,
    /// For programs.
    Json,
}

/// What papers to sign in a folder are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpinionFormat {
    /// Word documents.
    Docx,
    /// Pages.
    Html,
    /// Printed by the user's browser.
    Pdf,
}

/// At which severity a run ends with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailOn {
    /// At this severity or above.
    At(Severity),
    /// Never.
    Never,
}

fn diff_format_parser() -> impl TypedValueParser<Value = DiffFormat> {
    PossibleValuesParser::new(DiffFormat::NAMES).map(|name| DiffFormat::named(&name))
}

fn opinion_format_parser() -> impl TypedValueParser<Value = OpinionFormat> {
    let by_name = |name: String| match name.as_str() {
        "html" => OpinionFormat::Html,
        "pdf" => OpinionFormat::Pdf,
        _ => OpinionFormat::Docx,
    };
    PossibleValuesParser::new(["docx", "html", "pdf"]).map(by_name)
}

fn fail_on_parser() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(["error", "warning", "never"]).map(|name| FailOn::named(&name))
}

impl FailOn {
    /// By its word.
    pub(crate) fn named(word: &str) -> Self {
        match word {
            "warning" => Self::At(Severity::Warning),
            "never" => Self::Never,
            _ => Self::At(Severity::Error),
        }
    }
}

fn code(text: &str) -> Result<String, String> {
    let codes = || {
        gouji_audit::say::catalogue().into_iter().flat_map(|room| room.codes).map(|code| code.id)
    };
    if codes().any(|code| code == text) {
        return Ok(text.to_owned());
    }
    let all: Vec<&str> = codes().collect();
    Err(suggest(text, all))
}
