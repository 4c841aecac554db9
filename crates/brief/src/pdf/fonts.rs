//! The fonts that a PDF is set with: the family liked best of those at hand, and for letters that it has
//! not (Arabic, say) the first other font that has them.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use harfrust::{Direction, FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::MetadataProvider;
use usvg::fontdb::{Database, Family, ID, Query, Stretch, Style, Weight};

use super::PdfError;

/// Families without serifs, the first that is there sets the text.
const LIKED: [&str; 5] = ["Noto Sans", "Liberation Sans", "DejaVu Sans", "Arial", "Helvetica"];

/// Stand for a letter that no font has.
const UNKNOWN: [char; 2] = ['\u{fffd}', '?'];

/// The fonts at hand.
///
/// ```
/// use brief::{Fonts, PdfError, fontdb::Database};
///
/// assert!(matches!(Fonts::new(Database::new()), Err(PdfError::NoFonts)));
/// ```
pub struct Fonts {
    database: Arc<Database>,
    /// Of plain and of bold words.
    own: [ID; 2],
    /// All others, in an order that does not hang on that of a folder.
    others: Vec<ID>,
    loaded: RefCell<HashMap<ID, Option<Rc<Face>>>>,
    found: RefCell<HashMap<(bool, char), Option<ID>>>,
    shaped: RefCell<HashMap<(ID, bool, String), Rc<Shaped>>>,
}

/// A font that is used.
struct Face {
    data: Arc<Vec<u8>>,
    index: u32,
    shaper: ShaperData,
    font: Font,
}

/// Words as glyphs, all measures in sizes of the font.
pub(super) struct Shaped {
    pub glyphs: Vec<KrillaGlyph>,
    pub width: f32,
}

impl Fonts {
    /// Takes what sets text out of a database of fonts.
    ///
    /// # Errors
    /// When there is none.
    pub fn new(mut database: Database) -> Result<Fonts, PdfError> {
        let families: BTreeSet<String> = database
            .faces()
            .flat_map(|face| face.families.iter().map(|(name, _)| name.clone()))
            .collect();
        let liked = LIKED.into_iter().find(|name| families.contains(*name)).map(str::to_owned);
        let family = liked.or(families.into_iter().next()).ok_or(PdfError::NoFonts)?;
        database.set_sans_serif_family(&family);
        let face = |weight| {
            let families = [Family::Name(&family)];
            database.query(&Query { families: &families, weight, ..Query::default() })
        };
        let (Some(plain), Some(bold)) = (face(Weight::NORMAL), face(Weight::BOLD)) else {
            return Err(PdfError::NoFonts);
        };
        let mut others: Vec<_> = database
            .faces()
            .filter(|face| face.style == Style::Normal && face.stretch == Stretch::Normal)
            .map(|face| {
                let name = face.families.first().map(|(name, _)| name.clone());
                (
                    (
                        face.weight != Weight::NORMAL,
                        name,
                        face.weight,
                        face.post_script_name.clone(),
                    ),
                    face.id,
                )
            })
            .collect();
        others.sort();
        Ok(Fonts {
            own: [plain, bold],
            others: others.into_iter().map(|(_, id)| id).collect(),
            database: Arc::new(database),
            loaded: RefCell::default(),
            found: RefCell::default(),
            shaped: RefCell::default(),
        })
    }

    pub(super) fn database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }

    /// The font as the PDF embeds it; `None` where it is broken.
    pub(super) fn embedded(&self, id: ID) -> Option<Font> {
        self.face(id).map(|face| face.font.clone())
    }

    fn face(&self, id: ID) -> Option<Rc<Face>> {
        let known = self.loaded.borrow().get(&id).cloned();
        known.unwrap_or_else(|| {
            let face = self.load(id).map(Rc::new);
            self.loaded.borrow_mut().insert(id, face.clone());
            face
        })
    }

    fn load(&self, id: ID) -> Option<Face> {
        let (data, index) =
            self.database.with_face_data(id, |data, index| (Arc::new(data.to_vec()), index))?;
        let shaper = ShaperData::new(&FontRef::from_index(&data, index).ok()?);
        let font = Font::new(Arc::clone(&data).into(), index)?;
        Some(Face { data, index, shaper, font })
    }

    fn has(&self, id: ID, letter: char) -> bool {
        let has = |data: &[u8], index| {
            let font = skrifa::FontRef::from_index(data, index).ok()?;
            font.charmap().map(letter).filter(|glyph| glyph.to_u32() != 0)
        };
        match self.loaded.borrow().get(&id) {
            Some(Some(face)) => has(&face.data, face.index).is_some(),
            Some(None) => false,
            None => self.database.with_face_data(id, has).flatten().is_some(),
        }
    }

    /// The font that a letter is set with; `None` where no font has it.
    pub(super) fn of(&self, letter: char, bold: bool) -> Option<ID> {
        let own = self.own[usize::from(bold)];
        if letter.is_whitespace() || is_unseen(letter) {
            return Some(own);
        }
        let key = (bold, letter);
        let known = self.found.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            // One that is broken is no help.
            let fits = |id: &ID| self.has(*id, letter) && self.face(*id).is_some();
            let found = std::iter::once(own).chain(self.others.iter().copied()).find(fits);
            self.found.borrow_mut().insert(key, found);
            found
        })
    }

    /// The words with something in place of each letter that no font has, and without what is no letter.
    pub(super) fn settable(&self, words: &str) -> String {
        let put = |letter: char| match letter {
            '\n' => Some('\n'),
            '\t' => Some('\u{2003}'),
            '\u{ad}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => None,
            c if c.is_control() => Some(' '),
            c if self.of(c, false).is_some() => Some(c),
            _ => UNKNOWN.into_iter().find(|mark| self.of(*mark, false).is_some()),
        };
        words.chars().filter_map(put).collect()
    }

    /// Words of one font and direction as glyphs; each tells which bytes of the words it stands for.
    pub(super) fn shape(&self, id: ID, rtl: bool, words: &str) -> Rc<Shaped> {
        let key = (id, rtl, words.to_owned());
        if let Some(shaped) = self.shaped.borrow().get(&key) {
            return Rc::clone(shaped);
        }
        let shaped = Rc::new(self.shape_new(id, rtl, words));
        self.shaped.borrow_mut().insert(key, Rc::clone(&shaped));
        shaped
    }

    fn shape_new(&self, id: ID, rtl: bool, words: &str) -> Shaped {
        let nothing = Shaped { glyphs: Vec::new(), width: 0.0 };
        let Some(face) = self.face(id) else { return nothing };
        let Ok(font) = FontRef::from_index(&face.data, face.index) else { return nothing };
        let shaper = face.shaper.shaper(&font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(words);
        buffer.guess_segment_properties();
        buffer.set_direction(if rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        let set = shaper.shape(buffer, ShapeOptions::new());
        let em = shaper.units_per_em() as f32;
        let mut starts: Vec<usize> =
            set.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let glyphs: Vec<KrillaGlyph> = set
            .glyph_infos()
            .iter()
            .zip(set.glyph_positions())
            .map(|(info, place)| {
                let start = info.cluster as usize;
                let end = starts.iter().copied().find(|next| *next > start).unwrap_or(words.len());
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    place.x_advance as f32 / em,
                    place.x_offset as f32 / em,
                    place.y_offset as f32 / em,
                    place.y_advance as f32 / em,
                    start..end,
                    None,
                )
            })
            .collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Shaped { glyphs, width }
    }
}

/// Marks of direction and the like, which no font need have.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}
