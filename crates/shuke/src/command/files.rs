//! `shuke files`: are they all there, and taking them to another place.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use shuke_app::files::moving::{self, Step, Tally};
use shuke_app::files::place::trial;
use shuke_app::files::verify::State;

use crate::cli::FilesMove;
use crate::config::Config;
use crate::say::{self, two};
use crate::stop::Stop;
use crate::{database, files};

/// How often somebody who waits is told how far it is.
const TOLD: Duration = Duration::from_secs(5);

/// Tells bad files at once, and from time to time how far it is.
fn teller() -> impl FnMut(Step<'_>) {
    let mut last = Instant::now();
    move |step| match step {
        Step::Bad(state, file) => {
            let held = file
                .held
                .as_ref()
                .map_or_else(String::new, |(object, record, field)| format!("{object}/{record} {field} "));
            let what = match state {
                State::Missing => two("丢失", "missing"),
                _ => two("损坏", "damaged"),
            };
            say::aside(format!("{what}  {held}{} ({})", file.name, file.sha256));
        }
        Step::At(tally) if last.elapsed() >= TOLD => {
            last = Instant::now();
            say::aside(two(
                format!("已检查 {} 个，{} 字节", tally.whole, tally.bytes),
                format!("{} files so far, {} bytes", tally.whole, tally.bytes),
            ));
        }
        Step::At(_) => {}
    }
}

fn code(tally: &Tally) -> ExitCode {
    if tally.missing + tally.damaged == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads every file through; exit 1 when some are missing or damaged.
pub(crate) async fn check(config: &Config) -> Result<ExitCode, Stop> {
    let app = database::company(config).await?;
    let place = config.files()?;
    let tally = moving::check(app.store(), place.as_ref(), teller()).await;
    app.store().close().await;
    let tally = tally?;
    let address = place.place().address;
    say::out(two(
        format!(
            "{address}：完好 {} 个，{} 字节；丢失 {} 个，损坏 {} 个",
            tally.whole, tally.bytes, tally.missing, tally.damaged
        ),
        format!(
            "{address}: {} files are whole, {} bytes; {} are missing, {} damaged",
            tally.whole, tally.bytes, tally.missing, tally.damaged
        ),
    ));
    Ok(code(&tally))
}

/// Carries all files to another place; those at the old one stay.
pub(crate) async fn carry(config: &Config, options: FilesMove) -> Result<ExitCode, Stop> {
    let at = files::at(&options.to)?;
    let keys = files::keys_of_environment("SHUKE_TO_").or_else(|| config.s3_keys.clone());
    let (from, to) = (config.files()?, files::open(&at, keys.as_ref())?);
    if from.place() == to.place() {
        return Err(Stop::Usage(two("附件已经在那里", "the files are there already")));
    }
    let app = database::company(config).await?;
    let key = format!("{}.trial", app.new_id().simple());
    trial(to.as_ref(), &key).await.map_err(|error| {
        Stop::Failed(two(
            format!("{} 不能读写：{error}", to.place().address),
            format!("{} can't be read and written: {error}", to.place().address),
        ))
    })?;
    let tally = moving::carry(app.store(), from.as_ref(), to.as_ref(), teller()).await;
    app.store().close().await;
    let tally = tally?;
    let address = to.place().address;
    say::out(two(
        format!(
            "{address}：已核对 {} 个，{} 字节，其中本次复制 {} 个；原处丢失 {} 个，损坏 {} 个",
            tally.whole, tally.bytes, tally.carried, tally.missing, tally.damaged
        ),
        format!(
            "{address}: {} files compared, {} bytes, {} of them copied just now; {} were missing before, {} damaged",
            tally.whole, tally.bytes, tally.carried, tally.missing, tally.damaged
        ),
    ));
    say::out(two(
        "原处的文件没有改动。若 shuke serve 还在运行，请停止后再运行一次本命令，再把 shuke.toml 改为：",
        "The files at the old place stay as they are. If a shuke serve is running, stop it and run this once more; then shuke.toml is to say:",
    ));
    say::out(format!("files = {}", toml::Value::from(address)));
    Ok(code(&tally))
}
