"""Multiword news vocabulary: fixed noun phrases (MWE), light verbs (LIGHT)."""

# head lemma / s|p | tail (@ = linking article agreeing with the head) | English without article (= mass, no article) | class
MWE = """forcë/p|@ sigurisë|security forces|O
forcë/p|@ armatosura|armed forces|O
e drejtë/p|@ njeriut|human rights=|A
sundim/s|@ ligjit|rule of law|A
krim/s|@ organizuar|organized crime=|H
ndryshim/p|klimatike|climate change=|A
bashkësi/s|ndërkombëtare|international community|O
opinion/s|publik|public opinion=|A
shoqëri/s|civile|civil society=|O
fushatë/s|zgjedhore|election campaign|E
energji/s|elektrike|electricity=|F
vend/s|@ punës|workplace|L
vend/p|@ punës|jobs=|A
marrëdhënie/p|ndërkombëtare|international relations=|A
luftë/s|kundër korrupsionit|fight against corruption|A
luftë/s|kundër terrorizmit|fight against terrorism|A
rend/s|publik|public order=|A
buxhet/s|@ shtetit|state budget|M
gjykatë/s|speciale|special court|O
shërbim/s|sekret|secret service|O
shërbim/p|shëndetësore|health services|O
sistem/s|gjyqësor|judicial system|A
pushtet/s|gjyqësor|judiciary|O
pushtet/s|lokal|local government|O
qeveri/s|qendrore|central government|O
ministër/s|@ Jashtëm|foreign minister|P
ministër/s|@ Mbrojtjes|defense minister|P
ministër/s|@ Brendshëm|interior minister|P
ministër/s|@ Financave|finance minister|P
ministër/s|@ Drejtësisë|justice minister|P
ministër/s|@ Shëndetësisë|health minister|P
ministër/s|@ Arsimit|education minister|P
drejtor/s|ekzekutiv|executive director|P
sekretar/s|@ përgjithshëm|secretary-general|P
prokuror/s|@ përgjithshëm|general prosecutor|P
udhëheqës/s|@ opozitës|opposition leader|P
kryetar/s|@ bashkisë|mayor|P
kryetar/s|@ komunës|mayor|P
kryetar/s|@ parlamentit|speaker of parliament|P
kryetar/s|@ Kuvendit|speaker of the Assembly|P
anëtar/p|@ parlamentit|members of parliament|P
shef/s|@ shtetit|head of state|P
krye/s|x|x|x
qytetar/p|@ thjeshtë|ordinary citizens=|P
punonjës/p|shëndetësorë|health workers=|P
forcë/p|paqeruajtëse|peacekeeping forces|O
trupë/p|amerikane|US troops=|O
trupë/p|ruse|Russian troops=|O
oficer/p|@ policisë|police officers=|P
zyrtar/p|qeveritarë|government officials=|P
viktimë/p|@ luftës|victims of war=|P
krim/p|@ luftës|war crimes=|H
pastrim/s|etnik|ethnic cleansing=|H
trafikim/s|@ qenieve njerëzore|human trafficking=|H
trafikim/s|@ drogës|drug trafficking=|H
pastrim/s|@ parave|money laundering=|H
evazion/s|fiskal|tax evasion=|H
dhunë/s|në familje|domestic violence=|H
abuzim/s|@ pushtetit|abuse of power=|H
ndotje/s|@ ajrit|air pollution=|H
papunësi/s|@ lartë|high unemployment=|H
krizë/s|ekonomike|economic crisis|E
krizë/s|financiare|financial crisis|E
krizë/s|politike|political crisis|E
krizë/s|@ refugjatëve|refugee crisis|E
rritje/s|ekonomike|economic growth=|A
zhvillim/s|ekonomik|economic development=|A
ekonomi/s|@ tregut|market economy|A
treg/s|@ lirë|free market|A
treg/s|@ punës|labor market|A
bashkim/s|doganor|customs union|O
tregti/s|@ lirë|free trade=|A
politikë/s|@ jashtme|foreign policy=|A
politikë/s|@ brendshme|domestic policy=|A
siguri/s|kombëtare|national security=|A
interes/s|kombëtar|national interest|A
identitet/s|kombëtar|national identity|A
liri/s|@ shprehjes|freedom of expression=|A
liri/s|@ shtypit|press freedom=|A
liri/s|@ lëvizjes|freedom of movement=|A
liberalizim/s|@ vizave|visa liberalization=|A
integrim/s|evropian|European integration=|A
proces/s|@ anëtarësimit|accession process|A
proces/s|@ paqes|peace process|A
marrëveshje/s|@ paqes|peace agreement|D
bisedime/p|@ paqes|peace talks|E
bisedë/p|@ paqes|peace talks|E
traktat/s|@ Lisbonës|Treaty of Lisbon|D
zgjedhje/p|parlamentare|parliamentary elections|E
zgjedhje/p|presidenciale|presidential elections|E
zgjedhje/p|lokale|local elections|E
zgjedhje/p|@ parakohshme|early elections|E
zgjedhje/p|@ lira|free elections|E
koalicion/s|qeverisës|ruling coalition|O
parti/s|në pushtet|ruling party|O
parti/p|opozitare|opposition parties|O
qytet/s|@ lindjes|hometown|L
stacion/s|@ autobusëve|bus station|L
stacion/s|@ trenit|train station|L
stacion/s|@ policisë|police station|L
fushë/s|@ betejës|battlefield|L
vend/s|@ krimit|crime scene|L
vend/s|@ ngjarjes|scene|L
vend/p|@ rajonit|countries of the region|O
vend/p|anëtare|member states|O
vend/p|në zhvillim|developing countries|O
shtet/p|anëtare|member states|O
fuqi/p|@ mëdha|great powers|O
pikë/s|kufitare|border crossing|L
vijë/s|kufitare|border line|L
shkollë/s|@ mesme|high school|L
shkollë/s|fillore|elementary school|L
kopsht/s|@ fëmijëve|kindergarten|L
qendër/s|tregtare|shopping center|L
qendër/s|@ qytetit|city center|L
qendër/s|shëndetësore|health center|L
qendër/s|@ votimit|polling station|L
central/s|bërthamor|nuclear power plant|L
armë/p|bërthamore|nuclear weapons=|T
armë/p|@ zjarrit|firearms=|T
armë/p|kimike|chemical weapons=|T
raketë/p|balistike|ballistic missiles=|T
telefon/s|celular|mobile phone|T
rrjet/p|sociale|social media=|T
makinë/s|@ policisë|police car|T
provë/p|@ reja|new evidence=|D
dokument/p|@ identitetit|identity documents=|D
letër/s|@ hapur|open letter|D
letërnjoftim/s|x|x|x
kontratë/s|@ punës|employment contract|D
konferencë/s|për shtyp|press conference|E
konferencë/s|për media|press conference|E
deklaratë/s|për shtyp|press statement|D
takim/s|@ nivelit të lartë|high-level meeting|E
aksident/s|rrugor|traffic accident|E
aksident/s|automobilistik|car accident|E
sulm/s|terrorist|terrorist attack|E
sulm/p|ajrore|airstrikes|E
sulm/s|me armë|armed attack|E
luftë/s|@ ftohtë|cold war|E
luftë/s|civile|civil war|E
luftë/s|@ Dytë Botërore|Second World War|E
Luftë/s|x|x|x
masë/p|@ sigurisë|security measures|A
masë/p|@ reja|new measures|A
shpenzim/p|ushtarake|military spending=|M
kosto/s|@ jetesës|cost of living|M
standard/s|@ jetesës|standard of living|A
nivel/s|@ jetesës|standard of living|A
pagë/s|minimale|minimum wage|M
pagë/s|mesatare|average salary|M
normë/s|@ interesit|interest rate|M
normë/s|@ papunësisë|unemployment rate|M
prodhim/s|@ brendshëm bruto|gross domestic product|M
borxh/s|publik|public debt=|M
deficit/s|buxhetor|budget deficit|M
investim/p|@ huaja|foreign investments=|M
sektor/s|privat|private sector|O
sektor/s|publik|public sector|O
ndërmarrje/p|@ vogla|small businesses=|O
sëmundje/p|@ zemrës|heart disease=|H
kujdes/s|shëndetësor|health care=|A
virus/s|@ ri|new virus|H
fjalë/s|@ fundit|last word|A
pikë/s|@ kthesës|turning point|A
hap/s|@ parë|first step|A
hap/s|@ radhës|next step|A
temë/s|@ ditës|topic of the day|A
arsye/s|kryesore|main reason|A
pjesë/s|tjetër|other part|A
botë/s|@ jashtme|outside world|L
jetë/s|@ përditshme|everyday life=|A
e ardhme/s|x|x|x
pasuri/p|natyrore|natural resources=|A
burim/p|natyrore|natural resources=|A
burim/p|@ energjisë|energy sources=|A
mbrojtje/s|@ mjedisit|environmental protection=|A
ngrohje/s|globale|global warming=|A
komb/s|shqiptar|Albanian nation|O
popull/s|shqiptar|Albanian people|O
gjuhë/s|shqipe|Albanian language|A
flamur/s|kombëtar|national flag|T
skuadër/s|kombëtare|national team|O
ekip/s|kombëtar|national team|O
kupë/s|@ botës|World Cup|E
titull/s|@ kampionit|champion's title|A
lojë/p|olimpike|Olympic Games|E
çmim/s|@ naftës|price of oil|M
çmim/p|@ ushqimeve|food prices|M
program/s|bërthamor|nuclear program|A
agjenci/s|@ lajmeve|news agency|O
organizatë/p|joqeveritare|non-governmental organizations|O
media/p|sociale|social media=|T
trashëgimi/s|kulturore|cultural heritage=|A
pakicë/p|kombëtare|national minorities|O
komunitet/s|serb|Serb community|O
palë/p|@ interesuara|interested parties|O
palë/p|ndërluftuese|warring parties|O
pronë/s|private|private property=|A
fuqi/s|punëtore|workforce|O
fuqi/s|blerëse|purchasing power=|A
moshë/s|@ pensionit|retirement age|A
gjendje/s|@ jashtëzakonshme|state of emergency|A
gjendje/s|shëndetësore|health condition|A
gjendje/s|@ luftës|state of war|A
burg/s|@ përjetshëm|life imprisonment=|D
dënim/s|me vdekje|death penalty|D
grusht/s|@ shtetit|coup|E
rregull/p|@ reja|new rules|D
vlerë/p|evropiane|European values=|A
kriter/p|@ Kopenhagës|Copenhagen criteria|A
hapësirë/s|ajrore|airspace|L
trafik/s|ajror|air traffic=|A
rrugë/s|detare|sea route|L
mall/p|@ importuara|imported goods=|F
grua/p|shtatzëna|pregnant women=|P
fëmijë/p|@ vegjël|small children=|P
njeri/p|@ zakonshëm|ordinary people=|P
"""

