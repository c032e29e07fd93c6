use super::*;
use gouji_sample as sample;
use gouji_values::lang::Lang;

fn imprint() -> Imprint {
    Imprint {
        date: Some("2026-11-23".to_owned()),
        ruleset_digest: "ab".repeat(32),
        ..Imprint::default()
    }
}

fn sampled() -> Opinion {
    Opinion::of(&Ok(sample::document()), &imprint())
}

#[test]
fn a_paper_says_what_was_found_and_by_what() {
    let opinion = sampled();
    let page = html(std::slice::from_ref(&opinion));
    for word in [
        "示例市应急管理局",
        "2026-11-23",
        gouji_report::report::PROGRAM,
        &"ab".repeat(32),
        &opinion.line.digests[0],
        "经核对，发现问题 6 处：错误 4 处，警告 1 处，提示 1 处",
        "审核人",
        "复核人",
        "单位负责人",
        "没有核对的内容和原因",
        "读出而没有核对的数 1 个",
        "注意事项",
        "表“附表”没有识别",
    ] {
        assert!(page.contains(word), "{word}\n{page}");
    }
    assert!(!page.contains("<script"));
}

#[test]
fn only_a_suspect_has_a_figure_that_should_stand_there() {
    let rows = sampled().rows;
    assert_eq!(rows.len(), 6);
    assert_eq!((&*rows[3].printed, &*rows[3].meant), ("60.00万元", "50.00万元"));
    assert_eq!((&*rows[0].printed, &*rows[0].meant), ("353.15万元", "待核实，对照\n354.16万元"));
    assert_eq!(rows[0].arithmetic, "274.27 ＋ 79.89 ＝ 354.16万元\n相差 -1.01万元");
    assert!(rows[0].basis.starts_with("部门决算编审要点"), "{}", rows[0].basis);
    assert_eq!(rows[5].meant, "待核实");
}

#[test]
fn a_document_of_which_little_was_read_is_not_called_right() {
    let mut document = sample::document();
    document.findings.clear();
    document.coverage.with_figures = (12, 2);
    let verdict = verdict(&document).concat();
    assert!(verdict.contains("12 张表只认出 2 张"), "{verdict}");
    assert!(!verdict.contains("经核对，没有发现问题"), "{verdict}");
    document.checks.clear();
    let opinion = Opinion::of(&Ok(document), &imprint());
    assert!(opinion.verdict.concat().contains(unread::NOTHING.of(Lang::Chinese)));
    assert_eq!(opinion.line.state, DocumentState::Nothing);
    let failed = sample::run().documents.remove(1);
    assert!(Opinion::of(&failed, &imprint()).verdict.concat().starts_with("未能审核"));
}

#[test]
fn what_is_explained_stands_apart() {
    let mut document = sample::document();
    document.findings[0].waiver = Some("已向主管部门<说明>".to_owned());
    let page = html(&[Opinion::of(&Ok(document), &imprint())]);
    assert!(page.contains("发现问题 5 处") && page.contains("说明：已向主管部门&lt;说明&gt;"));
}

#[test]
fn a_run_names_each_document_and_its_state() {
    let all: Vec<Opinion> =
        sample::run().documents.iter().map(|one| Opinion::of(one, &imprint())).collect();
    let page = html(&[Opinion::of_run(&all, None, &imprint())]);
    for word in
        ["审核文件 2 份：未能审核 1 份，有问题 1 份", "没有这个文件", &all[0].line.digests[0]]
    {
        assert!(page.contains(word), "{word}\n{page}");
    }
}

