//! Wrong arguments and wrong configuration end with 2 and one clear line.

use crate::program::run;

#[test]
fn wrong_arguments_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for (args, says) in [
        (&["servee"][..], "servee"),
        (&[][..], "a command is missing"),
        (&["serve", "--lissten", "x"], "--lissten"),
        (&["serve", "--listen", "nowhere"], "HOST:PORT"),
        (&["serve", "--role", "boss"], "all, web, worker"),
        (&["init"], "--admin-login"),
        (&["init", "--admin-login", "a", "--pack", "bakery"], "bakery"),
        (&["init", "--admin-login", "a", "--locale", "fr"], "zh-CN or en"),
        (&["sample", "--leads", "0"], "--leads"),
        (&["sample", "--leads", "many"], "many"),
        (&["doctor", "--database-url", "mysql://x"], "sqlite:"),
        (&["import", "lead", "no-such.csv"], "no-such.csv"),
        (&["audit", "verify", "--from", "31.01.2026"], "31.01.2026"),
        (&["config", "apply", "no-such-folder"], "no-such-folder"),
    ] {
        let ran = run(folder.path(), args).refused(2, says);
        assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
        assert_eq!(ran.out, "");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "a refusal makes nothing: {left:?}");
}

#[test]
fn help_and_version_are_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let version = run(folder.path(), &["--version"]).fine();
    assert_eq!(version.out.trim(), format!("shuke {}", env!("CARGO_PKG_VERSION")));
    let help = run(folder.path(), &["--help"]).fine();
    for command in [
        "serve", "init", "sample", "user", "token", "import", "openapi", "migrate", "doctor", "audit",
        "config",
    ] {
        assert!(help.out.contains(command), "{command}");
    }
}

#[test]
fn the_configuration_is_checked_and_the_command_line_wins() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shuke.toml");
    std::fs::write(&file, "log = \"info\"\nport = 80\n").unwrap();
    run(folder.path(), &["doctor"]).refused(2, "shuke.toml:2: unknown field `port`");
    std::fs::write(&file, "log = \"shuke=loud\"\n").unwrap();
    run(folder.path(), &["doctor"]).refused(2, "shuke=loud");
    std::fs::write(&file, "database_url = \"postgres://nobody@127.0.0.1:1/x\"\n").unwrap();
    let other = format!("sqlite:{}", folder.path().join("other.db").display());
    run(folder.path(), &["migrate", "--database-url", &other]).fine();
    assert!(folder.path().join("other.db").exists());
}

#[test]
fn commands_that_need_a_company_say_so() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["user", "add", "--login", "x"]).refused(1, "there is no database");
    run(folder.path(), &["migrate", "--check"]).refused(1, "there is no database");
    assert!(!folder.path().join("shuke.db").exists(), "looking makes no database");
    run(folder.path(), &["migrate"]).fine();
    run(folder.path(), &["sample", "--leads", "5"]).refused(1, "there is no company");
}
