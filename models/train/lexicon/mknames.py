"""Write names.tsv: kind, nominative, genitive/dative, accusative, bare (after në/për), number+gender, English."""

import re

MALE = """Arben Agim Bujar Besnik Dritan Edi Edmond Ermal Fatmir Gent Genc Ilir Ismail Kreshnik Leonard Luan Mentor Naim Petrit Qemal Rexhep Sokol Valon Ylli
Adem Albin Alban Altin Andi Ardian Arian Artan Avni Bashkim Behar Bekim Blerim Burim Driton Eduard Elvis Enver Erion Faik Fatos Flamur Florian Gazmend Genti
Haki Hasan Hysen Isa Jeton Kastriot Korab Kujtim Lulzim Muhamet Mustafa Nikolla Oltion Pandeli Pjetër Ramiz Ramush Ridvan Rinor Sali Shpend Skënder Taulant
Visar Xhevdet Zef Zenel Marko Milan Aleksandër Ivan Robert David Mark Martin Xhon Piter Tomas Erik Mehmet Ahmed Ali Omar Igor Dejan""".split()
FEMALE = """Albana Ardita Arta Besa Blerta Drita Donika Elira Elona Era Ermira Fatime Flutura Ina Jeta Jonida Klajda Liri Lindita Luljeta Majlinda Mimoza Mira Monika
Nora Rita Rudina Shpresa Teuta Valbona Valdete Vjosa Vjollca Zana Ana Maria Elena Sara Emma Laura Anila Aida Alma Diana Edita Fjolla Genta Kaltrina Linda Valentina
Olga Eva Irena Jehona Lejla Merita Rovena Suela Eda Anisa""".split()
SURN = """Rama Hoxha Krasniqi Gashi Berisha Shala Kelmendi Basha Meta Kurti Thaçi Haradinaj Osmani Veliaj Beqiri Morina Bytyqi Rexhepi Hasani Ahmeti Sejdiu Konjufca Gervalla
Dervishi Gjoka Leka Marku Prifti Shehu Topalli Vasili Xhafa Zeneli Kola Doçi Balla Manja Çuçi Gjiknuri Peleshi Braçe Bushati Ruçi Spahiu Alimani Kuka Tahiri Lajçi
Mustafa Limani Selimi Hyseni Avdiu Aliu Demiri Dema Elezi Fetahu Grajçevci Halili Ibrahimi Jashari Kadriu Lleshi Maloku Neziri Paçarizi Qosja Ramadani Salihu Tërnava
Ukaj Vokshi Zogaj Hajdari Brahimi Cana Dushku Hila Kastrati Nano Pacolli Islami Mehmeti Bajrami Kodra Frashëri Kadare Agolli Kuçi Bejtja Mema Gjonaj Malaj Dedaj""".split()
# Albanian spelling | English
FOREIGN = """Xho Bajden|Joe Biden;Donald Tramp|Donald Trump;Donald Trump|Donald Trump;Barak Obama|Barack Obama;Hilari Klinton|Hillary Clinton;Vladimir Putin|Vladimir Putin;
Emanuel Makron|Emmanuel Macron;Emmanuel Macron|Emmanuel Macron;Angela Merkel|Angela Merkel;Olaf Sholc|Olaf Scholz;Olaf Scholz|Olaf Scholz;Boris Xhonson|Boris Johnson;Volodimir Zelenski|Volodymyr Zelensky;
Aleksandër Vuçiq|Aleksandar Vučić;Aleksandar Vuçiq|Aleksandar Vučić;Ursula fon der Lajen|Ursula von der Leyen;Xhozep Borel|Josep Borrell;Josep Borrell|Josep Borrell;Antonio Guterresh|Antonio Guterres;Jens Stoltenberg|Jens Stoltenberg;
Rexhep Tajip Erdogan|Recep Tayyip Erdogan;Entoni Blinken|Antony Blinken;Sergej Lavrov|Sergey Lavrov;Milo Gjukanoviq|Milo Đukanović;Zoran Zaev|Zoran Zaev;Kiriakos Micotaqis|Kyriakos Mitsotakis;
Aleksis Cipras|Alexis Tsipras;Silvio Berluskoni|Silvio Berlusconi;Mateo Renci|Matteo Renzi;Gabriel Eskobar|Gabriel Escobar;Miroslav Lajçak|Miroslav Lajčák;Ramush Haradinaj|Ramush Haradinaj;Albin Kurti|Albin Kurti;Edi Rama|Edi Rama;
Hashim Thaçi|Hashim Thaçi;Sali Berisha|Sali Berisha;Ilir Meta|Ilir Meta;Vjosa Osmani|Vjosa Osmani;Xi Jinping|Xi Jinping;Kim Xhong Un|Kim Jong Un;Bashar al-Asad|Bashar al-Assad;Benjamin Netaniahu|Benjamin Netanyahu;
Narendra Modi|Narendra Modi;Ivica Daçiq|Ivica Dačić;Sllobodan Millosheviq|Slobodan Milošević;Nikolla Tesla|Nikola Tesla;Nënë Tereza|Mother Teresa;Ismail Kadare|Ismail Kadare;Kristiano Ronaldo|Cristiano Ronaldo;Lionel Mesi|Lionel Messi;
Novak Gjokoviq|Novak Djokovic;Papa Françesku|Pope Francis;Bill Klinton|Bill Clinton;Toni Bler|Tony Blair;Uinston Çërçill|Winston Churchill;Tereza Mej|Theresa May;Rishi Sunak|Rishi Sunak;Xhorxh Bush|George Bush;Kamala Harris|Kamala Harris""".replace(
    "\n", ""
).split(";")
SURF = """Smith Johnson Brown Wilson Miller Schmidt Müller Weber Martin Garcia Petrov Ivanov Jovanović|Jovanoviq Petrović|Petroviq Nikolić|Nikoliq Marković|Markoviq Popov Kowalski Novak Horvat Rossi Bianchi Dupont
Papadopoulos|Papadopulos Yilmaz|Jilmaz Kaya|Kaja Khan Singh Kim Chen Wang Tanaka Andersen Olsen Larsson Santos Silva Walker Taylor Anderson Thompson Jackson|Xhekson Williams|Uilliams Clark|Klark Lewis Hall Young King Scott Baker Cooper|Kuper""".split()

