# How numbers, days and the closed lists of words are put.
# Digits are grouped by three with group-mark; decimal-mark stands before decimals.

group-mark = ,
decimal-mark = .
minus-mark = −
few = fewer than 10
# An interval, from its lower to its upper end.
range = { $low } to { $high }
estimate-with-range = { $middle } ({ $range })
# A number that loses nothing by being said in millions: 1.7 million.
millions = { $number } million
# On an axis that has no room for 20,000.
compact-thousands = { $number }k
compact-millions = { $number }m
# A space that does not break, as everywhere between a number and its sign.
percent = { $number }{ "\u00A0" }%
percent-nearly-all = over 99{ "\u00A0" }%
percent-range = { $low } to { $high }{ "\u00A0" }%
quoted = “{ $words }”
# In a quote, instead of words that are not printed: of a number of too few people, of one that would give
# such a number away, of a remark in a table.
withheld-few = [{ few }]
withheld-beside = [{ figure-left-out }]
withheld-remark = [note]

list-comma = { $head }, { $last }
list-and = { $head } and { $last }
list-semicolon = { $head }; { $last }
sentences = { $head } { $last }

## Days

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
# $month is a long or a short name.
day-of-month = { $day } { $month }
day-of-year = { $day } { $month } { $year }
# Two days, each already in words.
days = { $start } to { $end }

## Places

crossing-all = All crossings
crossing-elsewhere = Elsewhere
whole-route = Whole route
route = from { $from } into { $to }
# At the head of the page: Pakistan to Afghanistan.
route-title = { $from } to { $to }

## What is counted

flow-arrivals-and-returns = arrivals and returns
flow-returns = returns
flow-arrivals = arrivals
flow-crossings = crossings

stock-undocumented = without papers
stock-refugees = living as refugees
stock-registered = registered
stock-detained = held
stock-stranded = waiting or stranded
stock-in-camp = in camps or centres
stock-living = living
people = people

part-deported = deported
part-men = men
part-women = women
part-children = children
part-adults = adults
part-unnamed = in part

## A figure as somebody said it

figure-about = about { $figure }
figure-more-than = more than { $figure }
figure-fewer-than = fewer than { $figure }
figure-up-to = up to { $figure }
figure-nearly = nearly { $figure }
figure-at-least = at least { $figure }
figure-at-most = at most { $figure }
figure-undetermined = undetermined
# Of a figure that would give one of too few people away.
figure-left-out = left out
figure-families = { $figure } families
figure-vehicles = { $figure } vehicles
figure-a-day = { $figure } a day
figure-a-week = { $figure } a week
figure-a-month = { $figure } a month

## Who says so, and of which days

speaker-unnamed = no source named
speaker-with-role = { $name }, { $role }
speaker-with-article = the { $speaker }
speaker-of = the { $role } of { $organisation }
speaker-one-of = an { $role } of { $organisation }

covers-so-far = so far, to { $day }
covers-by = not said; by { $day }
covers-from = from { $day }
covers-unsaid = not said
covers-by-hour = { $days }, by { $hour }
covers-part = { $days }, part of the day

## Events, positions, and what part a claim plays

event-deadline-announced = deadline announced
event-deadline = deadline
event-operation-start = operation begins
event-operation-end = operation ends
event-border-closed = border closed
event-border-opened = border opened
event-policy = policy
event-agreement = agreement
event-attack = attack
event-disaster = disaster
event-method-change = counting changed

# The past fits one holder of a position and several.
stance-supports = supported
stance-opposes = opposed
stance-dismisses = dismissed
stance-requests = asked
stance-assures = assured
stance-accuses = accused
stance-urges = urged

role-used = used
role-bound = bound only
role-copy = a copy
role-superseded = superseded
role-set-aside = set aside
role-out-of-scope = not about this flow

## Counts

count-documents = { $count } { $count ->
    [one] document
   *[other] documents
}
count-claims = { $count } { $count ->
    [one] claim
   *[other] claims
}
count-more = { $count } more
count-disagreements = { $count } { $count ->
    [one] disagreement
   *[other] disagreements
}
count-crossings = { $count } { $count ->
    [one] crossing
   *[other] crossings
}
count-crossings-others = { $count } { $count ->
    [one] other crossing
   *[other] other crossings
}
count-chains = { $count } { $count ->
    [one] chain
   *[other] chains
}
count-divergences = { $count } { $count ->
    [one] divergence
   *[other] divergences
}
