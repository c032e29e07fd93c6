//! Arguments of `gouji rules`.

use super::ruleset_args::{RulesetArgs, year};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `gouji rules`.
#[derive(Args, Debug)]
pub(crate) struct RulesArgs {
    /// What to do with rules.
    #[command(subcommand)]
    pub command: RulesCommand,
}

/// What to do with rules.
#[derive(Subcommand, Debug)]
pub(crate) enum RulesCommand {
    /// 列出规则、声明、表样
    #[command(override_usage = "gouji rules list [选项]")]
    List {
        #[command(flatten)]
        ruleset: RulesetArgs,
    },
    /// 显示一条规则合并后的内容，以及每一行来自哪一层
    #[command(override_usage = "gouji rules show [选项] <编号>")]
    Show {
        /// 规则、声明或表样的编号，例如 支出-行合计
        #[arg(value_name = "编号", help_heading = "参数")]
        id: String,
        #[command(flatten)]
        ruleset: RulesetArgs,
    },
    /// 运行规则文件中的用例，指出漏报、误报和错位
    #[command(override_usage = "gouji rules test [选项] [文件夹]")]
    Test {
        /// 规则文件夹，或者装有几个规则文件夹的文件夹；不写时为全部内置规则
        #[arg(value_name = "文件夹", help_heading = "参数")]
        folder: Option<PathBuf>,
        /// 缺少用例的规则也算错误
        #[arg(long, help_heading = "选项")]
        strict: bool,
        /// 只跑这些规则的用例，可以写多次
        #[arg(long, value_name = "编号", help_heading = "选项")]
        only: Vec<String>,
        /// 没有通过的用例，把现在的结论写进用例（expect、at、difference），逐处列出；请看一遍对不对
        #[arg(short = 'U', long, requires = "folder", help_heading = "选项")]
        update: bool,
        /// 规则文件保存后重新运行，按 Ctrl+C 结束
        #[arg(long, requires = "folder", conflicts_with = "update", help_heading = "选项")]
        watch: bool,
    },
    /// 从一份文件写出一条规则的用例：照原样一个，改一个数一个；写出以前先跑过
    #[command(override_usage = "gouji rules case [选项] <文件[:行]> <编号>")]
    Case {
        /// 文件，或文件和行号，例如 决算.txt:120；不写行号的，取这条规则核对的第一处（有不符的取不符的）
        #[arg(value_name = "文件[:行]", help_heading = "参数")]
        place: String,
        /// 规则的编号
        #[arg(value_name = "编号", help_heading = "参数")]
        id: String,
        #[command(flatten)]
        ruleset: RulesetArgs,
        /// 加到这个文件的末尾（没有就新建），例如 本局规则/cases/决算.toml；不写时显示在屏幕上
        #[arg(short, long, value_name = "文件", help_heading = "选项")]
        output: Option<PathBuf>,
    },
    /// 建一个本地规则集：说明、一条带用例的规则、指南
    #[command(override_usage = "gouji rules new [选项] <文件夹>")]
    New {
        /// 新文件夹；它的名称就是规则集的名称，例如 本局规则
        #[arg(value_name = "文件夹", help_heading = "参数")]
        folder: PathBuf,
        /// 上级规则集：national（默认）、henan、hunan、shanxi 等
        #[arg(long, value_name = "名称", default_value = "national", help_heading = "选项")]
        extends: String,
        /// 标题；不写时同名称
        #[arg(long, value_name = "标题", help_heading = "选项")]
        title: Option<String>,
        /// 把这个规则集带到新的年度：文件照抄，改名称和适用年度，列出要看一遍的地方
        #[arg(
            long,
            value_name = "文件夹",
            requires = "year",
            conflicts_with = "extends",
            help_heading = "选项"
        )]
        from: Option<PathBuf>,
        /// 新的年度，与 --from 合用
        #[arg(long, value_name = "年度", requires = "from", value_parser = year, help_heading = "选项")]
        year: Option<i32>,
    },
    /// 打成一个规则包（一个文件），分发给别的单位安装；先检查、跑用例，有错的不打
    #[cfg(feature = "formats")]
    #[command(override_usage = "gouji rules pack [选项] <文件夹> --version <版本> --owner <单位>")]
    Pack(super::rules_pack::PackArgs),
    /// 安装规则包，不用联网：以后按文件的单位自动选用
    #[cfg(feature = "formats")]
    #[command(override_usage = "gouji rules install [选项] <规则包>")]
    Install(super::rules_pack::InstallArgs),
    /// 列出已经安装的规则包，或者卸下一个
    #[cfg(feature = "formats")]
    #[command(override_usage = "gouji rules installed [--remove <名称>]")]
    Installed {
        /// 卸下这个规则包
        #[arg(long, value_name = "名称", help_heading = "选项")]
        remove: Option<String>,
        /// 卸下给全机安装的
        #[arg(long, requires = "remove", help_heading = "选项")]
        system: bool,
    },
    /// 把内置规则集写到文件夹，供阅读和修改；或者把一个规则集写成清单（Excel、CSV）
    #[command(
        override_usage = "gouji rules export [选项] <名称> <文件夹>\n      gouji rules export --table <名称或文件夹> <清单.xlsx>"
    )]
    Export {
        /// 内置规则集的名称，例如 henan；--table 时也可以是规则文件夹
        #[arg(value_name = "名称", help_heading = "参数")]
        name: String,
        /// 写到这个文件夹；--table 时是一个文件，.xlsx 或 .csv
        #[arg(value_name = "文件夹", help_heading = "参数")]
        folder: PathBuf,
        /// 写成清单，每条规则一行：编号、表样、公式、级别、依据等；改过的清单用 gouji rules import 读回
        #[arg(long, help_heading = "选项")]
        table: bool,
        /// 覆盖已有的文件
        #[arg(long, help_heading = "选项")]
        force: bool,
    },
    /// 从没有识别的表中归纳表样和规则，供修改后使用
    #[command(override_usage = "gouji rules draft [选项] <文件或文件夹>…")]
    Draft {
        /// 文件或文件夹
        #[arg(required = true, value_name = "文件或文件夹", help_heading = "参数")]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        ruleset: RulesetArgs,
        /// 写到这个文件（不覆盖已有的）；不写时显示在屏幕上
        #[arg(short, long, value_name = "文件", help_heading = "选项")]
        output: Option<PathBuf>,
    },
    /// 从许多文件中归纳几乎总是成立的关系，连同依据（几份文件里成立、不成立几处）写成规则，供取舍
    #[command(override_usage = "gouji rules learn [选项] <文件或文件夹>…")]
    Learn(Box<super::rules_learn::LearnArgs>),
    /// 把审核公式转换成规则：报表程序的（01表27行1栏 = …）、写名称的（《会议表》费用 <= 次数*人数*550元）、
    /// 单元格地址的；也读回 gouji rules export --table 写出、改过的清单
    #[command(override_usage = "gouji rules import [选项] <文件>")]
    Import {
        /// 审核公式：文本，每行一条；或者 xlsx、csv 等，有“公式、说明、类型、级别”几列
        #[arg(value_name = "文件", help_heading = "参数")]
        file: PathBuf,
        #[command(flatten)]
        ruleset: RulesetArgs,
        /// 写到这个文件（不覆盖已有的）；不写时显示在屏幕上
        #[arg(short, long, value_name = "文件", help_heading = "选项")]
        output: Option<PathBuf>,
    },
    /// 把旧版语言写的规则文件改成现在的写法：只有一种写法的改写，其余的列出
    #[command(override_usage = "gouji rules upgrade [选项] <文件夹>")]
    Upgrade {
        /// 规则文件夹
        #[arg(value_name = "文件夹", help_heading = "参数")]
        folder: PathBuf,
        /// 只列出要改的，不写文件
        #[arg(long, help_heading = "选项")]
        dry_run: bool,
    },
    /// 给按规则豁免的（waivers.toml 里写 rule 的）记下现在遇到的各处问题和数：以后数变了、
    /// 另有一处的，仍按问题列出
    #[command(override_usage = "gouji rules waivers <文件夹> --on <文件或文件夹>…")]
    Waivers {
        /// 有 waivers.toml 的规则文件夹
        #[arg(value_name = "文件夹", help_heading = "参数")]
        folder: PathBuf,
        /// 在这些文件里遇到的问题
        #[arg(long, required = true, value_name = "文件或文件夹", num_args = 1.., help_heading = "选项")]
        on: Vec<PathBuf>,
    },
    /// 认可程序归纳的建议（写着 proposed = true 的）：去掉这一行，写上谁、哪一天；不写编号列出还有哪些
    #[command(override_usage = "gouji rules accept [选项] <文件夹> [编号…]")]
    Accept {
        /// 规则文件夹
        #[arg(value_name = "文件夹", help_heading = "参数")]
        folder: PathBuf,
        /// 规则、语句的编号
        #[arg(value_name = "编号", help_heading = "参数")]
        ids: Vec<String>,
        /// 谁认可的
        #[arg(long, value_name = "姓名", help_heading = "选项")]
        who: Option<String>,
        /// 哪一天认可的；不写时为今天
        #[arg(long, value_name = "日期", value_parser = super::day::read, help_heading = "选项")]
        date: Option<String>,
    },
    /// 整理规则文件的版式：空格、缩进、空行；注释、对齐和内容不变
    #[command(override_usage = "gouji rules fmt [--check] <文件夹或文件>")]
    Fmt {
        /// 规则文件夹，装有几个规则文件夹的文件夹，或者一个文件
        #[arg(value_name = "文件夹或文件", help_heading = "参数")]
        path: PathBuf,
        /// 不改，只列出版式要改的文件；有的退出状态为 1
        #[arg(long, help_heading = "选项")]
        check: bool,
    },
    /// 规则怎么写：列出指南的各节，或印出说到一个词的一节
    #[command(override_usage = "gouji rules guide [词]")]
    Guide {
        /// 一个词或一节的名称，例如 lookup、豁免、数的种类；“全文”印出全部
        #[arg(value_name = "词", help_heading = "参数")]
        word: Option<String>,
    },
    /// 输出规则文件的 JSON Schema，供编辑器补全和检查
    #[command(override_usage = "gouji rules schema")]
    Schema,
    /// 检查文件夹中的规则文件，指出每处错误
    #[command(override_usage = "gouji rules check [选项] <文件夹>")]
    Check(super::rules_check::RulesCheckArgs),
    /// 试一套规则：加上它以前和以后，这些文件的问题多了哪些、少了哪些，每条规则核对了多少
    #[command(override_usage = "gouji rules try [选项] <文件或文件夹>… --rules <文件夹>")]
    Try(Box<super::rules_try::RulesTryArgs>),
}
