//! What `gouji serve` answers where it does not do what was asked, by code.

use gouji_values::error::RefusalCode;

/// The template of a code.
pub(super) fn template(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::PathUnknown => "没有 {path} 这个地址；接口的说明在 /openapi.json",
        RefusalCode::MethodRefused => "这个地址只接受 {allowed}",
        RefusalCode::HostRefused => {
            "请求里的主机名“{host}”不是这个服务的；要用别的名称访问，启动时加 --host 名称"
        }
        RefusalCode::OriginRefused => "请求来自别的网站的网页，不予办理",
        RefusalCode::TokenRefused => {
            "缺少令牌，或者令牌不对；请求头应有 Authorization: Bearer 令牌"
        }
        RefusalCode::BodyTooLarge => "上传的内容超过上限（{limit}），没有审核；请拆分后再试",
        RefusalCode::BodySlow => "上传的内容在 {seconds} 秒内没有收完，没有审核；请再试一次",
        RefusalCode::BodyBroken => "上传的内容读不出来：{why}",
        RefusalCode::BodyEncoded => "上传的内容经过压缩（Content-Encoding）；请不压缩再上传",
        RefusalCode::FileMissing => "没有上传文件",
        RefusalCode::FilesTooMany => "一次最多上传 {limit} 份文件；请分几次上传",
        RefusalCode::ParameterUnknown => "没有参数“{name}”；可以用的有 {known}",
        RefusalCode::ParameterUnusable => "参数 {name} 不能用：{why}",
        RefusalCode::RulesetMissing => "没有规则集“{name}”；全部规则集见 /rules",
        RefusalCode::RulesBroken => "规则不能用：{why}",
        RefusalCode::Busy => "正在审核的文件太多，没有收下；请 {seconds} 秒后再试",
        RefusalCode::Stopping => "服务正在停止，没有审核；请稍后再试",
        RefusalCode::AuditSlow => {
            "审核在 {seconds} 秒内没有完成，没有结果；请拆分文件，或者用命令行审核"
        }
        RefusalCode::AuditCrashed => {
            "审核时程序出错，没有结果；其他请求不受影响，请把文件发给开发者"
        }
        RefusalCode::NotKept => "结果没有留存下来，所以没有给出：{why}",
    }
}