#[test]
fn the_first_page_says_what_is_to_be_corrected_and_the_annex_the_rest_by_parts() {
    let opinion = sampled();
    let [corrections] = &opinion.summary[..] else { panic!("{:?}", opinion.summary) };
    let row = &corrections.rows[0];
    assert_eq!((&*row[0], &*row[2], &*row[3]), ("4", "60.00万元", "50.00万元"));
    let lines = opinion.rows[3].lines();
    assert_eq!(lines[0].0, "更正");
    assert!(lines[0].1.starts_with("写的是 60.00万元，应改为 50.00万元"), "{lines:?}");
    assert_eq!(opinion.rows[0].lines()[0].0, "核实");
    let page = html(std::slice::from_ref(&opinion));
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}\n{page}"));
    let order =
        ["建议更正的数字", "审核人", "发现的问题", "没有核对的内容和原因", "审核所用的规则"];
    assert!(order.map(place).is_sorted());
    // no page lies across where nothing needs it
    assert!(!page.contains("annex across"));
}

/// A finding at a place of a part.
fn row(number: u32, part: &str, at: u32, is_known: bool) -> FindingRow {
    FindingRow {
        number: number.to_string(),
        severity: "错误".to_owned(),
        part: part.to_owned(),
        at,
        is_known,
        place: format!("第 {at} 行"),
        item: "支出决算表 教育支出 本年支出合计".to_owned(),
        ..FindingRow::default()
    }
}

#[test]
fn of_two_figures_each_is_named_with_what_it_should_be() {
    let mut document = sample::document();
    let at = document.findings.iter().position(|one| one.cause.is_some()).unwrap();
    let cause = document.findings[at].cause.as_mut().unwrap();
    let mut other = cause.suspects[0].clone();
    other.label = "[水费] 支出决算表 合计".into();
    cause.suspects.push(other.clone());
    let opinion = Opinion::of(&Ok(document.clone()), &imprint());
    let told = opinion.rows.iter().find(|row| row.item.contains("；[水费]")).unwrap();
    assert!(told.is_known && told.advice.matches("应为 50.00").count() == 2, "{told:?}");
    // of one nothing is known: both are to be looked into
    document.findings[at].cause.as_mut().unwrap().suspects[1].suggested = None;
    let opinion = Opinion::of(&Ok(document.clone()), &imprint());
    let told = opinion.rows.iter().find(|row| row.item.contains("；[水费]")).unwrap();
    assert!(!told.is_known && told.lines()[0].0 == "核实", "{told:?}");
    // of a project that leads the name stands once, as the heading; a template has it before the place
    document.findings[at].cause.as_mut().unwrap().suspects = vec![other];
    let opinion = Opinion::of(&Ok(document), &imprint());
    let told = opinion.rows.iter().find(|row| row.is_own_part).unwrap();
    assert_eq!((&*told.part, &*told.item), ("水费", "支出决算表 合计"));
    assert!(told.cells().iter().any(|(name, text)| *name == "位置" && text.starts_with("水费：")));
}

#[test]
fn what_stands_in_another_part_is_named_by_it() {
    let mut document = sample::document();
    let mut far = document.understanding[0].clone();
    far.span = <_>::default();
    far.forms.iter_mut().for_each(|form| form.part = Some("[水费]".to_owned()));
    document.understanding.push(far);
    let finding = document.findings.iter_mut().find(|one| one.cause.is_some()).unwrap();
    let cause = finding.cause.as_mut().unwrap();
    let mut other = cause.suspects[0].clone();
    other.label = "[水费] 支出决算表 合计".into();
    cause.suspects.push(other);
    let rows = Opinion::of(&Ok(document), &imprint()).rows;
    assert!(rows.iter().any(|row| row.item.contains("；“水费”的支出决算表 合计")), "{rows:?}");
}

#[test]
fn what_stands_in_another_document_is_told_before_all_parts() {
    let mut document = sample::document();
    document.beside = vec![gouji_audit::audit::DocumentBeside {
        index: 7,
        path: "docs/上年.txt".to_owned(),
        document: std::sync::Arc::default(),
    }];
    let finding = document.findings.iter_mut().find(|one| one.cause.is_some()).unwrap();
    let suspect = &mut finding.cause.as_mut().unwrap().suspects[0];
    std::sync::Arc::make_mut(&mut suspect.printed).document = Some(7);
    let rows = Opinion::of(&Ok(document), &imprint()).rows;
    let told = rows.iter().find(|row| row.is_known).unwrap();
    assert_eq!((&*told.part, told.at), ("", 0), "{told:?}");
}

