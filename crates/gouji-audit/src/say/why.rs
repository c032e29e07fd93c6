//! The words of reasons.

use crate::audit::WhyCode;

words! {
    /// What a reason says; its values stand in braces.
    pub(super) template of WhyCode:
    NoRowBefore =>
        "这是第一行，前面没有行"
        "this is the first row; no row stands before it",
    NoSentenceBefore =>
        "这是第一处，前面没有这样的语句"
        "this is the first place; no such sentence stands before it",
    NoRowHere =>
        "这里没有当前行"
        "there is no current row here",
    NoColumnHere =>
        "这里没有当前列"
        "there is no current column here",
    NoSentenceHere =>
        "这里没有当前句子"
        "there is no current sentence here",
    NotInSentence =>
        "这里没有句子"
        "there is no sentence here",
    NotInTable =>
        "这里没有表"
        "there is no table here",
    CellUnreadable =>
        "{label}无法读取：{how}"
        "{label} cannot be read: {how}",
    CellSilent =>
        "这一格没有写出"
        "the cell does not say it",
    NoSuchSentence =>
        "没有这句话"
        "there is no such sentence",
    SentenceLacks =>
        "这句话没有写{name}"
        "the sentence does not give {name}",
    OutsidePart =>
        "这里不在有 {name} 的部分里"
        "this place is in no part that has {name}",
    PartLacks =>
        "这一部分没有写{name}"
        "this part does not give {name}",
    NoParameter =>
        "没有这个参数"
        "there is no such parameter",
    ParameterLacks =>
        "参数 {name} 没有 {key}"
        "parameter {name} has no {key}",
    ParameterKeyBlank =>
        "要在参数 {name} 里查的名称这里是空的"
        "the name to look up in parameter {name} is blank here",
    ParameterIsTable =>
        "参数 {name} 是一张表"
        "parameter {name} is a table",
    NoGrade =>
        "等级标准里没有 {grade}"
        "the grades have no {grade}",
    NoYear =>
        "没有找到文件的年度"
        "the year of the document was not found",
    NoAgency =>
        "没有找到单位名称"
        "the name of the unit was not found",
    NoKind =>
        "没有认出文件种类"
        "the kind of document was not recognised",
    CaptionLacks =>
        "表头没有写"
        "the head of the table does not give it",
    NotPrintedAgain =>
        "没有以别的单位再印一次的表"
        "no table is printed again in another unit",
    NoTemplate =>
        "没有给空白格式（--template）"
        "no blank form was given (--template)",
    NoContents =>
        "文件没有目录"
        "the document has no contents page",
    OtherOutline =>
        "文件不是按这个格式写的"
        "the document is not written by this outline",
    PagesUnread =>
        "有的页没有读出，可能写在那里"
        "some pages were not read; it may stand there",
    NotWhole =>
        "行次、栏次应当是正整数"
        "the number of a line or column must be a positive whole number",
    DigitsNotWhole =>
        "round 保留几位小数应当是 0、1、2 这样的整数"
        "the decimals that round keeps must be a whole number such as 0, 1, 2",
    NoNumberedColumn =>
        "{form}的这一行没有第 {number} 栏"
        "this row of {form} has no column {number}",
    TwoRowsAlike =>
        "{form}里有两行都像是“{label}”（第 {lines} 行），不能确定是哪一行"
        "two rows of {form} look like “{label}” (lines {lines}); which one is meant is open",
    FormAbsentBeside => "没有认出{form}" "{form} was not recognised",
    UnitsLacking => "没有{name}：名单里的 {units} 没有找到对应的文件，要种类、年度相同，单位名称、代码也对得上" "there is no {name}: of {units} in the list there is no document with that kind, year, name and code",
    UnitsNoFigure => "“{name}”只能写成一格或一栏的数（{name}.表样.行.栏），加起来就是各单位之和；sum、count 和语句里不能用"
        "“{name}” can only stand for one figure of each document, which are added up; sum, count and claims do not know it",
    FormAbsent => "文件里没有认出{form}" "{form} was not recognised in the document",
    FormUnknown =>
        ""
        "",
    RowLacksColumn =>
        "{form}的这一行没有这一栏"
        "this row of {form} has no such column",
    NoNumberedLine =>
        "{form}没有行次 {number}"
        "{form} has no line {number}",
    NoCode =>
        "{form}没有编码 {key}"
        "{form} has no code {key}",
    NoRowNamed =>
        "{form}里没有名为“{name}”的行"
        "{form} has no row named “{name}”",
    SeveralRows =>
        "{form}里有 {count} 行“{label}”（第 {lines} 行等），不能确定是哪一行"
        "{form} has {count} rows “{label}” (lines {lines} and more); which one is meant is open",
    WholeColumn =>
        "{form}.{name} 是一整列（{count} 行），没有写是哪一行：脚本里先写 for 项 in rows({form})，再写 项.{name}，一行写 {form}.行名.{name}，一列之和写 sum({form}.{name})"
        "{form}.{name} is a whole column ({count} rows) and no row is named: in a script write for ITEM in rows({form}) and then ITEM.{name}; one row is {form}.ROW.{name}, the sum of the column sum({form}.{name})",
    ColumnOpen =>
        "{form}有几列数，没有写是哪一列"
        "{form} has several columns of figures and none is named",
    NoColumnNamed =>
        "{form}没有“{name}”这一列"
        "{form} has no column “{name}”",
    CaptureOpen =>
        "声明 {claim} 没有写取哪个值"
        "which value of claim {claim} is meant is not said",
    ValuesDiffer =>
        "“{name}”在文件里有几处，数值不一样，不能确定用哪一个"
        "“{name}” stands at several places of the document with different values; which one to use is open",
    ClaimSilent =>
        "{claim}没有写这个数"
        "{claim} does not give this number",
    ClaimAbsent =>
        "没有找到“{claim}”这句话"
        "no sentence “{claim}” was found",
    NoSentenceWith =>
        "没有找到写有“{key}”的句子"
        "no sentence with “{key}” was found",
    RowsUnread =>
        "{form}有的行没有读出，或者印在前后另一张表里，不能核对"
        "some rows of {form} were not read, or stand in another table before or behind it; it cannot be checked",
    ConditionBlank =>
        "条件里的数是空的"
        "a number of the condition is blank",
    ConditionNoTruth =>
        "条件不是真或假"
        "the condition is neither true nor false",
    NameBlank =>
        "名称是空的"
        "the name is blank",
    NameWanted =>
        "这里要名称"
        "a name is wanted here",
    NotNumber =>
        "其中一项不是数"
        "one of the values is not a number",
    ScoreBlank =>
        "要评定等级的数是空的"
        "the score to be graded is blank",
    ScoreOnBorder =>
        "要评定等级的数在等级界限上，{low}或{high}都可能"
        "the number to be graded is on the border between grades; it may be {low} or {high}",
    RateOnBorder => "印的比率是四舍五入的，可能到了 {bound}，也可能没有到，没有核对"
        "the printed rate is rounded; it may have reached {bound} or not, so this was not checked",
    ScoreBelowAll =>
        "得分低于等级标准的最低一档"
        "the score is below the lowest grade",
    NotWritten =>
        "文件没有写{claim}"
        "the document says nothing of {claim}",
    FunctionMisplaced =>
        "{function} 不能用在这里"
        "{function} cannot be used here",
    FunctionAlone =>
        "{function} 只能单独作为一条核对"
        "{function} can only be a check of its own",
    NumberBlank =>
        "其中一个数是空的"
        "one of the numbers is blank",
    UnitsUnlike =>
        "单位不同，不能比较"
        "the units differ; they cannot be compared",
    UnitsDiffer =>
        "单位不同（{first}与{second}），不能比较"
        "the units differ ({first} and {second}); they cannot be compared",
    ValueBlank => "其中一项是空的"
        "one of the values is blank",
    UnitUnprinted =>
        "文件里没有印这个金额的单位，不能与带单位的数比较"
        "the document does not print the unit of this amount; it cannot be compared with a number that has one",
    UnitUnread => "表上面印的单位“{line}”看不出金额是哪一个单位，没有核对" "which unit of money “{line}” means cannot be told; not checked",
    ConditionNever => "条件（when）没有一处成立"
        "the condition (when) is true nowhere",
    ConditionOfOthers => "条件（when）没有一处成立：{said}"
        "the condition (when) is true nowhere: {said}",
    ConditionOfWords => "条件（when）没有一处成立：“{name}”一栏没有一行是“{wanted}”，印的是 {there}"
        "the condition (when) is true nowhere: no row has “{wanted}” in column “{name}”; it prints {there}",
    ConditionNearly => "“{name}”一栏印的是“{there}”，条件要的是“{wanted}”，没有核对"
        "column “{name}” prints “{there}”, the condition asks for “{wanted}”; not checked",
    ConditionColumnAbsent => "条件（when）没有一处成立：这张表没有“{name}”一栏"
        "the condition (when) is true nowhere: the table has no column “{name}”",
    ConditionOfPart => "条件（when）没有一处成立：“{name}”一栏没有一行含“{wanted}”，印的是 {there}"
        "the condition (when) is true nowhere: no row of column “{name}” holds “{wanted}”; it prints {there}",
    ConditionOfNumbers => "条件（when）没有一处成立：“{name}”一栏印的是 {there}"
        "the condition (when) is true nowhere: column “{name}” prints {there}",
    ConditionOfOrder => "“{name}”一栏的“{word}”不是挨着印的，previous 只看紧挨着的上一行，{rows} 行没有核对"
        "the rows of “{word}” in column “{name}” do not follow each other, and previous looks at the row before alone; {rows} rows are not checked",
    ExpectNever =>
        "脚本没有走到 expect：没有一行，或 if 的条件没有一处成立"
        "the script came to no expect: there is no row, or the condition of an if is true nowhere",
    ExpectBehind =>
        "脚本没有走到 expect：条件 {condition} 没有一处成立"
        "the script came to no expect: the condition {condition} is true nowhere",
    ScriptSilent => "脚本里没有 expect，也没有 report，什么也没有核对"
        "the script has neither expect nor report: nothing was checked",
    ReportNever =>
        "脚本没有走到 report，也没有一处条件成立"
        "the script came to no report, and no condition is true",
    ReportBehind =>
        "条件 {condition} 没有一处成立"
        "the condition {condition} is true nowhere",
    KindsDiffer => "两边不是同一类，不能比较"
        "the two sides are of different kinds; they cannot be compared",
    KindsApart => "{first}与{second}不能放在一起算"
        "{first} and {second} cannot be calculated with each other",
    NoSuchDay => "“{text}”：没有这一天，不能比先后" "“{text}”: there is no such day; it cannot be compared",
    DateUnclear => "“{text}”不是一个完整的日期，不能比先后"
        "“{text}” is not a complete date; earlier or later cannot be told",
    ListCutOff => "列举没有写完就断开了，不能断定是否列全"
        "the list breaks off; whether it is complete is open",
    SumWithoutColumn => "求和要写列名"
        "a sum must name its column",
    FigureNoNumber =>
        "{label}不是数"
        "{label} is not a number",
    BetweenOutsideColumn =>
        "above 和 below 要在逐列核对的规则里"
        "above and below belong in a rule that goes column by column",
    BetweenNeedsCell =>
        "above 和 below 里要写 表样.行.列"
        "above and below need FORM.ROW.COLUMN",
    NoSingleRow =>
        "没有这一行，或有几行"
        "the row is not there, or several are",
    RowIsNoList =>
        "行名不是一组数，用 above 或 below"
        "the name of a row is not a list of numbers; use above or below",
    TableLacksRow =>
        "这张表没有“{name}”这一行：没有印作“{label}”的行，有“{there}”"
        "the table has no row “{name}”: no row is printed as “{label}”; there is “{there}”",
    NoRowPrinted =>
        "这张表没有“{name}”这一行：没有印作“{label}”的行"
        "the table has no row “{name}”: no row is printed as “{label}”",
    RowOnOtherSide => "“{label}”这一行印在“{there}”一侧，规则写的是“{side}”一侧：写成 {there}.{name}"
        "the row “{label}” is printed on the side “{there}”, the rule says “{side}”: write {there}.{name}",
    NoRowAfter =>
        "这张表有印作“{label}”的行，但“{name}”写了 after = \"{after}\"，而没有一行是“{after}”；它前面印的是“{there}”"
        "the table has rows printed as “{label}”, but “{name}” says after = \"{after}\" and no row is “{after}”; before them stands “{there}”",
    OtherKind =>
        "这条规则不用于这一种文件（{kind}）"
        "the rule is not for documents of this kind ({kind})",
    OtherAgency =>
        "这条规则不用于这个单位（{agency}）"
        "the rule is not for this unit ({agency})",
    OtherYears =>
        "这条规则只用于 {years} 年度（{year}）"
        "the rule is only for the years {years} ({year})",
    AgencyUnknown =>
        "没有认出文件的单位，这条规则只用于写明的单位"
        "the unit of the document is not known, and the rule is for certain units",
    YearUnknown =>
        "没有认出文件的年度，这条规则只用于写明的年度"
        "the year of the document is not known, and the rule is for certain years",
    WordsNotLookedFor =>
        "没有认出文件种类，也没有认出表和有数的语句，字样没有找"
        "neither the kind of the document, nor a table, nor a sentence with figures was recognised: the words were not looked for",
    StrictUnclear =>
        "两边印得一样，或者只差在四舍五入以内，分不出大小"
        "both sides are printed alike, or apart by no more than rounding: which is more cannot be told",
    KindUnknown =>
        "没有认出文件的种类，没有找到也不能断定没有写；用 --kind 写明种类再核对"
        "the kind of the document is not known: that nothing was found does not show that it is not there; say the kind with --kind",
    OneWayOpen =>
        "有一种算法缺少数据，不能断定"
        "data for one of the ways to calculate are missing; nothing can be concluded",
    NothingOfRule =>
        "文件里没有这条规则所说的表或句子"
        "the document has no table or sentence that the rule speaks of",
    TargetNoNumber =>
        "指标值或完成值不是数"
        "the target or the result is not a number",
    TargetUnitsDiffer =>
        "指标值与完成值的单位不同，由人核对"
        "the target and the result have different units; a person has to compare them",
    TargetSignsDiffer =>
        "指标值与完成值的符号不同，由人核对"
        "the target and the result have different signs; a person has to compare them",
    TargetInWords =>
        "指标值或完成值不是数，由人核对"
        "the target or the result is not a number; a person has to compare them",
    TotalBlank =>
        "“{row}”是合计行，要的数没有印全：只管每一行的，规则里写 rows = \"leaves\""
        "“{row}” is a total and does not print all the numbers needed: for each row alone write rows = \"leaves\" in the rule",
    TotalUnasked =>
        "“{row}”是合计行，规则没有写它是不是也要比：只管每一行的，规则里写 rows = \"leaves\"，合计也管的写 rows = \"all\""
        "“{row}” is a total and the rule does not say whether it is to be compared, too: for each row alone write rows = \"leaves\", with totals rows = \"all\"",
    TableLacksCell =>
        "这张表没有这一行或这一列"
        "the table has no such row or column",
    StatedBlank =>
        "{name}是空的，不能核对"
        "{name} is blank; it cannot be checked",
    OtherLacksCell =>
        "对应的表没有这一行或这一列"
        "the corresponding table has no such row or column",
    OtherBlank =>
        "对应的一格是空的"
        "the corresponding cell is blank",
    AddendsUnclear =>
        "“其中”以下还有几行、或小计印在各行上面，合计加的是哪几行没有写明"
        "there are rows below an “of which”, or subtotals above their rows; which rows the total adds up is not said",
    NoAddend => "没有一行合 sum 的条件，没有可加的数" "no row is as the condition of sum wants it: there is nothing to add up",
    NoAddendOfWord => "没有一行合 sum 的条件：没有“{wanted}”，那一栏印的是 {there}" "no row is as the condition of sum wants it: there is no “{wanted}”, the column prints {there}",
    AddendsBlank =>
        "各加数都是空的"
        "all addends are blank",
    NothingAbove => "“{name}”印在表的最上面，上面没有行可加：写 below({name})"
        "“{name}” is the first row of the table, nothing stands above it: write below({name})",
    NothingBelow => "“{name}”印在表的最下面，下面没有行可加：写 above({name})"
        "“{name}” is the last row of the table, nothing stands below it: write above({name})",
    StartsLate => "编号从 {first} 起，不是从 1 起，前面有没有少了行，没有核对"
        "the numbers begin with {first}, not with 1; whether rows before it are missing was not checked",
    DaysBackwards => "两个日期前后颠倒，天数是负数，没有核对"
        "the two days are in reverse order, the days between them are negative; not checked",
    NotFilledIn =>
        "没有填写"
        "not filled in",
    RateOrAmount =>
        "一个是百分数，一个没有写单位，由人核对"
        "one is a percentage, the other has no unit; a person has to compare them",
    SubtotalAbsent =>
        "{form}里没有找到“{name}”这一行，算不出来"
        "{form} has no row “{name}”; it cannot be worked out",
    RowAbsent =>
        "{form}里没有找到“{name}”这一行，相差的数正是“{label}”一行的数，可能就是它"
        "{form} has no row “{name}”, and the difference is just the amount of “{label}”: that may be it",
    RowNotPrinted =>
        "{form}里没有“{name}”这一行：现在平，但印错了一个数，相差的也可能就是这一行的，不一定看得出来"
        "{form} has no row “{name}”: it comes out now, but were a number misprinted the difference might be taken for this row, so an error might go unseen",
    RowLeftOut =>
        "{form}里没有“{name}”这一行，相差的数可能就是这一行的，不能判错：请补上这一行再核对"
        "{form} has no row “{name}”; the difference may be this row, so it cannot be called wrong: please add the row and check again",
    TooLarge =>
        "数太大，超出精确计算的范围"
        "the number is too large to be calculated exactly",
    FactorBlank =>
        "乘数或除数是空的"
        "the factor or divisor is blank",
    NumberWanted =>
        "这里要一个数"
        "a number is wanted here",
    TwoAmounts =>
        "两个金额不能相乘"
        "two amounts cannot be multiplied",
    DivisorSmall =>
        "除数太小，舍入后可能为 0，无法比较"
        "the divisor is too small and may be 0 before rounding; it cannot be compared",
    BaseBlank =>
        "基数是空的"
        "the base is blank",
    ShareBlank =>
        "部分数是空的"
        "the part is blank",
    BaseSmall =>
        "基数太小，舍入后可能为 0，无法比较"
        "the base is too small and may be 0 before rounding; it cannot be compared",
    BaseZero =>
        "基数为 0，比率没有意义"
        "the base is 0; the rate means nothing",
    NoLastYear => "没有上年的文件" "there is no document of the year before",
    SeveralBeside =>
        "{name}的文件有几份（单位、年度、种类都相同），不能确定是哪一份；请只放一份"
        "there are several documents {name} (same unit, year and kind); which one is meant is open: please give only one",
    NotBeside => "没有{name}" "there is no {name}",
    FormBeside => "文件里没有认出{form}；同一次检查的 {file} 里印有，要用那一份的，写成 {path}" "{form} was not recognised in the document; {file} of this run prints it, to use that one write {path}",
    BesideOwnUnit => "没有{name}：没有认出这份文件的单位，不知道同一次检查的 {files} 是不是；在文件开头加一行“编制单位：”和单位名称，每份都写、写得一样" "there is no {name}: the unit of this document was not recognised, so whether {files} of this run is it is not known; put the line that names the preparing unit at the beginning of each",
    BesideOtherUnit => "没有{name}：没有认出 {files} 的单位；是这个单位的，在它的开头加一行“编制单位：{unit}”" "there is no {name}: the unit of {files} was not recognised; if it is of this unit, put the line that names the preparing unit ({unit}) at its beginning",
    BesideYear => "没有{name}：没有认出 {files} 的年度，不知道是不是；在标题里写上年度，例如 2025年度" "there is no {name}: the year of {files} was not recognised; write it into the title",
    BesideKind => "没有{name}：{files} 的单位、年度都对，可是文件种类是“{kind}”，要的是“{wanted}”；种类由标题里的字认，写在 vocabulary.toml 的 [kinds]" "there is no {name}: {files} is of the unit and the year, but its kind is “{kind}”, while “{wanted}” is wanted; the kind is told by words of the title, see [kinds] of vocabulary.toml",
    NoPartOf => "没有找到“{key}”的{part}" "no {part} of “{key}” was found",
    NoPart => "文件里没有{part}" "the document has no {part}",
    CodeOfNoLevel =>
        "编码 {code} 的位数（或者用点、横线隔开的层数）不是规则写的哪一级（这张表的编码有 {lengths} 位的），不知道它算在哪一行里"
        "the number of digits (or of levels parted by points or dashes) of code {code} is no level of the rule (codes of this table have {lengths}); to which row it adds is unknown",
    CodeUnread =>
        "{row}没有编码，或者印的不是编码，不知道它算在哪一行里"
        "{row} has no code, or prints what is none: to which row it adds is unknown",
    CodeTwice =>
        "编码 {key} 出现了两次"
        "code {key} appears twice",
    ChildNoNumber =>
        "下级里有一格不是数"
        "a cell of the level below is not a number",
    StructureMayLack =>
        "合计与列出的各项之和的差额不像是错了一位数，可能有没有列出、没有读出或不应相加的项目，不能判错"
        "the difference between the total and the sum of the items does not look like one wrong digit; items may be missing, unread or not to be added, so it cannot be called wrong",
    RateOfAnother =>
        "比率与表中两栏算得的相差，但差额不像是错了一位数，可能是同口径或者别的基数的比率，不能判错"
        "the rate differs from what the two columns of the table give, but not as by one wrong digit; it may be on a like-for-like or another basis, so it cannot be called wrong",
    StructureAlone =>
        "这张表没有对应的表样，只从表格本身推出这个关系，同类的数不足以证明，对不上也不能判错"
        "no form is known for this table and the relation follows from the table alone; there are too few of its kind to prove it, so a difference cannot be called wrong",
    SeveralParts =>
        "有几个这样的部分，不能确定用哪一个的{name}"
        "there are several such parts; whose {name} to use is open",
    BracketBlank =>
        "方括号里的名称是空的"
        "the name in brackets is blank here",
    ListNotSum =>
        "{function} 是一组数，要放在 sum 或 count 里"
        "{function} is a list of numbers and belongs in sum or count",
    Skipped =>
        "{words}"
        "{words}",
    ScriptEnded =>
        "{what}；脚本到第 {line} 行停下，后面的没有看"
        "{what}; the script stopped at line {line} and looked at nothing behind it",
    ScriptStopped =>
        "脚本第 {line} 行有错，没有核对完：{what}"
        "the script went wrong at line {line} and did not finish: {what}",
    ScriptFailed =>
        "{what}"
        "{what}",
    ColumnsUnsure =>
        "这张表的行和列有的是按文字的位置分开的，对不上可能是没有分准，请对照原表核对"
        "some rows and columns of this table were parted by the position of the text; a difference may come of that, please compare with the original table",
    FormUnsure =>
        "这张表的表题或栏目与规则写的不全相同，是按相近认出的：数字不符也不能断定；印法不同的，写进表样的 title、header"
        "the title or heads of this table are not quite those of the rule and it was recognised by likeness: numbers that differ are no proof; other ways of printing belong in title and header of the form",
    DigitsUnsure =>
        "有的数字由文字识别得到，没有把握；对不上可能是识别有误，请对照原件"
        "some digits were recognised by a program and are not certain; a difference may come of that, please compare with the original",
    WordsUnsure =>
        "有的页是扫描件，文字由识别得到；没有找到的内容可能是没有识别出来，请对照原件"
        "some pages are scans whose text a program recognised; what was not found may not have been recognised, please compare with the original",
    ReadByThis =>
        "由该式识读：数字有损坏，是按这条等式读出的"
        "read by this identity: the digits were damaged, and were read so that it comes out",
    AlignedByThis =>
        "由该式定列：空格丢失，数字所在的列是按这条等式确定的"
        "columns set by this identity: blanks were lost, and the columns of the numbers were chosen so that it comes out",
    FoundByValue =>
        "这几个数是因为相等才放在一起的，印错了也看不出来"
        "these numbers were put together because they are equal; a misprint would not show",
    StructureWeak =>
        "只从表格本身推出这个关系，同类的关系太少，印错了也不能判错"
        "the relation follows from the table alone and there are too few of its kind; a misprint could not be called wrong",
    OneSided =>
        "只知道一个数不超过另一个，印错了多半也看不出来"
        "only known is that one number is not above the other; most misprints would not show",
    ReadingOpen =>
        "按这种读法一致，但句子还有别的读法，印错了不一定看得出来"
        "it agrees by this reading, but the sentence has others; a misprint might not show",
    RoleSeveral =>
        "“{name}”有几个数可取，没有写明是哪一个"
        "“{name}” may be any of several numbers; which one is not said",
    WordUnexplained =>
        "这几个数之间有“{word}”，不一定是一回事"
        "“{word}” stands between these numbers; they may not be about the same thing",
    RoleInexact =>
        "{figure} 不是单独的一个确数（前面或后面有“约”“左右”一类的字，或者是几个数）"
        "{figure} is not one exact number (words such as “about” stand beside it, or it is several numbers)",
    RoleTimes =>
        "这几个数不是同一年，或者一个是预算、一个是实际"
        "these numbers are not of the same year, or one is budgeted and the other actual",
    RoleApart =>
        "这几个数有的在括号里，或者另有口径，不一定是一回事"
        "some of these numbers stand in brackets or have another scope; they may not be about the same thing",
    TableUnsure =>
        "这张表的行和列是按文字的位置分开的，数字印错了不一定判得出来"
        "the rows and columns of this table were parted by the position of the text; a misprint could not always be called wrong",
    HardlyThisForm =>
        "这张表没有印表题，数字栏多半没有认出，可能不是这张表样，不能断定"
        "the table prints no title and most of its columns of figures were not recognised; it may be another form, so nothing can be concluded",
    ColumnUnknown =>
        "有一栏没有认出：{which}，这一行的合计可能含有这一栏，不能断定"
        "a column was not recognised: {which}; the total of this row may hold it, so nothing can be concluded",
    LastPlaceOpen =>
        "末位与换算结果不同；文件里要核对的数很多，没有分析是不是舍位平衡时调整过的数。需要时，请拆成几个文件审核"
        "the last digit differs from the conversion; the document has very many numbers to check, and whether this one was moved to balance rounding was not analysed. If need be, split the document and check the parts",
}
