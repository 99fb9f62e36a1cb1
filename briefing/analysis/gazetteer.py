"""Which words speak for a person, an organisation or a place, and which never name anybody.

Written down from general knowledge of news English; nothing here is learned or copied from a data set. The lists need
not be complete: a name is judged by all that speaks for it, and a missing word costs one name, not the method.
Every entry is folded as `lexicon.fold` does (no diacritics).
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _lines(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())


# Titles and offices that stand before a name. Written small; the text may have them either way.
TITLES = words("""
    mr mrs ms miss mx dr sir dame lord lady madam madame monsieur president vice-president minister premier chancellor
    secretary undersecretary senator sen rep representative congressman congresswoman gov governor mayor judge justice
    ambassador envoy commissioner general gen major maj colonel col lieutenant lt captain capt sergeant sgt cpl corporal
    private admiral adm commander marshal brigadier commodore officer detective inspector superintendent constable
    sheriff deputy king queen prince princess duke duchess earl baron baroness count countess emperor empress sultan
    emir sheikh shah pope cardinal archbishop bishop father fr sister brother reverend rev pastor rabbi imam ayatollah
    professor prof chairman chairwoman chair speaker spokesman spokeswoman spokesperson director chief attorney
    treasurer mp councillor councilman councilwoman coach manager ceo analyst adviser advisor counterpart leader
    strategist economist historian
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
    prosecutor psychologist publisher quarterback racer rapper rebel reporter researcher resident runner sailor scholar
    scientist screenwriter sculptor selector singer skipper sociologist soldier solicitor son songwriter star striker
    student suspect swimmer teacher teammate teenager tycoon veteran victim wife winger winner witness writer negotiator
    man woman boy girl commander spokesman pensioner grandmother grandfather official lawmaker aide successor
    predecessor colleague president-elect magnate governor-general parliamentarian
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
    Courts Daily
    Democrats Department Directorate Division Duma Electric Enterprises Entertainment Exchange Express Faculty
    Federation Force Forces Foundation Front Fund Funds Games Gazette Group Guard Guardian Guild Herald Holdings
    Hospital Hospitals House Inc Independent Industries Initiative Inquirer Inquiry Inspectorate Institute Institution
    Institutions Insurance Jihad Journal Knesset Lab Labs Laboratories Laboratory League Legion Library Limited Ltd LLC
    LLP Magazine Mail Media Militia Ministry Mirror Mission Monitor Mosque Motors Movement Museum Navy Network Networks
    News Newspaper Nations NGO Observatory Observer Office Orchestra Organisation Organization Pact Parliament
    Partners Partnership Party PLC Police Post Press Productions Project Quartet Radio Rada Railways Record Records
    Register Regiment Republicans Review School Schools Senate Service Services Society Solutions Squad Staff Standard
    Station
    Studio Studios Sun Symphony Syndicate Synod Systems Taskforce Team Technologies Telegraph Television Theatre Theater
    Times Tribunal Tribune Trust TV Union Unit United Universities University Week Weekly Workers World Watch Rovers
    Wanderers Hotspur Exchequer AG SA GmbH Co FC CF AFC
""")
# … or begin with one of these and go on with "of" or "for".
ORG_OF = words("""
    Academy Agency Alliance Assembly Association Association Bank Board Bureau Campaign Center Centers Centre Chamber
    Church Club Coalition College Commission Committee Community Confederation Conference Congress Council Court
    Department Directorate Faculty Federation Foundation Front Fund General Guild House Institute Institutes
    Institution Knights Lawyers League Library Ministry Movement Museum Office Order Organisation Organization Party
    Reporters Republic School Sea Senate Society Sons State States Trust Union University Veterans World
    Bay Cape City Gulf Isle Isles Kingdom Strait Straits District Tower Port Duchy Province Archbishop
""")
PLACE_OF = words("Bay Cape City Gulf Isle Isles Kingdom Republic Strait Straits Tower Port State Duchy Province Sea")
# Organisations named by nothing but their sort: without a state in front of them they say nothing.
GENERIC_ORG = (
    words("""
    Ministry Department Parliament Senate Congress Cabinet Council Court Supreme Constitutional High Army Navy Air Force
    Forces Armed Police Government Central Bank National Guard Coast General Staff Security Service Federal State
    Treasury Assembly House Commission Committee Board Office Agency Party University Institute Church Union Company
    Group Club Team Press Association Centre Center Administration Authority Bureau Chamber Embassy Mission Museum
    Hospital School College Foundation Fund Trust Station Service Services Society Institution Network Radio TV Media
    Opposition Command Lower Upper Foreign Defence Defense Interior Finance Justice Health Education Energy Trade
    Border Emergency Emergencies Intelligence Investigative Prosecutor Election Electoral
""")
    | POLICY
)

PLACE_LAST = words("""
    Airport Archipelago Avenue Basin Bay Beach Boulevard Bridge Canal Canyon Castle City Coast County Creek Crossing
    Desert District East Falls Forest Gardens Glacier Gulf Harbor Harbour Heights Highway Hill Hills Island Islands
    Lake Lane Mount Mountain Mountains North Oblast Ocean Palace Park Peninsula Plain Plains Plateau Port Prison
    Province
    Ridge River Road Sea Shore South Springs Square Station Strait Street Strip Territory Tower Town Township Tunnel
    Valley Village Volcano West Zone Stadium Arena Hall Avenue Square Plaza Cemetery Reservoir Dam Borough Region Isle
    Isles Reef Bight Terrace Garden Hotel Cathedral Abbey Mall Memorial Monument Pyramid Temple Zoo Estate Raion
