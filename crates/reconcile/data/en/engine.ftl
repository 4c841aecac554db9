# What the engine says: disagreements, what is not known, what would narrow it, and why a claim is not used.
# Read into the templates of the brief, too: a translation has a file of this name.

## Whose number it is

# "the Home Department’s 147,973". $kind: "body" for an office that takes an article, else "name";
# $ending: "s" where the name ends in one.
whose = { $kind ->
    [body] the { $speaker }
   *[name] { $speaker }
}{ $ending ->
    [s] ’
   *[other] ’s
} { $figure }
whose-unnamed = a figure of { $figure } without a named source
# Of a number that the text does not say to be theirs; $speaker is an office.
whose-carried = a figure of { $figure } that the text seems to have from { $speaker }
office = { $kind ->
    [body] the { $speaker }
   *[name] { $speaker }
}
figure-plain = { $number }
figure-between = { $low } to { $high }
figure-from = at least { $number }
figure-to = at most { $number }
figure-not-given = undetermined number
figure-in-families = { $figure } families

# The claim with its days and its crossing.
claim-on = { $claim } for { $days }
claim-up-to = { $claim } up to { $day }
claim-of = { $claim } of { $day }
claim-at = { $claim } at { $crossings }
# The same for two claims of the same days.
both = { $first } and { $second }

## Where they disagree

also = { $sentence } The same goes for { $others }.
also-and-more = { $sentence } The same goes for { $others } and { $count } more.
also-given = { $sentence } Also given: { $others }.

fits-total = { $claim } fits the running total since { $day } ({ $sure } likely), not one day.
fits-total-days = { $claim } fits the running total since { $day } ({ $sure } likely), not those days.
fits-total-beside = { $claim } fits the running total since { $day } ({ $sure } likely), not one day; compare { $other }.
fits-total-days-beside = { $claim } fits the running total since { $day } ({ $sure } likely), not those days; compare { $other }.
since-earlier = an earlier day
since-day = { $day }
fits-better = { $claim } fits { $days } better ({ $sure } likely).
fits-better-beside = { $claim } fits { $days } better ({ $sure } likely); compare { $other }.
fits-best = { $claim } fits { $days } best ({ $sure } likely).
fits-best-beside = { $claim } fits { $days } best ({ $sure } likely); compare { $other }.

# How far a number lies from another: "12 % above", "2.2 times" what is expected.
above = { $percent } above
below = { $percent } below
above-times = { $times } times
apart = { $percent }
apart-times = a factor of { $times }
cannot-both-hold = { $claims } cannot both hold: the first is { $off } what the reports allow together, about { $fitted }; { $why }.
lies-off-among = { $claim } is { $off } what the other reports allow, about { $fitted }, among them { $other }; { $why }.
lies-off = { $claim } is { $off } what the other reports allow, about { $fitted }; { $why }.
same-rounded = { $claims } are the same number, the one rounded to { $step }.
differ = { $claims } differ by { $off }; { $why }.

why-perhaps = perhaps { $why } ({ $sure } likely)
why-sure = { $why } ({ $sure } likely)
why-other-days = one of them covers other days than it says
why-running-total = a running total was given as the number of a few days
why-part-of-day = it covers only a part of its last day
why-other-people = they do not count the same people
why-deportations = one leaves out deportations or assisted returns
why-whole-border = one counts a crossing, the other the whole border
why-unnamed-ways = it holds people who went by ways that no other report counts
why-passages = one counts passages, registrations or people waiting, the other persons who crossed
why-families = one was turned from families into people
why-rounded = the one is the other, rounded
why-late = the same source corrected its first number later on
why-method = the way of counting changed
why-definition = the two count by different definitions
why-nothing = nothing in the reports says why
why-digit = a slipped digit ({ $right } written as { $wrong }) would explain it
why-zero = a zero too many or too few would explain it
why-slip = a slip of the pen would explain it

gates-over-border = { $whole } for all crossings together cannot be right beside what was counted at { $crossings } alone for { $days }, which is { $more } more: a border is crossed by no fewer than its crossings.
counts-steady-of = { $more } counts { $percent } more than { $fewer } for the same days, in { $count ->
    [one] one number
   *[other] { $count } numbers
}: a difference of definition rather than an error. The last of them: { $example }.
counts-apart = { $more } counts { $off } { $fewer } for the same days: { $one }, { $other }; { $decided }.
by-count-of = by the count of { $office } it is { $number } for { $days }
by-count-of-too = by that of { $office } { $number }
counts-undecided = no other report decides between the two, and the interval holds both
counts-measured = the count of { $office } is the one asked for
counts-decided = the other reports agree with { $office }
counts-step-of = From { $day } on { $who } counts { $step } before, against { $whom }: its way of counting, or what it covers, changed. Its last number: { $example }.
counts-drift-of = { $who } counts { $start } { $whom } on { $first } and { $end } { $whom } on { $last }, for the same days: a difference of definition that drifts.
percent-more = { $percent } more than
percent-fewer = { $percent } fewer than
times-as-many = { $times } times as many as

