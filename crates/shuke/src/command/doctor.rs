//! `shuke doctor`: a line for everything that can be checked from here.

use std::path::Path;
use std::process::ExitCode;

use shuke_app::App;
use shuke_app::files::place::trial;
use shuke_store::{Address, Store};

use super::audit;
use crate::config::Config;
use crate::database;
use crate::files::At;
use crate::master;
use crate::say::{self, two};
use crate::stop::Stop;

/// Room on the disk below which one should do something.
const ROOM: u64 = 1024 * 1024 * 1024;

/// The lines so far.
#[derive(Default)]
struct Findings {
    bad: usize,
}

impl Findings {
    fn tell(&mut self, fine: bool, text: impl AsRef<str>) {
        self.bad += usize::from(!fine);
        let mark = if fine { two("正常", "ok  ") } else { two("异常", "FAIL") };
        say::out(format!("{mark}  {}", text.as_ref()));
    }
}

/// Checks everything; exit 1 when something is wrong.
pub(crate) async fn run(config: &Config) -> Result<ExitCode, Stop> {
    let mut findings = Findings::default();
    folder(&mut findings, config);
    files(&mut findings, config).await;
    let place = database::place(&config.address);
    match database::open_existing(config).await {
        Ok(store) => {
            findings
                .tell(true, two(format!("数据库可连接：{place}"), format!("the database answers: {place}")));
            if let Err(stop) = inside(&mut findings, config, &store).await {
                let (Stop::Usage(text) | Stop::Failed(text)) = stop;
                findings.tell(false, text);
            }
            store.close().await;
        }
        Err(Stop::Usage(text) | Stop::Failed(text)) => findings.tell(false, text),
    }
    Ok(if findings.bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn folder(findings: &mut Findings, config: &Config) {
    let folder = match &config.address {
        Address::Sqlite(path) => {
            path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
        }
        Address::Postgres(_) => &config.data,
    };
    if matches!(config.address, Address::Postgres(_)) && !folder.exists() {
        return;
    }
    let shown = folder.display();
    let probe = folder.join(format!(".shuke-doctor-{}", std::process::id()));
    let written = std::fs::write(&probe, b"shuke").and_then(|()| std::fs::remove_file(&probe));
    match written {
        Ok(()) => findings.tell(
            true,
            two(format!("数据目录可写：{shown}"), format!("the data folder can be written: {shown}")),
        ),
        Err(error) => findings.tell(
            false,
            two(
                format!("数据目录不可写：{shown}（{error}）"),
                format!("the data folder can't be written: {shown} ({error})"),
            ),
        ),
    }
    if let Ok(room) = rustix::fs::statvfs(folder) {
        let free = room.f_bavail.saturating_mul(room.f_frsize);
        let gigabytes = free as f64 / (1024.0 * 1024.0 * 1024.0);
        findings.tell(
            free >= ROOM,
            two(format!("磁盘剩余 {gigabytes:.1} GB"), format!("{gigabytes:.1} GB free on the disk")),
        );
    }
}

/// The place of the files takes something, gives it back and forgets it.
async fn files(findings: &mut Findings, config: &Config) {
    // A folder is made when the first file comes.
    if let At::Folder(path) = &config.files
        && !path.exists()
    {
        return;
    }
    let place = match config.files() {
        Ok(place) => place,
        Err(Stop::Usage(text) | Stop::Failed(text)) => return findings.tell(false, text),
    };
    let address = place.place().address;
    let key = format!("{}.trial", database::ids().new_id(database::clock().now()).simple());
    match trial(place.as_ref(), &key).await {
        Ok(()) => findings.tell(
            true,
            two(format!("附件位置可读写：{address}"), format!("files can be kept and read: {address}")),
        ),
        Err(error) => findings.tell(
            false,
            two(
                format!("附件位置不能读写：{address}（{error}）"),
                format!("files can't be kept and read: {address} ({error})"),
            ),
        ),
    }
}

/// Whether what is sealed can be opened.
async fn keys(findings: &mut Findings, config: &Config, store: &Store) {
    if !master::keyed(store).await {
        let told = two("还没有密钥，首次启动时生成", "there are no keys yet; the first start makes them");
        return findings.tell(true, told);
    }
    match master::try_unlock(config, store).await {
        Ok(path) => findings.tell(
            true,
            two(
                format!("主密钥可以打开密钥环：{}", path.display()),
                format!("the master key opens the key ring: {}", path.display()),
            ),
        ),
        Err(Stop::Usage(text) | Stop::Failed(text)) => findings.tell(false, text),
    }
}

async fn inside(findings: &mut Findings, config: &Config, store: &Store) -> Result<(), Stop> {
    let engine = store.read().await?.engine().await?;
    let name = &engine.name;
    findings.tell(
        engine.sound,
        two(format!("{name}（至少 {}）", engine.wanted), format!("{name} (at least {})", engine.wanted)),
    );
    let pending = store.pending().await?;
    findings.tell(
        pending.is_empty(),
        match pending.len() {
            0 => two("数据库结构是最新版本", "all migrations are applied"),
            count => two(
                format!("有 {count} 项迁移待执行：shuke migrate"),
                format!("{count} migrations are lacking: shuke migrate"),
            ),
        },
    );
    let damage = store.read().await?.damage().await?;
    findings.tell(
        damage.is_empty(),
        match damage.first() {
            None => two("数据库文件完好", "the database's file is sound"),
            Some(first) => {
                two(format!("数据库文件损坏：{first}"), format!("the database's file is damaged: {first}"))
            }
        },
    );
    if !pending.is_empty() {
        return Ok(());
    }
    keys(findings, config, store).await;
    if !App::is_initialised(store).await? {
        findings.tell(false, two("还没有公司：shuke init", "there is no company yet: shuke init"));
        return Ok(());
    }
    let mut conn = store.read().await?;
    let schema = conn.load_schema().await?;
    let lacking = conn.lacking(&schema).await?;
    findings.tell(
        lacking.is_empty(),
        if lacking.is_empty() {
            two("表、列、索引齐全", "tables, columns and indexes are all there")
        } else {
            let named = lacking.join(", ");
            two(format!("缺少：{named}"), format!("lacking: {named}"))
        },
    );
    let behind = shuke_app::search::behind(&mut conn, &schema).await?;
    findings.tell(
        behind.wrong.is_empty(),
        if !behind.wrong.is_empty() {
            let named = behind.wrong.join(", ");
            two(format!("搜索索引与记录不一致：{named}"), format!("the index of the search differs: {named}"))
        } else if behind.unbuilt > 0 {
            let count = behind.unbuilt;
            two(
                format!("搜索索引有 {count} 个对象待建立，shuke serve 会在后台完成"),
                format!("the index of the search is to be built for {count} objects; shuke serve does it in the background"),
            )
        } else {
            two("搜索索引与记录一致", "the index of the search has every record")
        },
    );
    let report = conn.verify_audit(None, None).await?;
    findings.tell(report.fault.is_none(), audit::told(&report));
    Ok(())
}
