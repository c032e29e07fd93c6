//! What a program wrote as words with boxes.

use super::{hocr, tsv};

/// A word as it was recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct RecognisedWord {
    pub text: String,
    /// Left, top, right, bottom in dots.
    pub area: [i32; 4],
    /// How sure the program is, in percent; `None` where it does not say.
    pub confidence: Option<i32>,
    /// Words of one line have the same number.
    pub line: usize,
}

impl RecognisedWord {
    /// Whether digits of it cannot be relied on.
    pub(in crate::read) fn is_faint(&self) -> bool {
        /// A program that is less sure is wrong about one digit in fifty and more.
        const SURE: i32 = 80;
        self.confidence.is_none_or(|confidence| confidence < SURE)
            && self.text.chars().any(|c| c.is_numeric() || matches!(c, 'O' | 'o' | 'l' | 'I'))
    }
}

/// Words of a page; a program that writes more is not right.
const MOST: usize = 50_000;

/// What a program wrote as words.
///
/// # Errors
/// Why it is neither TSV nor hOCR, in Chinese.
pub(in crate::read) fn words(written: &str) -> Result<Vec<RecognisedWord>, String> {
    let written = written.trim_start_matches('\u{FEFF}');
    let words = if written.trim_start().starts_with('<') {
        hocr::words(written)
    } else {
        tsv::words(written)
    };
    let words = words?;
    if words.len() > MOST {
        return Err(format!("一页写出 {} 个词，太多", words.len()));
    }
    Ok(words.into_iter().filter(is_sound).collect())
}

/// Whether a word is in a box that a page may have.
fn is_sound(word: &RecognisedWord) -> bool {
    const DOTS: std::ops::RangeInclusive<i32> = 0..=100_000;
    let [left, top, right, bottom] = word.area;
    !word.text.trim().is_empty()
        && left < right
        && top < bottom
        && word.area.iter().all(|dots| DOTS.contains(dots))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(written: &str) -> Vec<(String, [i32; 4], Option<i32>)> {
        let words = words(written).unwrap();
        words.into_iter().map(|word| (word.text, word.area, word.confidence)).collect()
    }

    #[test]
    fn both_formats_say_the_same() {
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                   1\t1\t0\t0\t0\t0\t0\t0\t1000\t1400\t-1\t\n\
                   5\t1\t1\t1\t1\t1\t100\t50\t80\t20\t96.06\t合计\n\
                   5\t1\t1\t1\t1\t2\t200\t50\t60\t20\t41\t12.50\n";
        let hocr = "<?xml version=\"1.0\"?><html><body><div class='ocr_page' title='bbox 0 0 1000 1400'>\
                    <span class='ocr_line' title='bbox 100 50 260 70; baseline 0 -5'>\
                    <span class='ocrx_word' title='bbox 100 50 180 70; x_wconf 96'><strong>合计</strong></span>\
                    <span class='ocrx_word' title='bbox 200 50 260 70; x_wconf 41'>12.50</span></span></div></body></html>";
        let wanted = vec![
            ("合计".to_owned(), [100, 50, 180, 70], Some(96)),
            ("12.50".to_owned(), [200, 50, 260, 70], Some(41)),
        ];
        assert_eq!(told(tsv), wanted);
        assert_eq!(told(hocr), wanted);
        let faint: Vec<bool> = words(tsv).unwrap().iter().map(RecognisedWord::is_faint).collect();
        assert_eq!(faint, [false, true]);
    }

    #[test]
    fn programs_that_tell_lines_only_and_odd_boxes() {
        let lines = "<div><span class=\"ocr_line\" title=\"bbox 1 2 30 14; x_wconf 90\">收入 &amp; 支出</span></div>";
        assert_eq!(told(lines), [("收入 & 支出".to_owned(), [1, 2, 30, 14], Some(90))]);
        let few = "text\tleft\ttop\twidth\theight\n收入\t3\t4\t20\t10\n空\t3\t4\t0\t10\n负\t-3\t4\t5\t10\n";
        assert_eq!(told(few), [("收入".to_owned(), [3, 4, 23, 14], None)]);
        assert!(words("收入 100.00\n").is_err());
        assert!(words("").is_err());
        assert!(words("left\ttop\twidth\theight\ttext\n").unwrap().is_empty());
    }
}
