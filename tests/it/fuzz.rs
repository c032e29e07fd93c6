//! The bodies of the fuzz targets on arbitrary input, and on pieces of real layouts.

use proptest::prelude::*;

fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "收入支出决算总表",
        "单位：万元",
        "项目",
        "行次",
        "金额",
        "栏次",
        "合计",
        "一、",
        "（一）",
        "2023",
        "年度",
        "353.15",
        "0",
        "-",
        "\t",
        "\n",
        "\n\n",
        " ",
        "|",
        "201",
        "20101",
        "2010101",
        "占比",
        "100.00%",
        "，",
        "。",
        "其中：",
        "增加",
        "万元",
        "≥",
        "优",
        "总分",
        "科目编码",
        "科目名称",
        "本年支出合计",
        "基本支出",
        "项目支出",
        "1,234.50",
        "９",
        "\u{feff}",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..120)
        .prop_map(|words| words.concat())
}

/// Tags and marks between the words.
fn marked() -> impl Strategy<Value = String> {
    let tags = [
        "<table>",
        "</table>",
        "<tr>",
        "<td rowspan=2>",
        "<td colspan=3>",
        "</td>",
        "<th>",
        "<p hidden>",
        "</p>",
        "<div style=display:none>",
        "</div>",
        "<span>",
        "<br>",
        "<pre>",
        "</pre>",
        "<ol><li>",
        "</ol>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "&nbsp;",
        "&#x4e00;",
        "<td",
        "<table",
        "'",
        "\"",
        "# ",
        "**",
        "_",
        "`",
        "[",
        "](",
        ")",
        "> ",
        "- ",
        "\\|",
        "|---|",
        "    ",
        "\n",
    ];
    prop::collection::vec(
        (
            prop::sample::select(tags.to_vec()),
            pieces().prop_map(|text| text.chars().take(12).collect::<String>()),
        ),
        0..40,
    )
    .prop_map(|parts| parts.into_iter().map(|(tag, text)| format!("{tag}{text}")).collect())
}

/// Elements of Word documents inside one another, well formed but in no order that makes sense.
#[cfg(feature = "formats")]
fn tags() -> impl Strategy<Value = String> {
    let names = [
        "p",
        "r",
        "t",
        "pPr",
        "rPr",
        "tbl",
        "tblGrid",
        "tr",
        "tc",
        "tcPr",
        "trPr",
        "txbxContent",
        "sdt",
        "sdtPr",
        "sdtContent",
        "ins",
        "del",
        "footnote",
        "footnoteReference",
        "object",
    ];
    let empty = [
        "<w:vMerge/>",
        "<w:vMerge w:val=\"restart\"/>",
        "<w:gridSpan w:val=\"3\"/>",
        "<w:gridSpan w:val=\"99999999999\"/>",
        "<w:gridBefore w:val=\"2\"/>",
        "<w:hMerge/>",
        "<w:del/>",
        "<w:vanish/>",
        "<w:fldChar w:fldCharType=\"begin\"/>",
        "<w:fldChar w:fldCharType=\"separate\"/>",
        "<w:fldChar w:fldCharType=\"end\"/>",
        "<w:br w:type=\"page\"/>",
        "<w:tab/>",
        "<w:gridCol w:w=\"40\"/>",
        "<w:gridCol w:w=\"900\"/>",
        "<w:t>合计</w:t>",
        "<w:t>12.50</w:t>",
        "<w:footnoteReference w:id=\"1\"/>",
        "<w:lastRenderedPageBreak/>",
        "&amp;",
        "&nothing;",
        "<mc:Choice/>",
        "<w:tc/>",
        "<w:p/>",
    ];
    let leaf = prop::sample::select(empty.to_vec()).prop_map(str::to_owned);
    leaf.prop_recursive(7, 200, 6, move |inner| {
        (prop::sample::select(names.to_vec()), prop::collection::vec(inner, 0..6))
            .prop_map(|(name, inner)| format!("<w:{name} w:id=\"1\">{}</w:{name}>", inner.concat()))
    })
}

proptest! {
    #![proptest_config(crate::effort::cases(16, 48))]

    #[test]
    fn readers_take_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        gouji::fuzz::reader(&bytes);
    }

    #[test]
    #[cfg(feature = "formats")]
    fn word_documents_take_any_tags(body in tags()) {
        gouji::fuzz::word(&body);
    }

    #[test]
    fn the_road_takes_any_text(text in pieces(), noise in ".{0,80}") {
        gouji::fuzz::reader(text.as_bytes());
        gouji::fuzz::aligner(&text);
        gouji::fuzz::aligner(&noise);
    }

    #[test]
    #[cfg(feature = "formats")]
    fn web_pages_and_markdown_take_any_text(text in marked(), noise in "[<>/a-z=\"'&;!#*_`|\\[\\]() \n-]{0,80}") {
        gouji::fuzz::web(&text);
        gouji::fuzz::web(&noise);
    }

    #[test]
    fn numbers_formulas_and_patterns_take_any_text(text in ".{0,60}", near in "[（）()\\[\\]{}|?+…=<>!&.,，0-9%\"收入合计sumabove:amount ]{0,60}") {
        for text in [&text, &near] {
            gouji::fuzz::numbers(text);
            gouji::fuzz::formulas(text);
            gouji::fuzz::patterns(text);
        }
    }

    #[test]
    fn rule_files_take_blanks_of_several_bytes(blank in "[\u{85}\u{a0}\u{3000}]{1,3}", behind in "[¡=甲]{0,2}") {
        gouji::fuzz::rules(&format!("{blank}{behind}"));
        gouji::fuzz::rules(&format!("id = 1\n甲{blank}{behind}"));
    }

    #[test]
    fn rule_files_take_any_text(noise in ".{0,80}", value in "[^\"\\\\\n]{0,40}") {
        gouji::fuzz::rules(&noise);
        gouji::fuzz::rules(&format!("[[form]]\nid = \"甲表\"\ncolumns = [{{ name = \"乙\", kind = \"amount\" }}]\n\n[[rule]]\nid = \"丙\"\nform = \"甲表\"\nexpect = \"{value}\"\n"));
        gouji::fuzz::rules(&format!("[[claim]]\nid = \"甲\"\ntext = \"{value}\"\nnever = true\n"));
    }
}
