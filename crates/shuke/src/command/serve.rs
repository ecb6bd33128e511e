//! `shuke serve`: page, API and jobs, until told to stop.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::process::ExitCode;

use shuke_app::App;
use shuke_app::setup::{Init, SAMPLE_PASSWORD};
use shuke_base::{Code, Fault};
use shuke_http::{Rates, Tls};
use shuke_outgoing::{Client, Limits, Policy};
use shuke_store::Store;
use shuke_store::seal::keys::Unlocked;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::cli::{Role, SampleSize, Serve};
use crate::config::Config;
use crate::database;
use crate::master;
use crate::say::{self, two};
use crate::stop::Stop;

/// Serves until SIGTERM or ctrl-c.
pub(crate) async fn run(config: &Config, options: Serve) -> Result<ExitCode, Stop> {
    let tls = match &config.tls {
        Some((cert, key)) => {
            Some(Tls::from_files(cert, key).map_err(|error| Stop::Usage(format!("TLS: {error}")))?)
        }
        None => None,
    };
    let files = config.files()?;
    let listener = match config.role {
        Role::All | Role::Web => Some(listen(&config.listen).await?),
        Role::Worker => None,
    };
    let store = database::open_or_make(config).await?;
    let Some(held) = database::serving(&config.address)? else {
        return Err(Stop::Failed(two(
            format!("{} 正由另一个 shuke serve 使用", database::place(&config.address)),
            format!("another shuke serve has {}", database::place(&config.address)),
        )));
    };
    let stop = stop_signal()?;
    super::migrate::set_aside(config, &store).await?;
    let migrated = store.migrate(database::clock().now()).await;
    migrated.map_err(|error| Stop::database(&config.address, &error))?;
    let unlocked = master::unlock(config, &store).await?;
    let (app, password) = begin(store, options.sample == SampleSize::Small).await?;
    let app = app.with_data(&config.data).with_files(files);
    if unlocked == Unlocked::Made {
        app.seal_all().await?;
    }
    app.take_outcomes().await?;
    let open = config.allow_private_webhooks;
    let app = app.with_outgoing(Client::new(Policy { private: open, plain: open }, Limits::default()));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), database = %database::place(&config.address), "started");
    let address = listener.as_ref().map(TcpListener::local_addr).transpose().map_err(broken)?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    welcome(&app, scheme, address, password.as_deref()).await?;
    // A place that doesn't answer is told in the log; everything else works without it.
    let looking = app.clone();
    tokio::spawn(async move { looking.files_reachable().await });
    let mut tasks = vec![tokio::spawn(app.clone().run_events())];
    if config.role != Role::Web {
        tasks.push(tokio::spawn(app.clone().run_jobs()));
        tasks.push(tokio::spawn(app.clone().run_housekeeping()));
        tasks.push(tokio::spawn(app.clone().run_backup_clock()));
    }
    let served = match listener {
        Some(listener) => {
            let http = shuke_http::Options {
                secure_cookies: config.secure_cookies || tls.is_some(),
                rates: rates(config.rate_limit),
                tls,
                proxies: config.proxies.clone(),
                ..shuke_http::Options::default()
            };
            shuke_http::serve(listener, app.clone(), http, until(stop)).await.map_err(broken)
        }
        None => {
            until(stop).await;
            Ok(())
        }
    };
    for task in tasks {
        // What a job has not committed is taken up at the next start.
        task.abort();
    }
    app.store().close().await;
    drop(held);
    tracing::info!("stopped");
    served.map(|()| ExitCode::SUCCESS)
}

/// Whoever has not signed in may ask a hundredth as often, but often enough for an office behind one address.
fn rates(limit: u32) -> Rates {
    let unknown = if limit == 0 { 0 } else { (limit / 100).max(600) };
    Rates { signed_in: NonZeroU32::new(limit), unknown: NonZeroU32::new(unknown) }
}

async fn listen(address: &str) -> Result<TcpListener, Stop> {
    let looked_up = tokio::net::lookup_host(address).await;
    if looked_up.map(|mut found| found.next().is_none()).unwrap_or(true) {
        return Err(Stop::Usage(two(
            format!("--listen 应为 主机:端口，例如 127.0.0.1:8080，而不是“{address}”"),
            format!("--listen takes HOST:PORT such as 127.0.0.1:8080, not “{address}”"),
        )));
    }
    TcpListener::bind(address).await.map_err(|error| Stop::Failed(format!("{address}: {error}")))
}

fn broken(error: std::io::Error) -> Stop {
    Stop::Failed(error.to_string())
}

/// Becomes true at SIGTERM or ctrl-c.
fn stop_signal() -> Result<watch::Receiver<bool>, Stop> {
    let mut terminate = signal(SignalKind::terminate()).map_err(broken)?;
    let (send, receive) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        send.send_replace(true);
        // A second ctrl-c doesn't wait for anybody.
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    Ok(receive)
}

async fn until(mut stop: watch::Receiver<bool>) {
    // A sender that is gone can't say it any more.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// The company; the first start makes it. Answers the administrator's password when it was made just now.
async fn begin(store: Store, sample: bool) -> Result<(App, Option<String>), Stop> {
    let (clock, ids) = (database::clock(), database::ids());
    if App::is_initialised(&store).await? {
        return Ok((App::start(store, clock, ids).await?, None));
    }
    let password = if sample { SAMPLE_PASSWORD.to_owned() } else { database::password(&ids) };
    let init = Init {
        login: "admin".to_owned(),
        password: password.clone(),
        name: Some("管理员".to_owned()),
        company: None,
        locale: database::company_locale(),
        pack: "standard".to_owned(),
        sample,
    };
    match App::init(store.clone(), clock.clone(), ids.clone(), init).await {
        Ok(app) => Ok((app, Some(password))),
        // Another process was faster.
        Err(Fault { code: Code::CompanyExists, .. }) => Ok((App::start(store, clock, ids).await?, None)),
        Err(fault) => Err(fault.into()),
    }
}

/// Says where the page is and, for an invented company or a new one, who can sign in.
async fn welcome(
    app: &App,
    scheme: &str,
    address: Option<SocketAddr>,
    password: Option<&str>,
) -> Result<(), Stop> {
    let company = app.company().settings.name.clone();
    match address {
        Some(address) => {
            say::out(format!("熟客 Shuke {}  {company}  {scheme}://{address}", env!("CARGO_PKG_VERSION")))
        }
        None => say::out(format!("熟客 Shuke {}  {company}", env!("CARGO_PKG_VERSION"))),
    }
    if app.has_sample().await? {
        say::out(two(
            format!("示例账号，密码都是 {SAMPLE_PASSWORD}："),
            format!("Sample sign-ins, all with the password {SAMPLE_PASSWORD}:"),
        ));
        for user in app.users(&database::system(app)).await?.items.iter().filter(|user| user.active) {
            let roles: Vec<&str> = user.roles.iter().map(|role| role.name.as_str()).collect();
            let department = user.department.as_ref().map_or("", |department| department.name.as_str());
            say::out(format!(
                "  {:<10} {}  {} {}",
                user.login,
                user.name,
                department,
                roles.join(&two("、", ", "))
            ));
        }
        if address.is_some_and(|address| !address.ip().is_loopback()) {
            tracing::warn!("sample sign-ins are open to everybody who can reach {address:?}");
        }
    } else if let Some(password) = password {
        say::out(two(
            format!("管理员账号 admin，初始密码 {password}（只显示这一次）"),
            format!("Administrator admin, first password {password} (shown this once)"),
        ));
    }
    Ok(())
}