# lemma + fixed words | english | subject classes | complements (as in curated.VERBS)
LIGHT = """
hedh poshtë|reject|PO|O:DA
vë në dukje|point out|PO|O:A
vë në zbatim|implement|PO|O:DA
vë në pikëpyetje|question|PO|O:A
vë në rrezik|endanger|PEA|O:POA
vë re|notice|P|O:AT
marr në konsideratë|consider|PO|O:AD
marr parasysh|take into account|PO|O:A
marr në pyetje|question|O|O:P
marr nën kontroll|take control of|PO|O:LA
marr përsipër|take on|PO|O:A
marr pjesë|participate|PO|në:E:in
marr hua|borrow|PO|O:M
marr vendim|make a decision|PO|
marr masa|take measures|PO|kundër:HPO:against
marr fund|end|E|
bie dakord|agree|PO|me:PO:with
bëj thirrje|call|PO|për:A:for
bëj presion|put pressure|PO|mbi:PO:on
bëj pjesë|be part|PTA|në:OE:of|s
bëj përpara|make progress|POA|
bëj gabime|make mistakes|PO|
heq dorë|give up|PO|nga:AE:=
hyj në fuqi|enter into force|D|
jap leje|give permission|O|
jap llogari|be accountable|PO|për:A:for
jap kontribut|contribute|PO|në:A:to
jap rezultate|produce results|AE|
jap dorëheqjen|resign|P|
jap mësim|teach|P|në:L:in
kam nevojë|need|PO|për:AMF:=|s
kam frikë|be afraid|P|nga:AEHP:of|s
kam kujdes|be careful|P|me:TP:with|s
kam sukses|be successful|PE||s
kërkoj falje|apologize|P|për:A:for
kërkoj ndihmë|ask for help|P|
mbaj fjalim|give a speech|P|në:E:at
mbaj mend|remember|P|O:PEA|s
luaj futboll|play football|P|
luaj rol|play a role|POA|në:AE:in
ngre akuza|bring charges|O|kundër:P:against
lidh marrëveshje|strike an agreement|PO|me:PO:with
nxjerr në pah|highlight|PO|O:AH
nxjerr në shitje|put up for sale|PO|O:TL
dal në pension|retire|P|
dal në rrugë|take to the streets|P|
dal në pah|come to light|A|
pi duhan|smoke|P|
pres radhën|wait in line|P|
vë në lëvizje|set in motion|PO|O:AO
kthej përgjigje|reply|PO|
shpreh keqardhje|express regret|PO|për:AE:for
shpreh gatishmëri|express readiness|PO|
ushtroj presion|exert pressure|PO|mbi:PO:on
përfundoj studimet|finish his studies|P|
humb jetën|die|P|në:E:in
humb kontrollin|lose control|P|
gjej zgjidhje|find a solution|PO|
ndaj mendimin|share the opinion|P|
shtie|shoot|P|
tërheq vëmendjen|attract attention|PTEA|
zë vend|take a seat|P|
zë fill|begin|E|
vij në pushtet|come to power|PO|
vij në shprehje|find expression|A|
bie në gjumë|fall asleep|P|
bie në dashuri|fall in love|P|me:P:with
rri zgjuar|stay awake|P|
rri duarkryq|stand idly by|PO|
çoj përpara|advance|PO|O:A
çoj në burg|send to prison|O|O:P
sjell ndryshime|bring changes|POEA|
hap rrugën|open the way|PEA|për:A:for
hap zjarr|open fire|P|
jetoj në varfëri|live in poverty|P|
mbyll sytë|turn a blind eye|PO|
jap intervistë|give an interview|P|
votoj|vote|P|
punoj jashtë orarit|work overtime|P|
vonoj|delay|PEO|O:ED
lind|give birth|P|
regjistroj~|enroll|P|në:L:in
hedh|throw|P|O:T
përplas~|collide|T|me:T:with
shpërndaj~|disperse|P|
shpall|announce|O|O:DE
ngjaj|resemble|PTA|D:PTA:=|s
hap~|open|LE|
mbyll~|close|LE|
ndërpres|cut off|PO|O:FA
përkas|belong|PTO|D:PO:to|s
tërheq|attract|LEA|O:P
tërheq|withdraw|PO|O:MDO
zgjat|last|E|
kryej|carry out|PO|O:EA
kryej|commit|P|O:H
përbëj|constitute|AEH|O:AH|s
përfshij|include|ADEO|O:ALP|s
përmbaj|contain|DT|O:DAF|s
kushtoj|dedicate|P|O:DT D:P:to
sugjeroj|suggest|P|O:A
rekomandoj|recommend|PO|O:AD
kritikoj|criticize|PO|O:PO
minoj|undermine|PEAH|O:AO
nxit|encourage|PEAO|O:AP
ndëshkoj|punish|PO|O:P
dëboj|expel|O|O:P
zmbraps|repel|O|O:E
"""
