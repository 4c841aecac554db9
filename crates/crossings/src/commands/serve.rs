//! `crossings serve`: the room where a team works, over one ledger.

use std::io::{BufRead, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;

use serve::{Role, Settings, Users};

use crate::clock;
use crate::failure::Failure;
use crate::screen;
use crate::talk::Talk;

/// Serve a ledger as pages and JSON: the picture, its claims and quotes, a review queue.
///
/// On this machine nobody logs in, and nobody else is answered. For a team, make users first
/// (`crossings serve add-user`); for everybody, `--public` shows what may be printed and takes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    work: Option<Work>,
    /// The ledger: a file, made when there is none, or postgres://user:password@host/database
    #[arg(long, value_name = "LEDGER", required = true)]
    ledger: Option<PathBuf>,
    /// Where to listen; beyond this machine only with users, or in public
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8420")]
    listen: SocketAddr,
    /// For everybody to read: nothing can be changed, small numbers and whole documents are not shown
    #[arg(long)]
    public: bool,
    /// The file of users [default: beside the ledger, its name and .users]
    #[arg(long, value_name = "FILE")]
    users: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Work {
    AddUser(AddUser),
}

/// Make a user, or give one another password and role.
///
/// The password is read from standard input. A token for programs is printed, this once.
#[derive(Debug, clap::Args)]
struct AddUser {
    /// The name, under which decisions are signed
    #[arg(value_name = "NAME")]
    name: String,
    /// reader looks, analyst adds and decides, admin also decides what is confidential
    #[arg(long, value_name = "ROLE")]
    role: Role,
    /// The file of users
    #[arg(long, value_name = "FILE")]
    users: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  crossings serve --ledger border.sqlite
  crossings serve add-user Noor --role analyst --users border.sqlite.users
  crossings serve --ledger border.sqlite --listen 0.0.0.0:8420
  crossings serve --ledger border.sqlite --listen 0.0.0.0:8420 --public

Passwords need TLS on their way: put a proxy that speaks it in front where others listen in.
Ctrl-C or SIGTERM ends it within two seconds.";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    if let Some(Work::AddUser(user)) = &arguments.work {
        return add_user(user, talk);
    }
    let ledger = arguments.ledger.clone().ok_or_else(|| {
        Failure::usage(
            "no ledger is given",
            "give --ledger border.sqlite; it is made when there is none",
        )
    })?;
    let users = match &arguments.users {
        Some(file) => file.clone(),
        None if ledger::looks_like_address(&ledger) => PathBuf::from("crossings.users"),
        None => {
            let mut beside = ledger.clone().into_os_string();
            beside.push(".users");
            beside.into()
        }
    };
    let settings = Settings {
        ledger,
        listen: arguments.listen,
        public: arguments.public,
        users,
        gazetteer: crate::gazetteer::in_use(),
        now: clock::now,
        begun: clock::begun,
    };
    let told = &*talk;
    serve::run(settings, &|words| told.note(words))
        .map_err(|error| Failure::undone(error.to_string(), error.remedy()))
}

fn add_user(user: &AddUser, talk: &Talk) -> Result<(), Failure> {
    let failed = |error: serve::UsersError| Failure::undone(error.to_string(), error.remedy());
    let mut users = Users::open(&user.users).map_err(failed)?;
    if std::io::stdin().is_terminal() {
        talk.note("the password, in a line (it is shown as it is typed):");
    }
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password)?;
    let token = users
        .set(&user.name, user.role, password.trim_end_matches(['\r', '\n']))
        .map_err(failed)?;
    talk.note(format_args!(
        "{} is {} in {}; the token for programs:",
        user.name,
        user.role,
        user.users.display()
    ));
    let mut out = screen::text();
    writeln!(out, "{token}")?;
    out.flush()?;
    Ok(())
}
