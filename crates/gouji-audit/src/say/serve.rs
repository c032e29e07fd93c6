//! What `gouji serve` answers where it does not do what was asked, by code.

use gouji_values::error::RefusalCode;

words! {
    /// The template of a code.
    pub(super) template of RefusalCode:
    PathUnknown =>
        "没有 {path} 这个地址；接口的说明在 /openapi.json"
        "there is no address {path}; the interface is described in /openapi.json",
    MethodRefused =>
        "这个地址只接受 {allowed}"
        "this address takes only {allowed}",
    HostRefused =>
        "请求里的主机名“{host}”不是这个服务的；要用别的名称访问，启动时加 --host 名称"
        "the host “{host}” of the request is not this service's; to use another name start it with --host NAME",
    OriginRefused =>
        "请求来自别的网站的网页，不予办理"
        "the request comes from a page of another site and is refused",
    TokenRefused =>
        "缺少令牌，或者令牌不对；请求头应有 Authorization: Bearer 令牌"
        "the token is missing or wrong; the request needs the head Authorization: Bearer TOKEN",
    BodyTooLarge =>
        "上传的内容超过上限（{limit}），没有审核；请拆分后再试"
        "what was sent is larger than allowed ({limit}) and was not audited; please split it",
    BodySlow =>
        "上传的内容在 {seconds} 秒内没有收完，没有审核；请再试一次"
        "what was sent did not arrive within {seconds} seconds and was not audited; please try again",
    BodyBroken =>
        "上传的内容读不出来：{why}"
        "what was sent cannot be read: {why}",
    BodyEncoded =>
        "上传的内容经过压缩（Content-Encoding）；请不压缩再上传"
        "what was sent is compressed (Content-Encoding); please send it as it is",
    FileMissing =>
        "没有上传文件"
        "no file was sent",
    FilesTooMany =>
        "一次最多上传 {limit} 份文件；请分几次上传"
        "at most {limit} files are taken at a time; please send them in several requests",
    ParameterUnknown =>
        "没有参数“{name}”；可以用的有 {known}"
        "there is no parameter “{name}”; there are {known}",
    ParameterUnusable =>
        "参数 {name} 不能用：{why}"
        "parameter {name} cannot be used: {why}",
    RulesetMissing =>
        "没有规则集“{name}”；全部规则集见 /rules"
        "there is no ruleset “{name}”; all of them are listed in /rules",
    RulesBroken =>
        "规则不能用：{why}"
        "the rules cannot be used: {why}",
    Busy =>
        "正在审核的文件太多，没有收下；请 {seconds} 秒后再试"
        "too many files are being audited and this one was not taken; please try again in {seconds} seconds",
    Stopping =>
        "服务正在停止，没有审核；请稍后再试"
        "the service is stopping and did not audit; please try again later",
    AuditSlow =>
        "审核在 {seconds} 秒内没有完成，没有结果；请拆分文件，或者用命令行审核"
        "the audit did not end within {seconds} seconds and there is no result; please split the file or audit it on the command line",
    AuditCrashed =>
        "审核时程序出错，没有结果；其他请求不受影响，请把文件发给开发者"
        "the program went wrong in this audit and there is no result; other requests are not affected. Please send the file to the developers",
    NotKept =>
        "结果没有留存下来，所以没有给出：{why}"
        "the result could not be kept and is therefore not given: {why}",
}
