"""Hand-written news vocabulary: nouns by class, adjectives, adverbs, verb frames, prepositions.

Classes: P person, O organisation, L place, E event, A abstract, D document/speech, M money,
T thing, F food/material (mass), H harm/crime, B body.  lemma=gloss; '_' is a space; '!' after a gloss = mass noun.
"""

NOUNS = {
    "P": """president=president kryeministër=prime_minister ministër=minister deputet=lawmaker kryetar=chairman drejtor=director zëdhënës=spokesman
ambasador=ambassador diplomat=diplomat senator=senator guvernator=governor kancelar=chancellor mbret=king princ=prince sekretar=secretary
zyrtar=official këshilltar=adviser nëpunës=civil_servant kandidat=candidate udhëheqës=leader lider=leader aktivist=activist gazetar=journalist
reporter=reporter redaktor=editor shkrimtar=writer poet=poet aktor=actor aktore=actress regjisor=film_director këngëtar=singer këngëtare=singer
muzikant=musician artist=artist piktor=painter prokuror=prosecutor gjyqtar=judge avokat=lawyer hetues=investigator polic=police_officer ushtar=soldier
oficer=officer gjeneral=general kolonel=colonel komandant=commander pilot=pilot marinar=sailor zjarrfikës=firefighter mjek=doctor infermiere=nurse
pacient=patient kirurg=surgeon shkencëtar=scientist studiues=researcher ekspert=expert analist=analyst ekonomist=economist historian=historian
inxhinier=engineer arkitekt=architect profesor=professor mësues=teacher mësuese=teacher student=student studente=student nxënës=pupil
prind=parent fëmijë=child djalë=boy vajzë=girl burrë=man grua=woman qytetar=citizen banor=resident fqinj=neighbor mik=friend armik=enemy anëtar=member
punëtor=worker punonjës=employee punëdhënës=employer menaxher=manager biznesmen=businessman sipërmarrës=entrepreneur investitor=investor
tregtar=trader fermer=farmer peshkatar=fisherman bari=shepherd shofer=driver udhëtar=passenger turist=tourist klient=customer konsumator=consumer
votues=voter refugjat=refugee emigrant=emigrant migrant=migrant terrorist=terrorist kriminel=criminal vrasës=killer hajdut=thief
dëshmitar=witness peng=hostage trajner=coach lojtar=player futbollist=footballer portier=goalkeeper sulmues=striker kampion=champion
sportist=athlete tifoz=fan drejtues=executive themelues=founder pronar=owner baba=father nënë=mother vëlla=brother motër=sister bir=son
bijë=daughter gjysh=grandfather gjyshe=grandmother kushëri=cousin bashkëshort=husband bashkëshorte=wife prift=priest imam=imam peshkop=bishop
papë=pope besimtar=believer hero=hero pasues=follower paraardhës=predecessor kundërshtar=opponent aleat=ally partner=partner rival=rival koleg=colleague
shok=friend bashkëpunëtor=associate mbështetës=supporter kritik=critic protestues=protester demonstrues=demonstrator rebel=rebel luftëtar=fighter
agjent=agent spiun=spy vëzhgues=observer negociator=negotiator ndërmjetës=mediator përfaqësues=representative delegat=delegate autor=author
botues=publisher lexues=reader shikues=viewer kuzhinier=cook kamerier=waiter mekanik=mechanic dentist=dentist psikolog=psychologist jurist=legal_expert
viktimë=victim person=person njeri=man individ=individual pensionist=pensioner veteran=veteran specialist=specialist teknik=technician
komisioner=commissioner inspektor=inspector shef=chief presidente=president ministre=minister deputete=lawmaker gazetare=journalist
mbretëreshë=queen princeshë=princess shoqe=friend kryebashkiak=mayor avokate=lawyer i_pandehur=defendant diktator=dictator
ekstremist=extremist pirat=pirate trafikant=trafficker azilant=asylum_seeker minator=miner xhaxha=uncle teze=aunt nip=nephew mbesë=niece foshnjë=baby
adoleshent=teenager binjak=twin pushtues=occupier tradhtar=traitor milioner=millionaire miliarder=billionaire""",
    "O": """qeveri=government ministri=ministry parlament=parliament kuvend=assembly presidencë=presidency opozitë=opposition parti=party koalicion=coalition
komision=commission komitet=committee këshill=council bashki=municipality komunë=municipality gjykatë=court prokurori=prosecutor's_office
polici=police ushtri=army ambasadë=embassy konsullatë=consulate organizatë=organization shoqatë=association sindikatë=trade_union agjenci=agency
institucion=institution institut=institute universitet=university kompani=company ndërmarrje=enterprise firmë=firm
bankë=bank gazetë=newspaper revistë=magazine aleancë=alliance federatë=federation ligë=league skuadër=team ekip=team klub=club
autoritet=authority inspektorat=inspectorate departament=department zyrë=office njësi=unit mision=mission delegacion=delegation grup=group
bandë=gang lëvizje=movement familje=family akademi=academy fondacion=foundation senat=senate bord=board administratë=administration
biznes=business industri=industry korporatë=corporation shtet=state komb=nation popull=people shoqëri=society komunitet=community regjim=regime
mbretëri=kingdom republikë=republic vend=country kabinet=cabinet flotë=fleet brigadë=brigade batalion=battalion patrullë=patrol
trupë=troop shumicë=majority pakicë=minority delegacion=delegation operator=operator prodhues=manufacturer furnizues=supplier trust=trust""",
    "L": """qytet=city fshat=village rrugë=street shesh=square kryeqytet=capital rajon=region zonë=area territor=territory kufi=border port=port aeroport=airport
stacion=station urë=bridge tunel=tunnel autostradë=highway lagje=neighborhood park=park stadium=stadium muze=museum teatër=theater kinema=cinema
bibliotekë=library restorant=restaurant hotel=hotel dyqan=shop treg=market qendër=center ndërtesë=building shtëpi=house apartament=apartment pallat=palace
kopsht=garden fushë=field mal=mountain lumë=river liqen=lake det=sea bregdet=coast plazh=beach ishull=island pyll=forest luginë=valley burg=prison
kamp=camp bazë=base vendbanim=settlement sallë=hall dhomë=room kuzhinë=kitchen kishë=church xhami=mosque manastir=monastery kështjellë=castle
varrezë=cemetery provincë=province krahinë=province qark=county kontinent=continent botë=world shkollë=school spital=hospital fabrikë=factory
klinikë=clinic farmaci=pharmacy postë=post_office vend=place fermë=farm minierë=mine magazinë=warehouse seli=headquarters garazh=garage
supermarket=supermarket kafene=cafe bulevard=boulevard trotuar=sidewalk gjimnaz=high_school klasë=class laborator=laboratory poligon=training_ground
kantier=construction_site hekurudhë=railway gadishull=peninsula shkretëtirë=desert kodër=hill""",
    "E": """takim=meeting mbledhje=meeting konferencë=conference samit=summit negociatë=negotiation zgjedhje=election luftë=war sulm=attack protestë=protest
demonstratë=demonstration grevë=strike marshim=march festë=celebration festival=festival koncert=concert ndeshje=match garë=race finale=final
turne=tournament kampionat=championship aksident=accident tërmet=earthquake përmbytje=flood zjarr=fire shpërthim=explosion krizë=crisis vizitë=visit
seancë=session gjyq=trial proces=process hetim=investigation operacion=operation fushatë=campaign referendum=referendum votim=vote ceremoni=ceremony
dasmë=wedding funeral=funeral incident=incident vrasje=murder grabitje=robbery arrestim=arrest konflikt=conflict betejë=battle revolucion=revolution
pandemi=pandemic epidemi=epidemic stuhi=storm debat=debate fjalim=speech intervistë=interview ekspozitë=exhibition ngjarje=event rast=case
lojë=game udhëtim=trip përplasje=clash bombardim=bombing pushtim=invasion bllokadë=blockade tragjedi=tragedy katastrofë=disaster thatësirë=drought
armëpushim=ceasefire përvjetor=anniversary seminar=seminar panair=fair mosmarrëveshje=dispute kontroll=check""",
    "A": """politikë=policy ekonomi=economy siguri=security! mbrojtje=defense! liri=freedom demokraci=democracy drejtësi=justice! pavarësi=independence!
sovranitet=sovereignty! paqe=peace! stabilitet=stability! rritje=growth! zhvillim=development reformë=reform ndryshim=change problem=problem sfidë=challenge
çështje=issue pyetje=question zgjidhje=solution vendim=decision plan=plan projekt=project program=program strategji=strategy masë=measure hap=step
përpjekje=effort qëllim=goal objektiv=objective arsye=reason shkak=cause pasojë=consequence ndikim=impact efekt=effect rol=role rezultat=result
sukses=success dështim=failure fitore=victory humbje=loss avantazh=advantage mundësi=opportunity detyrë=duty përgjegjësi=responsibility
detyrim=obligation kërkesë=request propozim=proposal ofertë=offer kusht=condition standard=standard parim=principle vlerë=value ide=idea
mendim=opinion qëndrim=stance pozicion=position situatë=situation sistem=system metodë=method mënyrë=way formë=form
nivel=level cilësi=quality shifër=figure ulje=reduction normë=rate rrezik=risk kërcënim=threat frikë=fear shpresë=hope besim=trust!
mbështetje=support! ndihmë=aid! bashkëpunim=cooperation! marrëdhënie=relationship lidhje=link dialog=dialogue integrim=integration!
anëtarësim=membership zgjerim=enlargement! arsim=education! shëndetësi=health_care! shëndet=health! kulturë=culture sport=sport shkencë=science
teknologji=technology histori=history gjuhë=language fe=religion traditë=tradition trashëgimi=heritage! jetë=life vdekje=death punë=work! pushtet=power!
fuqi=power! forcë=force energji=energy! burim=source mjedis=environment klimë=climate trafik=traffic! turizëm=tourism! bujqësi=agriculture! tregti=trade!
prodhim=production! konsum=consumption! investim=investment akuzë=accusation dyshim=suspicion kritikë=criticism! reagim=reaction përgjigje=response
informacion=information! gabim=mistake dëm=damage! angazhim=commitment përkushtim=dedication! interes=interest përvojë=experience! aftësi=ability
njohuri=knowledge! talent=talent karrierë=career mandat=term prioritet=priority përparim=progress! pengesë=obstacle vështirësi=difficulty
shqetësim=concern presion=pressure! tension=tension sanksion=sanction ndalim=ban kufizim=restriction përjashtim=exception garanci=guarantee
transparencë=transparency! llogaridhënie=accountability! barazi=equality! diskriminim=discrimination! dinjitet=dignity! emër=name titull=title
veprim=action aktivitet=activity ndërhyrje=intervention praktikë=practice procedurë=procedure model=model shembull=example fazë=phase afat=deadline
fillim=beginning fund=end kohë=time mungesë=lack! nevojë=need dëshirë=wish ëndërr=dream vullnet=will ndërtim=construction! privatizim=privatization!
rindërtim=reconstruction! transport=transport! konkurrencë=competition! iniciativë=initiative vizion=vision e_drejtë=right tërheqje=withdrawal dorëheqje=resignation
emërim=appointment kthim=return hapje=opening mbyllje=closure transferim=transfer dërgim=dispatch pranim=acceptance refuzim=refusal njohje=recognition
kompromis=compromise konsensus=consensus unitet=unity! tolerancë=tolerance! rend=order hetim=investigation ndjenjë=feeling kujtim=memory
sjellje=behavior! zakon=custom tendencë=trend potencial=potential rrethanë=circumstance fakt=fact""",
    "H": """korrupsion=corruption! krim=crime dhunë=violence! terrorizëm=terrorism! varfëri=poverty! papunësi=unemployment! inflacion=inflation!
ndotje=pollution! vrasje=murder vjedhje=theft mashtrim=fraud! kontrabandë=smuggling! genocid=genocide rrëmbim=kidnapping sëmundje=disease virus=virus
infeksion=infection kancer=cancer! urrejtje=hatred! luftë=war kriza=crisis""",
    "M": """buxhet=budget taksë=tax tatim=tax pagë=salary pension=pension çmim=price kredi=loan borxh=debt fond=fund subvencion=subsidy gjobë=fine
faturë=bill kosto=cost fitim=profit deficit=deficit kapital=capital! aset=asset aksion=share tarifë=tariff grant=grant qira=rent eksport=export
import=import shpenzim=expense kompensim=compensation! bursë=scholarship interes=interest doganë=customs_duty""",
    "D": """ligj=law kushtetutë=constitution rezolutë=resolution dokument=document raport=report letër=letter deklaratë=statement kontratë=contract
projektligj=bill nen=article amendament=amendment marrëveshje=agreement traktat=treaty pasaportë=passport vizë=visa leje=permit licencë=license
listë=list libër=book artikull=article roman=novel film=film këngë=song poezi=poem fotografi=photo video=video mesazh=message njoftim=announcement
komunikatë=press_release studim=study sondazh=poll analizë=analysis hartë=map ftesë=invitation ankesë=complaint padi=lawsuit aktakuzë=indictment
dënim=sentence lajm=news_item protokoll=protocol faqe=page diplomë=diploma provim=exam provë=piece_of_evidence version=version
përkthim=translation shkrim=piece_of_writing intervistë=interview peticion=petition vendim=decision urdhër=order rregullore=regulation certifikatë=certificate
ditar=diary dramë=drama serial=series koment=comment""",
    "T": """makinë=car automjet=vehicle kamion=truck autobus=bus tren=train avion=plane helikopter=helicopter anije=ship varkë=boat biçikletë=bicycle
motoçikletë=motorcycle armë=weapon pistoletë=pistol thikë=knife bombë=bomb raketë=rocket tank=tank mjet=tool kompjuter=computer telefon=phone
celular=cell_phone kamerë=camera ekran=screen rrjet=network aplikacion=application pajisje=device motor=engine ilaç=medicine vaksinë=vaccine maskë=mask
këpucë=shoe fustan=dress çelës=key derë=door dritare=window tavolinë=table karrige=chair krevat=bed mur=wall gur=stone valixhe=suitcase çantë=bag
pako=package dhuratë=gift flamur=flag monedhë=coin simbol=symbol shenjë=sign orë=clock pemë=tree lule=flower bimë=plant kafshë=animal qen=dog mace=cat
kalë=horse lopë=cow dele=sheep zog=bird top=ball gotë=glass shishe=bottle pjatë=plate libër=book laps=pencil satelit=satellite pasqyrë=mirror kuti=box
panel=panel tubacion=pipeline rezervuar=reservoir digë=dam kullë=tower monument=monument statujë=statue pikturë=painting piano=piano kitarë=guitar
traktor=tractor frigorifer=refrigerator llambë=lamp batanije=blanket çadër=umbrella xhaketë=jacket kapelë=hat syze=glasses predhë=shell minë=mine""",
    "F": """karburant=fuel! naftë=oil! gaz=gas! ujë=water! energji=energy! bukë=bread! ushqim=food! qumësht=milk! mish=meat! djathë=cheese!
kafe=coffee! çaj=tea! verë=wine! birrë=beer! ar=gold! argjend=silver! hekur=iron! dru=wood! letër=paper! plastikë=plastic! kripë=salt! sheqer=sugar!
grurë=wheat! oriz=rice! mjaltë=honey! vaj=oil! qymyr=coal! çelik=steel! drogë=drugs! heroinë=heroin! kokainë=cocaine! kanabis=cannabis! duhan=tobacco!
pambuk=cotton! lesh=wool! miell=flour! rërë=sand! çimento=cement! municion=ammunition! eksploziv=explosive dritë=light! ajër=air!""",
    "B": """trup=body kokë=head dorë=hand sy=eye gojë=mouth zemër=heart këmbë=leg fytyrë=face plagë=wound mushkëri=lung mëlçi=liver veshkë=kidney
shpatull=shoulder gisht=finger hundë=nose vesh=ear lëkurë=skin kockë=bone tru=brain gjak=blood!""",
}

