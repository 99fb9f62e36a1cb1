"""The words that any news report may use, written down for this project.

Three lists: the grammar words of seven languages, in English with the words that tell when, how many and who said so
(`GRAMMAR`); and for English the everyday vocabulary of news, politics, war, business and courts (`NEWS`). How they are
used, and what that is worth, stands in `frequencies`. The lemma of each word is in its list, too, as simplemma has it:
"umar" and "pelar" are its mistakes.
"""

GRAMMAR = {
    "en": """
a about above across after afterwards again against ago all almost alone along already also although always am among
amongst an and another any anybody anyone anything anyway anywhere apart are around as aside at away back be because
before behind below beside besides between beyond both but by can cannot could despite do down during each either else
elsewhere enough etc even ever every everybody everyone everything everywhere except few fewer for former formerly
from further furthermore had have he hence her here hers herself him himself his how however i if in indeed inside
instead into is it its itself just last lastly late later latest latter least less lest like likely little lot lots
many may maybe me meanwhile mere merely might mine more moreover most mostly much must my myself namely near nearly
neither never nevertheless next no nobody none nonetheless nor not nothing now nowhere of off often on once one
oneself only onto or other others otherwise ought our ours ourselves out outside over overall own per perhaps quite
rather really same several shall she should since so some somebody somehow someone something sometimes somewhat
somewhere soon still such than that the their theirs them themselves then there thereby therefore these they thing
this those though through throughout thus to together too toward towards under unless unlike until up upon us usually
very via was we well were what whatever when whenever where whereas wherever whether which whichever while who whoever
whole whom whose why will with within without would yes yet you your yours yourself yourselves ain't aren't can't
couldn't didn't doesn't don't hadn't hasn't haven't isn't mustn't shouldn't wasn't weren't won't wouldn't i'd i'll i'm
i've he'd he'll she'd she'll it'd it'll let's that'd they'd they'll they're they've we'd we'll we're we've you'd
you'll you're you've who'd who'll there'd zero two three four five six seven eight nine ten eleven twelve dozen
hundred thousand million billion first second third fourth half double single number percent per-cent say tell add ask
call speak talk note state remark comment mention accord describe explain write reply go come get give take make let
put bring keep leave stay hold set seem appear become begin start continue remain turn try want wish need use know
think believe feel see look watch hear show find mean happen work help move run live follow include allow expect plan
lead change ask able actual actually available bad better best big certain certainly clear clearly current currently
different early easy far fast full fully general good great hard high huge important instead large long low main major
modern new old only open particular particularly possible possibly public quick quickly ready real recent recently
right serious short similar simply small special strong sure top true various wide young day today tomorrow yesterday
tonight week weekend month year decade time hour minute moment morning afternoon evening night monday tuesday
wednesday thursday friday saturday sunday january february march april may june july august september october november
december people person man woman child way part place side point case fact end kind sort name group member head home
life world country city area report news story source statement press spokesman spokeswoman spokesperson reporter
journalist official mr mrs ms dr sir am pm gmt reuters ap afp cnn bbc read photo image video caption file click share
subscribe copyright etc.
""",
    "fr": """
le la les un une des du de au aux ce cet cette ces mon ma mes ton sa son ses notre nos votre vos leur leurs et ou où
mais donc or ni car que qui quoi dont quand comme si lorsque puisque parce afin pour par avec sans sous sur dans en
entre vers chez contre depuis pendant avant après jusque dès à il elle ils elles on nous vous je tu me te se lui y moi
eux soi être avoir faire dire aller pouvoir vouloir devoir falloir venir mettre prendre ne pas plus moins aussi très
trop peu tout toute tous même autre autres encore déjà toujours jamais ici là alors ainsi bien selon celui celle ceux
cela ça deux trois quatre cinq dix cent mille million milliard premier dernier lundi mardi mercredi jeudi vendredi
samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre jour semaine mois
an année heure toi
""",
    "de": """
der die das den dem des ein eine einen einem einer eines kein und oder aber denn sondern als wie wenn ob dass weil
damit so auch noch nur schon sehr mehr nicht nichts ich du er sie es wir ihr ihn ihm ihnen uns euch mich mir dich dir
sich mein dein sein unser euer dieser diese dieses jener jede jeder alle alles viel viele einige man wer was wo wann
warum in im an am auf aus bei beim mit nach seit von vom vor zu zum zur über unter zwischen durch für gegen ohne um
bis werden haben können müssen sollen wollen dürfen sagen machen gehen kommen geben dort hier da dann jetzt immer
wieder zwei drei vier fünf zehn hundert tausend million milliarde erste letzte neu montag dienstag mittwoch donnerstag
freitag samstag sonntag tag woche monat jahr uhr stunde januar februar märz april mai juni juli august september
oktober november dezember erst letzter stunden tagen
""",
    "es": """
el la los las un una unos unas de del a al en con por para sin sobre entre desde hasta hacia según y e o u pero sino
ni que quien cual cuyo donde cuando como si porque aunque mientras yo tú él ella ello nosotros ellos ellas usted me te
se le les lo nos su sus mi mis tu este esta esto ese esa eso aquel no sí ya más menos muy también tampoco ser estar
haber tener hacer decir ir poder querer deber todo toda todos otro otra mismo cada uno dos tres cuatro cinco diez cien
mil millón primero último lunes martes miércoles jueves viernes sábado domingo día semana mes año hora mucho
""",
    "it": """
il lo la i gli le un uno una di a da in con su per tra fra del dello della dei degli delle al allo alla ai agli alle
dal dalla dai nel nella nei sul sulla e o ma però che chi cui quale dove quando come se perché mentre io tu lui lei
noi voi loro mi ti si ci vi ne suo sua suoi mio questo questa quello quella non più meno molto anche ancora già sempre
essere avere fare dire andare potere volere dovere tutto altro stesso ogni due tre quattro cinque dieci cento mille
primo ultimo lunedì martedì mercoledì giovedì venerdì sabato domenica giorno settimana mese anno ora
""",
    "nl": """
de het een en of maar want dat die dit deze wie wat waar wanneer hoe als dan om te van in op aan met voor door over
onder uit bij naar tot tegen tussen zonder sinds ik jij je hij zij ze wij we jullie hun hen hem haar ons onze zijn
mijn zich er niet geen ook nog al meer zeer zo hebben worden kunnen zullen moeten willen mogen zeggen gaan komen maken
alle veel andere twee drie vier vijf tien honderd duizend miljoen eerste laatste maandag dinsdag woensdag donderdag
vrijdag zaterdag zondag dag week maand jaar uur ander laat één
""",
    "pt": """
o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem sobre entre até desde e ou mas
que quem qual onde quando como se porque embora eu tu ele ela nós eles elas você me te lhe seu sua seus este esta isto
esse essa isso aquele não sim já mais menos muito também ser estar ter haver fazer dizer ir poder querer dever todo
outro mesmo cada dois três quatro cinco dez cem mil primeiro último segunda terça quarta quinta sexta sábado domingo
dia semana mês ano hora pelar quartar quintar segundo sexto terço umar
""",
}

