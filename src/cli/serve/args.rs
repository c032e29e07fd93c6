//! What can be typed behind `gouji serve`.

use crate::cli::args::RulesetArgs;
use crate::cli::typed::between;
use clap::Args;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Where it listens unless another port is asked for.
const PORT: u16 = 8360;

/// `gouji serve`.
#[derive(Args, Debug)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub ruleset: RulesetArgs,
    /// 在这个地址等候，可以带端口；默认 127.0.0.1:8360，只有本机可以访问；别的地址（如
    /// 0.0.0.0）要用令牌访问，端口 0 为任意空闲端口
    #[arg(long, value_name = "地址", default_value = "127.0.0.1", value_parser = address, help_heading = "选项")]
    pub listen: SocketAddr,
    /// 访问用的令牌放在这个文件的第一行，至少 16
    /// 个字符；不写而又不只本机可以访问的，生成一个并显示出来
    #[arg(long, value_name = "文件", help_heading = "选项")]
    pub token_file: Option<PathBuf>,
    /// 这台机器的名称，例如 shenhe.local：用名称访问的要写，可以写多次；用 IP 地址访问的不用写
    #[arg(long = "host", value_name = "名称", help_heading = "选项")]
    pub hosts: Vec<String>,
    /// 打开网址时显示这个网页，例如可以离线审核的 gouji.html；不写时为上传文件的网页
    #[arg(long, value_name = "网页", help_heading = "选项")]
    pub page: Option<PathBuf>,
    /// 上传的文件和结果都留存在这个文件夹；不写时不写入磁盘
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub keep: Option<PathBuf>,
    /// 同时审核几份；默认与处理器核数相同，最多 4
    #[arg(short, long, value_name = "份数", value_parser = between(1..=64), help_heading = "选项")]
    pub jobs: Option<u16>,
    /// 另有几份可以排队等候，再多的请稍后再来（429）；默认 16
    #[arg(long, value_name = "份数", default_value_t = 16, value_parser = between(0..=1000), help_heading = "选项")]
    pub queue: u16,
    /// 一次上传最多多少 MB；默认 64
    #[arg(long, value_name = "MB", default_value_t = 64, value_parser = between(1..=1024), help_heading = "选项")]
    pub max_body: u16,
    /// 一次审核最多多少秒；默认 120
    #[arg(long, value_name = "秒", default_value_t = 120, value_parser = between(1..=3600), help_heading = "选项")]
    pub max_seconds: u16,
    /// 一次上传最多多少秒收完；默认 60
    #[arg(long, value_name = "秒", default_value_t = 60, value_parser = between(1..=3600), help_heading = "选项")]
    pub read_seconds: u16,
}

/// An address with or without a port.
fn address(text: &str) -> Result<SocketAddr, String> {
    let alone = || text.trim_matches(['[', ']']).parse::<IpAddr>();
    text.parse::<SocketAddr>()
        .or_else(|_| alone().map(|ip| SocketAddr::new(ip, PORT)))
        .map_err(|_| "应当是 IP 地址，可以带端口，例如 0.0.0.0:8360".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_lack_its_port() {
        for (text, read) in [
            ("127.0.0.1", "127.0.0.1:8360"),
            ("0.0.0.0:80", "0.0.0.0:80"),
            ("::1", "[::1]:8360"),
            ("[::1]", "[::1]:8360"),
            ("[::1]:9", "[::1]:9"),
        ] {
            assert_eq!(address(text).map(|address| address.to_string()).as_deref(), Ok(read));
        }
        assert!(address("localhost").is_err() && address("1.2.3").is_err());
    }
}