# adjective=gloss ; the class string says what it naturally modifies
ADJ = {
    "*": """i_ri=new i_madh=big i_vogël=small i_mirë=good i_keq=bad i_rëndësishëm=important i_fundit=last i_parë=first i_dytë=second i_tretë=third i_ndryshëm=different
i_veçantë=special i_njohur=well-known i_vërtetë=real i_zakonshëm=ordinary i_papritur=unexpected i_rrezikshëm=dangerous i_suksesshëm=successful i_dobët=weak
i_fortë=strong i_vjetër=old i_tanishëm=current i_ardhshëm=future i_mëparshëm=previous i_përbashkët=joint i_nevojshëm=necessary i_jashtëzakonshëm=extraordinary
tjetër=other kryesor=main interesant=interesting i_rrallë=rare i_famshëm=famous i_çuditshëm=strange i_tmerrshëm=terrible i_shkëlqyer=excellent""",
    "P": """i_ri=young i_moshuar=elderly i_lartë=senior i_zgjuar=smart i_varfër=poor i_pasur=rich i_sëmurë=sick i_plagosur=wounded i_vdekur=dead i_lumtur=happy i_trishtuar=sad
i_lodhur=tired i_zemëruar=angry i_ndershëm=honest i_guximshëm=brave i_arrestuar=arrested i_dyshuar=suspected i_pafajshëm=innocent fajtor=guilty
i_armatosur=armed i_papunë=unemployed i_martuar=married i_huaj=foreign i_talentuar=talented i_respektuar=respected i_shqetësuar=worried i_bukur=beautiful
i_gatshëm=willing i_aftë=capable i_lirë=free profesional=professional ambicioz=ambitious""",
    "O": """publik=public privat=private shtetëror=state ndërkombëtar=international kombëtar=national lokal=local rajonal=regional i_pavarur=independent i_fuqishëm=powerful
qendror=central opozitar=opposition demokratik=democratic socialist=socialist qeveritar=governmental joqeveritar=non-governmental humanitar=humanitarian
financiar=financial energjetik=energy i_huaj=foreign ushtarak=military politik=political kushtetues=constitutional special=special komunist=communist
konservator=conservative liberal=liberal""",
    "L": """historik=historic i_bukur=beautiful i_qetë=quiet i_largët=distant i_afërt=nearby verior=northern jugor=southern lindor=eastern perëndimor=western qendror=central
turistik=tourist industrial=industrial malor=mountainous bregdetar=coastal i_ndotur=polluted i_shkatërruar=destroyed i_braktisur=abandoned i_sigurt=safe
urban=urban rural=rural i_ndërtuar=built i_mbyllur=closed i_hapur=open i_izoluar=isolated""",
    "E": """ndërkombëtar=international kombëtar=national i_dhunshëm=violent tragjik=tragic historik=historic vjetor=annual zyrtar=official elektoral=electoral
parlamentar=parliamentary presidencial=presidential paqësor=peaceful i_gjatë=long i_shkurtër=short global=global masiv=massive botëror=world evropian=European
vendimtar=decisive i_përgjakshëm=bloody publik=public sportiv=sports kulturor=cultural shkencor=scientific""",
    "A": """politik=political ekonomik=economic social=social kulturor=cultural ligjor=legal i_qartë=clear i_paqartë=unclear i_thellë=deep i_lartë=high i_ulët=low i_rëndë=serious
i_lehtë=easy i_vështirë=difficult i_mundshëm=possible i_pamundur=impossible pozitiv=positive negativ=negative global=global rajonal=regional strategjik=strategic
financiar=financial historik=historical moral=moral fetar=religious etnik=ethnic njerëzor=human i_përhershëm=permanent i_përkohshëm=temporary aktual=current
i_plotë=full i_pjesshëm=partial i_drejtpërdrejtë=direct i_vazhdueshëm=continuous i_shpejtë=rapid i_ngadaltë=slow i_drejtë=fair i_padrejtë=unfair
i_ligjshëm=lawful i_paligjshëm=illegal institucional=institutional diplomatik=diplomatic ushtarak=military praktik=practical konkret=concrete themelor=fundamental
real=real ideal=ideal teknik=technical afatgjatë=long-term afatshkurtër=short-term i_pranueshëm=acceptable i_papranueshëm=unacceptable urgjent=urgent serioz=serious
i_qëndrueshëm=sustainable i_përgjithshëm=general i_përditshëm=daily digjital=digital modern=modern tradicional=traditional""",
    "D": """zyrtar=official i_ri=new i_shkruar=written i_botuar=published sekret=secret i_detajuar=detailed i_hapur=open i_gjatë=long i_shkurtër=short vjetor=annual
i_nënshkruar=signed ndërkombëtar=international i_vlefshëm=valid i_pavlefshëm=invalid i_rremë=false i_përditësuar=updated dypalësh=bilateral shumëpalësh=multilateral""",
    "M": """mujor=monthly vjetor=annual i_lartë=high i_ulët=low minimal=minimum maksimal=maximum mesatar=average shtetëror=state publik=public shtesë=additional i_madh=large
i_papaguar=unpaid bankar=bank""",
    "T": """i_zi=black i_bardhë=white i_kuq=red i_verdhë=yellow i_gjelbër=green blu=blue i_kaltër=blue i_rëndë=heavy i_lehtë=light i_shtrenjtë=expensive i_lirë=cheap modern=modern i_thyer=broken
i_pastër=clean i_ndyrë=dirty elektrik=electric elektronik=electronic i_vjedhur=stolen i_dëmtuar=damaged i_gjatë=long i_bukur=beautiful i_përdorur=used""",
    "F": """i_pastër=clean i_shtrenjtë=expensive i_lirë=cheap i_freskët=fresh i_ngrohtë=warm i_ftohtë=cold vendor=local i_importuar=imported natyror=natural organik=organic""",
    "H": """i_organizuar=organized i_rëndë=serious i_përhapur=widespread ekonomik=economic""",
    "B": """i_djathtë=right i_majtë=left""",
}
NATION = """shqiptar=Albanian kosovar=Kosovar serb=Serbian maqedonas=Macedonian malazez=Montenegrin grek=Greek italian=Italian gjerman=German francez=French
britanik=British anglez=English amerikan=American rus=Russian ukrainas=Ukrainian kinez=Chinese japonez=Japanese turk=Turkish kroat=Croatian boshnjak=Bosniak
bullgar=Bulgarian rumun=Romanian hungarez=Hungarian austriak=Austrian zviceran=Swiss spanjoll=Spanish portugez=Portuguese holandez=Dutch belg=Belgian
suedez=Swedish norvegjez=Norwegian danez=Danish polak=Polish çek=Czech slloven=Slovenian sllovak=Slovak iranian=Iranian irakian=Iraqi sirian=Syrian
izraelit=Israeli palestinez=Palestinian egjiptian=Egyptian indian=Indian pakistanez=Pakistani afgan=Afghan australian=Australian kanadez=Canadian brazilian=Brazilian
meksikan=Mexican afrikan=African aziatik=Asian evropian=European ballkanik=Balkan arab=Arab koreanojugor=South_Korean finlandez=Finnish irlandez=Irish skocez=Scottish
libian=Libyan saudit=Saudi qipriot=Cypriot"""
PRENOM = [("ish", "former")]

