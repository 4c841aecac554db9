//! From Fluent's syntax to templates, and from templates and values to text.
//!
//! Of the syntax: messages and terms, values by name (`{ $day }`), words in quotes (`{ "\u00A0" }`), another
//! message or a term in place, and choices by number or word. Numbers are written by the caller.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;
use intl_pluralrules::{PluralCategory, PluralRules};

use super::PhraseError;

/// A message, ready to be filled.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Template {
    /// File and line.
    pub at: String,
    parts: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq)]
enum Item {
    Words(String),
    /// Words that follow have this weight, until the next such part.
    Weight(Weight),
    Slot(String),
    Choice {
        slot: String,
        variants: Vec<(String, Vec<Item>)>,
        default: usize,
    },
}

/// How much words weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// As all around.
    Plain,
    /// They carry the sentence.
    Strong,
    /// Of less weight.
    Soft,
}

/// A part of a template that is being filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Words of the language.
    Words(&'a str, Weight),
    /// Where the value of this name stands.
    Slot(&'a str, Weight),
}

/// What a value is, where the words depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A number that words agree with.
    Count(usize),
    /// One of a few words.
    Word(String),
    /// Nothing that words depend on.
    None,
}

impl Template {
    /// The values that it names.
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        gather(&self.parts, &mut names);
        names
    }
}

fn gather<'a>(parts: &'a [Item], names: &mut BTreeSet<&'a str>) {
    for part in parts {
        match part {
            Item::Slot(name) => _ = names.insert(name),
            Item::Choice { slot, variants, .. } => {
                names.insert(slot);
                variants.iter().for_each(|(_, parts)| gather(parts, names));
            }
            Item::Words(_) | Item::Weight(_) => {}
        }
    }
}

/// Most messages inside of each other: more is a ring.
const DEEP: usize = 8;

struct Folder<'a> {
    /// Messages by name; terms with the hyphen that begins their name.
    known: BTreeMap<String, (String, ast::Pattern<&'a str>)>,
}

/// Reads the files of a folder.
pub(super) fn read(files: &[(&str, &str)]) -> Result<BTreeMap<String, Template>, PhraseError> {
    let mut folder = Folder { known: BTreeMap::new() };
    for (file, source) in files {
        let line = |at: usize| source.get(..at).map_or(0, |head| head.matches('\n').count()) + 1;
        let resource = parser::parse(*source).map_err(|(_, errors)| {
            let (at, what) = errors
                .first()
                .map_or((0, String::new()), |error| (error.pos.start, error.to_string()));
            PhraseError::Syntax { at: format!("{file}:{}", line(at)), what }
        })?;
        for entry in resource.body {
            let (key, pattern) = match entry {
                ast::Entry::Message(ast::Message { id, value: Some(value), .. }) => {
                    (id.name.to_owned(), value)
                }
                ast::Entry::Term(ast::Term { id, value, .. }) => (format!("-{}", id.name), value),
                _ => continue,
            };
            // Where the name begins a line: the syntax tree says nothing of places.
            let opening = format!("\n{key} ");
            let place = source.find(&opening).map_or(0, |at| at + 1);
            let at = format!("{file}:{}", line(place));
            if let Some((first, _)) = folder.known.get(&key) {
                let what = format!("{key} is there already, at {first}");
                return Err(PhraseError::Syntax { at, what });
            }
            folder.known.insert(key, (at, pattern));
        }
    }
    let mut templates = BTreeMap::new();
    for (key, (at, pattern)) in &folder.known {
        if !key.starts_with('-') {
            let mut parts = Vec::new();
            folder.parts(pattern, at, 0, &mut parts)?;
            templates.insert(key.clone(), Template { at: at.clone(), parts });
        }
    }
    Ok(templates)
}

