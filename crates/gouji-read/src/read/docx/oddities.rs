//! What a reader of the report should know about a Word file: counted on the walk, said once at its
//! end.

use super::story::is_blank;
use super::xml::StartTag;
use gouji_values::document::NoticeCode;
use gouji_values::lang::{BilingualText, bilingual, counted};

/// Pictures that are smaller (in English Metric Units: 6 cm by 2.5 cm) are seals, logos and signs.
const PICTURE: (u64, u64) = (2_160_000, 900_000);
/// Characters of hidden text that are quoted.
const QUOTED: usize = 20;

/// What was strange.
#[derive(Debug, Default)]
pub(super) struct Oddities {
    /// Tracked changes.
    pub revisions: usize,
    /// Rows that are hidden.
    pub hidden_rows: usize,
    /// Objects of other programs.
    pub embedded: usize,
    /// Pictures large enough to be tables.
    pub pictures: usize,
    /// Texts of heads and feet of pages.
    pub margins: Vec<String>,
    hidden: usize,
    hidden_text: String,
    extent: (u64, u64),
}

impl Oddities {
    /// The size of the drawing that follows.
    pub(super) fn extent(&mut self, element: &StartTag<'_>) {
        let length = |name: &str| {
            element.attribute(name).and_then(|length| length.parse().ok()).unwrap_or(0)
        };
        self.extent = (length("cx"), length("cy"));
    }

    /// A picture; gives whether it is large.
    pub(super) fn picture(&mut self, element: &StartTag<'_>) -> bool {
        let (width, height) = std::mem::take(&mut self.extent);
        // the older kind does not say its size here
        let is_large = element.name() == "imagedata" || (width >= PICTURE.0 && height >= PICTURE.1);
        self.pictures += usize::from(is_large);
        is_large
    }

    /// Text that is not shown.
    pub(super) fn hidden(&mut self, text: &str) {
        if is_blank(text) {
            return;
        }
        self.hidden += 1;
        if self.hidden_text.is_empty() {
            self.hidden_text = text.trim().chars().take(QUOTED).collect();
        }
    }

    /// All of it in words.
    pub(super) fn notices(&self) -> Vec<(NoticeCode, BilingualText)> {
        let mut out = Vec::new();
        let mut say = |count: usize, code: NoticeCode, message: BilingualText| {
            if count > 0 {
                out.push((code, message));
            }
        };
        let Self { revisions, hidden, hidden_text, hidden_rows, pictures, embedded, .. } = self;
        let (changes, texts) =
            (counted(*revisions, "tracked change"), counted(*hidden, "hidden text"));
        let (rows, images) = (counted(*hidden_rows, "hidden row"), counted(*pictures, "picture"));
        let objects = counted(*embedded, "embedded object");
        say(
            *revisions,
            NoticeCode::Revisions,
            bilingual!(
                "文件里有 {revisions} 处修订没有定稿，按全部接受修订后的内容审核；请接受或拒绝修订后再公开",
                "{changes} still open, audited as if all were accepted; please accept or reject them before the document is published"
            ),
        );
        say(
            *hidden,
            NoticeCode::HiddenContent,
            bilingual!(
                "有 {hidden} 处隐藏文字没有审核（如“{hidden_text}”），打印出来也看不到；需要审核时请取消隐藏",
                "{texts} not audited (such as “{hidden_text}”), which print does not show either; to have them audited please unhide them"
            ),
        );
        say(
            *hidden_rows,
            NoticeCode::HiddenContent,
            bilingual!(
                "表格里有 {hidden_rows} 个隐藏行没有审核；需要审核时请取消隐藏",
                "{rows} of tables not audited; to have them audited please unhide them"
            ),
        );
        say(
            *pictures,
            NoticeCode::PicturesUnread,
            bilingual!(
                "有 {pictures} 张图片没有读取；如果其中有表格或文字，请改为可编辑的表格和文字后再审核",
                "{images} not read; if they hold tables or text please make these editable and audit again"
            ),
        );
        say(
            *embedded,
            NoticeCode::ObjectsUnread,
            bilingual!(
                "有 {embedded} 个嵌入的对象（如 Excel 表）没有读取；请另存为单独的文件审核，或者改为 Word 表格",
                "{objects} (such as Excel sheets) not read; please save them as files of their own, or make them Word tables"
            ),
        );
        out
    }
}