PLACES_F = """Shqipëria|Albania Kosova|Kosovo Serbia|Serbia Greqia|Greece Italia|Italy Gjermania|Germany Franca|France Spanja|Spain Portugalia|Portugal Britania|Britain Anglia|England Skocia|Scotland
Zvicra|Switzerland|Zvicër Austria|Austria Hungaria|Hungary Kroacia|Croatia Sllovenia|Slovenia Bosnja|Bosnia Bullgaria|Bulgaria Rumania|Romania Polonia|Poland Sllovakia|Slovakia Çekia|Czechia Ukraina|Ukraine Rusia|Russia
Bjellorusia|Belarus Moldavia|Moldova Lituania|Lithuania Letonia|Latvia Estonia|Estonia Finlanda|Finland Suedia|Sweden Norvegjia|Norway Danimarka|Denmark Islanda|Iceland Irlanda|Ireland Belgjika|Belgium Holanda|the_Netherlands
Turqia|Turkey Gjeorgjia|Georgia Armenia|Armenia Siria|Syria Jordania|Jordan Palestina|Palestine Libia|Libya Tunizia|Tunisia Algjeria|Algeria Etiopia|Ethiopia Somalia|Somalia Nigeria|Nigeria Gana|Ghana Kenia|Kenya Uganda|Uganda
Ruanda|Rwanda Zambia|Zambia Tanzania|Tanzania India|India Kina|China Japonia|Japan Indonezia|Indonesia Malajzia|Malaysia Tajlanda|Thailand Mongolia|Mongolia Australia|Australia Amerika|America Kolumbia|Colombia
Venezuela|Venezuela Argjentina|Argentina Bolivia|Bolivia Kuba|Cuba Evropa|Europe Azia|Asia Afrika|Africa Kalifornia|California Florida|Florida Siberia|Siberia Krimeja|Crimea Koreja|Korea Kanadaja|Canada Gaza|Gaza
Tirana|Tirana Prishtina|Pristina Shkodra|Shkodra|Shkodër Vlora|Vlora Korça|Korça Gjakova|Gjakova Peja|Peja Mitrovica|Mitrovica Kavaja|Kavaja Kruja|Kruja Saranda|Saranda Podujeva|Podujeva Kamenica|Kamenica
Tetova|Tetovo Ohri|Ohrid|x Kërçova|Kičevo Struga|Struga Podgorica|Podgorica Roma|Rome Londra|London|Londër Vjena|Vienna Varshava|Warsaw Praga|Prague Moska|Moscow Athina|Athens Sofja|Sofia Ankara|Ankara Gjeneva|Geneva Hamburga|Hamburg
Barcelona|Barcelona Lisbona|Lisbon Nisa|Nice Hagë|x|x Haga|The_Hague Bolonja|Bologna Venecia|Venice Firencja|Florence Kievi|Kyiv|x Bagdadi|x|x Kabuli|x|x Meka|Mecca Havana|Havana Filadelfia|Philadelphia Barselona|Barcelona"""
PLACES_M = """Iraku|Iraq Irani|Iran Izraeli|Israel Egjipti|Egypt Sudani|Sudan Maroku|Morocco Jemeni|Yemen Libani|Lebanon Katari|Qatar Kuvajti|Kuwait Omani|Oman Afganistani|Afghanistan Pakistani|Pakistan Kazakistani|Kazakhstan
Uzbekistani|Uzbekistan Azerbajxhani|Azerbaijan Vietnami|Vietnam Bangladeshi|Bangladesh Nepali|Nepal Singapori|Singapore Meksiku|Mexico Brazili|Brazil Kili|Chile Ekuadori|Ecuador Luksemburgu|Luxembourg Ballkani|the_Balkans Kosova|x
Mali|x Senegali|Senegal Kameruni|Cameroon Qiproja|x Uellsi|Wales Teksasi|Texas Bavari|x Tibeti|Tibet Kurdistani|Kurdistan Mali_i_Zi|x Durrësi|Durrës Elbasani|Elbasan Fieri|Fier Berati|Berat Gjirokastra|x Kukësi|Kukës Prizreni|Prizren
Gjilani|Gjilan Ferizaji|Ferizaj Presheva|x Bujanoci|Bujanovac Shkupi|Skopje Manastiri|Bitola Beogradi|Belgrade Sarajeva|x Zagrebi|Zagreb Stambolli|Istanbul Selaniku|Thessaloniki Parisi|Paris Berlini|Berlin Brukseli|Brussels
Strasburgu|Strasbourg Madridi|Madrid Amsterdami|Amsterdam Kopenhageni|Copenhagen Stokholmi|Stockholm Helsinki|Helsinki Budapesti|Budapest Bukureshti|Bucharest Uashingtoni|Washington Nju_Jorku|New_York Pekini|Beijing Teherani|Tehran
Damasku|Damascus Bejruti|Beirut Jerusalemi|Jerusalem Tel_Avivi|Tel_Aviv Dubai|Dubai Mançesteri|Manchester Liverpuli|Liverpool Mynihu|Munich Frankfurti|Frankfurt Milano|x Torino|x Napoli|x Vatikani|the_Vatican Kremlini|the_Kremlin
Novi_Sadi|Novi_Sad Nishi|Niš Tivari|Bar Ulqini|Ulcinj Lezha|x Librazhdi|Librazhd Pogradeci|Pogradec Tropoja|x Drenasi|Drenas Deçani|Deçan Rahoveci|Rahovec Istogu|Istog Vushtrria|x Alepi|x Mosuli|Mosul Mariupoli|Mariupol Hirosima|x Hong_Kongu|Hong_Kong
Minski|Minsk Dublini|Dublin Edinburgu|Edinburgh Bostoni|Boston Dallasi|Dallas Uembli|x Los_Anxhelosi|Los_Angeles Shangai|Shanghai Kajro|x"""
PLACES_X = [  # nom, gen, acc, bare, number+gender, English
    ("Tokio", "Tokios", "Tokion", "Tokio", "sf", "Tokyo"),
    ("Oslo", "Oslos", "Oslon", "Oslo", "sf", "Oslo"),
    ("Çikago", "Çikagos", "Çikagon", "Çikago", "sf", "Chicago"),
    ("Kajro", "Kajros", "Kajron", "Kajro", "sf", "Cairo"),
    ("Milano", "Milanos", "Milanon", "Milano", "sf", "Milan"),
    ("Kongo", "Kongos", "Kongon", "Kongo", "sf", "Congo"),
    ("Qipro", "Qipros", "Qipron", "Qipro", "sf", "Cyprus"),
    ("Peruja", "Perusë", "Perunë", "Peru", "sf", "Peru"),
    ("Gjirokastra", "Gjirokastrës", "Gjirokastrën", "Gjirokastër", "sf", "Gjirokastra"),
    ("Sarajeva", "Sarajevës", "Sarajevën", "Sarajevë", "sf", "Sarajevo"),
    ("Lezha", "Lezhës", "Lezhën", "Lezhë", "sf", "Lezha"),
    ("Presheva", "Preshevës", "Preshevën", "Preshevë", "sf", "Preševo"),
    ("Vushtrria", "Vushtrrisë", "Vushtrrinë", "Vushtrri", "sf", "Vushtrri"),
    ("Tropoja", "Tropojës", "Tropojën", "Tropojë", "sf", "Tropoja"),
    ("Skënderaji", "Skënderajit", "Skënderajin", "Skënderaj", "sm", "Skenderaj"),
    ("Kievi", "Kievit", "Kievin", "Kiev", "sm", "Kyiv"),
    ("Bagdadi", "Bagdadit", "Bagdadin", "Bagdad", "sm", "Baghdad"),
    ("Kabuli", "Kabulit", "Kabulin", "Kabul", "sm", "Kabul"),
    ("Ohri", "Ohrit", "Ohrin", "Ohër", "sm", "Ohrid"),
    ("Mali i Zi", "Malit të Zi", "Malin e Zi", "Malin e Zi", "sm", "Montenegro"),
    (
        "Maqedonia e Veriut",
        "Maqedonisë së Veriut",
        "Maqedoninë e Veriut",
        "Maqedoninë e Veriut",
        "sf",
        "North Macedonia",
    ),
    ("Maqedonia", "Maqedonisë", "Maqedoninë", "Maqedoni", "sf", "Macedonia"),
    (
        "Mbretëria e Bashkuar",
        "Mbretërisë së Bashkuar",
        "Mbretërinë e Bashkuar",
        "Mbretërinë e Bashkuar",
        "sf",
        "the United Kingdom",
    ),
    ("Koreja e Jugut", "Koresë së Jugut", "Korenë e Jugut", "Korenë e Jugut", "sf", "South Korea"),
    ("Koreja e Veriut", "Koresë së Veriut", "Korenë e Veriut", "Korenë e Veriut", "sf", "North Korea"),
    ("Afrika e Jugut", "Afrikës së Jugut", "Afrikën e Jugut", "Afrikën e Jugut", "sf", "South Africa"),
    ("Arabia Saudite", "Arabisë Saudite", "Arabinë Saudite", "Arabinë Saudite", "sf", "Saudi Arabia"),
    (
        "Shtetet e Bashkuara",
        "Shteteve të Bashkuara",
        "Shtetet e Bashkuara",
        "Shtetet e Bashkuara",
        "pf",
        "the United States",
    ),
    (
        "Shtetet e Bashkuara të Amerikës",
        "Shteteve të Bashkuara të Amerikës",
        "Shtetet e Bashkuara të Amerikës",
        "Shtetet e Bashkuara të Amerikës",
        "pf",
        "the United States of America",
    ),
    ("Lindja e Mesme", "Lindjes së Mesme", "Lindjen e Mesme", "Lindjen e Mesme", "sf", "the Middle East"),
    (
        "Ballkani Perëndimor",
        "Ballkanit Perëndimor",
        "Ballkanin Perëndimor",
        "Ballkanin Perëndimor",
        "sm",
        "the Western Balkans",
    ),
    ("Zelanda e Re", "Zelandës së Re", "Zelandën e Re", "Zelandën e Re", "sf", "New Zealand"),
    ("Republika Çeke", "Republikës Çeke", "Republikën Çeke", "Republikën Çeke", "sf", "the Czech Republic"),
    ("Amerika Latine", "Amerikës Latine", "Amerikën Latine", "Amerikën Latine", "sf", "Latin America"),
    ("Evropa Lindore", "Evropës Lindore", "Evropën Lindore", "Evropën Lindore", "sf", "Eastern Europe"),
    (
        "Emiratet e Bashkuara Arabe",
        "Emirateve të Bashkuara Arabe",
        "Emiratet e Bashkuara Arabe",
        "Emiratet e Bashkuara Arabe",
        "pf",
        "the United Arab Emirates",
    ),
    ("Bregu Perëndimor", "Bregut Perëndimor", "Bregun Perëndimor", "Bregun Perëndimor", "sm", "the West Bank"),
    ("Rripi i Gazës", "Rripit të Gazës", "Rripin e Gazës", "Rripin e Gazës", "sm", "the Gaza Strip"),
    ("Deti Adriatik", "Detit Adriatik", "Detin Adriatik", "Detin Adriatik", "sm", "the Adriatic Sea"),
    ("Deti i Zi", "Detit të Zi", "Detin e Zi", "Detin e Zi", "sm", "the Black Sea"),
    ("Deti Mesdhe", "Detit Mesdhe", "Detin Mesdhe", "Detin Mesdhe", "sm", "the Mediterranean Sea"),
    (
        "Lugina e Preshevës",
        "Luginës së Preshevës",
        "Luginën e Preshevës",
        "Luginën e Preshevës",
        "sf",
        "the Preševo Valley",
    ),
    ("Fushë-Kosova", "Fushë-Kosovës", "Fushë-Kosovën", "Fushë-Kosovë", "sf", "Fushë Kosovë"),
    (
        "Mitrovica e Veriut",
        "Mitrovicës së Veriut",
        "Mitrovicën e Veriut",
        "Mitrovicën e Veriut",
        "sf",
        "North Mitrovica",
    ),
    ("Shtëpia e Bardhë", "Shtëpisë së Bardhë", "Shtëpinë e Bardhë", "Shtëpinë e Bardhë", "sf", "the White House"),
    (
        "Bosnja dhe Hercegovina",
        "Bosnjës dhe Hercegovinës",
        "Bosnjën dhe Hercegovinën",
        "Bosnjë dhe Hercegovinë",
        "sf",
        "Bosnia and Herzegovina",
    ),
]
ORGS = """Bashkimi Evropian|Bashkimit Evropian|Bashkimin Evropian|sm|the European Union
Kombet e Bashkuara|Kombeve të Bashkuara|Kombet e Bashkuara|pm|the United Nations
Komisioni Evropian|Komisionit Evropian|Komisionin Evropian|sm|the European Commission
Parlamenti Evropian|Parlamentit Evropian|Parlamentin Evropian|sm|the European Parliament
Këshilli i Evropës|Këshillit të Evropës|Këshillin e Evropës|sm|the Council of Europe
Këshilli i Sigurimit|Këshillit të Sigurimit|Këshillin e Sigurimit|sm|the Security Council
Banka Botërore|Bankës Botërore|Bankën Botërore|sf|the World Bank
Banka Qendrore|Bankës Qendrore|Bankën Qendrore|sf|the Central Bank
Fondi Monetar Ndërkombëtar|Fondit Monetar Ndërkombëtar|Fondin Monetar Ndërkombëtar|sm|the International Monetary Fund
Organizata Botërore e Shëndetësisë|Organizatës Botërore të Shëndetësisë|Organizatën Botërore të Shëndetësisë|sf|the World Health Organization
Ministria e Brendshme|Ministrisë së Brendshme|Ministrinë e Brendshme|sf|the Ministry of Interior
Ministria e Mbrojtjes|Ministrisë së Mbrojtjes|Ministrinë e Mbrojtjes|sf|the Ministry of Defense
Ministria e Drejtësisë|Ministrisë së Drejtësisë|Ministrinë e Drejtësisë|sf|the Ministry of Justice
Ministria e Arsimit|Ministrisë së Arsimit|Ministrinë e Arsimit|sf|the Ministry of Education
Ministria e Shëndetësisë|Ministrisë së Shëndetësisë|Ministrinë e Shëndetësisë|sf|the Ministry of Health
Ministria e Financave|Ministrisë së Financave|Ministrinë e Financave|sf|the Ministry of Finance
Ministria e Punëve të Jashtme|Ministrisë së Punëve të Jashtme|Ministrinë e Punëve të Jashtme|sf|the Ministry of Foreign Affairs
Gjykata e Lartë|Gjykatës së Lartë|Gjykatën e Lartë|sf|the Supreme Court
Gjykata Kushtetuese|Gjykatës Kushtetuese|Gjykatën Kushtetuese|sf|the Constitutional Court
Gjykata Themelore|Gjykatës Themelore|Gjykatën Themelore|sf|the Basic Court
Gjykata e Apelit|Gjykatës së Apelit|Gjykatën e Apelit|sf|the Court of Appeals
Prokuroria e Përgjithshme|Prokurorisë së Përgjithshme|Prokurorinë e Përgjithshme|sf|the General Prosecutor's Office
Prokuroria Speciale|Prokurorisë Speciale|Prokurorinë Speciale|sf|the Special Prosecution
Kuvendi i Kosovës|Kuvendit të Kosovës|Kuvendin e Kosovës|sm|the Assembly of Kosovo
Policia e Kosovës|Policisë së Kosovës|Policinë e Kosovës|sf|the Kosovo Police
Policia e Shtetit|Policisë së Shtetit|Policinë e Shtetit|sf|the State Police
Komisioni Qendror i Zgjedhjeve|Komisionit Qendror të Zgjedhjeve|Komisionin Qendror të Zgjedhjeve|sm|the Central Election Commission
Kryqi i Kuq|Kryqit të Kuq|Kryqin e Kuq|sm|the Red Cross
Departamenti i Shtetit|Departamentit të Shtetit|Departamentin e Shtetit|sm|the State Department
Partia Demokratike|Partisë Demokratike|Partinë Demokratike|sf|the Democratic Party
Partia Socialiste|Partisë Socialiste|Partinë Socialiste|sf|the Socialist Party
Partia Republikane|Partisë Republikane|Partinë Republikane|sf|the Republican Party
Lëvizja Vetëvendosje|Lëvizjes Vetëvendosje|Lëvizjen Vetëvendosje|sf|the Vetëvendosje Movement
Lidhja Demokratike e Kosovës|Lidhjes Demokratike të Kosovës|Lidhjen Demokratike të Kosovës|sf|the Democratic League of Kosovo
Kisha Ortodokse|Kishës Ortodokse|Kishën Ortodokse|sf|the Orthodox Church
Kisha Katolike|Kishës Katolike|Kishën Katolike|sf|the Catholic Church
Universiteti i Tiranës|Universitetit të Tiranës|Universitetin e Tiranës|sm|the University of Tirana
Shteti Islamik|Shtetit Islamik|Shtetin Islamik|sm|the Islamic State
Radio Evropa e Lirë|Radios Evropa e Lirë|Radion Evropa e Lirë|sf|Radio Free Europe
Zëri i Amerikës|Zërit të Amerikës|Zërin e Amerikës|sm|the Voice of America
Uashington Posti|Uashington Postit|Uashington Postin|sm|the Washington Post
Komuniteti i Komunave Serbe|Komunitetit të Komunave Serbe|Komunitetin e Komunave Serbe|sm|the Community of Serb Municipalities
Ushtria Çlirimtare e Kosovës|Ushtrisë Çlirimtare të Kosovës|Ushtrinë Çlirimtare të Kosovës|sf|the Kosovo Liberation Army
BE-ja|BE-së|BE-në|sf|the EU
NATO-ja|NATO-s|NATO-n|sf|NATO
OKB-ja|OKB-së|OKB-në|sf|the UN
SHBA-ja|SHBA-së|SHBA-në|sf|the US
SHBA-të|SHBA-ve|SHBA-të|pf|the US
OSBE-ja|OSBE-së|OSBE-në|sf|the OSCE
FMN-ja|FMN-së|FMN-në|sf|the IMF
OBSH-ja|OBSH-së|OBSH-në|sf|the WHO
KFOR-i|KFOR-it|KFOR-in|sm|KFOR
EULEX-i|EULEX-it|EULEX-in|sm|EULEX
UNMIK-u|UNMIK-ut|UNMIK-un|sm|UNMIK
UNESCO-ja|UNESCO-s|UNESCO-n|sf|UNESCO
UNICEF-i|UNICEF-it|UNICEF-in|sm|UNICEF
FBI-ja|FBI-së|FBI-në|sf|the FBI
CIA|CIA-s|CIA-n|sf|the CIA
BBC-ja|BBC-së|BBC-në|sf|the BBC
CNN-ja|CNN-së|CNN-në|sf|CNN
UEFA|UEFA-s|UEFA-n|sf|UEFA
FIFA|FIFA-s|FIFA-n|sf|FIFA
PD-ja|PD-së|PD-në|sf|the PD
PS-ja|PS-së|PS-në|sf|the PS
LSI-ja|LSI-së|LSI-në|sf|the LSI
LDK-ja|LDK-së|LDK-në|sf|the LDK
PDK-ja|PDK-së|PDK-në|sf|the PDK
AAK-ja|AAK-së|AAK-në|sf|the AAK
UÇK-ja|UÇK-së|UÇK-në|sf|the KLA
SPAK-u|SPAK-ut|SPAK-un|sm|SPAK
KQZ-ja|KQZ-së|KQZ-në|sf|the CEC
BERZH-i|BERZH-it|BERZH-in|sm|the EBRD
BB-ja|BB-së|BB-në|sf|the World Bank
KE-ja|KE-së|KE-në|sf|the European Commission
OJQ-ja|OJQ-së|OJQ-në|sf|the NGO
OJQ-të|OJQ-ve|OJQ-të|pf|the NGOs
FSK-ja|FSK-së|FSK-në|sf|the KSF
RTSH-ja|RTSH-së|RTSH-në|sf|RTSH
RTK-ja|RTK-së|RTK-në|sf|RTK
Google|Google-it|Google-in|sm|Google
Facebook-u|Facebook-ut|Facebook-un|sm|Facebook
Twitter-i|Twitter-it|Twitter-in|sm|Twitter
Apple|Apple-it|Apple-in|sm|Apple
Microsoft-i|Microsoft-it|Microsoft-in|sm|Microsoft
Telekomi|Telekomit|Telekomin|sm|Telekom
Real Madridi|Real Madridit|Real Madridin|sm|Real Madrid
Juventusi|Juventusit|Juventusin|sm|Juventus
Mançester Junajtidi|Mançester Junajtidit|Mançester Junajtidin|sm|Manchester United
Bajerni|Bajernit|Bajernin|sm|Bayern
Komisioni i Venecias|Komisionit të Venecias|Komisionin e Venecias|sm|the Venice Commission
Amnesty International|Amnesty International-it|Amnesty International-in|sm|Amnesty International
Hamasi|Hamasit|Hamasin|sm|Hamas
Hezbollahu|Hezbollahut|Hezbollahun|sm|Hezbollah
Pentagoni|Pentagonit|Pentagonin|sm|the Pentagon
Kongresi amerikan|Kongresit amerikan|Kongresin amerikan|sm|the US Congress
Senati amerikan|Senatit amerikan|Senatin amerikan|sm|the US Senate
Gazprom-i|Gazprom-it|Gazprom-in|sm|Gazprom
Reuters|Reuters-it|Reuters-in|sm|Reuters
Agjencia Telegrafike Shqiptare|Agjencisë Telegrafike Shqiptare|Agjencinë Telegrafike Shqiptare|sf|the Albanian Telegraphic Agency"""


