//! `gouji serve`: audits over HTTP for an office's own network. `docs/decisions/21-serving.md` says why
//! it is as it is.
//!
//! In: requests. Out: what the program prints for the same files, byte for byte; or a [`Refusal`]
//! with its code. A connection carries one request. Deliberately absent: TLS, accounts, files of
//! this machine, programs that convert or recognise documents.
//!
//! [`Refusal`]: gouji_values::error::Refusal

mod answer;
mod args;
mod asked;
mod audit;
mod body;
mod desk;
mod engines;
mod gate;
mod keep;
mod multipart;
mod office;
mod routes;
mod token;

pub(crate) use args::ServeArgs;

use super::{Status, input, output, run as threads};
use body::{Budget, Charge};
use desk::Desk;
use engines::Engines;
use gate::Gate;
use gouji_report::report::terminal::mistakes;
use hyper::body::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use keep::Keeper;
use office::Office;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use token::Token;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// Connections at a time; others wait to be taken up.
const CONNECTIONS: u32 = 256;
/// How long the headers of a request may take.
const HEADERS: Duration = Duration::from_secs(10);
/// How long an answer may take to be fetched.
const FETCHED: Duration = Duration::from_secs(60);
/// Bytes of all headers.
const HEADER_BYTES: usize = 32 << 10;
/// How many bodies of the largest size the server holds at a time.
const BODIES: usize = 4;

/// Runs the command until it is stopped.
pub(crate) fn run(args: &ServeArgs) -> Status {
    let opened = match open(args) {
        Ok(opened) => opened,
        Err(why) => {
            output::say(&format!("{}\n", why.trim_end()));
            return Status::Usage;
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .thread_stack_size(threads::STACK)
        .max_blocking_threads(jobs(args) + 1)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            output::say(&format!("服务启动不了：{}\n", output::reason(&error)));
            return Status::Failed;
        }
    };
    let ended = runtime.block_on(listen(args, opened));
    // an audit that nobody waits for any more ends with the process
    runtime.shutdown_background();
    ended.unwrap_or_else(|why| {
        output::say(&format!("{why}\n"));
        Status::Failed
    })
}

/// What is there before anybody asks.
struct Opened {
    engines: Engines,
    token: Option<Token>,
    /// That of a token that was made.
    shown: Option<String>,
    page: Option<Bytes>,
    keeper: Option<Arc<Keeper>>,
}

fn open(args: &ServeArgs) -> Result<Opened, String> {
    let engines =
        Engines::load(&args.ruleset).map_err(|list| mistakes(&list, &output::error_page()))?;
    let (token, shown) = match &args.token_file {
        Some(path) => (Some(Token::read(path)?), None),
        None if args.listen.ip().is_loopback() => (None, None),
        None => {
            let (token, text) = Token::made()?;
            (Some(token), Some(text))
        }
    };
    let page = match &args.page {
        None => EMBEDDED_PAGE.map(Bytes::from_static),
        Some(path) => {
            let read = input::read(path, input::DOCUMENT).map(Bytes::from);
            Some(read.map_err(|refusal| format!("网页 {} 读不出来：{refusal}", path.display()))?)
        }
    };
    let keeper = args.keep.as_deref().map(Keeper::new).transpose()?.map(Arc::new);
    Ok(Opened { engines, token, shown, page, keeper })
}

include!(concat!(env!("OUT_DIR"), "/page.rs"));

fn jobs(args: &ServeArgs) -> usize {
    const MOST: usize = 4;
    let cores = || std::thread::available_parallelism().map_or(1, usize::from).min(MOST);
    args.jobs.map_or_else(cores, usize::from)
}

