//! The words of reasons.

use crate::audit::WhyCode;

/// What a reason says; its values stand in braces.
#[expect(clippy::too_many_lines, reason = "a table with a line for each reason")]
pub(super) fn template(code: WhyCode) -> &'static str {
    match code {
        WhyCode::NoRowBefore => "这是第一行，前面没有行",
        WhyCode::NoRowHere => "这里没有当前行",
        WhyCode::NoColumnHere => "这里没有当前列",
        WhyCode::NoSentenceHere => "这里没有当前句子",
        WhyCode::NotInSentence => "这里没有句子",
        WhyCode::NotInTable => "这里没有表",
        WhyCode::CellUnreadable => "{label}无法读取：{how}",
        WhyCode::CellSilent => "这一格没有写出",
        WhyCode::NoSuchSentence => "没有这句话",
        WhyCode::SentenceLacks => "这句话没有写{name}",
        WhyCode::OutsidePart => "这里不在有 {name} 的部分里",
        WhyCode::PartLacks => "这一部分没有写{name}",
        WhyCode::NoParameter => "没有这个参数",
        WhyCode::ParameterLacks => "参数 {name} 没有 {key}",
        WhyCode::ParameterKeyBlank => "要在参数 {name} 里查的名称这里是空的",
        WhyCode::ParameterIsTable => "参数 {name} 是一张表",
        WhyCode::NoGrade => "等级标准里没有 {grade}",
        WhyCode::NoYear => "没有找到文件的年度",
        WhyCode::NoAgency => "没有找到单位名称",
        WhyCode::NoKind => "没有认出文件种类",
        WhyCode::CaptionLacks => "表头没有写",
        WhyCode::NotPrintedAgain => "没有以别的单位再印一次的表",
        WhyCode::NotWhole => "行次、栏次应当是正整数",
        WhyCode::NoNumberedColumn => "{form}的这一行没有第 {number} 栏",
        WhyCode::TwoRowsAlike => "{form}里有两行都像是“{label}”（第 {lines} 行），不能确定是哪一行",
        WhyCode::FormAbsent => "文件里没有认出{form}",
        WhyCode::FormUnknown => "",
        WhyCode::RowLacksColumn => "{form}的这一行没有这一栏",
        WhyCode::NoNumberedLine => "{form}没有行次 {number}",
        WhyCode::NoCode => "{form}没有编码 {key}",
        WhyCode::NoRowNamed => "{form}里没有名为“{name}”的行",
        WhyCode::SeveralRows => {
            "{form}里有 {count} 行“{label}”（第 {lines} 行等），不能确定是哪一行"
        }
        WhyCode::WholeColumn => {
            "{form}.{name} 是一整列（{count} 行），没有写是哪一行：脚本里先写 for 项 in rows({form})，再写 项.{name}，一行写 {form}.行名.{name}，一列之和写 sum({form}.{name})"
        }
        WhyCode::ColumnOpen => "{form}有几列数，没有写是哪一列",
        WhyCode::NoColumnNamed => "{form}没有“{name}”这一列",
        WhyCode::CaptureOpen => "声明 {claim} 没有写取哪个值",
        WhyCode::ValuesDiffer => "“{name}”在文件里有几处，数值不一样，不能确定用哪一个",
        WhyCode::ClaimSilent => "{claim}没有写这个数",
        WhyCode::ClaimAbsent => "没有找到“{claim}”这句话",
        WhyCode::NoSentenceWith => "没有找到写有“{key}”的句子",
        WhyCode::RowsUnread => "{form}有的行没有读出，不能核对",
        WhyCode::ConditionBlank => "条件里的数是空的",
        WhyCode::ConditionNoTruth => "条件不是真或假",
        WhyCode::NameBlank => "名称是空的",
        WhyCode::NameWanted => "这里要名称",
        WhyCode::NotNumber => "其中一项不是数",
        WhyCode::ScoreBlank => "要评定等级的数是空的",
        WhyCode::ScoreOnBorder => "得分在等级界限上，{low}或{high}都可能",
        WhyCode::ScoreBelowAll => "得分低于等级标准的最低一档",
        WhyCode::NotWritten => "文件没有写{claim}",
        WhyCode::FunctionMisplaced => "{function} 不能用在这里",
        WhyCode::FunctionAlone => "{function} 只能单独作为一条核对",
        WhyCode::NumberBlank => "其中一个数是空的",
        WhyCode::UnitsUnlike => "单位不同，不能比较",
        WhyCode::UnitsDiffer => "单位不同（{first}与{second}），不能比较",
        WhyCode::ValueBlank => "其中一项是空的",
        WhyCode::UnitUnprinted => "文件里没有印这个金额的单位，不能与带单位的数比较",
        WhyCode::ConditionNever => "条件（when）没有一处成立",
        WhyCode::ConditionOfOthers => "条件（when）没有一处成立：{said}",
        WhyCode::ConditionOfWords => {
            "条件（when）没有一处成立：“{name}”一栏没有一行是“{wanted}”，印的是 {there}"
        }
        WhyCode::ExpectNever => "脚本没有走到 expect：没有一行，或 if 的条件没有一处成立",
        WhyCode::ExpectBehind => "脚本没有走到 expect：条件 {condition} 没有一处成立",
        WhyCode::ReportNever => "脚本没有走到 report，也没有一处条件成立",
        WhyCode::ReportBehind => "条件 {condition} 没有一处成立",
        WhyCode::KindsDiffer => "两边不是同一类，不能比较",
        WhyCode::KindsApart => "{first}与{second}不能放在一起算",
        WhyCode::DateUnclear => "“{text}”不是一个完整的日期，不能比先后",
        WhyCode::ListCutOff => "列举没有写完就断开了，不能断定是否列全",
        WhyCode::SumWithoutColumn => "求和要写列名",
        WhyCode::FigureNoNumber => "{label}不是数",
        WhyCode::BetweenOutsideColumn => "above 和 below 要在逐列核对的规则里",
        WhyCode::BetweenNeedsCell => "above 和 below 里要写 表样.行.列",
        WhyCode::NoSingleRow => "没有这一行，或有几行",
        WhyCode::RowIsNoList => "行名不是一组数，用 above 或 below",
        WhyCode::TableLacksRow => "这张表没有“{name}”这一行：没有印作“{label}”的行，有“{there}”",
        WhyCode::NoRowPrinted => "这张表没有“{name}”这一行：没有印作“{label}”的行",
        WhyCode::NoRowAfter => {
            "这张表有印作“{label}”的行，但“{name}”写了 after = \"{after}\"，而没有一行是“{after}”；它前面印的是“{there}”"
        }
        WhyCode::OtherKind => "这条规则不用于这一种文件（{kind}）",
        WhyCode::OtherAgency => "这条规则不用于这个单位（{agency}）",
        WhyCode::OtherYears => "这条规则只用于 {years} 年度（{year}）",
        WhyCode::OneWayOpen => "有一种算法缺少数据，不能断定",
        WhyCode::NothingOfRule => "文件里没有这条规则所说的表或句子",
        WhyCode::TargetNoNumber => "指标值或完成值不是数",
        WhyCode::TargetUnitsDiffer => "指标值与完成值的单位不同，由人核对",
        WhyCode::TargetSignsDiffer => "指标值与完成值的符号不同，由人核对",
        WhyCode::TargetInWords => "指标值或完成值不是数，由人核对",
        WhyCode::TotalBlank => {
            "“{row}”是合计行，要的数没有印全：只管每一行的，规则里写 rows = \"leaves\""
        }
        WhyCode::TotalUnasked => {
            "“{row}”是合计行，规则没有写它是不是也要比：只管每一行的，规则里写 rows = \"leaves\"，合计也管的写 rows = \"all\""
        }
        WhyCode::TableLacksCell => "这张表没有这一行或这一列",
        WhyCode::StatedBlank => "{name}是空的，不能核对",
        WhyCode::OtherLacksCell => "对应的表没有这一行或这一列",
        WhyCode::OtherBlank => "对应的一格是空的",
        WhyCode::AddendsUnclear => {
            "“其中”以下还有几行、或小计印在各行上面，合计加的是哪几行没有写明"
        }
        WhyCode::AddendsBlank => "各加数都是空的",
        WhyCode::NotFilledIn => "没有填写",
        WhyCode::RateOrAmount => "一个是百分数，一个没有写单位，由人核对",
        WhyCode::SubtotalAbsent => "{form}里没有找到“{name}”这一行，算不出来",
        WhyCode::RowAbsent => {
            "{form}里没有找到“{name}”这一行，相差的数正是“{label}”一行的数，可能就是它"
        }
        WhyCode::RowNotPrinted => {
            "{form}里没有“{name}”这一行：现在平，但印错了一个数，相差的也可能就是这一行的，不一定看得出来"
        }
        WhyCode::RowLeftOut => {
            "{form}里没有“{name}”这一行，相差的数可能就是这一行的，不能判错：请补上这一行再核对"
        }
        WhyCode::TooLarge => "数太大，超出精确计算的范围",
        WhyCode::FactorBlank => "乘数或除数是空的",
        WhyCode::NumberWanted => "这里要一个数",
        WhyCode::TwoAmounts => "两个金额不能相乘",
        WhyCode::DivisorSmall => "除数太小，舍入后可能为 0，无法比较",
        WhyCode::BaseBlank => "基数是空的",
        WhyCode::ShareBlank => "部分数是空的",
        WhyCode::BaseSmall => "基数太小，舍入后可能为 0，无法比较",
        WhyCode::BaseZero => "基数为 0，比率没有意义",
        WhyCode::NoLastYear => "没有上年的文件",
        WhyCode::SeveralBeside => {
            "{name}的文件有几份（单位、年度、种类都相同），不能确定是哪一份；请只放一份"
        }
        WhyCode::NotBeside => "没有{name}",
        WhyCode::NoPartOf => "没有找到“{key}”的{part}",
        WhyCode::NoPart => "文件里没有{part}",
        WhyCode::CodeOfNoLevel => "编码 {code} 的位数不是类、款、项的位数，不知道它算在哪一行里",
        WhyCode::CodeTwice => "编码 {key} 出现了两次",
        WhyCode::ChildNoNumber => "下级里有一格不是数",
        WhyCode::StructureMayLack => {
            "合计与列出的各项之和的差额不像是错了一位数，可能有没有列出、没有读出或不应相加的项目，不能判错"
        }
        WhyCode::RateOfAnother => {
            "比率与表中两栏算得的相差，但差额不像是错了一位数，可能是同口径或者别的基数的比率，不能判错"
        }
        WhyCode::StructureAlone => {
            "这张表没有对应的表样，只从表格本身推出这个关系，同类的数不足以证明，对不上也不能判错"
        }
        WhyCode::SeveralParts => "有几个这样的部分，不能确定用哪一个的{name}",
        WhyCode::BracketBlank => "方括号里的名称是空的",
        WhyCode::ListNotSum => "{function} 是一组数，要放在 sum 或 count 里",
        WhyCode::Skipped => "{words}",
        WhyCode::ScriptEnded => "{what}；脚本到第 {line} 行停下，后面的没有看",
        WhyCode::ScriptStopped => "脚本第 {line} 行有错，没有核对完：{what}",
        WhyCode::ScriptFailed => "{what}",
        WhyCode::ColumnsUnsure => {
            "这张表的行和列有的是按文字的位置分开的，对不上可能是没有分准，请对照原表核对"
        }
        WhyCode::FormUnsure => {
            "这张表的表题或栏目与规则写的不全相同，是按相近认出的：数字不符也不能断定；印法不同的，写进表样的 title、header"
        }
        WhyCode::DigitsUnsure => {
            "有的数字由文字识别得到，没有把握；对不上可能是识别有误，请对照原件"
        }
        WhyCode::WordsUnsure => {
            "有的页是扫描件，文字由识别得到；没有找到的内容可能是没有识别出来，请对照原件"
        }
        WhyCode::ReadByThis => "由该式识读：数字有损坏，是按这条等式读出的",
        WhyCode::AlignedByThis => "由该式定列：空格丢失，数字所在的列是按这条等式确定的",
        WhyCode::FoundByValue => "这几个数是因为相等才放在一起的，印错了也看不出来",
        WhyCode::StructureWeak => "只从表格本身推出这个关系，同类的关系太少，印错了也不能判错",
        WhyCode::OneSided => "只知道一个数不超过另一个，印错了多半也看不出来",
        WhyCode::ReadingOpen => "按这种读法一致，但句子还有别的读法，印错了不一定看得出来",
        WhyCode::RoleSeveral => "“{name}”有几个数可取，没有写明是哪一个",
        WhyCode::WordUnexplained => "这几个数之间有“{word}”，不一定是一回事",
        WhyCode::RoleInexact => {
            "{figure} 不是单独的一个确数（前面或后面有“约”“左右”一类的字，或者是几个数）"
        }
        WhyCode::RoleTimes => "这几个数不是同一年，或者一个是预算、一个是实际",
        WhyCode::RoleApart => "这几个数有的在括号里，或者另有口径，不一定是一回事",
        WhyCode::TableUnsure => "这张表的行和列是按文字的位置分开的，数字印错了不一定判得出来",
        WhyCode::HardlyThisForm => {
            "这张表没有印表题，数字栏多半没有认出，可能不是这张表样，不能断定"
        }
        WhyCode::ColumnUnknown => "有一栏没有认出：{which}，这一行的合计可能含有这一栏，不能断定",
        WhyCode::LastPlaceOpen => {
            "末位与换算结果不同；文件里要核对的数很多，没有分析是不是舍位平衡时调整过的数。需要时，请拆成几个文件审核"
        }
    }
}
