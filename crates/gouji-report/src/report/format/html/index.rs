//! Over several documents: a table that can be sorted, and what each agency, each rule and each
//! severity came to.

use super::chart::{self, Bar};
use super::frame::{begin, close, key};
use super::out::{Out, escape, push};
use crate::report::entry::{corroborated, percent};
use crate::report::open_findings::OpenFindings;
use crate::report::place_kind::PlaceKind;
use crate::report::totals::{DocumentTotals, LedgerNews, RunTotals};
use crate::report::units::UnitNews;
use crate::report::uri;
use crate::report::{Imprint, agency_words, common_folder};
use gouji_values::lang::Lang;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many rules the chart shows, and how many documents it names of each.
const BARS: usize = 10;
const LINKS: usize = 3;

/// What closes the page of a run: behind several documents their summary, which the script moves to
/// the front.
pub(super) fn end(totals: &RunTotals) -> Vec<u8> {
    made(|out| {
        if totals.summary.documents > 1 {
            summary(out, totals, |_, line| format!("#{}", key(&line.path)));
        } else if totals.units.is_some() || totals.left > 0 {
            out.push_str("<section class=\"summary\" id=\"summary\">\n");
            left(out, totals);
            units(out, totals);
            out.push_str("</section>\n");
        }
        close(out);
    })
}

/// The page that leads to those of a folder, named in the order of the documents.
pub(super) fn index(totals: &RunTotals, files: &[String], imprint: &Imprint) -> Vec<u8> {
    made(|out| {
        out.push_str(&begin());
        summary(out, totals, |number, _| {
            files.get(number).map(|file| uri::of_name(file)).unwrap_or_default()
        });
        let words = totals.imprint(imprint).words(Lang::Chinese);
        push(out, format_args!("<p class=\"facts imprint\">{}</p>\n", escape(&words)));
        close(out);
    })
}

