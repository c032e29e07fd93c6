//! Why something was not checked, by code.

use super::Illegible;
use ecow::EcoString;
use gouji_values::code::coded;
use gouji_values::lang::{Bilingual, BilingualText, NumberList};

coded! {
    /// Why a check, or a rule as a whole, could not be decided.
    Why, WhyCode, "reason":
    /// The formula asks for the row of a place that is no row.
    NoRowHere = "no-row-here",
    /// No row stands before this one.
    NoRowBefore = "no-row-before",
    /// No sentence of this kind stands before this one.
    NoSentenceBefore = "no-sentence-before",
    /// The formula asks for the column of a place that is no column.
    NoColumnHere = "no-column-here",
    /// The formula asks for the sentence of a place that is none.
    NoSentenceHere = "no-sentence-here",
    /// The formula lists captures where no sentence is meant.
    NotInSentence = "not-in-sentence",
    /// The formula asks for the table of a place that is in none.
    NotInTable = "not-in-table",
    /// A number was expected in a cell and could not be read.
    CellUnreadable {
        /// The label of the figure.
        label: EcoString,
        /// Why.
        how: Illegible,
    } = "cell-unreadable",
    /// The words of a cell do not say what is asked for.
    CellSilent = "cell-silent",
    /// The sentence is not there.
    NoSuchSentence = "no-such-sentence",
    /// The sentence leaves a value out.
    SentenceLacks { /** What is looked for. */ name: EcoString } = "sentence-lacks-value",
    /// The place is in no part that has this value.
    OutsidePart { /** What is looked for. */ name: EcoString } = "outside-part",
    /// The part leaves a value out.
    PartLacks { /** What is looked for. */ name: EcoString } = "part-lacks-value",
    /// The ruleset has no such parameter.
    NoParameter = "no-parameter",
    /// The table of a parameter has no such key.
    ParameterLacks { /** What is looked for. */ name: EcoString, /** The key that is looked up. */ key: EcoString } = "parameter-lacks-key",
    /// What is to be looked up in a parameter is blank.
    ParameterKeyBlank { /** What is looked for. */ name: EcoString } = "parameter-key-blank",
    /// A parameter is a table where one value is wanted.
    ParameterIsTable { /** What is looked for. */ name: EcoString } = "parameter-is-table",
    /// The scale has no such grade.
    NoGrade { /** The grade. */ grade: EcoString } = "no-such-grade",
    /// The year of the document was not found.
    NoYear = "document-year-unknown",
    /// The agency of the document was not found.
    NoAgency = "document-agency-unknown",
    /// The kind of the document was not recognised.
    NoKind = "document-kind-unknown",
    /// The caption of the table leaves a value out.
    CaptionLacks = "caption-lacks-value",
    /// No table is printed again in another unit.
    NotPrintedAgain = "not-printed-again",
    /// No blank form was given.
    NoTemplate = "no-template",
    /// The document has no contents page.
    NoContents = "no-contents",
    /// The document does not follow the outline: most of it is not there.
    OtherOutline = "other-outline",
    /// Pages were not read: what is not found may stand there.
    PagesUnread = "pages-unread",
    /// The number of a line or column is no positive whole number.
    NotWhole = "number-not-whole",
    /// The digits that `round` keeps are no whole number.
    DigitsNotWhole = "digits-not-whole",
    /// The row has no column of this number.
    NoNumberedColumn {
        /// The form.
        form: EcoString,
        /// The number.
        number: u32,
    } = "no-numbered-column",
    /// Two rows could be the one that is meant.
    TwoRowsAlike {
        /// The form.
        form: EcoString,
        /// The label of the figure.
        label: EcoString,
        /// The lines in which they stand.
        lines: NumberList,
    } = "rows-alike",
    /// The form was not recognised in the document.
    FormAbsent { /** The form. */ form: EcoString } = "form-absent",
    /// The form was not recognised in another document of the run.
    FormAbsentBeside { /** The document and the form. */ form: EcoString } = "form-absent-beside",
    /// Units that a department lists have no document among those of the run.
    UnitsLacking { /** What formulas call these documents. */ name: EcoString, /** The units. */ units: EcoString } = "units-lacking",
    /// Of the documents of several units more is asked for than a figure of each.
    UnitsNoFigure { /** What formulas call them. */ name: EcoString } = "units-no-figure",
    /// The ruleset has no such form.
    FormUnknown = "form-unknown",
    /// The row has no such column.
    RowLacksColumn { /** The form. */ form: EcoString } = "row-lacks-column",
    /// The form has no line of this number.
    NoNumberedLine {
        /// The form.
        form: EcoString,
        /// The number.
        number: u32,
    } = "no-numbered-line",
    /// The table does not print this code.
    NoCode {
        /// The form.
        form: EcoString,
        /// The key that is looked up.
        key: EcoString,
    } = "no-such-code",
    /// No row has the name that is looked up.
    NoRowNamed {
        /// The form.
        form: EcoString,
        /// What is looked for.
        name: EcoString,
    } = "no-row-named",
    /// Several rows could be the one that is meant.
    SeveralRows {
        /// The form.
        form: EcoString,
        /// How many.
        count: usize,
        /// The label of the figure.
        label: EcoString,
        /// The lines in which they stand.
        lines: NumberList,
    } = "several-rows",
    /// A whole column stands where one value is wanted.
    WholeColumn { /** The form. */ form: EcoString, /** The column. */ name: EcoString, /** Its rows. */ count: usize } = "whole-column",
    /// The form has several columns of figures and the rule names none.
    ColumnOpen { /** The form. */ form: EcoString } = "column-open",
    /// No column has the name that is looked up.
    NoColumnNamed {
        /// The form.
        form: EcoString,
        /// What is looked for.
        name: EcoString,
    } = "no-column-named",
    /// The rule does not say which value of a claim is meant.
    CaptureOpen { /** The claim. */ claim: EcoString } = "capture-open",
    /// The value stands in several places that do not agree.
    ValuesDiffer { /** What is looked for. */ name: EcoString } = "values-differ",
    /// The claim leaves the number out.
    ClaimSilent { /** The claim. */ claim: EcoString } = "claim-silent",
    /// No sentence makes the claim.
    ClaimAbsent { /** The claim. */ claim: EcoString } = "claim-absent",
    /// No sentence of the claim holds the word.
    NoSentenceWith { /** The key that is looked up. */ key: EcoString } = "no-sentence-with",
    /// Rows of the table could not be read.
    RowsUnread { /** The form. */ form: EcoString } = "rows-unread",
    /// A number of a condition is blank.
    ConditionBlank = "condition-blank",
    /// A condition is neither true nor false.
    ConditionNoTruth = "condition-no-truth",
    /// A name by which something is looked up is blank.
    NameBlank = "name-blank",
    /// A name is wanted where something else stands.
    NameWanted = "name-wanted",
    /// One of the values is no number.
    NotNumber = "not-a-number",
    /// The score that is to be graded is blank.
    ScoreBlank = "score-blank",
    /// Rounding leaves open which of two grades the score has.
    ScoreOnBorder {
        /// The lower grade.
        low: EcoString,
        /// The higher grade.
        high: EcoString,
    } = "score-on-border",
    /// Rounding leaves open on which side of a bound a rate is.
    RateOnBorder { /** The bound. */ bound: EcoString } = "rate-on-border",
    /// The score is below the lowest grade.
    ScoreBelowAll = "score-below-all",
    /// The document says nothing of it.
    NotWritten { /** The claim. */ claim: EcoString } = "not-written",
    /// The function cannot stand here.
    FunctionMisplaced {
        /// The function.
        function: EcoString,
    } = "function-misplaced",
    /// The function is a check in itself.
    FunctionAlone {
        /// The function.
        function: EcoString,
    } = "function-alone",
    /// One of the numbers is blank.
    NumberBlank = "number-blank",
    /// The units cannot be compared.
    UnitsUnlike = "units-unlike",
    /// The units cannot be compared; which they are.
    UnitsDiffer {
        /// One unit.
        first: EcoString,
        /// The other unit.
        second: EcoString,
    } = "units-differ",
    /// The condition of the rule was true nowhere.
    ConditionNever = "condition-never",
    /// The condition of the rule asks for another document.
    ConditionOfOthers { /** What the document is. */ said: BilingualText } = "condition-of-others",
    /// The condition of the rule asks for words that its column prints nowhere.
    ConditionOfWords { /** The column. */ name: EcoString, /** The words. */ wanted: EcoString, /** What it prints. */ there: EcoString } = "condition-of-words",
    /// The condition asks for words, and a cell prints nearly these.
    ConditionNearly { /** The column. */ name: EcoString, /** The words. */ wanted: EcoString, /** What it prints. */ there: EcoString } = "condition-nearly",
    /// The condition of the rule asks for words in a column that the table does not have.
    ConditionColumnAbsent { /** The column. */ name: EcoString } = "condition-column-absent",
    /// The condition asks for words that stand in no cell of its column.
    ConditionOfPart { /** The column. */ name: EcoString, /** The words. */ wanted: EcoString, /** What it prints. */ there: EcoString } = "condition-of-part",
    /// The condition asks for other numbers than its column prints.
    ConditionOfNumbers { /** The column. */ name: EcoString, /** What it prints. */ there: EcoString } = "condition-of-numbers",
    /// The condition looks at the row before, and rows of one name do not follow each other.
    ConditionOfOrder { /** The column. */ name: EcoString, /** A name. */ word: EcoString, /** How many rows. */ rows: usize } = "condition-of-order",
    /// A script that has expectations came to none.
    ExpectNever = "expect-never",
    /// A script that has expectations came to none: a condition before them was true nowhere.
    ExpectBehind { /** The condition. */ condition: EcoString } = "expect-behind",
    /// A script has neither an expectation nor a report.
    ScriptSilent = "script-silent",
    /// A script that only reports had no row to look at.
    ReportNever = "report-never",
    /// A script that only reports had nothing to report: a condition was true nowhere.
    ReportBehind {
        /// The condition.
        condition: EcoString,
    } = "report-behind",
    /// One of the values is blank.
    ValueBlank = "value-blank",
    /// The document does not say in which unit an amount is that a rule gives a unit.
    UnitUnprinted = "unit-unprinted",
    /// What a table prints as its unit cannot be read.
    UnitUnread {
        /// It.
        line: EcoString,
    } = "unit-unread",
    /// The two sides are of different kinds.
    KindsDiffer = "kinds-differ",
    /// Two kinds of number that are not added, multiplied or compared.
    KindsApart {
        /// What the first is.
        first: Bilingual,
        /// What the second is.
        second: Bilingual,
    } = "kinds-apart",
    /// What stands where a day belongs is one that the calendar does not have.
    NoSuchDay { /** What stands there. */ text: EcoString } = "no-such-day",
    /// What stands where a day belongs is none.
    DateUnclear {
        /// What stands there.
        text: EcoString,
    } = "date-unclear",
    /// The list of a sentence breaks off.
    ListCutOff = "list-cut-off",
    /// A sum does not say of which column.
    SumWithoutColumn = "sum-without-column",
    /// A figure of a sum is no number.
    FigureNoNumber {
        /// The label of the figure.
        label: EcoString,
    } = "figure-no-number",
    /// `above` and `below` stand in a rule that does not go column by column.
    BetweenOutsideColumn = "between-outside-column",
    /// `above` and `below` need a cell of a form.
    BetweenNeedsCell = "between-needs-cell",
    /// The row is not there, or several are.
    NoSingleRow = "no-single-row",
    /// A row name stands where a list is wanted.
    RowIsNoList = "row-is-no-list",
    /// The table does not print the row.
    TableLacksRow {
        #[doc = "What the form calls the row, and what is printed before it."] name: EcoString, #[doc = "The label."] label: EcoString,
        #[doc = "What the table prints in front of a row that it may be."] there: EcoString,
    } = "table-lacks-row",
    /// The table does not print the row, nor any other that it may be.
    NoRowPrinted { /** Its name. */ name: EcoString, /** Its label. */ label: EcoString } = "no-row-printed",
    /// The row stands on another side of the form.
    RowOnOtherSide { /** What the form calls the row. */ name: EcoString, /** Its label. */ label: EcoString, /** The side asked for. */ side: EcoString, /** The side that prints it. */ there: EcoString } = "row-on-other-side",
    /// Rows bear the label, but none stands behind the row that the form wants before it.
    NoRowAfter { /** Its name. */ name: EcoString, /** Its label. */ label: EcoString, /** The other row. */ after: EcoString, /** What the table prints before it. */ there: EcoString } = "no-row-after",
    /// A total does not print all that a rule for rows asks for.
    TotalBlank { /** The row. */ row: EcoString } = "total-blank",
    /// The rule is not for documents of this kind.
    OtherKind {
        /// The kind of the document.
        kind: EcoString,
    } = "other-kind",
    /// The rule is not for documents of this agency.
    OtherAgency {
        /// The agency of the document.
        agency: EcoString,
    } = "other-agency",
    /// The rule is for documents of other years.
    OtherYears { /** The years of the rule. */ years: EcoString, /** The year of the document. */ year: EcoString } = "other-years",
    /// The rule is for documents of some agencies, and that of the document is not known.
    AgencyUnknown = "agency-unknown",
    /// The rule is for documents of some years, and that of the document is not known.
    YearUnknown = "year-unknown",
    /// Words are looked for in documents on budgets alone, and this was not taken for one.
    WordsNotLookedFor = "words-not-looked-for",
    /// Which of two figures is more cannot be told: they are printed alike.
    StrictUnclear = "strict-unclear",
    /// What must be there was looked for in a document whose kind is not known.
    KindUnknown = "kind-unknown",
    /// One of several ways to calculate could not be tried.
    OneWayOpen = "one-way-open",
    /// Nothing that the rule speaks of is in the document.
    NothingOfRule = "nothing-of-rule",
    /// A target, or what was achieved, is no number.
    TargetNoNumber = "target-no-number",
    /// A target and what was achieved have different units.
    TargetUnitsDiffer = "target-units-differ",
    /// The signs before a target and what was achieved leave it open.
    TargetSignsDiffer = "target-signs-differ",
    /// A target or what was achieved is words: a person has to compare them.
    TargetInWords = "target-in-words",
    /// A total passes a limit that is one number, and the rule does not say whether it is for each row alone.
    TotalUnasked { /** The row. */ row: EcoString } = "total-unasked",
    /// The table does not print the row or the column.
    TableLacksCell = "table-lacks-cell",
    /// The figure that is to be checked is blank.
    StatedBlank {
        /// What is looked for.
        name: EcoString,
    } = "stated-blank",
    /// The table that it is compared with does not print the row or the column.
    OtherLacksCell = "other-table-lacks-cell",
    /// The cell that it is compared with is blank.
    OtherBlank = "other-blank",
    /// All addends are blank.
    AddendsBlank = "addends-blank",
    /** No row is as the condition of a sum wants it. */ NoAddend = "no-addend",
    /** No row has the word that the condition of a sum asks a column for. */ NoAddendOfWord { /** The word. */ wanted: EcoString, /** Words that stand there. */ there: EcoString } = "no-addend-of-word",
    /// The row stands first: nothing is above it.
    NothingAbove { /** The row. */ name: EcoString } = "nothing-above",
    /// The row stands last: nothing is below it.
    NothingBelow { /** The row. */ name: EcoString } = "nothing-below",
    /// The numbers of a table begin with another one than 1.
    StartsLate { /** The first. */ first: EcoString } = "starts-late",
    /// The days between two days are less than nothing, and that is what is printed.
    DaysBackwards = "days-backwards",
    /// Nothing was filled in.
    NotFilledIn = "not-filled-in",
    /// A percentage stands beside a number without a unit, which may be an amount.
    RateOrAmount = "rate-or-amount",
    /// A subtotal that the sum needs was not found.
    SubtotalAbsent {
        /// The form.
        form: EcoString,
        /// What is looked for.
        name: EcoString,
    } = "subtotal-absent",
    /// A row of the sum was not found, and another row has just the missing amount.
    RowAbsent {
        /// The form.
        form: EcoString,
        /// What is looked for.
        name: EcoString,
        /// The label of the figure.
        label: EcoString,
    } = "row-absent",
    /// The sum comes out, but with a wrong figure it would be open: the table does not print rows of it.
    RowNotPrinted { /** The form. */ form: EcoString, /** The rows. */ name: EcoString } = "row-not-printed",
    /// Rows of the sum that the table does not print may have the amount that is missing.
    RowLeftOut { /** The form. */ form: EcoString, /** The rows. */ name: EcoString } = "row-left-out",
    /// A number is too large to be calculated exactly.
    TooLarge = "number-too-large",
    /// A factor or divisor is blank.
    FactorBlank = "factor-blank",
    /// A number is wanted where something else stands.
    NumberWanted = "number-wanted",
    /// Two amounts of money are multiplied.
    TwoAmounts = "two-amounts",
    /// The divisor may be zero within its rounding.
    DivisorSmall = "divisor-small",
    /// The base of a percentage is blank.
    BaseBlank = "base-blank",
    /// The share of a percentage is blank.
    ShareBlank = "share-blank",
    /// The base of a percentage may be zero within its rounding.
    BaseSmall = "base-small",
    /// The base of a ratio is zero.
    BaseZero = "base-zero",
    /// Last year's document is not there.
    NoLastYear = "no-last-year",
    /// Several documents may be the one that formulas name.
    SeveralBeside {
        /// What formulas call it.
        name: EcoString,
    } = "several-beside",
    /// A document beside that formulas name is not there.
    NotBeside {
        /// What formulas call it.
        name: EcoString,
    } = "not-beside",
    /** A form is not in the document, but in another one of the run. */ FormBeside { /** The form. */ form: EcoString, /** The file. */ file: EcoString, /** How formulas name it. */ path: EcoString } = "form-beside",
    /** A document beside is not there: the unit of this one is not known, with those that may be it. */ BesideOwnUnit { /** What formulas call it. */ name: EcoString, /** The files. */ files: EcoString } = "beside-own-unit-unknown",
    /** A document beside is not there, but some whose unit is not known. */ BesideOtherUnit { /** What formulas call it. */ name: EcoString, /** The files. */ files: EcoString, /** The unit of this one. */ unit: EcoString } = "beside-other-unit-unknown",
    /** A document beside is not there, but some whose year is not known, or this one's. */ BesideYear { /** What formulas call it. */ name: EcoString, /** The files. */ files: EcoString } = "beside-year-unknown",
    /** A document beside is not there, but one of this unit and the year, of another kind. */ BesideKind { /** What formulas call it. */ name: EcoString, /** The files. */ files: EcoString, /** Its kind. */ kind: EcoString, /** The kind that is wanted. */ wanted: EcoString } = "beside-other-kind",
    /// The document has no part of this kind and key.
    NoPartOf {
        /// The key that is looked up.
        key: EcoString,
        /// The kind of part.
        part: EcoString,
    } = "no-part-of-key",
    /// The document has no part of this kind.
    NoPart {
        /// The kind of part.
        part: EcoString,
    } = "no-part",
    /// A code is printed twice.
    CodeTwice { /** The key that is looked up. */ key: EcoString } = "code-twice",
    /// A code has the digits of no level of the tree.
    CodeOfNoLevel { /** The code. */ code: EcoString, /** How many digits the codes of the table have. */ lengths: EcoString } = "code-of-no-level",
    /// A row of a tree has no code, or one that cannot be read.
    CodeUnread { /** The row. */ row: EcoString } = "code-unread",
    /// A cell below the parent is no number.
    ChildNoNumber = "child-no-number",
    /// Nothing but one figure tells that the table means this sum.
    StructureAlone = "structure-alone",
    /// A total is off from what the table lists by no slip of a digit.
    StructureMayLack = "structure-may-lack",
    /// A rate may be one on another basis than the figures printed beside it.
    RateOfAnother = "rate-of-another",
    /// Several parts could be the one that is meant.
    SeveralParts { /** What is looked for. */ name: EcoString } = "several-parts",
    /// The name in brackets is blank.
    BracketBlank = "bracket-blank",
    /// A list stands where a number is wanted.
    ListNotSum { /** The function. */ function: EcoString } = "list-not-summed",
    /// The script of the rule left the place out, in its own words.
    Skipped { /** What the script says. */ words: EcoString } = "script-skipped",
    /// What the document leaves open ended the script: nothing behind that was looked at.
    ScriptEnded {
        /// The line of the script.
        line: usize,
        /// What is open.
        what: Box<Why>,
    } = "script-ended",
    /// The script of the rule went wrong and did not run to its end.
    ScriptStopped {
        /// The line of the script.
        line: usize,
        /// What went wrong.
        what: EcoString,
    } = "script-stopped",
    /// The script of the rule went wrong.
    ScriptFailed { /** What went wrong. */ what: EcoString } = "script-failed",
    /// Columns were told apart by where texts stand, and that may be wrong.
    ColumnsUnsure = "columns-unsure",
    /// Title or heads of a table are not quite those of the form that it was taken for.
    FormUnsure = "form-unsure",
    /// A figure was recognised in a picture, and its digits are doubtful.
    DigitsUnsure = "digits-unsure",
    /// What is missing may stand on a page that was recognised in a picture.
    WordsUnsure = "words-unsure",
    /// A damaged figure was read with the help of this very identity.
    ReadByThis = "read-by-this",
    /// The columns of its figures were chosen with the help of this very identity.
    AlignedByThis = "aligned-by-this",
    /// Its figures were brought together because they agree: had one been wrong, nothing would have been compared.
    FoundByValue = "found-by-value",
    /// The relation follows from the table itself, and too few others of its kind would bear it out if it broke.
    StructureWeak = "structure-weak",
    /// The one is only not more than the other: a wrong figure hardly breaks that.
    OneSided = "one-sided",
    /// The sentence can be read in another way: had a figure been wrong, that might have hidden it.
    ReadingOpen = "reading-open",
    /// Several figures of the sentence could be what a role means.
    RoleSeveral { /** The role. */ name: EcoString } = "role-several",
    /// A word between the figures of a relation says something that no role explains.
    WordUnexplained { /** The word. */ word: EcoString } = "word-unexplained",
    /// A figure of a relation is not meant exactly, or stands with others.
    RoleInexact { /** The figure. */ figure: EcoString } = "role-inexact",
    /// The figures of a relation are of different years or stages.
    RoleTimes = "role-times",
    /// Some figures of a relation stand in brackets, or a scope of their own is told.
    RoleApart = "role-apart",
    /// Rows and columns of the table were told apart by where texts stand, and what does not come out in it is not told.
    TableUnsure = "table-unsure",
    /// The table has no title and most of its columns are unknown: it may be of another form.
    HardlyThisForm = "hardly-this-form",
    /// A column of figures was not recognised that the total of the row may contain.
    ColumnUnknown { /** Which one. */ which: EcoString } = "column-unknown",
    /// Which rows a total adds up is not told: some stand under 其中, or below a subtotal.
    AddendsUnclear = "addends-unclear",
    /// The last place differs and the document is too large to tell whether it was balanced.
    LastPlaceOpen = "last-place-open",
}