""")
PLACE_FIRST = words("""
    Lake Mount Mt Cape Fort Ft Port St Saint San Santa Los Las New Upper Lower Greater North South East West Northern
    Southern Eastern Western Central Puerto Rio El Isla Gulf Tel Nizhny Nova Novo Costa
""")
# Small words after a name that make it a place: "the Kursk region", "Sumy oblast".
PLACE_NOUNS = words("""
    region regions oblast oblasts province provinces district districts city suburb suburbs area peninsula county valley
    river coast airport border village town port island islands prefecture state governorate neighbourhood neighborhood
    bay beach metro subway streets street outskirts
""")
# Small words that, with "of" behind them, announce a place: "the city of Sumy".
PLACES_OF = words("""
    city town village port suburb region province district outskirts streets state island coast north south east west
    centre center capital cities towns villages northeast northwest southeast southwest north-east north-west
    south-east south-west mayor county borough part parts resort hamlet airport people
""")

# Places that news English names without further ado. Capitals come from the registry.
PLACES = _lines("""
    Aberdeen, Aceh, Adelaide, Adriatic, Aegean, Africa, Alabama, Alaska, Albany, Alberta, Aleppo, Alexandria, Alps,
    Anatolia, Anchorage, Andalusia, Antarctica, Antwerp, Appalachia, Arctic, Arizona, Arkansas, Asia,
    Aspen, Atlanta, Atlantic, Auckland, Auschwitz, Austin, Avdiivka, Bakhmut, Balkans, Bali, Baltic, Baltimore,
    Bangalore,
    Barcelona, Basra, Bavaria, Bay Area, Beirut, Belfast, Belgorod, Bengal, Benghazi, Berkeley, Bethlehem, Beverly
    Hills,
    Birmingham, Black Sea, Bombay, Bordeaux, Boston, Brexit Britain, Brighton, Brisbane, Bristol, British Columbia,
    Brittany, Bronx, Brooklyn, Bryansk, Bucha, Buffalo, Calais, Calcutta, Calgary, California, Cambridge,
    Cambridgeshire,
    Camp David, Cannes, Cape Town, Cardiff, Caribbean, Carolina, Casablanca, Caspian, Catalonia, Caucasus, Central
    America, Central Asia, Central Park, Chechnya, Chelsea, Chernihiv, Chernobyl, Cherkasy, Chicago, Cincinnati,
    Cleveland, Cologne, Colorado, Connecticut, Cornwall, Corsica, Crete, Crimea, Croydon, Dallas, Damascus, Danube,
    Darfur, Delaware, Denver, Derby, Des Moines, Detroit, Devon, Dnipro, Dnipropetrovsk, Donbas, Donbass, Donetsk,
    Dubai,
    Dundee, Dusseldorf, Earth, East Asia, East Jerusalem, Eastern Europe, Edinburgh, Edmonton, England, Essex,
    Euphrates,
    Eurasia, Europe, Fallujah, Far East, Flanders, Florence, Florida, Frankfurt, Fukushima, Galicia, Galilee, Gaza, Gaza
    Strip, Geneva, Genoa, Georgia, Ghent, Gibraltar, Glasgow, Golan Heights, Gothenburg, Great Lakes, Greenland, Grozny,
    Guangdong,
    Guantanamo, Guantanamo Bay, Haifa, Hamburg, Hampshire, Hawaii, Heathrow, Himalayas, Hiroshima, Hollywood, Holy Land,
    Hong Kong, Houston, Idaho, Idlib, Illinois, Indiana, Indian Ocean, Iowa, Istanbul, Izmir, Jeddah, Jersey,
    Johannesburg,
    Judea, Kabul, Kamchatka, Kandahar, Kansas, Karachi, Kashmir, Kent, Kentucky, Kerala, Kharkiv, Kherson, Kobe,
    Kramatorsk,
    Kryvyi Rih, Kurdistan, Kursk, Kyoto, Lagos, Lahore, Lancashire, Las Vegas, Latin America, Leeds, Leicester, Leipzig,
    Levant, Liverpool, Lombardy, Long Island, Los Angeles, Louisiana, Luhansk, Lviv, Lyon, Madison, Maine, Manchester,
    Manhattan, Manitoba, Mar-a-Lago, Mariupol, Marseille, Mars, Maryland, Massachusetts, Mecca, Medina, Mediterranean,
    Mediterranean Sea, Melbourne, Melitopol, Memphis, Mesopotamia, Miami, Michigan, Middle East, Midlands, Midwest,
    Milan,
    Milwaukee, Minneapolis, Minnesota, Mississippi, Missouri, Montana, Montreal, Mosul, Mount Everest, Mumbai, Munich,
    Murmansk, Mykolaiv, Nagasaki, Nagorno-Karabakh, Naples, Nebraska, Negev, Nevada, New Brunswick, New England, New
    Hampshire, New Jersey, New Mexico, New Orleans, New South Wales, New York, New York City, Newcastle, Newfoundland,
    Nile, Norfolk, Normandy, North Africa, North America, North Atlantic, North Carolina, North Dakota, North Sea,
    Northern
    Ireland, Nottingham, Nova Scotia, Novosibirsk, Nuremberg, Oakland, Odesa, Odessa, Ohio, Oklahoma, Ontario, Oregon,
    Orlando, Osaka, Oxford, Pacific, Pacific Ocean, Palestine, Palm Beach, Pasadena, Patagonia, Pearl Harbor,
    Pennsylvania,
    Persian Gulf, Perth, Philadelphia, Phoenix, Pittsburgh, Plymouth, Pokrovsk, Polynesia, Poltava, Portland,
    Portsmouth,
    Provence, Punjab, Pyrenees, Quebec, Queens, Queensland, Rafah, Ramallah, Red Sea, Rhine, Rhode Island, Rio de
    Janeiro,
    Rocky Mountains, Rostov, Rotterdam, Ruhr, Rust Belt, Sacramento, Sahara, Saint Petersburg, Sakhalin, Salisbury, Salt
    Lake City, Samaria, Samara, San Antonio, San Diego, San Francisco, Sao Paulo, Sarajevo, Saratov, Saskatchewan,
    Saxony,
    Scandinavia, Scotland, Seattle, Seine, Sevastopol, Shanghai, Sheffield, Shenzhen, Siberia, Sicily, Silesia, Silicon
    Valley, Sinai, Smolensk, Soviet Union, South America, South Asia, South Carolina, South China Sea, South Dakota,
    Southampton, Southeast Asia, St Louis, St Petersburg, Stalingrad, Strasbourg, Stuttgart, Sudzha, Suez, Suffolk,
    Sumatra, Sumy, Surrey, Sussex, Swansea, Sydney, Tasmania, Tel Aviv, Tennessee, Ternopil, Texas, Thames, The Hague,
    Tibet, Tigray, Tigris, Timbuktu, Toronto, Transnistria, Transylvania, Tula, Turin, Tuscany, Tver, Tyrol, Ulster,
    Ural, Urals, Utah, Uzhhorod, Vancouver, Vatican, Venice, Vermont, Verdun, Vinnytsia, Virginia, Vladivostok, Volga,
    Volgograd, Voronezh, Wales, Wall Street, Washington DC, Washington D.C., West Africa, West Bank, West Virginia,
    Western Europe, Westminster, Wimbledon, Winnipeg, Wisconsin, Wuhan, Wyoming, Xinjiang, Yangtze, Yekaterinburg, York,
    Yorkshire, Yukon, Zaporizhzhia, Zhytomyr, Zurich, Yalta, Rostov-on-Don, Engels, Ryazan, Kuban, Krasnodar,
    Kaliningrad,
    La Malbaie, Ramstein, Davos, Camp Bastion, Sandhurst, Northwood, Chequers, Mali Vostok, Nice, Lille, Toulouse,
    Nantes,
    Seville, Valencia, Bilbao, Porto, Basel, Salzburg, Graz, Krakow, Gdansk, Wroclaw, Poznan, Rzeszow, Brno, Cluj,
    Varna,
    Thessaloniki, Bergen, Malmo, Aarhus, Tampere, Turku, Tartu, Kaunas, Delhi, Chennai, Hyderabad, Pune, Kolkata,
    Guangzhou, Chengdu, Chongqing, Tianjin, Nanjing, Hangzhou, Macau, Busan, Okinawa, Hokkaido, Sapporo, Yokohama,
    Ankara,
    Antalya, Adana, Gaziantep, Raqqa, Homs, Hama, Latakia, Kirkuk, Erbil, Najaf, Karbala, Isfahan, Mashhad, Tabriz,
    Aden,
    Hodeidah, Khartoum North, Goma, Mombasa, Durban, Pretoria, Soweto, Ibadan, Kano, Kumasi, Marrakech, Tangier, Oran,
    Rosario, Cordoba, Medellin, Cali, Guayaquil, Cusco, Brasilia, Salvador, Recife, Tijuana, Guadalajara, Monterrey,
    Cancun, Acapulco, Ciudad Juarez, Puerto Rico, Guam, Bermuda, Cayman Islands, Falklands, Falkland Islands, Faroe
    Islands,
    Isle of Man, Isle of Wight, Channel Islands, Azores, Madeira, Canary Islands, Balearic Islands, Majorca, Ibiza,
    Sardinia,
    Rhodes, Cyprus, Gozo, Zanzibar, Nevada Desert, Sahel, Maghreb, Mindanao, Java, Borneo, Sulawesi, Luzon, Penang,
    Phuket,
    Chiang Mai, Da Nang, Saigon, Ho Chi Minh City, Wales, Scotland, Gallipoli, Troy, Babylon, Carthage, Constantinople
