//! The statements as JSON Lines, each as `docs/statement.schema.json` says, with what goes along:
//! its part in the picture, as of when, on what terms. `crossings add` reads them.

use claim::Statement;
use jiff::civil::Date;
use reconcile::{ClaimFit, Role};
use serde::Serialize;

use crate::Export;
use crate::error::ExportError;

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    statement: &'a Statement,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<Part<'a>>,
    as_known_on: Option<Date>,
    licence: &'a str,
}

/// What part a claim plays in the picture.
#[derive(Serialize)]
struct Part<'a> {
    role: Role,
    why: Option<&'a reconcile::Saying>,
    weight: f64,
    fitted: Option<i64>,
    residual: Option<f64>,
    reading: Option<&'a reconcile::WindowReading>,
    copy_of: Option<&'a claim::Id>,
}

pub(crate) fn write(export: &Export) -> Result<Vec<u8>, ExportError> {
    let kept = &export.kept;
    let short = |number: f64| (number * 1e4).round() / 1e4;
    let part = |fit: &'_ ClaimFit| -> (Role, f64, Option<i64>, Option<f64>) {
        (fit.role, short(fit.weight), export.terms.fitted(fit), fit.residual.map(short))
    };
    let mut bytes = Vec::new();
    let mut line = |statement: Statement, fit: Option<&ClaimFit>| -> Result<(), ExportError> {
        let picture = fit.map(|fit| {
            let (role, weight, fitted, residual) = part(fit);
            Part {
                role,
                why: fit.why.as_ref(),
                weight,
                fitted,
                residual,
                reading: fit.reading.as_ref(),
                copy_of: fit.copy_of.as_ref(),
            }
        });
        let line = Line {
            statement: &statement,
            picture,
            as_known_on: export.as_known_on,
            licence: export.terms.licence(),
        };
        serde_json::to_writer(&mut bytes, &line)?;
        bytes.push(b'\n');
        Ok(())
    };
    for (claim, fit) in &kept.claims {
        line(Statement::Claim(claim.clone()), fit.as_ref())?;
    }
    for event in &kept.events {
        line(Statement::Event(event.clone()), None)?;
    }
    for position in &kept.positions {
        line(Statement::Position(position.clone()), None)?;
    }
    Ok(bytes)
}