ADV_MANNER = """shpejt=quickly ngadalë=slowly hapur=openly qartë=clearly zyrtarisht=officially publikisht=publicly menjëherë=immediately plotësisht=completely
pjesërisht=partially kategorikisht=categorically vazhdimisht=constantly papritur=suddenly rregullisht=regularly seriozisht=seriously
paqësisht=peacefully drejtpërdrejt=directly lehtësisht=easily fort=strongly rishtas=again përsëri=again sërish=again shpesh=often rrallë=rarely
gjithmonë=always tashmë=already ende=still së_shpejti=soon së_fundmi=recently kohët_e_fundit=recently aktualisht=currently më_në_fund=finally
përfundimisht=definitively gradualisht=gradually fshehurazi=secretly me_kujdes=carefully me_sukses=successfully me_forcë=by_force me_vendosmëri=firmly
bashkë=together së_bashku=together vetëm=only personalisht=personally automatikisht=automatically ligjërisht=legally politikisht=politically
rëndë=seriously lehtë=slightly përkohësisht=temporarily njëzëri=unanimously tërësisht=entirely kryesisht=mainly sidomos=especially në_veçanti=in_particular"""
ADV_SENT = """megjithatë=however fatkeqësisht=unfortunately për_fat_të_mirë=fortunately sigurisht=of_course ndoshta=perhaps mbase=maybe në_fakt=in_fact
në_të_vërtetë=in_fact përveç_kësaj=besides nga_ana_tjetër=on_the_other_hand ndërkohë=meanwhile prandaj=therefore për_këtë_arsye=for_this_reason
për_shembull=for_example së_pari=first në_përgjithësi=in_general si_zakonisht=as_usual sipas_tij=according_to_him sipas_saj=according_to_her gjithashtu=also
më_pas=then pas_kësaj=after_this për_momentin=for_the_moment në_fund=in_the_end zakonisht=usually me_sa_duket=apparently natyrisht=naturally
si_rezultat=as_a_result me_fjalë_të_tjera=in_other_words në_çdo_rast=in_any_case në_këtë_mënyrë=in_this_way fillimisht=initially kryesisht=mainly
pa_dyshim=undoubtedly përkundrazi=on_the_contrary për_më_tepër=moreover nga_ana_e_tij=for_his_part tani_për_tani=for_now sidoqoftë=anyway"""