## What is not known

unknown-wide = { $why } For { $days } the 90 % interval runs from { $low } to { $high }, a factor of { $factor }.
unknown-from-nobody = { $why } For { $days } the 90 % interval runs from { $low } to { $high }.
unknown-stretch = Nobody reported { $crossing } for { $days }; the 90 % interval runs from { $low } to { $high }. Not observed is not zero.
remedy-within = a count for any run of days within { $days }
remedy-within-at = a count at { $crossing } for any run of days within { $days }
remedy-any-day = a count at { $crossing } on any day of { $days }
unknown-no-crossing = No report names a crossing.
unknown-no-number = No report gives a number for { $crossing } in these days.
unknown-undetermined = { $count ->
    [one] No report gives a number for { $crossing }; the one report that names it calls the number undetermined.
   *[other] No report gives a number for { $crossing }; the { $count } reports that name it call the number undetermined.
}
unknown-bounds = The reports on { $crossing } only bound its number from one side.
unknown-not-settled = { $count ->
    [one] One report gives a number for { $crossing }, and it does not settle these days.
   *[other] { $count } reports give numbers for { $crossing }, and they do not settle these days.
}
unknown-ceiling = { $why } The number is at most what the total of { $total } ({ $speaker }) leaves after { $crossings }.

narrow-route = { $which ->
    [second] A second count
   *[first] A count
} for the whole route for { $days } ({ $whom }) would shrink the 90 % interval to about { $percent } of its width.
narrow-at = { $which ->
    [second] A second count
   *[first] A count
} at { $crossing } for { $days } ({ $whom }) would shrink the 90 % interval to about { $percent } of its width.
count-everybody = everybody who crossed, in persons
count-persons = persons instead of families
count-not-adults = everybody, not adults alone
count-not-children = everybody, not children alone
count-not-men = everybody, not men alone
count-not-women = everybody, not women alone
count-not-undocumented = everybody, with and without papers
count-not-cards = everybody, not holders of cards alone
count-not-excluded = everybody, with those whom the count left out
count-not-registered = everybody, not the registered alone
count-in-persons = everybody, in persons

## Why a claim is not used, or not at its word

out-published = published after { $day }
out-stock = a number of people present, not of crossings
out-share = a percentage
out-arrests = counts arrests, not crossings
out-displacement = counts displacement, not crossings
out-registrations = counts registrations, not crossings
out-births = counts births, not crossings
out-deaths = counts deaths, not crossings
out-assisted = counts people who were helped, not those who crossed
out-else = counts something else, not crossings
out-plan = a plan, not a count
out-expectation = an expectation, not a count
out-denied = denied by the source
out-conditional = conditional, not a count
out-alleged = asked, rumoured or alleged, and counted by nobody
out-vehicles = counts vehicles
out-direction = the other direction, or movement within a country
out-from = from { $country }
out-to = to { $country }
out-border = { $crossing } is on another border
out-names-none = names neither the border nor one of its crossings
aside-undated = neither its days nor its date of publication are known
superseded-that-day = an earlier reading of the day on which it became { $number }
aside-after-report = of days after the report: a form filled in ahead, not a count
aside-later = its days lie after the date of the picture
aside-unusable = not a usable number
aside-season = months away from the other reports; ask for its days with --from and --to
aside-far-back = reaches back further than the picture does
aside-part-of = part of the { $total }
aside-part = part of a total that is used
aside-families = the same people are also given as { $people }
bound-deportations = deportations are a part of all who crossed
bound-some = counts only some of those who crossed
bound-undetermined = says that people crossed and not how many
bound-below = “more than” bounds it from below
bound-above = “up to” bounds it from above
copy-same-document = the same figure again in the same document
copy-republished = the same figure in a report that republishes the other
copy-of = repeats { $claim }
superseded-by = the same source later gave { $number } for the same days
read-as = read as covering { $days } ({ $sure } likely)
reason-and-read-as = { $why }; read as covering { $days } ({ $sure } likely)
far-off = far from what the other claims allow, so it counts for little
