"""Which words speak for a person, an organisation or a place, and which never name anybody?

Written down from general knowledge of news English, as `gazetteer`, which has the names themselves.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Titles and offices that stand before a name. Written small; the text may have them either way.
TITLES = words("""
    mr mrs ms miss mx dr sir dame lord lady madam madame monsieur president vice-president minister premier
    chancellor secretary undersecretary senator sen sens rep reps representative congressman congresswoman gov govs
    governor mayor judge justice ambassador envoy commissioner general gen major maj colonel col lieutenant lt captain
    capt sergeant sgt cpl corporal private admiral adm commander marshal brigadier commodore officer detective
    inspector superintendent constable sheriff deputy king queen prince princess duke duchess earl baron baroness count
    countess emperor empress sultan emir sheikh shah pope cardinal archbishop bishop father fr sister brother
    reverend rev pastor rabbi imam ayatollah professor prof chairman chairwoman chair speaker spokesman spokeswoman
    spokesperson director chief attorney treasurer mp councillor councilman councilwoman coach manager ceo analyst
    adviser advisor counterpart leader strategist economist historian alderman alderwoman whip comptroller provost
    warden ombudsman chaplain vicar
""")
# What somebody is by trade: written small before or after a name it speaks for a person.
ROLES = TITLES | words("""
    actor actress activist agent artist astronaut athlete author banker billionaire blogger boss boxer broadcaster
    businessman businesswoman campaigner candidate celebrity chef citizen co-founder columnist comedian commentator
    composer conductor consultant correspondent cricketer critic dancer daughter defender designer dictator diplomat
    doctor driver editor engineer entrepreneur executive expert farmer father fighter filmmaker footballer forward
    founder friend girlfriend goalkeeper golfer guitarist gunman head hero host husband illustrator investigator
    investor inventor journalist killer lawmaker lawyer legend magnate midfielder militant millionaire model mother
    musician nominee novelist nurse owner painter partner philanthropist philosopher photographer physicist pianist
    pilot pioneer player playwright poet policeman politician poster president-elect presenter principal producer
    prosecutor psychologist publisher quarterback racer rapper rebel reporter researcher resident runner sailor
    scholar scientist screenwriter sculptor selector singer skipper sociologist soldier solicitor son songwriter
    star striker student suspect swimmer teacher teammate teenager tycoon veteran victim wife winger winner witness
    writer negotiator man woman boy girl commander spokesman pensioner grandmother grandfather official publicist
    caretaker janitor aide successor predecessor colleague governor-general parliamentarian scotsman irishman
    frenchman englishman dutchman welshman
""")
# Words after a title that belong to it: "Minister of Defence Rustem Umerov", "Secretary of State Marco Rubio".
POLICY = words("""
    State Defence Defense Foreign Affairs Interior Finance Health Justice Education Energy Trade Commerce Labour Labor
    Agriculture Transport Environment Culture Sport Sports Security National Homeland Intelligence Treasury Economy
    Economic Development Immigration Industry Science Technology Staff Veterans Home Human Services Housing Climate
    Digital Social Public Cooperation Co-operation Welfare Fisheries Food Works Infrastructure External International
    Regional Prevention Control Disease Budget Research Innovation Migration Civil Rights Statistics Tourism Business
""")
# An organisation's name may end with one of these …
ORG_LAST = words("""
    Academy Administration Agency Airlines Airways Alliance Army Arsenal Assembly Associates Association Athletic
    Authority Bank Board Bureau Brigade Broadcasting Cabinet Campaign Cathedral Center Centre Chamber Charity Church
    Club Coalition College Command Commission Committee Communications Community Companies Company Confederation
    Conference Congress Conservatory Consortium Convention Cross Crescent Cooperative Corp Corporation Council Court
    Courts Daily Democrats Department Directorate Division Duma Electric Enterprises Entertainment Exchange Express
    Faculty Federation Force Forces Foundation Front Fund Funds Games Gazette Group Guard Guardian Guild Herald
    Holdings Hospital Hospitals House Inc Independent Industries Initiative Inquirer Inquiry Inspectorate Institute
    Institution Institutions Insurance Jihad Journal Knesset Lab Labs Laboratories Laboratory League Legion Library
    Limited Ltd LLC LLP Magazine Mail Media Militia Ministry Mirror Mission Monitor Mosque Motors Movement Museum
    Navy Network Networks News Newspaper Nations NGO Observatory Observer Office Orchestra Organisation Organization
    Pact Parliament Partners Partnership Party PLC Police Post Press Productions Project Quartet Radio Rada Railways
    Record Records Register Regiment Republicans Review School Schools Senate Service Services Society Solutions
    Squad Staff Standard Studio Studios Sun Symphony Syndicate Synod Systems Taskforce Team Technologies Telegraph
    Television Theatre Theater Times Tribunal Tribune Trust TV Union Unit United Universities University Week Weekly
    Workers World Watch Rovers Wanderers Hotspur Exchequer AG SA GmbH Co FC CF AFC Survey Brotherhood Caucus
    Pharmaceuticals Pharma Automotive Petroleum Software Semiconductors Robotics Aerospace Dynamics Logistics
    Securities Investments Bancorp Telecom Wireless Interactive Publishing Publishers Pictures Films Foods
    Technology Analytics Brigades Battalion Corps Bundestag Cartel International Empire Coal Mining