/// A page that is short.
fn made(write: impl FnOnce(&mut Out<'_>)) -> Vec<u8> {
    let mut made = Vec::new();
    let mut out = Out::new(&mut made);
    write(&mut out);
    // Writing into memory does not fail.
    let _ = out.end();
    made
}

fn summary(
    out: &mut Out<'_>,
    totals: &RunTotals,
    address: impl Fn(usize, &DocumentTotals) -> String,
) {
    let sum = &totals.summary;
    out.push_str("<section class=\"summary\" id=\"summary\">\n<header>\n<h1>勾稽审核汇总</h1>\n");
    let mut all = OpenFindings::default();
    for line in &totals.documents {
        if let Ok(found) = &line.found {
            all = OpenFindings {
                errors: all.errors + found.errors,
                warnings: all.warnings + found.warnings,
                hints: all.hints + found.hints,
            };
        }
    }
    push(
        out,
        format_args!(
            "<p class=\"verdict\">文件 {} 份，问题 {} 处 <span class=\"chip error\">错误 {}</span> \
             <span class=\"chip warning\">警告 {}</span> <span class=\"chip info\">提示 {}</span></p>\n",
            sum.documents,
            all.sum(),
            all.errors,
            all.warnings,
            all.hints
        ),
    );
    push(
        out,
        format_args!(
            "<p class=\"facts\">核对 {}；未能审核的文件 {} 份</p>\n",
            sum.words(Lang::Chinese),
            sum.unreadable
        ),
    );
    judged_by(out, totals);
    left(out, totals);
    let news = totals.documents.iter().filter_map(|line| line.news);
    let news = news.reduce(|mut all, one| {
        all.add(one);
        all
    });
    if let Some(LedgerNews { fresh, open, mended }) = news {
        push(
            out,
            format_args!(
                "<p class=\"facts\">与台账相比：新增 {fresh} 处，仍未整改 {open} 处，已整改 {mended} 处</p>\n"
            ),
        );
    }
    out.push_str("</header>\n");
    chart::outcomes(out, &totals.documents);
    ways(out, totals);
    units(out, totals);
    documents(out, totals, &address);
    agencies(out, totals);
    rules(out, totals, &address);
    out.push_str("</section>\n");
}

/// What stands on the page: a list may be long.
fn ways(out: &mut Out<'_>, totals: &RunTotals) {
    /// Fewer documents are seen at one look.
    const LONG: usize = 10;
    if totals.documents.len() < LONG {
        return;
    }
    let all = [
        ("units", "单位名单", totals.units.is_some()),
        ("documents", "文件", true),
        ("agencies", "按单位", !totals.agencies.is_empty()),
        ("rules", "按规则", !totals.rules.is_empty()),
    ];
    let links = all.iter().filter(|(.., is_there)| *is_there);
    let links: Vec<String> =
        links.map(|(id, name, _)| format!("<a href=\"#{id}\">{name}</a>")).collect();
    push(
        out,
        format_args!("<nav class=\"ways\" aria-label=\"本页内容\">{}</nav>\n", links.join(" ")),
    );
}

/// Which rules the documents were judged by.
fn judged_by(out: &mut Out<'_>, totals: &RunTotals) {
    let all = totals.judged_by();
    let one = |(words, count): &(String, usize)| format!("{}：{count} 份", escape(words));
    let words: Vec<String> = all.iter().map(one).collect();
    if !words.is_empty() {
        push(out, format_args!("<p class=\"facts\">规则 {}</p>\n", words.join("；")));
    }
}

/// That the run was broken off.
fn left(out: &mut Out<'_>, totals: &RunTotals) {
    if let Some(words) = totals.left_words(Lang::Chinese) {
        push(out, format_args!("<p class=\"facts\">{words}，不在下面</p>\n"));
    }
}

/// Opens a table that can be sorted by its headers; those of `numbers` are numbers.
fn open(out: &mut Out<'_>, headers: &[&str], numbers: Range<usize>) {
    out.push_str("<div class=\"table\" tabindex=\"0\"><table class=\"sortable\">\n<thead><tr>");
    for (i, name) in headers.iter().enumerate() {
        push(
            out,
            format_args!(
                "<th scope=\"col\"{}>{name}</th>",
                if numbers.contains(&i) { " class=\"n\"" } else { "" }
            ),
        );
    }
    out.push_str("</tr></thead>\n<tbody>\n");
}

fn counts(out: &mut Out<'_>, found: &OpenFindings) {
    for (class, n) in [("error", found.errors), ("warning", found.warnings), ("info", found.hints)]
    {
        push(out, format_args!("<td class=\"n {}\">{n}</td>", if n > 0 { class } else { "none" }));
    }
}

fn documents(
    out: &mut Out<'_>,
    totals: &RunTotals,
    address: impl Fn(usize, &DocumentTotals) -> String,
) {
    out.push_str("<h2 id=\"documents\">文件</h2>\n");
    let has_news = totals.documents.iter().any(|line| line.news.is_some());
    let has_several = totals.judged_by().len() > 1;
    let about: &[&str] = if has_several { &["规则"] } else { &[] };
    let results = ["结果", "错误", "警告", "提示", "已核对数字"];
    let more: &[&str] = if has_news { &["新增", "未整改", "已整改"] } else { &[] };
    let first = ["文件", "单位", "年度", "种类"];
    let headers: Vec<&str> =
        first.iter().chain(about).chain(&results).chain(more).copied().collect();
    open(out, &headers, 5 + about.len()..headers.len());
    // where a clerk keeps the folder is nothing to read
    let folder = common_folder(totals.documents.iter().map(|line| line.path.as_str()));
    for (number, line) in totals.documents.iter().enumerate() {
        let (figures, checked) = line.figures;
        push(
            out,
            format_args!(
                "<tr><td><a href=\"{}\">{}</a></td>",
                escape(&address(number, line)),
                escape(line.path.get(folder..).unwrap_or(&line.path))
            ),
        );
        push(
            out,
            format_args!(
                "<td class=\"name\">{}</td><td>{}</td><td class=\"word\">{}</td>",
                escape(&agency_words(line.agency.as_deref().unwrap_or(""))),
                line.year.map(|year| year.to_string()).unwrap_or_default(),
                escape(line.kind.as_deref().unwrap_or(""))
            ),
        );
        if has_several {
            push(out, format_args!("<td class=\"name\">{}</td>", escape(&line.layers.join(" → "))));
        }
        match &line.found {
            Ok(found) => {
                let result = result(line, found);
                let is_bad = !line.is_judged || line.lacks.is_some();
                let lacks = line.lacks.as_ref().map_or(String::new(), |lacks| {
                    format!("<br><span class=\"unread\">{}</span>", escape(lacks))
                });
                let open = match line.open.as_slice() {
                    [] => String::new(),
                    open => format!(
                        "<br><span class=\"unread\">未能核对：{}</span>",
                        escape(&open.join("；"))
                    ),
                };
                push(
                    out,
                    format_args!(
                        "<td class=\"{}\">{result}{lacks}{open}</td>",
                        if is_bad { "unread" } else { "word" }
                    ),
                );
                counts(out, found);
                push(
                    out,
                    format_args!(
                        "<td class=\"n\">{checked} / {figures}（{}）{}</td>",
                        if line.is_cut {
                            format!("读出的 {}", percent(checked, figures))
                        } else {
                            percent(checked, figures)
                        },
                        corroborated(line.corroborated, Lang::Chinese)
                    ),
                );
            }
            Err(why) => push(
                out,
                format_args!("<td colspan=\"5\" class=\"unread\">未能审核：{}</td>", escape(why)),
            ),
        }
        match line.news {
            Some(LedgerNews { fresh, open, mended }) => push(
                out,
                format_args!(
                    "<td class=\"n\">{fresh}</td><td class=\"n\">{open}</td><td class=\"n\">{mended}</td>"
                ),
            ),
            None if has_news => out.push_str("<td colspan=\"3\"></td>"),
            None => {}
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

/// What came of a document, in a word.
fn result(line: &DocumentTotals, found: &OpenFindings) -> &'static str {
    match (found.sum(), line.unjudged(Lang::Chinese)) {
        _ if line.failed > 0 => "有规则没有运行完",
        _ if line.undecided > 0 => "自己的规则没有核对成",
        (0, Some(words)) => words,
        (0, None) if line.lacks.is_some() => "没有读全",
        (0, None) => "没有发现问题",
        (_, Some(_)) => "有问题，没有核对数字",
        _ => "有问题",
    }
}

/// The units that were expected, those without a document first.
fn units(out: &mut Out<'_>, totals: &RunTotals) {
    let Some(units) = &totals.units else { return };
    push(
        out,
        format_args!(
            "<h2 id=\"units\">单位名单</h2>\n<p class=\"facts\">{}</p>\n",
            escape(&units.head(Lang::Chinese))
        ),
    );
    open(out, &["单位", "情况", "说明", "文件", "错误", "警告", "提示"], 4..7);
    let mut list: Vec<_> = units.units.iter().collect();
    list.sort_by_key(|unit| (unit.state, weight(&unit.counts)));
    for unit in list {
        let class =
            if matches!(unit.state, UnitNews::Missing | UnitNews::NotJudged | UnitNews::Partly) {
                "word unread"
            } else {
                "word"
            };
        // counts stand in columns of their own
        let words = if matches!(unit.state, UnitNews::Missing | UnitNews::NotJudged) {
            unit.words()
        } else {
            unit.lacks.join("；")
        };
        let (name, state) = (escape(&unit.name), unit.state.word());
        push(
            out,
            format_args!(
                "<tr><td class=\"name\">{name}</td><td class=\"{class}\">{state}</td><td>{}</td>",
                escape(&words)
            ),
        );
        push(out, format_args!("<td>{}</td>", escape(&unit.paths())));
        // nothing is known of a unit without a document that could be read
        if matches!(unit.state, UnitNews::Missing | UnitNews::NotJudged) && unit.counts.sum() == 0 {
            out.push_str("<td></td><td></td><td></td>");
        } else {
            counts(out, &unit.counts);
        }
        out.push_str("</tr>\n");
    }
    for path in &units.others {
        push(
            out,
            format_args!(
                "<tr><td></td><td class=\"word\">不在名单</td><td></td><td>{}</td><td></td><td></td><td></td></tr>\n",
                escape(path)
            ),
        );
    }
    out.push_str("</tbody></table></div>\n");
}

fn weight(found: &OpenFindings) -> Reverse<(usize, usize, usize)> {
    Reverse((found.errors, found.warnings, found.hints))
}

/// The units and what their findings are between, the darker the more; the heaviest first.
fn agencies(out: &mut Out<'_>, totals: &RunTotals) {
    if totals.agencies.is_empty() {
        return;
    }
    out.push_str("<h2 id=\"agencies\">按单位</h2>\n");
    let kinds: Vec<PlaceKind> = PlaceKind::ALL
        .into_iter()
        .filter(|kind| totals.agencies.values().any(|agency| agency.kinds.contains_key(kind)))
        .collect();
    let words = kinds.iter().map(|kind| kind.word());
    let headers: Vec<&str> =
        ["单位", "文件", "错误", "警告", "提示", "合计"].into_iter().chain(words).collect();
    open(out, &headers, 1..headers.len());
    let most = totals.agencies.values().flat_map(|agency| agency.kinds.values()).max();
    let most = most.copied().unwrap_or(0);
    let mut list: Vec<_> = totals.agencies.iter().collect();
    list.sort_by_key(|(_, agency)| weight(&agency.counts));
    for (name, agency) in list {
        let name = agency_words(name);
        let name = escape(&name);
        push(
            out,
            format_args!(
                "<tr><td class=\"name\"><a href=\"#documents\" data-find=\"{name}\">{name}</a></td><td class=\"n\">{}</td>",
                agency.documents
            ),
        );
        counts(out, &agency.counts);
        push(out, format_args!("<td class=\"n\">{}</td>", agency.counts.sum()));
        for kind in &kinds {
            let n = agency.kinds.get(kind).copied().unwrap_or(0);
            push(out, format_args!("<td class=\"n heat{}\">{n}</td>", heat(n, most)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

/// How dark a cell of the heat map is, from 0 to 4.
fn heat(count: usize, most: usize) -> usize {
    if count == 0 { 0 } else { (count * 4).div_ceil(most.max(1)).min(4) }
}

fn rules(
    out: &mut Out<'_>,
    totals: &RunTotals,
    address: impl Fn(usize, &DocumentTotals) -> String,
) {
    if totals.rules.is_empty() {
        return;
    }
    out.push_str("<h2 id=\"rules\">按规则</h2>\n");
    let mut list: Vec<_> = totals.rules.iter().collect();
    list.sort_by_key(|(_, found)| weight(found));
    let bars: Vec<Bar<'_>> =
        list.iter().take(BARS).map(|(rule, found)| Bar { name: rule, found }).collect();
    chart::bars(out, "问题最多的规则", &bars);
    open(out, &["规则", "错误", "警告", "提示", "合计", "文件"], 1..5);
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, line) in totals.documents.iter().enumerate() {
        for rule in &line.rules {
            places.entry(rule).or_default().push(number);
        }
    }
    for (rule, found) in list {
        push(out, format_args!("<tr><td>{}</td>", escape(rule)));
        counts(out, found);
        push(out, format_args!("<td class=\"n\">{}</td><td>", found.sum()));
        let documents = places.get(rule.as_str()).map_or(&[][..], Vec::as_slice);
        let links = documents.iter().take(LINKS).filter_map(|number| {
            let line = totals.documents.get(*number)?;
            let name = line.path.rsplit(['/', '\\']).next().unwrap_or(&line.path);
            Some(format!("<a href=\"{}\">{}</a>", escape(&address(*number, line)), escape(name)))
        });
        let links: Vec<String> = links.collect();
        out.push_str(&links.join("、"));
        if documents.len() > LINKS {
            push(out, format_args!(" 等 {} 份", documents.len()));
        }
        out.push_str("</td></tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}