""")

# Given names as the news has them, over many languages.
GIVEN_NAMES = words("""
    Aaron Abby Abdel Abdul Abdullah Abigail Abraham Ada Adam Adele Adolf Adrian Agnes Ahmad Ahmed Aidan Aisha Akira
    Alain
    Alan Albert Alberto Alec Alejandro Aleksandr Aleksandar Aleksei Alessandra Alessandro Alex Alexander Alexandra
    Alexandre Alexandria Alexei Alexey Alexis Alfred Alfredo Ali Alice Alicia Alison Alistair Allan Allen Allison
    Alfonso
    Amal Amanda Amber Amelia Amir Amy Ana Anastasia Anders Andre Andrea Andreas Andrei Andres Andrew Andrey Andrii
    Andriy
    Andrzej Andy Angel Angela Angelina Angelo Angus Anita Anja Ann Anna Anne Annette Annie Anthony Antoine Anton Antonia
    Antonio Antony Anwar April Ariel Armando Arnold Arthur Arturo Arun Ashley Ashraf Asif Audrey August Augusto Ava
    Avigdor Ayman Aziz Barack Barbara Barry Bart Bashar Beatrice Becky Bella Ben Benedict Benito Benjamin Benny Bernard
    Bernardo Bernie Bert Beth Betty Bianca Bill Billy Binyamin Boris Brad Bradley Brandon Brenda Brendan Brett Brian
    Bridget
    Britney Brooke Bruce Bruno Bryan Caleb Calvin Cameron Camilla Carl Carla Carlo Carlos Carmen Carol Caroline Carolyn
    Carrie Casey Caspar Catherine Cathy Cecilia Cesar Chad Charles Charlie Charlotte Chelsea Cherie Cheryl Chester Chloe
    Chris Christian Christiane Christina Christine Christophe Christopher Chuck Cindy Claire Clara Clarence Claude
    Claudia
    Claudio Clayton Clement Cliff Clifford Clint Clive Cody Colin Colleen Connie Connor Conor Conrad Craig Cristiano
    Cristina Crystal Curtis Cynthia Cyril Daisy Dale Dalia Damian Damien Dan Dana Daniel Daniela Daniele Danielle Danny
    Daphne Darren Dave David Davide Dawn Dean Debbie Deborah Debra Denis Denise Dennis Derek Desmond Devon Diana Diane
    Didier Diego Dieter Dilma Dimitri Dina Dirk Dmitri Dmitriy Dmitry Dmytro Dominic Dominik Dominique Don Donald Donna
    Dora Doris Dorothy Doug Douglas Drew Duncan Dustin Dwayne Dwight Dylan Earl Ed Eddie Edgar Edith Edmund Edna Eduardo
    Edward Edwin Ehud Eileen Elaine Eleanor Elena Eli Elias Elijah Elina Elisabeth Elise Eliza Elizabeth Ella Ellen
    Elliot
    Elliott Elon Elsa Elvis Emil Emilia Emilio Emily Emma Emmanuel Enrico Enrique Eric Erica Erich Erik Erika Erin
    Ernest
    Ernesto Ernst Ethan Eugene Eva Evan Eve Evelyn Evgeny Fabian Fabio Fatima Federico Felicity Felipe Felix Ferdinand
    Fernanda Fernando Fidel Fiona Flora Florence Florian Floyd Frances Francesca Francesco Francis Francisco Franco
    Francois Francoise Frank Frankie Franklin Franz Fred Freddie Frederic Frederick Fritz Fumio Gabriel Gabriela Gareth
    Gary Gavin Gavriel Gemma Gene Geoff Geoffrey George Georges Georgia Georgina Gerald Geraldine Gerard Gerardo Gerhard
    Gerry Gianni Gilbert Gilles Gina Giorgia Giorgio Giovanni Giulia Giuseppe Gladys Glen Glenn Gloria Gordon Grace
    Graeme Graham Grant Greg Gregg Gregor Gregory Greta Guido Guillaume Guillermo Gunter Gustav Gustavo Guy Gwen Hamid
    Hamza Hannah Hans Harold Harriet Harris Harrison Harry Harvey Hasan Hassan Hazel Heather Hector Heidi Heinrich Heinz
    Helen Helena Helene Helmut Henri Henrik Henry Herbert Herman Hermann Hilary Hillary Hiroshi Holly Homer Horst Hosni
    Howard Hubert Hugh Hugo Humberto Humphrey Hussein Hyun Ian Ibrahim Ida Ignacio Igor Ilan Ilham Ilya Imran Ines
    Ingrid
    Inna Ioannis Ira Irene Irina Iris Isaac Isabel Isabella Isabelle Isaiah Ismail Itamar Ivan Ivanka Ivo Ivy Jack
    Jackie
    Jackson Jacob Jacqueline Jacques Jaime Jair Jake Jakob Jamal James Jamie Jan Jane Janet Janice Jared Jasmine Jason
    Javier Jay Jean Jeanne Jeff Jeffrey Jennifer Jenny Jens Jeremiah Jeremy Jerome Jerry Jesse Jessica Jessie Jesus Jill
    Jim Jimmy Jo Joan Joana Joanna Joanne Joao Jodie Joe Joel Joerg Johan Johann Johannes John Johnny Jon Jonas Jonathan
    Jordan Jorg Jorge Jose Josef Joseph Josephine Josh Joshua Josie Joy Joyce Juan Judith Judy Julia Julian Juliana
    Julie
    Juliet Julio Julius June Juri Justin Justine Kaja Kamala Karen Karim Karin Karl Karol Karoline Kate Katherine
    Kathleen
    Kathryn Kathy Katie Katrina Kay Keiko Keir Keith Kelly Kemi Ken Kenneth Kenny Kerry Kevin Khalid Khaled Kieran Kim
    Kimberly Kirill Kirk Kirsten Klaus Konstantin Kori Kostas Kristen Kristina Kristine Kurt Kyle Lana Larry Lars Laura
    Lauren Laurence Laurent Lavinia Lawrence Leah Lech Lee Leila Lena Lenny Leo Leon Leonard Leonardo Leonid Leroy
    Leslie
    Lewis Liam Lidia Lila Lily Linda Lindsay Lindsey Lionel Lisa Liu Liz Lloyd Lois Lola Lorenzo Loretta Lou Louis
    Louisa
    Louise Luc Luca Lucas Lucia Lucy Luigi Luis Luiz Lukas Luke Lydia Lyn Lynn Lyudmila Madeleine Madison Mads Magdalena
    Maggie Mahmoud Maia Malala Malcolm Malik Manfred Manuel Mao Marc Marcel Marcelo Marcia Marco Marcos Marcus Margaret
    Margarita Maria Mariam Marian Marianne Marie Marilyn Marina Marine Mario Marion Marisa Marius Mark Marko Marlene
    Marta Martha Martin Martina Marty Marvin Mary Maryam Masha Mateusz Mathias Mathieu Matt Matteo Matthew Matthias
    Maureen
    Maurice Mauricio Max Maxim Maxime Maximilian Maxine May Maya Megan Mehmet Mel Melania Melanie Melinda Melissa Melvin
    Mette Micah Michael Michaela Michel Michele Michelle Mick Miguel Mihai Mikael Mike Mikhail Mila Milan Mildred Miles
    Milos Milton Mimi Min Mina Miranda Miriam Misha Mitch Mitt Mohamed Mohammad Mohammed Mohsen Moira Molly Mona Monica
    Monique Morgan Moritz Moses Muhammad Murray Mustafa Mykhailo Mykola Myra Nabil Nadia Nadine Naftali Nancy Naomi
    Narendra Natalia Natalie Natasha Nate Nathan Nathaniel Neil Nelson Nicholas Nick Nicola Nicolae Nicolas Nicole Nigel
    Nikita Niklas Nikol Nikola Nikolai Nikos Nils Nina Noah Noel Nora Norbert Norma Norman Nuno Octavio Olaf Olav Oleg
    Oleksandr Oleksii Oleksiy Olena Olga Oliver Olivia Olivier Omar Oprah Orlando Oscar Osama Oswald Otto Owen Pablo
    Paige
    Pam Pamela Paolo Pascal Pat Patricia Patrick Patrik Patty Paul Paula Paulina Pauline Paulo Pavel Pavlo Pawel Pearl
    Pedro Peggy Penelope Penny Per Percy Perry Pete Peter Petr Petra Petro Phil Philip Philippe Phillip Phyllis Pierre
    Pieter Piotr Pippa Pramila Prince Priti Priya Quentin Rachel Radoslaw Rafael Rahul Raj Rajiv Ralph Ramon Ramzan
    Rana Randall Randy Raphael Raquel Rashid Raul Ravi Ray Raymond Rebecca Recep Regina Reginald Reinhard Rena Renata
    Rene
    Renee Rex Rhonda Ricardo Richard Richie Rick Ricky Rishi Rita Rob Robbie Robert Roberta Roberto Robin Robyn Rocio
    Rod Roderick Rodney Rodolfo Rodrigo Roger Roland Rolf Roman Ron Ronald Ronaldo Ronan Ronnie Rory Rosa Rosalind Rose
    Rosemary Ross Roy Ruben Rudolf Rudolph Rudy Rupert Russell Rustem Ruth Ryan Sabine Sabrina Saddam Sadiq Saeed Sajid
    Sally Salman Salvador Salvatore Sam Samantha Sameh Sami Samir Samuel Sandra Sandro Sandy Sanjay Sanna Sara Sarah
    Sasha
    Saul Scott Sean Sebastian Selena Serena Serge Sergei Sergey Sergio Serhii Serhiy Seth Shane Shannon Sharon Shaun
    Shawn Sheila Shelley Sheryl Shimon Shinzo Shirley Sidney Siegfried Sigmar Silvia Silvio Simon Simone Sinead Slobodan
    Sofia Sonia Sonja Sophia Sophie Soren Stacey Stan Stanislav Stanley Stefan Stefano Stella Stephane Stephanie Stephen
    Sterling Steve Steven Stuart Sue Suella Sunil Susan Susanna Susanne Suzanne Sven Svetlana Sylvia Sylvie Tamar Tamara
    Tammy Tania Tanya Tara Tariq Taro Tatiana Tatyana Taylor Ted Teresa Terence Terry Thabo Theo Theodore Theresa
    Therese
    Thierry Thomas Tiffany Tim Timothy Tina Tobias Todd Tom Tomas Tommy Toni Tony Tracey Tracy Travis Trevor Tricia
    Tristan Troy Tucker Tulsi Tyler Ulf Ulrich Umberto Ursula Uwe Vaclav Valentin Valentina Valerie Valery Vanessa
    Vasily
    Vera Vernon Veronica Vicki Vicky Victor Victoria Vijay Viktor Viktoria Vince Vincent Vincenzo Viola Violet Virgil
    Virginia Virginie Vitali Vitaliy Vivian Vladimir Vladislav Volker Volodymyr Wade Waleed Walter Wanda Warren Wayne
    Wendy Werner Wes Wesley Wilfried Wilhelm Will Willem William Willie Willy Winston Wolfgang Woody Xavier Yahya Yair
    Yang Yanis Yaroslav Yasmin Yasser Yevgeny Yitzhak Yoav Yoko Yoon Yoshihide Yousef Yulia Yuri Yuriy Yusuf Yves Yvette
    Yvonne Zac Zach Zachary Zack Zahra Zainab Zara Zelda Zhang Zoe Zoltan Xi Li Wang Chen Zhao Zhou Sun Wu Xu Liang Hu
    Jens Jaroslav Zbigniew Lukasz Petteri Sauli Ulf Magnus Mikko Antti Edgars Gitanas Gabrielius Alar Kristen Bjarne
    Thorbjorn Espen Oyvind Havard Tormod Lise Signe Inger Ingeborg Troels Morten Jesper Rasmus Soren Lokke Giorgos
    Kyriakos Alexis Nikolaos Dimitris Ekrem Hakan Fidan Selahattin Devlet Abdulla Hamad Tamim Mohamad Faisal Turki
    Mevlut Bezalel Yoav Herzi Hossein Masoud Abbas Javad Ebrahim Qasem Hassan Ismael Ayatullah Sirajuddin Shehbaz Nawaz
    Bilawal Asim Imran Sheikh Narendra Amit Rajnath Subrahmanyam Nirmala Arvind Mamata Sonia Priyanka Anwar Mahathir
    Najib Prabowo Joko Sukarno Rodrigo Ferdinand Bongbong Aung Shigeru Yoshimasa Takeshi Fumio Kenji Haruki Kazuo
    Jacinda Anthony Penny Jagmeet Chrystia Pierre Francois-Philippe Jean-Noel Jean-Luc Jean-Yves Jean-Pierre Jean-Marie
    Jean-Claude Jean-Paul Jean-Michel Marie-Claude Ngozi Bola Muhammadu Cyril Jacob Thabo Nelson Desmond Kofi Ban
    Boutros
    Abiy Isaias Yoweri Uhuru Raila Felix Ousmane Macky Alassane Bassirou Sadio Mo Didier Lula Jair Evo Nicolas Juan
    Gustavo Nayib Daniel Andres Claudia Enrique Vicente Hugo Rafael Michelle Sebastian Cristina Nestor Mauricio Axel