#[cfg(all(feature = "cli", feature = "formats"))]
#[test]
fn two_versions_of_one_name_are_told_apart_by_their_folders() {
    let names = |old, new| versions::names([old, new]);
    assert_eq!(names("/甲/初稿.docx", "/乙/终稿.docx"), ["初稿.docx", "终稿.docx"]);
    assert_eq!(
        names("/甲/初稿/决算.docx", "/甲/终稿/决算.docx"),
        ["初稿/决算.docx", "终稿/决算.docx"]
    );
    assert_eq!(names("初稿/决算.docx", "终稿/决算.docx"), ["初稿/决算.docx", "终稿/决算.docx"]);
}

#[test]
fn findings_stand_by_parts_as_the_document_has_them() {
    let rows = [row(1, "乙", 900, true), row(2, "甲", 10, true), row(3, "乙", 700, false)];
    let parts: Vec<(&str, Vec<&str>)> = finding::parts(&rows)
        .iter()
        .map(|part| (part.title, part.rows.iter().map(|row| row.number.as_str()).collect()))
        .collect();
    assert_eq!(parts, [("甲", vec!["2"]), ("乙", vec!["1", "3"])]);
}

#[test]
fn a_first_page_holds_no_more_than_fits_and_says_how_much_more_there_is() {
    let mut rows: Vec<FindingRow> =
        (0..60).map(|at| row(at + 1, &format!("项目{}", at % 20), at, at % 2 == 0)).collect();
    // a few parts of many say little: the kinds are told, the most frequent first
    for (at, row) in rows.iter_mut().enumerate() {
        row.kind = if at < 40 { "分值之和".to_owned() } else { format!("第 {} 类", at % 10) };
    }
    let [parts, known] = &summary::tables(&rows, 1_400)[..] else { panic!() };
    let errors = parts.rows.iter().filter_map(|row| row[1].parse::<usize>().ok());
    assert_eq!((errors.sum::<usize>(), &*parts.rows[0][0]), (60, "分值之和"));
    assert_eq!((&*parts.title, &*parts.rows[0][4]), ("各类问题", "1—40"));
    let last = parts.rows.last().unwrap();
    assert!(last[0].starts_with("其余 ") && last[0].ends_with(" 类"), "{last:?}");
    let (last, told) = known.rows.split_last().unwrap();
    assert_eq!(last[1], format!("另有 {} 处，见附后", 30 - told.len()));
    assert!(told.len() > 3, "{known:?}");
    assert!(summary::fits(parts, 1_400) && summary::fits(known, 1_400));
    // where there is much room, all
    let all = summary::tables(&rows, 9_999);
    assert_eq!(all.iter().map(|table| table.rows.len()).collect::<Vec<_>>(), [20, 30]);
    assert_eq!((&*all[0].title, &*all[0].rows[2][4]), ("各部分的问题", "3、23、43"));
    // lines end behind hyphens: a long name of a file takes more of them
    let table = |name: &str| Table {
        columns: vec![("文件", 20)],
        rows: vec![vec![name.to_owned()]],
        ..Table::default()
    };
    let names =
        [table("aaaaaaaaaa-bbbbbbbbbb-cccccccccc"), table("aaaaaaaaaabbbbbbbbbbccccccccccdd")];
    let fits = names.map(|table| summary::fits(&table, 320));
    assert_eq!(fits, [false, true]);
}

