//! What Word shows of a document is read, and what it hides is not.

use super::{check, check_with, p, t};

#[test]
fn changes_are_accepted() {
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>",
        text("收入"),
        text("12"),
        text("移走"),
        text("前半，"),
        text("后半。")
    );
    let table = t(&["甲|1", "乙|2"]).replacen("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1);
    let table = format!("{table}{}", t(&["丙|3"]));
    let document =
        check(&format!("{body}{table}"), &["收入12", "前半，后半。", "|0:乙|1:2|", "|0:丙|1:3|"]);
    assert!(
        document.notices.iter().any(|notice| notice.message.contains("5 处修订")),
        "{:?}",
        document.notices
    );
}

#[test]
fn hidden_text_is_left_out_and_said() {
    let styles =
        r#"<w:style w:styleId="h" w:type="character"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let run =
        |shape: &str, text: &str| format!("<w:r><w:rPr>{shape}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}{}{}</w:p>",
        run("", "合计"),
        run("<w:vanish/>", "草稿"),
        run(r#"<w:rStyle w:val="h"/>"#, "备注"),
        run(r#"<w:rStyle w:val="h"/><w:vanish w:val="0"/>"#, "5")
    );
    let document = check_with(&body, &[("styles", styles)], &["合计5"]);
    assert!(
        document.notices.iter().any(
            |notice| notice.message.contains("2 处隐藏文字") && notice.message.contains("草稿")
        )
    );
}

#[test]
fn fields_links_and_controls_show_what_they_show() {
    let field = r#"<w:p><w:r><w:t>共</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r><w:r><w:t>码</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12.50</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink><w:r><w:t>万元</w:t></w:r></w:hyperlink></w:p>"#;
    let unended = r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"#;
    let control = |shape: &str, text: &str| {
        format!("<w:sdt><w:sdtPr>{shape}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", p(text))
    };
    let body = format!(
        "{field}{unended}{}{}",
        control("", "某局"),
        control("<w:showingPlcHdr/>", "单击此处输入文字")
    );
    check(&body, &["共12.50万元", "某局"]);
}

#[test]
fn a_text_box_is_read_once() {
    let inner = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let drawing = format!(
        "<mc:AlternateContent><mc:Choice><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent>",
        inner("框中的话"),
        inner("框中的话")
    );
    let only_fallback = format!(
        "<mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent>",
        inner("另一框")
    );
    let body = format!(
        "<w:p><w:r><w:t>前面</w:t>{drawing}</w:r><w:r><w:t>后面</w:t>{only_fallback}</w:r></w:p>"
    );
    let document = check(&body, &["前面后面", "框中的话", "另一框"]);
    let place = |index: usize| {
        document.locator.place(document.paragraphs().nth(index).unwrap().1.text.span())
    };
    assert_eq!([place(0), place(1)], [Some("第1段"), Some("文本框1")]);
}

#[test]
fn notes_stand_at_the_end() {
    let mark = |kind: &str, id: u8| format!(r#"<w:r><w:{kind}Reference w:id="{id}"/></w:r>"#);
    let body = format!(
        "<w:p><w:r><w:t>支出12万元</w:t></w:r>{}{}</w:p>{}",
        mark("footnote", 3),
        mark("endnote", 2),
        p("完。")
    );
    let foot = format!(
        r#"<w:footnote w:id="0" w:type="separator">{0}</w:footnote><w:footnote w:id="3">{0}</w:footnote><w:footnote w:id="4">{1}</w:footnote>"#,
        p("含上年结转。"),
        p("无主")
    );
    let end = format!(r#"<w:endnote w:id="2">{}</w:endnote>"#, p("见附件。"));
    let document = check_with(
        &body,
        &[("footnotes", &foot), ("endnotes", &end)],
        &["支出12万元", "完。", "含上年结转。", "见附件。"],
    );
    assert_eq!(
        document.locator.place(document.paragraphs().nth(2).unwrap().1.text.span()),
        Some("脚注")
    );
}

fn listed(level: u8, list: u8, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

#[test]
fn numbers_that_word_draws_are_part_of_the_text() {
    let level = |at: u8, format: &str, text: &str, more: &str| {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let levels = [
        level(0, "chineseCountingThousand", "第%1部分", r#"<w:pStyle w:val="part"/>"#),
        level(1, "chineseCounting", "%2、", ""),
        level(2, "decimal", "%2.%3", "<w:isLgl/>"),
        level(3, "bullet", "•", ""),
    ];
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="7">{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#,
        levels.concat()
    );
    let styles = r#"<w:style w:type="paragraph" w:styleId="part"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let styled = |text: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="part"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let body = [
        styled("概况"),
        listed(1, 1, "职能"),
        listed(1, 1, "机构"),
        listed(2, 1, "2023年"),
        listed(3, 1, "一点"),
        styled("情况"),
        listed(1, 1, "总体"),
        listed(1, 2, "另起"),
        r#"<w:p><w:pPr><w:pStyle w:val="part"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>不编号</w:t></w:r></w:p>"#
            .to_owned(),
    ];
    check_with(
        &body.concat(),
        &[("styles", styles), ("numbering", &numbering)],
        &[
            "第一部分概况",
            "一、职能",
            "二、机构",
            "2.1 2023年",
            "一点",
            "第二部分情况",
            "一、总体",
            "五、另起",
            "不编号",
        ],
    );
    // a column of numbers that are only drawn
    let table = t(&["序号|名称", "@|甲", "@|乙"]).replace(&p("@"), &listed(1, 1, ""));
    check_with(
        &table,
        &[("numbering", &numbering)],
        &["|0:序号|1:名称|", "|0:一、|1:甲|", "|0:二、|1:乙|"],
    );
}

#[test]
fn entries_of_a_contents_page_are_no_headings() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="12"><w:name w:val="toc 1"/></w:style>"#;
    let entry = r#"<w:p><w:pPr><w:pStyle w:val="12"/></w:pPr><w:r><w:t>一、概况</w:t></w:r><w:r><w:tab/><w:t>3</w:t></w:r></w:p>"#;
    let document = check_with(
        &format!("{entry}{}", p("一、概况")),
        &[("styles", styles)],
        &["一、概况  3", "一、概况"],
    );
    assert_eq!(
        document.paragraphs().map(|(_, paragraph)| paragraph.in_contents).collect::<Vec<_>>(),
        [true, false]
    );
}

#[test]
fn the_look_of_characters_does_not_matter_but_for_hiding() {
    let look = r#"<w:rFonts w:ascii="宋体"/><w:b/><w:sz w:val="22"/>"#;
    let run = |shape: &str, text: &str| {
        format!("<w:r><w:rPr>{look}{shape}{look}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let changed = "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>";
    let long = look.repeat(200);
    let body = [
        run("", "甲"),
        run("<w:vanish/>", "乙"),
        run("<w:vanish\n w:val=\"1\"/>", "己"),
        run(changed, "丙"),
        run("<!-- </w:rPr> -->", "丁"),
        run(&long, "戊"),
    ]
    .concat();
    check(&format!("<w:p>{body}</w:p>"), &["甲丙丁戊"]);
}