""")
# … or begin with one of these and go on with "of" or "for".
ORG_OF = words("""
    Academy Agency Alliance Assembly Association Association Bank Board Bureau Campaign Center Centers Centre Chamber
    Church Club Coalition College Commission Committee Community Confederation Conference Congress Council Court
    Department Directorate Faculty Federation Foundation Front Fund General Guild House Institute Institutes
    Institution Knights Lawyers League Library Ministry Movement Museum Office Order Organisation Organization Party
    Reporters Republic School Sea Senate Society Sons State States Trust Union University Veterans World
    Bay Cape City Gulf Isle Isles Kingdom Strait Straits District Tower Port Duchy Province
""")
PLACE_OF = words("Bay Cape City Gulf Isle Isles Kingdom Republic Strait Straits Tower Port State Duchy Province Sea")
# Organisations named by nothing but their sort: without a state in front of them they say nothing.
GENERIC_ORG = (
    words("""
    Ministry Department Parliament Senate Congress Cabinet Council Court Supreme Constitutional High Army Navy Air
    Force Forces Armed Police Government Central Bank National Guard Coast General Staff Security Service Federal
    State Treasury Assembly House Commission Committee Board Office Agency Party University Institute Church Union
    Company Group Club Team Press Association Centre Center Administration Authority Bureau Chamber Embassy Mission
    Museum Hospital School College Foundation Fund Trust Station Services Society Institution Network Radio TV Media
    Opposition Command Lower Upper Foreign Defence Defense Interior Finance Justice Health Education Energy Trade
    Border Emergency Emergencies Intelligence Investigative Prosecutor Election Electoral
""")
    | POLICY
)
PLACE_LAST = words("""
    Airport Archipelago Avenue Basin Bay Beach Boulevard Bridge Canal Canyon Castle City Coast County Creek Crossing
    Desert District East Falls Delta Circuit Forest Gardens Glacier Gulf Harbor Harbour Heights Highway Hill Hills
    Island Islands Lake Lane Mount Mountain Mountains North Oblast Ocean Palace Park Peninsula Plain Plains Plateau
    Port Prison Province Ridge River Road Sea Shore South Springs Square Station Strait Street Strip Territory Tower
    Town Township Tunnel Valley Village Volcano West Zone Stadium Arena Hall Plaza Cemetery Reservoir Dam Borough
    Region Isle Isles Reef Bight Terrace Garden Hotel Cathedral Abbey Mall Memorial Monument Pyramid Temple Zoo
    Estate Raion Shoal Atoll Steppe Metro
""")
PLACE_FIRST = words("""
    Lake Mount Mt Cape Fort Ft Port St Saint San Santa Los Las New Upper Lower Greater North South East West
    Northern Southern Eastern Western Central Puerto Rio El La Le Les Isla Gulf Tel Nizhny Nova Novo Costa River
""")
# Small words after a name that make it a place: "the Kursk region", "Sumy oblast".
PLACE_NOUNS = words("""
    region regions oblast oblasts province provinces district districts city suburb suburbs area peninsula county
    valley river coast airport border village town port island islands prefecture state governorate colony hamlet
    parish neighbourhood neighborhood bay beach metro subway streets street outskirts
""")
# Small words that, with "of" behind them, announce a place: "the city of Sumy".
PLACES_OF = words("""
    city town village port suburb region province district outskirts streets state island coast north south east
    west centre center capital cities towns villages northeast northwest southeast southwest north-east north-west
    south-east south-west mayor bishop archbishop university county borough part parts resort hamlet airport people
    minister king queen premier governor emperor sultan emirate kingdom republic duchy