#[test]
fn the_first_page_of_many_documents_tells_the_worst_and_what_was_not_read() {
    let one = Opinion::of(&Ok(sample::document()), &imprint());
    let mut all = vec![one.clone(); 40];
    for (at, opinion) in all.iter_mut().enumerate() {
        opinion.line.path = format!("送审/2026/单位{at}.docx");
        opinion.line.lacks = at == 30;
    }
    all[30].line.found.errors = 99;
    let page = html(&[Opinion::of_run(&all, None, &imprint())]);
    let (first, annex) = page.split_once("单位负责人").unwrap();
    let place = |words: &str| first.find(words).unwrap_or_else(|| panic!("{words}\n{first}"));
    assert!(place("问题最多的文件") < place("单位30.docx"));
    assert!(place("单位30.docx") < place("单位0.docx"));
    assert!(first.contains("有问题，没有读全</td>") && first.contains("1 份没有读全"), "{first}");
    assert!(first.contains("份，见附后"), "{first}");
    assert_eq!(annex.matches("有问题</td>").count(), 39);
    // where a clerk keeps them is nothing to sign
    assert!(!page.contains("送审"), "{page}");
}

#[test]
fn a_paper_says_nothing_that_only_a_user_of_the_program_can_do() {
    use gouji_report::report::without_commands;
    let told = "可能是表没有读对；请先看识读结果（gouji tables），再核对原表";
    assert_eq!(without_commands(told), "可能是表没有读对；请先看识读结果，再核对原表");
    assert_eq!(without_commands("先用文字识别；也可以用 --ocr 指定程序"), "先用文字识别");
    assert_eq!(without_commands("甲 -- 乙（勾稽）；丙 -1"), "甲 -- 乙（勾稽）；丙 -1");
}

#[test]
fn a_sentence_that_works_it_out_has_no_line_for_that() {
    let lines = |advice: &str| {
        let row = FindingRow {
            advice: advice.to_owned(),
            arithmetic: "13 + 13 = 26分\n相差 4分".to_owned(),
            ..row(1, "", 0, false)
        };
        row.lines().into_iter().map(|(name, text)| format!("{name} {text}")).collect::<Vec<_>>()
    };
    assert_eq!(lines("30分 ≠ 13 + 13 = 26分，相差 4分").len(), 1);
    assert_eq!(lines("两处不一致")[1], "算式 13 + 13 = 26分；相差 4分");
    assert_eq!(lines("2 处，相差 4分")[1], "算式 13 + 13 = 26分");
}

#[test]
fn many_notices_of_one_kind_are_told_once() {
    let mut document = sample::document();
    let notice = document.notices[0].clone();
    document.notices = vec![notice.clone(); 5];
    let told = unchecked::notices(&document);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains(&*notice.message) && told[0].contains("这样的另有 4 处"), "{told:?}");
    document.notices.truncate(2);
    assert_eq!(unchecked::notices(&document).len(), 2);
}

#[test]
fn a_run_of_many_documents_has_its_table_on_pages_that_lie_across() {
    let one = Opinion::of(&Ok(sample::document()), &imprint());
    let page = |many: usize| html(&[Opinion::of_run(&vec![one.clone(); many], None, &imprint())]);
    let (few, many) = (page(3), page(40));
    assert!(few.contains("class=\"annex\"") && many.contains("class=\"annex across\""));
    let place = |page: &str, words: &str| page.find(words).unwrap();
    assert!(place(&few, "各文件的结果") < place(&few, "单位负责人"));
    assert!(place(&many, "各文件的结果") > place(&many, "单位负责人"));
    let (_, annex) = many.split_once("单位负责人").unwrap();
    assert_eq!(annex.matches("有问题</td>").count(), 40);
}

#[cfg(feature = "formats")]
mod office {
    use super::*;
    use gouji_annotate::annotate::package::Package;

    fn part(bytes: &[u8], name: &str) -> String {
        Package::open(bytes).unwrap().needed(name).unwrap()
    }