# lemma | english | subject classes | complements ; ~ = middle lexeme (takohem); s = stative; complement: O:classes | prep:classes:english prep | D:classes:to
VERBS = """
takoj|meet|PO|O:P
takoj~|meet|PO|me:PO:with
vizitoj|visit|P|O:LO
pres|expect|PO|O:EA
pres|wait for|P|O:P
mirëpres|welcome|PO|O:ADE
shoh|see|P|O:PTLE
shikoj|watch|P|O:EDT
dëgjoj|listen to|P|O:PD
dëgjoj|hear|P|O:D
lexoj|read|P|O:D
shkruaj|write|P|O:D
botoj|publish|PO|O:D
publikoj|publish|PO|O:D
përkthej|translate|P|O:D
përgatit|prepare|PO|O:DA
hartoj|draft|PO|O:D
miratoj|approve|PO|O:DM
kundërshtoj|oppose|PO|O:ADE
refuzoj|reject|PO|O:AD
pranoj|accept|PO|O:AD
nënshkruaj|sign|PO|O:D
firmos|sign|PO|O:D
zbatoj|implement|PO|O:DA
shkel|violate|PO|O:D
respektoj|respect|PO|O:DP
ndryshoj|change|PO|O:DA
propozoj|propose|PO|O:DA
shqyrtoj|examine|PO|O:DA
analizoj|analyze|PO|O:DA
diskutoj|discuss|PO|O:A
diskutoj|discuss|PO|për:A:=
debatoj|debate|P|për:AD:about
flas|speak|P|për:ADE:about
flas|speak|P|me:P:with
bisedoj|talk|P|me:P:with
shpjegoj|explain|P|O:A
përshkruaj|describe|P|O:EA
kritikoj|criticize|PO|O:POA
lavdëroj|praise|PO|O:POA
mbështet|support|PO|O:POA
ndihmoj|help|PO|O:PO
mbroj|defend|PO|O:POLA
mbroj|protect|PO|O:PL
sulmoj|attack|PO|O:POL
godas|hit|PO|O:PLT
vras|kill|P|O:P
plagos|wound|P|O:P
rrah|beat|P|O:P
rrëmbej|kidnap|P|O:P
kërcënoj|threaten|PO|O:PO
arrestoj|arrest|PO|O:P
ndaloj|stop|PO|O:PTE
ndaloj|ban|O|O:EDT
liroj|release|PO|O:P
dënoj|condemn|PO|O:EHA
dënoj|sentence|O|O:P
akuzoj|accuse|PO|O:P për:H:of
akuzoj|accuse|PO|O:PO
hetoj|investigate|PO|O:EH
gjykoj|judge|PO|O:P
shpall|declare|PO|O:EA
paralajmëroj|warn|PO|O:PO
informoj|inform|PO|O:PO
njoftoj|notify|PO|O:PO
emëroj|appoint|PO|O:P
shkarkoj|dismiss|PO|O:P
zgjedh|choose|PO|O:PA
zgjedh|elect|O|O:P
ftoj|invite|PO|O:P
dërgoj|send|PO|O:DTP
dërgoj|send|PO|O:DT D:PO:to
sjell|bring|PO|O:TAF
marr|take|PO|O:TDM
marr|receive|PO|O:DM
jap|give|PO|O:MDT D:PO:to
jap|give|PO|O:A D:P:to
dhuroj|donate|PO|O:T D:PO:to
dorëzoj|hand over|PO|O:DT D:PO:to
ofroj|offer|PO|O:AM D:PO:to
ofroj|offer|PO|O:AM
shes|sell|PO|O:TFL
blej|buy|PO|O:TFL
paguaj|pay|PO|O:M
shpenzoj|spend|PO|O:M
rrit|increase|PO|O:M
ul|lower|PO|O:M
ul|reduce|PO|O:M
financoj|finance|PO|O:AOL
investoj|invest|PO|në:AL:in
prodhoj|produce|O|O:TF
eksportoj|export|O|O:F
importoj|import|O|O:F
ndërtoj|build|PO|O:L
shkatërroj|destroy|PO|O:LT
rindërtoj|rebuild|PO|O:L
hap|open|PO|O:LT
mbyll|close|PO|O:LT
riparoj|repair|P|O:TL
pastroj|clean|P|O:LT
përdor|use|PO|O:TFA
kontrolloj|check|PO|O:DTL
kontrolloj|control|PO|O:L
pushtoj|occupy|PO|O:L
çliroj|liberate|PO|O:L
bombardoj|bomb|O|O:L
rrethoj|surround|O|O:L
braktis|abandon|PO|O:LA
lë|leave|P|O:LT
gjej|find|PO|O:TDP
zbuloj|discover|PO|O:TDH
kërkoj|seek|PO|O:A
kërkoj|request|PO|O:AD
humb|lose|PO|O:TEM
fitoj|win|PO|O:E
fitoj|earn|P|O:M
vjedh|steal|P|O:TM
fsheh|hide|P|O:TDH
tregoj|show|PO|O:DTA
tregoj|tell|P|O:A D:P:to
zgjidh|solve|PO|O:A
krijoj|create|PO|O:OA
themeloj|found|PO|O:O
formoj|form|PO|O:O
udhëheq|lead|P|O:OE
drejtoj|lead|P|O:OE
organizoj|organize|PO|O:E
anuloj|cancel|PO|O:E
shtyj|postpone|PO|O:E
filloj|start|PO|O:EA
nis|launch|PO|O:EA
përfundoj|finish|PO|O:EA
vazhdoj|continue|PO|O:EA
ndërpres|interrupt|PO|O:EA
shkaktoj|cause|EAH|O:AEH
parandaloj|prevent|PO|O:EH
luftoj|fight|PO|O:H
luftoj|fight|PO|kundër:H:against
forcoj|strengthen|PO|O:A
dobësoj|weaken|EAH|O:AO
përmirësoj|improve|PO|O:A
përkeqësoj|worsen|EAH|O:A
zhvilloj|develop|PO|O:A
promovoj|promote|PO|O:A
garantoj|guarantee|PO|O:A
siguroj|ensure|PO|O:A
ruaj|preserve|PO|O:A
kujtoj|remember|P|O:PE|s
harroj|forget|P|O:PE|s
njoh|recognize|PO|O:OA
njoh|know|P|O:P|s
kuptoj|understand|P|O:A|s
di|know|P|O:A|s
dua|want|P|O:AT|s
dëshiroj|wish for|PO|O:A|s
dashuroj|love|P|O:P|s
urrej|hate|P|O:P|s
kam|have|PO|O:TMA|s
zotëroj|own|PO|O:LT|s
meritoj|deserve|PO|O:AM|s
ha|eat|P|O:F
pi|drink|P|O:F
gatuaj|cook|P|O:F
luaj|play|PO|në:E:in
këndoj|sing|P|O:D
mësoj|learn|P|O:A
studioj|study|P|O:A
përfaqësoj|represent|PO|O:OP
zëvendësoj|replace|P|O:P
ndjek|follow|PO|O:PEA
vëzhgoj|monitor|PO|O:EA
monitoroj|monitor|PO|O:EAO
inspektoj|inspect|PO|O:LT
vlerësoj|assess|PO|O:A
vlerësoj|appreciate|PO|O:A|s
konsideroj|consider|PO|O:A
përjashtoj|exclude|PO|O:P
pengoj|hinder|PO|O:A
bllokoj|block|PO|O:LA
dëmtoj|damage|EH|O:LTA
prek|affect|EHA|O:OPL
kërcënoj|threaten|EHA|O:OAP
shqetësoj|worry|EHA|O:PO
befasoj|surprise|EA|O:PO
bashkoj|unite|PO|O:OP
ndaj|share|PO|O:A
ndaj|divide|EA|O:OP
humbas|lose|PO|O:A
arrij|achieve|PO|O:A
arrij|arrive|PT|në:L:at
mbërrij|arrive|PT|në:L:at
shkoj|go|P|në:LE:to
kthej~|return|P|në:L:to
vij|come|P|në:LE:to
vij|come|P|nga:L:from
hyj|enter|PO|në:L:=
dal|leave|P|nga:L:=
largoj~|leave|P|nga:L:=
nis~|depart|PT|për:L:for
udhëtoj|travel|P|në:L:to
jetoj|live|P|në:L:in
banoj|live|P|në:L:in
qëndroj|stay|P|në:L:in
punoj|work|P|në:LO:in
punoj|work|P|për:O:for
ndodh~|be located|LT|në:L:in|s
vdes|die|P|në:LE:in
bie|fall|T|në:L:in
ndodh|happen|E|në:L:in
filloj|begin|E|
përfundoj|end|E|
vazhdoj|continue|EA|
rrit~|grow|AM|
ul~|fall|M|
shtoj~|increase|AHM|
zvogëloj~|decrease|AHM|
ndryshoj|change|A|
ekzistoj|exist|AHO||s
mungoj|be missing|PAT||s
dështoj|fail|PAE|
protestoj|protest|PO|kundër:AODE:against
votoj|vote|P|për:PO:for
votoj|vote|P|kundër:DA:against
marr pjesë|take part|PO|në:E:in
merrem|deal|PO|me:A:with
ndikoj|affect|EAH|në:AO:=
besoj|believe|P|në:A:in|s
shpresoj|hope|PO|për:A:for|s
përgatit~|prepare|PO|për:E:for
ankoj~|complain|P|për:AM:about
përgjigjem|respond|PO|D:AD:to
bashkoj~|join|PO|D:OE:=
nënshtroj~|submit|P|D:A:to
besoj|trust|PO|D:P:=|s
ndihmoj|contribute|PO|në:A:to
kontribuoj|contribute|PO|në:A:to
përballoj|withstand|PO|O:EA
përballem|face|PO|me:AH:=
përfitoj|benefit|PO|nga:AM:from
vuaj|suffer|P|nga:H:from
shërohem|recover|P|nga:H:from
konsultohem|consult|PO|me:P:with
bashkëpunoj|cooperate|PO|me:PO:with
negocioj|negotiate|PO|me:PO:with
garoj|compete|PO|në:E:in
luftoj|fight|PO|për:A:for
reagoj|react|PO|ndaj:EA:to
dyshoj|doubt|P|për:A:=|s
vendos|decide|PO|për:A:on
varem|depend|AEM|nga:AO:on|s
heq dorë|give up|PO|nga:AE:=
tërhiqem|withdraw|PO|nga:LE:from
jap dorëheqjen|resign|P|nga:O:from
shërbej|serve|P|në:O:in
protestoj|protest|P|
fle|sleep|P|
qaj|cry|P|
qesh|laugh|P|
vrapoj|run|P|në:L:in
eci|walk|P|
ulem|sit down|P|
zgjohem|wake up|P|
martohem|get married|P|
lind~|be born|P|në:L:in
plagos~|be injured|P|në:E:in
shpërthej|explode|T|
shpërthej|break out|EH|
përhap~|spread|H|në:L:in
mbaj|hold|PO|O:E
mbaj|keep|P|O:TDA
ngre|raise|PO|O:AM
heq|remove|PO|O:TA
hedh|throw|P|O:T
shtoj|add|PO|O:AD
mbledh|collect|PO|O:MDF
shpërndaj|distribute|PO|O:FMD
konfiskoj|confiscate|O|O:TFM
sekuestroj|seize|O|O:TFL
regjistroj|register|PO|O:TDP
transportoj|transport|PO|O:TF
furnizoj|supply|O|O:OL
shpëtoj|save|PO|O:P
evakuoj|evacuate|O|O:PL
trajtoj|treat|PO|O:PAH
operoj|operate on|P|O:P
punësoj|hire|O|O:P
shfrytëzoj|exploit|PO|O:AP
testoj|test|PO|O:TD
prezantoj|present|PO|O:DA
paraqes|present|PO|O:DA
përsërit|repeat|P|O:A
konfirmoj|confirm|PO|O:DA
mohoj|deny|PO|O:A
verifikoj|verify|PO|O:DA
interpretoj|interpret|P|O:D
citoj|quote|P|O:DP
mat|measure|PO|O:A
krahasoj|compare|P|O:A
numëroj|count|PO|O:TM
trondit|shake|EH|O:OL
frikësoj|frighten|EH|O:P
inkurajoj|encourage|PO|O:PA
motivoj|motivate|PA|O:P
frymëzoj|inspire|PA|O:P
provokoj|provoke|PO|O:PA
përkujtoj|commemorate|PO|O:E
festoj|celebrate|PO|O:E
nderoj|honor|PO|O:P
shpërblej|reward|PO|O:P
falënderoj|thank|P|O:PO
përshëndet|greet|P|O:P
uroj|congratulate|PO|O:P
pyes|ask|P|O:P
bind|convince|PO|O:P
detyroj|force|PO|O:P
lejoj|allow|PO|O:EA
autorizoj|authorize|PO|O:EA
koordinoj|coordinate|PO|O:A
harmonizoj|harmonize|PO|O:AD
modernizoj|modernize|PO|O:AO
reformoj|reform|PO|O:OA
privatizoj|privatize|O|O:O
rregulloj|fix|P|O:TA
dekoroj|decorate|PO|O:P
transmetoj|broadcast|O|O:ED
raportoj|report|PO|O:EA
komentoj|comment on|P|O:EAD
demantoj|deny|PO|O:D
përjetoj|experience|PO|O:EA
tejkaloj|overcome|PO|O:A
minimizoj|minimize|PO|O:A
ekspozoj|expose|PO|O:HA
çrrënjos|eradicate|PO|O:H
reduktoj|reduce|PO|O:HM
"""