impl Folder<'_> {
    fn parts(
        &self,
        pattern: &ast::Pattern<&str>,
        at: &str,
        depth: usize,
        parts: &mut Vec<Item>,
    ) -> Result<(), PhraseError> {
        for element in &pattern.elements {
            match element {
                ast::PatternElement::TextElement { value } => weigh(value, at, parts)?,
                ast::PatternElement::Placeable { expression } => {
                    self.placed(expression, at, depth, parts)?;
                }
            }
        }
        Ok(())
    }

    fn placed(
        &self,
        expression: &ast::Expression<&str>,
        at: &str,
        depth: usize,
        parts: &mut Vec<Item>,
    ) -> Result<(), PhraseError> {
        let syntax = |what: String| PhraseError::Syntax { at: at.to_owned(), what };
        use ast::InlineExpression::{
            MessageReference, NumberLiteral, Placeable, StringLiteral, TermReference,
            VariableReference,
        };
        match expression {
            ast::Expression::Inline(StringLiteral { value }) => {
                parts.push(Item::Words(unescape_unicode_to_string(value).into_owned()));
                Ok(())
            }
            ast::Expression::Inline(NumberLiteral { value }) => {
                parts.push(Item::Words((*value).to_owned()));
                Ok(())
            }
            ast::Expression::Inline(VariableReference { id }) => {
                parts.push(Item::Slot(id.name.to_owned()));
                Ok(())
            }
            ast::Expression::Inline(Placeable { expression }) => {
                self.placed(expression, at, depth, parts)
            }
            ast::Expression::Inline(
                MessageReference { id, attribute: None }
                | TermReference { id, attribute: None, arguments: None },
            ) => {
                let term = matches!(expression, ast::Expression::Inline(TermReference { .. }));
                let key = if term { format!("-{}", id.name) } else { id.name.to_owned() };
                let Some((_, pattern)) = self.known.get(&key).filter(|_| depth < DEEP) else {
                    return Err(syntax(format!("{key} is not there, or leads to itself")));
                };
                self.parts(pattern, at, depth + 1, parts)
            }
            ast::Expression::Select { selector: VariableReference { id }, variants } => {
                let mut made = Vec::new();
                for variant in variants {
                    let (ast::VariantKey::Identifier { name: key }
                    | ast::VariantKey::NumberLiteral { value: key }) = &variant.key;
                    let mut inner = Vec::new();
                    self.parts(&variant.value, at, depth, &mut inner)?;
                    made.push(((*key).to_owned(), inner));
                }
                // The syntax knows no choice without a default.
                let default = variants.iter().position(|variant| variant.default).unwrap_or(0);
                parts.push(Item::Choice { slot: id.name.to_owned(), variants: made, default });
                Ok(())
            }
            _ => Err(syntax("functions, attributes and arguments are not understood".into())),
        }
    }
}

/// Takes words apart at the marks of their weight; a line that was broken is one line.
fn weigh(words: &str, at: &str, parts: &mut Vec<Item>) -> Result<(), PhraseError> {
    const MARKS: [(&str, Weight); 4] = [
        ("<strong>", Weight::Strong),
        ("</strong>", Weight::Plain),
        ("<soft>", Weight::Soft),
        ("</soft>", Weight::Plain),
    ];
    let words = words.replace('\n', " ");
    let mut rest = words.as_str();
    while let Some(open) = rest.find('<') {
        let (before, mark) = rest.split_at(open);
        let Some((tag, weight)) = MARKS.iter().find(|(tag, _)| mark.starts_with(tag)) else {
            let what = "after < only strong> or soft> is understood".to_owned();
            return Err(PhraseError::Syntax { at: at.to_owned(), what });
        };
        if !before.is_empty() {
            parts.push(Item::Words(before.to_owned()));
        }
        parts.push(Item::Weight(*weight));
        rest = &mark[tag.len()..];
    }
    if !rest.is_empty() {
        parts.push(Item::Words(rest.to_owned()));
    }
    Ok(())
}

/// Fills a template.
pub(super) struct Filler<'a> {
    pub choose: &'a dyn Fn(&str) -> Choice,
    pub plurals: &'a PluralRules,
}

impl Filler<'_> {
    pub fn fill(&self, template: &Template, emit: &mut dyn FnMut(Part<'_>)) {
        let mut weight = Weight::Plain;
        self.add(&template.parts, &mut weight, emit);
    }

    fn add(&self, items: &[Item], weight: &mut Weight, emit: &mut dyn FnMut(Part<'_>)) {
        for item in items {
            match item {
                Item::Words(words) => emit(Part::Words(words, *weight)),
                Item::Weight(next) => *weight = *next,
                Item::Slot(name) => emit(Part::Slot(name, *weight)),
                Item::Choice { slot, variants, default } => {
                    self.add(self.chosen(slot, variants, *default), weight, emit);
                }
            }
        }
    }

    /// The variant of this very number or word, else of its plural, else the default.
    fn chosen<'a>(
        &self,
        slot: &str,
        variants: &'a [(String, Vec<Item>)],
        default: usize,
    ) -> &'a [Item] {
        let keys: Vec<String> = match (self.choose)(slot) {
            Choice::Count(count) => {
                let category = self.plurals.select(count).unwrap_or(PluralCategory::OTHER);
                vec![count.to_string(), name(category).to_owned()]
            }
            Choice::Word(word) => vec![word],
            Choice::None => Vec::new(),
        };
        let of = |key: &String| variants.iter().find(|(variant, _)| variant == key);
        &keys.iter().find_map(of).unwrap_or(&variants[default]).1
    }
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    }
}