def surname_cases(s):
    """(nom, gen, acc) of a surname or first name used as head"""
    if s.endswith(("ia", "ja")) and len(s) > 4:
        return (
            s,
            s[:-1] + "s" if False else s[:-1] + "ës" if s[-2] != "i" else s[:-1] + "së",
            s[:-1] + "ën" if s[-2] != "i" else s[:-1] + "në",
        )
    if s.endswith("a"):
        return s, s[:-1] + "ës", s[:-1] + "ën"
    if s.endswith(("i", "u", "y")):
        return s, s + "t", s + "n"
    if s.endswith("j"):
        return s, s + "t", s + "n"
    if s.endswith("e"):
        return s, s + "s", s + "n"
    if s.endswith("o"):
        return s, s + "s", s + "n"
    if s.endswith(("k", "g", "h")) and not s.endswith(("sh", "th", "xh", "zh", "dh")):
        return s, s + "ut", s + "un"
    return s, s + "it", s + "in"


def alone(s):
    """nominative of a name standing alone: Arben -> Arbeni"""
    if re.search("[aeiouyëj]$", s):
        return s
    return s + ("u" if s.endswith(("k", "g", "h")) and not s.endswith(("sh", "th", "xh", "zh", "dh")) else "i")


def place_f(d, indef=None):
    if indef:
        pass
    if d.endswith(("ja",)) and d[-3] in "aeou" and d not in ("Peja",):
        b = d[:-2]
        return d, b + "së", b + "në", indef or b
    if d.endswith("ia"):
        b = d[:-1]
        return d, b + "së", b + "në", indef or b
    b = d[:-1]
    return d, b + "ës", b + "ën", indef or b + "ë"