    #[test]
    fn the_document_is_read_again_and_has_the_same_bytes_twice() {
        let made = docx(&[sampled()]);
        assert!(made == docx(&[sampled()]));
        let words = gouji_values::vocabulary::Vocabulary::default();
        let limits = gouji_read::read::Limits::default();
        let read = gouji_read::read::read("意见.docx", &made, &words, &limits).unwrap();
        for word in ["审核意见", "353.15", "审核人", "单位负责人"] {
            assert!(read.text.contains(word), "{word}\n{}", read.text);
        }
        let widths: Vec<u32> =
            read.tables.iter().map(gouji_values::document::Table::width).collect();
        // facts side by side, what is to be corrected, the lines for signatures
        assert_eq!(widths, [4, 4, 4]);
        let body = part(&made, "word/document.xml");
        assert!(body.contains("<w:tblHeader/>") && body.contains("w:w=\"11906\" w:h=\"16838\""));
        assert!(!body.contains("w:orient"));
        let run = docx(&[Opinion::of_run(&vec![sampled(); 40], None, &imprint()), sampled()]);
        let run = part(&run, "word/document.xml");
        // upright, across, upright again
        assert_eq!((run.matches("<w:sectPr>").count(), run.matches("w:orient").count()), (3, 1));
        let footer = part(&made, "word/footer1.xml");
        assert!(footer.contains("NUMPAGES") && footer.contains("示例市应急管理局审核意见"));
        // what is to be done stands behind its name, not in one word with it
        let tab = "更正</w:t><w:tab/></w:r><w:r><w:t xml:space=\"preserve\">写的是 ";
        assert!(body.contains(tab), "{body}");
        assert!(part(&made, "docProps/core.xml").contains("2026-11-23T00:00:00Z"));
    }

    /// A template whose fields are parted over runs, as Word does it.
    fn template() -> Vec<u8> {
        let made = docx(&[Opinion { title: "模板".to_owned(), ..Opinion::default() }]);
        let mut package = Package::open(&made).unwrap();
        let body = package.needed("word/document.xml").unwrap();
        let (head, rest) = body.split_once("<w:body>").unwrap();
        let (_, tail) = rest.rsplit_once("<w:sectPr>").unwrap();
        let text = "<w:p><w:r><w:t>致{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ 单位 }</w:t></w:r><w:r><w:t>}：{{日期}}</w:t></w:r></w:p>\
                    <w:p><w:r><w:t>{{结论}}{{单味}}</w:t></w:r></w:p><w:p><w:r><w:t>{{问题表}}</w:t></w:r></w:p>\
                    <w:tbl><w:tr><w:tc><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc></w:tr>\
                    <w:tr><w:tc><w:p><w:r><w:t>{{序号}}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>{{问题}}（{{单位}}）</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        package.put("word/document.xml", format!("{head}<w:body>{text}<w:sectPr>{tail}"));
        package.finish().unwrap()
    }

    #[test]
    fn a_template_is_filled_and_its_row_repeated() {
        let template = Template::read(template()).unwrap();
        assert_eq!((template.unknown(), template.known()), (&["单味".to_owned()][..], 6));
        let filled = template.fill(&sampled()).unwrap();
        assert!(filled == template.fill(&sampled()).unwrap());
        let body = part(&filled, "word/document.xml");
        let text: String =
            body.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text).collect();
        assert!(
            text.trim_start().starts_with("致示例市应急管理局：2026-11-23经核对，发现问题 6 处"),
            "{text}"
        );
        assert!(text.contains("{{单味}}") && !text.contains("{{单位"), "{text}");
        assert!(text.contains("（一位数字写错）"), "{text}");
        // the pattern once for each finding, behind the head; the table of findings has its own
        assert_eq!(body.matches("（示例市应急管理局）").count(), 6);
        assert_eq!(body.matches("<w:tblHeader/>").count(), 1);
        let clean = Opinion { rows: Vec::new(), sections: Vec::new(), ..sampled() };
        let none = part(&template.fill(&clean).unwrap(), "word/document.xml");
        assert_eq!(none.matches("（示例市应急管理局）").count(), 1);
    }

    #[test]
    fn what_is_no_word_document_is_no_template() {
        assert!(Template::read(b"x".to_vec()).is_err());
        assert!(Template::names().contains(&"问题表"));
    }
}