""") - words("Angel Prince August April May June Grant Pearl Rose Will Sun Ban Per Min Mars Guy Earl")

# Capital words that name no actor, wherever they stand.
CALENDAR = words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays
    Sundays January February March April May June July August September October November December Jan Feb Mar Apr Jun
    Jul
    Aug Sept Sep Oct Nov Dec Christmas Easter Ramadan Halloween Thanksgiving Hanukkah Passover Eid Diwali Lent Mon Tue
    Wed Thu Fri Sat
""")
# Capital words that are no actor although they are written so; acronyms of things.
NOT_ACTORS = words("""
    I AM PM GMT BST EST EDT PST PDT UTC CET CEST GDP CEO CFO COO DNA RNA HIV AIDS TV DVD CD PC ID UFO VIP PhD MD MBA BA
    AI IT PR HR QC KC OBE MBE CBE DUI LGBT LGBTQ SUV USB GPS WiFi Wi-Fi ATM IQ IV II III VI VII VIII IX XI XII COVID
    COVID-19 Covid Covid-19 WWI WWII ICBM ATACMS HIMARS F-16 F-35 PDF SMS FAQ Q&A RSVP SOS MRI CT IVF CCTV DJ MC OK No
    Nos
    God Bible Koran Quran Torah Internet Web English Latin Islam Christianity Judaism Buddhism Hinduism Catholicism
    Renaissance Holocaust Brexit Olympics Olympic Paralympics Oscars Oscar Grammys Emmys Nobel Pulitzer Ebola Zika
    Democracy Constitution Republican Democrat Democratic Conservative Liberal Labour Tory Tories Muslim Muslims
    Christian
    Christians Jewish Jews Jew Catholic Catholics Protestant Protestants Hindu Hindus Buddhist Buddhists Sikh Sikhs
    Sunni
    Shia Shiite Islamic Islamist Islamists Orthodox Arab Arabs Kurdish Kurds European Europeans African Africans Asian
    Asians Western Westerners Latino Latinos Hispanic Hispanics Eastern Northern Southern Nazi Nazis Communist
    Communists
    Marxist Soviet Soviets Roman Romans Byzantine Ottoman Victorian Medieval Scottish Scots Welsh English Englishman
    Palestinian Palestinians Tibetan Catalan Basque Chechen Crimean Bavarian Siberian Californian Texan Londoner
    Londoners
    Parisian Parisians Muscovites Muscovite Aboriginal Indigenous Inuit Native Black Blacks White Whites Asiatic Hebrew
    Arabic Spanish-language Mandarin Cantonese Gaelic Sanskrit Persian Cold War Budget Century Age BC AD BCE CE MPs MEPs
    MSPs NGOs VAT IPO IPOs ETA FYI Twitterati Facebookers Bitcoin Android Java Linux Windows iPhone iPad
    Prime Minister President Secretary Chancellor Vice Deputy Sir Mr Mrs Ms Dr B.C. B.C.E. A.D. C.E. M.A.
    B.A. M.D. J.D. P.M. A.M. D.C. R.I.P. Ph.D. Buddha Jesus Christ Lord Allah Satan
""") - words("Java")
# Words that begin a sentence or stand capital in a title without naming anybody.
FUNCTION = words("""
    a about above according across actually additionally admittedly after afterwards again against ago albeit all almost
    alone along already also although always am amid among an and another any anybody anyone anything anyway apart
    apparently are around as aside at away back barely based basically be because been before behind being below beneath
    beside besides best better between beyond both but by can certainly clearly close come consequently could critics
    currently day days dear despite did do does done down due during each earlier early either else elsewhere ending
    enough especially even eventually ever every everybody everyone everything everywhere except experts few finally
    first
    five following for former formerly fortunately four from full further furthermore generally get given go good
    government great had half has have having he hello hence her here hers herself hey him himself his historically
    hopefully how however hundreds if ideally immediately in including indeed initially inside instead into
    investigators
    is it its itself just last lastly late later latest least less let like likely likewise locals look looking lots
    made
    mainly make many maybe me meanwhile men might mine more moreover most mostly much must my myself naturally near
    nearby
    nearly neither never nevertheless new next nine no nobody none nonetheless nor not nothing now nowadays nowhere
    obviously occasionally of off officials often oh ok okay old on once one ones only onto opposite or originally other
    others otherwise our ours out outside over overall own part particularly past people perhaps please plus police
    possibly presumably previously prior probably put quite rarely rather read really recent recently regarding
    reportedly researchers right said same say says scientists second see seemingly seven several shall she should
    similar
    similarly simply since six so some somebody someone something sometimes somewhere soon still subsequently such
    suddenly sure surely take ten than thank thanks that the their theirs them themselves then there thereafter thereby
    therefore these they third this those though thousands three through throughout thus till to today together tomorrow
    too top toward towards traditionally two typically ultimately under underneath undoubtedly unfortunately unless
    unlike
    until up upon us usually various very via was we well were what whatever when whenever where whereas wherever
    whether
    which whichever while who whoever whole whom whose why will with within without women would yeah yes yesterday yet
    you your yours yourself eight eleven twelve twenty thirty forty fifty hundred thousand million billion north south
    east west northern southern eastern western central western meanwhile analysts sources residents authorities troops
    forces talks leaders ministers lawmakers diplomats protesters voters students workers doctors teachers children
    parents families shares stocks oil gold gas prices sales profits
""")

