//! The style and scripts of the pages, in the program itself; named by what they hold, so that a browser may keep them.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::ask::{Answered, Ask, Refusal};
use crate::room::Room;

/// A file that pages load.
pub(crate) struct Asset {
    pub name: &'static str,
    kind: &'static str,
    body: String,
    /// First digits of its hash.
    mark: String,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let style = format!("{}{}", brief::STYLE, include_str!("assets/serve.css"));
    let scripts = [
        ("style.css", "text/css; charset=utf-8", style),
        ("charts.js", "text/javascript; charset=utf-8", brief::SCRIPT.to_owned()),
        ("pages.js", "text/javascript; charset=utf-8", include_str!("assets/pages.js").to_owned()),
        ("queue.js", "text/javascript; charset=utf-8", include_str!("assets/queue.js").to_owned()),
        (
            "intake.js",
            "text/javascript; charset=utf-8",
            include_str!("assets/intake.js").to_owned(),
        ),
    ];
    let made = scripts.into_iter().map(|(name, kind, body)| {
        let digest = Sha256::digest(body.as_bytes());
        let mark = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Asset { name, kind, body, mark }
    });
    made.collect()
});

/// The address of an asset.
pub(crate) fn address(name: &str) -> String {
    let mark =
        ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| asset.mark.as_str());
    format!("/assets/{mark}/{name}")
}

/// `GET /assets/{mark}/{name}`
pub(crate) fn get(_: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let named =
        ASSETS.iter().find(|one| one.name == ask.slot("name") && one.mark == ask.slot("mark"));
    let asset = named.ok_or_else(|| Refusal::missing("no such file"))?;
    let answered = Answered::new(asset.kind, asset.body.clone().into_bytes());
    Ok(answered.with("cache-control", "public, max-age=31536000, immutable"))
}