""")
# Capital words that name no actor, wherever they stand.
CALENDAR = words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays
    Sundays January February March April May June July August September October November December Jan Feb Mar Apr
    Jun Jul Aug Sept Sep Oct Nov Dec Christmas Easter Ramadan Halloween Thanksgiving Hanukkah Passover Eid Diwali
    Lent Mon Tue Wed Thu Fri Sat Fifties Sixties Seventies Eighties Nineties Hajj
""")
# Capital words that are no actor although they are written so; acronyms of things.
NOT_ACTORS = words("""
    I AM PM GMT BST EST EDT PST PDT UTC CET CEST GDP CEO CFO COO DNA RNA HIV AIDS TV DVD CD PC ID UFO VIP PhD MD MBA
    BA AI IT PR HR QC KC OBE MBE CBE DUI LGBT LGBTQ SUV USB GPS WiFi Wi-Fi ATM IQ IV II III VI VII VIII IX XI XII
    COVID COVID-19 Covid Covid-19 WWI WWII ICBM ATACMS HIMARS F-16 F-35 PDF SMS FAQ Q&A RSVP SOS MRI CT IVF CCTV DJ
    MC OK No Nos God Bible Koran Quran Torah Internet Web English Latin Islam Christianity Judaism Buddhism Hinduism
    Catholicism Renaissance Holocaust Brexit Olympics Olympic Paralympics Oscars Oscar Grammys Emmys Nobel Pulitzer
    Ebola Zika Democracy Constitution Republican Democrat Democratic Conservative Liberal Labour Tory Muslim Muslims
    Christian Christians Jewish Jews Jew Catholic Catholics Protestant Protestants Hindu Hindus Buddhist Buddhists
    Sikh Sikhs Sunni Shia Shiite Islamic Islamist Islamists Orthodox Arab Arabs Kurdish Kurds European Europeans
    African Africans Asian Asians Western Westerners Latino Latinos Hispanic Hispanics Eastern Northern Southern
    Nazi Nazis Communist Communists Marxist Soviet Soviets Roman Romans Byzantine Ottoman Victorian Medieval
    Scottish Scots Welsh Englishman Palestinian Palestinians Tibetan Catalan Basque Chechen Crimean Bavarian
    Siberian Californian Texan Londoner Londoners Parisian Parisians Muscovites Muscovite Aboriginal Indigenous
    Inuit Native Black Blacks White Whites Asiatic Hebrew Arabic Spanish-language Mandarin Cantonese Gaelic Sanskrit
    Persian Cold War Budget Century Age BC AD BCE CE MPs MEPs MSPs NGOs VAT IPO IPOs ETA FYI Twitterati Facebookers
    Bitcoin Android Java Linux Windows iPhone iPad Prime Minister President Secretary Chancellor Vice Deputy Sir Mr
    Mrs Ms Dr B.C. B.C.E. A.D. C.E. M.A. B.A. M.D. P.M. A.M. D.C. R.I.P. Ph.D. Buddha Jesus Christ Lord Allah Satan
    PAC VP
""") - words("Java")
# Words that begin a sentence or stand capital in a title without naming anybody.
FUNCTION = words("""
    a about above according across actually additionally admittedly after afterwards again against ago albeit all
    almost alone along already also although always am amid among an and another any anybody anyone anything anyway
    apart apparently are around as aside at away back barely based basically be because been before behind being
    below beneath beside besides best better between beyond both but by can certainly clearly close come
    consequently could critics currently day days dear despite did do does done down due during each earlier early
    either else elsewhere ending enough especially even eventually ever every everybody everyone everything
    everywhere except experts few finally first five following for former formerly fortunately four from full
    further furthermore generally get given go good government great had half has have having he hello hence her
    here hers herself hey him himself his historically hopefully how however hundreds if ideally immediately in
    including indeed initially inside instead into investigators is it its itself just last lastly late later latest
    least less let like likely likewise locals look looking lots made mainly make many maybe me meanwhile men might
    mine more moreover most mostly much must my myself naturally near nearby nearly neither never nevertheless new
    next nine no nobody none nonetheless nor not nothing now nowadays nowhere obviously occasionally of off
    officials often oh ok okay old on once one ones only onto opposite or originally other others otherwise our ours
    out outside over overall own part particularly past people perhaps please plus police possibly presumably
    previously prior probably put quite rarely rather read really recent recently regarding reportedly researchers
    right said same say says scientists second see seemingly seven several shall she should similar similarly simply
    since six so some somebody someone something sometimes somewhere soon still subsequently such suddenly sure
    surely take ten than thank thanks that the their theirs them themselves then there thereafter thereby therefore
    these they third this those though thousands three through throughout thus till to today together tomorrow too
    top toward towards traditionally two typically ultimately under underneath undoubtedly unfortunately unless
    unlike until up upon us usually various very via was we well were what whatever when whenever where whereas
    wherever whether which whichever while who whoever whole whom whose why will with within without women would
    yeah yes yesterday yet you your yours yourself eight eleven twelve twenty thirty forty fifty hundred thousand
    million billion north south east west northern southern eastern western central analysts sources residents
    authorities troops forces talks leaders ministers lawmakers diplomats protesters voters students workers doctors
    teachers children parents families shares stocks oil gold gas prices sales profits
""")
# Verbs of saying and of deciding that a named person or body is the subject of.
SPEECH = words("""
    said says say told tells tell added adds asked asks answered argued argues acknowledged admitted agreed
    announced announces announce called calls claimed claims commented complained concluded condemned confirmed
    criticised criticized declared declined denied denies described dismissed emphasised emphasized explained
    explains expressed hailed insisted insists joked maintained noted notes observed pledged praised predicted
    promised proposed questioned recalled recounted rejected remarked reiterated repeated replied reported responded
    revealed ruled stated stressed suggested suggests testified thinks thought threatened tweeted urged vowed voiced
    warned warns welcomed wants wanted writes wrote believes believed hopes hoped accused accuses apologised
    apologized resigned conceded recalls
""")
# Verbs that mostly people are the subject of.
DOING = words("""
    won wins lost beat played plays scored married divorced died born grew studied graduated retired moved joined
    arrived visited met meets spoke speaks spent took takes gave gives went goes became becomes began starred stars
    directed directs sang sings painted composed smiled laughed nodded walked sat stood ran runs led leads returned
    defeated appeared appears signed posted shared tried tries loves loved hates hated knew knows felt feels saw sees
    argued plans planned travelled traveled fought survived served serves worked works lives lived succeeded resigned
    recorded released performed invented discovered founded wrote published taught earned is was has had will would
""")
MODALS = words("is was are were has have had will would could should may might can must shall does did do")
HONORIFICS = words("mr mrs ms miss mx dr sir dame lord lady madame monsieur prof professor")
# Before a surname they tell which of two who bear it.
MASCULINE = words("mr sir lord monsieur king prince father brother")
FEMININE = words("mrs ms miss dame lady madame madam queen princess sister")
# Small words inside a person's name.
PARTICLES = words("de da di dos das del della der den van von bin ibn al el la le du ter zu bint ben")
# What stands after a name and is no part of the surname.
GENERATION = words("Jr Sr II III IV Jnr Snr")
ABBREVIATED = words("""
    Mr Mrs Ms Dr Sen Sens Rep Reps Gov Govs Gen Lt Col Sgt Capt Maj Adm Prof Rev Fr St Mt Ft Jr Sr Inc Corp Co Ltd Hon
    Supt Cpl Messrs Cmdr Insp Det Atty
""")
# Titles that belong to the name: "Pope Francis", "King Charles".
ROYAL = words("king queen pope prince princess emperor sultan emir saint")
# Small words before a name that make it an organisation.
BODIES = words("""
    company firm giant group newspaper airline bank agency broadcaster network club startup start-up retailer
    carmaker manufacturer website platform app band party militia publisher supermarket chain charity union
    thinktank think-tank magazine developer maker operator conglomerate consultancy brand bookmaker insurer lender
    automaker watchdog regulator studio supplier contractor
""")
# Small words after a name that make it an organisation.
AFTER_BODIES = words("""
    shares stock employees executives spokesman spokeswoman spokesperson users customers officials members headquarters
    ceo staff shareholders app apps website lawmakers mps fighters militants fans supporters players subscribers
    membership troops forces sources delegates activists leaders chief boss
""")
# … and these a person's: "the Vale administration".
AFTER_PEOPLE = words("administration campaign camp era presidency candidacy aide aides loyalist loyalists doctrine")
# Small words before the name of a thing: "her album Tides".
WORKS = words("""
    ship vessel yacht ferry tanker freighter trawler steamer warship frigate submarine spacecraft rocket film movie
    documentary album song single novel book memoir poem opera musical painting series sitcom drama show programme
    podcast game videogame hurricane storm typhoon cyclone operation codename asteroid comet horse racehorse
""")
# Last words of what is no actor: events, eras, laws, prizes.
THINGS = words("""
    Act Age Ages Accord Accords Agreement Amendment Award Awards Bill Bond Bonds Bowl Brexit Championship Championships
    Charter Code Constitution Convention Crisis Crusade Cup Dance Day Days Deal Declaration Derby Disease Dynasty
    Election
    Elections Era Fault Festival Final Finals Finale Games Grand Guide Index Law Marathon Masters Medal Olympics Open
    Oscar
    Paradox Period Plan Prix Prize Pact Programme Program Protocol Race Rebellion Reformation Report Resolution
    Revolution
    Rift Rule Saga Scandal Season Series Show Song Spring Story Summit Syndrome Tale Talks Test Theory Tour Tournament
    Treaty
    Trial Trophy Universiade Uprising Virus Vote War Wars Week Winter Year Years Zodiac Way Code Formula Target Return
    Approach Policy Initiative Doctrine Mandate Budget Manifesto Memorandum Referendum Massacre Genocide Famine Flood
    Earthquake Hurricane Typhoon Storm Operation Disaster Attack Attacks Shooting Bombing Strategy Review Framework
""") - words("Initiative Review")
# Grammar: a capital on these says nothing, not even in the middle of a sentence.
GRAMMAR = words("""
    a about above across after against all along also although always am amid among an and another any are as at be
    because been before behind being below beneath beside between beyond both but by can could did do does down
    during each either else even ever every everything for from had has have having he her here hers him his how
    however i if in indeed into is it its itself just least less let like many may me might mine more most much must
    my near neither never no nobody none nor not nothing now of off often on once one only onto or other our ours
    out over own part quite rather same shall she should since so some somebody something such than that the their
    theirs them then there these they this those though through thus till to together too toward towards under
    unless until up upon us very via was we were what whatever when where whether which while who whom whose why
    will with within without would yes yet you your yours according meanwhile today yesterday tomorrow
""")
# Endings of adjectives that peoples and places lend: "the Mycenaean civilisation".
ADJECTIVES = ("ian", "ean", "ese", "ish", "ite", "ic", "eran", "ine")
# Small words after a capital word that make it the make of a thing: "a Shahed drone".
MAKES = words("""
    drone drones missile missiles jet jets tank tanks rifle rifles phone phones car cars fighter fighters bomber bombers
    aircraft rocket rockets vaccine vaccines helicopter helicopters plane planes launcher launchers shells howitzer
    howitzers satellite satellites engine engines bomb bombs gun guns pistol pistols model
""")
# Before a capital's name they make it a place, by language; other languages leave it open.
PLACING = {
    "fr": words("à dans vers près depuis en a"),
    "de": words("in nach aus bei vor um"),
    "es": words("en a hacia desde"),
    "it": words("a in da verso"),
    "nl": words("in naar uit bij"),
    "pt": words("em a para"),
}
# Before a name these make it a place more often than not.
WHERETO = words("at from to over through off")
# Behind "Vrell's" they make it a person's name.
KIN = words("""
    wife husband mother father son daughter brother sister parents family widow widower girlfriend boyfriend fiancee
    partner lawyer lawyers attorney attorneys body death birthday funeral home house wedding childhood career
""")
# How the names of peoples end, and of those who live somewhere: "Athenians", "Londoners". Each is longer than a
# surname's "-ers" would need: "Rogers" and "Sanders" end so, too.
PEOPLES = ("Yorkers", "ians", "eans", "onians", "ites", "cans", "oners", "anders", "iards", "vians", "esians")
# Last words of teams that are no plural.
TEAMS = words("United City Athletic Rovers Wanderers Hotspur Sox Saints")
# Last words of a company's name, which is then called by the first word alone: "Skybridge Airlines", "Skybridge".
COMPANIES = words("""
    Airlines Airways Bank Bancorp Broadcasting Capital Communications Company Corp Corporation Electric Energy
    Entertainment Enterprises Foods Group Holdings Inc Industries Insurance Laboratories Labs Limited LLC Ltd Media
    Motors Networks Partners Petroleum Pharma Pharmaceuticals Pictures PLC Productions Publishing Railways Robotics
    Securities Semiconductors Software Solutions Studios Systems Technologies Technology Telecom AG SA GmbH Co Coal
    Mining Steel Oil Gas Air Health Motor Shipping Pharmacy
""")
# What stands behind a person's name and is no part of it.
HONOURS = words("KC QC MP MEP MSP TD OBE MBE CBE KBE DBE GCB PhD MD")
