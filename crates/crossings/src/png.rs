//! Draws a chart as PNG, in a build with the feature `png`: the crates that shape words and fill
//! outlines are a tenth of the whole build, and slides and pages take SVG.

use crate::failure::Failure;

/// Whether it can.
pub(crate) const IN_THIS_BUILD: bool = cfg!(feature = "png");

/// What is said where it cannot.
pub(crate) const HINT: &str =
    "this build draws no PNG; one with it is made by `cargo build --release --features png`";

#[cfg(feature = "png")]
pub(crate) use drawing::Pen;

#[cfg(feature = "png")]
mod drawing {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use resvg::usvg::fontdb;
    use resvg::{tiny_skia, usvg};

    use super::Failure;

    /// Pixels to a unit of the drawing: sharp on a slide and on paper.
    const SCALE: f32 = 2.0;

    /// What stands for any font without serifs, the first that is there.
    const LIKED: [&str; 5] = ["Noto Sans", "Liberation Sans", "DejaVu Sans", "Arial", "Helvetica"];

    /// What draws, with the fonts of this machine.
    pub(crate) struct Pen(Arc<fontdb::Database>);

    impl Pen {
        /// # Errors
        /// When the machine has no fonts.
        pub(crate) fn new() -> Result<Pen, Failure> {
            let mut fonts = fontdb::Database::new();
            fonts.load_system_fonts();
            let families: BTreeSet<String> = fonts
                .faces()
                .flat_map(|face| face.families.iter().map(|(name, _)| name.clone()))
                .collect();
            let liked = LIKED.into_iter().find(|name| families.contains(*name));
            let Some(family) = liked.map(str::to_owned).or(families.into_iter().next()) else {
                return Err(Failure::undone(
                    "there are no fonts on this machine to draw the words of a PNG with",
                    "install some (fonts-dejavu-core on Debian), or give --format svg",
                ));
            };
            fonts.set_sans_serif_family(family);
            Ok(Pen(Arc::new(fonts)))
        }

        /// An SVG file's drawing as the bytes of a PNG file.
        pub(crate) fn draw(&self, drawing: &str) -> Result<Vec<u8>, Failure> {
            let failed = |error: String| {
                Failure::undone(
                    format!("the PNG could not be drawn: {error}"),
                    "give --format svg, and report this as a defect",
                )
            };
            let options = usvg::Options { fontdb: Arc::clone(&self.0), ..usvg::Options::default() };
            let tree = usvg::Tree::from_str(drawing, &options)
                .map_err(|error| failed(error.to_string()))?;
            let size = tree.size();
            let pixels = |units: f32| (units * SCALE).ceil() as u32;
            let mut image = tiny_skia::Pixmap::new(pixels(size.width()), pixels(size.height()))
                .ok_or_else(|| failed("it is of no size".to_owned()))?;
            resvg::render(
                &tree,
                tiny_skia::Transform::from_scale(SCALE, SCALE),
                &mut image.as_mut(),
            );
            image.encode_png().map_err(|error| failed(error.to_string()))
        }
    }
}

/// Stands where a build draws no PNG, and says so.
#[cfg(not(feature = "png"))]
pub(crate) struct Pen;

#[cfg(not(feature = "png"))]
impl Pen {
    /// # Errors
    /// Always.
    pub(crate) fn new() -> Result<Pen, Failure> {
        Err(Failure::undone(HINT, "give --format svg"))
    }

    pub(crate) fn draw(&self, _: &str) -> Result<Vec<u8>, Failure> {
        Err(Failure::undone(HINT, "give --format svg"))
    }
}
