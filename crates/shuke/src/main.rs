//! 熟客 Shuke: a self-hosted CRM in one program. Here the command line becomes calls of use cases.

mod cli;
mod clock;
mod command;
mod config;
mod database;
mod files;
mod log;
mod master;
mod memory;
mod say;
mod stop;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::stop::Stop;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return stop::arguments(&error),
    };
    let config = match config::read(&cli.place, &cli.command) {
        Ok(config) => config,
        Err(stop) => return stop.tell(),
    };
    if matches!(cli.command, Command::Serve(_)) {
        memory::settle();
    }
    if let Err(stop) = log::start(config.log.as_deref()) {
        return stop.tell();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(run(cli.command, config)),
        Err(error) => Err(Stop::Failed(format!("no threads: {error}"))),
    };
    match done {
        Ok(code) => code,
        Err(stop) => stop.tell(),
    }
}

async fn run(command: Command, config: config::Config) -> Result<ExitCode, Stop> {
    match command {
        Command::Serve(options) => command::serve::run(&config, options).await,
        Command::Init(options) => command::init::run(&config, options).await,
        Command::Sample(options) => command::sample::run(&config, options).await,
        Command::User(cli::User::Add(options)) => command::user::add(&config, options).await,
        Command::User(cli::User::Unlock(options)) => command::user::unlock(&config, options).await,
        Command::Security(cli::Security::Open) => command::security::open(&config).await,
        Command::Token(cli::Token::Create(options)) => command::token::create(&config, options).await,
        Command::Import(options) => command::import::run(&config, options).await,
        Command::Openapi => command::openapi::run(&config).await,
        Command::Migrate(options) => command::migrate::run(&config, options).await,
        Command::Backup(options) => command::backup::run(&config, options).await,
        Command::Restore(options) => command::restore::run(&config, options).await,
        Command::Move(options) => command::transfer::run(&config, options).await,
        Command::Pack(cli::Pack::Diff) => command::pack::diff(&config).await,
        Command::Pack(cli::Pack::Upgrade(options)) => command::pack::upgrade(&config, options).await,
        Command::Files(cli::Files::Check) => command::files::check(&config).await,
        Command::Files(cli::Files::Move(options)) => command::files::carry(&config, options).await,
        Command::Doctor => command::doctor::run(&config).await,
        Command::Keys(options) => command::keys::run(&config, options).await,
        Command::Audit(cli::Audit::Verify(options)) => command::audit::verify(&config, options).await,
        Command::Audit(cli::Audit::Export(options)) => command::audit::export(&config, options).await,
        Command::Config(cli::ConfigDo::Export(options)) => command::config::export(&config, options).await,
        Command::Config(cli::ConfigDo::Apply(options)) => command::config::apply(&config, options).await,
    }
}