NEWS = {
    "en": """
government president minister prime secretary foreign affairs office cabinet parliament congress senate senator
representative lawmaker politician political politics policy party opposition coalition campaign election vote voter
candidate democrat democratic republican conservative liberal majority minority committee commission council
administration department ministry agency authority federal national international global local regional governor
mayor chief leader leadership leading director chairman chair chairwoman manager executive officer deputy vice adviser
advisor aide envoy ambassador diplomat diplomatic commander staff team law legal legislation bill act rule court judge
justice trial charge lawyer attorney prosecutor police arrest investigation investigate investigator evidence crime
criminal victim suspect jury sentence prison jail guilty rights war military army force troop soldier weapon security
defence defense attack strike fight fighting kill killing killed injure injured injury wound die dead death destroy
damage hit fire shoot shot bomb threat threaten threatening danger dangerous risk enemy ally allied border region
territory capital northern southern eastern western north south east west central nation european american british
french german chinese peace peaceful agreement agree deal negotiation negotiate negotiator proposal propose planning
offer accept reject refuse demand request require response respond react reaction effort attempt progress process
solution resolve issue question problem crisis conflict dispute concern worry fear hope support supporter supporting
oppose criticise criticize criticism critic accuse accusation blame deny denial warn warning urge insist claim argue
argument confirm announce announcement declare reveal promise pledge vow commit commitment suggest suggestion indicate
signal stress emphasise emphasize reiterate underscore express welcome praise condemn condemnation meet meeting summit
conference discuss discussion dialogue visit trip host attend gather invite join participate participant delegation
partner partnership relation relationship cooperation alliance union economy economic economist market price cost pay
payment money dollar euro pound tax budget trade business company firm industry industrial bank financial finance fund
funding investment invest investor sale sell buy profit loss growth rate increase rise raise fall drop cut decline
reduce reduction grow spend spending worth worker employee job labour labor production product service supply customer
consumer health medical hospital doctor patient care disease treatment medicine drug test research researcher study
scientist science university school student teacher education professor expert analyst analysis data information
technology system network internet online website phone computer family father mother parent son daughter brother
sister husband wife friend kid boy girl baby couple resident citizen community population society crowd passenger
driver owner player fan artist star actor writer author house building street road town village centre center station
airport park church room land water air sea river energy power electricity gas oil food car bus train plane flight
ship order control action activity operation decision decide choice choose condition term measure step position role
responsibility duty task purpose aim goal target result effect impact influence cause reason consequence development
develop create build form produce provide deliver send receive reach achieve gain win winner victory lose loser defeat
fail failure success successful save protect protection prevent avoid stop halt finish complete beginning maintain
establish enforce ensure secure carry conduct launch lift pull push break draw drive fly pass cross enter arrive
return stand sit lie wait close cover face prepare preparation schedule exist involve contain describing word message
letter document record list account detail interview speech answer book paper newspaper magazine television tv radio
media social footage broadcast programme program film movie music song event game match season club award idea view
opinion thought sense interest attention matter subject topic example reality truth sign possibility chance
opportunity potential potentially ability capacity value level standard quality amount size scale range series figure
total average statistic percentage rest quarter history historic tradition culture religion religious christian human
nature natural environment climate weather winter summer spring autumn century date anniversary birthday period past
future present previous previously immediate immediately final finally initial initially ultimate eventually rapid
slow sudden suddenly increasing increasingly significant significantly severe heavy massive giant enormous deep broad
key crucial critical essential necessary vital basic common normal usual ordinary unusual rare specific unique extreme
extremely exact exactly direct directly closely completely totally absolutely truly largely partly mainly roughly
apparently reportedly allegedly officially privately publicly nationally personal private individual independent free
freedom fair unfair wrong false difficult difficulty tough challenge challenging painful angry anger sad happy proud
confident unclear uncertain unlikely effective responsible willing unable aware black white red green blue dark light
hot cold tall body hand eye heart arm leg foot blood voice mind door table window wall floor line bottom front middle
edge corner ground surface space earth sun love hate enjoy suffer cry laugh smile sleep eat drink wear play sing dance
learn teach remember forget understand realise realize recognise recognize appreciate consider regard treat deserve
admit regret apologise apologize wonder imagine guess doubt trust belief faith dream men women children adult age aged
elderly teenager youth generation section chapter page link email address contact handful bit piece infrastructure
drone affair medium
""",
}
