//! `crossings chart`: the brief's charts as files of their own.

use std::fs;
use std::path::PathBuf;

use brief::Brief;
use reconcile::reconcile;

use super::asked::Asked;
use crate::failure::Failure;
use crate::png::{self, Pen};
use crate::source;
use crate::talk::Talk;
use crate::whole;

/// Write the charts of the brief as files, for a slide or an article.
///
/// As SVG, and in a build with the feature `png` as PNG, too.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A ledger, or files and folders to read on the fly
    #[arg(required = true, value_name = "SOURCE")]
    source: Vec<PathBuf>,
    /// Folder to write into, made when there is none; with --only also a file that ends in .svg or .png
    #[arg(short, long, value_name = "FOLDER", default_value = ".")]
    output: PathBuf,
    /// Only one of the charts
    #[arg(long, value_enum)]
    only: Option<Drawn>,
    /// Only one of the two forms
    #[arg(long, value_enum)]
    format: Option<Form>,
    #[command(flatten)]
    picture: Asked,
}

#[derive(Debug, Clone, Copy, PartialEq, clap::ValueEnum)]
enum Drawn {
    /// The map of the route
    Map,
    /// How many a day by crossing
    Flow,
    /// The running total
    Total,
}

impl Drawn {
    fn name(self) -> &'static str {
        match self {
            Drawn::Map => "map",
            Drawn::Flow => "flow",
            Drawn::Total => "total",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, clap::ValueEnum)]
enum Form {
    /// Sharp at every size; for the web and for print
    Svg,
    /// 1,800 pixels wide; drawn with the fonts of this machine, in a build with the feature `png`
    Png,
}

const EXAMPLES: &str = "\
Examples:
  crossings chart border.sqlite -o charts/
  crossings chart reports/ --as-of 2023-11-05 --format svg

  crossings chart border.sqlite --only map -o map.png

Three at most: `map`, the crossings by their flow; `flow`, how many a day;
`total`, the running total.";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    whole::is_path(&arguments.output)?;
    let file = file(arguments)?;
    let gazetteer = crate::gazetteer::in_use();
    let source = source::load(&arguments.source, arguments.picture.as_known(), talk)?;
    let options = arguments.picture.options();
    let picture = reconcile(&source.claims(), &source.events(), gazetteer, &options)?;
    let brief = Brief::new(&picture, &source.documents, &source.statements, gazetteer);
    let mut drawings = brief.drawings();
    if let Some(only) = arguments.only {
        drawings.retain(|(name, _)| name == only.name());
        if drawings.is_empty() {
            return Err(Failure::undone(
                format!("there is nothing to draw as `{}`", only.name()),
                "leave --only out to get the charts that there are",
            ));
        }
    }
    if let (Some(form), Some((_, drawing))) = (file, drawings.first()) {
        let bytes = match form {
            Form::Svg => drawing.clone().into_bytes(),
            Form::Png => Pen::new()?.draw(drawing)?,
        };
        whole::write(&arguments.output, &bytes)?;
        talk.note(format_args!("wrote {}", arguments.output.display()));
        return Ok(());
    }
    fs::create_dir_all(&arguments.output).map_err(|error| {
        Failure::undone(
            format!("{}: could not be made: {error}", arguments.output.display()),
            "give a folder that may be written to",
        )
    })?;
    let wanted = |form| arguments.format.is_none_or(|only| only == form);
    let pen = match arguments.format {
        Some(Form::Svg) => None,
        Some(Form::Png) => Some(Pen::new()?),
        None if png::IN_THIS_BUILD => Some(Pen::new()?),
        None => {
            talk.note(format_args!("as SVG alone: {}", png::HINT));
            None
        }
    };
    let write = |name: String, bytes: &[u8]| {
        let path = arguments.output.join(name);
        whole::write(&path, bytes)?;
        talk.note(format_args!("wrote {}", path.display()));
        Ok::<(), Failure>(())
    };
    for (name, drawing) in drawings {
        if wanted(Form::Svg) {
            write(format!("{name}.svg"), drawing.as_bytes())?;
        }
        if let Some(pen) = &pen {
            write(format!("{name}.png"), &pen.draw(&drawing)?)?;
        }
    }
    Ok(())
}

/// The form of the one file that the output names by its ending; `None` for a folder.
///
/// # Errors
/// When several charts, or another form, would have to go into that file.
fn file(arguments: &Arguments) -> Result<Option<Form>, Failure> {
    let ending = arguments.output.extension().map(|ending| ending.to_ascii_lowercase());
    let form = match ending.as_ref().and_then(|ending| ending.to_str()) {
        Some("svg") => Form::Svg,
        Some("png") => Form::Png,
        _ => return Ok(None),
    };
    let name = arguments.output.display();
    if arguments.only.is_none() {
        return Err(Failure::usage(
            format!("{name} is one file, and there are several charts"),
            "give --only map, flow or total, or a folder as -o",
        ));
    }
    if arguments.format.is_some_and(|asked| asked != form) {
        return Err(Failure::usage(
            format!("{name} does not end as --format says"),
            "leave --format out: the ending tells it",
        ));
    }
    Ok(Some(form))
}