# reporting verbs: 3sg aorist form lemma | english past | needs dative
REPORT = """them|say deklaroj|declare njoftoj|announce theksoj|stress nënvizoj|underline shtoj|add konfirmoj|confirm pretendoj|claim pohoj|affirm
shpjegoj|explain paralajmëroj|warn besoj|believe mendoj|think kujtoj|recall pranoj|admit mohoj|deny raportoj|report vlerësoj|estimate zbuloj|reveal
premtoj|promise shpresoj|hope di|know kuptoj|understand parashikoj|predict përsërit|repeat sugjeroj|suggest argumentoj|argue konstatoj|note vërej|observe
dyshoj|suspect frikësohem|fear informoj|report"""
CONTROL = """dua|want|s kërkoj|ask vendos|decide filloj|begin nis|start vazhdoj|continue synoj|aim planifikoj|plan pranoj|agree refuzoj|refuse
përpiqem|try arrij|manage dëshiroj|wish|s premtoj|promise shpresoj|hope|s detyrohem|be_forced guxoj|dare harroj|forget kërcënoj|threaten ofroj|offer
zgjedh|choose mundohem|try pajtohem|agree parapëlqej|prefer preferoj|prefer dështoj|fail zotohem|pledge ngurroj|hesitate mësoj|learn
angazhohem|undertake betohem|swear lejohem|be_allowed përgatitem|prepare pres|expect"""

