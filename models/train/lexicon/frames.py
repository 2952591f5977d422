"""Sentence frames: weight || Albanian || English.

{n1:PO} noun phrase in the nominative (a acc, g gen/dat/abl), classes after the colon; {n1?tha|thanë} picks by number,
{n1%ms|fs|mp|fp} by gender and number, {n1^he|she|they} likewise; {v1:aor:n1} verb phrase agreeing with n1;
{sb:n1} subjunctive of n1; {adj1~n1} agreeing adjective.  The English side repeats the slot names.
"""

FRAMES = """
# --- reported speech
10 || {n1:PO} {rep:aor:n1} se {cl}. || {n1} {rep} that {cl}.
4 || {pub} tha se {cl}. || {pub} said that {cl}.
3 || {pub} deklaroi {tp} se {cl}. || {pub} declared {tp} that {cl}.
4 || {cl}, {n1?tha|thanë} {n1:PO}. || {cl}, {n1} said.
3 || {cl}, {n1?deklaroi|deklaruan} {n1:PO}. || {cl}, {n1} declared.
3 || "{cl}", {n1?tha|thanë} {n1:P}. || "{cl}," {n1} said.
2 || “{cl}”, {n1?u shpreh|u shprehën} {n1:P}. || "{cl}," {n1} said.
2 || "{cl}", {n1?ka thënë|kanë thënë} {n1:PO}. || "{cl}," {n1} {n1?has|have} said.
2 || «{cl}», {n1?shtoi|shtuan} {n1:P}. || "{cl}," {n1} added.
3 || Sipas {g1:POD}, {cl}. || According to {g1}, {cl}.
2 || {cl}, sipas {g1:PO}. || {cl}, according to {g1}.
2 || {cl}, {n1?thotë|thonë} {n1:PO}. || {cl}, {n1?says|say} {n1}.
3 || {n1:PO} {n1?paralajmëroi|paralajmëruan} se {cl}. || {n1} warned that {cl}.
2 || {n1:PO} {n1?bëri|bënë} të ditur se {cl}. || {n1} announced that {cl}.
2 || {n1:PO} {n1?vuri|vunë} në dukje se {cl}. || {n1} pointed out that {cl}.
2 || {n1:P} {n1?është|janë} {n1%i bindur|e bindur|të bindur|të bindura} se {cl}. || {n1} {n1?is|are} convinced that {cl}.
2 || Raportohet se {cl}. || It is reported that {cl}.
2 || Thuhet se {cl}. || It is said that {cl}.
2 || Mësohet se {cl}. || It is learned that {cl}.
2 || Besohet se {cl}. || It is believed that {cl}.
2 || Pritet që {n1:POE} {sb:n1}. || {n1} {n1?is|are} expected {sb}.
1.5 || Dihet se {cl}. || It is known that {cl}.
1.5 || Nuk dihet nëse {cl}. || It is not known whether {cl}.
2 || {n1:PO} {g1?i|u} {n1?tha|thanë} {g1:P} se {cl}. || {n1} told {g1} that {cl}.
2 || {n1:P} {n1?tha|thanë} për {plc:a} se {cl}. || {n1} said about {plc} that {cl}.
2 || Në {x1:D} thuhet se {cl}. || {x1} says that {cl}.
1.5 || Media {nat1} raportoi se {cl}. || The {nat1} media reported that {cl}.
1.5 || Zëdhënësi i {g1:O} konfirmoi se {cl}. || The spokesman of {g1} confirmed that {cl}.
1.5 || {n1:P} {n1?mohoi|mohuan} të {n1?ketë|kenë} pasur dijeni për {a1:EA}. || {n1} denied having known about {a1}.
2 || {n1:PO} {n1?nuk pranoi|nuk pranuan} të {n1?komentojë|komentojnë} {a1:EA}. || {n1} declined to comment on {a1}.
1.5 || {n1:P} {n1?u pyet|u pyetën} nëse {cl}. || {n1} {n1?was|were} asked whether {cl}.
1.5 || Të dhënat tregojnë se {cl}. || The data show that {cl}.
1.5 || Hetimet treguan se {cl}. || The investigations showed that {cl}.
1.5 || Ekspertët besojnë se {cl}. || Experts believe that {cl}.
1.5 || Burime të {g1:O} thanë se {cl}. || Sources from {g1} said that {cl}.
1.5 || Nga ana tjetër, {n1:PO} {n1?theksoi|theksuan} se {cl}. || On the other hand, {n1} stressed that {cl}.
1.5 || Duke folur për {a1:EA}, {n1:P} {n1?tha|thanë} se {cl}. || Speaking about {a1}, {n1} said that {cl}.
1.5 || Në një intervistë për {org:a}, {n1:P} {n1?tha|thanë} se {cl}. || In an interview with {org}, {n1} said that {cl}.
# --- control and modality
7 || {n1:PO} {ctl:aor:n1} {sb:n1}. || {n1} {ctl} {sb}.
4 || {n1:PO} {ctl:pres:n1} {sb:n1}. || {n1} {ctl} {sb}.
3 || {n1:PO} {ctl:perf:n1} {sb:n1}. || {n1} {ctl} {sb}.
3 || {n1:PO} mund {sb:n1}. || {n1} may be able {sb}.
3 || {n1:PO} {n1?është|janë} {n1%i detyruar|e detyruar|të detyruar|të detyruara} {sb:n1}. || {n1} {n1?is|are} forced {sb}.
2 || {n1:PO} {n1?kishte|kishin} për qëllim {sb:n1}. || {n1} intended {sb}.
2 || {n1:PO} {n1?është|janë} gati {sb:n1}. || {n1} {n1?is|are} ready {sb}.
2 || {n1:P} {n1?nuk di|nuk dinë} si {sb:n1}. || {n1} {n1?does|do} not know how {sb}.
2 || Është e rëndësishme që {n1:PO} {sb:n1}. || It is important for {n1} {sb}.
2 || Është e nevojshme që {n1:PO} {sb:n1}. || It is necessary for {n1} {sb}.
2 || Është e vështirë {sb:i}. || It is difficult {sb}.
1.5 || Është koha që {n1:PO} {sb:n1}. || It is time for {n1} {sb}.
1.5 || Është e pamundur që {n1:PO} {sb:n1}. || It is impossible for {n1} {sb}.
2 || {n1:PO} {n1?ka|kanë} të drejtë {sb:n1}. || {n1} {n1?has|have} the right {sb}.
2 || {n1:PO} {n1?pati|patën} mundësi {sb:n1}. || {n1} had the opportunity {sb}.
2 || {n1:PO} {n1?është|janë} duke u përpjekur {sb:n1}. || {n1} {n1?is|are} trying {sb}.
2 || {n1:PO} {n1?ka|kanë} për detyrë {sb:n1}. || {n1} {n1?has|have} the duty {sb}.
1.5 || Le {sb:we}. || Let us {sb!}.
1.5 || {n1:PO} {g1?i|u} {n1?kërkoi|kërkuan} {g1:PO} {sb:g1}. || {n1} asked {g1} {sb}.
1.5 || {n1:PO} {n1?ftoi|ftuan} {a1:P} {sb:a1}. || {n1} invited {a1} {sb}.
1.5 || {n1:PO} {n1?lejoi|lejuan} {a1:P} {sb:a1}. || {n1} allowed {a1} {sb}.
1.5 || {n1:PO} {n1?detyroi|detyruan} {a1:P} {sb:a1}. || {n1} forced {a1} {sb}.
1.5 || {n1:PO} {n1?bindi|bindën} {a1:PO} {sb:a1}. || {n1} convinced {a1} {sb}.
1.5 || {n1:PO} {g1?i|u} {n1?bëri|bënë} thirrje {g1:PO} {sb:g1}. || {n1} called on {g1} {sb}.
# --- subordinate clauses
3 || Kur {cl:aor}, {cl2:aor}. || When {cl}, {cl2}.
2 || {cl:aor} kur {cl2:aor}. || {cl} when {cl2}.
2 || {cl:fut} kur {cl2:pres}. || {cl} when {cl2}.
3 || Nëse {cl:pres}, {cl2:fut}. || If {cl}, {cl2}.
1.5 || Në qoftë se {cl:pres}, {cl2:fut}. || If {cl}, {cl2}.
2 || {cl:fut} nëse {cl2:pres}. || {cl} if {cl2}.
2 || Pasi {cl:plup}, {cl2:aor}. || After {cl}, {cl2}.
2 || {cl:aor} pasi {cl2:aor}. || {cl} after {cl2}.
3 || Megjithëse {cl:aor}, {cl2:aor}. || Although {cl}, {cl2}.
2 || Edhe pse {cl}, {cl2}. || Even though {cl}, {cl2}.
2 || Ndërsa {cl:ipf}, {cl2:aor}. || While {cl}, {cl2}.
2 || Sapo {cl:aor}, {cl2:aor}. || As soon as {cl}, {cl2}.
2 || {n1:PO} {v1:aor:n1} para se {sbg:n1}. || {n1} {v1} before {sbg}.
2 || {cl} sepse {cl2}. || {cl} because {cl2}.
2 || {cl}, sepse {cl2}. || {cl}, because {cl2}.
2 || Meqenëse {cl}, {cl2}. || Since {cl}, {cl2}.
2 || Për shkak se {cl}, {cl2}. || Because {cl}, {cl2}.
1.5 || {cl:perf} që kur {cl2:aor}. || {cl} since {cl2}.
1.5 || {cl:fut} derisa {cl2:pres}. || {cl} until {cl2}.
1.5 || Për aq kohë sa {cl:pres}, {cl2:fut}. || As long as {cl}, {cl2}.
1.5 || {cl:aor}, gjë që shqetësoi {a1:PO}. || {cl}, which worried {a1}.
1.5 || Sa herë që {cl:pres}, {cl2:pres}. || Every time {cl}, {cl2}.
1.5 || Pavarësisht se {cl}, {cl2}. || Despite the fact that {cl}, {cl2}.
1.5 || Me sa dimë, {cl}. || As far as we know, {cl}.
1.5 || Fakti që {cl} është {adjm:A}. || The fact that {cl} is {adjm}.
2 || {n1:PO} {v1:aor:n1} {inf}. || {n1} {v1} {inf}.
2 || {n1:PO} {v1:aor:n1}, duke thënë se {cl}. || {n1} {v1}, saying that {cl}.
2 || {n1:PO} {v1:aor:n1} {ger}. || {n1} {v1} while {ger}.
2 || {n1:PO} {v1:aor:n1} {pa}. || {n1} {v1} {pa}.
1.5 || {inf}, {n1:PO} duhet {sb:n1}. || {inf}, {n1} must {sb!}.
1.5 || Pas {g1:E}, {cl}. || After {g1}, {cl}.
1.5 || Gjatë {g1:E}, {cl:past}. || During {g1}, {cl}.
1.5 || Për shkak të {g1:EAH}, {cl}. || Because of {g1}, {cl}.
1.5 || Me gjithë {a1:EAH}, {cl}. || Despite {a1}, {cl}.
1.5 || Falë {g1:POA}, {cl}. || Thanks to {g1}, {cl}.
1.5 || Në vend të {g1:PO}, {cl}. || Instead of {g1}, {cl}.
1.5 || Përveç {g1:PO}, edhe {n1:PO} {v1:past:n1}. || Besides {g1}, {n1} also {v1}.
1.5 || {pp}, {cl}. || {pp}, {cl}.
2 || {tp}, {cl:past}. || {tp}, {cl}.
2 || {tf}, {cl:fut}. || {tf}, {cl}.
2 || {ta} {cl}. || {ta}, {cl}.
# --- passive and impersonal
3 || {n1:P} {n1?u arrestua|u arrestuan} {tp}. || {n1} {n1?was|were} arrested {tp}.
2 || {n1:P} {n1?u arrestua|u arrestuan} nga {n2:O} {tp}. || {n1} {n1?was|were} arrested by {n2} {tp}.
3 || {n1:P} {n1?u vra|u vranë} në {x1:LE}. || {n1} {n1?was|were} killed in {x1}.
2 || {n1:P} {n1?u plagos|u plagosën} gjatë {g1:E}. || {n1} {n1?was|were} injured during {g1}.
2 || {n1:P} {n1?u zgjodh|u zgjodhën} {npn1~n1} {tp}. || {n1} {n1?was|were} elected {npn1} {tp}.
2 || {n1:P} {n1?u emërua|u emëruan} në krye të {g1:O}. || {n1} {n1?was|were} appointed head of {g1}.
2 || {n1:P} {n1?u dënua|u dënuan} me {du} burg. || {n1} {n1?was|were} sentenced to {du} in prison.
1.5 || {n1:P} {n1?u lirua|u liruan} nga {x1:L}. || {n1} {n1?was|were} released from {x1}.
2 || {n1:D} {n1?u miratua|u miratuan} nga {n2:O}. || {n1} {n1?was|were} approved by {n2}.
2 || {n1:E} {n1?u mbajt|u mbajtën} në {lok}. || {n1} {n1?was|were} held in {lok}.
2 || {n1:E} {n1?do të mbahet|do të mbahen} {tf}. || {n1} will be held {tf}.
2 || {n1:E} {n1?filloi|filluan} {tp} në {lok}. || {n1} began {tp} in {lok}.
2 || {n1:L} {n1?u ndërtua|u ndërtuan} në vitin {yr}. || {n1} {n1?was|were} built in {yr}.
1.5 || {n1:L} {n1?u shkatërrua|u shkatërruan} nga {n2:E}. || {n1} {n1?was|were} destroyed by {n2}.
1.5 || {n1:T} {n1?u gjet|u gjetën} pranë {g1:L}. || {n1} {n1?was|were} found near {g1}.
1.5 || {n1:A} {n1?konsiderohet|konsiderohen} {adj1~n1}. || {n1} {n1?is|are} considered {adj1}.
1.5 || {n1:L} {n1?ndodhet|ndodhen} në {x1:L}. || {n1} {n1?is|are} located in {x1}.
1.5 || {n1:A} {n1?përdoret|përdoren} {inf}. || {n1} {n1?is|are} used {inf}.
1.5 || {nd1:P} quhet {nm:n}. || The {nd1} is called {nm}.
1.5 || {n1:EA} {n1?duhet|duhet} të {n1?ndalet|ndalen}. || {n1} must be stopped.
1.5 || {n1:AD} {n1?nuk u pranua|nuk u pranuan} nga {n2:PO}. || {n1} {n1?was|were} not accepted by {n2}.
1.5 || {a1:D} {a1?e nënshkroi|i nënshkroi} {nm:n}. || {a1} {a1?was|were} signed by {nm}.
1.5 || {a1:PO} {a1?e sulmoi|i sulmoi} {org:n}. || {a1} {a1?was|were} attacked by {org}.
# --- existential, possession, copula
3 || Ka {ind:A} në {x1:LO}. || There {ind?is|are} {ind=} in {x1}.
2 || Nuk ka {ind:A} pa {ind2:A}. || There {ind?is|are} no {ind} without {ind2=}.
2 || Në {x1:L} ka {npl:PTL}. || There are {npl} in {x1}.
2 || Në {lok} kishte {npl:PT}. || There were {npl} in {lok}.
2 || Nuk ka asnjë {xn:AD}. || There is no {xn}.
2 || {n1:PO} {n1?ka|kanë} {a1:AMT}. || {n1} {n1?has|have} {a1}.
2 || {n1:PO} nuk {n1?ka|kanë} {ind:AMT}. || {n1} {n1?does|do} not have {ind=}.
2 || {n1:A} {n1?është|janë} {adj1~n1}. || {n1} {n1?is|are} {adj1}.
2 || {n1:ELA} {n1?ishte|ishin} {adj1~n1}. || {n1} {n1?was|were} {adj1}.
2 || {n1:A} {n1?është|janë} më {pr1~n1} se {n2:A}. || {n1} {n1?is|are} {pr1>} than {n2}.
2 || {nd1:ALE} më {pr1~nd1} në {lok} {nd1?është|janë} {n2:AEL}. || The {pr1>>} {nd1} in {lok} {nd1?is|are} {n2}.
2 || {nd1%Ky është|Kjo është|Këta janë|Këto janë} {nd1:AEDLP} më {pr1~nd1}. || {nd1?This is|These are} the {pr1>>} {nd1}.
2 || {n1:P} {n1?është|janë} nga {plc:n}. || {n1} {n1?is|are} from {plc}.
1.5 || {plc:n} është një {xn:L} {adj1~xn}. || {plc} is {adj1+xn}.
1.5 || {n1:EA} {n1?mbetet|mbeten} {adj1~n1}. || {n1} {n1?remains|remain} {adj1}.
1.5 || {n1:A} {n1?po bëhet|po bëhen} {adj1~n1}. || {n1} {n1?is|are} becoming {adj1}.
1.5 || {n1:P} {n1?u bë|u bënë} {adj1~n1}. || {n1} became {adj1}.
1.5 || {nm:n} është {xn:P} {xn%i|e|të|të} {org:g}. || {nm} is {xn+} of {org}.
1.5 || {n1:A} {n1?ka|kanë} të bëjë me {a1:AEP}. || {n1} {n1?has|have} to do with {a1}.
1.5 || {n1:PO} {n1?kishte|kishin} nevojë për {a1:AMF}. || {n1} needed {a1}.
1.5 || {n1:PO} {n1?ka|kanë} frikë nga {n2:EAHP}. || {n1} {n1?is|are} afraid of {n2}.
1.5 || {n1:PO} {n1?është|janë} kundër {g1:AED}. || {n1} {n1?is|are} against {g1}.
1.5 || {n1:PO} {n1?është|janë} pjesë e {g1:OE}. || {n1} {n1?is|are} part of {g1}.
1.5 || {n1:P} {n1?është|janë} {num2} vjeç. || {n1} {n1?is|are} {num2} years old.
1.5 || {n1:P} {n1?ka lindur|kanë lindur} në {lok} në vitin {yr}. || {n1} {n1?was|were} born in {lok} in {yr}.
1.5 || {n1:P} {n1?jeton|jetojnë} në {lok} prej {dus}. || {n1} {n1?has|have} been living in {lok} for {dus}.
# --- numbers, money, economy
3 || {n1:M} {n1?u rrit|u rritën} me {pct}. || {n1} rose by {pct}.
3 || {n1:M} {n1?ra|ranë} me {pct} krahasuar me vitin e kaluar. || {n1} fell by {pct} compared with last year.
2 || {n1:M} {n1?arriti|arritën} në {mon}. || {n1} reached {mon}.
2 || {n1:T} {n1?kushton|kushtojnë} {mon}. || {n1} {n1?costs|cost} {mon}.
2 || {n1:PO} {n1?pagoi|paguan} {mon} për {a1:TL}. || {n1} paid {mon} for {a1}.
2 || {n1:PO} {n1?ka investuar|kanë investuar} {mon} në {an1:LA}. || {n1} {n1?has|have} invested {mon} in {an1}.
2 || {n1:O} {n1?ndau|ndanë} {mon} për {a1:AL}. || {n1} allocated {mon} for {a1}.
2 || Vlera e {g1:EADL} është {mon}. || The value of {g1} is {mon}.
2 || {num} persona u vranë në {x1:EL}. || {num} people were killed in {x1}.
2 || {num} persona u plagosën në {x1:E}, njoftoi {n1:O}. || {num} people were injured in {x1}, {n1} announced.
2 || Rreth {num} {npl:P} morën pjesë në {an1:E}. || About {num} {npl} took part in {an1}.
2 || Më shumë se {num} {npl:PT} u regjistruan {tp}. || More than {num} {npl} were registered {tp}.
2 || {pct} e {gpl:P} {v1:pres:p3p}. || {pct} of {gpl} {v1}.
2 || Sipas statistikave, {pct} e qytetarëve {v1:pres:p3p}. || According to statistics, {pct} of citizens {v1}.
2 || {n1:L} {n1?ka|kanë} {num} banorë. || {n1} {n1?has|have} {num} inhabitants.
1.5 || Ekonomia u rrit me {pct} në vitin {yr}. || The economy grew by {pct} in {yr}.
1.5 || {n1:O} {n1?fitoi|fituan} {pct} të votave. || {n1} won {pct} of the votes.
1.5 || {nd1:L} është {sn} metra {nd1%i lartë|e lartë|të lartë|të larta}. || The {nd1} is {sn} meters high.
1.5 || Distanca është {num} kilometra. || The distance is {num} kilometers.
1.5 || {n1:E} {n1?zgjati|zgjatën} {du}. || {n1} lasted {du}.
1.5 || {n1:P} {n1?punoi|punuan} {du} në {x1:L}. || {n1} worked {du} in {x1}.
1.5 || Temperaturat do të arrijnë deri në {sn} gradë. || Temperatures will reach up to {sn} degrees.
1.5 || {org:n} fitoi {sc} ndaj {org2:g}. || {org} won {sc} against {org2}.
1.5 || Ndeshja përfundoi {sc}. || The match ended {sc}.
1.5 || Një grup {nsh:P} {v1:past:p3}. || A group of {nsh} {v1}.
1.5 || Një numër i madh {nsh:PT} u gjetën në {x1:L}. || A large number of {nsh} were found in {x1}.
1.5 || Qindra {npl:P} protestuan kundër {g1:OA}. || Hundreds of {npl} protested against {g1}.
1.5 || Mijëra {npl:P} u detyruan {sb:they}. || Thousands of {npl} were forced {sb}.
1.5 || Dhjetëra {npl:PT} mbërritën në {lok}. || Dozens of {npl} arrived in {lok}.
1.5 || Shumica e {gpl:P} {v1:pres:p3p}. || Most of the {gpl} {v1}.
1.5 || Një nga {npld:AEP} më {pr1~npld} {npld%është|është|është|është} {n1:AEP}. || One of the {pr1>>} {npld} is {n1}.
# --- questions and orders
3 || A {q1:any:PO}? || {q1}?
2 || Pse {q1:past:PO}? || Why {q1}?
2 || Kur {q1:fut:PO}? || When {q1}?
2 || Si {q1:past:PO}? || How {q1}?
1.5 || Ku {q1:past:P}? || Where {q1}?
1.5 || Ku {n1?është|janë} {n1:PTL}? || Where {n1?is|are} {n1}?
1.5 || Kush {n1?është|janë} {n1:P}? || Who {n1?is|are} {n1}?
1.5 || Çfarë {n1?tha|thanë} {n1:P} për {a1:AEP}? || What did {n1} say about {a1}?
1.5 || Çfarë {n1?do të bëjë|do të bëjnë} {n1:PO} {tf}? || What will {n1} do {tf}?
1.5 || Sa {n1?kushton|kushtojnë} {n1:T}? || How much {n1?does|do} {n1} cost?
1.5 || Sa {npl:PT} ka në {x1:L}? || How many {npl} are there in {x1}?
1.5 || Kush {v1:past:p3}? || Who {v1}?
1.5 || Cili {v1:past:p3}? || Which one {v1}?
1.5 || A {n1?është|janë} {n1:A} {adj1~n1}? || {n1?Is|Are} {n1} {adj1}?
1.5 || Pse {n1?është|janë} {n1:A} {adj1~n1}? || Why {n1?is|are} {n1} {adj1}?
1.5 || A do të ketë {ind:AE} {tf}? || Will there be {ind=} {tf}?
1.5 || Mos {imp:pl}! || Do not {imp}!
1.5 || {imp2:pl}! || {imp2}!
# --- headlines
3 || {n1:PO} {v1:pres:n1} || {n1} {v1}
2 || {n1:PO}: {cl} || {n1}: {cl}
2 || {pub}: {cl} || {pub}: {cl}
2 || {ind:E} në {lok}, {num} të plagosur || {ind=} in {lok}, {num} injured
2 || {ind:E} në {lok}, {num} të vdekur || {ind=} in {lok}, {num} dead
2 || {lok}, {n1?arrestohet|arrestohen} {n1:P} || {lok}: {n1} arrested
2 || {n1?Arrestohet|Arrestohen} {n1:P} në {lok} || {n1} arrested in {lok}
1.5 || {n1?Vritet|Vriten} {n1:P} në {x1:L} || {n1} killed in {x1}
1.5 || {n1?Vdes|Vdesin} {n1:P} || {n1} {n1?dies|die}
1.5 || {n1?Nis|Nisin} {n1:E} në {lok} || {n1} {n1?starts|start} in {lok}
1.5 || {plc:n} dhe {plc2:n}, {ind:E} në {lok} || {plc} and {plc2}, {ind=} in {lok}
1.5 || {org:n}: {n1:AE} {n1?është|janë} {adj1~n1} || {org}: {n1} {n1?is|are} {adj1}
1.5 || {n1:O} {n1?miraton|miratojnë} {a1:D} || {n1} {n1?approves|approve} {a1}
1.5 || {n1:PO} {n1?kërkon|kërkojnë} {a1:A} || {n1} {n1?seeks|seek} {a1}
1.5 || {n1:E} për {a1:AOP} || {n1} for {a1}
1.5 || {n1:E} në {x1:L} || {n1} in {x1}
1.5 || {n1:E} ndërmjet {g1:PO} dhe {g2:PO} || {n1} between {g1} and {g2}
1.5 || Si {n1?po ndryshon|po ndryshojnë} {n1:A} {a1:OL} || How {n1} {n1?is|are} changing {a1}
1.5 || Pse {n1:PO} {v1:pres:n1} || Why {n1} {v1}
# --- news staples
2 || {n1:P} {n1?u takua|u takuan} me {a1:P} në {lok} {tp}. || {n1} met with {a1} in {lok} {tp}.
2 || {pub} u takua me {pub2:a}. || {pub} met with {pub2}.
2 || {pub} vizitoi {plc:a} {tp}. || {pub} visited {plc} {tp}.
1.5 || {n1:P} {n1?mbërriti|mbërritën} në {lok} për {a1:E}. || {n1} arrived in {lok} for {a1}.
1.5 || {n1:PO} {n1?diskutoi|diskutuan} për {a1:AE} në {lok}. || {n1} discussed {a1} in {lok}.
1.5 || {n1:PO} {n1?nënshkroi|nënshkruan} një {xn:D} me {org:a}. || {n1} signed {xn+} with {org}.
1.5 || {n1:P} {n1?dha|dhanë} dorëheqjen {tp}. || {n1} resigned {tp}.
1.5 || {n1:P} {n1?humbi|humbën} jetën në {x1:E}. || {n1} lost {n1^his|her|their} {n1?life|lives} in {x1}.
1.5 || {n1:P} {n1?u shtrua|u shtruan} në spital. || {n1} {n1?was|were} hospitalized.
1.5 || {n1:P} {n1?akuzohet|akuzohen} për {a1:H}. || {n1} {n1?is|are} accused of {a1}.
1.5 || {n1:P} {n1?dyshohet|dyshohen} për {a1:H}. || {n1} {n1?is|are} suspected of {a1}.
1.5 || {n1:O} {n1?nisi|nisën} hetimet për {a1:H}. || {n1} launched an investigation into {a1}.
1.5 || {n1:O} {n1?vendosi|vendosën} sanksione ndaj {plc:g}. || {n1} imposed sanctions on {plc}.
1.5 || Marrëdhëniet ndërmjet {plc:g} dhe {plc2:g} {v1:pres:p3p}. || Relations between {plc} and {plc2} {v1}.
1.5 || {n1:PO} {n1?shprehu|shprehën} shqetësim për {a1:AEH}. || {n1} expressed concern about {a1}.
1.5 || {n1:PO} {n1?shprehu|shprehën} mbështetje për {a1:PAO}. || {n1} expressed support for {a1}.
1.5 || {n1:PO} {n1?luajti|luajtën} një rol {adja:A} në {an1:EA}. || {n1} played {adja} role in {an1}.
1.5 || {n1:O} {n1?mori|morën} masa kundër {g1:H}. || {n1} took measures against {g1}.
1.5 || {n1:EA} {n1?pati|patën} ndikim të madh në {an1:AO}. || {n1} had a great impact on {an1}.
1.5 || {n1:PO} {n1?ka|kanë} arritur një {xn:D} për {a1:A}. || {n1} {n1?has|have} reached {xn+} on {a1}.
1.5 || Rritja e {g1:M} {n1:x} || x
1.5 || Fëmijët e {g1:P} shkojnë në shkollë. || The children of {g1} go to school.
1.5 || {n1:P} {n1?e quajti|e quajtën} {a1:AE} {adj1~n9} || x
1.5 || Qëllimi i {g1:EDA} është {sb:i}. || The goal of {g1} is {sb}.
1.5 || Arsyeja kryesore është {n1:A}. || The main reason is {n1}.
1.5 || Problemi më i madh {n1?është|janë} {n1:A}. || The biggest problem {n1?is|is} {n1}.
1.5 || Viktima ishte {num2} vjeç. || The victim was {num2} years old.
1.5 || Autoritetet thanë se {cl:past}. || Authorities said that {cl}.
1.5 || Policia arrestoi {num} {npl:P} në {lok}. || Police arrested {num} {npl} in {lok}.
1.5 || {n1:P} {n1?foli|folën} me {a1:P} për {a2:A}. || {n1} spoke with {a1} about {a2}.
1.5 || {n1:PO} {n1?falënderoi|falënderuan} {a1:PO} për {a2:A}. || {n1} thanked {a1} for {a2}.
1.5 || {n1:PO} {n1?përgëzoi|përgëzuan} {a1:P} për {a2:A}. || {n1} congratulated {a1} on {a2}.
1.5 || Jo vetëm {n1:PO}, por edhe {n2:PO} {v1:past:n2}. || Not only {n1}, but also {n2} {v1}.
1.5 || As {n1:PO} e as {n2:PO} nuk {vn:aor:n2}. || Neither {n1} nor {n2} {vn}.
1.5 || Askush nuk {vn:aor:p3}. || Nobody {vn}.
1.5 || Asnjë {xn:P} nuk {vn:aor:p3}. || No {xn} {vn}.
1.5 || Asgjë nuk {n9} || x
1.5 || Të gjithë {v1:pres:p3p}. || They all {v1}.
1.5 || Disa {v1:past:p3p}, të tjerë {v2:past:p3p}. || Some {v1}, others {v2}.
1.5 || Kjo do të thotë se {cl}. || This means that {cl}.
1.5 || Kjo ndodhi {tp}. || This happened {tp}.
1.5 || Kjo është arsyeja pse {cl}. || This is why {cl}.
1.5 || Ja çfarë {n1?tha|thanë} {n1:P}. || Here is what {n1} said.
1.5 || Ajo që {n1?shqetëson|shqetëson} {a1:PO} është {n1:AE}. || What worries {a1} is {n1}.
1.5 || Ata që {v1:pres:p3p} {v2:fut:p3p}. || Those who {v1} {v2}.
1.5 || Kushdo që {v1:pres:p3} {v2:fut:p3}. || Anyone who {v1} {v2}.
1.5 || Çështja është nëse {cl}. || The question is whether {cl}.
1.5 || Jam i sigurt se {cl}. || I am sure that {cl}.
1.5 || Shpresoj që {n1:PO} {sbf:n1}. || I hope that {n1} {sbf}.
1.5 || Duket se {cl}. || It seems that {cl}.
1.5 || Ndoshta {cl}. || Perhaps {cl}.
1.5 || {advs}, {cl}. || {advs}, {cl}.
1.5 || Po, {cl}. || Yes, {cl}.
1.5 || Jo, {cl}. || No, {cl}.
1.5 || Por {cl}. || But {cl}.
1.5 || Dhe {cl}. || And {cl}.
1.5 || Edhe {n1:PO} {v1:past:n1}. || {n1} also {v1}.
1.5 || Vetëm {n1:PO} {v1:past:n1}. || Only {n1} {v1}.
1.5 || {n1:PO} dhe {n2:PO} {v1:past:p3p}. || {n1} and {n2} {v1}.
1.5 || {n1:PO} së bashku me {a1:PO} {v1:past:n1}. || {n1} together with {a1} {v1}.
1.5 || {n1:PO}, {x9} || x
"""
FRAMES = "\n".join(x for x in FRAMES.split("\n") if not x.rstrip().endswith("|| x"))
