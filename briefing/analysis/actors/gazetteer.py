"""Which names of people, places and organisations does news English use without further ado?

Written down from general knowledge; nothing here is learned or copied from a data set. The lists need not be complete:
a name is judged by all that speaks for it (`evidence` has the rest), and a missing word costs one name, not the method.
Every entry is folded as `lexicon.fold` does (no diacritics).
"""

from __future__ import annotations

from briefing.analysis.actors.evidence import words


def _lines(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())


# Places that news English names without further ado. Capitals come from the registry.
PLACES = _lines("""
    Aberdeen, Aceh, Adelaide, Adriatic, Aegean, Africa, Alabama, Alaska, Albany, Alberta, Aleppo, Alexandria, Alps,
    Anatolia, Anchorage, Andalusia, Antarctica, Antwerp, Appalachia, Arctic, Arizona, Arkansas, Asia, Aspen,
    Atlanta, Atlantic, Auckland, Auschwitz, Austin, Avdiivka, Bakhmut, Balkans, Bali, Baltic, Baltimore, Bangalore,
    Barcelona, Basra, Bavaria, Bay Area, Beirut, Belfast, Belgorod, Bengal, Benghazi, Berkeley, Bethlehem,
    Beverly Hills, Birmingham, Black Sea, Bombay, Bordeaux, Boston, Brighton, Brisbane, Bristol, British Columbia,
    Brittany, Bronx, Brooklyn, Bryansk, Bucha, Buffalo, Calais, Calcutta, Calgary, California, Cambridge,
    Cambridgeshire, Camp David, Cannes, Cape Town, Cardiff, Caribbean, Carolina, Casablanca, Caspian, Catalonia,
    Caucasus, Central America, Central Asia, Central Park, Chechnya, Chelsea, Chernihiv, Chernobyl, Cherkasy,
    Chicago, Cincinnati, Cleveland, Cologne, Colorado, Connecticut, Cornwall, Corsica, Crete, Crimea, Croydon,
    Dallas, Damascus, Danube, Darfur, Delaware, Denver, Derby, Des Moines, Detroit, Devon, Dnipro, Dnipropetrovsk,
    Donbas, Donbass, Donetsk, Dubai, Dundee, Dusseldorf, Earth, East Asia, East Jerusalem, Eastern Europe,
    Edinburgh, Edmonton, England, Essex, Euphrates, Eurasia, Europe, Fallujah, Far East, Flanders, Florence,
    Florida, Frankfurt, Fukushima, Galicia, Galilee, Gaza, Gaza Strip, Geneva, Genoa, Georgia, Ghent, Gibraltar,
    Glasgow, Golan Heights, Gothenburg, Great Lakes, Greenland, Grozny, Guangdong, Guantanamo, Guantanamo Bay,
    Haifa, Hamburg, Hampshire, Hawaii, Heathrow, Himalayas, Hiroshima, Hollywood, Holy Land, Hong Kong, Houston,
    Idaho, Idlib, Illinois, Indiana, Indian Ocean, Iowa, Istanbul, Izmir, Jeddah, Jersey, Johannesburg, Judea,
    Kabul, Kamchatka, Kandahar, Kansas, Karachi, Kashmir, Kent, Kentucky, Kerala, Kharkiv, Kherson, Kobe,
    Kramatorsk, Kryvyi Rih, Kurdistan, Kursk, Kyoto, Lagos, Lahore, Lancashire, Las Vegas, Latin America, Leeds,
    Leicester, Leipzig, Levant, Liverpool, Lombardy, Long Island, Los Angeles, Louisiana, Luhansk, Lviv, Lyon,
    Madison, Maine, Manchester, Manhattan, Manitoba, Mar-a-Lago, Mariupol, Marseille, Mars, Maryland, Massachusetts,
    Mecca, Medina, Mediterranean, Mediterranean Sea, Melbourne, Melitopol, Memphis, Mesopotamia, Miami, Michigan,
    Middle East, Midlands, Midwest, Milan, Milwaukee, Minneapolis, Minnesota, Mississippi, Missouri, Montana,
    Montreal, Mosul, Mount Everest, Mumbai, Munich, Murmansk, Mykolaiv, Nagasaki, Nagorno-Karabakh, Naples,
    Nebraska, Negev, Nevada, New Brunswick, New England, New Hampshire, New Jersey, New Mexico, New Orleans,
    New South Wales, New York, New York City, Newcastle, Newfoundland, Nile, Norfolk, Normandy, North Africa,
    North America, North Atlantic, North Carolina, North Dakota, North Sea, Northern Ireland, Nottingham,
    Nova Scotia, Novosibirsk, Nuremberg, Oakland, Odesa, Odessa, Ohio, Oklahoma, Ontario, Oregon, Orlando, Osaka,
    Oxford, Pacific, Pacific Ocean, Palestine, Palm Beach, Pasadena, Patagonia, Pearl Harbor, Pennsylvania,
    Persian Gulf, Perth, Philadelphia, Phoenix, Pittsburgh, Plymouth, Pokrovsk, Polynesia, Poltava, Portland,
    Portsmouth, Provence, Punjab, Pyrenees, Quebec, Queens, Queensland, Rafah, Ramallah, Red Sea, Rhine,
    Rhode Island, Rio de Janeiro, Rocky Mountains, Rostov, Rotterdam, Ruhr, Rust Belt, Sacramento, Sahara,
    Saint Petersburg, Sakhalin, Salisbury, Salt Lake City, Samaria, Samara, San Antonio, San Diego, San Francisco,
    Sao Paulo, Sarajevo, Saratov, Saskatchewan, Saxony, Scandinavia, Scotland, Seattle, Seine, Sevastopol, Shanghai,
    Sheffield, Shenzhen, Siberia, Sicily, Silesia, Silicon Valley, Sinai, Smolensk, Soviet Union, South America,
    South Asia, South Carolina, South China Sea, South Dakota, Southampton, Southeast Asia, St Louis, St Petersburg,
    Stalingrad, Strasbourg, Stuttgart, Sudzha, Suez, Suffolk, Sumatra, Sumy, Surrey, Sussex, Swansea, Sydney,
    Tasmania, Tel Aviv, Tennessee, Ternopil, Texas, Thames, The Hague, Tibet, Tigray, Tigris, Timbuktu, Toronto,
    Transnistria, Transylvania, Tula, Turin, Tuscany, Tver, Tyrol, Ulster, Ural, Urals, Utah, Uzhhorod, Vancouver,
    Vatican, Venice, Vermont, Verdun, Vinnytsia, Virginia, Vladivostok, Volga, Volgograd, Voronezh, Wales,
    Wall Street, Washington DC, Washington D.C., West Africa, West Bank, West Virginia, Western Europe, Westminster,
    Wimbledon, Winnipeg, Wisconsin, Wuhan, Wyoming, Xinjiang, Yangtze, Yekaterinburg, York, Yorkshire, Yukon,
    Zaporizhzhia, Zhytomyr, Zurich, Yalta, Rostov-on-Don, Engels, Ryazan, Kuban, Krasnodar, Kaliningrad, La Malbaie,
    Ramstein, Davos, Camp Bastion, Sandhurst, Northwood, Chequers, Nice, Lille, Toulouse, Nantes, Seville, Valencia,
    Bilbao, Porto, Basel, Salzburg, Graz, Krakow, Gdansk, Wroclaw, Poznan, Rzeszow, Brno, Cluj, Varna, Thessaloniki,
    Bergen, Malmo, Aarhus, Tampere, Turku, Tartu, Kaunas, Delhi, Chennai, Hyderabad, Pune, Kolkata, Guangzhou,
    Chengdu, Chongqing, Tianjin, Nanjing, Hangzhou, Macau, Busan, Okinawa, Hokkaido, Sapporo, Yokohama, Ankara,
    Antalya, Adana, Gaziantep, Raqqa, Homs, Hama, Latakia, Kirkuk, Erbil, Najaf, Karbala, Isfahan, Mashhad, Tabriz,
    Aden, Hodeidah, Khartoum North, Goma, Mombasa, Durban, Pretoria, Soweto, Ibadan, Kano, Kumasi, Marrakech,
    Tangier, Oran, Rosario, Cordoba, Medellin, Cali, Guayaquil, Cusco, Brasilia, Salvador, Recife, Tijuana,
    Guadalajara, Monterrey, Cancun, Acapulco, Ciudad Juarez, Puerto Rico, Guam, Bermuda, Cayman Islands, Falklands,
    Falkland Islands, Faroe Islands, Isle of Man, Isle of Wight, Channel Islands, Azores, Madeira, Canary Islands,
    Balearic Islands, Majorca, Ibiza, Sardinia, Rhodes, Cyprus, Gozo, Zanzibar, Nevada Desert, Sahel, Maghreb,
    Mindanao, Java, Borneo, Sulawesi, Luzon, Penang, Phuket, Chiang Mai, Da Nang, Saigon, Ho Chi Minh City,
    Gallipoli, Troy, Babylon, Carthage, Constantinople, East Indies, Abu Dhabi, Sharjah, Doha, Versailles, Irkutsk,
    Omsk, Tomsk, Chelyabinsk, Kazan, Sochi, Perm, Ufa, Tyumen, Astrakhan, Simferopol, Kerch, Izium, Kupiansk,
    Chasiv Yar, Toretsk, Sloviansk, Pavlohrad, Nikopol, Enerhodar, Berdiansk, Soledar, Vovchansk, Kurakhove,
    Vuhledar, Lysychansk, Severodonetsk, Zaporizhia, Benelux, Iberia, Crimean Peninsula, Kansas City, Nashville,
    Raleigh, Durham, Richmond, Savannah, Tucson, Albuquerque, El Paso, Fort Worth, Tampa, Jacksonville, Omaha,
    Wichita, Tulsa, Toledo, Dayton, Akron, Rochester, Syracuse, Hartford, Providence, Spokane, Tacoma, Boise,
    Fresno, Bakersfield, Long Beach, Santa Monica, Malibu, Palo Alto, Cupertino, Halifax, Saskatoon, Hamilton,
    Dunedin, Christchurch, Darwin, Hobart, Cairns, Suva, Noumea, Papua, Timor, Tikrit, Ramadi, Deir ez-Zor,
    Khan Younis, Jenin, Nablus, Hebron, Ashkelon, Ashdod, Sderot, Eilat, Beersheba, Tyre, Sidon, Tripoli, Misrata,
    Sirte, Tobruk, Luxor, Aswan, Suez Canal, Port Said, El Fasher, Omdurman, Mekelle, Ogaden, Puntland, Somaliland,
    Kismayo, Biafra, Maiduguri, Borno, Kivu, Bukavu, Katanga, Ituri, Helmand, Herat, Jalalabad, Kunduz, Peshawar,
    Quetta, Balochistan, Waziristan, Srinagar, Jammu, Ladakh, Assam, Gujarat, Ahmedabad, Bihar, Rajasthan, Jaipur,
    Lucknow, Uttar Pradesh, Tamil Nadu, Rakhine, Mandalay, Yangon, Rangoon, Chittagong, Cox's Bazar, Jaffna, Kandy,
    Sichuan, Yunnan, Hunan, Hubei, Henan, Fujian, Hainan, Kowloon, Inner Mongolia, Manchuria, Fukuoka, Nagoya,
    Sendai, Incheon, Gwangju, Jeju, Cebu, Davao, Sarawak, Chihuahua, Sinaloa, Oaxaca, Chiapas, Veracruz, Yucatan,
    Amazonia, Bahia, Minas Gerais, Cartagena, Maracaibo, Tierra del Fuego, Valparaiso, Arequipa, Wallonia, Brabant,
    Limburg, Friesland, Eindhoven, Utrecht, Maastricht, Bremen, Dresden, Hanover, Dortmund, Mainz, Bonn, Kiel,
    Brandenburg, Thuringia, Hesse, Westphalia, Carinthia, Styria, Linz, Innsbruck, Lausanne, Bern, Trieste, Bologna,
    Palermo, Catania, Verona, Lampedusa, Calabria, Apulia, Puglia, Umbria, Piedmont, Liguria, Veneto, Granada,
    Malaga, Zaragoza, Asturias, Navarre, Basque Country, Braga, Coimbra, Algarve, Lesbos, Chios, Corfu, Macedonia,
    Moravia, Bohemia, Ostrava, Lodz, Katowice, Szczecin, Lublin, Bialystok, Debrecen, Szeged, Timisoara, Constanta,
    Plovdiv, Burgas, Vojvodina, Novi Sad, Nis, Mostar, Srebrenica, Republika Srpska, Split, Dubrovnik, Rijeka,
    Maribor, Pristina, Mitrovica, Gdynia, Klaipeda, Narva, Daugavpils, Karelia, Lapland, Tromso, Stavanger,
    Trondheim, Svalbard, Uppsala, Odense, Jutland, Reykjanes, Galway, Cork, Limerick, Derry, Armagh, Inverness,
    Fife, Cumbria, Northumberland, Sunderland, Middlesbrough, Hull, Grimsby, Lincolnshire, Leicestershire,
    Derbyshire, Staffordshire, Stoke, Wolverhampton, Coventry, Warwickshire, Worcestershire, Gloucestershire,
    Oxfordshire, Berkshire, Buckinghamshire, Hertfordshire, Bedfordshire, Wiltshire, Somerset, Dorset, Gwent,
    Glamorgan, Gwynedd, Anglesey, Hebrides, Orkney, Shetland, Merseyside, Tyneside, Teesside, Wis, Vt, Mass, Calif,
    Colo, Conn, Fla, Mich, Minn, Okla, Tenn, Tex, W.Va, Ariz, Ala, Md, Nev, Neb, Ky
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
    Reggie Bettie Harlan Sharron Sharon LuAnn DeShawn Raj Dwayne Tyrone Jermaine Malik Darnell Jamal Lamar Kobe LeBron
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
# Bodies that only one state calls so; the state before them adds nothing.
UNIQUE_ORG = frozenset({"Home Office", "Foreign Office", "State Department", "Justice Department", "Coast Guard"})
# Organisations that the news names without further ado.
ORGANISATIONS = _lines("""
    Adidas, Airbnb, Airbus, Al-Jazeera, Aldi, Alibaba, Alphabet, Aramco, Arsenal, Asda, AstraZeneca, Audi, Barclays,
    Baidu, Bayer, Bellingcat, BioNTech, BlackBerry, Blackrock, BlackRock, Bloomberg, BMW, Boeing, Bosch, Breitbart,
    BuzzFeed, ByteDance, Carrefour, Chevron, Chrysler, Citigroup, Citroen, Comcast, Cosco, Costco, Daimler,
    Deloitte, Disney, Dreamworks, DuPont, eBay, Ericsson, Etsy, Eurostar, Everton, ExxonMobil, Exxon, Facebook,
    FedEx, Ferrari, Fiat, FIFA, Fitbit, Foxconn, Fujitsu, Gazprom, GitHub, GlaxoSmithKline, Google, Greenpeace,
    Greggs, Hamas, Heineken, Hezbollah, Hitachi, Honda, HSBC, Huawei, Hyundai, IKEA, Ikea, Instagram, Interfax,
    Interpol, Juventus, KPMG, Kodak, KLM, LinkedIn, Lloyds, Lufthansa, Lukoil, Lyft, Mazda, Merck, Microsoft,
    Mitsubishi, Moderna, Monsanto, Mossad, Motorola, NASCAR, Nasdaq, NASDAQ, Nestle, Netflix, Nike, Nintendo,
    Nissan, Nokia, Nvidia, OpenAI, OPEC, Opec, Oxfam, Panasonic, PayPal, Pentagon, Pepsi, PepsiCo, Peugeot, Pfizer,
    Pixar, Porsche, PwC, Qantas, Qualcomm, Raytheon, Reddit, Renault, Reuters, Rheinmetall, Roscosmos, Rosneft,
    Ryanair, Safeway, Sainsbury, Samsung, SAP, Sberbank, Siemens, Sinopec, Sinovac, Skype, Snapchat, Softbank,
    SoftBank, Sony, Spotify, Starbucks, Starlink, Subaru, Suzuki, TASS, Taliban, Tencent, Tesco, Tesla, Thales,
    TikTok, Toshiba, TotalEnergies, Toyota, Tumblr, Twitter, Uber, UEFA, Unicef, UNICEF, Unilever, UNESCO, Unesco,
    Verizon, Viacom, Vodafone, Volkswagen, Volvo, Walmart, Wikipedia, WikiLeaks, Wikileaks, WhatsApp, Wizz, Xiaomi,
    Yahoo, YouTube, Xinhua, Ukrinform, Euroclear, Euronext, Frontex, Europol, Eurostat, SpaceX, Amtrak, Novatek,
    Rostec, Rosatom, Energoatom, Ukrenergo, Naftogaz, Ukrzaliznytsia, DTEK, Houthis, Fatah, Mercosur, Al Qaeda,
    al Qaeda, al-Qaeda, Al-Qaeda, al-Qaida, Islamic State, Boko Haram, Al Jazeera, al-Shabab, Al-Shabab, al Shabab,
    Al Shabab, al-Nusra, Red Cross, Red Crescent, Rolls-Royce, Hewlett-Packard, Coca-Cola, Mercedes-Benz,
    Goldman Sachs, Morgan Stanley, Wells Fargo, Credit Suisse, Standard Chartered, Human Rights Watch, Fox News,
    Sky News, Le Monde, Le Figaro, Der Spiegel, Die Zeit, Die Welt, El Pais, La Repubblica, la Repubblica,
    Corriere della Sera, Politico, Newsweek, Axios, McKinsey, McDonalds, Halliburton, Lockheed, Lockheed Martin,
    Northrop Grumman, General Motors, General Electric, Knesset, Bundestag, Bundesrat, Duma, State Duma,
    Verkhovna Rada, Rada, Majlis, Riksdag, Folketing, Storting, Sejm, Stasi, Gestapo, Sinn Fein, Likud, Fidesz,
    Hizbullah, Hizbollah, Democrats, Republicans, Tories, Amnesty International, Scotland Yard, Holy See, Nasa,
    Nato, Kommersant, Novaya Gazeta, Roskomnadzor, Transneft, Sovcomflot, Deutsche Welle, Bundesbank, Bundeswehr,
    Wehrmacht, Luftwaffe, Politburo, Comintern, Solidarnosc, Shin Bet, Savak, Octopus, Lidl, Primark, Deliveroo,
    Revolut, Monzo, Klarna, Maersk, Statoil, Equinor, Telenor, Repsol, Iberdrola, Santander, Unicredit, UniCredit,
    Generali, Stellantis, Michelin, Danone, Alstom, Anthropic, DeepMind, Palantir, Infosys, Tata, Petrobras,
    Embraer, Pemex, Cemex, Medecins Sans Frontieres, Ofcom, Ofgem, Ofsted, Unison, Stormont, Holyrood, Lucasfilm,
    Gannett, Condé Nast, Conde Nast, Getty Images, Associated Press, Agence France-Presse
""")
# Given names that mostly women bear, for "Mrs Vale" where a Hugo and an Ingrid Vale are named.
WOMEN = words("""
    Abby Abigail Ada Adele Agnes Alessandra Alexandra Alexis Alice Alicia Alison Allison Amal Amanda Amber Amelia
    Amy Ana Anastasia Angela Angelina Anita Anja Ann Anna Anne Annette Annie Antonia Ashley Audrey Ava Barbara
    Beatrice Becky Bella Beth Betty Bianca Brenda Bridget Britney Brooke Camilla Carla Carmen Carol Caroline Carolyn
    Carrie Catherine Cathy Cecilia Charlotte Chelsea Cherie Cheryl Chloe Christiane Christina Christine Cindy Claire
    Clara Claudia Colleen Connie Cristina Crystal Cynthia Daisy Dalia Dana Daniela Danielle Daphne Dawn Debbie
    Deborah Debra Denise Diana Diane Dilma Dina Donna Dora Doris Dorothy Edith Edna Eileen Elaine Eleanor Elena
    Elina Elisabeth Elise Eliza Elizabeth Ella Ellen Elsa Emilia Emily Emma Erica Erika Erin Eva Eve Evelyn Fatima
    Felicity Fernanda Fiona Flora Florence Frances Francesca Francoise Gabriela Gemma Georgia Georgina Geraldine
    Gina Giorgia Giulia Gladys Gloria Grace Greta Gwen Hannah Harriet Hazel Heather Heidi Helen Helena Helene Hilary
    Hillary Holly Ida Ines Ingrid Inna Irene Irina Iris Isabel Isabella Isabelle Ivanka Ivy Jacqueline Jane Janet
    Janice Jasmine Jeanne Jennifer Jenny Jessica Jill Joana Joanna Joanne Jodie Josephine Joy Joyce Judith Judy
    Julia Juliana Julie Juliet June Justine Kaja Kamala Karen Karin Karoline Kate Katherine Kathleen Kathryn Kathy
    Katie Katrina Keiko Kemi Kimberly Kirsten Kristen Kristina Kristine Lana Laura Lauren Lavinia Leah Leila Lena
    Lidia Lily Linda Lisa Liz Lois Lola Loretta Louisa Louise Lucia Lucy Lydia Lynn Lyudmila Madeleine Madison
    Magdalena Maggie Maia Malala Marcia Margaret Margarita Maria Mariam Marian Marianne Marie Marilyn Marina Marine
    Marion Marisa Marlene Marta Martha Martina Mary Maryam Maureen Maya Megan Melania Melanie Melinda Melissa Mette
    Michaela Michele Michelle Mila Mildred Mimi Mina Miranda Miriam Moira Molly Mona Monica Monique Nadia Nadine
    Nancy Naomi Natalia Natalie Natasha Nicola Nicole Nina Nora Norma Olena Olga Olivia Oprah Paige Pam Pamela
    Patricia Patty Paula Paulina Pauline Pearl Peggy Penelope Penny Petra Phyllis Pippa Pramila Priti Priya Rachel
    Raquel Rebecca Regina Rena Renata Renee Rhonda Rita Roberta Robyn Rocio Rosa Rosalind Rose Rosemary Ruth Sabine
    Sabrina Sally Samantha Sandra Sanna Sara Sarah Selena Serena Shannon Sharon Sheila Shelley Sheryl Shirley Silvia
    Simone Sinead Sofia Sonia Sonja Sophia Sophie Stacey Stella Stephanie Sue Suella Susan Susanna Susanne Suzanne
    Svetlana Sylvia Sylvie Tamar Tamara Tammy Tania Tanya Tara Tatiana Tatyana Teresa Theresa Therese Tiffany Tina
    Toni Tracey Tricia Tulsi Ursula Valentina Valerie Vanessa Vera Veronica Vicki Vicky Victoria Viktoria Viola
    Violet Virginia Virginie Vivian Wanda Wendy Yasmin Yoko Yulia Yvette Yvonne Zoe
""")
# Given names that stand for each other, the formal one first.
SHORT_FORMS = tuple(
    words(forms)
    for forms in """
    abigail abby abbie gail / abraham abe bram / albert al bert bertie / alexander alex alec sandy sasha xander
    alexandr aleksandr oleksandr / alexandra alex sandra sasha alix / alfred al fred alf alfie / alice ali allie /
    allison alison ali / amanda mandy / andrew andy drew andrei andrey andriy / angela angie / ann anne anna annie
    nan / anthony antony tony ant / antonio tony toni / arthur art artie / barbara barb babs barbie / benjamin ben
    benny benji binyamin bibi / bernard bernie barney / bradley brad / calvin cal / cameron cam / caroline carolyn
    carrie / cassandra cass cassie / catherine katherine kathryn kathleen kate katie kathy cathy kitty katharine /
    charles charlie chuck chas / charlotte lottie charlie / christina christine chris tina chrissie / christopher
    chris kit topher / clifford cliff / clinton clint / cynthia cindy / daniel dan danny / david dave davey /
    deborah debra debbie deb / denis dennis denny / dmitri dmitry dima dmytro dimitri / dominic dominick dom /
    donald don donnie donny / dorothy dot dottie dolly / douglas doug / edward ed eddie ted teddy ned eddy /
    edmund ed eddie ned / eleanor ellie nell nora elinor / elizabeth elisabeth liz lizzie beth betsy betty bettie
    eliza lisa libby / emily em emmy / eugene gene / evgeny yevgeny evgeni / florence flo florrie / frances fran
    francie / francis frank fran / franklin frank / frederick fred freddie frederic freddy / gabriel gabe /
    gabrielle gabby / geoffrey jeffrey geoff jeff / gerald gerry jerry / gerard gerry / gilbert gil / gregory greg
    gregg / harold harry hal / helen nell nellie / henry harry hank hal / herbert herb bert / howard howie /
    ignatius iggy / isabel isabelle isabella bella izzy / isaac ike zac / jacob jake / jacqueline jackie jacqui /
    james jim jimmy jamie jimmie / jane janie / janet jan / jason jay jase / jean jeannie / jennifer jen jenny
    jenn / jerome jerry / jessica jess jessie / john jon johnny jack johnnie / jonathan jon jonny johnathan
    jonathon john / joseph joe joey jos / josephine jo josie / joshua josh / judith judy / julia julie / karen kaz
    / kenneth ken kenny / kimberly kim kimberley / lawrence laurence larry lars / leonard len lenny leo / leroy
    roy / leslie les / lewis louis lou lew louie / louise lou / lucy lucille lu / margaret maggie meg peggy peg
    marge margie greta / maria marie mary mariya / martin marty / mary molly polly mae / matthew matt matty /
    maurice mo morrie / maximilian max / maxwell max / megan meg / melissa mel missy / melanie mel / michael mike
    mick mickey micky mikey mikhail / michelle shelly micki / mitchell mitch / mohammed mohamed muhammad mohammad
    mo muhammed / montgomery monty / nancy nan / natalie nat / natalia natasha natalya / nathan nate nat /
    nathaniel nate nat nathan / nicholas nick nicky nicolas nik / nicole nicki nikki / nigel nige / norman norm /
    oliver ollie / pamela pam / patricia pat patty tricia trish patsy / patrick pat paddy / penelope penny / peter
    pete / philip phillip phil / rachel rach rachael / randall randolph randy / raymond ray / rebecca becky becca
    / reginald reg reggie / richard rick dick ricky rich richie / robert bob rob bobby robbie bert / roberta
    bobbie / rodney rod / roderick rod / roger rog / ronald ron ronnie / rosemary rose rosie / rudolph rudy rudolf
    rudi / russell russ rusty / samantha sam / samuel sam sammy / sarah sara sally / sean shaun shawn / sergei
    sergey serhiy serhii / sidney sid sydney / simon si / solomon sol / stanley stan / stephen steven steve
    stephan stevie / stephanie steph / stuart stewart stu / susan sue susie suzanne / sylvester sly / tamara tammy
    / terence terrance terry terrence / teresa theresa terry tess / theodore ted theo teddy / thomas tom tommy /
    timothy tim timmy / tobias toby / tracy tracey / trevor trev / valerie val / vanessa nessa / veronica ronnie /
    victor vic / victoria vicky tori vicki / vincent vince vinnie vin / virginia ginny / vladimir vlad vova
    volodymyr / walter walt wally / warren wazza / wesley wes / wilfred wilf fred / william bill will billy willie
    liam willy / winston win / yuri yuriy iurii / zachary zach zack zac
""".split("/")
)