# preposition | case (a acc, n nom, b abl, g gen) | english | classes | bare (1 = unmodified noun stays indefinite but means "the")
PREPS = """
në|a|in|LEA|1
me|a|with|POTA|0
për|a|about|AEDPO|0
për|a|for|POA|0
mbi|a|over|LA|0
mbi|a|on|A|0
nën|a|under|TA|0
pa|a|without|ADT|2
nëpër|a|through|L|1
nga|n|from|LPO|0
te|n|at|LP|0
tek|n|to|P|0
prej|b|from|LO|0
gjatë|b|during|E|0
pas|b|after|E|0
pas|b|behind|LT|0
para|b|before|E|0
para|b|in front of|L|0
përpara|b|in front of|LPO|0
sipas|b|according to|PODA|0
ndaj|b|towards|PO|0
kundër|b|against|POAH|0
rreth|b|around|L|0
rreth|b|about|A|0
afër|b|near|L|0
pranë|b|next to|L|0
përballë|b|opposite|L|0
përballë|b|in the face of|AE|0
përveç|b|except|POLT|0
brenda|b|within|OL|0
jashtë|b|outside|L|0
larg|b|far from|L|0
prapa|b|behind|LT|0
përtej|b|beyond|LA|0
nëpërmjet|b|through|AE|0
përmes|b|through|AE|0
krahas|b|alongside|POA|0
sipër|b|above|L|0
poshtë|b|below|L|0
lidhur me|a|regarding|AED|0
në lidhje me|a|in connection with|AED|0
në bazë të|g|on the basis of|DA|0
për shkak të|g|because of|EAH|0
në vend të|g|instead of|POAT|0
bashkë me|a|together with|PO|0
së bashku me|a|together with|PO|0
deri në|a|until|E|0
deri te|n|up to|L|0
që nga|n|since|E|0
me anë të|g|by means of|TA|0
në kuadër të|g|within the framework of|AD|0
me rastin e|g|on the occasion of|E|0
në emër të|g|on behalf of|PO|0
nën drejtimin e|g|under the leadership of|PO|0
në favor të|g|in favor of|POAD|0
në prani të|g|in the presence of|PO|0
falë|g|thanks to|POA|0
në mungesë të|g|in the absence of|PDA|0
pavarësisht|g|despite|AEH|0
në krahasim me|a|compared with|POLM|0
në afërsi të|g|in the vicinity of|L|0
në qendër të|g|in the center of|L|0
në anën e|g|on the side of|PO|0
me ndihmën e|g|with the help of|POT|0
nën kontrollin e|g|under the control of|PO|0
në mbrojtje të|g|in defense of|POA|0
në fushën e|g|in the field of|A|0
ndërmjet|b|between|PO|3
midis|b|between|POL|3
mes|b|between|PO|3
"""