async fn listen(args: &ServeArgs, opened: Opened) -> Result<Status, String> {
    let cannot =
        |error: std::io::Error| format!("不能在 {} 等候：{}", args.listen, why_not(&error));
    let listener = TcpListener::bind(args.listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let signal = stopped()?;
    say_where(address, &opened);
    let (stop, stopping) = watch::channel(false);
    let max_body = usize::from(args.max_body) << 20;
    let within = Duration::from_secs(u64::from(args.max_seconds));
    let read = Duration::from_secs(u64::from(args.read_seconds));
    let budget = Budget::new(max_body * BODIES);
    let has_token = opened.token.is_some();
    let office = Arc::new(Office {
        gate: Gate {
            is_local: address.ip().is_loopback(),
            hosts: args.hosts.clone(),
            token: opened.token,
        },
        desk: Desk::new(jobs(args), usize::from(args.queue), within, stopping.clone()),
        openapi: office::openapi(&opened.engines, has_token),
        rulesets: office::rulesets(&opened.engines),
        engines: Arc::new(opened.engines),
        page: opened.page,
        keeper: opened.keeper,
        max_body,
        read,
    });
    // how long waiting, and working, take at most
    let whole = HEADERS + read + within * 2 + FETCHED;
    let connections = Arc::new(Semaphore::new(CONNECTIONS as usize));
    let mut signal = std::pin::pin!(signal);
    loop {
        let taken = async {
            let place = Arc::clone(&connections).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, stream) = tokio::select! {
            () = &mut signal => break,
            (place, taken) = taken => match taken {
                Ok((stream, _)) => (place, stream),
                // too many files are open, or who asked went away
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        let (office, charge) = (Arc::clone(&office), Arc::new(Charge::on(&budget)));
        let stopping = stopping.clone();
        tokio::spawn(async move {
            let _ = tokio::time::timeout(whole, serve(stream, office, charge, stopping)).await;
            drop(place);
        });
    }
    drop(listener);
    stop.send_replace(true);
    output::say("正在停止：完成手上的审核，不再接受新的；再按一次 Ctrl+C 立即停止\n");
    let at_once = stopped()?;
    tokio::select! {
        // all places are given back
        _ = connections.acquire_many(CONNECTIONS) => {}
        () = at_once => return Ok(Status::BrokenOff),
        () = tokio::time::sleep(whole) => {}
    }
    output::say("已停止\n");
    Ok(Status::Clean)
}

/// Serves the one request of a connection.
async fn serve(
    stream: TcpStream,
    office: Arc<Office>,
    charge: Arc<Charge>,
    mut stopping: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| {
        let (office, charge) = (Arc::clone(&office), Arc::clone(&charge));
        async move { Ok::<_, Infallible>(office.answer(request, charge).await) }
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    // what goes wrong between two ends is nobody's to mend
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopping.wait_for(|is| *is) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Ends when somebody asks the process to stop.
fn stopped() -> Result<impl Future<Output = ()>, String> {
    let cannot = |error: std::io::Error| format!("不能等候停止的信号：{error}");
    #[cfg(unix)]
    let mut other = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate()).map_err(cannot)?
    };
    #[cfg(windows)]
    let mut other = tokio::signal::windows::ctrl_close().map_err(cannot)?;
    #[cfg(unix)]
    let mut own = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::interrupt()).map_err(cannot)?
    };
    #[cfg(windows)]
    let mut own = tokio::signal::windows::ctrl_c().map_err(cannot)?;
    Ok(async move {
        tokio::select! {
            _ = own.recv() => {}
            _ = other.recv() => {}
        }
    })
}

/// Says where the page is: the address for programs, the rest for people.
fn say_where(address: SocketAddr, opened: &Opened) {
    let url = format!("http://{address}/");
    let _ = output::print(format!("{url}\n").as_bytes());
    let mut said = String::new();
    // no browser opens the address that stands for all of them
    let own = if address.ip().is_unspecified() {
        let here = format!("http://127.0.0.1:{}/", address.port());
        said.push_str(&format!("本机打开 {here}；别的电脑把 127.0.0.1 换成这台机器的 IP 地址\n"));
        here
    } else {
        url
    };
    if let Some(token) = &opened.shown {
        said.push_str(&format!("访问的令牌：{token}\n带令牌的网址：{own}#token={token}\n"));
    }
    if !address.ip().is_loopback() {
        said.push_str("注意：内容不加密传送，只适合可信的内部网络\n");
    }
    said.push_str("审核服务已启动；用浏览器打开上面的网址，按 Ctrl+C 停止\n");
    output::say(&said);
}

fn why_not(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => "这个端口有别的程序在用；用 --listen 换一个".to_owned(),
        std::io::ErrorKind::AddrNotAvailable => "这台机器没有这个地址".to_owned(),
        _ => output::reason(error),
    }
}
