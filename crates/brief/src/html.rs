//! The brief as one page: no network, no script needed, prints.

use crate::language::{Language, words};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::chart::{Chart, n};
use crate::content::{
    Align, Block, Content, Group, Headline, Passage, Piece, Row, Section, Source, Table, Text,
    Trail,
};

pub(crate) const STYLE: &str = include_str!("style.css");
pub(crate) const SCRIPT: &str = include_str!("page.js");

/// The page; the annex behind its fold, or open.
pub(crate) fn write(content: &Content, full: bool) -> String {
    let language = &content.language;
    let subtitle = content.subtitle.to_lowercase();
    let title = words!(language, "page-title", title = &content.title, subtitle = subtitle);
    let writer = Writer { language, quotes: "#claim-" };
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content="crossings";
                // The day on which this was known, for catalogues of pages.
                meta name="dcterms.date" content=(content.as_of);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            // What the script says.
            body data-back=(words!(language, "page-back")) data-point=(words!(language, "page-point"))
                data-quote=(language.quoted("…")) {
                a.skip href="#main" { (words!(language, "page-skip")) }
                header {
                    h1 { (content.title) span.sub { (content.subtitle) } }
                    p.dateline { (writer.text(&content.dateline)) }
                }
                main id="main" tabindex="-1" {
                    @for (at, part) in content.sections.iter().filter(|part| !part.annex).enumerate() {
                        (writer.section(part))
                        // The number comes first; what else there is, after it.
                        @if at == 0 { (menu(content)) }
                    }
                    details.annex id="annex" open[full] {
                        summary { (words!(language, "page-annex")) }
                        @for part in content.sections.iter().filter(|part| part.annex) { (writer.section(part)) }
                    }
                }
                footer {
                    p { (words!(language, "page-footer")) }
                    p { (words!(language, "page-cite", title = &title, day = &content.known)) }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

fn menu(content: &Content) -> Markup {
    html! {
        nav aria-label=(words!(content.language, "page-sections")) {
            ul {
                @for section in content.sections.iter().filter(|section| !section.heading.is_empty() && !section.annex) {
                    li { a href={ "#" (section.id) } { (section.heading) } }
                }
                li { a href="#annex" { (words!(content.language, "page-annex-short")) } }
            }
        }
    }
}

/// Writes the parts of the page in a language.
struct Writer<'a> {
    language: &'a Language,
    /// Where a number leads to: what stands before the id of its claim.
    quotes: &'a str,
}

/// The sections of the page but its evidence, each by itself, for a page around them: identifier, heading, what it
/// says, and whether it is annexed. `quotes` stands before the id of the claim that a number leads to.
pub(crate) fn parts(content: &Content, quotes: &str) -> Vec<Part> {
    let writer = Writer { language: &content.language, quotes };
    let sections = content.sections.iter().filter(|section| section.id != "evidence");
    sections
        .map(|section| Part {
            id: section.id,
            heading: section.heading.clone(),
            html: html! { @for part in &section.blocks { (writer.block(part, section.id)) } }
                .into_string(),
            annex: section.annex,
        })
        .collect()
}

/// A section of the page by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its identifier on the page: `headline`, `daily`.
    pub id: &'static str,
    /// Its heading; empty for the opening.
    pub heading: String,
    /// What stands below the heading, as HTML.
    pub html: String,
    /// Whether it stands behind the fold.
    pub annex: bool,
}

impl Writer<'_> {
    fn section(&self, section: &Section) -> Markup {
        html! {
            section id=(section.id) {
                @if !section.heading.is_empty() { h2 { (section.heading) } }
                @for part in &section.blocks { (self.block(part, section.id)) }
            }
        }
    }

    fn block(&self, part: &Block, id: &str) -> Markup {
        match part {
            Block::Headline(headline) => self.headline(headline),
            Block::Warning(words) => html! { div.warning role="note" { p { (self.text(words)) } } },
            Block::Paragraph(words) => html! { p { (self.text(words)) } },
            Block::List { items, .. } => {
                html! { ul.items { @for item in items { li { (self.text(item)) } } } }
            }
            Block::Terms { items, .. } => html! {
                dl.terms { @for (term, words) in items { div { dt { (self.text(term)) } dd { (self.text(words)) } } } }
            },
            Block::Table(table) => self.table(table, id == "claims"),
            Block::Chart(chart) => self.chart(chart),
            Block::Map(map) => html! {
                figure.chart.map id="figure-map" {
                    (map.svg(self.language))
                    figcaption { (self.text(&map.caption)) (self.permalink("map")) }
                }
            },
            Block::Evidence(sources) => html! {
                p { (words!(self.language, "page-evidence")) }
                // On paper many are set in two columns.
                div.many[sources.len() > 100] { @for source in sources { (source_of(source)) } }
            },
            Block::PageOnly(parts) => html! { @for part in parts { (self.block(part, id)) } },
        }
    }

    fn text(&self, words: &Text) -> Markup {
        html! { @for piece in &words.0 { (self.piece(piece)) } }
    }

    fn piece(&self, piece: &Piece) -> Markup {
        match piece {
            Piece::Plain(words) => html! { (words) },
            Piece::Strong(words) => html! { strong { (words) } },
            Piece::Soft(words) => html! { span.soft { (words) } },
            Piece::Number(words, trail) => match trail {
                Trail::Claims(ids) | Trail::Counted(ids) => match ids.first() {
                    Some(first) => html! {
                        a.said href={ (self.quotes) (first) } data-trail=(trail.text()) { (words) }
                    },
                    None => html! { (words) },
                },
                Trail::Draws { .. } | Trail::DrawsOf(_) | Trail::DrawsAsOf { .. } => {
                    html! { span.est data-trail=(trail.text()) { (words) } }
                }
                Trail::Reckoned(_) => html! { span data-trail=(trail.text()) { (words) } },
            },
            Piece::Quote(words, id) => {
                html! { a.quoted href={ (self.quotes) (id) } { (self.language.quoted(words)) } }
            }
        }
    }

    fn headline(&self, headline: &Headline) -> Markup {
        html! {
            div.headline {
                p.figure { (self.text(&headline.figure)) }
                p.what { (self.text(&headline.what)) }
                p.interval { (self.text(&headline.interval)) }
            }
        }
    }

    /// What others link to, where a page is put on the web.
    fn permalink(&self, id: &str) -> Markup {
        html! { " " a.link href={ "#figure-" (id) } { (words!(self.language, "page-permalink")) } }
    }

    fn chart(&self, chart: &Chart) -> Markup {
        html! {
            figure.chart id={ "figure-" (chart.id) } data-slider=(words!(self.language, "page-day-of-chart", chart = &chart.title)) {
                (chart.svg(self.language))
                figcaption { (self.text(&chart.caption)) (self.permalink(chart.id)) }
            }
            details.data {
                summary { (words!(self.language, "page-data")) }
                (self.table(&chart.data, false))
            }
        }
    }

    /// A table; as cards on a narrow screen when `cards`, else scrolling in its own box.
    fn table(&self, table: &Table, cards: bool) -> Markup {
        let bars = table.rows().any(|row| row.bar.is_some());
        let most = table.rows().filter_map(|row| row.bar).map(|bar| bar[2]).fold(0.0, f64::max);
        let columns = table.columns.len() + usize::from(bars);
        let body = html! {
            // The roles keep the table a table where the style turns its rows into cards.
            table.cards[cards] role="table" {
                caption { (table.caption) }
                thead role="rowgroup" {
                    tr role="row" {
                        @for (i, column) in table.columns.iter().enumerate() {
                            th.num[column.align == Align::Right] scope="col" role="columnheader" { (column.heading) }
                            @if bars && i == 2 { td.bar role="cell" {} }
                        }
                    }
                }
                @for group in &table.groups { (self.rows(table, group, columns, bars.then_some(most))) }
            }
        };
        if cards {
            body
        } else {
            html! { div.scroll role="region" aria-label=(table.caption) tabindex="0" { (body) } }
        }
    }

    fn rows(&self, table: &Table, group: &Group, columns: usize, most: Option<f64>) -> Markup {
        html! {
            tbody role="rowgroup" {
                @if let Some(heading) = &group.heading {
                    tr.group role="row" { th colspan=(columns) scope="rowgroup" role="rowheader" { (heading) } }
                }
                @for row in &group.rows {
                    tr role="row" data-from=[row.days.map(|days| days.start())] data-to=[row.days.map(|days| days.end())] {
                        @for (i, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
                            @let right = column.align == Align::Right;
                            @if i == 0 {
                                th.num[right] scope="row" role="rowheader" { (self.text(cell)) }
                            } @else {
                                td.num[right] role="cell" data-label=(column.heading) {
                                    (self.text(cell))
                                    @if i + 1 == row.cells.len() {
                                        @for note in &row.notes { div.note { (self.text(note)) } }
                                    }
                                }
                            }
                            @if let (Some(most), 2) = (most, i) { (bar(row, most)) }
                        }
                    }
                }
            }
        }
    }
}

