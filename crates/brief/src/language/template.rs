//! From Fluent's syntax to templates, and from templates and values to text.
//!
//! Of the syntax: messages and terms, values by name (`{ $day }`), words in quotes (`{ "\u00A0" }`), another
//! message or a term in place, and choices by number or word. Numbers are written by the caller.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;
use intl_pluralrules::{PluralCategory, PluralRules};

use super::{LanguageError, Value, Values};
use crate::content::{Piece, Text};

/// A message, ready to be filled.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Template {
    /// File and line.
    pub at: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Words(String),
    /// Words that follow have this weight, until the next such part.
    Weight(Weight),
    Slot(String),
    Choice {
        slot: String,
        variants: Vec<(String, Vec<Part>)>,
        default: usize,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Weight {
    Plain,
    Strong,
    Soft,
}

impl Template {
    /// The values that it names.
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        gather(&self.parts, &mut names);
        names
    }
}

fn gather<'a>(parts: &'a [Part], names: &mut BTreeSet<&'a str>) {
    for part in parts {
        match part {
            Part::Slot(name) => _ = names.insert(name),
            Part::Choice { slot, variants, .. } => {
                names.insert(slot);
                variants.iter().for_each(|(_, parts)| gather(parts, names));
            }
            Part::Words(_) | Part::Weight(_) => {}
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
pub(super) fn read(files: &[(&str, &str)]) -> Result<BTreeMap<String, Template>, LanguageError> {
    let mut folder = Folder { known: BTreeMap::new() };
    for (file, source) in files {
        let line = |at: usize| source.get(..at).map_or(0, |head| head.matches('\n').count()) + 1;
        let resource = parser::parse(*source).map_err(|(_, errors)| {
            let (at, what) = errors
                .first()
                .map_or((0, String::new()), |error| (error.pos.start, error.to_string()));
            LanguageError::Syntax { at: format!("{file}:{}", line(at)), what }
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
                return Err(LanguageError::Syntax { at, what });
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
        parts: &mut Vec<Part>,
    ) -> Result<(), LanguageError> {
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
        parts: &mut Vec<Part>,
    ) -> Result<(), LanguageError> {
        let syntax = |what: String| LanguageError::Syntax { at: at.to_owned(), what };
        use ast::InlineExpression::{
            MessageReference, NumberLiteral, Placeable, StringLiteral, TermReference,
            VariableReference,
        };
        match expression {
            ast::Expression::Inline(StringLiteral { value }) => {
                parts.push(Part::Words(unescape_unicode_to_string(value).into_owned()));
                Ok(())
            }
            ast::Expression::Inline(NumberLiteral { value }) => {
                parts.push(Part::Words((*value).to_owned()));
                Ok(())
            }
            ast::Expression::Inline(VariableReference { id }) => {
                parts.push(Part::Slot(id.name.to_owned()));
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
                parts.push(Part::Choice { slot: id.name.to_owned(), variants: made, default });
                Ok(())
            }
            _ => Err(syntax("functions, attributes and arguments are not understood".into())),
        }
    }
}

/// Takes words apart at the marks of their weight; a line that was broken is one line.
fn weigh(words: &str, at: &str, parts: &mut Vec<Part>) -> Result<(), LanguageError> {
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
            return Err(LanguageError::Syntax { at: at.to_owned(), what });
        };
        if !before.is_empty() {
            parts.push(Part::Words(before.to_owned()));
        }
        parts.push(Part::Weight(*weight));
        rest = &mark[tag.len()..];
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    Ok(())
}

/// Fills a template.
pub(super) struct Filler<'a> {
    pub values: Values<'a>,
    pub plurals: &'a PluralRules,
}

impl Filler<'_> {
    pub fn fill(&self, template: &Template) -> Text {
        let mut text = Text::new();
        let mut weight = Weight::Plain;
        self.add(&template.parts, &mut weight, &mut text);
        text
    }

    fn value(&self, name: &str) -> Option<&Value> {
        let found = self.values.iter().find(|(known, _)| *known == name);
        debug_assert!(found.is_some(), "no value for ${name}");
        found.map(|(_, value)| value)
    }

    fn add(&self, parts: &[Part], weight: &mut Weight, text: &mut Text) {
        for part in parts {
            match part {
                Part::Words(words) => text.push(weighed(words.clone(), *weight)),
                Part::Weight(next) => *weight = *next,
                Part::Slot(name) => {
                    let (Some(Value::Text(inner)) | Some(Value::Count(_, inner))) =
                        self.value(name)
                    else {
                        continue;
                    };
                    for piece in &inner.0 {
                        text.push(match piece {
                            Piece::Plain(words) => weighed(words.clone(), *weight),
                            other => other.clone(),
                        });
                    }
                }
                Part::Choice { slot, variants, default } => {
                    let (_, parts) = self.chosen(slot, variants, *default);
                    self.add(parts, weight, text);
                }
            }
        }
    }

    /// The variant of this very number or word, else of its plural, else the default.
    fn chosen<'a>(
        &self,
        slot: &str,
        variants: &'a [(String, Vec<Part>)],
        default: usize,
    ) -> &'a (String, Vec<Part>) {
        let keys: [String; 2] = match self.value(slot) {
            Some(Value::Count(count, _)) => {
                let category = self.plurals.select(*count).unwrap_or(PluralCategory::OTHER);
                [count.to_string(), name(category).to_owned()]
            }
            Some(Value::Text(text)) => [text.plain_words(), String::new()],
            None => Default::default(),
        };
        let of = |key: &String| variants.iter().find(|(variant, _)| variant == key);
        keys.iter().find_map(of).unwrap_or(&variants[default])
    }
}

fn weighed(words: String, weight: Weight) -> Piece {
    match weight {
        Weight::Plain => Piece::Plain(words),
        Weight::Strong => Piece::Strong(words),
        Weight::Soft => Piece::Soft(words),
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
