"""More frames: function words, fixed patterns."""

MORE = """
2 || Vetë {n1:P} {v1:past:n1}. || {n1} {n1^himself|herself|themselves} {v1}.
2 || {n1:PO} nuk {n1?ka|kanë} {v1:kurre:n1}. || {n1} {n1?has|have} never {v1}.
2 || {n1:PO} ende nuk {n1?ka|kanë} {v1:kurre:n1}. || {n1} {n1?has|have} not yet {v1}.
2 || Dikush {v1:past:p3}. || Someone {v1}.
2 || Diçka duhet të ndryshojë në {x1:LO}. || Something must change in {x1}.
2 || Çdo gjë varet nga {n1:PAEO}. || Everything depends on {n1}.
2 || {n1:PO} {n1?është|janë} aq {pr1~n1} sa {n2:PO}. || {n1} {n1?is|are} as {pr1} as {n2}.
2 || {n1:AEL} {n1?është|janë} shumë më {pr1~n1} se më parë. || {n1} {n1?is|are} much {pr1>} than before.
2 || {n1:ADE} {n1?ishte|ishin} aq {pr1~n1} sa {cl:aor}. || {n1} {n1?was|were} so {pr1} that {cl}.
2 || Sa më {pr1~nd1} të jetë {nd1:AEH}, aq më {pr2~nd2} do të jetë {nd2:AEH}. || The {pr1>} the {nd1} is, the {pr2>} the {nd2} will be.
2 || {n1:PO} {v1:past:n1} për herë të parë. || {n1} {v1} for the first time.
2 || {n1:PO} {v1:aor:n1} për herë të fundit {tp}. || {n1} {v1} for the last time {tp}.
2 || {n1:PO} {g1?i|u} {n1?dha|dhanë} fund {g1:AE}. || {n1} put an end to {g1}.
2 || {n1:A} {n1?është|janë} e njëjta gjë. || {n1} {n1?is|are} the same thing.
2 || {n1:P} dhe {n2:P} e {n9} || x
2 || {n1:P} dhe {n2:P} e njohin njëri-tjetrin. || {n1} and {n2} know each other.
2 || {npl:PO} ndihmojnë {npl%njëri-tjetrin|njëra-tjetrën|njëri-tjetrin|njëra-tjetrën}. || {npl} help each other.
2 || Kjo është {nd1:TLDA} që {v1:past:nd1}. || This is the {nd1} that {v1}.
2 || Ishte {n1:PO} {n1%ai që|ajo që|ata që|ato që} {v1:past:n1}. || It was {n1} who {v1}.
2 || {n1:PO} {n1?është|janë} {n1%i pari|e para|të parët|të parat} që {v1:past:n1}. || {n1} {n1?is|are} the first that {v1}.
2 || {n1:PO} {n1?e kishte|e kishin} të vështirë {sb:n1}. || {n1} found it difficult {sb}.
2 || {n1:PO} {n1?nuk ka|nuk kanë} kohë {sb:n1}. || {n1} {n1?does|do} not have time {sb}.
2 || {n1:PO} {n1?nuk ka|nuk kanë} arsye {sb:n1}. || {n1} {n1?has|have} no reason {sb}.
2 || {n1:PO} {n1?është|janë} në gjendje {sb:n1}. || {n1} {n1?is|are} able {sb}.
2 || {n1:PO} {n1?ka|kanë} të ngjarë {sb:n1}. || {n1} {n1?is|are} likely {sb}.
2 || Ka të ngjarë që {n1:PO} {sbf:n1}. || It is likely that {n1} {sbf}.
2 || Nuk ka dyshim se {cl}. || There is no doubt that {cl}.
2 || Ka shenja se {cl}. || There are signs that {cl}.
2 || Ekziston rreziku që {n1:POA} {sbf:n1}. || There is a risk that {n1} {sbf}.
2 || Vjen një kohë kur {cl:pres}. || A time comes when {cl}.
2 || Në rast se {cl:pres}, {cl2:fut}. || In case {cl}, {cl2}.
2 || Me kusht që {n1:PO} {sbp:n1}, {cl:fut}. || Provided that {n1} {sbp}, {cl}.
2 || {cl:aor}, kështu që {cl2:aor}. || {cl}, so {cl2}.
2 || {cl}, megjithëse {cl2}. || {cl}, although {cl2}.
2 || {cl}, edhe pse {cl2}. || {cl}, even though {cl2}.
2 || {cl:aor} menjëherë pasi {cl2:aor}. || {cl} immediately after {cl2}.
2 || {cl}, ndërkohë që {cl2}. || {cl}, while {cl2}.
2 || {n1:PO} {v1:past:n1} në mënyrë që {n2:PO} {sbc:n2}. || {n1} {v1} so that {n2} {sbc}.
2 || {n1:PO} {v1:aor:n1} me qëllim që {sb:n1}. || {n1} {v1} in order {sb}.
2 || {n1:PO}, i cili {v1:past:p3}, {v2:past:n1}. || x
2 || {nm:n}, {num2} vjeç, {v1:past:p3}. || {nm}, {num2}, {v1}.
2 || {num2}-vjeçari {v1:past:p3}. || The {num2}-year-old {v1}.
2 || Një {num2}-vjeçar nga {plc:n} u arrestua {tp}. || A {num2}-year-old from {plc} was arrested {tp}.
2 || Në moshën {num2} vjeç, {n1:P} {v1:aor:n1}. || At the age of {num2}, {n1} {v1}.
2 || Ish-{ndl:P} {v1:past:p3}. || The former {ndl} {v1}.
2 || Ish-{ndl:P} {plcg:x} u arrestua. || x
2 || {nm:n}, ish-{xn:P} {xn%i|e|të|të} {org:g}, {v1:past:p3}. || {nm}, former {xn} of {org}, {v1}.
2 || Ndryshe nga {n1:PO}, {n2:PO} {v1:past:n2}. || Unlike {n1}, {n2} {v1}.
2 || Ashtu si {n1:PO}, edhe {n2:PO} {v1:past:n2}. || Like {n1}, {n2} also {v1}.
2 || {n1:PO} {v1:past:n1} si {xn:PA}. || {n1} {v1} as {xn+}.
2 || Si {xn:P}, {n1:P} {v1:past:n1}. || As {xn+}, {n1} {v1}.
2 || Të paktën {num} {npl:P} {v1:past:p3p}. || At least {num} {npl} {v1}.
2 || Deri më tani, {num} {npl:PT} janë regjistruar. || So far, {num} {npl} have been registered.
2 || Mbi {num} {npl:TL} u shkatërruan gjatë {g1:E}. || Over {num} {npl} were destroyed during {g1}.
2 || Afro {pct} e popullsisë {v1:pres:p3}. || Nearly {pct} of the population {v1}.
2 || Çmimi i {g1:FM} u rrit nga {mon} në {mon2}. || The price of {g1} rose from {mon} to {mon2}.
2 || Në vitin {yr}, {cl:past}. || In {yr}, {cl}.
2 || Në {yr}-ën, {cl:past}. || In {yr}, {cl}.
2 || Prej vitit {yr}, {n1:PO} {v1:perf:n1}. || Since {yr}, {n1} {v1}.
2 || Që nga fillimi i {g1:E}, {cl:perf}. || Since the beginning of {g1}, {cl}.
2 || Në fund të {g1:E}, {cl:past}. || At the end of {g1}, {cl}.
2 || Në prag të {g1:E}, {cl:past}. || On the eve of {g1}, {cl}.
2 || Para {g1:E}, {n1:PO} {v1:past:n1}. || Before {g1}, {n1} {v1}.
2 || Në orët e para të mëngjesit, {cl:past}. || In the early hours of the morning, {cl}.
2 || Ditën e nesërme, {cl:past}. || The next day, {cl}.
2 || Një ditë më vonë, {cl:past}. || A day later, {cl}.
2 || {du} më vonë, {cl:past}. || {du} later, {cl}.
2 || Pas {dus}, {cl:past}. || After {dus}, {cl}.
2 || Brenda {dus}, {cl:fut}. || Within {dus}, {cl}.
2 || Pikërisht {ta}, {cl:past}. || Exactly {ta}, {cl}.
2 || Në të njëjtën kohë, {cl}. || At the same time, {cl}.
2 || Sipas ligjit, {n1:PO} duhet {sb:n1}. || Under the law, {n1} must {sb!}.
2 || Ky ligj u lejon {gpl:P} {sb:they}. || This law allows {gpl} {sb}.
2 || Qytetarët kanë të drejtë {sb:they}. || Citizens have the right {sb}.
2 || Kush do {sb:p3}? || Who will {sb!}?
2 || Pse duhet {sb:p3}? || x
2 || A mund {sb:we}? || Can we {sb!}?
2 || Çfarë ndodhi në {lok} {tp}? || What happened in {lok} {tp}?
2 || Cili është {nd1:ADE} më {pr1~nd1}? || What is the {pr1>>} {nd1}?
2 || Kur do të {n1?mbahet|mbahen} {n1:E}? || When will {n1} be held?
2 || Sa zgjati {nd1:E}? || How long did the {nd1} last?
2 || Për çfarë {q1:past:P}? || For what {q1}?
2 || Me kë {n1?u takua|u takuan} {n1:P} në {lok}? || Who did {n1} meet with in {lok}?
2 || Nga {n1?është|janë} {n1:P}? || Where {n1?is|are} {n1} from?
2 || Po {n1:PA}? || What about {n1}?
2 || {n1?Rroftë|Rrofshin} {n1:POA}! || Long live {n1}!
2 || Faleminderit për {a1:AT}. || Thank you for {a1}.
2 || Më vjen keq për {a1:APE}. || I am sorry about {a1}.
2 || Nuk e di nëse {cl}. || I do not know whether {cl}.
2 || Mendoj se {cl}. || I think that {cl}.
2 || Ne besojmë se {cl}. || We believe that {cl}.
2 || Ata thonë se {cl}. || They say that {cl}.
2 || Më duket se {cl}. || It seems to me that {cl}.
2 || Më kujtohet kur {cl:aor}. || I remember when {cl}.
2 || Dua {sb:me}. || I want {sb}.
2 || Nuk mund {sb:me}. || I cannot {sb!}.
2 || Duhet {sb:we}. || We must {sb!}.
2 || Nuk duhet {sb:we}. || We must not {sb!}.
2 || Po përpiqemi {sb:we}. || We are trying {sb}.
2 || Më pëlqen {sb:me}. || I like {sb}.
2 || {g1:P} {g1?i pëlqen|u pëlqen} {n1:DEAT}. || {g1} {g1?likes|like} {n1}.
2 || {g1:P} {g1?i duhet|u duhet} {sb:g1}. || {g1} {g1?needs|need} {sb}.
2 || {g1:PO} {g1?i mungon|u mungon} {nd1:ATM}. || {g1} {g1?lacks|lack} the {nd1}.
2 || {g1:P} {g1?i vjen|u vjen} keq për {a1:AE}. || {g1} {g1?is|are} sorry about {a1}.
1.5 || (Foto: {n1:PLE}) || (Photo: {n1})
1.5 || Lexo edhe: {cl} || Read also: {cl}
1.5 || LAJM I FUNDIT: {cl} || BREAKING NEWS: {cl}
1.5 || Video/ {n1:P} {v1:pres:n1} || Video/ {n1} {v1}
1.5 || Ja pse {cl} || Here is why {cl}
1.5 || Ja si {cl:aor} || Here is how {cl}
1.5 || “{cl}” || "{cl}"
1.5 || {n1:P}: “{cl}” || {n1}: "{cl}"
1.5 || {n1:AE} në {plc2:x} || x
1.5 || {mw1:n}: {cl} || {mw1}: {cl}
3 || {mw1:n} {v1:past:mw1}. || {mw1} {v1}.
2 || {mw1:n} {v1:fut:mw1}. || {mw1} {v1}.
2 || {mw1:n} {v1:pres:mw1}. || {mw1} {v1}.
2 || {n1:PO} {n1?foli|folën} për {mw1:a}. || {n1} spoke about {mw1}.
2 || {cl} për shkak të {mw1:g}. || {cl} because of {mw1}.
2 || {mw1:n} dhe {mw2:n} || {mw1} and {mw2}
2 || Roli i {g1:PO} në {mw1:a} || The role of {g1} in {mw1}
2 || Pas {mw1:g}, {n1:PO} {v1:past:n1}. || After {mw1}, {n1} {v1}.
2 || {n1:PO} {n1?theksoi|theksuan} rëndësinë e {mw1:g}. || {n1} stressed the importance of {mw1}.
2 || Rëndësia e {mw1:g} për {a1:OLP}. || The importance of {mw1} for {a1}.
"""
MORE = "\n".join(x for x in MORE.split("\n") if not x.rstrip().endswith("|| x"))
