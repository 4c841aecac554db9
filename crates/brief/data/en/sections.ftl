# The sections of the brief, in their order.

subtitle = { $flow } counted at the border
# Of an office that puts its name to the brief.
dateline-by = { $office } · { $dateline }
dateline = As known on { $day } · { $days } · { $documents }, { $claims } read

## The opening

warning-not-settled = <strong>Do not publish these numbers.</strong> The sampler has not settled, so medians and intervals may be wrong. { $diagnostics }
# $ways is headline-all-ways or headline-at.
headline = { $flow } { $route } { $ways }, <strong>{ $days }</strong>
headline-withheld = The number that would lead is not printed: one of too few people could be had from it.
headline-all-ways = by all ways together
headline-at = at { $crossings }
interval = Likely { $range } (90 % interval)
# Of a number that an office counted: who, and who says otherwise; then what that leaves open.
counted-uncontradicted = Counted by { $speaker }, and contradicted by nobody.
# $off is off-more or off-fewer.
counted-nearly = Counted by { $speaker }; { $other } has { $figure } for the same days, { $off }.
counted-earlier = Counted by { $speaker }; of fewer days another office has another count, see where they disagree.
counted-challenged = Counted by { $speaker }; another report speaks against it, see where they disagree.
interval-counted = What one office’s count may miss or count twice allowed for: { $range } (90 % interval).
interval-counted-off = How many this count missed or counted twice, the other reports do not tell.
off-more = { $percent } more
off-fewer = { $percent } fewer
counted-by-nobody-named = a source that is not named
interval-floor = A lower bound, given by { $speaker }; the reports do not say how many more.
interval-daily = The sum of what { $speaker } counted day by day, contradicted by nobody. What one office’s count may miss or count twice allowed for: { $range } (90 % interval).
interval-daily-sure = The sum of what { $speaker } counted day by day, contradicted by nobody.
# Of a running total of which nobody says since when it counts.
interval-so-far = Counted by { $speaker }; the reports do not say since when.
# Two offices that differ: $low and $high say who, $fewer and $more how many.
interval-between = { $fewer } by the count of { $low }, { $more } by that of { $high }; no report decides between them.
# Where somebody who keeps no count tells another number, which stands beside it.
interval-daily-beside = The sum of what { $speaker } counted day by day; a number that is told and not counted stands beside it.
# Of a round number of somebody who keeps no count: a mayor, a volunteer, a source that is not named.
told-only = Told by { $speaker }, and by no office that counts.
# Of a range, or "up to" and "fewer than".
interval-bounded = So it is given by { $speaker }; no report has a count.
interval-bound = a bound, no count
interval-none = at least; no upper end reported
# In the table: where the reports do not fit the count well enough to say how far it may be off.
interval-off = not told by the reports
interval-so-far-to = so far, to { $day }
interval-rate = a rate, on { $day }
interval-open = The reports leave this wide open: this is the 90 % interval; its middle is { $middle }.

# Beside the number. $verdict is one of the four below.
headline-latest = The latest figure of an office for the same, { $figure } ({ $speaker }), is of { $days }; for those days we come to { $estimate }: { $verdict }.
headline-latest-all = The latest total for all ways together is { $figure } ({ $speaker }; { $covers }). For { $days } we come to { $estimate } at the ways named here: { $verdict }.
# Of a source of which the text has neither name nor office.
headline-vaguer = Not named further, { $speaker } gave { $figure } ({ $covers }).
headline-told = Told beside it, and no count: { $figure } ({ $speaker }; { $covers }).
latest-same = the two agree
latest-more = its number is { $percent } higher
latest-fewer = its number is { $percent } lower
latest-floor = it is a lower bound, and our interval begins below it
headline-of-days = On the days that the reports tell of, { $days }: { $estimate }.
headline-since = Since then, { $days }, { $estimate } more were counted.
headline-apart = Told apart, being counted on few days: { $ways }.
headline-of-these = Of single ways on few days: { $ways }.
apart-way = { $crossing } { $figure }, { $days }
apart-nobody = nobody
# Of a way of which only a rate is told: "4,000 a day (12 May)".
apart-rate = { $crossing } { $figure } ({ $day })
# Ways of the number whose counts end before the others: "Chaman (8 November)".
headline-ways-end = Counts end earlier at { $ways }.
way-ends = { $crossings } ({ $day })
# A total that its office put right later on.
headline-corrected = Put right by { $speaker }: { $first } ({ $covers }) is { $then } by its later report.
# What is counted, and what no count holds, beside the number itself.
headline-counts = <soft>Crossings are counted, not persons; those that nobody saw are not in the number.</soft>
headline-sources = <soft>Sources: { $sources }.</soft>
headline-sources-and-others = <soft>Sources: { $sources } and others.</soft>
headline-unreported = Not reported, and in no number here: { $crossings }.
headline-unreported-others = Other ways are not reported, and in no number here.

