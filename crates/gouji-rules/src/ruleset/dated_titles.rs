//! Titles of forms that say more than every such table does: a year, the unit of its amounts.

use super::odd_texts::texts;
use super::tree::TreeTable;
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;
use gouji_values::number::fold;

/// What stands before the unit of amounts.
const UNIT: [&str; 2] = ["单位：", "单位:"];

/// Tells of each what the title is without it.
pub(super) fn dated_titles(source: &RuleSource, root: TreeTable<'_>, out: &mut Mistakes) {
    for table in super::tables::tables(root, "form") {
        let Some(value) = table.get("title") else { continue };
        for (text, span) in texts(value) {
            let bare = bare_title(text);
            if let Some((agency, rest)) = agency(bare).filter(|_| bare == text) {
                let message =
                    format!("表题“{text}”里有单位名称“{agency}”，别的单位的这张表就认不出");
                let help = format!("写成 title = [\"{rest}\"]；每张表都一样的字才写");
                out.warn(source, span, MistakeCode::WithoutEffect, message, Some(help));
                continue;
            }
            if bare == text || bare.chars().nth(1).is_none() {
                continue;
            }
            let message = format!("表题“{text}”里有年份或者金额单位，印得不一样的表就认不出");
            let help = format!("写成 title = [\"{bare}\"]；每张表都一样的字才写");
            out.warn(source, span, MistakeCode::WithoutEffect, message, Some(help));
        }
    }
}

/// A printed title as a form writes it: without the year, and what stands before it, and without the unit of its amounts.
#[must_use]
pub fn bare_title(title: &str) -> &str {
    let end = UNIT.iter().filter_map(|word| title.find(word)).min();
    let before = title.get(..end.unwrap_or(title.len())).unwrap_or(title);
    let before = before.trim_end_matches(['（', '(', ' ', '　']);
    let year = before.char_indices().find_map(|(at, c)| {
        let digits = before.get(..at)?.chars().rev().take_while(|c| fold(*c).is_ascii_digit());
        (c == '年' && digits.count() == 4).then_some(at + c.len_utf8())
    });
    let behind = year.and_then(|at| before.get(at..)).unwrap_or(before);
    let behind = behind.strip_prefix('度').unwrap_or(behind).trim();
    // 附表3 in brackets behind it
    let annex = behind.rsplit_once(['（', '(']).filter(|(_, rest)| rest.starts_with('附'));
    match annex {
        Some((name, _)) if behind != title.trim() => name.trim(),
        _ => behind,
    }
}

/// The name of one agency with which a title begins, and the rest of it: 青县水利局, but not 各县水利局.
fn agency(title: &str) -> Option<(&str, &str)> {
    const PLACES: [char; 6] = ['省', '市', '县', '区', '州', '旗'];
    const ENDS: [&str; 9] =
        ["局", "厅", "委员会", "办公室", "办事处", "法院", "检察院", "中学", "小学"];
    /// No name is longer.
    const LONGEST: usize = 60;
    let place = title.find(PLACES).filter(|at| (3..LONGEST).contains(at))?;
    let ends = ENDS.iter().filter_map(|end| Some(title.find(end)? + end.len()));
    let end = ends.filter(|end| *end > place + 6 && *end <= LONGEST).min()?;
    let (name, rest) = title.split_at_checked(end)?;
    let is_several = name.contains(['各', '等', '、']) || rest.starts_with(['、', '和', '与']);
    (!is_several && rest.ends_with('表') && rest.chars().nth(2).is_some()).then_some((name, rest))
}

#[cfg(test)]
mod tests {
    use super::{agency, bare_title};

    #[test]
    fn the_name_of_an_agency_is_known() {
        assert_eq!(agency("青县水利局会议费支出明细表"), Some(("青县水利局", "会议费支出明细表")));
        assert_eq!(agency("各县水利局会议费支出明细表"), None);
        assert_eq!(agency("市局机关经费表"), None);
        assert_eq!(agency("县区转移支付分配表"), None);
    }

    #[test]
    fn a_title_is_what_every_such_table_prints() {
        assert_eq!(bare_title("某县2024年差旅费明细表（单位：元）"), "差旅费明细表");
        assert_eq!(bare_title("２０２４年度会议费表"), "会议费表");
        assert_eq!(bare_title("某县2024年会议费表（附表3）"), "会议费表");
        assert_eq!(bare_title("第三次年检费表"), "第三次年检费表");
        assert_eq!(bare_title("单位基本情况表"), "单位基本情况表");
    }
}