def main():
    rows = []
    for n in MALE:
        _, g, a = surname_cases(n)
        rows.append(
            (
                "first",
                n,
                g,
                a,
                alone(n),
                "sm",
                {"Xhon": "John", "Piter": "Peter", "Tomas": "Thomas", "Aleksandër": "Alexander", "Erik": "Eric"}.get(
                    n, n
                ),
            )
        )
    for n in FEMALE:
        _, g, a = surname_cases(n)
        if n == "Liri":
            g, a = "Lirisë", "Lirinë"
        if n == "Maria":
            g, a = "Marisë", "Marinë"
        rows.append(
            (
                "first",
                n,
                g,
                a,
                "Liria" if n == "Liri" else "Fatimja" if n == "Fatime" else "Valdetja" if n == "Valdete" else n,
                "sf",
                n,
            )
        )
    for n in SURN:
        _, g, a = surname_cases(n)
        if n in ("Kadare",):
            g, a = "Kadaresë", "Kadarenë"
        rows.append(("sur", n, g, a, alone(n), "sm", n))
    for x in SURF:
        e, s = (x.split("|") + [x])[:2]
        s = s if "|" in x else x
        _, g, a = surname_cases(s)
        rows.append(("sur", s, g, a, alone(s), "sm", e))
    for x in FOREIGN:
        s, e = x.strip().split("|")
        fem = s.split()[0] in ("Angela", "Ursula", "Vjosa", "Hilari", "Tereza", "Kamala", "Nënë")
        first, last = s.rsplit(" ", 1)
        _, g, a = surname_cases(last)
        if last == "Kadare":
            g, a = "Kadaresë", "Kadarenë"
        rows.append(("person", s, first + " " + g, first + " " + a, s, "sf" if fem else "sm", e))
    for x in PLACES_F.split():
        p = x.split("|")
        if p[1] == "x" or p[-1] == "x":
            continue
        d, g, a, i = place_f(p[0], p[2] if len(p) > 2 else None)
        rows.append(("place", d, g, a, i, "sf", p[1].replace("_", " ")))
    for x in PLACES_M.split():
        d, e = x.split("|")
        if e == "x":
            continue
        d, e = d.replace("_", " "), e.replace("_", " ")
        bare = d if d in ("Helsinki", "Dubai", "Shangai") else d[:-1]
        rows.append(("place", d, d + "t", d + "n", bare, "sm", e))
    for r in PLACES_X:
        rows.append(("place",) + r)
    for line in ORGS.split("\n"):
        n, g, a, ng, e = line.split("|")
        rows.append(("org", n, g, a, a, ng, e))
    with open("names.tsv", "w", encoding="utf8") as f:
        f.write("kind\tnom\tgen\tacc\tbare\tnumgender\ten\n")
        for r in rows:
            f.write("\t".join(r) + "\n")
    print(len(rows))


if __name__ == "__main__":
    main()
