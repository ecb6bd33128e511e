//! `shuke init`: the company without a page.

use std::process::ExitCode;

use shuke_app::App;
use shuke_app::setup::{Init, SAMPLE_PASSWORD};

use crate::cli::{Init as Options, SampleSize};
use crate::config::Config;
use crate::database;
use crate::master;
use crate::say::{self, two};
use crate::stop::Stop;

/// Makes the company.
pub(crate) async fn run(config: &Config, options: Options) -> Result<ExitCode, Stop> {
    let given = if options.password_stdin { Some(database::line_of_input()?) } else { None };
    let ids = database::ids();
    let password = given.clone().unwrap_or_else(|| database::password(&ids));
    let sample = options.sample == SampleSize::Small;
    let init = Init {
        login: options.admin_login.clone(),
        password: password.clone(),
        name: options.admin_name,
        company: options.company,
        locale: options.locale,
        pack: options.pack,
        sample,
    };
    init.check()?;
    let store = database::open_or_make(config).await?;
    let clock = database::clock();
    store.migrate(clock.now()).await?;
    master::unlock(config, &store).await?;
    let app = App::init(store, clock, ids, init).await?;
    let (place, company) = (database::place(&config.address), app.company().settings.name.clone());
    say::out(two(
        format!("已在 {place} 建立公司“{company}”"),
        format!("Made the company “{company}” in {place}"),
    ));
    if given.is_none() {
        say::out(two(
            format!("管理员账号 {}，密码 {password}（只显示这一次）", options.admin_login),
            format!("Administrator {}, password {password} (shown this once)", options.admin_login),
        ));
    }
    if sample {
        say::out(two(
            format!("示例人员的密码都是 {SAMPLE_PASSWORD}"),
            format!("All sample people have the password {SAMPLE_PASSWORD}"),
        ));
    }
    app.store().close().await;
    Ok(ExitCode::SUCCESS)
}