# Verbs of saying and of deciding that a named person or body is the subject of.
SPEECH = words("""
    said says say told tells tell added adds asked asks answered argued argues acknowledged admitted agreed announced
    announces announce called calls claimed claims commented complained concluded condemned confirmed criticised
    criticized declared declined denied denies described dismissed emphasised emphasized explained explains expressed
    hailed insisted insists joked maintained noted notes observed pledged praised predicted promised proposed questioned
    recalled recounted rejected remarked reiterated repeated replied reported responded revealed ruled stated stressed
    suggested suggests testified thinks thought threatened tweeted urged vowed voiced warned warns welcomed wants wanted
    writes wrote believes believed hopes hoped accused accuses apologised apologized resigned conceded recalls
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
# Small words inside a person's name.
PARTICLES = words("de da di dos das del della der den van von bin ibn al el la le du ter zu bint ben")
# What stands after a name and is no part of the surname.
GENERATION = words("Jr Sr II III IV Jnr Snr")
# Surnames that mean something else as often: alone they name a registry person only after the full name.
COMMON_SURNAMES = words("""
    Abbott Adams Allen Anderson Bailey Baker Ball Banks Barker Baron Bass Bay Bean Bell Best Bird Bishop Black Blair
    Blunt
    Bond Booker Booth Bow Brand Bridges Brook Brooks Brown Burns Bush Butler Carpenter Carter Case Cash Castle Chase
    Church
    Clark Clarke Clay Close Cloud Cole Collins Cook Cooper Court Cox Crane Cross Davies Davis Day Dean Drew Drake Duke
    Earl
    East Edwards English Evans Field Fields Fish Fisher Flint Flood Ford Forest Foster Fox France Francis Franks Freeman
    French Frost Gates George Gold Good Gordon Gore Grace Grant Graves Gray Green Grey Hall Hand Harris Harrison Head
    Hill
    Hills Holland Holmes Hood Hope House Hunt Hunter Irons Islam Jackson James Jenkins John Johnson Jones Jordan Joy
    Judd
    Justice Kelly Kent Kerry Khan Kim King Knight Lake Lamb Lane Law Lawson Lee Lewis Li Little Long Lord Love Major
    Mann
    Marsh Martin Martinez Mason May Mercer Mercy Miller Mills Mitchell Moon Moore Morgan Morris Moss Murphy Murray
    Nelson
    Noble North Page Paris Park Parker Patel Paul Peace Pence Perry Peters Phillips Pope Porter Post Powell Power Powers
    Price Prince Queen Reed Reeves Rice Rich Rivers Roberts Robinson Rock Rogers Rose Ross Rush Russell Scott Shah Sharp
    Short Silver Simon Singh Small Smith Snow South Speaker Spencer Star Stein Stewart Stone Storm Street Strong Summers
    Sun Swift Taylor Thomas Thompson Thune Tower Turner Vance Victor Walker Wall Wallace Walsh Walton Wang Ward Warren
    Washington Waters Watson Watts Webb Welch Wells West White Wilde Will Williams Wilson Winter Winters Wise Wolf Wood
    Woods Worth Wright Xi Yang York Young
""") - words("Vance Pence Reeves Thune Gates Xi Blair")
ABBREVIATED = words("""
    Mr Mrs Ms Dr Sen Rep Gov Gen Lt Col Sgt Capt Maj Adm Prof Rev Fr St Mt Ft Jr Sr Inc Corp Co Ltd Hon Supt Cpl Messrs
    Cmdr Insp Det Atty
""")
# Titles that belong to the name: "Pope Francis", "King Charles".
ROYAL = words("king queen pope prince princess emperor sultan emir saint")
# Small words before a name that make it an organisation.
BODIES = words("""
    company firm giant group newspaper airline bank agency broadcaster network club startup start-up retailer carmaker
    manufacturer website platform app band party militia publisher supermarket chain charity union thinktank think-tank
    magazine developer maker operator conglomerate consultancy brand bookmaker insurer lender automaker
""")
# Small words after a name that make it an organisation.
AFTER_BODIES = words("""
    shares stock employees executives spokesman spokeswoman spokesperson users customers officials members headquarters
    ceo staff shareholders app apps website lawmakers mps fighters militants fans supporters players subscribers
    membership allies troops forces sources delegates activists leaders chief boss
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
    because
    been before behind being below beneath beside between beyond both but by can could did do does down during each
    either
    else even ever every everything for from had has have having he her here hers him his how however i if in indeed
    into
    is it its itself just least less let like many may me might mine more most much must my near neither never no nobody
    none nor not nothing now of off often on once one only onto or other our ours out over own part quite rather same
    shall
    she should since so some somebody something such than that the their theirs them then there these they this those
    though through thus till to together too toward towards under unless until up upon us very via was we were what
    whatever when where whether which while who whom whose why will with within without would yes yet you your yours
    according meanwhile today yesterday tomorrow
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
# Bodies that only one state calls so; the state before them adds nothing.
UNIQUE_ORG = frozenset({"Home Office", "Foreign Office", "State Department", "Justice Department", "Coast Guard"})
# Organisations that the news names without further ado.
ORGANISATIONS = words("""
    Adidas Airbnb Airbus Al-Jazeera Aldi Alibaba Alphabet Amazon Amnesty Aramco Arsenal Asda AstraZeneca Audi Barclays
    Baidu Bayer Bellingcat BioNTech BlackBerry Blackrock BlackRock Bloomberg BMW Boeing Bosch Breitbart BuzzFeed
    ByteDance
    Carrefour Chevron Chrysler Citigroup Citroen Comcast Cosco Costco Daimler Deloitte Disney Dreamworks DuPont eBay
    Ericsson
    Etsy Eurostar Everton ExxonMobil Exxon Facebook FedEx Ferrari Fiat FIFA Fitbit Foxconn Fujitsu Gazprom GitHub
    GlaxoSmithKline Google Greenpeace Greggs Hamas Heineken Hezbollah Hitachi Honda HSBC Huawei Hyundai IKEA Ikea
    Instagram
    Intel Interfax Interpol Juventus KPMG Kodak KLM LinkedIn Lloyds Lufthansa Lukoil Lyft Mazda Mercedes-Benz Merck
    Microsoft
    Mitsubishi Moderna Monsanto Mossad Motorola NASCAR Nasdaq NASDAQ Nestle Netflix Nike Nintendo Nissan Nokia Nvidia
    OpenAI
    OPEC Opec Oxfam Panasonic PayPal Pentagon Pepsi PepsiCo Peugeot Pfizer Pixar Porsche PwC Qantas Qualcomm Raytheon
    Reddit Renault Reuters Rheinmetall Roscosmos Rosneft Ryanair Safeway Sainsbury Samsung SAP Sberbank Scotland-Yard
    Siemens Sinopec Sinovac Skype Snapchat Softbank SoftBank Sony Spotify Starbucks Starlink Subaru Suzuki TASS Taliban
    Telegram Tencent Tesco Tesla Thales TikTok Toshiba Total TotalEnergies Toyota Tumblr Twitter Uber UEFA Unicef
    UNICEF Unilever UNESCO Unesco Verizon Viacom Visa Vodafone Volkswagen Volvo Walmart Wikipedia WikiLeaks Wikileaks
    WhatsApp Wizz Xiaomi Yahoo YouTube Zara Zoom Xinhua Ukrinform Euroclear Euronext Frontex Europol Eurostat SpaceX
    Amtrak Novatek Rostec Rosatom Energoatom Ukrenergo Naftogaz Ukrzaliznytsia DTEK Wagner Houthis Fatah Mercosur
""") - words("Total Visa Zoom Amazon Zara Wagner Intel Telegram Mercedes-Benz Scotland-Yard Amnesty")