# Women, men and children, where an office counted them apart.
people-apart = Counted apart { $place }, { $covers }: { $parts } ({ $speaker }).
people-part = { $figure } { $who }

busiest-day = The busiest day was { $day }: { $estimate }.
# Of the busiest day, what running totals leave for it.
exactly = { $number } ({ $sum })
# Where no day stands out: the highest that a report gives, or none.
highest-day = The highest day reported was { $day }: { $figure } ({ $speaker }).
highest-day-at = The highest day reported was { $day }: { $figure } at { $crossing } ({ $speaker }).
highest-unknown = No day was reported on its own; the busiest day is not known.
# $week is last-week, then with the change and with the ways that nobody reported; $change is one of the three below.
last-week = In the last seven days, { $days }: { $estimate }
last-week-change = { $week }, { $change }
last-week-without = { $week }, without { $crossings }
last-week-told = { $week }.
week-same = about as many as in the week before
week-more = { $percent } more than in the week before
week-fewer = { $percent } fewer than in the week before
other-borders = The reports also count at other borders, which are not in these numbers: { $borders }.
other-border = { $border } ({ $claims })
other-borders-and-more = { $borders } and { $more }

table-crossings = By crossing, { $days }
table-crossings-all-days = All days covered, { $days }
column-crossing = Crossing
column-people = People
column-interval = 90 % interval
column-reported = Days reported
column-office = Latest figure of an office
# Under the table, where its rows do not come to the number that leads.
rows-counted = Where an office counted, its count stands; { $total } is what all reports leave together, { $rows }: the rows do not add up to it.
rows-middles = Each row is the middle of its own interval, and middles do not add up: { $total } is that of all together.
row-counted = at { $crossing } { $estimate }
by-office = { $figure }<soft> ({ $speaker }, { $day })</soft>
reported-by-day = { $count } one by one
reported-in-totals = { $count } within longer totals
reported-not = { $count } not reported

## What changed

heading-changes = What changed since { $day }
changes-nothing = Nothing new was published.
changes-came-in = { $documents } with { $claims } came in; { $used } of the claims bear on the flow.
changes-new-crossing = { $crossing } is new: { $estimate } for { $days }.
changes-all = For { $days }, all ways together: { $now }, after { $then } as known on { $day }; { $verdict }.
changes-crossing = { $crossing }, the same days: { $now }, after { $then } as known on { $day }; { $verdict }.
changes-same = about the same
changes-outside = outside of the 90 % interval given then
changes-within = within the 90 % interval given then
changes-days-added = Days added, { $days }: { $estimate }.
changes-disagreements = New figures take part in { $disagreements }; see “{ $heading }”.
changes-figures = <strong>The largest new figures:</strong>
changes-figure = { $figure }, { $covers }, { $speaker }
changes-figure-at = { $figure } at { $crossings }, { $covers }, { $speaker }

## The map

heading-map = Where they crossed

## How many

heading-daily = How many a day
heading-differences = What running totals leave for further days
heading-running = How many so far
# What one office’s running totals leave for days that it gave no number of their own.
difference = <strong>{ $place }, { $days }: { $number }</strong>, what the running totals of { $speaker } leave ({ $sum }).

## Figures in question

heading-question = Figures in question
# $of: of which way and days, or whom; $origin, $others and $verdict are of the lines below.
question = <strong>{ $figure }</strong> ({ $of }) { $origin }; { $others }; { $verdict }.
question-at = at { $crossings }, { $covers }
question-stock-in = { $what } in { $place }
question-first = goes back to { $speaker } ({ $day })
question-ascribed = seems to go back to { $speaker }, not named with it ({ $day })
question-unnamed = has no source with name and office ({ $day })
question-alone = no other report gives it on its own
question-repeated = { $count ->
    [one] one other report gives it
   *[other] { $count } other reports give it
}
question-excluded = arithmetic excludes it as printed: { $proof }
question-unadded = it does not add up with the numbers beside it, unless some people were counted apart: { $proof }
question-against = against it stands { $numbers }
question-other = { $figure } ({ $speaker })

## Who says what

heading-claims = Who says what
table-claims = What each report says, by crossing and date of publication
column-figure = Figure
column-speaker = Who says so
column-covers = Covers
column-published = Published
column-picture = Our estimate
group-no-crossing = No crossing named
group-several = Several crossings together
group-other = Other crossings
left-out = And { $count } more that tell less; all are in <strong>{ $command }</strong>.
said-in = { $speaker }<soft> in { $publisher }</soft>
figure-of = { $figure } { $who }
parts = of these { $parts }
repeats = repeated: { $repeats }
repeat = { $figure } ({ $publisher })
repeat-of = { $figure } ({ $publisher }, { $day })