/// The interval of a row, drawn; the numbers stand beside it.
fn bar(row: &Row, most: f64) -> Markup {
    html! {
        td.bar role="cell" {
            @if let Some([low, middle, high]) = row.bar {
                @let x = |value: f64| 4.0 + value / most.max(1.0) * 152.0;
                svg viewBox="0 0 160 16" width="160" height="16" aria-hidden="true" {
                    line.grid x1="4" x2="156" y1="8" y2="8" {}
                    rect.band50 x=(n(x(low))) y="4" height="8" width=(n((x(high) - x(low)).max(1.5))) {}
                    circle.point cx=(n(x(middle))) cy="8" r="4" {}
                }
            }
        }
    }
}

fn source_of(source: &Source) -> Markup {
    html! {
        article.source {
            h3 {
                @match source.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
                    Some(url) => { a href=(url) rel="noreferrer" { (source.title) } }
                    None => { (source.title) }
                }
            }
            p.about { (source.about) }
            @for passage in &source.passages { (self::passage(passage, source.table)) }
        }
    }
}

fn passage(passage: &Passage, table: bool) -> Markup {
    html! {
        blockquote.table[table] {
            p {
                @if passage.cut_before { "… " }
                @for stretch in &passage.stretches {
                    @if stretch.quoted {
                        // All but the first statement that begins here are anchors before the mark.
                        @for id in stretch.begins.iter().skip(1) { span.anchor id={ "claim-" (id) } {} }
                        @match stretch.begins.first() {
                            Some(id) => { mark id={ "claim-" (id) } { (stretch.text) } }
                            None => { mark { (stretch.text) } }
                        }
                    } @else {
                        (stretch.text)
                    }
                }
                @if passage.cut_after { " …" }
            }
        }
    }
}
