# What the page, the terminal and Markdown say of themselves.

page-title = { $title }: { $subtitle }
page-skip = Skip to the numbers
page-sections = Sections
page-footer = Written by crossings. Each underlined number leads to the words it was read from; the other numbers are sums over the picture’s draws.
# What others need to use the page: how to name it, where the numbers are, and whose the words are.
page-cite = To cite: “{ $title }”, as known on { $day }, made with crossings. The numbers as tables: `crossings export`, from the same reports. Quoted words belong to their publishers; figures are facts and free to use.
page-evidence = The quotes in their documents, oldest first. Only the passages that were quoted are shown.
page-data-below = { $chart } The numbers are in the table below the chart.
page-data = The numbers behind this chart
page-permalink = Link to this figure
page-annex-short = Everything else
page-annex = Everything else: each report’s figure, all disagreements, the sources, the method and the evidence
# On the pages of a PDF: at their foot, and of a link for those who cannot see it.
paper-foot = { $title }. As known on { $day }, made with crossings.
paper-page = Page { $page } of { $pages }
paper-link = The words from which { $figure } was read
# Said by the page's script.
page-back = Back to where you were
page-point = Point at a day, or move along the days with the arrow keys.
page-day-of-chart = Day of the chart: { $chart }

terminal-legend = █ at least   ▓ to the median   ░ at most (90 % interval)   · no report covers it
terminal-panel = { $panel }, { $note }
terminal-evidence = The page leads from each number to its quote in the { $documents }.
terminal-more = ({ $count } more on the page)

markdown-headline = { $figure } { $what }. { $interval }
markdown-map = { $title }: a map, drawn on the page and by `crossings chart`.
markdown-chart = { $title }, { $days }: a chart, drawn on the page and by `crossings chart`.
markdown-notes = Where the numbers come from
markdown-reckoned = Counted or reckoned from the ledger and the picture: { $trail }.
markdown-counted = The number of these: { $citations }.
markdown-draws = A sum over the draws of the picture: { $trail }.
markdown-cited = { $quote }, { $about } ({ $id })