fits = fits
# Of what leads, and of others for its ways and days.
fit-leads = the number that leads
fit-leads-floor = the number that leads, as “at least”
fit-one-of-two = one of the two that lead
fit-more-than-lead = { $percent } more than the number that leads
fit-fewer-than-lead = { $percent } fewer than the number that leads
fit-floor = taken as “at least”, not as a count
fit-role = { $role }: { $why }
fit-read-as = read as { $days } ({ $probability } likely): { $estimate }
fit-bound = { $estimate }; taken as a limit, not as a count
fit-bound-below = { $estimate }; taken as “at least”, not as a count
fit-no-number = { $estimate }
fit-times-as-many = { $estimate }; says { $times } times as many
fit-times-as-few = { $estimate }; says { $times } times as few
fit-more = { $estimate }; says { $percent } more
fit-fewer = { $estimate }; says { $percent } fewer
fit-doubted = { $fit }, given little weight

## Where they disagree

heading-disagreements = Where they disagree, and why
heading-disagreements-more = Further disagreements
disagreement = <strong>{ $place }, { $days }.</strong> { $sentence }
disagreements-left-out = And { $count } more, each of less weight; <strong>{ $command }</strong> tells them.
disagreements-withheld = { $count ->
    [one] { $count } more is about figures that are not printed, for the sake of fewer than 10 people.
   *[other] { $count } more are about figures that are not printed, for the sake of fewer than 10 people.
}

## What cannot be right

heading-proved = What cannot be right as printed
proved = { $found }.<soft> { $proof }.</soft>
proved-unless = { $found }.<soft> { $proof }, unless some people were counted apart.</soft>
proved-withheld = { $count ->
    [one] { $count } finding is about figures that are not printed, for the sake of fewer than 10 people.
   *[other] { $count } findings are about figures that are not printed, for the sake of fewer than 10 people.
}
proved-left-out = And { $count } more; <strong>{ $command }</strong> shows them all.

## What is not known

heading-unknown = What is not known
heading-unknown-more = What else is not known
# What the number that leads leaves open.
unknown-which = Which of the two offices is right: { $fewer } ({ $low }) or { $more } ({ $high }).
unknown-beyond = How many beyond { $figure }: { $speaker } gives a lower bound, and no report a count.
unknown-since = Since when { $figure } counts: { $speaker } does not say.
unknown-ways = How many passed by { $crossings }: no report at hand tells of these ways.
unknown = { $sentence }<soft> What would narrow it most: </soft>{ $remedy }.

## Who lives where

heading-stocks = Who lives where
stock = { $figure } { $who }
stock-what = { $stock } { $what }
stock-in = { $stock } in { $place }
stock-speakers = { $stock }<soft> ({ $speakers })</soft>
share = Had everyone counted been one of the { $stock } without papers, and crossed once, the { $crossed } since { $day } would be { $range } of them.
share-about = about { $percent }
share-between = between { $low } and { $high }

## What happened

heading-timeline = What happened, and who stands where
heading-stances = Who else stands where
event = { $what }: { $quote }
event-by = { $what } ({ $actor }): { $quote }
event-more = { $event }<soft> and </soft>{ $count }<soft> more { $count ->
    [one] mention
   *[other] mentions
}</soft>
position = <strong>{ $holder }</strong> { $stance }: { $quote }

## The sources

heading-sources = The sources and how they lean
table-sources = How each source's numbers lean against the picture
column-source = Source
column-used = Claims used
column-leaning = Leaning (90 % interval)
leaning-none = no clear leaning ({ $range })
leaning-more = counts { $percent } more ({ $range })
leaning-fewer = counts { $percent } fewer ({ $range })

## Method and limits

heading-limits = How to read this, and its limits
heading-method = The method
limit-words = “One by one”: a report counts this day, or two or three days. “Within longer totals”: only a total of four days or more covers it. A 90 % interval is meant to hold the truth nine times out of ten.
diagnostics = { $draws } draws in { $chains }; largest split R-hat { $rhat }, smallest effective sample { $ess }, { $divergences }.
limit-crossings = Someone who crossed twice counts twice. A crossing says nothing of legal status, of need, or of whether the person wished to go.
limit-unreported = What no report covers (nights, the hills, other gates) is hardly in these numbers, which are rather too low than too high. Recent days will move most.
limit-interval = The interval holds for the reports at hand, not for an error they all share.
limit-aggregates = Aggregates only: no person is identified, listed or tracked; numbers below 10 are not printed.
limit-draws = The simulation behind the estimates is worth about { $ess } independent draws: with another seed the median of a crossing that few report, and the ends of wide intervals, come out a little differently.
method = Every report is read as one or more claims: a number, who was counted, where, over which days, according to whom. The daily flow of each crossing is unknown and may change from day to day, most at announced dates. Each claim is a noisy sum of those daily flows over its own days, so that a single day, “the last two weeks” and “since September” all bear on the same flow. How exactly a number was written, how its source usually leans, and whether it may cover other days than it says are weighed, not decided by hand; a copy of a report is not a second observation. The result is a large set of flows that could all have led to these reports; medians and intervals are read off that set.

## The evidence

heading-evidence = The evidence
evidence-untitled = Document { $id }
evidence-no-text = the text is not at hand; quotes as recorded
evidence-pages = p. { $pages }
